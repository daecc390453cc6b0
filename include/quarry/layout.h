/* SPDX-License-Identifier: MIT */
/*
 * How the kernel's data is laid out, for a debugger: where it lies, and every shift, mask and
 * count that is needed to read it. tools/gdb reads this object and the debug information, and
 * has no such number of its own.
 *
 *   quarry_layout --> section table, node, pagesets, memory map     (mm/layout.c)
 *              .paging --> levels of the page tables, entry bits    (arch/)
 *
 * A field that changes its meaning changes QUARRY_LAYOUT_VERSION; a new one at the end need not.
 */
#ifndef _QUARRY_LAYOUT_H
#define _QUARRY_LAYOUT_H

#include <linux/cpumask.h>
#include <linux/types.h>

struct flag_name;
struct mem_section;
struct memmap;
struct pageset_list;
struct pglist_data;

/* Says that the object is in memory at all. "QLAY" */
#define QUARRY_LAYOUT_MAGIC   0x59414c51
#define QUARRY_LAYOUT_VERSION 1

#define QUARRY_MAX_LEVELS 3

/* A bit of a page table entry. A zero mask is a bit that this build's entries do not have. */
struct quarry_entry_bit {
	u64 mask;
	const char *name; /* NULL ends the table */
};

enum quarry_leaf {
	QUARRY_LEAF_NEVER,    /* the entry leads to a table */
	QUARRY_LEAF_IF_LARGE, /* with the bit `large` it maps, else it leads to a table */
	QUARRY_LEAF_ALWAYS,
};

struct quarry_level {
	const char *name;
	const struct quarry_entry_bit *bits;
	u32 shift;   /* an entry covers 2^shift bytes */
	u32 entries; /* a power of two */
	enum quarry_leaf leaf;
	bool rights; /* the bits rw, user and nx mean something */
};

/* The page tables as the CPU walks them, from CR3 on. */
struct quarry_paging {
	u32 nr_levels;
	u32 entry_size; /* bytes */
	u32 cr3_mask;   /* the part of CR3 that is the first table's address */
	bool pae;       /* what CR4.PAE is while these tables are in force */
	u64 phys_mask;  /* the part of an entry that is an address */
	u64 present, rw, user, global, large, nx;     /* bits; nx is 0 where there is none */
	const unsigned long *kernel_cr3;              /* 0 until the final tables are built */
	struct quarry_level level[QUARRY_MAX_LEVELS]; /* first walked first */
};

extern const struct quarry_paging quarry_paging;

/* A number inside page->flags. */
struct quarry_bitfield {
	u32 shift, bits;
};

struct quarry_layout {
	u32 magic, version;
	u32 size; /* sizeof(struct quarry_layout) */
	const char *variant;

	/* -- frames and the direct map: virtual address = physical + page_offset ----------- */
	u32 page_shift;
	u32 phys_bits; /* frame numbers are below 2^(phys_bits - page_shift) */
	u32 page_offset;
	void *const *high_memory; /* end of the direct map; 0 until it exists */

	/* -- struct page: frame n's is sections[n >> section_pfn_shift].map + n ------------ */
	struct mem_section *sections;
	u32 nr_sections, section_pfn_shift;
	const struct flag_name *page_flags;
	struct quarry_bitfield flag_section, flag_node, flag_zone, flag_order;
	u32 flag_reserved, flag_head, flag_tail, flag_buddy, flag_poisoned; /* masks */
	u32 flags_mask;                                                     /* all of them */
	s32 count_bias; /* references = page->_count + this */

	/* -- zones ---------------------------------------------------------------------- */
	struct pglist_data *node;
	u32 nr_zones, max_order;
	u32 stat_free, stat_reclaimable, stat_quarantined; /* indices of zone->vm_stat */
	u32 wmark_min, wmark_low, wmark_high;              /* indices of zone->watermark */

	/*
	 * -- pagesets: CPU c's lists are pagesets + per_cpu_offset[c] bytes, the one of zone z
	 *    and order n is number z * pageset_orders + n
	 */
	struct pageset_list *pagesets;
	u32 nr_pageset_lists, pageset_orders;
	const unsigned long *per_cpu_offset;
	const struct cpumask *possible_cpus;
	u32 nr_cpus; /* bits of the mask */

	/* -- the memory map ---------------------------------------------------------------- */
	const struct memmap *map;
	const char *const *map_types; /* names by type; NULL, or beyond the end: none */
	u32 nr_map_types;

	const struct quarry_paging *paging;
};

extern const struct quarry_layout quarry_layout;

#endif
