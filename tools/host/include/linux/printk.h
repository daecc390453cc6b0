/* SPDX-License-Identifier: MIT */
/* Host build: the log goes to standard output, or into the capture of a test. */
#ifndef HOST_LINUX_PRINTK_H
#define HOST_LINUX_PRINTK_H

#include <linux/types.h>

int host_printk(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#define pr_info host_printk
#define pr_warn host_printk
#define pr_err  host_printk

#endif
