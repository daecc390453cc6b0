/* SPDX-License-Identifier: MIT */
/*
 * A ticket lock: the waiter draws a number with one locked instruction and waits until it is
 * served, so CPUs get the lock in the order in which they asked. Two bytes hold `now served`
 * and `next ticket`: enough for 255 waiting CPUs, and NR_CPUS is at most 32.
 */
#ifndef _ASM_SPINLOCK_H
#define _ASM_SPINLOCK_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <asm/processor.h>

typedef struct {
	union {
		volatile u16 both;
		struct {
			volatile u8 serving, next;
		};
	};
} arch_spinlock_t;

/* clang-format off */
#define ARCH_SPIN_LOCK_UNLOCKED { { 0 } }
/* clang-format on */

static __always_inline void arch_spin_lock(arch_spinlock_t *lock)
{
	u16 ticket = 0x0100;
	bool taken;

	asm volatile("lock; xaddw %w0, %1; cmpb %h0, %b0"
		     : "+Q"(ticket), "+m"(lock->both), "=@ccne"(taken)
		     :
		     : "memory");
	if (unlikely(taken)) {
		while (lock->serving != (u8)(ticket >> 8))
			cpu_relax();
	}
	barrier();
}

static __always_inline bool arch_spin_trylock(arch_spinlock_t *lock)
{
	u16 old = lock->both;
	u16 new = old + 0x0100;
	u8 taken;

	if ((u8)old != old >> 8)
		return false;
	asm volatile("lock; cmpxchgw %w3, %1; sete %0"
		     : "=q"(taken), "+m"(lock->both), "+a"(old)
		     : "r"(new)
		     : "memory", "cc");
	return taken;
}

static __always_inline void arch_spin_unlock(arch_spinlock_t *lock)
{
	asm volatile("incb %0" : "+m"(lock->serving) : : "memory", "cc");
}

static __always_inline bool arch_spin_is_locked(const arch_spinlock_t *lock)
{
	u16 both = lock->both;

	return (u8)both != both >> 8;
}

#endif
