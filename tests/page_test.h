/* SPDX-License-Identifier: MIT */
/* What the tests of the page allocator share: held blocks, models, fixtures. */
#ifndef PAGE_TEST_H
#define PAGE_TEST_H

#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

/* Blocks that a test holds, by order, linked through page->lru, which is the owner's. */
struct hold {
	struct list_head blocks[MAX_ORDER];
	unsigned long pages;
};

void hold_init(struct hold *h);
void hold_add(struct hold *h, struct page *page, unsigned int order);
unsigned long hold_fill(struct hold *h, gfp_t gfp, unsigned int order, unsigned long max);
void hold_all(struct hold *h, gfp_t gfp);
void hold_zone(struct hold *h, struct zone *zone, gfp_t gfp, unsigned long leave);
struct page *hold_take(struct hold *h, unsigned int order);
bool hold_covers(const struct hold *h, unsigned long pfn);
void hold_release(struct hold *h);

/* What the contract says, computed a second time. */
bool zone_may_serve(gfp_t gfp, enum zone_type zone);
enum zone_type class_of_gfp(gfp_t gfp);
bool model_watermark_ok(const struct zone *zone, unsigned int order, unsigned long mark,
			enum zone_type class, bool high);
bool model_can_alloc(gfp_t gfp, unsigned int order);
unsigned long model_floor(const struct zone *zone, gfp_t gfp);
bool map_is_usable(unsigned long start_pfn, unsigned long end_pfn);

/* First and last usable frame of the map among some, and how many there are. */
struct extent {
	unsigned long first, last, pages;
};
struct extent map_usable_between(unsigned long start_pfn, unsigned long end_pfn);

struct zone *zone_nr(enum zone_type zone);
unsigned long zone_free(const struct zone *zone);
/* The zone that GFP_KERNEL is served from first. */
struct zone *kernel_zone(void);
/* The same for GFP_HIGHUSER. */
struct zone *top_zone(void);

struct page *alloc_or_short(gfp_t gfp, unsigned int order);
bool page_is_filled(struct page *page, u8 byte);
void fill_page(struct page *page, u8 byte);

/* Takes back what a provoked bad free has done to a page; its owner may free it again. */
void unquarantine(struct page *page);
unsigned long nr_quarantined(void);

unsigned int captured_lines(const char *a, const char *b, const char *c);

/* Fixtures of a suite. */
int page_case_init(void);
void page_case_exit(void);

#endif
