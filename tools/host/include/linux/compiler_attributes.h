/* SPDX-License-Identifier: MIT */
/*
 * Host build: the C library's headers define some of the same macros, so they come first, lose
 * those, and the kernel's follow.
 */
#ifndef HOST_LINUX_COMPILER_ATTRIBUTES_H
#define HOST_LINUX_COMPILER_ATTRIBUTES_H

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#undef __always_inline
#undef __attribute_const__
#undef __returns_nonnull

#include_next <linux/compiler_attributes.h>

#endif
