/* SPDX-License-Identifier: MIT */
/* Descriptor tables and task state segments, as the CPU defines them. */
#ifndef _ASM_DESC_H
#define _ASM_DESC_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/build_bug.h>
#include <asm/segment.h>

struct desc_struct {
	u16 limit0, base0;
	u8 base1;
	u8 type_dpl; /* type, S, DPL, P */
	u8 limit1_flags;
	u8 base2;
} __packed;

struct gate_struct {
	u16 offset_low, selector;
	u8 zero, type_dpl;
	u16 offset_high;
} __packed;

struct tss_struct {
	u16 link, link_hi;
	u32 esp0;
	u16 ss0, ss0_hi;
	u32 esp1, ss1, esp2, ss2;
	u32 cr3, eip, eflags;
	u32 eax, ecx, edx, ebx, esp, ebp, esi, edi;
	u16 es, es_hi, cs, cs_hi, ss, ss_hi, ds, ds_hi, fs, fs_hi, gs, gs_hi;
	u16 ldt, ldt_hi;
	u16 trap, iomap_base;
} __packed;

static_assert(sizeof(struct desc_struct) == 8);
static_assert(sizeof(struct gate_struct) == 8);
static_assert(sizeof(struct tss_struct) == 104);

#define DESC_CODE      0x9B /* present, ring 0, execute/read, accessed */
#define DESC_DATA      0x93 /* present, ring 0, read/write, accessed */
#define DESC_TSS       0x89 /* present, 32-bit TSS, available */
#define GATE_INTERRUPT 0x8E /* present, ring 0, interrupts off on entry */
#define GATE_TASK      0x85

struct table_pointer {
	u16 limit;
	u32 base;
} __packed;

static inline void load_gdt(const struct table_pointer *p)
{
	asm volatile("lgdt %0" : : "m"(*p) : "memory");
}

static inline void load_idt(const struct table_pointer *p)
{
	asm volatile("lidt %0" : : "m"(*p) : "memory");
}

static inline void load_tr(u16 selector)
{
	asm volatile("ltr %0" : : "r"(selector) : "memory");
}

/* The state of the task that a double fault interrupted on this CPU. */
const struct tss_struct *this_cpu_main_tss(void);

#endif
