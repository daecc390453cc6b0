/* SPDX-License-Identifier: MIT */
#ifndef _ASM_X86_STRING_H
#define _ASM_X86_STRING_H

#include <linux/types.h>

/*
 * The string instructions: words for the bulk, bytes for the tail. lib/string.c makes the
 * functions out of them; the direction flag is clear everywhere else.
 */
static __always_inline void arch_memset32(void *dst, u32 pattern, size_t count)
{
	asm volatile("rep stosl" : "+&D"(dst), "+&c"(count) : "a"(pattern) : "memory");
}

static __always_inline void arch_memset(void *dst, u32 pattern, size_t size)
{
	size_t words = size / 4;

	asm volatile("rep stosl\n\t"
		     "movl %k3, %%ecx\n\t"
		     "rep stosb"
		     : "+&D"(dst), "+&c"(words)
		     : "a"(pattern), "g"(size & 3)
		     : "memory");
}

static __always_inline void arch_memset16(void *dst, u32 pattern, size_t count)
{
	asm volatile("rep stosw" : "+&D"(dst), "+&c"(count) : "a"(pattern) : "memory");
}

static __always_inline void arch_memcpy(void *dst, const void *src, size_t size)
{
	size_t words = size / 4;

	asm volatile("rep movsl\n\t"
		     "movl %k3, %%ecx\n\t"
		     "rep movsb"
		     : "+&D"(dst), "+&c"(words), "+&S"(src)
		     : "g"(size & 3)
		     : "memory");
}

/* From the last byte to the first: for a destination that overlaps the source from above. */
static __always_inline void arch_memcpy_backwards(void *dst, const void *src, size_t size)
{
	const u8 *from = (const u8 *)src + size - 1;
	u8 *to = (u8 *)dst + size - 1;
	size_t tail = size & 3;

	asm volatile("std\n\t"
		     "rep movsb\n\t"
		     "subl $3, %%esi\n\t"
		     "subl $3, %%edi\n\t"
		     "movl %k3, %%ecx\n\t"
		     "rep movsl\n\t"
		     "cld"
		     : "+&D"(to), "+&c"(tail), "+&S"(from)
		     : "g"(size / 4)
		     : "cc", "memory");
}

#endif
