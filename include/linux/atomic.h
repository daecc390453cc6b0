/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ATOMIC_H
#define _LINUX_ATOMIC_H

/*
 * What follows from the operations of <asm/atomic.h>. An operation that answers a value orders
 * memory fully; the _relaxed, _acquire and _release names exist for callers and are no weaker.
 */
#include <asm/atomic.h>
#include <linux/types.h>

static __always_inline int atomic_add_return(int value, atomic_t *v)
{
	return atomic_fetch_add(value, v) + value;
}

static __always_inline int atomic_sub_return(int value, atomic_t *v)
{
	return atomic_fetch_add(-value, v) - value;
}

static __always_inline int atomic_fetch_sub(int value, atomic_t *v)
{
	return atomic_fetch_add(-value, v);
}

#define atomic_inc_return(v) atomic_add_return(1, (v))
#define atomic_dec_return(v) atomic_sub_return(1, (v))
#define atomic_fetch_inc(v)  atomic_fetch_add(1, (v))
#define atomic_fetch_dec(v)  atomic_fetch_add(-1, (v))

static __always_inline int atomic_fetch_and(int mask, atomic_t *v)
{
	int old = atomic_read(v);

	while (!atomic_try_cmpxchg(v, &old, old & mask))
		;
	return old;
}

static __always_inline int atomic_fetch_or(int mask, atomic_t *v)
{
	int old = atomic_read(v);

	while (!atomic_try_cmpxchg(v, &old, old | mask))
		;
	return old;
}

static __always_inline int atomic_fetch_xor(int mask, atomic_t *v)
{
	int old = atomic_read(v);

	while (!atomic_try_cmpxchg(v, &old, old ^ mask))
		;
	return old;
}

#define atomic_andnot(mask, v)       atomic_and(~(mask), (v))
#define atomic_fetch_andnot(mask, v) atomic_fetch_and(~(mask), (v))

/* Adds unless the value is `unless`; answers the old value, or whether it was added. */
static __always_inline int atomic_fetch_add_unless(atomic_t *v, int value, int unless)
{
	int old = atomic_read(v);

	while (old != unless && !atomic_try_cmpxchg(v, &old, old + value))
		;
	return old;
}

static __always_inline bool atomic_add_unless(atomic_t *v, int value, int unless)
{
	return atomic_fetch_add_unless(v, value, unless) != unless;
}

static __always_inline bool atomic_inc_not_zero(atomic_t *v)
{
	return atomic_add_unless(v, 1, 0);
}

static __always_inline bool atomic_inc_unless_negative(atomic_t *v)
{
	int old = atomic_read(v);

	while (old >= 0) {
		if (atomic_try_cmpxchg(v, &old, old + 1))
			return true;
	}
	return false;
}

static __always_inline bool atomic_dec_unless_positive(atomic_t *v)
{
	int old = atomic_read(v);

	while (old <= 0) {
		if (atomic_try_cmpxchg(v, &old, old - 1))
			return true;
	}
	return false;
}

/* Answers the old value minus 1; stores it only when it is not negative. */
static __always_inline int atomic_dec_if_positive(atomic_t *v)
{
	int old = atomic_read(v);

	while (old > 0 && !atomic_try_cmpxchg(v, &old, old - 1))
		;
	return old - 1;
}

#define atomic_read_acquire(v)                  smp_load_acquire(&(v)->counter)
#define atomic_set_release(v, i)                smp_store_release(&(v)->counter, (i))
#define atomic_add_return_relaxed(i, v)         atomic_add_return(i, v)
#define atomic_sub_return_relaxed(i, v)         atomic_sub_return(i, v)
#define atomic_fetch_add_relaxed(i, v)          atomic_fetch_add(i, v)
#define atomic_xchg_relaxed(v, i)               atomic_xchg(v, i)
#define atomic_xchg_acquire(v, i)               atomic_xchg(v, i)
#define atomic_xchg_release(v, i)               atomic_xchg(v, i)
#define atomic_cmpxchg_relaxed(v, old, new)     atomic_cmpxchg(v, old, new)
#define atomic_cmpxchg_acquire(v, old, new)     atomic_cmpxchg(v, old, new)
#define atomic_cmpxchg_release(v, old, new)     atomic_cmpxchg(v, old, new)
#define atomic_try_cmpxchg_relaxed(v, old, new) atomic_try_cmpxchg(v, old, new)
#define atomic_try_cmpxchg_acquire(v, old, new) atomic_try_cmpxchg(v, old, new)
#define atomic_try_cmpxchg_release(v, old, new) atomic_try_cmpxchg(v, old, new)

#include <linux/atomic-long.h>
#include <linux/atomic64.h>

#endif
