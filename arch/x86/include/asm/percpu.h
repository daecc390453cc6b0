/* SPDX-License-Identifier: MIT */
/*
 * How a CPU reaches its own data: %fs has the distance between the linked address of a
 * per-CPU variable and this CPU's copy as its base, so one instruction with an %fs prefix is
 * an access that neither preemption nor an interrupt can tear.
 */
#ifndef _ASM_PERCPU_H
#define _ASM_PERCPU_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/build_bug.h>

extern unsigned long this_cpu_off; /* per-CPU: this CPU's distance */

#define __my_cpu_offset                                                                            \
	({                                                                                         \
		unsigned long off__;                                                               \
		asm("movl %%fs:%1, %0" : "=r"(off__) : "m"(this_cpu_off));                         \
		off__;                                                                             \
	})

#define arch_raw_cpu_ptr(ptr)                                                                      \
	({                                                                                         \
		unsigned long p__ = (unsigned long)(ptr);                                          \
		asm("addl %%fs:%1, %0" : "+r"(p__) : "m"(this_cpu_off));                           \
		(typeof(*(ptr)) *)p__;                                                             \
	})

void percpu_bad_size(void); /* never defined: a link error for an odd size */

/* A value as two halves, which is how an access of 8 bytes takes it. */
#define percpu_halves(var, val)                                                                    \
	union {                                                                                    \
		typeof(var) whole;                                                                 \
		u32 half[2];                                                                       \
	} val
#define percpu_low(var)  (((u32 *)&(var))[0])
#define percpu_high(var) (((u32 *)&(var))[1])

/* op a value into this CPU's copy: one instruction for 1, 2 and 4 bytes. */
#define percpu_op_1(qual, op, var, val)                                                            \
	asm qual(op "b %b1, %%fs:%0" : "+m"(var) : "qi"((u8)(unsigned long)(val)))
#define percpu_op_2(qual, op, var, val)                                                            \
	asm qual(op "w %w1, %%fs:%0" : "+m"(var) : "ri"((u16)(unsigned long)(val)))
#define percpu_op_4(qual, op, var, val)                                                            \
	asm qual(op "l %1, %%fs:%0" : "+m"(var) : "ri"((u32)(unsigned long)(val)))
/* 8 bytes: one instruction for each half, interrupts off. No operand lies on the stack. */
#define percpu_op_8(qual, op, op_high, var, val)                                                   \
	do {                                                                                       \
		percpu_halves(var, v__) = { (val) };                                               \
		asm qual("pushf; cli; " op "l %2, %%fs:%0; " op_high "l %3, %%fs:%1; popf"         \
			 : "+m"(percpu_low(var)), "+m"(percpu_high(var))                           \
			 : "ri"(v__.half[0]), "ri"(v__.half[1])                                    \
			 : "memory");                                                              \
	} while (0)

/* op_high does to the upper half of 8 bytes what op does to the lower. */
#define percpu_to_op(qual, op, op_high, var, val)                                                  \
	do {                                                                                       \
		switch (sizeof(var)) {                                                             \
		case 1:                                                                            \
			percpu_op_1(qual, op, var, val);                                           \
			break;                                                                     \
		case 2:                                                                            \
			percpu_op_2(qual, op, var, val);                                           \
			break;                                                                     \
		case 4:                                                                            \
			percpu_op_4(qual, op, var, val);                                           \
			break;                                                                     \
		case 8:                                                                            \
			percpu_op_8(qual, op, op_high, var, val);                                  \
			break;                                                                     \
		default:                                                                           \
			percpu_bad_size();                                                         \
		}                                                                                  \
	} while (0)

#define percpu_read(qual, var)                                                                     \
	({                                                                                         \
		percpu_halves(var, r__);                                                           \
		switch (sizeof(var)) {                                                             \
		case 1:                                                                            \
			asm qual("movb %%fs:%1, %b0" : "=q"(r__.whole) : "m"(var));                \
			break;                                                                     \
		case 2:                                                                            \
			asm qual("movw %%fs:%1, %w0" : "=r"(r__.whole) : "m"(var));                \
			break;                                                                     \
		case 4:                                                                            \
			asm qual("movl %%fs:%1, %0" : "=r"(r__.whole) : "m"(var));                 \
			break;                                                                     \
		case 8:                                                                            \
			asm qual("pushf; cli; movl %%fs:%2, %0; movl %%fs:%3, %1; popf"            \
				 : "=&r"(r__.half[0]), "=&r"(r__.half[1])                          \
				 : "m"(percpu_low(var)), "m"(percpu_high(var))                     \
				 : "memory");                                                      \
			break;                                                                     \
		default:                                                                           \
			percpu_bad_size();                                                         \
		}                                                                                  \
		r__.whole;                                                                         \
	})

/* The new value. */
#define percpu_add_return(var, val)                                                                \
	({                                                                                         \
		typeof(var) v__ = (val);                                                           \
		percpu_halves(var, r__) = { v__ };                                                 \
		switch (sizeof(var)) {                                                             \
		case 1:                                                                            \
			asm volatile("xaddb %b0, %%fs:%1" : "+q"(r__.whole), "+m"(var));           \
			break;                                                                     \
		case 2:                                                                            \
			asm volatile("xaddw %w0, %%fs:%1" : "+r"(r__.whole), "+m"(var));           \
			break;                                                                     \
		case 4:                                                                            \
			asm volatile("xaddl %0, %%fs:%1" : "+r"(r__.whole), "+m"(var));            \
			break;                                                                     \
		case 8:                                                                            \
			asm volatile("pushf; cli; addl %%fs:%2, %0; adcl %%fs:%3, %1; "            \
				     "movl %0, %%fs:%2; movl %1, %%fs:%3; popf"                    \
				     : "+&r"(r__.half[0]), "+&r"(r__.half[1]),                     \
				       "+m"(percpu_low(var)), "+m"(percpu_high(var))               \
				     :                                                             \
				     : "memory");                                                  \
			break;                                                                     \
		default:                                                                           \
			percpu_bad_size();                                                         \
		}                                                                                  \
		if (sizeof(var) < 8) /* xadd leaves the old value */                               \
			r__.whole += v__;                                                          \
		r__.whole;                                                                         \
	})

/* Stores new where old is; tells what was there. */
#define percpu_cmpxchg(var, old, new)                                                              \
	({                                                                                         \
		percpu_halves(var, n__) = { (new) };                                               \
		typeof(var) r__ = (old);                                                           \
		switch (sizeof(var)) {                                                             \
		case 1:                                                                            \
			asm volatile("cmpxchgb %b2, %%fs:%1"                                       \
				     : "+a"(r__), "+m"(var)                                        \
				     : "q"(n__.whole)                                              \
				     : "memory");                                                  \
			break;                                                                     \
		case 2:                                                                            \
			asm volatile("cmpxchgw %w2, %%fs:%1"                                       \
				     : "+a"(r__), "+m"(var)                                        \
				     : "r"(n__.whole)                                              \
				     : "memory");                                                  \
			break;                                                                     \
		case 4:                                                                            \
			asm volatile("cmpxchgl %2, %%fs:%1"                                        \
				     : "+a"(r__), "+m"(var)                                        \
				     : "r"(n__.whole)                                              \
				     : "memory");                                                  \
			break;                                                                     \
		case 8:                                                                            \
			asm volatile("cmpxchg8b %%fs:%1"                                           \
				     : "+A"(r__), "+m"(var)                                        \
				     : "b"(n__.half[0]), "c"(n__.half[1])                          \
				     : "memory");                                                  \
			break;                                                                     \
		default:                                                                           \
			percpu_bad_size();                                                         \
		}                                                                                  \
		r__;                                                                               \
	})

/* What was there. The processor locks the bus for an exchange whether asked to or not. */
#define percpu_xchg(var, new)                                                                      \
	({                                                                                         \
		percpu_halves(var, r__) = { (new) };                                               \
		switch (sizeof(var)) {                                                             \
		case 1:                                                                            \
			asm volatile("xchgb %b0, %%fs:%1" : "+q"(r__.whole), "+m"(var));           \
			break;                                                                     \
		case 2:                                                                            \
			asm volatile("xchgw %w0, %%fs:%1" : "+r"(r__.whole), "+m"(var));           \
			break;                                                                     \
		case 4:                                                                            \
			asm volatile("xchgl %0, %%fs:%1" : "+r"(r__.whole), "+m"(var));            \
			break;                                                                     \
		case 8:                                                                            \
			asm volatile("pushf; cli; xchgl %0, %%fs:%2; xchgl %1, %%fs:%3; popf"      \
				     : "+&r"(r__.half[0]), "+&r"(r__.half[1]),                     \
				       "+m"(percpu_low(var)), "+m"(percpu_high(var))               \
				     :                                                             \
				     : "memory");                                                  \
			break;                                                                     \
		default:                                                                           \
			percpu_bad_size();                                                         \
		}                                                                                  \
		r__.whole;                                                                         \
	})

#endif
