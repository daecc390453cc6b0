/* SPDX-License-Identifier: MIT */
#ifndef _ASM_PREEMPT_H
#define _ASM_PREEMPT_H

#include <asm/percpu.h>

extern unsigned int __preempt_count; /* per-CPU */

static __always_inline unsigned int preempt_count(void)
{
	return percpu_read(volatile, __preempt_count);
}

static __always_inline void preempt_count_add(unsigned int n)
{
	percpu_op_4(volatile, "add", __preempt_count, n);
}

static __always_inline void preempt_count_sub(unsigned int n)
{
	percpu_op_4(volatile, "sub", __preempt_count, n);
}

#endif
