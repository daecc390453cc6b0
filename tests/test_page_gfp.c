// SPDX-License-Identifier: MIT
/* What the GFP flags mean: their values, from which zones they serve, what comes first. */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>
#include "page_test.h"

TEST_SUITE(page_gfp, .resource_count = nr_free_pages, .case_init = page_case_init,
	   .case_exit = page_case_exit);

static const gfp_t modifiers[] = {
	__GFP_DMA,      __GFP_HIGHMEM,     __GFP_DMA32, __GFP_WAIT,   __GFP_HIGH,
	__GFP_IO,       __GFP_FS,          __GFP_COLD,  __GFP_NOWARN, __GFP_REPEAT,
	__GFP_NOFAIL,   __GFP_NORETRY,     __GFP_COMP,  __GFP_ZERO,   __GFP_NOMEMALLOC,
	__GFP_HARDWALL, __GFP_RECLAIMABLE,
};

/* ---- values -------------------------------------------------------------------------------- */

/* A type flag stands for exactly the modifiers that the interface's table lists. */
TEST(type_flags_table)
{
	EXPECT_EQ(GFP_ATOMIC, __GFP_HIGH);
	EXPECT_EQ(GFP_NOWAIT, 0);
	EXPECT_EQ(GFP_NOIO, __GFP_WAIT);
	EXPECT_EQ(GFP_NOFS, __GFP_WAIT | __GFP_IO);
	EXPECT_EQ(GFP_KERNEL, __GFP_WAIT | __GFP_IO | __GFP_FS);
	EXPECT_EQ(GFP_USER, __GFP_WAIT | __GFP_IO | __GFP_FS);
	EXPECT_EQ(GFP_HIGHUSER, __GFP_WAIT | __GFP_IO | __GFP_FS | __GFP_HIGHMEM);
	EXPECT_EQ(GFP_DMA, __GFP_DMA);
}

/* Each modifier is one bit of its own. */
TEST(modifiers_distinct)
{
	gfp_t seen = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(modifiers); i++) {
		EXPECT_NE(modifiers[i], 0);
		EXPECT_EQ(modifiers[i] & (modifiers[i] - 1), 0);
		EXPECT_EQ(modifiers[i] & seen, 0);
		EXPECT_EQ(modifiers[i] & ~__GFP_BITS_MASK, 0);
		seen |= modifiers[i];
	}
}

/* The later names of a flag are the flag. */
TEST(later_names)
{
	EXPECT_TRUE(__GFP_DIRECT_RECLAIM & __GFP_WAIT);
	EXPECT_TRUE(__GFP_RECLAIM & __GFP_WAIT);
	EXPECT_EQ(__GFP_RETRY_MAYFAIL, __GFP_REPEAT);
	EXPECT_TRUE(gfpflags_allow_blocking(GFP_KERNEL));
	EXPECT_FALSE(gfpflags_allow_blocking(GFP_ATOMIC));
	EXPECT_FALSE(gfpflags_allow_blocking(GFP_NOWAIT));
}

/* ---- zones --------------------------------------------------------------------------------- */

/* The highest zone that exists of those that these zone modifiers allow. */
static struct zone *preferred(gfp_t gfp)
{
	int zone;

	for (zone = class_of_gfp(gfp); zone > 0; zone--) {
		if (populated_zone(zone_nr(zone)))
			break;
	}
	return zone_nr(zone);
}

/* With memory in plenty, every combination of zone modifiers is served by the highest zone. */
TEST(alloc_pages_zone_modifiers)
{
	unsigned int bits, order;

	for (bits = 0; bits <= GFP_ZONEMASK; bits++) {
		EXPECT_EQ(gfp_zone(bits), class_of_gfp(bits));
		for (order = 0; order < 6; order++) {
			struct page *page = alloc_pages(GFP_KERNEL | bits, order);

			ASSERT_NOT_NULL(page);
			EXPECT_PTR_EQ(page_zone(page), preferred(bits));
			__free_pages(page, order);
		}
	}
}

/* Whatever other modifiers there are, only the zone modifiers decide on the zones. */
TEST(alloc_pages_any_combination)
{
	unsigned int n, i;

	for (n = 0; n < 3000; n++) {
		unsigned int order = test_rand_below(5);
		struct page *page;
		gfp_t gfp = 0;

		for (i = 0; i < ARRAY_SIZE(modifiers); i++)
			gfp |= test_rand() & 1 ? modifiers[i] : 0;
		if (order > 1)
			gfp &= ~__GFP_NOFAIL;
		page = alloc_pages(gfp, order);
		if (!page) {
			FAIL("gfp %x, order %u: no page", gfp, order);
			return;
		}
		EXPECT_TRUE(zone_may_serve(gfp, page_zonenum(page)));
		EXPECT_EQ(!!PageHead(page), (gfp & __GFP_COMP) && order);
		if (gfp & __GFP_ZERO)
			EXPECT_TRUE(page_is_filled(page, 0));
		fill_page(page, 0x99);
		__free_pages(page, order);
	}
}

/*
 * Uses up all that `gfp` can have but what lies in the zones up to `next`: then the highest of
 * these serves that has more than must stay in it, or none.
 */
static void check_fallback(gfp_t gfp, enum zone_type next)
{
	static const gfp_t flags[MAX_NR_ZONES] = { GFP_DMA, GFP_NOWAIT, __GFP_HIGHMEM };
	struct zone *want = NULL;
	struct hold lower, rest;
	struct page *page;
	int z;

	hold_init(&lower);
	hold_init(&rest);
	for (z = 0; z <= next; z++)
		hold_zone(&lower, zone_nr(z), flags[z], 0);
	hold_all(&rest, gfp);
	EXPECT_NULL(alloc_page(gfp | __GFP_NOWARN));
	hold_release(&lower);
	for (z = 0; z <= next; z++) {
		if (zone_free(zone_nr(z)) > model_floor(zone_nr(z), gfp))
			want = zone_nr(z);
	}
	page = alloc_page(gfp | __GFP_NOWARN);
	EXPECT_PTR_EQ(page ? page_zone(page) : NULL, want);
	if (page)
		__free_page(page);
	hold_release(&rest);
}

/* When HighMem is used up, requests for it are served from Normal as far as its reserve goes. */
TEST(alloc_pages_highmem_fallback)
{
	if (!populated_zone(zone_nr(ZONE_HIGHMEM)))
		SKIP("no high memory");
	check_fallback(__GFP_HIGHMEM, ZONE_NORMAL);
	check_fallback(GFP_HIGHUSER, ZONE_NORMAL);
}

/* When Normal is used up, requests for it are served from DMA as far as its reserve goes. */
TEST(alloc_pages_normal_fallback)
{
	if (!populated_zone(zone_nr(ZONE_NORMAL)))
		SKIP("no Normal zone");
	check_fallback(GFP_NOWAIT, ZONE_DMA);
	check_fallback(__GFP_DMA32, ZONE_DMA);
	check_fallback(GFP_KERNEL, ZONE_DMA);
}

/* With both zones above DMA used up, a request for HighMem comes to DMA, the last resort. */
TEST(alloc_pages_highmem_to_dma)
{
	if (!populated_zone(zone_nr(ZONE_HIGHMEM)))
		SKIP("no high memory");
	check_fallback(__GFP_HIGHMEM, ZONE_DMA);
}

/* A request for DMA memory fails when there is none, however much there is elsewhere. */
TEST(alloc_pages_dma_no_fallback)
{
	static const gfp_t flags[] = {
		GFP_DMA,
		GFP_DMA | __GFP_HIGHMEM,
		GFP_DMA | __GFP_DMA32,
		GFP_DMA | GFP_KERNEL,
		GFP_DMA | GFP_KERNEL | __GFP_REPEAT,
	};
	struct hold h;
	unsigned int i;

	hold_init(&h);
	hold_all(&h, GFP_DMA);
	if (populated_zone(zone_nr(ZONE_NORMAL)))
		EXPECT_GT(zone_free(zone_nr(ZONE_NORMAL)), low_wmark_pages(zone_nr(ZONE_NORMAL)));
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		EXPECT_NULL(alloc_pages(flags[i] | __GFP_NOWARN, 0));
		EXPECT_NULL(alloc_pages(flags[i] | __GFP_NOWARN, 4));
	}
	EXPECT_EQ(__get_dma_pages(GFP_KERNEL | __GFP_NOWARN, 0), 0UL);
	hold_release(&h);
}

/* Requests that did not ask for high memory never get it, not even instead of nothing. */
TEST(alloc_pages_never_highmem_unasked)
{
	static const gfp_t flags[] = { GFP_NOWAIT, GFP_KERNEL, __GFP_DMA32,
				       __GFP_DMA32 | __GFP_HIGHMEM, GFP_KERNEL | __GFP_REPEAT };
	struct zone *high = zone_nr(ZONE_HIGHMEM);
	struct hold h;
	unsigned int i;

	if (!populated_zone(high))
		SKIP("no high memory");
	hold_init(&h);
	hold_all(&h, GFP_NOWAIT);
	EXPECT_GT(zone_free(high), high_wmark_pages(high));
	for (i = 0; i < ARRAY_SIZE(flags); i++)
		EXPECT_NULL(alloc_pages(flags[i] | __GFP_NOWARN, 0));
	hold_release(&h);
}

/* ---- hot and cold ------------------------------------------------------------------------------
 */

/*
 * A page that was freed last is expected in the CPU's cache and is given out first; a request
 * for a cold one gets the page that was freed first.
 */
TEST(alloc_pages_cold_end)
{
	struct page *page[3], *hot, *cold;
	unsigned int i;

	for (i = 0; i < 3; i++) {
		page[i] = alloc_page(GFP_KERNEL);
		ASSERT_NOT_NULL(page[i]);
	}
	drain_local_pages();
	for (i = 0; i < 3; i++)
		__free_page(page[i]);
	ASSERT_EQ(pageset_pages(kernel_zone()), 3UL);
	cold = alloc_page(GFP_KERNEL | __GFP_COLD);
	hot = alloc_page(GFP_KERNEL);
	EXPECT_PTR_EQ(cold, page[0]);
	EXPECT_PTR_EQ(hot, page[2]);
	__free_page(cold);
	__free_page(hot);
}

/* ---- __GFP_NOFAIL
 * -------------------------------------------------------------------------------- */

/* Orders 0 and 1 can be promised; for a larger order the caller is warned, and served. */
TEST(alloc_pages_nofail_orders)
{
	struct page *page;

	test_capture_start();
	page = alloc_pages(GFP_KERNEL | __GFP_NOFAIL, 0);
	ASSERT_NOT_NULL(page);
	__free_page(page);
	page = alloc_pages(GFP_KERNEL | __GFP_NOFAIL, 1);
	ASSERT_NOT_NULL(page);
	__free_pages(page, 1);
	EXPECT_EQ(test_capture_stop(), 0);

	/* The second time a block of this order is at hand, which must not hide the mistake. */
	page = alloc_pages(GFP_KERNEL, 2);
	ASSERT_NOT_NULL(page);
	__free_pages(page, 2);
	test_capture_start();
	page = alloc_pages(GFP_KERNEL | __GFP_NOFAIL, 2);
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_GE(test_captured("__GFP_NOFAIL"), 1);
	ASSERT_NOT_NULL(page);
	__free_pages(page, 2);
}
