/* SPDX-License-Identifier: MIT */
/* What `test=`, `death=` and `seed=` on the command line ask for. */
#ifndef _QUARRY_SELFTEST_H
#define _QUARRY_SELFTEST_H

#include <linux/types.h>

/* kernel/selftest.c: for the boot */
bool selftest_wanted(void);
bool selftest_main(void);

/* tests/: what it starts. Each returns whether all went well. */
bool ktap_list(void);
bool ktap_run(const char *globs, u32 seed);
bool death_list(void);
bool death_run(const char *name);

bool glob_match(const char *pattern, const char *text);

#endif
