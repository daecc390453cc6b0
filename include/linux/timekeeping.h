/* SPDX-License-Identifier: MIT */
/*
 * Reading the clock. There is one, it counts from the kernel's entry and never stops, so
 * monotonic, raw and boot time are the same. The time of day is not known.
 */
#ifndef _LINUX_TIMEKEEPING_H
#define _LINUX_TIMEKEEPING_H

#include <linux/ktime.h>

#define ktime_get_raw()          ktime_get()
#define ktime_get_boottime()     ktime_get()
#define ktime_get_raw_ns()       ktime_get_ns()
#define ktime_get_mono_fast_ns() ktime_get_ns()
#define ktime_get_boottime_ns()  ktime_get_ns()

#endif
