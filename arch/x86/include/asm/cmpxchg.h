/* SPDX-License-Identifier: MIT */
#ifndef _ASM_X86_CMPXCHG_H
#define _ASM_X86_CMPXCHG_H

/*
 * Exchange and compare-and-exchange on objects of 1, 2 or 4 bytes (cmpxchg: 8 as well), integers
 * and pointers alike. All are full barriers. The compiler's builtins produce the one locked
 * instruction and keep the type of the object.
 */
#include <linux/compiler.h>
#include <linux/types.h>

#define xchg(ptr, val) __atomic_exchange_n((ptr), (val), __ATOMIC_SEQ_CST)

/* Both answer what was there before. */
#define xadd(ptr, inc)         __atomic_fetch_add((ptr), (inc), __ATOMIC_SEQ_CST)
#define cmpxchg(ptr, old, new) ((typeof(*(ptr)))__sync_val_compare_and_swap((ptr), (old), (new)))

/* True when *ptr was *oldp and is new now; otherwise *oldp has become what was found. */
#define try_cmpxchg(ptr, oldp, new)                                                                \
	({                                                                                         \
		compiletime_assert(sizeof(*(ptr)) <= 4, "try_cmpxchg: use try_cmpxchg64");         \
		__atomic_compare_exchange_n((ptr), (oldp), (new), false, __ATOMIC_SEQ_CST,         \
					    __ATOMIC_SEQ_CST);                                     \
	})

/* The compiler calls a library for the 8-byte form of that. */
static __always_inline bool __try_cmpxchg64(volatile u64 *ptr, u64 *oldp, u64 value)
{
	bool done;

	asm volatile("lock; cmpxchg8b %1"
		     : "=@ccz"(done), "+m"(*ptr), "+A"(*oldp)
		     : "b"((u32)value), "c"((u32)(value >> 32))
		     : "memory");
	return done;
}

#define cmpxchg64(ptr, old, new) cmpxchg(ptr, old, new)
#define try_cmpxchg64(ptr, oldp, new)                                                              \
	({                                                                                         \
		compiletime_assert(sizeof(*(ptr)) == 8, "try_cmpxchg64: 8 bytes only");            \
		__try_cmpxchg64((volatile u64 *)(ptr), (u64 *)(oldp), (u64)(new));                 \
	})

#define xchg_relaxed(ptr, val)              xchg(ptr, val)
#define xchg_acquire(ptr, val)              xchg(ptr, val)
#define xchg_release(ptr, val)              xchg(ptr, val)
#define cmpxchg_relaxed(ptr, old, new)      cmpxchg(ptr, old, new)
#define cmpxchg_acquire(ptr, old, new)      cmpxchg(ptr, old, new)
#define cmpxchg_release(ptr, old, new)      cmpxchg(ptr, old, new)
#define try_cmpxchg_relaxed(ptr, oldp, new) try_cmpxchg(ptr, oldp, new)
#define try_cmpxchg_acquire(ptr, oldp, new) try_cmpxchg(ptr, oldp, new)
#define try_cmpxchg_release(ptr, oldp, new) try_cmpxchg(ptr, oldp, new)

/* For data that only this CPU touches: safe against its interrupts, not against other CPUs. */
#define cmpxchg_local(ptr, old, new)                                                               \
	({                                                                                         \
		typeof(*(ptr)) __cl_ret;                                                           \
		typeof(*(ptr)) __cl_old = (old);                                                   \
		typeof(*(ptr)) __cl_new = (new);                                                   \
		compiletime_assert(sizeof(*(ptr)) == 4, "cmpxchg_local: 4 bytes only");            \
		asm volatile("cmpxchgl %2, %1"                                                     \
			     : "=a"(__cl_ret), "+m"(*(ptr))                                        \
			     : "r"(__cl_new), "0"(__cl_old)                                        \
			     : "cc", "memory");                                                    \
		__cl_ret;                                                                          \
	})

#endif
