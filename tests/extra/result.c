// SPDX-License-Identifier: MIT
/* A foreign file whose init function does what its parameters say, right or wrong. */
#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/module.h>
#include <linux/preempt.h>

static int value;
module_param(value, int, 0);
MODULE_PARM_DESC(value, "what the init function returns");

static bool irqs_off, preempt_off, warns, panics, hangs;
module_param(irqs_off, bool, 0);
module_param(preempt_off, bool, 0);
module_param(warns, bool, 0);
module_param(panics, bool, 0);
module_param(hangs, bool, 0);

static int __init result_init(void)
{
	WARN(warns, "as asked");
	if (panics)
		panic("as asked");
	while (hangs)
		barrier();
	if (irqs_off)
		local_irq_disable();
	if (preempt_off)
		preempt_disable();
	return value;
}

static void __exit result_exit(void)
{
	pr_info("result ends\n");
}

module_init(result_init);
module_exit(result_exit);
MODULE_LICENSE("MIT");
