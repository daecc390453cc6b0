// SPDX-License-Identifier: MIT
/*
 * Formatted output.
 *
 * Nouns: a *conversion* is one %-directive, taken apart into flags, width, precision, length and
 * letter (struct conversion); the *sink* is the buffer with the count of what was written or would
 * have been, had there been room.
 *
 *   %[-+ #0][width|*][.precision|.*][hh|h|l|ll|q|L|j|z|Z|t] d i u x X o c s p %
 *
 * All of it means what C99 says, except for what follows %p, which is in vsprintf_pointer.c.
 *
 * V1. Bytes from size on are never touched; with size > 0 the result is always terminated.
 * V2. The answer does not depend on size: it is the length of the whole text.
 *
 * Failure: a conversion that is unknown, or %n, which is refused, ends the interpretation: it and
 * what follows are printed as they stand, since the types of the arguments behind it are unknown.
 * A %s argument in the first page of memory, or in the last, where error numbers live, prints
 * "(null)" or "(bad pointer)". A size above INT_MAX is a negative number gone astray: WARN, and
 * nothing is written.
 *
 * Context: any. Nothing locks or allocates. Not done: floating point, wide characters.
 */
#include <linux/bug.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/string.h>

#include "vsprintf.h"

/* 64 bits in octal. */
#define MAX_DIGITS 22

/** sink_pad() - write one character @count times; none when that is below 1 */
void sink_pad(struct sink *sink, char c, int count)
{
	size_t room = sink->len < sink->size ? sink->size - sink->len : 0;

	if (count <= 0)
		return;
	memset(sink->buf + sink->len, c, min_t(size_t, room, (size_t)count));
	sink->len += (size_t)count;
	if (sink->len > INT_MAX)
		sink->len = INT_MAX;
}

/** sink_write() - write @len characters */
void sink_write(struct sink *sink, const char *text, size_t len)
{
	size_t room = sink->len < sink->size ? sink->size - sink->len : 0;

	memcpy(sink->buf + sink->len, text, min(room, len));
	sink->len += len;
	if (sink->len > INT_MAX)
		sink->len = INT_MAX;
}

/** format_text() - write text, padded with spaces to the width */
void format_text(struct sink *sink, const struct conversion *conv, const char *text, size_t len)
{
	int pad = conv->width > (int)len ? conv->width - (int)len : 0;

	if (!(conv->flags & CONV_LEFT))
		sink_pad(sink, ' ', pad);
	sink_write(sink, text, len);
	if (conv->flags & CONV_LEFT)
		sink_pad(sink, ' ', pad);
}

/**
 * format_string() - print a %s argument
 * @sink: where to
 * @conv: its width, and the precision, which limits how much of @s is looked at
 * @s: the string, or what the caller took for one
 */
void format_string(struct sink *sink, const struct conversion *conv, const char *s)
{
	size_t max = conv->precision >= 0 ? (size_t)conv->precision : SIZE_MAX;

	if (!s)
		s = "(null)";
	else if ((unsigned long)s < 4096 || IS_ERR(s))
		s = "(bad pointer)";
	format_text(sink, conv, s, strnlen(s, max));
}

/* Writes the digits of value so that they end before `end`; answers how many. */
static int make_digits(char *end, u64 value, unsigned int base, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char *pos = end;
	u32 low;

	while (value >> 32) {
		u32 digit = do_div(value, base);

		*--pos = digits[digit];
	}
	for (low = (u32)value; low; low /= base)
		*--pos = digits[low % base];
	return (int)(end - pos);
}

static const char *number_prefix(const struct conversion *conv, u64 value, bool negative)
{
	if (negative)
		return "-";
	if (conv->flags & CONV_PLUS)
		return "+";
	if (conv->flags & CONV_SPACE)
		return " ";
	if ((conv->flags & CONV_ALTERNATE) && conv->base == 16 && value)
		return conv->flags & CONV_UPPER ? "0X" : "0x";
	return "";
}

/**
 * format_number() - print a number
 * @sink: where to
 * @conv: flags, width, precision and base
 * @value: its magnitude
 * @negative: whether it has a minus
 *
 * spaces | sign or 0x | zeros | digits | spaces. The zeros come from the precision, or from the
 * flag 0 when there is no precision and the text is not flushed left.
 */
void format_number(struct sink *sink, const struct conversion *conv, u64 value, bool negative)
{
	char digits[MAX_DIGITS];
	int count = make_digits(digits + MAX_DIGITS, value, conv->base, conv->flags & CONV_UPPER);
	const char *prefix = number_prefix(conv, value, negative);
	int prefix_len = (int)strlen(prefix);
	int zeros = max(conv->precision >= 0 ? conv->precision : 1, count) - count;
	int spaces;

	if ((conv->flags & CONV_ALTERNATE) && conv->base == 8 && !zeros)
		zeros = 1;
	spaces = conv->width - prefix_len - count;
	if ((conv->flags & (CONV_ZERO | CONV_LEFT)) == CONV_ZERO && conv->precision < 0)
		zeros = max(zeros, spaces);
	spaces -= zeros;

	if (!(conv->flags & CONV_LEFT))
		sink_pad(sink, ' ', spaces);
	sink_write(sink, prefix, (size_t)prefix_len);
	sink_pad(sink, '0', zeros);
	sink_write(sink, digits + MAX_DIGITS - count, (size_t)count);
	if (conv->flags & CONV_LEFT)
		sink_pad(sink, ' ', spaces);
}

static unsigned int parse_flags(const char **fmt)
{
	unsigned int flags = 0;

	for (;; (*fmt)++) {
		switch (**fmt) {
		case '-':
			flags |= CONV_LEFT;
			break;
		case '+':
			flags |= CONV_PLUS;
			break;
		case ' ':
			flags |= CONV_SPACE;
			break;
		case '#':
			flags |= CONV_ALTERNATE;
			break;
		case '0':
			flags |= CONV_ZERO;
			break;
		default:
			return flags;
		}
	}
}

/* A width or precision in digits; it sticks below INT_MAX. */
static int parse_decimal(const char **fmt)
{
	int value = 0;

	for (; isdigit(**fmt); (*fmt)++)
		value = value > INT_MAX / 10 - 1 ? INT_MAX - 1 : value * 10 + (**fmt - '0');
	return value;
}

static enum conv_length parse_length(const char **fmt)
{
	const char *f = *fmt;
	enum conv_length length = LENGTH_INT;

	switch (*f) {
	case 'h':
		length = f[1] == 'h' ? LENGTH_CHAR : LENGTH_SHORT;
		f += f[1] == 'h' ? 2 : 1;
		break;
	case 'l':
		length = f[1] == 'l' ? LENGTH_LONG_LONG : LENGTH_LONG;
		f += f[1] == 'l' ? 2 : 1;
		break;
	case 'q':
	case 'L':
	case 'j':
		length = LENGTH_LONG_LONG;
		f++;
		break;
	case 'z':
	case 'Z':
	case 't':
		length = LENGTH_SIZE;
		f++;
		break;
	default:
		break;
	}
	*fmt = f;
	return length;
}

/* Takes the conversion apart that starts behind the % at *fmt, up to and including its letter. */
static void parse_conversion(const char **fmt, struct conversion *conv, va_list *args)
{
	conv->flags = parse_flags(fmt);
	conv->width = 0;
	conv->precision = -1;
	conv->base = 10;

	if (**fmt == '*') {
		(*fmt)++;
		conv->width = va_arg(*args, int);
		if (conv->width < 0) {
			conv->flags |= CONV_LEFT;
			conv->width = conv->width == INT_MIN ? INT_MAX : -conv->width;
		}
	} else {
		conv->width = parse_decimal(fmt);
	}
	if (**fmt == '.') {
		(*fmt)++;
		if (**fmt == '*') {
			(*fmt)++;
			conv->precision = max(va_arg(*args, int), -1);
		} else {
			conv->precision = parse_decimal(fmt);
		}
	}
	conv->length = parse_length(fmt);
	conv->letter = **fmt;
	if (conv->letter)
		(*fmt)++;
}

static void format_signed(struct sink *sink, const struct conversion *conv, va_list *args)
{
	s64 value;

	switch (conv->length) {
	case LENGTH_LONG_LONG:
		value = va_arg(*args, long long);
		break;
	case LENGTH_LONG:
		value = va_arg(*args, long);
		break;
	case LENGTH_SIZE:
		value = va_arg(*args, ssize_t);
		break;
	case LENGTH_SHORT:
		value = (short)va_arg(*args, int);
		break;
	case LENGTH_CHAR:
		value = (signed char)va_arg(*args, int);
		break;
	default:
		value = va_arg(*args, int);
		break;
	}
	format_number(sink, conv, value < 0 ? -(u64)value : (u64)value, value < 0);
}

static void format_unsigned(struct sink *sink, struct conversion *conv, va_list *args)
{
	u64 value;

	switch (conv->length) {
	case LENGTH_LONG_LONG:
		value = va_arg(*args, unsigned long long);
		break;
	case LENGTH_LONG:
		value = va_arg(*args, unsigned long);
		break;
	case LENGTH_SIZE:
		value = va_arg(*args, size_t);
		break;
	case LENGTH_SHORT:
		value = (unsigned short)va_arg(*args, int);
		break;
	case LENGTH_CHAR:
		value = (unsigned char)va_arg(*args, int);
		break;
	default:
		value = va_arg(*args, unsigned int);
		break;
	}
	conv->flags &= ~(unsigned int)(CONV_PLUS | CONV_SPACE);
	format_number(sink, conv, value, false);
}

/* One conversion, taken apart already; *fmt is behind its letter. False when there is no such. */
static bool format_one(struct sink *sink, struct conversion *conv, const char **fmt, va_list *args)
{
	char c;

	switch (conv->letter) {
	case 'd':
	case 'i':
		format_signed(sink, conv, args);
		return true;
	case 'X':
		conv->flags |= CONV_UPPER;
		fallthrough;
	case 'x':
		conv->base = 16;
		format_unsigned(sink, conv, args);
		return true;
	case 'o':
		conv->base = 8;
		format_unsigned(sink, conv, args);
		return true;
	case 'u':
		format_unsigned(sink, conv, args);
		return true;
	case 'c':
		c = (char)va_arg(*args, int);
		format_text(sink, conv, &c, 1);
		return true;
	case 's':
		format_string(sink, conv, va_arg(*args, const char *));
		return true;
	case 'p':
		format_pointer(sink, conv, fmt, va_arg(*args, void *));
		return true;
	case '%':
		sink_pad(sink, '%', 1);
		return true;
	default:
		return false;
	}
}

/**
 * format_all() - print a format
 * @sink: where to
 * @fmt: the format
 * @args: its arguments, which are used up
 */
void format_all(struct sink *sink, const char *fmt, va_list *args)
{
	struct conversion conv;

	while (*fmt) {
		const char *text = fmt;

		fmt = strchrnul(fmt, '%');
		sink_write(sink, text, (size_t)(fmt - text));
		if (!*fmt)
			break;
		text = fmt++;
		parse_conversion(&fmt, &conv, args);
		if (!format_one(sink, &conv, &fmt, args)) {
			sink_write(sink, text, strlen(text));
			break;
		}
	}
}

/**
 * vsnprintf() - format into a buffer
 * @buf: the buffer; may be NULL when @size is 0
 * @size: bytes in it, at most INT_MAX
 * @fmt: see the top of this file
 * @args: the arguments; taken to their end
 *
 * Context: any.
 * Return: the length of the whole text, without its end: it was cut when that is not below @size.
 */
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct sink sink = { .buf = buf, .size = size, .len = 0 };
	va_list copy;

	if (WARN_ON_ONCE(size > INT_MAX))
		return 0;

	/* A copy has an address that functions can take, whatever va_list is made of. */
	va_copy(copy, args);
	format_all(&sink, fmt, &copy);
	va_end(copy);
	if (size)
		buf[min(sink.len, size - 1)] = '\0';
	return (int)sink.len;
}

/** vscnprintf() - as vsnprintf(), but returns the length of what is in the buffer */
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int len = vsnprintf(buf, size, fmt, args);

	if ((size_t)len < size)
		return len;
	return size ? (int)size - 1 : 0;
}

/** vsprintf() - as vsnprintf(), into a buffer that is known to suffice */
int vsprintf(char *buf, const char *fmt, va_list args)
{
	return vsnprintf(buf, INT_MAX, fmt, args);
}

/** snprintf() - as vsnprintf() */
int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}

/** scnprintf() - as vscnprintf() */
int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return len;
}

/** sprintf() - as vsprintf() */
int sprintf(char *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsprintf(buf, fmt, args);
	va_end(args);
	return len;
}
