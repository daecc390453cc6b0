// SPDX-License-Identifier: MIT
/*
 * How much memory there is to be had: the same each time, as much as the free lists promise,
 * and all of it different memory that belongs to nobody else.
 *
 * On large machines the parts that go page by page keep to 256 MB of each zone; the rest of
 * the zone is held in large blocks meanwhile.
 */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mm_debug.h>
#include <linux/string.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>
#include <asm/sections.h>
#include "page_test.h"

TEST_SUITE(page_capacity, .resource_count = nr_free_pages, .case_init = page_case_init,
	   .case_exit = page_case_exit);

#define SMALL_PAGES 65536UL /* 256 MB */

/* The flags for which a zone is tried first. */
static gfp_t flags_of(const struct zone *zone)
{
	static const gfp_t flags[MAX_NR_ZONES] = { GFP_DMA, GFP_NOWAIT, __GFP_HIGHMEM };

	return flags[zone_idx(zone)];
}

/* ---- filled twice -------------------------------------------------------------------------- */

/* A copy of what decides about requests to a zone, from which a model may take blocks. */
static struct zone left;

static void copy_zone(const struct zone *zone)
{
	unsigned int order;

	memset(&left, 0, sizeof(left));
	memcpy(left.lowmem_reserve, zone->lowmem_reserve, sizeof(left.lowmem_reserve));
	left.vm_stat[NR_FREE_PAGES] = zone->vm_stat[NR_FREE_PAGES];
	for (order = 0; order < MAX_ORDER; order++)
		left.free_area[order].nr_free = zone->free_area[order].nr_free;
}

static void model_take(unsigned int order)
{
	unsigned int have = order;

	while (have < MAX_ORDER && !left.free_area[have].nr_free)
		have++;
	if (have == MAX_ORDER)
		return;
	left.free_area[have].nr_free--;
	while (have-- > order)
		left.free_area[have].nr_free++;
	left.vm_stat[NR_FREE_PAGES] -= 1UL << order;
}

/* How many blocks of an order a zone gives, by its free lists and its min watermark. */
static unsigned long model_capacity(const struct zone *zone, unsigned int order)
{
	enum zone_type class = class_of_gfp(flags_of(zone));
	unsigned long n = 0;

	copy_zone(zone);
	while (model_watermark_ok(&left, order, min_wmark_pages(zone), class, false)) {
		model_take(order);
		n++;
	}
	return n;
}

/* How many blocks of an order a zone gives. All are freed again. */
static unsigned long capacity(struct zone *zone, unsigned int order)
{
	gfp_t gfp = flags_of(zone) | __GFP_NOWARN;
	struct page *page;
	unsigned long n;
	struct hold h;

	hold_init(&h);
	while ((page = alloc_pages(gfp, order))) {
		if (page_zone(page) != zone) {
			__free_pages(page, order);
			break;
		}
		hold_add(&h, page, order);
	}
	n = h.pages >> order;
	hold_release(&h);
	drain_all_pages();
	return n;
}

/*
 * Without pagesets the model tells the number to the block. With them a few blocks may have been
 * set aside before the rule for their order forbade it; each time the same.
 */
static void check_capacity(struct zone *zone, unsigned int order)
{
	unsigned long exact, first;

	pageset_bypass(true);
	exact = capacity(zone, order);
	EXPECT_EQ(exact, model_capacity(zone, order));
	pageset_bypass(false);
	first = capacity(zone, order);
	EXPECT_GE(first, exact);
	EXPECT_LE(first, exact + (order ? 16 : 0));
	EXPECT_EQ(capacity(zone, order), first);
}

/* Each zone, filled with blocks of one order, takes exactly as many as it has room for. */
static void check_all_orders(struct zone *zone)
{
	struct hold lower, most;
	int order, z;

	if (!populated_zone(zone))
		SKIP("no zone %s", zone->name);
	/* With a lower zone at hand, requests would stop at this one's low mark. */
	hold_init(&lower);
	for (z = zone_idx(zone) - 1; z >= 0; z--)
		hold_zone(&lower, zone_nr(z), flags_of(zone_nr(z)), 0);
	check_capacity(zone, MAX_ORDER - 1);
	hold_init(&most);
	hold_zone(&most, zone, flags_of(zone), SMALL_PAGES);
	for (order = MAX_ORDER - 1; order >= 0; order--)
		check_capacity(zone, order);
	hold_release(&most);
	hold_release(&lower);
	EXPECT_TRUE(zone_validate(zone));
}

/* The DMA zone gives each time what it has. */
TEST(capacity_dma)
{
	check_all_orders(zone_nr(ZONE_DMA));
}

/* So does Normal. */
TEST(capacity_normal)
{
	check_all_orders(zone_nr(ZONE_NORMAL));
}

/* So does HighMem. */
TEST(capacity_highmem)
{
	check_all_orders(zone_nr(ZONE_HIGHMEM));
}

/* The whole machine gives the same number of pages each time, also in mixed sizes. */
TEST(capacity_mixed)
{
	unsigned long pages[3];
	unsigned int i, n;

	for (i = 0; i < 3; i++) {
		struct hold h;

		hold_init(&h);
		for (n = 0; n < 500; n++)
			hold_fill(&h, GFP_HIGHUSER, test_rand_below(4), 1);
		hold_all(&h, GFP_HIGHUSER);
		hold_all(&h, GFP_KERNEL);
		hold_all(&h, GFP_KERNEL | GFP_DMA);
		pages[i] = h.pages;
		hold_release(&h);
	}
	EXPECT_EQ(pages[1], pages[0]);
	EXPECT_EQ(pages[2], pages[0]);
}

/* ---- written ------------------------------------------------------------------------------- */

#define WORDS (PAGE_SIZE / sizeof(u32))

/* A number that differs from page to page and from word to word. */
static u32 stamp(unsigned long pfn, unsigned int word)
{
	return (u32)pfn * 2654435761U ^ word;
}

/* Words 0, 341, 682 and 1023: the ends and two in between. */
#define STAMP_STEP (WORDS / 3)

static void write_stamps(struct page *page)
{
	u32 *words = page_address(page);
	unsigned int i;

	for (i = 0; i < WORDS; i += STAMP_STEP)
		words[i] = stamp(page_to_pfn(page), i);
	words[WORDS - 1] = ~stamp(page_to_pfn(page), WORDS - 1);
}

static bool stamps_are_right(struct page *page)
{
	const u32 *words = page_address(page);
	unsigned int i;

	for (i = 0; i < WORDS - 1; i += STAMP_STEP) {
		if (words[i] != stamp(page_to_pfn(page), i))
			return false;
	}
	return words[WORDS - 1] == ~stamp(page_to_pfn(page), WORDS - 1);
}

static u32 sum_of(const void *start, const void *end)
{
	const u32 *p;
	u32 sum = 0;

	for (p = start; p < (const u32 *)end; p++)
		sum = (sum << 5 | sum >> 27) ^ *p;
	return sum;
}

/* Memory that nobody may have changed: code, constants, and a sample of reserved pages. */
static u32 sum_of_bystanders(void)
{
	u32 sum = sum_of(_text, _etext) ^ sum_of(__rodata_start, __rodata_end);
	unsigned long pfn;

	for (pfn = 0; pfn < 160; pfn += 7) {
		if (pfn_valid(pfn) && PageReserved(pfn_to_page(pfn)))
			sum ^= sum_of(pfn_to_kaddr(pfn), pfn_to_kaddr(pfn + 1));
	}
	return sum;
}

/* For each page of each held block; false ends it. */
static bool for_each_held_page(struct hold *h, bool (*fn)(struct page *page))
{
	unsigned int order;
	struct page *page;
	unsigned long i;

	for (order = 0; order < MAX_ORDER; order++) {
		list_for_each_entry(page, &h->blocks[order], lru) {
			for (i = 0; i < 1UL << order; i++) {
				if (!fn(page + i))
					return false;
			}
		}
	}
	return true;
}

static bool write_one(struct page *page)
{
	write_stamps(page);
	return true;
}

static bool check_one(struct page *page)
{
	if (stamps_are_right(page))
		return true;
	FAIL("pfn %05lx has changed", page_to_pfn(page));
	return false;
}

/*
 * All pages of a low zone that can be had are memory of their own: each keeps what was written
 * to it while all others are written, and the kernel and reserved pages stay as they are.
 */
static void check_all_pages(struct zone *zone)
{
	u32 before = sum_of_bystanders();
	struct hold h;

	if (!populated_zone(zone))
		SKIP("no zone %s", zone->name);
	hold_init(&h);
	hold_zone(&h, zone, flags_of(zone) | __GFP_HIGH, 0);
	EXPECT_GE(h.pages + min_wmark_pages(zone), zone_free(zone));
	EXPECT_TRUE(for_each_held_page(&h, write_one));
	EXPECT_TRUE(for_each_held_page(&h, check_one));
	EXPECT_EQ(sum_of_bystanders(), before);
	hold_release(&h);
}

/* Every page of DMA. */
TEST(pages_apart_dma)
{
	check_all_pages(zone_nr(ZONE_DMA));
}

/* Every page of Normal. */
TEST(pages_apart_normal)
{
	check_all_pages(zone_nr(ZONE_NORMAL));
}

/* ---- written, without an address ----------------------------------------------------------- */

static bool write_high(struct page *page)
{
	u32 words[2] = { stamp(page_to_pfn(page), 0), stamp(page_to_pfn(page), 1) };

	memcpy_to_page(page, 0, &words[0], sizeof(words[0]));
	memcpy_to_page(page, PAGE_SIZE - 4, &words[1], sizeof(words[1]));
	return true;
}

static bool check_high(struct page *page)
{
	u32 words[2];

	memcpy_from_page(&words[0], page, 0, sizeof(words[0]));
	memcpy_from_page(&words[1], page, PAGE_SIZE - 4, sizeof(words[1]));
	if (words[0] == stamp(page_to_pfn(page), 0) && words[1] == stamp(page_to_pfn(page), 1))
		return true;
	FAIL("high pfn %05lx has changed", page_to_pfn(page));
	return false;
}

/* High pages from all over the zone keep what is written to them through a window. */
TEST(pages_apart_highmem)
{
	struct zone *zone = zone_nr(ZONE_HIGHMEM);
	struct hold all, sample;
	struct page *page;
	unsigned long step, n = 0;

	if (!populated_zone(zone))
		SKIP("no high memory");
	hold_init(&all);
	hold_init(&sample);
	hold_zone(&all, zone, __GFP_HIGHMEM, 0);
	step = (all.pages >> (MAX_ORDER - 1)) / 64 + 1;
	while ((page = hold_take(&all, MAX_ORDER - 1))) {
		unsigned long pick = test_rand_below(MAX_ORDER_NR_PAGES), i;

		if (n++ % step) {
			__free_pages(page, MAX_ORDER - 1);
			continue;
		}
		/* Of every block one page, which is where it was, and the two at its ends. */
		split_page(page, MAX_ORDER - 1);
		for (i = 0; i < MAX_ORDER_NR_PAGES; i++) {
			if (i == pick || !i || i == MAX_ORDER_NR_PAGES - 1)
				hold_add(&sample, page + i, 0);
			else
				__free_page(page + i);
		}
	}
	EXPECT_TRUE(for_each_held_page(&sample, write_high));
	EXPECT_TRUE(for_each_held_page(&sample, check_high));
	hold_release(&sample);
	hold_release(&all);
}
