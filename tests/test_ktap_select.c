// SPDX-License-Identifier: MIT
/* The test framework: the register of tests, the patterns that select, the random numbers. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/selftest.h>
#include <quarry/test.h>
#include "ktap.h"

TEST_SUITE(ktap_select);

/* ---- the registered tests ------------------------------------------------------------------ */

/* Every registered suite has cases and a name that no other has. */
TEST(registered_suites)
{
	const struct test_suite *suite;
	unsigned int n;

	for (n = 0; (suite = ktap_nth_suite(n)); n++) {
		if (!ktap_count_cases(suite))
			FAIL("suite %s has no cases", suite->name);
		if (ktap_count_suites(suite->name) != 1)
			FAIL("more than one suite is called %s", suite->name);
	}
	EXPECT_GT(n, 0);
}

/* ---- patterns ------------------------------------------------------------------------------ */

/* A pattern without * and ? matches itself only. */
TEST(glob_match_plain)
{
	EXPECT_TRUE(glob_match("abc", "abc"));
	EXPECT_FALSE(glob_match("abc", "abcd"));
	EXPECT_FALSE(glob_match("abcd", "abc"));
	EXPECT_FALSE(glob_match("abc", ""));
	EXPECT_TRUE(glob_match("", ""));
	EXPECT_FALSE(glob_match("", "a"));
}

/* ? is one character, * is any number of them, several * backtrack. */
TEST(glob_match_wild)
{
	EXPECT_TRUE(glob_match("?", "a"));
	EXPECT_FALSE(glob_match("?", ""));
	EXPECT_FALSE(glob_match("?", "ab"));
	EXPECT_TRUE(glob_match("*", ""));
	EXPECT_TRUE(glob_match("*", "anything.at_all"));
	EXPECT_TRUE(glob_match("a*c", "ac"));
	EXPECT_TRUE(glob_match("a*c", "abcabc"));
	EXPECT_FALSE(glob_match("a*c", "abcab"));
	EXPECT_TRUE(glob_match("*ab*ab*", "xabyabz"));
	EXPECT_FALSE(glob_match("*ab*ab*", "xabyaz"));
	EXPECT_TRUE(glob_match("a**b", "ab"));
	EXPECT_TRUE(glob_match("*.free_*", "page_alloc.free_twice"));
}

/* ---- random numbers ------------------------------------------------------------------------ */

static char output[512];
static struct ktap_totals totals;
static u32 drawn[4];

static void draw(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(drawn); i++)
		drawn[i] = test_rand();
	EXPECT_TRUE(1);
}

static void try_drawing(const char *name, u32 seed, u32 *numbers)
{
	const struct test_case c = { .name = name, .run = draw };
	const struct test_suite suite = { .name = "inner", .cases = &c, .nr_cases = 1 };

	ktap_try_suite(&suite, "*", seed, output, sizeof(output), &totals);
	memcpy(numbers, drawn, sizeof(drawn));
}

/* The same seed and case give the same numbers; another seed or case gives others. */
TEST(test_rand_repeats)
{
	u32 first[4], again[4], other_case[4], other_seed[4];

	try_drawing("a", 1, first);
	try_drawing("a", 1, again);
	try_drawing("b", 1, other_case);
	try_drawing("a", 2, other_seed);
	EXPECT_MEMEQ(first, again, sizeof(first));
	EXPECT_NE(memcmp(first, other_case, sizeof(first)), 0);
	EXPECT_NE(memcmp(first, other_seed, sizeof(first)), 0);
}

/* test_rand_below() stays below its limit and reaches every number of a small range. */
TEST(test_rand_below_range)
{
	unsigned int hits[5] = { 0 };
	int i;

	for (i = 0; i < 1000; i++) {
		u32 n = test_rand_below(5);

		ASSERT_LT(n, 5);
		hits[n]++;
	}
	for (i = 0; i < 5; i++)
		EXPECT_GT(hits[i], 100);
	EXPECT_EQ(test_rand_below(1), 0);
}
