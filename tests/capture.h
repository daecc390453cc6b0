/* SPDX-License-Identifier: MIT */
/* Between the framework and its capture of log lines. */
#ifndef TESTS_CAPTURE_H
#define TESTS_CAPTURE_H

#include <linux/types.h>

void capture_reset(void);
bool capture_active(void);
void rearm_reports(void);
bool capture_problem(char *buf, size_t size);

#endif
