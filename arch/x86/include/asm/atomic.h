/* SPDX-License-Identifier: MIT */
#ifndef _ASM_X86_ATOMIC_H
#define _ASM_X86_ATOMIC_H

/*
 * atomic_t: a 32-bit counter. Operations that answer nothing order nothing for other CPUs;
 * operations that answer a value are full barriers.
 */
#include <asm/barrier.h>
#include <asm/cmpxchg.h>
#include <linux/types.h>

static __always_inline int atomic_read(const atomic_t *v)
{
	return READ_ONCE(v->counter);
}

static __always_inline void atomic_set(atomic_t *v, int value)
{
	WRITE_ONCE(v->counter, value);
}

static __always_inline void atomic_add(int value, atomic_t *v)
{
	asm volatile("lock; addl %1, %0" : "+m"(v->counter) : "ir"(value) : "cc");
}

static __always_inline void atomic_sub(int value, atomic_t *v)
{
	asm volatile("lock; subl %1, %0" : "+m"(v->counter) : "ir"(value) : "cc");
}

static __always_inline void atomic_inc(atomic_t *v)
{
	asm volatile("lock; incl %0" : "+m"(v->counter) : : "cc");
}

static __always_inline void atomic_dec(atomic_t *v)
{
	asm volatile("lock; decl %0" : "+m"(v->counter) : : "cc");
}

static __always_inline void atomic_and(int value, atomic_t *v)
{
	asm volatile("lock; andl %1, %0" : "+m"(v->counter) : "ir"(value) : "cc");
}

static __always_inline void atomic_or(int value, atomic_t *v)
{
	asm volatile("lock; orl %1, %0" : "+m"(v->counter) : "ir"(value) : "cc");
}

static __always_inline void atomic_xor(int value, atomic_t *v)
{
	asm volatile("lock; xorl %1, %0" : "+m"(v->counter) : "ir"(value) : "cc");
}

/* The _and_test operations answer whether the result is 0, atomic_add_negative whether below. */
static __always_inline bool atomic_sub_and_test(int value, atomic_t *v)
{
	bool zero;

	asm volatile("lock; subl %2, %1"
		     : "=@ccz"(zero), "+m"(v->counter)
		     : "ir"(value)
		     : "memory");
	return zero;
}

static __always_inline bool atomic_dec_and_test(atomic_t *v)
{
	bool zero;

	asm volatile("lock; decl %1" : "=@ccz"(zero), "+m"(v->counter) : : "memory");
	return zero;
}

static __always_inline bool atomic_inc_and_test(atomic_t *v)
{
	bool zero;

	asm volatile("lock; incl %1" : "=@ccz"(zero), "+m"(v->counter) : : "memory");
	return zero;
}

static __always_inline bool atomic_add_negative(int value, atomic_t *v)
{
	bool negative;

	asm volatile("lock; addl %2, %1"
		     : "=@ccs"(negative), "+m"(v->counter)
		     : "ir"(value)
		     : "memory");
	return negative;
}

static __always_inline int atomic_fetch_add(int value, atomic_t *v)
{
	return xadd(&v->counter, value);
}

static __always_inline int atomic_xchg(atomic_t *v, int value)
{
	return xchg(&v->counter, value);
}

static __always_inline int atomic_cmpxchg(atomic_t *v, int old, int value)
{
	return cmpxchg(&v->counter, old, value);
}

static __always_inline bool atomic_try_cmpxchg(atomic_t *v, int *old, int value)
{
	return try_cmpxchg(&v->counter, old, value);
}

#include <asm/atomic64.h>

#endif
