// SPDX-License-Identifier: MIT
/* Sorted memory maps: one rule after the other, then seeded lists against a model of bytes. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/memmap.h>
#include <quarry/test.h>

TEST_SUITE(memmap);

#define ROOM 64

static struct mem_range storage[ROOM], other_storage[ROOM];
static struct memmap map, other;
static struct boot_error err;

/* ---- telling what is expected ---- */

#define U MEM_USABLE
#define R MEM_RESERVED
#define A MEM_ACPI_DATA
#define N MEM_ACPI_NVS
#define B MEM_UNUSABLE

/* The map holds exactly these ranges. */
static void expect_ranges(const struct memmap *m, const struct mem_range *want, u32 nr)
{
	u32 i;

	EXPECT_TRUE(memmap_validate(m, &err));
	ASSERT_EQ(m->nr, nr);
	for (i = 0; i < nr; i++)
		if (m->range[i].start != want[i].start || m->range[i].end != want[i].end ||
		    m->range[i].type != want[i].type)
			FAIL("range %u is %#llx-%#llx type %u, not %#llx-%#llx type %u", i,
			     m->range[i].start, m->range[i].end, m->range[i].type, want[i].start,
			     want[i].end, want[i].type);
}

#define EXPECT_RANGES(m, ...)                                                                      \
	do {                                                                                       \
		static const struct mem_range want[] = { __VA_ARGS__ };                            \
		expect_ranges(m, want, ARRAY_SIZE(want));                                          \
	} while (0)

static int from_raw(const struct mem_range *raw, u32 nr, struct memmap_oddities *odd)
{
	memmap_init(&map, storage, ROOM);
	return memmap_from_raw(&map, raw, nr, odd, &err);
}

#define FROM_RAW(odd, ...)                                                                         \
	do {                                                                                       \
		static const struct mem_range raw[] = { __VA_ARGS__ };                             \
		ASSERT_EQ(from_raw(raw, ARRAY_SIZE(raw), odd), 0);                                 \
	} while (0)

/* ---- building ---- */

/* Entries come in any order, and are counted when they are out of it. */
TEST(from_raw_unsorted)
{
	struct memmap_oddities odd;

	FROM_RAW(&odd, { 0x100000, 0x200000, U }, { 0xf0000, 0x100000, R }, { 0, 0x9fc00, U });
	EXPECT_RANGES(&map, { 0, 0x9fc00, U }, { 0xf0000, 0x100000, R }, { 0x100000, 0x200000, U });
	EXPECT_EQ(odd.unsorted, 2u);
	EXPECT_EQ(odd.overlaps, 0u);
}

/* What touches and has one type is one range. */
TEST(from_raw_joins_neighbours)
{
	FROM_RAW(NULL, { 0x1000, 0x2000, U }, { 0x3000, 0x4000, U }, { 0x2000, 0x3000, U },
		 { 0x4000, 0x5000, R });
	EXPECT_RANGES(&map, { 0x1000, 0x4000, U }, { 0x4000, 0x5000, R });
}

/* An entry that comes twice counts once. */
TEST(from_raw_duplicates)
{
	struct memmap_oddities odd;

	FROM_RAW(&odd, { 0x100000, 0x4000000, U }, { 0x100000, 0x4000000, U });
	EXPECT_RANGES(&map, { 0x100000, 0x4000000, U });
	EXPECT_EQ(odd.overlaps, 1u);
}

/* Reserved inside usable makes three pieces, whichever is listed first. */
TEST(from_raw_reserved_wins)
{
	FROM_RAW(NULL, { 0, 0x9000, U }, { 0x3000, 0x4000, R });
	EXPECT_RANGES(&map, { 0, 0x3000, U }, { 0x3000, 0x4000, R }, { 0x4000, 0x9000, U });
	FROM_RAW(NULL, { 0x3000, 0x4000, R }, { 0, 0x9000, U });
	EXPECT_RANGES(&map, { 0, 0x3000, U }, { 0x3000, 0x4000, R }, { 0x4000, 0x9000, U });
}

/* One entry over several others fills the holes and yields to what outranks it. */
TEST(from_raw_cover)
{
	FROM_RAW(NULL, { 0x1000, 0x2000, R }, { 0x3000, 0x4000, U }, { 0x5000, 0x6000, B },
		 { 0, 0x7000, N });
	EXPECT_RANGES(&map, { 0, 0x1000, N }, { 0x1000, 0x2000, R }, { 0x2000, 0x5000, N },
		      { 0x5000, 0x6000, B }, { 0x6000, 0x7000, N });
}

/* Ends need not lie on pages. */
TEST(from_raw_odd_bytes)
{
	FROM_RAW(NULL, { 1, 0xf14f2, U }, { 0xe2f9b, 0xec4db, R });
	EXPECT_RANGES(&map, { 1, 0xe2f9b, U }, { 0xe2f9b, 0xec4db, R }, { 0xec4db, 0xf14f2, U });
}

/* Entries without length do nothing, not even at the border of another. */
TEST(from_raw_empty_entries)
{
	struct memmap_oddities odd;

	FROM_RAW(&odd, { 0, 0, 0 }, { 0x1000, 0x3000, U }, { 0x2000, 0x2000, R },
		 { 0x3000, 0x3000, U });
	EXPECT_RANGES(&map, { 0x1000, 0x3000, U });
	EXPECT_EQ(odd.empty, 3u);
	EXPECT_EQ(odd.overlaps, 0u);
}

/* Past 2^64 a reservation is cut, and a claim of memory is not believed. */
TEST(from_raw_wraps)
{
	struct memmap_oddities odd;

	FROM_RAW(&odd, { 0xffffffff00000000ull, 0x1000, R }, { 0x100000000ull, 0x2000, U },
		 { 0xfffffffffffff000ull, 0, B });
	EXPECT_RANGES(&map, { 0xffffffff00000000ull, 0xfffffffffffff000ull, R },
		      { 0xfffffffffffff000ull, ~0ull, B });
	EXPECT_EQ(odd.wrapped, 3u);
}

/* Numbers without a name are kept, hold memory back, and rank by their size. */
TEST(from_raw_unknown_types)
{
	FROM_RAW(NULL, { 0, 0x8000, U }, { 0x1000, 0x3000, 20 }, { 0x2000, 0x4000, 16 },
		 { 0x5000, 0x6000, 0 }, { 0x6000, 0x7000, 0xffffffff });
	EXPECT_RANGES(&map, { 0, 0x1000, U }, { 0x1000, 0x3000, 20 }, { 0x3000, 0x4000, 16 },
		      { 0x4000, 0x5000, U }, { 0x5000, 0x6000, 0 }, { 0x6000, 0x7000, 0xffffffff },
		      { 0x7000, 0x8000, U });
	EXPECT_EQ(memmap_usable_bytes(&map), 0x3000ull);
}

/* The rank of types is a total order. */
TEST(type_outranks_order)
{
	static const u32 order[] = { U, A, MEM_PERSISTENT, N, 0, 6, 8, 20, 0xffffffff, R, B };
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(order); i++)
		for (j = 0; j < ARRAY_SIZE(order); j++)
			EXPECT_EQ(memmap_type_outranks(order[i], order[j]), i > j);
}

TEST(type_name_known_and_not)
{
	char buf[MEMMAP_NAME_LEN];

	EXPECT_STREQ(memmap_type_name(U, buf), "usable");
	EXPECT_STREQ(memmap_type_name(A, buf), "acpi-data");
	EXPECT_STREQ(memmap_type_name(20, buf), "type 20");
	EXPECT_STREQ(memmap_type_name(0xffffffff, buf), "type 4294967295");
}

/* n entries never need more than MEMMAP_RANGES(n): alternating pieces under one cover. */
TEST(from_raw_capacity_suffices)
{
	struct mem_range raw[16];
	u32 i;

	for (i = 0; i < 15; i++)
		raw[i] = (struct mem_range){ 0x1000 + i * 0x1000, 0x1800 + i * 0x1000, R };
	raw[15] = (struct mem_range){ 0, 0x20000, U };
	memmap_init(&map, storage, MEMMAP_RANGES(16) - 1);
	EXPECT_EQ(memmap_from_raw(&map, raw, 16, NULL, &err), 0);
	EXPECT_EQ(map.nr, 31u);
	EXPECT_TRUE(memmap_validate(&map, &err));
}

/* A full table is a failure that names what did not fit, and leaves a sorted map. */
TEST(add_table_full)
{
	u32 i;

	memmap_init(&map, storage, 4);
	for (i = 0; i < 4; i++)
		ASSERT_EQ(memmap_add(&map, i * 0x2000, i * 0x2000 + 0x1000, U, &err), 0);
	EXPECT_EQ(memmap_add(&map, 0x10000, 0x11000, U, &err), -ENOSPC);
	EXPECT_NOT_NULL(strstr(err.text, "0x10000-0x11000"));
	EXPECT_TRUE(memmap_validate(&map, &err));
	EXPECT_EQ(memmap_usable_bytes(&map), 0x4000ull);
	EXPECT_EQ(memmap_add(&map, 0x100, 0x200, R, &err), -ENOSPC);
	EXPECT_TRUE(memmap_validate(&map, &err));
}

/* ---- asking ---- */

/* Usable means every byte of it. */
TEST(is_usable_borders)
{
	FROM_RAW(NULL, { 0x1000, 0x3000, U }, { 0x3000, 0x4000, R });
	EXPECT_TRUE(memmap_is_usable(&map, 0x1000, 0x3000));
	EXPECT_TRUE(memmap_is_usable(&map, 0x2fff, 0x3000));
	EXPECT_FALSE(memmap_is_usable(&map, 0xfff, 0x2000));
	EXPECT_FALSE(memmap_is_usable(&map, 0x2000, 0x3001));
	EXPECT_FALSE(memmap_is_usable(&map, 0x3000, 0x4000));
	EXPECT_FALSE(memmap_is_usable(&map, 0x2000, 0x2000));
	EXPECT_FALSE(memmap_is_usable(&map, 0x2000, 0x1000));
	EXPECT_FALSE(memmap_is_usable(&map, 0x5000, 0x6000));
}

/* ---- changing ---- */

/* A limit takes usable bytes only, and says how many. */
TEST(limit_cuts_usable)
{
	u64 cut;

	FROM_RAW(NULL, { 0, 0x9000, U }, { 0x9000, 0xa000, R }, { 0xb000, 0xc000, U });
	EXPECT_EQ(memmap_limit(&map, 0x8800, &cut, &err), 0);
	EXPECT_RANGES(&map, { 0, 0x8800, U }, { 0x9000, 0xa000, R });
	EXPECT_EQ(cut, 0x1800ull);
	EXPECT_EQ(memmap_limit(&map, 0x8800, &cut, &err), 0);
	EXPECT_EQ(cut, 0ull);
}

/* Somebody's map is good only where the firmware's is; the rest is counted. */
TEST(restrict_intersects)
{
	u64 cut;

	FROM_RAW(NULL, { 0x1000, 0x8000, U }, { 0x8000, 0x9000, R }, { 0xa000, 0xc000, U });
	memmap_init(&other, other_storage, ROOM);
	memmap_add(&other, 0x2000, 0x4000, U, &err);
	memmap_add(&other, 0x4000, 0x5000, N, &err);
	memmap_add(&other, 0x5000, 0x6000, U, &err);
	memmap_add(&other, 0x8000, 0xb000, U, &err);
	EXPECT_EQ(memmap_restrict(&map, &other, &cut, &err), 0);
	EXPECT_RANGES(&map, { 0x2000, 0x4000, U }, { 0x4000, 0x5000, N }, { 0x5000, 0x6000, U },
		      { 0x8000, 0x9000, R }, { 0xa000, 0xb000, U });
	EXPECT_EQ(cut, 0x5000ull);
}

/* Against an empty map nothing stays usable. */
TEST(restrict_to_nothing)
{
	u64 cut;

	FROM_RAW(NULL, { 0x1000, 0x8000, U }, { 0x8000, 0x9000, R });
	memmap_init(&other, other_storage, ROOM);
	EXPECT_EQ(memmap_restrict(&map, &other, &cut, &err), 0);
	EXPECT_RANGES(&map, { 0x8000, 0x9000, R });
	EXPECT_EQ(cut, 0x7000ull);
}

TEST(restrict_table_full)
{
	u64 cut;

	memmap_init(&map, storage, 2);
	ASSERT_EQ(memmap_add(&map, 0, 0x9000, U, &err), 0);
	memmap_init(&other, other_storage, ROOM);
	memmap_add(&other, 0x1000, 0x2000, U, &err);
	memmap_add(&other, 0x3000, 0x4000, U, &err);
	memmap_add(&other, 0x5000, 0x6000, U, &err);
	EXPECT_EQ(memmap_restrict(&map, &other, &cut, &err), -ENOSPC);
	EXPECT_TRUE(memmap_validate(&map, &err));
}

/* ---- the validator ---- */

TEST(validate_finds_each_break)
{
	static const struct mem_range bad[][2] = {
		{ { 0x1000, 0x1000, U }, { 0x2000, 0x3000, U } },
		{ { 0x1000, 0x2001, U }, { 0x2000, 0x3000, R } },
		{ { 0x1000, 0x2000, U }, { 0x2000, 0x3000, U } },
	};
	static const char *const text[] = { "I1", "I2", "I3" };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		memmap_init(&map, storage, ROOM);
		memcpy(storage, bad[i], sizeof(bad[i]));
		map.nr = 2;
		EXPECT_FALSE(memmap_validate(&map, &err));
		EXPECT_TRUE(!strncmp(err.text, text[i], 2));
	}
	map.capacity = 1;
	EXPECT_FALSE(memmap_validate(&map, &err));
	EXPECT_TRUE(!strncmp(err.text, "I4", 2));
}

/* ---- random lists against a model that knows every byte ---- */

#define BYTES     512
#define NOT_THERE 255

static u8 model[BYTES];

/* Rank in the model: a table of its own. */
static u32 model_rank(u8 type)
{
	static const u8 rank[] = { 5, 1, 200, 2, 4, 201, 6, 3, 7, 8 };

	return type == NOT_THERE ? 0 : rank[type];
}

static void model_add(u64 start, u64 end, u8 type)
{
	u64 i;

	for (i = start; i < end; i++)
		if (model_rank(type) > model_rank(model[i]))
			model[i] = type;
}

/* Each byte of the model has its type in the map, and nothing lies outside. */
static bool matches_model(const struct memmap *m)
{
	u32 i, at = 0;

	for (i = 0; i < BYTES; i++) {
		while (at < m->nr && m->range[at].end <= i)
			at++;
		if (at < m->nr && m->range[at].start <= i) {
			if (m->range[at].type != model[i])
				return false;
		} else if (model[i] != NOT_THERE) {
			return false;
		}
	}
	return !m->nr || m->range[m->nr - 1].end <= BYTES;
}

static struct mem_range random_entry(void)
{
	struct mem_range entry;

	entry.start = test_rand_below(BYTES);
	entry.end = entry.start + test_rand_below(BYTES / 4);
	if (entry.end > BYTES)
		entry.end = BYTES;
	entry.type = test_rand_below(2) ? MEM_USABLE : test_rand_below(10);
	return entry;
}

/* The order of the entries does not matter to the result. */
TEST(random_lists_match_model)
{
	struct mem_range raw[20];
	u32 round, i, nr;

	for (round = 0; round < 300; round++) {
		nr = 1 + test_rand_below(ARRAY_SIZE(raw));
		memset(model, NOT_THERE, sizeof(model));
		for (i = 0; i < nr; i++) {
			raw[i] = random_entry();
			model_add(raw[i].start, raw[i].end, raw[i].type);
		}
		ASSERT_EQ(from_raw(raw, nr, NULL), 0);
		ASSERT_TRUE(memmap_validate(&map, &err));
		ASSERT_TRUE(matches_model(&map));
		for (i = 0; i < nr; i++) {
			struct mem_range swap = raw[i];
			u32 with = test_rand_below(nr);

			raw[i] = raw[with];
			raw[with] = swap;
		}
		ASSERT_EQ(from_raw(raw, nr, NULL), 0);
		ASSERT_TRUE(matches_model(&map));
	}
}

/* Limits and intersections, byte by byte. */
TEST(random_changes_match_model)
{
	static u8 firmware[BYTES];
	struct mem_range entry;
	u32 round, i;
	u64 cut, gone;

	for (round = 0; round < 300; round++) {
		u64 limit = test_rand_below(BYTES);

		memmap_init(&map, storage, ROOM);
		memmap_init(&other, other_storage, ROOM);
		memset(model, NOT_THERE, sizeof(model));
		for (i = 0; i < 8; i++) {
			entry = random_entry();
			model_add(entry.start, entry.end, entry.type);
			ASSERT_EQ(memmap_add(&other, entry.start, entry.end, entry.type, &err), 0);
		}
		memcpy(firmware, model, sizeof(model));
		memset(model, NOT_THERE, sizeof(model));
		for (i = 0; i < 8; i++) {
			entry = random_entry();
			model_add(entry.start, entry.end, entry.type);
			ASSERT_EQ(memmap_add(&map, entry.start, entry.end, entry.type, &err), 0);
		}
		for (i = 0, gone = 0; i < BYTES; i++) {
			gone += model[i] == MEM_USABLE && firmware[i] != MEM_USABLE;
			if (model[i] == MEM_USABLE)
				model[i] = firmware[i];
		}
		ASSERT_EQ(memmap_restrict(&map, &other, &cut, &err), 0);
		ASSERT_EQ(cut, gone);
		ASSERT_TRUE(matches_model(&map));
		for (i = limit, gone = 0; i < BYTES; i++) {
			gone += model[i] == MEM_USABLE;
			if (model[i] == MEM_USABLE)
				model[i] = NOT_THERE;
		}
		ASSERT_EQ(memmap_limit(&map, limit, &cut, &err), 0);
		ASSERT_EQ(cut, gone);
		ASSERT_TRUE(memmap_validate(&map, &err));
		ASSERT_TRUE(matches_model(&map));
	}
}
