/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MATH64_H
#define _LINUX_MATH64_H

/*
 * Division of 64-bit numbers. The compiler would call its run-time library for / and %, which is
 * not linked here. Dividing by zero is the CPU's exception, as with 32 bits.
 */
#include <asm/div64.h>
#include <linux/types.h>

u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder);
s64 div64_s64(s64 dividend, s64 divisor);
s64 div_s64_rem(s64 dividend, s32 divisor, s32 *remainder);
u64 mul_u64_u32_shr(u64 a, u32 mul, unsigned int shift);
u64 mul_u64_u64_shr(u64 a, u64 b, unsigned int shift);
u64 mul_u64_u32_div(u64 a, u32 mul, u32 divisor);
u64 mul_u64_u64_div_u64(u64 a, u64 b, u64 divisor);
u64 div64_u64(u64 dividend, u64 divisor);

static __always_inline u64 div_u64(u64 dividend, u32 divisor)
{
	u32 remainder;

	return div_u64_rem(dividend, divisor, &remainder);
}

static inline s64 div_s64(s64 dividend, s32 divisor)
{
	s32 remainder;

	return div_s64_rem(dividend, divisor, &remainder);
}

/* How often the divisor goes into a dividend that is at most a few times as large. */
static __always_inline u32 __iter_div_u64_rem(u64 dividend, u32 divisor, u64 *remainder)
{
	u32 quotient = 0;

	while (dividend >= divisor) {
		/* Hides the value, lest the loop is made a division again. */
		OPTIMIZER_HIDE_VAR(quotient);
		dividend -= divisor;
		quotient++;
	}
	*remainder = dividend;
	return quotient;
}

#define div64_long(dividend, divisor) div_s64((dividend), (divisor))
#define div64_ul(dividend, divisor)   div_u64((dividend), (divisor))

#define DIV64_U64_ROUND_UP(dividend, divisor)                                                      \
	({                                                                                         \
		u64 __dru_div = (divisor);                                                         \
		div64_u64((dividend) + __dru_div - 1, __dru_div);                                  \
	})
#define DIV64_U64_ROUND_CLOSEST(dividend, divisor)                                                 \
	({                                                                                         \
		u64 __drc_div = (divisor);                                                         \
		div64_u64((dividend) + __drc_div / 2, __drc_div);                                  \
	})
#define DIV_U64_ROUND_CLOSEST(dividend, divisor)                                                   \
	({                                                                                         \
		u32 __drc_div = (divisor);                                                         \
		div_u64((u64)(dividend) + __drc_div / 2, __drc_div);                               \
	})

#endif
