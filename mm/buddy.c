// SPDX-License-Identifier: MIT
/*
 * The buddy lists of a zone.
 *
 * A *block* of order n is 2^n page frames whose first frame number is a multiple of 2^n. Its
 * *buddy* is the block of the same order that differs from it in bit n of that number. A free
 * block whose buddy is free as well is merged with it, up to order MAX_ORDER - 1:
 *
 *   pfn     8   9   10  11  12  13  14  15
 *   order 0 [ ] [ ]                            9 is free: merging asks for 8
 *   order 1         [10,11]                    buddy of 8 at order 1
 *   order 2                 [12  ..   15]      buddy of 8 at order 2
 *
 * Invariants (zone_validate() checks them):
 *   B1  the first page of every block on free_area[n] has PG_buddy and order n, _count -1;
 *       no other page has PG_buddy;
 *   B2  blocks are aligned, do not overlap, and lie inside the zone's span;
 *   B3  no two buddies of one order are both free, but at the highest order;
 *   B4  nr_free is the length of the list, vm_stat[NR_FREE_PAGES] the sum of all pages in them;
 *   B5  _count of every page in a free block is -1; but for the first one's PG_buddy and order
 *       it has no flag and order 0.
 *
 * The array of struct page is contiguous and complete over every aligned 4 MB, and zones begin
 * and end on multiples of 4 MB of frame numbers, so a buddy's struct page always exists, in the
 * same zone: one look at its flags decides. And since the array for 4 MB is aligned to its own
 * size, the address of a buddy's struct page differs in the bit of the order as well: no frame
 * number is needed.
 *
 * Locking: zone->lock, interrupts off. Context: any but NMI. Failure: NULL.
 */
#include "internal.h"

#define BUDDY_FLAG (1UL << PG_buddy)

static __always_inline unsigned long order_bits(unsigned int order)
{
	return (unsigned long)order << PAGE_ORDER_SHIFT;
}

static __always_inline void add_block(struct zone *zone, struct page *page, unsigned int order)
{
	struct free_area *area = &zone->free_area[order];

	page->flags |= BUDDY_FLAG | order_bits(order);
	list_add(&page->lru, &area->free_list);
	area->nr_free++;
}

static __always_inline void remove_block(struct zone *zone, struct page *page, unsigned int order)
{
	__list_del_entry(&page->lru);
	page->flags &= ~(BUDDY_FLAG | PAGE_ORDER_MASK);
	zone->free_area[order].nr_free--;
}

/* The smallest order from `order` on that has a free block; MAX_ORDER when none has. */
static __always_inline unsigned int find_order(const struct zone *zone, unsigned int order)
{
	while (order < MAX_ORDER && !zone->free_area[order].nr_free)
		order++;
	return order;
}

/* Takes the first block of order `have` and gives back all of it above the lowest 2^order. */
static __always_inline struct page *take_and_split(struct zone *zone, unsigned int have,
						   unsigned int order)
{
	struct page *page = list_first_entry(&zone->free_area[have].free_list, struct page, lru);

	remove_block(zone, page, have);
	while (have > order) {
		have--;
		add_block(zone, page + (1UL << have), have);
	}
	return page;
}

/**
 * __buddy_alloc - take a block off the buddy lists
 * @zone: from which zone
 * @order: its order
 *
 * Watermarks are the caller's business.
 * Context: zone->lock held.
 * Return: the block's first page, order bits set, _count still -1; NULL when there is none.
 */
struct page *__buddy_alloc(struct zone *zone, unsigned int order)
{
	unsigned int have = find_order(zone, order);
	struct page *page;

	if (have == MAX_ORDER)
		return NULL;
	page = take_and_split(zone, have, order);
	page->flags |= order_bits(order);
	zone->vm_stat[NR_FREE_PAGES] -= 1UL << order;
	return page;
}

/* Pushes the pages of a block from its end, so that they are popped in ascending order. */
static __always_inline void push_pages(struct pageset_list *list, struct page *block,
				       unsigned int order)
{
	struct page *page = block + (1UL << order);
	unsigned int top = list->top;

	while (page-- > block)
		list->ring[top++ % PAGESET_RING] = page;
	list->top = top;
}

/**
 * __buddy_alloc_pages - move single pages from the buddy lists to a pageset
 * @zone: from which zone
 * @list: the order-0 list of this CPU; it has room
 * @want: how many pages
 *
 * Small blocks go first, whole; then a larger one is split no further than needed.
 * Context: zone->lock held, interrupts off.
 * Return: how many pages were moved.
 */
unsigned int __buddy_alloc_pages(struct zone *zone, struct pageset_list *list, unsigned int want)
{
	unsigned int left = want;
	unsigned int order;

	for (order = 0; left >> order && order < MAX_ORDER; order++) {
		struct free_area *area = &zone->free_area[order];

		while (left >> order && area->nr_free) {
			push_pages(list, take_and_split(zone, order, order), order);
			left -= 1U << order;
		}
	}
	while (left) {
		unsigned int have = find_order(zone, 0);

		if (have == MAX_ORDER)
			break;
		order = min(have, (unsigned int)__fls(left));
		push_pages(list, take_and_split(zone, have, order), order);
		left -= 1U << order;
	}
	zone->vm_stat[NR_FREE_PAGES] -= want - left;
	return want - left;
}

/* Gives the pages of a block to the empty ones of nr entries; tells how many entries are done. */
static unsigned long fill_entries(struct zone *zone, struct page *page, unsigned int order,
				  unsigned long nr, struct page **pages)
{
	struct page *end = page + (1UL << order);
	unsigned long i;

	for (i = 0; i < nr && page < end; i++) {
		if (unlikely(pages[i]))
			continue;
		init_new_page(page);
		pages[i] = page++;
	}
	/* Entries that were set leave pages over, at the end of the array. */
	for (; page < end; page++)
		__buddy_free(zone, page, 0);
	return i;
}

/* The order of the smallest block that has what is needed, or else of the largest there is. */
static unsigned int find_order_near(const struct zone *zone, unsigned int order)
{
	unsigned int have = find_order(zone, order);

	while (have == MAX_ORDER && order--) {
		if (zone->free_area[order].nr_free)
			have = order;
	}
	return have;
}

/**
 * __buddy_fill_array - give the empty entries of an array single pages
 * @zone: from which zone
 * @nr: entries
 * @pages: the array; entries that are set stay as they are
 *
 * Takes blocks of about what is missing: then a page costs no more than to write its address
 * down, and pages that are used together lie together. Watermarks are the caller's business.
 * Context: zone->lock held.
 * Return: entries, from the first on, that hold a page now; new ones have one reference.
 */
unsigned long __buddy_fill_array(struct zone *zone, unsigned long nr, struct page **pages)
{
	unsigned long i = 0;

	while (i < nr) {
		unsigned int order = min_t(unsigned int, __fls(nr - i), MAX_ORDER - 1);
		unsigned int have = find_order_near(zone, order);

		if (have == MAX_ORDER)
			break;
		order = min(order, have);
		zone->vm_stat[NR_FREE_PAGES] -= 1UL << order;
		i += fill_entries(zone, take_and_split(zone, have, order), order, nr - i,
				  pages + i);
	}
	return i;
}

/**
 * __buddy_free - put a block on the buddy lists, merged as far as it goes
 * @zone: the page's zone
 * @page: the block's first page; _count is -1, order bits may be anything
 * @order: the block's order
 *
 * Context: zone->lock held.
 */
void __buddy_free(struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long span = sizeof(*page) << order;
	unsigned long is_free = BUDDY_FLAG | order_bits(order);
	struct free_area *area = &zone->free_area[order];

	zone->vm_stat[NR_FREE_PAGES] += 1UL << order;
	page->flags &= ~PAGE_ORDER_MASK;
	while (span < sizeof(*page) << (MAX_ORDER - 1)) {
		struct page *buddy = (struct page *)((unsigned long)page ^ span);

		if ((buddy->flags & (BUDDY_FLAG | PAGE_ORDER_MASK)) != is_free)
			break;
		__list_del_entry(&buddy->lru);
		buddy->flags &= ~(BUDDY_FLAG | PAGE_ORDER_MASK);
		area->nr_free--;
		page = (struct page *)((unsigned long)page & ~span);
		span += span;
		is_free += order_bits(1);
		area++;
	}
	page->flags |= is_free;
	list_add(&page->lru, &area->free_list);
	area->nr_free++;
}

/**
 * buddy_alloc - __buddy_alloc() with the lock taken
 * @zone: from which zone
 * @order: the block's order
 *
 * Context: any but NMI.
 * Return: the block's first page; NULL when there is none.
 */
struct page *buddy_alloc(struct zone *zone, unsigned int order)
{
	struct page *page;
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	page = __buddy_alloc(zone, order);
	spin_unlock_irqrestore(&zone->lock, flags);
	return page;
}

/**
 * buddy_free - __buddy_free() with the lock taken
 * @zone: the page's zone
 * @page: the block's first page, _count -1
 * @order: the block's order
 *
 * Context: any but NMI.
 */
void buddy_free(struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long flags;

	spin_lock_irqsave(&zone->lock, flags);
	__buddy_free(zone, page, order);
	spin_unlock_irqrestore(&zone->lock, flags);
}
