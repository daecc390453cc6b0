// SPDX-License-Identifier: MIT
/* WARN and its relatives: what they return, what they report, how often. */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(bug);

static int yes = 1, no;

/* WARN_ON() of a false condition returns false and reports nothing. */
TEST(warn_on_false)
{
	bool result;

	test_capture_start();
	result = WARN_ON(no);
	EXPECT_EQ(test_capture_stop(), 0);
	EXPECT_FALSE(result);
}

static noinline bool warn_here(void)
{
	return WARN_ON(yes);
}

/* WARN_ON() of a true condition returns true and reports file, function and callers. */
TEST(warn_on_true)
{
	bool result;

	test_capture_start();
	result = warn_here();
	test_capture_stop();
	EXPECT_TRUE(result);
	EXPECT_EQ(test_captured("<4> WARNING: tests/test_bug.c:"), 1);
	EXPECT_EQ(test_captured("in warn_here+0x"), 1);
	/* The trace starts with the place itself, and does not show who makes the report. */
	EXPECT_EQ(test_captured("] warn_here+0x"), 1);
	EXPECT_EQ(test_captured("] warn_at+0x"), 0);
	EXPECT_GE(test_captured("] warn_on_true+0x"), 1);
	EXPECT_EQ(test_captured("<4> ---[ end of warning ]---"), 1);
}

/* The value of the condition may be wider than an int, or a pointer. */
TEST(warn_on_wide_condition)
{
	u64 high = 1ULL << 40;
	void *p = &high;

	test_capture_start();
	EXPECT_TRUE(WARN_ON(high));
	EXPECT_TRUE(WARN_ON(p));
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 2);
}

/* WARN() adds its text to the first line; a newline at its end is not doubled. */
TEST(warn_text)
{
	test_capture_start();
	EXPECT_TRUE(WARN(yes, "value %d\n", 42));
	EXPECT_FALSE(WARN(no, "value %d\n", 43));
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_EQ(test_captured(": value 42"), 1);
	EXPECT_NULL(strstr(test_capture_text(), "value 42\n<4> \n"));
}

static bool warn_once_here(void)
{
	return WARN_ON_ONCE(yes);
}

/* WARN_ON_ONCE() reports the first time only, and returns the condition every time. */
TEST(warn_on_once_twice)
{

	test_capture_start();
	EXPECT_TRUE(warn_once_here());
	EXPECT_TRUE(warn_once_here());
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
}

/* WARN_ONCE() at two places reports at each. */
TEST(warn_once_two_places)
{
	int i;

	test_capture_start();
	for (i = 0; i < 3; i++) {
		WARN_ONCE(yes, "first place");
		WARN_ONCE(yes, "second place");
	}
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 2);
	EXPECT_EQ(test_captured("first place"), 1);
}

/* A captured warning does not make the run a failure. */
TEST(nr_warnings_captured)
{
	unsigned int before = nr_warnings;

	test_capture_start();
	WARN_ON(yes);
	test_capture_stop();
	EXPECT_EQ(test_captured("WARNING: "), 1);
	EXPECT_EQ(nr_warnings, before);
}

/* dump_stack() names its caller. */
TEST(dump_stack_caller)
{
	test_capture_start();
	dump_stack();
	test_capture_stop();
	EXPECT_EQ(test_captured("called from:"), 1);
	EXPECT_GE(test_captured("] dump_stack_caller+0x"), 1);
}
