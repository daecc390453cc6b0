/* SPDX-License-Identifier: MIT */
#ifndef _QUARRY_FLAG_NAMES_H
#define _QUARRY_FLAG_NAMES_H

/*
 * Names for the bits of a flag word, for %pGg and %pGp. A table is tried from its start, each
 * match taking its bits away, so combinations stand before what they are made of. The last entry
 * has a NULL name.
 */
struct flag_name {
	unsigned long mask;
	const char *name;
};

extern const struct flag_name gfp_flag_names[];
extern const struct flag_name pageflag_names[];

#endif
