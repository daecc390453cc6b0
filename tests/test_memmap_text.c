// SPDX-License-Identifier: MIT
/* Memory maps in text form: what is read, and what is refused with which line. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/memmap.h>
#include <quarry/test.h>

TEST_SUITE(memmap_text);

#define ROOM 16

static struct mem_range storage[ROOM];
static struct memmap raw;
static struct boot_error err;

static int parse(const char *text)
{
	memmap_init(&raw, storage, ROOM);
	return memmap_parse_text(text, strlen(text), &raw, &err);
}

static void expect_entry(u32 i, u64 start, u64 end, u32 type)
{
	ASSERT_LT(i, raw.nr);
	EXPECT_EQ(raw.range[i].start, start);
	EXPECT_EQ(raw.range[i].end, end);
	EXPECT_EQ(raw.range[i].type, type);
}

static void expect_refused(const char *text, const char *message)
{
	EXPECT_LT(parse(text), 0);
	EXPECT_STREQ(err.text, message);
}

/* Comments and blank lines do not count as entries, and the order is that of the text. */
TEST(parse_text_plain)
{
	ASSERT_EQ(parse("# machine: none\n"
			"\n"
			"  100000\t4000000 usable   # main\n"
			"0 9fc00 usable\n"
			"\t\n"
			"fff00000 100000000 reserved"),
		  0);
	ASSERT_EQ(raw.nr, 3u);
	expect_entry(0, 0x100000, 0x4000000, MEM_USABLE);
	expect_entry(1, 0, 0x9fc00, MEM_USABLE);
	expect_entry(2, 0xfff00000, 0x100000000ull, MEM_RESERVED);
}

TEST(parse_text_types)
{
	ASSERT_EQ(parse("0 1 usable\n0 1 reserved\n0 1 acpi-data\n0 1 acpi-nvs\n0 1 unusable\n"
			"0 1 0\n0 1 20\n0 1 4294967295\n"),
		  0);
	ASSERT_EQ(raw.nr, 8u);
	expect_entry(1, 0, 1, MEM_RESERVED);
	expect_entry(2, 0, 1, MEM_ACPI_DATA);
	expect_entry(3, 0, 1, MEM_ACPI_NVS);
	expect_entry(4, 0, 1, MEM_UNUSABLE);
	expect_entry(5, 0, 1, 0);
	expect_entry(6, 0, 1, 20);
	expect_entry(7, 0, 1, 0xffffffff);
}

/* Lines may end as on other systems, digits may be large, numbers may begin with 0x. */
TEST(parse_text_variants)
{
	ASSERT_EQ(parse("0x0 0X9FC00 usable\r\n0 0 0\r\n"), 0);
	ASSERT_EQ(raw.nr, 2u);
	expect_entry(0, 0, 0x9fc00, MEM_USABLE);
	expect_entry(1, 0, 0, 0);
}

/* 2^64 is the largest end, and stands for the last byte that a range can hold. */
TEST(parse_text_top_of_memory)
{
	ASSERT_EQ(parse("ffff000000000000 10000000000000000 reserved\n"), 0);
	expect_entry(0, 0xffff000000000000ull, ~0ull, MEM_RESERVED);
	ASSERT_EQ(parse("0000000000000000000001 0ffffffffffffffff 2\n"), 0);
	expect_entry(0, 1, ~0ull, MEM_RESERVED);
	expect_refused("0 10000000000000001 reserved\n",
		       "line 1: address above 2^64: \"10000000000000001\"");
	expect_refused("0 20000000000000000 reserved\n",
		       "line 1: address above 2^64: \"20000000000000000\"");
	expect_refused("0 100000000000000000 reserved\n",
		       "line 1: address above 2^64: \"100000000000000000\"");
}

TEST(parse_text_refuses_broken_lines)
{
	expect_refused("0 9fc00 usable\n0 9fc00\n",
		       "line 2: want `start end type`, the line ends early");
	expect_refused("\n\n0\n", "line 3: want `start end type`, the line ends early");
	expect_refused("0 9fc00 # usable\n", "line 1: want `start end type`, the line ends early");
	expect_refused("0 9fg00 usable\n", "line 1: not a hexadecimal address: \"9fg00\"");
	expect_refused("-1 9f usable\n", "line 1: not a hexadecimal address: \"-1\"");
	expect_refused("0x 9f usable\n", "line 1: not a hexadecimal address: \"0x\"");
	expect_refused("0 1 ram\n", "line 1: unknown type: \"ram\"");
	expect_refused("0 1 Usable\n", "line 1: unknown type: \"Usable\"");
	expect_refused("0 1 4294967296\n", "line 1: type number too large: \"4294967296\"");
	expect_refused("0 1 usable or not\n", "line 1: text after the type: \"or\"");
	expect_refused("0 1000 usable\n2000 1fff usable\n",
		       "line 2: end 0x1fff is below start 0x2000");
}

/* A text without an entry is no map. */
TEST(parse_text_empty)
{
	expect_refused("", "line 0: the text ends without any entry");
	expect_refused("# nothing\n# at all\n", "line 2: the text ends without any entry");
}

/* A text of more entries than there is room for is refused, not cut. */
TEST(parse_text_too_long)
{
	char text[(ROOM + 1) * 8 + 1];
	u32 i;

	for (i = 0; i < ROOM + 1; i++)
		memcpy(text + i * 8, "0 1 020\n", 8);
	text[ROOM * 8] = '\0';
	EXPECT_EQ(parse(text), 0);
	EXPECT_EQ(raw.nr, (u32)ROOM);
	text[ROOM * 8] = '0';
	text[(ROOM + 1) * 8] = '\0';
	EXPECT_EQ(parse(text), -ENOSPC);
	EXPECT_STREQ(err.text, "line 17: more than 16 entries");
}

/* Long words are quoted in part; the message always ends. */
TEST(parse_text_long_word)
{
	char text[300];

	memset(text, 'z', sizeof(text));
	text[299] = '\0';
	memcpy(text, "0 1 ", 4);
	EXPECT_EQ(parse(text), -EINVAL);
	EXPECT_TRUE(strlen(err.text) < BOOT_ERROR_LEN - 1);
	EXPECT_TRUE(!strncmp(err.text, "line 1: unknown type: \"zzz", 26));
}

/* The text ends where its length says, not at a NUL, and bytes behind it are not looked at. */
TEST(parse_text_length_counts)
{
	static const char text[] = "0 1000 usable\nrubbish";
	static const char nul[] = "0 1000 usable\n\0 1 2\n";

	memmap_init(&raw, storage, ROOM);
	EXPECT_EQ(memmap_parse_text(text, 14, &raw, &err), 0);
	EXPECT_EQ(raw.nr, 1u);
	EXPECT_EQ(memmap_parse_text(nul, sizeof(nul) - 1, &raw, &err), -EINVAL);
}
