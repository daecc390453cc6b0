// SPDX-License-Identifier: MIT
/* Functions on strings, and on memory that they are made of. */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(lib_string);

static char buf[64];

static int sign(int x)
{
	return (x > 0) - (x < 0);
}

/* Lengths count up to the end, and strnlen() looks no further than it may. */
TEST(strlen_and_strnlen)
{
	static const char open[4] __nonstring = { 'a', 'b', 'c', 'd' };
	unsigned int i;

	memset(buf, 'x', sizeof(buf));
	for (i = sizeof(buf); i-- > 0;) {
		buf[i] = '\0';
		ASSERT_EQ(strlen(buf), i);
	}
	EXPECT_EQ(strnlen(open, 4), 4u);
	EXPECT_EQ(strnlen("ab", 4), 2u);
	EXPECT_EQ(strnlen("ab", 0), 0u);
}

/* strscpy() terminates always and says when something is missing. */
TEST(strscpy_every_size)
{
	static const char text[] = "abcdef";
	size_t size;

	for (size = 0; size < 10; size++) {
		size_t kept = size ? min(size - 1, (size_t)6) : 0;

		memset(buf, '#', sizeof(buf));
		EXPECT_EQ(strscpy(buf, text, size), size > 6 ? 6 : -E2BIG);
		EXPECT_EQ(memcmp(buf, text, kept), 0);
		if (size)
			EXPECT_EQ(buf[kept], '\0');
		kept += size ? 1 : 0;
		EXPECT_NULL(memchr_inv(buf + kept, '#', sizeof(buf) - kept));
	}
}

/* strscpy() reads no byte behind the part that it copies. */
TEST(strscpy_reads_only_what_it_copies)
{
	static const char open[3] __nonstring = { 'a', 'b', 'c' };

	EXPECT_EQ(strscpy(buf, open, 3), -E2BIG);
	EXPECT_STREQ(buf, "ab");
}

/* strlcpy() and strlcat() answer the length that would have been. */
TEST(strlcpy_and_strlcat)
{
	EXPECT_EQ(strlcpy(buf, "abcdef", 4), 6u);
	EXPECT_STREQ(buf, "abc");
	EXPECT_EQ(strlcpy(buf, "abc", 4), 3u);
	EXPECT_STREQ(buf, "abc");
	buf[0] = 'z';
	EXPECT_EQ(strlcpy(buf, "abc", 0), 3u);
	EXPECT_EQ(buf[0], 'z');

	strcpy(buf, "ab");
	EXPECT_EQ(strlcat(buf, "cd", sizeof(buf)), 4u);
	EXPECT_STREQ(buf, "abcd");
	EXPECT_EQ(strlcat(buf, "efgh", 7), 8u);
	EXPECT_STREQ(buf, "abcdef");
	EXPECT_EQ(strlcat(buf, "x", 3), 4u);
	EXPECT_STREQ(buf, "abcdef");
}

/* strncpy() fills the whole field; strscpy_pad() too, and terminates. */
TEST(strncpy_fills_field)
{
	memset(buf, '#', sizeof(buf));
	EXPECT_PTR_EQ(strncpy(buf, "ab", 5), buf);
	EXPECT_MEMEQ(buf, "ab\0\0\0#", 6);
	memset(buf, '#', sizeof(buf));
	strncpy(buf, "abcdef", 3);
	EXPECT_MEMEQ(buf, "abc#", 4);
	memset(buf, '#', sizeof(buf));
	EXPECT_EQ(strscpy_pad(buf, "ab", 5), 2);
	EXPECT_MEMEQ(buf, "ab\0\0\0#", 6);
}

/* Appending starts at the end, and stpcpy() answers where it is. */
TEST(strcat_family)
{
	EXPECT_PTR_EQ(strcpy(buf, "ab"), buf);
	EXPECT_PTR_EQ(strcat(buf, "cd"), buf);
	EXPECT_PTR_EQ(strncat(buf, "efgh", 2), buf);
	EXPECT_STREQ(buf, "abcdef");
	EXPECT_PTR_EQ(strncat(buf, "g", 10), buf);
	EXPECT_STREQ(buf, "abcdefg");
	EXPECT_PTR_EQ(stpcpy(buf, "xyz"), buf + 3);
	EXPECT_STREQ(buf, "xyz");
	EXPECT_PTR_EQ(strreplace(buf, 'y', '-'), buf);
	EXPECT_STREQ(buf, "x-z");
}

/* Comparison is by unsigned bytes; a string is above its own beginning. */
TEST(strcmp_order)
{
	EXPECT_EQ(strcmp("abc", "abc"), 0);
	EXPECT_EQ(sign(strcmp("abc", "abd")), -1);
	EXPECT_EQ(sign(strcmp("abc", "ab")), 1);
	EXPECT_EQ(sign(strcmp("", "a")), -1);
	EXPECT_EQ(sign(strcmp("\xff", "a")), 1);
	EXPECT_EQ(strncmp("abcX", "abcY", 3), 0);
	EXPECT_EQ(sign(strncmp("abcX", "abcY", 4)), -1);
	EXPECT_EQ(strncmp("ab", "ab", 100), 0);
	EXPECT_EQ(strncmp("a", "b", 0), 0);
	EXPECT_EQ(strcasecmp("HeLLo", "hEllO"), 0);
	EXPECT_EQ(sign(strcasecmp("a", "B")), -1);
	EXPECT_EQ(sign(strcasecmp("_", "A")), -1);
	EXPECT_EQ(strncasecmp("ABCx", "abcY", 3), 0);
	EXPECT_EQ(sign(strncasecmp("ABCx", "abcY", 4)), -1);
}

/* A character is found at its first or last place; the end is a character too. */
TEST(strchr_family)
{
	const char *s = "abcabc";

	EXPECT_PTR_EQ(strchr(s, 'b'), s + 1);
	EXPECT_PTR_EQ(strrchr(s, 'b'), s + 4);
	EXPECT_PTR_EQ(strchr(s, '\0'), s + 6);
	EXPECT_PTR_EQ(strrchr(s, '\0'), s + 6);
	EXPECT_NULL(strchr(s, 'x'));
	EXPECT_NULL(strrchr(s, 'x'));
	EXPECT_PTR_EQ(strchrnul(s, 'x'), s + 6);
	EXPECT_PTR_EQ(strchrnul(s, 'c'), s + 2);
	EXPECT_PTR_EQ(strnchr(s, 3, 'c'), s + 2);
	EXPECT_NULL(strnchr(s, 2, 'c'));
	EXPECT_NULL(strnchr(s, 100, 'x'));
}

/* A string is found where it first is whole; the empty one is everywhere. */
TEST(strstr_family)
{
	const char *s = "aabaabaaa";

	EXPECT_PTR_EQ(strstr(s, "aabaaa"), s + 3);
	EXPECT_PTR_EQ(strstr(s, "b"), s + 2);
	EXPECT_PTR_EQ(strstr(s, ""), s);
	EXPECT_NULL(strstr(s, "bb"));
	EXPECT_NULL(strstr("a", "ab"));
	EXPECT_NULL(strstr("", "a"));
	EXPECT_PTR_EQ(strstr("", ""), "");
	EXPECT_PTR_EQ(strnstr(s, "baa", 5), s + 2);
	EXPECT_NULL(strnstr(s, "baa", 4));
	EXPECT_NULL(strnstr("ab", "abc", 10));
	EXPECT_PTR_EQ(strnstr(s, "", 0), s);
}

/* Spans, and cutting into tokens with empty ones between neighbouring delimiters. */
TEST(strsep_tokens)
{
	char text[] = "a,b;;c";
	char *rest = text;

	EXPECT_EQ(strspn("aabbc", "ab"), 4u);
	EXPECT_EQ(strspn("abc", ""), 0u);
	EXPECT_EQ(strcspn("aabbc", "cb"), 2u);
	EXPECT_EQ(strcspn("abc", "x"), 3u);
	EXPECT_NULL(strpbrk("abc", "xyz"));
	EXPECT_STREQ(strpbrk("abc", "zc"), "c");

	EXPECT_STREQ(strsep(&rest, ",;"), "a");
	EXPECT_STREQ(strsep(&rest, ",;"), "b");
	EXPECT_STREQ(strsep(&rest, ",;"), "");
	EXPECT_STREQ(strsep(&rest, ",;"), "c");
	EXPECT_NULL(rest);
	EXPECT_NULL(strsep(&rest, ",;"));
}

/* White space goes from both ends, and all of it when there is nothing else. */
TEST(strim_ends)
{
	strcpy(buf, " \t a b\n\v\f\r ");
	EXPECT_STREQ(strim(buf), "a b");
	strcpy(buf, "   ");
	EXPECT_STREQ(strim(buf), "");
	strcpy(buf, "");
	EXPECT_STREQ(strstrip(buf), "");
	EXPECT_STREQ(skip_spaces("  x "), "x ");
}

/* One newline at the end makes no difference. */
TEST(sysfs_streq_newline)
{
	EXPECT_TRUE(sysfs_streq("a", "a"));
	EXPECT_TRUE(sysfs_streq("a\n", "a"));
	EXPECT_TRUE(sysfs_streq("a", "a\n"));
	EXPECT_TRUE(sysfs_streq("", "\n"));
	EXPECT_FALSE(sysfs_streq("a\n\n", "a"));
	EXPECT_FALSE(sysfs_streq("a", "ab"));
	EXPECT_FALSE(sysfs_streq("a\nb", "a"));
}

/* Tables end with their count or with NULL. */
TEST(match_string_tables)
{
	static const char *const table[] = { "one", "two", NULL, "four" };

	EXPECT_EQ(match_string(table, 4, "two"), 1);
	EXPECT_EQ(match_string(table, 1, "two"), -EINVAL);
	EXPECT_EQ(match_string(table, (size_t)-1, "four"), -EINVAL);
	EXPECT_EQ(match_string(table, 4, "two\n"), -EINVAL);
	EXPECT_EQ(sysfs_match_string(table, "two\n"), 1);
	EXPECT_EQ(str_has_prefix("memmap=4M", "memmap="), 7u);
	EXPECT_EQ(str_has_prefix("mem", "memmap="), 0u);
	EXPECT_TRUE(strstarts("abc", "ab"));
	EXPECT_FALSE(strstarts("abc", "b"));
	EXPECT_STREQ(kbasename("mm/page.c"), "page.c");
	EXPECT_STREQ(kbasename("page.c"), "page.c");
}

/* The classes of every byte agree with the ranges of ASCII. */
TEST(ctype_all_bytes)
{
	int c;

	for (c = 0; c < 256; c++) {
		bool upper = c >= 'A' && c <= 'Z';
		bool lower = c >= 'a' && c <= 'z';
		bool digit = c >= '0' && c <= '9';

		ASSERT_EQ(isupper(c), upper);
		ASSERT_EQ(islower(c), lower);
		ASSERT_EQ(isdigit(c), digit);
		ASSERT_EQ(isalpha(c), upper || lower);
		ASSERT_EQ(isalnum((char)c), upper || lower || digit);
		ASSERT_EQ(isxdigit(c), digit || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'));
		ASSERT_EQ(isspace((char)c), c == ' ' || (c >= 9 && c <= 13));
		ASSERT_EQ(isprint(c), c >= 32 && c < 127);
		ASSERT_EQ(isgraph(c), c > 32 && c < 127);
		ASSERT_EQ(iscntrl(c), c < 32 || c == 127);
		ASSERT_EQ(ispunct(c), c > 32 && c < 127 && !upper && !lower && !digit);
		ASSERT_EQ(tolower(c), upper ? c + 32 : c);
		ASSERT_EQ(toupper(c), lower ? c - 32 : c);
	}
}

/* Hex digits and back; the first character that is none ends it. */
TEST(hex_round_trip)
{
	static const u8 bytes[] = { 0x00, 0x9a, 0xff, 0x10 };
	u8 back[4];

	*bin2hex(buf, bytes, 4) = '\0';
	EXPECT_STREQ(buf, "009aff10");
	EXPECT_EQ(hex2bin(back, "009aFF10", 4), 0);
	EXPECT_MEMEQ(back, bytes, 4);
	EXPECT_EQ(hex2bin(back, "0g", 1), -EINVAL);
	EXPECT_EQ(hex2bin(back, "g0", 1), -EINVAL);
	EXPECT_EQ(hex2bin(back, "0", 1), -EINVAL);
	EXPECT_EQ(hex_to_bin('G'), -1);
}

/* A line of a dump: groups, and characters in their column. */
TEST(hex_dump_line)
{
	static const u8 bytes[] = { 'A', 'b', 0, 0xff, 1, 2, 3, 4 };
	char line[131];
	int len;

	EXPECT_EQ(hex_dump_to_buffer(bytes, 8, 16, 1, line, sizeof(line), false), 23);
	EXPECT_STREQ(line, "41 62 00 ff 01 02 03 04");
	hex_dump_to_buffer(bytes, 8, 16, 4, line, sizeof(line), false);
	EXPECT_STREQ(line, "ff006241 04030201");
	hex_dump_to_buffer(bytes, 8, 16, 8, line, sizeof(line), false);
	EXPECT_STREQ(line, "04030201ff006241");
	hex_dump_to_buffer(bytes, 3, 16, 2, line, sizeof(line), false);
	EXPECT_STREQ(line, "41 62 00");
	len = hex_dump_to_buffer(bytes, 4, 16, 1, line, sizeof(line), true);
	EXPECT_EQ(len, 16 * 3 + 1 + 4);
	EXPECT_STREQ(line + 16 * 3 + 1, "Ab..");
	EXPECT_EQ(hex_dump_to_buffer(bytes, 8, 16, 1, line, 6, false), 23);
	EXPECT_STREQ(line, "41 62");
	EXPECT_EQ(hex_dump_to_buffer(bytes, 0, 16, 1, line, sizeof(line), true), 0);
	EXPECT_STREQ(line, "");
}

/* A full line of 32 bytes, in each size of group, with its characters. */
TEST(hex_dump_widest_line)
{
	static const u8 bytes[40] = { [0] = 0x41, [31] = 0x42, [32] = 0x43 };
	char line[160];
	int groupsize, len;

	for (groupsize = 1; groupsize <= 8; groupsize *= 2) {
		int column = 64 + 32 / groupsize + 1;

		len = hex_dump_to_buffer(bytes, sizeof(bytes), 32, groupsize, line, sizeof(line),
					 true);
		EXPECT_EQ(len, column + 32);
		EXPECT_EQ(strlen(line), (size_t)len);
		EXPECT_EQ(line[column - 1], ' ');
		EXPECT_EQ(line[column], 'A');
		EXPECT_EQ(line[column + 31], 'B');
	}
	/* Any other row size means 16. */
	EXPECT_EQ(hex_dump_to_buffer(bytes, sizeof(bytes), 20, 1, line, sizeof(line), false), 47);
}

/* A dump has a line per row, each with what the prefix type asks for. */
TEST(print_hex_dump_prefixes)
{
	static const u8 bytes[20] = { [16] = 0xab, [19] = 0xcd };
	char expected[64];

	test_capture_start();
	print_hex_dump(KERN_INFO, "dump ", DUMP_PREFIX_OFFSET, 16, 1, bytes, sizeof(bytes), false);
	test_capture_stop();
	EXPECT_EQ(test_captured("dump 00000000: 00 00"), 1);
	EXPECT_EQ(test_captured("dump 00000010: ab 00 00 cd"), 1);
	EXPECT_EQ(test_captured("dump "), 2);

	test_capture_start();
	print_hex_dump(KERN_INFO, "dump ", DUMP_PREFIX_ADDRESS, 32, 4, bytes, sizeof(bytes), true);
	test_capture_stop();
	snprintf(expected, sizeof(expected), "dump %p: 00000000 ", bytes);
	EXPECT_EQ(test_captured(expected), 1);
	EXPECT_EQ(test_captured("cd0000ab"), 1);
	EXPECT_EQ(test_captured("dump "), 1);

	test_capture_start();
	print_hex_dump_bytes("dump ", DUMP_PREFIX_NONE, bytes + 16, 4);
	test_capture_stop();
	EXPECT_EQ(test_captured("dump ab 00 00 cd "), 1);
	EXPECT_EQ(test_captured("...."), 1);
}
