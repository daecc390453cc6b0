// SPDX-License-Identifier: MIT
/*
 * Heapsort: in place, O(n log n) always, no recursion and no memory, so it serves everywhere.
 * Not stable.
 *
 *   base  [ heap: each parent >= its children | sorted ]        children of i: 2i + 1, 2i + 2
 *
 * I1. While the heap is built, every element from `start` on is the top of a heap.
 * I2. While it is consumed, nothing in the heap is above anything in the sorted part.
 *
 * Sinking an element goes down to a leaf along the greater children, then up again to where the
 * element belongs. What comes from the end of the heap nearly always belongs near the leaves, so
 * that one comparison per level does instead of two.
 *
 * Context: any that the caller's functions allow.
 */
#include <linux/sort.h>

struct sorter {
	u8 *base;
	size_t size;
	cmp_func_t cmp; /* either this or cmp_r */
	cmp_r_func_t cmp_r;
	swap_func_t swap; /* at most one of the two; none: by words or by bytes */
	swap_r_func_t swap_r;
	const void *priv;
	bool by_words;
};

static inline u8 *element(const struct sorter *s, size_t index)
{
	return s->base + index * s->size;
}

static inline int compare(const struct sorter *s, size_t a, size_t b)
{
	if (s->cmp)
		return s->cmp(element(s, a), element(s, b));
	return s->cmp_r(element(s, a), element(s, b), s->priv);
}

static void swap_words(u8 *a, u8 *b, size_t size)
{
	u32 *left = (u32 *)a;
	u32 *right = (u32 *)b;

	for (; size; size -= sizeof(u32), left++, right++) {
		u32 tmp = *left;

		*left = *right;
		*right = tmp;
	}
}

static void swap_bytes(u8 *a, u8 *b, size_t size)
{
	for (; size; size--, a++, b++) {
		u8 tmp = *a;

		*a = *b;
		*b = tmp;
	}
}

static void exchange(const struct sorter *s, size_t a, size_t b)
{
	if (s->swap)
		s->swap(element(s, a), element(s, b), (int)s->size);
	else if (s->swap_r)
		s->swap_r(element(s, a), element(s, b), (int)s->size, s->priv);
	else if (s->by_words)
		swap_words(element(s, a), element(s, b), s->size);
	else
		swap_bytes(element(s, a), element(s, b), s->size);
}

/* Makes [top, end) a heap at `top`, whose children are tops of heaps already. */
static void sink(const struct sorter *s, size_t top, size_t end)
{
	size_t leaf = top;
	size_t pos;

	while (2 * leaf + 2 < end) {
		size_t child = 2 * leaf + 1;

		if (compare(s, child, child + 1) < 0)
			child++;
		leaf = child;
	}
	if (2 * leaf + 1 < end)
		leaf = 2 * leaf + 1;

	while (leaf != top && compare(s, top, leaf) >= 0)
		leaf = (leaf - 1) / 2;

	/* Rotates the path: each element moves up by one, the top goes to its end. */
	for (pos = leaf; pos != top;) {
		pos = (pos - 1) / 2;
		exchange(s, pos, leaf);
	}
}

static void heapsort(struct sorter *s, size_t num)
{
	size_t start, end;

	s->by_words = s->size % sizeof(u32) == 0 && (uintptr_t)s->base % sizeof(u32) == 0;

	for (start = num / 2; start-- > 0;)
		sink(s, start, num);
	for (end = num; end > 1;) {
		end--;
		exchange(s, 0, end);
		sink(s, 0, end);
	}
}

/**
 * sort() - sort an array
 * @base: its first element
 * @num: how many elements there are
 * @size: bytes of each
 * @cmp: answers below 0, 0 or above 0 as its first element belongs before, with or after the other
 * @swap_func: exchanges two elements, or NULL to have their bytes exchanged
 */
void sort(void *base, size_t num, size_t size, cmp_func_t cmp, swap_func_t swap_func)
{
	struct sorter s = { .base = base, .size = size, .cmp = cmp, .swap = swap_func };

	heapsort(&s, num);
}

/**
 * sort_r() - as sort(), with functions that are handed a pointer of the caller's
 * @base: its first element
 * @num: how many elements there are
 * @size: bytes of each
 * @cmp: as for sort()
 * @swap_func: as for sort()
 * @priv: the last argument of @cmp and @swap_func
 */
void sort_r(void *base, size_t num, size_t size, cmp_r_func_t cmp, swap_r_func_t swap_func,
	    const void *priv)
{
	struct sorter s = {
		.base = base,
		.size = size,
		.cmp_r = cmp,
		.swap_r = swap_func,
		.priv = priv,
	};

	heapsort(&s, num);
}
