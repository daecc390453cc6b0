// SPDX-License-Identifier: MIT
/*
 * Exceptions and interrupts that the kernel survives, and what reports say of addresses. Those
 * that end it are death tests.
 */
#include <linux/hardirq.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <quarry/test.h>
#include <asm/desc.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/raise.h>
#include <asm/sections.h>
#include <asm/traps.h>
#include "page_test.h"

TEST_SUITE(traps);

/* ---- those that return --------------------------------------------------------------------- */

/* A breakpoint is logged with its place, and all registers are as before. */
TEST(breakpoint_returns)
{
	bool same;

	test_capture_start();
	same = raise_breakpoint();
	EXPECT_EQ(test_capture_stop(), 1);
	EXPECT_EQ(captured_lines("<5> breakpoint", "raise_breakpoint+0x", ""), 1);
	EXPECT_TRUE(same);
	EXPECT_FALSE(irqs_disabled());
}

/* An interrupt that nobody asked for is logged with its vector, and goes on. */
TEST(unexpected_interrupt_returns)
{
	test_capture_start();
	raise_interrupt(32);
	raise_interrupt(128);
	raise_interrupt(255);
	test_capture_stop();
	EXPECT_EQ(test_captured("unexpected interrupt, vector 32,"), 1);
	EXPECT_EQ(test_captured("unexpected interrupt, vector 128,"), 1);
	EXPECT_EQ(test_captured("unexpected interrupt, vector 255,"), 1);
	EXPECT_EQ(test_captured("unexpected_interrupt_returns+0x"), 3);
	EXPECT_FALSE(in_interrupt());
}

/* A storm of them does not fill the log. */
TEST(unexpected_interrupt_limited)
{
	unsigned int i;

	test_capture_start();
	for (i = 0; i < 200; i++)
		raise_interrupt(200);
	test_capture_stop();
	EXPECT_LT(test_captured("unexpected interrupt"), 100);
}

/* A non-maskable interrupt is logged, and goes on. */
TEST(nmi_returns)
{
	test_capture_start();
	raise_interrupt(TRAP_NMI);
	test_capture_stop();
	EXPECT_EQ(captured_lines("NMI on CPU 0", "nmi_returns+0x", "reason"), 1);
	EXPECT_FALSE(in_nmi());
	EXPECT_FALSE(in_interrupt());
}

/* Interrupts that were off stay off over an exception. */
TEST(breakpoint_interrupts_off)
{
	unsigned long flags;

	test_capture_start();
	local_irq_save(flags);
	raise_breakpoint();
	EXPECT_TRUE(irqs_disabled());
	local_irq_restore(flags);
	test_capture_stop();
	EXPECT_FALSE(irqs_disabled());
}

/* ---- reads that may fault ------------------------------------------------------------------ */

/* What is readable is copied; at the first byte that is not, the copy ends with false. */
TEST(copy_from_kernel_nofault_partly)
{
	const char *below_guard = (char *)((unsigned long)__start_stack_guard - 8);
	const char *above_guard = (char *)((unsigned long)df_stack - 4);
	char to[16];

	EXPECT_TRUE(copy_from_kernel_nofault(to, "some constant", 14));
	EXPECT_STREQ(to, "some constant");
	memset(to, '#', sizeof(to));
	/* Reading upwards fails at once in a guard page, and below one at its first byte. */
	EXPECT_FALSE(copy_from_kernel_nofault(to, above_guard, 8));
	EXPECT_EQ(to[4], '#');
	EXPECT_FALSE(copy_from_kernel_nofault(to, below_guard, 16));
	EXPECT_MEMEQ(to, below_guard, 8);
	EXPECT_EQ(to[9], '#');
	EXPECT_FALSE(copy_from_kernel_nofault(to, NULL, 1));
	EXPECT_TRUE(copy_from_kernel_nofault(to, NULL, 0));
}

/* A fault with a fix-up is no event: nothing is logged. */
TEST(copy_from_kernel_nofault_silent)
{
	unsigned long flags;
	char to;

	test_capture_start();
	local_irq_save(flags);
	EXPECT_FALSE(copy_from_kernel_nofault(&to, (void *)0x10, 1));
	EXPECT_TRUE(irqs_disabled());
	local_irq_restore(flags);
	EXPECT_EQ(test_capture_stop(), 0);
}

/* ---- tables -------------------------------------------------------------------------------- */

/* All 256 vectors have a gate for ring 0; the double fault's leads to a task, others to their
 * entry. */
TEST(idt_gates)
{
	struct table_pointer p = raise_read_idt();
	const struct gate_struct *gate = (void *)p.base;
	unsigned int v;

	ASSERT_EQ(p.limit, 256 * 8 - 1);
	for (v = 0; v < 256; v++) {
		unsigned long offset = gate[v].offset_low | (u32)gate[v].offset_high << 16;

		if (v == TRAP_DOUBLE_FAULT) {
			EXPECT_EQ(gate[v].type_dpl, GATE_TASK);
			EXPECT_EQ(gate[v].selector, GDT_DF_TSS);
			continue;
		}
		EXPECT_EQ(gate[v].type_dpl, GATE_INTERRUPT);
		EXPECT_EQ(gate[v].selector, __KERNEL_CS);
		EXPECT_EQ(offset, (unsigned long)trap_entries + v * TRAP_ENTRY_SIZE);
		EXPECT_TRUE(is_kernel_text(offset));
	}
}

/* Every exception has the name that the processor's manual gives it. */
TEST(exception_name_table)
{
	static const struct {
		unsigned int vector;
		const char *name;
	} t[] = {
		{ 0, "divide error" },
		{ 1, "debug" },
		{ 2, "non-maskable interrupt" },
		{ 3, "breakpoint" },
		{ 4, "overflow" },
		{ 5, "bound" },
		{ 6, "invalid opcode" },
		{ 7, "not available" },
		{ 8, "double fault" },
		{ 9, "segment overrun" },
		{ 10, "invalid TSS" },
		{ 11, "segment not present" },
		{ 12, "stack segment" },
		{ 13, "general protection" },
		{ 14, "page fault" },
		{ 15, "reserved" },
		{ 16, "x87" },
		{ 17, "alignment check" },
		{ 18, "machine check" },
		{ 19, "SIMD" },
		{ 20, "virtualization" },
		{ 21, "control protection" },
		{ 22, "reserved" },
		{ 27, "reserved" },
		{ 28, "hypervisor" },
		{ 30, "security" },
		{ 31, "reserved" },
		{ 32, "interrupt" },
		{ 255, "interrupt" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		if (!strstr(exception_name(t[i].vector), t[i].name))
			FAIL("vector %u is called %s", t[i].vector, exception_name(t[i].vector));
		EXPECT_GT(strlen(exception_name(t[i].vector)), 5);
	}
}

/* The double fault enters a task with its own stack and the kernel's page tables. */
TEST(double_fault_task_state)
{
	const struct tss_struct *tss = this_cpu_main_tss();

	EXPECT_EQ(tss->cr3, kernel_cr3);
	EXPECT_GE(tss->iomap_base, sizeof(*tss));
	EXPECT_TRUE(virt_addr_valid(tss));
}

/* ---- what an address is -------------------------------------------------------------------- */

static void expect_described(unsigned long addr, const char *words)
{
	char text[120];
	int len = describe_address(addr, text, sizeof(text));

	EXPECT_EQ(len, strlen(text));
	if (!strstr(text, words))
		FAIL("%08lx is described as %s, not %s", addr, text, words);
}

static int some_data = 1;
static const int some_constant = 1;

/* A report says to what an address belongs: part of the image, or area of the virtual map. */
TEST(describe_address_areas)
{
	expect_described(0, "NULL pointer");
	expect_described(0xfff, "NULL pointer");
	expect_described(0x1000, "below the kernel");
	expect_described(PAGE_OFFSET - 1, "below the kernel");
	expect_described((unsigned long)describe_address_areas, "kernel text");
	expect_described((unsigned long)describe_address_areas, "describe_address_areas");
	expect_described((unsigned long)&some_constant, "read-only data");
	expect_described((unsigned long)&some_data, "kernel data");
	expect_described((unsigned long)__start_stack_guard, "guard page below the start-up stack");
	expect_described((unsigned long)df_stack - 1, "guard page below the double-fault stack");
	expect_described(PAGE_OFFSET, "direct map");
	expect_described((unsigned long)high_memory, "hole");
	expect_described(VMALLOC_START, "vmalloc");
	expect_described(VMALLOC_END, "hole");
	expect_described(PKMAP_BASE, "pkmap");
	expect_described(FIXADDR_START, "fixmap");
	expect_described(ULONG_MAX, "top page");
	EXPECT_EQ(some_data, some_constant);
}

/* Text that does not fit is cut, and stays a string. */
TEST(describe_address_short_buffer)
{
	char text[9];

	memset(text, '#', sizeof(text));
	EXPECT_EQ(describe_address(0, text, 8), 7);
	EXPECT_STREQ(text, "NULL po");
	EXPECT_EQ(text[8], '#');
}
