// SPDX-License-Identifier: MIT
/*
 * Frees that are mistakes: what is wrong is named, and the page is kept out of circulation.
 *
 * A page that was handed to a free call by mistake may be in use by its real owner, or be free
 * already. So nothing is put on a list. A page that claims to be allocated is *quarantined*: it
 * gets PG_poisoned, keeps its contents and is counted; it never comes back.
 *
 * Context: any but NMI. Reports are made without a lock held.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/bug.h>
#include "internal.h"

static const char *const zone_unknown = "no zone";

/* Is this the address of a struct page that exists? The pointer may be anything. */
static bool page_exists(const struct page *page)
{
	unsigned long section, pfn;

	if (!virt_addr_valid(page) || !IS_ALIGNED((unsigned long)page, 4))
		return false;
	section = page->flags >> PAGE_SECTION_SHIFT;
	if (section >= NR_MEM_SECTIONS || !mem_section[section].map)
		return false;
	pfn = page_to_pfn(page);
	return pfn_valid(pfn) && pfn_to_page(pfn) == page;
}

/* The first page of the allocated block that a page lies inside of; NULL when there is none. */
static struct page *enclosing_block(struct page *page)
{
	unsigned long pfn = page_to_pfn(page);
	unsigned int order;

	for (order = 1; order < MAX_ORDER; order++) {
		struct page *first = pfn_to_page(pfn & ~((1UL << order) - 1));

		if (first != page && page_order(first) >= order && !PageBuddy(first) &&
		    atomic_read(&first->_count) >= 0)
			return first;
	}
	return NULL;
}

/* What is wrong with freeing this page with this order? NULL: nothing. */
static const char *free_error(struct page *page, unsigned int order)
{
	const unsigned long wrong_flags =
		PAGEFLAGS_MASK & ~PAGE_FLAGS_CLEARED_AT_FREE & ~(1UL << PG_head);

	if (PagePoisoned(page))
		return "the page is quarantined";
	if (PageReserved(page))
		return "a reserved page";
	if (PageTail(page))
		return "a tail page of a compound page";
	if (PageBuddy(page))
		return "a free page";
	if (atomic_read(&page->_count) < 0)
		return enclosing_block(page) ? "a page inside a larger block" : "a free page";
	if (page_order(page) != order)
		return "the wrong order";
	if (page->flags & wrong_flags)
		return "a page that its owner still uses";
	return NULL;
}

/**
 * quarantine_page - report a page that was freed by mistake and keep it out of circulation
 * @page: which
 * @why: what was wrong
 *
 * A page that is free, reserved or quarantined already stays what it is.
 * Context: any but NMI.
 */
void quarantine_page(struct page *page, const char *why)
{
	struct zone *zone = page_zone(page);
	bool allocated = !PageReserved(page) && atomic_read(&page->_count) >= 0;
	unsigned long flags;

	if (allocated && !TestSetPagePoisoned(page)) {
		spin_lock_irqsave(&zone->lock, flags);
		zone->vm_stat[NR_QUARANTINED]++;
		spin_unlock_irqrestore(&zone->lock, flags);
	}
	WARN(1, "bad free of pfn %05lx in zone %s: %s (count %d, order %u, flags %pGp)",
	     page_to_pfn(page), zone ? zone->name : zone_unknown, why,
	     atomic_read(&page->_count) + 1, page_order(page), &page->flags);
}

/* A page inside the block on which somebody holds a reference would go while it is in use. */
static bool tails_are_free(struct page *page, unsigned int order)
{
	bool good = true;
	unsigned long i;

	for (i = 1; i < 1UL << order; i++) {
		if (atomic_read(&page[i]._count) == -1)
			continue;
		quarantine_page(page + i, "a reference to a page inside the block is held");
		good = false;
	}
	return good;
}

/* Gives back what of a block is not quarantined. */
static void free_the_rest(struct page *page, unsigned int order)
{
	struct zone *zone = page_zone(page);
	unsigned long i;

	if (PageHead(page)) {
		quarantine_page(page, "its tail pages are in use");
		return;
	}
	for (i = 0; i < 1UL << order; i++) {
		if (PagePoisoned(page + i))
			continue;
		page[i].flags &= ~(PAGEFLAGS_MASK | PAGE_ORDER_MASK);
		atomic_set(&page[i]._count, -1);
		buddy_free(zone, page + i, 0);
	}
}

/**
 * free_is_sane - may this block be freed with this order?
 * @page: its first page; any pointer is survived
 * @order: what the caller says its order is
 *
 * A mistake is reported and the page quarantined. Debug builds also look at all other pages of
 * the block: one that is still referenced is quarantined, the others go back.
 * Context: any but NMI.
 * Return: false when nothing is left to be done.
 */
bool free_is_sane(struct page *page, unsigned int order)
{
	const char *why;

	if (WARN(!page_exists(page), "bad free: %px is not a page of any zone", page))
		return false;
	why = free_error(page, order);
	if (unlikely(why)) {
		quarantine_page(page, why);
		return false;
	}
	if (IS_ENABLED(CONFIG_DEBUG) && !PageHead(page) && !tails_are_free(page, order)) {
		free_the_rest(page, order);
		return false;
	}
	return true;
}
