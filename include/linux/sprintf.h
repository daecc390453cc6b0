/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SPRINTF_H
#define _LINUX_SPRINTF_H

#include <linux/compiler.h>
#include <linux/stdarg.h>
#include <linux/types.h>

/* See lib/vsprintf.c for the conversions. All of them are safe in any context. */
__printf(3, 0) int vsnprintf(char *buf, size_t size, const char *fmt, va_list args);
__printf(3, 4) int snprintf(char *buf, size_t size, const char *fmt, ...);
__printf(3, 0) int vscnprintf(char *buf, size_t size, const char *fmt, va_list args);
__printf(3, 4) int scnprintf(char *buf, size_t size, const char *fmt, ...);
__printf(2, 0) int vsprintf(char *buf, const char *fmt, va_list args);
__printf(2, 3) int sprintf(char *buf, const char *fmt, ...);

__scanf(2, 0) int vsscanf(const char *s, const char *fmt, va_list args);
__scanf(2, 3) int sscanf(const char *s, const char *fmt, ...);

/* What %pV takes: a format and its arguments, to be printed in the middle of another. */
struct va_format {
	const char *fmt;
	va_list *va;
};

#endif
