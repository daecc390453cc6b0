// SPDX-License-Identifier: MIT
/*
 * Mistakes in freeing: each is reported once, with the page and what is wrong, and nothing that
 * is in use or free already comes into circulation by it.
 *
 * A block that was freed wrongly is quarantined: out of circulation for good. The cases take
 * that back with unquarantine() and free the block as they should have.
 */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>
#include <asm/sections.h>
#include "page_test.h"

TEST_SUITE(page_free, .resource_count = nr_free_pages, .case_init = page_case_init,
	   .case_exit = page_case_exit);

/* ---- what every mistake must show
 * ---------------------------------------------------------------- */

static unsigned long free_before, quarantined_before;

static void before_mistake(void)
{
	free_before = nr_free_pages();
	quarantined_before = nr_quarantined();
	test_capture_start();
}

/* One report, which names the frame and the reason; no page more or less is free. */
static void after_mistake(const struct page *page, const char *why)
{
	char name[16];

	test_capture_stop();
	snprintf(name, sizeof(name), "pfn %05lx", page_to_pfn(page));
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_EQ(captured_lines("bad free", name, why), 1);
	EXPECT_EQ(nr_free_pages(), free_before);
}

/* As above, and the page is in quarantine. */
static void after_quarantine(const struct page *page, const char *why)
{
	after_mistake(page, why);
	EXPECT_TRUE(PagePoisoned(page));
	EXPECT_EQ(nr_quarantined(), quarantined_before + (1UL << page_order(page)));
}

/*
 * How many blocks cover some frames when all memory of their zone's class is allocated. A free
 * page may be among those that no request gets, but no page can be had twice.
 */
static unsigned int times_allocated(unsigned long pfn, unsigned int pages)
{
	unsigned int order, times = 0;
	struct page *page;
	struct hold h;

	hold_init(&h);
	hold_all(&h, pfn < (16UL << 20 >> PAGE_SHIFT) ? GFP_DMA | GFP_ATOMIC : GFP_ATOMIC);
	for (order = 0; order < MAX_ORDER; order++) {
		list_for_each_entry(page, &h.blocks[order], lru) {
			unsigned long first = page_to_pfn(page);

			times += first < pfn + pages && pfn < first + (1UL << order);
		}
	}
	hold_release(&h);
	return times;
}

/* ---- the wrong order
 * ------------------------------------------------------------------------------- */

static void check_wrong_order(unsigned int order, unsigned int wrong, gfp_t gfp)
{
	struct page *page = alloc_or_short(gfp, order);

	if (!page)
		return;
	before_mistake();
	__free_pages(page, wrong);
	after_quarantine(page, "the wrong order");
	EXPECT_EQ(page_count(page), 1);
	unquarantine(page);
	__free_pages(page, order);
}

/* A block is freed with the order it was allocated with, no smaller one. */
TEST(__free_pages_order_too_small)
{
	static const struct {
		unsigned int order, wrong;
	} t[] = { { 1, 0 }, { 2, 0 }, { 2, 1 }, { 3, 0 }, { 3, 2 }, { 4, 3 }, { 5, 0 }, { 10, 9 } };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		check_wrong_order(t[i].order, t[i].wrong, GFP_KERNEL);
		check_wrong_order(t[i].order, t[i].wrong, GFP_KERNEL | __GFP_COMP);
	}
}

/* And no larger one, up to any number. */
TEST(__free_pages_order_too_large)
{
	static const struct {
		unsigned int order, wrong;
	} t[] = {
		{ 0, 1 },  { 0, 2 },  { 0, 3 },  { 0, 4 },      { 0, 10 },       { 1, 2 },
		{ 2, 3 },  { 3, 4 },  { 3, 10 }, { 4, 5 },      { 9, 10 },       { 0, 11 },
		{ 1, 12 }, { 0, 16 }, { 0, 32 }, { 3, 3 | 16 }, { 0, 1U << 17 }, { 2, UINT_MAX }
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(t); i++)
		check_wrong_order(t[i].order, t[i].wrong, GFP_KERNEL);
}

/* A high page is watched like any other. */
TEST(__free_pages_wrong_order_high)
{
	if (!populated_zone(zone_nr(ZONE_HIGHMEM)))
		SKIP("no high memory");
	check_wrong_order(0, 3, GFP_HIGHUSER);
	check_wrong_order(3, 0, GFP_HIGHUSER);
	check_wrong_order(5, 4, GFP_HIGHUSER);
}

/* What is in quarantine is never given out, not one page of it, even when all else is. */
TEST(quarantine_stays_out)
{
	struct page *page = alloc_pages(GFP_KERNEL, 3);

	ASSERT_NOT_NULL(page);
	before_mistake();
	__free_pages(page, 2);
	after_quarantine(page, "the wrong order");
	EXPECT_EQ(times_allocated(page_to_pfn(page), 8), 0);
	unquarantine(page);
	__free_pages(page, 3);
	EXPECT_PTR_EQ(alloc_pages(GFP_KERNEL, 3), page);
	__free_pages(page, 3);
}

/* A page in quarantine that is freed once more is reported again, and counted once. */
TEST(quarantine_freed_again)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	before_mistake();
	__free_pages(page, 1);
	after_quarantine(page, "the wrong order");
	test_capture_start();
	__free_page(page);
	after_quarantine(page, "is quarantined");
	test_capture_start();
	put_page(page);
	after_quarantine(page, "is quarantined");
	unquarantine(page);
	__free_page(page);
}

/* Quarantine touches nothing of what is in the page. */
TEST(quarantine_keeps_contents)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	fill_page(page, 0x42);
	before_mistake();
	__free_pages(page, 1);
	after_quarantine(page, "the wrong order");
	EXPECT_TRUE(page_is_filled(page, 0x42));
	unquarantine(page);
	__free_page(page);
}

/* ---- free pages
 * ---------------------------------------------------------------------------------- */

static void free_free_page(struct page *page, unsigned int order)
{
	before_mistake();
	__free_pages(page, order);
	after_mistake(page, "free page");
	EXPECT_EQ(nr_quarantined(), quarantined_before);
}

/* A block that is free already, at hand or on the buddy lists, stays free, once. */
TEST(__free_pages_twice)
{
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++) {
		struct page *page = alloc_or_short(GFP_KERNEL, order);

		if (!page)
			continue;
		__free_pages(page, order);
		free_free_page(page, order);
		free_free_page(page, 0);
		drain_all_pages();
		free_free_page(page, order);
		free_free_page(page, 0);
	}
}

/* After a double free a page is given out once. */
TEST(__free_pages_twice_given_once)
{
	struct page *page = alloc_page(GFP_KERNEL), *other;

	ASSERT_NOT_NULL(page);
	__free_page(page);
	free_free_page(page, 0);
	ASSERT_PTR_EQ(alloc_page(GFP_KERNEL), page);
	other = alloc_page(GFP_KERNEL);
	EXPECT_PTR_NE(other, page);
	EXPECT_EQ(times_allocated(page_to_pfn(page), 1), 0);
	__free_page(other);
	__free_page(page);
	EXPECT_LE(times_allocated(page_to_pfn(page), 1), 1);
}

/* A page in the middle of a larger free block is a free page. */
TEST(__free_pages_twice_after_merge)
{
	struct page *page = alloc_pages(GFP_KERNEL, 3);
	unsigned int i;

	ASSERT_NOT_NULL(page);
	split_page(page, 3);
	for (i = 0; i < 8; i++)
		__free_page(page + i);
	drain_all_pages();
	for (i = 0; i < 8; i++)
		free_free_page(page + i, 0);
}

/* Freeing twice by address is the same mistake. */
TEST(free_pages_twice)
{
	unsigned long addr = __get_free_pages(GFP_KERNEL, 1);

	ASSERT_NE(addr, 0UL);
	free_pages(addr, 1);
	before_mistake();
	free_pages(addr, 1);
	after_mistake(virt_to_page((void *)addr), "free page");
}

/* A reference that nobody holds cannot be dropped. */
TEST(put_page_free)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	put_page(page);
	before_mistake();
	put_page(page);
	after_mistake(page, "free page");
	EXPECT_EQ(page_count(page), 0);
}

/* free_pages_exact() of too large a size runs into pages that are free, and stops at none. */
TEST(free_pages_exact_too_much)
{
	void *p = alloc_pages_exact(3 * PAGE_SIZE, GFP_KERNEL);

	ASSERT_NOT_NULL(p);
	before_mistake();
	free_pages_exact(p, 4 * PAGE_SIZE);
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_EQ(test_captured("free page"), 1);
	EXPECT_EQ(nr_free_pages(), free_before + 3);
}

/* ---- pages that are no block
 * ------------------------------------------------------------------------- */

static void free_reserved_page(struct page *page)
{
	EXPECT_TRUE(PageReserved(page));
	before_mistake();
	__free_page(page);
	after_mistake(page, "a reserved page");
	EXPECT_TRUE(PageReserved(page));
	EXPECT_GE(page_count(page), 1);
}

/* Reserved pages, those of the kernel among them, cannot be freed. */
TEST(__free_pages_reserved)
{
	free_reserved_page(pfn_to_page(0));
	free_reserved_page(virt_to_page(_text));
	free_reserved_page(virt_to_page(__rodata_start));
	free_reserved_page(virt_to_page(pfn_to_page(0)));
}

/* A tail page of a compound page is not freed by itself. */
TEST(__free_pages_compound_tail)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 3);
	unsigned int i;

	ASSERT_NOT_NULL(page);
	for (i = 1; i < 8; i++) {
		before_mistake();
		__free_pages(page + i, i & 3);
		after_mistake(page + i, "tail page");
		if (PagePoisoned(page + i))
			unquarantine(page + i);
		EXPECT_PTR_EQ(compound_head(page + i), page);
	}
	EXPECT_EQ(page_count(page), 1);
	__free_pages(page, 3);
}

static void free_inside(struct page *page, unsigned int order)
{
	before_mistake();
	__free_pages(page, order);
	after_mistake(page, "inside");
}

/* A page inside a block, and a part of the block, are not freed by themselves. */
TEST(__free_pages_inside_block)
{
	struct page *page = alloc_pages(GFP_KERNEL, 3);
	unsigned int i;

	ASSERT_NOT_NULL(page);
	for (i = 1; i < 8; i++)
		free_inside(page + i, 0);
	free_inside(page + 2, 1);
	free_inside(page + 4, 2);
	before_mistake();
	put_page(page + 5);
	after_mistake(page + 5, "inside");
	before_mistake();
	free_page((unsigned long)page_address(page + 6));
	after_mistake(page + 6, "inside");
	EXPECT_EQ(page_count(page), 1);
	__free_pages(page, 3);
}

/* An address that is not that of a page of the direct map is reported and frees nothing. */
TEST(free_pages_bad_address)
{
	unsigned long page = __get_free_page(GFP_KERNEL);
	const unsigned long addresses[] = {
		1,
		0x1000,
		0x00100000,
		0x80000000,
		PAGE_OFFSET - PAGE_SIZE,
		page + 1,
		page + 4,
		page + PAGE_SIZE - 1,
		VMALLOC_START,
		VMALLOC_END - PAGE_SIZE,
		PKMAP_BASE,
		fix_to_virt(FIX_KMAP_BEGIN),
		0xfffff000,
		ULONG_MAX,
	};
	unsigned int i;
	char text[16];

	ASSERT_NE(page, 0UL);
	for (i = 0; i < ARRAY_SIZE(addresses); i++) {
		before_mistake();
		free_pages(addresses[i], 0);
		test_capture_stop();
		snprintf(text, sizeof(text), "%08lx", addresses[i]);
		EXPECT_EQ(test_captured("WARNING: "), 1);
		EXPECT_GE(test_captured(text), 1);
		EXPECT_EQ(nr_free_pages(), free_before);
	}
	free_page(page);
}

/* Behind the last page of low memory there may be a reserved frame, but nothing to free. */
TEST(free_pages_direct_map_end)
{
	before_mistake();
	free_page((unsigned long)high_memory);
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_EQ(nr_free_pages(), free_before);
}

static struct page foreign[4];

static void free_foreign(struct page *page)
{
	before_mistake();
	__free_page(page);
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_EQ(test_captured("bad free"), 1);
	EXPECT_EQ(nr_free_pages(), free_before);
	EXPECT_EQ(nr_quarantined(), quarantined_before);
}

/* What is not the struct page of any frame is never taken for one, however much it looks so. */
TEST(__free_pages_no_page)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	memset(foreign, 0, sizeof(foreign));
	free_foreign(&foreign[0]);
	memset(&foreign[1], 0xff, sizeof(foreign[1]));
	free_foreign(&foreign[1]);
	memcpy(&foreign[2], page, sizeof(*page));
	free_foreign(&foreign[2]);
	__free_page(page);
}

/* ---- pages in use
 * ---------------------------------------------------------------------------------- */

/* A count below that of a free page is damage. */
TEST(__free_pages_wrong_count)
{
	static const int counts[] = { -2, -3, -100, INT_MIN };
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned int i;

	ASSERT_NOT_NULL(page);
	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		atomic_set(&page->_count, counts[i]);
		before_mistake();
		__free_page(page);
		test_capture_stop();
		EXPECT_EQ(test_captured("WARNING: "), 1);
		EXPECT_EQ(test_captured("bad free"), 1);
		EXPECT_EQ(nr_free_pages(), free_before);
		if (PagePoisoned(page))
			unquarantine(page);
	}
	atomic_set(&page->_count, 0);
	__free_page(page);
}

static void free_with_flag(enum pageflags flag, unsigned int order)
{
	struct page *page = alloc_pages(GFP_KERNEL, order);

	ASSERT_NOT_NULL(page);
	set_bit(flag, &page->flags);
	before_mistake();
	__free_pages(page, order);
	after_quarantine(page, "owner still uses");
	unquarantine(page);
	clear_bit(flag, &page->flags);
	__free_pages(page, order);
}

/* Locked pages, and pages on a reclaim list or of the slab layer, are in use. */
TEST(__free_pages_in_use)
{
	static const enum pageflags flags[] = { PG_locked, PG_lru, PG_slab };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		free_with_flag(flags[i], 0);
		free_with_flag(flags[i], 2);
		free_with_flag(flags[i], 5);
	}
}

/* Every mistake is reported, not only the first of its kind. */
TEST(__free_pages_mistake_repeated)
{
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned int i;

	ASSERT_NOT_NULL(page);
	__free_page(page);
	for (i = 0; i < 5; i++)
		free_free_page(page, 0);
}

/* ---- references
 * ------------------------------------------------------------------------------------- */

/*
 * When somebody else holds a reference to the first page of a block that is freed, its other
 * pages go back at once, and the first with that reference.
 */
TEST(__free_pages_shared_block)
{
	unsigned int order;

	for (order = 1; order < MAX_ORDER; order++) {
		unsigned long before = nr_free_pages();
		struct page *page = alloc_or_short(GFP_KERNEL, order);

		if (!page)
			continue;
		get_page(page);
		__free_pages(page, order);
		EXPECT_EQ(nr_free_pages(), before - 1);
		EXPECT_EQ(page_count(page), 1);
		EXPECT_EQ(page_count(page + 1), 0);
		put_page(page);
		EXPECT_EQ(nr_free_pages(), before);
	}
}

/* The first page of a shared block is given out only when the last reference is gone. */
TEST(__free_pages_shared_block_reused)
{
	struct page *page = alloc_pages(GFP_KERNEL, 4);
	unsigned long pfn;

	ASSERT_NOT_NULL(page);
	pfn = page_to_pfn(page);
	get_page(page);
	__free_pages(page, 4);
	EXPECT_EQ(times_allocated(pfn, 1), 0);
	EXPECT_EQ(page_count(page), 1);
	put_page(page);
	EXPECT_PTR_EQ(alloc_page(GFP_KERNEL), page);
	__free_page(page);
}

/* Afterwards the block is whole again: it can be had in one piece. */
TEST(__free_pages_shared_block_merges)
{
	unsigned long blocks[2];
	unsigned int i;

	for (i = 0; i < 2; i++) {
		struct page *page = alloc_pages(GFP_KERNEL, 6);
		struct hold h;

		ASSERT_NOT_NULL(page);
		if (i) {
			get_page(page);
			__free_pages(page, 6);
			put_page(page);
		} else {
			__free_pages(page, 6);
		}
		hold_init(&h);
		blocks[i] = hold_fill(&h, GFP_KERNEL, 6, ULONG_MAX);
		hold_release(&h);
	}
	EXPECT_EQ(blocks[0], blocks[1]);
}

/*
 * Debug builds look at all pages of a block: one to which a reference is held is kept back and
 * reported, the others go.
 */
TEST(__free_pages_referenced_inside)
{
	struct page *page = alloc_pages(GFP_KERNEL, 3);
	unsigned long before;

	ASSERT_NOT_NULL(page);
	if (!IS_ENABLED(CONFIG_DEBUG)) {
		__free_pages(page, 3);
		SKIP("a debug build's check");
	}
	before = nr_free_pages();
	atomic_inc(&page[5]._count);
	free_before = before + 7;
	quarantined_before = nr_quarantined();
	test_capture_start();
	__free_pages(page, 3);
	after_quarantine(page + 5, "reference");
	EXPECT_EQ(times_allocated(page_to_pfn(page) + 5, 1), 0);
	unquarantine(page + 5);
	put_page(page + 5);
	EXPECT_EQ(nr_free_pages(), before + 8);
}
