/* SPDX-License-Identifier: MIT */
/*
 * Code that only the start-up needs, but that tests call after it: it goes away with the rest of
 * .init unless tests are built in. On the host the attribute means nothing.
 */
#ifndef QUARRY_INIT_OR_TEST_H
#define QUARRY_INIT_OR_TEST_H

#include <linux/init.h>

#ifdef CONFIG_TESTS
#define __init_or_test
#else
#define __init_or_test __init
#endif

#endif /* QUARRY_INIT_OR_TEST_H */
