/* SPDX-License-Identifier: MIT */
/* What the boot CPU can do, found once by cpu_identify(). */
#ifndef _ASM_CPU_H
#define _ASM_CPU_H

#include <linux/types.h>

struct cpu_info {
	char vendor[13];
	char model_name[49];
	u8 family, model, stepping;
	u8 phys_bits;  /* width of a physical address */
	u8 cache_line; /* bytes, 64 when the CPU does not tell */
	bool tsc, pse, pae, mce, pge, nx, smep, smap, umip, pat, apic;
};

extern struct cpu_info boot_cpu;

void cpu_identify(void);
/* Turns on what boot_cpu has and the kernel uses: WP, PSE, PGE, NX, SMEP, SMAP, UMIP. */
void cpu_enable_features(void);
/* This CPU's GDT, TSS, double-fault TSS and %fs, in its own per-CPU area. */
void cpu_init_descriptors(unsigned int cpu);
/* Page faults and the double-fault task use this directory from now on. */
void cpu_set_double_fault_cr3(unsigned long cr3);

#endif
