/* SPDX-License-Identifier: MIT */
/*
 * Page frames: conversions between frame number (pfn), struct page, physical address and
 * address in the direct map; reference counts; totals.
 */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/atomic.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/sections.h>
#include <asm/page.h>
#include <asm/pgtable.h>

#define PAGE_ALIGN(addr)   ALIGN(addr, PAGE_SIZE)
#define PAGE_ALIGNED(addr) IS_ALIGNED((unsigned long)(addr), PAGE_SIZE)
#define PFN_UP(x)          (((x) + PAGE_SIZE - 1) >> PAGE_SHIFT)
#define PFN_DOWN(x)        ((x) >> PAGE_SHIFT)
#define PFN_PHYS(x)        ((phys_addr_t)(x) << PAGE_SHIFT)
#define PHYS_PFN(x)        ((unsigned long)((x) >> PAGE_SHIFT))
#define offset_in_page(p)  ((unsigned long)(p) & ~PAGE_MASK)

/* The smallest order whose block holds size bytes; size 0 gives 0. */
static inline unsigned int get_order(unsigned long size)
{
	return size <= PAGE_SIZE ? 0 : fls((size - 1) >> PAGE_SHIFT);
}

static inline enum zone_type page_zonenum(const struct page *page)
{
	return (page->flags & PAGE_ZONE_MASK) >> PAGE_ZONE_SHIFT;
}

static inline int page_to_nid(const struct page *page)
{
	return page->flags >> PAGE_NODE_SHIFT & ((1 << PAGE_NODE_BITS) - 1);
}

static inline struct zone *page_zone(const struct page *page)
{
	return &NODE_DATA(page_to_nid(page))->node_zones[page_zonenum(page)];
}

static inline int PageHighMem(const struct page *page)
{
	return page_zonenum(page) == ZONE_HIGHMEM;
}

static inline phys_addr_t page_to_phys(const struct page *page)
{
	return PFN_PHYS(page_to_pfn(page));
}

/* Conversions of direct-map addresses. Debug builds report an address that is not one. */
unsigned long debug_virt_to_phys(const volatile void *addr);

static inline unsigned long virt_to_phys(const volatile void *addr)
{
	return IS_ENABLED(CONFIG_DEBUG) ? debug_virt_to_phys(addr) : __pa(addr);
}

static inline void *phys_to_virt(unsigned long phys)
{
	return __va(phys);
}

static inline struct page *__virt_to_page(const void *addr)
{
	return direct_map_page((virt_to_phys(addr) & PAGE_MASK) + PAGE_OFFSET);
}

/* Addresses come as pointers and as numbers. */
#define virt_to_page(addr)      __virt_to_page((const void *)(addr))
#define virt_addr_valid(addr)   __virt_addr_valid((const void *)(addr))
#define page_to_virt(page)      lowmem_page_address(page)
#define virt_to_head_page(addr) compound_head(virt_to_page(addr))
#define pfn_to_kaddr(pfn)       __va((unsigned long)(pfn) << PAGE_SHIFT)

/* Is this an address in the direct map, of a frame that exists? */
static inline bool __virt_addr_valid(const void *addr)
{
	return __pa(addr) < (unsigned long)high_memory - PAGE_OFFSET &&
	       low_pfn_valid(__pa(addr) >> PAGE_SHIFT);
}

static inline bool is_vmalloc_addr(const void *addr)
{
	return (unsigned long)addr >= VMALLOC_START && (unsigned long)addr < VMALLOC_END;
}

static inline void *lowmem_page_address(const struct page *page)
{
	return direct_map_address(page);
}

/* NULL for a high page that is not mapped. */
void *page_address(const struct page *page);

static inline int page_count(const struct page *page)
{
	return atomic_read(&compound_head(page)->_count) + 1;
}
#define page_ref_count(page) page_count(page)

/* A reference to what is free is a mistake; debug builds report it and give none. */
static inline void get_page(struct page *page)
{
	struct page *head = compound_head(page);

	if (IS_ENABLED(CONFIG_DEBUG) &&
	    WARN(atomic_read(&head->_count) < 0, "get_page: pfn %05lx is free", page_to_pfn(head)))
		return;
	atomic_inc(&head->_count);
}

void put_page(struct page *page);

#define page_private(page)        ((page)->private)
#define set_page_private(page, v) ((page)->private = (v))

#define nth_page(page, n)  pfn_to_page(page_to_pfn(page) + (n))
#define compound_nr(page)  (1UL << compound_order(page))
#define page_size(page)    (PAGE_SIZE << compound_order(page))
#define PFN_ALIGN(x)       ALIGN((unsigned long)(x), PAGE_SIZE)
#define numa_node_id()     0
#define trylock_page(page) (!TestSetPageLocked(page))
#define unlock_page(page)  ClearPageLocked(page)

unsigned long totalram_pages(void);
unsigned long totalhigh_pages(void);
unsigned long nr_free_pages(void);
unsigned long nr_free_highpages(void);

extern unsigned long max_pfn, max_low_pfn;

/* Reports, on the log. */
void show_mem(void);
void show_zoneinfo(void);
void show_buddyinfo(void);
void show_memmap(void);

#endif
