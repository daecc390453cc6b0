// SPDX-License-Identifier: MIT
/*
 * The buddy lists from inside: what splitting leaves, how far merging goes, where blocks lie,
 * and what the pagesets in front of them hold.
 *
 * The cases look at the lists' lengths. With the pagesets out of use every call reaches the
 * lists, so each change of a length is one that the case has caused.
 */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mm_debug.h>
#include <linux/percpu.h>
#include <linux/string.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>
#include "page_test.h"

static int bypass_pagesets(void)
{
	pageset_bypass(true);
	return 0;
}

static void end_bypass(void)
{
	pageset_bypass(false);
	page_case_exit();
}

TEST_SUITE(page_buddy, .resource_count = nr_free_pages, .case_init = bypass_pagesets,
	   .case_exit = end_bypass);

/* Free blocks of each order in one zone. */
struct lengths {
	unsigned long n[MAX_ORDER];
};

static struct lengths lengths_of(const struct zone *zone)
{
	struct lengths l;
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++)
		l.n[order] = zone->free_area[order].nr_free;
	return l;
}

static void expect_lengths(const struct zone *zone, const struct lengths *want)
{
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++)
		EXPECT_EQ(zone->free_area[order].nr_free, want->n[order]);
}

/* ---- splitting ----------------------------------------------------------------------------- */

/* Takes a block of an order from the lists as the rules say: the smallest that is large enough. */
static bool model_take(struct lengths *l, unsigned int order)
{
	unsigned int have = order;

	while (have < MAX_ORDER && !l->n[have])
		have++;
	if (have == MAX_ORDER)
		return false;
	l->n[have]--;
	while (have-- > order)
		l->n[have]++;
	return true;
}

/* The smallest sufficient block is taken, and of a larger one all halves but one go back. */
TEST(alloc_pages_splits_smallest)
{
	struct zone *zone = kernel_zone();
	unsigned int i;

	for (i = 0; i < 300; i++) {
		struct lengths before = lengths_of(zone), want = before;
		unsigned int order = test_rand_below(MAX_ORDER);
		struct page *page = alloc_pages(GFP_KERNEL | __GFP_NOWARN, order);

		if (page && page_zone(page) == zone) {
			EXPECT_TRUE(model_take(&want, order));
			expect_lengths(zone, &want);
		}
		if (page)
			__free_pages(page, order);
		expect_lengths(zone, &before);
	}
}

/* The same when nothing is given back in between. */
TEST(alloc_pages_splits_in_a_row)
{
	struct zone *zone = kernel_zone();
	struct lengths want = lengths_of(zone);
	unsigned int i;
	struct hold h;

	hold_init(&h);
	for (i = 0; i < 200; i++) {
		unsigned int order = test_rand_below(6);
		struct page *page = alloc_pages(GFP_KERNEL | __GFP_NOWARN, order);

		if (!page || page_zone(page) != zone) {
			if (page)
				__free_pages(page, order);
			break;
		}
		hold_add(&h, page, order);
		EXPECT_TRUE(model_take(&want, order));
		expect_lengths(zone, &want);
	}
	EXPECT_GT(i, 50);
	hold_release(&h);
}

/* ---- merging ------------------------------------------------------------------------------- */

#define BLOCK_ORDER 9
#define BLOCK_PAGES (1U << BLOCK_ORDER)

static bool is_free[BLOCK_PAGES];
static u16 turn[BLOCK_PAGES];

/*
 * Into which blocks the free pages of a block fall when everything is merged that can be: an
 * aligned run counts as one block unless a larger one contains it. The block's own buddy is in
 * use, so nothing outside matters.
 */
static void model_merged(struct lengths *l)
{
	unsigned int first, i, order;

	for (first = 0; first < BLOCK_PAGES; first += 1U << order) {
		for (order = BLOCK_ORDER; order > 0; order--) {
			if (first & ((1U << order) - 1))
				continue;
			for (i = 0; i < 1U << order && is_free[first + i]; i++)
				;
			if (i == 1U << order)
				break;
		}
		if (is_free[first])
			l->n[order]++;
	}
}

/* Allocates a block whose buddy is in use, so that it cannot merge with that. */
static struct page *alloc_lone_block(struct page **buddy)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_NOWARN, BLOCK_ORDER + 1);

	*buddy = NULL;
	if (!page)
		return NULL;
	split_page(page, BLOCK_ORDER + 1);
	*buddy = page + BLOCK_PAGES;
	return page;
}

/* Frees the pages of a block in the order of turn[], and looks at the lists after each. */
static void check_merging(struct page *page)
{
	struct zone *zone = page_zone(page);
	struct lengths base = lengths_of(zone);
	unsigned int i, o;

	memset(is_free, 0, sizeof(is_free));
	for (i = 0; i < BLOCK_PAGES; i++) {
		struct lengths want = { { 0 } };

		__free_page(page + turn[i]);
		is_free[turn[i]] = true;
		model_merged(&want);
		for (o = 0; o < MAX_ORDER; o++)
			want.n[o] += base.n[o];
		expect_lengths(zone, &want);
		if (test_has_failed())
			break;
	}
	EXPECT_TRUE(i == BLOCK_PAGES && PageBuddy(page) && page_order(page) == BLOCK_ORDER);
}

static void free_lone_buddy(struct page *buddy)
{
	unsigned int i;

	for (i = 0; i < BLOCK_PAGES; i++)
		__free_page(buddy + i);
}

static void run_merging(void)
{
	struct page *buddy, *page = alloc_lone_block(&buddy);

	if (!page)
		SKIP("no block of order %u", BLOCK_ORDER + 1);
	check_merging(page);
	free_lone_buddy(buddy);
}

/* First every second page, then the others: each of these completes a pair at least. */
TEST(merge_alternating)
{
	unsigned int i;

	for (i = 0; i < BLOCK_PAGES; i++)
		turn[i] = i < BLOCK_PAGES / 2 ? 2 * i : 2 * (i - BLOCK_PAGES / 2) + 1;
	run_merging();
}

/* From the end to the start: a page merges with what lies above it. */
TEST(merge_descending)
{
	unsigned int i;

	for (i = 0; i < BLOCK_PAGES; i++)
		turn[i] = BLOCK_PAGES - 1 - i;
	run_merging();
}

/* In any order what is free is always merged as far as it goes. */
TEST(merge_random)
{
	unsigned int i;

	for (i = 0; i < BLOCK_PAGES; i++) {
		unsigned int j = test_rand_below(i + 1);

		turn[i] = turn[j];
		turn[j] = i;
	}
	run_merging();
}

/* Two blocks side by side that are no buddies stay two. */
TEST(merge_neighbours_no_buddies)
{
	struct page *page = alloc_pages(GFP_KERNEL, 4);
	struct zone *zone;
	struct lengths want;
	unsigned int i;

	ASSERT_NOT_NULL(page);
	zone = page_zone(page);
	split_page(page, 4);
	want = lengths_of(zone);
	__free_page(page + 3);
	__free_page(page + 4);
	want.n[0] += 2;
	expect_lengths(zone, &want);
	/* 6 and 7 are a pair, 4..7 none without 5. */
	__free_page(page + 6);
	__free_page(page + 7);
	want.n[1]++;
	expect_lengths(zone, &want);
	__free_page(page + 5);
	want.n[0]--;
	want.n[1]--;
	want.n[2]++;
	expect_lengths(zone, &want);
	for (i = 0; i < 16; i++) {
		if (i < 3 || i > 7)
			__free_page(page + i);
	}
}

/* Blocks of the highest order do not merge, even where two lie side by side. */
TEST(merge_stops_at_highest_order)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_NOWARN, MAX_ORDER - 1);
	struct lengths before;

	if (!page)
		SKIP("no block of order %u", MAX_ORDER - 1);
	before = lengths_of(page_zone(page));
	__free_pages(page, MAX_ORDER - 1);
	before.n[MAX_ORDER - 1]++;
	expect_lengths(page_zone(page), &before);
}

/* ---- fragmentation ------------------------------------------------------------------------- */

static void free_every_second(struct hold *kept, struct hold *all)
{
	struct page *page;

	hold_init(kept);
	while ((page = hold_take(all, 0))) {
		if (page_to_pfn(page) & 1)
			hold_add(kept, page, 0);
		else
			__free_page(page);
	}
}

/*
 * With every second page in use there is no pair to be had but those that were never given
 * out; when the others are freed as well, all is as before.
 */
TEST(checkerboard)
{
	struct zone *zone = zone_nr(ZONE_DMA);
	struct lengths before = lengths_of(zone);
	unsigned long never_given = 0;
	struct hold all, odd, pairs;
	unsigned int order;

	hold_init(&all);
	hold_init(&pairs);
	hold_fill(&all, GFP_DMA, 0, ULONG_MAX);
	for (order = 1; order < MAX_ORDER; order++)
		never_given += zone->free_area[order].nr_free << order;
	free_every_second(&odd, &all);
	EXPECT_GT(zone_free(zone), never_given + 500);
	hold_fill(&pairs, GFP_DMA, 1, ULONG_MAX);
	EXPECT_LE(pairs.pages, never_given);
	EXPECT_EQ(hold_fill(&pairs, GFP_DMA | GFP_ATOMIC, 10, 1), 0UL);
	hold_release(&pairs);
	hold_release(&odd);
	expect_lengths(zone, &before);
}

/* Blocks of all sizes, taken until nothing is left and freed in any order, merge again. */
TEST(fragment_and_merge)
{
	struct zone *zone = zone_nr(ZONE_DMA);
	struct lengths before = lengths_of(zone);
	static struct page *blocks[1024];
	static u8 orders[1024];
	unsigned int n = 0, misses = 0;

	while (n < ARRAY_SIZE(blocks) && misses < 50) {
		unsigned int order = test_rand_below(7);
		struct page *page = alloc_pages(GFP_DMA | __GFP_NOWARN, order);

		if (!page) {
			misses++;
			continue;
		}
		blocks[n] = page;
		orders[n++] = order;
	}
	EXPECT_GT(n, 20);
	while (n) {
		unsigned int i = test_rand_below(n--);

		__free_pages(blocks[i], orders[i]);
		blocks[i] = blocks[n];
		orders[i] = orders[n];
	}
	expect_lengths(zone, &before);
}

/* ---- where blocks lie ---------------------------------------------------------------------- */

/* A block lies in one zone, on no border, and in no hole of the firmware's map. */
static void check_place(const struct page *page, unsigned int order)
{
	unsigned long first = page_to_pfn(page), last = first + (1UL << order) - 1;
	const unsigned long border[] = { 16UL << 20 >> PAGE_SHIFT, max_low_pfn };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(border); i++)
		EXPECT_EQ(first < border[i], last < border[i]);
	EXPECT_PTR_EQ(page_zone(page), page_zone(page + (last - first)));
	EXPECT_EQ(PageHighMem(page), first >= max_low_pfn);
	EXPECT_TRUE(map_is_usable(first, last + 1));
}

/* No free block spans two zones or a hole. */
TEST(free_blocks_in_one_zone)
{
	struct zone *zone;
	unsigned int order;

	for_each_populated_zone(zone) {
		for (order = 0; order < MAX_ORDER; order++) {
			struct page *page;

			list_for_each_entry(page, &zone->free_area[order].free_list, lru)
				check_place(page, order);
		}
	}
}

/* Nor does any block that is given out, of any order up to the highest. */
TEST(alloc_pages_in_one_zone)
{
	static const gfp_t flags[] = { GFP_DMA, GFP_NOWAIT, __GFP_HIGHMEM };
	unsigned int f, order;

	for (f = 0; f < ARRAY_SIZE(flags); f++) {
		struct page *page;
		struct hold h;

		hold_init(&h);
		hold_all(&h, flags[f]);
		for (order = 0; order < MAX_ORDER; order++) {
			list_for_each_entry(page, &h.blocks[order], lru)
				check_place(page, order);
		}
		hold_release(&h);
	}
}

/* ---- pagesets ------------------------------------------------------------------------------ */

static struct pageset_list *this_list(struct zone *zone, unsigned int order)
{
	return raw_cpu_ptr(&pagesets[pageset_index(zone_idx(zone), order)]);
}

/* Out of use, pagesets stay empty. */
TEST(pageset_bypass_on)
{
	struct page *page = alloc_page(GFP_KERNEL);
	struct zone *zone;

	ASSERT_NOT_NULL(page);
	__free_page(page);
	for_each_zone(zone)
		EXPECT_EQ(pageset_pages(zone), 0UL);
}

/* Back in use, they hold what was freed; drained, nothing. Free pages are as many as before. */
TEST(drain_all_pages_empties)
{
	struct zone *zone = kernel_zone();
	struct lengths before = lengths_of(zone);
	unsigned long free = nr_free_pages();
	struct page *page;

	pageset_bypass(false);
	page = alloc_page(GFP_KERNEL);
	ASSERT_NOT_NULL(page);
	__free_page(page);
	EXPECT_GT(pageset_pages(zone), 0UL);
	EXPECT_EQ(nr_free_pages(), free);
	drain_all_pages();
	EXPECT_EQ(pageset_pages(zone), 0UL);
	EXPECT_EQ(nr_free_pages(), free);
	expect_lengths(zone, &before);
}

static void check_limits(void)
{
	struct zone *zone;
	unsigned int order;

	for_each_populated_zone(zone) {
		for (order = 0; order < PAGESET_ORDERS; order++) {
			struct pageset_list *list = this_list(zone, order);

			EXPECT_LE(pageset_count(list), list->high);
		}
	}
}

/* A list never holds more than its limit, however many blocks are freed. */
TEST(pageset_limits)
{
	static struct page *blocks[500];
	unsigned int i, n, order;

	pageset_bypass(false);
	for (order = 0; order < PAGESET_ORDERS; order++) {
		struct pageset_list *list = this_list(kernel_zone(), order);

		for (n = 0; n < ARRAY_SIZE(blocks) >> order; n++) {
			blocks[n] = alloc_pages(GFP_NOWAIT | __GFP_NOWARN, order);
			if (!blocks[n])
				break;
			check_limits();
		}
		for (i = 0; i < n; i++) {
			__free_pages(blocks[i], order);
			check_limits();
		}
		if (n > list->high)
			EXPECT_EQ(pageset_count(list) > 0, list->high > 0);
	}
}

/* What every CPU keeps at hand is a small part of a zone. */
TEST(pageset_share)
{
	struct zone *zone;

	pageset_bypass(false);
	for_each_populated_zone(zone) {
		unsigned long most = 0;
		unsigned int order;

		for (order = 0; order < PAGESET_ORDERS; order++)
			most += (unsigned long)this_list(zone, order)->high << order;
		EXPECT_LE(most, zone->managed_pages / 32 + 4);
	}
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* After all of this the invariants of every zone hold. */
TEST(zones_validate_afterwards)
{
	EXPECT_TRUE(zones_validate());
}
