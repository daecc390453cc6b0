/* SPDX-License-Identifier: MIT */
/* Segment selectors: the same in the boot GDT and in every CPU's own. */
#ifndef _ASM_SEGMENT_H
#define _ASM_SEGMENT_H

#define __KERNEL_CS     0x08
#define __KERNEL_DS     0x10
#define __KERNEL_PERCPU 0x18
#define GDT_TSS         0x20
#define GDT_DF_TSS      0x28
#define GDT_ENTRIES     6

#endif
