/* SPDX-License-Identifier: MIT */
/*
 * What went wrong before there is a kernel to report it: one readable line that names the
 * offending thing. The early parsers fill it in; whoever called them decides whether to stop.
 */
#ifndef QUARRY_BOOT_ERROR_H
#define QUARRY_BOOT_ERROR_H

#include <linux/types.h>

/* Long enough for a sentence with two 64-bit numbers and 60 characters of quoted text. */
#define BOOT_ERROR_LEN 160

struct boot_error {
	char text[BOOT_ERROR_LEN];
};

/* Quoting foreign text: `"%.*s"` with these two arguments never shows more than 60 characters. */
#define BOOT_ERROR_QUOTE 60

int boot_error_set(struct boot_error *err, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif /* QUARRY_BOOT_ERROR_H */
