/* SPDX-License-Identifier: MIT */
/* Host build: memory for tests. */
#ifndef HOST_LINUX_GFP_H
#define HOST_LINUX_GFP_H

#include <linux/types.h>

#define GFP_KERNEL 0

static inline void *alloc_pages_exact(size_t size, unsigned int gfp)
{
	return malloc(size);
}

static inline void free_pages_exact(void *p, size_t size)
{
	free(p);
}

#endif
