// SPDX-License-Identifier: MIT
/* The second of two foreign files. Its name has a dash, its parameters an underscore. */
#include <linux/module.h>
#include "pair.h"

static int number = 1;
module_param(number, int, 0);

static int __init two_init(void)
{
	pr_info("two begins, twice %d is %d\n", number, pair_double(number));
	return 0;
}

static void __exit two_exit(void)
{
	pr_info("two ends\n");
}

module_init(two_init);
module_exit(two_exit);
MODULE_LICENSE("MIT");
