/* SPDX-License-Identifier: MIT */
/*
 * The kernel's virtual map. Nothing is mapped below PAGE_OFFSET once boot is over.
 *
 *   FFFFFFFF  +----------------------------+
 *             | top page, never mapped     |
 *   FFFFF000  +----------------------------+ FIXADDR_TOP
 *             | fixmap: kmap_atomic slots, |
 *             | boot-time windows          |
 *   FFC00000  +----------------------------+ FIXADDR_START
 *             | pkmap: kmap(), 1024 pages  |
 *   FF800000  +----------------------------+ PKMAP_BASE
 *             | 2 pages, never mapped      |
 *   FF7FE000  +----------------------------+ VMALLOC_END
 *             | vmalloc, ioremap           |
 *             +----------------------------+ VMALLOC_START = high_memory + 8 MB
 *             | 8 MB, never mapped         |
 *             +----------------------------+ high_memory (at most F8000000: 896 MB)
 *             | direct map of low memory   |
 *   C0000000  +----------------------------+ PAGE_OFFSET
 *             | nothing                    |
 *   00000000  +----------------------------+
 */
#ifndef _ASM_VMAP_LAYOUT_H
#define _ASM_VMAP_LAYOUT_H

#define FIXADDR_TOP    0xFFFFF000UL
#define FIXADDR_START  0xFFC00000UL
#define PKMAP_BASE     0xFF800000UL
#define LAST_PKMAP     1024
#define VMALLOC_END    0xFF7FE000UL
#define VMALLOC_OFFSET (8UL << 20)
#define VMALLOC_START  (((unsigned long)high_memory + VMALLOC_OFFSET) & PAGE_MASK)

/* The end of the direct map: the address behind the last page of low memory. */
extern void *high_memory;

/* Fixmap slots, counted downwards from FIXADDR_TOP. */
enum fixed_addresses {
	FIX_HOLE,
	FIX_BOOT_WINDOW, /* one page of any physical address, during boot */
	FIX_APIC_BASE,
	FIX_IO_APIC,
	FIX_WINDOW_BEGIN, /* a page of each CPU's, for mm/highmem.c */
	FIX_WINDOW_END = FIX_WINDOW_BEGIN + CONFIG_NR_CPUS - 1,
	FIX_KMAP_BEGIN,
	FIX_KMAP_END = FIX_KMAP_BEGIN + 16 * CONFIG_NR_CPUS - 1,
	__end_of_fixed_addresses
};

#define fix_to_virt(slot) (FIXADDR_TOP - ((unsigned long)(slot) << PAGE_SHIFT))

#endif
