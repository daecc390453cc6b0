/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_COMPILER_ATTRIBUTES_H
#define _LINUX_COMPILER_ATTRIBUTES_H

#define __always_inline       inline __attribute__((__always_inline__))
#define noinline              __attribute__((__noinline__))
#define __noinline            __attribute__((__noinline__))
#define __noclone             __attribute__((__noclone__))
#define __flatten             __attribute__((__flatten__))
#define __cold                __attribute__((__cold__))
#define __hot                 __attribute__((__hot__))
#define __noreturn            __attribute__((__noreturn__))
#define __pure                __attribute__((__pure__))
#define __attribute_const__   __attribute__((__const__))
#define __malloc              __attribute__((__malloc__))
#define __alloc_size(...)     __attribute__((__alloc_size__(__VA_ARGS__)))
#define __assume_aligned(...) __attribute__((__assume_aligned__(__VA_ARGS__)))
#define __must_check          __attribute__((__warn_unused_result__))
#define __deprecated
#define __naked                    __attribute__((__naked__))
#define __weak                     __attribute__((__weak__))
#define __alias(symbol)            __attribute__((__alias__(#symbol)))
#define __used                     __attribute__((__used__))
#define __unused                   __attribute__((__unused__))
#define __maybe_unused             __attribute__((__unused__))
#define __always_unused            __attribute__((__unused__))
#define __packed                   __attribute__((__packed__))
#define __aligned(bytes)           __attribute__((__aligned__(bytes)))
#define __aligned_largest          __attribute__((__aligned__))
#define __section(name)            __attribute__((__section__(name)))
#define __mode(m)                  __attribute__((__mode__(m)))
#define __printf(fmt, args)        __attribute__((__format__(printf, fmt, args)))
#define __scanf(fmt, args)         __attribute__((__format__(scanf, fmt, args)))
#define __nonstring                __attribute__((__nonstring__))
#define __no_instrument            __attribute__((__no_instrument_function__))
#define __no_stack_protector       __attribute__((__optimize__("no-stack-protector")))
#define __returns_nonnull          __attribute__((__returns_nonnull__))
#define __cleanup(func)            __attribute__((__cleanup__(func)))
#define __compiletime_error(msg)   __attribute__((__error__(msg)))
#define __compiletime_warning(msg) __attribute__((__warning__(msg)))
#define fallthrough                __attribute__((__fallthrough__))
#define noinline_for_stack         noinline
#define notrace                    __no_instrument
#define asmlinkage                 __attribute__((__regparm__(0)))

/* Address spaces and lock contexts are for the reader: no tool here checks them. */
#define __user
#define __kernel
#define __iomem
#define __percpu
#define __rcu
#define __force
#define __nocast
#define __safe
#define __bitwise
#define __private
#define __must_hold(lock)
#define __acquires(lock)
#define __releases(lock)
#define __acquire(lock)         ((void)0)
#define __release(lock)         ((void)0)
#define __cond_lock(lock, cond) (cond)

#endif
