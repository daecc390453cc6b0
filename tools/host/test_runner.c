// SPDX-License-Identifier: MIT
/*
 * The kernel's test files on the host: what <quarry/test.h> asks for, over the C library, so
 * that the same cases run under the sanitizers too.
 *
 * test_runner [--bad FILE...]: all suites that are linked in, then the map files that have to be
 * refused; such a file says why in a line `# expect: text`. The last line is
 * `N passed, N failed`.
 */
#include <linux/types.h>
#include <linux/printk.h>
#include <quarry/test.h>
#include "map_file.h"

#define CAPTURE_LEN 65536

extern const struct test_case __start___testcases[], __stop___testcases[];
extern const struct test_suite *const __start___testsuites[], *const __stop___testsuites[];

unsigned int test_checks;

static const struct test_case *current;
static bool failed, skipped;
static u64 random_state;
static char captured[CAPTURE_LEN];
static size_t captured_len;
static bool capturing;

/* ---- failing ---- */

static void fail_at(const char *file, unsigned int line)
{
	failed = true;
	printf("  # %s.%s: %s:%u: ", current->suite->name, current->name, file, line);
}

void test_fail_values(const struct test_site *site, const struct test_value *left,
		      const struct test_value *right)
{
	fail_at(site->file, site->line);
	printf("%s %s, %s: %#llx, %#llx\n", site->check, site->left, site->right ? site->right : "",
	       left->bits, right->bits);
}

void test_fail_condition(const struct test_site *site)
{
	fail_at(site->file, site->line);
	printf("%s %s\n", site->check, site->left);
}

void test_fail_strings(const struct test_site *site, const char *left, const char *right)
{
	fail_at(site->file, site->line);
	printf("%s %s, %s: \"%s\", \"%s\"\n", site->check, site->left, site->right, left, right);
}

void test_fail_memory(const struct test_site *site, const void *left, const void *right, size_t len)
{
	fail_at(site->file, site->line);
	printf("%s %s, %s: %zu bytes differ\n", site->check, site->left, site->right, len);
}

void test_fail_text(const char *file, unsigned int line, const char *fmt, ...)
{
	va_list args;

	fail_at(file, line);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf("\n");
}

void test_skip(const char *fmt, ...)
{
	skipped = true;
}

bool test_strings_equal(const char *left, const char *right)
{
	return left == right || (left && right && !strcmp(left, right));
}

bool test_has_failed(void)
{
	return failed;
}

/* ---- random numbers: the same on every run, different for each case ---- */

static void seed_case(const struct test_case *test)
{
	const char *p;

	random_state = 1469598103934665603ull;
	for (p = test->name; *p; p++)
		random_state = (random_state ^ (u8)*p) * 1099511628211ull;
}

u64 test_seed(void)
{
	return random_state;
}

u32 test_rand(void)
{
	random_state = random_state * 6364136223846793005ull + 1442695040888963407ull;
	return random_state >> 33 ^ random_state >> 13;
}

u32 test_rand_below(u32 limit)
{
	return (u64)test_rand() * limit >> 32;
}

/* ---- the log ---- */

int host_printk(const char *fmt, ...)
{
	va_list args;
	int len = 0;

	va_start(args, fmt);
	if (!capturing)
		len = vprintf(fmt, args);
	else if (captured_len < CAPTURE_LEN)
		len = vsnprintf(captured + captured_len, CAPTURE_LEN - captured_len, fmt, args);
	va_end(args);
	captured_len += capturing ? len : 0;
	return len;
}

void test_capture_start(void)
{
	captured_len = 0;
	captured[0] = '\0';
	capturing = true;
}

unsigned int test_capture_stop(void)
{
	unsigned int lines = 0;
	const char *p;

	capturing = false;
	for (p = captured; *p; p++)
		lines += *p == '\n';
	return lines;
}

unsigned int test_captured(const char *substring)
{
	unsigned int found = 0;
	const char *p;

	for (p = strstr(captured, substring); p; p = strstr(p + 1, substring))
		found++;
	return found;
}

const char *test_capture_text(void)
{
	return captured;
}

/* ---- running ---- */

static bool run_case(const struct test_case *test)
{
	const struct test_suite *suite = test->suite;
	unsigned int before = test_checks;

	current = test;
	failed = false;
	skipped = false;
	seed_case(test);
	if (suite->case_init && suite->case_init())
		failed = true;
	else
		test->run();
	if (suite->case_exit)
		suite->case_exit();
	if (test_checks == before && !skipped) {
		printf("  # %s.%s checks nothing\n", suite->name, test->name);
		failed = true;
	}
	if (failed)
		printf("not ok %s.%s\n", suite->name, test->name);
	return !failed;
}

static void run_suite(const struct test_suite *suite, int *passed, int *bad)
{
	const struct test_case *test;

	if (suite->init && suite->init()) {
		printf("not ok %s: init\n", suite->name);
		++*bad;
		return;
	}
	for (test = __start___testcases; test < __stop___testcases; test++)
		if (test->suite == suite)
			++*(run_case(test) ? passed : bad);
	if (suite->exit)
		suite->exit();
}

/* The text behind `# expect: ` in a map file. */
static bool expected_reason(const char *path, char reason[WHY_LEN])
{
	static const char mark[] = "# expect: ";
	size_t len, i = 0;
	char *text = map_file_read(path, &len), *found = NULL;

	if (text)
		found = memmem(text, len, mark, sizeof(mark) - 1);
	if (found) {
		found += sizeof(mark) - 1;
		while (found + i < text + len && found[i] != '\n' && i < WHY_LEN - 1)
			i++;
		memcpy(reason, found, i);
		reason[i] = '\0';
	}
	free(text);
	return i > 0;
}

static bool run_bad_file(const char *path)
{
	char why[WHY_LEN] = "", reason[WHY_LEN];

	if (!expected_reason(path, reason))
		printf("not ok %s: says nothing about what to expect\n", path);
	else if (map_file_check(path, MAP_SHOW_NOTHING, why))
		printf("not ok %s: accepted, expected \"%s\"\n", path, reason);
	else if (!strstr(why, reason))
		printf("not ok %s: \"%s\", expected \"%s\"\n", path, why, reason);
	else
		return true;
	return false;
}

int main(int argc, char **argv)
{
	const struct test_suite *const *suite;
	int i, passed = 0, bad = 0;

	for (suite = __start___testsuites; suite < __stop___testsuites; suite++)
		run_suite(*suite, &passed, &bad);
	for (i = 2; i < argc && !strcmp(argv[1], "--bad"); i++)
		++*(run_bad_file(argv[i]) ? &passed : &bad);
	printf("%d passed, %d failed\n", passed, bad);
	return bad ? 1 : 0;
}
