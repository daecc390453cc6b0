// SPDX-License-Identifier: MIT
/*
 * A second opinion on memory maps, from the raw entries alone.
 *
 * Types: every address where an entry starts or ends is a border; between two borders all bytes
 * have one type, which is found by asking every entry about the first of them. No list is kept
 * and nothing is cut or joined, which is what the kernel's code does.
 *
 * Zones: a page can only differ from the one before if a border lies in or between them. So the
 * frames next to borders split the address space into runs whose frames are alike, and one page
 * of each run is looked at byte by byte, or rather border by border.
 */
#include <linux/types.h>
#include <asm/page.h>
#include "reference.h"

#define MAX_SECTIONS SECTIONS_PAE
#define PAGE_BYTES   (1ull << PAGE_SHIFT)

struct list {
	u64 *value;
	size_t nr;
};

struct opinion {
	const struct mem_range *raw;
	u32 nr;
	struct list borders; /* addresses */
};

static bool fail(char *why, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static bool fail(char *why, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, WHY_LEN, fmt, args);
	va_end(args);
	return false;
}

static void list_init(struct list *list, size_t capacity)
{
	list->value = malloc((capacity + 1) * sizeof(u64));
	list->nr = 0;
	if (!list->value)
		abort();
}

static int by_value(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return (x > y) - (x < y);
}

static void list_sort(struct list *list)
{
	size_t i, out = 0;

	qsort(list->value, list->nr, sizeof(u64), by_value);
	for (i = 0; i < list->nr; i++)
		if (!out || list->value[out - 1] != list->value[i])
			list->value[out++] = list->value[i];
	list->nr = out;
}

/* The end that an entry is believed to have; its start when it is not believed at all. */
static u64 believed_end(const struct mem_range *e)
{
	if (e->end >= e->start)
		return e->end;
	return e->type == 1 ? e->start : UINT64_MAX;
}

/* Place of a type in the order usable, ACPI data, persistent, NVS, numbers, reserved, unusable. */
static u64 place(u32 type)
{
	static const u64 known[] = {
		[1] = 1, [3] = 2, [7] = 3, [4] = 4, [2] = 1ull << 40, [5] = 1ull << 41
	};

	if (type < sizeof(known) / sizeof(known[0]) && known[type])
		return known[type];
	return 5 + (u64)type;
}

/* The type of one byte. Return: false when no entry lists it. */
static bool type_at(const struct opinion *o, u64 addr, u32 *type)
{
	bool listed = false;
	u32 i;

	for (i = 0; i < o->nr; i++) {
		if (addr < o->raw[i].start || addr >= believed_end(&o->raw[i]))
			continue;
		if (!listed || place(o->raw[i].type) > place(*type))
			*type = o->raw[i].type;
		listed = true;
	}
	return listed;
}

static bool usable_at(const struct opinion *o, u64 addr)
{
	u32 type = 0;

	return type_at(o, addr, &type) && type == 1;
}

static void opinion_init(struct opinion *o, const struct mem_range *raw, u32 nr)
{
	u32 i;

	o->raw = raw;
	o->nr = nr;
	list_init(&o->borders, 2 * (size_t)nr);
	for (i = 0; i < nr; i++) {
		if (believed_end(&raw[i]) == raw[i].start)
			continue;
		o->borders.value[o->borders.nr++] = raw[i].start;
		o->borders.value[o->borders.nr++] = believed_end(&raw[i]);
	}
	list_sort(&o->borders);
}

/**
 * reference_check_map - hold a sorted map against its raw entries
 * @raw: the entries
 * @nr: how many
 * @map: what memmap_from_raw() made of them
 * @why: what differs
 *
 * Return: true if they agree.
 */
bool reference_check_map(const struct mem_range *raw, u32 nr, const struct memmap *map,
			 char why[WHY_LEN])
{
	struct opinion o;
	bool ok = true, open = false;
	size_t i;
	u32 at = 0;

	opinion_init(&o, raw, nr);
	for (i = 0; ok && i < o.borders.nr; i++) {
		u64 addr = o.borders.value[i];
		u32 type = 0;
		bool listed = type_at(&o, addr, &type);

		if (open && listed && type == map->range[at].type)
			continue;
		if (open && map->range[at++].end != addr)
			ok = fail(why, "range %u should end at %#llx", at - 1, addr);
		open = listed;
		if (!ok || !listed)
			continue;
		if (at >= map->nr || map->range[at].start != addr || map->range[at].type != type)
			ok = fail(why, "there should be a range of type %u at %#llx", type, addr);
	}
	if (ok && at != map->nr)
		ok = fail(why, "%u ranges instead of %u", map->nr, at);
	free(o.borders.value);
	return ok;
}

/* Is every byte of the page usable? Types change at borders only. */
static bool page_is_whole(const struct opinion *o, u64 pfn)
{
	u64 start = pfn << PAGE_SHIFT;
	size_t i;

	if (!usable_at(o, start))
		return false;
	for (i = 0; i < o->borders.nr; i++)
		if (o->borders.value[i] > start && o->borders.value[i] - start < PAGE_BYTES &&
		    !usable_at(o, o->borders.value[i]))
			return false;
	return true;
}

struct count {
	struct zone_extent zone[LAYOUT_ZONES];
	u64 usable, unreachable, present;
	u64 first[MAX_SECTIONS], last[MAX_SECTIONS]; /* last + 1; 0 when there is none */
};

static void count_run(struct count *c, u64 start, u64 end, u64 low_pfn)
{
	int nr = start < 4096 ? 0 : start < low_pfn ? 1 : 2;
	struct zone_extent *zone = &c->zone[nr];
	u64 pfn, next;

	if (!zone->present)
		zone->start_pfn = start;
	zone->spanned = end - zone->start_pfn;
	zone->present += end - start;
	c->present += end - start;
	for (pfn = start; pfn < end; pfn = next) {
		u64 section = pfn / SECTION_PFNS;

		next = (section + 1) * SECTION_PFNS < end ? (section + 1) * SECTION_PFNS : end;
		if (!c->last[section])
			c->first[section] = pfn;
		c->last[section] = next;
	}
}

static void count_pages(const struct opinion *o, u64 reach, u64 low_pfn, struct count *c)
{
	struct list pages;
	size_t i;

	list_init(&pages, 2 * o->borders.nr + 4);
	for (i = 0; i < o->borders.nr; i++) {
		pages.value[pages.nr++] = o->borders.value[i] >> PAGE_SHIFT;
		pages.value[pages.nr++] = (o->borders.value[i] >> PAGE_SHIFT) + 1;
	}
	pages.value[pages.nr++] = 0;
	pages.value[pages.nr++] = 4096;
	pages.value[pages.nr++] = low_pfn;
	pages.value[pages.nr++] = reach >> PAGE_SHIFT;
	list_sort(&pages);
	for (i = 0; i + 1 < pages.nr && pages.value[i] < reach >> PAGE_SHIFT; i++)
		if (page_is_whole(o, pages.value[i]))
			count_run(c, pages.value[i], pages.value[i + 1], low_pfn);
	free(pages.value);
}

static void count_bytes(const struct opinion *o, u64 reach, struct count *c)
{
	size_t i;

	for (i = 0; i + 1 < o->borders.nr; i++) {
		u64 start = o->borders.value[i], end = o->borders.value[i + 1];

		if (!usable_at(o, start))
			continue;
		c->usable += end - start;
		if (end > reach)
			c->unreachable += start > reach ? end - start : end - reach;
	}
}

static bool compare_zones(const struct count *c, const struct zone_layout *l, char *why)
{
	static const char *const names[] = { "DMA", "Normal", "HighMem" };
	u64 partial = c->usable - c->unreachable - c->present * PAGE_BYTES;
	int i;

	for (i = 0; i < LAYOUT_ZONES; i++)
		if (memcmp(&c->zone[i], &l->zone[i], sizeof(c->zone[i])))
			return fail(why, "zone %s: %lu+%lu, %lu present; should be %lu+%lu, %lu",
				    names[i], l->zone[i].start_pfn, l->zone[i].spanned,
				    l->zone[i].present, c->zone[i].start_pfn, c->zone[i].spanned,
				    c->zone[i].present);
	if (c->usable != l->usable_bytes)
		return fail(why, "usable %llu, should be %llu", l->usable_bytes, c->usable);
	if (c->unreachable != l->unreachable_bytes)
		return fail(why, "unreachable %llu, should be %llu", l->unreachable_bytes,
			    c->unreachable);
	if (c->present * PAGE_BYTES != l->present_bytes || partial != l->partial_bytes)
		return fail(why, "present %llu + partial %llu, should be %llu + %llu",
			    l->present_bytes, l->partial_bytes, c->present * PAGE_BYTES, partial);
	return true;
}

static bool compare_sections(const struct count *c, const struct memmap *map,
			     const struct zone_layout *l, char *why)
{
	u64 frames = 0, max_pfn = 0;
	unsigned long s, start, end;

	for (s = 0; s < MAX_SECTIONS; s++) {
		u64 first = c->first[s] / BLOCK_PFNS * BLOCK_PFNS;
		u64 last = (c->last[s] + BLOCK_PFNS - 1) / BLOCK_PFNS * BLOCK_PFNS;
		bool present = zone_layout_section(map, l, s, &start, &end);

		if (present != !!c->last[s] || start != first || end != last)
			return fail(why, "section %lu: %#lx-%#lx, should be %#llx-%#llx", s, start,
				    end, first, last);
		frames += last - first;
		if (c->last[s])
			max_pfn = c->last[s];
	}
	if (frames != zone_layout_frames(map, l))
		return fail(why, "%lu frames, should be %llu", zone_layout_frames(map, l), frames);
	if (max_pfn != l->max_pfn)
		return fail(why, "max_pfn %#lx, should be %#llx", l->max_pfn, max_pfn);
	return true;
}

/* The options only promise bounds, and that the low limit is not lower than they need. */
static bool check_low_limit(const struct opinion *o, const struct zone_params *params,
			    const struct zone_layout *l, char *why)
{
	u64 low = (u64)l->low_pfn << PAGE_SHIFT, top = 0xff7fe000ull - (8 << 20) - 0xc0000000ull;
	bool forced_by_vmalloc, forced_by_highmem;
	static struct count c;

	if (low % (4 << 20) || low < 64 << 20 || low > 896 << 20)
		return fail(why, "low limit %#llx", low);
	if (low + params->vmalloc > top)
		return fail(why, "low limit %#llx leaves no %llu bytes", low, params->vmalloc);
	if (l->zone[LAYOUT_HIGHMEM].present * PAGE_BYTES < params->highmem)
		return fail(why, "HighMem is smaller than %llu bytes", params->highmem);
	if (low == 896 << 20)
		return true;
	memset(&c, 0, sizeof(c));
	count_pages(o, params->reach, l->low_pfn + BLOCK_PFNS, &c);
	forced_by_vmalloc = params->vmalloc && low + (4 << 20) + params->vmalloc > top;
	forced_by_highmem = params->highmem && c.zone[2].present * PAGE_BYTES < params->highmem;
	if (!forced_by_vmalloc && !forced_by_highmem)
		return fail(why, "low limit %#llx is lower than it has to be", low);
	return true;
}

/**
 * reference_check_layout - hold a zone layout against the raw entries
 * @raw: the entries
 * @nr: how many
 * @map: the sorted map, for asking about sections
 * @params: what the layout was computed for
 * @layout: the layout
 * @why: what differs
 *
 * Return: true if they agree.
 */
bool reference_check_layout(const struct mem_range *raw, u32 nr, const struct memmap *map,
			    const struct zone_params *params, const struct zone_layout *layout,
			    char why[WHY_LEN])
{
	static struct count c;
	struct opinion o;
	bool ok;

	memset(&c, 0, sizeof(c));
	opinion_init(&o, raw, nr);
	count_pages(&o, params->reach, layout->low_pfn, &c);
	count_bytes(&o, params->reach, &c);
	ok = compare_zones(&c, layout, why) && compare_sections(&c, map, layout, why) &&
	     check_low_limit(&o, params, layout, why);
	free(o.borders.value);
	return ok;
}
