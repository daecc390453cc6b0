// SPDX-License-Identifier: MIT
/*
 * Checks of the context that code runs in, for debug builds: may this place sleep, may it ask
 * on which CPU it is, who holds a spinlock.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <quarry/context.h>

enum system_state system_state;

#ifdef CONFIG_DEBUG
/**
 * __might_sleep - report a call that may sleep where sleeping is not allowed
 * @file: where the call is
 * @line: likewise
 *
 * Allowed is: interrupts on, preempt count zero. Each boot reports the first such place.
 * Context: any; silent until the system runs.
 */
void __might_sleep(const char *file, int line)
{
	if (system_state == SYSTEM_BOOTING || preemptible())
		return;
	WARN_ONCE(1, "%s:%d may sleep, but preempt count is %x and interrupts are %s", file, line,
		  preempt_count(), irqs_disabled() ? "off" : "on");
}

/**
 * debug_smp_processor_id - this CPU's number, with a report where it may change at once
 *
 * Context: any; the caller has preemption or interrupts off.
 * Return: the number.
 */
unsigned int debug_smp_processor_id(void)
{
	WARN_ONCE(system_state != SYSTEM_BOOTING && preemptible(),
		  "smp_processor_id() where this CPU may change");
	return raw_smp_processor_id();
}

/**
 * debug_spin_before_lock - panic when this CPU holds the lock already
 * @lock: which
 *
 * Context: any, preemption off. Asked before the wait that would never end.
 */
void debug_spin_before_lock(raw_spinlock_t *lock)
{
	if (lock->owner_plus_1 == raw_smp_processor_id() + 1)
		panic("spinlock %s: this CPU holds it already", lock->name);
}

/**
 * debug_spin_locked - note that this CPU holds the lock
 * @lock: which
 *
 * Context: the new owner.
 */
void debug_spin_locked(raw_spinlock_t *lock)
{
	lock->owner_plus_1 = raw_smp_processor_id() + 1;
}

/**
 * debug_spin_before_unlock - panic when this CPU does not hold the lock
 * @lock: which
 *
 * Context: any.
 */
void debug_spin_before_unlock(raw_spinlock_t *lock)
{
	if (!arch_spin_is_locked(&lock->raw_lock))
		panic("spinlock %s: unlocked, but nobody holds it", lock->name);
	if (lock->owner_plus_1 != raw_smp_processor_id() + 1)
		panic("spinlock %s: unlocked by CPU %u, held by CPU %d", lock->name,
		      raw_smp_processor_id(), lock->owner_plus_1 - 1);
	lock->owner_plus_1 = 0;
}
#endif
