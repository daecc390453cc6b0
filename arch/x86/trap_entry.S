/* SPDX-License-Identifier: MIT */
/*
 * Where the CPU arrives for every vector. An entry pushes a zero where the CPU pushes no error
 * code, then the vector, so that all stacks look like struct pt_regs. All code is ring 0 and
 * %fs never changes, so no segment register is saved.
 */
#include <asm/segment.h>

#define TRAP_ENTRY_SIZE 16

	.section .trap.text, "ax"
	.balign TRAP_ENTRY_SIZE
	.globl trap_entries
trap_entries:
	vector = 0
	.rept 256
	.balign TRAP_ENTRY_SIZE
	/* error codes: 8, 10-14, 17, 21, 29, 30 */
	.if vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 29 || vector == 30
	.else
	pushl $0
	.endif
	pushl $vector
	jmp trap_common
	vector = vector + 1
	.endr
	.size trap_entries, . - trap_entries
	.type trap_entries, @function

	.balign 16
trap_common:
	cld
	pushal
	movl %esp, %eax
	call trap_dispatch
	popal
	addl $8, %esp
	iret
	.size trap_common, . - trap_common
	.type trap_common, @function
