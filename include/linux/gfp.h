/* SPDX-License-Identifier: MIT */
/*
 * The page allocator.
 *
 *   alloc_pages(gfp, order)        2^order contiguous pages -> struct page *, NULL
 *   __get_free_pages(gfp, order)   the same -> address in the direct map, 0
 *   get_zeroed_page(gfp)           one page of zeroes -> address, 0
 *   __free_pages, free_pages       give back by page, by address
 *   alloc_pages_exact(bytes, gfp)  as many pages as the size needs -> address, NULL
 *   alloc_pages_bulk_array         many single pages at once
 *
 * order: 0 to MAX_ORDER - 1. Orders from MAX_ORDER on fail.
 */
#ifndef _LINUX_GFP_H
#define _LINUX_GFP_H

#include <linux/gfp_types.h>
#include <linux/mmzone.h>

struct page *alloc_pages(gfp_t gfp, unsigned int order);
struct page *alloc_pages_node(int nid, gfp_t gfp, unsigned int order);
#define alloc_page(gfp) alloc_pages(gfp, 0)

unsigned long __get_free_pages(gfp_t gfp, unsigned int order);
unsigned long get_zeroed_page(gfp_t gfp);
#define __get_free_page(gfp)        __get_free_pages(gfp, 0)
#define __get_dma_pages(gfp, order) __get_free_pages((gfp) | GFP_DMA, order)

void __free_pages(struct page *page, unsigned int order);
void free_pages(unsigned long addr, unsigned int order);
#define __free_page(page) __free_pages(page, 0)
#define free_page(addr)   free_pages(addr, 0)

void *alloc_pages_exact(size_t size, gfp_t gfp);
void free_pages_exact(void *addr, size_t size);
unsigned long alloc_pages_bulk_array(gfp_t gfp, unsigned long nr, struct page **pages);
void split_page(struct page *page, unsigned int order);

/* Gives the pages that this CPU, or every CPU, keeps at hand back to the buddy lists. */
void drain_local_pages(void);
void drain_all_pages(void);

/* The zone in which a request of these flags is tried first, empty or not. */
enum zone_type gfp_zone(gfp_t gfp);

/* Memory is never cleared unless __GFP_ZERO asks for it. */
static inline bool want_init_on_alloc(gfp_t gfp)
{
	return !!(gfp & __GFP_ZERO);
}

static inline bool want_init_on_free(void)
{
	return false;
}

#endif
