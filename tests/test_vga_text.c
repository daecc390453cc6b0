// SPDX-License-Identifier: MIT
/* The log on the text screen. */
#include <asm/page.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <quarry/console.h>
#include <quarry/test.h>
#include <quarry/vga_text.h>

#define CELLS  ((const u16 *)__va(0xb8000))
#define WIDTH  80
#define ROWS   (0x8000 / 2 / WIDTH)
#define YELLOW 0x0e
#define GREY   0x07

static int need_screen(void)
{
	if (!vga_text_present())
		test_skip("the screen is not in text mode");
	return 0;
}

TEST_SUITE(vga_text, .init = need_screen);

/* Finds the last row that shows a text; its column goes to *column. -1: none. */
static int find_text(const char *text, unsigned int *column)
{
	char row_text[WIDTH + 1];
	int row;
	unsigned int i;

	for (row = ROWS - 1; row >= 0; row--) {
		const char *found;

		for (i = 0; i < WIDTH; i++)
			row_text[i] = (char)CELLS[row * WIDTH + i] ?: ' ';
		row_text[WIDTH] = '\0';
		found = strstr(row_text, text);
		if (found) {
			*column = found - row_text;
			return row;
		}
	}
	return -1;
}

static u8 colour_at(int row, unsigned int column)
{
	return CELLS[row * WIDTH + column] >> 8;
}

/* A log line stands on the screen in the colour of its level, raw text in grey. */
TEST(vga_text_colours)
{
	unsigned int column;
	int row;

	printk(KERN_WARNING "on the screen, yellow\n");
	console_printf_raw("# on the screen, grey\n");
	row = find_text("on the screen, yellow", &column);
	ASSERT_GE(row, 0);
	EXPECT_EQ(colour_at(row, column), YELLOW);
	row = find_text("# on the screen, grey", &column);
	ASSERT_GE(row, 0);
	EXPECT_EQ(column, 0);
	EXPECT_EQ(colour_at(row, column), GREY);
}

/* A tab goes to the next multiple of eight columns. */
TEST(vga_text_tab)
{
	unsigned int column;
	int row;

	console_printf_raw("# t\ttab stop\n");
	row = find_text("tab stop", &column);
	ASSERT_GE(row, 0);
	EXPECT_EQ(column, 8);
}

/* Text longer than a row goes on in the next one. */
TEST(vga_text_long_line)
{
	char text[WIDTH + 1];
	unsigned int column;
	int row;

	memset(text, '.', WIDTH);
	text[0] = '#';
	text[WIDTH] = '\0';
	console_printf_raw("%send of the line\n", text);
	row = find_text("end of the line", &column);
	ASSERT_GT(row, 0);
	EXPECT_EQ(column, 0);
	EXPECT_EQ((char)CELLS[row * WIDTH - 1], '.');
}

/* Whatever scrolls by, the newest line is on the screen, also past the end of its memory. */
TEST(vga_text_scrolls)
{
	unsigned int column;
	int i;

	for (i = 0; i < ROWS + 10; i++) {
		char text[16];

		scnprintf(text, sizeof(text), "# line %d.\n", i);
		console_write_raw(text, strlen(text));
		text[strlen(text) - 1] = '\0';
		ASSERT_GE(find_text(text, &column), 0);
	}
}
