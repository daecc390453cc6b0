// SPDX-License-Identifier: MIT
/*
 * The arrays of struct page, made at boot, and what depends on them.
 *
 *   section   0            1            2            3
 *   RAM       [==========] [===.......] ............ [..=====]
 *   arrays    [pages     ] [p]                       [ pages ]     trimmed to 4 MB blocks
 *
 * Invariants (zone_validate(), tests):
 *   S1  every frame that the allocator manages has a struct page whose section, node and zone
 *       bits are right: page_to_pfn(pfn_to_page(pfn)) == pfn;
 *   S2  an array begins and ends on a multiple of MAX_ORDER_NR_PAGES frames, so that the buddy
 *       of any block has a struct page, and at an address with the same alignment, so that
 *       the address of a struct page says how its frame is aligned within a block;
 *   S3  frames that the allocator does not manage have PG_reserved and one reference.
 *
 * Context: boot; constant afterwards.
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/mm_init.h>
#include <quarry/zone_layout.h>
#include "internal.h"

struct mem_section mem_section[NR_MEM_SECTIONS];
unsigned long direct_map_biases[1UL << (32 - BIAS_SHIFT)];
unsigned long page_arrays_start, page_arrays_size;
unsigned long max_pfn, max_low_pfn;

static_assert(SECTION_PFNS == PAGES_PER_SECTION);
static_assert(BLOCK_PFNS == MAX_ORDER_NR_PAGES);

/* Size, and so alignment, of the array for one block of the highest order. */
#define BLOCK_ARRAY_BYTES (MAX_ORDER_NR_PAGES << STRUCT_PAGE_SHIFT)

static enum zone_type __init zone_of_pfn(unsigned long pfn, unsigned long low_pfn)
{
	if (pfn < LAYOUT_DMA_PFN)
		return ZONE_DMA;
	return pfn < low_pfn ? ZONE_NORMAL : ZONE_HIGHMEM;
}

/* Makes frames start .. end - 1, which are of one zone, reserved pages. */
static void __init init_pages(unsigned long start, unsigned long end, enum zone_type zone)
{
	unsigned long flags = (start >> PFN_SECTION_SHIFT) << PAGE_SECTION_SHIFT |
			      (unsigned long)zone << PAGE_ZONE_SHIFT | 1UL << PG_reserved;
	struct page *page = pfn_to_page(start);
	struct page *last = pfn_to_page(start) + (end - start);

	for (; page < last; page++) {
		page->flags = flags;
		atomic_set(&page->_count, 0);
		atomic_set(&page->_mapcount, -1);
		page->private = 0;
		page->mapping = NULL;
		page->index = 0;
		page->lru.next = NULL;
		page->lru.prev = NULL;
	}
}

static void __init set_bias(unsigned long pfn)
{
	unsigned long addr = (unsigned long)__va(pfn << PAGE_SHIFT);

	direct_map_biases[addr >> BIAS_SHIFT] =
		(unsigned long)pfn_to_page(pfn) - (addr >> PAGE_SHIFT << STRUCT_PAGE_SHIFT);
}

static void __init note_array(unsigned long start, size_t bytes)
{
	unsigned long end = max(page_arrays_start + page_arrays_size, start + bytes);

	if (!page_arrays_start || start < page_arrays_start)
		page_arrays_start = start;
	page_arrays_size = end - page_arrays_start;
}

static void __init init_section(struct mem_section *s, unsigned long low_pfn)
{
	size_t bytes = (s->end_pfn - s->start_pfn) * sizeof(struct page);
	struct page *array = boot_alloc(bytes, BLOCK_ARRAY_BYTES, "page frames");
	unsigned long pfn = s->start_pfn;

	s->map = array - s->start_pfn;
	s->bias = (unsigned long)__va(s->start_pfn << PAGE_SHIFT) -
		  ((unsigned long)array << FRAME_PER_PAGE_SHIFT);
	note_array((unsigned long)array, bytes);
	/* Zone borders are multiples of a block: go by blocks. */
	for (; pfn < s->end_pfn; pfn += MAX_ORDER_NR_PAGES) {
		init_pages(pfn, pfn + MAX_ORDER_NR_PAGES, zone_of_pfn(pfn, low_pfn));
		if (pfn < max_low_pfn)
			set_bias(pfn);
	}
}

/**
 * sections_init - make the arrays
 * @map: sorted memory map
 * @layout: the zones that follow from it
 *
 * Context: boot; the direct map exists.
 */
void __init sections_init(const struct memmap *map, const struct zone_layout *layout)
{
	unsigned long i;

	BUG_ON(layout->low_pfn & (MAX_ORDER_NR_PAGES - 1));
	max_pfn = layout->max_pfn;
	max_low_pfn = layout->max_low_pfn;
	for (i = 0; i < NR_MEM_SECTIONS; i++) {
		struct mem_section *s = &mem_section[i];

		if (zone_layout_section(map, layout, i, &s->start_pfn, &s->end_pfn))
			init_section(s, layout->low_pfn);
	}
}

/**
 * debug_virt_to_phys - virt_to_phys() of debug builds
 * @addr: an address in the direct map; any other is reported once
 *
 * Context: any.
 * Return: the physical address, bytes.
 */
unsigned long debug_virt_to_phys(const volatile void *addr)
{
	WARN_ONCE((unsigned long)addr < PAGE_OFFSET || addr >= high_memory,
		  "virt_to_phys: %px is not in the direct map", (void *)addr);
	return __pa(addr);
}

/**
 * page_address - the address at which a page is mapped
 * @page: which
 *
 * Context: any.
 * Return: its address in the direct map; NULL for a high page, which has none there.
 */
void *page_address(const struct page *page)
{
	return PageHighMem(page) ? NULL : lowmem_page_address(page);
}
EXPORT_SYMBOL(page_address);
