/* SPDX-License-Identifier: MIT */
/* One map file: read, understood, checked twice, and shown. */
#ifndef HOST_MAP_FILE_H
#define HOST_MAP_FILE_H

#include <quarry/memmap.h>
#include <quarry/zone_layout.h>

#include "reference.h"

enum map_show {
	MAP_SHOW_NOTHING,
	MAP_SHOW_ZONES,
	MAP_SHOW_RANGES, /* every range of the sorted map too */
};

bool map_file_check(const char *path, enum map_show show, char why[WHY_LEN]);
char *map_file_read(const char *path, size_t *len);

#endif
