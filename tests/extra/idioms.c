// SPDX-License-Identifier: MIT
/*
 * A foreign file that uses what files written as loadable modules use: tools/extra.py links it in
 * with EXTRA=, sets its parameters on the command line, and reads what it prints.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/init.h>
#include <linux/delay.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/sort.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <linux/version.h>
#include <asm/tsc.h>

static unsigned int scale = 1;
module_param(scale, uint, 0444);
MODULE_PARM_DESC(scale, "how much of everything");

static char *label = "none";
module_param(label, charp, 0444);

static int list[4];
static unsigned int list_len;
module_param_array(list, int, &list_len, 0);

static bool loud;
module_param_named(verbose, loud, bool, 0644);

static DEFINE_PER_CPU(u32, narrow);
static DEFINE_PER_CPU(u64, wide);
static DEFINE_SPINLOCK(lock);
static u32 numbers[64];

static int compare(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

static noinline bool sorts(void)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		numbers[i] = get_random_u32();
	sort(numbers, ARRAY_SIZE(numbers), sizeof(u32), compare, NULL);
	for (i = 1; i < ARRAY_SIZE(numbers); i++)
		if (numbers[i - 1] > numbers[i])
			return false;
	return true;
}

static noinline bool divides(void)
{
	u64 big = 0x123456789abcdefULL;

	OPTIMIZER_HIDE_VAR(scale);
	return div_u64(big, 1000) == big / 1000 && div64_u64(big, 0x100000007ULL) == 0x1234567;
}

static noinline bool counts_per_cpu(void)
{
	u32 __percpu *pointer = &narrow;

	this_cpu_inc(narrow);
	this_cpu_inc(wide);
	if (this_cpu_inc_return(narrow) != 2)
		return false;
	get_cpu_var(narrow)++;
	put_cpu_var(narrow);
	(*get_cpu_ptr(pointer))++;
	put_cpu_ptr(pointer);
	(*per_cpu_ptr(pointer, raw_smp_processor_id()))++;
	return this_cpu_read(narrow) == 5 && this_cpu_read(wide) == 1;
}

static noinline bool allocates(void)
{
	struct page *high = alloc_page(GFP_HIGHUSER);
	unsigned long addr = get_zeroed_page(GFP_ATOMIC | __GFP_NOWARN);
	void *exact = alloc_pages_exact(12288, GFP_KERNEL);
	bool fine = high && addr && exact && !*(u32 *)addr;

	if (high)
		clear_highpage(high);
	if (high)
		__free_page(high);
	free_page(addr);
	free_pages_exact(exact, 12288);
	return fine;
}

static bool passes_time(void)
{
	u64 start = ktime_get_ns();

	udelay(20);
	cond_resched();
	return ktime_get_ns() - start >= 20 * NSEC_PER_USEC;
}

static bool locks(void)
{
	unsigned long flags;
	spinlock_t local;
	bool locked;

	spin_lock_init(&local);
	spin_lock_irqsave(&lock, flags);
	locked = irqs_disabled() && spin_is_locked(&lock);
	spin_unlock_irqrestore(&lock, flags);
	spin_lock(&local);
	spin_unlock(&local);
	return locked;
}

static int __init idioms_init(void)
{
	unsigned int i;

	pr_info("scale %u, label '%s', verbose %d, %u numbers\n", scale, label, loud, list_len);
	for (i = 0; i < list_len; i++)
		pr_info("number %u is %d\n", i, list[i]);
	pr_info("%lld,%zu,%lu,%px\n", (s64)-1, sizeof(struct page), totalram_pages(), high_memory);
#ifdef CONFIG_X86_TSC
	pr_info("tsc_khz %u\n", tsc_khz);
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(3, 0, 0)
	return -EINVAL;
#endif
	if (!sorts() || !divides() || !counts_per_cpu() || !allocates() || !passes_time() ||
	    !locks())
		return -EIO;
	pr_info("all is well on %u of %u CPUs\n", num_online_cpus(), num_possible_cpus());
	return 0;
}

static void __exit idioms_exit(void)
{
	pr_info("leaves\n");
}

module_init(idioms_init);
module_exit(idioms_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_AUTHOR("Quarry");
MODULE_DESCRIPTION("what modules are made of");
