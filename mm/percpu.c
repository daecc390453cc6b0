// SPDX-License-Identifier: MIT
/*
 * Static per-CPU data. The linker collects it in one block; each possible CPU gets a copy:
 *
 *   image   [ linked block ]
 *   memory  [ copy of CPU 0 | pad ][ copy of CPU 1 | pad ] ...     each on its own cache lines
 *
 * __per_cpu_offset[cpu] is the distance from the linked block to the copy. Until the copies
 * exist the boot CPU uses the linked block itself, at distance 0. Boot gives that block to the
 * page allocator in the end.
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/string.h>
#include <quarry/mm_init.h>
#include <asm/cpu.h>
#include <asm/page.h>
#include <asm/sections.h>

unsigned long __per_cpu_offset[NR_CPUS];
struct cpumask __cpu_possible_mask = { { 1 } };
struct cpumask __cpu_online_mask = { { 1 } };
unsigned int nr_cpu_ids = 1;

DEFINE_PER_CPU_FIRST(unsigned long, this_cpu_off);
DEFINE_PER_CPU(unsigned int, cpu_number);
DEFINE_PER_CPU(unsigned int, __preempt_count);

/**
 * setup_per_cpu_areas - give every possible CPU its copy
 *
 * The boot CPU's copy takes over what it has written to the linked block so far.
 * Context: boot, interrupts off. The boot CPU's %fs must be loaded anew afterwards.
 */
void __init setup_per_cpu_areas(void)
{
	size_t size = __per_cpu_end - __per_cpu_start;
	size_t stride = ALIGN(size, SMP_CACHE_BYTES);
	char *copies = boot_alloc(stride * num_possible_cpus(), PAGE_SIZE, "per-CPU data");
	unsigned int cpu, n = 0;

	for_each_possible_cpu(cpu) {
		char *copy = copies + stride * n++;

		memcpy(copy, __per_cpu_start, size);
		__per_cpu_offset[cpu] = copy - __per_cpu_start;
		per_cpu(this_cpu_off, cpu) = __per_cpu_offset[cpu];
		per_cpu(cpu_number, cpu) = cpu;
	}
	cpu_init_descriptors(0);
	/* Whatever still writes to the linked block now is a mistake that should show. */
	memset(__per_cpu_start, 0x6b, size);
}
