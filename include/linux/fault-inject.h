/* SPDX-License-Identifier: MIT */
/*
 * Injected failures of the page allocator, for tests of failure paths.
 *
 * fail_page_alloc_nth(n) makes the n-th call from now on fail, once; n is 1 for the next call.
 * fail_page_alloc_stop() ends it and tells how many calls there were. Meanwhile every call
 * takes the slow path; otherwise this costs nothing.
 */
#ifndef _LINUX_FAULT_INJECT_H
#define _LINUX_FAULT_INJECT_H

#include <linux/types.h>

void fail_page_alloc_nth(unsigned long n);
unsigned long fail_page_alloc_stop(void);

#endif
