// SPDX-License-Identifier: MIT
/*
 * The page allocator: which zone serves a request, and the calls of <linux/gfp.h> that allocate.
 *
 *   alloc_pages ---------> this CPU's list of the zone tried first (a few instructions)
 *        | empty, zone under its low watermark, large order, special flags
 *        v
 *   alloc_slow: for each zone of the zonelist  -- low watermark  --> pageset or buddy lists
 *        | none
 *        +-- the same at the min watermark, or half of it with __GFP_HIGH
 *        +-- may sleep: reclaim, drain the pagesets, again: once, or as the flags say
 *        +-- NULL, with a report unless __GFP_NOWARN
 *
 * Nouns: the *class zone* of a request is the highest zone it may use; its *zonelist* the
 * populated zones from there down. lowmem_reserve keeps a part of a low zone from requests of
 * a higher class. A request never takes from two zones, and blocks never span zones or holes.
 *
 * _count: an allocated page has 0 (one reference) in the first page of its block; the others
 * of a block that is no compound page keep -1, as do all free pages. So an allocation writes
 * nothing to them, and a free only looks whether their owner has left flags.
 *
 * Locking: none here; pageset.c and buddy.c take what they need.
 * Context: any but NMI; with __GFP_WAIT only where sleeping is allowed.
 * Not done here: memory policy over several nodes; there is one.
 */
#include <linux/bug.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/reclaim.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <quarry/mm_init.h>
#include <asm/tsc.h>
#include "internal.h"

/* What is done to a block once it is found. */
#define GFP_PREP (__GFP_ZERO | __GFP_COMP)
/* What the fast path cannot do. Waiting needs nothing of it, so GFP_KERNEL is fast as well. */
#define GFP_SLOW (__GFP_COLD | __GFP_NOFAIL | __GFP_RECLAIMABLE | GFP_PREP | ~__GFP_BITS_MASK)

/* Rounds of reclaim for __GFP_REPEAT, and for all others that may sleep. */
#define REPEAT_ROUNDS 16
#define NORMAL_ROUNDS 3
/* How often a request that may not fail says that it waits. */
#define WAIT_REPORT_NS 10000000000ULL

/* The class zone by the three zone modifiers; the strictest wins. */
static const u8 class_of[GFP_ZONEMASK + 1] = {
	[0] = ZONE_NORMAL,
	[__GFP_HIGHMEM] = ZONE_HIGHMEM,
	[__GFP_DMA32] = ZONE_NORMAL,
	[__GFP_DMA32 | __GFP_HIGHMEM] = ZONE_NORMAL,
	[__GFP_DMA] = ZONE_DMA,
	[__GFP_DMA | __GFP_HIGHMEM] = ZONE_DMA,
	[__GFP_DMA | __GFP_DMA32] = ZONE_DMA,
	[__GFP_DMA | __GFP_DMA32 | __GFP_HIGHMEM] = ZONE_DMA,
};

/* By the same bits, the pageset key of order 0 in the zone that is tried first. */
static u8 first_key[GFP_ZONEMASK + 1];

static const struct reclaim_ops *reclaim_ops;
/* Set while this CPU's thread reclaims. */
static DEFINE_PER_CPU(unsigned int, reclaiming);

/**
 * gfp_zone - the class zone of a request
 * @gfp: its flags
 *
 * Context: any.
 * Return: the highest zone that may serve it, whether or not the machine has it.
 */
enum zone_type gfp_zone(gfp_t gfp)
{
	return class_of[gfp & GFP_ZONEMASK];
}

/**
 * set_reclaim_ops - hook reclaim into the allocator
 * @ops: the hooks, or NULL for none
 *
 * Context: thread; the caller makes sure that the old hooks are not running.
 */
void set_reclaim_ops(const struct reclaim_ops *ops)
{
	WRITE_ONCE(reclaim_ops, ops);
}

/**
 * first_zone - the zone that a request tries first
 * @gfp: its flags
 *
 * Context: any, after zones_init().
 * Return: the zone; an empty one when the machine has none for the request.
 */
struct zone *first_zone(gfp_t gfp)
{
	struct zone *zone = NODE_DATA(0)->node_zonelists[gfp_zone(gfp)].zones[0];

	return zone ?: &NODE_DATA(0)->node_zones[ZONE_DMA];
}

/**
 * page_alloc_init - find out which zone each kind of request tries first
 *
 * Context: boot, when the zonelists exist.
 */
void __init page_alloc_init(void)
{
	unsigned int bits;

	for (bits = 0; bits <= GFP_ZONEMASK; bits++)
		first_key[bits] = pageset_key(zone_idx(first_zone(bits)), 0);
}

/* ---- preparing a block ------------------------------------------------------------------- */

static void prep_compound(struct page *page, unsigned int order)
{
	unsigned long i;

	__SetPageHead(page);
	for (i = 1; i < 1UL << order; i++) {
		__SetPageTail(page + i);
		page[i].private = (unsigned long)page;
	}
}

static void clear_block(struct page *page, unsigned int order)
{
	unsigned long i;

	for (i = 0; i < 1UL << order; i++)
		clear_highpage(page + i);
}

static noinline void prep_block(struct page *page, gfp_t gfp, unsigned int order)
{
	if (gfp & __GFP_ZERO)
		clear_block(page, order);
	if ((gfp & __GFP_COMP) && order)
		prep_compound(page, order);
}

/* A block as it leaves the lists: free, without flags, of the order that was asked for. */
static void check_new_block(struct page *page, unsigned int order)
{
	unsigned long i;

	for (i = 0; i < 1UL << order; i++) {
		unsigned long want = i ? 0 : (unsigned long)order << PAGE_ORDER_SHIFT;

		if ((page[i].flags & (PAGEFLAGS_MASK | PAGE_ORDER_MASK)) == want &&
		    atomic_read(&page[i]._count) == -1)
			continue;
		panic("page allocator: pfn %05lx was on a free list with flags %pGp, count %d",
		      page_to_pfn(page + i), &page[i].flags, page_count(page + i));
	}
}

/* ---- allocation -------------------------------------------------------------------------- */

static struct page *take_from_zone(struct zone *zone, gfp_t gfp, unsigned int order)
{
	struct page *page = NULL;

	if (order < PAGESET_ORDERS)
		page = pageset_alloc(zone, gfp, order);
	return page ?: buddy_alloc(zone, order);
}

/* One pass over the zonelist. */
static struct page *try_zones(gfp_t gfp, unsigned int order, enum zone_watermarks mark,
			      unsigned int alloc_flags)
{
	enum zone_type classzone = gfp_zone(gfp);
	struct zone **z;

	for (z = NODE_DATA(0)->node_zonelists[classzone].zones; *z; z++) {
		struct page *page;

		if (!zone_watermark_ok(*z, order, (*z)->watermark[mark], classzone, alloc_flags))
			continue;
		page = take_from_zone(*z, gfp, order);
		if (page)
			return page;
	}
	return NULL;
}

static unsigned int max_rounds(gfp_t gfp)
{
	if (gfp & __GFP_NORETRY)
		return 1;
	return gfp & __GFP_REPEAT ? REPEAT_ROUNDS : NORMAL_ROUNDS;
}

/*
 * One round of reclaim; 0 when there is nobody to ask. Memory that reclaim itself needs comes
 * from the reserves: it must not reclaim again.
 */
static unsigned long reclaim_once(gfp_t gfp, unsigned int order)
{
	const struct reclaim_ops *ops = READ_ONCE(reclaim_ops);
	unsigned long freed;

	if (!ops || !ops->reclaim || !(gfp & __GFP_WAIT) || this_cpu_read(reclaiming))
		return 0;
	this_cpu_inc(reclaiming);
	freed = ops->reclaim(gfp, order);
	this_cpu_dec(reclaiming);
	return freed;
}

/* A request that may not fail says every ten seconds that it waits. */
static void report_waiting(gfp_t gfp, unsigned int order, u64 *since, unsigned long caller)
{
	u64 now = sched_clock();

	if (!(gfp & __GFP_NOFAIL) || now - *since < WAIT_REPORT_NS)
		return;
	*since = now;
	pr_warn("still waiting for memory that may not fail:\n");
	report_alloc_failure(gfp, order, caller);
}

/*
 * Reclaims and tries again, round by round. Without progress another round is only worth it
 * for those that asked for more, or may not fail.
 */
static struct page *alloc_with_reclaim(gfp_t gfp, unsigned int order, unsigned int alloc_flags,
				       unsigned long caller)
{
	unsigned int rounds = max_rounds(gfp);
	u64 since = sched_clock();
	unsigned int i;

	for (i = 0; i < rounds || (gfp & __GFP_NOFAIL); i++) {
		unsigned long freed = reclaim_once(gfp, order);
		struct page *page;

		if (gfp & __GFP_WAIT)
			drain_all_pages();
		else
			drain_local_pages();
		page = try_zones(gfp, order, WMARK_MIN, alloc_flags);
		if (page)
			return page;
		if (!freed && !(gfp & (__GFP_REPEAT | __GFP_NOFAIL)))
			break;
		report_waiting(gfp, order, &since, caller);
		cpu_relax();
	}
	return NULL;
}

/* What a request may do below the watermarks. */
static unsigned int alloc_flags_of(gfp_t gfp)
{
	if (gfp & __GFP_NOMEMALLOC)
		return 0;
	if (this_cpu_read(reclaiming))
		return ALLOC_NO_WATERMARK;
	return gfp & __GFP_HIGH ? ALLOC_HIGH : 0;
}

static struct page *find_block(gfp_t gfp, unsigned int order, unsigned long caller)
{
	const struct reclaim_ops *ops = READ_ONCE(reclaim_ops);
	unsigned int alloc_flags = alloc_flags_of(gfp);
	struct page *page;

	if (WARN_ONCE(order >= MAX_ORDER && !(gfp & __GFP_NOWARN),
		      "alloc_pages: order %u, the largest is %u", order, MAX_ORDER - 1) ||
	    order >= MAX_ORDER)
		return NULL;
	if (should_fail_alloc_page(gfp, order))
		goto failed;
	page = try_zones(gfp, order, WMARK_LOW, 0);
	if (page)
		return page;
	if (ops && ops->wake)
		ops->wake(gfp_zone(gfp), order);

	drain_local_pages();
	page = try_zones(gfp, order, WMARK_MIN, alloc_flags);
	if (!page && (gfp & (__GFP_WAIT | __GFP_NOFAIL)))
		page = alloc_with_reclaim(gfp, order, alloc_flags, caller);
	if (page)
		return page;
failed:
	if (!(gfp & __GFP_NOWARN))
		report_alloc_failure(gfp, order, caller);
	return NULL;
}

/* All that alloc_fast() does not do in a few instructions. */
static noinline struct page *alloc_slow(gfp_t gfp, unsigned int order, unsigned long caller)
{
	struct zone *first = first_zone(gfp);
	struct page *page = NULL;

	might_sleep_if(gfp & __GFP_WAIT);
	WARN_ONCE((gfp & __GFP_NOFAIL) && order > 1 && !(gfp & __GFP_NOWARN),
		  "alloc_pages: __GFP_NOFAIL with order %u: only 0 and 1 can be promised", order);
	/* As a rule the list was only empty, and the zone is above its low watermark. */
	if (order < PAGESET_ORDERS &&
	    zone_page_state(first, NR_FREE_PAGES) > low_wmark_pages(first))
		page = pageset_alloc(first, gfp, order);
	if (!page)
		page = find_block(gfp, order, caller);
	if (!page)
		return NULL;
	if (IS_ENABLED(CONFIG_DEBUG))
		check_new_block(page, order);
	init_new_page(page);
	if (gfp & __GFP_RECLAIMABLE) {
		__SetPageReclaimable(page);
		count_reclaimable(page, 1L << order);
	}
	if (gfp & GFP_PREP)
		prep_block(page, gfp, order);
	return page;
}

/*
 * The common case: this CPU's list of the zone that is tried first has a block, and the zone
 * is above its low watermark. lowmem_reserve does not matter then: it is zero in that zone for
 * that class, since the zones between them are empty. `also_slow` are further flags that the
 * caller has to look at.
 */
static __always_inline struct page *alloc_fast(gfp_t gfp, unsigned int order, gfp_t also_slow)
{
	struct pageset_list *list;
	struct zone *zone;
	struct page *page;
	unsigned long flags;

	if (unlikely(order >= PAGESET_ORDERS || gfp & (GFP_SLOW | also_slow)) ||
	    IS_ENABLED(CONFIG_DEBUG))
		return NULL;
	local_irq_save(flags);
	list = this_cpu_read(pageset_by_key[first_key[gfp & GFP_ZONEMASK] + order]);
	zone = list->zone;
	if (unlikely(list->top == list->bottom ||
		     zone->vm_stat[NR_FREE_PAGES] <= zone->watermark[WMARK_LOW])) {
		local_irq_restore(flags);
		return NULL;
	}
	page = pageset_pop(list);
	local_irq_restore(flags);
	/* What is in a list is no NULL: saves the callers the test. */
	if (!page)
		unreachable();
	init_new_page(page);
	return page;
}

/**
 * alloc_pages - allocate 2^order contiguous page frames
 * @gfp: from where and how
 * @order: 0 to MAX_ORDER - 1
 *
 * Context: any but NMI; a thread that may sleep when __GFP_WAIT is given.
 * Return: the first page, one reference; NULL when it cannot be met, with a rate-limited
 * report unless __GFP_NOWARN. From the chapter's "Getting Pages".
 */
struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	return alloc_fast(gfp, order, 0) ?: alloc_slow(gfp, order, _RET_IP_);
}
EXPORT_SYMBOL(alloc_pages);

/**
 * alloc_pages_node - alloc_pages() from a given node
 * @nid: the node, or NUMA_NO_NODE for any
 * @gfp: as alloc_pages()
 * @order: as alloc_pages()
 *
 * Context: as alloc_pages().
 * Return: as alloc_pages(); NULL with a report when there is no such node.
 */
struct page *alloc_pages_node(int nid, gfp_t gfp, unsigned int order)
{
	if (WARN_ONCE(nid != NUMA_NO_NODE && (nid < 0 || nid >= MAX_NUMNODES),
		      "alloc_pages_node: there is no node %d", nid))
		return NULL;
	return alloc_pages(gfp, order);
}
EXPORT_SYMBOL(alloc_pages_node);

/* High pages have no address: whoever wants one must not ask for them. */
static bool wants_address(gfp_t gfp, const char *who)
{
	return !WARN_ONCE(gfp & __GFP_HIGHMEM, "%s: __GFP_HIGHMEM, but high pages have no address",
			  who);
}

static noinline unsigned long get_address_slow(gfp_t gfp, unsigned int order, const char *who,
					       unsigned long caller)
{
	struct page *page;

	if (gfp & __GFP_HIGHMEM && !wants_address(gfp, who))
		return 0;
	page = alloc_slow(gfp, order, caller);
	return page ? (unsigned long)lowmem_page_address(page) : 0;
}

/**
 * __get_free_pages - allocate 2^order contiguous pages of the direct map
 * @gfp: as alloc_pages(), without __GFP_HIGHMEM
 * @order: as alloc_pages()
 *
 * Context: as alloc_pages().
 * Return: address of the first byte; 0 on failure.
 */
unsigned long __get_free_pages(gfp_t gfp, unsigned int order)
{
	struct page *page = alloc_fast(gfp, order, __GFP_HIGHMEM);

	if (unlikely(!page))
		return get_address_slow(gfp, order, "__get_free_pages", _RET_IP_);
	return (unsigned long)lowmem_page_address(page);
}
EXPORT_SYMBOL(__get_free_pages);

/**
 * get_zeroed_page - allocate one cleared page of the direct map
 * @gfp: as __get_free_pages()
 *
 * Context: as alloc_pages().
 * Return: its address; 0 on failure.
 */
unsigned long get_zeroed_page(gfp_t gfp)
{
	struct page *page = alloc_fast(gfp & ~__GFP_ZERO, 0, __GFP_HIGHMEM);

	if (unlikely(!page))
		return get_address_slow(gfp | __GFP_ZERO, 0, "get_zeroed_page", _RET_IP_);
	return (unsigned long)clear_page_end(lowmem_page_address(page)) - PAGE_SIZE;
}
EXPORT_SYMBOL(get_zeroed_page);
