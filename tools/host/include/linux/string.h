/* SPDX-License-Identifier: MIT */
/* Host build: the C library has it. */
#ifndef HOST_LINUX_STRING_H
#define HOST_LINUX_STRING_H
#include <linux/types.h>
#endif
