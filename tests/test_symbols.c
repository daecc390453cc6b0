// SPDX-License-Identifier: MIT
/* The image's symbol table. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/console.h>
#include <quarry/symbols.h>
#include <quarry/test.h>

TEST_SUITE(symbols);

static int some_data = 1;

static noinline int some_function(int x)
{
	return x + some_data;
}

/* The first byte of a function has offset 0. */
TEST(symbol_lookup_start)
{
	unsigned long offset = 99, size = 0;

	EXPECT_EQ(some_function(1), 2);
	EXPECT_STREQ(symbol_lookup((unsigned long)some_function, &offset, &size), "some_function");
	EXPECT_EQ(offset, 0);
	EXPECT_GT(size, 0);
}

/* The last byte of a function still belongs to it, the next does not. */
TEST(symbol_lookup_end)
{
	unsigned long start = (unsigned long)some_function;
	unsigned long offset, size;

	ASSERT_NOT_NULL(symbol_lookup(start, NULL, &size));
	EXPECT_STREQ(symbol_lookup(start + size - 1, &offset, NULL), "some_function");
	EXPECT_EQ(offset, size - 1);
	EXPECT_FALSE(test_strings_equal(symbol_lookup(start + size, NULL, NULL), "some_function"));
}

/* Data has symbols too. */
TEST(symbol_lookup_data)
{
	EXPECT_STREQ(symbol_lookup((unsigned long)&some_data, NULL, NULL), "some_data");
}

/* Addresses outside the image have no symbol. */
TEST(symbol_lookup_outside)
{
	EXPECT_NULL(symbol_lookup(0, NULL, NULL));
	EXPECT_NULL(symbol_lookup(0xffffffff, NULL, NULL));
	/* Between the boot code at its physical address and the kernel. */
	EXPECT_NULL(symbol_lookup(0x80000000, NULL, NULL));
}

/* The table is sorted, and each address is found under the name that the table gives it. */
TEST(symbol_nth_all)
{
	unsigned long addr, previous = 0;
	unsigned int n;

	ASSERT_GT(symbol_count(), 100);
	for (n = 0; n + 1 < symbol_count(); n++) {
		const char *name = symbol_nth(n, &addr);

		ASSERT_NOT_NULL(name);
		ASSERT_GT(addr, previous);
		if (*name)
			ASSERT_STREQ(symbol_lookup(addr, NULL, NULL), name);
		else
			ASSERT_NULL(symbol_lookup(addr, NULL, NULL));
		previous = addr;
	}
	EXPECT_NULL(symbol_nth(symbol_count(), &addr));
}

/* A name leads to its address, an unknown one to 0. */
TEST(symbol_address_known)
{
	EXPECT_EQ(symbol_address("some_function"), (unsigned long)some_function);
	EXPECT_EQ(symbol_address("console_write_raw"), (unsigned long)console_write_raw);
	EXPECT_EQ(symbol_address("no_such_symbol"), 0);
	EXPECT_EQ(symbol_address(""), 0);
}

/* symbol_format() writes name+offset/size, or only the name. */
TEST(symbol_format_forms)
{
	unsigned long start = (unsigned long)some_function;
	unsigned long size;
	char buf[64], expected[64];

	ASSERT_NOT_NULL(symbol_lookup(start, NULL, &size));
	scnprintf(expected, sizeof(expected), "some_function+0x1/0x%lx", size);
	EXPECT_EQ(symbol_format(buf, sizeof(buf), start + 1, SYMBOL_OFFSET), strlen(expected));
	EXPECT_STREQ(buf, expected);
	EXPECT_EQ(symbol_format(buf, sizeof(buf), start + 1, SYMBOL_NAME), 13);
	EXPECT_STREQ(buf, "some_function");
}

/* A return address behind the last byte of a function belongs to that function. */
TEST(symbol_format_caller)
{
	unsigned long start = (unsigned long)some_function;
	unsigned long size;
	char buf[64], expected[64];

	ASSERT_NOT_NULL(symbol_lookup(start, NULL, &size));
	scnprintf(expected, sizeof(expected), "some_function+0x%lx/0x%lx", size, size);
	symbol_format(buf, sizeof(buf), start + size, SYMBOL_CALLER);
	EXPECT_STREQ(buf, expected);
	scnprintf(buf, sizeof(buf), "%pB", (void *)(start + size));
	EXPECT_STREQ(buf, expected);
}

/* An unknown address is written as a number. */
TEST(symbol_format_unknown)
{
	char buf[64];

	symbol_format(buf, sizeof(buf), 0xfffffff0, SYMBOL_OFFSET);
	EXPECT_STREQ(buf, "0xfffffff0");
}

/* A short buffer is cut, terminated, and the full length returned. */
TEST(symbol_format_short_buffer)
{
	char buf[8];

	memset(buf, '#', sizeof(buf));
	EXPECT_EQ(symbol_format(buf, 5, (unsigned long)some_function, SYMBOL_NAME), 13);
	EXPECT_STREQ(buf, "some");
	EXPECT_EQ(buf[5], '#');
}

/* %pS and %ps print what symbol_format() writes. */
TEST(printf_symbol)
{
	char buf[64], expected[64];

	symbol_format(expected, sizeof(expected), (unsigned long)some_function, SYMBOL_OFFSET);
	scnprintf(buf, sizeof(buf), "%pS", some_function);
	EXPECT_STREQ(buf, expected);
	scnprintf(buf, sizeof(buf), "%ps", some_function);
	EXPECT_STREQ(buf, "some_function");
}
