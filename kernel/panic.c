// SPDX-License-Identifier: MIT
/*
 * Reports of what went wrong: WARN, BUG, panic.
 *
 * A report is a first line that starts with WARNING:, BUG: or PANIC:, the place, a back trace,
 * and an end mark. WARN returns to its caller. A panic stops interrupts, takes the log over,
 * prints, and leaves the machine.
 *
 * I1. One CPU panics; any other that wants to is stopped.
 * I2. A fault during a panic report adds one line and the end mark; a fault during that leaves
 *     without a word. So at most three rounds, and no recursion.
 * I3. After the end mark nothing is printed.
 *
 * Locking: report_owner keeps the reports of different CPUs apart. It is waited for within
 *   bounds and a CPU may nest in its own report, so a warning never hangs.
 * Context: any. About 600 bytes of stack.
 */
#include <asm/processor.h>
#include <asm/ptrace.h>
#include <asm/stacktrace.h>
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <quarry/console.h>
#include <quarry/params.h>
#include <quarry/power.h>
#include <quarry/symbols.h>

#define REPORT_TEXT_MAX 256
#define TRACE_MAX       24
#define NO_CPU          (-1)
#define REPORT_SPINS    1000000 /* longer than a report takes, far shorter than a run */

unsigned int nr_warnings;

static int panic_timeout; /* seconds; below 0: reboot at once; 0: leave or halt */
static atomic_t panic_cpu = ATOMIC_INIT(NO_CPU);
static atomic_t report_owner = ATOMIC_INIT(NO_CPU);
static unsigned int panic_rounds;

/* ---- back traces --------------------------------------------------------------------------- */

static noinline void print_callers(int level, const unsigned long *pcs, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		printk(KERN_SOH "%d [<%08lx>] %pB\n", level, pcs[i], (void *)pcs[i]);
	if (n == TRACE_MAX)
		printk(KERN_SOH "%d ...\n", level);
}

/*
 * Prints who called the function that `frame` belongs to. Only what lies above the frame is
 * looked at, so the functions that make the report do not show up in it.
 */
static noinline void print_trace(int level, void *frame)
{
	unsigned long pcs[TRACE_MAX];

	print_callers(level, pcs, arch_stack_walk_frame(pcs, TRACE_MAX, frame));
}

static noinline void print_exception_trace(int level, const struct pt_regs *regs)
{
	unsigned long pcs[TRACE_MAX];
	unsigned long pc = instruction_pointer(regs);

	printk(KERN_SOH "%d [<%08lx>] %pS\n", level, pc, (void *)pc);
	print_callers(level, pcs, arch_stack_walk(pcs, TRACE_MAX, regs));
}

/**
 * dump_stack - prints who called the caller
 *
 * Context: any.
 */
void dump_stack(void)
{
	pr_info("cpu %u, called from:\n", raw_smp_processor_id());
	print_trace(LOGLEVEL_INFO, __builtin_frame_address(0));
}

/* ---- warnings ------------------------------------------------------------------------------ */

/* Who asked for a report: taken in the function that was called, with THIS_PLACE. */
struct place {
	void *caller;
	void *frame;
};

#define THIS_PLACE                                                                                 \
	(&(struct place){ .caller = __builtin_return_address(0),                                   \
			  .frame = __builtin_frame_address(0) })

/* True: this report begins here and must be ended; false: it is nested, or the wait was long. */
static bool begin_report(void)
{
	int me = raw_smp_processor_id();
	unsigned int spins;

	for (spins = 0; spins < REPORT_SPINS; spins++) {
		int owner = atomic_cmpxchg(&report_owner, NO_CPU, me);

		if (owner == NO_CPU || owner == me)
			return owner == NO_CPU;
		cpu_relax();
	}
	return false;
}

static noinline void report_warning(const struct bug_site *site, const struct place *place,
				    const char *text)
{
	unsigned long flags;
	bool began;

	local_irq_save(flags);
	began = begin_report();
	if (!log_is_diverted())
		nr_warnings++;
	printk(KERN_WARNING "WARNING: %s:%u in %pB, cpu %u%s%s\n", site->file, site->line,
	       place->caller, raw_smp_processor_id(), *text ? ": " : "", text);
	print_trace(LOGLEVEL_WARNING, place->frame);
	printk(KERN_WARNING "---[ end of warning ]---\n");
	if (began)
		atomic_set(&report_owner, NO_CPU);
	local_irq_restore(flags);
}

static void format_text(char *text, const char *fmt, va_list args)
{
	int len = vscnprintf(text, REPORT_TEXT_MAX, fmt, args);

	while (len && text[len - 1] == '\n')
		text[--len] = '\0';
}

static noinline void report_warning_fmt(const struct bug_site *site, const struct place *place,
					const char *fmt, va_list args)
{
	char text[REPORT_TEXT_MAX];

	format_text(text, fmt, args);
	report_warning(site, place, text);
}

/** warn_at - what WARN_ON() calls when its condition holds */
void warn_at(struct bug_site *site)
{
	report_warning(site, THIS_PLACE, "");
}

/** warn_once_at - what WARN_ON_ONCE() calls each time its condition holds */
void warn_once_at(struct bug_site *site)
{
	if (site->fired)
		return;
	site->fired = true;
	report_warning(site, THIS_PLACE, "");
}

/** warn_fmt_at - what WARN() calls when its condition holds */
void warn_fmt_at(struct bug_site *site, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report_warning_fmt(site, THIS_PLACE, fmt, args);
	va_end(args);
}

/** warn_once_fmt_at - what WARN_ONCE() calls each time its condition holds */
void warn_once_fmt_at(struct bug_site *site, const char *fmt, ...)
{
	va_list args;

	if (site->fired)
		return;
	site->fired = true;
	va_start(args, fmt);
	report_warning_fmt(site, THIS_PLACE, fmt, args);
	va_end(args);
}

/* ---- the end ------------------------------------------------------------------------------- */

/* After the end mark: reboot if asked to, tell QEMU if it listens, stop. */
static void __noreturn leave_machine(void)
{
	log_close();
	if (panic_timeout > 0)
		mdelay(panic_timeout * 1000UL);
	if (panic_timeout)
		arch_reboot();
	if (debug_exit_present())
		debug_exit(EXIT_PANIC);
	arch_halt();
}

/* Notes the reason and says it; a second one comes with the first, which may not have got out. */
static void say_reason(const char *fmt, va_list args)
{
	static char reasons[2][REPORT_TEXT_MAX];

	if (panic_rounds == 1) {
		format_text(reasons[0], fmt, args);
		printk(KERN_EMERG "PANIC: %s\n", reasons[0]);
	} else {
		format_text(reasons[1], fmt, args);
		printk(KERN_EMERG "PANIC: during a panic (%s): %s\n", reasons[0], reasons[1]);
	}
}

static void __noreturn do_panic(const struct pt_regs *regs, const struct place *place,
				const char *fmt, va_list args)
{
	int me, first;

	local_irq_disable();
	me = raw_smp_processor_id();
	first = atomic_cmpxchg(&panic_cpu, NO_CPU, me);
	if (first != NO_CPU && first != me)
		arch_halt();
	if (++panic_rounds > 2)
		leave_machine();
	log_enter_panic();
	say_reason(fmt, args);
	if (panic_rounds == 1) {
		printk(KERN_EMERG "cpu %d, %u warnings before\n", me, nr_warnings);
		if (regs) {
			show_regs(regs);
			print_exception_trace(LOGLEVEL_EMERG, regs);
		} else {
			print_trace(LOGLEVEL_EMERG, place->frame);
		}
	}
	if (panic_timeout > 0)
		printk(KERN_EMERG "reboot in %d s\n", panic_timeout);
	printk(KERN_EMERG "---[ end of panic ]---\n");
	leave_machine();
}

/**
 * panic - reports why the kernel cannot go on, and stops it
 * @fmt: the reason, one line
 *
 * Context: any; interrupts stay off. Does not return: `panic=` N reboots after N seconds;
 *   otherwise QEMU's exit device, if present, ends the run with EXIT_PANIC, else the CPU halts.
 */
void panic(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	do_panic(NULL, THIS_PLACE, fmt, args);
}

/**
 * panic_with_regs - panic() for an exception
 * @regs: the registers at the exception; printed, and where the back trace starts
 * @fmt:  the reason, one line
 */
void panic_with_regs(const struct pt_regs *regs, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	do_panic(regs, THIS_PLACE, fmt, args);
}

static void __noreturn __printf(2, 3) panic_at(const struct place *place, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	do_panic(NULL, place, fmt, args);
}

/** bug_at - what BUG() calls */
void bug_at(struct bug_site *site)
{
	const struct place *place = THIS_PLACE;

	printk(KERN_CRIT "BUG: %s:%u in %pB\n", site->file, site->line, place->caller);
	panic_at(place, "BUG at %s:%u in %pB", site->file, site->line, place->caller);
}

/* ---- stack smashing, debug builds ---------------------------------------------------------- */

/*
 * Called by code that the compiler puts into functions with arrays. The guard's value has the
 * bytes at which string functions stop, so that none of them copies it; it is no secret, for
 * there is no attacker here, only overruns.
 */
extern unsigned long __stack_chk_guard;
void __noreturn __stack_chk_fail(void);

unsigned long __stack_chk_guard = 0xff0a0d00;

/** __stack_chk_fail - what a function calls whose guard was overwritten */
void __stack_chk_fail(void)
{
	panic_at(THIS_PLACE, "stack smashed in %pB", __builtin_return_address(0));
}

static int set_panic(const char *val)
{
	int seconds;

	if (!val || kstrtoint(val, 0, &seconds) || seconds > 86400)
		return -EINVAL;
	panic_timeout = seconds;
	return 0;
}
KERNEL_PARAM("panic", set_panic, "N: after a panic reboot in N seconds (below 0: at once)");
