/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/align.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/errno.h>
#include <linux/hex.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/stddef.h>
#include <linux/stringify.h>
#include <linux/typecheck.h>
#include <linux/types.h>
#include <asm/byteorder.h>
#include <linux/sched.h>

#define ARRAY_SIZE(arr)      (sizeof(arr) / sizeof((arr)[0]) + __must_be_array(arr))
#define __must_be_array(arr) BUILD_BUG_ON_ZERO(__same_type((arr), &(arr)[0]))

#define upper_32_bits(n) ((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n) ((u32)((n)&0xffffffff))
#define upper_16_bits(n) ((u16)((n) >> 16))
#define lower_16_bits(n) ((u16)((n)&0xffff))

#define u64_to_user_ptr(x) ((void *)(uintptr_t)(x))
#define PTR_IF(cond, ptr)  ((cond) ? (ptr) : NULL)
#define REPEAT_BYTE(x)     ((~0ul / 0xff) * (x))

#define _RET_IP_ ((unsigned long)__builtin_return_address(0))
#define _THIS_IP_                                                                                  \
	({                                                                                         \
		__label__ __here;                                                                  \
	__here:                                                                                    \
		(unsigned long)&&__here;                                                           \
	})

#endif
