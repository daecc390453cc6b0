// SPDX-License-Identifier: MIT
/*
 * libFuzzer target: a multiboot2 structure, and everything that start-up makes of it: the sorted
 * map, the command line's changes, zones, and the boot allocator to the hand-over.
 *
 * The input is the structure itself; its total_size is set to the input's length unless the last
 * bit of the input is set, so that most mutations get past the first check.
 */
#include <linux/types.h>
#include <quarry/boot_info.h>
#include <quarry/boot_options.h>
#include <quarry/bootmem.h>

#define RANGES  MEMMAP_RANGES(BOOT_MAP_MAX + BOOT_OPTIONS_RANGES)
#define REGIONS BOOTMEM_MEMORY_MAX(RANGES)

#define CHECK(cond)                                                                                \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			fprintf(stderr, "%s:%d: %s\n%s\n", __FILE__, __LINE__, #cond, err.text);   \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static struct boot_info bi;
static struct boot_error err;
static struct mem_range storage[RANGES];
static struct memmap map;
static struct bootmem_region memory[REGIONS], reserved[BOOTMEM_RESERVED_MAX];
static struct bootmem bm;

/* On success every promise of <quarry/boot_info.h> holds. */
static void check_info(void)
{
	u32 i;

	CHECK(memchr(bi.cmdline, 0, sizeof(bi.cmdline)));
	CHECK(memchr(bi.loader, 0, sizeof(bi.loader)));
	CHECK(bi.nr_map && bi.nr_map <= BOOT_MAP_MAX);
	CHECK(bi.nr_modules <= BOOT_MODULES_MAX);
	for (i = 0; i < bi.nr_modules; i++) {
		CHECK(bi.modules[i].start <= bi.modules[i].end);
		CHECK(memchr(bi.modules[i].cmdline, 0, BOOT_MODULE_CMDLINE));
	}
	CHECK(!bi.rsdp_v1_size || bi.rsdp_v1_size == ACPI_RSDP_V1_SIZE);
	CHECK(!bi.rsdp_v2_size || bi.rsdp_v2_size == ACPI_RSDP_V2_SIZE);
}

/* After a failure there is a message and nothing else. */
static void check_empty(void)
{
	const u8 *bytes = (const u8 *)&bi;
	size_t i;

	for (i = 0; i < offsetof(struct boot_info, map); i++)
		CHECK(!bytes[i]);
	CHECK(err.text[0] && memchr(err.text, 0, sizeof(err.text)));
}

static void make_map(void)
{
	struct memmap_changes changes;
	u64 before;

	memmap_init(&map, storage, RANGES);
	CHECK(!memmap_from_raw(&map, bi.map, bi.nr_map, NULL, &err));
	CHECK(memmap_validate(&map, &err));
	before = memmap_usable_bytes(&map);
	if (memmap_apply_options(&map, bi.cmdline, &changes, &err))
		CHECK(memmap_usable_bytes(&map) == before);
	else
		CHECK(memmap_usable_bytes(&map) ==
		      before + changes.added - changes.cut_by_mem - changes.cut_by_memmap);
	CHECK(memmap_validate(&map, &err));
}

static void make_zones(u64 reach)
{
	struct zone_params params = { .reach = reach };
	struct zone_layout layout;

	zone_params_parse(bi.cmdline, &params, &err);
	if (zone_layout_compute(&map, &params, &layout, &err)) {
		params.vmalloc = 0;
		params.highmem = 0;
		CHECK(!zone_layout_compute(&map, &params, &layout, &err));
	}
	CHECK(zone_layout_validate(&map, &layout, &err));
}

static void count_frames(void *ctx, unsigned long start_pfn, unsigned long end_pfn)
{
	CHECK(start_pfn < end_pfn);
	*(u64 *)ctx += end_pfn - start_pfn;
}

static void use_memory(void)
{
	struct bootmem_request req = { .size = 0x3000, .align = 0x4000, .name = "test" };
	struct bootmem_account account;
	u64 frames = 0, place;
	u32 i;

	bootmem_init(&bm, memory, REGIONS, reserved, BOOTMEM_RESERVED_MAX);
	CHECK(!bootmem_add_map(&bm, &map, LAYOUT_REACH_PAE, &err));
	for (i = 0; i < bi.nr_modules; i++)
		CHECK(!bootmem_reserve(&bm, bi.modules[i].start,
				       bi.modules[i].end - bi.modules[i].start, "module", &err));
	for (i = 0; i < 3; i++) {
		place = bootmem_alloc(&bm, &req, &err);
		CHECK(!place ||
		      (place % 0x4000 == 0 && memmap_is_usable(&map, place, place + 0x3000)));
	}
	CHECK(bootmem_validate(&bm, &account, &err));
	CHECK(!bootmem_hand_over(&bm, count_frames, &frames, &err));
	CHECK(account.handed_over == frames << 12);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *mbi = malloc(size + 1);
	u32 total = size;
	int ret;

	if (!mbi)
		return 0;
	memcpy(mbi, data, size);
	if (size >= 8 && !(data[size - 1] & 1))
		memcpy(mbi, &total, sizeof(total));
	memset(&bi, 0xa5, offsetof(struct boot_info, map));
	err.text[0] = '\0';
	ret = multiboot2_parse(mbi, size, &bi, &err);
	free(mbi);
	if (ret) {
		CHECK(ret < 0);
		check_empty();
		return 0;
	}
	check_info();
	make_map();
	make_zones(LAYOUT_REACH_PAE);
	make_zones(LAYOUT_REACH_NOPAE);
	use_memory();
	return 0;
}
