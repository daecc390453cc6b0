/* SPDX-License-Identifier: MIT */
/*
 * Where reclaim hooks into the page allocator. Without hooks nothing can be reclaimed, and a
 * request that the free lists cannot serve fails at once.
 */
#ifndef _LINUX_RECLAIM_H
#define _LINUX_RECLAIM_H

#include <linux/gfp_types.h>
#include <linux/mmzone.h>

struct reclaim_ops {
	/* Called by a request that found less than the low watermark; must not sleep. */
	void (*wake)(enum zone_type classzone, unsigned int order);
	/* Frees what it can for a request that may sleep. Returns pages freed. */
	unsigned long (*reclaim)(gfp_t gfp, unsigned int order);
};

/* NULL takes the hooks out. */
void set_reclaim_ops(const struct reclaim_ops *ops);

#endif
