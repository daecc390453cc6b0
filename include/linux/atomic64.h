/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ATOMIC64_H
#define _LINUX_ATOMIC64_H

/* What follows from the operations of <asm/atomic64.h>. All of them are full barriers. */
#include <asm/atomic64.h>

#define atomic64_set(v, i)    ((void)atomic64_xchg((v), (i)))
#define atomic64_add(i, v)    ((void)atomic64_fetch_add((i), (v)))
#define atomic64_sub(i, v)    ((void)atomic64_fetch_sub((i), (v)))
#define atomic64_and(i, v)    ((void)atomic64_fetch_and((i), (v)))
#define atomic64_or(i, v)     ((void)atomic64_fetch_or((i), (v)))
#define atomic64_xor(i, v)    ((void)atomic64_fetch_xor((i), (v)))
#define atomic64_andnot(i, v) atomic64_and(~(s64)(i), (v))
#define atomic64_inc(v)       atomic64_add(1, (v))
#define atomic64_dec(v)       atomic64_sub(1, (v))

static inline s64 atomic64_fetch_sub(s64 value, atomic64_t *v)
{
	return atomic64_fetch_add(-value, v);
}

static inline s64 atomic64_add_return(s64 value, atomic64_t *v)
{
	return atomic64_fetch_add(value, v) + value;
}

static inline s64 atomic64_sub_return(s64 value, atomic64_t *v)
{
	return atomic64_fetch_add(-value, v) - value;
}

#define atomic64_fetch_inc(v)       atomic64_fetch_add(1, (v))
#define atomic64_fetch_dec(v)       atomic64_fetch_add(-1, (v))
#define atomic64_fetch_andnot(i, v) atomic64_fetch_and(~(s64)(i), (v))
#define atomic64_inc_return(v)      atomic64_add_return(1, (v))
#define atomic64_dec_return(v)      atomic64_sub_return(1, (v))
#define atomic64_sub_and_test(i, v) (atomic64_sub_return((i), (v)) == 0)
#define atomic64_dec_and_test(v)    (atomic64_dec_return(v) == 0)
#define atomic64_inc_and_test(v)    (atomic64_inc_return(v) == 0)
#define atomic64_add_negative(i, v) (atomic64_add_return((i), (v)) < 0)
#define atomic64_inc_not_zero(v)    atomic64_add_unless((v), 1, 0)
#define atomic64_read_acquire(v)    atomic64_read(v)
#define atomic64_set_release(v, i)  atomic64_set((v), (i))

#endif
