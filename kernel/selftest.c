// SPDX-License-Identifier: MIT
/*
 * What the command line asks of the tests. The tests themselves and the framework are in
 * tests/, which a kernel made with TESTS=0 leaves out; such a kernel says so and fails.
 */
#include <asm/tsc.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/string.h>
#include <quarry/console.h>
#include <quarry/params.h>
#include <quarry/selftest.h>

static const char *test_globs;
static const char *death_name;
static u32 seed;
static bool seed_given;

static int set_test(const char *val)
{
	test_globs = val && *val ? val : "*";
	return 0;
}
KERNEL_PARAM("test", set_test, "GLOB[,GLOB...]: run matching tests, then end; list: name them");

static int set_death(const char *val)
{
	if (!val || !*val)
		return -EINVAL;
	death_name = val;
	return 0;
}
KERNEL_PARAM("death", set_death, "NAME: run a test that must end in a panic; list: name them");

static int set_seed(const char *val)
{
	int err = val ? kstrtouint(val, 0, &seed) : -EINVAL;

	seed_given = !err;
	return err;
}
KERNEL_PARAM("seed", set_seed, "N: where the random numbers of the tests start");

/** selftest_wanted - whether the command line asks for tests */
bool selftest_wanted(void)
{
	return test_globs || death_name;
}

/**
 * selftest_main - runs what the command line asks for
 *
 * Context: the boot's thread, everything up.
 * Return: whether all went well; a death test that goes well does not return.
 */
bool selftest_main(void)
{
	if (!IS_ENABLED(CONFIG_TESTS)) {
		console_printf_raw("# this kernel was made without tests (TESTS=0)\n");
		return false;
	}
	if (death_name)
		return strcmp(death_name, "list") ? death_run(death_name) : death_list();
	if (!strcmp(test_globs, "list"))
		return ktap_list();
	if (!seed_given)
		seed = (u32)rdtsc() * 2654435761U; /* spreads a count of few ticks over 32 bits */
	return ktap_run(test_globs, seed);
}
