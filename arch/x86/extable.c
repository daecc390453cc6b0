// SPDX-License-Identifier: MIT
/*
 * Instructions that may fault, and where to go on when they do. Each such instruction leaves a
 * pair of addresses in __ex_table; there are few, so the search is linear.
 */
#include <linux/types.h>
#include <linux/compiler.h>
#include <asm/ptrace.h>
#include <asm/traps.h>

struct exception_entry {
	unsigned long insn, fixup;
};

extern const struct exception_entry __ex_table_start[], __ex_table_end[];

bool fixup_exception(struct pt_regs *regs)
{
	const struct exception_entry *e;

	for (e = __ex_table_start; e < __ex_table_end; e++) {
		if (e->insn == regs->ip) {
			regs->ip = e->fixup;
			return true;
		}
	}
	return false;
}

static bool read_byte_nofault(u8 *to, const u8 *from)
{
	u8 value = 0;
	bool ok = true;

	asm volatile("1:	movb %2, %0\n"
		     "2:\n"
		     "	.pushsection .text.fixup, \"ax\"\n"
		     "3:	movb $0, %1\n"
		     "	jmp 2b\n"
		     "	.popsection\n"
		     "	.pushsection __ex_table, \"a\"\n"
		     "	.long 1b, 3b\n"
		     "	.popsection\n"
		     : "+q"(value), "+q"(ok)
		     : "m"(*from));
	*to = value;
	return ok;
}

/**
 * copy_from_kernel_nofault - read memory that may not be mapped
 * @to: where to
 * @from: where from, any address
 * @size: bytes
 *
 * Context: any.
 * Return: true when all was read; false when a byte could not be.
 */
bool copy_from_kernel_nofault(void *to, const void *from, size_t size)
{
	u8 *t = to;
	const u8 *f = from;

	while (size--) {
		if (!read_byte_nofault(t++, f++))
			return false;
	}
	return true;
}
