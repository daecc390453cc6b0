// SPDX-License-Identifier: MIT
/* Numbers out of strings: values, ends, and which error. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(lib_kstrtox);

/* Values of 64 bits, in several bases, up to the largest. */
TEST(kstrtoull_values)
{
	static const struct {
		const char *text;
		unsigned int base;
		u64 value;
	} cases[] = {
		{ "0", 10, 0 },
		{ "18446744073709551615", 10, U64_MAX },
		{ "+18446744073709551615", 0, U64_MAX },
		{ "0xffffffffffffffff", 0, U64_MAX },
		{ "0XfFfF", 16, 0xffff },
		{ "ffff", 16, 0xffff },
		{ "01777777777777777777777", 0, U64_MAX },
		{ "017", 10, 17 },
		{ "1111", 2, 15 },
		{ "zz", 36, 35 * 36 + 35 },
		{ "0", 0, 0 },
		{ "000000000000000000000000000000000000000001", 10, 1 },
		{ "42\n", 10, 42 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned long long value = 77;

		EXPECT_EQ(kstrtoull(cases[i].text, cases[i].base, &value), 0);
		EXPECT_EQ(value, cases[i].value);
	}
}

/* What is no number is -EINVAL, and the result stays. */
TEST(kstrtoull_not_a_number)
{
	static const char *const cases[] = {
		"",
		"\n",
		" 1",
		"1 ",
		"-1",
		"--1",
		"+",
		"+-1",
		"++1",
		"x",
		"0x",
		"0xg",
		"1x",
		"1\n\n",
		"08",
		"1.5",
		"18446744073709551616x",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned long long value = 77;

		EXPECT_EQ(kstrtoull(cases[i], 0, &value), -EINVAL);
		EXPECT_EQ(value, 77ULL);
	}
}

/* One more than the largest, and numbers that wrap several times, are -ERANGE. */
TEST(kstrtoull_too_large)
{
	static const char *const cases[] = {
		"18446744073709551616",
		"18446744073709551625",
		"0x10000000000000000",
		"02000000000000000000000",
		"99999999999999999999999999999999999999\n",
		"36893488147419103232",
		"0xffffffffffffffffffffffffffffffff",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned long long value = 77;

		EXPECT_EQ(kstrtoull(cases[i], 0, &value), -ERANGE);
		EXPECT_EQ(value, 77ULL);
	}
}

/* Signed numbers reach to one further below zero than above. */
TEST(kstrtoll_limits)
{
	long long value = 77;

	EXPECT_EQ(kstrtoll("9223372036854775807", 10, &value), 0);
	EXPECT_EQ(value, LLONG_MAX);
	EXPECT_EQ(kstrtoll("-9223372036854775808", 10, &value), 0);
	EXPECT_EQ(value, LLONG_MIN);
	value = 77;
	EXPECT_EQ(kstrtoll("9223372036854775808", 10, &value), -ERANGE);
	EXPECT_EQ(kstrtoll("-9223372036854775809", 10, &value), -ERANGE);
	EXPECT_EQ(kstrtoll("18446744073709551616", 10, &value), -ERANGE);
	EXPECT_EQ(kstrtoll("-", 10, &value), -EINVAL);
	EXPECT_EQ(kstrtoll("-+1", 10, &value), -EINVAL);
	EXPECT_EQ(value, 77);
	EXPECT_EQ(kstrtoll("-0x10", 0, &value), 0);
	EXPECT_EQ(value, -16);
}

/* func(text): 0 with this value, or an error with the result untouched. */
#define CHECK_NARROW(func, type, text, err, expected)                                              \
	do {                                                                                       \
		type __value = 77;                                                                 \
                                                                                                   \
		EXPECT_EQ(func(text, 0, &__value), err);                                           \
		EXPECT_EQ(__value, (type)((err) ? 77 : (expected)));                               \
	} while (0)

/* Each narrower type takes its limits and refuses what is one beyond. */
TEST(kstrto_narrow_limits)
{
	CHECK_NARROW(kstrtouint, unsigned int, "4294967295", 0, UINT_MAX);
	CHECK_NARROW(kstrtouint, unsigned int, "4294967296", -ERANGE, 0);
	CHECK_NARROW(kstrtouint, unsigned int, "-0", -EINVAL, 0);
	CHECK_NARROW(kstrtoint, int, "2147483647", 0, INT_MAX);
	CHECK_NARROW(kstrtoint, int, "2147483648", -ERANGE, 0);
	CHECK_NARROW(kstrtoint, int, "-2147483648", 0, INT_MIN);
	CHECK_NARROW(kstrtoint, int, "-2147483649", -ERANGE, 0);
	CHECK_NARROW(kstrtoint, int, "-0", 0, 0);
	CHECK_NARROW(kstrtoul, unsigned long, "0xffffffff", 0, ULONG_MAX);
	CHECK_NARROW(kstrtoul, unsigned long, "0x100000000", -ERANGE, 0);
	CHECK_NARROW(kstrtol, long, "-0x80000000", 0, LONG_MIN);
	CHECK_NARROW(kstrtol, long, "0x80000000", -ERANGE, 0);
	CHECK_NARROW(kstrtou16, u16, "65535", 0, 65535);
	CHECK_NARROW(kstrtou16, u16, "65536", -ERANGE, 0);
	CHECK_NARROW(kstrtos16, s16, "-32768", 0, -32768);
	CHECK_NARROW(kstrtos16, s16, "32768", -ERANGE, 0);
	CHECK_NARROW(kstrtou8, u8, "0377", 0, 255);
	CHECK_NARROW(kstrtou8, u8, "256", -ERANGE, 0);
	CHECK_NARROW(kstrtos8, s8, "-128", 0, -128);
	CHECK_NARROW(kstrtos8, s8, "-129", -ERANGE, 0);
	CHECK_NARROW(kstrtos8, s8, "127", 0, 127);
	CHECK_NARROW(kstrtos8, s8, "128", -ERANGE, 0);
}

/* Every number from 1 below to 1 above the edges of bytes, in both directions. */
TEST(kstrtos8_all)
{
	char text[16];
	int i;

	for (i = -300; i <= 300; i++) {
		bool fits = i >= S8_MIN && i <= S8_MAX;
		s8 value = 77;

		snprintf(text, sizeof(text), "%d", i);
		ASSERT_EQ(kstrtos8(text, 10, &value), fits ? 0 : -ERANGE);
		ASSERT_EQ(value, fits ? i : 77);
	}
}

/* Words for yes and no, by how they begin. */
TEST(kstrtobool_words)
{
	static const char *const yes[] = { "y", "Yes", "1", "on", "ON", "true", "1\n" };
	static const char *const no[] = { "n", "No", "0", "off", "Off", "False" };
	static const char *const neither[] = { "", "o", "2", "x", "-1", " y" };
	unsigned int i;
	bool value;

	for (i = 0; i < ARRAY_SIZE(yes); i++) {
		value = false;
		EXPECT_EQ(kstrtobool(yes[i], &value), 0);
		EXPECT_TRUE(value);
	}
	for (i = 0; i < ARRAY_SIZE(no); i++) {
		value = true;
		EXPECT_EQ(kstrtobool(no[i], &value), 0);
		EXPECT_FALSE(value);
	}
	for (i = 0; i < ARRAY_SIZE(neither); i++)
		EXPECT_EQ(kstrtobool(neither[i], &value), -EINVAL);
	EXPECT_EQ(kstrtobool(NULL, &value), -EINVAL);
}

/* The lenient family stops at the first character that is no digit of the base. */
TEST(simple_strto_stops)
{
	const char *text = "0x1fg";
	char *end;

	EXPECT_EQ(simple_strtoul(text, &end, 0), 0x1ful);
	EXPECT_PTR_EQ(end, text + 4);
	EXPECT_EQ(simple_strtoul("129", &end, 8), 10ul);
	EXPECT_EQ(*end, '9');
	EXPECT_EQ(simple_strtol("-42,", &end, 10), -42L);
	EXPECT_EQ(*end, ',');
	EXPECT_EQ(simple_strtoll("-9223372036854775808", NULL, 10), LLONG_MIN);
	EXPECT_EQ(simple_strtoull("0x", &end, 0), 0ULL);
	EXPECT_EQ(*end, 'x');
	text = "none";
	EXPECT_EQ(simple_strtoul(text, &end, 10), 0ul);
	EXPECT_PTR_EQ(end, text);
}
