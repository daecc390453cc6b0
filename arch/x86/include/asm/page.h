/* SPDX-License-Identifier: MIT */
/*
 * Page size and the linear map of low memory.
 *
 *   physical address  p      0 .. high_memory - PAGE_OFFSET
 *   virtual address   p + PAGE_OFFSET
 */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#define PAGE_SHIFT      12
#define PAGE_OFFSET_RAW 0xC0000000

#ifndef __ASSEMBLY__
#include <linux/types.h>
#include <linux/string.h>

#define PAGE_SIZE   (1UL << PAGE_SHIFT)
#define PAGE_MASK   (~(PAGE_SIZE - 1))
#define PAGE_OFFSET 0xC0000000UL

/* Unchecked forms; virt_to_phys() and friends in <linux/mm.h> check in debug builds. */
#define __pa(v) (-PAGE_OFFSET + (unsigned long)(v))
#define __va(p) ((void *)((unsigned long)(p) + PAGE_OFFSET))

/* Returns the address behind the page, which is where the instruction ends up anyway. */
static __always_inline void *clear_page_end(void *page)
{
	unsigned long n = PAGE_SIZE / 4;

	asm volatile("rep stosl" : "+D"(page), "+c"(n) : "a"(0) : "memory");
	return page;
}

static __always_inline void clear_page(void *page)
{
	clear_page_end(page);
}

static __always_inline void copy_page(void *to, const void *from)
{
	unsigned long n = PAGE_SIZE / 4;

	asm volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(n) : : "memory");
}
#endif /* __ASSEMBLY__ */
#endif
