/* SPDX-License-Identifier: MIT */
/* Port I/O and accesses to mapped device memory. */
#ifndef _ASM_IO_H
#define _ASM_IO_H

#include <linux/types.h>
#include <linux/compiler.h>

#define BUILD_PORT_IO(suffix, type, reg)                                                           \
	static __always_inline void out##suffix(type value, u16 port)                              \
	{                                                                                          \
		asm volatile("out" #suffix " %" reg "0, %w1" : : "a"(value), "Nd"(port));          \
	}                                                                                          \
	static __always_inline type in##suffix(u16 port)                                           \
	{                                                                                          \
		type value;                                                                        \
                                                                                                   \
		asm volatile("in" #suffix " %w1, %" reg "0" : "=a"(value) : "Nd"(port));           \
		return value;                                                                      \
	}

BUILD_PORT_IO(b, u8, "b")
BUILD_PORT_IO(w, u16, "w")
BUILD_PORT_IO(l, u32, "")

/* A write to an unused port takes about a microsecond on a PC: time for a slow device. */
static __always_inline void io_delay(void)
{
	outb(0, 0x80);
}

#define BUILD_MMIO(suffix, type)                                                                   \
	static __always_inline type read##suffix(const volatile void __iomem *addr)                \
	{                                                                                          \
		type value = *(const volatile type *)addr;                                         \
                                                                                                   \
		barrier();                                                                         \
		return value;                                                                      \
	}                                                                                          \
	static __always_inline void write##suffix(type value, volatile void __iomem *addr)         \
	{                                                                                          \
		barrier();                                                                         \
		*(volatile type *)addr = value;                                                    \
	}

BUILD_MMIO(b, u8)
BUILD_MMIO(w, u16)
BUILD_MMIO(l, u32)

#endif
