/* SPDX-License-Identifier: MIT */
/*
 * Tests inside the kernel. A file holds one suite and its cases, and nothing else has to know:
 *
 *	TEST_SUITE(page_alloc, .resource_count = free_pages_total);
 *
 *	// An order that no block can have is answered with NULL.
 *	TEST(alloc_pages_order_too_big)
 *	{
 *		EXPECT_NULL(alloc_pages(GFP_KERNEL | __GFP_NOWARN, MAX_ORDER));
 *	}
 *
 * EXPECT_x notes a failure and goes on; ASSERT_x also returns from the function that it stands
 * in. A case that checks nothing fails. Each case starts with every WARN_ONCE(), pr_x_once()
 * and pr_x_ratelimited() of the kernel as if it had not been reached yet. After each case
 * interrupts, preemption, the capture of reports and the suite's resource must be as they were,
 * and no WARNING may have been printed.
 */
#ifndef _QUARRY_TEST_H
#define _QUARRY_TEST_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <quarry/test_checks.h>

struct test_suite;

struct test_case {
	const char *name;
	void (*run)(void);
	const struct test_suite *suite;
};

struct test_suite {
	const char *name;
	int (*init)(void);  /* before the first case; an error fails every case */
	void (*exit)(void); /* after the last */
	int (*case_init)(void);
	void (*case_exit)(void);
	unsigned long (*resource_count)(void); /* compared before and after each case */
	const struct test_case *cases;         /* NULL: the cases of the file */
	unsigned int nr_cases;
};

struct death_test {
	const char *name;
	const char *expects; /* what the line that starts `PANIC: ` must contain */
	void (*run)(void);
};

/* Stands above the cases of the file, once: a case without it does not compile. */
#define TEST_SUITE(suite_name, ...)                                                                \
	static const struct test_suite __test_suite = { .name = #suite_name, ##__VA_ARGS__ };      \
	static const struct test_suite *const __test_suite_entry __used __section(                 \
		"__testsuites") = &__test_suite

#define TEST(case_name)                                                                            \
	static void case_name(void);                                                               \
	static const struct test_case __test_case_##case_name __used __section("__testcases")      \
		__aligned(sizeof(void *)) __attribute__((__no_reorder__)) = {                      \
			.name = #case_name,                                                        \
			.run = (case_name),                                                        \
			.suite = &__test_suite,                                                    \
		};                                                                                 \
	static void case_name(void)

#define DEATH_TEST(test_name, panic_text)                                                          \
	static void test_name(void);                                                               \
	static const struct death_test __death_test_##test_name __used __section("__deathtests")   \
		__aligned(sizeof(void *)) = {                                                      \
			.name = #test_name,                                                        \
			.expects = (panic_text),                                                   \
			.run = (test_name),                                                        \
		};                                                                                 \
	static void test_name(void)

/* ---- what a case may use -------------------------------------------------------------------- */

/* Numbers that depend on seed= and on the name of the case, and on nothing else. */
u32 test_rand(void);
u32 test_rand_below(u32 limit);
u64 test_seed(void);

/* Whether the case has failed so far. */
bool test_has_failed(void);

/*
 * Reports that a test provokes. From start to stop, log lines go to a buffer; stopping keeps
 * them readable until the next start. A WARNING, BUG or PANIC that was captured and that no
 * test_captured() asked for fails the case, and so does more text than the buffer holds.
 */
void test_capture_start(void);
unsigned int test_capture_stop(void);
unsigned int test_captured(const char *substring);
const char *test_capture_text(void);

#endif
