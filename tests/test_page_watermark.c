// SPDX-License-Identifier: MIT
/*
 * Watermarks and reserves: the numbers, computed a second time from their description, and how
 * far requests of each kind go.
 */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>
#include "page_test.h"

TEST_SUITE(page_watermark, .resource_count = nr_free_pages, .case_init = page_case_init,
	   .case_exit = page_case_exit);

#define KB_PER_PAGE (PAGE_SIZE >> 10)

/* ---- the numbers -------------------------------------------------------------------------------
 */

static unsigned long low_memory_pages(void)
{
	return zone_nr(ZONE_DMA)->managed_pages + zone_nr(ZONE_NORMAL)->managed_pages;
}

/* The largest r with r * r <= n, found one by one. */
static unsigned long slow_sqrt(unsigned long n)
{
	unsigned long r = 0;

	while ((r + 1) * (r + 1) <= n)
		r++;
	return r;
}

/* min_free_kbytes is sqrt(16 * low memory in KB), at least 128 and at most 65536. */
TEST(min_free_kbytes_formula)
{
	unsigned long want = slow_sqrt(16 * low_memory_pages() * KB_PER_PAGE);

	if (want < 128)
		want = 128;
	if (want > 65536)
		want = 65536;
	EXPECT_EQ(min_free_kbytes, want);
}

/* The low zones share min_free_kbytes by size; low is 5/4 of min and high 3/2. */
TEST(watermarks_low_zones)
{
	unsigned long total = min_free_kbytes / KB_PER_PAGE, sum = 0;
	int z;

	for (z = ZONE_DMA; z <= ZONE_NORMAL; z++) {
		struct zone *zone = zone_nr(z);
		u64 product = (u64)total * zone->managed_pages;
		unsigned long min = min_wmark_pages(zone);

		/* min is product / low memory, rounded down. */
		EXPECT_LE((u64)min * low_memory_pages(), product);
		EXPECT_GT((u64)(min + 1) * low_memory_pages(), product);
		EXPECT_EQ(low_wmark_pages(zone), min * 5 / 4);
		EXPECT_EQ(high_wmark_pages(zone), min * 3 / 2);
		sum += min;
	}
	EXPECT_LE(sum, total);
	EXPECT_GE(sum + 1, total);
}

/* HighMem's min is 1/1024 of its present pages, at least 32 and at most 128. */
TEST(watermarks_highmem)
{
	struct zone *zone = zone_nr(ZONE_HIGHMEM);
	unsigned long min = zone->present_pages / 1024;

	if (!populated_zone(zone))
		SKIP("no high memory");
	min = min < 32 ? 32 : min > 128 ? 128 : min;
	EXPECT_EQ(min_wmark_pages(zone), min);
	EXPECT_EQ(low_wmark_pages(zone), min * 5 / 4);
	EXPECT_EQ(high_wmark_pages(zone), min * 3 / 2);
}

/*
 * lowmem_reserve[j] of a zone is the pages of the zones above it up to j, divided by 256 for
 * DMA and by 32 for Normal; for its own and lower classes it is 0.
 */
TEST(lowmem_reserve_formula)
{
	unsigned long normal = zone_nr(ZONE_NORMAL)->present_pages;
	unsigned long high = zone_nr(ZONE_HIGHMEM)->present_pages;
	unsigned long want[MAX_NR_ZONES][MAX_NR_ZONES] = {
		[ZONE_DMA] = { 0, normal / 256, (normal + high) / 256 },
		[ZONE_NORMAL] = { 0, 0, high / 32 },
	};
	struct zone *zone;
	int top;

	for_each_populated_zone(zone) {
		for (top = 0; top < MAX_NR_ZONES; top++)
			EXPECT_EQ(zone->lowmem_reserve[top], want[zone_idx(zone)][top]);
	}
}

/* ---- zone_watermark_ok -------------------------------------------------------------------------
 */

static struct zone fake;

/* A zone of random blocks, with marks near to what is free so that both answers come up. */
static void make_fake_zone(void)
{
	unsigned int order, top;

	memset(&fake, 0, sizeof(fake));
	for (order = 0; order < MAX_ORDER; order++) {
		fake.free_area[order].nr_free =
			test_rand() & 3 ? test_rand_below(64 >> order / 2) : 0;
		fake.vm_stat[NR_FREE_PAGES] += fake.free_area[order].nr_free << order;
	}
	for (top = 1; top < MAX_NR_ZONES; top++)
		fake.lowmem_reserve[top] = test_rand_below(fake.vm_stat[NR_FREE_PAGES] / 2 + 2);
}

/* The answer is the model's for any state of a zone, order, mark, class and urgency. */
TEST(zone_watermark_ok_model)
{
	unsigned int i, n, yes = 0;

	for (i = 0; i < 400; i++) {
		make_fake_zone();
		for (n = 0; n < 25; n++) {
			unsigned long mark = test_rand_below(fake.vm_stat[NR_FREE_PAGES] + 16);
			unsigned int order = test_rand_below(MAX_ORDER);
			unsigned int top = test_rand_below(MAX_NR_ZONES);
			bool high = test_rand() & 1;
			bool ok = zone_watermark_ok(&fake, order, mark, top, high ? ALLOC_HIGH : 0);

			EXPECT_EQ(ok, model_watermark_ok(&fake, order, mark, top, high));
			yes += ok;
		}
	}
	/* Both answers were seen often. */
	EXPECT_GT(yes, 400 * 25 / 50);
	EXPECT_LT(yes, 400 * 25 * 49 / 50);
}

/* At the mark itself the answer is no, one page above it yes. */
TEST(zone_watermark_ok_border)
{
	memset(&fake, 0, sizeof(fake));
	fake.vm_stat[NR_FREE_PAGES] = fake.free_area[0].nr_free = 100;
	fake.lowmem_reserve[ZONE_HIGHMEM] = 40;
	EXPECT_FALSE(zone_watermark_ok(&fake, 0, 100, ZONE_NORMAL, 0));
	EXPECT_TRUE(zone_watermark_ok(&fake, 0, 99, ZONE_NORMAL, 0));
	EXPECT_FALSE(zone_watermark_ok(&fake, 0, 60, ZONE_HIGHMEM, 0));
	EXPECT_TRUE(zone_watermark_ok(&fake, 0, 59, ZONE_HIGHMEM, 0));
	/* Half of an odd mark is rounded so that more of it stays: 199 - 99 = 100. */
	EXPECT_FALSE(zone_watermark_ok(&fake, 0, 199, ZONE_NORMAL, ALLOC_HIGH));
	EXPECT_TRUE(zone_watermark_ok(&fake, 0, 198, ZONE_NORMAL, ALLOC_HIGH));
}

/* Single pages do not help a request for a block. */
TEST(zone_watermark_ok_fragmented)
{
	memset(&fake, 0, sizeof(fake));
	fake.vm_stat[NR_FREE_PAGES] = fake.free_area[0].nr_free = 10000;
	EXPECT_TRUE(zone_watermark_ok(&fake, 0, 0, ZONE_NORMAL, 0));
	EXPECT_FALSE(zone_watermark_ok(&fake, 1, 0, ZONE_NORMAL, 0));
	fake.vm_stat[NR_FREE_PAGES] += 2;
	fake.free_area[1].nr_free = 1;
	EXPECT_TRUE(zone_watermark_ok(&fake, 1, 0, ZONE_NORMAL, 0));
	EXPECT_FALSE(zone_watermark_ok(&fake, 2, 0, ZONE_NORMAL, 0));
}

/* ---- how far requests go -----------------------------------------------------------------------
 */

/* After single pages have been taken until none came, this is what is left in each zone. */
static void check_floors(gfp_t gfp)
{
	struct zone *zone;

	for_each_populated_zone(zone) {
		if (zone_may_serve(gfp, zone_idx(zone)) && zone_free(zone) > model_floor(zone, gfp))
			FAIL("zone %s: %lu pages are left for gfp %x, not %lu", zone->name,
			     zone_free(zone), gfp, model_floor(zone, gfp));
	}
	EXPECT_NULL(alloc_page(gfp | __GFP_NOWARN));
}

/* How many pages single-page requests can still get from a zone. */
static unsigned long pages_above_floor(const struct zone *zone, gfp_t gfp)
{
	unsigned long floor = model_floor(zone, gfp), free = zone_free(zone);

	return free > floor ? free - floor : 0;
}

static unsigned long pages_within_reach(gfp_t gfp)
{
	unsigned long pages = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		pages += zone_may_serve(gfp, zone_idx(zone)) ? pages_above_floor(zone, gfp) : 0;
	return pages;
}

/* Takes all memory with these flags, in single pages at the end, and checks what is left. */
static void check_exhaustion(gfp_t gfp)
{
	unsigned long reach = pages_within_reach(gfp);
	struct hold h;

	hold_init(&h);
	hold_all(&h, gfp);
	EXPECT_EQ(h.pages, reach);
	check_floors(gfp);
	hold_release(&h);
}

/* Ordinary requests stop at min and the reserve, in every zone that they may use. */
TEST(alloc_pages_stops_at_min)
{
	check_exhaustion(GFP_NOWAIT);
	check_exhaustion(GFP_DMA);
	check_exhaustion(__GFP_DMA32);
	check_exhaustion(GFP_KERNEL);
}

/* Requests for high memory keep off what is reserved for others in the zones below. */
TEST(alloc_pages_lowmem_reserve)
{
	if (!populated_zone(zone_nr(ZONE_HIGHMEM)))
		SKIP("no high memory");
	check_exhaustion(__GFP_HIGHMEM);
	check_exhaustion(__GFP_HIGHMEM | __GFP_HIGH);
}

/* Urgent requests stop at half of min. */
TEST(alloc_pages_high_stops_at_half)
{
	check_exhaustion(GFP_ATOMIC);
	check_exhaustion(GFP_ATOMIC | GFP_DMA);
	check_exhaustion(GFP_KERNEL | __GFP_HIGH);
}

/* __GFP_NOMEMALLOC takes the right to go below min away again. */
TEST(alloc_pages_nomemalloc_stops_at_min)
{
	check_exhaustion(GFP_ATOMIC | __GFP_NOMEMALLOC);
	check_exhaustion(GFP_KERNEL | __GFP_NOMEMALLOC);
	EXPECT_EQ(model_floor(kernel_zone(), GFP_ATOMIC | __GFP_NOMEMALLOC),
		  model_floor(kernel_zone(), GFP_NOWAIT));
}

/* Where ordinary requests fail, urgent ones get exactly the upper half of min in each zone. */
TEST(alloc_pages_high_after_ordinary)
{
	unsigned long upper = 0;
	struct hold ordinary, urgent;
	struct zone *zone;

	for_each_populated_zone(zone)
		upper += zone_may_serve(GFP_ATOMIC, zone_idx(zone)) ? min_wmark_pages(zone) / 2 : 0;
	hold_init(&ordinary);
	hold_init(&urgent);
	hold_all(&ordinary, GFP_NOWAIT);
	EXPECT_NULL(alloc_page(GFP_NOWAIT | __GFP_NOWARN));
	EXPECT_NULL(alloc_page(GFP_ATOMIC | __GFP_NOMEMALLOC | __GFP_NOWARN));
	EXPECT_EQ(hold_fill(&urgent, GFP_ATOMIC, 0, ULONG_MAX), upper);
	hold_release(&urgent);
	hold_release(&ordinary);
}

/* A page given back below min is not for ordinary requests, not even from this CPU's list. */
TEST(alloc_pages_freed_below_min)
{
	struct hold ordinary, urgent;
	struct page *page;

	hold_init(&ordinary);
	hold_init(&urgent);
	hold_all(&ordinary, GFP_NOWAIT);
	ASSERT_GE(hold_fill(&urgent, GFP_ATOMIC, 0, 4), 2UL);
	page = hold_take(&urgent, 0);
	__free_page(page);
	EXPECT_NULL(alloc_page(GFP_NOWAIT | __GFP_NOWARN));
	page = alloc_page(GFP_ATOMIC);
	ASSERT_NOT_NULL(page);
	__free_page(page);
	hold_release(&urgent);
	hold_release(&ordinary);
}

/*
 * Blocks of every order are given out exactly as long as the marks allow: the model is asked
 * before each request.
 */
TEST(alloc_pages_order_rule)
{
	static const gfp_t flags[] = { GFP_NOWAIT, GFP_ATOMIC, __GFP_HIGHMEM };
	unsigned int f;
	int order;

	for (f = 0; f < ARRAY_SIZE(flags); f++) {
		struct hold h;

		hold_init(&h);
		for (order = MAX_ORDER - 1; order >= 4; order--) {
			bool can;

			do {
				can = model_can_alloc(flags[f], order);
				EXPECT_EQ(hold_fill(&h, flags[f], order, 1), can);
			} while (can && !test_has_failed());
		}
		hold_release(&h);
	}
}
