// SPDX-License-Identifier: MIT
/*
 * Memory maps: any list of typed ranges -> a sorted one, and the operations on sorted maps.
 *
 * Nouns: an *entry* is what somebody reported; a *range* is a piece of a sorted map; a *border*
 * is an address where two ranges, or a range and a hole, meet; a type *outranks* another when
 * bytes that are listed with both get it.
 *
 *   entries      |---usable---------------|        |--usable--|
 *                           |-reserved-|     |---acpi-----|
 *   ranges       |--usable--|-reserved-|-us| |---acpi-----|-us|
 *
 * The order of rank, lowest first: usable, ACPI data, persistent, ACPI NVS, numbers without a
 * name (a larger number outranks a smaller one), reserved, unusable. The less may be done with
 * the bytes, the higher, so that doubt never makes memory ours; the order is total, so the
 * result does not depend on the order of the entries.
 *
 * Invariants of a sorted map, checked by memmap_validate():
 *   I1  no range is empty: start < end
 *   I2  ranges ascend and do not overlap: end <= start of the next
 *   I3  ranges that touch differ in type
 *   I4  nr <= capacity
 *
 * Every operation cuts at the borders first and joins equal neighbours last. n entries have at
 * most 2n borders, hence MEMMAP_RANGES(n); only memmap_restrict() mixes the borders of two maps
 * and can fail on a map that had room for its own entries.
 *
 * Context: any; no state but the map that is passed in, no locks, nothing is allocated.
 * Failure: a full table, with a message; the map is still sorted, but the operation is half done.
 * Not done: 2^64 itself cannot be an end; what reaches it ends one byte earlier.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/init_or_test.h>
#include <quarry/memmap.h>

static u32 __init_or_test type_class(u32 type)
{
	switch (type) {
	case MEM_USABLE:
		return 0;
	case MEM_ACPI_DATA:
		return 1;
	case MEM_PERSISTENT:
		return 2;
	case MEM_ACPI_NVS:
		return 3;
	default:
		return 4;
	case MEM_RESERVED:
		return 5;
	case MEM_UNUSABLE:
		return 6;
	}
}

/**
 * memmap_type_outranks - does a byte listed with both types get the first
 * @type: MEM_ or any other number
 * @other: the same
 *
 * Context: any.
 * Return: true if @type outranks @other; false if it does not or they are the same.
 */
bool __init_or_test memmap_type_outranks(u32 type, u32 other)
{
	u32 a = type_class(type), b = type_class(other);

	return a != b ? a > b : type > other;
}

const char *const memmap_type_names[MEM_NAMED_TYPES] = {
	[MEM_USABLE] = "usable",     [MEM_RESERVED] = "reserved", [MEM_ACPI_DATA] = "acpi-data",
	[MEM_ACPI_NVS] = "acpi-nvs", [MEM_UNUSABLE] = "unusable",
};

/**
 * memmap_type_name - a type as the text format spells it
 * @type: MEM_ or any other number
 * @buf: room for the spelling of a number without a name
 *
 * Context: any, also after the start-up: reports use it.
 * Return: a constant word, or @buf.
 */
const char *memmap_type_name(u32 type, char buf[MEMMAP_NAME_LEN])
{
	if (type < MEM_NAMED_TYPES && memmap_type_names[type])
		return memmap_type_names[type];
	snprintf(buf, MEMMAP_NAME_LEN, "type %u", type);
	return buf;
}

/**
 * memmap_init - make an empty map
 * @map: map to set up
 * @storage: its ranges; need not be cleared
 * @capacity: how many there are
 *
 * Context: any.
 */
void __init_or_test memmap_init(struct memmap *map, struct mem_range *storage, u32 capacity)
{
	map->range = storage;
	map->capacity = capacity;
	map->nr = 0;
}

/* Index of the first range that ends after @addr; nr when there is none. */
static u32 __init_or_test find(const struct memmap *map, u64 addr)
{
	u32 low = 0, high = map->nr;

	while (low < high) {
		u32 mid = low + (high - low) / 2;

		if (map->range[mid].end > addr)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

static int __init_or_test insert(struct memmap *map, u32 at, struct mem_range range,
				 struct boot_error *err)
{
	if (map->nr >= map->capacity)
		return boot_error_set(err, -ENOSPC,
				      "memory map: no room for %#llx-%#llx beside %u ranges",
				      range.start, range.end, map->nr);
	memmove(&map->range[at + 1], &map->range[at], (map->nr - at) * sizeof(range));
	map->range[at] = range;
	map->nr++;
	return 0;
}

/* Makes @addr a border: afterwards no range has bytes on both sides of it. */
static int __init_or_test cut(struct memmap *map, u64 addr, struct boot_error *err)
{
	u32 i = find(map, addr);
	struct mem_range lower;
	int ret;

	if (i == map->nr || map->range[i].start >= addr)
		return 0;
	lower = map->range[i];
	lower.end = addr;
	ret = insert(map, i, lower, err);
	if (!ret)
		map->range[i + 1].start = addr;
	return ret;
}

/* Joins equal neighbours and drops empty ranges: @from - 1 to @to, as they stand now. */
static void __init_or_test join(struct memmap *map, u32 from, u32 to)
{
	u32 out = from, in = from;
	u32 stop = to < map->nr ? to + 1 : map->nr;

	for (; in < stop; in++) {
		struct mem_range *prev = out ? &map->range[out - 1] : NULL;
		const struct mem_range *range = &map->range[in];

		if (range->start == range->end)
			continue;
		if (prev && prev->end == range->start && prev->type == range->type)
			prev->end = range->end;
		else
			map->range[out++] = *range;
	}
	memmove(&map->range[out], &map->range[in], (map->nr - in) * sizeof(map->range[0]));
	map->nr -= in - out;
}

/**
 * memmap_add - enter a range into a sorted map, by rank
 * @map: sorted map
 * @start: first byte
 * @end: byte after the last; nothing happens unless it is above @start
 * @type: MEM_ or any other number; where it outranks what is listed it takes its place
 * @err: message on failure
 *
 * Context: any.
 * Return: 0, or -ENOSPC when the table is full.
 */
int __init_or_test memmap_add(struct memmap *map, u64 start, u64 end, u32 type,
			      struct boot_error *err)
{
	u64 pos = start;
	u32 first, i;
	int ret;

	if (start >= end)
		return 0;
	ret = cut(map, start, err);
	if (!ret)
		ret = cut(map, end, err);
	first = find(map, start);
	for (i = first; !ret && pos < end; i++) {
		struct mem_range gap = { .start = pos, .end = end, .type = type };

		if (i < map->nr && map->range[i].start == pos) {
			if (memmap_type_outranks(type, map->range[i].type))
				map->range[i].type = type;
		} else {
			if (i < map->nr && map->range[i].start < end)
				gap.end = map->range[i].start;
			ret = insert(map, i, gap, err);
			if (ret)
				break;
		}
		pos = map->range[i].end;
	}
	join(map, first, i);
	return ret;
}

/* Gives the usable bytes of start .. end - 1 another type, or takes them out without one. */
static int __init_or_test retype_usable(struct memmap *map, u64 start, u64 end, const u32 *type,
					struct boot_error *err)
{
	u32 first, i;
	int ret;

	if (start >= end)
		return 0;
	ret = cut(map, start, err);
	if (!ret)
		ret = cut(map, end, err);
	first = find(map, start);
	for (i = first; !ret && i < map->nr && map->range[i].start < end; i++) {
		if (map->range[i].type != MEM_USABLE)
			continue;
		if (type)
			map->range[i].type = *type;
		else
			map->range[i].end = map->range[i].start;
	}
	join(map, first, i);
	return ret;
}

/**
 * memmap_limit - take out all usable memory from an address on
 * @map: sorted map
 * @limit: first byte that is not to be used
 * @cut_bytes: how many usable bytes that were
 * @err: message on failure
 *
 * Other types stay: they describe the machine, whatever is used of it.
 *
 * Context: any.
 * Return: 0, or -ENOSPC when the table is full.
 */
int __init_or_test memmap_limit(struct memmap *map, u64 limit, u64 *cut_bytes,
				struct boot_error *err)
{
	u64 before = memmap_usable_bytes(map);
	int ret = retype_usable(map, limit, ~0ull, NULL, err);

	*cut_bytes = before - memmap_usable_bytes(map);
	return ret;
}

/**
 * memmap_restrict - keep memory usable only where the firmware's map has it usable too
 * @map: sorted map that somebody supplied
 * @firmware: sorted map to hold it against
 * @cut_bytes: usable bytes of @map that are not usable in @firmware
 * @err: message on failure
 *
 * What is cut gets the firmware's type, or leaves the map where the firmware lists nothing.
 *
 * Context: any.
 * Return: 0, or -ENOSPC when the borders of both do not fit into @map.
 */
int __init_or_test memmap_restrict(struct memmap *map, const struct memmap *firmware,
				   u64 *cut_bytes, struct boot_error *err)
{
	u64 before = memmap_usable_bytes(map), pos = 0;
	int ret = 0;
	u32 i;

	for (i = 0; !ret && i < firmware->nr; i++) {
		const struct mem_range *fw = &firmware->range[i];

		ret = retype_usable(map, pos, fw->start, NULL, err);
		if (!ret && fw->type != MEM_USABLE)
			ret = retype_usable(map, fw->start, fw->end, &fw->type, err);
		pos = fw->end;
	}
	if (!ret)
		ret = retype_usable(map, pos, ~0ull, NULL, err);
	*cut_bytes = before - memmap_usable_bytes(map);
	return ret;
}

/**
 * memmap_from_raw - build a sorted map from what was reported
 * @map: initialised map; what it held is forgotten
 * @raw: entries in any order, with duplicates, overlaps, empty and wrapping ones
 * @nr: how many
 * @odd: counts of what was odd; may be NULL
 * @err: message on failure
 *
 * An entry whose end is below its start ran past 2^64. As a claim of usable memory it is
 * not believed; as anything else it counts up to 2^64 - 1.
 *
 * Context: any.
 * Return: 0, or -ENOSPC, which a capacity of MEMMAP_RANGES(@nr) rules out.
 */
int __init_or_test memmap_from_raw(struct memmap *map, const struct mem_range *raw, u32 nr,
				   struct memmap_oddities *odd, struct boot_error *err)
{
	struct memmap_oddities count = { 0 };
	int ret = 0;
	u32 i;

	map->nr = 0;
	for (i = 0; !ret && i < nr; i++) {
		u64 start = raw[i].start, end = raw[i].end;
		u32 at = find(map, start);

		count.unsorted += i && start < raw[i - 1].start;
		count.wrapped += end < start;
		count.empty += end == start;
		if (end < start)
			end = raw[i].type == MEM_USABLE ? start : ~0ull;
		if (start < end)
			count.overlaps += at < map->nr && map->range[at].start < end;
		ret = memmap_add(map, start, end, raw[i].type, err);
	}
	if (odd)
		*odd = count;
	return ret;
}

/**
 * memmap_is_usable - is every byte of a range usable
 * @map: sorted map
 * @start: first byte
 * @end: byte after the last
 *
 * Context: any.
 * Return: true if so; false for an empty range.
 */
bool __init_or_test memmap_is_usable(const struct memmap *map, u64 start, u64 end)
{
	u32 i = find(map, start);

	return start < end && i < map->nr && map->range[i].type == MEM_USABLE &&
	       map->range[i].start <= start && end <= map->range[i].end;
}

/**
 * memmap_usable_bytes - how much memory is usable
 * @map: sorted map
 *
 * Context: any.
 * Return: bytes.
 */
u64 __init_or_test memmap_usable_bytes(const struct memmap *map)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < map->nr; i++)
		if (map->range[i].type == MEM_USABLE)
			sum += map->range[i].end - map->range[i].start;
	return sum;
}

/**
 * memmap_validate - check invariants I1 to I4
 * @map: map to check
 * @err: which one is broken, and where
 *
 * Context: any.
 * Return: true if all hold.
 */
bool __init_or_test memmap_validate(const struct memmap *map, struct boot_error *err)
{
	const struct mem_range *prev = NULL;
	u32 i;

	if (map->nr > map->capacity) {
		boot_error_set(err, -EINVAL, "I4: %u ranges, room for %u", map->nr, map->capacity);
		return false;
	}
	for (i = 0; i < map->nr; i++) {
		const struct mem_range *range = &map->range[i];
		const char *broken = NULL;

		if (range->start >= range->end)
			broken = "I1: empty";
		else if (prev && prev->end > range->start)
			broken = "I2: below the end of the one before";
		else if (prev && prev->end == range->start && prev->type == range->type)
			broken = "I3: not joined with the one before";
		if (broken) {
			boot_error_set(err, -EINVAL, "%s: range %u, %#llx-%#llx", broken, i,
				       range->start, range->end);
			return false;
		}
		prev = range;
	}
	return true;
}
