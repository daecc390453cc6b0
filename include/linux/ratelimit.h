/* SPDX-License-Identifier: MIT */
/*
 * Limits how often something is said: `burst` times in every `interval` (in jiffies; 0: no
 * limit). What was held back is counted, and reported when the next interval begins.
 */
#ifndef _LINUX_RATELIMIT_H
#define _LINUX_RATELIMIT_H

#include <linux/param.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#define DEFAULT_RATELIMIT_INTERVAL (5 * HZ)
#define DEFAULT_RATELIMIT_BURST    10

#define RATELIMIT_MSG_ON_RELEASE 1UL /* the count of what was held back is not printed */

struct ratelimit_state {
	raw_spinlock_t lock; /* protects what follows `burst` */
	int interval;        /* jiffies */
	int burst;
	int printed;
	int missed;
	unsigned long flags;
	bool started;
	u64 begin_ns; /* when the current interval began */
};

#define RATELIMIT_STATE_INIT(name, interval_init, burst_init)                                      \
	{                                                                                          \
		.lock = __RAW_SPIN_LOCK_UNLOCKED(name), .interval = (interval_init),               \
		.burst = (burst_init),                                                             \
	}

#define DEFINE_RATELIMIT_STATE(name, interval_init, burst_init)                                    \
	struct ratelimit_state name = RATELIMIT_STATE_INIT(name, interval_init, burst_init)

/* On a static state: each test finds it as at boot. */
#define __ratelimit_static __section(".data..ratelimit") __aligned(4)

void ratelimit_state_init(struct ratelimit_state *rs, int interval, int burst);
void ratelimit_default_init(struct ratelimit_state *rs);
int ___ratelimit(struct ratelimit_state *rs, const char *func);

#define __ratelimit(rs) ___ratelimit(rs, __func__)

#define WARN_ON_RATELIMIT(cond, rs)                                                                \
	({                                                                                         \
		bool __rt = !!(cond);                                                              \
                                                                                                   \
		if (unlikely(__rt) && __ratelimit(rs))                                             \
			WARN_ON(1);                                                                \
		unlikely(__rt);                                                                    \
	})

#endif
