// SPDX-License-Identifier: MIT
/*
 * Exceptions.
 *
 * The kernel has no user programs and no demand paging, so almost every exception is a defect:
 * it ends in one decoded report and a panic. The exceptions to that are a fault at an
 * instruction that has a fix-up (copy_from_kernel_nofault), a breakpoint, and interrupts that
 * nobody asked for, which are counted.
 *
 * Context: every function here runs with interrupts off, on the stack of what was interrupted;
 * only double_fault_task() has a stack of its own. Nothing allocates.
 */
#include <linux/kernel.h>
#include <linux/hardirq.h>
#include <linux/bug.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <asm/desc.h>
#include <asm/io.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/ptrace.h>
#include <asm/setup.h>
#include <asm/traps.h>

#define DR6_STEP (1UL << 14)

static struct gate_struct idt[NR_VECTORS] __aligned(8);

static const char *const exception_names[NR_EXCEPTIONS] = {
	[TRAP_DIVIDE] = "divide error",
	[TRAP_DEBUG] = "debug exception",
	[TRAP_NMI] = "non-maskable interrupt",
	[TRAP_BREAKPOINT] = "breakpoint",
	[TRAP_OVERFLOW] = "overflow",
	[TRAP_BOUND] = "bound range exceeded",
	[TRAP_INVALID_OPCODE] = "invalid opcode",
	[TRAP_NO_FPU] = "FPU not available",
	[TRAP_DOUBLE_FAULT] = "double fault",
	[TRAP_FPU_SEGMENT] = "FPU segment overrun",
	[TRAP_INVALID_TSS] = "invalid TSS",
	[TRAP_SEGMENT] = "segment not present",
	[TRAP_STACK_SEGMENT] = "stack segment fault",
	[TRAP_PROTECTION] = "general protection fault",
	[TRAP_PAGE_FAULT] = "page fault",
	[TRAP_SPURIOUS] = "reserved exception 15",
	[TRAP_FPU] = "x87 FPU error",
	[TRAP_ALIGNMENT] = "alignment check",
	[TRAP_MACHINE_CHECK] = "machine check",
	[TRAP_SIMD] = "SIMD floating point error",
	[TRAP_VIRTUALIZATION] = "virtualization exception",
	[TRAP_CONTROL] = "control protection exception",
	[28] = "hypervisor injection exception",
	[29] = "VMM communication exception",
	[30] = "security exception",
};

static DEFINE_PER_CPU(unsigned long, unexpected_interrupts);

const char *exception_name(unsigned int vector)
{
	if (vector >= NR_EXCEPTIONS)
		return "interrupt";
	return exception_names[vector] ?: "reserved exception";
}

static void decode_page_fault(const struct pt_regs *regs, char *buf, size_t size)
{
	unsigned long error = regs->error_code;
	unsigned long addr = read_cr2();
	const char *access = error & 16 ? "execute" : error & 2 ? "write" : "read";
	const char *why = error & 8   ? "a reserved bit is set in its page table entry"
			  : error & 1 ? "the page is present, its protection forbids it"
				      : "no page there";
	char what[96];

	describe_address(addr, what, sizeof(what));
	snprintf(buf, size, "page fault: %s at %08lx, %s%s (%s)", access, addr, why,
		 error & 4 ? ", from user mode" : "", what);
}

static void decode_selector_error(const struct pt_regs *regs, char *buf, size_t size)
{
	static const char *const tables[] = { "GDT", "IDT", "LDT", "IDT" };
	unsigned long error = regs->error_code;

	if (!error) {
		snprintf(buf, size, "%s", exception_name(regs->vector));
		return;
	}
	snprintf(buf, size, "%s: %s entry %lu%s", exception_name(regs->vector),
		 tables[error >> 1 & 3], error >> 3, error & 1 ? ", external event" : "");
}

/* One line that says all that the vector and the error code tell. */
static void decode_exception(const struct pt_regs *regs, char *buf, size_t size)
{
	switch (regs->vector) {
	case TRAP_PAGE_FAULT:
		decode_page_fault(regs, buf, size);
		break;
	case TRAP_INVALID_TSS:
	case TRAP_SEGMENT:
	case TRAP_STACK_SEGMENT:
	case TRAP_PROTECTION:
		decode_selector_error(regs, buf, size);
		break;
	case TRAP_DEBUG:
		snprintf(buf, size, "%s, vector %lu, DR6 %08lx%s", exception_name(regs->vector),
			 regs->vector, read_dr6(), read_dr6() & DR6_STEP ? " (single step)" : "");
		break;
	default:
		snprintf(buf, size, "%s, vector %lu, error code %lx", exception_name(regs->vector),
			 regs->vector, regs->error_code);
	}
}

/* Vectors for which the CPU pushes an error code; trap_entry.S has the same list. */
#define ERROR_CODE_VECTORS                                                                         \
	(1U << TRAP_DOUBLE_FAULT | 0x1fU << TRAP_INVALID_TSS | 1U << TRAP_ALIGNMENT |              \
	 1U << TRAP_CONTROL | 1U << 29 | 1U << 30)

/*
 * An `int` instruction pushes no error code, whatever its vector: then what stands for the
 * instruction is the code segment, and everything else is one word off as well.
 */
static bool raised_by_instruction(struct pt_regs *regs)
{
	if (!(ERROR_CODE_VECTORS >> regs->vector & 1) || regs->ip != __KERNEL_CS)
		return false;
	regs->flags = regs->cs;
	regs->cs = regs->ip;
	regs->ip = regs->error_code;
	regs->error_code = 0;
	return true;
}

static void handle_exception(struct pt_regs *regs)
{
	char what[224];

	if (raised_by_instruction(regs))
		panic_with_regs(regs, "%s, vector %lu, raised by an int instruction before %pS",
				exception_name(regs->vector), regs->vector, (void *)regs->ip);
	if (fixup_exception(regs))
		return;
	decode_exception(regs, what, sizeof(what));
	panic_with_regs(regs, "%s at %pS", what, (void *)regs->ip);
}

static void handle_nmi(struct pt_regs *regs)
{
	u8 reason;

	nmi_enter();
	reason = inb(0x61);
	pr_crit("NMI on CPU %u at %pS, reason %02x%s%s\n", raw_smp_processor_id(), (void *)regs->ip,
		reason, reason & 0x80 ? ", memory parity" : "", reason & 0x40 ? ", I/O check" : "");
	/* The two latches are cleared by holding their bits 2 and 3 high for a moment. */
	if (reason & 0xc0) {
		outb((reason & 3) | 0x0c, 0x61);
		outb(reason & 3, 0x61);
	}
	nmi_exit();
}

static void handle_unexpected_interrupt(struct pt_regs *regs)
{
	irq_enter();
	this_cpu_inc(unexpected_interrupts);
	pr_err_ratelimited("unexpected interrupt, vector %lu, at %pS\n", regs->vector,
			   (void *)regs->ip);
	irq_exit();
}

/**
 * trap_dispatch - C entry of every vector
 * @regs: the interrupted registers; what is changed here is what returns
 *
 * Context: interrupts off, any stack.
 */
void trap_dispatch(struct pt_regs *regs)
{
	switch (regs->vector) {
	case TRAP_NMI:
		handle_nmi(regs);
		break;
	case TRAP_BREAKPOINT:
		pr_notice("breakpoint at %pS\n", (void *)regs->ip);
		break;
	default:
		if (regs->vector < NR_EXCEPTIONS)
			handle_exception(regs);
		else
			handle_unexpected_interrupt(regs);
	}
}

/*
 * The task behind vector 8. A fault could not be delivered, in this kernel because the stack
 * was used up: the saved stack pointer then lies in or just above an unmapped page.
 */
void __noreturn double_fault_task(void)
{
	const struct tss_struct *tss = this_cpu_main_tss();
	struct pt_regs regs = {
		.di = tss->edi,
		.si = tss->esi,
		.bp = tss->ebp,
		.pusha_sp = tss->esp,
		.bx = tss->ebx,
		.dx = tss->edx,
		.cx = tss->ecx,
		.ax = tss->eax,
		.vector = TRAP_DOUBLE_FAULT,
		.ip = tss->eip,
		.cs = tss->cs,
		.flags = tss->eflags,
	};
	char what[96];

	describe_address(tss->esp - 4, what, sizeof(what));
	panic_with_regs(&regs, "double fault: stack pointer %08x in %s, at %pS", tss->esp, what,
			(void *)regs.ip);
}

static void set_gate(unsigned int vector, u16 selector, unsigned long offset, u8 type)
{
	idt[vector] = (struct gate_struct){
		.offset_low = offset,
		.selector = selector,
		.type_dpl = type,
		.offset_high = offset >> 16,
	};
}

/**
 * trap_init - make every vector arrive in trap_dispatch()
 *
 * The double-fault gate works once cpu_init_descriptors() has run on the CPU.
 * Context: boot.
 */
void trap_init(void)
{
	struct table_pointer p = { sizeof(idt) - 1, (u32)idt };
	unsigned int v;

	for (v = 0; v < NR_VECTORS; v++)
		set_gate(v, __KERNEL_CS, (unsigned long)trap_entries + v * TRAP_ENTRY_SIZE,
			 GATE_INTERRUPT);
	set_gate(TRAP_DOUBLE_FAULT, GDT_DF_TSS, 0, GATE_TASK);
	load_idt(&p);
}
