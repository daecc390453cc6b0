// SPDX-License-Identifier: MIT
/* The boot allocator, on allocators of its own: rules, then seeded work against a model. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/bootmem.h>
#include <quarry/test.h>

#define ROOM 64
#define PAGE 0x1000ull

static struct bootmem_region memory[ROOM], reserved[ROOM];
static struct bootmem bm;
static struct bootmem_account sum;
static struct boot_error err;

static int make_empty(void)
{
	bootmem_init(&bm, memory, ROOM, reserved, ROOM);
	return 0;
}

/* After every case the tables are in order and the bytes add up. */
static void check_sound(void)
{
	if (!bootmem_validate(&bm, &sum, &err))
		FAIL("%s", err.text);
}

TEST_SUITE(bootmem, .case_init = make_empty, .case_exit = check_sound);

static void add(u64 start, u64 end)
{
	ASSERT_EQ(bootmem_add(&bm, start, end - start, &err), 0);
}

static void reserve(u64 start, u64 end, const char *name)
{
	ASSERT_EQ(bootmem_reserve(&bm, start, end - start, name, &err), 0);
}

static u64 alloc(u64 size, u64 align, u64 min, u64 max)
{
	struct bootmem_request req = { size, align, min, max, "test" };

	return bootmem_alloc(&bm, &req, &err);
}

static void expect_region(const struct bootmem_table *table, u32 i, u64 start, u64 end,
			  const char *name)
{
	ASSERT_LT(i, table->nr);
	EXPECT_EQ(table->region[i].start, start);
	EXPECT_EQ(table->region[i].end, end);
	if (name)
		EXPECT_STREQ(table->region[i].name, name);
}

/* ---- memory ---- */

/* Memory comes in any order, and what touches or overlaps becomes one region. */
TEST(add_any_order)
{
	add(0x5000, 0x6000);
	add(0x1000, 0x2000);
	add(0x8000, 0x9000);
	EXPECT_EQ(bm.memory.nr, 3u);
	add(0x2000, 0x5000);
	EXPECT_EQ(bm.memory.nr, 2u);
	expect_region(&bm.memory, 0, 0x1000, 0x6000, NULL);
	add(0x0, 0x20000);
	EXPECT_EQ(bm.memory.nr, 1u);
	expect_region(&bm.memory, 0, 0, 0x20000, NULL);
	add(0x3000, 0x4000);
	EXPECT_EQ(bm.memory.nr, 1u);
	EXPECT_EQ(bootmem_add(&bm, 0x30000, 0, &err), 0);
	EXPECT_EQ(bm.memory.nr, 1u);
}

TEST(add_refuses_impossible)
{
	EXPECT_EQ(bootmem_add(&bm, ~0ull - 10, 20, &err), -EINVAL);
	EXPECT_NOT_NULL(strstr(err.text, "past 2^64"));
	EXPECT_EQ(bootmem_add(&bm, ~0ull - 20, 10, &err), -EINVAL);
	EXPECT_NOT_NULL(strstr(err.text, "no frame numbers"));
	EXPECT_EQ(bm.memory.nr, 0u);
}

/* What a map calls usable, and only below the reach. */
TEST(add_map_below_reach)
{
	static struct mem_range range[] = { { 0, 0x9fc00, MEM_USABLE },
					    { 0x9fc00, 0xa0000, MEM_RESERVED },
					    { 0x100000, 0x500000, MEM_USABLE },
					    { 0x600000, 0x700000, MEM_USABLE } };
	struct memmap map = { range, ARRAY_SIZE(range), ARRAY_SIZE(range) };

	EXPECT_EQ(bootmem_add_map(&bm, &map, 0x480000, &err), 0);
	EXPECT_EQ(bm.memory.nr, 2u);
	expect_region(&bm.memory, 1, 0x100000, 0x480000, NULL);
}

/* ---- reservations ---- */

/* Reservations may lie in holes, overlap, and repeat; bytes keep the name they got first. */
TEST(reserve_overlaps)
{
	add(0x10000, 0x20000);
	reserve(0x12000, 0x14000, "image");
	reserve(0x11000, 0x16000, "module");
	reserve(0x30000, 0x31000, "hole");
	reserve(0x13000, 0x13800, "inside");
	EXPECT_EQ(bm.reserved.nr, 5u);
	expect_region(&bm.reserved, 0, 0, PAGE, "first page");
	expect_region(&bm.reserved, 1, 0x11000, 0x12000, "module");
	expect_region(&bm.reserved, 2, 0x12000, 0x14000, "image");
	expect_region(&bm.reserved, 3, 0x14000, 0x16000, "module");
	expect_region(&bm.reserved, 4, 0x30000, 0x31000, "hole");
}

/* What touches and has one name takes one entry. */
TEST(reserve_joins_same_name)
{
	char name[] = "frames";

	reserve(0x12000, 0x13000, "frames");
	reserve(0x14000, 0x15000, "frames");
	reserve(0x13000, 0x14000, name);
	EXPECT_EQ(bm.reserved.nr, 2u);
	expect_region(&bm.reserved, 1, 0x12000, 0x15000, "frames");
	reserve(0x15000, 0x16000, "other");
	EXPECT_EQ(bm.reserved.nr, 3u);
}

TEST(reserve_without_name)
{
	reserve(0x12000, 0x13000, NULL);
	expect_region(&bm.reserved, 1, 0x12000, 0x13000, "unnamed");
}

/* Memory that arrives after its reservation is reserved. */
TEST(reserve_before_add)
{
	reserve(0x12000, 0x13000, "early");
	add(0x12000, 0x13000);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0), 0ull);
	EXPECT_FALSE(bootmem_is_free(&bm, 0x12000, 1));
}

/* Freeing may split and trim, and needs every byte to be reserved. */
TEST(free_splits)
{
	add(0x10000, 0x20000);
	reserve(0x11000, 0x1a000, "big");
	EXPECT_EQ(bootmem_free(&bm, 0x13000, 0x1000, &err), 0);
	EXPECT_EQ(bm.reserved.nr, 3u);
	expect_region(&bm.reserved, 1, 0x11000, 0x13000, "big");
	expect_region(&bm.reserved, 2, 0x14000, 0x1a000, "big");
	EXPECT_EQ(bootmem_free(&bm, 0x12000, 0x3000, &err), -EINVAL);
	EXPECT_NOT_NULL(strstr(err.text, "0x12000-0x15000, which is not all reserved"));
	EXPECT_EQ(bootmem_free(&bm, 0x11000, 0x1000, &err), 0);
	expect_region(&bm.reserved, 1, 0x12000, 0x13000, "big");
	EXPECT_EQ(bootmem_free(&bm, 0x19000, 0x1000, &err), 0);
	expect_region(&bm.reserved, 2, 0x14000, 0x19000, "big");
	EXPECT_TRUE(bootmem_is_free(&bm, 0x19000, 0x7000));
}

/* A range over several reservations goes with all of them. */
TEST(free_spans_regions)
{
	add(0x10000, 0x20000);
	reserve(0x11000, 0x12000, "a");
	reserve(0x12000, 0x13000, "b");
	reserve(0x13000, 0x14000, "c");
	EXPECT_EQ(bootmem_free(&bm, 0x11800, 0x2000, &err), 0);
	EXPECT_EQ(bm.reserved.nr, 3u);
	expect_region(&bm.reserved, 1, 0x11000, 0x11800, "a");
	expect_region(&bm.reserved, 2, 0x13800, 0x14000, "c");
}

TEST(free_first_page)
{
	add(0, 0x20000);
	EXPECT_EQ(bootmem_free(&bm, 0, PAGE, &err), -EINVAL);
	EXPECT_EQ(bootmem_free(&bm, 0xfff, 1, &err), -EINVAL);
	EXPECT_EQ(bootmem_free(&bm, 0x5000, PAGE, &err), -EINVAL);
	EXPECT_EQ(bootmem_free(&bm, 0x5000, 0, &err), 0);
}

/* ---- allocation ---- */

/* The highest whole pages are taken first, and they are reserved then. */
TEST(alloc_top_down)
{
	add(0x10000, 0x20800);
	EXPECT_EQ(alloc(1, 0, 0, 0), 0x1f000ull);
	EXPECT_EQ(alloc(PAGE, PAGE, 0, 0), 0x1e000ull);
	EXPECT_EQ(alloc(0x1001, 16, 0, 0), 0x1c000ull);
	EXPECT_EQ(bm.reserved.nr, 2u);
	expect_region(&bm.reserved, 1, 0x1c000, 0x20000, "test");
}

/* A page of which one byte is missing or reserved is not taken. */
TEST(alloc_whole_pages_only)
{
	add(0x10001, 0x14fff);
	reserve(0x12fff, 0x13000, "byte");
	EXPECT_EQ(alloc(PAGE, 0, 0, 0), 0x13000ull);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0), 0x11000ull);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0), 0ull);
	EXPECT_NOT_NULL(strstr(err.text, "(test)"));
}

/* A piece never spans a hole, however small. */
TEST(alloc_no_hole_inside)
{
	add(0x10000, 0x14000);
	add(0x14001, 0x18000);
	EXPECT_EQ(alloc(4 * PAGE, 0, 0, 0), 0x10000ull);
	EXPECT_EQ(alloc(4 * PAGE, 0, 0, 0), 0ull);
	EXPECT_EQ(alloc(3 * PAGE, 0, 0, 0), 0x15000ull);
}

TEST(alloc_alignment)
{
	add(0x10000, 0x4f000);
	EXPECT_EQ(alloc(PAGE, 0x10000, 0, 0), 0x40000ull);
	EXPECT_EQ(alloc(PAGE, 0x20000, 0, 0), 0x20000ull);
	EXPECT_EQ(alloc(0x11000, 0x10000, 0, 0), 0ull);
	EXPECT_EQ(alloc(0xf000, 0x10000, 0, 0), 0x30000ull);
}

/* Nothing outside min .. max is used; both may lie inside a page. */
TEST(alloc_limits)
{
	add(0x10000, 0x20000);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0x18800), 0x17000ull);
	EXPECT_EQ(alloc(PAGE, 0, 0x1f000, 0), 0x1f000ull);
	EXPECT_EQ(alloc(PAGE, 0, 0x1f000, 0), 0ull);
	EXPECT_EQ(alloc(PAGE, 0, 0x17001, 0x19fff), 0x18000ull);
	EXPECT_EQ(alloc(PAGE, 0, 0x17001, 0x19fff), 0ull);
	EXPECT_EQ(alloc(PAGE, 0, 0x1e800, 0x1f800), 0ull);
	EXPECT_EQ(alloc(PAGE, 0, 0x30000, 0), 0ull);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0x10fff), 0ull);
}

/* Page 0 is nobody's, so that 0 can mean failure. */
TEST(alloc_never_first_page)
{
	add(0, 0x2000);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0), 0x1000ull);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0), 0ull);
	EXPECT_EQ(alloc(PAGE, 0, 0, PAGE), 0ull);
}

/* Memory far above 4 GB is memory. */
TEST(alloc_above_4gb)
{
	add(0x100000, 0x200000);
	add(0xeff000000ull, 0xf00000000ull);
	EXPECT_EQ(alloc(0x200000, 0x200000, 0, 0), 0xeffe00000ull);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0x100000000ull), 0x1ff000ull);
}

TEST(alloc_bad_requests)
{
	add(0x10000, 0x20000);
	EXPECT_EQ(alloc(0, 0, 0, 0), 0ull);
	EXPECT_NOT_NULL(strstr(err.text, "bad request"));
	EXPECT_EQ(alloc(PAGE, 0x3000, 0, 0), 0ull);
	EXPECT_NOT_NULL(strstr(err.text, "bad request"));
	EXPECT_EQ(alloc(~0ull, 0, 0, 0), 0ull);
	EXPECT_EQ(alloc(1ull << 63, 1ull << 63, 0, 0), 0ull);
	EXPECT_EQ(bm.reserved.nr, 1u);
}

/* What was freed is found again. */
TEST(alloc_after_free)
{
	u64 first;

	add(0x10000, 0x13000);
	first = alloc(3 * PAGE, 0, 0, 0);
	EXPECT_EQ(first, 0x10000ull);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0), 0ull);
	EXPECT_EQ(bootmem_free(&bm, first + PAGE, PAGE, &err), 0);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0), first + PAGE);
}

/* ---- full tables ---- */

/* A full table is an error that leaves everything as it was. */
TEST(tables_full)
{
	u32 i;

	bootmem_init(&bm, memory, 2, reserved, 3);
	add(0x10000, 0x20000);
	add(0x30000, 0x40000);
	EXPECT_EQ(bootmem_add(&bm, 0x50000, PAGE, &err), -ENOSPC);
	EXPECT_NOT_NULL(strstr(err.text, "0x50000-0x51000 (memory) needs 1 entries, 0 of 2"));
	reserve(0x11000, 0x12000, "a");
	EXPECT_EQ(bootmem_reserve(&bm, 0x10000, 0x10000, "b", &err), -ENOSPC);
	EXPECT_NOT_NULL(strstr(err.text, "(b) needs 2 entries, 1 of 3"));
	EXPECT_EQ(bm.reserved.nr, 2u);
	reserve(0x15000, 0x18000, "c");
	for (i = 0; i < 2; i++)
		EXPECT_EQ(alloc(PAGE, 0, 0, 0), 0ull);
	EXPECT_EQ(bootmem_free(&bm, 0x16000, PAGE, &err), -ENOSPC);
	EXPECT_FALSE(bootmem_is_free(&bm, 0x16000, 1));
	EXPECT_EQ(bootmem_free(&bm, 0x11000, PAGE, &err), 0);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0), 0x3f000ull);
}

/* ---- the hand-over ---- */

struct taken {
	u32 nr;
	u64 frames;
	unsigned long start[ROOM], end[ROOM];
};

static struct taken taken;

static void take(void *ctx, unsigned long start_pfn, unsigned long end_pfn)
{
	struct taken *t = ctx;

	ASSERT_LT(t->nr, (u32)ROOM);
	ASSERT_LT(start_pfn, end_pfn);
	t->start[t->nr] = start_pfn;
	t->end[t->nr++] = end_pfn;
	t->frames += end_pfn - start_pfn;
}

/* Wholly free pages are handed over in order; the account says where the rest is. */
TEST(hand_over_accounts)
{
	memset(&taken, 0, sizeof(taken));
	add(0, 0x9fc00);
	add(0x100000, 0x200000);
	reserve(0x100000, 0x140800, "image");
	reserve(0x300000, 0x301000, "hole");
	EXPECT_EQ(bootmem_hand_over(&bm, take, &taken, &err), 0);
	EXPECT_EQ(taken.nr, 2u);
	EXPECT_EQ(taken.start[0], 1ul);
	EXPECT_EQ(taken.end[0], 0x9ful);
	EXPECT_EQ(taken.start[1], 0x141ul);
	EXPECT_EQ(taken.end[1], 0x200ul);
	EXPECT_TRUE(bootmem_validate(&bm, &sum, &err));
	EXPECT_EQ(sum.usable, 0x19fc00ull);
	EXPECT_EQ(sum.handed_over, (u64)taken.frames * PAGE);
	EXPECT_EQ(sum.reserved, 0x41800ull);
	EXPECT_EQ(sum.lost, 0xc00ull + 0x800);
}

/* It happens once; afterwards nothing changes any more. */
TEST(hand_over_once)
{
	memset(&taken, 0, sizeof(taken));
	add(0x10000, 0x20000);
	reserve(0x12000, 0x13000, "kept");
	EXPECT_EQ(bootmem_hand_over(&bm, take, &taken, &err), 0);
	EXPECT_EQ(bootmem_hand_over(&bm, take, &taken, &err), -EBUSY);
	EXPECT_EQ(taken.nr, 2u);
	EXPECT_EQ(alloc(PAGE, 0, 0, 0), 0ull);
	EXPECT_NOT_NULL(strstr(err.text, "handed over"));
	EXPECT_EQ(bootmem_add(&bm, 0x30000, PAGE, &err), -EBUSY);
	EXPECT_EQ(bootmem_reserve(&bm, 0x10000, PAGE, "late", &err), -EBUSY);
	EXPECT_EQ(bootmem_free(&bm, 0x12000, PAGE, &err), -EBUSY);
	EXPECT_EQ(bm.memory.nr, 1u);
	EXPECT_EQ(bm.reserved.nr, 2u);
}

static void take_and_ask(void *ctx, unsigned long start_pfn, unsigned long end_pfn)
{
	u64 *place = ctx;

	*place |= alloc(PAGE, 0, 0, 0);
}

/* Not even while it happens. */
TEST(hand_over_no_alloc_inside)
{
	u64 place = 0;

	add(0x10000, 0x20000);
	EXPECT_EQ(bootmem_hand_over(&bm, take_and_ask, &place, &err), 0);
	EXPECT_EQ(place, 0ull);
}

/* ---- showing and checking ---- */

TEST(show_prints_names)
{
	add(0x100000, 0x200000);
	reserve(0x110000, 0x111000, "carrot");
	test_capture_start();
	bootmem_show(&bm);
	EXPECT_EQ(test_capture_stop(), 4u);
	EXPECT_EQ(test_captured("carrot"), 1u);
	EXPECT_EQ(test_captured("first page"), 1u);
	EXPECT_EQ(test_captured("1048576 bytes usable = 1044480 in free pages + 4096 reserved"),
		  1u);
}

TEST(validate_finds_each_break)
{
	add(0x10000, 0x20000);
	add(0x30000, 0x40000);
	reserve(0x11000, 0x12000, "a");
	memory[1].start = 0x1f000;
	EXPECT_FALSE(bootmem_validate(&bm, NULL, &err));
	EXPECT_NOT_NULL(strstr(err.text, "I1: out of order: memory entry 1"));
	memory[1].start = 0x20000;
	EXPECT_FALSE(bootmem_validate(&bm, NULL, &err));
	EXPECT_NOT_NULL(strstr(err.text, "I2: not joined: memory entry 1"));
	memory[1].start = 0x30000;
	reserved[0].start = 1;
	EXPECT_FALSE(bootmem_validate(&bm, NULL, &err));
	EXPECT_NOT_NULL(strstr(err.text, "I3"));
	reserved[0].start = 0;
	EXPECT_TRUE(bootmem_validate(&bm, NULL, &err));
}

/* ---- seeded work against a model ---- */

/* 64 pages in 16 pieces each. */
#define UNIT       256
#define PAGE_UNITS 16
#define UNITS      (64 * PAGE_UNITS)

static u8 is_memory[UNITS], is_reserved[UNITS];

static bool model_free(u32 unit)
{
	return is_memory[unit] && !is_reserved[unit];
}

static bool model_page_free(u32 page)
{
	u32 i;

	for (i = 0; i < PAGE_UNITS; i++)
		if (!model_free(page * PAGE_UNITS + i))
			return false;
	return true;
}

/* The highest page where @nr whole pages fit; 0 when there is none. */
static u32 model_place(u32 nr, u32 align)
{
	u32 page, i;

	for (page = 64 - nr; page > 0; page--) {
		for (i = 0; i < nr && model_page_free(page + i); i++)
			;
		if (i == nr && !(page & (align - 1)))
			return page;
	}
	return 0;
}

static void compare_with_model(void)
{
	struct bootmem_account want = { 0 };
	u32 i;

	for (i = 0; i < UNITS; i++) {
		bool whole = model_page_free(i / PAGE_UNITS);

		want.usable += is_memory[i] * UNIT;
		want.reserved += (is_memory[i] && is_reserved[i]) * UNIT;
		want.handed_over += whole * UNIT;
		want.lost += (model_free(i) && !whole) * UNIT;
		if (bootmem_is_free(&bm, i * UNIT, UNIT) != model_free(i))
			FAIL("unit %u: free is %u", i, model_free(i));
	}
	ASSERT_TRUE(bootmem_validate(&bm, &sum, &err));
	EXPECT_EQ(sum.usable, want.usable);
	EXPECT_EQ(sum.reserved, want.reserved);
	EXPECT_EQ(sum.handed_over, want.handed_over);
	EXPECT_EQ(sum.lost, want.lost);
}

static void random_alloc(void)
{
	u32 nr = 1 + test_rand_below(6), align = 1u << test_rand_below(4);
	u32 place = model_place(nr, align);
	u64 got = alloc(nr * PAGE - test_rand_below(PAGE), align * PAGE, 0, 0);

	EXPECT_EQ(got, (u64)place * PAGE);
	if (place)
		memset(is_reserved + place * PAGE_UNITS, 1, nr * PAGE_UNITS);
}

static void random_step(void)
{
	static const char *const names[] = { "a", "b", "c" };
	u32 start = test_rand_below(UNITS), len = test_rand_below(UNITS / 8), i, all = 1;
	int ret;

	if (len > UNITS - start)
		len = UNITS - start;
	switch (test_rand_below(4)) {
	case 0:
		EXPECT_EQ(bootmem_add(&bm, start * UNIT, len * UNIT, &err), 0);
		memset(is_memory + start, 1, len);
		break;
	case 1:
		len /= 2;
		EXPECT_EQ(bootmem_reserve(&bm, start * UNIT, len * UNIT, names[test_rand_below(3)],
					  &err),
			  0);
		memset(is_reserved + start, 1, len);
		break;
	case 2:
		len /= 4;
		for (i = start; i < start + len; i++)
			all &= is_reserved[i] && i >= PAGE_UNITS;
		ret = bootmem_free(&bm, start * UNIT, len * UNIT, &err);
		EXPECT_EQ(ret, all || !len ? 0 : -EINVAL);
		if (!ret)
			memset(is_reserved + start, 0, len);
		break;
	case 3:
		random_alloc();
		break;
	}
}

TEST(random_work_matches_model)
{
	u32 round, step, page, frames;

	for (round = 0; round < 20; round++) {
		make_empty();
		memset(is_memory, 0, sizeof(is_memory));
		memset(is_reserved, 0, sizeof(is_reserved));
		memset(is_reserved, 1, PAGE_UNITS);
		for (step = 0; step < 40; step++) {
			random_step();
			compare_with_model();
			if (test_has_failed())
				return;
		}
		memset(&taken, 0, sizeof(taken));
		EXPECT_EQ(bootmem_hand_over(&bm, take, &taken, &err), 0);
		for (page = 0, frames = 0; page < 64; page++)
			frames += model_page_free(page);
		EXPECT_EQ(taken.frames, (u64)frames);
	}
}
