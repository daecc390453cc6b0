// SPDX-License-Identifier: MIT
/*
 * What one owner of a page leaves to the next: nothing.
 */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/kconfig.h>
#include <linux/mm.h>
#include <linux/mm_debug.h>
#include <linux/reclaim.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>
#include "page_test.h"

TEST_SUITE(page_owner, .resource_count = nr_free_pages, .case_init = page_case_init,
	   .case_exit = page_case_exit);

static const enum pageflags left_behind[] = { PG_referenced, PG_uptodate, PG_dirty, PG_active,
					      PG_reclaim };

static void set_all_flags(struct page *page)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(left_behind); i++)
		set_bit(left_behind[i], &page->flags);
}

/* Flags that an owner may leave are gone when the page is given out again, in every page. */
TEST(free_pages_clears_flags)
{
	unsigned int order, i;

	for (order = 0; order <= 5; order++) {
		struct page *page = alloc_pages(GFP_KERNEL, order);

		ASSERT_NOT_NULL(page);
		for (i = 0; i < 1U << order; i++)
			set_all_flags(page + i);
		__free_pages(page, order);
		for (i = 0; i < 1U << order; i++)
			EXPECT_EQ(page[i].flags & PAGEFLAGS_MASK & ~(1UL << PG_buddy), 0);
	}
	drain_all_pages();
	EXPECT_TRUE(zones_validate());
}

/* The same for a compound page. */
TEST(free_compound_clears_flags)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 3);
	unsigned int i;

	ASSERT_NOT_NULL(page);
	for (i = 0; i < 8; i++)
		set_all_flags(page + i);
	put_page(page + 3);
	for (i = 0; i < 8; i++)
		EXPECT_EQ(page[i].flags & PAGEFLAGS_MASK & ~(1UL << PG_buddy), 0);
	drain_all_pages();
	EXPECT_TRUE(zones_validate());
}

/* A page inside a block that its owner still has locked is kept, and the other pages go back. */
TEST(free_pages_locked_inside)
{
	unsigned int order;

	for (order = 1; order <= 4; order++) {
		unsigned long before = nr_free_pages();
		struct page *page = alloc_pages(GFP_KERNEL, order);
		struct page *inside = page + (1 << order) - 1;

		ASSERT_NOT_NULL(page);
		SetPageLocked(inside);
		test_capture_start();
		__free_pages(page, order);
		test_capture_stop();
		EXPECT_EQ(test_captured("a page inside the block is still used"), 1);
		EXPECT_EQ(nr_free_pages(), before - 1);
		EXPECT_TRUE(PagePoisoned(inside));
		EXPECT_TRUE(zones_validate());
		unquarantine(inside);
		ClearPageLocked(inside);
		__free_page(inside);
		EXPECT_EQ(nr_free_pages(), before);
	}
}

/* References to the first page and to one inside: the first stays until its last one goes. */
TEST(free_pages_referenced_twice)
{
	struct page *page = alloc_pages(GFP_KERNEL, 2);

	ASSERT_NOT_NULL(page);
	get_page(page);
	SetPageLocked(page + 2);
	test_capture_start();
	__free_pages(page, 2);
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_EQ(page_count(page), 1);
	EXPECT_FALSE(PageBuddy(page));
	put_page(page);
	unquarantine(page + 2);
	ClearPageLocked(page + 2);
	__free_page(page + 2);
}

/* Dropping one of several references is no free, whatever flags the other owner has set. */
TEST(free_page_others_flags)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	get_page(page);
	SetPageLocked(page);
	__free_page(page);
	EXPECT_EQ(page_count(page), 1);
	EXPECT_TRUE(PageLocked(page));
	ClearPageLocked(page);
	put_page(page);
}

/* The fields that are an owner's begin anew with every owner. */
TEST(alloc_pages_fields_reset)
{
	unsigned int order;

	for (order = 0; order <= 4; order++) {
		struct page *page = alloc_pages(GFP_KERNEL, order);
		struct page *again;

		ASSERT_NOT_NULL(page);
		page->private = 1234;
		page->mapping = (struct address_space *)5678;
		atomic_set(&page->_mapcount, 3);
		__free_pages(page, order);
		again = alloc_pages(GFP_KERNEL, order);
		ASSERT_NOT_NULL(again);
		EXPECT_EQ(page_private(again), 0UL);
		EXPECT_NULL(again->mapping);
		EXPECT_EQ(atomic_read(&again->_mapcount), -1);
		__free_pages(again, order);
	}
}

/* A reference to a free page is refused in debug builds. */
TEST(get_page_free_page)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	__free_page(page);
	if (!IS_ENABLED(CONFIG_DEBUG)) {
		EXPECT_EQ(page_count(page), 0);
		return;
	}
	test_capture_start();
	get_page(page);
	test_capture_stop();
	EXPECT_EQ(test_captured("get_page: pfn"), 1);
	EXPECT_EQ(page_count(page), 0);
}

/* A pointer that is no struct page is refused by put_page() as by __free_pages(). */
TEST(put_page_no_page)
{
	static struct page none;

	test_capture_start();
	put_page(&none);
	put_page(NULL);
	__free_pages(NULL, 0);
	test_capture_stop();
	EXPECT_EQ(test_captured("is not a page of any zone"), 3);
}

static unsigned int depth, deepest;

/* A shrinker that itself wants memory, as any may that builds a list of what it can drop. */
static unsigned long greedy_reclaim(gfp_t gfp, unsigned int order)
{
	struct page *page;

	depth++;
	deepest = max(deepest, depth);
	page = alloc_pages(GFP_KERNEL | __GFP_NOWARN, 0);
	if (page)
		__free_page(page);
	depth--;
	return 0;
}

/* Reclaim that allocates does not reclaim again; it may use the reserves. */
TEST(reclaim_does_not_nest)
{
	static const struct reclaim_ops ops = { .reclaim = greedy_reclaim };
	struct page *page;
	LIST_HEAD(taken);

	deepest = 0;
	while ((page = alloc_page(GFP_KERNEL | __GFP_NOWARN)))
		list_add(&page->lru, &taken);
	set_reclaim_ops(&ops);
	EXPECT_NULL(alloc_page(GFP_KERNEL | __GFP_NOWARN));
	set_reclaim_ops(NULL);
	EXPECT_EQ(deepest, 1);
	while (!list_empty(&taken)) {
		page = list_first_entry(&taken, struct page, lru);
		list_del(&page->lru);
		__free_page(page);
	}
}

/* Bulk allocation from a class of which the machine has no zone gives nothing. */
TEST(alloc_pages_bulk_array_any_class)
{
	struct page *pages[4] = { NULL };
	unsigned long got = alloc_pages_bulk_array(GFP_DMA | __GFP_NOWARN, 4, pages);
	unsigned long i;

	if (!populated_zone(&NODE_DATA(0)->node_zones[ZONE_DMA]))
		EXPECT_EQ(got, 0UL);
	for (i = 0; i < got; i++) {
		EXPECT_EQ(page_zonenum(pages[i]), ZONE_DMA);
		__free_page(pages[i]);
	}
	EXPECT_LE(got, 4UL);
}

/* if and else around the zone iterators belong to whoever wrote them. */
TEST(for_each_populated_zone_in_if)
{
	unsigned int zones = 0, others = 0;
	bool yes = true;
	struct zone *zone;

	if (yes)
		for_each_populated_zone(zone)
			zones++;
	else
		others++;
	EXPECT_EQ(others, 0);
	EXPECT_GE(zones, 1);
}

static unsigned long nr_reclaimable(void)
{
	unsigned long pages = 0;
	struct zone *zone;

	for_each_zone(zone)
		pages += zone_page_state(zone, NR_RECLAIMABLE);
	return pages;
}

/* Pages allocated with __GFP_RECLAIMABLE are counted until they are freed, and no others. */
TEST(alloc_pages_reclaimable_counted)
{
	unsigned long before = nr_reclaimable();
	unsigned int order;

	for (order = 0; order <= 5; order++) {
		struct page *page = alloc_pages(GFP_KERNEL | __GFP_RECLAIMABLE, order);
		struct page *plain = alloc_pages(GFP_KERNEL, order);

		ASSERT_NOT_NULL(page);
		EXPECT_EQ(nr_reclaimable(), before + (1UL << order));
		EXPECT_TRUE(zones_validate());
		__free_pages(page, order);
		EXPECT_EQ(nr_reclaimable(), before);
		__free_pages(plain, order);
	}
}

/* The count follows a block that is split, shared, compound or cut to size. */
TEST(alloc_pages_reclaimable_parts)
{
	const gfp_t gfp = GFP_KERNEL | __GFP_RECLAIMABLE;
	unsigned long before = nr_reclaimable();
	struct page *pages[3] = { NULL };
	struct page *page;
	unsigned int i;
	void *exact;

	page = alloc_pages(gfp, 2);
	ASSERT_NOT_NULL(page);
	split_page(page, 2);
	for (i = 0; i < 4; i++) {
		EXPECT_EQ(nr_reclaimable(), before + 4 - i);
		__free_page(page + i);
	}
	page = alloc_pages(gfp, 3);
	ASSERT_NOT_NULL(page);
	get_page(page);
	__free_pages(page, 3);
	EXPECT_EQ(nr_reclaimable(), before + 1);
	put_page(page);
	page = alloc_pages(gfp | __GFP_COMP, 3);
	ASSERT_NOT_NULL(page);
	EXPECT_EQ(nr_reclaimable(), before + 8);
	put_page(page + 5);
	exact = alloc_pages_exact(3 * PAGE_SIZE, gfp);
	ASSERT_NOT_NULL(exact);
	EXPECT_EQ(nr_reclaimable(), before + 3);
	free_pages_exact(exact, 3 * PAGE_SIZE);
	EXPECT_EQ(alloc_pages_bulk_array(gfp, 3, pages), 3UL);
	EXPECT_EQ(nr_reclaimable(), before + 3);
	for (i = 0; i < 3; i++)
		__free_page(pages[i]);
	EXPECT_EQ(nr_reclaimable(), before);
	EXPECT_TRUE(zones_validate());
}

/* A page lock is had by one at a time. */
TEST(trylock_page_once)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	EXPECT_TRUE(trylock_page(page));
	EXPECT_FALSE(trylock_page(page));
	unlock_page(page);
	EXPECT_TRUE(trylock_page(page));
	unlock_page(page);
	__free_page(page);
}

/* The n-th page from one on, and its address, are those of the frame that is n further. */
TEST(nth_page_addresses)
{
	struct page *page = alloc_pages(GFP_KERNEL, 3);
	unsigned int i;

	ASSERT_NOT_NULL(page);
	for (i = 0; i < 8; i++) {
		EXPECT_EQ(page_to_pfn(nth_page(page, i)), page_to_pfn(page) + i);
		EXPECT_PTR_EQ(page_to_virt(page + i), page_address(page) + i * PAGE_SIZE);
	}
	__free_pages(page, 3);
}
