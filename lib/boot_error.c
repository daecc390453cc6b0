// SPDX-License-Identifier: MIT
/* The one line that an early parser leaves behind when it gives up. */
#include <linux/kernel.h>
#include <linux/stdarg.h>
#include <quarry/boot_error.h>
#include <quarry/init_or_test.h>

/**
 * boot_error_set - note what went wrong and hand on the error number
 * @err: where the text goes, cut to fit; may be NULL
 * @code: negative errno
 * @fmt: printf format, no newline at the end
 *
 * Context: any, nothing but the formatter is needed.
 * Return: @code, so that a parser can `return boot_error_set(...)`.
 */
int __init_or_test boot_error_set(struct boot_error *err, int code, const char *fmt, ...)
{
	va_list args;

	if (!err)
		return code;
	va_start(args, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, args);
	va_end(args);
	return code;
}
