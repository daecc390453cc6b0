/* SPDX-License-Identifier: MIT */
#ifndef _ASM_X86_BARRIER_H
#define _ASM_X86_BARRIER_H

/*
 * Memory barriers. The CPU reorders one thing only in write-back memory: a store may become
 * visible after a later load. So between CPUs read and write barriers bind just the compiler,
 * and the full one is a locked instruction (mfence is younger than the CPUs that this runs on).
 */
#include <linux/compiler.h>

#define mb()      asm volatile("lock; addl $0, -4(%%esp)" : : : "cc", "memory")
#define rmb()     mb()
#define wmb()     mb()
#define dma_rmb() barrier()
#define dma_wmb() barrier()

#define smp_mb()  mb()
#define smp_rmb() barrier()
#define smp_wmb() barrier()

/* Every locked instruction is a full barrier already. */
#define smp_mb__before_atomic()  barrier()
#define smp_mb__after_atomic()   barrier()
#define smp_mb__after_spinlock() barrier()

#define smp_store_mb(var, val) ((void)__atomic_exchange_n(&(var), (val), __ATOMIC_SEQ_CST))

#define smp_store_release(ptr, val)                                                                \
	do {                                                                                       \
		barrier();                                                                         \
		WRITE_ONCE(*(ptr), (val));                                                         \
	} while (0)

#define smp_load_acquire(ptr)                                                                      \
	({                                                                                         \
		typeof(*(ptr)) __acq = READ_ONCE(*(ptr));                                          \
		barrier();                                                                         \
		__acq;                                                                             \
	})

#endif
