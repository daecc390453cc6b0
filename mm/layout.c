// SPDX-License-Identifier: MIT
/*
 * The memory manager's part of what a debugger reads. Everything comes from the headers that
 * the code is compiled with, so the two cannot differ.
 *
 * Context: constant; nothing in the kernel reads it.
 */
#include <linux/page-flags.h>
#include <linux/sections.h>
#include <quarry/flag_names.h>
#include <quarry/layout.h>
#include <quarry/memmap.h>
#include "internal.h"

static_assert(PAGE_SECTION_SHIFT + PAGE_SECTION_BITS == 8 * sizeof(((struct page *)0)->flags));
static_assert(NR_MEM_SECTIONS <= 1UL << PAGE_SECTION_BITS);
static_assert(NR_MEM_SECTIONS << PFN_SECTION_SHIFT == 1UL << (MAX_PHYS_BITS - PAGE_SHIFT));
static_assert(MAX_NUMNODES <= 1UL << PAGE_NODE_BITS);
static_assert(MAX_NR_ZONES <= 1UL << PAGE_ZONE_BITS);
static_assert(MAX_ORDER <= 1UL << PAGE_ORDER_BITS);
static_assert(NR_PAGESET_LISTS == MAX_NR_ZONES * PAGESET_ORDERS);
static_assert(NR_CPUS <= 8 * sizeof(struct cpumask));

const struct quarry_layout quarry_layout __used = {
	.magic = QUARRY_LAYOUT_MAGIC,
	.version = QUARRY_LAYOUT_VERSION,
	.size = sizeof(quarry_layout),
	.variant = QUARRY_VARIANT,

	.page_shift = PAGE_SHIFT,
	.phys_bits = MAX_PHYS_BITS,
	.page_offset = PAGE_OFFSET,
	.high_memory = &high_memory,

	.sections = mem_section,
	.nr_sections = NR_MEM_SECTIONS,
	.section_pfn_shift = PFN_SECTION_SHIFT,
	.page_flags = pageflag_names,
	.flag_section = { PAGE_SECTION_SHIFT, PAGE_SECTION_BITS },
	.flag_node = { PAGE_NODE_SHIFT, PAGE_NODE_BITS },
	.flag_zone = { PAGE_ZONE_SHIFT, PAGE_ZONE_BITS },
	.flag_order = { PAGE_ORDER_SHIFT, PAGE_ORDER_BITS },
	.flag_reserved = 1UL << PG_reserved,
	.flag_head = 1UL << PG_head,
	.flag_tail = 1UL << PG_tail,
	.flag_buddy = 1UL << PG_buddy,
	.flag_poisoned = 1UL << PG_poisoned,
	.flags_mask = PAGEFLAGS_MASK,
	.count_bias = 1,

	.node = &contig_page_data,
	.nr_zones = MAX_NR_ZONES,
	.max_order = MAX_ORDER,
	.stat_free = NR_FREE_PAGES,
	.stat_reclaimable = NR_RECLAIMABLE,
	.stat_quarantined = NR_QUARANTINED,
	.wmark_min = WMARK_MIN,
	.wmark_low = WMARK_LOW,
	.wmark_high = WMARK_HIGH,

	.pagesets = pagesets,
	.nr_pageset_lists = NR_PAGESET_LISTS,
	.pageset_orders = PAGESET_ORDERS,
	.per_cpu_offset = __per_cpu_offset,
	.possible_cpus = cpu_possible_mask,
	.nr_cpus = NR_CPUS,

	.map = &final_map,
	.map_types = memmap_type_names,
	.nr_map_types = MEM_NAMED_TYPES,

	.paging = &quarry_paging,
};
