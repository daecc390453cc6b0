/* SPDX-License-Identifier: MIT */
/* Port I/O, device memory, and where in physical memory an address is. */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <linux/mm.h>
#include <asm/io.h>

#endif
