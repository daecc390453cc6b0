// SPDX-License-Identifier: MIT
/*
 * Limits how often something is said. An interval begins with the first call after the last
 * one ended; in it the first `burst` calls pass.
 *
 * Locking: the state's own lock, interrupts off, held for a few instructions. Whoever finds it
 *   taken is held back, for then somebody else is just talking.
 * Context: any.
 */
#include <asm/tsc.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/ratelimit.h>

#define JIFFY_NS (1000000000 / HZ)

/**
 * ratelimit_state_init - makes a limit
 * @rs:       the state
 * @interval: jiffies; 0 or less: no limit
 * @burst:    calls that pass in each
 */
void ratelimit_state_init(struct ratelimit_state *rs, int interval, int burst)
{
	*rs = (struct ratelimit_state)RATELIMIT_STATE_INIT(rs, interval, burst);
}

/** ratelimit_default_init - makes a limit with the default interval and burst */
void ratelimit_default_init(struct ratelimit_state *rs)
{
	ratelimit_state_init(rs, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST);
}

/**
 * ___ratelimit - whether something may be said now
 * @rs:   the state
 * @func: who asks, for the line that says how much was held back
 *
 * Return: 1: say it; 0: it is held back and counted.
 */
int ___ratelimit(struct ratelimit_state *rs, const char *func)
{
	unsigned long flags;
	int missed = 0, pass;
	u64 now;

	if (rs->interval <= 0)
		return 1;
	local_irq_save(flags);
	if (!raw_spin_trylock(&rs->lock)) {
		local_irq_restore(flags);
		return 0;
	}
	now = sched_clock();
	if (!rs->started || now - rs->begin_ns >= (u64)rs->interval * JIFFY_NS) {
		missed = rs->missed;
		rs->started = true;
		rs->begin_ns = now;
		rs->printed = 0;
		rs->missed = 0;
	}
	pass = rs->printed < rs->burst;
	if (pass)
		rs->printed++;
	else
		rs->missed++;
	raw_spin_unlock_irqrestore(&rs->lock, flags);
	if (missed && !(rs->flags & RATELIMIT_MSG_ON_RELEASE))
		pr_warn("%s: %d messages held back\n", func, missed);
	return pass;
}
