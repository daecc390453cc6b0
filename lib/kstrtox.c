// SPDX-License-Identifier: MIT
/*
 * Numbers out of strings.
 *
 * kstrto*(): the whole string is one number, and it fits, or an error says which of the two is
 * not so. simple_strto*() and memparse() take the digits that are there, wrapping silently, and
 * say where they stopped: for parsing where the grammar is checked by the caller.
 *
 * Context: any. Nothing is written on failure.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/overflow.h>
#include <linux/string.h>

#define NO_DIGIT 36 /* above every digit of every base */

static unsigned int digit_value(char c)
{
	if (isdigit(c))
		return (unsigned int)(c - '0');
	if (isalpha(c))
		return (unsigned int)(tolower(c) - 'a') + 10;
	return NO_DIGIT;
}

/* Settles base 0, and skips the 0x that base 16 may have; 0x without a digit behind is just 0. */
static const char *skip_base_prefix(const char *s, unsigned int *base)
{
	bool hex = s[0] == '0' && (s[1] == 'x' || s[1] == 'X') && isxdigit(s[2]);

	if (*base == 0)
		*base = hex ? 16 : (s[0] == '0' ? 8 : 10);
	return hex && *base == 16 ? s + 2 : s;
}

/* The digits at s: their value modulo 2^64, and whether that lost something. */
static const char *parse_digits(const char *s, unsigned int base, u64 *value, bool *overflow)
{
	*value = 0;
	*overflow = false;
	for (; digit_value(*s) < base; s++) {
		/* Two halves, so that the carry out of 64 bits is seen. */
		u64 low = (*value & U32_MAX) * base + digit_value(*s);
		u64 high = (*value >> 32) * base + (low >> 32);

		*overflow |= high > U32_MAX;
		*value = high << 32 | (u32)low;
	}
	return s;
}

static int parse_whole(const char *s, unsigned int base, u64 *value)
{
	const char *end;
	bool overflow;

	s = skip_base_prefix(s, &base);
	end = parse_digits(s, base, value, &overflow);
	if (end == s)
		return -EINVAL;
	if (*end == '\n')
		end++;
	if (*end)
		return -EINVAL;
	return overflow ? -ERANGE : 0;
}

/* A number of at most max, with an optional plus. */
static int parse_unsigned(const char *s, unsigned int base, u64 max, u64 *value)
{
	int err = parse_whole(*s == '+' ? s + 1 : s, base, value);

	if (err)
		return err;
	return *value > max ? -ERANGE : 0;
}

/* A number of at least -max - 1 and at most max. */
static int parse_signed(const char *s, unsigned int base, s64 max, s64 *value)
{
	u64 magnitude;
	int err;

	if (*s != '-') {
		err = parse_unsigned(s, base, (u64)max, &magnitude);
		*value = (s64)magnitude;
		return err;
	}
	err = parse_whole(s + 1, base, &magnitude);
	if (err)
		return err;
	if (magnitude > (u64)max + 1)
		return -ERANGE;
	*value = (s64)-magnitude;
	return 0;
}

/**
 * kstrtoull() - convert a string to an unsigned long long
 * @s: the number, with an optional plus before and an optional newline behind
 * @base: 2 to 36, or 0: 0x introduces 16, a leading 0 introduces 8, else 10. Base 16 takes 0x too
 * @result: where it goes
 *
 * The other functions of this family do the same for their types.
 *
 * Return: 0, -EINVAL when it is not a number, -ERANGE when it does not fit.
 */
int kstrtoull(const char *s, unsigned int base, unsigned long long *result)
{
	u64 value;
	int err = parse_unsigned(s, base, U64_MAX, &value);

	if (!err)
		*result = value;
	return err;
}

/** kstrtoll() - as kstrtoull(), signed: a minus is taken as well */
int kstrtoll(const char *s, unsigned int base, long long *result)
{
	s64 value;
	int err = parse_signed(s, base, S64_MAX, &value);

	if (!err)
		*result = value;
	return err;
}

/* The narrower types differ in nothing but type and limit. */
#define DEFINE_KSTRTO_UNSIGNED(name, type, max)                                                    \
	int name(const char *s, unsigned int base, type *result)                                   \
	{                                                                                          \
		u64 value;                                                                         \
		int err = parse_unsigned(s, base, max, &value);                                    \
                                                                                                   \
		if (!err)                                                                          \
			*result = (type)value;                                                     \
		return err;                                                                        \
	}

#define DEFINE_KSTRTO_SIGNED(name, type, max)                                                      \
	int name(const char *s, unsigned int base, type *result)                                   \
	{                                                                                          \
		s64 value;                                                                         \
		int err = parse_signed(s, base, max, &value);                                      \
                                                                                                   \
		if (!err)                                                                          \
			*result = (type)value;                                                     \
		return err;                                                                        \
	}

DEFINE_KSTRTO_UNSIGNED(kstrtoul, unsigned long, ULONG_MAX)
DEFINE_KSTRTO_SIGNED(kstrtol, long, LONG_MAX)
DEFINE_KSTRTO_UNSIGNED(kstrtouint, unsigned int, UINT_MAX)
DEFINE_KSTRTO_SIGNED(kstrtoint, int, INT_MAX)
DEFINE_KSTRTO_UNSIGNED(kstrtou16, u16, U16_MAX)
DEFINE_KSTRTO_SIGNED(kstrtos16, s16, S16_MAX)
DEFINE_KSTRTO_UNSIGNED(kstrtou8, u8, U8_MAX)
DEFINE_KSTRTO_SIGNED(kstrtos8, s8, S8_MAX)

/**
 * kstrtobool() - convert a word to a truth value
 * @s: begins with y, Y, t, T, 1 or "on" for true, n, N, f, F, 0 or "of" for false, in any case
 * @result: where it goes
 *
 * What follows is not looked at, as people write "yes" and "enabled" alike.
 *
 * Return: 0, or -EINVAL.
 */
int kstrtobool(const char *s, bool *result)
{
	if (!s)
		return -EINVAL;
	switch (tolower(s[0])) {
	case 'y':
	case 't':
	case '1':
		*result = true;
		return 0;
	case 'n':
	case 'f':
	case '0':
		*result = false;
		return 0;
	case 'o':
		if (tolower(s[1]) != 'n' && tolower(s[1]) != 'f')
			return -EINVAL;
		*result = tolower(s[1]) == 'n';
		return 0;
	default:
		return -EINVAL;
	}
}

/**
 * simple_strtoull() - convert the digits at the start of a string
 * @s: the string
 * @endp: where the first character behind the digits is stored, or NULL
 * @base: as for kstrtoull()
 *
 * Return: their value modulo 2^64; 0 when there are none.
 */
unsigned long long simple_strtoull(const char *s, char **endp, unsigned int base)
{
	bool overflow;
	u64 value;

	s = skip_base_prefix(s, &base);
	s = parse_digits(s, base, &value, &overflow);
	if (endp)
		*endp = (char *)s;
	return value;
}

/** simple_strtoll() - as simple_strtoull(), with an optional minus */
long long simple_strtoll(const char *s, char **endp, unsigned int base)
{
	if (*s == '-')
		return (long long)-simple_strtoull(s + 1, endp, base);
	return (long long)simple_strtoull(s, endp, base);
}

/** simple_strtoul() - as simple_strtoull(), modulo 2^32 */
unsigned long simple_strtoul(const char *s, char **endp, unsigned int base)
{
	return (unsigned long)simple_strtoull(s, endp, base);
}

/** simple_strtol() - as simple_strtoul(), with an optional minus */
long simple_strtol(const char *s, char **endp, unsigned int base)
{
	return (long)simple_strtoll(s, endp, base);
}
