// SPDX-License-Identifier: MIT
/*
 * How a run ends. A run has failed when a test or an init function failed or anything warned;
 * the exit value says so, and so a script needs no other sign.
 */
#include <asm/processor.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <quarry/console.h>
#include <quarry/module.h>
#include <quarry/params.h>
#include <quarry/power.h>

static bool batch;
static bool failed;

/** batch_mode - whether the run is unattended and ends when every init function has returned */
bool batch_mode(void)
{
	return batch;
}

/** run_failed - notes that the run is not a success */
void run_failed(void)
{
	failed = true;
}

/** run_has_failed - whether something in this run failed or warned */
bool run_has_failed(void)
{
	return failed || nr_warnings;
}

/**
 * machine_poweroff - runs the exit functions and ends the run
 *
 * Where QEMU's exit device is absent the CPU halts.
 * Context: thread, interrupts as they are.
 */
void machine_poweroff(void)
{
	run_exitcalls();
	console_write_raw("", 0); /* ends a line that somebody left open */
	if (debug_exit_present())
		debug_exit(run_has_failed() ? EXIT_FAILED : EXIT_PASSED);
	pr_notice("stopped; it is safe to switch off\n");
	arch_halt();
}

/**
 * machine_finish - ends an unattended run with its verdict
 * @run_is_bad: whether something failed that run_failed() was not told of
 */
void machine_finish(bool run_is_bad)
{
	if (run_is_bad)
		run_failed();
	machine_poweroff();
}

/** machine_reboot - runs the exit functions and starts the machine again */
void machine_reboot(void)
{
	run_exitcalls();
	pr_notice("restarting\n");
	arch_reboot();
}

static int set_batch(const char *val)
{
	if (val)
		return -EINVAL;
	batch = true;
	return 0;
}
KERNEL_PARAM("batch", set_batch, "no prompt: end the run when every init function has returned");
