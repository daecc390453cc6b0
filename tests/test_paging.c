// SPDX-License-Identifier: MIT
/*
 * The kernel's page tables as the CPU sees them: what is mapped, where to, and with which
 * rights. The walk here is one of its own, from CR3 and the processor manual; what the kernel's
 * walk_page_tables() says is compared with it.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <quarry/memmap.h>
#include <quarry/mm_init.h>
#include <quarry/test.h>
#include <asm/cpu.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/sections.h>
#include <asm/traps.h>
#include "page_test.h"

TEST_SUITE(paging, .resource_count = nr_free_pages);

#define PFN_1M (1UL << (20 - PAGE_SHIFT))

/* ---- a walk from CR3 ----------------------------------------------------------------------- */

struct mapping {
	bool present, large, writable, user, global, executable;
	u64 phys;
};

#define BIT_PRESENT 0x001
#define BIT_WRITE   0x002
#define BIT_USER    0x004
#define BIT_LARGE   0x080
#define BIT_GLOBAL  0x100
#define BIT_NX      (1ULL << 63)
#define ADDRESS     0x000ffffffffff000ULL

#define PAE IS_ENABLED(CONFIG_X86_PAE)

/* Entry number n of the table at a physical address. */
static u64 entry_of(u64 table, unsigned int n)
{
	const void *p = __va((unsigned long)table);

	return PAE ? ((const u64 *)p)[n] : ((const u32 *)p)[n];
}

/* The entry of the directory, whatever is above it. */
static u64 directory_entry(unsigned long addr)
{
	u64 top;

	if (!PAE)
		return entry_of(read_cr3() & ~0xfffUL, addr >> 22);
	top = entry_of(read_cr3() & ~0x1fUL, addr >> 30);
	return top & BIT_PRESENT ? entry_of(top & ADDRESS, addr >> 21 & 511) : 0;
}

static struct mapping find_mapping(unsigned long addr)
{
	const u64 large_size = PAE ? 2 << 20 : 4 << 20;
	struct mapping m = { 0 };
	u64 upper = directory_entry(addr), entry = upper;

	if (!(upper & BIT_PRESENT))
		return m;
	m.large = upper & BIT_LARGE;
	if (!m.large)
		entry = entry_of(upper & ADDRESS, PAE ? addr >> 12 & 511 : addr >> 12 & 1023);
	m.present = entry & BIT_PRESENT;
	m.writable = upper & entry & BIT_WRITE;
	m.user = upper & entry & BIT_USER;
	m.global = entry & BIT_GLOBAL;
	m.executable = !((upper | entry) & BIT_NX);
	if (m.large)
		m.phys = (entry & ADDRESS & ~(large_size - 1)) | (addr & (large_size - 1));
	else
		m.phys = (entry & ADDRESS) | (addr & 0xfff);
	return m;
}

static bool has_nx(void)
{
	return PAE && boot_cpu.nx;
}

/* Can it be read, as far as the CPU is concerned? */
static bool readable(unsigned long addr)
{
	u8 byte;

	return copy_from_kernel_nofault(&byte, (void *)addr, 1);
}

/* ---- below the kernel ---------------------------------------------------------------------- */

/* No table has an entry for anything below PAGE_OFFSET. */
TEST(nothing_below_page_offset)
{
	unsigned long addr, found = 0;

	for (addr = 0; addr < PAGE_OFFSET; addr += 2UL << 20)
		found += directory_entry(addr) != 0;
	EXPECT_EQ(found, 0UL);
	EXPECT_FALSE(walk_page_tables(0).present);
	EXPECT_FALSE(walk_page_tables(PAGE_OFFSET - 1).present);
}

/* The CPU agrees: a NULL pointer, and addresses that were mapped during boot, cannot be read. */
TEST(nothing_below_page_offset_readable)
{
	static const unsigned long addr[] = {
		0,          1,          0xfff,      0x1000,     0x7c00,     0xb8000,    0x00100000,
		0x01000000, 0x3fffffff, 0x40000000, 0x7fffffff, 0x80000000, 0xbfffffff,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(addr); i++)
		EXPECT_FALSE(readable(addr[i]));
	EXPECT_TRUE(readable(PAGE_OFFSET));
}

/* ---- the direct map ------------------------------------------------------------------------ */

static bool belongs_in_direct_map(unsigned long pfn)
{
	const struct memmap *map = mm_memmap();
	u64 start = (u64)pfn << PAGE_SHIFT, end = start + PAGE_SIZE;
	u32 i;

	if (pfn < PFN_1M)
		return true;
	for (i = 0; i < map->nr; i++) {
		const struct mem_range *r = &map->range[i];

		if ((r->type == MEM_USABLE || r->type == MEM_ACPI_DATA ||
		     r->type == MEM_ACPI_NVS) &&
		    r->start < end && start < r->end)
			return true;
	}
	return false;
}

static bool is_guard(unsigned long addr)
{
	return addr == (unsigned long)__start_stack_guard || addr == (unsigned long)df_stack_guard;
}

/*
 * Every page of low memory that holds RAM is mapped at its physical address + PAGE_OFFSET, and
 * nothing else is: neither holes nor devices, nor the guard pages.
 */
TEST(direct_map_each_page)
{
	unsigned long pfn, lost = 0, extra = 0, elsewhere = 0;

	for (pfn = 0; pfn < max_low_pfn; pfn++) {
		unsigned long addr = PAGE_OFFSET + (pfn << PAGE_SHIFT);
		struct mapping m = find_mapping(addr);
		bool want = belongs_in_direct_map(pfn) && !is_guard(addr);

		lost += want && !m.present;
		extra += !want && m.present;
		elsewhere += m.present && m.phys != (u64)pfn << PAGE_SHIFT;
	}
	EXPECT_EQ(lost, 0UL);
	EXPECT_EQ(extra, 0UL);
	EXPECT_EQ(elsewhere, 0UL);
}

/* Reading tells the same: one byte at each end of each range of the map, and beyond. */
TEST(direct_map_readable)
{
	const struct memmap *map = mm_memmap();
	u64 end = (u64)max_low_pfn << PAGE_SHIFT;
	u32 i;

	for (i = 0; i < map->nr && map->range[i].start < end; i++) {
		unsigned long first = map->range[i].start >> PAGE_SHIFT;
		unsigned long last = (min(map->range[i].end, end) - 1) >> PAGE_SHIFT;

		EXPECT_EQ(readable((unsigned long)pfn_to_kaddr(first)),
			  belongs_in_direct_map(first));
		EXPECT_EQ(readable((unsigned long)pfn_to_kaddr(last)), belongs_in_direct_map(last));
	}
	EXPECT_TRUE(readable((unsigned long)high_memory - 1));
	EXPECT_FALSE(readable((unsigned long)high_memory));
}

/* Where memory allows, the direct map is made of large pages. */
TEST(direct_map_large_pages)
{
	unsigned long addr, large = 0, size = PAE ? 2UL << 20 : 4UL << 20;
	unsigned long could = 0, pfn;

	for (addr = PAGE_OFFSET; addr < (unsigned long)high_memory; addr += size) {
		bool image = addr < (unsigned long)__image_end &&
			     addr + size > (unsigned long)__image_start;
		unsigned long first = (addr - PAGE_OFFSET) >> PAGE_SHIFT;

		large += find_mapping(addr).large;
		for (pfn = first; pfn < first + size / PAGE_SIZE && !image; pfn++) {
			if (pfn >= max_low_pfn || !belongs_in_direct_map(pfn))
				break;
		}
		could += !image && pfn == first + size / PAGE_SIZE;
	}
	EXPECT_EQ(large, could);
}

/* ---- the rest of the map ------------------------------------------------------------------- */

static unsigned long count_present(unsigned long start, unsigned long end)
{
	unsigned long addr, n = 0;

	for (addr = start; addr != end; addr += PAGE_SIZE)
		n += find_mapping(addr).present;
	return n;
}

/* The holes of the virtual map are never mapped. */
TEST(holes_unmapped)
{
	EXPECT_EQ(count_present((unsigned long)high_memory, VMALLOC_START), 0UL);
	EXPECT_EQ(count_present(VMALLOC_END, PKMAP_BASE), 0UL);
	EXPECT_EQ(count_present(FIXADDR_TOP, 0), 0UL);
	EXPECT_FALSE(readable(VMALLOC_START - 1));
	EXPECT_FALSE(readable(VMALLOC_END));
	EXPECT_FALSE(readable(FIXADDR_TOP));
	EXPECT_FALSE(readable(ULONG_MAX));
}

/* The areas of the virtual map follow each other, with a hole of 8 MB behind the direct map. */
TEST(virtual_map_order)
{
	EXPECT_EQ(VMALLOC_START, (unsigned long)high_memory + (8UL << 20));
	EXPECT_LT(VMALLOC_START, VMALLOC_END);
	EXPECT_LT(VMALLOC_END, PKMAP_BASE);
	EXPECT_LE(PKMAP_BASE + LAST_PKMAP * PAGE_SIZE, FIXADDR_START);
	EXPECT_LT(fix_to_virt(FIX_KMAP_END), FIXADDR_TOP);
	EXPECT_GE(fix_to_virt(FIX_KMAP_END), FIXADDR_START);
}

/* ---- rights -------------------------------------------------------------------------------- */

/* All pages of start .. end - 1 have these rights. */
static void expect_rights(const char *start, const char *end, bool write, bool execute)
{
	unsigned long addr = (unsigned long)start & PAGE_MASK, wrong = 0;

	for (; addr < (unsigned long)end; addr += PAGE_SIZE) {
		struct mapping m = find_mapping(addr);

		if (is_guard(addr))
			continue;
		wrong += !m.present || m.large || m.writable != write ||
			 (has_nx() && m.executable != execute) || m.phys != addr - PAGE_OFFSET;
	}
	EXPECT_EQ(wrong, 0UL);
}

/* Code is executable and cannot be written. */
TEST(rights_text)
{
	expect_rights(_text, _etext, false, true);
}

/* Constants can be neither written nor executed. */
TEST(rights_rodata)
{
	expect_rights(__rodata_start, __rodata_end, false, false);
}

/* Data can be written and not executed. */
TEST(rights_data)
{
	expect_rights(__data_start, __init_start, true, false);
	expect_rights(__bss_start, __init_bss_start, true, false);
}

/* What the start-up code was is ordinary memory now. */
TEST(rights_init)
{
	expect_rights(__init_start, __init_end, true, false);
	expect_rights(__init_bss_start, __init_bss_end, true, false);
}

/* Below each start-up stack a page is not mapped, and the stack above it is. */
TEST(rights_guard_pages)
{
	EXPECT_FALSE(find_mapping((unsigned long)__start_stack_guard).present);
	EXPECT_FALSE(find_mapping((unsigned long)df_stack_guard).present);
	EXPECT_FALSE(readable((unsigned long)__start_stack_guard));
	EXPECT_FALSE(readable((unsigned long)__start_stack - 1));
	EXPECT_TRUE(readable((unsigned long)__start_stack));
	EXPECT_FALSE(readable((unsigned long)df_stack - 1));
	EXPECT_TRUE(readable((unsigned long)df_stack));
	EXPECT_EQ(__start_stack_top - __start_stack, CONFIG_STACK_PAGES * PAGE_SIZE);
}

/* Calls a function for every page that is mapped anywhere, large ones once. */
static unsigned long count_mappings(bool (*wanted)(const struct mapping *m))
{
	unsigned long addr = PAGE_OFFSET, n = 0;

	do {
		struct mapping m = find_mapping(addr);

		n += m.present && wanted(&m);
		if (!(directory_entry(addr) & BIT_PRESENT) || m.large)
			addr = (addr & PMD_MASK) + PMD_SIZE;
		else
			addr += PAGE_SIZE;
	} while (addr);
	return n;
}

static bool is_user(const struct mapping *m)
{
	return m->user;
}

static bool is_write_and_execute(const struct mapping *m)
{
	return m->writable && m->executable;
}

static bool is_not_global(const struct mapping *m)
{
	return !m->global;
}

static bool is_any(const struct mapping *m)
{
	return true;
}

/* No page at all is for user mode. */
TEST(rights_no_user_page)
{
	EXPECT_GT(count_mappings(is_any), 0UL);
	EXPECT_EQ(count_mappings(is_user), 0UL);
}

/* With NX no page can be written and executed. */
TEST(rights_write_xor_execute)
{
	if (!has_nx())
		SKIP("no NX");
	EXPECT_EQ(count_mappings(is_write_and_execute), 0UL);
}

/* Where the CPU has global pages, all are. */
TEST(rights_global)
{
	if (!boot_cpu.pge)
		SKIP("no global pages");
	EXPECT_EQ(count_mappings(is_not_global), 0UL);
}

/* ---- the processor ------------------------------------------------------------------------- */

/* Paging is on with these tables, and binds the kernel itself. */
TEST(cr0_and_cr3)
{
	EXPECT_TRUE(read_cr0() & X86_CR0_PG);
	EXPECT_TRUE(read_cr0() & X86_CR0_WP);
	EXPECT_EQ(read_cr3(), kernel_cr3);
}

/* Features are on where the CPU has them, and nowhere else. */
TEST(cr4_features)
{
	unsigned long cr4 = read_cr4();

	EXPECT_EQ(!!(cr4 & X86_CR4_PAE), PAE);
	EXPECT_EQ(!!(cr4 & X86_CR4_PGE), boot_cpu.pge);
	EXPECT_EQ(!!(cr4 & X86_CR4_UMIP), boot_cpu.umip);
	EXPECT_EQ(!!(cr4 & X86_CR4_SMEP), boot_cpu.smep);
	EXPECT_EQ(!!(cr4 & X86_CR4_SMAP), boot_cpu.smap);
	if (!PAE)
		EXPECT_TRUE(cr4 & X86_CR4_PSE);
	if (has_nx())
		EXPECT_TRUE(rdmsr(MSR_EFER) & EFER_NXE);
}

/* ---- the kernel's own walk ----------------------------------------------------------------- */

static void compare_walks(unsigned long addr)
{
	struct mapping m = find_mapping(addr);
	struct page_walk w = walk_page_tables(addr);

	EXPECT_EQ(w.present, m.present);
	if (!m.present)
		return;
	EXPECT_EQ(w.large, m.large);
	EXPECT_EQ((u64)w.phys, m.phys);
	EXPECT_EQ(!!(w.entry & _PAGE_RW), m.writable);
}

/* walk_page_tables() finds what the CPU finds. */
TEST(walk_page_tables_agrees)
{
	unsigned long addr;
	unsigned int i;

	for (addr = (unsigned long)__image_start; addr < (unsigned long)__image_end; addr += 2048)
		compare_walks(addr);
	for (i = 0; i < 4000; i++)
		compare_walks(test_rand());
	compare_walks(ULONG_MAX);
	compare_walks(PAGE_OFFSET);
	compare_walks((unsigned long)high_memory - 1);
	compare_walks((unsigned long)high_memory);
}

/* ---- the fixmap ---------------------------------------------------------------------------- */

/* A fixmap slot shows the page that is put there, with the rights asked for, until it is cleared.
 */
TEST(set_fixmap_shows_page)
{
	unsigned long addr = fix_to_virt(FIX_BOOT_WINDOW);
	struct page *page[2] = { alloc_page(GFP_KERNEL), alloc_page(GFP_KERNEL) };
	unsigned int i;

	ASSERT_FALSE(find_mapping(addr).present);
	for (i = 0; i < 2; i++) {
		ASSERT_NOT_NULL(page[i]);
		memset(page_address(page[i]), 0x30 + i, PAGE_SIZE);
		set_fixmap(FIX_BOOT_WINDOW, page_to_phys(page[i]),
			   i ? PAGE_KERNEL_RO : PAGE_KERNEL);
		EXPECT_EQ(find_mapping(addr).phys, (u64)page_to_phys(page[i]));
		EXPECT_EQ(find_mapping(addr).writable, i == 0);
		EXPECT_NULL(memchr_inv((void *)addr, 0x30 + i, PAGE_SIZE));
	}
	clear_fixmap(FIX_BOOT_WINDOW);
	EXPECT_FALSE(find_mapping(addr).present);
	EXPECT_FALSE(readable(addr));
	__free_page(page[0]);
	__free_page(page[1]);
}

/* Neighbouring slots are different pages. */
TEST(set_fixmap_slots_apart)
{
	EXPECT_EQ(fix_to_virt(FIX_HOLE) - fix_to_virt(FIX_BOOT_WINDOW), PAGE_SIZE);
	EXPECT_EQ(fix_to_virt(FIX_KMAP_BEGIN) - fix_to_virt(FIX_KMAP_END),
		  (16 * CONFIG_NR_CPUS - 1) * PAGE_SIZE);
}
