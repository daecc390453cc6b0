/* SPDX-License-Identifier: MIT */
/*
 * BUG, WARN and panic. A check that does not fire costs a test and a branch; the report is
 * made by cold functions out of line.
 *
 * WARN_*   a report (log level 4, first line `WARNING: `), then the caller goes on.
 *          Each returns its condition.
 * BUG_*    a report (first line `BUG: `), then panic. Only where the contract says BUG.
 * panic()  first line `PANIC: `, back trace, end.
 */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/types.h>

struct pt_regs;

/*
 * Where a check stands. `fired` is the memory of the _ONCE forms; all sites lie together, so
 * that each test starts with none of them fired.
 */
struct bug_site {
	const char *file;
	u16 line;
	bool fired;
};

#define __bug_cold __attribute__((__cold__, __noinline__))

void bug_at(struct bug_site *site) __bug_cold __attribute__((__noreturn__));
void warn_at(struct bug_site *site) __bug_cold;
void warn_once_at(struct bug_site *site) __bug_cold;
void warn_fmt_at(struct bug_site *site, const char *fmt, ...) __bug_cold
	__attribute__((__format__(__printf__, 2, 3)));
void warn_once_fmt_at(struct bug_site *site, const char *fmt, ...) __bug_cold
	__attribute__((__format__(__printf__, 2, 3)));

void panic(const char *fmt, ...) __bug_cold
	__attribute__((__format__(__printf__, 1, 2), __noreturn__));
void panic_with_regs(const struct pt_regs *regs, const char *fmt, ...) __bug_cold
	__attribute__((__format__(__printf__, 2, 3), __noreturn__));

extern unsigned int nr_warnings;

#define __BUG_SITE(name)                                                                           \
	static struct bug_site name __section(".data..bug_site") __aligned(4) = {                  \
		.file = __FILE__,                                                                  \
		.line = __LINE__,                                                                  \
	}

#define BUG()                                                                                      \
	do {                                                                                       \
		__BUG_SITE(__site);                                                                \
                                                                                                   \
		bug_at(&__site);                                                                   \
	} while (0)

#define BUG_ON(cond)                                                                               \
	do {                                                                                       \
		if (unlikely(cond))                                                                \
			BUG();                                                                     \
	} while (0)

#define __WARN_IF(cond, report, ...)                                                               \
	({                                                                                         \
		bool __warn = !!(cond);                                                            \
                                                                                                   \
		if (unlikely(__warn)) {                                                            \
			__BUG_SITE(__site);                                                        \
                                                                                                   \
			report(&__site, ##__VA_ARGS__);                                            \
		}                                                                                  \
		unlikely(__warn);                                                                  \
	})

#define WARN_ON(cond)             __WARN_IF(cond, warn_at)
#define WARN_ON_ONCE(cond)        __WARN_IF(cond, warn_once_at)
#define WARN(cond, fmt, ...)      __WARN_IF(cond, warn_fmt_at, fmt, ##__VA_ARGS__)
#define WARN_ONCE(cond, fmt, ...) __WARN_IF(cond, warn_once_fmt_at, fmt, ##__VA_ARGS__)
#define WARN_ON_SMP(cond)         WARN_ON(cond)

#endif
