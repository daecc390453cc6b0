/* SPDX-License-Identifier: MIT */
/* Two levels: 1024 directory entries of 4 MB, 32-bit entries, no NX. */
#ifndef _ASM_PGTABLE_2LEVEL_H
#define _ASM_PGTABLE_2LEVEL_H

typedef u32 pteval_t;

#define PTRS_PER_PTE  1024
#define PMD_SHIFT     22
#define PAGING_LEVELS 2
#define _PAGE_NX      ((pteval_t)0)
#define PTE_PHYS_MASK ((pteval_t)0xfffff000)
#define MAX_PHYS_BITS 32

/* A 32-bit store is seen whole by every page walker. */
static inline void __set_entry(pteval_t *entry, pteval_t value)
{
	WRITE_ONCE(*entry, value);
}

#endif
