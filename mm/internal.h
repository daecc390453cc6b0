/* SPDX-License-Identifier: MIT */
/* What the files of the page allocator share. The lock order is in mm/README.md. */
#ifndef _MM_INTERNAL_H
#define _MM_INTERNAL_H

#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <quarry/page_alloc.h>

/* ---- pagesets (pageset.c) ---------------------------------------------------------------- */

void pageset_init(void);
struct page *pageset_alloc(struct zone *zone, gfp_t gfp, unsigned int order);
void pageset_free(struct zone *zone, struct page *page, unsigned int order);

/* ---- buddy lists (buddy.c): zone->lock held ------------------------------------------------ */

struct page *__buddy_alloc(struct zone *zone, unsigned int order);
void __buddy_free(struct zone *zone, struct page *page, unsigned int order);
unsigned long __buddy_fill_array(struct zone *zone, unsigned long nr, struct page **pages);
unsigned int __buddy_alloc_pages(struct zone *zone, struct pageset_list *list, unsigned int want);

/* ---- taking the zone's lock around them -------------------------------------------------- */

struct page *buddy_alloc(struct zone *zone, unsigned int order);
void buddy_free(struct zone *zone, struct page *page, unsigned int order);

/* ---- watermarks (watermark.c) ---------------------------------------------------------------- */

void setup_watermarks(void);

/* ---- wrong frees (bad_page.c) -------------------------------------------------------------- */

bool free_is_sane(struct page *page, unsigned int order);
void quarantine_page(struct page *page, unsigned int order, const char *why);
bool clear_tails(struct page *page, unsigned int order);
/* Flags with which a page may be freed; they are cleared. All others are a mistake. */
#define PAGE_FLAGS_CLEARED_AT_FREE                                                                 \
	(1UL << PG_referenced | 1UL << PG_uptodate | 1UL << PG_dirty | 1UL << PG_active |          \
	 1UL << PG_reclaim | 1UL << PG_reclaimable)

/* ---- injected failures (fail.c) ------------------------------------------------------------ */

bool should_fail_alloc_page(gfp_t gfp, unsigned int order);

/* ---- a page as its new owner gets it -------------------------------------------------------- */

/* What the last owner left in the fields that are an owner's is no business of the next. */
static __always_inline void init_new_page(struct page *page)
{
	atomic_set(&page->_count, 0);
	atomic_set(&page->_mapcount, -1);
	page->private = 0;
	page->mapping = NULL;
}

/* ---- freeing (page_free.c) ---------------------------------------------------------------- */

void count_reclaimable(struct page *page, long add);

/* ---- which zone (page_alloc.c) -------------------------------------------------------------- */

struct zone *first_zone(gfp_t gfp);

/* ---- reports (show.c) ---------------------------------------------------------------------- */

void report_alloc_failure(gfp_t gfp, unsigned int order, unsigned long caller);

/* ---- start-up (init.c, sections.c, zones.c) ------------------------------------------------ */

struct memmap;
struct zone_layout;
extern struct memmap final_map; /* what mm_memmap() returns; empty until it is known */
void sections_init(const struct memmap *map, const struct zone_layout *layout);
void zones_init(const struct zone_layout *layout);
void free_reserved_range(unsigned long start_pfn, unsigned long end_pfn);

#endif
