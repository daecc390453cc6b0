/* SPDX-License-Identifier: MIT */
/* Which CPUs are possible (have per-CPU memory) and online (run code). */
#ifndef _LINUX_CPUMASK_H
#define _LINUX_CPUMASK_H

#include <linux/types.h>
#include <linux/bitops.h>

#define NR_CPUS CONFIG_NR_CPUS

/* NR_CPUS is at most 32: a mask is one word. */
typedef struct cpumask {
	unsigned long bits[1];
} cpumask_t;

extern struct cpumask __cpu_possible_mask, __cpu_online_mask;
#define cpu_possible_mask ((const struct cpumask *)&__cpu_possible_mask)
#define cpu_online_mask   ((const struct cpumask *)&__cpu_online_mask)
extern unsigned int nr_cpu_ids;

static inline bool cpumask_test_cpu(unsigned int cpu, const struct cpumask *mask)
{
	return mask->bits[0] >> cpu & 1;
}

static inline void cpumask_set_cpu(unsigned int cpu, struct cpumask *mask)
{
	set_bit(cpu, mask->bits);
}

static inline void cpumask_clear_cpu(unsigned int cpu, struct cpumask *mask)
{
	clear_bit(cpu, mask->bits);
}

static inline unsigned int cpumask_weight(const struct cpumask *mask)
{
	return hweight32(mask->bits[0]);
}

/* The first CPU after n in the mask, NR_CPUS when there is none. n may be -1. */
static inline unsigned int cpumask_next(int n, const struct cpumask *mask)
{
	unsigned long rest = n >= 31 ? 0 : mask->bits[0] >> (n + 1);

	return rest ? n + 1 + __ffs(rest) : NR_CPUS;
}

#define for_each_cpu(cpu, mask)                                                                    \
	for ((cpu) = cpumask_next(-1, mask); (cpu) < NR_CPUS; (cpu) = cpumask_next(cpu, mask))
#define for_each_possible_cpu(cpu) for_each_cpu(cpu, cpu_possible_mask)
#define for_each_online_cpu(cpu)   for_each_cpu(cpu, cpu_online_mask)

#define num_possible_cpus() cpumask_weight(cpu_possible_mask)
#define num_online_cpus()   cpumask_weight(cpu_online_mask)
#define cpu_possible(cpu)   cpumask_test_cpu(cpu, cpu_possible_mask)
#define cpu_online(cpu)     cpumask_test_cpu(cpu, cpu_online_mask)

#endif
