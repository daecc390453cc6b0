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

/* Is this the address of a struct page that exists? The pointer may be anything. */
static bool page_exists(const struct page *page)
{
	unsigned long section, pfn;

	if (!in_page_arrays(page) || !IS_ALIGNED((unsigned long)page, sizeof(*page)) ||
	    !walk_page_tables((unsigned long)page).present)
		return false;
	section = page->flags >> PAGE_SECTION_SHIFT;
	if (section >= NR_MEM_SECTIONS || !mem_section[section].map)
		return false;
	pfn = page_to_pfn(page);
	return pfn_valid(pfn) && pfn_to_page(pfn) == page;
}

/* The first page of the larger block, allocated or free, that a page lies inside of, or NULL. */
static struct page *enclosing_block(struct page *page)
{
	unsigned long pfn = page_to_pfn(page);
	unsigned int order;

	for (order = 1; order < MAX_ORDER; order++) {
		struct page *first = pfn_to_page(pfn & ~((1UL << order) - 1));

		if (first != page && page_order(first) >= order &&
		    (PageBuddy(first) || atomic_read(&first->_count) >= 0))
			return first;
	}
	return NULL;
}

/* A page on which no block is allocated: what is it, then? */
static const char *not_allocated(struct page *page)
{
	struct page *block = enclosing_block(page);

	return block && !PageBuddy(block) ? "a page inside a larger block" : "a free page";
}

#define WRONG_FLAGS (PAGEFLAGS_MASK & ~PAGE_FLAGS_CLEARED_AT_FREE & ~(1UL << PG_head))

/*
 * What is wrong with freeing this page with this order? NULL: nothing. While others hold
 * references its flags are their business.
 */
static const char *free_error(struct page *page, unsigned int order)
{
	struct page *block;

	if (PagePoisoned(page))
		return "the page is quarantined";
	if (PageReserved(page))
		return "a reserved page";
	if (PageTail(page))
		return "a tail page of a compound page";
	if (PageBuddy(page))
		return "a free page";
	if (atomic_read(&page->_count) < 0)
		return not_allocated(page);
	block = enclosing_block(page);
	if (block && PageBuddy(block))
		return "a page inside a free block";
	if (page_order(page) != order)
		return "the wrong order";
	if (atomic_read(&page->_count) == 0 && (page->flags & WRONG_FLAGS))
		return "a page that its owner still uses";
	return NULL;
}

/**
 * quarantine_page - report a page that was freed by mistake and keep it out of circulation
 * @page: the first page of what is kept: a block of its order
 * @order: the order that the caller of the free gave
 * @why: what was wrong
 *
 * A page that is free, reserved or quarantined already stays what it is.
 * Context: any but NMI.
 */
void quarantine_page(struct page *page, unsigned int order, const char *why)
{
	unsigned long page_flags = page->flags & PAGEFLAGS_MASK;
	struct zone *zone = page_zone(page);
	bool allocated = !PageReserved(page) && atomic_read(&page->_count) >= 0;
	unsigned long flags;

	if (allocated && !TestSetPagePoisoned(page)) {
		spin_lock_irqsave(&zone->lock, flags);
		zone->vm_stat[NR_QUARANTINED] += 1UL << page_order(page);
		spin_unlock_irqrestore(&zone->lock, flags);
	}
	WARN(1,
	     "bad free of pfn %05lx in zone %s with order %u: %s (count %d, order %u, flags %pGp)",
	     page_to_pfn(page), zone->name, order, why, atomic_read(&page->_count) + 1,
	     page_order(page), &page_flags);
}

/* What keeps a page behind the first one of a block from being freed with it? */
static const char *tail_error(const struct page *page)
{
	if (page->flags & WRONG_FLAGS)
		return "a page inside the block is still used";
	if (atomic_read(&page->_count) != -1)
		return "a reference to a page inside the block is held";
	return NULL;
}

/**
 * clear_tails - get the pages behind the first one of a block ready to be freed
 * @page: the block's first page
 * @order: its order
 *
 * Flags that may be left are cleared. A page that is still used is reported and quarantined.
 * Context: any but NMI; the block's last owner.
 * Return: false when a page is quarantined: then the block cannot go back as a whole.
 */
bool clear_tails(struct page *page, unsigned int order)
{
	bool whole = true;
	unsigned long i;

	for (i = 1; i < 1UL << order; i++) {
		const char *why = tail_error(page + i);

		if (why) {
			atomic_set(&page[i]._count, max(0, atomic_read(&page[i]._count)));
			quarantine_page(page + i, order, why);
			whole = false;
		} else {
			page[i].flags &= ~PAGEFLAGS_MASK;
		}
	}
	return whole;
}

/**
 * free_is_sane - may this block be freed with this order?
 * @page: its first page; any pointer is survived
 * @order: what the caller says its order is
 *
 * A mistake is reported and the page quarantined.
 * Context: any but NMI.
 * Return: false when nothing is left to be done.
 */
bool free_is_sane(struct page *page, unsigned int order)
{
	const char *why;

	if (WARN(!page_exists(page), "bad free: %px is not a page of any zone", page))
		return false;
	why = free_error(page, order);
	if (why)
		quarantine_page(page, order, why);
	return !why;
}
