/* SPDX-License-Identifier: MIT */
/* Host build: the C library has it. */
#ifndef HOST_LINUX_SPRINTF_H
#define HOST_LINUX_SPRINTF_H
#include <linux/types.h>
#endif
