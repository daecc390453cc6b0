/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_OVERFLOW_H
#define _LINUX_OVERFLOW_H

#include <linux/compiler.h>
#include <linux/limits.h>
#include <linux/types.h>

static inline bool __must_check __must_check_overflow(bool overflow)
{
	return unlikely(overflow);
}

/* True when the result does not fit *d, which then holds the wrapped one. */
#define check_add_overflow(a, b, d) __must_check_overflow(__builtin_add_overflow(a, b, d))
#define check_sub_overflow(a, b, d) __must_check_overflow(__builtin_sub_overflow(a, b, d))
#define check_mul_overflow(a, b, d) __must_check_overflow(__builtin_mul_overflow(a, b, d))

#define is_signed_type(type) (((type)(-1)) < (type)1)
#define type_max(type)                                                                             \
	((type)((is_signed_type(type) ? ((1ULL << (8 * sizeof(type) - 1)) - 1) : ~0ULL)))
#define type_min(type) ((type)(is_signed_type(type) ? ~type_max(type) : 0))

/*
 * True when a << s loses bits, changes the sign, or s is no proper shift for the type of *d. A
 * negative a has bit 63 set when widened, which no shift keeps.
 */
#define check_shl_overflow(a, s, d)                                                                \
	({                                                                                         \
		u64 __sh_a = (u64)(a);                                                             \
		unsigned int __sh_s = (unsigned int)(s);                                           \
		typeof(d) __sh_d = (d);                                                            \
		bool __sh_bad = __sh_s >= 8 * sizeof(*__sh_d);                                     \
                                                                                                   \
		*__sh_d = (typeof(*__sh_d))(__sh_a << (__sh_bad ? 0 : __sh_s));                    \
		__sh_bad || __sh_a > (u64)type_max(typeof(*__sh_d)) >> __sh_s;                     \
	})

/* Sizes that stick at SIZE_MAX, which no allocator grants. */
static inline size_t __must_check size_add(size_t a, size_t b)
{
	size_t sum;

	return check_add_overflow(a, b, &sum) ? SIZE_MAX : sum;
}

static inline size_t __must_check size_mul(size_t a, size_t b)
{
	size_t product;

	return check_mul_overflow(a, b, &product) ? SIZE_MAX : product;
}

static inline size_t __must_check size_sub(size_t a, size_t b)
{
	if (a == SIZE_MAX || b == SIZE_MAX || b > a)
		return SIZE_MAX;
	return a - b;
}

static inline size_t __must_check array_size(size_t n, size_t size)
{
	return size_mul(n, size);
}

static inline size_t __must_check array3_size(size_t a, size_t b, size_t c)
{
	return size_mul(size_mul(a, b), c);
}

#define flex_array_size(ptr, member, count) size_mul((count), sizeof(*(ptr)->member))

/* The size of a structure that ends in an array of count elements. */
#define struct_size(ptr, member, count)                                                            \
	size_add(sizeof(*(ptr)), flex_array_size(ptr, member, count))
#define struct_size_t(type, member, count) struct_size((type *)NULL, member, count)

#endif
