/* SPDX-License-Identifier: MIT */
#ifndef _QUARRY_BOOT_MAIN_H
#define _QUARRY_BOOT_MAIN_H

/* boot/entry.S jumps here. */
void kernel_main(void);

#endif
