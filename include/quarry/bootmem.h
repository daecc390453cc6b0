/* SPDX-License-Identifier: MIT */
/*
 * The boot allocator: memory that serves until zones exist, and is then handed over once.
 */
#ifndef QUARRY_BOOTMEM_H
#define QUARRY_BOOTMEM_H

#include <linux/types.h>
#include <quarry/boot_error.h>
#include <quarry/memmap.h>

/* Physical bytes start .. end - 1. */
struct bootmem_region {
	u64 start;
	u64 end;
	const char *name; /* what it is reserved for; NULL in the memory table */
};

struct bootmem_table {
	struct bootmem_region *region;
	u32 nr;
	u32 capacity;
};

struct bootmem {
	struct bootmem_table memory;   /* usable bytes */
	struct bootmem_table reserved; /* bytes spoken for, usable or not */
	bool handed_over;
};

/* What bootmem_alloc() is asked for. */
struct bootmem_request {
	u64 size;         /* bytes, rounded up to whole pages */
	u64 align;        /* bytes, a power of two; less than a page means a page */
	u64 min;          /* lowest byte that may be used */
	u64 max;          /* byte after the highest that may be used; 0: no limit */
	const char *name; /* a string that stays */
};

/* All in bytes; usable == handed_over + reserved + lost. */
struct bootmem_account {
	u64 usable;      /* in the memory table */
	u64 handed_over; /* in wholly free pages (before the hand-over: what it would give) */
	u64 reserved;    /* usable bytes that are spoken for */
	u64 lost;        /* free bytes in pages that are not wholly free */
};

/* Takes frames start_pfn .. end_pfn - 1, which are wholly free. */
typedef void (*bootmem_take_t)(void *ctx, unsigned long start_pfn, unsigned long end_pfn);

void bootmem_init(struct bootmem *bm, struct bootmem_region *memory, u32 memory_capacity,
		  struct bootmem_region *reserved, u32 reserved_capacity);
int bootmem_add(struct bootmem *bm, u64 start, u64 size, struct boot_error *err);
int bootmem_add_map(struct bootmem *bm, const struct memmap *map, u64 reach,
		    struct boot_error *err);
int bootmem_reserve(struct bootmem *bm, u64 start, u64 size, const char *name,
		    struct boot_error *err);
int bootmem_free(struct bootmem *bm, u64 start, u64 size, struct boot_error *err);
u64 bootmem_alloc(struct bootmem *bm, const struct bootmem_request *req, struct boot_error *err);
int bootmem_hand_over(struct bootmem *bm, bootmem_take_t take, void *ctx, struct boot_error *err);
bool bootmem_is_free(const struct bootmem *bm, u64 start, u64 size);
bool bootmem_validate(const struct bootmem *bm, struct bootmem_account *account,
		      struct boot_error *err);
void bootmem_show(const struct bootmem *bm);

/*
 * Table sizes that any machine fits into. Memory: a sorted map of n ranges holds at most
 * (n + 1) / 2 usable ones. Reserved: page 0, some 30 for the image, page tables and CPUs, up to
 * 32 boot modules, and a struct page array for each of at most 1024 sections; allocations that
 * touch and have the same name share a region, so a handful is the rule.
 */
#define BOOTMEM_MEMORY_MAX(ranges) (((ranges) + 1) / 2)
#define BOOTMEM_RESERVED_MAX       1152

#endif /* QUARRY_BOOTMEM_H */
