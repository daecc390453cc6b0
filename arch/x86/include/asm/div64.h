/* SPDX-License-Identifier: MIT */
#ifndef _ASM_X86_DIV64_H
#define _ASM_X86_DIV64_H

#include <linux/types.h>

/*
 * 64 by 32 bits. One divl divides 64 bits when the quotient has 32, that is when the divisor is
 * above the high half; a larger high half is divided first and leaves its remainder there.
 */
static __always_inline u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder)
{
	u32 low = (u32)dividend;
	u32 high = (u32)(dividend >> 32);
	u32 quot_high = 0;

	if (__builtin_constant_p(divisor) && divisor && !(divisor & (divisor - 1))) {
		*remainder = low & (divisor - 1);
		return dividend >> __builtin_ctz(divisor);
	}
	if (high >= divisor) {
		quot_high = high / divisor;
		high %= divisor;
	}
	/* quot_high passes through so that it stays half a number: 64-bit spills cost more. */
	asm("divl %3" : "+a"(low), "+d"(high), "+r"(quot_high) : "rm"(divisor) : "cc");
	*remainder = high;
	return ((u64)quot_high << 32) | low;
}

/* 32 x 32 bits give 64: one mull. */
static __always_inline u64 mul_u32_u32(u32 a, u32 b)
{
	return (u64)a * b;
}

/* Divides the variable n (u64) by base (u32) in place. The value is the remainder. */
#define do_div(n, base)                                                                            \
	({                                                                                         \
		u32 __do_div_rem;                                                                  \
		(n) = div_u64_rem((n), (base), &__do_div_rem);                                     \
		__do_div_rem;                                                                      \
	})

#endif
