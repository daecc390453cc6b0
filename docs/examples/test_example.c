// SPDX-License-Identifier: MIT
/*
 * A suite of tests in one file, here linked in as a foreign one; in tests/ it needs no EXTRA.
 *
 *   make run BATCH=1 EXTRA=docs/examples/test_example.c APPEND='test=example'
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <quarry/test.h>

/* After each case as many pages must be free as before. */
TEST_SUITE(example, .resource_count = nr_free_pages);

/* Two blocks that are held at the same time do not overlap. */
TEST(alloc_pages_disjoint)
{
	unsigned int order = test_rand_below(4);
	struct page *a = alloc_pages(GFP_KERNEL, order);
	struct page *b = alloc_pages(GFP_KERNEL, order);

	EXPECT_NOT_NULL(a);
	EXPECT_NOT_NULL(b);
	if (a && b)
		EXPECT_NE(page_to_pfn(a) >> order, page_to_pfn(b) >> order);
	if (a)
		__free_pages(a, order);
	if (b)
		__free_pages(b, order);
}

/* A block that is freed twice is reported, by name. */
TEST(free_pages_twice)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	__free_page(page);
	test_capture_start();
	__free_page(page);
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_EQ(test_captured("a free page"), 1);
}
