/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <linux/bits.h>
#include <linux/typecheck.h>
#include <linux/types.h>

/* Bits set in a word. The sums of neighbours are taken in parallel: the target has no popcnt. */
static __always_inline unsigned int hweight32(u32 word)
{
	word -= (word >> 1) & 0x55555555;
	word = (word & 0x33333333) + ((word >> 2) & 0x33333333);
	word = (word + (word >> 4)) & 0x0f0f0f0f;
	return (word * 0x01010101) >> 24;
}

static __always_inline unsigned int hweight8(u8 byte)
{
	return hweight32(byte);
}

static __always_inline unsigned int hweight16(u16 word)
{
	return hweight32(word);
}

static __always_inline unsigned int hweight64(u64 word)
{
	return hweight32((u32)word) + hweight32((u32)(word >> 32));
}

static __always_inline unsigned int hweight_long(unsigned long word)
{
	return hweight32(word);
}

#include <asm/bitops.h>

/* One more than the number of the highest bit set; 0 for 0. */
static __always_inline unsigned int fls_long(unsigned long word)
{
	return fls(word);
}

/* The number of the lowest bit set; undefined for 0. */
static __always_inline unsigned long __ffs64(u64 word)
{
	return (u32)word ? __ffs((u32)word) : 32 + __ffs((u32)(word >> 32));
}

/* The order of the smallest power of two that holds count: 0 for 0 and 1. */
static __always_inline int get_count_order(unsigned int count)
{
	return count < 2 ? 0 : fls(count - 1);
}

static __always_inline int get_count_order_long(unsigned long count)
{
	return count < 2 ? 0 : fls(count - 1);
}

static __always_inline u64 rol64(u64 word, unsigned int shift)
{
	return (word << (shift & 63)) | (word >> (-shift & 63));
}

static __always_inline u64 ror64(u64 word, unsigned int shift)
{
	return (word >> (shift & 63)) | (word << (-shift & 63));
}

static __always_inline u32 rol32(u32 word, unsigned int shift)
{
	return (word << (shift & 31)) | (word >> (-shift & 31));
}

static __always_inline u32 ror32(u32 word, unsigned int shift)
{
	return (word >> (shift & 31)) | (word << (-shift & 31));
}

static __always_inline u16 rol16(u16 word, unsigned int shift)
{
	return (u16)((word << (shift & 15)) | (word >> (-shift & 15)));
}

static __always_inline u16 ror16(u16 word, unsigned int shift)
{
	return (u16)((word >> (shift & 15)) | (word << (-shift & 15)));
}

/* The sign is bit `index`; what lies above it is replaced by copies of it. */
static __always_inline s32 sign_extend32(u32 value, int index)
{
	return (s32)(value << (31 - index)) >> (31 - index);
}

static __always_inline s64 sign_extend64(u64 value, int index)
{
	return (s64)(value << (63 - index)) >> (63 - index);
}

static __always_inline void assign_bit(long nr, volatile unsigned long *addr, bool value)
{
	if (value)
		set_bit(nr, addr);
	else
		clear_bit(nr, addr);
}

static __always_inline void __assign_bit(long nr, volatile unsigned long *addr, bool value)
{
	if (value)
		__set_bit(nr, addr);
	else
		__clear_bit(nr, addr);
}

#include <linux/find.h>

#endif
