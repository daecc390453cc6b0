/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_STRING_H
#define _LINUX_STRING_H

#include <linux/compiler.h>
#include <linux/stddef.h>
#include <linux/types.h>

/* Memory */
void *memset(void *dst, int byte, size_t size);
void *memset16(u16 *dst, u16 value, size_t count);
void *memset32(u32 *dst, u32 value, size_t count);
void *memset64(u64 *dst, u64 value, size_t count);
void *memcpy(void *restrict dst, const void *restrict src, size_t size);
void *memmove(void *dst, const void *src, size_t size);
int memcmp(const void *a, const void *b, size_t size);
int bcmp(const void *a, const void *b, size_t size);
void *memchr(const void *mem, int byte, size_t size);
void *memchr_inv(const void *mem, int byte, size_t size);
void *memscan(void *mem, int byte, size_t size);
void memzero_explicit(void *mem, size_t size);
void memcpy_and_pad(void *dst, size_t dst_size, const void *src, size_t size, int pad);

/* Strings */
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
char *strcpy(char *dst, const char *src);
char *strncpy(char *dst, const char *src, size_t count);
size_t strlcpy(char *dst, const char *src, size_t size);
ssize_t strscpy(char *dst, const char *src, size_t size);
ssize_t strscpy_pad(char *dst, const char *src, size_t size);
char *stpcpy(char *dst, const char *src);
char *strcat(char *dst, const char *src);
char *strncat(char *dst, const char *src, size_t count);
size_t strlcat(char *dst, const char *src, size_t size);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t count);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t count);
char *strchr(const char *s, int c);
char *strchrnul(const char *s, int c);
char *strnchr(const char *s, size_t count, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *what);
char *strnstr(const char *s, const char *what, size_t count);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);
char *strpbrk(const char *s, const char *accept);
char *strsep(char **s, const char *delimiters);
char *skip_spaces(const char *s);
char *strim(char *s);
char *strreplace(char *s, char old, char new);
bool sysfs_streq(const char *a, const char *b);
int match_string(const char *const *array, size_t n, const char *s);
int __sysfs_match_string(const char *const *array, size_t n, const char *s);
#define sysfs_match_string(array, s) __sysfs_match_string(array, ARRAY_SIZE(array), s)

static inline char *strstrip(char *s)
{
	return strim(s);
}

/* The length of the prefix when s begins with it, else 0. */
static __always_inline size_t str_has_prefix(const char *s, const char *prefix)
{
	size_t len = __builtin_strlen(prefix);

	return strncmp(s, prefix, len) == 0 ? len : 0;
}

static inline bool strstarts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, __builtin_strlen(prefix)) == 0;
}

/* The name behind the last slash. */
static inline const char *kbasename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* -ffreestanding forbids the compiler to know these names; given small constants it does better. */
#define memset(dst, byte, size) __builtin_memset(dst, byte, size)
#define memcpy(dst, src, size)  __builtin_memcpy(dst, src, size)
#define memmove(dst, src, size) __builtin_memmove(dst, src, size)
#define memcmp(a, b, size)      __builtin_memcmp(a, b, size)
#define strlen(s)               __builtin_strlen(s)
#define strcmp(a, b)            __builtin_strcmp(a, b)

/* Fills the member and all that follows it in the structure. */
#define memset_after(obj, byte, member)                                                            \
	memset((u8 *)(obj) + offsetofend(typeof(*(obj)), member), (byte),                          \
	       sizeof(*(obj)) - offsetofend(typeof(*(obj)), member))
#define memset_startat(obj, byte, member)                                                          \
	memset((u8 *)(obj) + offsetof(typeof(*(obj)), member), (byte),                             \
	       sizeof(*(obj)) - offsetof(typeof(*(obj)), member))

#endif
