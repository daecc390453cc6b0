/* SPDX-License-Identifier: MIT */
/* How a run ends, and what it says about itself through QEMU's isa-debug-exit device. */
#ifndef _QUARRY_POWER_H
#define _QUARRY_POWER_H

#include <linux/compiler.h>
#include <linux/types.h>

/* QEMU's exit status is 2 * value + 1. */
enum exit_value {
	EXIT_PASSED = 0x10, /* all that ran passed, nothing warned */
	EXIT_FAILED = 0x11, /* a test or an init function failed, or something warned */
	EXIT_PANIC = 0x12,
};

/* drivers/debug_exit.c */
bool debug_exit_present(void);
void debug_exit(enum exit_value value);

/* kernel/power.c */
bool batch_mode(void);
void run_failed(void);
bool run_has_failed(void);
void __noreturn machine_finish(bool failed);
void __noreturn machine_poweroff(void);
void __noreturn machine_reboot(void);

#endif
