/* SPDX-License-Identifier: MIT */
#ifndef _QUARRY_CONTEXT_H
#define _QUARRY_CONTEXT_H

/* Checks of the context begin when interrupts are on and everything runs as it will later. */
enum system_state { SYSTEM_BOOTING, SYSTEM_RUNNING };

extern enum system_state system_state;

#endif
