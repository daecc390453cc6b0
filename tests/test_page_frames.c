// SPDX-License-Identifier: MIT
/*
 * struct page and the conversions between page, frame number, physical address and address in
 * the direct map, against the firmware's map.
 *
 * Up to 4 GB every frame is looked at; above it the ends of every range and section, and every
 * 61st frame between them.
 */
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <quarry/memmap.h>
#include <quarry/mm_init.h>
#include <quarry/test.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include "page_test.h"

TEST_SUITE(page_frames, .resource_count = nr_free_pages, .case_init = page_case_init,
	   .case_exit = page_case_exit);

#define PFN_16M     (16UL << (20 - PAGE_SHIFT))
#define PFN_4G      (1UL << (32 - PAGE_SHIFT))
#define SPARSE_STEP 61

/* The frame to look at after this one. */
static unsigned long next_pfn(unsigned long pfn)
{
	unsigned long in_section = pfn & (PAGES_PER_SECTION - 1);

	if (pfn < PFN_4G || in_section == PAGES_PER_SECTION - 1)
		return pfn + 1;
	return pfn - in_section + min(in_section + SPARSE_STEP, PAGES_PER_SECTION - 1);
}

#define for_each_some_pfn(pfn) for ((pfn) = 0; (pfn) < max_pfn + 2048; (pfn) = next_pfn(pfn))

/* Which frames the map calls usable, asked in ascending order: remembers the range. */
struct map_cursor {
	u32 i;
};

static bool is_usable(struct map_cursor *at, unsigned long pfn)
{
	const struct memmap *map = mm_memmap();
	u64 start = (u64)pfn << PAGE_SHIFT, end = start + PAGE_SIZE;

	while (at->i < map->nr && map->range[at->i].end <= start)
		at->i++;
	return at->i < map->nr && map->range[at->i].type == MEM_USABLE &&
	       map->range[at->i].start <= start && end <= map->range[at->i].end;
}

/* ---- struct page --------------------------------------------------------------------------- */

/* struct page has at most 32 bytes, and its array costs at most 0.8 % of memory. */
TEST(struct_page_size)
{
	EXPECT_LE(sizeof(struct page), 32);
	EXPECT_LE(sizeof(struct page) * 1000, PAGE_SIZE * 8);
}

/* All arrays together cost at most 0.8 % of what the map lists in their sections. */
TEST(struct_page_total)
{
	const struct memmap *map = mm_memmap();
	u64 listed = 0, frames = 0;
	unsigned long s;
	u32 i;

	for (s = 0; s < NR_MEM_SECTIONS; s++)
		frames += mem_section[s].end_pfn - mem_section[s].start_pfn;
	for (i = 0; i < map->nr; i++) {
		u64 end = min(map->range[i].end, (u64)max_pfn << PAGE_SHIFT);

		if (map->range[i].start < end)
			listed += end - map->range[i].start;
	}
	/* The hole below 1 MB, and up to 4 MB at the end, are in blocks that have memory. */
	EXPECT_LE(frames * sizeof(struct page) * 1000, (listed + SZ_4M + SZ_512K) * 8);
}

/* A section of 64 MB without usable memory has no array; others have no more than they need. */
TEST(struct_page_no_hole)
{
	unsigned long s;

	for (s = 0; s < NR_MEM_SECTIONS; s++) {
		unsigned long start = s << PFN_SECTION_SHIFT;
		struct extent e = map_usable_between(start, start + PAGES_PER_SECTION);

		if (e.pages) {
			EXPECT_NOT_NULL(mem_section[s].map);
			EXPECT_EQ(mem_section[s].start_pfn,
				  ALIGN_DOWN(e.first, MAX_ORDER_NR_PAGES));
			EXPECT_EQ(mem_section[s].end_pfn, ALIGN(e.last + 1, MAX_ORDER_NR_PAGES));
		} else {
			EXPECT_NULL(mem_section[s].map);
			EXPECT_FALSE(pfn_valid(start));
			EXPECT_FALSE(pfn_valid(start + PAGES_PER_SECTION - 1));
		}
	}
}

/* ---- frames and pages ---------------------------------------------------------------------- */

/* A usable frame has a page; a frame with a page that is not usable is reserved. */
TEST(pfn_valid_from_map)
{
	struct map_cursor at = { 0 };
	unsigned long pfn, lost = 0, wrong = 0;

	for_each_some_pfn(pfn)
	{
		bool usable = is_usable(&at, pfn);

		lost += usable && !pfn_valid(pfn);
		wrong += !usable && pfn_valid(pfn) && !PageReserved(pfn_to_page(pfn));
	}
	EXPECT_EQ(lost, 0UL);
	EXPECT_EQ(wrong, 0UL);
}

/* Any number may be asked for; beyond the last section there is nothing. */
TEST(pfn_valid_any_number)
{
	static const unsigned long none[] = {
		ULONG_MAX, ULONG_MAX >> PAGE_SHIFT,
		LONG_MAX,  1UL << 24,
		1UL << 30, NR_MEM_SECTIONS << PFN_SECTION_SHIFT,
	};
	unsigned int i;

	EXPECT_TRUE(pfn_valid(0));
	EXPECT_TRUE(pfn_valid(max_pfn - 1));
	EXPECT_FALSE(pfn_valid(ALIGN(max_pfn, MAX_ORDER_NR_PAGES)));
	for (i = 0; i < ARRAY_SIZE(none); i++)
		EXPECT_FALSE(pfn_valid(none[i]));
}

/* pfn_to_page() and page_to_pfn() are each other's inverse for every frame with a page. */
TEST(pfn_to_page_inverse)
{
	unsigned long pfn, wrong = 0, seen = 0;

	for_each_some_pfn(pfn)
	{
		if (!pfn_valid(pfn))
			continue;
		seen++;
		wrong += page_to_pfn(pfn_to_page(pfn)) != pfn;
	}
	EXPECT_EQ(wrong, 0UL);
	EXPECT_GT(seen, 1000UL);
}

/* Within an aligned block of the highest order pages lie side by side as frames do. */
TEST(pfn_to_page_contiguous)
{
	unsigned long pfn, wrong = 0;

	for (pfn = 0; pfn < max_pfn; pfn += MAX_ORDER_NR_PAGES) {
		struct page *first = pfn_to_page(pfn);
		unsigned long i;

		if (!pfn_valid(pfn))
			continue;
		for (i = 1; i < MAX_ORDER_NR_PAGES; i <<= 1)
			wrong += !pfn_valid(pfn + i) || pfn_to_page(pfn + i) != first + i;
		wrong += !pfn_valid(pfn + i - 1) || pfn_to_page(pfn + i - 1) != first + (i - 1);
	}
	EXPECT_EQ(wrong, 0UL);
}

static enum zone_type zone_by_pfn(unsigned long pfn)
{
	if (pfn < PFN_16M)
		return ZONE_DMA;
	/* Low memory ends on a multiple of 4 MB, whether or not it is full. */
	return pfn < ALIGN(max_low_pfn, MAX_ORDER_NR_PAGES) ? ZONE_NORMAL : ZONE_HIGHMEM;
}

/* The zone of a page follows from its frame number, and node 0 is the only one. */
TEST(page_zone_by_pfn)
{
	unsigned long pfn, wrong = 0, wrong_node = 0;

	for_each_some_pfn(pfn)
	{
		struct page *page = pfn_to_page(pfn);

		if (!pfn_valid(pfn))
			continue;
		wrong += page_zonenum(page) != zone_by_pfn(pfn) ||
			 page_zone(page) != zone_nr(zone_by_pfn(pfn)) ||
			 PageHighMem(page) != (zone_by_pfn(pfn) == ZONE_HIGHMEM);
		wrong_node += page_to_nid(page) != 0;
	}
	EXPECT_EQ(wrong, 0UL);
	EXPECT_EQ(wrong_node, 0UL);
}

/* max_pfn and max_low_pfn lie behind the last usable frame of all and of low memory. */
TEST(max_pfn_from_map)
{
	struct map_cursor at = { 0 };

	EXPECT_TRUE(is_usable(&at, max_low_pfn - 1));
	EXPECT_TRUE(is_usable(&at, max_pfn - 1));
	EXPECT_GE(max_pfn, max_low_pfn);
	EXPECT_PTR_EQ(high_memory, __va(max_low_pfn << PAGE_SHIFT));
}

/* ---- who has which page -------------------------------------------------------------------- */

static unsigned long count_unreserved(unsigned long start, unsigned long end)
{
	unsigned long pfn, n = 0;

	for (pfn = start >> PAGE_SHIFT; pfn < PAGE_ALIGN(end) >> PAGE_SHIFT; pfn++)
		n += !PageReserved(pfn_to_page(pfn)) || page_count(pfn_to_page(pfn)) < 1;
	return n;
}

/* The first page, and every page of the kernel that is in use, is reserved. */
TEST(kernel_pages_reserved)
{
	EXPECT_TRUE(PageReserved(pfn_to_page(0)));
	EXPECT_EQ(count_unreserved(__pa(_text), __pa(_etext)), 0UL);
	EXPECT_EQ(count_unreserved(__pa(__rodata_start), __pa(__rodata_end)), 0UL);
	EXPECT_EQ(count_unreserved(__pa(__data_start), __pa(__init_start)), 0UL);
	EXPECT_EQ(count_unreserved(__pa(__bss_start), __pa(__init_bss_start)), 0UL);
}

/* What only the start-up needed belongs to the allocator. */
TEST(init_pages_given_back)
{
	unsigned long start = __pa(__init_start), end = __pa(__init_end);

	EXPECT_EQ(count_unreserved(start, end), (end - start) >> PAGE_SHIFT);
}

/* The arrays of struct page and the page tables lie in reserved pages. */
TEST(tables_reserved)
{
	unsigned long s;

	EXPECT_EQ(count_unreserved(kernel_cr3, kernel_cr3 + 1), 0UL);
	EXPECT_EQ(count_unreserved(__pa(kernel_pmd), __pa(kernel_pmd + KERNEL_PMDS)), 0UL);
	for (s = 0; s < NR_MEM_SECTIONS; s++) {
		if (mem_section[s].map)
			EXPECT_EQ(count_unreserved(
					  __pa(mem_section[s].map + mem_section[s].start_pfn),
					  __pa(mem_section[s].map + mem_section[s].end_pfn)),
				  0UL);
	}
}

/* A free page has the count -1 inside and 0 outside; all others have at least one reference. */
TEST(page_count_free)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	EXPECT_EQ(atomic_read(&page->_count), 0);
	EXPECT_EQ(page_count(page), 1);
	EXPECT_EQ(page_ref_count(page), 1);
	__free_page(page);
	EXPECT_EQ(atomic_read(&page->_count), -1);
	EXPECT_EQ(page_count(page), 0);
	drain_all_pages();
	EXPECT_EQ(page_count(page), 0);
	EXPECT_GE(page_count(pfn_to_page(0)), 1);
}

/* ---- addresses ----------------------------------------------------------------------------- */

/* Physical addresses are whole, also above 4 GB. */
TEST(page_to_phys_whole)
{
	struct zone *zone;

	for_each_populated_zone(zone) {
		unsigned long last = zone_end_pfn(zone) - 1;

		EXPECT_EQ((u64)page_to_phys(pfn_to_page(last)), (u64)last * PAGE_SIZE);
	}
}

/* In the direct map an address and its physical address differ by PAGE_OFFSET. */
TEST(virt_to_phys_inverse)
{
	struct page *page = alloc_pages(GFP_KERNEL, 1);
	void *addr;

	ASSERT_NOT_NULL(page);
	addr = page_address(page);
	EXPECT_EQ(virt_to_phys(addr), (unsigned long)addr - PAGE_OFFSET);
	EXPECT_EQ(virt_to_phys(addr + 5000), page_to_phys(page) + 5000);
	EXPECT_PTR_EQ(phys_to_virt(virt_to_phys(addr)), addr);
	EXPECT_PTR_EQ(virt_to_page(addr + PAGE_SIZE - 1), page);
	EXPECT_PTR_EQ(virt_to_page(addr + PAGE_SIZE), page + 1);
	EXPECT_PTR_EQ(pfn_to_kaddr(page_to_pfn(page)), addr);
	EXPECT_PTR_EQ(virt_to_head_page(addr), page);
	EXPECT_PTR_EQ(lowmem_page_address(page), addr);
	__free_pages(page, 1);
}

/* virt_addr_valid() is true from the first byte of the direct map to its last, nowhere else. */
TEST(virt_addr_valid_ends)
{
	static const unsigned long never[] = {
		0,           1,
		PAGE_SIZE,   0x00100000,
		0x80000000,  PAGE_OFFSET - 1,
		PKMAP_BASE,  FIXADDR_START,
		FIXADDR_TOP, ULONG_MAX,
	};
	unsigned int i;

	EXPECT_TRUE(virt_addr_valid((void *)PAGE_OFFSET));
	EXPECT_TRUE(virt_addr_valid(high_memory - 1));
	EXPECT_FALSE(virt_addr_valid(high_memory));
	EXPECT_FALSE(virt_addr_valid((void *)VMALLOC_START));
	EXPECT_FALSE(virt_addr_valid((void *)(VMALLOC_END - 1)));
	EXPECT_TRUE(virt_addr_valid(&never));
	for (i = 0; i < ARRAY_SIZE(never); i++)
		EXPECT_FALSE(virt_addr_valid((void *)never[i]));
}

/* Debug builds report the physical address of something that is not in the direct map. */
TEST(virt_to_phys_not_direct_map)
{
	static void *const addresses[] = { (void *)0x1000, (void *)PKMAP_BASE };
	unsigned int i;

	if (!IS_ENABLED(CONFIG_DEBUG))
		SKIP("a debug build's check");
	for (i = 0; i < ARRAY_SIZE(addresses); i++) {
		test_capture_start();
		EXPECT_EQ(virt_to_phys(addresses[i]), (unsigned long)addresses[i] - PAGE_OFFSET);
		test_capture_stop();
		/* Once is enough. */
		EXPECT_EQ(test_captured("WARNING: "), i == 0);
	}
}

/* The vmalloc area is the vmalloc area, and does not overlap the direct map. */
TEST(is_vmalloc_addr_ends)
{
	EXPECT_FALSE(is_vmalloc_addr((void *)(VMALLOC_START - 1)));
	EXPECT_TRUE(is_vmalloc_addr((void *)VMALLOC_START));
	EXPECT_TRUE(is_vmalloc_addr((void *)(VMALLOC_END - 1)));
	EXPECT_FALSE(is_vmalloc_addr((void *)VMALLOC_END));
	EXPECT_FALSE(is_vmalloc_addr((void *)PAGE_OFFSET));
	EXPECT_FALSE(is_vmalloc_addr(NULL));
	EXPECT_GT(VMALLOC_START, (unsigned long)high_memory);
	EXPECT_GE(VMALLOC_END - VMALLOC_START, 100UL << 20);
}

/* get_order() is the smallest order whose block holds a size. */
TEST(get_order_values)
{
	static const struct {
		unsigned long size;
		unsigned int order;
	} t[] = { { 0, 0 },      { 1, 0 },          { 4095, 0 },   { 4096, 0 },
		  { 4097, 1 },   { 8192, 1 },       { 8193, 2 },   { 3 * 4096, 2 },
		  { SZ_64K, 4 }, { SZ_4M - 1, 10 }, { SZ_4M, 10 }, { SZ_4M + 1, 11 },
		  { SZ_2G, 19 }, { ULONG_MAX, 20 } };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(t); i++)
		EXPECT_EQ(get_order(t[i].size), t[i].order);
}

/* Bytes to frames and back: up, down, whole. */
TEST(pfn_arithmetic)
{
	EXPECT_EQ(PFN_UP(0UL), 0UL);
	EXPECT_EQ(PFN_UP(1UL), 1UL);
	EXPECT_EQ(PFN_UP(4096UL), 1UL);
	EXPECT_EQ(PFN_UP(4097UL), 2UL);
	EXPECT_EQ(PFN_DOWN(4095UL), 0UL);
	EXPECT_EQ(PFN_DOWN(8191UL), 1UL);
	EXPECT_EQ((u64)PFN_PHYS(0xfffffUL), 0xfffff000ULL);
	EXPECT_EQ(PHYS_PFN((u64)5 << 32), 5UL << 20);
	EXPECT_EQ(PAGE_ALIGN(4097UL), 8192UL);
	EXPECT_EQ(offset_in_page((void *)0xc0001234UL), 0x234UL);
	EXPECT_TRUE(PAGE_ALIGNED(0xc0001000UL));
	EXPECT_FALSE(PAGE_ALIGNED(0xc0001001UL));
}

/* ---- flags --------------------------------------------------------------------------------- */

/* Sets, asks, and clears one flag in every way that there is; all other bits stay. */
#define CHECK_FLAG(page, name, bit)                                                                \
	do {                                                                                       \
		unsigned long was = (page)->flags;                                                 \
                                                                                                   \
		EXPECT_FALSE(Page##name(page));                                                    \
		SetPage##name(page);                                                               \
		EXPECT_EQ((page)->flags, was | 1UL << (bit));                                      \
		EXPECT_TRUE(Page##name(page));                                                     \
		EXPECT_TRUE(TestSetPage##name(page));                                              \
		ClearPage##name(page);                                                             \
		EXPECT_EQ((page)->flags, was);                                                     \
		EXPECT_FALSE(TestSetPage##name(page));                                             \
		EXPECT_TRUE(TestClearPage##name(page));                                            \
		EXPECT_FALSE(TestClearPage##name(page));                                           \
		__SetPage##name(page);                                                             \
		EXPECT_EQ((page)->flags, was | 1UL << (bit));                                      \
		__ClearPage##name(page);                                                           \
		EXPECT_EQ((page)->flags, was);                                                     \
	} while (0)

/* Each flag is a bit of its own, beside the page's links to section, node and zone. */
TEST(page_flags)
{
	struct page *page = alloc_pages(GFP_HIGHUSER, 3);

	ASSERT_NOT_NULL(page);
	CHECK_FLAG(page, Locked, PG_locked);
	CHECK_FLAG(page, Referenced, PG_referenced);
	CHECK_FLAG(page, Uptodate, PG_uptodate);
	CHECK_FLAG(page, Dirty, PG_dirty);
	CHECK_FLAG(page, LRU, PG_lru);
	CHECK_FLAG(page, Active, PG_active);
	CHECK_FLAG(page, Slab, PG_slab);
	CHECK_FLAG(page, Reserved, PG_reserved);
	CHECK_FLAG(page, Private, PG_private);
	CHECK_FLAG(page, Reclaim, PG_reclaim);
	CHECK_FLAG(page, Head, PG_head);
	CHECK_FLAG(page, Tail, PG_tail);
	CHECK_FLAG(page, Buddy, PG_buddy);
	CHECK_FLAG(page, Poisoned, PG_poisoned);
	EXPECT_EQ(page_order(page), 3);
	__free_pages(page, 3);
}

/* page->private is the owner's. */
TEST(page_private_value)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	set_page_private(page, 0xdeadbeef);
	EXPECT_EQ(page_private(page), 0xdeadbeefUL);
	set_page_private(page, 0);
	__free_page(page);
}

/* ---- contents ------------------------------------------------------------------------------ */

static void check_copies(struct page *page)
{
	static const struct {
		size_t offset, size;
	} t[] = { { 0, 1 },     { 0, 64 },   { 1, 63 },  { 4095, 1 },
		  { 4000, 96 }, { 2047, 2 }, { 4096, 0 } };
	u8 out[96], in[96];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		memset(in, 0x11 + i, sizeof(in));
		memset(out, 0, sizeof(out));
		fill_page(page, 0xee);
		memcpy_to_page(page, t[i].offset, in, t[i].size);
		memcpy_from_page(out, page, t[i].offset, t[i].size);
		EXPECT_MEMEQ(out, in, t[i].size);
		/* The bytes beside it are as before. */
		if (t[i].offset) {
			memcpy_from_page(out, page, t[i].offset - 1, 1);
			EXPECT_EQ(out[0], 0xee);
		}
		if (t[i].offset + t[i].size < PAGE_SIZE) {
			memcpy_from_page(out, page, t[i].offset + t[i].size, 1);
			EXPECT_EQ(out[0], 0xee);
		}
	}
	clear_highpage(page);
	EXPECT_TRUE(page_is_filled(page, 0));
}

/* Copies reach exactly the bytes asked for, in low pages. */
TEST(memcpy_page_low)
{
	struct page *page = alloc_page(GFP_KERNEL);

	ASSERT_NOT_NULL(page);
	check_copies(page);
	__free_page(page);
}

/* In high pages as well, and pages do not show through each other's window. */
TEST(memcpy_page_high)
{
	struct page *page = alloc_pages(GFP_HIGHUSER, 1);

	ASSERT_NOT_NULL(page);
	if (!PageHighMem(page)) {
		__free_pages(page, 1);
		SKIP("no high memory");
	}
	fill_page(page + 1, 0x77);
	check_copies(page);
	EXPECT_TRUE(page_is_filled(page + 1, 0x77));
	__free_pages(page, 1);
}

/* A range that leaves the page is reported, and nothing is copied. */
TEST(memcpy_page_out_of_range)
{
	static const struct {
		size_t offset, size;
	} t[] = { { 0, 4097 }, { 1, 4096 },      { 4096, 1 },
		  { 5000, 0 }, { ULONG_MAX, 2 }, { 4, ULONG_MAX } };
	struct page *page = alloc_page(GFP_KERNEL);
	u8 byte = 0x55;
	unsigned int i;

	ASSERT_NOT_NULL(page);
	fill_page(page, 0xaa);
	for (i = 0; i < ARRAY_SIZE(t); i++) {
		test_capture_start();
		memcpy_to_page(page, t[i].offset, &byte, t[i].size);
		memcpy_from_page(&byte, page, t[i].offset, t[i].size);
		test_capture_stop();
		EXPECT_EQ(test_captured("WARNING: "), 2);
	}
	EXPECT_EQ(byte, 0x55);
	EXPECT_TRUE(page_is_filled(page, 0xaa));
	__free_page(page);
}
