// SPDX-License-Identifier: MIT
/*
 * Allocations that are no power of two: exact sizes, and many single pages at once.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include "internal.h"

/**
 * split_page - make 2^order single pages of a block
 * @page: first page of an allocated block that is no compound page
 * @order: its order
 *
 * Afterwards each page has one reference and is freed with order 0.
 * Context: any; the caller is the only one to hold the block.
 */
void split_page(struct page *page, unsigned int order)
{
	unsigned long i;

	if (WARN(PageCompound(page) || page_count(page) != 1 || page_order(page) != order,
		 "split_page: pfn %05lx is no allocated block of order %u", page_to_pfn(page),
		 order))
		return;
	page->flags &= ~PAGE_ORDER_MASK;
	for (i = 1; i < 1UL << order; i++) {
		page[i].flags |= page->flags & 1UL << PG_reclaimable;
		atomic_set(&page[i]._count, 0);
	}
}
EXPORT_SYMBOL(split_page);

/**
 * alloc_pages_exact - allocate the pages that a size needs, not a power of two of them
 * @size: bytes, rounded up to whole pages; 0 gives NULL
 * @gfp: as __get_free_pages(); __GFP_COMP makes no sense and is ignored with a report
 *
 * Context: as alloc_pages().
 * Return: address of the first byte, page-aligned; NULL on failure or beyond 4 MB.
 */
void *alloc_pages_exact(size_t size, gfp_t gfp)
{
	unsigned int order = get_order(size);
	unsigned long addr, end;

	if (!size)
		return NULL;
	if (WARN_ONCE(gfp & __GFP_COMP, "alloc_pages_exact: __GFP_COMP cannot be cut to size"))
		gfp &= ~__GFP_COMP;
	addr = __get_free_pages(gfp, order);
	if (!addr)
		return NULL;
	split_page(virt_to_page((void *)addr), order);
	end = addr + (PAGE_SIZE << order);
	for (size = PAGE_ALIGN(size); addr + size < end; end -= PAGE_SIZE)
		free_page(end - PAGE_SIZE);
	return (void *)addr;
}
EXPORT_SYMBOL(alloc_pages_exact);

/**
 * free_pages_exact - free what alloc_pages_exact() returned
 * @addr: the address; NULL does nothing
 * @size: the size it was allocated with, bytes
 *
 * Context: any but NMI.
 */
void free_pages_exact(void *addr, size_t size)
{
	unsigned long page = (unsigned long)addr;
	unsigned long end = page + PAGE_ALIGN(size);

	if (!addr)
		return;
	for (; page < end; page += PAGE_SIZE)
		free_page(page);
}
EXPORT_SYMBOL(free_pages_exact);

/* Pages that are allocated at once, with interrupts off: some thousand instructions. */
#define BULK_PART 512

/* Gives empty entries of an array pages from the hot end of this CPU's list, while it has any. */
static unsigned long fill_from_list(struct pageset_list *list, unsigned long nr,
				    struct page **pages)
{
	unsigned int top = list->top;
	unsigned long i;

	for (i = 0; i < nr && top != list->bottom; i++) {
		if (unlikely(pages[i]))
			continue;
		pages[i] = list->ring[--top % PAGESET_RING];
		init_new_page(pages[i]);
	}
	list->top = top;
	return i;
}

/* What this CPU has at hand, then whole blocks, of the zone that is tried first. */
static unsigned long bulk_fast(gfp_t gfp, unsigned long nr, struct page **pages)
{
	struct zone *zone = first_zone(gfp);
	struct pageset_list *list;
	unsigned long flags, i = 0;

	local_irq_save(flags);
	list = this_cpu_read(pageset_by_key[pageset_key(zone_idx(zone), 0)]);
	if (list->high && zone_page_state(zone, NR_FREE_PAGES) > low_wmark_pages(zone) + nr) {
		i = fill_from_list(list, nr, pages);
		if (i < nr) {
			spin_lock(&zone->lock);
			i += __buddy_fill_array(zone, nr - i, pages + i);
			spin_unlock(&zone->lock);
		}
	}
	local_irq_restore(flags);
	return i;
}

/**
 * alloc_pages_bulk_array - allocate many single pages
 * @gfp: as alloc_pages()
 * @nr: entries in the array
 * @pages: filled where it is NULL; entries that are set stay as they are
 *
 * Context: as alloc_pages().
 * Return: how many entries, from the first on, hold a page now; less than @nr when memory ran
 * out, without a report for those that are missing.
 */
unsigned long alloc_pages_bulk_array(gfp_t gfp, unsigned long nr, struct page **pages)
{
	bool quick =
		!(gfp & (__GFP_ZERO | __GFP_COLD | __GFP_RECLAIMABLE)) && !IS_ENABLED(CONFIG_DEBUG);
	unsigned long i = 0;

	while (quick && i < nr) {
		unsigned long part = min(nr - i, (unsigned long)BULK_PART);
		unsigned long done = bulk_fast(gfp, part, pages + i);

		i += done;
		quick = done == part;
	}
	for (; i < nr; i++) {
		if (!pages[i])
			pages[i] = alloc_pages(gfp | __GFP_NOWARN, 0);
		if (!pages[i])
			break;
	}
	return i;
}
EXPORT_SYMBOL(alloc_pages_bulk_array);
