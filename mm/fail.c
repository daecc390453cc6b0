// SPDX-License-Identifier: MIT
/*
 * Injected failures. While they are on, the pagesets are out of use, so that every allocation
 * comes through the slow path, which asks here.
 *
 * Locking: one counter, changed atomically.
 */
#include <linux/atomic.h>
#include <linux/fault-inject.h>
#include "internal.h"

static bool armed;
static atomic_t calls;
/* The call that fails, counted from 1; 0: none. */
static int fails_at;

/**
 * should_fail_alloc_page - is this the call that is to fail?
 * @gfp: its flags; a call that may not fail does not
 * @order: its order
 *
 * Context: any.
 */
bool should_fail_alloc_page(gfp_t gfp, unsigned int order)
{
	if (likely(!READ_ONCE(armed)) || (gfp & __GFP_NOFAIL))
		return false;
	return atomic_inc_return(&calls) == READ_ONCE(fails_at);
}

/**
 * fail_page_alloc_nth - make the n-th page allocation from now on fail
 * @n: 1 is the next one; 0 lets none fail but counts them
 *
 * Context: thread.
 */
void fail_page_alloc_nth(unsigned long n)
{
	atomic_set(&calls, 0);
	WRITE_ONCE(fails_at, n);
	WRITE_ONCE(armed, true);
	pageset_bypass(true);
}

/**
 * fail_page_alloc_stop - end the injection
 *
 * Context: thread.
 * Return: how many allocations there were since fail_page_alloc_nth().
 */
unsigned long fail_page_alloc_stop(void)
{
	WRITE_ONCE(armed, false);
	pageset_bypass(false);
	return atomic_read(&calls);
}
