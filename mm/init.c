// SPDX-License-Identifier: MIT
/*
 * From the firmware's memory map to an allocator that works.
 *
 *   boot_info.map --sort, type--> map --mem=, memmap=, map module--> map --> zone layout
 *                                                                    |
 *                              image, modules, page 0 --reserve--> boot allocator
 *                                                                    |  page tables,
 *                                                                    |  per-CPU data,
 *                                                                    v  struct page arrays
 *                                  every page that is wholly free --> zones' buddy lists
 *
 * Invariant, asserted by hand_over(): usable bytes = handed over + reserved + lost to alignment.
 * What the options took away and what is out of reach is said as well, so that the sum over
 * all of the firmware's memory can be checked by reading the log.
 *
 * Context: boot, one CPU, interrupts off.
 * Failure: an option or a map module that is wrong is named and left out. No memory to live in
 * is a panic.
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <quarry/boot_info.h>
#include <quarry/boot_options.h>
#include <quarry/bootmem.h>
#include <quarry/mm_init.h>
#include <quarry/params.h>
#include <quarry/zone_layout.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include "internal.h"

#define MAX_RANGES     MEMMAP_RANGES(BOOT_MAP_MAX + BOOT_OPTIONS_RANGES)
#define MAP_MODULE_MAX 0x10000 /* bytes of text */

/* The start-up's own: sorted maps, the tables of the boot allocator, a map module's text. */
static __initbss struct mem_range map_storage[MAX_RANGES];
static __initbss struct mem_range module_storage[MAX_RANGES];
static __initbss struct mem_range raw_storage[BOOT_MAP_MAX];
static __initbss char map_text[MAP_MODULE_MAX];
static __initbss struct bootmem_region memory_regions[BOOTMEM_MEMORY_MAX(MAX_RANGES)];
static __initbss struct bootmem_region reserved_regions[BOOTMEM_RESERVED_MAX];
static __initdata struct bootmem bootmem;
static __initdata struct memmap map;
static __initdata struct zone_layout layout;
static __initdata struct memmap_changes changes;

KERNEL_PARAM_READ_EARLIER(mem, "mem", "SIZE: use no memory above this address");
KERNEL_PARAM_READ_EARLIER(memmap, "memmap",
			  "SIZE@START usable, SIZE$START reserved, SIZE#START ACPI, exactmap");
KERNEL_PARAM_READ_EARLIER(highmem, "highmem", "SIZE: make HighMem at least that large");
KERNEL_PARAM_READ_EARLIER(vmalloc, "vmalloc", "SIZE: make the vmalloc area that large");

void *high_memory;

/* The image may lie in memory that the map does not list; then none of it is ever freed. */
static bool image_in_ram;

struct memmap final_map;

static void __init say(const struct boot_error *err)
{
	pr_err("memory: %s\n", err->text);
}

static u64 __init in_kb(u64 bytes)
{
	return bytes >> 10;
}

/* ---- the map ------------------------------------------------------------------------------- */

static void __init show_raw_map(const struct boot_info *bi)
{
	char name[MEMMAP_NAME_LEN];
	u32 i;

	pr_info("memory: %u ranges from %s\n", bi->nr_map,
		bi->map_source == BOOT_MAP_FIRMWARE ? "the firmware" : "the basic memory tag");
	for (i = 0; i < bi->nr_map; i++)
		pr_debug("  %011llx-%011llx %s\n", bi->map[i].start, bi->map[i].end,
			 memmap_type_name(bi->map[i].type, name));
}

static noinline void __init sort_map(const struct boot_info *bi)
{
	struct memmap_oddities odd;
	struct boot_error err;

	memmap_init(&map, map_storage, ARRAY_SIZE(map_storage));
	if (memmap_from_raw(&map, bi->map, bi->nr_map, &odd, &err))
		panic("memory: %s", err.text);
	if (odd.empty || odd.wrapped || odd.overlaps || odd.unsorted)
		pr_notice("memory: odd entries in the map: %u empty, %u past 2^64, %u overlapping, "
			  "%u out of order\n",
			  odd.empty, odd.wrapped, odd.overlaps, odd.unsorted);
}

/* Parses a map module's text and keeps of the firmware's usable memory what it lists too. */
static bool __init use_map_text(size_t len, struct boot_error *err)
{
	struct memmap raw, wanted;
	struct memmap_oddities odd;
	u64 cut;

	memmap_init(&raw, raw_storage, ARRAY_SIZE(raw_storage));
	memmap_init(&wanted, module_storage, ARRAY_SIZE(module_storage));
	if (memmap_parse_text(map_text, len, &raw, err))
		return false;
	if (memmap_from_raw(&wanted, raw.range, raw.nr, &odd, err))
		return false;
	if (memmap_restrict(&wanted, &map, &cut, err))
		return false;
	memcpy(map.range, wanted.range, wanted.nr * sizeof(*map.range));
	map.nr = wanted.nr;
	pr_notice("memory: the map module replaces the firmware's map; %llu KB that it lists as "
		  "usable are not there\n",
		  in_kb(cut));
	return true;
}

static noinline void __init use_map_module(const struct boot_module *mod)
{
	u32 len = mod->end - mod->start;
	struct boot_error err;

	if (len > MAP_MODULE_MAX) {
		pr_err("memory: map module '%s' has %u bytes, %u is the limit; ignored\n",
		       mod->cmdline, len, MAP_MODULE_MAX);
		return;
	}
	early_copy_from_phys(map_text, mod->start, len);
	if (!use_map_text(len, &err))
		pr_err("memory: map module '%s' ignored: %s\n", mod->cmdline, err.text);
}

static bool __init is_map_module(const struct boot_module *mod)
{
	return !strncmp(mod->cmdline, "memmap", 6) && (!mod->cmdline[6] || mod->cmdline[6] == ' ');
}

/* ---- the boot allocator ---------------------------------------------------------------------- */

static void __init reserve(u64 start, u64 size, const char *name)
{
	struct boot_error err;

	if (size && bootmem_reserve(&bootmem, start, size, name, &err))
		panic("memory: %s", err.text);
}

static void __init fill_bootmem(const struct boot_info *bi, u64 reach)
{
	struct boot_error err;
	u32 i;

	bootmem_init(&bootmem, memory_regions, ARRAY_SIZE(memory_regions), reserved_regions,
		     ARRAY_SIZE(reserved_regions));
	if (bootmem_add_map(&bootmem, &map, reach, &err))
		panic("memory: %s", err.text);
	image_in_ram = memmap_is_usable(&map, (unsigned long)__boot_start, __pa(__image_end));
	if (!image_in_ram)
		pr_warn("memory: the map does not list all memory that the kernel is loaded to\n");
	reserve((unsigned long)__boot_start, __boot_end - __boot_start, "boot code");
	reserve(__pa(__image_start), __image_end - __image_start, "kernel image");
	reserve(mbi_phys, mbi_size, "multiboot2 structure");
	for (i = 0; i < bi->nr_modules; i++)
		reserve(bi->modules[i].start, bi->modules[i].end - bi->modules[i].start,
			"boot module");
}

static u64 __init try_boot_alloc(size_t size, size_t align, u64 min, const char *name)
{
	struct bootmem_request req = {
		.size = size,
		.align = align,
		.min = min,
		.max = (u64)layout.max_low_pfn << PAGE_SHIFT,
		.name = name,
	};
	struct boot_error err;

	return bootmem_alloc(&bootmem, &req, &err);
}

/**
 * boot_alloc - memory for good, before there are zones
 * @size: bytes, rounded up to whole pages
 * @align: bytes, a power of two
 * @name: what for; the string stays
 *
 * Not from the DMA zone while there is other low memory.
 * Context: boot, before the hand-over.
 * Return: its address, contents undefined. Panics when there is none.
 */
void *__init boot_alloc(size_t size, size_t align, const char *name)
{
	u64 phys = try_boot_alloc(size, align, (u64)LAYOUT_DMA_PFN << PAGE_SHIFT, name);

	if (!phys)
		phys = try_boot_alloc(size, align, 0, name);
	if (!phys)
		panic("memory: no %zu KB of low memory left for %s", size >> 10, name);
	return __va((unsigned long)phys);
}

/* ---- the steps --------------------------------------------------------------------------------
 */

static noinline void __init compute_layout(const struct boot_info *bi)
{
	struct zone_params params = { 0 };
	struct boot_error err;

	if (zone_params_parse(bi->cmdline, &params, &err)) {
		say(&err);
		memset(&params, 0, sizeof(params));
	}
	params.reach = IS_ENABLED(CONFIG_X86_PAE) ? LAYOUT_REACH_PAE : LAYOUT_REACH_NOPAE;
	if (zone_layout_compute(&map, &params, &layout, &err)) {
		say(&err);
		params.vmalloc = params.highmem = 0;
		if (zone_layout_compute(&map, &params, &layout, &err))
			panic("memory: %s", err.text);
	}
	if (!zone_layout_validate(&map, &layout, &err))
		panic("memory: %s", err.text);
	fill_bootmem(bi, params.reach);
}

/**
 * mm_read_map - decide what memory there is, and which part of it is free
 * @bi: what the boot loader told
 *
 * Context: boot, boot page tables.
 */
void __init mm_read_map(const struct boot_info *bi)
{
	struct boot_error err;
	u32 i;

	show_raw_map(bi);
	sort_map(bi);
	for (i = 0; i < bi->nr_modules; i++) {
		if (is_map_module(&bi->modules[i]))
			use_map_module(&bi->modules[i]);
	}
	if (memmap_apply_options(&map, bi->cmdline, &changes, &err))
		say(&err);
	if (!memmap_validate(&map, &err))
		panic("memory: %s", err.text);
	compute_layout(bi);
	if (!layout.zone[LAYOUT_DMA].present && !layout.zone[LAYOUT_NORMAL].present)
		panic("memory: the map has no usable low memory");
	if (changes.applied)
		pr_notice("memory: options: %u applied%s, %llu KB cut by mem=, %llu KB by memmap=, "
			  "%llu KB added\n",
			  changes.applied, changes.exactmap ? " (exactmap)" : "",
			  in_kb(changes.cut_by_mem), in_kb(changes.cut_by_memmap),
			  in_kb(changes.added));
	if (layout.unreachable_bytes)
		pr_notice("memory: %llu KB above %u GB are out of reach%s\n",
			  in_kb(layout.unreachable_bytes), IS_ENABLED(CONFIG_X86_PAE) ? 64 : 4,
			  IS_ENABLED(CONFIG_X86_PAE) ? "" : " without PAE");
}

/**
 * mm_init_paging - build the page tables, and keep the map for later
 *
 * Context: boot, boot page tables.
 */
void __init mm_init_paging(void)
{
	high_memory = __va(layout.max_low_pfn << PAGE_SHIFT);
	paging_init(&map, layout.max_low_pfn);
	paging_check_image();

	final_map = map;
	final_map.capacity = map.nr;
	final_map.range = boot_alloc(map.nr * sizeof(*map.range), SMP_CACHE_BYTES, "memory map");
	memcpy(final_map.range, map.range, map.nr * sizeof(*map.range));
}

static void __init take_free_pages(void *ctx, unsigned long start_pfn, unsigned long end_pfn)
{
	free_reserved_range(start_pfn, end_pfn);
}

/* The boot allocator's free pages go to the buddy lists, and every byte is accounted for. */
static void __init hand_over(void)
{
	struct bootmem_account sum;
	struct boot_error err;

	if (bootmem_hand_over(&bootmem, take_free_pages, NULL, &err) ||
	    !bootmem_validate(&bootmem, &sum, &err))
		panic("memory: %s", err.text);
	if (sum.usable != sum.handed_over + sum.reserved + sum.lost ||
	    sum.usable != layout.usable_bytes - layout.unreachable_bytes ||
	    sum.handed_over != (u64)totalram_pages() << PAGE_SHIFT)
		panic("memory: %llu bytes usable, but %llu handed over, %llu reserved, %llu lost",
		      sum.usable, (u64)totalram_pages() << PAGE_SHIFT, sum.reserved, sum.lost);
	bootmem_show(&bootmem);
	pr_info("memory: %llu KB usable = %llu KB handed over + %llu KB reserved + %llu bytes lost "
		"to alignment\n",
		in_kb(sum.usable), in_kb(sum.handed_over), in_kb(sum.reserved), sum.lost);
}

/**
 * mm_init_zones - make per-CPU data, page frames and zones; fill the free lists
 *
 * Afterwards the page allocator works and boot_alloc() does not.
 * Context: boot, final page tables.
 */
void __init mm_init_zones(void)
{
	setup_per_cpu_areas();
	sections_init(&map, &layout);
	zones_init(&layout);
	hand_over();
	pageset_init();
	setup_watermarks();
}

/**
 * mm_memmap - the sorted physical memory map that the kernel goes by
 *
 * Context: any, after mm_init_paging(). Constant.
 */
const struct memmap *mm_memmap(void)
{
	return &final_map;
}

static void free_image_part(unsigned long start, unsigned long end)
{
	free_reserved_range(start >> PAGE_SHIFT, end >> PAGE_SHIFT);
}

/**
 * free_initmem - give what only the start-up needed to the page allocator
 *
 * Context: the end of boot: __init code and data are not used from here on.
 */
void free_initmem(void)
{
	unsigned long before = totalram_pages();

	if (!image_in_ram)
		return;
	initmem_freed = true;
	set_memory_data((unsigned long)__init_start, (unsigned long)__init_text_end);
	free_image_part((unsigned long)__boot_start, (unsigned long)__boot_end);
	free_image_part(__pa(__init_start), __pa(__init_end));
	free_image_part(__pa(__init_bss_start), __pa(__init_bss_end));
	setup_watermarks();
	pr_info("memory: %lu KB of start-up code and data freed\n", (totalram_pages() - before)
									    << (PAGE_SHIFT - 10));
}
