// SPDX-License-Identifier: MIT
/*
 * Access to pages without an address: each CPU has a window of one page in the fixmap, which is
 * used with interrupts off and closed before they come on again, so nothing ever nests in it.
 *
 * Context: any but NMI.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/highmem.h>
#include <linux/irqflags.h>
#include <linux/percpu.h>
#include <linux/string.h>

static enum fixed_addresses this_cpu_window(void)
{
	return FIX_WINDOW_BEGIN + raw_smp_processor_id();
}

static void *open_window(const struct page *page)
{
	if (!PageHighMem(page))
		return lowmem_page_address(page);
	set_fixmap(this_cpu_window(), page_to_phys(page), PAGE_KERNEL);
	return (void *)fix_to_virt(this_cpu_window());
}

static void close_window(const struct page *page)
{
	if (PageHighMem(page))
		clear_fixmap(this_cpu_window());
}

/**
 * clear_highpage - fill a page with zeroes
 * @page: which, high or low
 *
 * Context: any but NMI.
 */
void clear_highpage(struct page *page)
{
	unsigned long flags;

	if (!PageHighMem(page)) {
		clear_page(lowmem_page_address(page));
		return;
	}
	local_irq_save(flags);
	clear_page(open_window(page));
	close_window(page);
	local_irq_restore(flags);
}
EXPORT_SYMBOL(clear_highpage);

/**
 * memcpy_from_page - read from a page
 * @to: where to
 * @page: which, high or low
 * @offset: first byte in the page
 * @size: bytes; the range stays inside the page
 *
 * Context: any but NMI.
 */
void memcpy_from_page(void *to, struct page *page, size_t offset, size_t size)
{
	unsigned long flags;

	if (WARN_ON(offset > PAGE_SIZE || size > PAGE_SIZE - offset))
		return;
	local_irq_save(flags);
	memcpy(to, open_window(page) + offset, size);
	close_window(page);
	local_irq_restore(flags);
}
EXPORT_SYMBOL(memcpy_from_page);

/**
 * memcpy_to_page - write to a page
 * @page: which, high or low
 * @offset: first byte in the page
 * @from: where from
 * @size: bytes; the range stays inside the page
 *
 * Context: any but NMI.
 */
void memcpy_to_page(struct page *page, size_t offset, const void *from, size_t size)
{
	unsigned long flags;

	if (WARN_ON(offset > PAGE_SIZE || size > PAGE_SIZE - offset))
		return;
	local_irq_save(flags);
	memcpy(open_window(page) + offset, from, size);
	close_window(page);
	local_irq_restore(flags);
}
EXPORT_SYMBOL(memcpy_to_page);
