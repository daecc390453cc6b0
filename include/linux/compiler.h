/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#include <linux/kconfig.h>

#ifndef __ASSEMBLY__

#include <linux/compiler_attributes.h>

#define likely(cond)   __builtin_expect(!!(cond), 1)
#define unlikely(cond) __builtin_expect(!!(cond), 0)

/* The compiler may not move memory accesses across these. */
#define barrier()         __asm__ __volatile__("" : : : "memory")
#define barrier_data(ptr) __asm__ __volatile__("" : : "r"(ptr) : "memory")

/* Makes the compiler forget what it knows about the value of a variable. */
#define OPTIMIZER_HIDE_VAR(var) __asm__("" : "+r"(var))
#define RELOC_HIDE(ptr, off)                                                                       \
	({                                                                                         \
		unsigned long __reloc = (unsigned long)(ptr);                                      \
		OPTIMIZER_HIDE_VAR(__reloc);                                                       \
		(typeof(ptr))(__reloc + (off));                                                    \
	})

#define unreachable()     __builtin_unreachable()
#define __same_type(a, b) __builtin_types_compatible_p(typeof(a), typeof(b))
#define __is_constexpr(x) (sizeof(int) == sizeof(*(8 ? ((void *)((long)(x)*0l)) : (int *)8)))

/*
 * One access, neither torn, repeated nor left out, for objects of at most a machine word. A
 * 64-bit object takes two accesses: use atomic64_t where that matters.
 */
#define READ_ONCE(x)       (*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, val) (*(volatile typeof(x) *)&(x) = (val))
#define ACCESS_ONCE(x)     (*(volatile typeof(x) *)&(x))
#define data_race(expr)    (expr)

#define __PASTE_(a, b)      a##b
#define __PASTE(a, b)       __PASTE_(a, b)
#define __UNIQUE_ID(prefix) __PASTE(__PASTE(__uid_##prefix, _), __COUNTER__)

/* Fails to compile unless the condition folds to true; inside functions only. */
#define __compiletime_assert(cond, msg, fn)                                                        \
	do {                                                                                       \
		__noreturn extern void fn(void) __compiletime_error(msg);                          \
		if (!(cond))                                                                       \
			fn();                                                                      \
	} while (0)
#define compiletime_assert(cond, msg)                                                              \
	__compiletime_assert(cond, msg, __PASTE(__compiletime_assert_, __COUNTER__))

#endif /* __ASSEMBLY__ */
#endif
