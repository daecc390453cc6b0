/* SPDX-License-Identifier: MIT */
/* Checking the page allocator's data structures. */
#ifndef _LINUX_MM_DEBUG_H
#define _LINUX_MM_DEBUG_H

#include <linux/mmzone.h>

bool zone_validate(struct zone *zone);
bool zones_validate(void);

#endif
