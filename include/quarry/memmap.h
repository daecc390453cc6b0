/* SPDX-License-Identifier: MIT */
/*
 * Physical memory maps: from what the firmware reports, in any order and state, to a sorted list
 * of typed ranges. Nothing here touches a machine; the same code runs in the kernel and in the
 * host's memmap-check.
 */
#ifndef QUARRY_MEMMAP_H
#define QUARRY_MEMMAP_H

#include <linux/types.h>
#include <quarry/boot_error.h>

/* Types as the firmware numbers them. Every other number is kept and treated like reserved. */
#define MEM_USABLE     1u
#define MEM_RESERVED   2u
#define MEM_ACPI_DATA  3u /* tables, ours once they have been read */
#define MEM_ACPI_NVS   4u
#define MEM_UNUSABLE   5u
#define MEM_PERSISTENT 7u

/* The names that reports and the text format have for types, NULL where there is none. */
#define MEM_NAMED_TYPES (MEM_UNUSABLE + 1)
extern const char *const memmap_type_names[MEM_NAMED_TYPES];

/* A raw entry, or a range of a sorted map. Bytes start .. end - 1. */
struct mem_range {
	u64 start;
	u64 end; /* raw: below start when base + length passed 2^64 */
	u32 type;
};

/*
 * A list of ranges in the caller's storage. A map that is called sorted is ascending, without
 * overlaps or empty ranges, and neighbours that touch differ in type.
 */
struct memmap {
	struct mem_range *range;
	u32 nr;
	u32 capacity;
};

/*
 * n raw entries have at most 2n ends, which cut the address space into at most 2n - 1 ranges, so
 * a map with room for MEMMAP_RANGES(n) takes any n entries.
 */
#define MEMMAP_RANGES(n) (2 * (n))

/* `type 4294967295` and the final NUL. */
#define MEMMAP_NAME_LEN 16

/* What was odd in a raw list. */
struct memmap_oddities {
	u32 empty;    /* entries of no length, ignored */
	u32 wrapped;  /* entries past 2^64: usable ones are ignored, others end there */
	u32 overlaps; /* entries with bytes that an earlier entry lists as well */
	u32 unsorted; /* entries that start below the one before */
};

void memmap_init(struct memmap *map, struct mem_range *storage, u32 capacity);
int memmap_from_raw(struct memmap *map, const struct mem_range *raw, u32 nr,
		    struct memmap_oddities *odd, struct boot_error *err);
int memmap_add(struct memmap *map, u64 start, u64 end, u32 type, struct boot_error *err);
int memmap_restrict(struct memmap *map, const struct memmap *firmware, u64 *cut,
		    struct boot_error *err);
int memmap_limit(struct memmap *map, u64 limit, u64 *cut, struct boot_error *err);
int memmap_parse_text(const char *text, size_t len, struct memmap *raw, struct boot_error *err);

bool memmap_is_usable(const struct memmap *map, u64 start, u64 end);
u64 memmap_usable_bytes(const struct memmap *map);
bool memmap_type_outranks(u32 type, u32 other);
const char *memmap_type_name(u32 type, char buf[MEMMAP_NAME_LEN]);
bool memmap_validate(const struct memmap *map, struct boot_error *err);

#endif /* QUARRY_MEMMAP_H */
