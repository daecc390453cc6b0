// SPDX-License-Identifier: MIT
/* sort() against a model (counting), on orders that are hard for one method or another. */
#include <linux/kernel.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(lib_sort);

#define MAX_ITEMS 257

static u32 array[MAX_ITEMS + 2];
static u32 copy[MAX_ITEMS + 2];
static unsigned int calls;

static int compare_u32(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	calls++;
	return x < y ? -1 : x > y;
}

/* How often a value is in an array: sorting changes the order and nothing else. */
static unsigned int occurrences(const u32 *values, size_t n, u32 value)
{
	unsigned int count = 0;
	size_t i;

	for (i = 0; i < n; i++)
		count += values[i] == value;
	return count;
}

/* Sorts array[1..n] and checks order, content, and the guards on both sides. */
static void check_sort(size_t n)
{
	size_t i;

	array[0] = array[n + 1] = 0xfeedface;
	memcpy(copy, array, sizeof(array));
	calls = 0;
	sort(array + 1, n, sizeof(u32), compare_u32, NULL);
	ASSERT_EQ(array[0], 0xfeedface);
	ASSERT_EQ(array[n + 1], 0xfeedface);
	for (i = 1; i < n; i++)
		ASSERT_LE(array[i], array[i + 1]);
	for (i = 1; i <= n; i++)
		ASSERT_EQ(occurrences(array + 1, n, array[i]), occurrences(copy + 1, n, array[i]));
}

/* Every length up to 40, with many equal values and with few. */
TEST(sort_every_small_length)
{
	size_t n, i;

	for (n = 0; n <= 40; n++) {
		for (i = 1; i <= n; i++)
			array[i] = test_rand();
		check_sort(n);
		for (i = 1; i <= n; i++)
			array[i] = test_rand_below(4);
		check_sort(n);
	}
}

/* All orders of 7 elements, each order once. */
TEST(sort_all_permutations)
{
	unsigned int code;

	for (code = 0; code < 5040; code++) {
		unsigned int rest = code, used = 0;
		u32 value, i;

		for (i = 0; i < 7; i++) {
			unsigned int skip = rest % (7 - i);

			rest /= 7 - i;
			for (value = 0; used & BIT(value) || skip--; value++)
				;
			used |= BIT(value);
			array[i] = value;
		}
		sort(array, 7, sizeof(u32), compare_u32, NULL);
		for (i = 0; i < 7; i++)
			ASSERT_EQ(array[i], i);
	}
}

/* Ascending, descending, constant, saw tooth, organ pipe, and one out of place. */
TEST(sort_adversarial_orders)
{
	const size_t n = MAX_ITEMS;
	size_t i;
	int shape;

	for (shape = 0; shape < 6; shape++) {
		for (i = 1; i <= n; i++) {
			u32 rising = (u32)i;
			u32 falling = (u32)(n - i);
			u32 shapes[] = { rising,
					 falling,
					 7,
					 rising % 16,
					 min(rising, falling),
					 i == n ? 0 : rising };

			array[i] = shapes[shape];
		}
		check_sort(n);
		/*
		 * Each of the n takings out costs at most twice the height, 8, of which only equal
		 * elements use all; making the heap costs at most 4n.
		 */
		EXPECT_LE(calls, 20u * MAX_ITEMS);
	}
}

struct wide {
	u32 key;
	u32 payload[3];
};

/* Elements of several words are moved whole. */
TEST(sort_wide_elements)
{
	static struct wide wides[60];
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(wides); i++) {
		wides[i].key = test_rand();
		for (j = 0; j < 3; j++)
			wides[i].payload[j] = wides[i].key * (j + 2);
	}
	sort(wides, ARRAY_SIZE(wides), sizeof(struct wide), compare_u32, NULL);
	for (i = 0; i < ARRAY_SIZE(wides); i++) {
		if (i)
			ASSERT_LE(wides[i - 1].key, wides[i].key);
		for (j = 0; j < 3; j++)
			ASSERT_EQ(wides[i].payload[j], wides[i].key * (j + 2));
	}
}

struct triple {
	u8 key;
	u8 payload[2];
};

static int compare_triples(const void *a, const void *b)
{
	return ((const struct triple *)a)->key - ((const struct triple *)b)->key;
}

/* Elements whose size is no multiple of a word are moved whole. */
TEST(sort_odd_element_size)
{
	static struct triple triples[101];
	unsigned int i;

	BUILD_BUG_ON(sizeof(struct triple) != 3);
	for (i = 0; i < ARRAY_SIZE(triples); i++) {
		triples[i].key = (u8)test_rand();
		triples[i].payload[0] = (u8)~triples[i].key;
		triples[i].payload[1] = triples[i].key ^ 0x5a;
	}
	sort(triples, ARRAY_SIZE(triples), sizeof(struct triple), compare_triples, NULL);
	for (i = 0; i < ARRAY_SIZE(triples); i++) {
		if (i)
			ASSERT_LE(triples[i - 1].key, triples[i].key);
		ASSERT_EQ(triples[i].payload[0], (u8)~triples[i].key);
		ASSERT_EQ(triples[i].payload[1], (u8)(triples[i].key ^ 0x5a));
	}
}

/* An array of words at an odd address is sorted as well. */
TEST(sort_unaligned_base)
{
	static u8 bytes[4 * 33 + 1];
	unsigned int i;
	u32 value, last = 0;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (u8)test_rand();
	sort(bytes + 1, 33, 4, compare_u32, NULL);
	for (i = 0; i < 33; i++) {
		memcpy(&value, bytes + 1 + 4 * i, 4);
		ASSERT_LE(last, value);
		last = value;
	}
}

static unsigned int swaps;

static void swap_u32(void *a, void *b, int size)
{
	u32 tmp = *(u32 *)a;

	*(u32 *)a = *(u32 *)b;
	*(u32 *)b = tmp;
	swaps += size == sizeof(u32);
}

/* The caller's swap function makes every exchange, with the size of an element. */
TEST(sort_uses_callers_swap)
{
	static u32 values[50];
	unsigned int i;

	swaps = 0;
	for (i = 0; i < 50; i++)
		values[i] = 50 - i;
	sort(values, 50, sizeof(u32), compare_u32, swap_u32);
	EXPECT_GE(swaps, 25u);
	for (i = 0; i < 50; i++)
		ASSERT_EQ(values[i], i + 1);
}

/* Orders indexes by the array that priv points to. */
static int compare_indirect(const void *a, const void *b, const void *priv)
{
	const u32 *keys = priv;

	return keys[*(const u16 *)a] < keys[*(const u16 *)b] ? -1 : 1;
}

static void swap_indirect(void *a, void *b, int size, const void *priv)
{
	swap(*(u16 *)a, *(u16 *)b);
	swaps += priv == array;
}

/* sort_r() hands its last argument to both functions. */
TEST(sort_r_hands_pointer_on)
{
	static u16 indexes[64];
	unsigned int i;

	swaps = 0;
	for (i = 0; i < 64; i++) {
		indexes[i] = (u16)i;
		array[i] = (i * 37) % 64;
	}
	sort_r(indexes, 64, sizeof(u16), compare_indirect, swap_indirect, array);
	for (i = 0; i < 64; i++)
		ASSERT_EQ(array[indexes[i]], i);
	EXPECT_GT(swaps, 0u);
	sort_r(indexes, 64, sizeof(u16), compare_indirect, NULL, array);
	for (i = 0; i < 64; i++)
		ASSERT_EQ(array[indexes[i]], i);
}
