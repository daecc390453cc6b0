// SPDX-License-Identifier: MIT
/*
 * The two legacy interrupt controllers: renumbered away from the exceptions, then masked.
 */
#include <asm/io.h>
#include <asm/setup.h>

#define PIC1             0x20
#define PIC2             0xA0
#define PIC_FIRST_VECTOR 0x20

void pic_disable(void)
{
	outb(0x11, PIC1); /* start of initialisation, four words */
	io_delay();
	outb(0x11, PIC2);
	io_delay();
	outb(PIC_FIRST_VECTOR, PIC1 + 1);
	io_delay();
	outb(PIC_FIRST_VECTOR + 8, PIC2 + 1);
	io_delay();
	outb(4, PIC1 + 1); /* the second one hangs at line 2 of the first */
	io_delay();
	outb(2, PIC2 + 1);
	io_delay();
	outb(1, PIC1 + 1); /* 8086 mode */
	io_delay();
	outb(1, PIC2 + 1);
	io_delay();
	outb(0xff, PIC1 + 1);
	outb(0xff, PIC2 + 1);
}
