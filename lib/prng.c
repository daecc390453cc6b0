// SPDX-License-Identifier: MIT
/*
 * Pseudo-random numbers.
 *
 * Two generators: one whose state the caller keeps (xoshiro128**: 16 bytes, four shifts and
 * rotations per number), and a global one that any context on any CPU may call at once. The
 * global one is a counter that strides through all 2^64 values, with the bits of each value mixed
 * by multiplications (splitmix64), so its whole state is one atomic word and nothing locks.
 *
 * Both repeat exactly from a seed. Neither keeps a secret: an observer can compute what follows.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/random.h>
#include <linux/string.h>

#define STRIDE 0x9e3779b97f4a7c15ULL /* 2^64 / golden ratio, odd: neighbours land far apart */

static atomic64_t global_state = ATOMIC64_INIT(0);

static u64 mix(u64 x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

/**
 * prandom_seed_state() - start a sequence
 * @state: the generator
 * @seed: any number; each gives another sequence
 */
void prandom_seed_state(struct rnd_state *state, u64 seed)
{
	u64 first = mix(seed + STRIDE);
	u64 second = mix(seed + 2 * STRIDE);

	state->s[0] = (u32)first;
	state->s[1] = (u32)(first >> 32);
	state->s[2] = (u32)second;
	/* All zeros would stay so for ever. */
	state->s[3] = (u32)(second >> 32) | 1;
}

/** prandom_u32_state() - the next number of the caller's generator */
u32 prandom_u32_state(struct rnd_state *state)
{
	u32 *s = state->s;
	u32 result = rol32(s[1] * 5, 7) * 9;
	u32 shifted = s[1] << 9;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= shifted;
	s[3] = rol32(s[3], 11);
	return result;
}

/** random_seed() - start the global sequence anew */
void random_seed(u64 seed)
{
	atomic64_set(&global_state, (s64)mix(seed));
}

/** get_random_u64() - the next number of the global generator */
u64 get_random_u64(void)
{
	return mix((u64)atomic64_add_return((s64)STRIDE, &global_state));
}

/** get_random_u32() - as get_random_u64(): its upper half */
u32 get_random_u32(void)
{
	return (u32)(get_random_u64() >> 32);
}

static u32 next(struct rnd_state *state)
{
	return state ? prandom_u32_state(state) : get_random_u32();
}

/*
 * The upper half of number * limit is below the limit. When 2^32 is no multiple of it, some
 * results would come from one number more than others: those numbers are the ones whose lower half
 * is below 2^32 % limit, and they are drawn again.
 */
static u32 below(struct rnd_state *state, u32 limit)
{
	u64 product = (u64)next(state) * limit;

	if ((u32)product < limit) {
		u32 surplus = limit ? -limit % limit : 0;

		while ((u32)product < surplus)
			product = (u64)next(state) * limit;
	}
	return (u32)(product >> 32);
}

static void fill(struct rnd_state *state, u8 *buf, size_t size)
{
	while (size) {
		u32 word = next(state);
		size_t part = size < sizeof(word) ? size : sizeof(word);

		memcpy(buf, &word, part);
		buf += part;
		size -= part;
	}
}

/**
 * prandom_u32_below_state() - a number of the caller's generator in [0, limit)
 * @state: the generator
 * @limit: what the result stays below; 0 gives 0
 *
 * Return: the number; all are equally likely.
 */
u32 prandom_u32_below_state(struct rnd_state *state, u32 limit)
{
	return below(state, limit);
}

/** get_random_u32_below() - as prandom_u32_below_state(), of the global generator */
u32 get_random_u32_below(u32 limit)
{
	return below(NULL, limit);
}

/** prandom_bytes_state() - fill a buffer from the caller's generator */
void prandom_bytes_state(struct rnd_state *state, void *buf, size_t size)
{
	fill(state, buf, size);
}

/** get_random_bytes() - fill a buffer from the global generator */
void get_random_bytes(void *buf, size_t size)
{
	fill(NULL, buf, size);
}
