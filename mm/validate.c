// SPDX-License-Identifier: MIT
/*
 * The invariants of buddy.c, pageset.c and sections.c, checked, and
 *
 *   Q1  vm_stat[NR_QUARANTINED] counts the pages of all blocks with PG_poisoned,
 *       vm_stat[NR_RECLAIMABLE] those with PG_reclaimable.
 *
 * zone_validate() walks every free list and every frame of the zone, so its cost grows with
 * the machine. Tests call it; nothing on a hot path does.
 *
 * Locking: takes zone->lock for the whole walk; pagesets of other CPUs are read as they are.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/mm_debug.h>
#include "internal.h"

/* What the walk of the frames counts, to be compared with what the lists say. */
struct frame_counts {
	unsigned long blocks[MAX_ORDER];
	unsigned long free_pages;
	unsigned long not_reserved;
	unsigned long quarantined, reclaimable;
};

static bool complain(const struct zone *zone, const char *invariant, const struct page *page)
{
	pr_err("zone %s: invariant %s is broken%s\n", zone->name, invariant, page ? " at" : "");
	if (page)
		pr_err("  pfn %05lx, flags %pGp, order %u, count %d\n", page_to_pfn(page),
		       &page->flags, page_order(page), atomic_read(&page->_count) + 1);
	return false;
}

/* B2, B3 and B5 for one free block. */
static bool check_block(const struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);
	struct page *buddy = page + ((pfn ^ (1UL << order)) - pfn);
	unsigned long i;

	if (!PageBuddy(page) || page_order(page) != order || page_zone(page) != zone)
		return complain(zone, "B1 (a block on the list)", page);
	if (pfn & ((1UL << order) - 1) || !zone_spans_pfn(zone, pfn) ||
	    pfn + (1UL << order) > zone_end_pfn(zone))
		return complain(zone, "B2 (alignment, span)", page);
	if (order < MAX_ORDER - 1 && PageBuddy(buddy) && page_order(buddy) == order)
		return complain(zone, "B3 (both buddies free)", page);
	for (i = 0; i < 1UL << order; i++) {
		unsigned long want =
			i ? 0 : 1UL << PG_buddy | (unsigned long)order << PAGE_ORDER_SHIFT;

		if (atomic_read(&page[i]._count) != -1 ||
		    (page[i].flags & (PAGEFLAGS_MASK | PAGE_ORDER_MASK)) != want)
			return complain(zone, "B5 (pages of a free block)", page + i);
	}
	return true;
}

static bool check_free_lists(const struct zone *zone, const struct frame_counts *found)
{
	unsigned long pages = 0;
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++) {
		const struct free_area *area = &zone->free_area[order];
		unsigned long n = 0;
		struct page *page;

		list_for_each_entry(page, &area->free_list, lru) {
			/* More than the frames have: the list runs in a circle. */
			if (n++ == found->blocks[order] || page->lru.prev->next != &page->lru)
				return complain(zone, "B4 (a free list)", page);
			if (!check_block(zone, page, order))
				return false;
		}
		if (n != area->nr_free || n != found->blocks[order])
			return complain(zone, "B4 (nr_free)", NULL);
		pages += n << order;
	}
	if (pages != zone->vm_stat[NR_FREE_PAGES])
		return complain(zone, "B4 (NR_FREE_PAGES)", NULL);
	return true;
}

/* S1 and S3 for every frame; counts blocks by looking at the frames, not at the lists. */
static bool check_frames(const struct zone *zone, struct frame_counts *found)
{
	unsigned long pfn;

	for (pfn = zone->zone_start_pfn; pfn < zone_end_pfn(zone); pfn++) {
		struct page *page;

		if (!pfn_valid(pfn))
			continue;
		page = pfn_to_page(pfn);
		if (page_to_pfn(page) != pfn || page_zone(page) != zone)
			return complain(zone, "S1 (links in flags)", page);
		if (PageReserved(page) && atomic_read(&page->_count) < 0)
			return complain(zone, "S3 (reserved page without reference)", page);
		found->not_reserved += !PageReserved(page);
		if (PagePoisoned(page))
			found->quarantined += 1UL << page_order(page);
		if (PageReclaimable(page))
			found->reclaimable += 1UL << page_order(page);
		if (PageBuddy(page)) {
			found->blocks[page_order(page)]++;
			found->free_pages += 1UL << page_order(page);
		}
	}
	if (found->not_reserved != zone->managed_pages)
		return complain(zone, "S3 (managed pages)", NULL);
	if (found->quarantined != zone->vm_stat[NR_QUARANTINED])
		return complain(zone, "Q1 (NR_QUARANTINED)", NULL);
	if (found->reclaimable != zone->vm_stat[NR_RECLAIMABLE])
		return complain(zone, "Q1 (NR_RECLAIMABLE)", NULL);
	return true;
}

/* P2 for one block: as it was freed, and not free a second time elsewhere. */
static bool check_listed(const struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);
	unsigned long i;
	unsigned int o;

	if (page_zone(page) != zone)
		return false;
	for (i = 0; i < 1UL << order; i++) {
		unsigned long want = i ? 0 : (unsigned long)order << PAGE_ORDER_SHIFT;

		if (atomic_read(&page[i]._count) != -1 ||
		    (page[i].flags & (PAGEFLAGS_MASK | PAGE_ORDER_MASK)) != want)
			return false;
	}
	for (o = 1; o < MAX_ORDER; o++) {
		struct page *first = pfn_to_page(pfn & ~((1UL << o) - 1));

		if (PageBuddy(first) && page_order(first) >= o)
			return false;
	}
	return true;
}

static bool check_list(const struct zone *zone, const struct pageset_list *list, unsigned int order)
{
	unsigned int i, j;

	if (list->zone != zone || list->high > PAGESET_RING ||
	    list->limit - list->bottom != list->high || pageset_count(list) > list->high)
		return complain(zone, "P1 (pageset count)", NULL);
	for (i = list->bottom; i != list->top; i++) {
		struct page *page = list->ring[i % PAGESET_RING];

		if (!check_listed(zone, page, order))
			return complain(zone, "P2 (page in a pageset)", page);
		for (j = list->bottom; j != i; j++) {
			if (list->ring[j % PAGESET_RING] == page)
				return complain(zone, "P2 (twice in a pageset)", page);
		}
	}
	return true;
}

static bool check_pagesets(const struct zone *zone)
{
	unsigned int cpu, order;

	for_each_possible_cpu(cpu) {
		for (order = 0; order < PAGESET_ORDERS; order++) {
			if (!check_list(
				    zone,
				    &per_cpu(pagesets, cpu)[pageset_index(zone_idx(zone), order)],
				    order))
				return false;
		}
	}
	return true;
}

/**
 * zone_validate - check every invariant of a zone
 * @zone: which
 *
 * Context: any but NMI, the zone's lock not held.
 * Return: false when one is broken; it was then named on the log.
 */
bool zone_validate(struct zone *zone)
{
	struct frame_counts found = { { 0 } };
	unsigned long flags;
	bool good;

	spin_lock_irqsave(&zone->lock, flags);
	good = check_frames(zone, &found) && check_free_lists(zone, &found) && check_pagesets(zone);
	spin_unlock_irqrestore(&zone->lock, flags);
	return good;
}

/**
 * zones_validate - check every invariant of all zones
 *
 * Context: as zone_validate().
 * Return: false when one is broken.
 */
bool zones_validate(void)
{
	struct zone *zone;
	bool good = true;

	for_each_populated_zone(zone)
		good &= zone_validate(zone);
	return good;
}
