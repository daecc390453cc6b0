// SPDX-License-Identifier: MIT
/* One map file: read, understood, checked against a second opinion, and shown. */
#include <linux/types.h>
#include <asm/page.h>
#include "map_file.h"

/* The image is linked at 1 MB, and takes less than this with its tables. */
#define IMAGE_START (1ull << 20)
#define IMAGE_ROOM  (2ull << 20)

/* More than any firmware; a larger text is refused with its line number. */
#define MAX_ENTRIES 65536

struct file_map {
	struct memmap raw, map;
	struct memmap_oddities odd;
};

/**
 * map_file_read - read a whole file
 * @path: its name
 * @len: gets its length
 *
 * Return: the bytes, to be freed; NULL with a message on standard error.
 */
char *map_file_read(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	size_t size = 0, got;
	char *text = NULL;

	while (file) {
		text = realloc(text, size + 4096);
		if (!text)
			abort();
		got = fread(text + size, 1, 4096, file);
		size += got;
		if (got < 4096)
			break;
	}
	if (!file || ferror(file)) {
		perror(path);
		free(text);
		text = NULL;
	}
	if (file)
		fclose(file);
	*len = size;
	return text;
}

static void alloc_map(struct memmap *map, u32 capacity)
{
	struct mem_range *storage = calloc(capacity ? capacity : 1, sizeof(*storage));

	if (!storage)
		abort();
	memmap_init(map, storage, capacity);
}

static void show_ranges(const struct memmap *map)
{
	char name[MEMMAP_NAME_LEN];
	u32 i;

	for (i = 0; i < map->nr; i++)
		printf("  0x%012llx-0x%012llx %12llu KB  %s\n", map->range[i].start,
		       map->range[i].end, (map->range[i].end - map->range[i].start) >> 10,
		       memmap_type_name(map->range[i].type, name));
}

static void show_summary(const struct file_map *f)
{
	u32 i, usable = 0;

	for (i = 0; i < f->map.nr; i++)
		usable += f->map.range[i].type == MEM_USABLE;
	printf("  %u entries", f->raw.nr);
	if (f->odd.unsorted)
		printf(", %u out of order", f->odd.unsorted);
	if (f->odd.overlaps)
		printf(", %u overlapping", f->odd.overlaps);
	if (f->odd.empty)
		printf(", %u empty", f->odd.empty);
	printf("; sorted: %u ranges, %u of them usable, %llu KB\n", f->map.nr, usable,
	       memmap_usable_bytes(&f->map) >> 10);
	if (!memmap_is_usable(&f->map, IMAGE_START, IMAGE_START + IMAGE_ROOM))
		printf("  note: the kernel could not live here: %llu MB from 1 MB on are not all "
		       "usable\n",
		       IMAGE_ROOM >> 20);
}

static void show_zones(const char *which, const struct memmap *map, const struct zone_layout *l)
{
	static const char *const names[] = { "DMA", "Normal", "HighMem" };
	int i;

	for (i = 0; i < LAYOUT_ZONES; i++) {
		const struct zone_extent *z = &l->zone[i];

		printf("  %-6s %-8s", i ? "" : which, names[i]);
		if (z->present)
			printf("start pfn %8lu  spanned %8lu  present %8lu  %5lu MB\n",
			       z->start_pfn, z->spanned, z->present,
			       z->present >> (20 - PAGE_SHIFT));
		else
			printf("empty\n");
	}
	printf("         %lu frames with a struct page", zone_layout_frames(map, l));
	if (l->partial_bytes)
		printf(", %llu bytes in partial pages", l->partial_bytes);
	if (l->unreachable_bytes)
		printf(", %llu MB out of reach", l->unreachable_bytes >> 20);
	printf("\n");
}

static bool check_layout(const struct file_map *f, const char *which, u64 reach, enum map_show show,
			 char *why)
{
	struct zone_params params = { .reach = reach };
	struct zone_layout layout;
	struct boot_error err;

	if (zone_layout_compute(&f->map, &params, &layout, &err) ||
	    !zone_layout_validate(&f->map, &layout, &err)) {
		snprintf(why, WHY_LEN, "%s: %s", which, err.text);
		return false;
	}
	if (show != MAP_SHOW_NOTHING)
		show_zones(which, &f->map, &layout);
	if (!layout.max_pfn && reach == LAYOUT_REACH_PAE) {
		snprintf(why, WHY_LEN, "no usable memory%s",
			 layout.unreachable_bytes ? " within reach" : "");
		return false;
	}
	if (!layout.max_pfn && show != MAP_SHOW_NOTHING)
		printf("  note: all usable memory is out of reach without PAE\n");
	return reference_check_layout(f->raw.range, f->raw.nr, &f->map, &params, &layout, why);
}

static bool check_text(struct file_map *f, const char *text, size_t len, enum map_show show,
		       char *why)
{
	struct boot_error err = { "" };
	int ret;

	alloc_map(&f->raw, MAX_ENTRIES);
	ret = memmap_parse_text(text, len, &f->raw, &err);
	alloc_map(&f->map, MEMMAP_RANGES(f->raw.nr));
	if (!ret)
		ret = memmap_from_raw(&f->map, f->raw.range, f->raw.nr, &f->odd, &err);
	if (ret || !memmap_validate(&f->map, &err)) {
		snprintf(why, WHY_LEN, "%s", err.text);
		return false;
	}
	if (!reference_check_map(f->raw.range, f->raw.nr, &f->map, why))
		return false;
	if (show == MAP_SHOW_RANGES)
		show_ranges(&f->map);
	if (show != MAP_SHOW_NOTHING)
		show_summary(f);
	return check_layout(f, "PAE", LAYOUT_REACH_PAE, show, why) &&
	       check_layout(f, "no PAE", LAYOUT_REACH_NOPAE, show, why);
}

/**
 * map_file_check - check one map file
 * @path: its name
 * @show: what to print on standard output
 * @why: what is wrong with it
 *
 * Return: true if it makes sense and both opinions on it agree.
 */
bool map_file_check(const char *path, enum map_show show, char why[WHY_LEN])
{
	struct file_map f = { 0 };
	char *text;
	size_t len;
	bool ok;

	text = map_file_read(path, &len);
	if (!text) {
		snprintf(why, WHY_LEN, "cannot be read");
		return false;
	}
	ok = check_text(&f, text, len, show, why);
	free(f.raw.range);
	free(f.map.range);
	free(text);
	return ok;
}
