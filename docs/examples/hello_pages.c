// SPDX-License-Identifier: MIT
/*
 * A file of one's own in the kernel: allocates blocks of pages, shows where they lie, frees them.
 *
 *   make run BATCH=1 EXTRA=docs/examples/hello_pages.c APPEND="hello_pages.order=2"
 */
#define pr_fmt(fmt) "hello_pages: " fmt

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

#define MAX_BLOCKS 16

static unsigned int order;
module_param(order, uint, 0444);
MODULE_PARM_DESC(order, "a block has 2^order pages");

static unsigned int blocks = 3;
module_param(blocks, uint, 0444);
MODULE_PARM_DESC(blocks, "how many blocks, 16 at most");

static bool high;
module_param(high, bool, 0444);
MODULE_PARM_DESC(high, "HighMem will do as well");

static void show_block(struct page *page)
{
	const char *zone = page_zone(page)->name;
	void *addr = page_address(page);

	if (!addr) {
		pr_info("pfn %05lx, zone %s, no address\n", page_to_pfn(page), zone);
		return;
	}
	memset(addr, 0x5a, PAGE_SIZE << order);
	pr_info("pfn %05lx, zone %s, address %p\n", page_to_pfn(page), zone, addr);
}

static int __init hello_pages_init(void)
{
	unsigned long before = nr_free_pages();
	struct page *page[MAX_BLOCKS];
	unsigned int n;

	if (blocks > MAX_BLOCKS)
		return -EINVAL;
	for (n = 0; n < blocks; n++) {
		page[n] = alloc_pages(high ? GFP_HIGHUSER : GFP_KERNEL, order);
		if (!page[n])
			break;
		show_block(page[n]);
	}
	pr_info("%u blocks took %lu pages\n", n, before - nr_free_pages());
	if (n < blocks)
		pr_err("no memory for block %u\n", n);
	while (n--)
		__free_pages(page[n], order);
	pr_info("%lu pages are missing now\n", before - nr_free_pages());
	return 0;
}

static void __exit hello_pages_exit(void)
{
	pr_info("good-bye\n");
}

module_init(hello_pages_init);
module_exit(hello_pages_exit);
MODULE_LICENSE("MIT");
