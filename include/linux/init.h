/* SPDX-License-Identifier: MIT */
/*
 * What runs once: section marks for start-up code and data, and the registration of
 * functions that the boot calls by itself.
 *
 *   core_initcall     first: what the other levels stand on
 *   subsys_initcall   then: facilities
 *   device_initcall   then: drivers; module_init() is the same
 *   late_initcall     then: what wants everything else to be there
 *
 * The functions of foreign files (EXTRA=) run after all of these, whatever their level.
 */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/compiler.h>
#include <linux/types.h>

#define __init      __attribute__((__section__(".init.text"), __cold__))
#define __initdata  __attribute__((__section__(".init.data")))
#define __initconst __attribute__((__section__(".init.rodata")))
#define __initbss   __attribute__((__section__(".init.bss")))
#define __exit      __attribute__((__used__, __cold__))
#define __exitdata
#define __exit_p(x) (x)
#define __ref
#define __refdata
#define __meminit
#define __meminitdata
#define __devinit
#define __devinitdata
#define __devexit
#define __devexit_p(x) (x)

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

/* One source file, for registration and for THIS_MODULE. */
struct module {
	const char *name;
	bool foreign; /* compiled from outside the tree (EXTRA=) */
	bool gone;    /* an init function did not return 0, or the exit functions have run */
};

struct initcall {
	initcall_t fn;
	const char *name;
	struct module *module;
};

struct exitcall {
	exitcall_t fn;
	const char *name;
	struct module *module;
};

#ifndef KBUILD_MODNAME
#define KBUILD_MODNAME "kernel"
#endif

#ifdef MODULE_FOREIGN
#define __MODULE_IS_FOREIGN true
#else
#define __MODULE_IS_FOREIGN false
#endif

static struct module __this_module __attribute__((__unused__)) = {
	.name = KBUILD_MODNAME,
	.foreign = __MODULE_IS_FOREIGN,
};

#define THIS_MODULE (&__this_module)

#define __define_initcall(func, level)                                                             \
	static const struct initcall __initcall_##func                                             \
		__attribute__((__used__, __section__("__initcall." #level))) = {                   \
			.fn = (func),                                                              \
			.name = #func,                                                             \
			.module = THIS_MODULE,                                                     \
		}

#define __define_exitcall(func)                                                                    \
	static const struct exitcall __exitcall_##func                                             \
		__attribute__((__used__, __section__("__exitcall"))) = {                           \
			.fn = (func),                                                              \
			.name = #func,                                                             \
			.module = THIS_MODULE,                                                     \
		}

#define early_initcall(func)    __define_initcall(func, core)
#define core_initcall(func)     __define_initcall(func, core)
#define postcore_initcall(func) __define_initcall(func, core)
#define arch_initcall(func)     __define_initcall(func, core)
#define subsys_initcall(func)   __define_initcall(func, subsys)
#define fs_initcall(func)       __define_initcall(func, subsys)
#define device_initcall(func)   __define_initcall(func, device)
#define late_initcall(func)     __define_initcall(func, late)
#define __initcall(func)        device_initcall(func)
#define __exitcall(func)        __define_exitcall(func)

#define module_init(func) device_initcall(func)
#define module_exit(func) __define_exitcall(func)

#endif
