// SPDX-License-Identifier: MIT
/*
 * Each CPU's GDT, its TSS and its double-fault task.
 *
 * All segments are flat but one: the segment in %fs starts at the CPU's per-CPU offset. The
 * TSS is there because the CPU demands one for the task switch: a double fault enters through
 * a task gate, which brings its own stack and page directory, so that it runs even where the
 * stack of the interrupted code is gone. The CPU saves that code's registers in the main TSS,
 * where the report finds them.
 *
 * Context: boot of each CPU, interrupts off.
 */
#include <linux/percpu.h>
#include <linux/string.h>
#include <asm/cpu.h>
#include <asm/desc.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/traps.h>

struct cpu_descriptors {
	struct desc_struct gdt[GDT_ENTRIES];
	struct tss_struct tss;
	struct tss_struct df_tss;
};

static DEFINE_PER_CPU_ALIGNED(struct cpu_descriptors, cpu_descriptors);

/* paging_init() takes the mapping of the guard page away. */
u8 df_stack_area[2][4096] __section(".bss..page_aligned") __aligned(4096);

static struct desc_struct make_desc(u32 base, u32 limit, u8 type, u8 flags)
{
	return (struct desc_struct){
		.limit0 = limit,
		.base0 = base,
		.base1 = base >> 16,
		.type_dpl = type,
		.limit1_flags = (limit >> 16 & 0xf) | flags << 4,
		.base2 = base >> 24,
	};
}

static void fill_df_tss(struct tss_struct *tss)
{
	*tss = (struct tss_struct){
		.cr3 = kernel_cr3,
		.eip = (u32)double_fault_task,
		.eflags = 2,
		.esp = (u32)df_stack + sizeof(df_stack) - 4,
		.es = __KERNEL_DS,
		.cs = __KERNEL_CS,
		.ss = __KERNEL_DS,
		.ds = __KERNEL_DS,
		.fs = __KERNEL_PERCPU,
		.iomap_base = sizeof(*tss),
	};
}

/**
 * cpu_init_descriptors - give this CPU its own descriptor tables
 * @cpu: this CPU's number
 *
 * Context: the CPU itself, interrupts off, final page tables loaded.
 */
void cpu_init_descriptors(unsigned int cpu)
{
	struct cpu_descriptors *d = per_cpu_ptr(&cpu_descriptors, cpu);
	struct table_pointer p = { sizeof(d->gdt) - 1, (u32)d->gdt };

	d->gdt[__KERNEL_CS / 8] = make_desc(0, 0xfffff, DESC_CODE, 0xc);
	d->gdt[__KERNEL_DS / 8] = make_desc(0, 0xfffff, DESC_DATA, 0xc);
	d->gdt[__KERNEL_PERCPU / 8] = make_desc(per_cpu_offset(cpu), 0xfffff, DESC_DATA, 0xc);
	d->gdt[GDT_TSS / 8] = make_desc((u32)&d->tss, sizeof(d->tss) - 1, DESC_TSS, 0);
	d->gdt[GDT_DF_TSS / 8] = make_desc((u32)&d->df_tss, sizeof(d->df_tss) - 1, DESC_TSS, 0);
	d->tss.iomap_base = sizeof(d->tss);
	d->tss.cr3 = kernel_cr3;
	fill_df_tss(&d->df_tss);

	load_gdt(&p);
	asm volatile("mov %0, %%fs" : : "r"(__KERNEL_PERCPU) : "memory");
	load_tr(GDT_TSS);
}

const struct tss_struct *this_cpu_main_tss(void)
{
	return &raw_cpu_ptr(&cpu_descriptors)->tss;
}
