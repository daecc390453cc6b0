/* SPDX-License-Identifier: MIT */
/* Host build: the C library has it. */
#ifndef HOST_LINUX_STDARG_H
#define HOST_LINUX_STDARG_H
#include <linux/types.h>
#endif
