/* SPDX-License-Identifier: MIT */
/*
 * A second opinion on memory maps: the same questions that boot/memmap.c and mm/zone_layout.c
 * answer, worked out from the raw entries in another way, slowly.
 */
#ifndef HOST_REFERENCE_H
#define HOST_REFERENCE_H

#include <quarry/memmap.h>
#include <quarry/zone_layout.h>

#define WHY_LEN 256

bool reference_check_map(const struct mem_range *raw, u32 nr, const struct memmap *map,
			 char why[WHY_LEN]);
bool reference_check_layout(const struct mem_range *raw, u32 nr, const struct memmap *map,
			    const struct zone_params *params, const struct zone_layout *layout,
			    char why[WHY_LEN]);

#endif
