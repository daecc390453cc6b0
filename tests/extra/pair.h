/* SPDX-License-Identifier: MIT */
/* What pair-one.c offers to pair-two.c. */
#ifndef PAIR_H
#define PAIR_H

int pair_double(int x);

#endif
