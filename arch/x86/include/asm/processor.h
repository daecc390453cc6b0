/* SPDX-License-Identifier: MIT */
/* The processor: control registers, model-specific registers, CPUID, pause and halt. */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

#include <linux/types.h>
#include <linux/compiler.h>

#define X86_CR0_EM (1UL << 2) /* an FPU instruction traps: nobody saves FPU state */
#define X86_CR0_NE (1UL << 5)
#define X86_CR0_WP (1UL << 16)
#define X86_CR0_PG (1UL << 31)

#define X86_CR4_PSE  (1UL << 4)
#define X86_CR4_PAE  (1UL << 5)
#define X86_CR4_MCE  (1UL << 6)
#define X86_CR4_PGE  (1UL << 7)
#define X86_CR4_UMIP (1UL << 11)
#define X86_CR4_SMEP (1UL << 20)
#define X86_CR4_SMAP (1UL << 21)

#define MSR_EFER 0xC0000080
#define EFER_NXE (1UL << 11)

/* A spin-wait hint. Under counted instructions it is also what lets another CPU run. */
static __always_inline void cpu_relax(void)
{
	asm volatile("pause" : : : "memory");
}

#define BUILD_CONTROL_REGISTER(n)                                                                  \
	static __always_inline unsigned long read_cr##n(void)                                      \
	{                                                                                          \
		unsigned long value;                                                               \
                                                                                                   \
		asm volatile("mov %%cr" #n ", %0" : "=r"(value) : : "memory");                     \
		return value;                                                                      \
	}                                                                                          \
	static __always_inline void write_cr##n(unsigned long value)                               \
	{                                                                                          \
		asm volatile("mov %0, %%cr" #n : : "r"(value) : "memory");                         \
	}

BUILD_CONTROL_REGISTER(0)
BUILD_CONTROL_REGISTER(2)
BUILD_CONTROL_REGISTER(3)
BUILD_CONTROL_REGISTER(4)

/* What a debug exception was about. */
static __always_inline unsigned long read_dr6(void)
{
	unsigned long value;

	asm volatile("mov %%dr6, %0" : "=r"(value));
	return value;
}

#define __native_read_cr3() read_cr3()
#define native_write_cr3(v) write_cr3(v)

static __always_inline u64 rdmsr(u32 msr)
{
	u64 value;

	asm volatile("rdmsr" : "=A"(value) : "c"(msr));
	return value;
}

static __always_inline void wrmsr(u32 msr, u64 value)
{
	asm volatile("wrmsr" : : "c"(msr), "A"(value) : "memory");
}

struct cpuid_regs {
	u32 eax, ebx, ecx, edx;
};

static __always_inline struct cpuid_regs cpuid_count(u32 leaf, u32 subleaf)
{
	struct cpuid_regs r;

	asm volatile("cpuid"
		     : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
		     : "a"(leaf), "c"(subleaf));
	return r;
}

static __always_inline unsigned long current_stack_pointer(void)
{
	unsigned long sp;

	asm("mov %%esp, %0" : "=r"(sp));
	return sp;
}

/* Stops this CPU for good, interrupts off. */
void __noreturn arch_halt(void);
/* Resets the machine: keyboard controller, then an empty interrupt table. */
void __noreturn arch_reboot(void);

#endif
