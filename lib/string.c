// SPDX-License-Identifier: MIT
/*
 * Functions on strings: copying, comparing, and their lengths. Searching is in strsearch.c.
 *
 * Copying into a buffer of limited size: strscpy() is the one to use. It always terminates, says
 * when the source did not fit, and never reads past what it copies. strlcpy() reads the whole
 * source, strncpy() may leave the result without an end.
 *
 * Context: any; nothing locks or sleeps.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/string.h>

#undef strlen
#undef strcmp

/** strlen() - the length of a string in bytes, without its end */
size_t strlen(const char *s)
{
	const char *end = s;

	while (*end) {
		end++;
		/* Keeps the compiler from seeing strlen() in this loop. */
		barrier_data(end);
	}
	return (size_t)(end - s);
}

/** strnlen() - as strlen(), but looks at @max bytes at most, and answers @max then */
size_t strnlen(const char *s, size_t max)
{
	size_t len = 0;

	while (len < max && s[len])
		len++;
	return len;
}

/** strcpy() - copy a string to where there is room for it; returns @dst */
char *strcpy(char *dst, const char *src)
{
	stpcpy(dst, src);
	return dst;
}

/** stpcpy() - as strcpy(), but returns where the end of the result lies */
char *stpcpy(char *dst, const char *src)
{
	while ((*dst = *src++) != '\0')
		dst++;
	return dst;
}

/**
 * strncpy() - copy a string into a field
 * @dst: the field
 * @src: the string
 * @count: bytes of the field: all are written, the rest with zeros, and no end is stored when
 *         @src is as long as the field or longer
 *
 * Return: @dst.
 */
char *strncpy(char *dst, const char *src, size_t count)
{
	size_t len = strnlen(src, count);

	memcpy_and_pad(dst, count, src, len, 0);
	return dst;
}

/**
 * strlcpy() - copy a string into a buffer
 * @dst: the buffer, terminated always unless its size is 0
 * @src: the string; all of it is read
 * @size: bytes of the buffer
 *
 * Return: the length of @src: it was cut when that is not below @size.
 */
size_t strlcpy(char *dst, const char *src, size_t size)
{
	size_t len = strlen(src);

	strscpy(dst, src, size);
	return len;
}

/**
 * strscpy() - copy a string into a buffer
 * @dst: the buffer, terminated always unless its size is 0
 * @src: the string
 * @size: bytes of the buffer
 *
 * Return: the length of the result, or -E2BIG when @src did not fit (or @size is 0).
 */
ssize_t strscpy(char *dst, const char *src, size_t size)
{
	size_t len;

	if (size == 0)
		return -E2BIG;
	len = strnlen(src, size);
	if (len < size) {
		memcpy(dst, src, len + 1);
		return (ssize_t)len;
	}
	memcpy(dst, src, size - 1);
	dst[size - 1] = '\0';
	return -E2BIG;
}

/** strscpy_pad() - as strscpy(), and clears the rest of the buffer */
ssize_t strscpy_pad(char *dst, const char *src, size_t size)
{
	ssize_t len = strscpy(dst, src, size);

	if (len >= 0)
		memset(dst + len, 0, size - (size_t)len);
	return len;
}

/** strcat() - append a string where there is room for it; returns @dst */
char *strcat(char *dst, const char *src)
{
	strcpy(dst + strlen(dst), src);
	return dst;
}

/** strncat() - append at most @count bytes of a string, and an end; returns @dst */
char *strncat(char *dst, const char *src, size_t count)
{
	char *end = dst + strlen(dst);
	size_t len = strnlen(src, count);

	memcpy(end, src, len);
	end[len] = '\0';
	return dst;
}

/**
 * strlcat() - append a string in a buffer
 * @dst: the buffer, with a string in it
 * @src: what to append
 * @size: bytes of the buffer; when it holds no end within them it stays as it is
 *
 * Return: the length that the result would have had: it was cut when that is not below @size.
 */
size_t strlcat(char *dst, const char *src, size_t size)
{
	size_t used = strnlen(dst, size);

	if (used == size)
		return size + strlen(src);
	return used + strlcpy(dst + used, src, size - used);
}

/** strcmp() - 0 when equal, else the sign of the first difference, as unsigned bytes */
int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (unsigned char)*a - (unsigned char)*b;
}

/** strncmp() - as strcmp(), for the first @count bytes */
int strncmp(const char *a, const char *b, size_t count)
{
	for (; count; count--, a++, b++) {
		if (*a != *b || !*a)
			return (unsigned char)*a - (unsigned char)*b;
	}
	return 0;
}

/** strcasecmp() - as strcmp(), with A to Z taken for a to z */
int strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, ~(size_t)0);
}

/** strncasecmp() - as strncmp(), with A to Z taken for a to z */
int strncasecmp(const char *a, const char *b, size_t count)
{
	for (; count; count--, a++, b++) {
		int left = tolower((unsigned char)*a);
		int right = tolower((unsigned char)*b);

		if (left != right || !left)
			return left - right;
	}
	return 0;
}

/** strreplace() - put @new in the place of every @old; returns @s */
char *strreplace(char *s, char old, char new)
{
	char *pos;

	for (pos = s; *pos; pos++) {
		if (*pos == old)
			*pos = new;
	}
	return s;
}
