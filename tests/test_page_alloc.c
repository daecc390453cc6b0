// SPDX-License-Identifier: MIT
/* The calls of <linux/gfp.h> that allocate blocks of a power of two, and references to pages. */
#include <linux/gfp.h>
#include <linux/hardirq.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <quarry/test.h>
#include "page_test.h"

TEST_SUITE(page_alloc, .resource_count = nr_free_pages, .case_init = page_case_init,
	   .case_exit = page_case_exit);

/* ---- alloc_pages --------------------------------------------------------------------------- */

/* A block has one reference, no flags, and is aligned to its size. */
TEST(alloc_pages_each_order)
{
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++) {
		struct page *page = alloc_or_short(GFP_KERNEL, order);

		if (!page)
			continue;
		EXPECT_EQ(page_count(page), 1);
		EXPECT_EQ(page_to_pfn(page) & ((1UL << order) - 1), 0UL);
		EXPECT_EQ(page->flags & PAGEFLAGS_MASK, 0UL);
		EXPECT_EQ(page_order(page), order);
		EXPECT_PTR_EQ(pfn_to_page(page_to_pfn(page)), page);
		EXPECT_FALSE(PageHighMem(page));
		EXPECT_PTR_EQ(page_address(page), __va(page_to_pfn(page) << PAGE_SHIFT));
		__free_pages(page, order);
	}
}

/* Exactly 2^order pages leave the free ones, and come back. */
TEST(alloc_pages_free_count)
{
	unsigned long before = nr_free_pages();
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++) {
		struct page *page = alloc_or_short(GFP_KERNEL, order);

		if (!page)
			continue;
		EXPECT_EQ(nr_free_pages(), before - (1UL << order));
		__free_pages(page, order);
		EXPECT_EQ(nr_free_pages(), before);
	}
}

/* The pages of a block are its owner's alone: what is written to one block is in no other. */
TEST(alloc_pages_contents_apart)
{
	struct page *blocks[16];
	unsigned int i, order;

	for (order = 0; order < 4; order++) {
		for (i = 0; i < ARRAY_SIZE(blocks); i++) {
			blocks[i] = alloc_pages(GFP_KERNEL, order);
			ASSERT_NOT_NULL(blocks[i]);
			memset(page_address(blocks[i]), i + 1, PAGE_SIZE << order);
		}
		for (i = 0; i < ARRAY_SIZE(blocks); i++) {
			EXPECT_NULL(memchr_inv(page_address(blocks[i]), i + 1, PAGE_SIZE << order));
			__free_pages(blocks[i], order);
		}
	}
}

/* High pages come in every order, have no address, and are one reference each like all others. */
TEST(alloc_pages_highmem)
{
	struct zone *high = zone_nr(ZONE_HIGHMEM);
	unsigned int order;

	if (!populated_zone(high))
		SKIP("no high memory");
	for (order = 0; order < MAX_ORDER; order++) {
		bool plenty =
			model_watermark_ok(high, order, low_wmark_pages(high), ZONE_HIGHMEM, false);
		struct page *page = alloc_or_short(GFP_HIGHUSER, order);

		if (!page)
			continue;
		EXPECT_EQ(PageHighMem(page), plenty);
		EXPECT_EQ(page_address(page) == NULL, plenty);
		EXPECT_EQ(page_count(page), 1);
		EXPECT_EQ(page_to_pfn(page) & ((1UL << order) - 1), 0UL);
		__free_pages(page, order);
	}
}

/* An order that no block can have gives NULL, silently if asked to. */
TEST(alloc_pages_order_too_big_nowarn)
{
	static const unsigned int orders[] = { 11, 12, 15, 16, 31, 32, 63, 1U << 17, UINT_MAX };
	unsigned int i;

	test_capture_start();
	for (i = 0; i < ARRAY_SIZE(orders); i++) {
		EXPECT_NULL(alloc_pages(GFP_KERNEL | __GFP_NOWARN, orders[i]));
		EXPECT_NULL(alloc_pages(GFP_ATOMIC | __GFP_NOWARN, orders[i]));
		EXPECT_NULL(alloc_pages(GFP_HIGHUSER | __GFP_NOWARN | __GFP_COMP, orders[i]));
		EXPECT_NULL(alloc_pages(GFP_KERNEL | __GFP_NOWARN | __GFP_NOFAIL, orders[i]));
		EXPECT_EQ(__get_free_pages(GFP_KERNEL | __GFP_NOWARN, orders[i]), 0UL);
	}
	EXPECT_EQ(test_capture_stop(), 0);
}

/* Without __GFP_NOWARN such an order is reported. */
TEST(alloc_pages_order_too_big)
{
	test_capture_start();
	EXPECT_NULL(alloc_pages(GFP_KERNEL, MAX_ORDER));
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_EQ(test_captured("order 11"), 1);
}

/* Node 0 and `any` are all there is; another node is reported and gives NULL. */
TEST(alloc_pages_node_numbers)
{
	static const int wrong[] = { 1, 2, 64, -2, INT_MAX, INT_MIN };
	struct page *page;
	unsigned int i;

	page = alloc_pages_node(0, GFP_KERNEL, 2);
	ASSERT_NOT_NULL(page);
	EXPECT_EQ(page_to_nid(page), 0);
	__free_pages(page, 2);
	page = alloc_pages_node(NUMA_NO_NODE, GFP_KERNEL, 0);
	ASSERT_NOT_NULL(page);
	__free_page(page);

	test_capture_start();
	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		EXPECT_NULL(alloc_pages_node(wrong[i], GFP_KERNEL, 0));
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_EQ(test_captured("no node 1"), 1);
}

/* Interrupt handlers and code with interrupts off may allocate with GFP_ATOMIC, and free. */
TEST(alloc_pages_atomic_contexts)
{
	struct page *page;
	unsigned long flags;

	irq_enter();
	page = alloc_pages(GFP_ATOMIC, 1);
	irq_exit();
	ASSERT_NOT_NULL(page);

	local_irq_save(flags);
	__free_pages(page, 1);
	page = alloc_pages(GFP_ATOMIC, 5);
	EXPECT_TRUE(irqs_disabled());
	__free_pages(page, 5);
	EXPECT_TRUE(irqs_disabled());
	local_irq_restore(flags);
}

/* Debug builds report a request that may sleep where nothing may. */
TEST(alloc_pages_may_sleep_atomic)
{
	struct page *page;

	if (!IS_ENABLED(CONFIG_DEBUG))
		SKIP("a debug build's check");
	test_capture_start();
	preempt_disable();
	page = alloc_pages(GFP_KERNEL, 0);
	preempt_enable();
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	ASSERT_NOT_NULL(page);
	__free_page(page);
}

/* ---- by address ---------------------------------------------------------------------------- */

/* The address is the block's in the direct map, and leads back to its page. */
TEST(__get_free_pages_each_order)
{
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++) {
		unsigned long addr = __get_free_pages(GFP_KERNEL | __GFP_NOWARN, order);

		if (!addr) {
			EXPECT_FALSE(model_can_alloc(GFP_KERNEL, order));
			continue;
		}
		EXPECT_EQ(addr & ((PAGE_SIZE << order) - 1), 0UL);
		EXPECT_TRUE(virt_addr_valid((void *)addr));
		EXPECT_TRUE(virt_addr_valid((void *)(addr + (PAGE_SIZE << order) - 1)));
		EXPECT_PTR_EQ(page_address(virt_to_page((void *)addr)), (void *)addr);
		EXPECT_EQ(page_count(virt_to_page((void *)addr)), 1);
		free_pages(addr, order);
	}
}

/* High pages have no address: who asks for one gets 0, and the first time a report. */
TEST(__get_free_pages_highmem)
{
	test_capture_start();
	EXPECT_EQ(__get_free_pages(GFP_HIGHUSER, 0), 0UL);
	EXPECT_EQ(__get_free_pages(GFP_HIGHUSER, 3), 0UL);
	EXPECT_EQ(__get_free_page(__GFP_HIGHMEM), 0UL);
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_GE(test_captured("__GFP_HIGHMEM"), 1);
}

/* All other calls that return an address refuse high memory as well. */
TEST(get_zeroed_page_highmem)
{
	test_capture_start();
	EXPECT_EQ(get_zeroed_page(GFP_HIGHUSER), 0UL);
	EXPECT_EQ(get_zeroed_page(GFP_HIGHUSER), 0UL);
	EXPECT_EQ(__get_dma_pages(__GFP_HIGHMEM, 0), 0UL);
	EXPECT_NULL(alloc_pages_exact(PAGE_SIZE, GFP_HIGHUSER));
	test_capture_stop();
	EXPECT_LE(test_captured("WARNING: "), 3);
}

/* Every byte of a zeroed page is zero, also where something else was before. */
TEST(get_zeroed_page_after_use)
{
	unsigned long addr[32];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(addr); i++) {
		addr[i] = __get_free_page(GFP_KERNEL);
		ASSERT_NE(addr[i], 0UL);
		memset((void *)addr[i], 0xff, PAGE_SIZE);
	}
	for (i = 0; i < ARRAY_SIZE(addr); i++)
		free_page(addr[i]);
	for (i = 0; i < ARRAY_SIZE(addr); i++) {
		addr[i] = get_zeroed_page(i & 1 ? GFP_KERNEL : GFP_ATOMIC);
		ASSERT_NE(addr[i], 0UL);
		EXPECT_NULL(memchr_inv((void *)addr[i], 0, PAGE_SIZE));
	}
	for (i = 0; i < ARRAY_SIZE(addr); i++)
		free_page(addr[i]);
}

/* Pages for DMA lie below 16 MB, to their last byte. */
TEST(__get_dma_pages_below_16_mb)
{
	unsigned int order;

	for (order = 0; order < 8; order++) {
		unsigned long addr = __get_dma_pages(GFP_KERNEL | __GFP_NOWARN, order);

		if (!addr) {
			EXPECT_FALSE(model_can_alloc(GFP_DMA, order));
			continue;
		}
		EXPECT_LE(virt_to_phys((void *)addr) + (PAGE_SIZE << order), 16UL << 20);
		free_pages(addr, order);
	}
}

/* Freeing address 0 does nothing. */
TEST(free_pages_zero)
{
	test_capture_start();
	free_pages(0, 0);
	free_pages(0, 3);
	free_pages(0, UINT_MAX);
	free_page(0);
	EXPECT_EQ(test_capture_stop(), 0);
}

/* ---- __GFP_ZERO ---------------------------------------------------------------------------- */

/* Fills a block, frees it, and allocates one like it cleared: the same pages, as a rule. */
static void check_zeroed(gfp_t gfp, unsigned int order)
{
	struct page *page = alloc_or_short(gfp, order);
	unsigned long i;

	if (!page)
		return;
	for (i = 0; i < 1UL << order; i++)
		fill_page(page + i, 0xe5);
	__free_pages(page, order);
	page = alloc_pages(gfp | __GFP_ZERO, order);
	ASSERT_NOT_NULL(page);
	for (i = 0; i < 1UL << order; i++)
		EXPECT_TRUE(page_is_filled(page + i, 0));
	__free_pages(page, order);
}

/* __GFP_ZERO clears all of a low block. */
TEST(alloc_pages_zero_low)
{
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++)
		check_zeroed(GFP_KERNEL, order);
}

/* __GFP_ZERO clears all of a high block. */
TEST(alloc_pages_zero_high)
{
	unsigned int order;

	if (!populated_zone(zone_nr(ZONE_HIGHMEM)))
		SKIP("no high memory");
	for (order = 0; order < MAX_ORDER; order++)
		check_zeroed(GFP_HIGHUSER, order);
}

/* Without __GFP_ZERO a page that was just freed comes back with its old contents. */
TEST(alloc_pages_not_cleared)
{
	struct page *page = alloc_page(GFP_KERNEL), *again;

	ASSERT_NOT_NULL(page);
	fill_page(page, 0x3c);
	__free_page(page);
	again = alloc_page(GFP_KERNEL);
	ASSERT_PTR_EQ(again, page);
	EXPECT_TRUE(page_is_filled(again, 0x3c));
	__free_page(again);
}

/* ---- references ---------------------------------------------------------------------------- */

/* Each get_page() needs a put_page(), and the last one frees the page. */
TEST(put_page_last_reference)
{
	unsigned long before = nr_free_pages();
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	get_page(page);
	get_page(page);
	EXPECT_EQ(page_count(page), 3);
	put_page(page);
	EXPECT_EQ(page_count(page), 2);
	__free_page(page);
	EXPECT_EQ(page_count(page), 1);
	EXPECT_EQ(nr_free_pages(), before - 1);
	put_page(page);
	EXPECT_EQ(page_count(page), 0);
	EXPECT_EQ(nr_free_pages(), before);
}

/* put_page() of the only reference frees a block of any order. */
TEST(put_page_each_order)
{
	unsigned long before = nr_free_pages();
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++) {
		struct page *page = alloc_or_short(GFP_KERNEL, order);

		if (page)
			put_page(page);
		EXPECT_EQ(nr_free_pages(), before);
	}
}

/* ---- compound pages ------------------------------------------------------------------------ */

static void check_compound(struct page *head, unsigned int order)
{
	unsigned long i;

	EXPECT_TRUE(PageHead(head));
	EXPECT_FALSE(PageTail(head));
	EXPECT_EQ(compound_order(head), order);
	for (i = 0; i < 1UL << order; i++) {
		EXPECT_TRUE(PageCompound(head + i));
		EXPECT_EQ(PageTail(head + i), i != 0);
		EXPECT_PTR_EQ(compound_head(head + i), head);
		EXPECT_EQ(page_count(head + i), 1);
	}
}

/* Each page of a compound page knows its head, which knows the order. */
TEST(alloc_pages_compound)
{
	unsigned int order;

	for (order = 1; order < MAX_ORDER; order++) {
		struct page *page = alloc_or_short(GFP_KERNEL | __GFP_COMP, order);

		if (!page)
			continue;
		check_compound(page, order);
		__free_pages(page, order);
	}
	if (populated_zone(zone_nr(ZONE_HIGHMEM))) {
		struct page *page = alloc_pages(GFP_HIGHUSER | __GFP_COMP, 4);

		ASSERT_NOT_NULL(page);
		check_compound(page, 4);
		__free_pages(page, 4);
	}
}

/* A single page is no compound page, whatever was asked for. */
TEST(alloc_pages_compound_order_zero)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 0);

	ASSERT_NOT_NULL(page);
	EXPECT_FALSE(PageCompound(page));
	EXPECT_EQ(compound_order(page), 0);
	EXPECT_PTR_EQ(compound_head(page), page);
	__free_page(page);
}

/* A reference to any page of a compound page is one to its head, and the last frees it whole. */
TEST(put_page_compound_tail)
{
	unsigned long before = nr_free_pages();
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 3);

	ASSERT_NOT_NULL(page);
	get_page(page + 5);
	get_page(page);
	EXPECT_EQ(page_count(page), 3);
	EXPECT_EQ(page_count(page + 7), 3);
	__free_pages(page, 3);
	put_page(page + 1);
	EXPECT_EQ(nr_free_pages(), before - 8);
	EXPECT_EQ(page_count(page + 3), 1);
	check_compound(page, 3);
	put_page(page + 7);
	EXPECT_EQ(nr_free_pages(), before);
}

/* Nothing of a compound page is left in the pages when it is gone. */
TEST(alloc_pages_after_compound)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 3), *again;
	unsigned int i;

	ASSERT_NOT_NULL(page);
	__free_pages(page, 3);
	again = alloc_pages(GFP_KERNEL, 3);
	ASSERT_PTR_EQ(again, page);
	for (i = 0; i < 8; i++) {
		EXPECT_EQ(again[i].flags & PAGEFLAGS_MASK, 0UL);
		EXPECT_PTR_EQ(compound_head(again + i), again + i);
	}
	__free_pages(again, 3);
}

/* Flags that a page may have when it is freed are gone when it is allocated again. */
TEST(alloc_pages_after_flags)
{
	struct page *page = alloc_page(GFP_KERNEL), *again;

	ASSERT_NOT_NULL(page);
	SetPageReferenced(page);
	SetPageUptodate(page);
	SetPageDirty(page);
	SetPageActive(page);
	SetPageReclaim(page);
	__free_page(page);
	again = alloc_page(GFP_KERNEL);
	ASSERT_PTR_EQ(again, page);
	EXPECT_EQ(again->flags & PAGEFLAGS_MASK, 0UL);
	EXPECT_EQ(page_count(again), 1);
	__free_page(again);
}
