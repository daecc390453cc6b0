// SPDX-License-Identifier: MIT
/* Init and exit functions: order, results, and what they may not change. */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/string.h>
#include <quarry/module.h>
#include <quarry/test.h>

static char order[32];

static void note(char c)
{
	size_t len = strlen(order);

	if (len + 1 < sizeof(order)) {
		order[len] = c;
		order[len + 1] = '\0';
	}
}

static struct module own_a, own_b, foreign_a, foreign_b;

static int make_modules(void)
{
	own_a = (struct module){ .name = "own_a" };
	own_b = (struct module){ .name = "own_b" };
	foreign_a = (struct module){ .name = "foreign_a", .foreign = true };
	foreign_b = (struct module){ .name = "foreign_b", .foreign = true };
	order[0] = '\0';
	return 0;
}

TEST_SUITE(module, .case_init = make_modules);

static int init_result;

static int init_1(void)
{
	note('1');
	return 0;
}

static int init_2(void)
{
	note('2');
	return 0;
}

static int init_3(void)
{
	note('3');
	return 0;
}

static int init_with_result(void)
{
	note('r');
	return init_result;
}

static int init_irqs_off(void)
{
	local_irq_disable();
	return 0;
}

static int init_preempt_off(void)
{
	preempt_disable();
	return 0;
}

static void exit_a(void)
{
	note('a');
}

static void exit_b(void)
{
	note('b');
}

static void exit_c(void)
{
	note('c');
}

#define INIT(function, owner)                                                                      \
	{                                                                                          \
		.fn = function, .name = #function, .module = &owner                                \
	}
#define EXIT(function, owner)                                                                      \
	{                                                                                          \
		.fn = function, .name = #function, .module = &owner                                \
	}
#define RUN_INITS(table) run_initcall_table(table, table + ARRAY_SIZE(table))
#define RUN_EXITS(inits, exits)                                                                    \
	run_exitcall_table(inits, inits + ARRAY_SIZE(inits), exits, exits + ARRAY_SIZE(exits))

/* Runs one init function, with its reports captured. */
static bool run_one(struct module *module, initcall_t fn, const char *name)
{
	const struct initcall table[] = { { .fn = fn, .name = name, .module = module } };
	bool fine;

	test_capture_start();
	fine = RUN_INITS(table);
	test_capture_stop();
	return fine;
}

static bool run_result(struct module *module, int result)
{
	init_result = result;
	return run_one(module, init_with_result, "the_init");
}

/* Foreign files come after the tree's own, wherever they stand in the table. */
TEST(initcalls_foreign_last)
{
	const struct initcall table[] = { INIT(init_1, foreign_a), INIT(init_2, own_a),
					  INIT(init_3, own_b) };

	test_capture_start();
	EXPECT_TRUE(RUN_INITS(table));
	test_capture_stop();
	EXPECT_STREQ(order, "231");
}

/* 0 from a foreign file is reported, from an own file it is silent. */
TEST(initcall_returns_zero)
{
	EXPECT_TRUE(run_result(&foreign_a, 0));
	EXPECT_STREQ(test_capture_text(), "<6> foreign_a: the_init returned 0\n");
	EXPECT_TRUE(run_result(&own_a, 0));
	EXPECT_STREQ(test_capture_text(), "");
	EXPECT_FALSE(own_a.gone);
}

/* -EAGAIN: the module does not stay, and that is no failure. */
TEST(initcall_returns_eagain)
{
	EXPECT_TRUE(run_result(&foreign_a, -EAGAIN));
	EXPECT_EQ(test_captured("<6> foreign_a: the_init returned -11, does not stay"), 1);
	EXPECT_TRUE(foreign_a.gone);
}

/* -ENODEV is fine from a driver of the tree, and a failure from a foreign file. */
TEST(initcall_returns_enodev)
{
	EXPECT_TRUE(run_result(&own_a, -ENODEV));
	EXPECT_FALSE(run_result(&foreign_a, -ENODEV));
	EXPECT_EQ(test_captured("<3> foreign_a: the_init failed: -19"), 1);
}

/* Any other error is a failure, reported by name. */
TEST(initcall_returns_error)
{
	EXPECT_FALSE(run_result(&own_a, -ENOMEM));
	EXPECT_EQ(test_captured("<3> own_a: the_init failed: -12"), 1);
	EXPECT_TRUE(own_a.gone);
	EXPECT_FALSE(run_result(&foreign_a, 1));
	EXPECT_EQ(test_captured("<3> foreign_a: the_init failed: 1"), 1);
}

/* A failure does not keep the others from running. */
TEST(initcalls_after_failure)
{
	const struct initcall table[] = { INIT(init_with_result, own_a), INIT(init_1, own_b),
					  INIT(init_2, foreign_a) };

	init_result = -EIO;
	test_capture_start();
	EXPECT_FALSE(RUN_INITS(table));
	test_capture_stop();
	EXPECT_STREQ(order, "r12");
}

/* Returning with interrupts off is a failure; they are put right. */
TEST(initcall_leaves_interrupts_off)
{
	if (irqs_disabled())
		SKIP("interrupts are off here");
	EXPECT_FALSE(run_one(&foreign_a, init_irqs_off, "init_irqs_off"));
	EXPECT_EQ(test_captured("<3> foreign_a: init_irqs_off returned with interrupts off"), 1);
	EXPECT_FALSE(irqs_disabled());
}

/* Returning with preemption off is a failure; it is put right. */
TEST(initcall_leaves_preemption_off)
{
	unsigned int before = preempt_count();

	EXPECT_FALSE(run_one(&foreign_a, init_preempt_off, "init_preempt_off"));
	EXPECT_EQ(test_captured("foreign_a: init_preempt_off returned with preempt count"), 1);
	EXPECT_EQ(preempt_count(), before);
}

/* Exit functions run in the reverse order of the init functions, foreign files first. */
TEST(exitcalls_order)
{
	const struct initcall inits[] = { INIT(init_1, foreign_a), INIT(init_2, own_a),
					  INIT(init_3, own_b) };
	const struct exitcall exits[] = { EXIT(exit_a, own_a), EXIT(exit_b, own_b),
					  EXIT(exit_c, foreign_a) };

	RUN_EXITS(inits, exits);
	EXPECT_STREQ(order, "cba");
}

/* The exit functions of a module whose init failed do not run. */
TEST(exitcalls_module_gone)
{
	const struct initcall inits[] = { INIT(init_with_result, foreign_a),
					  INIT(init_1, foreign_b) };
	const struct exitcall exits[] = { EXIT(exit_a, foreign_a), EXIT(exit_b, foreign_b) };

	init_result = -EAGAIN;
	test_capture_start();
	RUN_INITS(inits);
	test_capture_stop();
	RUN_EXITS(inits, exits);
	EXPECT_STREQ(order, "r1b");
}

/* A module without an init function has its exit function called too; none is called twice. */
TEST(exitcalls_once)
{
	const struct initcall inits[] = { INIT(init_1, own_a), INIT(init_2, own_a) };
	const struct exitcall exits[] = { EXIT(exit_a, own_a), EXIT(exit_b, own_b) };

	RUN_EXITS(inits, exits);
	RUN_EXITS(inits, exits);
	EXPECT_STREQ(order, "ab");
}
