/* SPDX-License-Identifier: MIT */
/* Exceptions: entry points, names, and what may be said about an address. */
#ifndef _ASM_TRAPS_H
#define _ASM_TRAPS_H

#include <linux/types.h>
#include <linux/compiler.h>

struct pt_regs;

enum trap_vector {
	TRAP_DIVIDE = 0,
	TRAP_DEBUG = 1,
	TRAP_NMI = 2,
	TRAP_BREAKPOINT = 3,
	TRAP_OVERFLOW = 4,
	TRAP_BOUND = 5,
	TRAP_INVALID_OPCODE = 6,
	TRAP_NO_FPU = 7,
	TRAP_DOUBLE_FAULT = 8,
	TRAP_FPU_SEGMENT = 9,
	TRAP_INVALID_TSS = 10,
	TRAP_SEGMENT = 11,
	TRAP_STACK_SEGMENT = 12,
	TRAP_PROTECTION = 13,
	TRAP_PAGE_FAULT = 14,
	TRAP_SPURIOUS = 15,
	TRAP_FPU = 16,
	TRAP_ALIGNMENT = 17,
	TRAP_MACHINE_CHECK = 18,
	TRAP_SIMD = 19,
	TRAP_VIRTUALIZATION = 20,
	TRAP_CONTROL = 21,
	NR_EXCEPTIONS = 32,
};

#define NR_VECTORS 256

/* trap_entry.S: the entries, one every TRAP_ENTRY_SIZE bytes */
#define TRAP_ENTRY_SIZE 16
extern char trap_entries[];
void trap_dispatch(struct pt_regs *regs);
void __noreturn double_fault_task(void);

/* Stacks of the start-up code (entry.S) and of the double-fault task, each above its guard. */
extern char __start_stack_guard[], __start_stack[], __start_stack_top[];
extern u8 df_stack_area[2][4096];
#define df_stack_guard df_stack_area[0]
#define df_stack       df_stack_area[1]

const char *exception_name(unsigned int vector);
/* Writes a few words on what an address belongs to; returns the length. */
int describe_address(unsigned long addr, char *buf, size_t size);

/* Copies what can be read; false, and the rest untouched, at the first byte that cannot. */
bool copy_from_kernel_nofault(void *to, const void *from, size_t size);
/* Is there a fix-up for a fault at this instruction? Then go on there. */
bool fixup_exception(struct pt_regs *regs);

#endif
