/* SPDX-License-Identifier: MIT */
/* Borders that linker.ld defines. Only their addresses mean anything. */
#ifndef _ASM_SECTIONS_H
#define _ASM_SECTIONS_H

#include <linux/types.h>

extern char __boot_start[], __boot_end[]; /* physical addresses */
extern char __image_start[], __image_end[];
extern char _text[], _etext[], __trap_text_start[], __trap_text_end[];
extern char __rodata_start[], __rodata_end[];
extern char __data_start[], __data_end[];
extern char __init_start[], __init_text_end[], __init_end[];
extern char __per_cpu_start[], __per_cpu_end[];
extern char __bss_start[], __bss_end[], __init_bss_start[], __init_bss_end[];

extern bool initmem_freed;
bool is_kernel_text(unsigned long addr);

#endif
