/* SPDX-License-Identifier: MIT */
#ifndef _ASM_X86_BITOPS_H
#define _ASM_X86_BITOPS_H

/*
 * Bit operations. `nr` may be beyond the first word: bit 32 is bit 0 of addr[1]. Without leading
 * underscores they are atomic between CPUs; those that answer the old value are full barriers,
 * the others order nothing for other CPUs. Constant numbers become a plain and/or on one word,
 * variable ones the bt family, which finds the word itself.
 */
#include <linux/bits.h>
#include <asm/barrier.h>

#define __BITOP_WORD(addr, nr) (((volatile unsigned long *)(addr))[(unsigned long)(nr) / 32])
#define __BITOP_MASK(nr)       (1UL << ((nr)&31))

static __always_inline void set_bit(long nr, volatile unsigned long *addr)
{
	if (__builtin_constant_p(nr))
		asm volatile("lock; orl %1, %0"
			     : "+m"(__BITOP_WORD(addr, nr))
			     : "ri"(__BITOP_MASK(nr)));
	else
		asm volatile("lock; btsl %1, %0" : "+m"(*addr) : "r"(nr) : "cc", "memory");
}

static __always_inline void clear_bit(long nr, volatile unsigned long *addr)
{
	if (__builtin_constant_p(nr))
		asm volatile("lock; andl %1, %0"
			     : "+m"(__BITOP_WORD(addr, nr))
			     : "ri"(~__BITOP_MASK(nr)));
	else
		asm volatile("lock; btrl %1, %0" : "+m"(*addr) : "r"(nr) : "cc", "memory");
}

static __always_inline void change_bit(long nr, volatile unsigned long *addr)
{
	if (__builtin_constant_p(nr))
		asm volatile("lock; xorl %1, %0"
			     : "+m"(__BITOP_WORD(addr, nr))
			     : "ri"(__BITOP_MASK(nr)));
	else
		asm volatile("lock; btcl %1, %0" : "+m"(*addr) : "r"(nr) : "cc", "memory");
}

static __always_inline bool test_and_set_bit(long nr, volatile unsigned long *addr)
{
	bool old;

	asm volatile("lock; btsl %2, %1" : "=@ccc"(old), "+m"(*addr) : "Ir"(nr) : "memory");
	return old;
}

static __always_inline bool test_and_clear_bit(long nr, volatile unsigned long *addr)
{
	bool old;

	asm volatile("lock; btrl %2, %1" : "=@ccc"(old), "+m"(*addr) : "Ir"(nr) : "memory");
	return old;
}

static __always_inline bool test_and_change_bit(long nr, volatile unsigned long *addr)
{
	bool old;

	asm volatile("lock; btcl %2, %1" : "=@ccc"(old), "+m"(*addr) : "Ir"(nr) : "memory");
	return old;
}

static __always_inline bool test_and_set_bit_lock(long nr, volatile unsigned long *addr)
{
	return test_and_set_bit(nr, addr);
}

static __always_inline void clear_bit_unlock(long nr, volatile unsigned long *addr)
{
	barrier();
	clear_bit(nr, addr);
}

static __always_inline void __set_bit(long nr, volatile unsigned long *addr)
{
	if (__builtin_constant_p(nr))
		__BITOP_WORD(addr, nr) |= __BITOP_MASK(nr);
	else
		asm volatile("btsl %1, %0" : "+m"(*addr) : "r"(nr) : "cc", "memory");
}

static __always_inline void __clear_bit(long nr, volatile unsigned long *addr)
{
	if (__builtin_constant_p(nr))
		__BITOP_WORD(addr, nr) &= ~__BITOP_MASK(nr);
	else
		asm volatile("btrl %1, %0" : "+m"(*addr) : "r"(nr) : "cc", "memory");
}

static __always_inline void __change_bit(long nr, volatile unsigned long *addr)
{
	if (__builtin_constant_p(nr))
		__BITOP_WORD(addr, nr) ^= __BITOP_MASK(nr);
	else
		asm volatile("btcl %1, %0" : "+m"(*addr) : "r"(nr) : "cc", "memory");
}

static __always_inline bool __test_and_set_bit(long nr, volatile unsigned long *addr)
{
	bool old;

	asm volatile("btsl %2, %1" : "=@ccc"(old), "+m"(*addr) : "Ir"(nr) : "memory");
	return old;
}

static __always_inline bool __test_and_clear_bit(long nr, volatile unsigned long *addr)
{
	bool old;

	asm volatile("btrl %2, %1" : "=@ccc"(old), "+m"(*addr) : "Ir"(nr) : "memory");
	return old;
}

static __always_inline bool __test_and_change_bit(long nr, volatile unsigned long *addr)
{
	bool old;

	asm volatile("btcl %2, %1" : "=@ccc"(old), "+m"(*addr) : "Ir"(nr) : "memory");
	return old;
}

static __always_inline void __clear_bit_unlock(long nr, volatile unsigned long *addr)
{
	barrier();
	__clear_bit(nr, addr);
}

static __always_inline bool test_bit(long nr, const volatile unsigned long *addr)
{
	return (addr[(unsigned long)nr / 32] >> (nr & 31)) & 1;
}

static __always_inline bool test_bit_acquire(long nr, const volatile unsigned long *addr)
{
	bool set = test_bit(nr, addr);

	barrier();
	return set;
}

/* The number of the lowest bit set; undefined for 0. */
static __always_inline unsigned long __ffs(unsigned long word)
{
	return (unsigned long)__builtin_ctzl(word);
}

/* The number of the lowest bit clear; undefined for ~0. */
static __always_inline unsigned long ffz(unsigned long word)
{
	return __ffs(~word);
}

/* The number of the highest bit set; undefined for 0. */
static __always_inline unsigned long __fls(unsigned long word)
{
	return 31UL ^ (unsigned long)__builtin_clzl(word);
}

/* As __ffs and __fls, but counted from 1, and 0 for 0. */
static __always_inline int ffs(int word)
{
	return word ? (int)__ffs((unsigned int)word) + 1 : 0;
}

static __always_inline int fls(unsigned int word)
{
	return word ? (int)__fls(word) + 1 : 0;
}

static __always_inline int fls64(u64 word)
{
	u32 high = (u32)(word >> 32);

	return high ? (int)__fls(high) + 33 : fls((u32)word);
}

#endif
