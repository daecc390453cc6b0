/* SPDX-License-Identifier: MIT */
/*
 * Spinlocks. Holding one turns preemption off; the _irq and _irqsave forms turn this CPU's
 * interrupts off as well, which every lock that an interrupt handler takes needs.
 * Debug builds know the owner: recursion, unlocking what another CPU holds or what nobody
 * holds end in a BUG that names the lock.
 */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/preempt.h>
#include <linux/irqflags.h>
#include <linux/kconfig.h>
#include <asm/spinlock.h>

typedef struct raw_spinlock {
	arch_spinlock_t raw_lock;
#ifdef CONFIG_DEBUG
	u8 owner_plus_1; /* CPU that holds it, 0 for none */
	const char *name;
#endif
} raw_spinlock_t;

typedef struct spinlock {
	raw_spinlock_t rlock;
} spinlock_t;

#ifdef CONFIG_DEBUG
#define __RAW_SPIN_LOCK_UNLOCKED(lockname)                                                         \
	{                                                                                          \
		ARCH_SPIN_LOCK_UNLOCKED, 0, #lockname                                              \
	}
void debug_spin_before_lock(raw_spinlock_t *lock);
void debug_spin_locked(raw_spinlock_t *lock);
void debug_spin_before_unlock(raw_spinlock_t *lock);
#else
#define __RAW_SPIN_LOCK_UNLOCKED(lockname)                                                         \
	{                                                                                          \
		ARCH_SPIN_LOCK_UNLOCKED                                                            \
	}
static inline void debug_spin_before_lock(raw_spinlock_t *lock)
{
}
static inline void debug_spin_locked(raw_spinlock_t *lock)
{
}
static inline void debug_spin_before_unlock(raw_spinlock_t *lock)
{
}
#endif
#define __SPIN_LOCK_UNLOCKED(lockname)                                                             \
	{                                                                                          \
		__RAW_SPIN_LOCK_UNLOCKED(lockname)                                                 \
	}
#define DEFINE_RAW_SPINLOCK(x) raw_spinlock_t x = __RAW_SPIN_LOCK_UNLOCKED(x)
#define DEFINE_SPINLOCK(x)     spinlock_t x = __SPIN_LOCK_UNLOCKED(x)

#define raw_spin_lock_init(lock) (*(lock) = (raw_spinlock_t)__RAW_SPIN_LOCK_UNLOCKED(lock))
#define spin_lock_init(lock)     (*(lock) = (spinlock_t)__SPIN_LOCK_UNLOCKED(lock))

static __always_inline void raw_spin_lock(raw_spinlock_t *lock)
{
	preempt_disable();
	debug_spin_before_lock(lock);
	arch_spin_lock(&lock->raw_lock);
	debug_spin_locked(lock);
}

static __always_inline bool raw_spin_trylock(raw_spinlock_t *lock)
{
	preempt_disable();
	if (arch_spin_trylock(&lock->raw_lock)) {
		debug_spin_locked(lock);
		return true;
	}
	preempt_enable();
	return false;
}

static __always_inline void raw_spin_unlock(raw_spinlock_t *lock)
{
	debug_spin_before_unlock(lock);
	arch_spin_unlock(&lock->raw_lock);
	preempt_enable();
}

static __always_inline unsigned long raw_spin_lock_save(raw_spinlock_t *lock)
{
	unsigned long flags = arch_local_irq_save();

	raw_spin_lock(lock);
	return flags;
}

static __always_inline void raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)
{
	raw_spin_unlock(lock);
	arch_local_irq_restore(flags);
}

#define raw_spin_lock_irqsave(lock, flags) ((flags) = raw_spin_lock_save(lock))
#define raw_spin_is_locked(lock)           arch_spin_is_locked(&(lock)->raw_lock)

#define spin_lock(lock)                     raw_spin_lock(&(lock)->rlock)
#define spin_trylock(lock)                  raw_spin_trylock(&(lock)->rlock)
#define spin_unlock(lock)                   raw_spin_unlock(&(lock)->rlock)
#define spin_lock_irqsave(lock, flags)      raw_spin_lock_irqsave(&(lock)->rlock, flags)
#define spin_unlock_irqrestore(lock, flags) raw_spin_unlock_irqrestore(&(lock)->rlock, flags)
#define spin_is_locked(lock)                raw_spin_is_locked(&(lock)->rlock)
#define raw_spin_lock_irq(lock)                                                                    \
	do {                                                                                       \
		local_irq_disable();                                                               \
		raw_spin_lock(lock);                                                               \
	} while (0)
#define raw_spin_unlock_irq(lock)                                                                  \
	do {                                                                                       \
		raw_spin_unlock(lock);                                                             \
		local_irq_enable();                                                                \
	} while (0)
#define spin_trylock_irqsave(lock, flags)                                                          \
	({                                                                                         \
		bool taken__;                                                                      \
		local_irq_save(flags);                                                             \
		taken__ = spin_trylock(lock);                                                      \
		if (!taken__)                                                                      \
			local_irq_restore(flags);                                                  \
		taken__;                                                                           \
	})
#define spin_lock_irq(lock)                                                                        \
	do {                                                                                       \
		local_irq_disable();                                                               \
		spin_lock(lock);                                                                   \
	} while (0)
#define spin_unlock_irq(lock)                                                                      \
	do {                                                                                       \
		spin_unlock(lock);                                                                 \
		local_irq_enable();                                                                \
	} while (0)

#define lockdep_assert_held(lock) WARN_ON(IS_ENABLED(CONFIG_DEBUG) && !spin_is_locked(lock))
#define assert_spin_locked(lock)  BUG_ON(!spin_is_locked(lock))

#include <linux/bug.h>

#endif
