/* SPDX-License-Identifier: MIT */
/*
 * struct page: what the kernel knows of one page frame. There is one for every frame of RAM,
 * in arrays of a section each (mm/sections.c), so its size is 0.78 % of memory.
 *
 *   flags, from the top:  | section | node | zone | order | page flags |
 *                            10        1      2      4       15
 *
 *   order   of the block this page is the first of: free, or allocated. In all other pages of
 *           a block it is 0.
 */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/build_bug.h>

struct address_space;

struct page {
	unsigned long flags;           /* <linux/page-flags.h> */
	atomic_t _count;               /* references - 1: -1 is free; page_count() asks */
	atomic_t _mapcount;            /* -1: in no page table of a process */
	unsigned long private;         /* the owner's; in a compound tail: the head */
	struct address_space *mapping; /* the owner's */
	pgoff_t index;                 /* the owner's */
	struct list_head lru;          /* the owner's; in a free block: its free list */
};

/* A power of two: the address of a block's buddy differs in one bit (mm/buddy.c). */
#define STRUCT_PAGE_SHIFT 5
static_assert(sizeof(struct page) == 1 << STRUCT_PAGE_SHIFT);

#endif
