// SPDX-License-Identifier: MIT
/*
 * Every call of the page allocator with its first, second, ... n-th inner allocation failing,
 * until it succeeds: it answers as documented, and nothing is lost.
 */
#include <linux/fault-inject.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mm_debug.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <quarry/test.h>
#include "page_test.h"

TEST_SUITE(page_failure, .resource_count = nr_free_pages, .case_init = page_case_init,
	   .case_exit = page_case_exit);

#define MORE_THAN_ENOUGH 200

/* An operation: does it, undoes it, and says whether it was done. */
typedef bool (*operation)(gfp_t gfp);

/*
 * Fails the n-th allocation inside an operation for n = 1, 2, ... until one is not reached.
 * There must be `inner` of them. A failing operation leaves as many free pages as before.
 */
static void fail_each(operation op, gfp_t gfp, unsigned int inner)
{
	unsigned long free = nr_free_pages();
	unsigned int n;

	for (n = 1; n < MORE_THAN_ENOUGH; n++) {
		unsigned long calls;
		bool done;

		fail_page_alloc_nth(n);
		done = op(gfp | __GFP_NOWARN);
		calls = fail_page_alloc_stop();
		EXPECT_EQ(done, calls < n);
		EXPECT_EQ(nr_free_pages(), free);
		EXPECT_TRUE(zone_validate(zone_nr(ZONE_DMA)));
		if (calls < n)
			break;
	}
	EXPECT_EQ(n, inner + 1);
}

static bool do_alloc_page(gfp_t gfp)
{
	struct page *page = alloc_page(gfp);

	if (page)
		__free_page(page);
	return page;
}

static bool do_alloc_block(gfp_t gfp)
{
	struct page *page = alloc_pages(gfp, 5);

	if (page)
		__free_pages(page, 5);
	return page;
}

static bool do_get_free_pages(gfp_t gfp)
{
	unsigned long addr = __get_free_pages(gfp, 2);

	free_pages(addr, 2);
	return addr;
}

static bool do_get_zeroed_page(gfp_t gfp)
{
	unsigned long addr = get_zeroed_page(gfp);

	free_page(addr);
	return addr;
}

static bool do_get_dma_pages(gfp_t gfp)
{
	unsigned long addr = __get_dma_pages(gfp, 1);

	free_pages(addr, 1);
	return addr;
}

static bool do_exact(gfp_t gfp)
{
	void *p = alloc_pages_exact(5 * PAGE_SIZE, gfp);

	free_pages_exact(p, 5 * PAGE_SIZE);
	return p;
}

/* Each of these asks once, so it fails once. */
TEST(fail_single_requests)
{
	static const operation ops[] = {
		do_alloc_page,      do_alloc_block,   do_get_free_pages,
		do_get_zeroed_page, do_get_dma_pages, do_exact,
	};
	static const gfp_t flags[] = {
		GFP_KERNEL,
		GFP_ATOMIC,
		GFP_NOWAIT,
		GFP_KERNEL | __GFP_ZERO,
		GFP_KERNEL | __GFP_REPEAT,
		GFP_KERNEL | __GFP_NORETRY | __GFP_COLD,
	};
	unsigned int i, f;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		for (f = 0; f < ARRAY_SIZE(flags); f++)
			fail_each(ops[i], flags[f], 1);
	}
}

/* High and compound requests as well. */
TEST(fail_high_and_compound)
{
	fail_each(do_alloc_page, GFP_HIGHUSER, 1);
	fail_each(do_alloc_block, GFP_HIGHUSER, 1);
	fail_each(do_alloc_block, GFP_KERNEL | __GFP_COMP, 1);
}

#define BULK 20
static struct page *pages[BULK];
static bool bulk_is_prefix;

static bool do_bulk(gfp_t gfp)
{
	unsigned long got = alloc_pages_bulk_array(gfp, BULK, pages), i;

	bulk_is_prefix = true;
	for (i = 0; i < BULK; i++) {
		bulk_is_prefix &= (pages[i] != NULL) == (i < got);
		if (pages[i])
			__free_page(pages[i]);
		pages[i] = NULL;
	}
	return got == BULK;
}

/* An array of pages is filled up to the one that failed. */
TEST(fail_bulk_array)
{
	unsigned int n;

	fail_each(do_bulk, GFP_KERNEL, BULK);
	fail_each(do_bulk, GFP_ATOMIC | __GFP_ZERO, BULK);
	for (n = 1; n <= BULK; n++) {
		unsigned long got;

		fail_page_alloc_nth(n);
		got = alloc_pages_bulk_array(GFP_KERNEL, BULK, pages);
		fail_page_alloc_stop();
		EXPECT_EQ(got, n - 1);
		EXPECT_NULL(pages[n - 1]);
		/* What is missing is filled in by a second call. */
		EXPECT_EQ(alloc_pages_bulk_array(GFP_KERNEL, BULK, pages), (unsigned long)BULK);
		EXPECT_TRUE(do_bulk(GFP_KERNEL));
		EXPECT_TRUE(bulk_is_prefix);
	}
}

/* Several steps, each undone when a later one fails, as users of this interface do it. */
static bool do_steps(gfp_t gfp)
{
	struct page *block = NULL;
	unsigned long table = 0;
	void *buffer = NULL;
	bool done;

	table = get_zeroed_page(gfp);
	if (table)
		block = alloc_pages(gfp | __GFP_COMP, 3);
	if (block)
		buffer = alloc_pages_exact(SZ_16K - 1, gfp);
	done = buffer;
	free_pages_exact(buffer, SZ_16K - 1);
	if (block)
		put_page(block + 7);
	free_page(table);
	return done;
}

/* A failure in the middle of several allocations leaves the others to be undone. */
TEST(fail_in_sequence)
{
	fail_each(do_steps, GFP_KERNEL, 3);
	fail_each(do_steps, GFP_ATOMIC, 3);
}

/* A request that may not fail does not, injected failures or not. */
TEST(fail_not_nofail)
{
	fail_page_alloc_nth(1);
	EXPECT_TRUE(do_alloc_page(GFP_KERNEL | __GFP_NOFAIL));
	EXPECT_FALSE(do_alloc_page(GFP_KERNEL | __GFP_NOWARN));
	EXPECT_TRUE(do_alloc_page(GFP_KERNEL | __GFP_NOWARN));
	EXPECT_EQ(fail_page_alloc_stop(), 2UL);
}

/* n = 0 counts the requests and fails none. */
TEST(fail_none)
{
	unsigned int i;

	fail_page_alloc_nth(0);
	for (i = 0; i < 10; i++)
		EXPECT_TRUE(do_alloc_page(GFP_KERNEL));
	EXPECT_EQ(fail_page_alloc_stop(), 10UL);
	EXPECT_TRUE(do_alloc_page(GFP_KERNEL));
}
