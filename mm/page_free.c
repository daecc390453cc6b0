// SPDX-License-Identifier: MIT
/*
 * Giving pages back.
 *
 *   __free_pages, free_pages --> this CPU's list of the page's zone and order (a few instructions)
 *   put_page   | full, large order, a flag, another reference, a mistake
 *              v
 *   free_slow --> free_is_sane() (bad_page.c): a mistake is reported, and nothing is freed
 *        |
 *        +-- others hold references: drop the caller's; of a block that is no compound page
 *        |   all but the first page goes back now
 *        +-- the last reference: clear what the owner has left, then pageset or buddy lists
 *
 * One test of the flags word tells that a page is allocated, with which order, and that nothing
 * special is about it; `_count` 0 that the caller is the only owner. Flags of the pages behind
 * the first one are looked at as well: they are an owner's to set, and the next owner must not
 * inherit them.
 *
 * Locking: none here; pageset.c and buddy.c take what they need.
 * Context: any but NMI.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include "internal.h"

/**
 * count_reclaimable - count pages in or out of those that can be reclaimed
 * @page: a page of their zone
 * @add: how many; less than 0 to count out
 *
 * Context: any but NMI.
 */
void count_reclaimable(struct page *page, long add)
{
	struct zone *zone = page_zone(page);
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	zone->vm_stat[NR_RECLAIMABLE] += add;
	spin_unlock_irqrestore(&zone->lock, flags);
}

static void free_block(struct page *page, unsigned int order)
{
	struct zone *zone = page_zone(page);

	page->flags = (page->flags & ~(PAGEFLAGS_MASK | PAGE_ORDER_MASK)) |
		      (unsigned long)order << PAGE_ORDER_SHIFT;
	atomic_set(&page->_count, -1);
	if (order < PAGESET_ORDERS)
		pageset_free(zone, page, order);
	else
		buddy_free(zone, page, order);
}

static void break_up_compound(struct page *page, unsigned int order)
{
	unsigned long i;

	__ClearPageHead(page);
	for (i = 1; i < 1UL << order; i++) {
		__ClearPageTail(page + i);
		page[i].private = 0;
	}
}

/*
 * Have the pages behind the first one of a block no flag set? Debug builds ask for references
 * as well. One instruction per page, since it is asked at every free.
 */
static __always_inline bool tails_are_clear(const struct page *page, unsigned int order)
{
	unsigned long flags = 0;
	int references = 0;
	unsigned long i;

#pragma GCC unroll 16
	for (i = 1; i < 1UL << order; i++) {
		flags |= page[i].flags;
		if (IS_ENABLED(CONFIG_DEBUG))
			references |= atomic_read(&page[i]._count) + 1;
	}
	return !(flags & PAGEFLAGS_MASK) && !references;
}

/* Frees what is not quarantined of the pages behind the first one. */
static void free_tails_singly(struct page *page, unsigned int order)
{
	unsigned long i;

	for (i = 1; i < 1UL << order; i++) {
		if (!PagePoisoned(page + i))
			free_block(page + i, 0);
	}
}

/* The last reference to a block is gone. */
static void free_last_reference(struct page *page)
{
	unsigned int order = page_order(page);

	if (PageReclaimable(page))
		count_reclaimable(page, -(1L << order));
	if (PageHead(page))
		break_up_compound(page, order);
	if (!tails_are_clear(page, order) && !clear_tails(page, order)) {
		free_tails_singly(page, order);
		order = 0;
	}
	free_block(page, order);
}

static noinline void free_slow(struct page *page, unsigned int order);

/* Drops one of several references. Whoever drops the last one has it back for the checks. */
static void drop_reference(struct page *page)
{
	if (!atomic_add_negative(-1, &page->_count))
		return;
	atomic_set(&page->_count, 0);
	free_slow(page, page_order(page));
}

/*
 * Somebody else holds a reference to the first page. A compound page waits for them as a
 * whole; of any other block the rest goes back now, and the first page becomes one of its own.
 * Its flags may be changed by the others meanwhile, so the order is taken out atomically.
 */
static void free_shared(struct page *page, unsigned int order)
{
	if (!PageHead(page) && order) {
		bool whole = tails_are_clear(page, order) || clear_tails(page, order);

		if (PageReclaimable(page))
			count_reclaimable(page, 1 - (1L << order));
		atomic_and(~(int)PAGE_ORDER_MASK, (atomic_t *)&page->flags);
		if (!whole)
			free_tails_singly(page, order);
		while (whole && order--)
			free_block(page + (1UL << order), order);
	}
	drop_reference(page);
}

/* Is this page allocated with this order, without a flag, and is the caller the only owner? */
static __always_inline bool is_plain_block(const struct page *page, unsigned int order)
{
	const unsigned long must_match = PAGEFLAGS_MASK | PAGE_ORDER_MASK;

	/* The order turned down to bit 0, so that no bit of the caller's is shifted out. */
	return !((ror32(page->flags & must_match, PAGE_ORDER_SHIFT) ^ order) |
		 page->_count.counter);
}

static noinline void free_slow(struct page *page, unsigned int order)
{
	bool known_good =
		in_page_arrays(page) && is_plain_block(page, order) && !IS_ENABLED(CONFIG_DEBUG);

	if (!known_good && !free_is_sane(page, order))
		return;
	if (atomic_read(&page->_count) > 0)
		free_shared(page, order);
	else
		free_last_reference(page);
}

/*
 * The common case: a plain block, and this CPU's list has room. False: nothing was done. The
 * caller knows that it is a page of an array.
 */
static __always_inline bool free_fast(struct page *page, unsigned int order)
{
	struct pageset_list *list;
	unsigned long flags;

	if (unlikely(!is_plain_block(page, order)) || IS_ENABLED(CONFIG_DEBUG))
		return false;
	if (order && (order >= PAGESET_ORDERS || !tails_are_clear(page, order)))
		return false;
	local_irq_save(flags);
	list = this_cpu_read(pageset_by_key[page_pageset_key(page)]);
	if (unlikely(list->top == list->limit)) {
		local_irq_restore(flags);
		return false;
	}
	atomic_set(&page->_count, -1);
	pageset_push(list, page);
	local_irq_restore(flags);
	return true;
}

/**
 * __free_pages - give a block back
 * @page: its first page, as alloc_pages() returned it
 * @order: the order it was allocated with
 *
 * Drops the caller's reference. While others hold references to the first page, that page (a
 * compound page: the whole block) is freed when the last one goes. A block that is not an
 * allocated one of this order is reported and nothing is freed.
 * Context: any but NMI.
 */
void __free_pages(struct page *page, unsigned int order)
{
	if (unlikely(!in_page_arrays(page)) || !free_fast(page, order))
		free_slow(page, order);
}
EXPORT_SYMBOL(__free_pages);

static noinline __cold void report_bad_address(unsigned long addr)
{
	WARN(1, "free_pages: %08lx is not the address of a page", addr);
}

/**
 * free_pages - give a block back by address
 * @addr: its first byte in the direct map; 0 does nothing
 * @order: the order it was allocated with
 *
 * Context: any but NMI. An address that is not one of a page frame in the direct map is
 * reported and nothing is freed.
 */
void free_pages(unsigned long addr, unsigned int order)
{
	struct page *page;

	if (unlikely(!direct_map_bias(addr) || offset_in_page(addr))) {
		if (addr)
			report_bad_address(addr);
		return;
	}
	page = direct_map_page(addr);
	if (!free_fast(page, order))
		free_slow(page, order);
}
EXPORT_SYMBOL(free_pages);

/**
 * put_page - drop a reference
 * @page: any page of what was allocated; in a compound page the head counts
 *
 * The last reference frees it, with the order it was allocated with.
 * Context: any but NMI.
 */
void put_page(struct page *page)
{
	if (unlikely(!in_page_arrays(page)) && !free_is_sane(page, 0))
		return;
	page = compound_head(page);
	if (atomic_read(&page->_count) <= 0)
		__free_pages(page, page_order(page));
	else
		drop_reference(page);
}
EXPORT_SYMBOL(put_page);
