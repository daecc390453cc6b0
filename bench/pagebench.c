// SPDX-License-Identifier: MIT
/*
 * The rows of bench/mmbench.c for the facilities that a kernel with nothing but pages and
 * static per-CPU data has: pages, clearing and copying, locks, per-CPU access.
 *
 *   make bench                                 builds and runs it, and compares
 *   make EXTRA=bench/pagebench.c run BATCH=1   its rows alone; APPEND=pagebench.scale=4: more
 *                                              samples
 *
 * A row's name, operations and constants are mmbench's. Where mmbench has a pointer from the
 * dynamic per-CPU allocator, this has one to a static variable that the compiler is not told.
 * Context: an init function, thread, interrupts on.
 */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <asm/processor.h>
#include <asm/tsc.h>
#include "measure.h"

static unsigned int scale = 1;
module_param(scale, uint, 0444);
MODULE_PARM_DESC(scale, "samples per row, as a multiple of the usual number");

/* ---- what measuring costs ------------------------------------------------------------------ */

static void show_calibration(const char *name, u32 n)
{
	sort_samples(sample, n);
	pr_info("MMBCAL,%s,min=%u,med=%u,max=%u\n", name, sample[0], sample[n / 2], sample[n - 1]);
}

#define CALIBRATE(name, n, code)                                                                   \
	do {                                                                                       \
		u32 cal_s;                                                                         \
                                                                                                   \
		for (cal_s = 0; cal_s < (n); cal_s++) {                                            \
			u32 cal_t;                                                                 \
                                                                                                   \
			preempt_disable();                                                         \
			cal_t = ticks();                                                           \
			code;                                                                      \
			sample[cal_s] = ticks() - cal_t;                                           \
			preempt_enable();                                                          \
		}                                                                                  \
		show_calibration(name, n);                                                         \
	} while (0)

/* One tick must be one instruction where the clock counts them. */
static noinline void calibrate_counter(void)
{
	u32 short_run;

	CALIBRATE("rdtsc_pair", 1001, barrier());
	read_cost = sample[500];
	CALIBRATE("nop1000", 101, asm volatile(".rept 1000; nop; .endr" : : : "memory"));
	short_run = sample[50];
	CALIBRATE("nop4000", 101, asm volatile(".rept 4000; nop; .endr" : : : "memory"));
	pr_info("MMBCAL,ticks_per_3000_nops,%d\n", (int)(sample[50] - short_run));
}

/* Ticks per time, as the kernel's clock sees it. */
static noinline void calibrate_clock(void)
{
	u64 start = ktime_get_ns(), first = rdtsc(), end;

	do {
		end = ktime_get_ns();
	} while (end - start < 400 * NSEC_PER_MSEC);
	pr_info("MMBCAL,tsc_khz_measured,%llu\n",
		div64_u64((rdtsc() - first) * 1000000ULL, end - start));
	pr_info("MMBCAL,tsc_khz_kernel,%u\n", tsc_khz);
}

static u16 same_order[MAX_OBJECTS], random_order[MAX_OBJECTS], reverse_order[MAX_OBJECTS];

/* The random order must be mmbench's: a fixed xorshift sequence shuffles from the end. */
static void make_orders(u32 n)
{
	u32 x = 2463534242u, i;

	for (i = 0; i < n; i++) {
		same_order[i] = random_order[i] = i;
		reverse_order[i] = n - 1 - i;
	}
	for (i = n - 1; i > 0; i--) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		swap(random_order[i], random_order[x % (i + 1)]);
	}
}

#define LOOP_TURNS   1000 /* a tick per run is a thousandth per turn */
#define LOOP_SAMPLES 301

static noinline void calibrate_loops(void)
{
	u32 s, i;

	for (s = 0; s < LOOP_SAMPLES; s++)
		sample[s] = TIMED_LOOP(LOOP_TURNS, );
	loop_cost = median(sample, LOOP_SAMPLES) - read_cost;
	for (s = 0; s < LOOP_SAMPLES; s++) {
		sample[s] = TIMED_FOR(i, LOOP_TURNS, object[i] = (void *)(unsigned long)s);
		sample_b[s] = TIMED_FOR(i, LOOP_TURNS, void *it = object[random_order[i]];
					asm volatile(""
						     :
						     : "r"(it)));
	}
	store_loop_cost = median(sample, LOOP_SAMPLES) - read_cost;
	load_loop_cost = median(sample_b, LOOP_SAMPLES) - read_cost;
	pr_info("MMBCAL,loop_overhead_m,%u\n", loop_cost);
	pr_info("MMBCAL,bulk_alloc_loop_m,%u\n", store_loop_cost);
	pr_info("MMBCAL,bulk_free_loop_m,%u\n", load_loop_cost);
}

/* ---- pages ----------------------------------------------------------------------------------- */

#define PAIR(order, ops, usual)                                                                    \
	ROW("alloc_pages_pair.order" #order, ops, usual, page = alloc_pages(GFP_ATOMIC, order);    \
	    __free_pages(page, order))

static noinline void page_pairs(void)
{
	struct page *page;

	PAIR(0, 64, 201);
	PAIR(1, 64, 201);
	PAIR(2, 32, 201);
	PAIR(3, 32, 201);
	PAIR(4, 16, 201);
	PAIR(5, 16, 101);
	PAIR(6, 8, 101);
	PAIR(7, 8, 101);
	PAIR(8, 4, 101);
	PAIR(9, 4, 101);
	PAIR(10, 2, 101);
}

#define SPLIT(order)                                                                               \
	SPLIT_ROWS("alloc_pages_split.order" #order, 501, page = alloc_pages(GFP_ATOMIC, order),   \
		   __free_pages(page, order))

static noinline void page_halves(void)
{
	struct page *page;

	SPLIT(0);
	SPLIT(3);
	SPLIT(4);
	ROW("alloc_page_highmem_pair.order0", 64, 201,
	    page = alloc_pages(GFP_ATOMIC | __GFP_HIGHMEM, 0);
	    __free_pages(page, 0));
}

#define BULK(how, order)                                                                           \
	BULK_ROWS("alloc_pages_bulk.order0.n1024." how, 1024, 31, order,                           \
		  alloc_pages(GFP_ATOMIC, 0), __free_pages(it, 0))

static noinline void page_bulks(void)
{
	make_orders(1024);
	BULK("same", same_order);
	BULK("rand", random_order);
	BULK("rev", reverse_order);
}

#define ARRAY_PAGES 256

static noinline void page_arrays(void)
{
	struct page **pages = (struct page **)object;
	unsigned long got = 0, i;
	u32 s, start;

	for (s = 0; s < 31; s++) {
		memset(object, 0, sizeof(object));
		preempt_disable();
		start = ticks();
		got = alloc_pages_bulk_array(GFP_ATOMIC, ARRAY_PAGES, pages);
		sample[s] = ticks() - start;
		for (i = 0; i < got; i++)
			__free_page(pages[i]);
		preempt_enable();
	}
	if (got)
		report("alloc_pages_bulk_array_api.n256.alloc", sample, got, 31, 0);
}

static noinline void page_addresses(void)
{
	unsigned long addr;
	void *block;

	ROW("get_free_page_pair", 64, 201, addr = __get_free_page(GFP_ATOMIC); free_page(addr));
	ROW("get_zeroed_page_pair", 64, 201, addr = get_zeroed_page(GFP_ATOMIC); free_page(addr));
	ROW("get_free_page+clear_page_pair", 64, 201, addr = __get_free_page(GFP_ATOMIC);
	    clear_page((void *)addr); free_page(addr));
	ROW("alloc_pages_exact_pair.12K", 16, 101, block = alloc_pages_exact(12288, GFP_ATOMIC);
	    free_pages_exact(block, 12288));
}

static noinline void high_pages(void)
{
	struct page *page = alloc_page(GFP_HIGHUSER);

	if (!page)
		return;
	if (PageHighMem(page))
		ROW("clear_highpage", 16, 101, clear_highpage(page));
	__free_page(page);
}

/* ---- clearing and copying -------------------------------------------------------------------- */

static noinline void library_blocks(u8 *to, u8 *from)
{
	void *(*set)(void *, int, size_t) = memset;
	void *(*copy)(void *, const void *, size_t) = memcpy;
	size_t size = 4096;

	/* The compiler must neither see through the pointers nor know the size. */
	OPTIMIZER_HIDE_VAR(set);
	OPTIMIZER_HIDE_VAR(copy);
	OPTIMIZER_HIDE_VAR(size);
	ROW("memset.4096.outofline", 16, 101, set(to, 0, 4096));
	ROW("memcpy.4096.outofline", 16, 101, copy(to, from, 4096));
	ROW("memset.4096.varlen", 16, 101, memset(to, 0, size));
	ROW("memcpy.4096.varlen", 16, 101, memcpy(to, from, size));
	ROW("memset.4096.const", 16, 101, memset(to, 0, 4096));
	ROW("memcpy.4096.const", 16, 101, memcpy(to, from, 4096));
	ROW("clear_page", 16, 101, clear_page(to));
	ROW("copy_page", 16, 101, copy_page(to, from));
	ROW("memset.64.outofline", 64, 201, set(to, 0, 64));
}

static __always_inline void zero_by_moves(u8 *to)
{
	u32 turns = 128;

	asm volatile("1: .irp offset, 0, 4, 8, 12, 16, 20, 24, 28; movl $0, \\offset(%1); .endr\n\t"
		     "add $32, %1; dec %0; jnz 1b"
		     : "+r"(turns), "+r"(to)
		     :
		     : "memory", "cc");
}

/* What the processor's own means cost, whatever the kernel. */
static noinline void bare_blocks(u8 *to, u8 *from)
{
	u32 n;
	u8 *d, *s;

	ROW("rep_stosl.4096", 16, 101, n = 1024; d = to; asm volatile("rep stosl"
								      : "+c"(n), "+D"(d)
								      : "a"(0)
								      : "memory"));
	ROW("rep_stosb.4096", 16, 101, n = 4096; d = to; asm volatile("rep stosb"
								      : "+c"(n), "+D"(d)
								      : "a"(0)
								      : "memory"));
	ROW("rep_movsl.4096", 16, 101, n = 1024; d = to; s = from;
	    asm volatile("rep movsl"
			 : "+c"(n), "+D"(d), "+S"(s)
			 :
			 : "memory"));
	ROW("unrolled_mov_zero.4096", 16, 101, zero_by_moves(to));
}

/* ---- calls, interrupts, locks ------------------------------------------------------------------
 */

static noinline void nothing(void)
{
	barrier();
}

static noinline void locks(void)
{
	void (*call)(void) = nothing;
	unsigned long flags;
	spinlock_t lock;

	OPTIMIZER_HIDE_VAR(call);
	spin_lock_init(&lock);
	ROW("indirect_call", 256, 201, call());
	ROW("local_irq_save_restore", 256, 201, local_irq_save(flags); local_irq_restore(flags));
	ROW("spin_lock_unlock", 256, 201, spin_lock(&lock); spin_unlock(&lock));
	ROW("spin_lock_irqsave_restore", 256, 201, spin_lock_irqsave(&lock, flags);
	    spin_unlock_irqrestore(&lock, flags));
	ROW("preempt_disable_enable", 256, 201, preempt_disable(); preempt_enable());
}

static noinline void tlb(u8 *page)
{
	unsigned long cr3 = __native_read_cr3();

	ROW("invlpg", 64, 201, asm volatile("invlpg (%0)" : : "r"(page) : "memory"));
	ROW("cr3_reload", 16, 101, native_write_cr3(cr3));
}

/* ---- per-CPU data ------------------------------------------------------------------------------
 */

static DEFINE_PER_CPU(u32, counter);
static DEFINE_PER_CPU(u64, wide_counter);
static u32 plain_counter;

static noinline void percpu_access(void)
{
	u32 __percpu *pointer = &counter;

	OPTIMIZER_HIDE_VAR(pointer);
	ROW("plain_global_inc", 256, 201, plain_counter++);
	ROW("this_cpu_inc.static", 256, 201, this_cpu_inc(counter));
	ROW("this_cpu_inc.u64_static", 256, 201, this_cpu_inc(wide_counter));
	ROW("this_cpu_inc.dynamic", 256, 201, this_cpu_inc(*pointer));
	ROW("this_cpu_inc_return", 256, 201, (void)this_cpu_inc_return(counter));
	ROW("get_cpu_var_inc_put", 256, 201, get_cpu_var(counter)++; put_cpu_var(counter));
	ROW("get_cpu_ptr_inc_put", 256, 201, (*get_cpu_ptr(pointer))++; put_cpu_ptr(pointer));
	ROW("per_cpu_ptr_inc", 256, 201, (*per_cpu_ptr(pointer, raw_smp_processor_id()))++);
}

/* ---- the run
 * ------------------------------------------------------------------------------------- */

static void show_kernel(void)
{
	pr_info("MMBINFO,sizeof_struct_page,%zu\n", sizeof(struct page));
	pr_info("MMBINFO,max_order,%d,pageblock_order,%d\n", MAX_ORDER, (int)pageblock_order);
	pr_info("MMBINFO,high_memory,%px,PAGE_OFFSET,%lx,VMALLOC,%lx-%lx\n", high_memory,
		PAGE_OFFSET, (unsigned long)VMALLOC_START, (unsigned long)VMALLOC_END);
	pr_info("MMBINFO,totalram_pages,%lu,totalhigh,%lu\n", totalram_pages(), totalhigh_pages());
	pr_info("MMBINFO,nr_cpus_online,%u,possible,%u\n", num_online_cpus(), num_possible_cpus());
}

static int __init pagebench_init(void)
{
	u64 start = rdtsc();
	u8 *block = (u8 *)__get_free_pages(GFP_KERNEL, 1);

	if (!block)
		return -ENOMEM;
	show_kernel();
	calibrate_counter();
	calibrate_clock();
	make_orders(1024);
	calibrate_loops();
	library_blocks(block, block + PAGE_SIZE);
	bare_blocks(block, block + PAGE_SIZE);
	locks();
	tlb(block);
	free_pages((unsigned long)block, 1);
	percpu_access();
	page_pairs();
	page_halves();
	page_bulks();
	page_arrays();
	page_addresses();
	high_pages();
	pr_info("MMBINFO,end,ticks,%llu\n", rdtsc() - start);
	return 0;
}

module_init(pagebench_init);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("pages, locks and per-CPU data, measured");
