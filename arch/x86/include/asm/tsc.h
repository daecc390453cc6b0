/* SPDX-License-Identifier: MIT */
#ifndef _ASM_TSC_H
#define _ASM_TSC_H

#include <linux/types.h>
#include <linux/compiler.h>

typedef u64 cycles_t;

extern unsigned int tsc_khz; /* 1,000,000 until tsc_calibrate() has measured it */

static __always_inline u64 rdtsc(void)
{
	u64 ticks;

	asm volatile("rdtsc" : "=A"(ticks) : : "memory");
	return ticks;
}

static __always_inline u64 rdtsc_ordered(void)
{
	asm volatile("lock; addl $0, (%%esp)" : : : "memory", "cc");
	return rdtsc();
}

static __always_inline cycles_t get_cycles(void)
{
	return rdtsc();
}

/* Nanoseconds since the kernel was entered. Never goes back on one CPU. */
u64 sched_clock(void);
/* Ticks since the kernel was entered. */
u64 tsc_since_entry(void);
void tsc_calibrate(void);

#endif
