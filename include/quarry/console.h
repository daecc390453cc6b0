/* SPDX-License-Identifier: MIT */
/* Where the log goes: consoles, the ring, and what tests and panic need of them. */
#ifndef _QUARRY_CONSOLE_H
#define _QUARRY_CONSOLE_H

#include <linux/compiler.h>
#include <linux/types.h>

struct console {
	const char *name;
	/* Called with the log's lock held and interrupts off. Must not wait without a bound. */
	void (*write)(const char *text, size_t len);
	struct console *next;
};

void register_console(struct console *con);
void unregister_console(struct console *con);

/* Text that is no log line: KTAP, the prompt. Whole lines, so that log lines do not mix in. */
void console_write_raw(const char *text, size_t len);
int console_printf_raw(const char *fmt, ...) __printf(1, 2);

/*
 * While a diversion is set, finished log lines go to it and not to the ring or the consoles.
 * line() runs with the log's lock held. abandon() is called by a panic, after the diversion
 * has ended, and may print.
 */
struct log_diversion {
	void (*line)(int level, const char *text, size_t len);
	void (*abandon)(void);
};

void log_divert(const struct log_diversion *to);
bool log_is_diverted(void);

/* The lines that the ring still has, oldest first, as a console shows them. */
struct log_cursor;
void log_read_begin(struct log_cursor *cursor);
size_t log_read_next(struct log_cursor *cursor, char *buf, size_t size);

/* For panic() only. */
void log_enter_panic(void);
void log_close(void);

#endif
