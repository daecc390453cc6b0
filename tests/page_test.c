// SPDX-License-Identifier: MIT
/*
 * What the tests of the page allocator share.
 *
 * The models here are written from the interface's description, not from mm/: which zones may
 * serve a request, when a watermark forbids it, how many pages a request leaves.
 */
#include <linux/kernel.h>
#include <linux/highmem.h>
#include <linux/mm_debug.h>
#include <linux/string.h>
#include <quarry/memmap.h>
#include <quarry/mm_init.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>
#include "page_test.h"

/* ---- held blocks --------------------------------------------------------------------------- */

void hold_init(struct hold *h)
{
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++)
		INIT_LIST_HEAD(&h->blocks[order]);
	h->pages = 0;
}

void hold_add(struct hold *h, struct page *page, unsigned int order)
{
	list_add_tail(&page->lru, &h->blocks[order]);
	h->pages += 1UL << order;
}

/* Allocates blocks of one order until there is none left, or `max` are had; returns how many. */
unsigned long hold_fill(struct hold *h, gfp_t gfp, unsigned int order, unsigned long max)
{
	unsigned long n;

	for (n = 0; n < max; n++) {
		struct page *page = alloc_pages(gfp | __GFP_NOWARN, order);

		if (!page)
			break;
		hold_add(h, page, order);
	}
	return n;
}

/* Allocates all that these flags can have, in blocks as large as possible. */
void hold_all(struct hold *h, gfp_t gfp)
{
	int order;

	for (order = MAX_ORDER - 1; order >= 0; order--)
		hold_fill(h, gfp, order, ULONG_MAX);
}

/*
 * Allocates from the zone that is first for these flags, in blocks as large as possible, until
 * it gives nothing more or until `leave` pages are free in it.
 */
void hold_zone(struct hold *h, struct zone *zone, gfp_t gfp, unsigned long leave)
{
	int order;

	for (order = MAX_ORDER - 1; order >= 0; order--) {
		while (zone_free(zone) >= leave + (1UL << order)) {
			struct page *page = alloc_pages(gfp | __GFP_NOWARN, order);

			if (!page)
				break;
			if (page_zone(page) != zone) {
				__free_pages(page, order);
				break;
			}
			hold_add(h, page, order);
		}
	}
}

/* Hands one block of an order over to the caller; NULL when none is held. */
struct page *hold_take(struct hold *h, unsigned int order)
{
	struct page *page = list_first_entry_or_null(&h->blocks[order], struct page, lru);

	if (page) {
		list_del(&page->lru);
		h->pages -= 1UL << order;
	}
	return page;
}

bool hold_covers(const struct hold *h, unsigned long pfn)
{
	unsigned int order;
	struct page *page;

	for (order = 0; order < MAX_ORDER; order++) {
		list_for_each_entry(page, &h->blocks[order], lru) {
			if (pfn - page_to_pfn(page) < 1UL << order)
				return true;
		}
	}
	return false;
}

void hold_release(struct hold *h)
{
	unsigned int order;
	struct page *page;

	for (order = 0; order < MAX_ORDER; order++) {
		while ((page = hold_take(h, order)))
			__free_pages(page, order);
	}
}

/* ---- models -------------------------------------------------------------------------------- */

/* The highest zone that these flags allow: the strictest zone modifier counts. */
enum zone_type class_of_gfp(gfp_t gfp)
{
	if (gfp & __GFP_DMA)
		return ZONE_DMA;
	if (gfp & __GFP_DMA32)
		return ZONE_NORMAL;
	return gfp & __GFP_HIGHMEM ? ZONE_HIGHMEM : ZONE_NORMAL;
}

bool zone_may_serve(gfp_t gfp, enum zone_type zone)
{
	return zone <= class_of_gfp(gfp);
}

/*
 * A request of order n leaves more than `mark` pages and the reserve; without the pages in
 * blocks of lower orders it leaves more than half of the mark for each of these orders.
 */
bool model_watermark_ok(const struct zone *zone, unsigned int order, unsigned long mark,
			enum zone_type class, bool high)
{
	long left = (long)zone->vm_stat[NR_FREE_PAGES] - ((1L << order) - 1);
	long need = high ? mark - mark / 2 : mark;
	unsigned int o;

	if (left <= need + (long)zone->lowmem_reserve[class])
		return false;
	for (o = 0; o < order; o++) {
		left -= (long)zone->free_area[o].nr_free * (1L << o);
		need /= 2;
		if (left <= need)
			return false;
	}
	return true;
}

/* Whether a request must succeed, all pagesets being drained and nothing to be reclaimed. */
bool model_can_alloc(gfp_t gfp, unsigned int order)
{
	bool high = (gfp & __GFP_HIGH) && !(gfp & __GFP_NOMEMALLOC);
	struct zone *zone;

	drain_all_pages();
	for_each_populated_zone(zone) {
		if (zone_may_serve(gfp, zone_idx(zone)) &&
		    model_watermark_ok(zone, order, min_wmark_pages(zone), class_of_gfp(gfp), high))
			return true;
	}
	return false;
}

/* How many pages of a zone single-page requests with these flags leave free. */
unsigned long model_floor(const struct zone *zone, gfp_t gfp)
{
	unsigned long min = min_wmark_pages(zone);

	if ((gfp & __GFP_HIGH) && !(gfp & __GFP_NOMEMALLOC))
		min -= min / 2;
	return min + zone->lowmem_reserve[class_of_gfp(gfp)];
}

/* Does the memory map list all these frames as usable? */
bool map_is_usable(unsigned long start_pfn, unsigned long end_pfn)
{
	const struct memmap *map = mm_memmap();
	u64 start = (u64)start_pfn << PAGE_SHIFT, end = (u64)end_pfn << PAGE_SHIFT;
	u32 i;

	for (i = 0; i < map->nr; i++) {
		const struct mem_range *r = &map->range[i];

		if (r->type == MEM_USABLE && r->start <= start && end <= r->end)
			return true;
	}
	return false;
}

/* The usable frames of the map in start .. end - 1. */
struct extent map_usable_between(unsigned long start, unsigned long end)
{
	const struct memmap *map = mm_memmap();
	struct extent e = { 0 };
	u32 i;

	for (i = 0; i < map->nr; i++) {
		u64 from = (map->range[i].start + PAGE_SIZE - 1) >> PAGE_SHIFT;
		u64 to = map->range[i].end >> PAGE_SHIFT;

		from = from < start ? start : from;
		to = to > end ? end : to;
		if (map->range[i].type != MEM_USABLE || from >= to)
			continue;
		if (!e.pages)
			e.first = from;
		e.last = to - 1;
		e.pages += to - from;
	}
	return e;
}

/* ---- zones --------------------------------------------------------------------------------- */

struct zone *zone_nr(enum zone_type zone)
{
	return &NODE_DATA(0)->node_zones[zone];
}

unsigned long zone_free(const struct zone *zone)
{
	return zone_page_state(zone, NR_FREE_PAGES) + pageset_pages(zone);
}

struct zone *kernel_zone(void)
{
	return zone_nr(populated_zone(zone_nr(ZONE_NORMAL)) ? ZONE_NORMAL : ZONE_DMA);
}

struct zone *top_zone(void)
{
	struct zone *high = zone_nr(ZONE_HIGHMEM);

	return populated_zone(high) ? high : kernel_zone();
}

/* ---- pages --------------------------------------------------------------------------------- */

/* Allocates a block; where there is none, checks that the watermarks forbid it. */
struct page *alloc_or_short(gfp_t gfp, unsigned int order)
{
	struct page *page = alloc_pages(gfp | __GFP_NOWARN, order);

	if (!page)
		EXPECT_FALSE(model_can_alloc(gfp, order));
	return page;
}

static u8 copy[PAGE_SIZE];

/* Does every byte of a page, high or low, have this value? */
bool page_is_filled(struct page *page, u8 byte)
{
	if (!PageHighMem(page))
		return !memchr_inv(page_address(page), byte, PAGE_SIZE);
	memcpy_from_page(copy, page, 0, PAGE_SIZE);
	return !memchr_inv(copy, byte, PAGE_SIZE);
}

void fill_page(struct page *page, u8 byte)
{
	if (!PageHighMem(page)) {
		memset(page_address(page), byte, PAGE_SIZE);
		return;
	}
	memset(copy, byte, PAGE_SIZE);
	memcpy_to_page(page, 0, copy, PAGE_SIZE);
}

/*
 * A page that was freed by mistake is poisoned and counted, and nothing else has happened to
 * it. So taking back both makes it what it was: allocated, with the caller's reference.
 */
void unquarantine(struct page *page)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;

	EXPECT_TRUE(PagePoisoned(page));
	spin_lock_irqsave(&zone->lock, flags);
	__ClearPagePoisoned(page);
	zone->vm_stat[NR_QUARANTINED] -= 1UL << page_order(page);
	spin_unlock_irqrestore(&zone->lock, flags);
}

unsigned long nr_quarantined(void)
{
	unsigned long pages = 0;
	struct zone *zone;

	for_each_zone(zone)
		pages += zone_page_state(zone, NR_QUARANTINED);
	return pages;
}

/* How many captured lines have all three texts. */
unsigned int captured_lines(const char *a, const char *b, const char *c)
{
	const char *line = test_capture_text();
	unsigned int found = 0;

	while (*line) {
		size_t len = strchrnul(line, '\n') - line;

		found += strnstr(line, a, len) && strnstr(line, b, len) && strnstr(line, c, len);
		line += len + !!line[len];
	}
	return found;
}

/* ---- fixtures ------------------------------------------------------------------------------ */

/* Up to 128 MB a zone is checked after every case, up to 16 GB after every 16th. */
#define CHEAP_PAGES      32768UL
#define AFFORDABLE_PAGES 4194304UL
#define SELDOM           16

int page_case_init(void)
{
	drain_all_pages();
	return 0;
}

void page_case_exit(void)
{
	static unsigned int cases;
	unsigned long limit = ++cases % SELDOM ? CHEAP_PAGES : AFFORDABLE_PAGES;
	struct zone *zone;

	for_each_populated_zone(zone) {
		if (zone->spanned_pages <= limit && !zone_validate(zone))
			FAIL("zone %s is damaged", zone->name);
	}
}
