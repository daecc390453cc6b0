// SPDX-License-Identifier: MIT
/*
 * Operations on 64-bit counters as loops around compare-and-exchange.
 *
 * The first guess of each loop is read without care and may be torn: a wrong guess only fails the
 * exchange, which then supplies the true value.
 *
 * Context: any, interrupts included. Each is a full barrier.
 */
#include <linux/atomic.h>

/** atomic64_xchg() - store a value; returns the one before */
s64 atomic64_xchg(atomic64_t *v, s64 value)
{
	s64 old = v->counter;

	while (!atomic64_try_cmpxchg(v, &old, value))
		;
	return old;
}

/** atomic64_fetch_add() - add; returns the value before */
s64 atomic64_fetch_add(s64 value, atomic64_t *v)
{
	s64 old = v->counter;

	while (!atomic64_try_cmpxchg(v, &old, (s64)((u64)old + (u64)value)))
		;
	return old;
}

/** atomic64_fetch_and() - keep the bits of a mask; returns the value before */
s64 atomic64_fetch_and(s64 value, atomic64_t *v)
{
	s64 old = v->counter;

	while (!atomic64_try_cmpxchg(v, &old, old & value))
		;
	return old;
}

/** atomic64_fetch_or() - set the bits of a mask; returns the value before */
s64 atomic64_fetch_or(s64 value, atomic64_t *v)
{
	s64 old = v->counter;

	while (!atomic64_try_cmpxchg(v, &old, old | value))
		;
	return old;
}

/** atomic64_fetch_xor() - turn over the bits of a mask; returns the value before */
s64 atomic64_fetch_xor(s64 value, atomic64_t *v)
{
	s64 old = v->counter;

	while (!atomic64_try_cmpxchg(v, &old, old ^ value))
		;
	return old;
}

/** atomic64_add_unless() - add unless the counter has a certain value; returns whether it did */
bool atomic64_add_unless(atomic64_t *v, s64 value, s64 unless)
{
	s64 old = atomic64_read(v);

	while (old != unless) {
		if (atomic64_try_cmpxchg(v, &old, (s64)((u64)old + (u64)value)))
			return true;
	}
	return false;
}

/** atomic64_dec_if_positive() - subtract 1 unless that is negative; returns the difference */
s64 atomic64_dec_if_positive(atomic64_t *v)
{
	s64 old = atomic64_read(v);

	while (old > 0) {
		if (atomic64_try_cmpxchg(v, &old, old - 1))
			break;
	}
	return old - 1;
}
