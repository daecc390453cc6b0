// SPDX-License-Identifier: MIT
/*
 * Captures what the code under test reports. While a capture is on, finished log lines are kept
 * here as `<level> text` and reach neither the ring nor a console.
 *
 * I1. lines[n] is where line n starts in `text`; line n ends with a newline.
 * I2. A line is `seen` when a test has asked for a text that it contains.
 *
 * A test that expects one report must not swallow another: a line that starts with WARNING:,
 * BUG: or PANIC: and was not asked for is a problem of the case, and so is a capture that was
 * too long for the buffer.
 *
 * Locking: lines arrive under the log's lock; the rest runs in the one thread that tests.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/string.h>
#include <quarry/console.h>
#include <quarry/test.h>
#include "capture.h"

#define TEXT_MAX  16384
#define LINES_MAX 256

extern struct bug_site __bug_sites_start[], __bug_sites_end[];
extern struct ratelimit_state __ratelimits_start[], __ratelimits_end[];
extern char __once_start[], __once_end[];

static char text[TEXT_MAX];
static u32 used;
static u32 lines[LINES_MAX];
static bool seen[LINES_MAX];
static unsigned int nr_lines;
static bool overflowed;
static bool active;

static void keep_line(int level, const char *line, size_t len)
{
	size_t need = len + sizeof("<0> \n") - 1;

	if (nr_lines == LINES_MAX || need >= TEXT_MAX - used) {
		overflowed = true;
		return;
	}
	lines[nr_lines] = used;
	seen[nr_lines++] = false;
	used += scnprintf(text + used, TEXT_MAX - used, "<%d> %.*s\n", level, (int)len, line);
}

/* A panic during a capture: what was captured may be what explains it. */
static void dump_captured(void)
{
	unsigned int n;

	active = false;
	pr_emerg("captured until now: %u lines%s\n", nr_lines, overflowed ? ", not all" : "");
	for (n = 0; n < nr_lines; n++) {
		const char *line = text + lines[n];

		pr_emerg("| %.*s\n", (int)(strchrnul(line, '\n') - line), line);
	}
}

static const struct log_diversion capture = {
	.line = keep_line,
	.abandon = dump_captured,
};

/**
 * test_capture_start - begins to capture log lines; what an earlier capture has is forgotten
 */
void test_capture_start(void)
{
	capture_reset();
	active = true;
	log_divert(&capture);
}

/**
 * test_capture_stop - ends the capture; what it has stays readable
 *
 * Return: the number of lines.
 */
unsigned int test_capture_stop(void)
{
	if (active)
		log_divert(NULL);
	active = false;
	return nr_lines;
}

/**
 * test_captured - looks for a text in the captured lines
 * @substring: the text; a line reads `<4> WARNING: ...` and has its newline
 *
 * Return: the number of lines that contain it.
 */
unsigned int test_captured(const char *substring)
{
	unsigned int n, found = 0;

	for (n = 0; n < nr_lines; n++) {
		const char *line = text + lines[n];

		if (strnstr(line, substring, strchrnul(line, '\n') - line + 1)) {
			seen[n] = true;
			found++;
		}
	}
	return found;
}

/* All captured lines, each with its newline. */
const char *test_capture_text(void)
{
	text[used] = '\0';
	return text;
}

/* Ends a capture and forgets it. */
void capture_reset(void)
{
	test_capture_stop();
	used = 0;
	nr_lines = 0;
	overflowed = false;
}

/*
 * Makes every WARN_ONCE(), pr_x_once() and pr_x_ratelimited() speak again, so that no case
 * depends on another.
 */
void rearm_reports(void)
{
	struct ratelimit_state *limit;
	struct bug_site *site;

	for (site = __bug_sites_start; site < __bug_sites_end; site++)
		site->fired = false;
	for (limit = __ratelimits_start; limit < __ratelimits_end; limit++)
		ratelimit_state_init(limit, limit->interval, limit->burst);
	memset(__once_start, 0, __once_end - __once_start);
}

/* Whether a capture is on. */
bool capture_active(void)
{
	return active;
}

static bool is_report(const char *line)
{
	line += sizeof("<0> ") - 1;
	return strstarts(line, "WARNING: ") || strstarts(line, "BUG: ") ||
	       strstarts(line, "PANIC: ");
}

/**
 * capture_problem - what is wrong with the captures of a case that has ended
 * @buf:  gets the problem in words
 * @size: its bytes
 *
 * Return: whether there is a problem.
 */
bool capture_problem(char *buf, size_t size)
{
	unsigned int n;

	if (overflowed) {
		scnprintf(buf, size, "more was captured than fits");
		return true;
	}
	for (n = 0; n < nr_lines; n++) {
		const char *line = text + lines[n];

		if (!seen[n] && is_report(line)) {
			scnprintf(buf, size, "captured and not asked for: %.*s",
				  (int)(strchrnul(line, '\n') - line), line);
			return true;
		}
	}
	return false;
}
