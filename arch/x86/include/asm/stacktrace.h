/* SPDX-License-Identifier: MIT */
#ifndef _ASM_STACKTRACE_H
#define _ASM_STACKTRACE_H

#include <linux/types.h>

struct pt_regs;

unsigned int arch_stack_walk(unsigned long *pcs, unsigned int max, const struct pt_regs *regs);
unsigned int arch_stack_walk_from(unsigned long *pcs, unsigned int max, unsigned long sp,
				  unsigned long bp);

/*
 * The callers of the function whose __builtin_frame_address(0) is given, the return address of
 * that function first. The word at a frame address is the saved frame pointer.
 */
static inline unsigned int arch_stack_walk_frame(unsigned long *pcs, unsigned int max, void *frame)
{
	return arch_stack_walk_from(pcs, max, (unsigned long)frame + sizeof(long),
				    (unsigned long)frame);
}

#endif
