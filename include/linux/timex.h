/* SPDX-License-Identifier: MIT */
/* The processor's cycle counter: get_cycles(). */
#ifndef _LINUX_TIMEX_H
#define _LINUX_TIMEX_H

#include <linux/param.h>
#include <asm/tsc.h>

#endif
