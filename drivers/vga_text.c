// SPDX-License-Identifier: MIT
/*
 * The log on a VGA text screen.
 *
 * The adapter shows a window of `height` rows out of the 32 KB at 0xB8000. A new line at the
 * bottom moves the window down by a row through the CRT controller's start address, which costs
 * four port writes; only when the memory is used up the last screen is copied to its beginning.
 *
 *	row 0 .. top-1         scrolled away
 *	row top .. top+height-1   shown; text goes to row `row`
 *
 * A line takes its colour from the level in its prefix.
 *
 * Locking: the log's lock.
 */
#include <asm/io.h>
#include <asm/page.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/boot_info.h>
#include <quarry/console.h>
#include <quarry/vga_text.h>

#define VGA_TEXT_ADDRESS 0xb8000
#define VGA_TEXT_BYTES   0x8000
#define CRTC_INDEX       0x3d4
#define CRTC_DATA        0x3d5
#define CRTC_START_HIGH  0x0c
#define CRTC_START_LOW   0x0d
#define CRTC_CURSOR_HIGH 0x0e
#define CRTC_CURSOR_LOW  0x0f

enum { GREY = 0x07, WHITE = 0x0f, RED = 0x0c, YELLOW = 0x0e, DARK = 0x08 };

static u16 *cells;
static unsigned int width, height, rows;
static unsigned int top, row, column;
static u8 colour = GREY;

static void set_crtc(u8 high_register, u16 value)
{
	outb(high_register, CRTC_INDEX);
	outb(value >> 8, CRTC_DATA);
	outb(high_register + 1, CRTC_INDEX);
	outb(value & 0xff, CRTC_DATA);
}

static void clear_row(unsigned int n)
{
	memset16(cells + n * width, GREY << 8 | ' ', width);
}

static void new_line(void)
{
	column = 0;
	row++;
	if (row == rows) {
		/* The rows that stay visible: all but the topmost. */
		memmove(cells, cells + (rows - height + 1) * width,
			(height - 1) * width * sizeof(*cells));
		row = height - 1;
		top = 0;
		set_crtc(CRTC_START_HIGH, 0);
	} else if (row - top == height) {
		top++;
		set_crtc(CRTC_START_HIGH, top * width);
	}
	clear_row(row);
}

/* The colour for a text that starts a line: the prefix has the level between < and >. */
static u8 colour_of(const char *text, size_t len)
{
	const char *mark = *text == '[' ? memchr(text, '<', len) : NULL;

	if (!mark || mark + 1 == text + len)
		return GREY;
	switch (mark[1]) {
	case '0' ... '3':
		return RED;
	case '4':
		return YELLOW;
	case '5':
		return WHITE;
	case '7':
		return DARK;
	default:
		return GREY;
	}
}

/* Puts characters on the screen; returns how many went onto the current row. */
static size_t put_run(const char *text, size_t len)
{
	u16 attribute = colour << 8;
	u16 *cell;
	size_t n;

	if (column == width)
		new_line();
	cell = cells + row * width + column;
	len = min_t(size_t, len, width - column);
	for (n = 0; n < len && text[n] != '\n' && text[n] != '\t'; n++)
		cell[n] = attribute | (u8)text[n];
	column += n;
	return n;
}

static void vga_write(const char *text, size_t len)
{
	const char *end = text + len;

	if (len && column == 0)
		colour = colour_of(text, len);
	while (text < end) {
		if (*text == '\n') {
			new_line();
			colour = GREY;
			text++;
		} else if (*text == '\t') {
			put_run("        ", 8 - column % 8);
			text++;
		} else {
			text += put_run(text, end - text);
		}
	}
	set_crtc(CRTC_CURSOR_HIGH, row * width + column);
}

static struct console vga_console = {
	.name = "tty0",
	.write = vga_write,
};

/**
 * vga_text_init - shows the log on the screen
 * @fb: what the boot loader says about the screen
 *
 * Context: boot, with the low megabyte in the direct map.
 * Return: false if the screen is not in text mode at the usual address.
 */
bool vga_text_init(const struct boot_framebuffer *fb)
{
	unsigned int n;

	if (!fb->present || fb->type != BOOT_FB_TEXT || fb->address != VGA_TEXT_ADDRESS)
		return false;
	if (fb->width < 40 || fb->height < 2 || fb->pitch != fb->width * sizeof(*cells))
		return false;
	width = fb->width;
	height = fb->height;
	rows = VGA_TEXT_BYTES / fb->pitch;
	if (rows < height)
		return false;
	cells = __va(VGA_TEXT_ADDRESS);
	for (n = 0; n < height; n++)
		clear_row(n);
	set_crtc(CRTC_START_HIGH, 0);
	register_console(&vga_console);
	return true;
}

/** vga_text_present - whether the log is on the screen */
bool vga_text_present(void)
{
	return cells != NULL;
}
