// SPDX-License-Identifier: MIT
/*
 * Searching for bits in arrays of words. Whole words without what is looked for are skipped.
 *
 * F1. Nothing beyond the word that holds bit size - 1 is read, and nothing at all when the start
 *     is not below the size.
 * F2. Bits beyond the size in the last word never count: the answer is then the size.
 */
#include <linux/bitops.h>
#include <linux/find.h>
#include <linux/minmax.h>

/*
 * Walks over the words that `expr` makes of the index `w`, the first one without what lies before
 * the start. Inlined into each function so that `expr` costs no call.
 */
#define FIND_NEXT(expr, size, start)                                                               \
	({                                                                                         \
		unsigned long __size = (size);                                                     \
		unsigned long __start = (start);                                                   \
		unsigned long w, __word;                                                           \
                                                                                                   \
		if (__start < __size) {                                                            \
			w = BIT_WORD(__start);                                                     \
			__word = (expr) & (~0UL << (__start % BITS_PER_LONG));                     \
			while (!__word && ++w < BITS_TO_LONGS(__size))                             \
				__word = (expr);                                                   \
			if (__word)                                                                \
				__size = min(__size, w * BITS_PER_LONG + __ffs(__word));           \
		}                                                                                  \
		__size;                                                                            \
	})

/**
 * find_next_bit() - the first set bit at or after a place
 * @addr: the words
 * @size: bits in them
 * @start: where to begin, a bit's number
 *
 * Return: the bit's number, or @size when there is none.
 */
unsigned long find_next_bit(const unsigned long *addr, unsigned long size, unsigned long start)
{
	return FIND_NEXT(addr[w], size, start);
}

/** find_next_zero_bit() - as find_next_bit(), for a clear bit */
unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size, unsigned long start)
{
	return FIND_NEXT(~addr[w], size, start);
}

/** find_next_and_bit() - as find_next_bit(), for a bit that is set in both */
unsigned long find_next_and_bit(const unsigned long *a, const unsigned long *b, unsigned long size,
				unsigned long start)
{
	return FIND_NEXT(a[w] & b[w], size, start);
}

/** find_next_andnot_bit() - as find_next_bit(), for a bit that is set in @a and clear in @b */
unsigned long find_next_andnot_bit(const unsigned long *a, const unsigned long *b,
				   unsigned long size, unsigned long start)
{
	return FIND_NEXT(a[w] & ~b[w], size, start);
}

/** find_last_bit() - the last set bit below @size, or @size when there is none */
unsigned long find_last_bit(const unsigned long *addr, unsigned long size)
{
	unsigned long left = size;

	while (left) {
		unsigned long w = BIT_WORD(left - 1);
		unsigned long word = addr[w] & (~0UL >> (-left % BITS_PER_LONG));

		if (word)
			return w * BITS_PER_LONG + __fls(word);
		left = w * BITS_PER_LONG;
	}
	return size;
}

/** find_nth_bit() - the set bit with exactly @n set bits before it, or @size when there is none */
unsigned long find_nth_bit(const unsigned long *addr, unsigned long size, unsigned long n)
{
	unsigned long bit;

	for_each_set_bit(bit, addr, size) {
		if (n-- == 0)
			break;
	}
	return min(bit, size);
}
