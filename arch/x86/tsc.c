// SPDX-License-Identifier: MIT
/*
 * The time stamp counter as a clock. Its rate is measured once against channel 2 of the
 * interval timer, whose 1,193,182 Hz every PC has; until then 1 GHz is assumed, which is also
 * what an emulator that counts instructions has.
 *
 * Locking: tsc_calibrate() runs once at boot with interrupts off; readers need no lock.
 */
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/printk.h>
#include <asm/io.h>
#include <asm/irqflags.h>
#include <asm/setup.h>
#include <asm/tsc.h>

#define PIT_HZ          1193182
#define PIT_CHANNEL_2   0x42
#define PIT_MODE        0x43
#define PIT_GATE        0x61
#define CALIBRATE_MS    10
#define CALIBRATE_RUNS  8
#define CALIBRATE_TICKS (PIT_HZ * CALIBRATE_MS / 1000)
/*
 * When to give up: after a second of reading the gate port, a microsecond or more each on a PC.
 * An emulator may read faster, but not while its time stamp counter makes a billion steps.
 */
#define CALIBRATE_READS 1000000
#define CALIBRATE_STEPS 1000000000

unsigned int tsc_khz = 1000000;

/* ns = base_ns + (tsc - base_tsc) * 10^6 / tsc_khz, the factor as a 32.32 fixed point number */
static u64 base_tsc, base_ns;
static u64 ns_per_tick = 1ULL << 32;

static u64 ticks_to_ns(u64 ticks)
{
	u32 high = ticks >> 32, low = ticks;
	u64 whole = ns_per_tick >> 32, fraction = (u32)ns_per_tick;

	return ticks * whole + high * fraction + (low * fraction >> 32);
}

u64 tsc_since_entry(void)
{
	return rdtsc() - entry_tsc;
}

u64 sched_clock(void)
{
	u64 start = base_tsc ?: entry_tsc;

	return base_ns + ticks_to_ns(rdtsc() - start);
}

static void set_rate(unsigned int khz)
{
	u64 now = rdtsc();

	base_ns = sched_clock();
	base_tsc = now;
	tsc_khz = khz;
	ns_per_tick = div_u64(1000000ULL << 32, khz);
}

/* Bounds of the ticks that pass while the timer counts down once. */
struct interval {
	u64 least, most;
};

/*
 * An emulator's host may stop this CPU between any two instructions for longer than the whole
 * run takes, so each end is caught between two readings. False when the timer does not answer.
 */
static bool measure(struct interval *run)
{
	unsigned int reads = 0;
	u64 before, after, last, now;

	outb((inb(PIT_GATE) & ~2) | 1, PIT_GATE);
	outb(0xb0, PIT_MODE); /* channel 2, low and high byte, count down once */
	outb(CALIBRATE_TICKS & 0xff, PIT_CHANNEL_2);
	before = rdtsc();
	outb(CALIBRATE_TICKS >> 8, PIT_CHANNEL_2); /* and off it goes */
	after = now = rdtsc();
	do {
		last = now;
		now = rdtsc();
		if (++reads > CALIBRATE_READS && now - after > CALIBRATE_STEPS)
			return false;
	} while (!(inb(PIT_GATE) & 0x20));
	run->least = last - after;
	run->most = rdtsc() - before;
	return true;
}

static u64 doubt(const struct interval *run)
{
	return run->most - run->least;
}

/**
 * tsc_calibrate - find out how fast the time stamp counter runs
 *
 * Measures until the bounds are closer than 0.4 %, a few times at most; the closest count.
 * Context: boot, interrupts off.
 */
void tsc_calibrate(void)
{
	struct interval best = { 0, ~0ULL }, run;
	unsigned int i;

	for (i = 0; i < CALIBRATE_RUNS && doubt(&best) > best.least >> 8; i++) {
		if (!measure(&run)) {
			pr_err("tsc: the interval timer does not answer, 1 GHz assumed\n");
			return;
		}
		if (doubt(&run) < doubt(&best))
			best = run;
	}
	set_rate(div_u64((best.least + best.most) / 2 * PIT_HZ, CALIBRATE_TICKS * 1000));
	pr_info("tsc: %u.%03u MHz\n", tsc_khz / 1000, tsc_khz % 1000);
}
