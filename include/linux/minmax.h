/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H

#include <linux/compiler.h>

/*
 * Each argument is evaluated once. min() and max() warn when one argument is signed and the other
 * is not, unless one of them is an integer constant expression.
 */
#define __minmax_signed(x) ((typeof(x))-1 < (typeof(x))1)
#define __minmax_ok(x, y)                                                                          \
	(__same_type(x, y) || __minmax_signed(x) == __minmax_signed(y) || __is_constexpr(x) ||     \
	 __is_constexpr(y))
#define __minmax_check(x, y)                                                                       \
	((void)((typeof(x) *)0 == (typeof(__builtin_choose_expr(__minmax_ok(x, y), x, y)) *)0))
#define __minmax(x, y, op, ux, uy)                                                                 \
	({                                                                                         \
		typeof(x) ux = (x);                                                                \
		typeof(y) uy = (y);                                                                \
		__minmax_check(x, y);                                                              \
		ux op uy ? ux : uy;                                                                \
	})
#define __minmax_t(type, x, y, op, ux, uy)                                                         \
	({                                                                                         \
		type ux = (x);                                                                     \
		type uy = (y);                                                                     \
		ux op uy ? ux : uy;                                                                \
	})

#define min(x, y)         __minmax(x, y, <, __UNIQUE_ID(lhs), __UNIQUE_ID(rhs))
#define max(x, y)         __minmax(x, y, >, __UNIQUE_ID(lhs), __UNIQUE_ID(rhs))
#define min_t(type, x, y) __minmax_t(type, x, y, <, __UNIQUE_ID(lhs), __UNIQUE_ID(rhs))
#define max_t(type, x, y) __minmax_t(type, x, y, >, __UNIQUE_ID(lhs), __UNIQUE_ID(rhs))
#define min3(x, y, z)     min(min(x, y), z)
#define max3(x, y, z)     max(max(x, y), z)

/* The smaller one, except that zero means "none given". */
#define min_not_zero(x, y)                                                                         \
	({                                                                                         \
		typeof(x) __mnz_x = (x);                                                           \
		typeof(y) __mnz_y = (y);                                                           \
		__mnz_x == 0 ? __mnz_y : (__mnz_y == 0 ? __mnz_x : min(__mnz_x, __mnz_y));         \
	})

#define clamp(val, lo, hi)         min_t(typeof(val), max_t(typeof(val), val, lo), hi)
#define clamp_t(type, val, lo, hi) min_t(type, max_t(type, val, lo), hi)
#define clamp_val(val, lo, hi)     clamp_t(typeof(val), val, lo, hi)

#define swap(a, b)                                                                                 \
	do {                                                                                       \
		typeof(a) __swap_tmp = (a);                                                        \
		(a) = (b);                                                                         \
		(b) = __swap_tmp;                                                                  \
	} while (0)

#endif
