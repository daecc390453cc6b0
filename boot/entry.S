/* SPDX-License-Identifier: MIT */
/*
 * From GRUB to C.
 *
 * GRUB enters at _start (a physical address) in 32-bit protected mode with paging off, EAX the
 * multiboot2 magic and EBX the physical address of its structure. This code
 *   1. finds out whether this CPU can run this build, and notes the time stamp,
 *   2. clears .bss and copies the multiboot2 structure, which may lie anywhere below 4 GB,
 *   3. maps the first gigabyte twice with large pages, at 0 and at PAGE_OFFSET (the upper part
 *      of the gigabyte, above the direct map's 896 MB, stays empty),
 *   4. turns paging on and goes on in the higher half, on the start-up stack, in kernel_main().
 *
 * All that runs with paging off is in .boot sections, which are linked at their physical
 * addresses; symbols of the rest are used minus KERNEL_OFFSET.
 */
#include <asm/page.h>
#include <asm/segment.h>

#define MULTIBOOT2_HEADER_MAGIC 0xE85250D6
#define MULTIBOOT2_ARCH_I386    0
#define MULTIBOOT2_BOOT_MAGIC   0x36D76289
#define MBI_COPY_MAX            0x10000
#define PHYS(sym)               (sym - PAGE_OFFSET_RAW)
#define COM1                    0x3F8

	.section .multiboot, "a"
	.balign 8
header:
	.long MULTIBOOT2_HEADER_MAGIC
	.long MULTIBOOT2_ARCH_I386
	.long header_end - header
	.long -(MULTIBOOT2_HEADER_MAGIC + MULTIBOOT2_ARCH_I386 + (header_end - header))

	/* information request, optional: command line, modules, memory map, RSDP */
	.balign 8
tag_request:
	.short 1, 1
	.long tag_request_end - tag_request
	.long 1, 2, 3, 4, 6, 8, 14, 15
tag_request_end:

	/* console flags, optional: text mode is welcome */
	.balign 8
	.short 4, 1
	.long 12
	.long 2

	/* modules start on pages */
	.balign 8
	.short 6, 0
	.long 8

	.balign 8
	.short 0, 0
	.long 8
header_end:

	.section .boot.text, "ax"
	.code32
	.globl _start
_start:
	cli
	cld
	movl $boot_stack_top, %esp
	movl %eax, %esi			/* magic */
	movl %ebx, %edi			/* structure */

	/* 1. A CPU without CPUID has no changeable ID flag (bit 21). */
	movl $msg_no_cpuid, %ebp
	pushfl
	popl %eax
	movl %eax, %ecx
	xorl $0x200000, %eax
	pushl %eax
	popfl
	pushfl
	popl %eax
	cmpl %ecx, %eax
	je refuse
	xorl %eax, %eax
	cpuid
	movl $msg_no_cpuid, %ebp
	testl %eax, %eax
	jz refuse
	movl $1, %eax
	cpuid
	movl $msg_no_pse, %ebp
	testl $(1 << 3), %edx
	jz refuse
	movl $msg_no_tsc, %ebp
	testl $(1 << 4), %edx
	jz refuse
	movl $msg_no_cx8, %ebp
	testl $(1 << 8), %edx
	jz refuse
#ifdef CONFIG_X86_PAE
	movl $msg_no_pae, %ebp
	testl $(1 << 6), %edx
	jz refuse
	movl $msg_no_cmov, %ebp
	testl $(1 << 15), %edx
	jz refuse
#endif

	rdtsc
	movl %eax, PHYS(entry_tsc)
	movl %edx, PHYS(entry_tsc) + 4

	/* 2. .bss, then what must outlive it. */
	pushl %edi
	movl $PHYS(__bss_start), %edi
	movl $PHYS(__bss_end), %ecx
	subl %edi, %ecx
	shrl $2, %ecx
	xorl %eax, %eax
	rep stosl
	popl %edi

	movl %esi, PHYS(mbi_magic)
	movl %edi, PHYS(mbi_phys)
	cmpl $MULTIBOOT2_BOOT_MAGIC, %esi
	jne 1f				/* C prints what is wrong */
	movl (%edi), %ecx
	movl %ecx, PHYS(mbi_size)
	cmpl $MBI_COPY_MAX, %ecx
	ja 1f				/* likewise */
	movl %edi, %esi
	movl $PHYS(mbi_copy), %edi
	rep movsb
1:

	/* 3. Large pages: present, writable, 896 MB of them. */
#ifdef CONFIG_X86_PAE
	movl $boot_pd, %edi
	movl $0x83, %eax
	movl $448, %ecx
2:	movl %eax, (%edi)
	movl $0, 4(%edi)
	addl $8, %edi
	addl $0x200000, %eax
	loop 2b
	movl $(boot_pd + 1), %eax
	movl %eax, boot_pdpt
	movl %eax, boot_pdpt + 24
	movl %cr4, %eax
	orl $0x30, %eax			/* PSE, PAE */
	movl %eax, %cr4
	movl $boot_pdpt, %eax
#else
	movl $boot_pd, %edi
	movl $0x83, %eax
	movl $224, %ecx
2:	movl %eax, (%edi)
	movl %eax, 768 * 4(%edi)
	addl $4, %edi
	addl $0x400000, %eax
	loop 2b
	movl %cr4, %eax
	orl $0x10, %eax			/* PSE */
	movl %eax, %cr4
	movl $boot_pd, %eax
#endif
	movl %eax, %cr3

	/* 4. Segments of our own, paging, and up. */
	lgdt boot_gdt_pointer
	ljmp $__KERNEL_CS, $3f
3:	movl $__KERNEL_DS, %eax
	movl %eax, %ds
	movl %eax, %es
	movl %eax, %ss
	xorl %ecx, %ecx
	movl %ecx, %gs
	movl $__KERNEL_PERCPU, %eax
	movl %eax, %fs
	movl %cr0, %eax
	andl $~0x60000000, %eax		/* caches on */
	orl $0x80010000, %eax		/* PG, WP */
	movl %eax, %cr0
	movl $higher_half, %eax
	jmp *%eax

/* EBP: the message. To the first serial port and the text screen, then the exit port. */
refuse:
	movl $COM1 + 3, %edx
	movb $0x80, %al
	outb %al, %dx
	movl $COM1, %edx
	movb $1, %al
	outb %al, %dx
	incl %edx
	xorl %eax, %eax
	outb %al, %dx
	movl $COM1 + 3, %edx
	movb $3, %al
	outb %al, %dx
	movl %ebp, %esi
	movl $0xB8000, %edi
	movb $0x4F, %ah
1:	lodsb
	testb %al, %al
	jz 3f
	movb %al, %bl
	movl $COM1 + 5, %edx
	movl $100000, %ecx		/* an absent port never gets ready */
2:	inb %dx, %al
	testb $0x20, %al
	loopz 2b
	movl $COM1, %edx
	movb %bl, %al
	outb %al, %dx
	cmpb $' ', %al
	jb 1b
	movw %ax, (%edi)
	addl $2, %edi
	jmp 1b
3:	movl $0xF4, %edx
	movl $0x12, %eax
	outl %eax, %dx
4:	hlt
	jmp 4b

	.section .boot.rodata, "a"
	/* Written as kernel log lines, so that people and scripts read them as such. */
#define REFUSAL(text) \
	.asciz "[    0.000000] <0> PANIC: this CPU cannot run this kernel: " text \
	"\r\n---[ end of panic ]---\r\n"
msg_no_cpuid:	REFUSAL("it has no CPUID instruction; a Pentium or later is needed")
msg_no_pse:	REFUSAL("it has no large pages (PSE); a Pentium or later is needed")
msg_no_tsc:	REFUSAL("it has no time stamp counter; a Pentium or later is needed")
msg_no_cx8:	REFUSAL("it has no CMPXCHG8B; a Pentium or later is needed")
#ifdef CONFIG_X86_PAE
msg_no_pae:	REFUSAL("it has no PAE; use the kernel built with PAE=0")
msg_no_cmov:	REFUSAL("it has PAE but no CMOV; use the kernel built with PAE=0")
#endif

	/* Until each CPU has a table in its own memory. The same selectors. */
	.balign 8
boot_gdt:
	.quad 0
	.quad 0x00CF9B000000FFFF	/* code: 4 GB, accessed so that the CPU need not write */
	.quad 0x00CF93000000FFFF	/* data */
	.quad 0x00CF93000000FFFF	/* per-CPU: base 0, the linked copy itself */
boot_gdt_end:
boot_gdt_pointer:
	.short boot_gdt_end - boot_gdt - 1
	.long boot_gdt

	.section .boot.bss, "aw", @nobits
	.balign 4096
	.globl boot_pd
boot_pd:
	.skip 4096
	.balign 32
boot_pdpt:
	.skip 32
	.skip 64
boot_stack_top:

	.section .text.higher_half, "ax"
higher_half:
	lgdt boot_gdt_pointer_high
	movl $__start_stack_top, %esp
	xorl %ebp, %ebp
	pushl %ebp			/* back traces end here */
	call kernel_main
	ud2
	.size higher_half, . - higher_half
	.type higher_half, @function

	.section .rodata.boot_gdt, "a"
	.balign 4
boot_gdt_pointer_high:
	.short boot_gdt_end - boot_gdt - 1
	.long boot_gdt + PAGE_OFFSET_RAW

	/* The start-up stack and the page that guards it, which paging_init() leaves unmapped. */
	.section .bss..page_aligned, "aw", @nobits
	.balign 4096
	.globl __start_stack_guard, __start_stack, __start_stack_top
__start_stack_guard:
	.skip 4096
__start_stack:
	.skip CONFIG_STACK_PAGES * 4096
__start_stack_top:

	.section .init.bss, "aw", @nobits
	.balign 8
	.globl mbi_copy
mbi_copy:
	.skip MBI_COPY_MAX

	.section .bss, "aw", @nobits
	.balign 8
	.globl mbi_magic, mbi_size, mbi_phys
mbi_magic:	.skip 4
mbi_size:	.skip 4
mbi_phys:	.skip 4

	/* Written before .bss is cleared. */
	.section .data, "aw"
	.balign 8
	.globl entry_tsc
entry_tsc:
	.quad 0
