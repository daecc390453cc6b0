/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CTYPE_H
#define _LINUX_CTYPE_H

#include <linux/types.h>

/* ASCII only: bytes from 128 up belong to no class. Safe for plain char of either sign. */
static __always_inline bool __char_between(int c, unsigned int low, unsigned int high)
{
	return (unsigned int)(unsigned char)c - low <= high - low;
}

static __always_inline bool isdigit(int c)
{
	return __char_between(c, '0', '9');
}

static __always_inline bool islower(int c)
{
	return __char_between(c, 'a', 'z');
}

static __always_inline bool isupper(int c)
{
	return __char_between(c, 'A', 'Z');
}

static __always_inline bool isalpha(int c)
{
	return __char_between(c | 0x20, 'a', 'z');
}

static __always_inline bool isalnum(int c)
{
	return isalpha(c) || isdigit(c);
}

static __always_inline bool isxdigit(int c)
{
	return isdigit(c) || __char_between(c | 0x20, 'a', 'f');
}

static __always_inline bool isodigit(int c)
{
	return __char_between(c, '0', '7');
}

static __always_inline bool isspace(int c)
{
	return (unsigned char)c == ' ' || __char_between(c, '\t', '\r');
}

static __always_inline bool isblank(int c)
{
	return (unsigned char)c == ' ' || (unsigned char)c == '\t';
}

static __always_inline bool iscntrl(int c)
{
	return (unsigned char)c < ' ' || (unsigned char)c == 0x7f;
}

static __always_inline bool isprint(int c)
{
	return __char_between(c, ' ', '~');
}

static __always_inline bool isgraph(int c)
{
	return __char_between(c, '!', '~');
}

static __always_inline bool ispunct(int c)
{
	return isgraph(c) && !isalnum(c);
}

static __always_inline bool isascii(int c)
{
	return (unsigned int)c < 128;
}

static __always_inline unsigned char toascii(int c)
{
	return (unsigned char)(c & 127);
}

static __always_inline int tolower(int c)
{
	return isupper(c) ? c + ('a' - 'A') : c;
}

static __always_inline int toupper(int c)
{
	return islower(c) ? c - ('a' - 'A') : c;
}

#endif
