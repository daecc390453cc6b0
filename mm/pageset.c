// SPDX-License-Identifier: MIT
/*
 * Pagesets: free blocks that a CPU keeps at hand, so that most allocations and frees need no
 * lock. Each CPU has, per zone and for each order below PAGESET_ORDERS, a ring:
 *
 *        cold end                     hot end
 *   . . [p][p][p][p][p][p][p][p][p][p] . . . . . .
 *        ^ bottom                      ^ top       ^ limit = bottom + high
 *        taken for __GFP_COLD,         pushed by free, popped by alloc
 *        flushed when top = limit
 *
 * A list that runs empty is refilled with `batch` blocks, one that is full gives `batch`
 * blocks back, each under one acquisition of zone->lock. Pages in a list are free: _count is
 * -1, but they are on no buddy list and not in vm_stat[NR_FREE_PAGES].
 *
 * Invariants (zone_validate()):
 *   P1  top - bottom <= high <= PAGESET_RING, limit - bottom = high;
 *   P2  every block in it belongs to the list's zone, has the list's order, no flag, _count -1
 *       in all its pages, and is nowhere else: not twice in the list, not on a buddy list.
 *
 * `high` is zero in a list that is out of use. Then the fast paths in page_alloc.c and page_free.c,
 * which look at the list and nothing else, fail, and every operation comes to the buddy lists: that
 * is how debugging aids see all of them without a cost when they are off.
 *
 * Locking: a list belongs to its CPU; interrupts are off while it is changed.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include "internal.h"

/* Blocks at most, where a zone is large: at most half a megabyte for each order and CPU. */
static const u16 max_high[PAGESET_ORDERS] = { 128, 48, 24, 12 };
static const u16 max_batch[PAGESET_ORDERS] = { 64, 16, 8, 4 };
/* A CPU holds at most 1/256 of a zone per order. */
#define ZONE_SHARE_SHIFT 8

DEFINE_PER_CPU_ALIGNED(struct pageset_list[NR_PAGESET_LISTS], pagesets);
DEFINE_PER_CPU(struct pageset_list *[PAGESET_KEYS], pageset_by_key);
/* For orders without a list: top, bottom and limit are equal for ever. */
static DEFINE_PER_CPU(struct pageset_list, no_list);
static bool bypassed;

static struct pageset_list *this_list(const struct zone *zone, unsigned int order)
{
	return &(*raw_cpu_ptr(&pagesets))[pageset_index(zone_idx(zone), order)];
}

/* A list that holds more than it may is full until it has been flushed far enough. */
static void set_limit(struct pageset_list *list)
{
	list->limit = list->bottom + max_t(unsigned int, list->high, pageset_count(list));
}

static void set_limits(struct pageset_list *list, unsigned int order)
{
	unsigned long share = list->zone->managed_pages >> (ZONE_SHARE_SHIFT + order);

	list->high = bypassed ? 0 : min_t(unsigned long, share, max_high[order]);
	list->batch = clamp_t(unsigned long, list->high / 2, 1, max_batch[order]);
	set_limit(list);
}

static void init_cpu(unsigned int cpu)
{
	struct pageset_list **by_key = per_cpu(pageset_by_key, cpu);
	struct pageset_list *list = per_cpu(pagesets, cpu);
	struct zone *zone;
	unsigned int i;

	for (i = 0; i < PAGESET_KEYS; i++)
		by_key[i] = per_cpu_ptr(&no_list, cpu);
	for_each_zone(zone) {
		for (i = 0; i < PAGESET_ORDERS; i++, list++) {
			list->zone = zone;
			set_limits(list, i);
			by_key[pageset_key(zone_idx(zone), i)] = list;
		}
	}
}

/**
 * pageset_init - give every possible CPU its lists
 *
 * Context: boot, when managed_pages of all zones is known.
 */
void pageset_init(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		init_cpu(cpu);
}

static struct page *pop_cold(struct pageset_list *list)
{
	list->limit++;
	return list->ring[list->bottom++ % PAGESET_RING];
}

static struct page *min_page(struct page *a, struct page *b)
{
	return a < b ? a : b;
}

/* The n-th block from the cold end. */
static struct page *cold(const struct pageset_list *list, unsigned int n)
{
	return list->ring[(list->bottom + n) % PAGESET_RING];
}

/* How many pages at the cold end follow each other in memory, up or down; nr at most. */
static unsigned int run_length(const struct pageset_list *list, unsigned int nr)
{
	long step = cold(list, 1) - cold(list, 0);
	unsigned int n = 2;

	while (n < nr && cold(list, n) == cold(list, n - 1) + step)
		n++;
	return n;
}

/* Frees pages first .. first + n - 1 in the largest blocks that their alignment allows. */
static void free_run(struct zone *zone, struct page *first, unsigned int n)
{
	while (n) {
		unsigned int aligned = __ffs((unsigned long)first >> STRUCT_PAGE_SHIFT | 1UL << 31);
		unsigned int order = min_t(unsigned int, aligned, __fls(n));

		__buddy_free(zone, first, order);
		first += 1UL << order;
		n -= 1U << order;
	}
}

/* Pages whose struct pages differ in the lowest bit of their position are buddies. */
static bool are_buddies(const struct page *a, const struct page *b)
{
	return ((unsigned long)a ^ (unsigned long)b) == sizeof(struct page);
}

/*
 * Gives nr single pages from the cold end back. What was allocated together is often freed
 * together: a run of pages goes back in blocks, which saves most of the merging.
 */
static void flush_pages(struct pageset_list *list, unsigned int nr)
{
	struct zone *zone = list->zone;

	while (nr) {
		struct page *page = cold(list, 0);
		unsigned int n = 1;

		if (nr > 1 && are_buddies(page, cold(list, 1))) {
			n = run_length(list, nr);
			free_run(zone, min_page(page, cold(list, n - 1)), n);
		} else {
			__buddy_free(zone, page, 0);
		}
		list->bottom += n;
		nr -= n;
	}
	set_limit(list);
}

/* Gives nr blocks from the cold end back. Interrupts off. */
static void flush(struct pageset_list *list, unsigned int order, unsigned int nr)
{
	spin_lock(&list->zone->lock);
	if (order == 0)
		flush_pages(list, nr);
	else
		while (nr--)
			__buddy_free(list->zone, pop_cold(list), order);
	spin_unlock(&list->zone->lock);
}

/* Adds a batch at the hot end. Interrupts off. */
static void refill(struct pageset_list *list, unsigned int order)
{
	struct zone *zone = list->zone;
	unsigned int n = list->batch;

	spin_lock(&zone->lock);
	if (order == 0) {
		__buddy_alloc_pages(zone, list, n);
	} else {
		while (n--) {
			struct page *page = __buddy_alloc(zone, order);

			if (!page)
				break;
			pageset_push(list, page);
		}
	}
	spin_unlock(&zone->lock);
}

/* Would the zone be above its low watermark with a batch less? */
static bool may_refill(const struct pageset_list *list, unsigned int order)
{
	struct zone *zone = list->zone;
	unsigned long mark = low_wmark_pages(zone) + ((unsigned long)list->batch << order);

	return zone_watermark_ok(zone, order, mark, zone_idx(zone), 0);
}

/**
 * pageset_alloc - take a block from this CPU's list, refilled when it is empty
 * @zone: from which zone
 * @gfp: __GFP_COLD takes it from the cold end
 * @order: the block's order, below PAGESET_ORDERS
 *
 * The list is only refilled while the zone stays above its low watermark with a batch less;
 * below, the caller takes single blocks, so that nothing is hoarded when memory is short.
 * Context: any but NMI.
 * Return: the block's first page, _count still -1; NULL when the list cannot serve.
 */
struct page *pageset_alloc(struct zone *zone, gfp_t gfp, unsigned int order)
{
	struct page *page = NULL;
	struct pageset_list *list;
	unsigned long flags;

	local_irq_save(flags);
	list = this_list(zone, order);
	if (!pageset_count(list) && list->high && may_refill(list, order))
		refill(list, order);
	if (pageset_count(list))
		page = gfp & __GFP_COLD ? pop_cold(list) : pageset_pop(list);
	local_irq_restore(flags);
	return page;
}

/**
 * pageset_free - put a free block into this CPU's list, which is made room in when it is full
 * @zone: the page's zone
 * @page: the block's first page, order bits set, _count -1
 * @order: the block's order, below PAGESET_ORDERS
 *
 * Context: any but NMI.
 */
void pageset_free(struct zone *zone, struct page *page, unsigned int order)
{
	struct pageset_list *list;
	unsigned long flags;

	local_irq_save(flags);
	list = this_list(zone, order);
	if (pageset_count(list) && list->top == list->limit)
		flush(list, order, min_t(unsigned int, pageset_count(list), list->batch));
	if (list->high)
		pageset_push(list, page);
	else
		buddy_free(zone, page, order);
	local_irq_restore(flags);
}

/**
 * drain_local_pages - give all that this CPU keeps at hand back to the buddy lists
 *
 * Context: any but NMI.
 */
void drain_local_pages(void)
{
	struct pageset_list *list;
	unsigned long flags;
	unsigned int i;

	local_irq_save(flags);
	list = *raw_cpu_ptr(&pagesets);
	for (i = 0; i < NR_PAGESET_LISTS; i++, list++) {
		if (pageset_count(list))
			flush(list, i % PAGESET_ORDERS, pageset_count(list));
	}
	local_irq_restore(flags);
}

/**
 * drain_all_pages - give all that any CPU keeps at hand back to the buddy lists
 *
 * Context: thread. A list is changed by its own CPU only; one CPU is online.
 */
void drain_all_pages(void)
{
	drain_local_pages();
}

/**
 * pageset_bypass - take all pagesets out of use, or back in
 * @on: out of use
 *
 * Context: thread.
 */
void pageset_bypass(bool on)
{
	unsigned long flags;
	unsigned int cpu, i;

	local_irq_save(flags);
	bypassed = on;
	drain_all_pages();
	for_each_possible_cpu(cpu) {
		for (i = 0; i < NR_PAGESET_LISTS; i++)
			set_limits(&per_cpu(pagesets, cpu)[i], i % PAGESET_ORDERS);
	}
	local_irq_restore(flags);
}

/**
 * pageset_pages - how many pages of a zone are in the pagesets of all CPUs
 * @zone: which
 *
 * Context: any. Exact only while the CPUs stand still.
 * Return: pages.
 */
unsigned long pageset_pages(const struct zone *zone)
{
	unsigned long pages = 0;
	unsigned int cpu, order;

	for_each_possible_cpu(cpu) {
		for (order = 0; order < PAGESET_ORDERS; order++) {
			unsigned int i = pageset_index(zone_idx(zone), order);

			pages += (unsigned long)pageset_count(&per_cpu(pagesets, cpu)[i]) << order;
		}
	}
	return pages;
}
