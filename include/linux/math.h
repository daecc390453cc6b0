/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MATH_H
#define _LINUX_MATH_H

#include <asm/div64.h>
#include <linux/types.h>

/* The divisor of these two is a power of two. */
#define __round_mask(x, y) ((typeof(x))((y)-1))
#define round_up(x, y)     ((((x)-1) | __round_mask(x, y)) + 1)
#define round_down(x, y)   ((x) & ~__round_mask(x, y))

#define DIV_ROUND_UP(n, d) (((n) + (d)-1) / (d))
#define DIV_ROUND_DOWN_ULL(n, d)                                                                   \
	({                                                                                         \
		unsigned long long __drd = (n);                                                    \
		do_div(__drd, (d));                                                                \
		__drd;                                                                             \
	})
#define DIV_ROUND_UP_ULL(n, d) DIV_ROUND_DOWN_ULL((unsigned long long)(n) + (d)-1, (d))

/* Any divisor. */
#define roundup(x, y)                                                                              \
	({                                                                                         \
		typeof(y) __ru_y = (y);                                                            \
		(((x) + (__ru_y - 1)) / __ru_y) * __ru_y;                                          \
	})
#define rounddown(x, y)                                                                            \
	({                                                                                         \
		typeof(x) __rd_x = (x);                                                            \
		__rd_x - (__rd_x % (y));                                                           \
	})

/* To the nearest, halves away from zero. */
#define DIV_ROUND_CLOSEST(x, divisor)                                                              \
	({                                                                                         \
		typeof(x) __drc_x = (x);                                                           \
		typeof(divisor) __drc_d = (divisor);                                               \
		(((typeof(x))-1) > 0 || ((typeof(divisor))-1) > 0 ||                               \
		 (__drc_x > 0) == (__drc_d > 0))                                                   \
			? (__drc_x + __drc_d / 2) / __drc_d                                        \
			: (__drc_x - __drc_d / 2) / __drc_d;                                       \
	})
#define DIV_ROUND_CLOSEST_ULL(x, divisor)                                                          \
	({                                                                                         \
		typeof(divisor) __drc_d = (divisor);                                               \
		unsigned long long __drc_x = (x) + __drc_d / 2;                                    \
		do_div(__drc_x, __drc_d);                                                          \
		__drc_x;                                                                           \
	})

/* x * numer / denom without overflow in x * numer. */
#define mult_frac(x, numer, denom)                                                                 \
	({                                                                                         \
		typeof(x) __mf_x = (x);                                                            \
		typeof(denom) __mf_d = (denom);                                                    \
		typeof(numer) __mf_n = (numer);                                                    \
		typeof(x) __mf_q = __mf_x / __mf_d;                                                \
		typeof(x) __mf_r = __mf_x % __mf_d;                                                \
		__mf_q *__mf_n + __mf_r *__mf_n / __mf_d;                                          \
	})

/* A narrow integer is widened to int, as the operators do. */
#define abs(x)                                                                                     \
	({                                                                                         \
		typeof((x) + 0) __abs_x = (x);                                                     \
		__abs_x < 0 ? -__abs_x : __abs_x;                                                  \
	})
#define abs_diff(a, b)                                                                             \
	({                                                                                         \
		typeof(a) __ad_a = (a);                                                            \
		typeof(b) __ad_b = (b);                                                            \
		__ad_a > __ad_b ? __ad_a - __ad_b : __ad_b - __ad_a;                               \
	})

/* Scales a 32-bit value to [0, ep_ro). */
static inline u32 reciprocal_scale(u32 value, u32 ep_ro)
{
	return (u32)(((u64)value * ep_ro) >> 32);
}

unsigned long int_sqrt(unsigned long x);
u32 int_sqrt64(u64 x);
unsigned long gcd(unsigned long a, unsigned long b);
unsigned long lcm(unsigned long a, unsigned long b);

#endif
