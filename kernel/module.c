// SPDX-License-Identifier: MIT
/*
 * Runs the registered init functions at boot and the exit functions at the end.
 *
 * A module is one source file. The functions of the tree's own files run first, by level (the
 * linker script orders the sections), then those of foreign files in the order in which they
 * were linked. A module stays when none of its init functions returned an error; the exit
 * functions of those that stay run in the reverse order.
 *
 * What an init function returns:
 *	0          the module stays
 *	-EAGAIN    it does not want to stay; no failure
 *	-ENODEV    the same, for a driver of the tree whose device is absent
 *	other      a failure of the run
 *
 * Context: the boot's thread, interrupts on or off as the boot has them.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <quarry/module.h>
#include <quarry/power.h>

extern const struct initcall __initcall_start[], __initcall_end[];
extern const struct exitcall __exitcall_start[], __exitcall_end[];

/* An init function must leave interrupts and preemption as it found them. */
static bool context_kept(const struct initcall *call, unsigned long flags, unsigned int count)
{
	bool kept = true;

	if (irqs_disabled() != irqs_disabled_flags(flags)) {
		pr_err("%s: %s returned with interrupts %s\n", call->module->name, call->name,
		       irqs_disabled() ? "off" : "on");
		local_irq_restore(flags);
		kept = false;
	}
	if (preempt_count() != count) {
		pr_err("%s: %s returned with preempt count %x, entered with %x\n",
		       call->module->name, call->name, preempt_count(), count);
		preempt_count_add(count - preempt_count());
		kept = false;
	}
	return kept;
}

static bool result_is_fine(const struct initcall *call, int result)
{
	struct module *module = call->module;

	if (result == 0) {
		if (module->foreign)
			pr_info("%s: %s returned 0\n", module->name, call->name);
		return true;
	}
	module->gone = true;
	if (result == -EAGAIN || (result == -ENODEV && !module->foreign)) {
		pr_info("%s: %s returned %d, does not stay\n", module->name, call->name, result);
		return true;
	}
	pr_err("%s: %s failed: %d\n", module->name, call->name, result);
	return false;
}

static bool run_initcall(const struct initcall *call)
{
	unsigned int count = preempt_count();
	unsigned long flags;
	bool kept;
	int result;

	local_save_flags(flags);
	result = call->fn();
	kept = context_kept(call, flags, count);
	return result_is_fine(call, result) && kept;
}

/**
 * run_initcall_table - runs the init functions of a table, those of the tree's own files first
 * @start: the first entry
 * @end:   behind the last
 *
 * Return: whether all were fine; what was not is reported by name.
 */
bool run_initcall_table(const struct initcall *start, const struct initcall *end)
{
	const struct initcall *call;
	bool fine = true;

	for (call = start; call < end; call++)
		if (call->fn && !call->module->foreign)
			fine &= run_initcall(call);
	for (call = start; call < end; call++)
		if (call->fn && call->module->foreign)
			fine &= run_initcall(call);
	return fine;
}

/* Runs the exit functions of a module that stayed, once. */
static void run_exits_of(struct module *module, const struct exitcall *start,
			 const struct exitcall *end)
{
	const struct exitcall *call;

	for (call = start; call < end; call++)
		if (call->fn && call->module == module && !module->gone)
			call->fn();
	module->gone = true;
}

/**
 * run_exitcall_table - runs the exit functions of the modules that stayed
 * @inits:     the table of init functions
 * @inits_end: behind its last
 * @exits:     the table of exit functions
 * @exits_end: behind its last
 *
 * In the reverse order of the init functions; modules that have none come last.
 */
void run_exitcall_table(const struct initcall *inits, const struct initcall *inits_end,
			const struct exitcall *exits, const struct exitcall *exits_end)
{
	const struct initcall *call;
	const struct exitcall *rest;

	for (call = inits_end; call-- > inits;)
		if (call->module->foreign)
			run_exits_of(call->module, exits, exits_end);
	for (call = inits_end; call-- > inits;)
		if (!call->module->foreign)
			run_exits_of(call->module, exits, exits_end);
	for (rest = exits_end; rest-- > exits;)
		run_exits_of(rest->module, exits, exits_end);
}

/**
 * run_initcalls - runs every registered init function
 *
 * One that fails is reported by name and makes the run a failure.
 */
void run_initcalls(void)
{
	if (!run_initcall_table(__initcall_start, __initcall_end))
		run_failed();
}

/**
 * run_exitcalls - runs the exit functions of all modules that stayed
 *
 * A second call does nothing.
 */
void run_exitcalls(void)
{
	run_exitcall_table(__initcall_start, __initcall_end, __exitcall_start, __exitcall_end);
}
