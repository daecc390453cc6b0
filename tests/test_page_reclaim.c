// SPDX-License-Identifier: MIT
/*
 * What happens when memory is short: who calls the reclaim hooks and how often, and what a
 * failure says.
 */
#include <linux/fault-inject.h>
#include <linux/gfp.h>
#include <linux/hardirq.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/reclaim.h>
#include <linux/string.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>
#include "page_test.h"

TEST_SUITE(page_reclaim, .resource_count = nr_free_pages, .case_init = page_case_init,
	   .case_exit = page_case_exit);

/* ---- the hooks
 * ----------------------------------------------------------------------------------- */

/* What the hooks have seen, and what they shall do. */
static struct {
	unsigned int wakes, reclaims;
	gfp_t gfp;
	unsigned int order;
	enum zone_type woken_class;
	unsigned int woken_order;
	bool woken_too_early; /* a zone was above its low watermark */
	struct hold *give;    /* blocks to free */
	unsigned int give_order;
	unsigned int give_at; /* in this call of reclaim() and all later ones */
	unsigned long claim;  /* what reclaim() says that it freed when it freed nothing */
} seen;

static void note_wake(enum zone_type class, unsigned int order)
{
	struct zone *zone;

	seen.wakes++;
	seen.woken_class = class;
	seen.woken_order = order;
	for_each_populated_zone(zone) {
		if (zone_idx(zone) <= class &&
		    model_watermark_ok(zone, order, low_wmark_pages(zone), class, false))
			seen.woken_too_early = true;
	}
}

static unsigned long note_reclaim(gfp_t gfp, unsigned int order)
{
	struct page *page = NULL;

	seen.reclaims++;
	seen.gfp = gfp;
	seen.order = order;
	if (seen.give && seen.reclaims >= seen.give_at)
		page = hold_take(seen.give, seen.give_order);
	if (!page)
		return seen.claim;
	__free_pages(page, seen.give_order);
	return 1UL << seen.give_order;
}

static const struct reclaim_ops hooks = { .wake = note_wake, .reclaim = note_reclaim };

static void hook_in(void)
{
	memset(&seen, 0, sizeof(seen));
	set_reclaim_ops(&hooks);
}

/* Uses low memory up: `h` has it, among it 64 single pages and 32 pairs. */
static void use_up(struct hold *h)
{
	hold_init(h);
	hold_fill(h, GFP_NOWAIT, 1, 32);
	hold_fill(h, GFP_NOWAIT, 0, 64);
	hold_all(h, GFP_NOWAIT);
	hold_all(h, GFP_DMA);
}

/* How often reclaim() is called for one request that nothing can help. */
static unsigned int count_reclaims(gfp_t gfp, unsigned long claim)
{
	hook_in();
	seen.claim = claim;
	EXPECT_NULL(alloc_page(gfp | __GFP_NOWARN));
	set_reclaim_ops(NULL);
	return seen.reclaims;
}

/* While there is memory above the low watermark, nobody is called. */
TEST(reclaim_enough_memory)
{
	unsigned int order;

	hook_in();
	for (order = 0; order < 6; order++) {
		struct page *page = alloc_pages(GFP_KERNEL, order);

		ASSERT_NOT_NULL(page);
		__free_pages(page, order);
	}
	set_reclaim_ops(NULL);
	EXPECT_EQ(seen.wakes, 0);
	EXPECT_EQ(seen.reclaims, 0);
}

/*
 * A request that finds no zone above its low watermark wakes reclaim, for the zones it may
 * use; no request before it does.
 */
TEST(wake_below_low)
{
	unsigned long free_at_wake = 0, taken = 0;
	struct zone *zone = kernel_zone();
	struct hold h;

	hold_init(&h);
	hold_zone(&h, zone, GFP_NOWAIT, low_wmark_pages(zone) + 40);
	if (zone != zone_nr(ZONE_DMA))
		hold_zone(&h, zone_nr(ZONE_DMA), GFP_DMA, 0);
	drain_all_pages();
	hook_in();
	while (!seen.wakes && hold_fill(&h, GFP_NOWAIT, 0, 1)) {
		free_at_wake = zone_free(zone);
		taken++;
	}
	set_reclaim_ops(NULL);
	EXPECT_EQ(seen.wakes, 1);
	EXPECT_FALSE(seen.woken_too_early);
	EXPECT_EQ(seen.woken_class, ZONE_NORMAL);
	EXPECT_EQ(seen.woken_order, 0);
	EXPECT_GE(taken, 2);
	/* The waking request itself was served from between low and min. */
	EXPECT_LT(free_at_wake, low_wmark_pages(zone));
	EXPECT_GT(free_at_wake, min_wmark_pages(zone));
	hold_release(&h);
}

/* Every request below the low watermark wakes reclaim, also urgent and failing ones. */
TEST(wake_each_request)
{
	struct hold h;

	use_up(&h);
	hook_in();
	EXPECT_NULL(alloc_page(GFP_NOWAIT | __GFP_NOWARN));
	EXPECT_EQ(seen.wakes, 1);
	EXPECT_NULL(alloc_pages(GFP_DMA | __GFP_NOWARN, 3));
	EXPECT_EQ(seen.wakes, 2);
	EXPECT_EQ(seen.woken_class, ZONE_DMA);
	EXPECT_EQ(seen.woken_order, 3);
	set_reclaim_ops(NULL);
	EXPECT_FALSE(seen.woken_too_early);
	hold_release(&h);
}

/* Only a request with __GFP_WAIT reclaims: an urgent one, in any context, never does. */
TEST(reclaim_only_with_wait)
{
	struct hold h;

	use_up(&h);
	EXPECT_EQ(count_reclaims(GFP_NOWAIT, 0), 0);
	EXPECT_EQ(count_reclaims(GFP_DMA, 0), 0);
	EXPECT_EQ(count_reclaims(GFP_NOWAIT | __GFP_REPEAT, 1), 0);
	EXPECT_EQ(count_reclaims(__GFP_IO | __GFP_FS, 1), 0);
	EXPECT_GE(count_reclaims(GFP_NOIO, 0), 1);
	EXPECT_GE(count_reclaims(GFP_NOFS, 0), 1);
	EXPECT_GE(count_reclaims(GFP_KERNEL, 0), 1);
	EXPECT_GE(count_reclaims(GFP_KERNEL | GFP_DMA, 0), 1);
	hook_in();
	irq_enter();
	while (hold_fill(&h, GFP_ATOMIC, 0, 1))
		;
	irq_exit();
	set_reclaim_ops(NULL);
	EXPECT_EQ(seen.reclaims, 0);
	EXPECT_GT(seen.wakes, 0);
	hold_release(&h);
}

/* __GFP_NORETRY is one round of reclaim, whatever that says. */
TEST(reclaim_noretry_once)
{
	struct hold h;

	use_up(&h);
	EXPECT_EQ(count_reclaims(GFP_KERNEL | __GFP_NORETRY, 0), 1);
	EXPECT_EQ(count_reclaims(GFP_KERNEL | __GFP_NORETRY, 100), 1);
	hold_release(&h);
}

/* __GFP_REPEAT tries harder than a plain request, and fails in the end. */
TEST(reclaim_repeat_harder)
{
	unsigned int plain, repeat;
	struct hold h;

	use_up(&h);
	plain = count_reclaims(GFP_KERNEL, 0);
	repeat = count_reclaims(GFP_KERNEL | __GFP_REPEAT, 0);
	EXPECT_GE(plain, 1);
	EXPECT_GT(repeat, plain);
	plain = count_reclaims(GFP_KERNEL, 1);
	repeat = count_reclaims(GFP_KERNEL | __GFP_REPEAT, 1);
	EXPECT_GE(plain, 1);
	EXPECT_GT(repeat, plain);
	EXPECT_LT(repeat, 10000);
	hold_release(&h);
}

/* The hook is told the request's own flags and order. */
TEST(reclaim_flags_handed_on)
{
	static const gfp_t flags[] = {
		GFP_NOIO,
		GFP_NOFS,
		GFP_KERNEL,
		GFP_KERNEL | __GFP_REPEAT | __GFP_ZERO,
		GFP_KERNEL | __GFP_NOMEMALLOC | __GFP_HARDWALL | __GFP_RECLAIMABLE,
		GFP_KERNEL | GFP_DMA | __GFP_COMP | __GFP_COLD,
	};
	struct hold h;
	unsigned int i;

	use_up(&h);
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		hook_in();
		EXPECT_NULL(alloc_pages(flags[i] | __GFP_NOWARN, i));
		set_reclaim_ops(NULL);
		EXPECT_EQ(seen.gfp, flags[i] | __GFP_NOWARN);
		EXPECT_EQ(seen.order, i);
	}
	hold_release(&h);
}

/* What reclaim frees is given to the request that asked for it. */
TEST(reclaim_serves_request)
{
	struct page *page;
	struct hold h;

	use_up(&h);
	hook_in();
	seen.give = &h;
	seen.give_at = 1;
	page = alloc_page(GFP_KERNEL);
	set_reclaim_ops(NULL);
	EXPECT_EQ(seen.reclaims, 1);
	if (page)
		hold_add(&h, page, 0);
	else
		FAIL("no page");
	hold_release(&h);
}

/* __GFP_NOFAIL goes on until somebody frees memory, however long that takes. */
TEST(reclaim_nofail_waits)
{
	static const unsigned int calls[] = { 1, 2, 17, 500 };
	struct hold h;
	unsigned int i;

	use_up(&h);
	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		unsigned int order = i & 1;
		struct page *page;

		hook_in();
		seen.give = &h;
		seen.give_order = order;
		seen.give_at = calls[i];
		page = alloc_pages(GFP_KERNEL | __GFP_NOFAIL, order);
		set_reclaim_ops(NULL);
		EXPECT_EQ(seen.reclaims, calls[i]);
		if (page)
			hold_add(&h, page, order);
		else
			FAIL("no page");
	}
	hold_release(&h);
}

/* Hooks may be absent, each for itself; without any a request simply fails. */
TEST(reclaim_hooks_absent)
{
	static const struct reclaim_ops none, only_wake = { .wake = note_wake },
					      only_reclaim = { .reclaim = note_reclaim };
	struct hold h;

	use_up(&h);
	memset(&seen, 0, sizeof(seen));
	EXPECT_NULL(alloc_page(GFP_KERNEL | __GFP_NOWARN));
	set_reclaim_ops(&none);
	EXPECT_NULL(alloc_page(GFP_KERNEL | __GFP_NOWARN));
	EXPECT_EQ(seen.wakes + seen.reclaims, 0);
	set_reclaim_ops(&only_wake);
	EXPECT_NULL(alloc_page(GFP_KERNEL | __GFP_NOWARN));
	EXPECT_EQ(seen.wakes, 1);
	EXPECT_EQ(seen.reclaims, 0);
	set_reclaim_ops(&only_reclaim);
	EXPECT_NULL(alloc_page(GFP_KERNEL | __GFP_NOWARN));
	EXPECT_EQ(seen.wakes, 1);
	EXPECT_GE(seen.reclaims, 1);
	set_reclaim_ops(NULL);
	hold_release(&h);
}

/* Pages that other requests left in this CPU's pagesets are given out before one fails. */
TEST(alloc_pages_drains_before_failing)
{
	struct page *page;
	struct hold h;

	use_up(&h);
	page = hold_take(&h, 1);
	ASSERT_NOT_NULL(page);
	split_page(page, 1);
	__free_page(page);
	__free_page(page + 1);
	/* As single pages they are at hand; only together are they what is asked for. */
	page = alloc_pages(GFP_NOWAIT | __GFP_NOWARN, 1);
	if (page)
		hold_add(&h, page, 1);
	else
		EXPECT_FALSE(model_can_alloc(GFP_NOWAIT, 1));
	hold_release(&h);
}

/* ---- the report of a failure -------------------------------------------------------------------
 */

/* Makes one request fail and keeps what that reports. */
static void capture_failure(gfp_t gfp, unsigned int order)
{
	fail_page_alloc_nth(1);
	test_capture_start();
	EXPECT_NULL(alloc_pages(gfp, order));
	test_capture_stop();
	fail_page_alloc_stop();
}

/* The report tells the order, the flags by name, and each zone's free pages. */
TEST(failure_report_contents)
{
	struct zone *zone;
	char free[32];

	capture_failure(GFP_KERNEL | __GFP_ZERO, 3);
	EXPECT_EQ(test_captured("page allocation failure"), 1);
	EXPECT_EQ(captured_lines("page allocation failure", "order 3", "GFP_KERNEL|__GFP_ZERO"), 1);
	drain_all_pages();
	for_each_populated_zone(zone) {
		snprintf(free, sizeof(free), "free %lu,", zone_page_state(zone, NR_FREE_PAGES));
		EXPECT_EQ(captured_lines("zone ", zone->name, free), 1);
	}
	/* It is no warning: the caller deals with it. */
	EXPECT_EQ(test_captured("WARNING: "), 0);

	capture_failure(GFP_ATOMIC | __GFP_DMA, 0);
	EXPECT_EQ(captured_lines("page allocation failure", "order 0", "GFP_ATOMIC"), 1);
	EXPECT_EQ(captured_lines("page allocation failure", "order 0", "__GFP_DMA"), 1);
}

/* A request that really finds no memory is reported as well. */
TEST(failure_report_exhausted)
{
	struct hold h;

	use_up(&h);
	test_capture_start();
	EXPECT_NULL(alloc_page(GFP_NOWAIT));
	test_capture_stop();
	EXPECT_EQ(test_captured("page allocation failure"), 1);
	hold_release(&h);
}

/* With __GFP_NOWARN nothing is said. */
TEST(failure_report_nowarn)
{
	struct hold h;

	capture_failure(GFP_KERNEL | __GFP_NOWARN, 3);
	EXPECT_EQ(test_capture_stop(), 0);
	use_up(&h);
	test_capture_start();
	EXPECT_NULL(alloc_page(GFP_KERNEL | __GFP_NOWARN));
	EXPECT_NULL(alloc_pages(GFP_KERNEL | __GFP_NOWARN | __GFP_REPEAT, 10));
	EXPECT_EQ(test_capture_stop(), 0);
	hold_release(&h);
}

/* Of many failures in a row only a few are reported. */
TEST(failure_report_limited)
{
	unsigned int i, reports = 0;

	for (i = 0; i < 60; i++) {
		capture_failure(GFP_KERNEL, 0);
		reports += test_captured("page allocation failure");
	}
	/* The limit is ten in an interval; another one may begin meanwhile. */
	EXPECT_LE(reports, 20);
}
