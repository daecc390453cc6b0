// SPDX-License-Identifier: MIT
/*
 * Tests that must end in a panic. One boot runs one of them: it says what the panic's first
 * line must contain, runs the test, and the judge compares. A test that comes back has failed.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/console.h>
#include <quarry/selftest.h>
#include <quarry/test.h>

extern const struct death_test __deathtests_start[], __deathtests_end[];

static void announce(const struct death_test *test)
{
	console_printf_raw("# death: %s expects \"%s\"\n", test->name, test->expects);
}

/**
 * death_list - names every death test and what it expects
 *
 * Return: true.
 */
bool death_list(void)
{
	const struct death_test *test;

	for (test = __deathtests_start; test < __deathtests_end; test++)
		announce(test);
	return true;
}

/**
 * death_run - runs one death test
 * @name: its name
 *
 * Return: false: there is no such test, or it did not end in a panic.
 */
bool death_run(const char *name)
{
	const struct death_test *test;

	for (test = __deathtests_start; test < __deathtests_end; test++) {
		if (strcmp(test->name, name))
			continue;
		announce(test);
		test->run();
		console_printf_raw("# death: %s not dead\n", name);
		return false;
	}
	console_printf_raw("# death: unknown test %s\n", name);
	return false;
}
