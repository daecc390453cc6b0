/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ALIGN_H
#define _LINUX_ALIGN_H

#include <linux/const.h>

/* The alignment is a power of two. The result has the type of x. */
#define __ALIGN_MASK(x, mask) (((x) + (mask)) & ~(mask))
#define ALIGN(x, a)           __ALIGN_MASK(x, (typeof(x))(a)-1)
#define ALIGN_DOWN(x, a)      ((x) & ~((typeof(x))(a)-1))
#define __ALIGN_KERNEL(x, a)  ALIGN(x, a)
#define IS_ALIGNED(x, a)      (((x) & ((typeof(x))(a)-1)) == 0)
#define PTR_ALIGN(p, a)       ((typeof(p))ALIGN((unsigned long)(p), (a)))
#define PTR_ALIGN_DOWN(p, a)  ((typeof(p))ALIGN_DOWN((unsigned long)(p), (a)))
#define PTR_IS_ALIGNED(p, a)  IS_ALIGNED((unsigned long)(p), (a))

#endif
