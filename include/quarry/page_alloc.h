/* SPDX-License-Identifier: MIT */
/*
 * The insides of the page allocator, for mm/ itself and for tests that look at them: pagesets,
 * and the flags of a watermark test. Everybody else uses <linux/gfp.h>.
 */
#ifndef QUARRY_PAGE_ALLOC_H
#define QUARRY_PAGE_ALLOC_H

#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/percpu.h>

/* Blocks that a list can hold: a power of two, at least every list's `high`. */
#define PAGESET_RING 128

/*
 * A stack of free blocks of one order, kept as a ring: allocation and free work at the hot
 * end, `top`; what overflows, and what __GFP_COLD asks for, is taken at the cold end,
 * `bottom`. The three positions count modulo 2^32, their low bits index the ring.
 */
struct pageset_list {
	unsigned int top;    /* where the next block goes */
	unsigned int bottom; /* the coldest block, if there is one */
	unsigned int limit;  /* the list is full when top is here: bottom + high */
	u16 high;            /* blocks at most; 0: this list is out of use */
	u16 batch;           /* blocks that are moved from or to the buddy lists at a time */
	struct zone *zone;
	struct page *ring[PAGESET_RING];
};

static __always_inline unsigned int pageset_count(const struct pageset_list *list)
{
	return list->top - list->bottom;
}

static __always_inline struct page *pageset_pop(struct pageset_list *list)
{
	return list->ring[--list->top % PAGESET_RING];
}

static __always_inline void pageset_push(struct pageset_list *list, struct page *page)
{
	list->ring[list->top++ % PAGESET_RING] = page;
}

#define NR_PAGESET_LISTS (MAX_NR_ZONES * PAGESET_ORDERS)
DECLARE_PER_CPU(struct pageset_list[NR_PAGESET_LISTS], pagesets);

static __always_inline unsigned int pageset_index(enum zone_type zone, unsigned int order)
{
	return zone * PAGESET_ORDERS + order;
}

/*
 * The way to a list for the fast paths: this CPU's lists by zone and order as they stand side
 * by side in page->flags. For orders that have no list there is one that is empty and full.
 */
#define PAGESET_KEYS (1U << (PAGE_ZONE_BITS + PAGE_ORDER_BITS))
DECLARE_PER_CPU(struct pageset_list *[PAGESET_KEYS], pageset_by_key);

static __always_inline unsigned int pageset_key(enum zone_type zone, unsigned int order)
{
	return zone << PAGE_ORDER_BITS | order;
}

static __always_inline unsigned int page_pageset_key(const struct page *page)
{
	return page->flags >> PAGE_ORDER_SHIFT & (PAGESET_KEYS - 1);
}

/* Pages of a zone in the pagesets of all CPUs. */
unsigned long pageset_pages(const struct zone *zone);
/* Takes all pagesets out of use (every operation then reaches the slow path), and back in. */
void pageset_bypass(bool on);

/* For zone_watermark_ok(). */
#define ALLOC_HIGH         0x1 /* may use half of what is under the mark */
#define ALLOC_NO_WATERMARK 0x2

#endif /* QUARRY_PAGE_ALLOC_H */
