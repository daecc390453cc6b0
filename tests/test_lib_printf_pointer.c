// SPDX-License-Identifier: MIT
/* The forms of %p. */
#include <linux/bitmap.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/flag_names.h>
#include <quarry/test.h>

TEST_SUITE(lib_printf_pointer);

static char buf[256];

static const char *print(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(buf, sizeof(buf), fmt, args);
	va_end(args);
	return buf;
}

/* %p and %px print all digits of the address; a width pads them. */
TEST(address_has_all_digits)
{
	EXPECT_STREQ(print("%p", (void *)0xc0104a20), "c0104a20");
	EXPECT_STREQ(print("%px", (void *)0xdeadbeef), "deadbeef");
	EXPECT_STREQ(print("%pK", (void *)0xdeadbeef), "deadbeef");
	EXPECT_STREQ(print("%p", (void *)0x1a), "0000001a");
	EXPECT_STREQ(print("%p", NULL), "00000000");
	EXPECT_STREQ(print("[%10p|%-10p]", (void *)1, (void *)1), "[  00000001|00000001  ]");
	EXPECT_STREQ(print("%#p", (void *)1), "0x00000001");
	EXPECT_STREQ(print("%p, %p.", (void *)1, (void *)2), "00000001, 00000002.");
}

/* All letters and digits behind %p belong to it. */
TEST(unknown_form_prints_address)
{
	EXPECT_STREQ(print("%pQ2 %d", (void *)1, 7), "00000001 7");
	EXPECT_STREQ(print("%pG %d", (void *)1, 7), "00000001 7");
}

/* %pS names the function and the place in it, %ps only the function. */
TEST(symbol_of_function)
{
	char *place = (char *)&vsnprintf + 1;

	EXPECT_STREQ(print("%ps", place), "vsnprintf");
	EXPECT_STREQ(print("[%12ps]", place), "[   vsnprintf]");
	print("%pS", place);
	EXPECT_EQ(strncmp(buf, "vsnprintf+0x1/0x", 16), 0);
}

/* %pa prints a physical address with all its digits, which depends on how many there can be. */
TEST(physical_address_by_reference)
{
	phys_addr_t low = 0xfee00000;
	dma_addr_t dma = 0x1000;
	bool wide = sizeof(phys_addr_t) == 8;

	EXPECT_STREQ(print("%pa", &low), wide ? "0x00000000fee00000" : "0xfee00000");
	EXPECT_STREQ(print("%pap", &low), wide ? "0x00000000fee00000" : "0xfee00000");
	EXPECT_STREQ(print("%pad", &dma), wide ? "0x0000000000001000" : "0x00001000");
	EXPECT_STREQ(print("[%20pa]", &low),
		     wide ? "[  0x00000000fee00000]" : "[          0xfee00000]");
	if (wide) {
		low = (phys_addr_t)0xfedcba9876543210ULL;
		EXPECT_STREQ(print("%pa", &low), "0xfedcba9876543210");
	}
	EXPECT_STREQ(print("%pa", NULL), "(null)");
	EXPECT_STREQ(print("%pa", (void *)8), "(bad pointer)");
}

/* What a table should make of flags, built from its documentation. */
static void describe(char *text, unsigned long flags, const struct flag_name *names)
{
	*text = '\0';
	for (; names->name; names++) {
		if (names->mask && (flags & names->mask) == names->mask) {
			sprintf(text + strlen(text), "%s%s", *text ? "|" : "", names->name);
			flags &= ~names->mask;
		}
	}
	if (flags)
		sprintf(text + strlen(text), "%s%#lx", *text ? "|" : "", flags);
	if (!*text)
		strcpy(text, "none");
}

/* Every entry of the table of gfp flags, and every pair of them, comes out by name. */
TEST(gfp_flags_by_name)
{
	static char expected[256];
	const struct flag_name *a, *b;
	gfp_t flags = 0;

	EXPECT_STREQ(print("%pGg", &flags), "none");
	for (a = gfp_flag_names; a->name; a++) {
		for (b = a; b->name; b++) {
			flags = (gfp_t)(a->mask | b->mask);
			describe(expected, flags, gfp_flag_names);
			ASSERT_STREQ(print("%pGg", &flags), expected);
		}
	}
}

/* Bits that no entry names are printed as a number, behind the names. */
TEST(page_flags_unknown_bits)
{
	static char expected[256];
	unsigned long unnamed = ~0UL;
	unsigned long flags = 0;
	const struct flag_name *n;

	EXPECT_STREQ(print("%pGp", &flags), "none");
	for (n = pageflag_names; n->name; n++)
		unnamed &= ~n->mask;
	if (!unnamed)
		SKIP("every bit has a name");

	flags = unnamed & -unnamed;
	snprintf(expected, sizeof(expected), "%#lx", flags);
	EXPECT_STREQ(print("%pGp", &flags), expected);

	flags |= pageflag_names[0].mask;
	snprintf(expected, sizeof(expected), "%s|%#lx", pageflag_names[0].name,
		 flags & ~pageflag_names[0].mask);
	EXPECT_STREQ(print("%pGp", &flags), expected);
}

/* %pe names the error that a pointer carries; other pointers are addresses. */
TEST(error_by_name)
{
	EXPECT_STREQ(print("%pe", ERR_PTR(-ENOMEM)), "-ENOMEM");
	EXPECT_STREQ(print("[%9pe]", ERR_PTR(-EINVAL)), "[  -EINVAL]");
	EXPECT_STREQ(print("%pe", ERR_PTR(-4000)), "-4000");
	EXPECT_STREQ(print("%pe", ERR_PTR(-41)), "-41");
	EXPECT_STREQ(print("%pe", ERR_PTR(-ECANCELED)), "-ECANCELED");
	EXPECT_STREQ(print("%pe", ERR_PTR(-126)), "-126");
	EXPECT_STREQ(print("%pe", (void *)0xc0000000), "c0000000");
	EXPECT_STREQ(print("%pe", NULL), "00000000");
}

static const char *print_nested(const char *outer, const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	/* Twice: the arguments are not used up by printing them. */
	print(outer, &vaf, &vaf);
	va_end(args);
	return buf;
}

/* %pV prints a format with arguments of its own in place. */
TEST(nested_format)
{
	EXPECT_STREQ(print_nested("<%pV|%pV>", "%d %s", 5, "abc"), "<5 abc|5 abc>");
	EXPECT_STREQ(print("%pV", NULL), "(null)");
}

/* %*ph prints bytes, with a separator to choose. */
TEST(hex_bytes)
{
	static const u8 bytes[] = { 0xde, 0xad, 0x00, 0x0f };

	EXPECT_STREQ(print("%*ph", 4, bytes), "de ad 00 0f");
	EXPECT_STREQ(print("%4phC", bytes), "de:ad:00:0f");
	EXPECT_STREQ(print("%4phD", bytes), "de-ad-00-0f");
	EXPECT_STREQ(print("%4phN", bytes), "dead000f");
	EXPECT_STREQ(print("%ph", bytes), "de");
	EXPECT_STREQ(print("%*ph", 4, NULL), "(null)");
}

/* No more than 64 bytes are printed, whatever the width. */
TEST(hex_bytes_at_most_64)
{
	static const u8 bytes[100];

	print("%100phN", bytes);
	EXPECT_EQ(strlen(buf), 2 * 64);
}

/* %*pbl prints the ranges of a bitmap, %*pb its words. */
TEST(bitmap_forms)
{
	DECLARE_BITMAP(map, 70);

	bitmap_zero(map, 70);
	EXPECT_STREQ(print("%*pbl", 70, map), "");
	bitmap_set(map, 0, 4);
	__set_bit(8, map);
	bitmap_set(map, 31, 2);
	__set_bit(69, map);
	EXPECT_STREQ(print("%*pbl", 70, map), "0-3,8,31-32,69");
	EXPECT_STREQ(print("%*pbl", 69, map), "0-3,8,31-32");
	EXPECT_STREQ(print("%*pb", 70, map), "20,00000001,8000010f");
	EXPECT_STREQ(print("%*pb", 9, map), "10f");
	EXPECT_STREQ(print("%*pb", 8, map), "0f");
	bitmap_fill(map, 70);
	EXPECT_STREQ(print("%*pbl", 70, map), "0-69");
}
