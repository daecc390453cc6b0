// SPDX-License-Identifier: MIT
/*
 * The names that reports print for GFP flags (%pGg) and page flags (%pGp). Type flags stand
 * before the modifiers that they are made of.
 */
#include <linux/gfp_types.h>
#include <linux/page-flags.h>
#include <quarry/flag_names.h>

#define GFP(flag)                                                                                  \
	{                                                                                          \
		flag, #flag                                                                        \
	}

const struct flag_name gfp_flag_names[] = {
	GFP(GFP_HIGHUSER),  GFP(GFP_KERNEL),       GFP(GFP_NOFS),       GFP(__GFP_WAIT),
	GFP(GFP_ATOMIC),    GFP(__GFP_IO),         GFP(__GFP_FS),       GFP(__GFP_DMA),
	GFP(__GFP_HIGHMEM), GFP(__GFP_DMA32),      GFP(__GFP_COLD),     GFP(__GFP_NOWARN),
	GFP(__GFP_REPEAT),  GFP(__GFP_NOFAIL),     GFP(__GFP_NORETRY),  GFP(__GFP_COMP),
	GFP(__GFP_ZERO),    GFP(__GFP_NOMEMALLOC), GFP(__GFP_HARDWALL), GFP(__GFP_RECLAIMABLE),
	{ 0, NULL }
};

#define PG(name)                                                                                   \
	{                                                                                          \
		1UL << PG_##name, #name                                                            \
	}

const struct flag_name pageflag_names[] = {
	PG(locked), PG(referenced), PG(uptodate),    PG(dirty),   PG(lru),  PG(active),
	PG(slab),   PG(reserved),   PG(private),     PG(reclaim), PG(head), PG(tail),
	PG(buddy),  PG(poisoned),   PG(reclaimable), { 0, NULL }
};
