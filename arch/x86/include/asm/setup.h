/* SPDX-License-Identifier: MIT */
/* What boot/ asks of the architecture, in the order in which boot/main.c calls it. */
#ifndef _ASM_SETUP_H
#define _ASM_SETUP_H

#include <linux/types.h>

struct memmap;

/* From boot/entry.S: the copied multiboot2 structure and what the loader left in EAX. */
#define MBI_COPY_MAX 0x10000
extern u8 mbi_copy[MBI_COPY_MAX];
extern u32 mbi_magic, mbi_size, mbi_phys;
extern u64 entry_tsc;

void trap_init(void);
void paging_init(const struct memmap *map, unsigned long low_pfns);
/* Is every page of the image mapped with its section's permission? Panics when not. */
void paging_check_image(void);
/* Image pages start .. end - 1 become ordinary data: writable, not executable. */
void set_memory_data(unsigned long start, unsigned long end);
/* Masks and renumbers the legacy interrupt controllers, so that interrupts can be turned on. */
void pic_disable(void);

#endif
