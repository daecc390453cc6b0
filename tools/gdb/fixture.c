// SPDX-License-Identifier: MIT
/*
 * Pages in every state, for tools/gdb/test_gdb.py to look at. Linked in through EXTRA=; says
 * what it did by the kernel's own arithmetic, and stops in fixture_ready(), where the test has
 * a breakpoint.
 */
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>

struct subject {
	struct page *page;
	unsigned long pfn;
	void *address; /* in the direct map; NULL for a high page */
};

#define BLOCK_ORDER    3
#define COMPOUND_ORDER 2

static struct {
	struct subject single;     /* order 0, two references */
	struct subject block;      /* BLOCK_ORDER, no compound page */
	struct subject compound;   /* COMPOUND_ORDER */
	struct subject high;       /* HighMem, order 0 */
	struct subject dma;        /* DMA, order 0 */
	struct subject poisoned;   /* marked as quarantined */
	struct subject kept;       /* freed last: on top of this CPU's pageset */
	struct subject kept_block; /* order 1, the same */
} fixture __used;

static void take(struct subject *subject, gfp_t gfp, unsigned int order)
{
	subject->page = alloc_pages(gfp, order);
	BUG_ON(!subject->page);
	subject->pfn = page_to_pfn(subject->page);
	subject->address = page_address(subject->page);
}

static noinline __used void fixture_ready(void)
{
	barrier();
}

static int __init fixture_init(void)
{
	take(&fixture.single, GFP_KERNEL, 0);
	get_page(fixture.single.page);
	take(&fixture.block, GFP_KERNEL, BLOCK_ORDER);
	take(&fixture.compound, GFP_KERNEL | __GFP_COMP, COMPOUND_ORDER);
	take(&fixture.high, GFP_HIGHUSER, 0);
	take(&fixture.dma, GFP_KERNEL | __GFP_DMA, 0);
	take(&fixture.poisoned, GFP_KERNEL, 0);
	SetPagePoisoned(fixture.poisoned.page);
	take(&fixture.kept, GFP_KERNEL, 0);
	take(&fixture.kept_block, GFP_KERNEL, 1);
	__free_pages(fixture.kept.page, 0);
	__free_pages(fixture.kept_block.page, 1);

	pr_info("fixture: zones\n");
	show_zoneinfo();
	show_buddyinfo();
	pr_info("fixture: end\n");
	fixture_ready();

	ClearPagePoisoned(fixture.poisoned.page);
	__free_page(fixture.poisoned.page);
	__free_page(fixture.dma.page);
	__free_page(fixture.high.page);
	__free_pages(fixture.compound.page, COMPOUND_ORDER);
	__free_pages(fixture.block.page, BLOCK_ORDER);
	put_page(fixture.single.page);
	put_page(fixture.single.page);
	return 0;
}
module_init(fixture_init);
