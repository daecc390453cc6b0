/* SPDX-License-Identifier: MIT */
/*
 * What a file that was written as a loadable module expects to find. Here it is linked into
 * the image; its init function runs at boot and its exit function before power-off.
 */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/types.h>

#define MODULE_INFO(tag, text) _Static_assert(sizeof(text) > 0, "MODULE_" #tag " takes a string")

#define MODULE_LICENSE(text)             MODULE_INFO(LICENSE, text)
#define MODULE_AUTHOR(text)              MODULE_INFO(AUTHOR, text)
#define MODULE_DESCRIPTION(text)         MODULE_INFO(DESCRIPTION, text)
#define MODULE_VERSION(text)             MODULE_INFO(VERSION, text)
#define MODULE_ALIAS(text)               MODULE_INFO(ALIAS, text)
#define MODULE_FIRMWARE(text)            MODULE_INFO(FIRMWARE, text)
#define MODULE_SOFTDEP(text)             MODULE_INFO(SOFTDEP, text)
#define MODULE_IMPORT_NS(ns)             _Static_assert(1, "")
#define MODULE_DEVICE_TABLE(type, table) extern __typeof__(table) table

/* The code of the image never goes away, so holding it is free and always possible. */
static inline bool try_module_get(struct module *module)
{
	return true;
}

static inline void __module_get(struct module *module)
{
}

static inline void module_put(struct module *module)
{
}

/*
 * The entry points of old: a foreign file may define functions of these names instead of
 * naming others with module_init() and module_exit(). The build puts the file's name into
 * theirs, and has the linker make them NULL where the file has none.
 */
#ifdef MODULE_FOREIGN
int init_module(void);
void cleanup_module(void);
__define_initcall(init_module, device);
__define_exitcall(cleanup_module);
#endif

static inline const char *module_name(const struct module *module)
{
	return module ? module->name : "kernel";
}

#endif
