// SPDX-License-Identifier: MIT
/*
 * The test framework, tested with suites that fail on purpose. They run inside a case, and what
 * they say goes to a buffer.
 */
#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/string.h>
#include <quarry/test.h>
#include "ktap.h"

TEST_SUITE(ktap);

static char output[4096];
static struct ktap_totals totals;

#define INNER_SUITE(...)                                                                           \
	{                                                                                          \
		.name = "inner", __VA_ARGS__                                                       \
	}

static void try_suite(const struct test_suite *suite)
{
	ktap_try_suite(suite, "*", 0x1234, output, sizeof(output), &totals);
}

/* Runs one function as the only case of a suite. */
static void try_case(void (*function)(void))
{
	const struct test_case c = { .name = "only", .run = function };
	const struct test_suite suite = INNER_SUITE(.cases = &c, .nr_cases = 1);

	try_suite(&suite);
}

static bool said(const char *text)
{
	return strstr(output, text) != NULL;
}

static void expect_failure(void (*function)(void), const char *text)
{
	try_case(function);
	EXPECT_EQ(totals.failed, 1);
	EXPECT_EQ(totals.passed, 0);
	EXPECT_TRUE(said("  not ok 1 only\n"));
	EXPECT_TRUE(said("\nnot ok 1 inner\n"));
	if (!said(text))
		FAIL("\"%s\" is missing", text);
}

static void expect_pass(void (*function)(void))
{
	try_case(function);
	EXPECT_EQ(totals.failed, 0);
	EXPECT_EQ(totals.passed, 1);
	EXPECT_STREQ(output, "  # Subtest: inner\n  KTAP version 1\n  1..1\n"
			     "  ok 1 only\nok 1 inner\n");
}

/* ---- checks -------------------------------------------------------------------------------- */

static void pass_every_check(void)
{
	static const char text[] = "text";
	int x = 0;

	EXPECT_EQ(1, 1);
	EXPECT_NE(1, 2);
	EXPECT_LT(-1, 0);
	EXPECT_LE(1, 1);
	EXPECT_GT(1ULL << 40, 1ULL << 39);
	EXPECT_GE(2, 2);
	EXPECT_TRUE(1);
	EXPECT_FALSE(0);
	EXPECT_NULL(NULL);
	EXPECT_NOT_NULL(&x);
	EXPECT_PTR_EQ(&x, &x);
	EXPECT_PTR_NE(&x, text);
	EXPECT_STREQ("text", text);
	EXPECT_STREQ(NULL, NULL);
	EXPECT_MEMEQ("text", text, 5);
	ASSERT_EQ(x, 0);
	ASSERT_STREQ(text, "text");
}

/* Checks that hold print nothing. */
TEST(expect_all_hold)
{
	expect_pass(pass_every_check);
}

static void fail_eq(void)
{
	int three = 3;

	EXPECT_EQ(three, 4);
}

/* A failed comparison names file, expressions and values. */
TEST(expect_eq_fails)
{
	expect_failure(fail_eq, ": EQ(three, 4): left 3 (0x3), right 4 (0x4)\n");
	EXPECT_TRUE(said("  # tests/test_ktap.c:"));
	EXPECT_TRUE(said("  # repeat: test=inner.only seed=0x00001234\n"));
}

static void fail_signed(void)
{
	s64 big = -(1LL << 40);
	u64 large = 1ULL << 63;

	EXPECT_GT(big, 0);
	EXPECT_EQ(large, 0);
}

/* Values keep their sign and all of their 64 bits. */
TEST(expect_values_wide)
{
	expect_failure(fail_signed, ": left -1099511627776, right 0 (0x0)\n");
	EXPECT_TRUE(said(": left 9223372036854775808 (0x8000000000000000), right 0 (0x0)\n"));
}

static void fail_ne(void)
{
	EXPECT_NE(1, 1);
}

static void fail_lt(void)
{
	EXPECT_LT(1, 1);
}

static void fail_le(void)
{
	EXPECT_LE(2, 1);
}

static void fail_gt(void)
{
	EXPECT_GT(1, 1);
}

static void fail_ge(void)
{
	EXPECT_GE(0, 1);
}

static void fail_true(void)
{
	EXPECT_TRUE(totals.passed == 12345);
}

static void fail_false(void)
{
	EXPECT_FALSE(totals.passed != 12345);
}

static void fail_null(void)
{
	EXPECT_NULL(output);
}

static void fail_not_null(void)
{
	EXPECT_NOT_NULL(NULL);
}

static void fail_ptr_eq(void)
{
	EXPECT_PTR_EQ(output, output + 1);
}

static void fail_ptr_ne(void)
{
	EXPECT_PTR_NE(output, output);
}

/* Each check fails where it does not hold. */
TEST(expect_each_fails)
{
	expect_failure(fail_ne, ": NE(1, 1): ");
	expect_failure(fail_lt, ": LT(1, 1): ");
	expect_failure(fail_le, ": LE(2, 1): ");
	expect_failure(fail_gt, ": GT(1, 1): ");
	expect_failure(fail_ge, ": GE(0, 1): ");
	expect_failure(fail_true, ": TRUE(totals.passed == 12345): it is not\n");
	expect_failure(fail_false, ": FALSE(totals.passed != 12345): it is not\n");
	expect_failure(fail_null, ": NULL(output): left ");
	expect_failure(fail_not_null, ": NOT_NULL(NULL): left 0 (0x0), ");
	expect_failure(fail_ptr_eq, ": PTR_EQ(output, output + 1): left ");
	expect_failure(fail_ptr_ne, ": PTR_NE(output, output): left ");
}

static void fail_streq(void)
{
	EXPECT_STREQ("a\nb", "a\tb");
	EXPECT_STREQ("x", NULL);
}

/* Strings are shown on one line, whatever they contain. */
TEST(expect_streq_fails)
{
	expect_failure(fail_streq, ": left \"a\\nb\", right \"a\\x09b\"\n");
	EXPECT_TRUE(said(": left \"x\", right NULL\n"));
}

static void fail_memeq(void)
{
	EXPECT_MEMEQ("abcdef", "abcxef", 6);
}

/* A failed comparison of memory names the first byte that differs. */
TEST(expect_memeq_fails)
{
	expect_failure(fail_memeq, ": differ first at byte 3 of 6: left 0x64, right 0x78\n");
}

static unsigned int reached;

static void fail_twice(void)
{
	EXPECT_EQ(0, 1);
	reached++;
	EXPECT_EQ(0, 2);
}

static void assert_twice(void)
{
	ASSERT_EQ(0, 1);
	reached++;
	ASSERT_EQ(0, 2);
}

/* EXPECT goes on after a failure, ASSERT leaves the case. */
TEST(assert_leaves_case)
{
	reached = 0;
	expect_failure(fail_twice, ": EQ(0, 2): ");
	EXPECT_EQ(reached, 1);
	expect_failure(assert_twice, ": EQ(0, 1): ");
	EXPECT_EQ(reached, 1);
	EXPECT_FALSE(said("EQ(0, 2)"));
}

static void evaluate_once(void)
{
	EXPECT_EQ(reached++, 0);
	EXPECT_NE(reached++, 0);
	EXPECT_TRUE(reached++);
	EXPECT_NOT_NULL(output + reached++);
}

/* A check evaluates its arguments once. */
TEST(expect_evaluates_once)
{
	reached = 0;
	expect_pass(evaluate_once);
	EXPECT_EQ(reached, 4);
}

static void call_fail(void)
{
	FAIL("own words %d", 7);
}

/* FAIL() fails with its own text. */
TEST(fail_text)
{
	expect_failure(call_fail, ": own words 7\n");
}

static void fail_often(void)
{
	int i;

	for (i = 0; i < 50; i++)
		EXPECT_EQ(i, -1);
}

/* Many failures of one case are counted, and only the first are shown. */
TEST(expect_many_failures)
{
	expect_failure(fail_often, "  # 50 failures\n");
	EXPECT_TRUE(said("left 7 (0x7)"));
	EXPECT_FALSE(said("left 8 (0x8)"));
}

/* ---- cases --------------------------------------------------------------------------------- */

static void check_nothing(void)
{
}

/* A case without a check fails. */
TEST(case_asserts_nothing)
{
	expect_failure(check_nothing, "  # asserts nothing\n");
}

static void skip_it(void)
{
	SKIP("no %s here", "device");
	reached++;
}

/* SKIP() leaves the case; it is neither passed nor failed. */
TEST(case_skips)
{
	reached = 0;
	try_case(skip_it);
	EXPECT_TRUE(said("  ok 1 only # SKIP no device here\n"));
	EXPECT_TRUE(said("\nok 1 inner\n"));
	EXPECT_EQ(totals.skipped, 1);
	EXPECT_EQ(totals.passed + totals.failed, 0);
	EXPECT_EQ(reached, 0);
}

static void fail_and_skip(void)
{
	EXPECT_TRUE(0);
	SKIP("too late");
}

/* A failure before a skip stays a failure. */
TEST(case_fails_then_skips)
{
	expect_failure(fail_and_skip, ": TRUE(0): ");
	EXPECT_EQ(totals.skipped, 0);
}

static void leave_interrupts(void)
{
	EXPECT_TRUE(1);
	if (irqs_disabled())
		local_irq_enable();
	else
		local_irq_disable();
}

/* A case must leave interrupts as they were; they are put right. */
TEST(case_leaves_interrupts)
{
	bool before = irqs_disabled();

	expect_failure(leave_interrupts,
		       before ? "  # left interrupts on\n" : "  # left interrupts off\n");
	EXPECT_EQ(irqs_disabled(), before);
}

static void leave_preemption_off(void)
{
	EXPECT_TRUE(1);
	preempt_disable();
}

/* A case must leave the preempt count as it was; it is put right. */
TEST(case_leaves_preempt_count)
{
	unsigned int before = preempt_count();

	expect_failure(leave_preemption_off, "  # left a preempt count of ");
	EXPECT_EQ(preempt_count(), before);
}

static void leave_capture_on(void)
{
	EXPECT_TRUE(1);
	test_capture_start();
}

/* A case must end its capture. */
TEST(case_leaves_capture)
{
	expect_failure(leave_capture_on, "  # left the capture of reports on\n");
}

static void swallow_a_warning(void)
{
	test_capture_start();
	WARN(1, "the one expected");
	WARN(1, "another one");
	test_capture_stop();
	EXPECT_EQ(test_captured("the one expected"), 1);
}

/* A captured warning that the case did not ask for fails it. */
TEST(case_swallows_warning)
{
	expect_failure(swallow_a_warning, "  # captured and not asked for: <4> WARNING: ");
	EXPECT_TRUE(said("another one"));
	EXPECT_FALSE(said("the one expected"));
}

static void capture_too_much(void)
{
	int i;

	test_capture_start();
	for (i = 0; i < 1000; i++)
		printk("line %d\n", i);
	test_capture_stop();
	EXPECT_GT(test_captured("line"), 0);
}

/* A capture that overflows fails the case. */
TEST(case_captures_too_much)
{
	expect_failure(capture_too_much, "  # more was captured than fits\n");
}

static void count_a_warning(void)
{
	EXPECT_TRUE(1);
	nr_warnings++;
}

/* A warning that reaches the log fails the case. */
TEST(case_warns)
{
	unsigned int before = nr_warnings;

	expect_failure(count_a_warning, "  # 1 warnings\n");
	nr_warnings = before;
}

static void reach_once_places(void)
{
	test_capture_start();
	WARN_ONCE(1, "one of a kind");
	printk_once("only once\n");
	test_capture_stop();
	EXPECT_EQ(test_captured("one of a kind"), 1);
	EXPECT_EQ(test_captured("only once"), 1);
}

/* What was said once in one case is said again in the next. */
TEST(case_starts_unfired)
{
	expect_pass(reach_once_places);
	expect_pass(reach_once_places);
}

/* ---- suites -------------------------------------------------------------------------------- */

static void pass(void)
{
	EXPECT_TRUE(1);
}

static const struct test_case three_cases[] = {
	{ .name = "first", .run = pass },
	{ .name = "second", .run = fail_eq },
	{ .name = "third", .run = pass },
};

/* Results are numbered, a failed case fails its suite, the others still run. */
TEST(suite_mixed)
{
	const struct test_suite suite = INNER_SUITE(.cases = three_cases, .nr_cases = 3);

	try_suite(&suite);
	EXPECT_TRUE(said("  1..3\n  ok 1 first\n"));
	EXPECT_TRUE(said("\n  not ok 2 second\n  ok 3 third\nnot ok 1 inner\n"));
	EXPECT_EQ(totals.passed, 2);
	EXPECT_EQ(totals.failed, 1);
}

/* Only selected cases are planned, numbered and run. */
TEST(suite_selected)
{
	const struct test_suite suite = INNER_SUITE(.cases = three_cases, .nr_cases = 3);

	ktap_try_suite(&suite, "nothing,inner.?irs*,inner.third", 1, output, sizeof(output),
		       &totals);
	EXPECT_STREQ(output, "  # Subtest: inner\n  KTAP version 1\n  1..2\n"
			     "  ok 1 first\n  ok 2 third\nok 1 inner\n");
}

static char order[64];

static void note(char c)
{
	size_t len = strlen(order);

	if (len + 1 < sizeof(order)) {
		order[len] = c;
		order[len + 1] = '\0';
	}
}

static int note_init(void)
{
	note('I');
	return 0;
}

static void note_exit(void)
{
	note('X');
}

static int note_case_init(void)
{
	note('i');
	return 0;
}

static void note_case_exit(void)
{
	note('x');
}

static void note_case(void)
{
	note('c');
	EXPECT_TRUE(1);
}

static const struct test_case noting_cases[] = {
	{ .name = "a", .run = note_case },
	{ .name = "b", .run = note_case },
};

/* The suite's fixture stands around all cases, the case's around each. */
TEST(suite_fixture_order)
{
	const struct test_suite suite =
		INNER_SUITE(.cases = noting_cases, .nr_cases = 2, .init = note_init,
			    .exit = note_exit, .case_init = note_case_init,
			    .case_exit = note_case_exit);

	order[0] = '\0';
	try_suite(&suite);
	EXPECT_STREQ(order, "IicxicxX");
	EXPECT_EQ(totals.passed, 2);
}

static int refuse(void)
{
	return -12;
}

/* A suite whose init fails has failed in every case, and none is run. */
TEST(suite_init_fails)
{
	const struct test_suite suite = INNER_SUITE(.cases = noting_cases, .nr_cases = 2,
						    .init = refuse, .exit = note_exit);

	order[0] = '\0';
	try_suite(&suite);
	EXPECT_STREQ(order, "");
	EXPECT_EQ(totals.failed, 2);
	EXPECT_TRUE(said("  # the suite's init failed: -12\n"));
}

static int skip_suite(void)
{
	test_skip("not on this machine");
	return 0;
}

/* A suite whose init skips has all of its cases skipped. */
TEST(suite_init_skips)
{
	const struct test_suite suite =
		INNER_SUITE(.cases = noting_cases, .nr_cases = 2, .init = skip_suite);

	order[0] = '\0';
	try_suite(&suite);
	EXPECT_STREQ(order, "");
	EXPECT_EQ(totals.skipped, 2);
	EXPECT_TRUE(said("  ok 2 b # SKIP not on this machine\nok 1 inner\n"));
}

/* A fixture that fails fails its case, which is not run. */
TEST(case_init_fails)
{
	const struct test_suite suite =
		INNER_SUITE(.cases = noting_cases, .nr_cases = 1, .case_init = refuse);

	order[0] = '\0';
	try_suite(&suite);
	EXPECT_STREQ(order, "");
	EXPECT_EQ(totals.failed, 1);
	EXPECT_TRUE(said("  # the fixture failed: -12\n"));
}

static unsigned long resources;

static unsigned long count_resources(void)
{
	return resources;
}

static void leak(void)
{
	EXPECT_TRUE(1);
	resources--;
}

/* A case after which the suite's resource is not the same has failed. */
TEST(suite_resource_leak)
{
	const struct test_case c = { .name = "leak", .run = leak };
	const struct test_suite suite =
		INNER_SUITE(.cases = &c, .nr_cases = 1, .resource_count = count_resources);

	resources = 10;
	try_suite(&suite);
	EXPECT_EQ(totals.failed, 1);
	EXPECT_TRUE(said("  # resources: 10 before, 9 after\n"));
}
