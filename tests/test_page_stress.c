// SPDX-License-Identifier: MIT
/*
 * Many random operations against a simple model: a set of held blocks, a bitmap of the frames
 * in them, and a stamp at both ends of every low page.
 *
 * I1. A frame is in at most one held block: its bit is set by the block's allocation.
 * I2. The first and last word of a held low page are its stamps until it is freed.
 * I3. A block's first page has 1 + refs references.
 *
 * What is held is bounded, so that small machines run short now and then, and large ones are
 * not used up.
 */
#include <linux/bitops.h>
#include <linux/bitmap.h>
#include <linux/gfp.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mm_debug.h>
#include <linux/string.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>
#include "page_test.h"

#define OPERATIONS 100000
#define MAX_BLOCKS 700
#define MAX_HELD   12288UL /* pages, 48 MB */
#define ROUND      10000

struct block {
	struct page *page;
	unsigned int nr;    /* pages */
	unsigned int order; /* if it is one block; single pages have 0 */
	unsigned int refs;  /* beside the first */
	bool exact;         /* from alloc_pages_exact() */
};

static struct block blocks[MAX_BLOCKS];
static unsigned int nr_blocks;
static unsigned long held_pages;
static unsigned long *in_use; /* bit n: frame n is held */
static unsigned int nr_failures, nr_successes;

static size_t bitmap_bytes(void)
{
	return BITS_TO_LONGS(max_pfn) * sizeof(long);
}

static int stress_init(void)
{
	page_case_init();
	in_use = alloc_pages_exact(bitmap_bytes(), GFP_KERNEL | __GFP_ZERO);
	nr_blocks = nr_failures = nr_successes = 0;
	held_pages = 0;
	return in_use ? 0 : -1;
}

static void stress_exit(void)
{
	free_pages_exact(in_use, bitmap_bytes());
	if (!zones_validate())
		FAIL("a zone is damaged");
}

TEST_SUITE(page_stress, .resource_count = nr_free_pages, .case_init = stress_init,
	   .case_exit = stress_exit);

/* ---- the model ----------------------------------------------------------------------------- */

static u32 stamp_of(struct page *page, unsigned int end)
{
	return (u32)page_to_pfn(page) << 1 ^ (end ? 0xe8d0a5b1 : 0x17c3f596);
}

static void stamp_page(struct page *page)
{
	u32 *words = page_address(page);

	if (!words)
		return;
	words[0] = stamp_of(page, 0);
	words[PAGE_SIZE / 4 - 1] = stamp_of(page, 1);
}

static bool stamps_hold(struct page *page)
{
	const u32 *words = page_address(page);

	return !words ||
	       (words[0] == stamp_of(page, 0) && words[PAGE_SIZE / 4 - 1] == stamp_of(page, 1));
}

static void check_held(const struct block *b)
{
	unsigned int i;

	if (page_count(b->page) != 1 + b->refs)
		FAIL("pfn %05lx: count %d, not %u", page_to_pfn(b->page), page_count(b->page),
		     1 + b->refs);
	for (i = 0; i < b->nr; i++) {
		if (!stamps_hold(b->page + i))
			FAIL("pfn %05lx: somebody has written to it", page_to_pfn(b->page + i));
	}
}

/* A block comes in. Its frames must not be held by anyone. */
static void model_add(struct page *page, unsigned int nr, unsigned int order, bool exact)
{
	unsigned long pfn = page_to_pfn(page);
	unsigned int i;

	for (i = 0; i < nr; i++) {
		if (__test_and_set_bit(pfn + i, in_use))
			FAIL("pfn %05lx: given out twice", pfn + i);
		stamp_page(page + i);
	}
	blocks[nr_blocks++] = (struct block){ page, nr, order, 0, exact };
	held_pages += nr;
	nr_successes++;
}

/* A block goes out; the caller frees it then. */
static struct block model_remove(unsigned int i)
{
	struct block b = blocks[i];
	unsigned int n;

	check_held(&b);
	for (n = 0; n < b.nr; n++)
		__clear_bit(page_to_pfn(b.page) + n, in_use);
	held_pages -= b.nr;
	blocks[i] = blocks[--nr_blocks];
	return b;
}

/* ---- the operations ------------------------------------------------------------------------ */

static gfp_t random_flags(void)
{
	static const gfp_t types[] = {
		GFP_KERNEL,
		GFP_ATOMIC,
		GFP_NOWAIT,
		GFP_HIGHUSER,
		GFP_KERNEL | GFP_DMA,
		GFP_HIGHUSER | __GFP_HIGH,
		GFP_KERNEL | __GFP_NORETRY,
		GFP_ATOMIC | __GFP_NOMEMALLOC,
	};
	gfp_t gfp = types[test_rand_below(ARRAY_SIZE(types))] | __GFP_NOWARN;

	gfp |= test_rand_below(8) ? 0 : __GFP_COLD;
	gfp |= test_rand_below(8) ? 0 : __GFP_COMP;
	return gfp | (test_rand_below(16) ? 0 : __GFP_ZERO);
}

/* Small orders are the common ones; the largest come up as well. */
static unsigned int random_order(void)
{
	unsigned int order = __ffs(test_rand() | 1U << 30);

	return order < MAX_ORDER ? order : test_rand_below(MAX_ORDER);
}

static bool is_room(unsigned int nr)
{
	return nr_blocks < MAX_BLOCKS && held_pages + nr <= MAX_HELD;
}

static void op_alloc(void)
{
	unsigned int order = random_order();
	gfp_t gfp = random_flags();
	struct page *page;

	if (!is_room(1U << order))
		return;
	page = alloc_pages(gfp, order);
	if (!page) {
		nr_failures++;
		return;
	}
	if ((gfp & __GFP_ZERO) && !page_is_filled(page + (1U << order) - 1, 0))
		FAIL("pfn %05lx: not cleared", page_to_pfn(page));
	if (!zone_may_serve(gfp, page_zonenum(page)))
		FAIL("gfp %x was served from zone %s", gfp, page_zone(page)->name);
	model_add(page, 1U << order, order, false);
}

static void op_alloc_exact(void)
{
	unsigned int nr = 1 + test_rand_below(40);
	void *p;

	if (!is_room(nr))
		return;
	p = alloc_pages_exact(nr * PAGE_SIZE - test_rand_below(PAGE_SIZE),
			      GFP_KERNEL | __GFP_NOWARN);
	if (p)
		model_add(virt_to_page(p), nr, 0, true);
	else
		nr_failures++;
}

static void op_alloc_bulk(void)
{
	struct page *pages[24] = { NULL };
	unsigned long got, i, nr = 1 + test_rand_below(ARRAY_SIZE(pages));

	if (!is_room(nr) || nr_blocks + nr > MAX_BLOCKS)
		return;
	got = alloc_pages_bulk_array(random_flags() & ~__GFP_COMP, nr, pages);
	for (i = 0; i < nr; i++) {
		if ((pages[i] != NULL) != (i < got))
			FAIL("entry %lu of a bulk of %lu", i, got);
		if (pages[i])
			model_add(pages[i], 1, 0, false);
	}
}

static void free_held(const struct block *b)
{
	void *addr = page_address(b->page);

	if (b->exact)
		free_pages_exact(addr, b->nr * PAGE_SIZE);
	else if (addr && test_rand() & 1)
		free_pages((unsigned long)addr, b->order);
	else
		__free_pages(b->page, b->order);
}

static void op_free(void)
{
	struct block b;
	unsigned int i;

	if (!nr_blocks)
		return;
	i = test_rand_below(nr_blocks);
	/* References first: a page of a compound page will do as well as its head. */
	while (blocks[i].refs) {
		struct page *page = blocks[i].page;

		if (PageCompound(page))
			page += test_rand_below(blocks[i].nr);
		put_page(page);
		blocks[i].refs--;
	}
	b = model_remove(i);
	free_held(&b);
}

static void op_get(void)
{
	struct block *b;

	if (!nr_blocks)
		return;
	b = &blocks[test_rand_below(nr_blocks)];
	if (b->refs < 5) {
		get_page(b->page);
		b->refs++;
	}
}

/* Frees a block while a reference is held: what stays of it is its first page. */
static void op_free_shared(void)
{
	struct block b;
	unsigned int i;

	if (!nr_blocks)
		return;
	i = test_rand_below(nr_blocks);
	if (blocks[i].exact || blocks[i].refs != 1 || PageCompound(blocks[i].page))
		return;
	blocks[i].refs = 1;
	b = model_remove(i);
	__free_pages(b.page, b.order);
	model_add(b.page, 1, 0, false);
}

/* Makes single blocks of the pages of one. */
static void op_split(void)
{
	struct block b;
	unsigned int i;

	if (!nr_blocks)
		return;
	i = test_rand_below(nr_blocks);
	if (blocks[i].exact || blocks[i].refs || PageCompound(blocks[i].page) ||
	    nr_blocks + blocks[i].nr > MAX_BLOCKS)
		return;
	b = model_remove(i);
	split_page(b.page, b.order);
	for (i = 0; i < b.nr; i++)
		model_add(b.page + i, 1, 0, false);
}

static void op_drain(void)
{
	drain_all_pages();
}

/* One of these 32 for each operation. */
static void one_operation(void)
{
	unsigned int n = test_rand_below(32);

	if (n < 12)
		op_alloc();
	else if (n < 14)
		op_alloc_exact();
	else if (n < 15)
		op_alloc_bulk();
	else if (n < 27)
		op_free();
	else if (n < 29)
		op_get();
	else if (n < 30)
		op_free_shared();
	else if (n < 31)
		op_split();
	else if (!test_rand_below(8))
		op_drain();
}

/* ---- the cases ----------------------------------------------------------------------------- */

/* Large zones are left to the end: everything that is wrong stays wrong. */
static void check_zones(void)
{
	struct zone *zone;

	for_each_populated_zone(zone) {
		if (zone->spanned_pages <= 262144 && !zone_validate(zone))
			FAIL("zone %s is damaged", zone->name);
	}
}

static void run_operations(unsigned int count)
{
	unsigned int i;

	for (i = 1; i <= count && !test_has_failed(); i++) {
		one_operation();
		if (i % ROUND == 0)
			check_zones();
	}
	while (nr_blocks)
		op_free();
	EXPECT_TRUE(bitmap_empty(in_use, max_pfn));
	EXPECT_GT(nr_successes, count / 8);
}

/* Blocks of all kinds come and go, and each is its holder's alone all the time. */
TEST(random_operations)
{
	EXPECT_FALSE(irqs_disabled());
	run_operations(OPERATIONS);
}

/* The same with every operation on the buddy lists. */
TEST(random_operations_no_pagesets)
{
	pageset_bypass(true);
	run_operations(OPERATIONS / 5);
	pageset_bypass(false);
}

/* The same with little memory left, so that many requests fail. */
TEST(random_operations_short_of_memory)
{
	struct hold most;

	hold_init(&most);
	hold_zone(&most, top_zone(), __GFP_HIGHMEM, 3000);
	if (top_zone() != kernel_zone())
		hold_zone(&most, kernel_zone(), GFP_NOWAIT, 2000);
	if (kernel_zone() != zone_nr(ZONE_DMA))
		hold_zone(&most, zone_nr(ZONE_DMA), GFP_DMA, 1000);
	run_operations(OPERATIONS / 5);
	EXPECT_GT(nr_failures, OPERATIONS / 5 / 100);
	hold_release(&most);
}
