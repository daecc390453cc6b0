/* SPDX-License-Identifier: MIT */
/*
 * The per-CPU count that says in which context code runs. Zero: a thread that may be
 * preempted and may sleep. Its fields:
 *
 *   bits  0-7   preempt_disable() depth (spinlocks count here)
 *   bits  8-15  soft interrupt
 *   bits 16-19  hard interrupt
 *   bits 20-23  NMI
 */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

#include <linux/compiler.h>
#include <asm/preempt.h>

#define PREEMPT_MASK 0x000000ff
#define SOFTIRQ_MASK 0x0000ff00
#define HARDIRQ_MASK 0x000f0000
#define NMI_MASK     0x00f00000

#define PREEMPT_OFFSET 0x00000001
#define SOFTIRQ_OFFSET 0x00000100
#define HARDIRQ_OFFSET 0x00010000
#define NMI_OFFSET     0x00100000

#define hardirq_count() (preempt_count() & HARDIRQ_MASK)
#define softirq_count() (preempt_count() & SOFTIRQ_MASK)
#define in_nmi()        (!!(preempt_count() & NMI_MASK))
#define in_irq()        (!!hardirq_count())
#define in_hardirq()    in_irq()
#define in_softirq()    (!!softirq_count())
#define in_interrupt()  (!!(preempt_count() & (HARDIRQ_MASK | SOFTIRQ_MASK | NMI_MASK)))
#define in_task()       (!in_interrupt())
#define in_atomic()     (preempt_count() != 0)
#define preemptible()   (preempt_count() == 0 && !irqs_disabled())

#define preempt_disable()                                                                          \
	do {                                                                                       \
		preempt_count_add(PREEMPT_OFFSET);                                                 \
		barrier();                                                                         \
	} while (0)
#define preempt_enable()                                                                           \
	do {                                                                                       \
		barrier();                                                                         \
		preempt_count_sub(PREEMPT_OFFSET);                                                 \
	} while (0)
#define preempt_enable_no_resched() preempt_enable()

#endif
