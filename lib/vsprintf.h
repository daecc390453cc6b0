/* SPDX-License-Identifier: MIT */
#ifndef _LIB_VSPRINTF_H
#define _LIB_VSPRINTF_H

/* What vsprintf.c and vsprintf_pointer.c share. */
#include <linux/stdarg.h>
#include <linux/types.h>

struct sink {
	char *buf;
	size_t size;
	size_t len; /* of the text so far; may be above size, never above INT_MAX */
};

enum {
	CONV_LEFT = 1 << 0, /* - */
	CONV_PLUS = 1 << 1, /* + */
	CONV_SPACE = 1 << 2,
	CONV_ALTERNATE = 1 << 3, /* # */
	CONV_ZERO = 1 << 4,      /* 0 */
	CONV_UPPER = 1 << 5,
};

enum conv_length {
	LENGTH_INT,
	LENGTH_CHAR,
	LENGTH_SHORT,
	LENGTH_LONG,
	LENGTH_LONG_LONG,
	LENGTH_SIZE,
};

struct conversion {
	unsigned int flags;
	int width;     /* 0: none */
	int precision; /* -1: none */
	unsigned int base;
	enum conv_length length;
	char letter;
};

void sink_pad(struct sink *sink, char c, int count);
void sink_write(struct sink *sink, const char *text, size_t len);

/* Each obeys the width; the string and the number obey the precision as well. */
void format_text(struct sink *sink, const struct conversion *conv, const char *text, size_t len);
void format_string(struct sink *sink, const struct conversion *conv, const char *s);
void format_number(struct sink *sink, const struct conversion *conv, u64 value, bool negative);

/* *fmt is behind the p, and is moved behind the letters that belong to it. */
void format_pointer(struct sink *sink, struct conversion *conv, const char **fmt, void *ptr);

void format_all(struct sink *sink, const char *fmt, va_list *args);

#endif
