/* SPDX-License-Identifier: MIT */
/*
 * The bits of page->flags and their accessors: PageX() asks, SetPageX() and ClearPageX() are
 * atomic, __SetPageX() and __ClearPageX() are not, TestSetPageX() and TestClearPageX() answer
 * what it was.
 */
#ifndef _LINUX_PAGE_FLAGS_H
#define _LINUX_PAGE_FLAGS_H

#include <linux/bitops.h>
#include <linux/mm_types.h>

enum pageflags {
	PG_locked,      /* the owner works on it */
	PG_referenced,  /* used lately */
	PG_uptodate,    /* holds what it is meant to hold */
	PG_dirty,       /* must be written before it can go */
	PG_lru,         /* on a reclaim list */
	PG_active,      /* on the active one */
	PG_slab,        /* belongs to the slab layer */
	PG_reserved,    /* not the allocator's: firmware, image, boot-time tables, hole */
	PG_private,     /* page->private means something to the owner */
	PG_reclaim,     /* to be reclaimed soon */
	PG_head,        /* first page of a compound page */
	PG_tail,        /* another page of a compound page */
	PG_buddy,       /* first page of a free block on a buddy list */
	PG_poisoned,    /* quarantined: something was wrong when it was freed */
	PG_reclaimable, /* counted: allocated with __GFP_RECLAIMABLE */
	NR_PAGEFLAGS
};

#define PAGE_ORDER_SHIFT   NR_PAGEFLAGS
#define PAGE_ORDER_BITS    4
#define PAGE_ZONE_SHIFT    (PAGE_ORDER_SHIFT + PAGE_ORDER_BITS)
#define PAGE_ZONE_BITS     2
#define PAGE_NODE_SHIFT    (PAGE_ZONE_SHIFT + PAGE_ZONE_BITS)
#define PAGE_NODE_BITS     1
#define PAGE_SECTION_SHIFT (PAGE_NODE_SHIFT + PAGE_NODE_BITS)
#define PAGE_SECTION_BITS  (32 - PAGE_SECTION_SHIFT)

#define PAGEFLAGS_MASK  ((1UL << NR_PAGEFLAGS) - 1)
#define PAGE_ORDER_MASK (((1UL << PAGE_ORDER_BITS) - 1) << PAGE_ORDER_SHIFT)
#define PAGE_ZONE_MASK  (((1UL << PAGE_ZONE_BITS) - 1) << PAGE_ZONE_SHIFT)

static_assert(PAGE_SECTION_BITS == 10, "64 GB are 1024 sections of 64 MB");
static_assert(PAGE_ZONE_SHIFT == PAGE_ORDER_SHIFT + PAGE_ORDER_BITS, "pageset keys are one field");

#define __PAGEFLAG(name, bit)                                                                      \
	static inline int Page##name(const struct page *page)                                      \
	{                                                                                          \
		return page->flags >> PG_##bit & 1;                                                \
	}                                                                                          \
	static inline void SetPage##name(struct page *page)                                        \
	{                                                                                          \
		set_bit(PG_##bit, &page->flags);                                                   \
	}                                                                                          \
	static inline void ClearPage##name(struct page *page)                                      \
	{                                                                                          \
		clear_bit(PG_##bit, &page->flags);                                                 \
	}                                                                                          \
	static inline void __SetPage##name(struct page *page)                                      \
	{                                                                                          \
		page->flags |= 1UL << PG_##bit;                                                    \
	}                                                                                          \
	static inline void __ClearPage##name(struct page *page)                                    \
	{                                                                                          \
		page->flags &= ~(1UL << PG_##bit);                                                 \
	}                                                                                          \
	static inline int TestSetPage##name(struct page *page)                                     \
	{                                                                                          \
		return test_and_set_bit(PG_##bit, &page->flags);                                   \
	}                                                                                          \
	static inline int TestClearPage##name(struct page *page)                                   \
	{                                                                                          \
		return test_and_clear_bit(PG_##bit, &page->flags);                                 \
	}

__PAGEFLAG(Locked, locked)
__PAGEFLAG(Referenced, referenced)
__PAGEFLAG(Uptodate, uptodate)
__PAGEFLAG(Dirty, dirty)
__PAGEFLAG(LRU, lru)
__PAGEFLAG(Active, active)
__PAGEFLAG(Slab, slab)
__PAGEFLAG(Reserved, reserved)
__PAGEFLAG(Private, private)
__PAGEFLAG(Reclaim, reclaim)
__PAGEFLAG(Head, head)
__PAGEFLAG(Tail, tail)
__PAGEFLAG(Buddy, buddy)
__PAGEFLAG(Poisoned, poisoned)
__PAGEFLAG(HWPoison, poisoned)
__PAGEFLAG(Reclaimable, reclaimable)

static inline int PageCompound(const struct page *page)
{
	return !!(page->flags & (1UL << PG_head | 1UL << PG_tail));
}

/* The first page of a compound page, or the page itself; const or not, as it was given. */
#define compound_head(page) ((typeof(page))__compound_head(page))

static inline unsigned long __compound_head(const struct page *page)
{
	return unlikely(PageTail(page)) ? page->private : (unsigned long)page;
}

/* log2 of the pages in the block that this page is the first of. */
static inline unsigned int page_order(const struct page *page)
{
	return (page->flags & PAGE_ORDER_MASK) >> PAGE_ORDER_SHIFT;
}

static inline unsigned int compound_order(const struct page *page)
{
	return PageHead(page) ? page_order(page) : 0;
}

#endif
