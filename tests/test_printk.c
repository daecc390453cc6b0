// SPDX-License-Identifier: MIT
/* The log: levels, lines, consoles, the ring behind it, limits, and the capture that tests use. */
#define pr_fmt(fmt) "prefix: " fmt
#include <linux/kernel.h>
#include <linux/ratelimit.h>
#include <linux/string.h>
#include <quarry/console.h>
#include <quarry/log_ring.h>
#include <quarry/test.h>

TEST_SUITE(printk);

/* ---- messages and lines -------------------------------------------------------------------- */

/* Each pr_ call gives its level, and pr_fmt() its prefix. */
TEST(pr_levels)
{
	test_capture_start();
	pr_emerg("a\n");
	pr_alert("b\n");
	pr_crit("c\n");
	pr_err("d\n");
	pr_warn("e\n");
	pr_notice("f\n");
	pr_info("g\n");
	printk(KERN_DEBUG "h\n");
	test_capture_stop();
	EXPECT_STREQ(test_capture_text(), "<0> prefix: a\n<1> prefix: b\n<2> prefix: c\n"
					  "<3> prefix: d\n<4> prefix: e\n<5> prefix: f\n"
					  "<6> prefix: g\n<7> h\n");
}

/* A message without a level has the default level. */
TEST(printk_no_level)
{
	test_capture_start();
	printk("plain %d\n", 1);
	printk(KERN_DEFAULT "default\n");
	test_capture_stop();
	EXPECT_STREQ(test_capture_text(), "<4> plain 1\n<4> default\n");
}

/* pr_debug() of a file without DEBUG prints nothing and does not evaluate its arguments. */
TEST(pr_debug_off)
{
	int calls = 0;

	test_capture_start();
	pr_debug("%d\n", calls++);
	pr_devel("%d\n", calls++);
	EXPECT_EQ(test_capture_stop(), 0);
	EXPECT_EQ(calls, 0);
}

/* A message of several lines is split; each line has the level. */
TEST(printk_many_lines)
{
	test_capture_start();
	printk(KERN_ERR "one\ntwo\n\nfour\n");
	test_capture_stop();
	EXPECT_STREQ(test_capture_text(), "<3> one\n<3> two\n<3> \n<3> four\n");
}

/* A line is finished by the next message when it has no newline itself. */
TEST(printk_no_newline)
{
	test_capture_start();
	printk(KERN_INFO "first");
	printk(KERN_ERR "second\n");
	printk(KERN_INFO "third");
	test_capture_stop();
	EXPECT_STREQ(test_capture_text(), "<6> first\n<3> second\n<6> third\n");
}

/* pr_cont() goes on an open line, keeps its level, and adds no prefix. */
TEST(pr_cont_open_line)
{
	test_capture_start();
	printk(KERN_NOTICE "a");
	pr_cont("b%c", 'c');
	pr_cont("d\n");
	test_capture_stop();
	EXPECT_STREQ(test_capture_text(), "<5> abcd\n");
}

/* pr_cont() without an open line starts one of the default level. */
TEST(pr_cont_no_line)
{
	test_capture_start();
	printk(KERN_INFO "closed\n");
	pr_cont("alone\n");
	test_capture_stop();
	EXPECT_STREQ(test_capture_text(), "<6> closed\n<4> alone\n");
}

/* An empty message prints nothing; a lone newline prints an empty line. */
TEST(printk_empty)
{
	test_capture_start();
	printk(KERN_INFO "%s", "");
	EXPECT_EQ(test_capture_stop(), 0);
	test_capture_start();
	printk(KERN_INFO "\n");
	test_capture_stop();
	EXPECT_STREQ(test_capture_text(), "<6> \n");
}

/* Bytes that would disturb a terminal are replaced, tabs are not. */
TEST(printk_control_characters)
{
	test_capture_start();
	printk(KERN_INFO "a\rb\033[1mc\td\n");
	test_capture_stop();
	EXPECT_STREQ(test_capture_text(), "<6> a?b?[1mc\td\n");
}

/* A line longer than the log's lines goes on in the next one; nothing is lost. */
TEST(printk_long_line)
{
	char text[300];
	const char *captured;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	test_capture_start();
	printk(KERN_INFO "%s%s\n", text, text);
	EXPECT_EQ(test_capture_stop(), 2);
	captured = test_capture_text();
	/* 598 characters on two lines, each with its level and newline. */
	EXPECT_EQ(strlen(captured), 598 + 2 * 5);
	EXPECT_EQ(test_captured("<6> xxx"), 2);
}

/* A message longer than the buffer is cut and says so. */
TEST(printk_long_message)
{
	static char text[3000];

	memset(text, 'y', sizeof(text) - 1);
	test_capture_start();
	printk(KERN_INFO "%s\n", text);
	test_capture_stop();
	EXPECT_EQ(test_captured(" [cut]"), 1);
	EXPECT_LT(strlen(test_capture_text()), 1200);
}

/* printk() returns the length of its message; the level counts as two bytes. */
TEST(printk_return_value)
{
	int with, without;

	test_capture_start();
	with = printk(KERN_INFO "12345\n");
	without = printk("12345\n");
	test_capture_stop();
	EXPECT_EQ(without, 6);
	EXPECT_EQ(with, 8);
}

/* ---- once and seldom ----------------------------------------------------------------------- */

static int say_once(int n)
{
	return pr_info_once("once %d\n", n);
}

/* pr_info_once() prints the first time it is reached, and returns whether it did. */
TEST(pr_once_second_call)
{
	int first, second;

	test_capture_start();
	first = say_once(1);
	second = say_once(2);
	test_capture_stop();
	EXPECT_EQ(first, 1);
	EXPECT_EQ(second, 0);
	EXPECT_STREQ(test_capture_text(), "<6> prefix: once 1\n");
}

/* In one interval no more than the burst passes. */
TEST(ratelimit_burst)
{
	DEFINE_RATELIMIT_STATE(rs, 1000 * HZ, 3);
	unsigned int passed = 0;
	int i;

	for (i = 0; i < 10; i++)
		passed += __ratelimit(&rs);
	EXPECT_EQ(passed, 3);
	EXPECT_EQ(rs.missed, 7);
}

/* The next interval lets the burst pass again, and says first how much was held back. */
TEST(ratelimit_next_interval)
{
	DEFINE_RATELIMIT_STATE(rs, 1000 * HZ, 2);
	unsigned int passed = 0;
	int i;

	for (i = 0; i < 5; i++)
		passed += __ratelimit(&rs);
	/* As if the interval had begun 1000 seconds earlier. */
	rs.begin_ns -= 1000ULL * 1000000000;
	test_capture_start();
	for (i = 0; i < 5; i++)
		passed += __ratelimit(&rs);
	test_capture_stop();
	EXPECT_EQ(passed, 4);
	EXPECT_EQ(test_captured("ratelimit_next_interval: 3 messages held back"), 1);
}

/* RATELIMIT_MSG_ON_RELEASE keeps the count to itself. */
TEST(ratelimit_silent)
{
	DEFINE_RATELIMIT_STATE(rs, 1000 * HZ, 1);
	int i;

	rs.flags = RATELIMIT_MSG_ON_RELEASE;
	for (i = 0; i < 3; i++)
		__ratelimit(&rs);
	rs.begin_ns -= 1000ULL * 1000000000;
	test_capture_start();
	EXPECT_EQ(__ratelimit(&rs), 1);
	EXPECT_EQ(test_capture_stop(), 0);
}

/* An interval of 0 is no limit. */
TEST(ratelimit_no_interval)
{
	struct ratelimit_state rs;
	unsigned int passed = 0;
	int i;

	ratelimit_state_init(&rs, 0, 1);
	for (i = 0; i < 100; i++)
		passed += __ratelimit(&rs);
	EXPECT_EQ(passed, 100);
}

/* pr_info_ratelimited() lets ten lines of one place pass. */
TEST(pr_ratelimited_place)
{
	int i;

	test_capture_start();
	for (i = 0; i < 25; i++)
		pr_info_ratelimited("line %d\n", i);
	test_capture_stop();
	EXPECT_EQ(test_captured("prefix: line"), DEFAULT_RATELIMIT_BURST);
}

/* ---- consoles ------------------------------------------------------------------------------ */

static char seen[4096];
static size_t seen_len;

static void seeing_write(const char *text, size_t len)
{
	len = min(len, sizeof(seen) - 1 - seen_len);
	memcpy(seen + seen_len, text, len);
	seen_len += len;
	seen[seen_len] = '\0';
}

static struct console seeing_console = {
	.name = "seeing",
	.write = seeing_write,
};

/* Registers the console above, and forgets the replay that it got. */
static void watch(void)
{
	register_console(&seeing_console);
	seen_len = 0;
	seen[0] = '\0';
}

static const char *watched(void)
{
	unregister_console(&seeing_console);
	return seen;
}

static int restore_loglevel(int level)
{
	int was = console_loglevel;

	console_loglevel = level;
	return was;
}

/* Whether a text is `[seconds.micros] ` and then exactly `rest`. */
static bool is_log_line(const char *text, const char *rest)
{
	const char *p = text;

	if (*p++ != '[')
		return false;
	p += strspn(p, " ");
	p += strspn(p, "0123456789");
	if (*p++ != '.')
		return false;
	return strspn(p, "0123456789") == 6 && p[6] == ']' && p[7] == ' ' && !strcmp(p + 8, rest);
}

/* A console sees time, level and text on one line. */
TEST(console_prefix)
{
	int was = restore_loglevel(7);

	watch();
	printk(KERN_INFO "to the console\n");
	EXPECT_TRUE(is_log_line(watched(), "<6> to the console\n"));
	restore_loglevel(was);
}

/* A console sees a line as it grows. */
TEST(console_open_line)
{
	int was = restore_loglevel(7);

	watch();
	printk(KERN_INFO "half");
	EXPECT_TRUE(is_log_line(seen, "<6> half"));
	pr_cont(" and half\n");
	EXPECT_TRUE(is_log_line(watched(), "<6> half and half\n"));
	restore_loglevel(was);
}

/* A line is shown if its level is below the console's. */
TEST(console_loglevel_filter)
{
	int was = restore_loglevel(5);

	watch();
	printk(KERN_NOTICE "not shown\n");
	printk(KERN_NOTICE "neither");
	pr_cont(" shown\n");
	EXPECT_STREQ(seen, "");
	printk(KERN_WARNING "shown\n");
	EXPECT_TRUE(is_log_line(watched(), "<4> shown\n"));
	restore_loglevel(was);
}

/* Raw text closes the open line first, has no prefix, and is shown at every log level. */
TEST(console_write_raw_open_line)
{
	int was = restore_loglevel(7);

	watch();
	printk(KERN_INFO "open");
	console_loglevel = 0;
	console_write_raw("# raw\n", 6);
	EXPECT_NOT_NULL(strstr(watched(), "<6> open"));
	EXPECT_NOT_NULL(strstr(seen, "# raw\n"));
	EXPECT_NULL(strstr(seen, "open# raw"));
	restore_loglevel(was);
}

/* While a capture is on, consoles see nothing of the log. */
TEST(console_during_capture)
{
	watch();
	test_capture_start();
	printk(KERN_EMERG "captured\n");
	test_capture_stop();
	EXPECT_STREQ(watched(), "");
	EXPECT_EQ(test_captured("captured"), 1);
}

/* A console that is registered late first gets what the ring has kept. */
TEST(register_console_replay)
{
	int was = restore_loglevel(7);

	printk(KERN_INFO "said before\n");
	seen_len = 0;
	register_console(&seeing_console);
	/* The ring has more than `seen` holds, so only the start is certain. */
	EXPECT_GT(seen_len, 0);
	EXPECT_TRUE(seen[0] == '[' || strstarts(seen, "# log: "));
	unregister_console(&seeing_console);
	restore_loglevel(was);
}

/* Removing a console that was never registered changes nothing. */
TEST(unregister_console_unknown)
{
	struct console unknown = { .name = "unknown", .write = seeing_write };

	watch();
	unregister_console(&unknown);
	console_write_raw("# still there\n", 14);
	EXPECT_STREQ(watched(), "# still there\n");
}

static void talking_write(const char *text, size_t len)
{
	if (strnstr(text, "outer", min(len, (size_t)5)))
		printk(KERN_INFO "inner of %.*s\n", (int)min(len, (size_t)5), text);
}

static struct console talking_console = {
	.name = "talking",
	.write = talking_write,
};

/* A message from inside printk is neither lost nor a deadlock: it follows. */
TEST(printk_inside_printk)
{
	int was = restore_loglevel(7);
	const char *outer, *inner;

	register_console(&talking_console);
	watch();
	printk(KERN_INFO "outer\n");
	watched();
	unregister_console(&talking_console);
	outer = strstr(seen, "<6> outer\n");
	inner = strstr(seen, "<6> inner of outer\n");
	EXPECT_NOT_NULL(outer);
	EXPECT_NOT_NULL(inner);
	EXPECT_TRUE(inner > outer);
	restore_loglevel(was);
}

static unsigned int flood;

static void flooding_write(const char *text, size_t len)
{
	for (; flood; flood--)
		printk(KERN_INFO "flood %u, %0200u\n", flood, 0);
}

static struct console flooding_console = {
	.name = "flooding",
	.write = flooding_write,
};

/* More messages from inside printk than can be put aside are counted, and the count is said. */
TEST(printk_inside_printk_flood)
{
	int was = restore_loglevel(7);
	const char *lost;

	register_console(&flooding_console);
	watch();
	flood = 20;
	printk(KERN_INFO "start\n");
	watched();
	unregister_console(&flooding_console);
	EXPECT_NOT_NULL(strstr(seen, "flood 20,"));
	lost = strstr(seen, "printk: lost ");
	ASSERT_NOT_NULL(lost);
	EXPECT_NOT_NULL(strstr(lost, " messages from inside printk\n"));
	restore_loglevel(was);
}

static void echoing_write(const char *text, size_t len)
{
	if (*text == '\n')
		printk(KERN_INFO "echo\n");
}

static struct console echoing_console = {
	.name = "echoing",
	.write = echoing_write,
};

/* A console that has something to say about everything does not keep printk() from ending. */
TEST(printk_inside_printk_endless)
{
	int was = restore_loglevel(7);

	register_console(&echoing_console);
	watch();
	printk(KERN_INFO "call\n");
	watched();
	unregister_console(&echoing_console);
	EXPECT_NOT_NULL(strstr(seen, "<6> call\n"));
	EXPECT_NOT_NULL(strstr(seen, "<6> echo\n"));
	restore_loglevel(was);
}

/* ---- the ring behind it -------------------------------------------------------------------- */

/* What was logged can be read again, as a console shows it, newest last. */
TEST(log_read_last_line)
{
	static char line[600];
	static char last[600];
	struct log_cursor cursor;

	printk(KERN_DEBUG "kept for reading\n");
	log_read_begin(&cursor);
	while (log_read_next(&cursor, line, sizeof(line)))
		strscpy(last, line, sizeof(last));
	EXPECT_TRUE(is_log_line(last, "<7> kept for reading\n"));
}

/* Captured lines do not enter the ring. */
TEST(log_read_not_captured)
{
	static char line[600];
	struct log_cursor cursor;
	bool found = false;

	test_capture_start();
	printk(KERN_INFO "only in the capture\n");
	test_capture_stop();
	log_read_begin(&cursor);
	while (log_read_next(&cursor, line, sizeof(line)))
		found |= strstr(line, "only in the capture") != NULL;
	EXPECT_FALSE(found);
	EXPECT_EQ(test_captured("only in the capture"), 1);
}
