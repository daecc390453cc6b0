// SPDX-License-Identifier: MIT
/*
 * Operations on whole bitmaps, for those that <linux/bitmap.h> does not do in place.
 *
 * B1. Only words that hold a bit below nbits are touched.
 * B2. No question depends on the bits beyond nbits in the last word. bitmap_set(), bitmap_clear(),
 *     __bitmap_and() and __bitmap_andnot() do not set them; the others leave them undefined.
 *
 * Regions are runs of 2^order bits, aligned to their length.
 * Context: any; nothing locks, so that the caller does when the map is shared.
 */
#include <linux/bitmap.h>
#include <linux/errno.h>
#include <linux/minmax.h>

/* What counts of word i of a map of nbits bits. */
static inline unsigned long valid_mask(unsigned int i, unsigned int nbits)
{
	return i == BIT_WORD(nbits) ? ~BITMAP_FIRST_WORD_MASK(nbits) : ~0UL;
}

/**
 * __bitmap_and() - what is in both bitmaps
 * @dst: the result; may be one of the others
 * @a: one bitmap
 * @b: the other
 * @nbits: bits in each
 *
 * Return: whether any bit of the result is set.
 */
bool __bitmap_and(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		  unsigned int nbits)
{
	unsigned long any = 0;
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		any |= dst[i] = a[i] & b[i] & valid_mask(i, nbits);
	return any != 0;
}

/** __bitmap_or() - as __bitmap_and(), what is in either; returns nothing */
void __bitmap_or(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		 unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		dst[i] = a[i] | b[i];
}

/** __bitmap_xor() - as __bitmap_or(), what is in one only */
void __bitmap_xor(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		  unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		dst[i] = a[i] ^ b[i];
}

/** __bitmap_andnot() - as __bitmap_and(), what is in @a and not in @b */
bool __bitmap_andnot(unsigned long *dst, const unsigned long *a, const unsigned long *b,
		     unsigned int nbits)
{
	unsigned long any = 0;
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		any |= dst[i] = a[i] & ~b[i] & valid_mask(i, nbits);
	return any != 0;
}

/** __bitmap_complement() - turn every bit over */
void __bitmap_complement(unsigned long *dst, const unsigned long *src, unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		dst[i] = ~src[i];
}

/** __bitmap_equal() - whether the same bits are set */
bool __bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++) {
		if ((a[i] ^ b[i]) & valid_mask(i, nbits))
			return false;
	}
	return true;
}

/** __bitmap_intersects() - whether any bit is set in both */
bool __bitmap_intersects(const unsigned long *a, const unsigned long *b, unsigned int nbits)
{
	return find_first_and_bit(a, b, nbits) < nbits;
}

/** __bitmap_subset() - whether all bits of @sub are set in @of */
bool __bitmap_subset(const unsigned long *sub, const unsigned long *of, unsigned int nbits)
{
	return find_next_andnot_bit(sub, of, nbits, 0) >= nbits;
}

/** __bitmap_weight() - how many bits are set */
unsigned int __bitmap_weight(const unsigned long *map, unsigned int nbits)
{
	unsigned int weight = 0;
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		weight += hweight_long(map[i] & valid_mask(i, nbits));
	return weight;
}

/* The part of word w that belongs to the bits [start, end), at least one of which is in it. */
static inline unsigned long range_mask(unsigned int w, unsigned int start, unsigned int end)
{
	unsigned long mask = ~0UL;

	if (w == BIT_WORD(start))
		mask &= BITMAP_FIRST_WORD_MASK(start);
	if (w == BIT_WORD(end - 1))
		mask &= BITMAP_LAST_WORD_MASK(end);
	return mask;
}

/**
 * bitmap_set() - set a run of bits
 * @map: the bitmap
 * @start: the first bit
 * @nbits: how many
 */
void bitmap_set(unsigned long *map, unsigned int start, unsigned int nbits)
{
	unsigned int end = start + nbits;
	unsigned int w;

	if (!nbits)
		return;
	for (w = BIT_WORD(start); w <= BIT_WORD(end - 1); w++)
		map[w] |= range_mask(w, start, end);
}

/** bitmap_clear() - clear a run of bits, as bitmap_set() sets one */
void bitmap_clear(unsigned long *map, unsigned int start, unsigned int nbits)
{
	unsigned int end = start + nbits;
	unsigned int w;

	if (!nbits)
		return;
	for (w = BIT_WORD(start); w <= BIT_WORD(end - 1); w++)
		map[w] &= ~range_mask(w, start, end);
}

/* 32 bits of the map from any bit on, with zeros for what is outside of [0, nbits). */
static unsigned long word_at(const unsigned long *map, long bit, unsigned int nbits)
{
	long w = bit >> 5;
	unsigned int shift = bit & (BITS_PER_LONG - 1);
	long words = (long)BITS_TO_LONGS(nbits);
	unsigned long low = w >= 0 && w < words ? map[w] & valid_mask(w, nbits) : 0;
	unsigned long high =
		w + 1 >= 0 && w + 1 < words ? map[w + 1] & valid_mask(w + 1, nbits) : 0;

	return shift ? low >> shift | high << (BITS_PER_LONG - shift) : low;
}

/**
 * bitmap_shift_right() - move all bits towards bit 0, with zeros coming in
 * @dst: the result; may be @src
 * @src: the bitmap
 * @shift: by how many
 * @nbits: bits in both
 */
void bitmap_shift_right(unsigned long *dst, const unsigned long *src, unsigned int shift,
			unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(nbits); i++)
		dst[i] = word_at(src, (long)i * BITS_PER_LONG + (long)shift, nbits);
}

/** bitmap_shift_left() - move all bits away from bit 0, as bitmap_shift_right() */
void bitmap_shift_left(unsigned long *dst, const unsigned long *src, unsigned int shift,
		       unsigned int nbits)
{
	unsigned int i;

	for (i = BITS_TO_LONGS(nbits); i-- > 0;) {
		dst[i] = word_at(src, (long)i * BITS_PER_LONG - (long)shift, nbits);
		dst[i] &= valid_mask(i, nbits);
	}
}

/**
 * bitmap_find_next_zero_area_off() - find a run of clear bits
 * @map: the bitmap
 * @size: bits in it
 * @start: where to begin
 * @nr: the length of the run
 * @align_mask: the run's first bit + @align_offset has none of these bits; 0 for any place
 * @align_offset: what bit 0 of the map is in the space that alignment is about
 *
 * Return: the first bit of the run, or something above @size - @nr when there is none.
 */
unsigned long bitmap_find_next_zero_area_off(unsigned long *map, unsigned long size,
					     unsigned long start, unsigned int nr,
					     unsigned long align_mask, unsigned long align_offset)
{
	for (;;) {
		unsigned long index = find_next_zero_bit(map, size, start);
		unsigned long aligned, taken;

		aligned = ((index + align_offset + align_mask) & ~align_mask) - align_offset;
		if (aligned < index || aligned > size || nr > size - aligned)
			return size + 1;
		taken = find_next_bit(map, aligned + nr, aligned);
		if (taken >= aligned + nr)
			return aligned;
		start = taken + 1;
	}
}

/**
 * bitmap_find_free_region() - take the first free region
 * @map: the bitmap
 * @nbits: bits in it
 * @order: the region has 2^order bits
 *
 * Return: its first bit, or -ENOMEM.
 */
int bitmap_find_free_region(unsigned long *map, unsigned int nbits, int order)
{
	unsigned int len = 1U << order;
	unsigned long pos = bitmap_find_next_zero_area(map, nbits, 0, len, len - 1);

	if (pos > nbits)
		return -ENOMEM;
	bitmap_set(map, (unsigned int)pos, len);
	return (int)pos;
}

/** bitmap_release_region() - give back the 2^order bits from @pos on */
void bitmap_release_region(unsigned long *map, unsigned int pos, int order)
{
	bitmap_clear(map, pos, 1U << order);
}

/** bitmap_allocate_region() - take the 2^order bits from @pos on: 0, or -EBUSY when one is taken */
int bitmap_allocate_region(unsigned long *map, unsigned int pos, int order)
{
	unsigned int len = 1U << order;

	if (find_next_bit(map, pos + len, pos) < pos + len)
		return -EBUSY;
	bitmap_set(map, pos, len);
	return 0;
}
