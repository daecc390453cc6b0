/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TYPECHECK_H
#define _LINUX_TYPECHECK_H

/* Value 1; a warning when x is not of the given type. */
#define typecheck(type, x)                                                                         \
	({                                                                                         \
		type __tc_type;                                                                    \
		typeof(x) __tc_x;                                                                  \
		(void)(&__tc_type == &__tc_x);                                                     \
		1;                                                                                 \
	})

#endif
