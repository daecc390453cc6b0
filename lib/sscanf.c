// SPDX-License-Identifier: MIT
/*
 * Formatted input.
 *
 *   %[*][width][hh|h|l|ll|q|L|j|z|t] d i u x X o p s c [set] n %
 *
 * White space in the format skips any amount of it in the input, none included. %d and its kin
 * and %s skip it too; %c, %[ and %n do not. `*` reads without storing. A number may have a sign,
 * also for %u and %x; it is taken modulo the size of its type. %p reads hex digits with or without
 * 0x. A set is characters and ranges, [^ for all others, and ] first to be one of them.
 *
 * Context: any. The caller guarantees room for %s and %[ with a width: width + 1 bytes.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>

/* Longest number looked at: sign, 0x and 64 bits in binary would not need more. */
#define MAX_NUMBER 67

struct directive {
	bool store;
	size_t width; /* SIZE_MAX: none */
	char length;  /* H: hh, h, l, q: 64 bits, z, or 0 */
	char letter;
};

static void parse_directive(const char **fmt, struct directive *d)
{
	const char *f = *fmt;

	d->store = *f != '*';
	f += !d->store;
	d->width = SIZE_MAX;
	if (isdigit(*f))
		d->width = simple_strtoul(f, (char **)&f, 10);

	d->length = '\0';
	if (*f && strchr("hlqLjzt", *f)) {
		d->length = *f++;
		if (d->length == 'h' && *f == 'h') {
			d->length = 'H';
			f++;
		} else if (d->length == 'l' && *f == 'l') {
			d->length = 'q';
			f++;
		} else if (d->length == 'L' || d->length == 'j') {
			d->length = 'q';
		} else if (d->length == 't') {
			d->length = 'z';
		}
	}
	d->letter = *f;
	if (*f)
		f++;
	*fmt = f;
}

static void store_number(const struct directive *d, u64 value, va_list *args)
{
	if (!d->store)
		return;
	switch (d->length) {
	case 'H':
		*va_arg(*args, u8 *) = (u8)value;
		break;
	case 'h':
		*va_arg(*args, u16 *) = (u16)value;
		break;
	case 'l':
		*va_arg(*args, unsigned long *) = (unsigned long)value;
		break;
	case 'z':
		*va_arg(*args, size_t *) = (size_t)value;
		break;
	case 'q':
		*va_arg(*args, u64 *) = value;
		break;
	default:
		*va_arg(*args, unsigned int *) = (unsigned int)value;
		break;
	}
}

static unsigned int base_of(char letter)
{
	switch (letter) {
	case 'i':
		return 0;
	case 'o':
		return 8;
	case 'x':
	case 'X':
	case 'p':
		return 16;
	default:
		return 10;
	}
}

static bool scan_number(const char **s, struct directive *d, va_list *args)
{
	char text[MAX_NUMBER + 1];
	const char *digits = text;
	char *end;
	bool negative;
	u64 value;

	*s = skip_spaces(*s);
	/* The width is a wall for the conversion, which knows only strings. */
	strscpy(text, *s, min(d->width, (size_t)MAX_NUMBER) + 1);
	negative = *digits == '-';
	if (*digits == '-' || *digits == '+')
		digits++;
	value = simple_strtoull(digits, &end, base_of(d->letter));
	if (end == digits)
		return false;

	*s += end - text;
	if (d->letter == 'p')
		d->length = 'l';
	store_number(d, negative ? -value : value, args);
	return true;
}

/* Copies the characters for which test(c, arg) holds; false, and nothing stored, without one. */
static bool scan_text(const char **s, const struct directive *d, va_list *args,
		      bool (*test)(char c, const char *arg), const char *arg)
{
	char *to = d->store ? va_arg(*args, char *) : NULL;
	size_t len = 0;

	while (len < d->width && **s && test(**s, arg)) {
		if (to)
			to[len] = **s;
		len++;
		(*s)++;
	}
	if (to && len)
		to[len] = '\0';
	return len != 0;
}

static bool no_space(char c, const char *arg)
{
	return !isspace(c);
}

/* set points behind the [; the ] that ends it is not its first character. */
static bool in_set(char c, const char *set)
{
	bool inverted = *set == '^';
	bool found = false;
	const char *pos;

	set += inverted;
	for (pos = set; *pos && (pos == set || *pos != ']'); pos++) {
		unsigned char first = (unsigned char)*pos;
		unsigned char last = first;

		if (pos[1] == '-' && pos[2] && pos[2] != ']') {
			last = (unsigned char)pos[2];
			pos += 2;
		}
		found |= (unsigned char)c >= first && (unsigned char)c <= last;
	}
	return found != inverted;
}

/* The format behind the ] of a set, or its end when there is no ]. */
static const char *skip_set(const char *set)
{
	set += *set == '^';
	if (*set)
		set++;
	set = strchrnul(set, ']');
	return *set ? set + 1 : set;
}

static bool scan_chars(const char **s, const struct directive *d, va_list *args)
{
	size_t count = d->width == SIZE_MAX ? 1 : d->width;

	if (strnlen(*s, count) < count)
		return false;
	if (d->store)
		memcpy(va_arg(*args, char *), *s, count);
	*s += count;
	return true;
}

static bool scan_one(const char **s, struct directive *d, const char **fmt, va_list *args)
{
	const char *set;

	switch (d->letter) {
	case 'd':
	case 'i':
	case 'u':
	case 'x':
	case 'X':
	case 'o':
	case 'p':
		return scan_number(s, d, args);
	case 's':
		*s = skip_spaces(*s);
		return scan_text(s, d, args, no_space, NULL);
	case 'c':
		return scan_chars(s, d, args);
	case '[':
		set = *fmt;
		*fmt = skip_set(set);
		return scan_text(s, d, args, in_set, set);
	default:
		return false;
	}
}

/**
 * vsscanf() - read values out of a string
 * @s: the input
 * @fmt: see the top of this file
 * @args: pointers to where the values go
 *
 * Return: how many values were stored, up to the first place where input and format differ.
 */
int vsscanf(const char *s, const char *fmt, va_list args)
{
	const char *start = s;
	struct directive d;
	va_list copy;
	int stored = 0;

	va_copy(copy, args);
	while (*fmt) {
		if (isspace(*fmt)) {
			fmt++;
			s = skip_spaces(s);
			continue;
		}
		if (*fmt != '%' || fmt[1] == '%') {
			fmt += *fmt == '%';
			if (*s++ != *fmt++)
				break;
			continue;
		}
		fmt++;
		parse_directive(&fmt, &d);
		if (d.letter == 'n') {
			store_number(&d, (u64)(s - start), &copy);
			continue;
		}
		if (!scan_one(&s, &d, &fmt, &copy))
			break;
		stored += d.store;
	}
	va_end(copy);
	return stored;
}

/** sscanf() - as vsscanf() */
int sscanf(const char *s, const char *fmt, ...)
{
	va_list args;
	int stored;

	va_start(args, fmt);
	stored = vsscanf(s, fmt, args);
	va_end(args);
	return stored;
}
