// SPDX-License-Identifier: MIT
/* mem=, memmap=, vmalloc=, highmem=: what each does to a map, and what is refused. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/boot_options.h>
#include <quarry/test.h>

#define ROOM 32
#define MB   (1ull << 20)

static struct mem_range storage[ROOM];
static struct memmap map;
static struct memmap_changes changes;
static struct boot_error err;

/* Every case starts with a PC of 256 MB. */
static int make_map(void)
{
	static const struct mem_range raw[] = {
		{ 0, 0x9fc00, MEM_USABLE },           { 0x9fc00, 0xa0000, MEM_RESERVED },
		{ 0xf0000, 1 * MB, MEM_RESERVED },    { 1 * MB, 255 * MB, MEM_USABLE },
		{ 255 * MB, 256 * MB, MEM_ACPI_NVS },
	};

	memmap_init(&map, storage, ROOM);
	return memmap_from_raw(&map, raw, ARRAY_SIZE(raw), NULL, &err);
}

TEST_SUITE(boot_options, .case_init = make_map);

static int apply(const char *cmdline)
{
	return memmap_apply_options(&map, cmdline, &changes, &err);
}

static bool has_range(u64 start, u64 end, u32 type)
{
	u32 i;

	for (i = 0; i < map.nr; i++)
		if (map.range[i].start == start && map.range[i].end == end &&
		    map.range[i].type == type)
			return true;
	return false;
}

/* Refused with a message that quotes the option, and nothing has changed. */
static void expect_refused(const char *cmdline, const char *message)
{
	static struct mem_range before[ROOM];
	u32 nr = map.nr;

	memcpy(before, storage, sizeof(before));
	EXPECT_EQ(apply(cmdline), -EINVAL);
	EXPECT_STREQ(err.text, message);
	EXPECT_EQ(map.nr, nr);
	EXPECT_MEMEQ(before, storage, nr * sizeof(before[0]));
	EXPECT_EQ(changes.applied, 0u);
}

/* ---- words and numbers ---- */

TEST(option_next_splits_words)
{
	const char *cursor =
		"  quiet mem=64M\tname=a=b empty=  \"two words\" v=\"1 2\" \"k=v w\"  ";
	static const char *const want[][2] = {
		{ "quiet", NULL },     { "mem", "64M" }, { "name", "a=b" }, { "empty", "" },
		{ "two words", NULL }, { "v", "1 2" },   { "k", "v w" },
	};
	struct boot_option opt;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		ASSERT_TRUE(boot_option_next(&cursor, &opt));
		EXPECT_TRUE(boot_option_is(&opt, want[i][0]));
		EXPECT_EQ(!opt.value, !want[i][1]);
		if (opt.value && want[i][1]) {
			EXPECT_EQ((size_t)opt.value_len, strlen(want[i][1]));
			EXPECT_TRUE(!strncmp(opt.value, want[i][1], opt.value_len));
		}
	}
	EXPECT_FALSE(boot_option_next(&cursor, &opt));
	EXPECT_FALSE(boot_option_next(&cursor, &opt));
}

/* A quote that is not closed runs to the end of the line. */
TEST(option_next_open_quote)
{
	const char *cursor = "a=\"b c";
	struct boot_option opt;

	ASSERT_TRUE(boot_option_next(&cursor, &opt));
	EXPECT_EQ(opt.value_len, 4u);
	EXPECT_FALSE(boot_option_next(&cursor, &opt));
}

TEST(option_is_whole_name)
{
	const char *cursor = "memmap=1";
	struct boot_option opt;

	ASSERT_TRUE(boot_option_next(&cursor, &opt));
	EXPECT_TRUE(boot_option_is(&opt, "memmap"));
	EXPECT_FALSE(boot_option_is(&opt, "mem"));
	EXPECT_FALSE(boot_option_is(&opt, "memmaps"));
}

static int size_of(const char *text, u64 *bytes, u32 *used)
{
	const char *cursor = text;
	int ret = boot_parse_size(&cursor, text + strlen(text), bytes);

	*used = cursor - text;
	return ret;
}

TEST(parse_size_good)
{
	static const struct {
		const char *text;
		u64 bytes;
		u32 used;
	} good[] = {
		{ "0", 0, 1 },
		{ "123", 123, 3 },
		{ "64M", 64 * MB, 3 },
		{ "64m@", 64 * MB, 3 },
		{ "4k", 4096, 2 },
		{ "2G", 2048 * MB, 2 },
		{ "1T", 1ull << 40, 2 },
		{ "0x10", 16, 4 },
		{ "0X1fM", 31 * MB, 5 },
		{ "010", 10, 3 },
		{ "0xffffffffffffffff", ~0ull, 18 },
		{ "18446744073709551615", ~0ull, 20 },
		{ "16777215T", 16777215ull << 40, 9 },
		{ "12abc", 12, 2 },
		{ "64MB", 64 * MB, 3 },
		{ "0x", 0, 1 },
	};
	u64 bytes;
	u32 used, i;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		EXPECT_EQ(size_of(good[i].text, &bytes, &used), 0);
		EXPECT_EQ(bytes, good[i].bytes);
		EXPECT_EQ(used, good[i].used);
	}
}

TEST(parse_size_bad)
{
	static const char *const bad[] = { "", "M", "-1", "x10", "0xg", " 1" };
	static const char *const large[] = { "0x10000000000000000", "18446744073709551616",
					     "16777216T", "99999999999999999999999999" };
	u64 bytes;
	u32 used, i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(size_of(bad[i], &bytes, &used), -EINVAL);
		EXPECT_EQ(used, 0u);
	}
	for (i = 0; i < ARRAY_SIZE(large); i++)
		EXPECT_EQ(size_of(large[i], &bytes, &used), -ERANGE);
}

/* ---- mem= ---- */

/* mem=SIZE is an address: memory at and above it is not used. */
TEST(mem_limits_address)
{
	EXPECT_EQ(apply("quiet mem=64M"), 0);
	EXPECT_TRUE(has_range(1 * MB, 64 * MB, MEM_USABLE));
	EXPECT_TRUE(has_range(255 * MB, 256 * MB, MEM_ACPI_NVS));
	EXPECT_EQ(changes.cut_by_mem, 191 * MB);
	EXPECT_EQ(changes.applied, 1u);
}

/* The lowest of several limits is the one that shows. */
TEST(mem_twice)
{
	EXPECT_EQ(apply("mem=32M mem=64M"), 0);
	EXPECT_TRUE(has_range(1 * MB, 32 * MB, MEM_USABLE));
	EXPECT_EQ(changes.cut_by_mem, 223 * MB);
}

/* A limit above everything changes nothing. */
TEST(mem_above_everything)
{
	EXPECT_EQ(apply("mem=64G"), 0);
	EXPECT_TRUE(has_range(1 * MB, 255 * MB, MEM_USABLE));
	EXPECT_EQ(changes.cut_by_mem, 0ull);
}

/* memmap=SIZE without an address is the same as mem=SIZE. */
TEST(memmap_size_alone)
{
	EXPECT_EQ(apply("memmap=64M"), 0);
	EXPECT_TRUE(has_range(1 * MB, 64 * MB, MEM_USABLE));
	EXPECT_EQ(changes.cut_by_mem, 191 * MB);
}

/* ---- memmap= ---- */

TEST(memmap_reserves)
{
	EXPECT_EQ(apply("memmap=16M$32M"), 0);
	EXPECT_TRUE(has_range(1 * MB, 32 * MB, MEM_USABLE));
	EXPECT_TRUE(has_range(32 * MB, 48 * MB, MEM_RESERVED));
	EXPECT_TRUE(has_range(48 * MB, 255 * MB, MEM_USABLE));
	EXPECT_EQ(changes.cut_by_memmap, 16 * MB);
}

TEST(memmap_acpi)
{
	EXPECT_EQ(apply("memmap=0x10000#0x2000000"), 0);
	EXPECT_TRUE(has_range(32 * MB, 32 * MB + 0x10000, MEM_ACPI_DATA));
	EXPECT_EQ(changes.cut_by_memmap, 0x10000ull);
}

/* Memory can be added where nothing is listed; what is reserved stays so. */
TEST(memmap_adds)
{
	EXPECT_EQ(apply("memmap=4M@254M"), 0);
	EXPECT_TRUE(has_range(1 * MB, 255 * MB, MEM_USABLE));
	EXPECT_TRUE(has_range(255 * MB, 256 * MB, MEM_ACPI_NVS));
	EXPECT_TRUE(has_range(256 * MB, 258 * MB, MEM_USABLE));
	EXPECT_EQ(changes.added, 2 * MB);
}

/* exactmap forgets the firmware's map; the list that follows is all there is. */
TEST(memmap_exactmap)
{
	EXPECT_EQ(apply("memmap=exactmap,640K@0,31M@1M memmap=64K$0xf0000"), 0);
	EXPECT_EQ(map.nr, 3u);
	EXPECT_TRUE(has_range(0, 640 << 10, MEM_USABLE));
	EXPECT_TRUE(has_range(0xf0000, 1 * MB, MEM_RESERVED));
	EXPECT_TRUE(has_range(1 * MB, 32 * MB, MEM_USABLE));
	EXPECT_TRUE(changes.exactmap);
	EXPECT_EQ(changes.applied, 4u);
}

/* exactmap alone leaves nothing. */
TEST(memmap_exactmap_alone)
{
	EXPECT_EQ(apply("memmap=exactmap"), 0);
	EXPECT_EQ(map.nr, 0u);
	EXPECT_EQ(changes.cut_by_memmap, 0x9fc00 + 254 * MB);
}

/* Options act in their order: what is added behind a limit is there. */
TEST(options_act_in_order)
{
	EXPECT_EQ(apply("mem=32M memmap=8M@64M"), 0);
	EXPECT_TRUE(has_range(64 * MB, 72 * MB, MEM_USABLE));
	EXPECT_EQ(make_map(), 0);
	EXPECT_EQ(apply("memmap=8M@512M mem=32M"), 0);
	EXPECT_FALSE(memmap_is_usable(&map, 512 * MB, 513 * MB));
}

/* Whatever was done, usable bytes add up. */
TEST(changes_add_up)
{
	u64 before = memmap_usable_bytes(&map);

	EXPECT_EQ(apply("memmap=7M$9M,3M@300M,0x123#70M mem=200M memmap=5M@299M"), 0);
	EXPECT_EQ(memmap_usable_bytes(&map),
		  before + changes.added - changes.cut_by_mem - changes.cut_by_memmap);
	EXPECT_EQ(changes.applied, 5u);
	EXPECT_TRUE(memmap_validate(&map, &err));
}

/* ---- what is refused ---- */

TEST(malformed_mem)
{
	expect_refused("mem", "mem: no value");
	expect_refused("mem=", "mem: no value");
	expect_refused("mem=lots", "mem: \"lots\" is not a size");
	expect_refused("mem=64MB", "mem: \"64MB\" is not a size");
	expect_refused("mem=0", "mem: \"0\" is zero");
	expect_refused("mem=64M,32M", "mem: \"64M,32M\" is not a size");
	expect_refused("mem=16777216T", "mem: \"16777216T\" is 2^64 or more");
}

TEST(malformed_memmap)
{
	expect_refused("memmap=", "memmap: no value");
	expect_refused("memmap=12Q@@7", "memmap: \"12Q@@7\" wants @, $ or # behind the size");
	expect_refused("memmap=@1M", "memmap: \"@1M\" does not start with a size");
	expect_refused("memmap=0@1M", "memmap: \"0@1M\" has a size of zero");
	expect_refused("memmap=1M@", "memmap: \"1M@\" has no start address");
	expect_refused("memmap=1M@2Mx", "memmap: \"1M@2Mx\" has text behind the start address");
	expect_refused("memmap=1M@0xfffffffffff80000",
		       "memmap: \"1M@0xfffffffffff80000\" ends above 2^64");
	expect_refused("memmap=1M@99999999T", "memmap: \"1M@99999999T\" is 2^64 or more");
	expect_refused("memmap=exactmaps", "memmap: \"exactmaps\" does not start with a size");
	expect_refused("memmap=1M@1M,", "memmap: \"\" does not start with a size");
	expect_refused("memmap=,1M@1M", "memmap: \"\" does not start with a size");
}

/* One bad part spoils the whole line: half of an exactmap list would be worse than none. */
TEST(malformed_part_changes_nothing)
{
	expect_refused("mem=8M memmap=exactmap,640K@0,31M@1M,x", /* the last one */
		       "memmap: \"x\" does not start with a size");
}

/* More options than the table could hold are refused before the first is applied. */
TEST(options_beyond_capacity)
{
	u32 nr = map.nr;

	map.capacity = 10;
	EXPECT_EQ(apply("memmap=1M$10M,1M$20M"), -ENOSPC);
	EXPECT_EQ(map.nr, nr);
	map.capacity = 11;
	EXPECT_EQ(apply("memmap=1M$10M,1M$20M"), 0);
}

/* ---- vmalloc= and highmem= ---- */

TEST(zone_params_both)
{
	struct zone_params params = { .reach = LAYOUT_REACH_PAE };

	EXPECT_EQ(zone_params_parse("vmalloc=256M highmem=0x4000000 vmalloc=192M", &params, &err),
		  0);
	EXPECT_EQ(params.vmalloc, 192 * MB);
	EXPECT_EQ(params.highmem, 64 * MB);
	EXPECT_EQ(params.reach, LAYOUT_REACH_PAE);
	EXPECT_EQ(zone_params_parse("quiet", &params, &err), 0);
	EXPECT_EQ(params.vmalloc, 192 * MB);
}

TEST(zone_params_malformed)
{
	struct zone_params params = { .vmalloc = 7, .highmem = 8 };

	EXPECT_EQ(zone_params_parse("highmem=1M vmalloc=much", &params, &err), -EINVAL);
	EXPECT_STREQ(err.text, "vmalloc: \"much\" is not a size");
	EXPECT_EQ(zone_params_parse("highmem", &params, &err), -EINVAL);
	EXPECT_STREQ(err.text, "highmem: \"\" has no value");
	EXPECT_EQ(zone_params_parse("highmem=", &params, &err), -EINVAL);
	EXPECT_STREQ(err.text, "highmem: \"\" is not a size");
	EXPECT_EQ(params.vmalloc, 7ull);
	EXPECT_EQ(params.highmem, 8ull);
}

/* ---- random lines ---- */

/* Whatever the line is made of, the map stays sorted, or unchanged with a message. */
TEST(random_lines_keep_order)
{
	static const char *const parts[] = { "mem=", "memmap=", "exactmap", ",",   " ",       "@",
					     "$",    "#",       "1",        "16M", "0x9fc00", "64K",
					     "\"",   "300M@",   "8M$",      "x" };
	char line[160];
	u32 round, i, nr, applied = 0;

	for (round = 0; round < 2000; round++) {
		u32 len = 0;

		ASSERT_EQ(make_map(), 0);
		nr = map.nr;
		for (i = 0; i < 12; i++) {
			const char *part = parts[test_rand_below(ARRAY_SIZE(parts))];

			memcpy(line + len, part, strlen(part));
			len += strlen(part);
		}
		line[len] = '\0';
		if (apply(line))
			ASSERT_EQ(map.nr, nr);
		else
			applied += changes.applied;
		ASSERT_TRUE(memmap_validate(&map, &err));
	}
	EXPECT_GT(applied, 0u);
}
