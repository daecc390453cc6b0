// SPDX-License-Identifier: MIT
/*
 * Zones and the node: extents and counts against the firmware's map, the order in which zones
 * are tried, and the validator, which must find every kind of damage and name it.
 */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mm_debug.h>
#include <linux/percpu.h>
#include <linux/string.h>
#include <quarry/memmap.h>
#include <quarry/mm_init.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>
#include <asm/sections.h>
#include "page_test.h"

TEST_SUITE(zones, .resource_count = nr_free_pages, .case_init = page_case_init,
	   .case_exit = page_case_exit);

#define PFN_16M  (16UL << (20 - PAGE_SHIFT))
#define PFN_896M (896UL << (20 - PAGE_SHIFT))

/* ---- extents ------------------------------------------------------------------------------- */

/* The zones have the names that everybody knows. */
TEST(zone_names)
{
	EXPECT_STREQ(zone_nr(ZONE_DMA)->name, "DMA");
	EXPECT_STREQ(zone_nr(ZONE_NORMAL)->name, "Normal");
	EXPECT_STREQ(zone_nr(ZONE_HIGHMEM)->name, "HighMem");
}

/* DMA ends at 16 MB, Normal at 896 MB at most, and HighMem begins where low memory ends. */
TEST(zone_borders)
{
	struct zone *dma = zone_nr(ZONE_DMA), *normal = zone_nr(ZONE_NORMAL);
	struct zone *high = zone_nr(ZONE_HIGHMEM);

	EXPECT_TRUE(populated_zone(dma));
	EXPECT_LE(zone_end_pfn(dma), PFN_16M);
	EXPECT_LE(max_low_pfn, PFN_896M);
	if (populated_zone(normal)) {
		EXPECT_GE(normal->zone_start_pfn, PFN_16M);
		EXPECT_EQ(zone_end_pfn(normal), max_low_pfn);
	}
	if (populated_zone(high)) {
		EXPECT_GE(high->zone_start_pfn, max_low_pfn);
		EXPECT_EQ(zone_end_pfn(high), max_pfn);
	}
}

/* A zone's first, last and present frames are the usable ones of the map within its borders. */
TEST(zone_extents_from_map)
{
	const unsigned long border[] = { 0, PFN_16M, max_low_pfn > PFN_16M ? max_low_pfn : PFN_16M,
					 max_pfn };
	struct zone *zone;

	for_each_zone(zone) {
		struct extent e =
			map_usable_between(border[zone_idx(zone)], border[zone_idx(zone) + 1]);

		EXPECT_EQ(zone->present_pages, e.pages);
		if (!populated_zone(zone))
			continue;
		EXPECT_EQ(zone->zone_start_pfn, e.first);
		EXPECT_EQ(zone_end_pfn(zone), e.last + 1);
		EXPECT_LE(zone->present_pages, zone->spanned_pages);
	}
}

/* Only frames that exist are managed, and those that are not reserved all are. */
TEST(managed_pages_of_zone)
{
	struct zone *zone;
	unsigned long pfn;

	for_each_populated_zone(zone) {
		unsigned long not_reserved = 0;

		EXPECT_LE(zone->managed_pages, zone->present_pages);
		if (zone_idx(zone) == ZONE_HIGHMEM && zone->spanned_pages > 1048576)
			continue;
		for (pfn = zone->zone_start_pfn; pfn < zone_end_pfn(zone); pfn++)
			not_reserved += pfn_valid(pfn) && !PageReserved(pfn_to_page(pfn));
		EXPECT_EQ(zone->managed_pages, not_reserved);
	}
}

/* The totals are the sums over zones; what is free is part of it. */
TEST(totals)
{
	unsigned long managed = 0, free = 0;
	struct zone *zone;

	for_each_zone(zone) {
		managed += zone->managed_pages;
		free += zone_free(zone);
		EXPECT_LE(zone_free(zone), zone->managed_pages);
	}
	EXPECT_EQ(totalram_pages(), managed);
	EXPECT_EQ(nr_free_pages(), free);
	EXPECT_EQ(totalhigh_pages(), zone_nr(ZONE_HIGHMEM)->managed_pages);
	EXPECT_EQ(nr_free_highpages(), zone_free(zone_nr(ZONE_HIGHMEM)));
	/* Of a machine that has just come up most is free. */
	EXPECT_GT(free, managed / 2);
}

/* NR_FREE_PAGES is the sum of what the free lists hold. */
TEST(zone_free_pages_sum)
{
	struct zone *zone;

	for_each_zone(zone) {
		unsigned long pages = 0;
		unsigned int order;

		for (order = 0; order < MAX_ORDER; order++)
			pages += zone->free_area[order].nr_free << order;
		EXPECT_EQ(zone_page_state(zone, NR_FREE_PAGES), pages);
	}
}

/* ---- node and zonelists -------------------------------------------------------------------- */

/* One node has all zones, and knows how far it reaches. */
TEST(node_zones)
{
	unsigned long present = 0;
	struct zone *zone;
	int highest = 0;

	for_each_zone(zone) {
		EXPECT_PTR_EQ(zone->zone_pgdat, NODE_DATA(0));
		EXPECT_PTR_EQ(&NODE_DATA(0)->node_zones[zone_idx(zone)], zone);
		present += zone->present_pages;
		if (populated_zone(zone))
			highest = zone_idx(zone) + 1;
	}
	EXPECT_EQ(NODE_DATA(0)->node_id, 0);
	EXPECT_EQ(NODE_DATA(0)->nr_zones, highest);
	EXPECT_EQ(NODE_DATA(0)->node_present_pages, present);
	EXPECT_EQ(NODE_DATA(0)->node_start_pfn + NODE_DATA(0)->node_spanned_pages, max_pfn);
}

/* For each class the populated zones are tried from the highest allowed downwards. */
TEST(zonelists_order)
{
	int top, z;

	for (top = 0; top < MAX_NR_ZONES; top++) {
		struct zone **next = NODE_DATA(0)->node_zonelists[top].zones;

		for (z = top; z >= 0; z--) {
			if (populated_zone(zone_nr(z)))
				EXPECT_PTR_EQ(*next++, zone_nr(z));
		}
		EXPECT_NULL(*next);
	}
}

/* A zone spans from its first frame to its last, ends included. */
TEST(zone_spans_pfn_ends)
{
	struct zone *zone;

	for_each_populated_zone(zone) {
		EXPECT_TRUE(zone_spans_pfn(zone, zone->zone_start_pfn));
		EXPECT_TRUE(zone_spans_pfn(zone, zone_end_pfn(zone) - 1));
		EXPECT_FALSE(zone_spans_pfn(zone, zone_end_pfn(zone)));
		if (zone->zone_start_pfn)
			EXPECT_FALSE(zone_spans_pfn(zone, zone->zone_start_pfn - 1));
	}
}

/* ---- the validator ------------------------------------------------------------------------- */

/* The zone that is damaged here: small, so that looking for the damage is quick. */
static struct zone *victim(void)
{
	return zone_nr(ZONE_DMA);
}

/* The validator must say no, and name the invariant. */
static void expect_damage(const char *invariant)
{
	test_capture_start();
	EXPECT_FALSE(zone_validate(victim()));
	test_capture_stop();
	EXPECT_EQ(test_captured("zone DMA: invariant "), 1);
	EXPECT_EQ(test_captured(invariant), 1);
}

static struct page *first_free_block(unsigned int *order)
{
	for (*order = MAX_ORDER - 1; *order > 0; --*order) {
		struct list_head *list = &victim()->free_area[*order].free_list;

		if (!list_empty(list))
			return list_first_entry(list, struct page, lru);
	}
	return NULL;
}

/* B1: a block on a list without its flag, or with another order. */
TEST(zone_validate_block_on_list)
{
	unsigned int order;
	struct page *page = first_free_block(&order);

	ASSERT_NOT_NULL(page);
	ClearPageBuddy(page);
	expect_damage("B");
	SetPageBuddy(page);
	page->flags ^= 1UL << PAGE_ORDER_SHIFT;
	expect_damage("B");
	page->flags ^= 1UL << PAGE_ORDER_SHIFT;
	EXPECT_TRUE(zone_validate(victim()));
}

/* B3: two free buddies that were not merged. */
TEST(zone_validate_unmerged_buddies)
{
	struct free_area *area = victim()->free_area;
	unsigned int order;
	struct page *page = first_free_block(&order), *half;

	ASSERT_NOT_NULL(page);
	half = page + (1UL << (order - 1));
	list_del(&page->lru);
	area[order].nr_free--;
	page->flags -= 1UL << PAGE_ORDER_SHIFT;
	half->flags |= 1UL << PG_buddy | (unsigned long)(order - 1) << PAGE_ORDER_SHIFT;
	list_add(&half->lru, &area[order - 1].free_list);
	list_add(&page->lru, &area[order - 1].free_list);
	area[order - 1].nr_free += 2;
	expect_damage("B3");

	list_del(&page->lru);
	list_del(&half->lru);
	area[order - 1].nr_free -= 2;
	half->flags &= ~(1UL << PG_buddy | PAGE_ORDER_MASK);
	page->flags += 1UL << PAGE_ORDER_SHIFT;
	list_add(&page->lru, &area[order].free_list);
	area[order].nr_free++;
	EXPECT_TRUE(zone_validate(victim()));
}

/* B4: wrong sums. */
TEST(zone_validate_wrong_sums)
{
	victim()->free_area[3].nr_free++;
	expect_damage("B4");
	victim()->free_area[3].nr_free--;
	victim()->vm_stat[NR_FREE_PAGES]++;
	expect_damage("B4");
	victim()->vm_stat[NR_FREE_PAGES]--;
	EXPECT_TRUE(zone_validate(victim()));
}

/* B4: a block that is lost from its list. */
TEST(zone_validate_lost_block)
{
	unsigned int order;
	struct page *page = first_free_block(&order);

	ASSERT_NOT_NULL(page);
	list_del(&page->lru);
	expect_damage("B4");
	list_add(&page->lru, &victim()->free_area[order].free_list);
	EXPECT_TRUE(zone_validate(victim()));
}

/* B5: a page in a free block that is referenced, or is the first of another one. */
TEST(zone_validate_inside_free_block)
{
	unsigned int order;
	struct page *page = first_free_block(&order);

	ASSERT_NOT_NULL(page);
	atomic_set(&page[1]._count, 0);
	expect_damage("B5");
	atomic_set(&page[1]._count, -1);
	page[1].flags |= 1UL << PAGE_ORDER_SHIFT;
	expect_damage("B5");
	page[1].flags &= ~PAGE_ORDER_MASK;
	EXPECT_TRUE(zone_validate(victim()));
}

/* S1: a page whose flags lead to another zone or section. */
TEST(zone_validate_wrong_links)
{
	struct page *page = alloc_page(GFP_DMA);

	ASSERT_NOT_NULL(page);
	page->flags ^= 1UL << PAGE_ZONE_SHIFT;
	expect_damage("S1");
	page->flags ^= 1UL << PAGE_ZONE_SHIFT;
	EXPECT_TRUE(zone_validate(victim()));
	__free_page(page);
}

/* S3: a reserved page that looks free, and a wrong number of managed pages. */
TEST(zone_validate_reserved)
{
	struct page *page = virt_to_page(_text);
	int count = atomic_read(&page->_count);

	EXPECT_TRUE(PageReserved(page));
	atomic_set(&page->_count, -1);
	expect_damage("S3");
	atomic_set(&page->_count, count);
	victim()->managed_pages++;
	expect_damage("S3");
	victim()->managed_pages--;
	EXPECT_TRUE(zone_validate(victim()));
}

/* P1 and P2: a pageset beyond its limit, and pages in it that do not belong there. */
TEST(zone_validate_pagesets)
{
	struct pageset_list *list = raw_cpu_ptr(&pagesets[pageset_index(ZONE_DMA, 0)]);
	struct page *page = alloc_page(GFP_DMA);
	struct zone *zone = list->zone;

	ASSERT_NOT_NULL(page);
	__free_page(page);
	ASSERT_GT(pageset_count(list), 0);
	page = list->ring[(list->top - 1) % PAGESET_RING];

	list->zone = NULL;
	expect_damage("P1");
	list->zone = zone;
	atomic_set(&page->_count, 0);
	expect_damage("P2");
	atomic_set(&page->_count, -1);
	SetPageLRU(page);
	expect_damage("P2");
	ClearPageLRU(page);
	EXPECT_TRUE(zone_validate(victim()));
}

/* Nothing is said of zones that are in order. */
TEST(zones_validate_silent)
{
	test_capture_start();
	EXPECT_TRUE(zones_validate());
	EXPECT_EQ(test_capture_stop(), 0);
}

/* ---- reports ------------------------------------------------------------------------------- */

/* show_buddyinfo() has a line for each zone, with the length of each free list. */
TEST(show_buddyinfo_lines)
{
	struct zone *zone;
	unsigned int order;

	test_capture_start();
	show_buddyinfo();
	test_capture_stop();
	for_each_populated_zone(zone) {
		char want[MAX_ORDER * 12], *end = want;

		for (order = 0; order < MAX_ORDER; order++)
			end += snprintf(end, 12, " %6lu", zone->free_area[order].nr_free);
		EXPECT_EQ(captured_lines("zone ", zone->name, want), 1);
	}
}

/* show_zoneinfo() tells what is free in each zone, its watermarks, extent and reserves. */
TEST(show_zoneinfo_numbers)
{
	struct zone *zone;
	char text[80];

	if (num_possible_cpus() > 8)
		SKIP("too long for the capture with more than 8 CPUs");
	test_capture_start();
	show_zoneinfo();
	test_capture_stop();
	for_each_populated_zone(zone) {
		snprintf(text, sizeof(text), "pages free %lu,",
			 zone_page_state(zone, NR_FREE_PAGES));
		EXPECT_EQ(test_captured(text), 1);
		snprintf(text, sizeof(text), "min %lu, low %lu, high %lu", min_wmark_pages(zone),
			 low_wmark_pages(zone), high_wmark_pages(zone));
		EXPECT_EQ(test_captured(text), 1);
		snprintf(text, sizeof(text), "start_pfn %lu, spanned %lu, present %lu, managed %lu",
			 zone->zone_start_pfn, zone->spanned_pages, zone->present_pages,
			 zone->managed_pages);
		EXPECT_EQ(test_captured(text), 1);
	}
}

/* show_mem() gives totals in KB. */
TEST(show_mem_numbers)
{
	char total[16], free[16];

	test_capture_start();
	show_mem();
	test_capture_stop();
	snprintf(total, sizeof(total), " %lu kB", totalram_pages() * 4);
	snprintf(free, sizeof(free), " %lu kB", nr_free_pages() * 4);
	EXPECT_EQ(captured_lines("MemTotal:", total, "kB"), 1);
	EXPECT_EQ(captured_lines("MemFree:", free, "kB"), 1);
}

/* show_memmap() has a line for each range of the map. */
TEST(show_memmap_lines)
{
	if (mm_memmap()->nr > 200)
		SKIP("a map of %u ranges is too long for the capture", mm_memmap()->nr);
	test_capture_start();
	show_memmap();
	EXPECT_EQ(test_capture_stop(), mm_memmap()->nr);
	EXPECT_GT(test_captured("usable"), 0);
}
