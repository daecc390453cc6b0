/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KCONFIG_H
#define _LINUX_KCONFIG_H

/*
 * IS_ENABLED(CONFIG_X) is 1 when the option is defined as 1 and 0 when it is not defined, usable
 * in C and in #if. A defined option turns __kconfig_arg_1 into "0," and so moves the 1 into the
 * second place.
 */
#define __kconfig_arg_1                  0,
#define __kconfig_second(skip, val, ...) val
#define __kconfig_place(arg)             __kconfig_second(arg 1, 0, 0)
#define __kconfig_paste(val)             __kconfig_place(__kconfig_arg_##val)
#define __kconfig_is_set(option)         __kconfig_paste(option)

#define IS_ENABLED(option)   __kconfig_is_set(option)
#define IS_BUILTIN(option)   __kconfig_is_set(option)
#define IS_REACHABLE(option) __kconfig_is_set(option)
#define IS_MODULE(option)    0

#endif
