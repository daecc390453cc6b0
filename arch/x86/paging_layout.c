// SPDX-License-Identifier: MIT
/*
 * The page tables as a debugger walks them: levels and entry bits of this build.
 *
 * With PAE, CR3 points to four pointers of 32 bytes in all, which have no access rights of
 * their own; a directory and a table are a page each. Without, CR3 points to the directory.
 *
 * Context: constant; nothing in the kernel reads it.
 */
#include <linux/build_bug.h>
#include <quarry/layout.h>
#include <asm/pgtable.h>

static_assert(PMD_SIZE == PTRS_PER_PTE * PAGE_SIZE);
static_assert(PTRS_PER_PTE * sizeof(pteval_t) == PAGE_SIZE);

static const struct quarry_entry_bit directory_bits[] = {
	{ _PAGE_PRESENT, "P" }, { _PAGE_RW, "RW" },      { _PAGE_USER, "US" }, { _PAGE_PWT, "PWT" },
	{ _PAGE_PCD, "PCD" },   { _PAGE_ACCESSED, "A" }, { _PAGE_DIRTY, "D" }, { _PAGE_PSE, "PS" },
	{ _PAGE_GLOBAL, "G" },  { _PAGE_NX, "NX" },      { 0, NULL },
};

/* The bit that makes a directory entry large selects a memory type here. */
static const struct quarry_entry_bit table_bits[] = {
	{ _PAGE_PRESENT, "P" }, { _PAGE_RW, "RW" },      { _PAGE_USER, "US" }, { _PAGE_PWT, "PWT" },
	{ _PAGE_PCD, "PCD" },   { _PAGE_ACCESSED, "A" }, { _PAGE_DIRTY, "D" }, { _PAGE_PSE, "PAT" },
	{ _PAGE_GLOBAL, "G" },  { _PAGE_NX, "NX" },      { 0, NULL },
};

#ifdef CONFIG_X86_PAE
#define POINTER_SHIFT 30 /* an entry covers a gigabyte */
#define CR3_MASK      0xffffffe0U

static_assert(1UL << (POINTER_SHIFT - PMD_SHIFT) == PTRS_PER_PTE);

static const struct quarry_entry_bit pointer_bits[] = {
	{ _PAGE_PRESENT, "P" },
	{ _PAGE_PWT, "PWT" },
	{ _PAGE_PCD, "PCD" },
	{ 0, NULL },
};
#else
#define CR3_MASK 0xfffff000U
#endif

const struct quarry_paging quarry_paging = {
	.nr_levels = PAGING_LEVELS,
	.entry_size = sizeof(pteval_t),
	.cr3_mask = CR3_MASK,
	.pae = PAGING_LEVELS == 3,
	.phys_mask = PTE_PHYS_MASK,
	.present = _PAGE_PRESENT,
	.rw = _PAGE_RW,
	.user = _PAGE_USER,
	.global = _PAGE_GLOBAL,
	.large = _PAGE_PSE,
	.nx = _PAGE_NX,
	.kernel_cr3 = &kernel_cr3,
	.level =
		{
#ifdef CONFIG_X86_PAE
			{
				.name = "pgd",
				.bits = pointer_bits,
				.shift = POINTER_SHIFT,
				.entries = 1U << (32 - POINTER_SHIFT),
				.leaf = QUARRY_LEAF_NEVER,
				.rights = false,
			},
#endif
			{
				.name = "pmd",
				.bits = directory_bits,
				.shift = PMD_SHIFT,
				.entries = PTRS_PER_PTE,
				.leaf = QUARRY_LEAF_IF_LARGE,
				.rights = true,
			},
			{
				.name = "pte",
				.bits = table_bits,
				.shift = PAGE_SHIFT,
				.entries = PTRS_PER_PTE,
				.leaf = QUARRY_LEAF_ALWAYS,
				.rights = true,
			},
		},
};
