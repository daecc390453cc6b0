/* SPDX-License-Identifier: MIT */
/* Whether this place may sleep. */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/compiler.h>
#include <linux/types.h>

#ifdef CONFIG_DEBUG
void __might_sleep(const char *file, int line);
#define might_sleep() __might_sleep(__FILE__, __LINE__)
#else
#define might_sleep()                                                                              \
	do {                                                                                       \
	} while (0)
#endif

#define might_sleep_if(cond)                                                                       \
	do {                                                                                       \
		if (cond)                                                                          \
			might_sleep();                                                             \
	} while (0)

/* A place where a thread that runs for long lets others run: there is one thread so far. */
static inline int cond_resched(void)
{
	might_sleep();
	return 0;
}

#endif
