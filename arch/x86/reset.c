// SPDX-License-Identifier: MIT
/*
 * The two ways in which a CPU stops: for good, or by starting the machine anew.
 */
#include <asm/desc.h>
#include <asm/io.h>
#include <asm/irqflags.h>
#include <asm/processor.h>

#define KEYBOARD_STATUS 0x64
#define KEYBOARD_RESET  0xFE

void __noreturn arch_halt(void)
{
	arch_local_irq_disable();
	for (;;)
		asm volatile("hlt" : : : "memory");
}

void __noreturn arch_reboot(void)
{
	struct table_pointer none = { 0, 0 };
	unsigned int i;

	arch_local_irq_disable();
	for (i = 0; i < 0x10000 && (inb(KEYBOARD_STATUS) & 2); i++)
		io_delay();
	outb(KEYBOARD_RESET, KEYBOARD_STATUS);
	for (i = 0; i < 0x10000; i++)
		io_delay();
	/* The controller was deaf: an exception without a table resets the CPU. */
	load_idt(&none);
	asm volatile("int3");
	arch_halt();
}
