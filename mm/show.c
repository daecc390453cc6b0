// SPDX-License-Identifier: MIT
/*
 * The reports of the page allocator. Each gathers under the lock what must fit together, and
 * prints after it.
 *
 * Context: any but NMI; thread for reports of several lines that should not mix.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <quarry/memmap.h>
#include <quarry/mm_init.h>
#include "internal.h"

static unsigned long kb(unsigned long pages)
{
	return pages << (PAGE_SHIFT - 10);
}

/**
 * show_memmap - print the physical memory map that the kernel goes by
 *
 * One line per range: first byte, byte after the last, KB, type.
 */
void show_memmap(void)
{
	const struct memmap *map = mm_memmap();
	char name[MEMMAP_NAME_LEN];
	u32 i;

	for (i = 0; i < map->nr; i++)
		pr_info("  %011llx-%011llx %10llu KB  %s\n", map->range[i].start, map->range[i].end,
			(map->range[i].end - map->range[i].start) >> 10,
			memmap_type_name(map->range[i].type, name));
}

static void show_zone(struct zone *zone)
{
	pr_info("Node %d, zone %8s\n", zone->zone_pgdat->node_id, zone->name);
	pr_info("  pages free %lu, in pagesets %lu, reclaimable %lu, quarantined %lu\n",
		zone_page_state(zone, NR_FREE_PAGES), pageset_pages(zone),
		zone_page_state(zone, NR_RECLAIMABLE), zone_page_state(zone, NR_QUARANTINED));
	pr_info("        min %lu, low %lu, high %lu\n", min_wmark_pages(zone),
		low_wmark_pages(zone), high_wmark_pages(zone));
	pr_info("        start_pfn %lu, spanned %lu, present %lu, managed %lu\n",
		zone->zone_start_pfn, zone->spanned_pages, zone->present_pages,
		zone->managed_pages);
	pr_info("        protection: (%lu, %lu, %lu)\n", zone->lowmem_reserve[ZONE_DMA],
		zone->lowmem_reserve[ZONE_NORMAL], zone->lowmem_reserve[ZONE_HIGHMEM]);
}

static void show_pagesets(struct zone *zone)
{
	unsigned int cpu, order;

	for_each_possible_cpu(cpu) {
		for (order = 0; order < PAGESET_ORDERS; order++) {
			const struct pageset_list *list =
				&per_cpu(pagesets, cpu)[pageset_index(zone_idx(zone), order)];

			pr_info("    cpu %u order %u: count %u, high %u, batch %u\n", cpu, order,
				pageset_count(list), list->high, list->batch);
		}
	}
}

/**
 * show_zoneinfo - print every zone: free pages, watermarks, extent, reserves, pagesets
 */
void show_zoneinfo(void)
{
	struct zone *zone;

	for_each_populated_zone(zone) {
		show_zone(zone);
		show_pagesets(zone);
	}
}

static void show_free_areas(const char *level, struct zone *zone)
{
	unsigned long nr_free[MAX_ORDER], flags;
	char line[MAX_ORDER * 8 + 1];
	unsigned int order;
	int len = 0;

	spin_lock_irqsave(&zone->lock, flags);
	for (order = 0; order < MAX_ORDER; order++)
		nr_free[order] = zone->free_area[order].nr_free;
	spin_unlock_irqrestore(&zone->lock, flags);
	for (order = 0; order < MAX_ORDER; order++)
		len += scnprintf(line + len, sizeof(line) - len, " %6lu", nr_free[order]);
	printk("%sNode %d, zone %8s%s\n", level, zone->zone_pgdat->node_id, zone->name, line);
}

/**
 * show_buddyinfo - print how many blocks of each order are free, from order 0 to the highest
 */
void show_buddyinfo(void)
{
	struct zone *zone;

	for_each_populated_zone(zone)
		show_free_areas(KERN_INFO, zone);
}

/**
 * show_mem - print totals of memory, all and high
 */
void show_mem(void)
{
	pr_info("MemTotal:  %9lu kB\n", kb(totalram_pages()));
	pr_info("MemFree:   %9lu kB\n", kb(nr_free_pages()));
	pr_info("HighTotal: %9lu kB\n", kb(totalhigh_pages()));
	pr_info("HighFree:  %9lu kB\n", kb(nr_free_highpages()));
	pr_info("LowTotal:  %9lu kB\n", kb(totalram_pages() - totalhigh_pages()));
	pr_info("LowFree:   %9lu kB\n", kb(nr_free_pages() - nr_free_highpages()));
}

/**
 * report_alloc_failure - say that a request could not be met, and what was free
 * @gfp: its flags
 * @order: its order
 * @caller: who asked
 *
 * At most ten reports in five seconds.
 * Context: any but NMI.
 */
void report_alloc_failure(gfp_t gfp, unsigned int order, unsigned long caller)
{
	static __ratelimit_static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 10);
	struct zone *zone;

	if (!__ratelimit(&limit))
		return;
	pr_warn("page allocation failure: order %u, flags %pGg, by %pS\n", order, &gfp,
		(void *)caller);
	for_each_populated_zone(zone) {
		pr_warn("zone %s: free %lu, min %lu, low %lu, high %lu, in pagesets %lu\n",
			zone->name, zone_page_state(zone, NR_FREE_PAGES), min_wmark_pages(zone),
			low_wmark_pages(zone), high_wmark_pages(zone), pageset_pages(zone));
		show_free_areas(KERN_WARNING, zone);
	}
	dump_stack();
}
