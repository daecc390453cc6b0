/* SPDX-License-Identifier: MIT */
/* For the tests of the framework itself. */
#ifndef TESTS_KTAP_H
#define TESTS_KTAP_H

#include <linux/types.h>
#include <quarry/test.h>

struct ktap_totals {
	unsigned int passed, failed, skipped;
};

void ktap_try_suite(const struct test_suite *suite, const char *globs, u32 seed, char *buf,
		    size_t size, struct ktap_totals *totals);

unsigned int ktap_count_suites(const char *name);
unsigned int ktap_count_cases(const struct test_suite *suite);
const struct test_suite *ktap_nth_suite(unsigned int n);

#endif
