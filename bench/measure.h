/* SPDX-License-Identifier: MIT */
/*
 * How the rows of bench/pagebench.c are taken. They are the rows of bench/mmbench.c, so
 * everything that decides a figure is the same here: operations per sample, samples, warm-up,
 * where interrupts and preemption are off, what is subtracted.
 *
 *   sample       ticks between two reads of the counter with `ops` operations in between
 *   read_cost    ticks between two reads with nothing in between
 *   loop_cost    thousandths of a tick that one turn of the loop itself takes
 *   a row        (sample - read_cost - ops * loop_cost) / ops, sorted over all samples
 *
 * The loops are macros since the code under test has to be compiled into them, with its
 * arguments as constants. Each expands in a function of its own kind of rows, thread context.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/sort.h>

#define MAX_SAMPLES 4096
#define MAX_OBJECTS 2048
#define WARM_UP     8 /* samples that are taken and thrown away */

static u32 sample[MAX_SAMPLES], sample_b[MAX_SAMPLES];
static void *object[MAX_OBJECTS];
static u32 read_cost, loop_cost, store_loop_cost, load_loop_cost;
static unsigned int scale;

static __always_inline u32 ticks(void)
{
	u32 low;

	asm volatile("rdtsc" : "=a"(low) : : "edx", "memory");
	return low;
}

static __always_inline u32 nr_samples(u32 usual)
{
	return min_t(u32, usual * scale, MAX_SAMPLES);
}

static int compare_ticks(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

static void sort_samples(u32 *v, u32 n)
{
	sort(v, n, sizeof(*v), compare_ticks, NULL);
}

static u32 median(u32 *v, u32 n)
{
	sort_samples(v, n);
	return v[n / 2];
}

/* Thousandths of a tick per operation. */
static s64 per_operation(s64 total, u32 ops, u32 turn_cost)
{
	s64 net = (total - read_cost) * 1000 - (s64)turn_cost * ops;

	return div_s64(net, ops);
}

/* MMB,<name>,<ops>,<samples>,<min>,<median>,<mean>,<p99>,<max>,<the first>, in 1/1000 tick. */
static noinline void report(const char *name, u32 *v, u32 ops, u32 n, u32 turn_cost)
{
	u32 first = v[0], i;
	u64 sum = 0;
	s64 mean;

	for (i = 0; i < n; i++)
		sum += v[i];
	mean = (s64)div_u64(sum * 1000, n) - (s64)read_cost * 1000 - (s64)turn_cost * ops;
	mean = max_t(s64, div_s64(mean, ops), 0);
	sort_samples(v, n);
	pr_info("MMB,%s,%u,%u,%lld,%lld,%lld,%lld,%lld,%lld\n", name, ops, n,
		per_operation(v[0], ops, turn_cost), per_operation(v[n / 2], ops, turn_cost), mean,
		per_operation(v[n * 99 / 100], ops, turn_cost),
		per_operation(v[n - 1], ops, turn_cost), per_operation(first, ops, turn_cost));
	cond_resched();
}

/* `ops` times `code`, one sample. */
#define TIMED_LOOP(ops, code)                                                                      \
	({                                                                                         \
		u32 loop_start, loop_left;                                                         \
                                                                                                   \
		preempt_disable();                                                                 \
		loop_start = ticks();                                                              \
		for (loop_left = (ops); loop_left; loop_left--) {                                  \
			code;                                                                      \
			barrier();                                                                 \
		}                                                                                  \
		loop_start = ticks() - loop_start;                                                 \
		preempt_enable();                                                                  \
		loop_start;                                                                        \
	})

/* A row: `ops` times `code`, `usual` samples. */
#define ROW(name, ops, usual, code)                                                                \
	do {                                                                                       \
		u32 row_n = nr_samples(usual), row_s;                                              \
                                                                                                   \
		for (row_s = 0; row_s < row_n + WARM_UP; row_s++) {                                \
			u32 row_t = TIMED_LOOP(ops, code);                                         \
                                                                                                   \
			if (row_s >= WARM_UP)                                                      \
				sample[row_s - WARM_UP] = row_t;                                   \
		}                                                                                  \
		report(name, sample, ops, row_n, loop_cost);                                       \
	} while (0)

/* Two rows: one allocation and one free, timed apart, once per sample. */
#define SPLIT_ROWS(name, usual, alloc, free)                                                       \
	do {                                                                                       \
		u32 row_n = nr_samples(usual), row_s, t0, t1, t2;                                  \
                                                                                                   \
		for (row_s = 0; row_s < row_n + WARM_UP; row_s++) {                                \
			preempt_disable();                                                         \
			t0 = ticks();                                                              \
			alloc;                                                                     \
			barrier();                                                                 \
			t1 = ticks();                                                              \
			free;                                                                      \
			barrier();                                                                 \
			t2 = ticks();                                                              \
			preempt_enable();                                                          \
			if (row_s >= WARM_UP) {                                                    \
				sample[row_s - WARM_UP] = t1 - t0;                                 \
				sample_b[row_s - WARM_UP] = t2 - t1;                               \
			}                                                                          \
		}                                                                                  \
		report(name ".alloc", sample, 1, row_n, 0);                                        \
		report(name ".free", sample_b, 1, row_n, 0);                                       \
	} while (0)

/* `nr` turns of `code` over i, one sample. */
#define TIMED_FOR(i, nr, code)                                                                     \
	({                                                                                         \
		u32 for_start;                                                                     \
                                                                                                   \
		preempt_disable();                                                                 \
		for_start = ticks();                                                               \
		for (i = 0; i < (nr); i++) {                                                       \
			code;                                                                      \
			barrier();                                                                 \
		}                                                                                  \
		for_start = ticks() - for_start;                                                   \
		preempt_enable();                                                                  \
		for_start;                                                                         \
	})

/* Two rows: `nr` allocations into object[], then as many frees of `it` as `order` has them. */
#define BULK_ROWS(name, nr, usual, order, alloc, free)                                             \
	do {                                                                                       \
		u32 row_n = nr_samples(usual), row_s, i, failed = 0;                               \
                                                                                                   \
		for (row_s = 0; row_s < row_n; row_s++) {                                          \
			sample[row_s] = TIMED_FOR(i, nr, object[i] = (void *)(alloc));             \
			for (i = 0; i < (nr); i++)                                                 \
				failed += !object[i];                                              \
			sample_b[row_s] = TIMED_FOR(i, nr, void *it = object[(order)[i]]; free);   \
			cond_resched();                                                            \
		}                                                                                  \
		report(name ".alloc", sample, nr, row_n, store_loop_cost);                         \
		report(name ".free", sample_b, nr, row_n, load_loop_cost);                         \
		if (failed)                                                                        \
			pr_info("MMBERR,%s,%u failed allocations\n", name, failed);                \
	} while (0)

#endif
