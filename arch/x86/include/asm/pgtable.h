/* SPDX-License-Identifier: MIT */
/*
 * The page tables of the kernel's gigabyte. PAE or not differ in pgtable-[23]level.h only: seen
 * from here there is one array of directory entries, kernel_pmd[], that covers PAGE_OFFSET to
 * the top, each entry mapping PMD_SIZE bytes as one large page or through a table of
 * PTRS_PER_PTE entries.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <asm/page.h>
#include <asm/vmap_layout.h>
#ifdef CONFIG_X86_PAE
#include <asm/pgtable-3level.h>
#else
#include <asm/pgtable-2level.h>
#endif

#define _PAGE_PRESENT  ((pteval_t)1 << 0)
#define _PAGE_RW       ((pteval_t)1 << 1)
#define _PAGE_USER     ((pteval_t)1 << 2)
#define _PAGE_PWT      ((pteval_t)1 << 3)
#define _PAGE_PCD      ((pteval_t)1 << 4)
#define _PAGE_ACCESSED ((pteval_t)1 << 5)
#define _PAGE_DIRTY    ((pteval_t)1 << 6)
#define _PAGE_PSE      ((pteval_t)1 << 7)
#define _PAGE_GLOBAL   ((pteval_t)1 << 8)

#define PMD_SIZE    (1UL << PMD_SHIFT)
#define PMD_MASK    (~(PMD_SIZE - 1))
#define KERNEL_PMDS (0x40000000UL >> PMD_SHIFT)

typedef struct {
	pteval_t pte;
} pte_t;
typedef struct {
	pteval_t pmd;
} pmd_t;
typedef struct {
	pteval_t pgprot;
} pgprot_t;
#define __pte(x)      ((pte_t){ (x) })
#define __pmd(x)      ((pmd_t){ (x) })
#define __pgprot(x)   ((pgprot_t){ (x) })
#define pte_val(x)    ((x).pte)
#define pmd_val(x)    ((x).pmd)
#define pgprot_val(x) ((x).pgprot)

/* Bits this CPU has: NX and GLOBAL fall out of every protection where it has them not. */
extern pteval_t supported_pte_mask;

#define _KERNPG             (_PAGE_PRESENT | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_GLOBAL)
#define PAGE_KERNEL         __pgprot(_KERNPG | _PAGE_RW | _PAGE_NX)
#define PAGE_KERNEL_RO      __pgprot(_KERNPG | _PAGE_NX)
#define PAGE_KERNEL_EXEC    __pgprot(_KERNPG | _PAGE_RW)
#define PAGE_KERNEL_ROX     __pgprot(_KERNPG)
#define PAGE_KERNEL_NOCACHE __pgprot(_KERNPG | _PAGE_RW | _PAGE_NX | _PAGE_PCD | _PAGE_PWT)

extern pmd_t *kernel_pmd;
/* What CR3 holds: the directory, or the four directory pointers. */
extern unsigned long kernel_cr3;

static inline pmd_t *pmd_offset_k(unsigned long addr)
{
	return &kernel_pmd[(addr - PAGE_OFFSET) >> PMD_SHIFT];
}

static inline bool pmd_none(pmd_t pmd)
{
	return pmd_val(pmd) == 0;
}

static inline bool pmd_present(pmd_t pmd)
{
	return pmd_val(pmd) & _PAGE_PRESENT;
}

static inline bool pmd_large(pmd_t pmd)
{
	return pmd_present(pmd) && (pmd_val(pmd) & _PAGE_PSE);
}

/* The table behind a present directory entry that is no large page. Tables are in low memory. */
static inline pte_t *pmd_page_table(pmd_t pmd)
{
	return __va((unsigned long)(pmd_val(pmd) & PTE_PHYS_MASK));
}

static inline unsigned int pte_index(unsigned long addr)
{
	return (addr >> PAGE_SHIFT) & (PTRS_PER_PTE - 1);
}

static inline bool pte_none(pte_t pte)
{
	return pte_val(pte) == 0;
}

static inline bool pte_present(pte_t pte)
{
	return pte_val(pte) & _PAGE_PRESENT;
}

static inline phys_addr_t pte_phys(pte_t pte)
{
	return pte_val(pte) & PTE_PHYS_MASK;
}

static inline pte_t phys_pte(phys_addr_t phys, pgprot_t prot)
{
	return __pte((phys & PTE_PHYS_MASK) | (pgprot_val(prot) & supported_pte_mask));
}

static inline void set_pte(pte_t *ptep, pte_t pte)
{
	__set_entry(&ptep->pte, pte_val(pte));
}

static inline void set_pmd(pmd_t *pmdp, pmd_t pmd)
{
	__set_entry(&pmdp->pmd, pmd_val(pmd));
}

/* What a walk of the live tables finds at an address. */
struct page_walk {
	bool present;
	bool large;
	pteval_t entry;   /* the entry that decides, as it stands in the table */
	phys_addr_t phys; /* of the byte at the address; valid when present */
};

struct page_walk walk_page_tables(unsigned long addr);

void set_fixmap(enum fixed_addresses slot, phys_addr_t phys, pgprot_t prot);
void clear_fixmap(enum fixed_addresses slot);

#endif
