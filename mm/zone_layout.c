// SPDX-License-Identifier: MIT
/*
 * Zones and sections that follow from a memory map. Arithmetic only.
 *
 * Nouns: a *whole* frame is one of which every byte is usable; the *reach* is the end of what
 * page tables can map; the *low limit* is where HighMem begins; a *section* is 64 MB, a *block*
 * 4 MB, the largest buddy block.
 *
 *   0       16 MB                     low limit                         reach
 *   |--DMA--|---------Normal----------|------------HighMem--------------|...unreachable
 *   |=== section 0 ===|=== section 1 ===| ... one struct page array each
 *
 * The low limit is 896 MB. vmalloc=SIZE lowers it so that the direct map, the hole of 8 MB and
 * SIZE fit below the top of the vmalloc area; highmem=SIZE lowers it until that much memory is
 * above it. It is a multiple of a block, and never below 64 MB.
 *
 * A section's array covers the blocks from its first to its last whole frame; a section without
 * one has no array. So holes of 64 MB and more cost nothing, and ranges that the firmware
 * reserves have frames only between or beside usable ones.
 *
 * Invariants of a layout, checked by zone_layout_validate():
 *   I1  usable_bytes == present_bytes + partial_bytes + unreachable_bytes
 *   I2  the zones' present frames add up to present_bytes
 *   I3  a zone lies within its borders, and present <= spanned
 *   I4  low_pfn is a multiple of a block, from 64 MB to 896 MB
 *   I5  every zone's first and last frame lies in its section's extent
 *
 * Context: any; no state, no allocation, no locks.
 * Failure: only for options that cannot be met; the layout is then untouched.
 */
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/page.h>
#include <quarry/init_or_test.h>
#include <quarry/zone_layout.h>

#define BLOCK_BYTES ((u64)BLOCK_PFNS << PAGE_SHIFT)
#define LOW_MIN     ((u64)LAYOUT_LOW_MIN_PFN << PAGE_SHIFT)
#define LOW_MAX     ((u64)LAYOUT_LOW_PFN << PAGE_SHIFT)

/*
 * Room for the direct map and the vmalloc area: from the start of the direct map at 0xC0000000
 * to the end of the vmalloc area at 0xFF7FE000, less the hole of 8 MB between the two.
 */
#define DIRECT_AND_VMALLOC (0xFF7FE000ull - 0xC0000000ull - (8ull << 20))

static_assert(DIRECT_AND_VMALLOC - LOW_MAX >= (100ull << 20), "vmalloc has 100 MB by default");
static_assert((u64)SECTIONS_PAE * SECTION_PFNS << PAGE_SHIFT == LAYOUT_REACH_PAE, "sections");
static_assert((u64)SECTIONS_NOPAE * SECTION_PFNS << PAGE_SHIFT == LAYOUT_REACH_NOPAE, "sections");

/* Frames start .. end - 1; empty when start >= end. 64 bits: a map may list more than 16 TB. */
struct frames {
	u64 start;
	u64 end;
};

/* The whole frames of a range below @limit, none for a range that is not usable. */
static struct frames __init_or_test whole_frames(const struct mem_range *range, u64 limit)
{
	struct frames f = { 0, 0 };

	if (range->type != MEM_USABLE)
		return f;
	f.start = (range->start >> PAGE_SHIFT) + !!(range->start & ((1u << PAGE_SHIFT) - 1));
	f.end = range->end >> PAGE_SHIFT;
	if (f.end > limit)
		f.end = limit;
	if (f.start > f.end)
		f.start = f.end;
	return f;
}

/* The part of @f that lies in start .. end - 1. */
static struct frames __init_or_test clip(struct frames f, u64 start, u64 end)
{
	if (f.start < start)
		f.start = start;
	if (f.end > end)
		f.end = end;
	return f;
}

static int __init_or_test low_limit_vmalloc(u64 vmalloc, u64 *low, struct boot_error *err)
{
	u64 room = vmalloc < DIRECT_AND_VMALLOC ? DIRECT_AND_VMALLOC - vmalloc : 0;

	room &= ~(BLOCK_BYTES - 1);
	if (room < LOW_MIN)
		return boot_error_set(err, -EINVAL,
				      "vmalloc=%lluK leaves %llu MB of low memory, less than 64 MB",
				      vmalloc >> 10, room >> 20);
	if (*low > room)
		*low = room;
	return 0;
}

/* Lowers @low until @highmem bytes in whole frames lie between it and @reach. */
static int __init_or_test low_limit_highmem(const struct memmap *map, u64 highmem, u64 reach,
					    u64 *low, struct boot_error *err)
{
	u64 missing = (highmem >> PAGE_SHIFT) + !!(highmem & ((1u << PAGE_SHIFT) - 1));
	u64 want = missing, limit = 0;
	u32 i;

	for (i = map->nr; missing && i > 0; i--) {
		struct frames f = whole_frames(&map->range[i - 1], reach >> PAGE_SHIFT);
		u64 nr = f.end - f.start;

		if (nr >= missing)
			limit = (f.end - missing) << PAGE_SHIFT & ~(BLOCK_BYTES - 1);
		missing -= nr < missing ? nr : missing;
	}
	if (missing)
		return boot_error_set(err, -EINVAL,
				      "highmem=%lluK is more than the %lluK that there is",
				      highmem >> 10, (want - missing) << (PAGE_SHIFT - 10));
	if (limit < LOW_MIN)
		return boot_error_set(err, -EINVAL,
				      "highmem=%lluK leaves %llu MB of low memory, less than 64 MB",
				      highmem >> 10, limit >> 20);
	if (*low > limit)
		*low = limit;
	return 0;
}

/* Adds the whole frames of a range to zone @zone, whose borders are start and end. */
static void __init_or_test zone_add(struct zone_extent *zone, struct frames f, u64 start, u64 end)
{
	f = clip(f, start, end);
	if (f.start >= f.end)
		return;
	if (!zone->present)
		zone->start_pfn = f.start;
	zone->spanned = f.end - zone->start_pfn;
	zone->present += f.end - f.start;
}

static void __init_or_test count_range(const struct mem_range *range, u64 reach,
				       struct zone_layout *layout)
{
	struct frames f = whole_frames(range, reach >> PAGE_SHIFT);
	u64 end = range->end < reach ? range->end : reach;
	u64 whole = (f.end - f.start) << PAGE_SHIFT;

	if (range->type != MEM_USABLE)
		return;
	layout->usable_bytes += range->end - range->start;
	if (range->end > reach)
		layout->unreachable_bytes +=
			range->end - (range->start > reach ? range->start : reach);
	layout->present_bytes += whole;
	if (range->start < end)
		layout->partial_bytes += end - range->start - whole;
	if (!whole)
		return;
	zone_add(&layout->zone[LAYOUT_DMA], f, 0, LAYOUT_DMA_PFN);
	zone_add(&layout->zone[LAYOUT_NORMAL], f, LAYOUT_DMA_PFN, layout->low_pfn);
	zone_add(&layout->zone[LAYOUT_HIGHMEM], f, layout->low_pfn, ~0ull);
	layout->max_pfn = f.end;
	if (f.start < layout->low_pfn)
		layout->max_low_pfn = f.end < layout->low_pfn ? f.end : layout->low_pfn;
}

/**
 * zone_layout_compute - find the zones of a memory map
 * @map: sorted map
 * @params: reach (bytes, a multiple of 4 MB) and the sizes asked for
 * @layout: gets the result
 * @err: message that names the option and its value
 *
 * Context: any.
 * Return: 0; -EINVAL if vmalloc= or highmem= cannot be met, with @layout untouched: a caller
 * that wants to go on clears that field and calls again.
 */
int __init_or_test zone_layout_compute(const struct memmap *map, const struct zone_params *params,
				       struct zone_layout *layout, struct boot_error *err)
{
	u64 low = LOW_MAX;
	int ret = 0;
	u32 i;

	if (params->vmalloc)
		ret = low_limit_vmalloc(params->vmalloc, &low, err);
	if (!ret && params->highmem)
		ret = low_limit_highmem(map, params->highmem, params->reach, &low, err);
	if (ret)
		return ret;
	memset(layout, 0, sizeof(*layout));
	layout->low_pfn = low >> PAGE_SHIFT;
	for (i = 0; i < map->nr; i++)
		count_range(&map->range[i], params->reach, layout);
	return 0;
}

/* Index of the first range that ends after @addr. */
static u32 __init_or_test first_range(const struct memmap *map, u64 addr)
{
	u32 low = 0, high = map->nr;

	while (low < high) {
		u32 mid = low + (high - low) / 2;

		if (map->range[mid].end > addr)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/**
 * zone_layout_section - the frames of a section that have a struct page
 * @map: sorted map
 * @layout: its layout
 * @section: number of the section, 64 MB each
 * @start_pfn: first frame, a multiple of 4 MB; 0 when absent
 * @end_pfn: frame after the last, a multiple of 4 MB; 0 when absent
 *
 * Context: any.
 * Return: true if the section has any.
 */
bool __init_or_test zone_layout_section(const struct memmap *map, const struct zone_layout *layout,
					unsigned long section, unsigned long *start_pfn,
					unsigned long *end_pfn)
{
	u64 start = (u64)section << SECTION_PFN_SHIFT, end = start + SECTION_PFNS;
	struct frames found = { 0, 0 };
	u32 i;

	for (i = first_range(map, start << PAGE_SHIFT); i < map->nr; i++) {
		struct frames f = whole_frames(&map->range[i], layout->max_pfn);

		if (map->range[i].start >= end << PAGE_SHIFT)
			break;
		f = clip(f, start, end);
		if (f.start >= f.end)
			continue;
		if (!found.end)
			found.start = f.start;
		found.end = f.end;
	}
	*start_pfn = found.start & ~(u64)(BLOCK_PFNS - 1);
	*end_pfn = (found.end + BLOCK_PFNS - 1) & ~(u64)(BLOCK_PFNS - 1);
	return found.end > 0;
}

/**
 * zone_layout_frames - how many frames have a struct page
 * @map: sorted map
 * @layout: its layout
 *
 * Context: any.
 * Return: number of frames, over all sections.
 */
unsigned long __init_or_test zone_layout_frames(const struct memmap *map,
						const struct zone_layout *layout)
{
	unsigned long section, start, end, sum = 0;

	for (section = 0; section << SECTION_PFN_SHIFT < layout->max_pfn; section++)
		if (zone_layout_section(map, layout, section, &start, &end))
			sum += end - start;
	return sum;
}

/* I3 and I5 for one zone with the borders @low and @high. */
static const char *__init_or_test check_zone(const struct memmap *map,
					     const struct zone_layout *layout, int nr, u64 low,
					     u64 high)
{
	const struct zone_extent *zone = &layout->zone[nr];
	unsigned long last = zone->start_pfn + zone->spanned - 1, start, end;

	if (!zone->present)
		return zone->spanned || zone->start_pfn ? "I3: an empty zone has a place" : NULL;
	if (zone->present > zone->spanned || zone->start_pfn < low || last >= high)
		return "I3: a zone is larger than its borders allow";
	if (!zone_layout_section(map, layout, zone->start_pfn >> SECTION_PFN_SHIFT, &start, &end) ||
	    zone->start_pfn < start || zone->start_pfn >= end)
		return "I5: a zone's first frame has no struct page";
	if (!zone_layout_section(map, layout, last >> SECTION_PFN_SHIFT, &start, &end) ||
	    last < start || last >= end)
		return "I5: a zone's last frame has no struct page";
	return NULL;
}

/**
 * zone_layout_validate - check invariants I1 to I5
 * @map: sorted map
 * @layout: its layout
 * @err: which one is broken
 *
 * Context: any.
 * Return: true if all hold.
 */
bool __init_or_test zone_layout_validate(const struct memmap *map, const struct zone_layout *layout,
					 struct boot_error *err)
{
	const u64 border[LAYOUT_ZONES + 1] = { 0, LAYOUT_DMA_PFN, layout->low_pfn,
					       layout->max_pfn };
	const char *broken = NULL;
	u64 present = 0;
	int i;

	for (i = 0; i < LAYOUT_ZONES; i++) {
		u64 high = border[i + 1] < layout->max_pfn ? border[i + 1] : layout->max_pfn;

		present += layout->zone[i].present;
		if (!broken)
			broken = check_zone(map, layout, i, border[i], high);
	}
	if (present << PAGE_SHIFT != layout->present_bytes)
		broken = "I2: the zones' frames do not add up";
	if (layout->usable_bytes !=
	    layout->present_bytes + layout->partial_bytes + layout->unreachable_bytes)
		broken = "I1: usable bytes do not add up";
	if (layout->low_pfn % BLOCK_PFNS || layout->low_pfn < LAYOUT_LOW_MIN_PFN ||
	    layout->low_pfn > LAYOUT_LOW_PFN)
		broken = "I4: bad low limit";
	if (broken)
		boot_error_set(err, -EINVAL, "zone layout: %s", broken);
	return !broken;
}
