// SPDX-License-Identifier: MIT
/*
 * Runs the tests and says what came of them, in KTAP version 1.
 *
 *	KTAP version 1
 *	# seed: 0x1234abcd
 *	1..2
 *	  # Subtest: page_alloc
 *	  KTAP version 1
 *	  1..3
 *	  ok 1 alloc_pages_order_zero
 *	  # tests/test_page_alloc.c:40: EQ(page_count(page), 1): left 2 (0x2), right 1 (0x1)
 *	  # repeat: test=page_alloc.free_pages_twice seed=0x1234abcd
 *	  not ok 2 free_pages_twice
 *	  ok 3 alloc_pages_high # SKIP no high memory
 *	not ok 1 page_alloc
 *
 * Suites and cases register themselves in linker sections; a case belongs to the suite of its
 * file. A glob matches the name of a suite (all its cases) or `suite.case`.
 *
 * I1. A suite is listed exactly if at least one of its cases is selected, so plans and results
 *     are counted by the same function.
 * I2. `run` describes the case that is running; the tests of this file run inner suites with a
 *     `run` of their own and put the outer one back.
 *
 * Context: one thread; checks may fail in any context, so what they touch is counters and raw
 *   output.
 */
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/random.h>
#include <linux/string.h>
#include <linux/bug.h>
#include <quarry/console.h>
#include <quarry/selftest.h>
#include <quarry/test.h>
#include "capture.h"
#include "ktap.h"

#define SHOWN_FAILURES 8 /* of one case; the rest is counted */
#define REASON_MAX     100
#define FULL_NAME_MAX  128 /* suite.case */
#define SHOWN_STRING   120 /* of each side of a failed STREQ, after escaping */

extern const struct test_suite *const __testsuites_start[], *const __testsuites_end[];
extern const struct test_case __testcases_start[], __testcases_end[];

unsigned int test_checks;

static struct {
	struct rnd_state random;
	u64 case_seed;
	u32 seed;
	const char *globs;
	unsigned int failures;
	bool skipped;
	char reason[REASON_MAX];
	char *sink; /* where an inner run's text goes */
	size_t sink_size, sink_used;
	struct ktap_totals totals;
} run;

/* ---- output -------------------------------------------------------------------------------- */

static void __printf(1, 2) say(const char *fmt, ...)
{
	struct va_format text;
	va_list args;

	va_start(args, fmt);
	text.fmt = fmt;
	text.va = &args;
	if (run.sink)
		run.sink_used += scnprintf(run.sink + run.sink_used, run.sink_size - run.sink_used,
					   "%pV", &text);
	else
		console_printf_raw("%pV", &text);
	va_end(args);
}

/* Copies a string so that it stays on one line; returns the copy. */
static const char *escape(char *buf, size_t size, const char *s)
{
	size_t len = 0;

	if (!s)
		return "NULL";
	len += scnprintf(buf, size, "\"");
	for (; *s && len + sizeof("\\x00\"...") < size; s++) {
		if (*s == '\n')
			len += scnprintf(buf + len, size - len, "\\n");
		else if (*s < ' ' || *s == 0x7f)
			len += scnprintf(buf + len, size - len, "\\x%02x", (u8)*s);
		else
			buf[len++] = *s;
	}
	scnprintf(buf + len, size - len, *s ? "\"..." : "\"");
	return buf;
}

/* ---- failures ------------------------------------------------------------------------------ */

/* Counts a failure; false when enough of this case have been shown. */
static bool count_failure(void)
{
	return ++run.failures <= SHOWN_FAILURES;
}

static const char *format_value(char *buf, size_t size, const struct test_value *value)
{
	if (value->is_signed && (s64)value->bits < 0)
		scnprintf(buf, size, "%lld", (s64)value->bits);
	else
		scnprintf(buf, size, "%llu (0x%llx)", value->bits, value->bits);
	return buf;
}

static void say_site(const struct test_site *site)
{
	say("  # %s:%u: %s(%s%s%s): ", site->file, site->line, site->check, site->left,
	    site->right ? ", " : "", site->right ?: "");
}

/* A comparison failed. */
void test_fail_values(const struct test_site *site, const struct test_value *left,
		      const struct test_value *right)
{
	char l[48], r[48]; /* 20 decimal and 16 hexadecimal digits and what stands around them */

	if (!count_failure())
		return;
	say_site(site);
	say("left %s, right %s\n", format_value(l, sizeof(l), left),
	    format_value(r, sizeof(r), right));
}

/* A truth check failed. */
void test_fail_condition(const struct test_site *site)
{
	if (!count_failure())
		return;
	say_site(site);
	say("it is not\n");
}

/* STREQ failed. */
void test_fail_strings(const struct test_site *site, const char *left, const char *right)
{
	static char l[SHOWN_STRING], r[SHOWN_STRING];

	if (!count_failure())
		return;
	say_site(site);
	say("left %s, right %s\n", escape(l, sizeof(l), left), escape(r, sizeof(r), right));
}

/* MEMEQ failed. */
void test_fail_memory(const struct test_site *site, const void *left, const void *right, size_t len)
{
	const u8 *l = left, *r = right;
	size_t n;

	if (!count_failure())
		return;
	for (n = 0; n + 1 < len && l[n] == r[n]; n++)
		;
	say_site(site);
	say("differ first at byte %zu of %zu: left 0x%02x, right 0x%02x\n", n, len, l[n], r[n]);
}

/* FAIL(). */
void test_fail_text(const char *file, unsigned int line, const char *fmt, ...)
{
	struct va_format text;
	va_list args;

	if (!count_failure())
		return;
	va_start(args, fmt);
	text.fmt = fmt;
	text.va = &args;
	say("  # %s:%u: %pV\n", file, line, &text);
	va_end(args);
}

/* A failure that the framework finds after the case. */
static void __printf(1, 2) fail_case(const char *fmt, ...)
{
	struct va_format text;
	va_list args;

	run.failures++;
	va_start(args, fmt);
	text.fmt = fmt;
	text.va = &args;
	say("  # %pV\n", &text);
	va_end(args);
}

/**
 * test_skip - marks the running case, or in a suite's init() the whole suite, as skipped
 * @fmt: why
 */
void test_skip(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vscnprintf(run.reason, sizeof(run.reason), fmt, args);
	va_end(args);
	run.skipped = true;
}

/* Whether two strings are equal; NULL equals only NULL. */
bool test_strings_equal(const char *left, const char *right)
{
	if (!left || !right)
		return left == right;
	return !strcmp(left, right);
}

/* Whether the running case has failed so far. */
bool test_has_failed(void)
{
	return run.failures != 0;
}

/* ---- random numbers ------------------------------------------------------------------------ */

/* FNV-1a, so that the order and number of other cases have no influence. */
static u32 hash_name(const char *name)
{
	u32 hash = 2166136261U;

	for (; *name; name++)
		hash = (hash ^ (u8)*name) * 16777619U;
	return hash;
}

/* A 32-bit number of the case's own sequence. */
u32 test_rand(void)
{
	return prandom_u32_state(&run.random);
}

/* A number from 0 to limit - 1, all equally likely; 0 for a limit of 0. */
u32 test_rand_below(u32 limit)
{
	return prandom_u32_below_state(&run.random, limit);
}

/* The seed of the case: for generators of its own, one per thread for instance. */
u64 test_seed(void)
{
	return run.case_seed;
}

/* ---- selection ----------------------------------------------------------------------------- */

/* Compares the first `len` bytes of a pattern, in which * is any text and ? any character. */
static bool match_part(const char *pattern, size_t len, const char *text)
{
	const char *end = pattern + len;
	const char *star = NULL, *retry = NULL;

	while (*text) {
		if (pattern < end && *pattern == '*') {
			star = pattern++;
			retry = text;
		} else if (pattern < end && (*pattern == '?' || *pattern == *text)) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++retry;
		} else {
			return false;
		}
	}
	while (pattern < end && *pattern == '*')
		pattern++;
	return pattern == end;
}

/* Whether a text matches a pattern of * and ? as a whole. */
bool glob_match(const char *pattern, const char *text)
{
	return match_part(pattern, strlen(pattern), text);
}

static void full_name(char *buf, const struct test_suite *suite, const struct test_case *c)
{
	scnprintf(buf, FULL_NAME_MAX, "%s.%s", suite->name, c->name);
}

static bool glob_selects(const char *glob, size_t len, const struct test_suite *suite,
			 const struct test_case *c)
{
	char name[FULL_NAME_MAX];

	full_name(name, suite, c);
	return match_part(glob, len, suite->name) || match_part(glob, len, name);
}

static bool is_selected(const struct test_suite *suite, const struct test_case *c)
{
	const char *glob = run.globs;

	for (;;) {
		size_t len = strcspn(glob, ",");

		if (glob_selects(glob, len, suite, c))
			return true;
		if (!glob[len])
			return false;
		glob += len + 1;
	}
}

/*
 * The case of a suite behind another one, or its first for NULL. An explicit array belongs to
 * its suite; in the section the cases of all suites lie one behind the other.
 */
static const struct test_case *next_case(const struct test_suite *suite, const struct test_case *c)
{
	const struct test_case *end = __testcases_end;

	if (suite->cases)
		end = suite->cases + suite->nr_cases;
	c = c ? c + 1 : suite->cases ?: __testcases_start;
	while (c < end && !suite->cases && c->suite != suite)
		c++;
	return c < end ? c : NULL;
}

static unsigned int count_selected(const struct test_suite *suite)
{
	const struct test_case *c;
	unsigned int n = 0;

	for (c = next_case(suite, NULL); c; c = next_case(suite, c))
		n += is_selected(suite, c);
	return n;
}

/* ---- running ------------------------------------------------------------------------------- */

/* What must be the same after a case as before it. */
struct surroundings {
	unsigned long flags;
	unsigned int preempt_count;
	unsigned int warnings;
	unsigned long resources;
};

static unsigned long count_resources(const struct test_suite *suite)
{
	return suite->resource_count ? suite->resource_count() : 0;
}

static void note_surroundings(struct surroundings *was, const struct test_suite *suite)
{
	was->resources = count_resources(suite);
	was->warnings = nr_warnings;
	was->preempt_count = preempt_count();
	local_save_flags(was->flags);
}

/* Reports what a case has changed, and puts right what would disturb the next one. */
static void check_surroundings(const struct surroundings *was, const struct test_suite *suite)
{
	char problem[200];
	unsigned long resources;

	if (irqs_disabled() != irqs_disabled_flags(was->flags)) {
		fail_case("left interrupts %s", irqs_disabled() ? "off" : "on");
		local_irq_restore(was->flags);
	}
	if (preempt_count() != was->preempt_count) {
		fail_case("left a preempt count of %x, was %x", preempt_count(),
			  was->preempt_count);
		preempt_count_add(was->preempt_count - preempt_count());
	}
	if (capture_active()) {
		fail_case("left the capture of reports on");
		test_capture_stop();
	}
	if (capture_problem(problem, sizeof(problem)))
		fail_case("%s", problem);
	if (nr_warnings != was->warnings)
		fail_case("%u warnings", nr_warnings - was->warnings);
	resources = count_resources(suite);
	if (resources != was->resources)
		fail_case("resources: %lu before, %lu after", was->resources, resources);
}

static void begin_case(const char *name)
{
	run.failures = 0;
	run.skipped = false;
	test_checks = 0;
	run.case_seed = (u64)hash_name(name) << 32 | run.seed;
	prandom_seed_state(&run.random, run.case_seed);
	random_seed(run.case_seed);
	capture_reset();
	rearm_reports();
}

static void call_case(const struct test_suite *suite, const struct test_case *c)
{
	struct surroundings was;
	int err = 0;

	note_surroundings(&was, suite);
	if (suite->case_init)
		err = suite->case_init();
	if (err) {
		fail_case("the fixture failed: %d", err);
	} else {
		c->run();
		if (suite->case_exit)
			suite->case_exit();
		if (!test_checks && !run.skipped)
			fail_case("asserts nothing");
	}
	check_surroundings(&was, suite);
}

static void say_result(unsigned int number, const char *name, const char *case_name)
{
	if (run.failures > SHOWN_FAILURES)
		say("  # %u failures\n", run.failures);
	if (run.failures) {
		run.totals.failed++;
		say("  # repeat: test=%s seed=0x%08x\n", name, run.seed);
		say("  not ok %u %s\n", number, case_name);
	} else if (run.skipped) {
		run.totals.skipped++;
		say("  ok %u %s # SKIP %s\n", number, case_name, run.reason);
	} else {
		run.totals.passed++;
		say("  ok %u %s\n", number, case_name);
	}
}

static void run_case(const struct test_suite *suite, const struct test_case *c, unsigned int number,
		     int init_error, bool suite_skipped)
{
	char name[FULL_NAME_MAX];

	full_name(name, suite, c);
	begin_case(name);
	if (suite_skipped)
		run.skipped = true;
	else if (init_error)
		fail_case("the suite's init failed: %d", init_error);
	else
		call_case(suite, c);
	say_result(number, name, c->name);
}

static void run_suite(const struct test_suite *suite, unsigned int number)
{
	unsigned int failed_before = run.totals.failed;
	const struct test_case *c;
	unsigned int n = 0;
	bool skipped;
	int err = 0;

	say("  # Subtest: %s\n  KTAP version 1\n  1..%u\n", suite->name, count_selected(suite));
	run.skipped = false;
	if (suite->init)
		err = suite->init();
	skipped = run.skipped;
	for (c = next_case(suite, NULL); c; c = next_case(suite, c))
		if (is_selected(suite, c))
			run_case(suite, c, ++n, err, skipped);
	if (suite->exit && !err)
		suite->exit();
	say("%sok %u %s\n", run.totals.failed == failed_before ? "" : "not ", number, suite->name);
}

/* Whether a glob selects anything at all. */
static bool glob_is_used(const char *glob, size_t len)
{
	const struct test_suite *const *suite;
	const struct test_case *c;

	for (suite = __testsuites_start; suite < __testsuites_end; suite++)
		for (c = next_case(*suite, NULL); c; c = next_case(*suite, c))
			if (glob_selects(glob, len, *suite, c))
				return true;
	return false;
}

static bool check_globs(const char *globs)
{
	bool all_used = true;

	for (;;) {
		size_t len = strcspn(globs, ",");

		if (!glob_is_used(globs, len)) {
			say("# test=%.*s matches no test\n", (int)len, globs);
			all_used = false;
		}
		if (!globs[len])
			return all_used;
		globs += len + 1;
	}
}

/**
 * ktap_run - runs the selected tests
 * @globs: patterns separated by commas
 * @seed:  where random numbers start
 *
 * Return: whether no case failed and every pattern matched something.
 */
bool ktap_run(const char *globs, u32 seed)
{
	const struct test_suite *const *suite;
	unsigned int n = 0;
	bool all_used;

	run.globs = globs;
	run.seed = seed;
	say("KTAP version 1\n# seed: 0x%08x\n", seed);
	all_used = check_globs(globs);
	for (suite = __testsuites_start; suite < __testsuites_end; suite++)
		n += count_selected(*suite) != 0;
	say("1..%u%s\n", n, n ? "" : " # SKIP nothing is selected");
	n = 0;
	for (suite = __testsuites_start; suite < __testsuites_end; suite++)
		if (count_selected(*suite))
			run_suite(*suite, ++n);
	say("# totals: %u passed, %u failed, %u skipped\n", run.totals.passed, run.totals.failed,
	    run.totals.skipped);
	return all_used && !run.totals.failed;
}

/**
 * ktap_list - names every test
 *
 * Return: true.
 */
bool ktap_list(void)
{
	const struct test_suite *const *suite;
	const struct test_case *c;

	for (suite = __testsuites_start; suite < __testsuites_end; suite++)
		for (c = next_case(*suite, NULL); c; c = next_case(*suite, c))
			say("# list: %s.%s\n", (*suite)->name, c->name);
	return true;
}

/* ---- for the tests of this file ------------------------------------------------------------ */

/**
 * ktap_try_suite - runs a suite inside a running case, and keeps what it says
 * @suite:  the suite; one that names its cases, not a registered one
 * @globs:  which of its cases
 * @seed:   where random numbers start
 * @buf:    gets the output
 * @size:   its bytes
 * @totals: gets the counts
 */
void ktap_try_suite(const struct test_suite *suite, const char *globs, u32 seed, char *buf,
		    size_t size, struct ktap_totals *totals)
{
	static typeof(run) outer;
	unsigned int outer_checks = test_checks;

	outer = run;
	memset(&run, 0, sizeof(run));
	run.globs = globs;
	run.seed = seed;
	run.sink = buf;
	run.sink_size = size;
	buf[0] = '\0';
	run_suite(suite, 1);
	capture_reset();
	*totals = run.totals;
	run = outer;
	test_checks = outer_checks;
}

/* How many registered suites have this name. */
unsigned int ktap_count_suites(const char *name)
{
	const struct test_suite *const *suite;
	unsigned int n = 0;

	for (suite = __testsuites_start; suite < __testsuites_end; suite++)
		n += !strcmp((*suite)->name, name);
	return n;
}

/* The registered suites by number; NULL behind the last. */
const struct test_suite *ktap_nth_suite(unsigned int n)
{
	return n < __testsuites_end - __testsuites_start ? __testsuites_start[n] : NULL;
}

/* How many cases a suite has. */
unsigned int ktap_count_cases(const struct test_suite *suite)
{
	const struct test_case *c;
	unsigned int n = 0;

	for (c = next_case(suite, NULL); c; c = next_case(suite, c))
		n++;
	return n;
}
