// SPDX-License-Identifier: MIT
/*
 * memmap-check [-v] FILE...: what the kernel would make of memory maps in text form.
 *
 * For each file: the zones of a PAE and of a non-PAE kernel, or what is wrong with it. With -v
 * the sorted map too. The last line is `N passed, N failed`; the exit status is 1 if one failed.
 */
#include <linux/types.h>
#include "map_file.h"

int main(int argc, char **argv)
{
	enum map_show show = MAP_SHOW_ZONES;
	int i = 1, passed = 0, failed = 0;
	char why[WHY_LEN];

	if (argc > 1 && !strcmp(argv[1], "-v")) {
		show = MAP_SHOW_RANGES;
		i++;
	}
	if (i == argc) {
		fprintf(stderr, "usage: %s [-v] FILE...\n", argv[0]);
		return 2;
	}
	for (; i < argc; i++) {
		printf("%s\n", argv[i]);
		if (map_file_check(argv[i], show, why)) {
			passed++;
		} else {
			printf("  FAILED: %s: %s\n", argv[i], why);
			failed++;
		}
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed ? 1 : 0;
}
