/* SPDX-License-Identifier: MIT */
/*
 * Nodes and zones. A *node* is memory at one distance from the CPUs; this machine has one. A
 * *zone* is the part of a node that serves one purpose; a *free area* the list of its free
 * blocks of one order; a *pageset* what one CPU keeps of a zone for itself.
 */
#ifndef _LINUX_MMZONE_H
#define _LINUX_MMZONE_H

#include <linux/cache.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/spinlock.h>
#include <asm/page.h>

#define MAX_ORDER               11 /* orders 0 to 10: 4 KB to 4 MB */
#define MAX_ORDER_NR_PAGES      (1UL << (MAX_ORDER - 1))
#define PAGE_ALLOC_COSTLY_ORDER 3 /* what pagesets keep */
#define pageblock_nr_pages      (1UL << pageblock_order)
#define pageblock_order         (MAX_ORDER - 1)

#define MAX_NUMNODES 1
#define NUMA_NO_NODE (-1)

enum zone_type {
	ZONE_DMA,     /* below 16 MB: what ISA devices reach */
	ZONE_NORMAL,  /* to 896 MB: always mapped */
	ZONE_HIGHMEM, /* above: mapped when needed */
	MAX_NR_ZONES
};

enum zone_watermarks { WMARK_MIN, WMARK_LOW, WMARK_HIGH, NR_WMARK };

#define min_wmark_pages(zone)  ((zone)->watermark[WMARK_MIN])
#define low_wmark_pages(zone)  ((zone)->watermark[WMARK_LOW])
#define high_wmark_pages(zone) ((zone)->watermark[WMARK_HIGH])

enum zone_stat_item {
	NR_FREE_PAGES,  /* on the buddy lists; pagesets are not counted */
	NR_QUARANTINED, /* taken out because of a bad free */
	NR_RECLAIMABLE, /* allocated with __GFP_RECLAIMABLE */
	NR_VM_ZONE_STAT_ITEMS
};

struct free_area {
	struct list_head free_list; /* through page->lru of each block's first page */
	unsigned long nr_free;      /* blocks */
};

/* Orders that a pageset keeps. Larger blocks are rare and go to the buddy lists at once. */
#define PAGESET_ORDERS 4

struct zone {
	/* -- read by every allocation ----------------------------------------------------- */
	unsigned long vm_stat[NR_VM_ZONE_STAT_ITEMS]; /* pages; changed under lock */
	unsigned long watermark[NR_WMARK];            /* pages */
	unsigned long lowmem_reserve[MAX_NR_ZONES];   /* pages kept from requests that may
							 also use the indexed higher zone */
	/* -- the buddy allocator ---------------------------------------------------------- */
	spinlock_t lock ____cacheline_aligned; /* free_area, vm_stat, quarantine */
	struct free_area free_area[MAX_ORDER];

	/* -- what it is: constant once boot has freed its own memory ----------------------- */
	struct pglist_data *zone_pgdat;
	unsigned long zone_start_pfn;
	unsigned long spanned_pages; /* from the first frame to the last, holes included */
	unsigned long present_pages; /* frames that exist */
	unsigned long managed_pages; /* handed to the allocator */
	const char *name;
};

struct zonelist {
	struct zone *zones[MAX_NR_ZONES + 1]; /* populated, in the order tried; NULL ends */
};

typedef struct pglist_data {
	struct zone node_zones[MAX_NR_ZONES];
	struct zonelist node_zonelists[MAX_NR_ZONES]; /* by the zone tried first */
	int nr_zones;
	unsigned long node_start_pfn;
	unsigned long node_present_pages;
	unsigned long node_spanned_pages;
	int node_id;
} pg_data_t;

extern struct pglist_data contig_page_data;
#define NODE_DATA(nid) (&contig_page_data)

#define zone_idx(zone)           ((enum zone_type)((zone) - (zone)->zone_pgdat->node_zones))
#define populated_zone(zone)     ((zone)->present_pages != 0)
#define zone_managed_pages(zone) ((zone)->managed_pages)
#define is_highmem(zone)         (zone_idx(zone) == ZONE_HIGHMEM)
#define managed_zone(zone)       ((zone)->managed_pages != 0)

#define for_each_zone(zone)                                                                        \
	for ((zone) = contig_page_data.node_zones;                                                 \
	     (zone) < contig_page_data.node_zones + MAX_NR_ZONES; (zone)++)
#define for_each_populated_zone(zone)                                                              \
	for_each_zone(zone)                                                                        \
		if (!populated_zone(zone)) {                                                       \
		} else

static inline unsigned long zone_end_pfn(const struct zone *zone)
{
	return zone->zone_start_pfn + zone->spanned_pages;
}

static inline bool zone_spans_pfn(const struct zone *zone, unsigned long pfn)
{
	return pfn >= zone->zone_start_pfn && pfn < zone_end_pfn(zone);
}

static inline unsigned long zone_page_state(const struct zone *zone, enum zone_stat_item item)
{
	return READ_ONCE(zone->vm_stat[item]);
}

bool zone_watermark_ok(struct zone *zone, unsigned int order, unsigned long mark,
		       enum zone_type classzone, unsigned int alloc_flags);

extern unsigned long min_free_kbytes;

#endif
