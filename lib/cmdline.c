// SPDX-License-Identifier: MIT
/*
 * Values as people write them on a kernel command line: sizes with a unit, lists of numbers,
 * lists of ranges.
 *
 * Context: any.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

static unsigned int unit_shift(char unit)
{
	switch (tolower(unit)) {
	case 'e':
		return 60;
	case 'p':
		return 50;
	case 't':
		return 40;
	case 'g':
		return 30;
	case 'm':
		return 20;
	case 'k':
		return 10;
	default:
		return 0;
	}
}

/**
 * memparse() - read a size
 * @s: digits (0x and leading 0 as usual), then an optional unit K, M, G, T, P or E of either case
 * @endp: where the first character not used is stored, or NULL
 *
 * Return: the size in bytes modulo 2^64.
 */
unsigned long long memparse(const char *s, char **endp)
{
	char *end;
	unsigned long long size = simple_strtoull(s, &end, 0);
	unsigned int shift = unit_shift(*end);

	if (shift && end != s)
		end++;
	else
		shift = 0;
	if (endp)
		*endp = end;
	return size << shift;
}

/**
 * get_option() - read one number of a list
 * @str: points to the list, and is moved behind the number and the comma
 * @value: where the number goes
 *
 * Return: 0 no number, 1 the last one, 2 a comma follows, 3 a minus follows and @str points to it.
 */
int get_option(char **str, int *value)
{
	char *end;

	if (!*str || !**str)
		return 0;
	*value = (int)simple_strtol(*str, &end, 0);
	if (end == *str)
		return 0;
	*str = end;
	if (*end == '-')
		return 3;
	if (*end != ',')
		return 1;
	*str = end + 1;
	return 2;
}

/**
 * get_options() - read a list of numbers and ranges
 * @str: the list, as in 1,4-7,9
 * @nints: elements of @ints
 * @ints: element 0 gets the count, the others the numbers; what does not fit is left out
 *
 * Return: the first character not used.
 */
char *get_options(const char *str, int nints, int *ints)
{
	char *rest = (char *)str;
	int count = 0;
	int more, value, last;

	do {
		more = get_option(&rest, &value);
		if (!more)
			break;
		last = value;
		if (more == 3) {
			rest++;
			more = get_option(&rest, &last);
		}
		for (; value <= last && count + 1 < nints; value++)
			ints[++count] = value;
	} while (more == 2 && count + 1 < nints);

	ints[0] = count;
	return rest;
}

/* One "a" or "a-b" of a list; *s is moved behind it. */
static int parse_range(const char **s, unsigned long nbits, unsigned long *first,
		       unsigned long *last)
{
	char *end;

	if (!isdigit(**s))
		return -EINVAL;
	*first = simple_strtoul(*s, &end, 10);
	*last = *first;
	if (*end == '-') {
		if (!isdigit(end[1]))
			return -EINVAL;
		*last = simple_strtoul(end + 1, &end, 10);
	}
	*s = end;
	if (*last < *first)
		return -EINVAL;
	return *last < nbits ? 0 : -ERANGE;
}

/**
 * bitmap_parselist() - read a list of bits
 * @s: as in 0-3,8,10; may be empty
 * @map: the bitmap, overwritten
 * @nbits: bits in it
 *
 * Return: 0, -EINVAL when it is no list, -ERANGE when it names a bit that is not in the map. The
 * map then holds what came before.
 */
int bitmap_parselist(const char *s, unsigned long *map, int nbits)
{
	unsigned long first, last;
	int err;

	bitmap_zero(map, (unsigned int)nbits);
	s = skip_spaces(s);
	while (*s) {
		err = parse_range(&s, (unsigned long)nbits, &first, &last);
		if (err)
			return err;
		bitmap_set(map, (unsigned int)first, (unsigned int)(last - first + 1));
		s = skip_spaces(s);
		if (*s == ',')
			s = skip_spaces(s + 1);
		else if (*s)
			return -EINVAL;
	}
	return 0;
}
