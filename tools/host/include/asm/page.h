/* SPDX-License-Identifier: MIT */
/* Host build: the target's page size, whatever the host's is. */
#ifndef HOST_ASM_PAGE_H
#define HOST_ASM_PAGE_H

#define PAGE_SHIFT 12

#endif
