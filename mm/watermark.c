// SPDX-License-Identifier: MIT
/*
 * Watermarks and reserves: how much of a zone stays free, and for whom.
 *
 *   min   ordinary requests stop here; __GFP_HIGH may go to half of it
 *   low   reclaim is woken: min * 5/4
 *   high  reclaim stops: min * 3/2
 *
 * The min watermarks of DMA and Normal share min_free_kbytes by size. HighMem never serves
 * urgent requests, so a small fixed share is enough there.
 *
 * lowmem_reserve[j] of a zone is what stays out of reach for requests that could have been
 * served from zone j: without it, memory that any zone could give would fill the scarce ones.
 *
 * Locking: computed at boot; readers take no lock. Context of zone_watermark_ok(): any.
 */
#include <linux/kernel.h>
#include <linux/math.h>
#include <linux/math64.h>
#include "internal.h"

#define MIN_FREE_KBYTES_LEAST 128
#define MIN_FREE_KBYTES_MOST  65536

/* A zone keeps 1/ratio of the higher zones' pages. HighMem is the top: nothing is above it. */
static const unsigned long reserve_ratio[MAX_NR_ZONES] = {
	[ZONE_DMA] = 256,
	[ZONE_NORMAL] = 32,
	[ZONE_HIGHMEM] = 1,
};

unsigned long min_free_kbytes;

static bool is_low(const struct zone *zone)
{
	return zone_idx(zone) != ZONE_HIGHMEM;
}

static unsigned long low_pages(void)
{
	unsigned long pages = 0;
	struct zone *zone;

	for_each_zone(zone)
		pages += is_low(zone) ? zone->managed_pages : 0;
	return pages;
}

static unsigned long min_pages(const struct zone *zone, unsigned long low)
{
	unsigned long total = min_free_kbytes >> (PAGE_SHIFT - 10);

	if (!populated_zone(zone))
		return 0;
	if (!is_low(zone))
		return clamp(zone->present_pages / 1024, 32UL, 128UL);
	return div_u64((u64)total * zone->managed_pages, max(low, 1UL));
}

static void set_reserve(struct zone *zone)
{
	unsigned long above = 0;
	unsigned int j;

	for (j = 0; j < MAX_NR_ZONES; j++) {
		if (j > zone_idx(zone))
			above += zone->zone_pgdat->node_zones[j].present_pages;
		zone->lowmem_reserve[j] =
			populated_zone(zone) ? above / reserve_ratio[zone_idx(zone)] : 0;
	}
}

/**
 * setup_watermarks - compute min_free_kbytes, watermarks and reserves of all zones
 *
 * Context: boot, when managed_pages is known; again after memory was added.
 */
void setup_watermarks(void)
{
	unsigned long low = low_pages();
	struct zone *zone;

	min_free_kbytes = clamp_t(unsigned long, int_sqrt(16 * (low << (PAGE_SHIFT - 10))),
				  MIN_FREE_KBYTES_LEAST, MIN_FREE_KBYTES_MOST);
	for_each_zone(zone) {
		unsigned long min = min_pages(zone, low);

		zone->watermark[WMARK_MIN] = min;
		zone->watermark[WMARK_LOW] = min + min / 4;
		zone->watermark[WMARK_HIGH] = min + min / 2;
		set_reserve(zone);
	}
}

/**
 * zone_watermark_ok - would a zone stay above a mark?
 * @zone: which
 * @order: the order of the request
 * @mark: pages that must stay
 * @classzone: the highest zone the request may use
 * @alloc_flags: ALLOC_HIGH: half of the mark is enough; ALLOC_NO_WATERMARK: always
 *
 * For order n the pages in blocks of lower orders do not count, and for each of these orders
 * half of the mark is enough.
 * Context: any. Without the lock the answer may be outdated by the time it is used.
 */
bool zone_watermark_ok(struct zone *zone, unsigned int order, unsigned long mark,
		       enum zone_type classzone, unsigned int alloc_flags)
{
	long free = zone_page_state(zone, NR_FREE_PAGES) - (1L << order) + 1;
	long min = mark;
	unsigned int o;

	if (alloc_flags & ALLOC_NO_WATERMARK)
		return true;
	if (alloc_flags & ALLOC_HIGH)
		min -= min / 2;
	if (free <= min + (long)zone->lowmem_reserve[classzone])
		return false;
	for (o = 0; o < order; o++) {
		free -= READ_ONCE(zone->free_area[o].nr_free) << o;
		min >>= 1;
		if (free <= min)
			return false;
	}
	return true;
}
