// SPDX-License-Identifier: MIT
/*
 * Node and zones: made at boot from the layout, filled from the boot allocator.
 *
 * Context: boot. free_reserved_range() also later, for memory that becomes free.
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <quarry/mm_init.h>
#include <quarry/zone_layout.h>
#include "internal.h"

struct pglist_data contig_page_data;

static const char *const zone_names[MAX_NR_ZONES] = { "DMA", "Normal", "HighMem" };

static void __init init_zone(struct pglist_data *node, enum zone_type type,
			     const struct zone_extent *extent)
{
	struct zone *zone = &node->node_zones[type];
	unsigned int order;

	spin_lock_init(&zone->lock);
	for (order = 0; order < MAX_ORDER; order++)
		INIT_LIST_HEAD(&zone->free_area[order].free_list);
	zone->zone_pgdat = node;
	zone->name = zone_names[type];
	zone->zone_start_pfn = extent->start_pfn;
	zone->spanned_pages = extent->spanned;
	zone->present_pages = extent->present;
	node->node_present_pages += extent->present;
	if (extent->present)
		node->nr_zones = type + 1;
}

static void __init build_zonelists(struct pglist_data *node)
{
	int class, z;

	for (class = 0; class < MAX_NR_ZONES; class ++) {
		struct zone **next = node->node_zonelists[class].zones;

		for (z = class; z >= 0; z--) {
			if (populated_zone(&node->node_zones[z]))
				*next++ = &node->node_zones[z];
		}
		*next = NULL;
	}
}

/**
 * zones_init - make the node's zones, empty
 * @layout: their extents
 *
 * Context: boot.
 */
void __init zones_init(const struct zone_layout *layout)
{
	struct pglist_data *node = NODE_DATA(0);
	unsigned int z;

	BUILD_BUG_ON((int)LAYOUT_ZONES != (int)MAX_NR_ZONES);
	BUILD_BUG_ON((int)LAYOUT_HIGHMEM != (int)ZONE_HIGHMEM);
	node->node_id = 0;
	for (z = 0; z < MAX_NR_ZONES; z++)
		init_zone(node, z, &layout->zone[z]);
	for (z = MAX_NR_ZONES; z-- > 0;) {
		if (layout->zone[z].present)
			node->node_start_pfn = layout->zone[z].start_pfn;
	}
	node->node_spanned_pages = layout->max_pfn - node->node_start_pfn;
	build_zonelists(node);
	page_alloc_init();
}

/* Frees the block at pfn and returns its order: the largest that alignment and end allow. */
static unsigned int free_reserved_block(unsigned long pfn, unsigned long end)
{
	unsigned int order = pfn ? min_t(unsigned int, __ffs(pfn), MAX_ORDER - 1) : MAX_ORDER - 1;
	struct page *page = pfn_to_page(pfn);
	struct zone *zone = page_zone(page);
	unsigned long flags, i;

	while (pfn + (1UL << order) > end)
		order--;
	for (i = 0; i < 1UL << order; i++) {
		BUG_ON(!PageReserved(page + i));
		page[i].flags &= ~(PAGEFLAGS_MASK | PAGE_ORDER_MASK);
		atomic_set(&page[i]._count, -1);
	}
	spin_lock_irqsave(&zone->lock, flags);
	zone->managed_pages += 1UL << order;
	__buddy_free(zone, page, order);
	spin_unlock_irqrestore(&zone->lock, flags);
	return order;
}

/**
 * free_reserved_range - hand reserved frames to the allocator
 * @start_pfn: first frame
 * @end_pfn: frame after the last
 *
 * Context: boot, or a thread that owns the frames.
 */
void free_reserved_range(unsigned long start_pfn, unsigned long end_pfn)
{
	unsigned long pfn = start_pfn;

	while (pfn < end_pfn) {
		BUG_ON(!pfn_valid(pfn));
		pfn += 1UL << free_reserved_block(pfn, end_pfn);
	}
}

/**
 * totalram_pages - all pages that the allocator manages, free or not
 *
 * Context: any.
 * Return: pages.
 */
unsigned long totalram_pages(void)
{
	struct zone *zone;
	unsigned long pages = 0;

	for_each_zone(zone)
		pages += zone->managed_pages;
	return pages;
}
EXPORT_SYMBOL(totalram_pages);

/**
 * totalhigh_pages - those of them in HighMem
 *
 * Context: any.
 * Return: pages.
 */
unsigned long totalhigh_pages(void)
{
	return NODE_DATA(0)->node_zones[ZONE_HIGHMEM].managed_pages;
}
EXPORT_SYMBOL(totalhigh_pages);

/**
 * nr_free_pages - free pages of all zones, those in pagesets included
 *
 * Context: any; exact only while nobody allocates.
 * Return: pages.
 */
unsigned long nr_free_pages(void)
{
	struct zone *zone;
	unsigned long pages = 0;

	for_each_zone(zone)
		pages += zone_page_state(zone, NR_FREE_PAGES) + pageset_pages(zone);
	return pages;
}
EXPORT_SYMBOL(nr_free_pages);

/**
 * nr_free_highpages - free pages of HighMem, those in pagesets included
 *
 * Context: any; exact only while nobody allocates.
 * Return: pages.
 */
unsigned long nr_free_highpages(void)
{
	struct zone *zone = &NODE_DATA(0)->node_zones[ZONE_HIGHMEM];

	return zone_page_state(zone, NR_FREE_PAGES) + pageset_pages(zone);
}
EXPORT_SYMBOL(nr_free_highpages);
