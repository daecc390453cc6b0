/* SPDX-License-Identifier: MIT */
/* Cache lines. 64 bytes is what every x86 CPU since 2001 has; older ones have 32. */
#ifndef _LINUX_CACHE_H
#define _LINUX_CACHE_H

#include <linux/types.h>
#include <linux/align.h>

#define L1_CACHE_SHIFT    6
#define L1_CACHE_BYTES    (1 << L1_CACHE_SHIFT)
#define SMP_CACHE_BYTES   L1_CACHE_BYTES
#define L1_CACHE_ALIGN(x) ALIGN(x, L1_CACHE_BYTES)

#define ____cacheline_aligned        __attribute__((__aligned__(L1_CACHE_BYTES)))
#define ____cacheline_aligned_in_smp ____cacheline_aligned
#define __cacheline_aligned                                                                        \
	__attribute__((__aligned__(L1_CACHE_BYTES), __section__(".data..cacheline_aligned")))
#define __read_mostly

/* The line size that CPUID reports, in bytes. */
unsigned int cache_line_size(void);

#endif
