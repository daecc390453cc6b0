// SPDX-License-Identifier: MIT
/*
 * The kernel log.
 *
 *	printk() -> format -> lines -.-> diversion (a test captures reports), or
 *	                             '-> ring (kept) and consoles (shown, if the level is)
 *
 * A message is text without its level prefix; a line is what stands between newlines. The open
 * line is one that has not seen its newline: it is shown as far as it goes, and enters the ring
 * when it is closed. KERN_CONT goes on the open line, any other message closes it first.
 *
 * I1. The open line's text is `open.len` bytes, of which the consoles have seen `open.shown`.
 * I2. Every byte between two newlines on a console is one log line or one raw line: raw text
 *     closes the open line first.
 * I3. A closed line is in the ring or in the diversion, never in both.
 *
 * Locking: log_lock, a leaf with interrupts off; it protects all of this file's state and is
 *   taken as a bare arch lock, because a checked lock reports through printk().
 * Context: any. A CPU that is already inside (a fault or an NMI within printk) finds its
 *   nesting mark and puts its message into `deferred`, without a lock; whoever holds the lock
 *   next prints it. After log_enter_panic() the panicking CPU waits for the lock only so long,
 *   and its own mark does not stop it.
 * Failure: text longer than MESSAGE_MAX is cut and says so; deferred messages that do not fit
 *   are counted and reported.
 */
#include <asm/spinlock.h>
#include <asm/tsc.h>
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/math64.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <quarry/console.h>
#include <quarry/log_ring.h>
#include <quarry/params.h>

#define MESSAGE_MAX     1024
#define LINE_MAX        512
#define CUT_MARK        " [cut]\n" /* the end of a message that is longer than MESSAGE_MAX - 1 */
#define PREFIX_MAX      24         /* "[4294967295.999999] <7> " */
#define DEFERRED_MAX    2048       /* a report with a back trace of 24 lines */
#define DEFERRED_ROUNDS 4
#define RING_SIZE       (IS_ENABLED(CONFIG_DEBUG) ? 65536 : 16384)

int console_loglevel = CONSOLE_LOGLEVEL_DEFAULT;

static arch_spinlock_t log_lock = ARCH_SPIN_LOCK_UNLOCKED;
static u8 nesting[CONFIG_NR_CPUS]; /* not under the lock: each CPU its own, interrupts off */
static bool in_panic;
static bool closed; /* the panic report is complete: nothing more is shown */

static struct console *consoles;
static const struct log_diversion *diversion;
static char ring_buf[RING_SIZE] __aligned(4);
static struct log_ring ring = { .buf = ring_buf, .size = RING_SIZE };
static char message[MESSAGE_MAX];

static struct {
	u64 time_ns;
	u16 len;
	u16 shown;
	s8 level;
	bool is_open;
	bool on_console; /* its prefix is shown: the rest follows whatever the log level becomes */
	char text[LINE_MAX];
} open;

/*
 * Messages that came while their CPU was inside. `marks` has the bytes that are claimed (high
 * half) and those that are written (low half); each message ends with a NUL.
 */
static struct {
	atomic_t marks;
	atomic_t lost;
	int done; /* bytes that are logged already; under the lock */
	char text[DEFERRED_MAX];
} deferred;

/* ---- consoles ------------------------------------------------------------------------------ */

static void show(const char *text, size_t len)
{
	struct console *con;

	if (closed)
		return;
	for (con = consoles; con; con = con->next)
		con->write(text, len);
}

/* Writes a number in front of `end`, filled up to a width; returns where it starts. */
static char *put_number(char *end, u32 number, unsigned int width, char fill)
{
	char *p = end;

	do {
		*--p = '0' + number % 10;
		number /= 10;
	} while (number);
	while (p > end - width)
		*--p = fill;
	return p;
}

/*
 * Writes `[%5lu.%06lu] <%d> `, by hand: each line of the log has one. It is aligned to the end
 * of the buffer, whose size is PREFIX_MAX; returns where it starts.
 */
static char *format_prefix(char *buf, int level, u64 time_ns)
{
	u32 rest_ns;
	u32 secs = div_u64_rem(time_ns, 1000000000, &rest_ns);
	char *p = buf + PREFIX_MAX - sizeof("] <0> ") + 1;

	memcpy(p, "] <0> ", sizeof("] <0> ") - 1);
	p[3] += level;
	p = put_number(p, rest_ns / 1000, 6, '0');
	*--p = '.';
	p = put_number(p, secs, 5, ' ');
	*--p = '[';
	return p;
}

static void show_prefix(int level, u64 time_ns)
{
	char prefix[PREFIX_MAX];
	char *start = format_prefix(prefix, level, time_ns);

	show(start, prefix + PREFIX_MAX - start);
}

/* Shows what the consoles have not seen of the open line. */
static void show_open_line(void)
{
	if (diversion || (!open.on_console && open.level >= console_loglevel))
		return;
	if (!open.on_console)
		show_prefix(open.level, open.time_ns);
	show(open.text + open.shown, open.len - open.shown);
	open.shown = open.len;
	open.on_console = true;
}

/* ---- lines --------------------------------------------------------------------------------- */

static void close_line(void)
{
	if (!open.is_open)
		return;
	open.is_open = false;
	if (diversion) {
		diversion->line(open.level, open.text, open.len);
		return;
	}
	log_ring_put(&ring, open.level, open.time_ns, open.text, open.len);
	show_open_line();
	if (open.on_console)
		show("\n", 1);
}

static void open_line(int level)
{
	open.time_ns = sched_clock();
	open.len = 0;
	open.shown = 0;
	open.on_console = false;
	open.level = level;
	open.is_open = true;
}

static bool is_plain(char c)
{
	return (c >= ' ' && c <= '~') || c == '\t';
}

/* Adds text without newlines. Bytes that would disturb a terminal or a judge become '?'. */
static void add_to_line(const char *text, size_t len)
{
	while (len) {
		size_t n = min(len, sizeof(open.text) - open.len);
		char *to = open.text + open.len;

		open.len += n;
		len -= n;
		for (; n; n--, text++)
			*to++ = is_plain(*text) ? *text : '?';
		if (len) {
			int level = open.level;

			close_line();
			open_line(level);
		}
	}
}

/* Takes the level off the front of a message. -1: none; -2: KERN_CONT. */
static int take_level(const char **text)
{
	const char *p = *text;

	if (p[0] != KERN_SOH_ASCII || !p[1])
		return -1;
	*text = p + 2;
	if (p[1] >= '0' && p[1] <= '7')
		return p[1] - '0';
	return p[1] == 'c' ? -2 : -1;
}

static void log_message(const char *text)
{
	int level = take_level(&text);

	if (level != -2)
		close_line();
	if (level < 0)
		level = MESSAGE_LOGLEVEL_DEFAULT;
	while (*text) {
		const char *end = strchrnul(text, '\n');

		if (!open.is_open)
			open_line(level);
		add_to_line(text, end - text);
		if (!*end)
			break;
		close_line();
		text = end + 1;
	}
	if (open.is_open)
		show_open_line();
}

/* ---- nested messages ----------------------------------------------------------------------- */

static void defer_message(const char *fmt, va_list args)
{
	va_list again;
	int len, old, start;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, again) + 1;
	va_end(again);
	do {
		old = atomic_read(&deferred.marks);
		start = old >> 16;
		if (len > DEFERRED_MAX - start) {
			atomic_inc(&deferred.lost);
			return;
		}
	} while (atomic_cmpxchg(&deferred.marks, old, old + (len << 16)) != old);
	vsnprintf(deferred.text + start, len, fmt, args);
	atomic_add(len, &deferred.marks);
}

/*
 * Logs what was deferred. What is still being written is left for the next time, and so is what
 * a console keeps saying about each line that it gets.
 */
static void log_deferred(void)
{
	unsigned int round;
	int marks, lost;

	for (round = 0; round < DEFERRED_ROUNDS; round++) {
		marks = atomic_read(&deferred.marks);
		if (!marks || marks >> 16 != (marks & 0xffff))
			break;
		while (deferred.done < marks >> 16) {
			const char *text = deferred.text + deferred.done;

			deferred.done += strlen(text) + 1;
			log_message(text);
		}
		if (atomic_cmpxchg(&deferred.marks, marks, 0) == marks)
			deferred.done = 0;
	}
	lost = atomic_xchg(&deferred.lost, 0);
	if (lost) {
		scnprintf(message, sizeof(message),
			  KERN_WARNING "printk: lost %d messages from inside printk\n", lost);
		log_message(message);
	}
}

/* ---- entering and leaving ------------------------------------------------------------------ */

struct inside {
	unsigned long flags;
	unsigned int cpu;
	bool locked;
};

/* About a second: long enough for any line, and then a panic must go on regardless. */
#define PANIC_SPINS 10000000

static bool lock_in_panic(void)
{
	unsigned int spins;

	for (spins = 0; spins < PANIC_SPINS; spins++) {
		if (arch_spin_trylock(&log_lock))
			return true;
		cpu_relax();
	}
	return false;
}

/* False: this CPU is inside already, and what it wants must be deferred. */
static bool enter(struct inside *in)
{
	local_irq_save(in->flags);
	in->cpu = raw_smp_processor_id();
	if (nesting[in->cpu]) {
		local_irq_restore(in->flags);
		return false;
	}
	nesting[in->cpu] = 1;
	barrier();
	in->locked = true;
	if (unlikely(in_panic))
		in->locked = lock_in_panic();
	else
		arch_spin_lock(&log_lock);
	return true;
}

static void leave(struct inside *in)
{
	log_deferred();
	if (in->locked)
		arch_spin_unlock(&log_lock);
	barrier();
	nesting[in->cpu] = 0;
	local_irq_restore(in->flags);
}

/**
 * vprintk - adds a message to the log
 * @fmt:  the format, with a level of <linux/kern_levels.h> in front
 * @args: its arguments
 *
 * Context: any.
 * Return: the length of the message in bytes, level included; 0 if it was put aside because
 *   this CPU was inside printk already.
 */
int vprintk(const char *fmt, va_list args)
{
	struct inside in;
	int len;

	if (!enter(&in)) {
		defer_message(fmt, args);
		return 0;
	}
	len = vsnprintf(message, sizeof(message), fmt, args);
	if (len >= (int)sizeof(message))
		memcpy(message + sizeof(message) - sizeof(CUT_MARK), CUT_MARK, sizeof(CUT_MARK));
	log_message(message);
	leave(&in);
	return len;
}

/**
 * _printk - adds a message to the log; what printk() calls
 * @fmt: the format, see vprintk()
 *
 * Context: any.
 * Return: see vprintk().
 */
int _printk(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk(fmt, args);
	va_end(args);
	return len;
}

/**
 * console_write_raw - shows text that is no log line
 * @text: whole lines
 * @len:  their bytes
 *
 * Goes to every console whatever the log level, and neither to the ring nor to a diversion.
 * Context: any but from inside printk, where it is dropped.
 */
void console_write_raw(const char *text, size_t len)
{
	struct inside in;

	if (!enter(&in))
		return;
	if (!diversion)
		close_line();
	show(text, len);
	leave(&in);
}

/**
 * console_printf_raw - console_write_raw() with a format
 * @fmt: the format; the text is cut after MESSAGE_MAX - 1 bytes
 *
 * Return: the bytes shown.
 */
int console_printf_raw(const char *fmt, ...)
{
	struct inside in;
	va_list args;
	int len;

	if (!enter(&in))
		return 0;
	if (!diversion)
		close_line();
	va_start(args, fmt);
	len = vscnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	show(message, len);
	leave(&in);
	return len;
}

/* ---- reading it again ---------------------------------------------------------------------- */

/* The next line of the ring as a console shows it, or what says that lines are missing. */
static size_t read_line(struct log_cursor *cursor, char *buf, size_t size)
{
	struct log_record rec;
	char prefix[PREFIX_MAX];
	char *start;

	if (!log_ring_next(&ring, cursor, &rec))
		return 0;
	start = format_prefix(prefix, rec.level, rec.time_ns);
	return scnprintf(buf, size, "%.*s%.*s\n", (int)(prefix + PREFIX_MAX - start), start,
			 (int)rec.len, rec.text);
}

/**
 * log_read_begin - starts reading the log at its oldest line
 * @cursor: the reader's place; its `lost` tells how many older lines the ring has given up
 */
void log_read_begin(struct log_cursor *cursor)
{
	struct inside in;

	if (!enter(&in))
		return;
	log_ring_oldest(&ring, cursor);
	cursor->lost = ring.first_seq;
	leave(&in);
}

/**
 * log_read_next - reads the next line of the log
 * @cursor: from log_read_begin()
 * @buf:    gets the line with its prefix, newline and NUL
 * @size:   its bytes; a longer line is cut
 *
 * Return: the length of the line, 0 at the end.
 */
size_t log_read_next(struct log_cursor *cursor, char *buf, size_t size)
{
	struct inside in;
	size_t len;

	if (!enter(&in))
		return 0;
	len = read_line(cursor, buf, size);
	leave(&in);
	return len;
}

static void replay(struct console *con)
{
	struct log_cursor cursor;
	struct log_record rec;
	char prefix[PREFIX_MAX];
	char *start;

	log_ring_oldest(&ring, &cursor);
	if (ring.first_seq) {
		size_t len =
			scnprintf(message, sizeof(message),
				  "# log: %u lines before this one are lost\n", ring.first_seq);

		con->write(message, len);
	}
	while (log_ring_next(&ring, &cursor, &rec)) {
		if (rec.level >= console_loglevel)
			continue;
		start = format_prefix(prefix, rec.level, rec.time_ns);
		con->write(start, prefix + PREFIX_MAX - start);
		con->write(rec.text, rec.len);
		con->write("\n", 1);
	}
}

/**
 * register_console - shows the log on one more device
 * @con: the device; it first gets what the ring has kept
 */
void register_console(struct console *con)
{
	struct inside in;

	if (!enter(&in))
		return;
	if (!diversion)
		close_line();
	replay(con);
	con->next = consoles;
	consoles = con;
	leave(&in);
}

/**
 * unregister_console - stops showing the log on a device
 * @con: a device that register_console() got; another one is left alone
 */
void unregister_console(struct console *con)
{
	struct console **link;
	struct inside in;

	if (!enter(&in))
		return;
	for (link = &consoles; *link && *link != con; link = &(*link)->next)
		;
	if (*link)
		*link = con->next;
	leave(&in);
}

/**
 * log_divert - sends log lines elsewhere
 * @to: where, or NULL for the ring and the consoles again
 */
void log_divert(const struct log_diversion *to)
{
	struct inside in;

	if (!enter(&in))
		return;
	close_line();
	diversion = to;
	leave(&in);
}

/** log_is_diverted - whether log lines go to a diversion */
bool log_is_diverted(void)
{
	return diversion != NULL;
}

/**
 * log_enter_panic - makes the log usable for a CPU that will not go back
 *
 * Ends a diversion, shows every level, and opens the log again for a CPU that may have
 * failed inside it.
 * Context: interrupts off; only by the one CPU that panics.
 */
void log_enter_panic(void)
{
	const struct log_diversion *was = diversion;
	unsigned int cpu = raw_smp_processor_id();

	in_panic = true;
	if (nesting[cpu]) {
		nesting[cpu] = 0;
		log_lock = (arch_spinlock_t)ARCH_SPIN_LOCK_UNLOCKED;
		show("\n", 1); /* a line may have been on its way out */
	}
	console_loglevel = CONSOLE_LOGLEVEL_ALL;
	if (was) {
		close_line();
		diversion = NULL;
		was->abandon();
	}
}

/** log_close - shows nothing from here on: a report of a panic stays the last thing said */
void log_close(void)
{
	closed = true;
}

/* ---- parameters ---------------------------------------------------------------------------- */

static int set_loglevel(const char *val)
{
	unsigned int level;

	if (!val || kstrtouint(val, 0, &level) || level > CONSOLE_LOGLEVEL_ALL)
		return -EINVAL;
	console_loglevel = level;
	return 0;
}
KERNEL_PARAM("loglevel", set_loglevel, "N: show log lines of a level below N (0-15, default 7)");

static int set_quiet(const char *val)
{
	if (val)
		return -EINVAL;
	console_loglevel = CONSOLE_LOGLEVEL_QUIET;
	return 0;
}
KERNEL_PARAM("quiet", set_quiet, "show notices and worse only");
