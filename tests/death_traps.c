// SPDX-License-Identifier: MIT
/* Boots that must end in an exception's report: each says what happened, to what, and where. */
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <quarry/test.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/raise.h>
#include <asm/sections.h>
#include <asm/traps.h>

/* An address that the compiler knows nothing of. */
static noinline volatile u32 *pointer_to(unsigned long addr)
{
	OPTIMIZER_HIDE_VAR(addr);
	return (volatile u32 *)addr;
}

static noinline void call_address(unsigned long addr)
{
	OPTIMIZER_HIDE_VAR(addr);
	((void (*)(void))addr)();
}

/* ---- page faults --------------------------------------------------------------------------- */

/* Reading through a NULL pointer. */
DEATH_TEST(read_null, "page fault: read at 00000000, no page there (NULL pointer) at read_null+0x")
{
	(void)*pointer_to(0);
}

/* Writing to a member of a structure that is not there. */
DEATH_TEST(write_null,
	   "page fault: write at 00000014, no page there (NULL pointer) at write_null+0x")
{
	*pointer_to(0x14) = 1;
}

/* Calling a NULL function pointer. */
DEATH_TEST(call_null, "page fault: execute at 00000000, no page there (NULL pointer) at 0x0")
{
	call_address(0);
}

/* An address of user space. */
DEATH_TEST(read_user,
	   "page fault: read at 40001234, no page there (below the kernel, never mapped)")
{
	(void)*pointer_to(0x40001234);
}

/* What was mapped one to one during boot no longer is. */
DEATH_TEST(read_identity_map, "page fault: read at 00100000, no page there (below the kernel")
{
	(void)*pointer_to(0x00100000);
}

/* The hole behind the direct map catches who runs over its end. */
DEATH_TEST(write_direct_map_end, "no page there (hole between direct map and vmalloc area)")
{
	*pointer_to((unsigned long)high_memory) = 1;
}

/* Code cannot be changed. */
DEATH_TEST(write_text, "the page is present, its protection forbids it (kernel text, panic+0x0")
{
	*pointer_to((unsigned long)panic) = 0;
}

static const u32 constant[2] = { 1, 2 };

/* Constants cannot be changed. */
DEATH_TEST(write_rodata, "the page is present, its protection forbids it (kernel read-only data")
{
	*pointer_to((unsigned long)constant) = 0;
}

#ifdef CONFIG_X86_PAE
static u8 code_in_data[16] = { 0xc3 };

/* Data cannot be executed, on a processor with NX. */
DEATH_TEST(execute_data, "page fault: execute at c")
{
	call_address((unsigned long)code_in_data);
}

/* Nor can memory that was allocated. */
DEATH_TEST(execute_page, "its protection forbids it (direct map of low memory)")
{
	unsigned long addr = get_zeroed_page(GFP_KERNEL);

	*(u8 *)addr = 0xc3;
	call_address(addr);
}

/* Nor what the start-up code was. */
DEATH_TEST(execute_init, "its protection forbids it (memory of the start-up code, freed)")
{
	call_address((unsigned long)__init_start);
}
#endif

/* ---- the stack ----------------------------------------------------------------------------- */

static noinline unsigned int recurse(unsigned int depth)
{
	volatile char room[128];

	room[depth & 127] = 1;
	return depth ? recurse(depth + 1) + room[depth & 127] : 0;
}

/* A stack that runs over ends in a report that says so, on a stack of its own. */
DEATH_TEST(stack_overflow, "in guard page below the start-up stack, at recurse")
{
	recurse(1);
}

/* It is a double fault that brings the report. */
DEATH_TEST(stack_overflow_vector, "PANIC: double fault: stack pointer ")
{
	recurse(1);
}

/* ---- arithmetic and instructions ----------------------------------------------------------- */

/* Division by zero. */
DEATH_TEST(divide_by_zero, "divide error, vector 0, error code 0 at divide_by_zero+0x")
{
	volatile int zero = 0, result;

	result = 10 / zero;
	(void)result;
}

/* A quotient that does not fit. */
DEATH_TEST(divide_overflow, "divide error, vector 0, error code 0 at divide_overflow+0x")
{
	volatile int least = INT_MIN, minus = -1, result;

	result = least / minus;
	(void)result;
}

/* A single step that nobody asked for. */
DEATH_TEST(single_step, "(single step) at single_step+0x")
{
	raise_single_step();
}

/* An int instruction pushes no error code, and the report is not one word off. */
DEATH_TEST(int_protection, "vector 13, raised by an int instruction before int_protection+0x")
{
	raise_interrupt(TRAP_PROTECTION);
}

/* The overflow instruction. */
DEATH_TEST(overflow, "overflow, vector 4, error code 0 at overflow+0x")
{
	raise_overflow();
}

/* An index out of its bounds. */
DEATH_TEST(bound, "bound range exceeded, vector 5, error code 0 at bound+0x")
{
	raise_bound();
}

/* An instruction that no processor has. */
DEATH_TEST(invalid_opcode, "invalid opcode, vector 6, error code 0 at invalid_opcode+0x")
{
	raise_invalid_opcode();
}

/* The FPU is not for the kernel. */
DEATH_TEST(no_fpu, "FPU not available, vector 7, error code 0 at no_fpu+0x")
{
	raise_no_fpu();
}

/* An error that the FPU reports. */
DEATH_TEST(fpu_error, "x87 FPU error, vector 16, error code 0 at fpu_error+0x")
{
	raise_fpu_error();
}

/* ---- segments ------------------------------------------------------------------------------ */

/* A return to a task that is none. */
DEATH_TEST(invalid_tss, "invalid TSS at invalid_tss+0x")
{
	raise_invalid_tss();
}

/* A segment that is not present, with its number. */
DEATH_TEST(segment_not_present, "segment not present: GDT entry 6 at segment_not_present+0x")
{
	raise_segment_not_present();
}

/* The same for the stack. */
DEATH_TEST(stack_segment, "stack segment fault: GDT entry 6 at stack_segment+0x")
{
	raise_stack_segment();
}

/* A selector beyond the end of the table, with its number. */
DEATH_TEST(bad_selector, "general protection fault: GDT entry 100 at bad_selector+0x")
{
	raise_bad_selector();
}

/* Without a selector there is none to name. */
DEATH_TEST(bad_jump, "general protection fault at bad_jump+0x")
{
	raise_bad_jump();
}

/* ---- the others ---------------------------------------------------------------------------- */

/* What only broken hardware raises is reported like the rest. */
DEATH_TEST(machine_check, "machine check, vector 18, error code 0 at machine_check+0x")
{
	raise_interrupt(TRAP_MACHINE_CHECK);
}

/* A vector without a meaning. */
DEATH_TEST(reserved_vector, "reserved exception, vector 22, error code 0 at reserved_vector+0x")
{
	raise_interrupt(22);
}

/* An exception inside of an interrupt handler with interrupts off is reported as well. */
DEATH_TEST(read_null_atomic, "page fault: read at 00000000")
{
	local_irq_disable();
	preempt_disable();
	(void)*pointer_to(0);
}
