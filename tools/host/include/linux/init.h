/* SPDX-License-Identifier: MIT */
/* Host build: nothing is freed after start-up. */
#ifndef HOST_LINUX_INIT_H
#define HOST_LINUX_INIT_H

#define __init

#endif
