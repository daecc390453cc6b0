/* SPDX-License-Identifier: MIT */
/*
 * From frame number to struct page and back. Physical memory is cut into sections of 64 MB;
 * each has an array of struct page for the frames from start_pfn to end_pfn, or none. The
 * array is kept as if it began at frame 0, so that one addition finds a page.
 */
#ifndef _LINUX_SECTIONS_H
#define _LINUX_SECTIONS_H

#include <linux/page-flags.h>
#include <linux/mm_types.h>
#include <asm/page.h>
#include <asm/pgtable.h>

#define PFN_SECTION_SHIFT (26 - PAGE_SHIFT)
#define PAGES_PER_SECTION (1UL << PFN_SECTION_SHIFT)
#define NR_MEM_SECTIONS   (1UL << (MAX_PHYS_BITS - 26))

struct mem_section {
	struct page *map; /* page of frame n is map + n */
	unsigned long start_pfn, end_pfn;
	unsigned long bias; /* of a frame in the direct map, see direct_map_address() */
};

extern struct mem_section mem_section[NR_MEM_SECTIONS];

static __always_inline struct mem_section *pfn_to_section(unsigned long pfn)
{
	return &mem_section[pfn >> PFN_SECTION_SHIFT];
}

static __always_inline struct page *pfn_to_page(unsigned long pfn)
{
	return pfn_to_section(pfn)->map + pfn;
}

static __always_inline unsigned long page_to_pfn(const struct page *page)
{
	return page - mem_section[page->flags >> PAGE_SECTION_SHIFT].map;
}

/* All arrays of struct page lie between these; so do few other things. */
extern unsigned long page_arrays_start, page_arrays_size;

/* Can this be a struct page? Any pointer may be asked, and is not followed. */
static __always_inline bool in_page_arrays(const struct page *page)
{
	return (unsigned long)page - page_arrays_start < page_arrays_size;
}

/* A frame is larger than its struct page by so much that a shift converts distances. */
#define FRAME_PER_PAGE_SHIFT (PAGE_SHIFT - STRUCT_PAGE_SHIFT)

/*
 * From an address in the direct map to its struct page in one step. The arrays cover whole
 * blocks of 4 MB, so what is to be added to the position of the page in a 4 GB address space
 * is the same all over such a block: 0 where no frame has a struct page at that address.
 */
#define BIAS_SHIFT 22
extern unsigned long direct_map_biases[1UL << (32 - BIAS_SHIFT)];

static __always_inline unsigned long direct_map_bias(unsigned long addr)
{
	return direct_map_biases[addr >> BIAS_SHIFT];
}

/* The caller knows that there is one, direct_map_bias() is not 0; the address is a page's first. */
static __always_inline struct page *direct_map_page(unsigned long addr)
{
	return (struct page *)((addr >> FRAME_PER_PAGE_SHIFT) + direct_map_bias(addr));
}

/* And back: the address of a page of low memory. */
static __always_inline void *direct_map_address(const struct page *page)
{
	return (void *)(((unsigned long)page << FRAME_PER_PAGE_SHIFT) +
			mem_section[page->flags >> PAGE_SECTION_SHIFT].bias);
}

/* Is there a struct page for this frame? Any number within reach may be asked. */
static __always_inline bool low_pfn_valid(unsigned long pfn)
{
	const struct mem_section *s = pfn_to_section(pfn);

	return pfn - s->start_pfn < s->end_pfn - s->start_pfn;
}

/* The same for any number. */
static inline bool pfn_valid(unsigned long pfn)
{
	return pfn >> PFN_SECTION_SHIFT < NR_MEM_SECTIONS && low_pfn_valid(pfn);
}

#endif
