/* SPDX-License-Identifier: MIT */
/*
 * The kernel's own command line words: `name` or `name=value`.
 *
 *	static int set_loglevel(const char *val) { ... return 0 or -EINVAL; }
 *	KERNEL_PARAM("loglevel", set_loglevel, "N: show lines of a level below N");
 *
 * Handlers run before any allocator is up, so they only store. `val` is NULL for a word
 * without '='; it stays valid for ever. A word may be given more than once.
 */
#ifndef _QUARRY_PARAMS_H
#define _QUARRY_PARAMS_H

#include <linux/compiler.h>
#include <linux/types.h>

struct kparam {
	const char *name;
	int (*set)(const char *val);
	const char *help;
};

#define KERNEL_PARAM(param, handler, text)                                                         \
	static const struct kparam __kparam_##handler __used __section("__kparam")                 \
		__aligned(sizeof(void *)) = {                                                      \
			.name = (param),                                                           \
			.set = (handler),                                                          \
			.help = (text),                                                            \
		}

/* A word that other code reads from the command line by itself, before parse_params(). */
#define KERNEL_PARAM_READ_EARLIER(id, param, text)                                                 \
	static const struct kparam __kparam_##id __used __section("__kparam")                      \
		__aligned(sizeof(void *)) = {                                                      \
			.name = (param),                                                           \
			.help = (text),                                                            \
		}

#define COMMAND_LINE_MAX 4096 /* bytes, final NUL included */

void parse_params(const char *cmdline);
void parse_param_words(char *words);
bool parameq(const char *a, const char *b);
int module_param_set(const char *module, const char *name, char *val);

#endif
