/* SPDX-License-Identifier: MIT */
/*
 * GFP flags: how and from where pages are allocated. A type flag (GFP_KERNEL, ...) is what
 * callers normally pass; it stands for a set of modifiers.
 *
 * Zone modifiers; the strictest given one counts:
 *   __GFP_DMA       only DMA (below 16 MB)
 *   __GFP_DMA32     only below 4 GB: there is no such zone on x86-32, so Normal, then DMA
 *   __GFP_HIGHMEM   HighMem, then Normal, then DMA
 *   none            Normal, then DMA
 *
 * Action modifiers:
 *   __GFP_WAIT        may sleep and reclaim
 *   __GFP_HIGH        may use half of the reserve under the min watermark
 *   __GFP_IO, __GFP_FS  shrinkers may start I/O, may call the file system
 *   __GFP_COLD        a page whose contents are not expected in the CPU's cache
 *   __GFP_NOWARN      no report of a failure
 *   __GFP_REPEAT      tries harder, may fail
 *   __GFP_NOFAIL      never fails: order 0 and 1
 *   __GFP_NORETRY     one round of reclaim
 *   __GFP_COMP        a compound page: one object, its pages know their head
 *   __GFP_ZERO        cleared
 *   __GFP_NOMEMALLOC  never under the min watermark
 *   __GFP_HARDWALL    only the nodes that the thread is allowed
 *   __GFP_RECLAIMABLE counted as memory that can be reclaimed
 */
#ifndef _LINUX_GFP_TYPES_H
#define _LINUX_GFP_TYPES_H

#include <linux/types.h>

#define __GFP_DMA         ((gfp_t)0x000001u)
#define __GFP_HIGHMEM     ((gfp_t)0x000002u)
#define __GFP_DMA32       ((gfp_t)0x000004u)
#define __GFP_WAIT        ((gfp_t)0x000010u)
#define __GFP_HIGH        ((gfp_t)0x000020u)
#define __GFP_IO          ((gfp_t)0x000040u)
#define __GFP_FS          ((gfp_t)0x000080u)
#define __GFP_COLD        ((gfp_t)0x000100u)
#define __GFP_NOWARN      ((gfp_t)0x000200u)
#define __GFP_REPEAT      ((gfp_t)0x000400u)
#define __GFP_NOFAIL      ((gfp_t)0x000800u)
#define __GFP_NORETRY     ((gfp_t)0x001000u)
#define __GFP_COMP        ((gfp_t)0x004000u)
#define __GFP_ZERO        ((gfp_t)0x008000u)
#define __GFP_NOMEMALLOC  ((gfp_t)0x010000u)
#define __GFP_HARDWALL    ((gfp_t)0x020000u)
#define __GFP_RECLAIMABLE ((gfp_t)0x080000u)
#define __GFP_BITS_MASK   ((gfp_t)0x0fffffu)

#define GFP_ZONEMASK (__GFP_DMA | __GFP_HIGHMEM | __GFP_DMA32)

/* Later names of the same meaning. */
#define __GFP_DIRECT_RECLAIM __GFP_WAIT
#define __GFP_RECLAIM        __GFP_WAIT
#define __GFP_RETRY_MAYFAIL  __GFP_REPEAT

#define GFP_NOWAIT   ((gfp_t)0)
#define GFP_ATOMIC   (__GFP_HIGH)
#define GFP_NOIO     (__GFP_WAIT)
#define GFP_NOFS     (__GFP_WAIT | __GFP_IO)
#define GFP_KERNEL   (__GFP_WAIT | __GFP_IO | __GFP_FS)
#define GFP_USER     (__GFP_WAIT | __GFP_IO | __GFP_FS)
#define GFP_HIGHUSER (__GFP_WAIT | __GFP_IO | __GFP_FS | __GFP_HIGHMEM)
#define GFP_DMA      __GFP_DMA
#define GFP_DMA32    __GFP_DMA32

static inline bool gfpflags_allow_blocking(gfp_t gfp)
{
	return !!(gfp & __GFP_WAIT);
}

#endif
