/* SPDX-License-Identifier: MIT */
/*
 * Variables that the command line sets: `file.name=value`. '-' and '_' are the same in both
 * parts. The values are set before any init function runs and before any allocator is up.
 *
 *   type      C type             accepts
 *   bool      bool               1 y Y on, 0 n N off, or nothing (true)
 *   invbool   bool               the same, stores the opposite
 *   byte short ushort int uint long ulong ullong      what kstrto*() with base 0 accepts
 *   hexint    unsigned int       the same
 *   charp     char *             any text; points into the kept copy of the command line
 *
 * A file may add a type T: define param_ops_T and param_check_T, then module_param(x, T, perm).
 */
#ifndef _LINUX_MODULEPARAM_H
#define _LINUX_MODULEPARAM_H

#include <linux/stat.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/init.h>
#include <linux/types.h>

struct kernel_param;

enum { KERNEL_PARAM_OPS_FL_NOARG = 1 }; /* `file.name` without a value is fine */

struct kernel_param_ops {
	unsigned int flags;
	int (*set)(const char *val, const struct kernel_param *kp); /* 0 or a negative errno */
	int (*get)(char *buffer, const struct kernel_param *kp);    /* length written */
	void (*free)(void *arg); /* never called: nothing unloads */
};

struct kparam_string {
	unsigned int maxlen;
	char *string;
};

struct kparam_array {
	unsigned int max;
	unsigned int elemsize;
	unsigned int *num;
	const struct kernel_param_ops *ops;
	void *elem;
};

struct kernel_param {
	const char *name; /* without the file's name */
	const struct module *mod;
	const struct kernel_param_ops *ops;
	u16 perm; /* kept for the reader; there is no file system to show it in */
	union {
		void *arg;
		const struct kparam_string *str;
		const struct kparam_array *arr;
	};
};

#define PARAM_MAX_TEXT 128 /* bytes that ops->get() may write, final NUL included */

extern const struct kernel_param_ops param_ops_bool, param_ops_invbool, param_ops_byte,
	param_ops_short, param_ops_ushort, param_ops_int, param_ops_uint, param_ops_long,
	param_ops_ulong, param_ops_ullong, param_ops_hexint, param_ops_charp, param_ops_string,
	param_array_ops;

#define DECLARE_PARAM_OPS(type)                                                                    \
	int param_set_##type(const char *val, const struct kernel_param *kp);                      \
	int param_get_##type(char *buffer, const struct kernel_param *kp)

DECLARE_PARAM_OPS(bool);
DECLARE_PARAM_OPS(invbool);
DECLARE_PARAM_OPS(byte);
DECLARE_PARAM_OPS(short);
DECLARE_PARAM_OPS(ushort);
DECLARE_PARAM_OPS(int);
DECLARE_PARAM_OPS(uint);
DECLARE_PARAM_OPS(long);
DECLARE_PARAM_OPS(ulong);
DECLARE_PARAM_OPS(ullong);
DECLARE_PARAM_OPS(hexint);
DECLARE_PARAM_OPS(charp);

/* Macros that make declarations are no expressions: */
/* clang-format off */

/* A variable of another type than the parameter's must not compile. */
#define __param_check(name, p, type)                                                               \
	static inline type __attribute__((__unused__)) *__check_##name(void)                       \
	{                                                                                          \
		return (p);                                                                        \
	}
#define param_check_bool(name, p)    __param_check(name, p, bool)
#define param_check_invbool(name, p) __param_check(name, p, bool)
#define param_check_byte(name, p)    __param_check(name, p, unsigned char)
#define param_check_short(name, p)   __param_check(name, p, short)
#define param_check_ushort(name, p)  __param_check(name, p, unsigned short)
#define param_check_int(name, p)     __param_check(name, p, int)
#define param_check_uint(name, p)    __param_check(name, p, unsigned int)
#define param_check_long(name, p)    __param_check(name, p, long)
#define param_check_ulong(name, p)   __param_check(name, p, unsigned long)
#define param_check_ullong(name, p)  __param_check(name, p, unsigned long long)
#define param_check_hexint(name, p)  __param_check(name, p, unsigned int)
#define param_check_charp(name, p)   __param_check(name, p, char *)

#define __module_param(param, operations, mode, member, value)                                     \
	static const struct kernel_param __param_##param                                           \
		__attribute__((__used__, __section__("__param"),                                   \
			       __aligned__(sizeof(void *)))) = {                                   \
			.name = #param,                                                            \
			.mod = THIS_MODULE,                                                        \
			.ops = (operations),                                                       \
			.perm = (mode),                                                            \
			.member = (value),                                                         \
		}

#define module_param_cb(param, operations, argument, perm)                                         \
	__module_param(param, operations, perm, arg, argument)

#define module_param_named(param, variable, type, perm)                                            \
	param_check_##type(param, &(variable))                                                     \
	__module_param(param, &param_ops_##type, perm, arg, &(variable))

#define module_param(param, type, perm) module_param_named(param, param, type, perm)

#define module_param_string(param, buffer, size, perm)                                             \
	static const struct kparam_string __param_string_##param = { (size), (buffer) };           \
	__module_param(param, &param_ops_string, perm, str, &__param_string_##param)

#define module_param_array_named(param, array, type, nump, perm)                                   \
	param_check_##type(param, &(array)[0])                                                     \
	static const struct kparam_array __param_array_##param = {                                 \
		.max = sizeof(array) / sizeof((array)[0]),                                         \
		.elemsize = sizeof((array)[0]),                                                    \
		.num = (nump),                                                                     \
		.ops = &param_ops_##type,                                                          \
		.elem = (array),                                                                   \
	};                                                                                         \
	__module_param(param, &param_array_ops, perm, arr, &__param_array_##param)

/* clang-format on */

#define module_param_array(param, type, nump, perm)                                                \
	module_param_array_named(param, param, type, nump, perm)

#define MODULE_PARM_DESC(param, text)                                                              \
	_Static_assert(sizeof(#param) > 1 && sizeof(text) > 0, "MODULE_PARM_DESC takes a string")

#endif
