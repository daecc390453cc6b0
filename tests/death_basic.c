// SPDX-License-Identifier: MIT
/* Boots that must end in a panic: the panic path itself. */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <quarry/console.h>
#include <quarry/test.h>

/* panic() prints its reason and ends the run. */
DEATH_TEST(panic_plain, "the reason is 42")
{
	panic("the reason is %d", 42);
}

/* A newline at the end of the reason adds no empty line. */
DEATH_TEST(panic_newline, "reason with a newline")
{
	panic("reason with a newline\n");
}

/* BUG() panics and names its file. */
DEATH_TEST(bug_plain, "BUG at tests/death_basic.c:")
{
	BUG();
}

/* BUG_ON() of a false condition does nothing, of a true one it panics. */
DEATH_TEST(bug_on_condition, "BUG at tests/death_basic.c:")
{
	int zero = 0;

	OPTIMIZER_HIDE_VAR(zero);
	BUG_ON(zero);
	pr_info("alive after BUG_ON(0)\n");
	BUG_ON(!zero);
}

/* A warning is reported and the caller goes on. */
DEATH_TEST(warn_then_panic, "alive after 1 warning")
{
	bool was_true;

	test_capture_start();
	was_true = WARN_ON(1);
	test_capture_stop();
	panic("alive after %u warning", was_true ? test_captured("> WARNING: ") : 0);
}

/* A panic ends a capture: its report is not swallowed. */
DEATH_TEST(panic_in_capture, "during a capture")
{
	test_capture_start();
	pr_info("said before the panic\n");
	panic("during a capture");
}

/* The text that makes the consoles below misbehave, once. */
static const char *trigger;

static bool triggered_by(const char *text, size_t len)
{
	if (!trigger || !strnstr(text, trigger, len))
		return false;
	trigger = NULL;
	return true;
}

static void panicking_write(const char *text, size_t len)
{
	if (triggered_by(text, len))
		panic("by a console");
}

static struct console panicking_console = {
	.name = "panicking",
	.write = panicking_write,
};

/* A panic inside printk, with the log's lock held, is still reported. */
DEATH_TEST(panic_inside_printk, "by a console")
{
	trigger = "any line";
	register_console(&panicking_console);
	pr_info("any line\n");
}

/* A panic inside the report of a panic is reported by one line, and ends the run. */
DEATH_TEST(panic_inside_panic, "during a panic (the first reason): by a console")
{
	trigger = "the first reason";
	register_console(&panicking_console);
	panic("the first reason");
}

static bool always;

static void always_panicking_write(const char *text, size_t len)
{
	if (always)
		panic("again");
}

static struct console always_panicking_console = {
	.name = "always panicking",
	.write = always_panicking_write,
};

/*
 * A report that can never be completed does not recurse for ever: the run still ends with the
 * exit value of a panic. The kernel itself gets no line out here, so the test says them.
 */
DEATH_TEST(panic_without_end, "the only line")
{
	pr_emerg("PANIC: the only line that gets out\n---[ end of panic ]---\n");
	register_console(&always_panicking_console);
	always = true;
	panic("never shown in full");
}

#ifdef CONFIG_DEBUG
static noinline void overrun(volatile char *buf, unsigned int len)
{
	while (len--)
		buf[len] = 'x';
}

static noinline void smash_stack(unsigned int len)
{
	char buf[16];

	overrun(buf, len);
}

/* Debug builds notice a function that writes past its array on the stack. */
DEATH_TEST(stack_smashed, "stack smashed in smash_stack")
{
	smash_stack(16 + 3 * sizeof(long));
}
#endif
