// SPDX-License-Identifier: MIT
/*
 * The boot allocator: two tables of regions, from the first bytes until zones exist.
 *
 * Nouns: the *memory* table lists usable bytes; the *reserved* table lists bytes that are spoken
 * for, each with a name; *free* is memory that is not reserved; a *whole* page is one of which
 * every byte is free. Allocating is finding whole pages and reserving them.
 *
 *   memory       |-------------------|     |------------------------------|
 *   reserved   |--a--|--b-|      |-----c-----|                       |-d-|
 *   free                  |------|           |-----------------------|   ||
 *   handed over            |----|             |---------------------|          whole pages
 *
 * A byte is reserved or not, it is not counted how often: bytes that are reserved a second time
 * keep their first name, and freeing them frees them. Reservations may lie in holes; that keeps
 * memory that is added later from being used.
 *
 * Invariants, checked by bootmem_validate():
 *   I1  both tables ascend without overlaps or empty regions
 *   I2  memory regions do not touch; reserved ones that touch differ in name
 *   I3  the first page is reserved
 *   I4  usable == handed over + reserved + lost, each counted by a walk of its own
 *
 * Locking: none; one CPU runs, with interrupts off.
 * Context: start-up. The state is the caller's struct bootmem and its tables; tests have others.
 * Failure: a message and an error number, nothing changed; a full table is such a failure.
 * Not done: bytes smaller than a page; nothing can be freed after the hand-over (that is the
 * page allocator's then).
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <asm/page.h>
#include <quarry/bootmem.h>
#include <quarry/init_or_test.h>

#define PAGE_BYTES ((u64)1 << PAGE_SHIFT)

static u64 __init_or_test page_down(u64 addr)
{
	return addr & ~(PAGE_BYTES - 1);
}

/* Not for the last page below 2^64; memory ends below that, see bootmem_add(). */
static u64 __init_or_test page_up(u64 addr)
{
	return page_down(addr + PAGE_BYTES - 1);
}

/* ---- tables ---- */

/* Index of the first region that ends after @addr; nr when there is none. */
static u32 __init_or_test find(const struct bootmem_table *table, u64 addr)
{
	u32 low = 0, high = table->nr;

	while (low < high) {
		u32 mid = low + (high - low) / 2;

		if (table->region[mid].end > addr)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

static void __init_or_test move_tail(struct bootmem_table *table, u32 from, u32 to)
{
	memmove(&table->region[to], &table->region[from],
		(table->nr - from) * sizeof(table->region[0]));
	table->nr += to - from;
}

static bool __init_or_test same_name(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Joins what touches and has one name: regions @from - 1 to @to, as they stand now. */
static void __init_or_test join(struct bootmem_table *table, u32 from, u32 to)
{
	u32 out = from, in = from;
	u32 stop = to < table->nr ? to + 1 : table->nr;

	for (; in < stop; in++) {
		struct bootmem_region *prev = out ? &table->region[out - 1] : NULL;
		const struct bootmem_region *region = &table->region[in];

		if (prev && prev->end == region->start && same_name(prev->name, region->name))
			prev->end = region->end;
		else
			table->region[out++] = *region;
	}
	move_tail(table, in, out);
}

/* How many pieces of start .. end - 1 lie outside all regions. */
static u32 __init_or_test count_gaps(const struct bootmem_table *table, u64 start, u64 end)
{
	u32 i = find(table, start), gaps = 0;

	while (start < end) {
		if (i == table->nr || table->region[i].start >= end)
			return gaps + 1;
		gaps += table->region[i].start > start;
		start = table->region[i++].end;
	}
	return gaps;
}

/* Fills the gaps of start .. end - 1 with regions called @name. */
static int __init_or_test fill(struct bootmem_table *table, u64 start, u64 end, const char *name,
			       struct boot_error *err)
{
	u32 gaps = count_gaps(table, start, end), first = find(table, start), i = first;

	if (gaps > table->capacity - table->nr)
		return boot_error_set(
			err, -ENOSPC,
			"boot memory: %#llx-%#llx (%s) needs %u entries, %u of %u are left", start,
			end, name ? name : "memory", gaps, table->capacity - table->nr,
			table->capacity);
	for (; start < end; i++) {
		if (i == table->nr || table->region[i].start > start) {
			u64 stop = end;

			if (i < table->nr && table->region[i].start < end)
				stop = table->region[i].start;
			move_tail(table, i, i + 1);
			table->region[i] = (struct bootmem_region){ start, stop, name };
		}
		start = table->region[i].end;
	}
	join(table, first, i);
	return 0;
}

/* Takes start .. end - 1 out of a table. */
static int __init_or_test punch(struct bootmem_table *table, u64 start, u64 end,
				struct boot_error *err)
{
	u32 first = find(table, start), last;
	struct bootmem_region *region = &table->region[first];

	if (first == table->nr || region->start >= end)
		return 0;
	if (region->start < start && region->end > end) {
		if (table->nr == table->capacity)
			return boot_error_set(err, -ENOSPC,
					      "boot memory: no entry left to free %#llx-%#llx",
					      start, end);
		move_tail(table, first, first + 1);
		region[0].end = start;
		region[1].start = end;
		return 0;
	}
	if (region->start < start) {
		region->end = start;
		first++;
	}
	last = find(table, end);
	if (last < table->nr && table->region[last].start < end)
		table->region[last].start = end;
	move_tail(table, last, first);
	return 0;
}

/* ---- walking free memory ---- */

struct free_walk {
	const struct bootmem *bm;
	u32 memory;     /* index of the next memory region to look at; from the top: one more */
	u32 reserved;   /* the same for reserved ones */
	u64 pos;        /* everything on this side of it has been seen */
	u64 start, end; /* the piece that was found */
};

/* The next free piece above pos. */
static bool __init_or_test walk_up(struct free_walk *w)
{
	const struct bootmem_table *memory = &w->bm->memory, *reserved = &w->bm->reserved;

	while (w->memory < memory->nr) {
		const struct bootmem_region *m = &memory->region[w->memory];
		const struct bootmem_region *r;

		if (w->pos < m->start)
			w->pos = m->start;
		while (w->reserved < reserved->nr && reserved->region[w->reserved].end <= w->pos)
			w->reserved++;
		r = w->reserved < reserved->nr ? &reserved->region[w->reserved] : NULL;
		if (w->pos >= m->end) {
			w->memory++;
		} else if (r && r->start <= w->pos) {
			w->pos = r->end;
		} else {
			w->start = w->pos;
			w->end = r && r->start < m->end ? r->start : m->end;
			w->pos = w->end;
			return true;
		}
	}
	return false;
}

/* The next free piece below pos. */
static bool __init_or_test walk_down(struct free_walk *w)
{
	const struct bootmem_table *memory = &w->bm->memory, *reserved = &w->bm->reserved;

	while (w->memory > 0) {
		const struct bootmem_region *m = &memory->region[w->memory - 1];
		const struct bootmem_region *r;

		if (w->pos > m->end)
			w->pos = m->end;
		while (w->reserved > 0 && reserved->region[w->reserved - 1].start >= w->pos)
			w->reserved--;
		r = w->reserved > 0 ? &reserved->region[w->reserved - 1] : NULL;
		if (w->pos <= m->start) {
			w->memory--;
		} else if (r && r->end >= w->pos) {
			w->pos = r->start;
		} else {
			w->end = w->pos;
			w->start = r && r->end > m->start ? r->end : m->start;
			w->pos = w->start;
			return true;
		}
	}
	return false;
}

/* ---- the interface ---- */

/**
 * bootmem_init - start with no memory, and the first page reserved
 * @bm: allocator to set up
 * @memory: storage for the memory table; need not be cleared
 * @memory_capacity: entries there
 * @reserved: storage for the reserved table
 * @reserved_capacity: entries there, at least 1
 *
 * Context: start-up.
 */
void __init_or_test bootmem_init(struct bootmem *bm, struct bootmem_region *memory,
				 u32 memory_capacity, struct bootmem_region *reserved,
				 u32 reserved_capacity)
{
	bm->memory = (struct bootmem_table){ memory, 0, memory_capacity };
	bm->reserved = (struct bootmem_table){ reserved, 1, reserved_capacity };
	reserved[0] = (struct bootmem_region){ 0, PAGE_BYTES, "first page" };
	bm->handed_over = false;
}

/* Common to all that change the tables: is it time for that, and does the range make sense? */
static int __init_or_test check_range(const struct bootmem *bm, u64 start, u64 size,
				      struct boot_error *err)
{
	if (bm->handed_over)
		return boot_error_set(err, -EBUSY,
				      "boot memory: %#llx, %#llx bytes: all memory was handed over",
				      start, size);
	if (start + size < start)
		return boot_error_set(err, -EINVAL, "boot memory: %#llx, %#llx bytes: past 2^64",
				      start, size);
	return 0;
}

/**
 * bootmem_add - add usable memory
 * @bm: allocator
 * @start: physical address, any alignment
 * @size: bytes; 0 is nothing to do
 * @err: message on failure
 *
 * May overlap or touch what was added before, in any order.
 *
 * Context: start-up.
 * Return: 0; -EINVAL for a range past what frame numbers reach; -ENOSPC; -EBUSY.
 */
int __init_or_test bootmem_add(struct bootmem *bm, u64 start, u64 size, struct boot_error *err)
{
	int ret = check_range(bm, start, size, err);

	if (ret)
		return ret;
	if ((start + size) >> PAGE_SHIFT >= ~0ul || start + size > page_down(~0ull))
		return boot_error_set(err, -EINVAL, "boot memory: %#llx-%#llx has no frame numbers",
				      start, start + size);
	return fill(&bm->memory, start, start + size, NULL, err);
}

/**
 * bootmem_add_map - add what is usable in a map
 * @bm: allocator
 * @map: sorted map
 * @reach: bytes at and above this address are left out
 * @err: message on failure
 *
 * Context: start-up.
 * Return: 0, or the error of bootmem_add().
 */
int __init_or_test bootmem_add_map(struct bootmem *bm, const struct memmap *map, u64 reach,
				   struct boot_error *err)
{
	int ret = 0;
	u32 i;

	for (i = 0; !ret && i < map->nr; i++) {
		const struct mem_range *range = &map->range[i];
		u64 end = range->end < reach ? range->end : reach;

		if (range->type == MEM_USABLE && range->start < end)
			ret = bootmem_add(bm, range->start, end - range->start, err);
	}
	return ret;
}

/**
 * bootmem_reserve - keep bytes from being allocated or handed over
 * @bm: allocator
 * @start: physical address, any alignment
 * @size: bytes; 0 is nothing to do
 * @name: what for; a string that stays
 * @err: message on failure
 *
 * Context: start-up.
 * Return: 0; -EINVAL for a range past 2^64; -ENOSPC; -EBUSY after the hand-over.
 */
int __init_or_test bootmem_reserve(struct bootmem *bm, u64 start, u64 size, const char *name,
				   struct boot_error *err)
{
	int ret = check_range(bm, start, size, err);

	return ret ? ret : fill(&bm->reserved, start, start + size, name ? name : "unnamed", err);
}

/**
 * bootmem_free - make reserved bytes free again
 * @bm: allocator
 * @start: physical address
 * @size: bytes
 * @err: message on failure
 *
 * Context: start-up.
 * Return: 0; -EINVAL if a byte of it is not reserved, or it touches the first page; -ENOSPC;
 * -EBUSY after the hand-over.
 */
int __init_or_test bootmem_free(struct bootmem *bm, u64 start, u64 size, struct boot_error *err)
{
	int ret = check_range(bm, start, size, err);

	if (ret || !size)
		return ret;
	if (start < PAGE_BYTES)
		return boot_error_set(err, -EINVAL,
				      "boot memory: free of %#llx-%#llx: the first page stays",
				      start, start + size);
	if (count_gaps(&bm->reserved, start, start + size))
		return boot_error_set(err, -EINVAL,
				      "boot memory: free of %#llx-%#llx, which is not all reserved",
				      start, start + size);
	return punch(&bm->reserved, start, start + size, err);
}

/* The highest place for @size bytes, whole pages; 0 when there is none: I3 keeps page 0 taken. */
static u64 __init_or_test find_place(const struct bootmem *bm, u64 size, u64 align,
				     const struct bootmem_request *req)
{
	struct free_walk w = {
		.bm = bm,
		.memory = bm->memory.nr,
		.reserved = bm->reserved.nr,
		.pos = req->max ? req->max : ~0ull,
	};

	while (walk_down(&w) && w.end > req->min) {
		u64 start = w.start > req->min ? w.start : req->min;
		u64 place = (w.end - size) & ~(align - 1);

		if (size <= w.end && place >= start)
			return place;
	}
	return 0;
}

/**
 * bootmem_alloc - take whole pages, as high as the request allows
 * @bm: allocator
 * @req: size, alignment, limits and name
 * @err: message on failure
 *
 * The memory is not cleared. Nothing below @req->min or in the first page is used, so a caller
 * that wants to spare the DMA zone asks with min = 16 MB first and without it then.
 *
 * Context: start-up.
 * Return: physical address, a multiple of the alignment and of the page size; 0 on failure.
 */
u64 __init_or_test bootmem_alloc(struct bootmem *bm, const struct bootmem_request *req,
				 struct boot_error *err)
{
	const char *name = req->name ? req->name : "unnamed";
	u64 align = req->align > PAGE_BYTES ? req->align : PAGE_BYTES, size, place;

	if (check_range(bm, 0, req->size, err))
		return 0;
	if (!req->size || req->size > 1ull << 63 || align & (align - 1)) {
		boot_error_set(err, -EINVAL, "boot memory: bad request: %#llx bytes at %#llx (%s)",
			       req->size, req->align, name);
		return 0;
	}
	size = page_up(req->size);
	place = find_place(bm, size, align, req);
	if (!place) {
		boot_error_set(err, -ENOMEM,
			       "boot memory: no %#llx bytes at %#llx within %#llx-%#llx (%s)", size,
			       align, req->min, req->max, name);
		return 0;
	}
	return bootmem_reserve(bm, place, size, name, err) ? 0 : place;
}

/**
 * bootmem_hand_over - give every whole free page away, once and for all
 * @bm: allocator
 * @take: called for each run of frames, in ascending order
 * @ctx: handed to @take
 * @err: message on failure
 *
 * From the first call of @take on, nothing can be added, reserved, allocated or freed.
 *
 * Context: start-up.
 * Return: 0; -EBUSY if it was done before.
 */
int __init_or_test bootmem_hand_over(struct bootmem *bm, bootmem_take_t take, void *ctx,
				     struct boot_error *err)
{
	struct free_walk w = { .bm = bm };

	if (bm->handed_over)
		return boot_error_set(err, -EBUSY, "boot memory: was handed over before");
	bm->handed_over = true;
	while (walk_up(&w)) {
		u64 start = page_up(w.start) >> PAGE_SHIFT, end = w.end >> PAGE_SHIFT;

		if (start < end)
			take(ctx, start, end);
	}
	return 0;
}

/**
 * bootmem_is_free - is every byte of a range free
 * @bm: allocator
 * @start: physical address
 * @size: bytes
 *
 * Context: start-up.
 * Return: true if it is memory and not reserved; false for an empty range.
 */
bool __init_or_test bootmem_is_free(const struct bootmem *bm, u64 start, u64 size)
{
	u32 m = find(&bm->memory, start), r = find(&bm->reserved, start);
	u64 end = start + size;

	return start < end && m < bm->memory.nr && bm->memory.region[m].start <= start &&
	       end <= bm->memory.region[m].end &&
	       (r == bm->reserved.nr || bm->reserved.region[r].start >= end);
}

/* ---- checking and showing ---- */

/* I1 and I2 for one table. */
static bool __init_or_test check_table(const struct bootmem_table *table, const char *which,
				       struct boot_error *err)
{
	const struct bootmem_region *prev = NULL, *region;
	u32 i;

	for (i = 0; i < table->nr && i < table->capacity; i++, prev = region) {
		const char *broken = NULL;

		region = &table->region[i];
		if (region->start >= region->end || (prev && prev->end > region->start))
			broken = "I1: out of order";
		else if (prev && prev->end == region->start && same_name(prev->name, region->name))
			broken = "I2: not joined";
		if (broken) {
			boot_error_set(err, -EINVAL, "boot memory: %s: %s entry %u, %#llx-%#llx",
				       broken, which, i, region->start, region->end);
			return false;
		}
	}
	return true;
}

/* Bytes that both tables list, found by intersecting every pair that meets. */
static u64 __init_or_test reserved_usable(const struct bootmem *bm)
{
	u32 m = 0, r = 0;
	u64 sum = 0;

	while (m < bm->memory.nr && r < bm->reserved.nr) {
		const struct bootmem_region *a = &bm->memory.region[m];
		const struct bootmem_region *b = &bm->reserved.region[r];
		u64 start = a->start > b->start ? a->start : b->start;
		u64 end = a->end < b->end ? a->end : b->end;

		if (start < end)
			sum += end - start;
		if (a->end < b->end)
			m++;
		else
			r++;
	}
	return sum;
}

/**
 * bootmem_validate - check invariants I1 to I4 and count bytes
 * @bm: allocator
 * @account: gets the sums; may be NULL
 * @err: which invariant is broken, and where
 *
 * Context: start-up. May be called before and after the hand-over, with the same result.
 * Return: true if all hold.
 */
bool __init_or_test bootmem_validate(const struct bootmem *bm, struct bootmem_account *account,
				     struct boot_error *err)
{
	struct bootmem_account sum = { 0 };
	struct free_walk w = { .bm = bm };
	u32 i;

	if (!check_table(&bm->memory, "memory", err) ||
	    !check_table(&bm->reserved, "reserved", err))
		return false;
	if (count_gaps(&bm->reserved, 0, PAGE_BYTES)) {
		boot_error_set(err, -EINVAL, "boot memory: I3: the first page is not reserved");
		return false;
	}
	for (i = 0; i < bm->memory.nr; i++)
		sum.usable += bm->memory.region[i].end - bm->memory.region[i].start;
	sum.reserved = reserved_usable(bm);
	while (walk_up(&w)) {
		u64 start = page_up(w.start), end = page_down(w.end);
		u64 whole = start < end ? end - start : 0;

		sum.handed_over += whole;
		sum.lost += w.end - w.start - whole;
	}
	if (account)
		*account = sum;
	if (sum.usable == sum.handed_over + sum.reserved + sum.lost)
		return true;
	boot_error_set(
		err, -EINVAL,
		"boot memory: I4: %llu bytes usable, but %llu whole, %llu reserved, %llu lost",
		sum.usable, sum.handed_over, sum.reserved, sum.lost);
	return false;
}

/**
 * bootmem_show - print both tables and the sums
 * @bm: allocator
 *
 * Context: start-up.
 */
void __init_or_test bootmem_show(const struct bootmem *bm)
{
	struct bootmem_account sum = { 0 };
	struct boot_error err;
	u32 i;

	for (i = 0; i < bm->memory.nr; i++) {
		const struct bootmem_region *region = &bm->memory.region[i];

		pr_info("boot memory: 0x%09llx-0x%09llx %9llu KB memory\n", region->start,
			region->end, (region->end - region->start) >> 10);
	}
	for (i = 0; i < bm->reserved.nr; i++) {
		const struct bootmem_region *region = &bm->reserved.region[i];

		pr_info("boot memory: 0x%09llx-0x%09llx %9llu KB %s\n", region->start, region->end,
			(region->end - region->start) >> 10, region->name);
	}
	if (!bootmem_validate(bm, &sum, &err))
		pr_err("%s\n", err.text);
	pr_info("boot memory: %llu bytes usable = %llu in free pages + %llu reserved + %llu lost\n",
		sum.usable, sum.handed_over, sum.reserved, sum.lost);
}
