// SPDX-License-Identifier: MIT
/* Pseudo-random numbers: repeatable, within bounds, and not obviously lopsided. */
#include <linux/kernel.h>
#include <linux/random.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(lib_random);

/* The same seed gives the same sequence, another seed another one. */
TEST(prandom_seed_state_repeats)
{
	struct rnd_state a, b, c;
	unsigned int i, same = 0;

	prandom_seed_state(&a, 42);
	prandom_seed_state(&b, 42);
	prandom_seed_state(&c, 43);
	for (i = 0; i < 100; i++) {
		u32 number = prandom_u32_state(&a);

		ASSERT_EQ(number, prandom_u32_state(&b));
		same += number == prandom_u32_state(&c);
	}
	EXPECT_LE(same, 1u);
}

/* The generator follows the published recurrence of xoshiro128**. */
TEST(prandom_u32_state_recurrence)
{
	struct rnd_state state = { .s = { 1, 2, 3, 4 } };
	static const u32 expected[] = { 11520, 0, 5927040, 70819200 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(expected); i++)
		EXPECT_EQ(prandom_u32_state(&state), expected[i]);
}

/* Seeding spreads the seed by the published function splitmix64. */
TEST(prandom_seed_state_splitmix)
{
	struct rnd_state state;

	/* The first two numbers of splitmix64 from 0: e220a8397b1dcdaf, 6e789e6aa1b965f4. */
	prandom_seed_state(&state, 0);
	EXPECT_EQ(state.s[0], 0x7b1dcdafu);
	EXPECT_EQ(state.s[1], 0xe220a839u);
	EXPECT_EQ(state.s[2], 0xa1b965f4u);
	EXPECT_EQ(state.s[3], 0x6e789e6au | 1);
}

/* The global generator repeats from its seed too. */
TEST(random_seed_repeats)
{
	u64 first, second;

	random_seed(5);
	first = get_random_u64();
	second = get_random_u64();
	EXPECT_NE(first, second);
	random_seed(6);
	EXPECT_NE(get_random_u64(), first);
	random_seed(5);
	EXPECT_EQ(get_random_u64(), first);
	EXPECT_EQ(get_random_u32(), (u32)(second >> 32));
	random_seed(test_seed());
}

/* Seed 0 is a seed like any other: the state never becomes all zeros. */
TEST(prandom_seed_state_zero)
{
	struct rnd_state state;
	u32 all = 0;
	unsigned int i;

	prandom_seed_state(&state, 0);
	EXPECT_NE(state.s[0] | state.s[1] | state.s[2] | state.s[3], 0u);
	for (i = 0; i < 64; i++)
		all |= prandom_u32_state(&state);
	EXPECT_EQ(all, U32_MAX);
}

/* Numbers stay below their limit, reach all values, and a limit of 1 or 0 leaves only 0. */
TEST(prandom_below_limits)
{
	struct rnd_state state;
	unsigned int counts[10] = { 0 };
	unsigned int i;

	prandom_seed_state(&state, test_seed());
	for (i = 0; i < 10000; i++) {
		u32 number = prandom_u32_below_state(&state, 10);

		ASSERT_LT(number, 10u);
		counts[number]++;
	}
	/* 1000 each, with a deviation of 30: six of them either way never happen. */
	for (i = 0; i < 10; i++) {
		EXPECT_GT(counts[i], 820u);
		EXPECT_LT(counts[i], 1180u);
	}
	EXPECT_EQ(prandom_u32_below_state(&state, 1), 0u);
	EXPECT_EQ(prandom_u32_below_state(&state, 0), 0u);
	for (i = 0; i < 1000; i++)
		ASSERT_LT(prandom_u32_below_state(&state, 0xc0000000), 0xc0000000);
}

/* With a limit of 3/4 of the range, each third comes equally often: no value is favoured. */
TEST(get_random_u32_below_unbiased)
{
	unsigned int counts[3] = { 0 };
	unsigned int i;

	for (i = 0; i < 9000; i++)
		counts[get_random_u32_below(0xc0000000) >> 30]++;
	/* 3000 each, with a deviation of 45. Taking the remainder would give one of them 4500. */
	for (i = 0; i < 3; i++) {
		EXPECT_GT(counts[i], 2700u);
		EXPECT_LT(counts[i], 3300u);
	}
}

/* Ranges include both ends, and may span everything. */
TEST(get_random_u32_inclusive_ends)
{
	unsigned int low = 0, high = 0, i;

	for (i = 0; i < 200; i++) {
		u32 number = get_random_u32_inclusive(5, 6);

		ASSERT_GE(number, 5u);
		ASSERT_LE(number, 6u);
		low += number == 5;
		high += number == 6;
		ASSERT_GT(get_random_u32_above(0xfffffff0), 0xfffffff0);
	}
	EXPECT_GT(low, 0u);
	EXPECT_GT(high, 0u);
	for (i = 0; i < 64; i++)
		low |= get_random_u32_inclusive(0, U32_MAX);
	EXPECT_EQ(low, U32_MAX);
	EXPECT_LT(prandom_u32_max(7), 7u);
}

/* Every length is filled, the tail too, and nothing behind it. */
TEST(get_random_bytes_every_length)
{
	u8 bytes[16], seen[16];
	unsigned int len, i, round;

	for (len = 0; len <= 12; len++) {
		memset(seen, 0, sizeof(seen));
		for (round = 0; round < 64; round++) {
			memset(bytes, 0, sizeof(bytes));
			get_random_bytes(bytes, len);
			for (i = 0; i < sizeof(bytes); i++)
				seen[i] |= bytes[i];
		}
		for (i = 0; i < sizeof(bytes); i++)
			ASSERT_EQ(seen[i], i < len ? 0xff : 0);
	}
}

/* prandom_bytes_state() gives the bytes of the numbers. */
TEST(prandom_bytes_state_matches_numbers)
{
	struct rnd_state a, b;
	u32 numbers[2];
	u8 bytes[7];

	prandom_seed_state(&a, 7);
	prandom_seed_state(&b, 7);
	prandom_bytes_state(&a, bytes, sizeof(bytes));
	numbers[0] = prandom_u32_state(&b);
	numbers[1] = prandom_u32_state(&b);
	EXPECT_MEMEQ(bytes, numbers, sizeof(bytes));
}
