// SPDX-License-Identifier: MIT
/*
 * Boots in which something of the allocator or of a lock is damaged. Debug builds look at a
 * block before they give it out, and know who holds a lock: they stop with the reason.
 */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include <quarry/page_alloc.h>
#include <quarry/test.h>

#ifdef CONFIG_DEBUG

/* Allocates for ever, to come across what was damaged. */
static void allocate_all(void)
{
	while (alloc_page(GFP_ATOMIC | __GFP_NOWARN))
		;
}

static struct page *free_page_to_damage(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	__free_page(page);
	return page;
}

/* A free page to which somebody holds a reference is not given out. */
DEATH_TEST(free_page_referenced, "page allocator: pfn ")
{
	atomic_inc(&free_page_to_damage()->_count);
	allocate_all();
}

/* A free page with a flag is in use by somebody. */
DEATH_TEST(free_page_flagged, "was on a free list with flags locked")
{
	SetPageLocked(free_page_to_damage());
	allocate_all();
}

/* A block in whose middle somebody holds a reference is not given out. */
DEATH_TEST(free_block_referenced_inside, "page allocator: pfn ")
{
	struct page *page = alloc_pages(GFP_KERNEL, 3);

	__free_pages(page, 3);
	atomic_set(&page[5]._count, 0);
	for (;;)
		alloc_pages(GFP_ATOMIC | __GFP_NOWARN, 3);
}

static DEFINE_SPINLOCK(lock);
static DEFINE_SPINLOCK(other_lock);

/* A lock that its holder takes once more would never be had. */
DEATH_TEST(spin_lock_twice, "spinlock lock: this CPU holds it already")
{
	spin_lock(&lock);
	spin_lock(&other_lock);
	spin_lock(&lock);
}

/* A lock that nobody holds cannot be given up. */
DEATH_TEST(spin_unlock_twice, "spinlock lock: unlocked, but nobody holds it")
{
	spin_lock(&lock);
	spin_unlock(&lock);
	spin_unlock(&lock);
}

/* Nor can a lock that another CPU holds. */
DEATH_TEST(spin_unlock_foreign, "spinlock lock: unlocked by CPU 0, held by CPU 1")
{
	spin_lock(&lock);
	lock.rlock.owner_plus_1 = 2;
	spin_unlock(&lock);
}

#endif
