// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * mmbench.c - rdtsc micro-benchmark of kernel memory allocators. It is written against
 * the interface that Linux and Quarry share, and builds unchanged as a module for either.
 *
 * Intended to run under qemu-system-i386 (TCG).  With
 *   -icount shift=0,align=off,sleep=off
 * the guest TSC advances by exactly one tick per guest instruction, so the
 * figures are instruction counts.  Without -icount they are host TSC ticks
 * and have to be converted with the printed calibration.
 *
 * Every test prints one line:
 *   MMB,<name>,<ops per sample>,<samples>,<min>,<median>,<mean>,<p99>,<max>
 * in milli-ticks per operation, measurement overhead subtracted.
 *
 * Preemption is off around each sample (irqs stay on), except for tests whose
 * name ends in "!s": those call sleeping functions and run preemptible.
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>
#include <linux/highmem.h>
#include <linux/percpu.h>
#include <linux/genalloc.h>
#include <linux/mempool.h>
#include <linux/sort.h>
#include <linux/ktime.h>
#include <linux/timekeeping.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/delay.h>
#include <linux/version.h>
#include <asm/tsc.h>

#define MAXS 4096
#define MAXN 2048
#define WARM 8

static u32 samp[MAXS];
static u32 samp2[MAXS];
static void *ptrs[MAXN];
static u16 idx_same[MAXN], idx_rand[MAXN], idx_rev[MAXN];
static struct page *pgs[MAXN];

static u32 ovh0;    /* back-to-back rdtsc, ticks */
static u32 loop_m;  /* empty loop, milli-ticks per iteration */
static u32 bulka_m; /* bulk alloc loop (store), milli-ticks per iteration */
static u32 bulkf_m; /* bulk free loop (indexed load), milli-ticks per iteration */

static unsigned int scale = 1;
module_param(scale, uint, 0444);

static __always_inline u32 rdl(void)
{
	u32 lo;

	asm volatile("rdtsc" : "=a"(lo) : : "edx", "memory");
	return lo;
}

static __always_inline u64 rdq(void)
{
	u32 lo, hi;

	asm volatile("rdtsc" : "=a"(lo), "=d"(hi) : : "memory");
	return ((u64)hi << 32) | lo;
}

static int cmp_u32(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

static s64 per_op(u64 ticks, u32 k, u32 per_iter_m)
{
	s64 m = ((s64)ticks - (s64)ovh0) * 1000 - (s64)per_iter_m * k;

	return m >= 0 ? (s64)div_u64((u64)m, k) : -(s64)div_u64((u64)-m, k);
}

static noinline void report(const char *nm, u32 *v, u32 k, u32 s, u32 per_iter_m)
{
	u64 sum = 0;
	u32 i, p99 = (s * 99) / 100, cold = v[0];
	s64 mean_m;

	for (i = 0; i < s; i++)
		sum += v[i];
	/* mean with milli-tick resolution per sample */
	mean_m = (s64)div_u64(sum * 1000, s) - (s64)ovh0 * 1000 - (s64)per_iter_m * k;
	mean_m = mean_m >= 0 ? (s64)div_u64((u64)mean_m, k) : 0;
	sort(v, s, sizeof(u32), cmp_u32, NULL);
	pr_info("MMB,%s,%u,%u,%lld,%lld,%lld,%lld,%lld,%lld\n", nm, k, s,
		per_op(v[0], k, per_iter_m), per_op(v[s / 2], k, per_iter_m), mean_m,
		per_op(v[p99], k, per_iter_m), per_op(v[s - 1], k, per_iter_m),
		per_op(cold, k, per_iter_m));
	cond_resched();
}

/* K operations per sample, S samples, preemption off around each sample */
#define BENCH(nm, K, S, stmt)                                                                      \
	do {                                                                                       \
		u32 _s, _k, _t0, _t1, _n = (S)*scale;                                              \
		if (_n > MAXS)                                                                     \
			_n = MAXS;                                                                 \
		for (_s = 0; _s < _n + WARM; _s++) {                                               \
			preempt_disable();                                                         \
			_t0 = rdl();                                                               \
			for (_k = (K); _k; _k--) {                                                 \
				stmt;                                                              \
				barrier();                                                         \
			}                                                                          \
			_t1 = rdl();                                                               \
			preempt_enable();                                                          \
			if (_s >= WARM)                                                            \
				samp[_s - WARM] = _t1 - _t0;                                       \
		}                                                                                  \
		report(nm, samp, (K), _n, loop_m);                                                 \
	} while (0)

/* same, preemptible (sleeping calls); also prints the amortised total */
#define BENCHS(nm, K, S, stmt)                                                                     \
	do {                                                                                       \
		u32 _s, _k, _t0, _t1, _n = (S)*scale;                                              \
		u64 _q0 = 0, _q1;                                                                  \
		if (_n > MAXS)                                                                     \
			_n = MAXS;                                                                 \
		for (_s = 0; _s < _n + WARM; _s++) {                                               \
			if (_s == WARM)                                                            \
				_q0 = rdq();                                                       \
			_t0 = rdl();                                                               \
			for (_k = (K); _k; _k--) {                                                 \
				stmt;                                                              \
				barrier();                                                         \
			}                                                                          \
			_t1 = rdl();                                                               \
			if (_s >= WARM)                                                            \
				samp[_s - WARM] = _t1 - _t0;                                       \
			cond_resched();                                                            \
		}                                                                                  \
		_q1 = rdq();                                                                       \
		report(nm "!s", samp, (K), _n, loop_m);                                            \
		pr_info("MMBTOT,%s,%u,%llu\n", nm, (K)*_n, div_u64((_q1 - _q0) * 1000, (K)*_n));   \
	} while (0)

/* time the two halves of a pair separately, one op per sample */
#define SPLIT(nm, S, sa, sf)                                                                       \
	do {                                                                                       \
		u32 _s, _t0, _t1, _t2, _n = (S)*scale;                                             \
		if (_n > MAXS)                                                                     \
			_n = MAXS;                                                                 \
		for (_s = 0; _s < _n + WARM; _s++) {                                               \
			preempt_disable();                                                         \
			_t0 = rdl();                                                               \
			sa;                                                                        \
			barrier();                                                                 \
			_t1 = rdl();                                                               \
			sf;                                                                        \
			barrier();                                                                 \
			_t2 = rdl();                                                               \
			preempt_enable();                                                          \
			if (_s >= WARM) {                                                          \
				samp[_s - WARM] = _t1 - _t0;                                       \
				samp2[_s - WARM] = _t2 - _t1;                                      \
			}                                                                          \
		}                                                                                  \
		report(nm ".alloc", samp, 1, _n, 0);                                               \
		report(nm ".free", samp2, 1, _n, 0);                                               \
	} while (0)

/* N allocations into ptrs[], then N frees in the order idx[] */
#define BULK(nm, N, R, idx, A, F)                                                                  \
	do {                                                                                       \
		u32 _r, _i, _t0, _t1, _t2, _t3, _bad = 0, _n = (R)*scale;                          \
		if (_n > MAXS)                                                                     \
			_n = MAXS;                                                                 \
		for (_r = 0; _r < _n; _r++) {                                                      \
			preempt_disable();                                                         \
			_t0 = rdl();                                                               \
			for (_i = 0; _i < (N); _i++) {                                             \
				ptrs[_i] = (void *)(A);                                            \
				barrier();                                                         \
			}                                                                          \
			_t1 = rdl();                                                               \
			preempt_enable();                                                          \
			for (_i = 0; _i < (N); _i++)                                               \
				_bad += !ptrs[_i];                                                 \
			preempt_disable();                                                         \
			_t2 = rdl();                                                               \
			for (_i = 0; _i < (N); _i++) {                                             \
				void *P = ptrs[(idx)[_i]];                                         \
				F;                                                                 \
				barrier();                                                         \
			}                                                                          \
			_t3 = rdl();                                                               \
			preempt_enable();                                                          \
			samp[_r] = _t1 - _t0;                                                      \
			samp2[_r] = _t3 - _t2;                                                     \
			cond_resched();                                                            \
		}                                                                                  \
		report(nm ".alloc", samp, (N), _n, bulka_m);                                       \
		report(nm ".free", samp2, (N), _n, bulkf_m);                                       \
		if (_bad)                                                                          \
			pr_info("MMBERR,%s,%u failed allocations\n", nm, _bad);                    \
	} while (0)

/* preemptible variant for allocators that sleep */
#define BULKS(nm, N, R, idx, A, F)                                                                 \
	do {                                                                                       \
		u32 _r, _i, _t0, _t1, _t2, _t3, _bad = 0, _n = (R)*scale;                          \
		if (_n > MAXS)                                                                     \
			_n = MAXS;                                                                 \
		for (_r = 0; _r < _n; _r++) {                                                      \
			_t0 = rdl();                                                               \
			for (_i = 0; _i < (N); _i++) {                                             \
				ptrs[_i] = (void *)(A);                                            \
				barrier();                                                         \
			}                                                                          \
			_t1 = rdl();                                                               \
			for (_i = 0; _i < (N); _i++)                                               \
				_bad += !ptrs[_i];                                                 \
			_t2 = rdl();                                                               \
			for (_i = 0; _i < (N); _i++) {                                             \
				void *P = ptrs[(idx)[_i]];                                         \
				F;                                                                 \
				barrier();                                                         \
			}                                                                          \
			_t3 = rdl();                                                               \
			samp[_r] = _t1 - _t0;                                                      \
			samp2[_r] = _t3 - _t2;                                                     \
			cond_resched();                                                            \
		}                                                                                  \
		report(nm "!s.alloc", samp, (N), _n, bulka_m);                                     \
		report(nm "!s.free", samp2, (N), _n, bulkf_m);                                     \
		if (_bad)                                                                          \
			pr_info("MMBERR,%s,%u failed allocations\n", nm, _bad);                    \
	} while (0)

/* ------------------------------------------------------------------ */

static noinline void calibrate(void)
{
	u32 i, t0, t1, nop1000, nop4000;
	u64 q0, q1;
	u64 n0, n1;

	ovh0 = 0;
	loop_m = 0;
	bulka_m = 0;
	bulkf_m = 0;

	for (i = 0; i < 1001; i++) {
		preempt_disable();
		t0 = rdl();
		barrier();
		t1 = rdl();
		preempt_enable();
		samp[i] = t1 - t0;
	}
	sort(samp, 1001, sizeof(u32), cmp_u32, NULL);
	ovh0 = samp[500];
	pr_info("MMBCAL,rdtsc_pair,min=%u,med=%u,max=%u\n", samp[0], samp[500], samp[1000]);

	for (i = 0; i < 101; i++) {
		preempt_disable();
		t0 = rdl();
		asm volatile(".rept 1000\n\tnop\n\t.endr" ::: "memory");
		t1 = rdl();
		preempt_enable();
		samp[i] = t1 - t0;
	}
	sort(samp, 101, sizeof(u32), cmp_u32, NULL);
	nop1000 = samp[50];
	pr_info("MMBCAL,nop1000,min=%u,med=%u,max=%u\n", samp[0], samp[50], samp[100]);
	for (i = 0; i < 101; i++) {
		preempt_disable();
		t0 = rdl();
		asm volatile(".rept 4000\n\tnop\n\t.endr" ::: "memory");
		t1 = rdl();
		preempt_enable();
		samp[i] = t1 - t0;
	}
	sort(samp, 101, sizeof(u32), cmp_u32, NULL);
	nop4000 = samp[50];
	pr_info("MMBCAL,nop4000,min=%u,med=%u,max=%u\n", samp[0], samp[50], samp[100]);
	pr_info("MMBCAL,ticks_per_3000_nops,%d\n", (int)(nop4000 - nop1000));

	for (i = 0; i < 101; i++) {
		u32 c = 100000;

		preempt_disable();
		t0 = rdl();
		asm volatile("1: dec %0\n\tjnz 1b" : "+r"(c)::"memory", "cc");
		t1 = rdl();
		preempt_enable();
		samp[i] = t1 - t0;
	}
	sort(samp, 101, sizeof(u32), cmp_u32, NULL);
	pr_info("MMBCAL,loop_100000x2insn,min=%u,med=%u,max=%u\n", samp[0], samp[50], samp[100]);

	/* rep stosl 1024 / rep stosb 4096: how does TCG count string insns? */
	for (i = 0; i < 101; i++) {
		u32 c = 256;
		void *d = ptrs;

		preempt_disable();
		t0 = rdl();
		asm volatile("rep stosl" : "+c"(c), "+D"(d) : "a"(0) : "memory");
		t1 = rdl();
		preempt_enable();
		samp[i] = t1 - t0;
	}
	sort(samp, 101, sizeof(u32), cmp_u32, NULL);
	pr_info("MMBCAL,rep_stosl_256,min=%u,med=%u,max=%u\n", samp[0], samp[50], samp[100]);

	/* ticks per ns */
	n0 = ktime_get_ns();
	q0 = rdq();
	do {
		n1 = ktime_get_ns();
	} while (n1 - n0 < 400000000ULL);
	q1 = rdq();
	pr_info("MMBCAL,tsc_khz_measured,%llu\n", div64_u64((q1 - q0) * 1000000ULL, n1 - n0));
#ifdef CONFIG_X86_TSC
	pr_info("MMBCAL,tsc_khz_kernel,%u\n", tsc_khz);
#endif
	cond_resched();
}

static u32 median(u32 *v, u32 s)
{
	sort(v, s, sizeof(u32), cmp_u32, NULL);
	return v[s / 2];
}

static noinline void calibrate_loops(void)
{
	u32 s, k, i, t0, t1, t2, t3;

	for (s = 0; s < 301; s++) {
		preempt_disable();
		t0 = rdl();
		for (k = 1000; k; k--) {
			barrier();
		}
		t1 = rdl();
		preempt_enable();
		samp[s] = t1 - t0;
	}
	loop_m = median(samp, 301) - ovh0; /* /1000 iterations *1000 milli */

	for (s = 0; s < 301; s++) {
		preempt_disable();
		t0 = rdl();
		for (i = 0; i < 1000; i++) {
			ptrs[i] = (void *)(unsigned long)t0;
			barrier();
		}
		t1 = rdl();
		t2 = rdl();
		for (i = 0; i < 1000; i++) {
			void *P = ptrs[idx_rand[i]];
			asm volatile("" ::"r"(P));
			barrier();
		}
		t3 = rdl();
		preempt_enable();
		samp[s] = t1 - t0;
		samp2[s] = t3 - t2;
	}
	bulka_m = median(samp, 301) - ovh0;
	bulkf_m = median(samp2, 301) - ovh0;
	pr_info("MMBCAL,loop_overhead_m,%u\n", loop_m);
	pr_info("MMBCAL,bulk_alloc_loop_m,%u\n", bulka_m);
	pr_info("MMBCAL,bulk_free_loop_m,%u\n", bulkf_m);
}

/* ------------------------------------------------------------------ */

#define KM_SIZES(X)                                                                                \
	X(8)                                                                                       \
	X(16) X(32) X(64) X(96) X(128) X(192) X(256) X(512) X(1024) X(2048) X(4096) X(8192)        \
		X(16384)

static noinline void t_kmalloc_pairs(void)
{
	void *p;

#define X(sz) BENCH("kmalloc_pair." #sz, 64, 201, p = kmalloc(sz, GFP_ATOMIC); kfree(p));
	KM_SIZES(X)
#undef X
#define X(sz)                                                                                      \
	BENCH("kmalloc_varsize_pair." #sz, 64, 201, {                                              \
		size_t z = sz;                                                                     \
		OPTIMIZER_HIDE_VAR(z);                                                             \
		p = kmalloc(z, GFP_ATOMIC);                                                        \
		kfree(p);                                                                          \
	});
	KM_SIZES(X)
#undef X
	BENCH("kzalloc_pair.64", 64, 201, p = kzalloc(64, GFP_ATOMIC); kfree(p));
	BENCH("kzalloc_pair.256", 64, 201, p = kzalloc(256, GFP_ATOMIC); kfree(p));
	BENCH("kzalloc_pair.1024", 64, 201, p = kzalloc(1024, GFP_ATOMIC); kfree(p));
	BENCHS("kmalloc_pair_GFP_KERNEL.64", 64, 201, p = kmalloc(64, GFP_KERNEL); kfree(p));
	BENCHS("kmalloc_pair_GFP_KERNEL.256", 64, 201, p = kmalloc(256, GFP_KERNEL); kfree(p));
}

static noinline void t_kmalloc_split(void)
{
	void *p;

#define X(sz) SPLIT("kmalloc_split." #sz, 501, p = kmalloc(sz, GFP_ATOMIC), kfree(p));
	X(8) X(64) X(256) X(1024) X(4096) X(8192)
#undef X
}

#define KB(sz, n)                                                                                  \
	static noinline void t_kbulk_##sz##_##n(void)                                              \
	{                                                                                          \
		BULK("kmalloc_bulk." #sz ".n" #n ".same", n, 41, idx_same,                         \
		     kmalloc(sz, GFP_ATOMIC), kfree(P));                                           \
		BULK("kmalloc_bulk." #sz ".n" #n ".rand", n, 41, idx_rand,                         \
		     kmalloc(sz, GFP_ATOMIC), kfree(P));                                           \
	}
static void shuffle(u16 *a, u32 n)
{
	u32 i, x = 2463534242u; /* xorshift32, fixed seed */

	for (i = 0; i < n; i++)
		a[i] = i;
	for (i = n - 1; i > 0; i--) {
		u32 j;
		u16 t;

		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		j = x % (i + 1);
		t = a[i];
		a[i] = a[j];
		a[j] = t;
	}
}
static void mkidx(u32 n)
{
	u32 i;

	shuffle(idx_rand, n);
	for (i = 0; i < n; i++) {
		idx_same[i] = i;
		idx_rev[i] = n - 1 - i;
	}
}

KB(8, 256)
KB(8, 1024) KB(32, 256) KB(32, 1024) KB(64, 256) KB(64, 1024) KB(256, 256) KB(256, 1024)
	KB(1024, 256) KB(1024, 1024) KB(4096, 256) KB(4096, 1024) KB(8192, 256)

		static noinline void t_kmalloc_bulk(void)
{
	mkidx(256);
	t_kbulk_8_256();
	t_kbulk_32_256();
	t_kbulk_64_256();
	t_kbulk_256_256();
	t_kbulk_1024_256();
	t_kbulk_4096_256();
	t_kbulk_8192_256();
	mkidx(1024);
	t_kbulk_8_1024();
	t_kbulk_32_1024();
	t_kbulk_64_1024();
	t_kbulk_256_1024();
	t_kbulk_1024_1024();
	t_kbulk_4096_1024();
}

static noinline void t_cache(void)
{
	struct kmem_cache *c = kmem_cache_create("mmb256", 256, 0, 0, NULL);
	struct kmem_cache *c64 = kmem_cache_create("mmb64", 64, 0, SLAB_HWCACHE_ALIGN, NULL);
	void *p;
	int got;

	if (!c || !c64)
		return;
	BENCH("kmem_cache_pair.64", 64, 201, p = kmem_cache_alloc(c64, GFP_ATOMIC);
	      kmem_cache_free(c64, p));
	BENCH("kmem_cache_pair.256", 64, 201, p = kmem_cache_alloc(c, GFP_ATOMIC);
	      kmem_cache_free(c, p));
	SPLIT("kmem_cache_split.256", 501, p = kmem_cache_alloc(c, GFP_ATOMIC),
	      kmem_cache_free(c, p));
	mkidx(256);
	BULK("kmem_cache_bulk.256.n256.same", 256, 41, idx_same, kmem_cache_alloc(c, GFP_ATOMIC),
	     kmem_cache_free(c, P));
	BULK("kmem_cache_bulk.256.n256.rand", 256, 41, idx_rand, kmem_cache_alloc(c, GFP_ATOMIC),
	     kmem_cache_free(c, P));
	mkidx(1024);
	BULK("kmem_cache_bulk.256.n1024.same", 1024, 41, idx_same, kmem_cache_alloc(c, GFP_ATOMIC),
	     kmem_cache_free(c, P));
	BULK("kmem_cache_bulk.256.n1024.rand", 1024, 41, idx_rand, kmem_cache_alloc(c, GFP_ATOMIC),
	     kmem_cache_free(c, P));
	/* the array API */
	{
		u32 r, t0, t1, t2;

		for (r = 0; r < 101; r++) {
			preempt_disable();
			t0 = rdl();
			got = kmem_cache_alloc_bulk(c, GFP_ATOMIC, 256, ptrs);
			t1 = rdl();
			kmem_cache_free_bulk(c, got, ptrs);
			t2 = rdl();
			preempt_enable();
			samp[r] = t1 - t0;
			samp2[r] = t2 - t1;
		}
		report("kmem_cache_alloc_bulk_api.256.n256.alloc", samp, 256, 101, 0);
		report("kmem_cache_alloc_bulk_api.256.n256.free", samp2, 256, 101, 0);
	}
	kmem_cache_destroy(c64);
	kmem_cache_destroy(c);
}

static noinline void t_pages(void)
{
	struct page *pg;
	unsigned long a;
	void *d;

#define PP(o, K, S)                                                                                \
	BENCH("alloc_pages_pair.order" #o, K, S, pg = alloc_pages(GFP_ATOMIC, o);                  \
	      __free_pages(pg, o));
	PP(0, 64, 201)
	PP(1, 64, 201) PP(2, 32, 201) PP(3, 32, 201) PP(4, 16, 201) PP(5, 16, 101) PP(6, 8, 101)
		PP(7, 8, 101) PP(8, 4, 101) PP(9, 4, 101) PP(10, 2, 101)
#undef PP
			SPLIT("alloc_pages_split.order0", 501, pg = alloc_pages(GFP_ATOMIC, 0),
			      __free_pages(pg, 0));
	SPLIT("alloc_pages_split.order3", 501, pg = alloc_pages(GFP_ATOMIC, 3),
	      __free_pages(pg, 3));
	SPLIT("alloc_pages_split.order4", 501, pg = alloc_pages(GFP_ATOMIC, 4),
	      __free_pages(pg, 4));
	BENCH("alloc_page_highmem_pair.order0", 64, 201,
	      pg = alloc_pages(GFP_ATOMIC | __GFP_HIGHMEM, 0);
	      __free_pages(pg, 0));
	mkidx(1024);
	BULK("alloc_pages_bulk.order0.n1024.same", 1024, 31, idx_same, alloc_pages(GFP_ATOMIC, 0),
	     __free_pages(P, 0));
	BULK("alloc_pages_bulk.order0.n1024.rand", 1024, 31, idx_rand, alloc_pages(GFP_ATOMIC, 0),
	     __free_pages(P, 0));
	BULK("alloc_pages_bulk.order0.n1024.rev", 1024, 31, idx_rev, alloc_pages(GFP_ATOMIC, 0),
	     __free_pages(P, 0));
	{
		u32 r, i, t0, t1, t2;
		unsigned long got = 0;

		for (r = 0; r < 31; r++) {
			memset(pgs, 0, sizeof(pgs));
			preempt_disable();
			t0 = rdl();
			got = alloc_pages_bulk_array(GFP_ATOMIC, 256, pgs);
			t1 = rdl();
			for (i = 0; i < got; i++)
				__free_page(pgs[i]);
			t2 = rdl();
			preempt_enable();
			samp[r] = t1 - t0;
			samp2[r] = t2 - t1;
		}
		if (got)
			report("alloc_pages_bulk_array_api.n256.alloc", samp, got, 31, 0);
	}
	BENCH("get_free_page_pair", 64, 201, a = __get_free_page(GFP_ATOMIC); free_page(a));
	BENCH("get_zeroed_page_pair", 64, 201, a = get_zeroed_page(GFP_ATOMIC); free_page(a));
	BENCH("get_free_page+clear_page_pair", 64, 201, a = __get_free_page(GFP_ATOMIC);
	      clear_page((void *)a); free_page(a));
	BENCH("alloc_pages_exact_pair.12K", 16, 101, d = alloc_pages_exact(12288, GFP_ATOMIC);
	      free_pages_exact(d, 12288));
}

static noinline void t_vmalloc(void)
{
	void *p;
	u32 i, s, t0, t1, t2;
	static const u32 np[] = { 1, 16, 256 };
	static const char *const an[] = { "vmalloc_split.1p.alloc", "vmalloc_split.16p.alloc",
					  "vmalloc_split.256p.alloc" };
	static const char *const fn[] = { "vmalloc_split.1p.free", "vmalloc_split.16p.free",
					  "vmalloc_split.256p.free" };

	BENCHS("vmalloc_pair.1p", 4, 401, p = vmalloc(PAGE_SIZE); vfree(p));
	BENCHS("vmalloc_pair.16p", 2, 401, p = vmalloc(16 * PAGE_SIZE); vfree(p));
	BENCHS("vmalloc_pair.256p", 1, 201, p = vmalloc(256 * PAGE_SIZE); vfree(p));
	for (i = 0; i < 3; i++) {
		for (s = 0; s < 201; s++) {
			t0 = rdl();
			p = vmalloc(np[i] * PAGE_SIZE);
			t1 = rdl();
			vfree(p);
			t2 = rdl();
			samp[s] = t1 - t0;
			samp2[s] = t2 - t1;
			cond_resched();
		}
		report(an[i], samp, 1, 201, 0);
		report(fn[i], samp2, 1, 201, 0);
	}
	for (i = 0; i < 16; i++)
		pgs[i] = alloc_page(GFP_KERNEL);
	BENCHS("vmap_vunmap.16p", 2, 201, p = vmap(pgs, 16, VM_MAP, PAGE_KERNEL); vunmap(p));
	BENCHS("vmap_vunmap.1p", 2, 201, p = vmap(pgs, 1, VM_MAP, PAGE_KERNEL); vunmap(p));
	BENCHS("vm_map_ram_unmap.16p", 2, 201, p = vm_map_ram(pgs, 16, -1); vm_unmap_ram(p, 16));
	for (i = 0; i < 16; i++)
		__free_page(pgs[i]);
}

static noinline void t_kmap(void)
{
	struct page *hi = NULL, *lo;
	void *v;
	u32 i, n = 0, j;
	u32 x;

	for (i = 0; i < MAXN; i++) {
		pgs[i] = alloc_page(GFP_HIGHUSER);
		if (!pgs[i])
			break;
		if (PageHighMem(pgs[i]) && !hi)
			hi = pgs[i];
		n = i + 1;
	}
	lo = alloc_page(GFP_KERNEL);
	pr_info("MMBINFO,kmap highmem page pfn=%lx n=%u\n", hi ? page_to_pfn(hi) : 0, n);
	BENCH("kmap_local_pair.lowmem", 64, 201, v = kmap_local_page(lo); kunmap_local(v));
	BENCH("kmap_atomic_pair.lowmem", 64, 201, v = kmap_atomic(lo); kunmap_atomic(v));
	if (hi) {
		BENCH("kmap_local_pair.highmem", 64, 201, v = kmap_local_page(hi); kunmap_local(v));
		BENCH("kmap_atomic_pair.highmem", 64, 201, v = kmap_atomic(hi); kunmap_atomic(v));
		BENCH("kmap_local_touch_pair.highmem", 64, 201, v = kmap_local_page(hi);
		      x = *(volatile u32 *)v; kunmap_local(v));
		BENCHS("kmap_pair.same_page", 64, 201, v = kmap(hi); kunmap(hi));
		j = 0;
		BENCHS("kmap_pair.cycle2048", 256, 201, v = kmap(pgs[j]); kunmap(pgs[j]);
		       j = (j + 1) & (MAXN - 1));
		BENCH("clear_highpage", 16, 101, clear_highpage(hi));
	}
	(void)x;
	__free_page(lo);
	for (i = 0; i < n; i++)
		__free_page(pgs[i]);
}

static DEFINE_PER_CPU(u32, mmb_ctr);
static DEFINE_PER_CPU(u64, mmb_ctr64);
static u32 plain_ctr;

static noinline void t_percpu(void)
{
	u32 __percpu *pp = alloc_percpu(u32);
	void __percpu *q;

	BENCH("plain_global_inc", 256, 201, plain_ctr++);
	BENCH("this_cpu_inc.static", 256, 201, this_cpu_inc(mmb_ctr));
	BENCH("this_cpu_inc.u64_static", 256, 201, this_cpu_inc(mmb_ctr64));
	BENCH("this_cpu_inc.dynamic", 256, 201, this_cpu_inc(*pp));
	BENCH("this_cpu_inc_return", 256, 201, (void)this_cpu_inc_return(mmb_ctr));
	BENCH("get_cpu_var_inc_put", 256, 201, get_cpu_var(mmb_ctr)++; put_cpu_var(mmb_ctr));
	BENCH("get_cpu_ptr_inc_put", 256, 201, (*get_cpu_ptr(pp))++; put_cpu_ptr(pp));
	BENCH("per_cpu_ptr_inc", 256, 201, (*per_cpu_ptr(pp, raw_smp_processor_id()))++);
	free_percpu(pp);

	BENCHS("alloc_percpu_pair.8.KERNEL", 16, 201, q = __alloc_percpu(8, 8); free_percpu(q));
	BENCHS("alloc_percpu_pair.64.KERNEL", 16, 201, q = __alloc_percpu(64, 64); free_percpu(q));
	BENCH("alloc_percpu_pair.8.ATOMIC", 16, 201, q = __alloc_percpu_gfp(8, 8, GFP_ATOMIC);
	      free_percpu(q));
	BENCH("alloc_percpu_pair.64.ATOMIC", 16, 201, q = __alloc_percpu_gfp(64, 64, GFP_ATOMIC);
	      free_percpu(q));
	mkidx(256);
	BULKS("alloc_percpu_bulk.8.n256.same", 256, 31, idx_same,
	      (__force void *)__alloc_percpu(8, 8), free_percpu((void __percpu __force *)P));
	BULKS("alloc_percpu_bulk.8.n256.rand", 256, 31, idx_rand,
	      (__force void *)__alloc_percpu(8, 8), free_percpu((void __percpu __force *)P));
	BULKS("alloc_percpu_bulk.64.n256.same", 256, 31, idx_same,
	      (__force void *)__alloc_percpu(64, 64), free_percpu((void __percpu __force *)P));
	BULKS("alloc_percpu_bulk.64.n256.rand", 256, 31, idx_rand,
	      (__force void *)__alloc_percpu(64, 64), free_percpu((void __percpu __force *)P));
}

#ifdef CONFIG_GENERIC_ALLOCATOR
static noinline void gp(int order, const char *n1, const char *n2)
{
	struct gen_pool *pool = gen_pool_create(order, -1);
	void *mem = vmalloc(1 << 20);
	unsigned long a;

	if (!pool || !mem || gen_pool_add(pool, (unsigned long)mem, 1 << 20, -1)) {
		pr_info("MMBERR,genpool order %d setup failed\n", order);
		return;
	}
	{
		u32 _s, _k, _t0, _t1;

		for (_s = 0; _s < 201 + WARM; _s++) {
			preempt_disable();
			_t0 = rdl();
			for (_k = 32; _k; _k--) {
				a = gen_pool_alloc(pool, 64);
				gen_pool_free(pool, a, 64);
				barrier();
			}
			_t1 = rdl();
			preempt_enable();
			if (_s >= WARM)
				samp[_s - WARM] = _t1 - _t0;
		}
		report(n1, samp, 32, 201, loop_m);
		/* same with the first 1024 * 64 bytes occupied (first fit walks) */
		for (_k = 0; _k < 1024; _k++)
			ptrs[_k] = (void *)gen_pool_alloc(pool, 64);
		for (_s = 0; _s < 101 + WARM; _s++) {
			preempt_disable();
			_t0 = rdl();
			for (_k = 16; _k; _k--) {
				a = gen_pool_alloc(pool, 64);
				gen_pool_free(pool, a, 64);
				barrier();
			}
			_t1 = rdl();
			preempt_enable();
			if (_s >= WARM)
				samp[_s - WARM] = _t1 - _t0;
		}
		report(n2, samp, 16, 101, loop_m);
		for (_k = 0; _k < 1024; _k++)
			gen_pool_free(pool, (unsigned long)ptrs[_k], 64);
	}
	gen_pool_destroy(pool);
	vfree(mem);
}

static noinline void t_genpool(void)
{
	struct gen_pool *pool;
	void *mem = vmalloc(1 << 20);

#define G(o) gp(o, "gen_pool_pair.64B.min_order" #o, "gen_pool_pair_1024used.64B.min_order" #o);
	G(3)
	G(4) G(5) G(6) G(7) G(8)
#undef G
		pool = gen_pool_create(6, -1);
	if (!pool || !mem || gen_pool_add(pool, (unsigned long)mem, 1 << 20, -1))
		return;
	mkidx(1024);
	BULK("gen_pool_bulk.64B.min_order6.n1024.same", 1024, 21, idx_same,
	     gen_pool_alloc(pool, 64), gen_pool_free(pool, (unsigned long)P, 64));
	BULK("gen_pool_bulk.64B.min_order6.n1024.rand", 1024, 21, idx_rand,
	     gen_pool_alloc(pool, 64), gen_pool_free(pool, (unsigned long)P, 64));
	gen_pool_destroy(pool);
	vfree(mem);
}

#else
static void t_genpool(void)
{
}
#endif

typedef void *(*memset_t)(void *, int, size_t);
typedef void *(*memcpy_t)(void *, const void *, size_t);

static noinline void ind_target(void)
{
	barrier();
}

static noinline void t_misc(void)
{
	u8 *a = (u8 *)__get_free_pages(GFP_KERNEL, 1);
	u8 *b = a + PAGE_SIZE;
	memset_t ms = memset; /* out-of-line library versions */
	memcpy_t mc = memcpy;
	void (*ind)(void) = ind_target;
	unsigned long fl;
	spinlock_t lk;
	mempool_t *mp;
	void *p;
	size_t four_k = 4096;

	if (!a)
		return;
	spin_lock_init(&lk);
	OPTIMIZER_HIDE_VAR(ms);
	OPTIMIZER_HIDE_VAR(mc);
	OPTIMIZER_HIDE_VAR(ind);
	OPTIMIZER_HIDE_VAR(four_k);
	BENCH("memset.4096.outofline", 16, 101, ms(a, 0, 4096));
	BENCH("memcpy.4096.outofline", 16, 101, mc(a, b, 4096));
	BENCH("memset.4096.varlen", 16, 101, memset(a, 0, four_k));
	BENCH("memcpy.4096.varlen", 16, 101, memcpy(a, b, four_k));
	BENCH("memset.4096.const", 16, 101, memset(a, 0, 4096));
	BENCH("memcpy.4096.const", 16, 101, memcpy(a, b, 4096));
	BENCH("clear_page", 16, 101, clear_page(a));
	BENCH("copy_page", 16, 101, copy_page(a, b));
	BENCH("memset.64.outofline", 64, 201, ms(a, 0, 64));
	BENCH("rep_stosl.4096", 16, 101, {
		u32 c = 1024;
		void *d = a;
		asm volatile("rep stosl" : "+c"(c), "+D"(d) : "a"(0) : "memory");
	});
	BENCH("rep_stosb.4096", 16, 101, {
		u32 c = 4096;
		void *d = a;
		asm volatile("rep stosb" : "+c"(c), "+D"(d) : "a"(0) : "memory");
	});
	BENCH("rep_movsl.4096", 16, 101, {
		u32 c = 1024;
		void *d = a;
		void *s = b;
		asm volatile("rep movsl" : "+c"(c), "+D"(d), "+S"(s) : : "memory");
	});
	BENCH("unrolled_mov_zero.4096", 16, 101, {
		u32 c = 128;
		u8 *d = a;
		asm volatile(
			"1: movl $0,(%1)\n\tmovl $0,4(%1)\n\tmovl $0,8(%1)\n\tmovl $0,12(%1)\n\t"
			"movl $0,16(%1)\n\tmovl $0,20(%1)\n\tmovl $0,24(%1)\n\tmovl $0,28(%1)\n\t"
			"add $32,%1\n\tdec %0\n\tjnz 1b"
			: "+r"(c), "+r"(d)
			:
			: "memory", "cc");
	});
	BENCH("indirect_call", 256, 201, ind());
	BENCH("local_irq_save_restore", 256, 201, local_irq_save(fl); local_irq_restore(fl));
	BENCH("spin_lock_unlock", 256, 201, spin_lock(&lk); spin_unlock(&lk));
	BENCH("spin_lock_irqsave_restore", 256, 201, spin_lock_irqsave(&lk, fl);
	      spin_unlock_irqrestore(&lk, fl));
	BENCH("preempt_disable_enable", 256, 201, preempt_disable(); preempt_enable());
	BENCH("invlpg", 64, 201, asm volatile("invlpg (%0)" ::"r"(a) : "memory"));
	{
		unsigned long cr3 = __native_read_cr3();

		BENCH("cr3_reload", 16, 101, native_write_cr3(cr3));
	}
	mp = mempool_create_kmalloc_pool(16, 256);
	if (mp) {
		BENCH("mempool_kmalloc_pair.256", 64, 201, p = mempool_alloc(mp, GFP_ATOMIC);
		      mempool_free(p, mp));
		mempool_destroy(mp);
	}
	free_pages((unsigned long)a, 1);
}

static noinline void info(void)
{
	pr_info("MMBINFO,sizeof_struct_page,%zu\n", sizeof(struct page));
	pr_info("MMBINFO,sizeof_ptr,%zu,sizeof_phys,%zu\n", sizeof(void *), sizeof(phys_addr_t));
	pr_info("MMBINFO,max_order,%d,pageblock_order,%d\n", MAX_ORDER, (int)pageblock_order);
	pr_info("MMBINFO,high_memory,%px,PAGE_OFFSET,%lx,VMALLOC,%lx-%lx\n", high_memory,
		PAGE_OFFSET, (unsigned long)VMALLOC_START, (unsigned long)VMALLOC_END);
	pr_info("MMBINFO,totalram_pages,%lu,totalhigh,%lu\n", totalram_pages(), totalhigh_pages());
	pr_info("MMBINFO,want_init_on_alloc,%d,want_init_on_free,%d\n",
		want_init_on_alloc(GFP_ATOMIC), want_init_on_free());
	pr_info("MMBINFO,nr_cpus_online,%u,possible,%u\n", num_online_cpus(), num_possible_cpus());
#ifdef CONFIG_SLUB
	pr_info("MMBINFO,allocator,SLUB\n");
#elif defined(CONFIG_SLAB)
	pr_info("MMBINFO,allocator,SLAB\n");
#else
	pr_info("MMBINFO,allocator,SLOB\n");
#endif
}

static int __init mmbench_init(void)
{
	u64 q0 = rdq();

	pr_info("MMBINFO,start,tsc,%llu\n", q0);
	info();
	calibrate();
	mkidx(1024);
	calibrate_loops();
	t_misc();
	t_percpu();
	t_kmalloc_pairs();
	t_kmalloc_split();
	t_kmalloc_bulk();
	t_cache();
	t_pages();
	t_kmap();
	t_vmalloc();
	t_genpool();
	pr_info("MMBINFO,end,ticks,%llu\n", rdq() - q0);
	return 0;
}

static void __exit mmbench_exit(void)
{
}

module_init(mmbench_init);
module_exit(mmbench_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("memory allocator micro-benchmark");
