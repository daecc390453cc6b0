// SPDX-License-Identifier: MIT
/*
 * libFuzzer target: a command line and a memory map in text form, held against the second opinion
 * of reference.c.
 *
 * The input is the text; a NUL byte in it ends a command line that stands before the text, and a
 * second NUL ends a second text, the firmware's map that the first is restricted to.
 */
#include <linux/types.h>
#include <quarry/boot_options.h>
#include "reference.h"

#define ENTRIES 512
#define RANGES  MEMMAP_RANGES(2 * ENTRIES + BOOT_OPTIONS_RANGES)

#define CHECK(cond)                                                                                \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			fprintf(stderr, "%s:%d: %s\n%s\n%s\n", __FILE__, __LINE__, #cond,          \
				err.text, why);                                                    \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static struct boot_error err;
static char why[WHY_LEN];
static struct mem_range raw_storage[ENTRIES], storage[RANGES], firmware_storage[RANGES];
static struct memmap raw, map, firmware;

struct piece {
	const char *text;
	size_t len;
};

/* Takes the bytes up to the next NUL, or all that are left. */
static bool next_piece(const char **text, size_t *left, struct piece *piece)
{
	const char *nul = memchr(*text, 0, *left);

	if (!nul)
		return false;
	piece->text = *text;
	piece->len = nul - *text;
	*left -= piece->len + 1;
	*text = nul + 1;
	return true;
}

static bool sorted_from_text(const char *text, size_t len, struct memmap *sorted)
{
	memmap_init(&raw, raw_storage, ENTRIES);
	if (memmap_parse_text(text, len, &raw, &err)) {
		CHECK(err.text[0] && memchr(err.text, 0, sizeof(err.text)));
		return false;
	}
	CHECK(raw.nr && raw.nr <= ENTRIES);
	/* MEMMAP_RANGES() is room enough, to the last range. */
	sorted->capacity = MEMMAP_RANGES(raw.nr) - 1;
	CHECK(!memmap_from_raw(sorted, raw.range, raw.nr, NULL, &err));
	CHECK(memmap_validate(sorted, &err));
	CHECK(reference_check_map(raw.range, raw.nr, sorted, why));
	sorted->capacity = RANGES;
	return true;
}

/* The zones of @sorted, whose entries are @entries. */
static void check_zones(const struct memmap *sorted, const struct memmap *entries,
			const struct zone_params *params)
{
	struct zone_layout layout;

	if (zone_layout_compute(sorted, params, &layout, &err)) {
		CHECK(params->vmalloc || params->highmem);
		return;
	}
	CHECK(zone_layout_validate(sorted, &layout, &err));
	CHECK(reference_check_layout(entries->range, entries->nr, sorted, params, &layout, why));
}

/* Every usable byte that is left is usable in both. */
static void check_restrict(void)
{
	u64 before = memmap_usable_bytes(&map), cut;
	u32 i;

	CHECK(!memmap_restrict(&map, &firmware, &cut, &err));
	CHECK(memmap_validate(&map, &err));
	CHECK(memmap_usable_bytes(&map) == before - cut);
	for (i = 0; i < map.nr; i++)
		if (map.range[i].type == MEM_USABLE)
			CHECK(memmap_is_usable(&firmware, map.range[i].start, map.range[i].end));
}

static void check_options(const struct piece *line, struct zone_params *params)
{
	struct memmap_changes changes;
	u64 before = memmap_usable_bytes(&map);
	char *cmdline = strndup(line->text, line->len);
	u32 nr = map.nr;

	if (!cmdline)
		abort();
	if (memmap_apply_options(&map, cmdline, &changes, &err))
		CHECK(map.nr == nr && memmap_usable_bytes(&map) == before && err.text[0]);
	else
		CHECK(memmap_usable_bytes(&map) ==
		      before + changes.added - changes.cut_by_mem - changes.cut_by_memmap);
	CHECK(memmap_validate(&map, &err));
	if (zone_params_parse(cmdline, params, &err))
		CHECK(!params->vmalloc && !params->highmem);
	free(cmdline);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct zone_params params = { .reach = LAYOUT_REACH_PAE };
	struct zone_params nopae = { .reach = LAYOUT_REACH_NOPAE };
	struct piece line = { "", 0 }, own = { "", 0 };
	const char *text = (const char *)data;

	err.text[0] = '\0';
	why[0] = '\0';
	memmap_init(&map, storage, RANGES);
	memmap_init(&firmware, firmware_storage, RANGES);
	next_piece(&text, &size, &line);
	if (!sorted_from_text(text, size, &map)) {
		/* Two NULs: the last piece alone is no map, so there may be two. */
		if (!next_piece(&text, &size, &own) || !sorted_from_text(own.text, own.len, &map) ||
		    !sorted_from_text(text, size, &firmware))
			return 0;
		check_restrict();
	}
	check_zones(&map, own.len ? &map : &raw, &params);
	check_options(&line, &params);
	/* A sorted map is a list of entries too, which saves a model of the options. */
	check_zones(&map, &map, &params);
	check_zones(&map, &map, &nopae);
	return 0;
}
