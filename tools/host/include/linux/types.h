/* SPDX-License-Identifier: MIT */
/* Host build: the kernel's integer names over the host's C library. */
#ifndef HOST_LINUX_TYPES_H
#define HOST_LINUX_TYPES_H

#include <linux/compiler.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef unsigned long long u64; /* %llu, as in the kernel */
typedef int32_t s32;
typedef long long s64;

#endif
