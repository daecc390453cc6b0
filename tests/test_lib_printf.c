// SPDX-License-Identifier: MIT
/*
 * vsnprintf() and its family. Every expectation is checked with every size of buffer, from none
 * to more than enough: text, end, return value, and that nothing is written beyond.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(lib_printf);

#define GUARD 0x7e

static char buf[512];

/* The buffer holds the first size - 1 characters, their end, and the guard from there on. */
static bool buffer_is(const char *expected, size_t len, size_t size)
{
	size_t kept = size ? min(len, size - 1) : 0;

	if (memcmp(buf, expected, kept) != 0)
		return false;
	if (size && buf[kept] != '\0')
		return false;
	kept += size ? 1 : 0;
	return !memchr_inv(buf + kept, GUARD, sizeof(buf) - kept);
}

/* Without the format attribute: the compiler would object to combinations that C99 allows. */
static void check(const char *expected, const char *fmt, ...)
{
	size_t len = strlen(expected);
	size_t size;
	va_list args;
	int ret;

	ASSERT_LT(len + 2, sizeof(buf));
	for (size = 0; size <= len + 2; size++) {
		memset(buf, GUARD, sizeof(buf));
		va_start(args, fmt);
		ret = vsnprintf(buf, size, fmt, args);
		va_end(args);
		if (ret == (int)len && buffer_is(expected, len, size))
			continue;
		FAIL("\"%s\" with size %zu: returned %d, expected %zu", fmt, size, ret, len);
		buf[sizeof(buf) - 1] = '\0';
		if (size)
			EXPECT_STREQ(buf, expected);
		return;
	}
	EXPECT_EQ(ret, (int)len);
}

/* Text without conversions is copied, and %% is one percent sign. */
TEST(text_is_copied)
{
	check("", "");
	check("plain", "plain");
	check("%", "%%");
	check("100% a%b%%", "100%% a%%b%%%%");
}

/* %d and %i print signed numbers of each length, the least one included. */
TEST(signed_of_every_length)
{
	check("0", "%d", 0);
	check("-1", "%i", -1);
	check("2147483647", "%d", INT_MAX);
	check("-2147483648", "%d", INT_MIN);
	check("-2147483648", "%ld", LONG_MIN);
	check("9223372036854775807", "%lld", LLONG_MAX);
	check("-9223372036854775808", "%lld", LLONG_MIN);
	check("-5", "%Ld", -5LL);
	check("-5", "%qd", -5LL);
	check("-6", "%jd", -6LL);
	check("-7", "%zd", (ssize_t)-7);
	check("-8", "%td", (ptrdiff_t)-8);
	check("-1", "%hhd", 255);
	check("127", "%hhd", 0x17f);
	check("-32768", "%hd", 0x18000);
}

/* %u, %x, %X and %o print unsigned numbers of each length. */
TEST(unsigned_of_every_length)
{
	check("4294967295", "%u", UINT_MAX);
	check("4294967295", "%lu", ULONG_MAX);
	check("18446744073709551615", "%llu", ULLONG_MAX);
	check("10000000000000000000", "%llu", 10000000000000000000ULL);
	check("255", "%hhu", -1);
	check("65535", "%hu", -1);
	check("4294967295", "%zu", SIZE_MAX);
	check("4294967294", "%Zu", SIZE_MAX - 1);
	check("deadbeef", "%x", 0xdeadbeef);
	check("DEADBEEF", "%X", 0xdeadbeef);
	check("fedcba9876543210", "%llx", 0xfedcba9876543210ULL);
	check("37777777777", "%o", UINT_MAX);
	check("1777777777777777777777", "%llo", ULLONG_MAX);
	check("0 0 0", "%u %x %o", 0, 0, 0);
}

/* The width is a minimum; the flag - moves the padding to the right side. */
TEST(width_pads)
{
	check("    7|7    |12345", "%5d|%-5d|%2d", 7, 7, 12345);
	check("    7|7    ", "%*d|%*d", 5, 7, -5, 7);
	check("   ab|ab   |abc", "%5s|%-5s|%1s", "ab", "ab", "abc");
	check("    x|x    ", "%5c|%-5c", 'x', 'x');
	check("              c0ffee", "%20x", 0xc0ffee);
}

/* The flag 0 pads with zeros behind the sign, unless - or a precision is given. */
TEST(zero_flag)
{
	check("00042|-0042|+0042", "%05d|%05d|%+05d", 42, -42, 42);
	check("42   |   042", "%-05d|%06.3d", 42, 42);
	check("0x00002a|00002a", "%#08x|%06x", 42, 42);
	check(" 0042", "% 05d", 42);
}

/* + wins over space; both are for signed conversions only. */
TEST(sign_flags)
{
	check("+1 -1 +0", "%+d %+d %+d", 1, -1, 0);
	check(" 1|-1| 0", "% d|% d|% d", 1, -1, 0);
	check("+1", "% +d", 1);
	check("1 f", "%+u % x", 1, 15);
}

/* # adds 0x to nonzero hexadecimals and makes octals start with a 0. */
TEST(alternate_flag)
{
	check("0xff 0XFF 0", "%#x %#X %#x", 255, 255, 0);
	check("017 0", "%#o %#o", 15, 0);
	check("017", "%#.2o", 15);
	check("0x00ff", "%#.4x", 255);
	check("  0xff|0xff  ", "%#6x|%-#6x", 255, 255);
}

/* The precision is the least number of digits; 0 with the value 0 prints none. */
TEST(precision_of_numbers)
{
	check("007 -007", "%.3d %.3d", 7, -7);
	check("[]", "[%.0d]", 0);
	check("[]", "[%.d]", 0);
	check("[    ]", "[%4.0x]", 0);
	check("[0]", "[%#.0o]", 0);
	check("  007|007  ", "%5.3d|%-5.3d", 7, 7);
	check("0007", "%.*d", 4, 7);
	check("7", "%.*d", -4, 7);
	check("00000000000000000000000000000000000000000000000001", "%.50d", 1);
}

/* The precision of a string is the most that is looked at, even without an end. */
TEST(precision_of_strings)
{
	static const char open[3] __nonstring = { 'a', 'b', 'c' };

	check("abc", "%.3s", open);
	check("ab", "%.2s", "abc");
	check("", "%.0s", "abc");
	check("", "%.s", "abc");
	check("abc", "%.10s", "abc");
	check("  ab", "%4.2s", "abc");
	check("abc", "%.*s", 3, open);
	check("abc", "%.*s", -1, "abc");
}

/* A NULL string has a name, and a pointer that cannot be one is not followed. */
TEST(bad_strings)
{
	check("(null)", "%s", NULL);
	check("  (null)", "%8s", NULL);
	check("(bad pointer)", "%s", (char *)1);
	check("(bad pointer)", "%s", (char *)4095);
	check("(bad pointer)", "%s", (char *)-12);
}

/* A NUL printed by %c is part of the text. */
TEST(char_nul)
{
	memset(buf, GUARD, sizeof(buf));
	EXPECT_EQ(snprintf(buf, sizeof(buf), "a%cb", 0), 3);
	EXPECT_MEMEQ(buf, "a\0b\0", 4);
	EXPECT_EQ(buf[4], GUARD);
}

/* What is no conversion is printed as it stands, with all that follows: %n is one of those. */
TEST(unknown_conversion_ends_interpretation)
{
	int untouched = 42;

	check("5 %n %d", "%d %n %d", 5, &untouched, 6);
	EXPECT_EQ(untouched, 42);
	check("%k %d", "%k %d", 1);
	check("5%-08.3lly!", "%d%-08.3lly!", 5);
	check("5%", "%d%", 5);
	check("%5.", "%5.");
	check("%f", "%f", 1, 2);
}

static int print(size_t size, const char *fmt, ...)
{
	va_list args;
	int ret;

	memset(buf, GUARD, sizeof(buf));
	va_start(args, fmt);
	ret = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return ret;
}

/* Absurd widths and precisions neither overflow nor write out of bounds. */
TEST(huge_width_saturates)
{
	EXPECT_EQ(print(8, "%*d", 1000, 1), 1000);
	EXPECT_STREQ(buf, "       ");
	EXPECT_EQ(buf[8], GUARD);
	EXPECT_GE(print(8, "%2147483647d%2147483647d", 1, 1), INT_MAX - 1);
	EXPECT_GE(print(8, "%99999999999999999999d", 1), INT_MAX - 1);
	EXPECT_EQ(print(8, "%*d", INT_MIN, 1), INT_MAX);
	EXPECT_STREQ(buf, "1      ");
	EXPECT_EQ(print(8, "%.*d", INT_MAX, 1), INT_MAX);
	EXPECT_STREQ(buf, "0000000");
	EXPECT_EQ(buf[8], GUARD);
	EXPECT_EQ(print(8, "%-*.*d|%s", INT_MAX, INT_MAX, -1, "abc"), INT_MAX);
	EXPECT_STREQ(buf, "-000000");
	EXPECT_EQ(buf[8], GUARD);
}

/* scnprintf() answers what is in the buffer, not what would have been. */
TEST(scnprintf_counts_what_fits)
{
	EXPECT_EQ(scnprintf(buf, 4, "%s", "abcdef"), 3);
	EXPECT_STREQ(buf, "abc");
	EXPECT_EQ(scnprintf(buf, 4, "%s", "abc"), 3);
	EXPECT_EQ(scnprintf(buf, 5, "%s", "abc"), 3);
	EXPECT_EQ(scnprintf(buf, 1, "%s", "abc"), 0);
	EXPECT_STREQ(buf, "");
	buf[0] = 'x';
	EXPECT_EQ(scnprintf(buf, 0, "%s", "abc"), 0);
	EXPECT_EQ(buf[0], 'x');
	EXPECT_EQ(scnprintf(NULL, 0, "%s", "abc"), 0);
}

/* sprintf() takes no size. */
TEST(sprintf_writes_all)
{
	EXPECT_EQ(sprintf(buf, "%s-%d", "abc", 17), 6);
	EXPECT_STREQ(buf, "abc-17");
	EXPECT_EQ(snprintf(NULL, 0, "%s-%d", "abc", 17), 6);
}

/* A size that is a negative number is reported, and nothing is written. */
TEST(vsnprintf_negative_size)
{
	int ret;
	size_t size = (size_t)-1;

	OPTIMIZER_HIDE_VAR(size);
	buf[0] = GUARD;
	test_capture_start();
	ret = snprintf(buf, size, "abc");
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_EQ(ret, 0);
	EXPECT_EQ(buf[0], GUARD);
}

/* A number printed in decimal is read back as the same, for numbers of all magnitudes. */
TEST(decimal_round_trip)
{
	unsigned int i;

	for (i = 0; i < 2000; i++) {
		u64 value = ((u64)test_rand() << 32 | test_rand()) >> test_rand_below(64);
		s64 negative = -(s64)(value >> 1);
		unsigned long long back;
		long long negative_back;

		snprintf(buf, sizeof(buf), "%llu", value);
		ASSERT_EQ(kstrtoull(buf, 10, &back), 0);
		ASSERT_EQ(back, value);
		snprintf(buf, sizeof(buf), "%lld", negative);
		ASSERT_EQ(kstrtoll(buf, 10, &negative_back), 0);
		ASSERT_EQ(negative_back, negative);
		snprintf(buf, sizeof(buf), "%#llx", value);
		ASSERT_EQ(kstrtoull(buf, 0, &back), 0);
		ASSERT_EQ(back, value);
		snprintf(buf, sizeof(buf), "%#llo", value);
		ASSERT_EQ(kstrtoull(buf, 0, &back), 0);
		ASSERT_EQ(back, value);
	}
}
