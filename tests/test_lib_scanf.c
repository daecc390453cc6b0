// SPDX-License-Identifier: MIT
/* sscanf() and the numbers-on-a-command-line functions. */
#include <linux/bitmap.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(lib_scanf);

/* Numbers of each base, with signs and leading space. */
TEST(sscanf_numbers)
{
	int d = 0, i = 0;
	unsigned int u = 0, x = 0, o = 0;

	EXPECT_EQ(sscanf(" -12 +7 0x1F ff 17", "%d %u %i %x %o", &d, &u, &i, &x, &o), 5);
	EXPECT_EQ(d, -12);
	EXPECT_EQ(u, 7u);
	EXPECT_EQ(i, 0x1f);
	EXPECT_EQ(x, 0xffu);
	EXPECT_EQ(o, 15u);
	EXPECT_EQ(sscanf("0xdead", "%x", &x), 1);
	EXPECT_EQ(x, 0xdeadu);
}

/* The length says how many bytes are stored: the neighbours stay. */
TEST(sscanf_lengths)
{
	u8 bytes[3] = { 0xaa, 0xaa, 0xaa };
	u16 halves[3] = { 0xaaaa, 0xaaaa, 0xaaaa };
	unsigned long l = 0;
	unsigned long long ll = 0;
	size_t z = 0;

	EXPECT_EQ(sscanf("257", "%hhu", &bytes[1]), 1);
	EXPECT_MEMEQ(bytes, "\xaa\x01\xaa", 3);
	EXPECT_EQ(sscanf("4660", "%hu", &halves[1]), 1);
	EXPECT_EQ(halves[0], 0xaaaa);
	EXPECT_EQ(halves[1], 0x1234);
	EXPECT_EQ(halves[2], 0xaaaa);
	EXPECT_EQ(sscanf("fee00000 12345678901234567890 99", "%lx %llu %zu", &l, &ll, &z), 3);
	EXPECT_EQ(l, 0xfee00000ul);
	EXPECT_EQ(ll, 12345678901234567890ULL);
	EXPECT_EQ(z, (size_t)99);
}

/* A width splits digits that touch. */
TEST(sscanf_width)
{
	unsigned int year = 0, month = 0, day = 0;
	char word[4];

	EXPECT_EQ(sscanf("20240131", "%4u%2u%2u", &year, &month, &day), 3);
	EXPECT_EQ(year, 2024u);
	EXPECT_EQ(month, 1u);
	EXPECT_EQ(day, 31u);
	EXPECT_EQ(sscanf("abcdef", "%3s", word), 1);
	EXPECT_STREQ(word, "abc");
}

/* %s stops at white space, %c takes it, %[ takes what is in the set. */
TEST(sscanf_text)
{
	char a[8], b[8], c[2];

	EXPECT_EQ(sscanf("  one two", "%7s%c%7s", a, c, b), 3);
	EXPECT_STREQ(a, "one");
	EXPECT_EQ(c[0], ' ');
	EXPECT_STREQ(b, "two");
	EXPECT_EQ(sscanf("abc123]x", "%7[a-c]%7[]0-9]", a, b), 2);
	EXPECT_STREQ(a, "abc");
	EXPECT_STREQ(b, "123]");
	EXPECT_EQ(sscanf("key=val", "%7[^=]=%7s", a, b), 2);
	EXPECT_STREQ(a, "key");
	EXPECT_STREQ(b, "val");
	EXPECT_EQ(sscanf("^ba", "%7[^a]", a), 1);
	EXPECT_STREQ(a, "^b");
	EXPECT_EQ(sscanf("a-c]", "%7[a-]%7s", a, b), 2);
	EXPECT_STREQ(a, "a-");
	EXPECT_STREQ(b, "c]");
	strcpy(a, "key");
	EXPECT_EQ(sscanf("xyz", "%7[a-c]", a), 0);
	EXPECT_STREQ(a, "key");
}

/* Text must match; %n counts what was read and is no value; * stores nothing. */
TEST(sscanf_matching)
{
	int a = -1, b = -1, n = -1;

	EXPECT_EQ(sscanf("mem=12,34!", "mem=%d,%d%n", &a, &b, &n), 2);
	EXPECT_EQ(a, 12);
	EXPECT_EQ(b, 34);
	EXPECT_EQ(n, 9);
	EXPECT_EQ(sscanf("1 2 3", "%*d %d", &a), 1);
	EXPECT_EQ(a, 2);
	EXPECT_EQ(sscanf("7;8", "%d,%d", &a, &b), 1);
	EXPECT_EQ(a, 7);
	EXPECT_EQ(b, 34);
	EXPECT_EQ(sscanf("50%", "%d%%%n", &a, &n), 1);
	EXPECT_EQ(n, 3);
	EXPECT_EQ(sscanf("", "%d", &a), 0);
	EXPECT_EQ(sscanf("-", "%d", &a), 0);
	EXPECT_EQ(a, 50);
}

static int scan(const char *s, const char *fmt, ...)
{
	va_list args;
	int ret;

	va_start(args, fmt);
	ret = vsscanf(s, fmt, args);
	va_end(args);
	return ret;
}

/* A directive that does not exist ends the reading, as does a set without an end in the format. */
TEST(sscanf_malformed_format)
{
	int a = 0, b = 77;
	char word[8] = "";

	EXPECT_EQ(scan("1 2 3", "%d %y%d", &a, &b, &b), 1);
	EXPECT_EQ(a, 1);
	EXPECT_EQ(b, 77);
	EXPECT_EQ(scan("5", "%d%", &a), 1);
	EXPECT_EQ(a, 5);
	EXPECT_EQ(scan("abcd", "%7[a-c", word), 1);
	EXPECT_STREQ(word, "abc");
	EXPECT_EQ(scan("abcd", "%7[", word), 0);
}

/* Units multiply by powers of 1024; without digits nothing is used up. */
TEST(memparse_units)
{
	static const struct {
		const char *text;
		u64 size;
		size_t used;
	} cases[] = {
		{ "0", 0, 1 },
		{ "64k", 64ULL << 10, 3 },
		{ "64K", 64ULL << 10, 3 },
		{ "3M@16M", 3ULL << 20, 2 },
		{ "2g", 2ULL << 30, 2 },
		{ "1T", 1ULL << 40, 2 },
		{ "1P", 1ULL << 50, 2 },
		{ "1E", 1ULL << 60, 2 },
		{ "0x10M", 16ULL << 20, 5 },
		{ "010", 8, 3 },
		{ "12kB", 12ULL << 10, 3 },
		{ "12b", 12, 2 },
		{ "M", 0, 0 },
		{ "", 0, 0 },
	};
	unsigned int i;
	char *end;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		EXPECT_EQ(memparse(cases[i].text, &end), cases[i].size);
		EXPECT_EQ((size_t)(end - cases[i].text), cases[i].used);
	}
	EXPECT_EQ(memparse("5k", NULL), 5120ULL);
}

/* get_option() tells what follows the number; get_options() expands ranges and keeps to its room.
 */
TEST(get_options_ranges)
{
	int ints[6];
	char list[] = "5,-7";
	char *pos = list;
	const char *text;
	int value;

	EXPECT_EQ(get_option(&pos, &value), 2);
	EXPECT_EQ(value, 5);
	EXPECT_EQ(get_option(&pos, &value), 1);
	EXPECT_EQ(value, -7);
	EXPECT_EQ(get_option(&pos, &value), 0);

	text = "1,4-6,9 rest";
	EXPECT_STREQ(get_options(text, 6, ints), " rest");
	EXPECT_EQ(ints[0], 5);
	EXPECT_EQ(ints[1], 1);
	EXPECT_EQ(ints[2], 4);
	EXPECT_EQ(ints[4], 6);
	EXPECT_EQ(ints[5], 9);

	EXPECT_STREQ(get_options("3,", 6, ints), "");
	EXPECT_EQ(ints[0], 1);
	EXPECT_STREQ(get_options("3,,4", 6, ints), ",4");
	EXPECT_EQ(ints[0], 1);
	EXPECT_STREQ(get_options("3-x", 6, ints), "x");
	EXPECT_STREQ(get_options("x", 6, ints), "x");
	EXPECT_EQ(ints[0], 0);

	/* Two fit here: what follows is left to the caller, who sees where reading stopped. */
	EXPECT_STREQ(get_options("1,2,3", 3, ints), "3");
	EXPECT_EQ(ints[0], 2);
	ints[3] = 77;
	get_options("1-9", 3, ints);
	EXPECT_EQ(ints[0], 2);
	EXPECT_EQ(ints[3], 77);
}

/* Lists of bits and ranges; what is not in the map or no list is refused. */
TEST(bitmap_parselist_forms)
{
	DECLARE_BITMAP(map, 40);
	char text[40];

	EXPECT_EQ(bitmap_parselist("0-3, 8,39", map, 40), 0);
	snprintf(text, sizeof(text), "%*pbl", 40, map);
	EXPECT_STREQ(text, "0-3,8,39");
	EXPECT_EQ(bitmap_parselist("", map, 40), 0);
	EXPECT_TRUE(bitmap_empty(map, 40));
	EXPECT_EQ(bitmap_parselist("40", map, 40), -ERANGE);
	EXPECT_EQ(bitmap_parselist("3-40", map, 40), -ERANGE);
	EXPECT_EQ(bitmap_parselist("3-1", map, 40), -EINVAL);
	EXPECT_EQ(bitmap_parselist("x", map, 40), -EINVAL);
	EXPECT_EQ(bitmap_parselist("1-", map, 40), -EINVAL);
	EXPECT_EQ(bitmap_parselist("1 2", map, 40), -EINVAL);
}
