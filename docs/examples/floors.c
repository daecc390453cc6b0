// SPDX-License-Identifier: MIT
/*
 * How far down may each kind of request drain each zone? Allocates single pages until there are
 * none, says how many are left, and frees them again. docs/allocation.md explains the numbers.
 *
 *   make run BATCH=1 EXTRA=docs/examples/floors.c
 */
#define pr_fmt(fmt) "floors: " fmt

#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>

static void show_left(const char *name)
{
	struct zone *zone;

	pr_info("%s leaves", name);
	for_each_populated_zone(zone)
		pr_cont(" %s %lu", zone->name, zone_page_state(zone, NR_FREE_PAGES));
	pr_cont("\n");
}

/* The pages are the owner's, and so is the list link in each struct page. */
static void drain(const char *name, gfp_t gfp)
{
	struct page *page, *next;
	LIST_HEAD(held);

	while ((page = alloc_page(gfp | __GFP_NOWARN)))
		list_add(&page->lru, &held);
	show_left(name);
	list_for_each_entry_safe(page, next, &held, lru)
		__free_page(page);
	drain_all_pages();
}

static int __init floors_init(void)
{
	show_left("no request");
	drain("GFP_KERNEL", GFP_KERNEL);
	drain("GFP_ATOMIC", GFP_ATOMIC);
	drain("GFP_HIGHUSER", GFP_HIGHUSER);
	drain("GFP_DMA", GFP_DMA);
	drain("GFP_DMA | GFP_ATOMIC", GFP_DMA | GFP_ATOMIC);
	show_left("no request");
	return -EAGAIN;
}

module_init(floors_init);
MODULE_LICENSE("MIT");
