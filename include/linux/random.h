/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

#include <linux/types.h>

/*
 * Pseudo-random numbers for tests, stress and algorithms: repeatable from a seed, fit for no
 * secret. The generator of get_random_*() is one for all CPUs.
 */
struct rnd_state {
	u32 s[4];
};

void prandom_seed_state(struct rnd_state *state, u64 seed);
u32 prandom_u32_state(struct rnd_state *state);
void prandom_bytes_state(struct rnd_state *state, void *buf, size_t size);
u32 prandom_u32_below_state(struct rnd_state *state, u32 limit);

void random_seed(u64 seed);
u32 get_random_u32(void);
u64 get_random_u64(void);
void get_random_bytes(void *buf, size_t size);
u32 get_random_u32_below(u32 limit);

static inline u8 get_random_u8(void)
{
	return (u8)get_random_u32();
}

static inline u16 get_random_u16(void)
{
	return (u16)get_random_u32();
}

static inline int get_random_int(void)
{
	return (int)get_random_u32();
}

static inline unsigned long get_random_long(void)
{
	return get_random_u32();
}

/* Uniform in [floor, ceil], both included. */
static inline u32 get_random_u32_inclusive(u32 floor, u32 ceil)
{
	u32 span = ceil - floor + 1;

	return span ? floor + get_random_u32_below(span) : get_random_u32();
}

static inline u32 get_random_u32_above(u32 floor)
{
	return get_random_u32_inclusive(floor + 1, ~0U);
}

static inline u32 prandom_u32(void)
{
	return get_random_u32();
}

static inline u32 prandom_u32_max(u32 limit)
{
	return get_random_u32_below(limit);
}

static inline void prandom_bytes(void *buf, size_t size)
{
	get_random_bytes(buf, size);
}

#endif
