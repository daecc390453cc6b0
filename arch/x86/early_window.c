// SPDX-License-Identifier: MIT
/*
 * Reading physical memory that the boot page tables do not reach: boot modules may lie anywhere
 * below 4 GB. One entry of the boot directory, the first above the boot tables' 896 MB, is
 * pointed at what is needed.
 *
 * Context: boot, boot page tables.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/mm_init.h>
#include <asm/pgtable.h>
#include <asm/tlbflush.h>

#define WINDOW 0xF8000000UL

extern pteval_t boot_pd[]; /* physical address */

static void *__init point_window_at(u32 phys)
{
	pteval_t *pd = (pteval_t *)__va(boot_pd);
	unsigned long base = PAGING_LEVELS == 3 ? PAGE_OFFSET : 0;

	pd[(WINDOW - base) >> PMD_SHIFT] = (phys & PMD_MASK) | _PAGE_PRESENT | _PAGE_RW | _PAGE_PSE;
	__flush_tlb_all();
	return (void *)(WINDOW + (phys & ~PMD_MASK));
}

/**
 * early_copy_from_phys - copy physical memory below 4 GB
 * @to: where to
 * @phys: physical address
 * @size: bytes
 *
 * Context: boot, before paging_init().
 */
void __init early_copy_from_phys(void *to, u32 phys, size_t size)
{
	while (size) {
		size_t n = min_t(size_t, size, PMD_SIZE - (phys & ~PMD_MASK));

		memcpy(to, point_window_at(phys), n);
		to += n;
		phys += n;
		size -= n;
	}
}
