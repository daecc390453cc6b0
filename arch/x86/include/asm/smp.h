/* SPDX-License-Identifier: MIT */
#ifndef _ASM_SMP_H
#define _ASM_SMP_H

#include <asm/percpu.h>

extern unsigned int cpu_number; /* per-CPU */
#define raw_smp_processor_id() percpu_read(volatile, cpu_number)

#endif
