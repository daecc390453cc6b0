/* SPDX-License-Identifier: MIT */
/* PAE: 4 pointers to directories of 512 entries of 2 MB, 64-bit entries, NX in bit 63. */
#ifndef _ASM_PGTABLE_3LEVEL_H
#define _ASM_PGTABLE_3LEVEL_H

typedef u64 pteval_t;

#define PTRS_PER_PTE  512
#define PMD_SHIFT     21
#define PAGING_LEVELS 3
#define _PAGE_NX      ((pteval_t)1 << 63)
#define PTE_PHYS_MASK ((pteval_t)0x0000000ffffff000ULL)
#define MAX_PHYS_BITS 36

/*
 * Two stores. The half with the present bit is cleared first and written last, so that a page
 * walker on another CPU never combines the halves of two entries.
 */
static inline void __set_entry(pteval_t *entry, pteval_t value)
{
	volatile u32 *half = (volatile u32 *)entry;

	half[0] = 0;
	barrier();
	half[1] = value >> 32;
	barrier();
	half[0] = (u32)value;
}

#endif
