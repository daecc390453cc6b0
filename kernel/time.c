// SPDX-License-Identifier: MIT
/*
 * Reading the clock and waiting by it. The clock is the time stamp counter, see arch/x86/tsc.c.
 *
 * Context: any.
 */
#include <asm/processor.h>
#include <asm/tsc.h>
#include <linux/delay.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/math64.h>

/**
 * ktime_get_ns - the time since the kernel was entered
 *
 * Return: nanoseconds.
 */
u64 ktime_get_ns(void)
{
	return sched_clock();
}

/**
 * ktime_get - the time since the kernel was entered
 *
 * Return: nanoseconds, as a signed number for differences.
 */
ktime_t ktime_get(void)
{
	return (ktime_t)sched_clock();
}

static void wait_ticks(u64 ticks)
{
	u64 start = rdtsc();

	while (rdtsc() - start < ticks)
		cpu_relax();
}

/* Rounds up: a delay is never shorter than asked for. `per_ms` units make a millisecond. */
static void wait_units(unsigned long units, u32 per_ms)
{
	wait_ticks(div_u64((u64)units * tsc_khz + per_ms - 1, per_ms));
}

/**
 * ndelay - waits at least so many nanoseconds
 * @nsecs: nanoseconds
 */
void ndelay(unsigned long nsecs)
{
	wait_units(nsecs, NSEC_PER_MSEC);
}

/**
 * udelay - waits at least so many microseconds
 * @usecs: microseconds
 */
void udelay(unsigned long usecs)
{
	wait_units(usecs, USEC_PER_MSEC);
}

/**
 * mdelay - waits at least so many milliseconds
 * @msecs: milliseconds
 */
void mdelay(unsigned long msecs)
{
	wait_units(msecs, 1);
}
