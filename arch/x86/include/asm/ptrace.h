/* SPDX-License-Identifier: MIT */
/*
 * The registers as the trap entry code leaves them on the stack (arch/x86/trap_entry.S). All
 * code runs in ring 0, so the CPU pushes no stack pointer: kernel_stack_pointer() computes it.
 */
#ifndef _ASM_PTRACE_H
#define _ASM_PTRACE_H

struct pt_regs {
	unsigned long di, si, bp, pusha_sp, bx, dx, cx, ax;
	unsigned long vector;
	unsigned long error_code;
	unsigned long ip, cs, flags;
};

static inline unsigned long kernel_stack_pointer(const struct pt_regs *regs)
{
	return (unsigned long)(&regs->flags + 1);
}

static inline unsigned long instruction_pointer(const struct pt_regs *regs)
{
	return regs->ip;
}

/* Prints registers, control registers and the code bytes at the instruction. */
void show_regs(const struct pt_regs *regs);

#endif
