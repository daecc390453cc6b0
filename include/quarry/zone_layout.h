/* SPDX-License-Identifier: MIT */
/*
 * From a sorted memory map to zones and sections: arithmetic only, nothing is allocated.
 */
#ifndef QUARRY_ZONE_LAYOUT_H
#define QUARRY_ZONE_LAYOUT_H

#include <linux/types.h>
#include <quarry/boot_error.h>
#include <quarry/memmap.h>

/* In the order of enum zone_type. */
#define LAYOUT_DMA     0
#define LAYOUT_NORMAL  1
#define LAYOUT_HIGHMEM 2
#define LAYOUT_ZONES   3

/* Frame numbers of the borders: DMA ends at 16 MB, low memory at 896 MB unless made smaller. */
#define LAYOUT_DMA_PFN     (16ul << 8)
#define LAYOUT_LOW_PFN     (896ul << 8)
#define LAYOUT_LOW_MIN_PFN (64ul << 8) /* no option makes low memory smaller than this */

/* How far page tables reach, in bytes. */
#define LAYOUT_REACH_PAE   (64ull << 30)
#define LAYOUT_REACH_NOPAE (4ull << 30)

/* struct page arrays are made per section of 64 MB, trimmed to blocks of 4 MB. */
#define SECTION_PFN_SHIFT 14
#define SECTION_PFNS      (1ul << SECTION_PFN_SHIFT)
#define BLOCK_PFN_SHIFT   10
#define BLOCK_PFNS        (1ul << BLOCK_PFN_SHIFT)
#define SECTIONS_PAE      1024 /* LAYOUT_REACH_PAE in sections */
#define SECTIONS_NOPAE    64

struct zone_params {
	u64 reach;   /* bytes of physical address space that can be mapped */
	u64 vmalloc; /* vmalloc=, bytes; 0: the default */
	u64 highmem; /* highmem=, bytes; 0: not asked for */
};

struct zone_extent {
	unsigned long start_pfn; /* first usable frame; 0 when the zone is empty */
	unsigned long spanned;   /* frames from there to the last usable one, holes included */
	unsigned long present;   /* frames that are wholly usable */
};

struct zone_layout {
	struct zone_extent zone[LAYOUT_ZONES];
	unsigned long max_pfn;     /* after the last usable frame within reach */
	unsigned long low_pfn;     /* where HighMem begins, whether or not there is any */
	unsigned long max_low_pfn; /* after the last usable frame of low memory */
	u64 usable_bytes;          /* usable in the map: the sum of the three below */
	u64 present_bytes;         /* in wholly usable frames within reach */
	u64 partial_bytes;         /* in frames that are only partly usable */
	u64 unreachable_bytes;     /* at or above reach */
};

int zone_layout_compute(const struct memmap *map, const struct zone_params *params,
			struct zone_layout *layout, struct boot_error *err);
bool zone_layout_section(const struct memmap *map, const struct zone_layout *layout,
			 unsigned long section, unsigned long *start_pfn, unsigned long *end_pfn);
unsigned long zone_layout_frames(const struct memmap *map, const struct zone_layout *layout);
bool zone_layout_validate(const struct memmap *map, const struct zone_layout *layout,
			  struct boot_error *err);

#endif /* QUARRY_ZONE_LAYOUT_H */
