// SPDX-License-Identifier: MIT
/* Static per-CPU variables and the operations on this CPU's copy, in every size. */
#include <linux/cache.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <quarry/test.h>

TEST_SUITE(percpu_static);

#define START_VALUE 0x1234abcd
#define GUARD       0xa5

static DEFINE_PER_CPU(u32, never_changed) = START_VALUE;
static DEFINE_PER_CPU(u32, number);
static DEFINE_PER_CPU(u64, wide);
static DEFINE_PER_CPU(s64, wide_signed);
static DEFINE_PER_CPU(void *, pointer);
static DEFINE_PER_CPU_ALIGNED(char, on_its_own_line);

/* Every CPU that can come up starts with the value that the source gives. */
TEST(define_per_cpu_initial_value)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		EXPECT_EQ(per_cpu(never_changed, cpu), START_VALUE);
	EXPECT_EQ(this_cpu_read(never_changed), START_VALUE);
}

/* The copies of two CPUs are different memory, and this CPU's is the one with its number. */
TEST(per_cpu_copies_are_apart)
{
	unsigned int me = get_cpu();
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		per_cpu(number, cpu) = cpu + 1;
	for_each_possible_cpu(cpu)
		EXPECT_EQ(per_cpu(number, cpu), cpu + 1);
	EXPECT_EQ(this_cpu_read(number), me + 1);
	EXPECT_PTR_EQ(this_cpu_ptr(&number), per_cpu_ptr(&number, me));
	EXPECT_PTR_EQ(raw_cpu_ptr(&number), per_cpu_ptr(&number, me));
	put_cpu();
}

/* What asks for cache lines of its own begins on one, on each CPU. */
TEST(define_per_cpu_aligned_alignment)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		EXPECT_EQ((unsigned long)per_cpu_ptr(&on_its_own_line, cpu) % SMP_CACHE_BYTES, 0);
}

/* get_cpu_var() and get_cpu_ptr() keep the thread on its CPU until the put. */
TEST(get_cpu_var_preemption)
{
	unsigned int before = preempt_count();

	get_cpu_var(number) = 7;
	EXPECT_EQ(preempt_count(), before + 1);
	put_cpu_var(number);
	EXPECT_EQ(preempt_count(), before);
	(*get_cpu_ptr(&number))++;
	EXPECT_EQ(preempt_count(), before + 1);
	put_cpu_ptr(&number);
	EXPECT_EQ(preempt_count(), before);
	EXPECT_EQ(this_cpu_read(number), 8);
}

/* ---- each operation in each size, beside plain C ------------------------------------------- */

#define ROUNDS 64

/*
 * A variable of the type between two that must stay as they are, and two functions that do each
 * operation once on it and on a plain variable.
 */
#define OPERATIONS_ON(type)                                                                        \
	static DEFINE_PER_CPU(                                                                     \
		struct {                                                                           \
			type below;                                                                \
			type value;                                                                \
			type above;                                                                \
		},                                                                                 \
		cell_##type);                                                                      \
                                                                                                   \
	static void change_##type(type x, type plain)                                              \
	{                                                                                          \
		this_cpu_write(cell_##type.value, plain);                                          \
		EXPECT_EQ(this_cpu_read(cell_##type.value), plain);                                \
		this_cpu_add(cell_##type.value, x);                                                \
		plain += x;                                                                        \
		EXPECT_EQ(this_cpu_read(cell_##type.value), plain);                                \
		this_cpu_sub(cell_##type.value, (type)(x >> 1));                                   \
		plain -= (type)(x >> 1);                                                           \
		EXPECT_EQ(this_cpu_read(cell_##type.value), plain);                                \
		this_cpu_or(cell_##type.value, (type)(x << 1));                                    \
		plain |= (type)(x << 1);                                                           \
		EXPECT_EQ(this_cpu_read(cell_##type.value), plain);                                \
		this_cpu_and(cell_##type.value, (type)~x);                                         \
		plain &= (type)~x;                                                                 \
		EXPECT_EQ(this_cpu_read(cell_##type.value), plain);                                \
		this_cpu_inc(cell_##type.value);                                                   \
		EXPECT_EQ(this_cpu_read(cell_##type.value), ++plain);                              \
		this_cpu_dec(cell_##type.value);                                                   \
		EXPECT_EQ(this_cpu_read(cell_##type.value), --plain);                              \
	}                                                                                          \
                                                                                                   \
	static void answer_##type(type x, type plain)                                              \
	{                                                                                          \
		this_cpu_write(cell_##type.value, plain);                                          \
		plain += x;                                                                        \
		EXPECT_EQ(this_cpu_add_return(cell_##type.value, x), plain);                       \
		EXPECT_EQ(this_cpu_read(cell_##type.value), plain);                                \
		plain -= (type)(x >> 1);                                                           \
		EXPECT_EQ(this_cpu_sub_return(cell_##type.value, (type)(x >> 1)), plain);          \
		EXPECT_EQ(this_cpu_inc_return(cell_##type.value), ++plain);                        \
		EXPECT_EQ(this_cpu_dec_return(cell_##type.value), --plain);                        \
		EXPECT_EQ(this_cpu_xchg(cell_##type.value, x), plain);                             \
		EXPECT_EQ(this_cpu_read(cell_##type.value), x);                                    \
		EXPECT_EQ(this_cpu_cmpxchg(cell_##type.value, (type)(x + 1), plain), x);           \
		EXPECT_EQ(this_cpu_read(cell_##type.value), x);                                    \
		EXPECT_EQ(this_cpu_cmpxchg(cell_##type.value, x, plain), x);                       \
		EXPECT_EQ(this_cpu_read(cell_##type.value), plain);                                \
	}                                                                                          \
                                                                                                   \
	static void operate_on_##type(void)                                                        \
	{                                                                                          \
		unsigned int i;                                                                    \
                                                                                                   \
		this_cpu_write(cell_##type.below, (type)GUARD);                                    \
		this_cpu_write(cell_##type.above, (type)GUARD);                                    \
		for (i = 0; i < ROUNDS; i++) {                                                     \
			type x = random_value(i), plain = random_value(i / 2);                     \
                                                                                                   \
			change_##type(x, plain);                                                   \
			answer_##type(x, plain);                                                   \
		}                                                                                  \
		EXPECT_EQ(this_cpu_read(cell_##type.below), (type)GUARD);                          \
		EXPECT_EQ(this_cpu_read(cell_##type.above), (type)GUARD);                          \
	}

/* The corners first: carries go through every bit of the halves. */
static u64 random_value(unsigned int round)
{
	static const u64 corners[] = { 0, 1, ~0ULL, 0xffffffff, 0x100000000, 1ULL << 63 };

	if (round < ARRAY_SIZE(corners))
		return corners[round];
	return (u64)test_rand() << 32 | test_rand();
}

OPERATIONS_ON(u8)
OPERATIONS_ON(u16)
OPERATIONS_ON(u32)
OPERATIONS_ON(u64)

/* Each operation does to 1 byte what C does, and nothing to the bytes beside it. */
TEST(this_cpu_operations_1_byte)
{
	operate_on_u8();
}

/* The same for 2 bytes. */
TEST(this_cpu_operations_2_bytes)
{
	operate_on_u16();
}

/* The same for 4 bytes. */
TEST(this_cpu_operations_4_bytes)
{
	operate_on_u32();
}

/* The same for 8 bytes, which take two instructions. */
TEST(this_cpu_operations_8_bytes)
{
	operate_on_u64();
}

/* A negative argument of a smaller type has its sign in the upper half as well. */
TEST(this_cpu_add_negative_to_8_bytes)
{
	this_cpu_write(wide_signed, 5);
	this_cpu_add(wide_signed, -7);
	EXPECT_EQ(this_cpu_read(wide_signed), -2);
	EXPECT_EQ(this_cpu_add_return(wide_signed, -1), -3);
	EXPECT_EQ(this_cpu_dec_return(wide_signed), -4);
	EXPECT_EQ(this_cpu_sub_return(wide_signed, -10), 6);
}

/* Pointers are exchanged like numbers of their size, without a cast. */
TEST(this_cpu_exchange_pointers)
{
	int a, b;

	this_cpu_write(pointer, &a);
	EXPECT_PTR_EQ(this_cpu_read(pointer), &a);
	EXPECT_PTR_EQ(this_cpu_xchg(pointer, &b), &a);
	EXPECT_PTR_EQ(this_cpu_cmpxchg(pointer, &a, NULL), &b);
	EXPECT_PTR_EQ(this_cpu_cmpxchg(pointer, &b, NULL), &b);
	EXPECT_NULL(this_cpu_read(pointer));
}

/* A variable that is only known by its address works as one that is named. */
TEST(this_cpu_operations_through_pointer)
{
	u32 __percpu *small = &number;
	u64 __percpu *large = &wide;

	OPTIMIZER_HIDE_VAR(small);
	OPTIMIZER_HIDE_VAR(large);
	this_cpu_write(*small, 41);
	this_cpu_inc(*small);
	this_cpu_write(*large, 0xffffffff);
	this_cpu_inc(*large);
	EXPECT_EQ(this_cpu_read(number), 42);
	EXPECT_EQ(this_cpu_read(wide), 0x100000000ULL);
	EXPECT_EQ(*this_cpu_ptr(large), 0x100000000ULL);
}

static unsigned int calls;

static u64 counted(u64 value)
{
	calls++;
	return value;
}

/* Arguments are evaluated once, whatever the size. */
TEST(this_cpu_arguments_evaluated_once)
{
	calls = 0;
	this_cpu_write(wide, counted(1));
	this_cpu_write(number, counted(1));
	EXPECT_EQ(calls, 2);
	EXPECT_EQ(this_cpu_add_return(wide, counted(2)), 3);
	EXPECT_EQ(this_cpu_add_return(number, counted(2)), 3);
	EXPECT_EQ(this_cpu_xchg(wide, counted(4)), 3);
	EXPECT_EQ(this_cpu_cmpxchg(wide, counted(4), counted(5)), 4);
	EXPECT_EQ(calls, 7);
}

/* The operations on 8 bytes leave interrupts as they were, on or off. */
TEST(this_cpu_8_bytes_interrupts)
{
	unsigned long flags;
	bool before = irqs_disabled();

	this_cpu_write(wide, 1);
	this_cpu_add(wide, 1);
	EXPECT_EQ(this_cpu_add_return(wide, 1), 3);
	EXPECT_EQ(irqs_disabled(), before);
	local_irq_save(flags);
	this_cpu_write(wide, 1);
	EXPECT_TRUE(irqs_disabled());
	this_cpu_add(wide, 1);
	EXPECT_TRUE(irqs_disabled());
	EXPECT_EQ(this_cpu_add_return(wide, 1), 3);
	EXPECT_TRUE(irqs_disabled());
	EXPECT_EQ(this_cpu_read(wide), 3);
	EXPECT_TRUE(irqs_disabled());
	local_irq_restore(flags);
	EXPECT_EQ(irqs_disabled(), before);
}
