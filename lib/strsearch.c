// SPDX-License-Identifier: MIT
/*
 * Searching in strings, taking them apart, and looking them up in tables.
 *
 * Context: any; nothing locks or sleeps.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/string.h>

/** strchr() - the first place of @c in @s (the end counts as a character), or NULL */
char *strchr(const char *s, int c)
{
	const char *found = strchrnul(s, c);

	return *found == (char)c ? (char *)found : NULL;
}

/** strchrnul() - as strchr(), but answers the end of @s when @c is not there */
char *strchrnul(const char *s, int c)
{
	while (*s && *s != (char)c)
		s++;
	return (char *)s;
}

/** strnchr() - as strchr(), in the first @count bytes */
char *strnchr(const char *s, size_t count, int c)
{
	for (; count; count--, s++) {
		if (*s == (char)c)
			return (char *)s;
		if (!*s)
			break;
	}
	return NULL;
}

/** strrchr() - the last place of @c in @s (the end counts as a character), or NULL */
char *strrchr(const char *s, int c)
{
	const char *found = NULL;

	for (;; s++) {
		if (*s == (char)c)
			found = s;
		if (!*s)
			return (char *)found;
	}
}

/** strstr() - the first place of the string @what in @s, or NULL */
char *strstr(const char *s, const char *what)
{
	size_t len = strlen(what);

	/* strncmp() stops at the end of s, so nothing beyond it is read. */
	for (;; s++) {
		if (strncmp(s, what, len) == 0)
			return (char *)s;
		if (!*s)
			return NULL;
	}
}

/** strnstr() - as strstr(), in the first @count bytes */
char *strnstr(const char *s, const char *what, size_t count)
{
	size_t len = strlen(what);
	size_t left = strnlen(s, count);

	for (; left >= len; left--, s++) {
		if (memcmp(s, what, len) == 0)
			return (char *)s;
	}
	return NULL;
}

/** strspn() - how many characters at the start of @s are in @accept */
size_t strspn(const char *s, const char *accept)
{
	size_t len = 0;

	while (s[len] && strchr(accept, s[len]))
		len++;
	return len;
}

/** strcspn() - how many characters at the start of @s are not in @reject */
size_t strcspn(const char *s, const char *reject)
{
	size_t len = 0;

	while (s[len] && !strchr(reject, s[len]))
		len++;
	return len;
}

/** strpbrk() - the first place in @s of a character of @accept, or NULL */
char *strpbrk(const char *s, const char *accept)
{
	s += strcspn(s, accept);
	return *s ? (char *)s : NULL;
}

/**
 * strsep() - cut off the next token
 * @s: points to the rest of the string, and is moved behind the token; NULL when none is left
 * @delimiters: any one of them ends a token, so two in a row enclose an empty one
 *
 * Return: the token, ended in place, or NULL when there are no more.
 */
char *strsep(char **s, const char *delimiters)
{
	char *token = *s;
	char *end;

	if (!token)
		return NULL;
	end = strpbrk(token, delimiters);
	if (end)
		*end++ = '\0';
	*s = end;
	return token;
}

/** skip_spaces() - the first place in @s that is no white space */
char *skip_spaces(const char *s)
{
	while (isspace(*s))
		s++;
	return (char *)s;
}

/** strim() - cut white space off the end of @s, and answer the first place that is none */
char *strim(char *s)
{
	size_t len = strlen(s);

	while (len && isspace(s[len - 1]))
		len--;
	s[len] = '\0';
	return skip_spaces(s);
}

/** sysfs_streq() - whether strings are equal when one newline at the end does not count */
bool sysfs_streq(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (*a == '\n' && !*b)
		a++;
	else if (*b == '\n' && !*a)
		b++;
	return *a == *b;
}

static int find_in_table(const char *const *array, size_t n, const char *s,
			 bool (*equal)(const char *, const char *))
{
	size_t i;

	for (i = 0; i < n && array[i]; i++) {
		if (equal(array[i], s))
			return (int)i;
	}
	return -EINVAL;
}

static bool equal_exactly(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/**
 * match_string() - look a string up in a table
 * @array: the table; a NULL entry ends it early
 * @n: its entries, (size_t)-1 when a NULL ends it
 * @s: what to look for
 *
 * Return: the index, or -EINVAL.
 */
int match_string(const char *const *array, size_t n, const char *s)
{
	return find_in_table(array, n, s, equal_exactly);
}

/** __sysfs_match_string() - as match_string(), compared by sysfs_streq() */
int __sysfs_match_string(const char *const *array, size_t n, const char *s)
{
	return find_in_table(array, n, s, sysfs_streq);
}
