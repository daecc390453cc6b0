// SPDX-License-Identifier: MIT
/*
 * Bit searches and bitmaps against a model: one byte per bit. Sizes lie around the borders of
 * words, and the words behind the map are checked to stay.
 */
#include <linux/bitmap.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(lib_bitmap);

#define MAX_BITS 130
#define WORDS    (BITS_TO_LONGS(MAX_BITS) + 1)
#define GUARD    0xa5c3f00dUL

static const unsigned int sizes[] = { 1, 2, 31, 32, 33, 63, 64, 65, 96, 127, 128, 129, 130 };

static unsigned long map_a[WORDS], map_b[WORDS], result[WORDS];
static u8 bits_a[MAX_BITS], bits_b[MAX_BITS];

/* Random bits, sparse or dense as the caller says, in both forms. */
static void randomize(unsigned long *map, u8 *bits, unsigned int nbits, unsigned int of_16)
{
	unsigned int i;

	for (i = 0; i < WORDS; i++)
		map[i] = test_rand();
	for (i = 0; i < nbits; i++) {
		bits[i] = test_rand_below(16) < of_16;
		__assign_bit(i, map, bits[i]);
	}
	map[BITS_TO_LONGS(nbits)] = GUARD;
}

static bool map_is(const unsigned long *map, const u8 *bits, unsigned int nbits)
{
	unsigned int i;

	for (i = 0; i < nbits; i++) {
		if (test_bit(i, map) != bits[i])
			return false;
	}
	return map[BITS_TO_LONGS(nbits)] == GUARD;
}

static unsigned long model_next(const u8 *bits, u8 value, unsigned int size, unsigned int start)
{
	for (; start < size; start++) {
		if (bits[start] == value)
			break;
	}
	return start < size ? start : size;
}

/* Searches from every start find the next bit of either value, or answer the size. */
TEST(find_next_bit_every_start)
{
	unsigned int s, start, size, density;

	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		for (density = 0; density <= 16; density += 4) {
			size = sizes[s];
			randomize(map_a, bits_a, size, density);
			for (start = 0; start < size; start++) {
				ASSERT_EQ(find_next_bit(map_a, size, start),
					  model_next(bits_a, 1, size, start));
				ASSERT_EQ(find_next_zero_bit(map_a, size, start),
					  model_next(bits_a, 0, size, start));
			}
			ASSERT_EQ(find_first_bit(map_a, size), model_next(bits_a, 1, size, 0));
			ASSERT_EQ(find_first_zero_bit(map_a, size), model_next(bits_a, 0, size, 0));
			ASSERT_EQ(find_next_bit(map_a, size, size), size);
			ASSERT_EQ(find_next_bit(map_a, size, size + 100), size);
		}
	}
	EXPECT_EQ(find_first_bit(map_a, 0), 0ul);
	EXPECT_EQ(find_first_zero_bit(map_a, 0), 0ul);
}

/* The last bit, and the n-th. */
TEST(find_last_and_nth_bit)
{
	unsigned int s, i, density;

	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		for (density = 0; density <= 16; density += 2) {
			unsigned int size = sizes[s];
			unsigned int seen = 0, last = size;

			randomize(map_a, bits_a, size, density);
			for (i = 0; i < size; i++) {
				if (!bits_a[i])
					continue;
				ASSERT_EQ(find_nth_bit(map_a, size, seen), i);
				seen++;
				last = i;
			}
			ASSERT_EQ(find_nth_bit(map_a, size, seen), size);
			ASSERT_EQ(find_last_bit(map_a, size), last);
		}
	}
	EXPECT_EQ(find_last_bit(map_a, 0), 0ul);
}

/* Every walk visits exactly its bits, in order. */
TEST(for_each_bit_walks)
{
	unsigned int s, i, size, next, from;
	unsigned long bit;

	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		size = sizes[s];
		randomize(map_a, bits_a, size, 8);
		randomize(map_b, bits_b, size, 8);
		next = 0;
		for_each_set_bit(bit, map_a, size) {
			for (; next < bit; next++)
				ASSERT_EQ(bits_a[next], 0);
			ASSERT_EQ(bits_a[next++], 1);
		}
		ASSERT_EQ(model_next(bits_a, 1, size, next), size);
		next = 0;
		for_each_clear_bit(bit, map_a, size) {
			ASSERT_EQ(bit, model_next(bits_a, 0, size, next));
			next = (unsigned int)bit + 1;
		}
		ASSERT_EQ(model_next(bits_a, 0, size, next), size);
		from = test_rand_below(size);
		bit = next = from;
		for_each_set_bit_from(bit, map_a, size)
		{
			ASSERT_EQ(bit, model_next(bits_a, 1, size, next));
			next = (unsigned int)bit + 1;
		}
		ASSERT_EQ(model_next(bits_a, 1, size, next), size);
		i = 0;
		for_each_and_bit(bit, map_a, map_b, size)
		{
			ASSERT_TRUE(bits_a[bit] && bits_b[bit]);
			i++;
		}
		for (bit = 0; bit < size; bit++)
			i -= bits_a[bit] && bits_b[bit];
		ASSERT_EQ(i, 0u);
	}
}

/* The operations on two maps, bit by bit; nothing behind the map is written. */
TEST(bitmap_logic_every_size)
{
	u8 bits[MAX_BITS];
	unsigned int s, i;

#define CHECK_LOGIC(call, expression)                                                              \
	do {                                                                                       \
		memset(result, 0, sizeof(result));                                                 \
		result[BITS_TO_LONGS(size)] = GUARD;                                               \
		call;                                                                              \
		for (i = 0; i < size; i++)                                                         \
			bits[i] = (expression)&1;                                                  \
		ASSERT_TRUE(map_is(result, bits, size));                                           \
	} while (0)
	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		unsigned int size = sizes[s];
		bool any;

		randomize(map_a, bits_a, size, 8);
		randomize(map_b, bits_b, size, 8);
		CHECK_LOGIC(any = bitmap_and(result, map_a, map_b, size), bits_a[i] & bits_b[i]);
		ASSERT_EQ(any, model_next(bits, 1, size, 0) < size);
		CHECK_LOGIC(any = bitmap_andnot(result, map_a, map_b, size),
			    bits_a[i] & ~bits_b[i]);
		ASSERT_EQ(any, model_next(bits, 1, size, 0) < size);
		CHECK_LOGIC(bitmap_or(result, map_a, map_b, size), bits_a[i] | bits_b[i]);
		CHECK_LOGIC(bitmap_xor(result, map_a, map_b, size), bits_a[i] ^ bits_b[i]);
		CHECK_LOGIC(bitmap_complement(result, map_a, size), ~bits_a[i]);
		CHECK_LOGIC(bitmap_copy(result, map_a, size), bits_a[i]);
		CHECK_LOGIC(bitmap_zero(result, size), 0);
		CHECK_LOGIC(bitmap_fill(result, size), 1);
	}
#undef CHECK_LOGIC
}

/* The questions about maps ignore what lies behind the last bit. */
TEST(bitmap_questions_ignore_tail)
{
	unsigned int s, i, weight;

	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		unsigned int size = sizes[s];

		randomize(map_a, bits_a, size, 8);
		weight = 0;
		for (i = 0; i < size; i++)
			weight += bits_a[i];
		ASSERT_EQ(bitmap_weight(map_a, size), weight);

		/* The same bits, other garbage behind them. */
		for (i = 0; i < WORDS; i++)
			map_b[i] = ~map_a[i];
		for (i = 0; i < size; i++)
			__assign_bit(i, map_b, bits_a[i]);
		ASSERT_TRUE(bitmap_equal(map_a, map_b, size));
		ASSERT_TRUE(bitmap_subset(map_a, map_b, size));
		ASSERT_EQ(bitmap_intersects(map_a, map_b, size), weight != 0);

		/* One bit more, at a random place or the last one. */
		i = s % 2 ? size - 1 : test_rand_below(size);
		__clear_bit(i, map_a);
		__set_bit(i, map_b);
		ASSERT_FALSE(bitmap_equal(map_a, map_b, size));
		ASSERT_TRUE(bitmap_subset(map_a, map_b, size));
		ASSERT_FALSE(bitmap_subset(map_b, map_a, size));

		for (i = 0; i < size; i++)
			__clear_bit(i, map_a);
		ASSERT_TRUE(bitmap_empty(map_a, size));
		ASSERT_FALSE(bitmap_full(map_a, size));
		__set_bit(size - 1, map_a);
		ASSERT_FALSE(bitmap_empty(map_a, size));
		for (i = 0; i < size; i++)
			__set_bit(i, map_a);
		ASSERT_TRUE(bitmap_full(map_a, size));
		__clear_bit(size - 1, map_a);
		ASSERT_FALSE(bitmap_full(map_a, size));
	}
}

/* Maps of one constant word take the short ways, which answer the same. */
TEST(bitmap_constant_sizes)
{
	unsigned long a = 0x80000003, b = 0x80000002, out;

	EXPECT_EQ(bitmap_weight(&a, 32), 3u);
	EXPECT_EQ(bitmap_weight(&a, 31), 2u);
	EXPECT_TRUE(bitmap_subset(&b, &a, 32));
	EXPECT_FALSE(bitmap_equal(&a, &b, 32));
	EXPECT_TRUE(bitmap_intersects(&a, &b, 32));
	EXPECT_FALSE(bitmap_intersects(&a, &b, 1));
	EXPECT_TRUE(bitmap_andnot(&out, &a, &b, 32));
	EXPECT_EQ(out, 1ul);
	EXPECT_FALSE(bitmap_andnot(&out, &b, &a, 32));
	EXPECT_TRUE(bitmap_and(&out, &a, &b, 31));
	EXPECT_EQ(out, 2ul);
	bitmap_fill(&out, 20);
	EXPECT_TRUE(bitmap_full(&out, 20));
	bitmap_zero(&out, 20);
	EXPECT_TRUE(bitmap_empty(&out, 20));
}

/* Runs of every start and length are set and cleared, and nothing beside them. */
TEST(bitmap_set_every_run)
{
	const unsigned int size = 100;
	unsigned int start, len, i;
	u8 bits[MAX_BITS];

	for (start = 0; start < 70; start++) {
		for (len = 0; start + len <= size; len += 1 + len / 8) {
			bool value = (start ^ len) & 1;

			randomize(map_a, bits, size, 8);
			for (i = start; i < start + len; i++)
				bits[i] = value;
			if (value)
				bitmap_set(map_a, start, len);
			else
				bitmap_clear(map_a, start, len);
			ASSERT_TRUE(map_is(map_a, bits, size));
		}
	}
}

/* Shifts by every distance bring zeros in, in place as well. */
TEST(bitmap_shift_every_distance)
{
	u8 left[MAX_BITS], right[MAX_BITS];
	unsigned int s, shift, i;

	for (s = 0; s < ARRAY_SIZE(sizes); s++) {
		unsigned int size = sizes[s];

		randomize(map_a, bits_a, size, 8);
		for (shift = 0; shift <= size + 1; shift++) {
			for (i = 0; i < size; i++) {
				left[i] = i >= shift ? bits_a[i - shift] : 0;
				right[i] = i + shift < size ? bits_a[i + shift] : 0;
			}
			memset(result, 0, sizeof(result));
			result[BITS_TO_LONGS(size)] = GUARD;
			bitmap_shift_left(result, map_a, shift, size);
			ASSERT_TRUE(map_is(result, left, size));
			bitmap_copy(result, map_a, size);
			bitmap_shift_right(result, result, shift, size);
			ASSERT_TRUE(map_is(result, right, size));
			bitmap_copy(result, map_a, size);
			bitmap_shift_left(result, result, shift, size);
			ASSERT_TRUE(map_is(result, left, size));
		}
	}
}

static unsigned long model_area(unsigned int size, unsigned int start, unsigned int nr,
				unsigned int align, unsigned int offset)
{
	for (; start + nr <= size; start++) {
		if ((start + offset) % align)
			continue;
		if (model_next(bits_a, 1, size, start) >= start + nr)
			return start;
	}
	return size + 1;
}

/* Free runs of every length, alignment and offset are the first ones there are. */
TEST(bitmap_find_next_zero_area_against_model)
{
	const unsigned int size = MAX_BITS;
	unsigned int nr, align, round;

	for (round = 0; round < 12; round++) {
		randomize(map_a, bits_a, size, round / 2);
		for (align = 1; align <= 32; align *= 2) {
			for (nr = 1; nr <= 40; nr += 1 + nr / 4) {
				unsigned int start = test_rand_below(size);
				unsigned int offset = test_rand_below(align);
				unsigned long expected = model_area(size, start, nr, align, offset);
				unsigned long found = bitmap_find_next_zero_area_off(
					map_a, size, start, nr, align - 1, offset);

				if (expected > size)
					ASSERT_GT(found, size - nr);
				else
					ASSERT_EQ(found, expected);
			}
		}
	}
	bitmap_zero(map_a, size);
	EXPECT_EQ(bitmap_find_next_zero_area(map_a, size, 0, size, 0), 0ul);
	EXPECT_GT(bitmap_find_next_zero_area(map_a, size, 0, size + 1, 0), (unsigned long)size);
	EXPECT_GT(bitmap_find_next_zero_area(map_a, size, 0, ~0U, 0), (unsigned long)size);
}

/* Regions are powers of two, aligned to their size, first come first. */
TEST(bitmap_regions)
{
	bitmap_zero(map_a, 40);
	EXPECT_EQ(bitmap_find_free_region(map_a, 40, 0), 0);
	EXPECT_EQ(bitmap_find_free_region(map_a, 40, 2), 4);
	EXPECT_EQ(bitmap_find_free_region(map_a, 40, 4), 16);
	EXPECT_EQ(bitmap_find_free_region(map_a, 40, 4), -ENOMEM);
	EXPECT_EQ(bitmap_find_free_region(map_a, 40, 3), 8);
	EXPECT_EQ(bitmap_find_free_region(map_a, 40, 3), 32);
	EXPECT_EQ(bitmap_find_free_region(map_a, 40, 3), -ENOMEM);
	bitmap_release_region(map_a, 16, 4);
	EXPECT_EQ(bitmap_allocate_region(map_a, 18, 1), 0);
	EXPECT_EQ(bitmap_allocate_region(map_a, 16, 2), -EBUSY);
	EXPECT_EQ(bitmap_allocate_region(map_a, 16, 1), 0);
	EXPECT_EQ(bitmap_weight(map_a, 40), 1u + 4 + 8 + 8 + 4);
}
