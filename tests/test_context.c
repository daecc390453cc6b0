// SPDX-License-Identifier: MIT
/*
 * Spinlocks, the preempt count, and the checks of where code runs.
 */
#include <linux/hardirq.h>
#include <linux/irqflags.h>
#include <linux/kconfig.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <quarry/test.h>

TEST_SUITE(context);

static DEFINE_SPINLOCK(lock);
static DEFINE_RAW_SPINLOCK(raw_lock);

/* A held lock is locked and keeps preemption off; released it is neither. */
TEST(spin_lock_holds)
{
	EXPECT_FALSE(spin_is_locked(&lock));
	spin_lock(&lock);
	EXPECT_TRUE(spin_is_locked(&lock));
	EXPECT_EQ(preempt_count(), 1);
	EXPECT_FALSE(preemptible());
	spin_unlock(&lock);
	EXPECT_FALSE(spin_is_locked(&lock));
	EXPECT_TRUE(preemptible());
}

/* A try gets a free lock, fails on a held one, and then leaves no trace. */
TEST(spin_trylock_held_and_free)
{
	ASSERT_TRUE(spin_trylock(&lock));
	EXPECT_FALSE(spin_trylock(&lock));
	EXPECT_EQ(preempt_count(), 1);
	spin_unlock(&lock);
	EXPECT_EQ(preempt_count(), 0);
}

/* The same with interrupts: they are off only while the lock is held. */
TEST(spin_trylock_irqsave_held_and_free)
{
	unsigned long flags, inner;

	ASSERT_TRUE(spin_trylock_irqsave(&lock, flags));
	EXPECT_TRUE(irqs_disabled());
	EXPECT_FALSE(spin_trylock_irqsave(&lock, inner));
	EXPECT_TRUE(irqs_disabled());
	spin_unlock_irqrestore(&lock, flags);
	EXPECT_FALSE(irqs_disabled());
}

/* Saved interrupts come back as they were, on or off, however deep. */
TEST(spin_lock_irqsave_nests)
{
	unsigned long outer, inner;

	spin_lock_irqsave(&lock, outer);
	raw_spin_lock_irqsave(&raw_lock, inner);
	EXPECT_EQ(preempt_count(), 2);
	raw_spin_unlock_irqrestore(&raw_lock, inner);
	EXPECT_TRUE(irqs_disabled());
	spin_unlock_irqrestore(&lock, outer);
	EXPECT_FALSE(irqs_disabled());
}

/* The irq forms turn interrupts off and, without asking, on. */
TEST(spin_lock_irq_turns_on)
{
	spin_lock_irq(&lock);
	EXPECT_TRUE(irqs_disabled());
	spin_unlock_irq(&lock);
	EXPECT_FALSE(irqs_disabled());
	raw_spin_lock_irq(&raw_lock);
	EXPECT_TRUE(irqs_disabled());
	raw_spin_unlock_irq(&raw_lock);
	EXPECT_FALSE(irqs_disabled());
}

/* Tickets count modulo 256: a lock works beyond that many turns. */
TEST(spin_lock_many_turns)
{
	unsigned int i;

	for (i = 0; i < 1000; i++) {
		spin_lock(&lock);
		EXPECT_FALSE(spin_trylock(&lock));
		spin_unlock(&lock);
	}
	EXPECT_FALSE(spin_is_locked(&lock));
}

/* Each field of the preempt count answers its own question. */
TEST(preempt_count_fields)
{
	EXPECT_FALSE(in_atomic());
	irq_enter();
	EXPECT_TRUE(in_irq());
	EXPECT_TRUE(in_interrupt());
	EXPECT_FALSE(in_nmi());
	irq_exit();
	nmi_enter();
	EXPECT_TRUE(in_nmi());
	EXPECT_TRUE(in_interrupt());
	nmi_exit();
	preempt_disable();
	EXPECT_TRUE(in_atomic());
	EXPECT_FALSE(in_interrupt());
	preempt_enable();
	EXPECT_FALSE(in_atomic());
}

/* Reports of one call that may sleep; debug builds only make them. */
static void expect_sleep_report(unsigned int reports)
{
	test_capture_start();
	might_sleep();
	test_capture_stop();
	EXPECT_EQ(test_captured("may sleep, but"), IS_ENABLED(CONFIG_DEBUG) ? reports : 0);
}

/* Where sleeping is allowed nothing is said; with a lock held the place is named. */
TEST(might_sleep_allowed)
{
	expect_sleep_report(0);
}

TEST(might_sleep_lock_held)
{
	spin_lock(&lock);
	expect_sleep_report(1);
	spin_unlock(&lock);
}

TEST(might_sleep_interrupts_off)
{
	local_irq_disable();
	expect_sleep_report(1);
	local_irq_enable();
}

TEST(might_sleep_in_interrupt)
{
	irq_enter();
	expect_sleep_report(1);
	irq_exit();
}

/* Asking for the CPU's number where it may change at once is reported; get_cpu() is the way. */
TEST(smp_processor_id_preemptible)
{
	test_capture_start();
	EXPECT_EQ(smp_processor_id(), 0);
	test_capture_stop();
	EXPECT_EQ(test_captured("smp_processor_id()"), IS_ENABLED(CONFIG_DEBUG) ? 1 : 0);
	EXPECT_EQ(get_cpu(), 0);
	EXPECT_EQ(smp_processor_id(), 0);
	put_cpu();
}
