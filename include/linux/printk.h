/* SPDX-License-Identifier: MIT */
/*
 * The kernel log: printk() and the pr_ family. Every call may be made in any context,
 * interrupt and exception handlers included. The formats are those of vsnprintf().
 *
 * A file may define pr_fmt(fmt) before its first include to put a prefix before its lines.
 * pr_debug() is compiled in where DEBUG is defined, and costs nothing elsewhere.
 */
#ifndef _LINUX_PRINTK_H
#define _LINUX_PRINTK_H

#include <linux/compiler.h>
#include <linux/kern_levels.h>
#include <linux/stdarg.h>
#include <linux/types.h>

#define CONSOLE_LOGLEVEL_DEFAULT 7  /* lines of a lower number than this are shown */
#define CONSOLE_LOGLEVEL_QUIET   6  /* with `quiet`: notices and worse are */
#define CONSOLE_LOGLEVEL_ALL     15 /* in a panic: everything is */

extern int console_loglevel;

int _printk(const char *fmt, ...) __attribute__((__format__(__printf__, 1, 2), __cold__));
int vprintk(const char *fmt, va_list args) __attribute__((__format__(__printf__, 1, 0), __cold__));

#define printk(fmt, ...) _printk(fmt, ##__VA_ARGS__)

/* Checks the format and evaluates nothing. */
#define no_printk(fmt, ...)                                                                        \
	({                                                                                         \
		if (0)                                                                             \
			_printk(fmt, ##__VA_ARGS__);                                               \
		0;                                                                                 \
	})

#ifndef pr_fmt
#define pr_fmt(fmt) fmt
#endif

#define pr_emerg(fmt, ...)  printk(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert(fmt, ...)  printk(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit(fmt, ...)   printk(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err(fmt, ...)    printk(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...)   printk(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warning          pr_warn
#define pr_notice(fmt, ...) printk(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...)   printk(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
#define pr_cont(fmt, ...)   printk(KERN_CONT fmt, ##__VA_ARGS__)

#ifdef DEBUG
#define pr_debug(fmt, ...) printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_devel(fmt, ...) printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#else
#define pr_debug(fmt, ...) no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_devel(fmt, ...) no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#endif

/* The first call at this place prints; returns whether it did. */
#define printk_once(fmt, ...)                                                                      \
	({                                                                                         \
		static bool __printed __section(".data..once");                                    \
		bool __first = !__printed;                                                         \
                                                                                                   \
		if (unlikely(__first)) {                                                           \
			__printed = true;                                                          \
			printk(fmt, ##__VA_ARGS__);                                                \
		}                                                                                  \
		unlikely(__first);                                                                 \
	})

#define pr_emerg_once(fmt, ...)  printk_once(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert_once(fmt, ...)  printk_once(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit_once(fmt, ...)   printk_once(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err_once(fmt, ...)    printk_once(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn_once(fmt, ...)   printk_once(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice_once(fmt, ...) printk_once(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info_once(fmt, ...)   printk_once(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)

/* At most DEFAULT_RATELIMIT_BURST lines per DEFAULT_RATELIMIT_INTERVAL from this place.
 * The caller includes <linux/ratelimit.h>. */
#define printk_ratelimited(fmt, ...)                                                               \
	({                                                                                         \
		static __ratelimit_static DEFINE_RATELIMIT_STATE(__rs, DEFAULT_RATELIMIT_INTERVAL, \
								 DEFAULT_RATELIMIT_BURST);         \
                                                                                                   \
		if (__ratelimit(&__rs))                                                            \
			printk(fmt, ##__VA_ARGS__);                                                \
	})

#define pr_emerg_ratelimited(fmt, ...)  printk_ratelimited(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert_ratelimited(fmt, ...)  printk_ratelimited(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit_ratelimited(fmt, ...)   printk_ratelimited(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err_ratelimited(fmt, ...)    printk_ratelimited(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn_ratelimited(fmt, ...)   printk_ratelimited(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice_ratelimited(fmt, ...) printk_ratelimited(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info_ratelimited(fmt, ...)   printk_ratelimited(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)

void dump_stack(void) __attribute__((__cold__));

#endif
