/* SPDX-License-Identifier: MIT */
/* Bringing memory up: what boot/main.c calls, in this order, and the boot allocator. */
#ifndef _QUARRY_MM_INIT_H
#define _QUARRY_MM_INIT_H

#include <linux/types.h>

struct boot_info;
struct memmap;

/* 1. The firmware's map and the options become a sorted map, zones' extents, a boot allocator. */
void mm_read_map(const struct boot_info *bi);
/* 2. The direct map and everything else in the page tables. */
void mm_init_paging(void);
/* 3. Every CPU's own copy of per-CPU data, then page frames, zones, free lists. */
void mm_init_zones(void);
/* 4. What only the start-up needed goes to the allocator. */
void free_initmem(void);

void page_alloc_init(void);

/*
 * Memory that is never given back, before zones exist. Low memory, preferably above 16 MB;
 * size in bytes, not cleared. Panics when there is none.
 */
void *boot_alloc(size_t size, size_t align, const char *name);

/* The map that the kernel goes by: sorted; and the firmware's own, as reported, for reports. */
const struct memmap *mm_memmap(void);

/* arch: reads physical memory below 4 GB before the final page tables exist. */
void early_copy_from_phys(void *to, u32 phys, size_t size);

#endif
