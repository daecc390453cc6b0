/* SPDX-License-Identifier: MIT */
/*
 * Data of which every CPU has a copy of its own. The linker collects the variables; boot copies
 * them once per possible CPU into an area that shares no cache line with another's.
 *
 *   this_cpu_*      safe against preemption and interrupts: one instruction for 1, 2, 4 bytes,
 *                   interrupts off for a moment for 8
 *   __this_cpu_*    the caller has preemption off
 *   get_cpu_var     turns preemption off until put_cpu_var
 *   per_cpu         any CPU's copy
 */
#ifndef _LINUX_PERCPU_H
#define _LINUX_PERCPU_H

#include <linux/types.h>
#include <linux/preempt.h>
#include <linux/cache.h>
#include <linux/smp.h>
#include <asm/percpu.h>

#define __percpu_section(which) __attribute__((__section__(".data..percpu" which)))

#define DECLARE_PER_CPU(type, name)    extern __typeof__(type) name
#define DECLARE_PER_CPU_ALIGNED        DECLARE_PER_CPU
#define DECLARE_PER_CPU_SHARED_ALIGNED DECLARE_PER_CPU
#define DEFINE_PER_CPU(type, name)     __percpu_section("") __typeof__(type) name
#define DEFINE_PER_CPU_ALIGNED(type, name)                                                         \
	__percpu_section("..shared_aligned") ____cacheline_aligned __typeof__(type) name
#define DEFINE_PER_CPU_SHARED_ALIGNED(type, name) DEFINE_PER_CPU_ALIGNED(type, name)
#define DEFINE_PER_CPU_FIRST(type, name)          __percpu_section("..first") __typeof__(type) name

extern unsigned long __per_cpu_offset[NR_CPUS];
#define per_cpu_offset(cpu) __per_cpu_offset[cpu]

#define per_cpu_ptr(ptr, cpu) ((typeof(*(ptr)) *)((unsigned long)(ptr) + per_cpu_offset(cpu)))
#define per_cpu(var, cpu)     (*per_cpu_ptr(&(var), cpu))
#define raw_cpu_ptr(ptr)      arch_raw_cpu_ptr(ptr)
#define this_cpu_ptr(ptr)     raw_cpu_ptr(ptr)

#define __get_cpu_var(var)  (*raw_cpu_ptr(&(var)))
#define __this_cpu_ptr(ptr) raw_cpu_ptr(ptr)
#define get_cpu_var(var)                                                                           \
	(*({                                                                                       \
		preempt_disable();                                                                 \
		raw_cpu_ptr(&(var));                                                               \
	}))
#define put_cpu_var(var)                                                                           \
	do {                                                                                       \
		(void)&(var);                                                                      \
		preempt_enable();                                                                  \
	} while (0)
#define get_cpu_ptr(ptr)                                                                           \
	({                                                                                         \
		preempt_disable();                                                                 \
		raw_cpu_ptr(ptr);                                                                  \
	})
#define put_cpu_ptr(ptr)                                                                           \
	do {                                                                                       \
		(void)(ptr);                                                                       \
		preempt_enable();                                                                  \
	} while (0)

#define this_cpu_read(var)       percpu_read(volatile, var)
#define this_cpu_write(var, val) percpu_to_op(volatile, "mov", "mov", var, val)
#define this_cpu_add(var, val)   percpu_to_op(volatile, "add", "adc", var, val)
#define this_cpu_sub(var, val)   percpu_to_op(volatile, "sub", "sbb", var, val)
#define this_cpu_and(var, val)   percpu_to_op(volatile, "and", "and", var, val)
#define this_cpu_or(var, val)    percpu_to_op(volatile, "or", "or", var, val)
#define this_cpu_inc(var)        this_cpu_add(var, 1)
#define this_cpu_dec(var)        this_cpu_sub(var, 1)
/* These answer the new value, ... */
#define this_cpu_add_return(var, val) percpu_add_return(var, val)
#define this_cpu_sub_return(var, val) this_cpu_add_return(var, -(typeof(var))(val))
#define this_cpu_inc_return(var)      this_cpu_add_return(var, 1)
#define this_cpu_dec_return(var)      this_cpu_add_return(var, -1)
/* ... and these what was there before. */
#define this_cpu_xchg(var, new)         percpu_xchg(var, new)
#define this_cpu_cmpxchg(var, old, new) percpu_cmpxchg(var, old, new)

/* One instruction is the cheapest form as well. */
#define __this_cpu_read(var)              this_cpu_read(var)
#define __this_cpu_write(var, val)        this_cpu_write(var, val)
#define __this_cpu_add(var, val)          this_cpu_add(var, val)
#define __this_cpu_sub(var, val)          this_cpu_sub(var, val)
#define __this_cpu_and(var, val)          this_cpu_and(var, val)
#define __this_cpu_or(var, val)           this_cpu_or(var, val)
#define __this_cpu_inc(var)               this_cpu_inc(var)
#define __this_cpu_dec(var)               this_cpu_dec(var)
#define __this_cpu_add_return(var, val)   this_cpu_add_return(var, val)
#define __this_cpu_sub_return(var, val)   this_cpu_sub_return(var, val)
#define __this_cpu_inc_return(var)        this_cpu_inc_return(var)
#define __this_cpu_dec_return(var)        this_cpu_dec_return(var)
#define __this_cpu_xchg(var, new)         this_cpu_xchg(var, new)
#define __this_cpu_cmpxchg(var, old, new) this_cpu_cmpxchg(var, old, new)

/* Gives every possible CPU its copy. Boot only. */
void setup_per_cpu_areas(void);

#endif
