/* SPDX-License-Identifier: MIT */
/* Which CPU this is. */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <linux/cpumask.h>
#include <linux/preempt.h>
#include <linux/irqflags.h>
#include <asm/smp.h>

/* Reports, in debug builds, a caller that could move to another CPU the moment it has read. */
unsigned int debug_smp_processor_id(void);

#ifdef CONFIG_DEBUG
#define smp_processor_id() debug_smp_processor_id()
#else
#define smp_processor_id() raw_smp_processor_id()
#endif

#define get_cpu()                                                                                  \
	({                                                                                         \
		preempt_disable();                                                                 \
		raw_smp_processor_id();                                                            \
	})
#define put_cpu() preempt_enable()

#endif
