// SPDX-License-Identifier: MIT
/* The first of two foreign files; the second calls it. */
#include <linux/module.h>
#include "pair.h"

static int started;

int pair_double(int x)
{
	return started ? 2 * x : -1;
}
EXPORT_SYMBOL(pair_double);

static int __init one_init(void)
{
	started = 1;
	pr_info("one begins\n");
	return 0;
}

static void __exit one_exit(void)
{
	pr_info("one ends\n");
}

module_init(one_init);
module_exit(one_exit);
MODULE_LICENSE("MIT");
