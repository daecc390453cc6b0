/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KSTRTOX_H
#define _LINUX_KSTRTOX_H

#include <linux/compiler.h>
#include <linux/types.h>

/*
 * Strict conversion of a whole string, which may end in one newline: 0, -EINVAL for anything that
 * is not a number, -ERANGE for a number that does not fit; *result is written only on success.
 * Base 0 takes 0x for 16 and a leading 0 for 8.
 */
int __must_check kstrtoull(const char *s, unsigned int base, unsigned long long *result);
int __must_check kstrtoll(const char *s, unsigned int base, long long *result);
int __must_check kstrtoul(const char *s, unsigned int base, unsigned long *result);
int __must_check kstrtol(const char *s, unsigned int base, long *result);
int __must_check kstrtouint(const char *s, unsigned int base, unsigned int *result);
int __must_check kstrtoint(const char *s, unsigned int base, int *result);
int __must_check kstrtou16(const char *s, unsigned int base, u16 *result);
int __must_check kstrtos16(const char *s, unsigned int base, s16 *result);
int __must_check kstrtou8(const char *s, unsigned int base, u8 *result);
int __must_check kstrtos8(const char *s, unsigned int base, s8 *result);
int __must_check kstrtobool(const char *s, bool *result);

static inline int __must_check kstrtou64(const char *s, unsigned int base, u64 *result)
{
	return kstrtoull(s, base, result);
}

static inline int __must_check kstrtos64(const char *s, unsigned int base, s64 *result)
{
	return kstrtoll(s, base, result);
}

static inline int __must_check kstrtou32(const char *s, unsigned int base, u32 *result)
{
	return kstrtouint(s, base, result);
}

static inline int __must_check kstrtos32(const char *s, unsigned int base, s32 *result)
{
	return kstrtoint(s, base, result);
}

/* Lenient: as far as the digits go, wrapping; *endp is the first character not used. */
unsigned long long simple_strtoull(const char *s, char **endp, unsigned int base);
long long simple_strtoll(const char *s, char **endp, unsigned int base);
unsigned long simple_strtoul(const char *s, char **endp, unsigned int base);
long simple_strtol(const char *s, char **endp, unsigned int base);

unsigned long long memparse(const char *s, char **endp);
int get_option(char **str, int *value);
char *get_options(const char *str, int nints, int *ints);

#endif
