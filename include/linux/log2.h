/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LOG2_H
#define _LINUX_LOG2_H

#include <linux/bitops.h>
#include <linux/types.h>

/* The number of the highest bit, of 32 or 64 bits; a constant when n is one. n is not 0. */
#define ilog2(n)                                                                                   \
	(__builtin_constant_p(n)                                                                   \
		 ? ((n) < 2 ? 0 : 63 - __builtin_clzll(n))                                         \
		 : (sizeof(n) <= 4 ? (int)__fls((unsigned long)(n)) : fls64(n) - 1))
#define const_ilog2(n) ((n) < 2 ? 0 : 63 - __builtin_clzll(n))

static __always_inline __attribute_const__ bool is_power_of_2(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

static __always_inline unsigned long __roundup_pow_of_two(unsigned long n)
{
	return 1UL << (n < 2 ? 0 : fls(n - 1));
}

static __always_inline unsigned long __rounddown_pow_of_two(unsigned long n)
{
	return 1UL << (fls(n) - 1);
}

/* The power of two at or above n (below 2^31 + 1), or at or below it. n is not 0. */
#define roundup_pow_of_two(n)                                                                      \
	(__builtin_constant_p(n) ? ((n) < 2 ? 1UL : 1UL << (ilog2((n)-1) + 1))                     \
				 : __roundup_pow_of_two(n))
#define rounddown_pow_of_two(n)                                                                    \
	(__builtin_constant_p(n) ? (1UL << ilog2(n)) : __rounddown_pow_of_two(n))

/* The least order with n <= 1 << order; 0 for 0 and 1. */
#define order_base_2(n) ((n) < 2 ? 0 : ilog2((n)-1) + 1)

/* How many bits it takes to write n; 1 for 0. */
#define bits_per(n) ((n) == 0 ? 1 : ilog2(n) + 1)

#endif
