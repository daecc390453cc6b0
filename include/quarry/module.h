/* SPDX-License-Identifier: MIT */
/* Running what <linux/init.h> registers. */
#ifndef _QUARRY_MODULE_H
#define _QUARRY_MODULE_H

#include <linux/init.h>

void run_initcalls(void);
void run_exitcalls(void);

/* For tables other than the registered ones: tests. */
bool run_initcall_table(const struct initcall *start, const struct initcall *end);
void run_exitcall_table(const struct initcall *inits, const struct initcall *inits_end,
			const struct exitcall *exits, const struct exitcall *exits_end);

#endif
