// SPDX-License-Identifier: MIT
/* Allocations that are no power of two of pages: exact sizes, split blocks, arrays of pages. */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>
#include "page_test.h"

TEST_SUITE(page_exact, .resource_count = nr_free_pages, .case_init = page_case_init,
	   .case_exit = page_case_exit);

/* ---- exact sizes --------------------------------------------------------------------------- */

static void check_exact(size_t size)
{
	unsigned long before = nr_free_pages(), pages = (size + PAGE_SIZE - 1) / PAGE_SIZE;
	void *p = alloc_pages_exact(size, GFP_KERNEL | __GFP_NOWARN);
	unsigned long i;

	if (!p) {
		EXPECT_FALSE(model_can_alloc(GFP_KERNEL, get_order(size)));
		return;
	}
	EXPECT_EQ(before - nr_free_pages(), pages);
	EXPECT_TRUE(PAGE_ALIGNED(p));
	memset(p, 0x5e, size);
	for (i = 0; i < pages; i++)
		EXPECT_EQ(page_count(virt_to_page(p + i * PAGE_SIZE)), 1);
	EXPECT_NULL(memchr_inv(p, 0x5e, size));
	free_pages_exact(p, size);
	EXPECT_EQ(nr_free_pages(), before);
}

/* An exact allocation takes as many pages as its size needs, and not one more. */
TEST(alloc_pages_exact_sizes)
{
	static const size_t sizes[] = {
		1,         4095,      4096,     4097,      8192,          12288,
		5 * 4096,  7 * 4096,  8 * 4096, 9 * 4096,  31 * 4096 + 1, SZ_128K,
		33 * 4096, SZ_1M - 1, SZ_1M,    SZ_1M + 1, SZ_4M - 4096,  SZ_4M,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		check_exact(sizes[i]);
}

/* Every number of pages up to 70 is met exactly. */
TEST(alloc_pages_exact_page_counts)
{
	unsigned int n;

	for (n = 1; n <= 70; n++)
		check_exact(n * PAGE_SIZE);
}

/* Size 0, and sizes beyond the largest block up to the largest number, give NULL. */
TEST(alloc_pages_exact_impossible)
{
	static const size_t sizes[] = {
		0, SZ_4M + 1, SZ_8M, SZ_1G, 0x80000000UL, ULONG_MAX - PAGE_SIZE, ULONG_MAX,
	};
	unsigned int i;

	test_capture_start();
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		EXPECT_NULL(alloc_pages_exact(sizes[i], GFP_KERNEL | __GFP_NOWARN));
	EXPECT_EQ(test_capture_stop(), 0);
}

/* The pages that the size does not need are free at once. */
TEST(alloc_pages_exact_rest_is_free)
{
	void *p = alloc_pages_exact(5 * PAGE_SIZE, GFP_KERNEL);
	unsigned int i;

	ASSERT_NOT_NULL(p);
	for (i = 0; i < 8; i++)
		EXPECT_EQ(page_count(virt_to_page(p + i * PAGE_SIZE)), i < 5);
	free_pages_exact(p, 5 * PAGE_SIZE);
}

/* __GFP_ZERO clears all bytes of an exact allocation. */
TEST(alloc_pages_exact_zero)
{
	const size_t size = 7 * PAGE_SIZE;
	void *p = alloc_pages_exact(size, GFP_KERNEL);

	ASSERT_NOT_NULL(p);
	memset(p, 0xff, size);
	free_pages_exact(p, size);
	p = alloc_pages_exact(size, GFP_KERNEL | __GFP_ZERO);
	ASSERT_NOT_NULL(p);
	EXPECT_NULL(memchr_inv(p, 0, size));
	free_pages_exact(p, size);
}

/* Its pages are single ones: each can be given back by itself. */
TEST(alloc_pages_exact_single_pages)
{
	void *p = alloc_pages_exact(3 * PAGE_SIZE, GFP_KERNEL);

	ASSERT_NOT_NULL(p);
	free_page((unsigned long)p + PAGE_SIZE);
	put_page(virt_to_page(p));
	free_pages_exact(p + 2 * PAGE_SIZE, PAGE_SIZE);
}

/* A compound page cannot be cut to size: the flag is reported and ignored. */
TEST(alloc_pages_exact_compound)
{
	void *p;

	test_capture_start();
	p = alloc_pages_exact(3 * PAGE_SIZE, GFP_KERNEL | __GFP_COMP);
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_GE(test_captured("__GFP_COMP"), 1);
	ASSERT_NOT_NULL(p);
	EXPECT_FALSE(PageCompound(virt_to_page(p)));
	free_pages_exact(p, 3 * PAGE_SIZE);
}

/* Freeing NULL does nothing. */
TEST(free_pages_exact_null)
{
	test_capture_start();
	free_pages_exact(NULL, 0);
	free_pages_exact(NULL, 12288);
	EXPECT_EQ(test_capture_stop(), 0);
}

/* ---- split_page ---------------------------------------------------------------------------- */

/* The pages of a split block are single ones with a reference each. */
TEST(split_page_each_order)
{
	unsigned int order;
	unsigned long i;

	for (order = 0; order < MAX_ORDER; order++) {
		unsigned long before = nr_free_pages();
		struct page *page = alloc_or_short(GFP_KERNEL, order);

		if (!page)
			continue;
		split_page(page, order);
		for (i = 0; i < 1UL << order; i++)
			EXPECT_EQ(page_count(page + i), 1);
		for (i = 0; i < 1UL << order; i += 2)
			__free_page(page + i);
		for (i = 1; i < 1UL << order; i += 2)
			put_page(page + i);
		EXPECT_EQ(nr_free_pages(), before);
	}
}

/* A page of a split block that is still referenced keeps nobody else's. */
TEST(split_page_references)
{
	unsigned long before = nr_free_pages();
	struct page *page = alloc_pages(GFP_KERNEL, 2);
	unsigned int i;

	ASSERT_NOT_NULL(page);
	split_page(page, 2);
	get_page(page + 2);
	for (i = 0; i < 4; i++)
		__free_page(page + i);
	EXPECT_EQ(nr_free_pages(), before - 1);
	EXPECT_EQ(page_count(page + 2), 1);
	put_page(page + 2);
}

/* Compound pages, other orders and shared blocks are reported and left as they are. */
TEST(split_page_mistakes)
{
	struct page *compound = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
	struct page *plain = alloc_pages(GFP_KERNEL, 2);

	ASSERT_NOT_NULL(compound);
	ASSERT_NOT_NULL(plain);
	get_page(plain);
	test_capture_start();
	split_page(compound, 2);
	split_page(plain, 2);
	put_page(plain);
	split_page(plain, 1);
	split_page(plain, 3);
	split_page(plain + 1, 0);
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 5);
	EXPECT_TRUE(PageHead(compound));
	EXPECT_EQ(page_count(plain + 1), 0);
	__free_pages(compound, 2);
	__free_pages(plain, 2);
}

/* ---- arrays of pages ---------------------------------------------------------------------------
 */

static struct page *pages[600];

static void free_array(unsigned long nr)
{
	unsigned long i;

	for (i = 0; i < nr; i++) {
		if (pages[i])
			__free_page(pages[i]);
		pages[i] = NULL;
	}
}

/* As many different single pages as asked for. */
TEST(alloc_pages_bulk_array_counts)
{
	static const unsigned int counts[] = { 1, 2, 7, 32, 33, 64, 65, 128, 200, 257, 600 };
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		unsigned long before = nr_free_pages();

		ASSERT_EQ(alloc_pages_bulk_array(GFP_KERNEL, counts[i], pages), counts[i]);
		EXPECT_EQ(nr_free_pages(), before - counts[i]);
		for (n = 0; n < counts[i]; n++) {
			EXPECT_EQ(page_count(pages[n]), 1);
			EXPECT_EQ(page_order(pages[n]), 0);
			/* Every page is marked once: none is there twice. */
			EXPECT_FALSE(TestSetPageReferenced(pages[n]));
		}
		if (counts[i] < ARRAY_SIZE(pages))
			EXPECT_NULL(pages[counts[i]]);
		free_array(counts[i]);
	}
}

/* No entries, nothing done. */
TEST(alloc_pages_bulk_array_none)
{
	EXPECT_EQ(alloc_pages_bulk_array(GFP_KERNEL, 0, pages), 0UL);
	EXPECT_EQ(alloc_pages_bulk_array(GFP_KERNEL, 0, NULL), 0UL);
	EXPECT_NULL(pages[0]);
}

/* Entries that are set stay, and count. */
TEST(alloc_pages_bulk_array_filled_entries)
{
	struct page *mine = alloc_page(GFP_KERNEL);
	unsigned long before;
	unsigned int i;

	ASSERT_NOT_NULL(mine);
	for (i = 0; i < 300; i += 3)
		pages[i] = mine;
	before = nr_free_pages();
	EXPECT_EQ(alloc_pages_bulk_array(GFP_KERNEL, 300, pages), 300UL);
	EXPECT_EQ(nr_free_pages(), before - 200);
	for (i = 0; i < 300; i++) {
		EXPECT_NOT_NULL(pages[i]);
		EXPECT_EQ(pages[i] == mine, i % 3 == 0);
		if (i % 3 == 0)
			pages[i] = NULL;
	}
	free_array(300);
	__free_page(mine);
}

/* An array that is full already takes no memory. */
TEST(alloc_pages_bulk_array_full)
{
	unsigned long before;

	ASSERT_EQ(alloc_pages_bulk_array(GFP_KERNEL, 100, pages), 100UL);
	before = nr_free_pages();
	EXPECT_EQ(alloc_pages_bulk_array(GFP_KERNEL, 100, pages), 100UL);
	EXPECT_EQ(nr_free_pages(), before);
	free_array(100);
}

/* Flags mean what they mean elsewhere: cleared, cold, high, below 16 MB. */
TEST(alloc_pages_bulk_array_flags)
{
	static const gfp_t flags[] = {
		GFP_KERNEL | __GFP_ZERO,   GFP_ATOMIC | __GFP_COLD, GFP_HIGHUSER,
		GFP_HIGHUSER | __GFP_ZERO, GFP_DMA | GFP_KERNEL,
	};
	unsigned int f, i;

	for (f = 0; f < ARRAY_SIZE(flags); f++) {
		ASSERT_EQ(alloc_pages_bulk_array(flags[f], 100, pages), 100UL);
		for (i = 0; i < 100; i++) {
			EXPECT_TRUE(zone_may_serve(flags[f], page_zonenum(pages[i])));
			if (flags[f] & __GFP_ZERO)
				EXPECT_TRUE(page_is_filled(pages[i], 0));
			fill_page(pages[i], 0xdd);
		}
		free_array(100);
	}
}

/*
 * When memory runs out, the entries from the first on are filled, the others still empty, and
 * what was got is kept. Nothing is reported.
 */
TEST(alloc_pages_bulk_array_exhausted)
{
	unsigned long got, i;
	struct hold singles, rest;

	hold_init(&singles);
	hold_init(&rest);
	ASSERT_EQ(hold_fill(&singles, GFP_NOWAIT, 0, 60), 60UL);
	hold_all(&rest, GFP_NOWAIT);
	hold_release(&singles);
	test_capture_start();
	got = alloc_pages_bulk_array(GFP_NOWAIT, ARRAY_SIZE(pages), pages);
	EXPECT_EQ(test_capture_stop(), 0);
	EXPECT_EQ(got, 60UL);
	for (i = 0; i < ARRAY_SIZE(pages); i++)
		EXPECT_EQ(pages[i] != NULL, i < got);
	free_array(ARRAY_SIZE(pages));
	hold_release(&rest);
}
