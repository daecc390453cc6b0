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
	unsigned long nr_pfns; /* end_pfn - start_pfn; makes the size a power of two */
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

/* Does this struct page, which may be any memory, lie where its section's array has it? */
static __always_inline bool page_is_linked(const struct page *page)
{
	unsigned long nr = page->flags >> PAGE_SECTION_SHIFT;
	const struct mem_section *s = &mem_section[nr];

	return nr < NR_MEM_SECTIONS &&
	       (unsigned long)(page - s->map) - s->start_pfn < s->end_pfn - s->start_pfn;
}

/* Is there a struct page for this frame? Any number within reach may be asked. */
static __always_inline bool low_pfn_valid(unsigned long pfn)
{
	const struct mem_section *s = pfn_to_section(pfn);

	return pfn - s->start_pfn < s->nr_pfns;
}

/* The same for any number. */
static inline bool pfn_valid(unsigned long pfn)
{
	return pfn >> PFN_SECTION_SHIFT < NR_MEM_SECTIONS && low_pfn_valid(pfn);
}

#endif
