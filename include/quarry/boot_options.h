/* SPDX-License-Identifier: MIT */
/*
 * The command line, as far as it is needed before there is any memory: mem=, memmap=, vmalloc=,
 * highmem=.
 */
#ifndef QUARRY_BOOT_OPTIONS_H
#define QUARRY_BOOT_OPTIONS_H

#include <linux/types.h>
#include <quarry/boot_error.h>
#include <quarry/memmap.h>
#include <quarry/zone_layout.h>

/* Entries a line of 4096 bytes can ask for: `memmap=` takes 7, and each `,1@0` four more. */
#define BOOT_OPTIONS_RANGES 1024

/* One word of the command line, `name` or `name=value`; the pointers lead into the line. */
struct boot_option {
	const char *name;
	u32 name_len;
	const char *value; /* NULL without `=` */
	u32 value_len;
};

/* What mem= and memmap= did to the map, in bytes of usable memory. */
struct memmap_changes {
	u32 applied;       /* elements: each part of a comma-separated list counts */
	bool exactmap;     /* the map that was there was forgotten */
	u64 cut_by_mem;    /* lost to mem=SIZE or memmap=SIZE */
	u64 cut_by_memmap; /* turned into reserved or ACPI data, or forgotten */
	u64 added;         /* became usable */
};

bool boot_option_next(const char **cursor, struct boot_option *opt);
bool boot_option_is(const struct boot_option *opt, const char *name);
int boot_parse_size(const char **cursor, const char *end, u64 *bytes);

int memmap_apply_options(struct memmap *map, const char *cmdline, struct memmap_changes *changes,
			 struct boot_error *err);
int zone_params_parse(const char *cmdline, struct zone_params *params, struct boot_error *err);

#endif /* QUARRY_BOOT_OPTIONS_H */
