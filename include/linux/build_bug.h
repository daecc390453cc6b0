/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BUILD_BUG_H
#define _LINUX_BUILD_BUG_H

#include <linux/compiler.h>

/* Value 0; a build error when the constant expression is not zero. */
#define BUILD_BUG_ON_ZERO(cond) ((int)sizeof(struct { int : (-!!(cond)); }))

#define BUILD_BUG_ON_MSG(cond, msg)    compiletime_assert(!(cond), msg)
#define BUILD_BUG_ON(cond)             BUILD_BUG_ON_MSG(cond, "BUILD_BUG_ON: " #cond)
#define BUILD_BUG()                    BUILD_BUG_ON_MSG(1, "BUILD_BUG reached")
#define BUILD_BUG_ON_NOT_POWER_OF_2(n) BUILD_BUG_ON((n) == 0 || (((n) & ((n)-1)) != 0))
#define BUILD_BUG_ON_INVALID(expr)     ((void)sizeof((long)(expr)))

#define static_assert(cond, ...) __static_assert_msg(cond, ##__VA_ARGS__, #cond)
#define __static_assert_msg(cond, msg, ...) _Static_assert(cond, msg)

#endif
