// SPDX-License-Identifier: MIT
/* The kernel log on the host, for programs that run no tests: it goes to standard output. */
#include <linux/printk.h>

int host_printk(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintf(fmt, args);
	va_end(args);
	return len;
}
