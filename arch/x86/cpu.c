// SPDX-License-Identifier: MIT
/*
 * The boot CPU: what CPUID says, and turning on what the kernel uses.
 *
 * Context: boot, one CPU.
 */
#include <linux/kernel.h>
#include <linux/cache.h>
#include <linux/string.h>
#include <asm/cpu.h>
#include <asm/pgtable.h>
#include <asm/processor.h>

struct cpu_info boot_cpu;

static void read_names(struct cpu_info *c, u32 max_extended)
{
	struct cpuid_regs r = cpuid_count(0, 0);
	u32 leaf;

	memcpy(c->vendor, &r.ebx, 4);
	memcpy(c->vendor + 4, &r.edx, 4);
	memcpy(c->vendor + 8, &r.ecx, 4);
	if (max_extended < 0x80000004)
		return;
	for (leaf = 0; leaf < 3; leaf++) {
		r = cpuid_count(0x80000002 + leaf, 0);
		memcpy(c->model_name + 16 * leaf, &r, 16);
	}
}

static void read_family(struct cpu_info *c, u32 signature)
{
	c->stepping = signature & 15;
	c->model = signature >> 4 & 15;
	c->family = signature >> 8 & 15;
	if (c->family == 6 || c->family == 15)
		c->model |= signature >> 12 & 0xf0;
	if (c->family == 15)
		c->family += signature >> 20 & 0xff;
}

/**
 * cpu_identify - fill boot_cpu
 *
 * Context: boot, before anything that asks for a feature.
 */
void cpu_identify(void)
{
	struct cpu_info *c = &boot_cpu;
	u32 max_leaf = cpuid_count(0, 0).eax;
	u32 max_extended = cpuid_count(0x80000000, 0).eax;
	struct cpuid_regs r = cpuid_count(1, 0);

	/* Old CPUs answer an unknown leaf with whatever they like. */
	if (max_extended < 0x80000000 || max_extended > 0x8000ffff)
		max_extended = 0;
	read_names(c, max_extended);
	read_family(c, r.eax);
	c->pse = r.edx >> 3 & 1;
	c->tsc = r.edx >> 4 & 1;
	c->pae = r.edx >> 6 & 1;
	c->mce = r.edx >> 7 & 1;
	c->apic = r.edx >> 9 & 1;
	c->pge = r.edx >> 13 & 1;
	c->pat = r.edx >> 16 & 1;
	c->cache_line = r.edx >> 19 & 1 ? (r.ebx >> 8 & 0xff) * 8 : 0;
	if (!c->cache_line)
		c->cache_line = L1_CACHE_BYTES;
	c->phys_bits = c->pae ? 36 : 32;
	if (max_leaf >= 7) {
		r = cpuid_count(7, 0);
		c->smep = r.ebx >> 7 & 1;
		c->smap = r.ebx >> 20 & 1;
		c->umip = r.ecx >> 2 & 1;
	}
	if (max_extended >= 0x80000001)
		c->nx = cpuid_count(0x80000001, 0).edx >> 20 & 1;
	if (max_extended >= 0x80000008)
		c->phys_bits = cpuid_count(0x80000008, 0).eax & 0xff;
}

/**
 * cpu_enable_features - turn on what this CPU has and the kernel uses
 *
 * Context: each CPU as it comes up, before it loads the final page tables: NX bits in an entry
 * are reserved bits until EFER allows them.
 */
void cpu_enable_features(void)
{
	unsigned long cr4 = read_cr4();

	if (IS_ENABLED(CONFIG_X86_PAE) && boot_cpu.nx)
		wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NXE);
	if (boot_cpu.mce)
		cr4 |= X86_CR4_MCE;
	if (boot_cpu.pge)
		cr4 |= X86_CR4_PGE;
	if (boot_cpu.umip)
		cr4 |= X86_CR4_UMIP;
	if (boot_cpu.smep)
		cr4 |= X86_CR4_SMEP;
	if (boot_cpu.smap)
		cr4 |= X86_CR4_SMAP;
	write_cr4(cr4);
	write_cr0(read_cr0() | X86_CR0_WP | X86_CR0_NE | X86_CR0_EM);
}

unsigned int cache_line_size(void)
{
	return boot_cpu.cache_line;
}
