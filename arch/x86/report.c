// SPDX-License-Identifier: MIT
/*
 * What a report says about the machine: the registers, the code at an instruction, the return
 * addresses on a stack, and to what an address belongs.
 *
 * Debug builds keep frame pointers and follow them. Release builds have none: the stack is
 * searched for words that point behind a call instruction in the kernel's text. That finds
 * every caller, and now and then a stale one.
 *
 * Context: any, also with the memory in question broken: every read is a no-fault read.
 */
#include <linux/kernel.h>
#include <linux/kconfig.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/ptrace.h>
#include <asm/sections.h>
#include <asm/stacktrace.h>
#include <asm/traps.h>

#define CODE_BEFORE 16
#define CODE_BYTES  32
/* Stacks have at most two pages, so a walk never needs to look further up. */
#define MAX_STACK_BYTES (2 * PAGE_SIZE)

/* Set when start-up code and data belong to the page allocator. */
bool initmem_freed;

bool is_kernel_text(unsigned long addr)
{
	return (addr >= (unsigned long)_text && addr < (unsigned long)_etext) ||
	       (!initmem_freed && addr >= (unsigned long)__init_start &&
		addr < (unsigned long)__init_text_end);
}

static void show_code(unsigned long ip)
{
	char line[4 * CODE_BYTES + 8];
	int len = 0;
	int i;

	for (i = -CODE_BEFORE; i < CODE_BYTES - CODE_BEFORE; i++) {
		u8 byte;

		if (copy_from_kernel_nofault(&byte, (void *)(ip + i), 1))
			len += scnprintf(line + len, sizeof(line) - len, i ? "%02x " : "<%02x> ",
					 byte);
		else
			len += scnprintf(line + len, sizeof(line) - len, i ? "-- " : "<--> ");
	}
	pr_emerg("code: %s\n", line);
}

void show_regs(const struct pt_regs *regs)
{
	unsigned long sp =
		regs->vector == TRAP_DOUBLE_FAULT ? regs->pusha_sp : kernel_stack_pointer(regs);

	pr_emerg("eip: %04lx:%08lx %pS  flags: %08lx\n", regs->cs & 0xffff, regs->ip,
		 (void *)regs->ip, regs->flags);
	pr_emerg("eax: %08lx ebx: %08lx ecx: %08lx edx: %08lx\n", regs->ax, regs->bx, regs->cx,
		 regs->dx);
	pr_emerg("esi: %08lx edi: %08lx ebp: %08lx esp: %08lx\n", regs->si, regs->di, regs->bp, sp);
	pr_emerg("cr0: %08lx cr2: %08lx cr3: %08lx cr4: %08lx\n", read_cr0(), read_cr2(),
		 read_cr3(), read_cr4());
	pr_emerg("vector: %lu (%s) error code: %08lx cpu: %u preempt count: %x\n", regs->vector,
		 exception_name(regs->vector), regs->error_code, raw_smp_processor_id(),
		 preempt_count());
	show_code(regs->ip);
}

/* Does a call instruction end at this address? Near relative, and the indirect forms. */
static bool follows_call(unsigned long addr)
{
	u8 b[7];

	if (!copy_from_kernel_nofault(b, (void *)(addr - sizeof(b)), sizeof(b)))
		return false;
	if (b[2] == 0xe8)
		return true;
	/* ff /2: 2, 3, 4, 6 or 7 bytes */
	return (b[5] == 0xff && (b[6] & 0x38) == 0x10) || (b[4] == 0xff && (b[5] & 0x38) == 0x10) ||
	       (b[3] == 0xff && (b[4] & 0x38) == 0x10) || (b[1] == 0xff && (b[2] & 0x38) == 0x10) ||
	       (b[0] == 0xff && (b[1] & 0x38) == 0x10);
}

static unsigned int walk_frames(unsigned long *pcs, unsigned int max, unsigned long bp)
{
	unsigned long frame[2];
	unsigned long limit = bp + MAX_STACK_BYTES;
	unsigned int n = 0;

	while (n < max && bp >= PAGE_OFFSET && bp < limit && !(bp & 3)) {
		if (!copy_from_kernel_nofault(frame, (void *)bp, sizeof(frame)))
			break;
		if (!is_kernel_text(frame[1]))
			break;
		pcs[n++] = frame[1];
		if (frame[0] <= bp)
			break;
		bp = frame[0];
	}
	return n;
}

/* Where the stack that sp points into ends; MAX_STACK_BYTES on for one that is not known. */
static unsigned long stack_end(unsigned long sp)
{
	if (sp >= (unsigned long)__start_stack_guard && sp < (unsigned long)__start_stack_top)
		return (unsigned long)__start_stack_top;
	if (sp >= (unsigned long)df_stack_guard && sp < (unsigned long)(df_stack_area + 2))
		return (unsigned long)(df_stack_area + 2);
	return sp + MAX_STACK_BYTES;
}

static unsigned int scan_stack(unsigned long *pcs, unsigned int max, unsigned long sp)
{
	unsigned long end = stack_end(sp);
	unsigned long word;
	unsigned int n = 0;

	for (sp &= ~3UL; n < max && sp < end; sp += 4) {
		/* The array itself is on the stack as a rule, and no part of its history. */
		if (sp >= (unsigned long)pcs && sp < (unsigned long)(pcs + max))
			continue;
		if (!copy_from_kernel_nofault(&word, (void *)sp, 4)) {
			/* Past an overflow the pointer stands in the guard page: go on above. */
			sp = (sp | ~PAGE_MASK) - 3;
			if (n)
				break;
			continue;
		}
		if (is_kernel_text(word) && follows_call(word))
			pcs[n++] = word;
	}
	return n;
}

/**
 * arch_stack_walk_from - the return addresses on a stack
 * @pcs: where they go, innermost first
 * @max: how many fit
 * @sp: stack pointer to start at
 * @bp: frame pointer of that place (debug builds)
 *
 * Return: how many were found.
 */
unsigned int arch_stack_walk_from(unsigned long *pcs, unsigned int max, unsigned long sp,
				  unsigned long bp)
{
	unsigned int n = 0;

	if (IS_ENABLED(CONFIG_DEBUG))
		n = walk_frames(pcs, max, bp);
	return n ?: scan_stack(pcs, max, sp);
}

/*
 * A fault may hit where no frame has been set up: a leaf function, or a call to nowhere. Then
 * the caller's return address is on top of the stack, and the frame pointer is the caller's.
 */
static unsigned int frameless_caller(unsigned long *pcs, const struct pt_regs *regs)
{
	unsigned long word, frame[2];

	if (!copy_from_kernel_nofault(&word, (void *)kernel_stack_pointer(regs), sizeof(word)) ||
	    !is_kernel_text(word) || !follows_call(word))
		return 0;
	if (copy_from_kernel_nofault(frame, (void *)regs->bp, sizeof(frame)) && frame[1] == word)
		return 0;
	pcs[0] = word;
	return 1;
}

/**
 * arch_stack_walk - the callers of this function, or of an interrupted place
 * @pcs: where the return addresses go, innermost first
 * @max: how many fit
 * @regs: registers of the interrupted place, NULL for the caller
 *
 * Return: how many were found.
 */
unsigned int arch_stack_walk(unsigned long *pcs, unsigned int max, const struct pt_regs *regs)
{
	unsigned int n = 0;

	if (!regs)
		return arch_stack_walk_from(pcs, max, current_stack_pointer(),
					    (unsigned long)__builtin_frame_address(0));
	if (regs->vector == TRAP_DOUBLE_FAULT)
		return arch_stack_walk_from(pcs, max, regs->pusha_sp, regs->bp);
	if (IS_ENABLED(CONFIG_DEBUG) && max)
		n = frameless_caller(pcs, regs);
	return n + arch_stack_walk_from(pcs + n, max - n, kernel_stack_pointer(regs), regs->bp);
}

static const char *image_part(unsigned long addr)
{
	static const struct {
		const char *start, *end, *name;
	} parts[] = {
		{ _text, _etext, "kernel text" },
		{ __rodata_start, __rodata_end, "kernel read-only data" },
		{ __init_start, __init_end, "start-up code and data" },
		{ __data_start, __data_end, "kernel data" },
		{ __bss_start, __bss_end, "kernel bss" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		if (addr >= (unsigned long)parts[i].start && addr < (unsigned long)parts[i].end)
			return parts[i].name;
	}
	return NULL;
}

static const char *virtual_area(unsigned long addr)
{
	if (addr < PAGE_SIZE)
		return "NULL pointer";
	if (addr < PAGE_OFFSET)
		return "below the kernel, never mapped";
	if (addr < (unsigned long)high_memory)
		return walk_page_tables(addr).present ? "direct map of low memory"
						      : "direct map, no RAM there";
	if (addr < VMALLOC_START)
		return "hole between direct map and vmalloc area";
	if (addr < VMALLOC_END)
		return "vmalloc area";
	if (addr < PKMAP_BASE)
		return "hole above the vmalloc area";
	if (addr < FIXADDR_START)
		return "pkmap window";
	if (addr < FIXADDR_TOP)
		return "fixmap";
	return "top page, never mapped";
}

/**
 * describe_address - say in a few words to what an address belongs
 * @addr: virtual address
 * @buf: where the words go
 * @size: bytes there
 *
 * Context: any.
 * Return: length of the text.
 */
int describe_address(unsigned long addr, char *buf, size_t size)
{
	const char *part = image_part(addr);

	if (addr >= (unsigned long)__start_stack_guard && addr < (unsigned long)__start_stack)
		return scnprintf(buf, size, "guard page below the start-up stack");
	if (addr >= (unsigned long)df_stack_guard && addr < (unsigned long)df_stack)
		return scnprintf(buf, size, "guard page below the double-fault stack");
	if (part && initmem_freed && addr >= (unsigned long)__init_start &&
	    addr < (unsigned long)__init_end)
		return scnprintf(buf, size, "memory of the start-up code, freed");
	if (part)
		return scnprintf(buf, size, "%s, %pS", part, (void *)addr);
	return scnprintf(buf, size, "%s", virtual_area(addr));
}
