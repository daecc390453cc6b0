/* SPDX-License-Identifier: MIT */
/* Time as nanoseconds in a signed 64-bit number. The clock starts at 0 at the kernel's entry. */
#ifndef _LINUX_KTIME_H
#define _LINUX_KTIME_H

#include <linux/math64.h>
#include <linux/types.h>

typedef s64 ktime_t;

#define NSEC_PER_USEC 1000L
#define NSEC_PER_MSEC 1000000L
#define NSEC_PER_SEC  1000000000L
#define USEC_PER_MSEC 1000L
#define USEC_PER_SEC  1000000L
#define MSEC_PER_SEC  1000L

#define KTIME_MAX ((s64) ~((u64)1 << 63))

ktime_t ktime_get(void);
u64 ktime_get_ns(void);

static inline ktime_t ktime_set(s64 secs, unsigned long nsecs)
{
	return secs * NSEC_PER_SEC + (s64)nsecs;
}

#define ktime_sub(a, b)    ((ktime_t)((a) - (b)))
#define ktime_add(a, b)    ((ktime_t)((a) + (b)))
#define ktime_add_ns(a, n) ((ktime_t)((a) + (s64)(n)))
#define ktime_sub_ns(a, n) ((ktime_t)((a) - (s64)(n)))
#define ktime_add_us(a, n) ktime_add_ns(a, (u64)(n)*NSEC_PER_USEC)
#define ktime_add_ms(a, n) ktime_add_ns(a, (u64)(n)*NSEC_PER_MSEC)
#define ktime_to_ns(t)     ((s64)(t))
#define ns_to_ktime(ns)    ((ktime_t)(ns))
#define ms_to_ktime(ms)    ((ktime_t)(ms)*NSEC_PER_MSEC)

static inline s64 ktime_to_us(ktime_t t)
{
	return div_s64(t, NSEC_PER_USEC);
}

static inline s64 ktime_to_ms(ktime_t t)
{
	return div_s64(t, NSEC_PER_MSEC);
}

static inline s64 ktime_us_delta(ktime_t later, ktime_t earlier)
{
	return ktime_to_us(later - earlier);
}

static inline s64 ktime_ms_delta(ktime_t later, ktime_t earlier)
{
	return ktime_to_ms(later - earlier);
}

static inline int ktime_compare(ktime_t a, ktime_t b)
{
	return a < b ? -1 : a > b;
}

static inline bool ktime_after(ktime_t a, ktime_t b)
{
	return a > b;
}

static inline bool ktime_before(ktime_t a, ktime_t b)
{
	return a < b;
}

#endif
