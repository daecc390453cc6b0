// SPDX-License-Identifier: MIT
/* Zones and sections from maps: rules, then seeded maps against a model of pages. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/boot_options.h>
#include <quarry/test.h>
#include <quarry/zone_layout.h>

TEST_SUITE(zone_layout);

#define ROOM 64
#define MB   (1ull << 20)
#define GB   (1ull << 30)

static struct mem_range storage[ROOM];
static struct memmap map;
static struct zone_layout layout;
static struct boot_error err;

static const struct zone_params pae = { .reach = LAYOUT_REACH_PAE };
static const struct zone_params nopae = { .reach = LAYOUT_REACH_NOPAE };

static void begin(void)
{
	memmap_init(&map, storage, ROOM);
	memset(&layout, 0x55, sizeof(layout));
}

static void add(u64 start, u64 end, u32 type)
{
	ASSERT_EQ(memmap_add(&map, start, end, type, &err), 0);
}

/* A PC with this much memory in one piece from 1 MB on. */
static void make_pc(u64 size)
{
	begin();
	add(0, 0x9fc00, MEM_USABLE);
	add(0x9fc00, 0xa0000, MEM_RESERVED);
	add(0xf0000, 1 * MB, MEM_RESERVED);
	add(1 * MB, size, MEM_USABLE);
}

static void compute(const struct zone_params *params)
{
	ASSERT_EQ(zone_layout_compute(&map, params, &layout, &err), 0);
	if (!zone_layout_validate(&map, &layout, &err))
		FAIL("%s", err.text);
}

static void expect_zone(int nr, u64 start, u64 spanned, u64 present)
{
	EXPECT_EQ(layout.zone[nr].start_pfn, start);
	EXPECT_EQ(layout.zone[nr].spanned, spanned);
	EXPECT_EQ(layout.zone[nr].present, present);
}

/* ---- zones ---- */

/* The borders are 16 MB and 896 MB; the page that is only partly usable does not count. */
TEST(compute_2gb)
{
	make_pc(2 * GB);
	compute(&pae);
	expect_zone(LAYOUT_DMA, 0, 4096, 159 + 3840);
	expect_zone(LAYOUT_NORMAL, 4096, 880 * 256, 880 * 256);
	expect_zone(LAYOUT_HIGHMEM, 896 * 256, 1152 * 256, 1152 * 256);
	EXPECT_EQ(layout.max_pfn, 2048ul * 256);
	EXPECT_EQ(layout.low_pfn, 896ul * 256);
	EXPECT_EQ(layout.max_low_pfn, 896ul * 256);
	EXPECT_EQ(layout.partial_bytes, 0xc00ull);
	EXPECT_EQ(layout.unreachable_bytes, 0ull);
}

/* A small machine has one zone. */
TEST(compute_8mb)
{
	make_pc(8 * MB);
	compute(&pae);
	expect_zone(LAYOUT_DMA, 0, 2048, 159 + 7 * 256);
	expect_zone(LAYOUT_NORMAL, 0, 0, 0);
	expect_zone(LAYOUT_HIGHMEM, 0, 0, 0);
	EXPECT_EQ(layout.max_low_pfn, 2048ul);
}

/* Exactly 896 MB has no HighMem, one page more has one page of it. */
TEST(compute_896mb_border)
{
	make_pc(896 * MB);
	compute(&pae);
	expect_zone(LAYOUT_HIGHMEM, 0, 0, 0);
	make_pc(896 * MB + 4096);
	compute(&pae);
	expect_zone(LAYOUT_HIGHMEM, 896 * 256, 1, 1);
	make_pc(896 * MB + 4095);
	compute(&pae);
	expect_zone(LAYOUT_HIGHMEM, 0, 0, 0);
	EXPECT_EQ(layout.partial_bytes, 0xc00ull + 4095);
}

/* Memory above 4 GB is out of reach without PAE, also where an entry crosses the border. */
TEST(compute_reach_4gb)
{
	make_pc(3 * GB);
	add(4 * GB - 8192, 6 * GB + 1, MEM_USABLE);
	compute(&nopae);
	EXPECT_EQ(layout.unreachable_bytes, 2 * GB + 1);
	EXPECT_EQ(layout.max_pfn, 4096ul * 256);
	expect_zone(LAYOUT_HIGHMEM, 896 * 256, 3200 * 256, 2176 * 256 + 2);
	compute(&pae);
	EXPECT_EQ(layout.unreachable_bytes, 0ull);
	EXPECT_EQ(layout.partial_bytes, 0xc00ull + 1);
	EXPECT_EQ(layout.max_pfn, 6144ul * 256);
}

/* So is memory above 64 GB with PAE, as far away as it may be. */
TEST(compute_reach_64gb)
{
	make_pc(3 * GB);
	add(63 * GB, 65 * GB, MEM_USABLE);
	add(0xfffffff000000000ull, ~0ull, MEM_USABLE);
	compute(&pae);
	EXPECT_EQ(layout.unreachable_bytes, 1 * GB + 0xfffffffffull);
	EXPECT_EQ(layout.max_pfn, 65536ul * 256);
}

/* Ends inside a page: neither page of two usable halves that do not meet is there. */
TEST(compute_partial_pages)
{
	begin();
	add(0x1001, 0x3000, MEM_USABLE);
	add(0x4000, 0x5800, MEM_USABLE);
	add(0x5801, 0x6fff, MEM_USABLE);
	compute(&pae);
	expect_zone(LAYOUT_DMA, 2, 3, 2);
	EXPECT_EQ(layout.partial_bytes, 0xfffull + 0x800 + 0x17fe);
	EXPECT_EQ(layout.max_pfn, 5ul);
}

TEST(compute_nothing_usable)
{
	begin();
	add(0, 1 * MB, MEM_RESERVED);
	add(0x100200, 0x100400, MEM_USABLE);
	compute(&pae);
	EXPECT_EQ(layout.max_pfn, 0ul);
	EXPECT_EQ(zone_layout_frames(&map, &layout), 0ul);
	EXPECT_EQ(layout.partial_bytes, 0x200ull);
}

/* ---- vmalloc= and highmem= ---- */

static int compute_sizes(u64 vmalloc, u64 highmem)
{
	struct zone_params params = { LAYOUT_REACH_PAE, vmalloc, highmem };

	return zone_layout_compute(&map, &params, &layout, &err);
}

/* A larger vmalloc area moves the low limit down to a multiple of 4 MB; a small one moves nothing.
 */
TEST(vmalloc_lowers_limit)
{
	make_pc(2 * GB);
	ASSERT_EQ(compute_sizes(100 * MB, 0), 0);
	EXPECT_EQ(layout.low_pfn, 896ul * 256);
	ASSERT_EQ(compute_sizes(111 * MB, 0), 0);
	EXPECT_EQ(layout.low_pfn, 896ul * 256);
	ASSERT_EQ(compute_sizes(112 * MB, 0), 0);
	EXPECT_EQ(layout.low_pfn, 892ul * 256);
	ASSERT_EQ(compute_sizes(512 * MB, 0), 0);
	EXPECT_EQ(layout.low_pfn, 492ul * 256);
	EXPECT_EQ(layout.zone[LAYOUT_HIGHMEM].present, (2048ul - 492) * 256);
	EXPECT_TRUE(zone_layout_validate(&map, &layout, &err));
}

/* Less than 64 MB of low memory is refused, with the value; the layout stays as it was. */
TEST(vmalloc_too_large)
{
	make_pc(2 * GB);
	ASSERT_EQ(compute_sizes(940 * MB, 0), 0);
	EXPECT_EQ(layout.low_pfn, 64ul * 256);
	EXPECT_EQ(compute_sizes(944 * MB, 0), -EINVAL);
	EXPECT_STREQ(err.text, "vmalloc=966656K leaves 60 MB of low memory, less than 64 MB");
	EXPECT_EQ(layout.low_pfn, 64ul * 256);
	EXPECT_EQ(compute_sizes(~0ull, 0), -EINVAL);
	EXPECT_NOT_NULL(strstr(err.text, "leaves 0 MB"));
}

/* highmem=SIZE takes from low memory what HighMem lacks, holes not counted. */
TEST(highmem_lowers_limit)
{
	make_pc(512 * MB);
	ASSERT_EQ(compute_sizes(0, 128 * MB), 0);
	EXPECT_EQ(layout.low_pfn, 384ul * 256);
	EXPECT_EQ(layout.zone[LAYOUT_HIGHMEM].present, 128ul * 256);
	ASSERT_EQ(compute_sizes(0, 128 * MB + 1), 0);
	EXPECT_EQ(layout.low_pfn, 380ul * 256);
	add(300 * MB, 500 * MB, MEM_RESERVED);
	ASSERT_EQ(compute_sizes(0, 128 * MB), 0);
	EXPECT_EQ(layout.low_pfn, 184ul * 256);
	EXPECT_TRUE(zone_layout_validate(&map, &layout, &err));
}

/* It never makes HighMem smaller than the machine has it. */
TEST(highmem_less_than_there_is)
{
	make_pc(2 * GB);
	ASSERT_EQ(compute_sizes(0, 16 * MB), 0);
	EXPECT_EQ(layout.low_pfn, 896ul * 256);
}

TEST(highmem_too_large)
{
	make_pc(512 * MB);
	ASSERT_EQ(compute_sizes(0, 448 * MB), 0);
	EXPECT_EQ(layout.low_pfn, 64ul * 256);
	EXPECT_EQ(compute_sizes(0, 449 * MB), -EINVAL);
	EXPECT_STREQ(err.text, "highmem=459776K leaves 60 MB of low memory, less than 64 MB");
	EXPECT_EQ(compute_sizes(0, 1 * GB), -EINVAL);
	EXPECT_STREQ(err.text, "highmem=1048576K is more than the 523900K that there is");
	EXPECT_EQ(compute_sizes(0, ~0ull), -EINVAL);
	EXPECT_EQ(layout.low_pfn, 64ul * 256);
}

/* With both, the lower limit stands. */
TEST(vmalloc_and_highmem)
{
	make_pc(1 * GB);
	ASSERT_EQ(compute_sizes(512 * MB, 256 * MB), 0);
	EXPECT_EQ(layout.low_pfn, 492ul * 256);
	ASSERT_EQ(compute_sizes(512 * MB, 640 * MB), 0);
	EXPECT_EQ(layout.low_pfn, 384ul * 256);
}

/* ---- sections ---- */

static void expect_section(unsigned long section, u64 start, u64 end)
{
	unsigned long first, last;

	EXPECT_EQ(zone_layout_section(&map, &layout, section, &first, &last), end != 0);
	EXPECT_EQ(first, start);
	EXPECT_EQ(last, end);
}

/* A section is trimmed to the 4 MB blocks that hold its first and its last page. */
TEST(section_trimmed)
{
	make_pc(70 * MB + 4096);
	add(70 * MB, 70 * MB + 1, MEM_RESERVED);
	compute(&pae);
	expect_section(0, 0, 64 * 256);
	expect_section(1, 64 * 256, 72 * 256);
	expect_section(2, 0, 0);
	EXPECT_EQ(zone_layout_frames(&map, &layout), 72ul * 256);
}

/* A hole of sections costs nothing, a hole inside one does; reserved ranges cost nothing. */
TEST(section_holes)
{
	make_pc(16 * MB);
	add(48 * MB, 50 * MB, MEM_USABLE);
	add(64 * MB, 1024 * MB, MEM_RESERVED);
	add(1022 * MB, 1024 * MB + 4096, MEM_USABLE);
	add(1024 * MB, 1024 * MB + 8192, MEM_USABLE);
	add(60 * GB, 60 * GB + 4096, MEM_USABLE);
	compute(&pae);
	expect_section(0, 0, 52 * 256);
	expect_section(1, 0, 0);
	expect_section(15, 0, 0);
	expect_section(16, 1024 * 256, 1028 * 256);
	expect_section(960, 61440 * 256, 61444 * 256);
	EXPECT_EQ(zone_layout_frames(&map, &layout), (52ul + 4 + 4) * 256);
}

/* Pages that are out of reach have no section. */
TEST(section_out_of_reach)
{
	make_pc(16 * MB);
	add(4 * GB, 5 * GB, MEM_USABLE);
	compute(&nopae);
	expect_section(64, 0, 0);
	compute(&pae);
	expect_section(64, 4096 * 256, 4160 * 256);
}

/* ---- the validator ---- */

TEST(validate_finds_each_break)
{
	struct zone_layout good;
	u32 i;

	make_pc(2 * GB);
	compute(&pae);
	good = layout;
	for (i = 1; i <= 5; i++) {
		char want[] = "zone layout: I0";

		want[14] = '0' + i;
		layout = good;
		if (i == 1)
			layout.partial_bytes++;
		else if (i == 2)
			layout.zone[LAYOUT_DMA].present--;
		else if (i == 3)
			layout.zone[LAYOUT_NORMAL].start_pfn--;
		else if (i == 4)
			layout.low_pfn = 897 * 256;
		else
			layout.zone[LAYOUT_HIGHMEM].start_pfn = 0x7ffff;
		if (i == 5) {
			map.range[map.nr - 1].end = 1 * GB;
			layout.zone[LAYOUT_HIGHMEM].spanned = 1;
			layout.zone[LAYOUT_HIGHMEM].present = 1;
			layout.present_bytes -= (1152ull * 256 - 1) << 12;
			layout.partial_bytes += (1152ull * 256 - 1) << 12;
		}
		EXPECT_FALSE(zone_layout_validate(&map, &layout, &err));
		EXPECT_TRUE(!strncmp(err.text, want, 15));
	}
}

/* ---- random maps against a model of pages ---- */

/* The model sees 16 MB in pieces of 1 KB, so a page is four of them. */
#define UNITS (16 << 10)

static u8 usable[UNITS];

static void model_add(u32 start, u32 end, bool is_usable)
{
	u32 i;

	/* 0: nothing, 1: usable, 2: reserved, which wins */
	for (i = start; i < end; i++)
		if (usable[i] < 2)
			usable[i] = is_usable ? 1 : 2;
}

/* Compares one zone, page by page; *frames is what all zones together have. */
static void compare_zone(int nr, u64 base_pfn, u64 low, u64 high, u64 *frames)
{
	u64 first = 0, last = 0, present = 0;
	u32 page;

	for (page = 0; page < UNITS / 4; page++) {
		u64 pfn = base_pfn + page;

		if (pfn < low || pfn >= high || usable[page * 4] != 1 ||
		    usable[page * 4 + 1] != 1 || usable[page * 4 + 2] != 1 ||
		    usable[page * 4 + 3] != 1)
			continue;
		if (!present++)
			first = pfn;
		last = pfn + 1;
	}
	expect_zone(nr, first, present ? last - first : 0, present);
	*frames += present;
}

/* A page of the model is present exactly if its section has it and it counts in its zone. */
static void random_map_at(u64 base)
{
	u64 frames = 0, base_pfn = base >> 12;
	u32 i, nr = 1 + test_rand_below(12);

	begin();
	memset(usable, 0, sizeof(usable));
	for (i = 0; i < nr; i++) {
		u32 start = test_rand_below(UNITS), end = start + test_rand_below(UNITS / 3);
		bool is_usable = test_rand_below(3);

		if (end > UNITS)
			end = UNITS;
		model_add(start, end, is_usable);
		add(base + ((u64)start << 10), base + ((u64)end << 10),
		    is_usable ? MEM_USABLE : MEM_RESERVED);
	}
	compute(&pae);
	compare_zone(LAYOUT_DMA, base_pfn, 0, 16 * 256, &frames);
	compare_zone(LAYOUT_NORMAL, base_pfn, 16 * 256, 896 * 256, &frames);
	compare_zone(LAYOUT_HIGHMEM, base_pfn, 896 * 256, ~0ull, &frames);
	EXPECT_EQ(layout.present_bytes, frames << 12);
	for (i = 0, frames = 0; i < UNITS; i++)
		frames += usable[i] == 1;
	EXPECT_EQ(layout.usable_bytes, frames << 10);
}

/* Around each border, a few maps each. */
TEST(random_maps_match_model)
{
	static const u64 bases[] = { 0, 8 * MB, 56 * MB, 888 * MB, 4088 * MB, 63 * GB };
	u32 i, round;

	for (i = 0; i < ARRAY_SIZE(bases); i++)
		for (round = 0; round < 15; round++)
			random_map_at(bases[i]);
}
