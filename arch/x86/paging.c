// SPDX-License-Identifier: MIT
/*
 * The kernel's page tables: built once at boot, looked up by reports and tests.
 *
 * Nouns: a *directory entry* (pmd) covers PMD_SIZE bytes, 2 MB with PAE and 4 MB without; a
 * *table* holds PTRS_PER_PTE entries of 4 KB below one directory entry.
 *
 *   CR3 --PAE--> boot_pdpt-like four pointers, only [3] set --> kernel_pmd[512]
 *   CR3 --else-> directory[1024], only [768..1023] used ------> kernel_pmd[256]
 *
 *   kernel_pmd[] : direct map, large where a whole PMD_SIZE is RAM and the image is elsewhere,
 *                  else through a table | holes | pkmap tables | fixmap table
 *
 * Invariants, checked by paging_check_image() and by tests:
 *   I1  nothing below PAGE_OFFSET is mapped;
 *   I2  the direct map holds the pages that the firmware lists as usable or ACPI memory, the
 *       first megabyte and the image; holes and devices in between stay unmapped;
 *   I3  no page of the image is writable and executable (with NX), text and read-only data are
 *       not writable, guard pages of the start-up stacks are not mapped;
 *   I4  every entry is supervisor-only and, where the CPU has PGE, global;
 *   I5  tables are in low memory, so that __va() reaches them.
 *
 * Context: boot, one CPU, before zones exist: tables come from the boot allocator and are
 * never freed. Running out of memory here is a panic.
 */
#include <linux/kernel.h>
#include <linux/bug.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <quarry/bootmem.h>
#include <quarry/memmap.h>
#include <quarry/mm_init.h>
#include <asm/cpu.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include <asm/tlbflush.h>
#include <asm/traps.h>

#define FIRST_MB (1UL << 20)

pmd_t *kernel_pmd;
unsigned long kernel_cr3;
pteval_t supported_pte_mask = ~(pteval_t)0;

static unsigned long nr_large, nr_small, nr_tables;

static void *alloc_table(size_t size)
{
	void *table = boot_alloc(size, size < PAGE_SIZE ? PAGE_SIZE : size, "page tables");

	memset(table, 0, size);
	nr_tables++;
	return table;
}

static void alloc_directory(void)
{
	pteval_t *top;

	if (PAGING_LEVELS == 3) {
		/* Four pointers, 32 bytes. The present bit is the only one they may have. */
		kernel_pmd = alloc_table(PAGE_SIZE);
		top = alloc_table(PAGE_SIZE);
		top[3] = __pa(kernel_pmd) | _PAGE_PRESENT;
	} else {
		top = alloc_table(PAGE_SIZE);
		kernel_pmd = (pmd_t *)top + (PAGE_OFFSET >> PMD_SHIFT);
	}
	kernel_cr3 = __pa(top);
}

/* The table of a directory entry, made when there is none. */
static pte_t *table_of(unsigned long addr)
{
	pmd_t *pmd = pmd_offset_k(addr);

	if (pmd_none(*pmd))
		set_pmd(pmd, __pmd(__pa(alloc_table(PAGE_SIZE)) | _PAGE_PRESENT | _PAGE_RW |
				   _PAGE_ACCESSED));
	BUG_ON(pmd_large(*pmd));
	return pmd_page_table(*pmd);
}

static bool in_image(unsigned long addr, const char *start, const char *end)
{
	return addr >= (unsigned long)start && addr < (unsigned long)end;
}

static bool is_guard(unsigned long addr)
{
	return addr == (unsigned long)__start_stack_guard || addr == (unsigned long)df_stack_guard;
}

/* The protection of a page of low memory. The image is the only part that differs. */
static pgprot_t direct_map_prot(unsigned long addr)
{
	if (in_image(addr, _text, _etext) || in_image(addr, __init_start, __init_text_end))
		return PAGE_KERNEL_ROX;
	if (in_image(addr, __rodata_start, __rodata_end))
		return PAGE_KERNEL_RO;
	return PAGE_KERNEL;
}

static void map_small(unsigned long phys, unsigned long end)
{
	for (; phys < end; phys += PAGE_SIZE) {
		unsigned long addr = (unsigned long)__va(phys);
		pte_t *pte = table_of(addr) + pte_index(addr);

		if (is_guard(addr) || !pte_none(*pte))
			continue;
		set_pte(pte, phys_pte(phys, direct_map_prot(addr)));
		nr_small++;
	}
}

static bool overlaps_image(unsigned long phys)
{
	unsigned long start = (unsigned long)__va(phys);

	return start < (unsigned long)__image_end &&
	       start + PMD_SIZE > (unsigned long)__image_start;
}

/* Maps pages phys .. end - 1 (both page-aligned), with large pages where they fit. */
static void map_direct(unsigned long phys, unsigned long end)
{
	while (phys < end) {
		unsigned long next = min((phys & PMD_MASK) + PMD_SIZE, end);
		pmd_t *pmd = pmd_offset_k((unsigned long)__va(phys));

		if (next - phys == PMD_SIZE && !overlaps_image(phys) && pmd_none(*pmd)) {
			set_pmd(pmd, __pmd(pte_val(phys_pte(phys, PAGE_KERNEL)) | _PAGE_PSE));
			nr_large++;
		} else {
			map_small(phys, next);
		}
		phys = next;
	}
}

static bool belongs_in_direct_map(u32 type)
{
	return type == MEM_USABLE || type == MEM_ACPI_DATA || type == MEM_ACPI_NVS;
}

/*
 * Neighbouring ranges are mapped as one, or the border between usable and ACPI memory would
 * cost a table. Partial pages are mapped whole: the allocator never hands them out.
 */
static void map_low_memory(const struct memmap *map, unsigned long limit)
{
	u64 start = 0, end = FIRST_MB;
	u32 i;

	for (i = 0; i < map->nr; i++) {
		const struct mem_range *r = &map->range[i];
		u64 from = r->start & ~(u64)(PAGE_SIZE - 1);
		u64 to = (r->end + PAGE_SIZE - 1) & ~(u64)(PAGE_SIZE - 1);

		if (!belongs_in_direct_map(r->type) || from >= limit)
			continue;
		if (from <= end) {
			end = max(end, to);
			continue;
		}
		map_direct(start, min_t(u64, end, limit));
		start = from;
		end = to;
	}
	map_direct(start, min_t(u64, end, limit));
}

/* The kernel lives where the boot loader put it, whatever the map says of that memory. */
static void map_image(void)
{
	map_direct((unsigned long)__boot_start, __pa(__image_end));
}

static void make_window_tables(void)
{
	unsigned long addr;

	for (addr = PKMAP_BASE; addr < PKMAP_BASE + LAST_PKMAP * PAGE_SIZE; addr += PMD_SIZE)
		table_of(addr);
	for (addr = FIXADDR_START; addr && addr < FIXADDR_TOP; addr += PMD_SIZE)
		table_of(addr);
}

/**
 * paging_init - build the final page tables and switch to them
 * @map: sorted memory map
 * @low_pfns: first page frame above low memory
 *
 * Afterwards the direct map, the tables of the pkmap window and of the fixmap exist, and the
 * identity map of the first gigabyte is gone.
 * Context: boot; the boot tables must reach what the boot allocator returns.
 */
void paging_init(const struct memmap *map, unsigned long low_pfns)
{
	if (!IS_ENABLED(CONFIG_X86_PAE) || !boot_cpu.nx)
		supported_pte_mask &= ~_PAGE_NX;
	if (!boot_cpu.pge)
		supported_pte_mask &= ~_PAGE_GLOBAL;

	BUILD_BUG_ON(FIX_KMAP_END >= (FIXADDR_TOP - FIXADDR_START) >> PAGE_SHIFT);
	alloc_directory();
	map_low_memory(map, low_pfns << PAGE_SHIFT);
	map_image();
	make_window_tables();

	cpu_enable_features();
	write_cr3(kernel_cr3);
	__flush_tlb_all();
	pr_info("paging: %s, %lu pages of %lu MB, %lu of 4 KB, %lu tables%s%s%s%s%s\n",
		PAGING_LEVELS == 3 ? "PAE" : "two levels", nr_large, PMD_SIZE >> 20, nr_small,
		nr_tables, boot_cpu.pge ? ", global" : "",
		supported_pte_mask & _PAGE_NX & ~(pteval_t)1 ? ", NX" : ", no NX",
		boot_cpu.smep ? ", SMEP" : "", boot_cpu.smap ? ", SMAP" : "",
		boot_cpu.umip ? ", UMIP" : "");
}

/**
 * walk_page_tables - what the live tables say of an address
 * @addr: any virtual address
 *
 * Context: any.
 */
struct page_walk walk_page_tables(unsigned long addr)
{
	struct page_walk walk = { 0 };
	pmd_t pmd;
	pte_t pte;

	if (addr < PAGE_OFFSET || !kernel_pmd)
		return walk;
	pmd = *pmd_offset_k(addr);
	walk.entry = pmd_val(pmd);
	if (!pmd_present(pmd))
		return walk;
	if (pmd_large(pmd)) {
		walk.present = walk.large = true;
		walk.phys = (pmd_val(pmd) & PTE_PHYS_MASK & ~(pteval_t)(PMD_SIZE - 1)) |
			    (addr & ~PMD_MASK);
		return walk;
	}
	pte = pmd_page_table(pmd)[pte_index(addr)];
	walk.entry = pte_val(pte);
	walk.present = pte_present(pte);
	walk.phys = pte_phys(pte) | (addr & ~PAGE_MASK);
	return walk;
}

/**
 * paging_check_image - verify I1 and I3 in the live tables
 *
 * Context: boot, after paging_init(). Panics with the page and its entry when one is wrong.
 */
void paging_check_image(void)
{
	unsigned long addr;

	if (PAGING_LEVELS == 3) {
		pteval_t *top = __va(kernel_cr3);

		if (top[0] || top[1] || top[2])
			panic("paging: something is mapped below the kernel");
	} else if (memchr_inv(__va(kernel_cr3), 0, (PAGE_OFFSET >> PMD_SHIFT) * sizeof(pmd_t))) {
		panic("paging: something is mapped below the kernel");
	}
	for (addr = (unsigned long)__image_start; addr < (unsigned long)__image_end;
	     addr += PAGE_SIZE) {
		struct page_walk w = walk_page_tables(addr);
		pteval_t want = pgprot_val(direct_map_prot(addr)) & supported_pte_mask;
		pteval_t care = (_PAGE_PRESENT | _PAGE_RW | _PAGE_USER | _PAGE_NX) &
				(supported_pte_mask | 0xfff);

		if (is_guard(addr) ? w.present : (w.entry & care) != (want & care))
			panic("paging: %pS has entry %llx", (void *)addr, (u64)w.entry);
	}
}

/**
 * set_memory_data - make pages of the image ordinary data
 * @start: first address, a multiple of a page
 * @end: address after the last
 *
 * Context: boot, one CPU.
 */
void set_memory_data(unsigned long start, unsigned long end)
{
	for (; start < end; start += PAGE_SIZE) {
		pte_t *pte = pmd_page_table(*pmd_offset_k(start)) + pte_index(start);

		set_pte(pte, phys_pte(__pa(start), PAGE_KERNEL));
		__flush_tlb_one(start);
	}
}

/**
 * set_fixmap - map one page at a fixed address
 * @slot: which
 * @phys: physical address, any
 * @prot: protection
 *
 * Context: any; the caller owns the slot. Only this CPU's TLB is flushed.
 */
void set_fixmap(enum fixed_addresses slot, phys_addr_t phys, pgprot_t prot)
{
	unsigned long addr = fix_to_virt(slot);

	BUG_ON(slot >= __end_of_fixed_addresses);
	set_pte(pmd_page_table(*pmd_offset_k(addr)) + pte_index(addr), phys_pte(phys, prot));
	__flush_tlb_one(addr);
}

/**
 * clear_fixmap - take the page at a fixed address away
 * @slot: which
 *
 * Context: as set_fixmap().
 */
void clear_fixmap(enum fixed_addresses slot)
{
	unsigned long addr = fix_to_virt(slot);

	set_pte(pmd_page_table(*pmd_offset_k(addr)) + pte_index(addr), __pte(0));
	__flush_tlb_one(addr);
}
