// SPDX-License-Identifier: MIT
/* The clock and the delays. */
#include <asm/tsc.h>
#include <linux/delay.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/timekeeping.h>
#include <quarry/test.h>

TEST_SUITE(time);

/* The clock never goes back. */
TEST(ktime_get_monotonic)
{
	u64 previous = ktime_get_ns();
	int i;

	for (i = 0; i < 10000; i++) {
		u64 now = ktime_get_ns();

		ASSERT_GE(now, previous);
		previous = now;
	}
}

/* The clock advances. */
TEST(ktime_get_advances)
{
	u64 start = ktime_get_ns();

	udelay(1);
	EXPECT_GT(ktime_get_ns(), start);
}

/* A delay takes at least its time on the clock, up to one tick of rounding. */
TEST(delay_lower_bound)
{
	u64 start = ktime_get_ns();

	udelay(100);
	EXPECT_GE(ktime_get_ns() - start, 100 * NSEC_PER_USEC - 1);
	start = ktime_get_ns();
	mdelay(2);
	EXPECT_GE(ktime_get_ns() - start, 2 * NSEC_PER_MSEC - 1);
	start = ktime_get_ns();
	ndelay(5000);
	EXPECT_GE(ktime_get_ns() - start, 5000 - 1);
}

/* A delay of nothing returns. */
TEST(delay_zero)
{
	u64 start = rdtsc();

	ndelay(0);
	udelay(0);
	mdelay(0);
	EXPECT_GE(rdtsc(), start);
}

/* The units of ktime_t are nanoseconds, with either sign. */
TEST(ktime_conversions)
{
	EXPECT_EQ(ktime_set(3, 5), 3000000005LL);
	EXPECT_EQ(ktime_to_us(1999), 1);
	EXPECT_EQ(ktime_to_ms(-1000001), -1);
	EXPECT_EQ(ktime_us_delta(5000, 2000), 3);
	EXPECT_EQ(ktime_ms_delta(ms_to_ktime(9), ms_to_ktime(4)), 5);
	EXPECT_EQ(ktime_add_us(1, 2), 2001);
	EXPECT_EQ(ktime_compare(1, 2), -1);
	EXPECT_EQ(ktime_compare(2, 2), 0);
	EXPECT_EQ(ktime_compare(3, 2), 1);
	EXPECT_TRUE(ktime_after(2, 1));
	EXPECT_TRUE(ktime_before(1, 2));
}
