/* SPDX-License-Identifier: MIT */
#ifndef _ASM_X86_ATOMIC64_H
#define _ASM_X86_ATOMIC64_H

/*
 * atomic64_t on a CPU with 32-bit registers: everything is a loop around cmpxchg8b, reading
 * included. The first guess may be torn, since a wrong guess only costs another round.
 */
#include <asm/cmpxchg.h>
#include <linux/types.h>

/* Comparing with whatever edx:eax holds either stores the same value back or loads it. */
static __always_inline s64 atomic64_read(const atomic64_t *v)
{
	s64 value = 0;

	asm volatile("lock; cmpxchg8b %1"
		     : "+A"(value), "+m"(((atomic64_t *)v)->counter)
		     : "b"(0), "c"(0)
		     : "cc", "memory");
	return value;
}

static __always_inline s64 atomic64_cmpxchg(atomic64_t *v, s64 old, s64 value)
{
	return cmpxchg(&v->counter, old, value);
}

static __always_inline bool atomic64_try_cmpxchg(atomic64_t *v, s64 *old, s64 value)
{
	return try_cmpxchg64(&v->counter, old, value);
}

s64 atomic64_xchg(atomic64_t *v, s64 value);
s64 atomic64_fetch_add(s64 value, atomic64_t *v);
s64 atomic64_fetch_and(s64 value, atomic64_t *v);
s64 atomic64_fetch_or(s64 value, atomic64_t *v);
s64 atomic64_fetch_xor(s64 value, atomic64_t *v);
bool atomic64_add_unless(atomic64_t *v, s64 value, s64 unless);
s64 atomic64_dec_if_positive(atomic64_t *v);

#endif
