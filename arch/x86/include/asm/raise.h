/* SPDX-License-Identifier: MIT */
/* Provokes exceptions on purpose, one instruction each, for tests of their reports. */
#ifndef _ASM_RAISE_H
#define _ASM_RAISE_H

#include <linux/compiler.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/desc.h>
#include <asm/processor.h>
#include <asm/segment.h>

#define X86_CR0_TS (1UL << 3)

#define X86_EFLAGS_TF (1UL << 8)
#define X86_EFLAGS_NT (1UL << 14)

/* Where the CPU itself would push an error code this pushes none, which the report notices. */
#define raise_interrupt(vector) asm volatile("int %0" : : "i"(vector) : "memory")

/* A breakpoint, which returns. False: it came back with another value in a register. */
static noinline __maybe_unused bool raise_breakpoint(void)
{
	unsigned long a = 0xa1a1a1a1, b = 0xb2b2b2b2, c = 0xc3c3c3c3, d = 0xd4d4d4d4;
	unsigned long s = 0xe5e5e5e5, t = 0xf6f6f6f6;

	asm volatile("int3" : "+a"(a), "+b"(b), "+c"(c), "+d"(d), "+S"(s), "+D"(t) : : "memory");
	return a == 0xa1a1a1a1 && b == 0xb2b2b2b2 && c == 0xc3c3c3c3 && d == 0xd4d4d4d4 &&
	       s == 0xe5e5e5e5 && t == 0xf6f6f6f6;
}

/* Sets bits of EFLAGS for the instructions that follow. */
static __always_inline void raise_eflags(unsigned long bits)
{
	asm volatile("pushf; orl %0, (%%esp); popf; nop" : : "ri"(bits) : "memory", "cc");
}

static inline void raise_single_step(void)
{
	raise_eflags(X86_EFLAGS_TF);
}

static inline void raise_overflow(void)
{
	asm volatile("movb $127, %%al; addb $1, %%al; into" : : : "eax", "memory", "cc");
}

static inline void raise_bound(void)
{
	static const int limits[2] = { 0, 9 };

	asm volatile("bound %0, %1" : : "r"(10), "m"(limits) : "memory");
}

static inline void raise_invalid_opcode(void)
{
	asm volatile("ud2" : : : "memory");
}

/* An FPU instruction while the FPU is switched off. */
static inline void raise_no_fpu(void)
{
	write_cr0(read_cr0() | X86_CR0_TS);
	asm volatile("fnop" : : : "memory");
}

/* 1 / 0 in the FPU, with that error unmasked. */
static inline void raise_fpu_error(void)
{
	static const u16 control = 0x037b;

	write_cr0((read_cr0() | X86_CR0_NE) & ~(X86_CR0_TS | X86_CR0_EM));
	asm volatile("fninit; fldcw %0; fld1; fldz; fdivrp; fwait" : : "m"(control) : "memory");
}

/* A return from a task that was never called. */
static inline void raise_invalid_tss(void)
{
	raise_eflags(X86_EFLAGS_NT);
	asm volatile("iret" : : : "memory");
}

/* Beyond the end of the GDT. */
#define RAISE_SELECTOR (8 * 100)

static inline void raise_bad_selector(void)
{
	asm volatile("mov %0, %%es" : : "r"(RAISE_SELECTOR) : "memory");
}

/* A far jump without a segment: an error without a selector. */
static inline void raise_bad_jump(void)
{
	static const struct {
		u32 offset;
		u16 selector;
	} __packed nowhere;

	asm volatile("ljmp *%0" : : "m"(nowhere) : "memory");
}

/* A GDT with one more entry: a data segment that is not present. Returns its selector. */
static noinline __maybe_unused unsigned int raise_gdt_not_present(void)
{
	static struct desc_struct gdt[GDT_ENTRIES + 1];
	struct table_pointer p;

	asm volatile("sgdt %0" : "=m"(p));
	memcpy(gdt, (void *)p.base, GDT_ENTRIES * sizeof(*gdt));
	gdt[GDT_ENTRIES] = gdt[__KERNEL_DS / 8];
	gdt[GDT_ENTRIES].type_dpl &= 0x7f;
	p.limit = sizeof(gdt) - 1;
	p.base = (u32)gdt;
	load_gdt(&p);
	return GDT_ENTRIES * 8;
}

static inline void raise_segment_not_present(void)
{
	asm volatile("mov %0, %%es" : : "r"(raise_gdt_not_present()) : "memory");
}

static inline void raise_stack_segment(void)
{
	asm volatile("mov %0, %%ss" : : "r"(raise_gdt_not_present()) : "memory");
}

/* The interrupt descriptor table that this CPU uses. */
static inline struct table_pointer raise_read_idt(void)
{
	struct table_pointer p;

	asm volatile("sidt %0" : "=m"(p));
	return p;
}

#endif
