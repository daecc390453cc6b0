// SPDX-License-Identifier: MIT
/*
 * Bytes as hex digits and back, and dumps of memory:
 *
 *	c0104a20: 6b 6b 6b a5 01 00 00 00 00 00 00 00 00 00 00 00  kkk.............
 *
 * Groups of 2, 4 or 8 bytes are printed as numbers, their highest byte first.
 *
 * Context: any.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/hex.h>
#include <linux/kernel.h>
#include <linux/string.h>

const char hex_asc[] = "0123456789abcdef";
const char hex_asc_upper[] = "0123456789ABCDEF";

/** hex_to_bin() - the value of a hex digit, or -1 for any other character */
int hex_to_bin(unsigned char c)
{
	if (!isxdigit(c))
		return -1;
	return isdigit(c) ? c - '0' : tolower(c) - 'a' + 10;
}

/**
 * hex2bin() - convert hex digits to bytes
 * @dst: where the bytes go
 * @src: two digits for each
 * @count: bytes
 *
 * Return: 0, or -EINVAL at the first character that is no digit.
 */
int hex2bin(u8 *dst, const char *src, size_t count)
{
	for (; count; count--, src += 2) {
		int high = hex_to_bin((unsigned char)src[0]);
		int low = high < 0 ? -1 : hex_to_bin((unsigned char)src[1]);

		if (low < 0)
			return -EINVAL;
		*dst++ = (u8)(high << 4 | low);
	}
	return 0;
}

/** bin2hex() - convert bytes to two digits each, without an end; returns what follows them */
char *bin2hex(char *dst, const void *src, size_t count)
{
	const u8 *byte = src;

	for (; count; count--)
		dst = hex_byte_pack(dst, *byte++);
	return dst;
}

/* The longest line: 32 bytes in digits with blanks between, two blanks, 32 characters. */
#define LINE_MAX (32 * 3 - 1 + 2 + 32)

/* Prints one group of bytes as a number; answers its length. */
static int dump_group(char *line, const u8 *bytes, int groupsize)
{
	u64 value = 0;

	memcpy(&value, bytes, (size_t)groupsize);
	return sprintf(line, "%0*llx", 2 * groupsize, value);
}

/**
 * hex_dump_to_buffer() - one line of a dump
 * @buf: the bytes
 * @len: how many; more than @rowsize are not looked at
 * @rowsize: bytes per line, 16 or 32; anything else means 16
 * @groupsize: bytes per number: 1, 2, 4 or 8; 1 when @len is no multiple of it
 * @line: where the text goes; terminated when @size is not 0
 * @size: bytes at @line
 * @ascii: add the printable characters, in the column where they are in a full line
 *
 * Return: the length of the whole line: it was cut when that is not below @size.
 */
int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize, char *line,
		       size_t size, bool ascii)
{
	char full[LINE_MAX + 1];
	const u8 *bytes = buf;
	int used = 0;
	size_t i;

	if (rowsize != 32)
		rowsize = 16;
	len = min(len, (size_t)rowsize);
	if ((groupsize != 2 && groupsize != 4 && groupsize != 8) || len % (size_t)groupsize)
		groupsize = 1;

	full[0] = '\0';
	for (i = 0; i < len; i += (size_t)groupsize) {
		if (i)
			full[used++] = ' ';
		used += dump_group(full + used, bytes + i, groupsize);
	}
	if (ascii && len) {
		int column = rowsize * 2 + rowsize / groupsize + 1;

		used += sprintf(full + used, "%*s", column - used, "");
		for (i = 0; i < len; i++)
			full[used++] = isprint(bytes[i]) ? (char)bytes[i] : '.';
		full[used] = '\0';
	}
	strlcpy(line, full, size);
	return used;
}

/**
 * print_hex_dump() - dump memory to the log
 * @level: KERN_DEBUG and the like
 * @prefix: text before each line
 * @prefix_type: what follows it: DUMP_PREFIX_ADDRESS, _OFFSET or _NONE
 * @rowsize: as for hex_dump_to_buffer()
 * @groupsize: as for hex_dump_to_buffer()
 * @buf: the bytes
 * @len: how many
 * @ascii: as for hex_dump_to_buffer()
 */
void print_hex_dump(const char *level, const char *prefix, int prefix_type, int rowsize,
		    int groupsize, const void *buf, size_t len, bool ascii)
{
	char line[LINE_MAX + 1];
	size_t i;

	if (rowsize != 32)
		rowsize = 16;
	for (i = 0; i < len; i += (size_t)rowsize) {
		const u8 *row = (const u8 *)buf + i;

		hex_dump_to_buffer(row, len - i, rowsize, groupsize, line, sizeof(line), ascii);
		if (prefix_type == DUMP_PREFIX_ADDRESS)
			printk("%s%s%p: %s\n", level, prefix, row, line);
		else if (prefix_type == DUMP_PREFIX_OFFSET)
			printk("%s%s%.8zx: %s\n", level, prefix, i, line);
		else
			printk("%s%s%s\n", level, prefix, line);
	}
}

/** print_hex_dump_bytes() - as print_hex_dump(), for debugging: 16 bytes a line, with characters */
void print_hex_dump_bytes(const char *prefix, int prefix_type, const void *buf, size_t len)
{
	print_hex_dump(KERN_DEBUG, prefix, prefix_type, 16, 1, buf, len, true);
}
