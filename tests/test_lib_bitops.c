// SPDX-License-Identifier: MIT
/* Operations on single bits and words, and what single-threaded code sees of atomic counters. */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(lib_bitops);

static unsigned long words[4];
static unsigned long expected[4];

static void scramble(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		expected[i] = words[i] = test_rand();
}

/* Every form of set, clear and change, for every bit of several words, by variable number. */
TEST(bit_operations_every_bit)
{
	unsigned int nr;

#define CHECK_BIT(call, operation)                                                                 \
	do {                                                                                       \
		scramble();                                                                        \
		call;                                                                              \
		expected[nr / 32] operation;                                                       \
		ASSERT_MEMEQ(words, expected, sizeof(words));                                      \
	} while (0)
#define CHECK_OLD(call, operation)                                                                 \
	do {                                                                                       \
		bool old;                                                                          \
                                                                                                   \
		scramble();                                                                        \
		old = call;                                                                        \
		ASSERT_EQ(old, (expected[nr / 32] >> (nr % 32)) & 1);                              \
		expected[nr / 32] operation;                                                       \
		ASSERT_MEMEQ(words, expected, sizeof(words));                                      \
	} while (0)
	for (nr = 0; nr < 128; nr++) {
		unsigned long mask = 1UL << (nr % 32);

		CHECK_BIT(set_bit(nr, words), |= mask);
		CHECK_BIT(__set_bit(nr, words), |= mask);
		CHECK_BIT(clear_bit(nr, words), &= ~mask);
		CHECK_BIT(__clear_bit(nr, words), &= ~mask);
		CHECK_BIT(clear_bit_unlock(nr, words), &= ~mask);
		CHECK_BIT(change_bit(nr, words), ^= mask);
		CHECK_BIT(__change_bit(nr, words), ^= mask);
		CHECK_BIT(assign_bit(nr, words, true), |= mask);
		CHECK_BIT(__assign_bit(nr, words, false), &= ~mask);
		CHECK_OLD(test_and_set_bit(nr, words), |= mask);
		CHECK_OLD(test_and_set_bit_lock(nr, words), |= mask);
		CHECK_OLD(__test_and_set_bit(nr, words), |= mask);
		CHECK_OLD(test_and_clear_bit(nr, words), &= ~mask);
		CHECK_OLD(__test_and_clear_bit(nr, words), &= ~mask);
		CHECK_OLD(test_and_change_bit(nr, words), ^= mask);
		CHECK_OLD(__test_and_change_bit(nr, words), ^= mask);
		CHECK_OLD(test_bit(nr, words), |= 0);
	}
#undef CHECK_BIT
#undef CHECK_OLD
}

/* The same by constant number, which is other code. */
TEST(bit_operations_constant_numbers)
{
	memset(words, 0, sizeof(words));
	set_bit(0, words);
	set_bit(31, words);
	set_bit(32, words);
	__set_bit(127, words);
	EXPECT_EQ(words[0], 0x80000001ul);
	EXPECT_EQ(words[1], 1ul);
	EXPECT_EQ(words[3], 0x80000000ul);
	EXPECT_TRUE(test_bit(127, words));
	EXPECT_FALSE(test_bit(126, words));
	clear_bit(31, words);
	change_bit(64, words);
	__change_bit(65, words);
	__clear_bit(32, words);
	EXPECT_EQ(words[0], 1ul);
	EXPECT_EQ(words[1], 0ul);
	EXPECT_EQ(words[2], 3ul);
	EXPECT_TRUE(test_and_clear_bit(64, words));
	EXPECT_FALSE(test_and_set_bit(33, words));
	EXPECT_TRUE(__test_and_change_bit(33, words));
	EXPECT_EQ(words[1], 0ul);
	EXPECT_EQ(words[2], 2ul);
}

/* First and last bits of every single bit, with garbage on the side that does not matter. */
TEST(ffs_fls_every_bit)
{
	unsigned int nr;

	for (nr = 0; nr < 32; nr++) {
		u32 bit = 1U << nr;
		u32 above = bit | ((u32)test_rand() & ~(bit - 1));
		u32 below = bit | ((u32)test_rand() & (bit - 1));

		ASSERT_EQ(__ffs(above), nr);
		ASSERT_EQ(ffs((int)above), nr + 1);
		ASSERT_EQ(ffz(~above), nr);
		ASSERT_EQ(__fls(below), nr);
		ASSERT_EQ(fls(below), nr + 1);
		ASSERT_EQ(fls_long(below), nr + 1);
		ASSERT_EQ(fls64(below), nr + 1);
		ASSERT_EQ(fls64((u64)below << 32 | test_rand()), nr + 33);
		ASSERT_EQ(__ffs64(above), nr);
		ASSERT_EQ(__ffs64((u64)above << 32), nr + 32);
	}
	EXPECT_EQ(ffs(0), 0);
	EXPECT_EQ(fls(0), 0);
	EXPECT_EQ(fls64(0), 0);
}

/* Weights are those of a count bit by bit. */
TEST(hweight_against_count)
{
	unsigned int round, bit;

	for (round = 0; round < 200; round++) {
		u64 value = ((u64)test_rand() << 32 | test_rand()) & test_rand();
		unsigned int w8 = 0, w16 = 0, w32 = 0, w64 = 0;

		for (bit = 0; bit < 64; bit++) {
			unsigned int set = (value >> bit) & 1;

			w8 += bit < 8 ? set : 0;
			w16 += bit < 16 ? set : 0;
			w32 += bit < 32 ? set : 0;
			w64 += set;
		}
		ASSERT_EQ(hweight8((u8)value), w8);
		ASSERT_EQ(hweight16((u16)value), w16);
		ASSERT_EQ(hweight32((u32)value), w32);
		ASSERT_EQ(hweight_long((unsigned long)value), w32);
		ASSERT_EQ(hweight64(value), w64);
	}
	EXPECT_EQ(hweight64(~0ULL), 64u);
}

/* Rotation loses nothing, for every distance, and 0 and the width are the same. */
TEST(rotate_every_distance)
{
	unsigned int n;
	u64 v64 = 0x0123456789abcdefULL;
	u32 v32 = 0x89abcdef;
	u16 v16 = 0xcdef;

	EXPECT_EQ(rol32(v32, 4), 0x9abcdef8u);
	EXPECT_EQ(rol64(v64, 8), 0x23456789abcdef01ULL);
	EXPECT_EQ(rol16(v16, 4), 0xdefc);
	for (n = 0; n <= 64; n++) {
		ASSERT_EQ(ror64(rol64(v64, n), n), v64);
		ASSERT_EQ(rol64(v64, n), ror64(v64, 64 - n));
		ASSERT_EQ(ror32(rol32(v32, n), n), v32);
		ASSERT_EQ(ror16(rol16(v16, n), n), v16);
	}
	EXPECT_EQ(rol32(v32, 0), v32);
	EXPECT_EQ(rol32(v32, 32), v32);
}

/* Signs extend from any bit; byte orders turn round; counts round up to orders. */
TEST(word_helpers)
{
	unsigned int count;

	EXPECT_EQ(sign_extend32(0x80, 7), -128);
	EXPECT_EQ(sign_extend32(0x7f, 7), 127);
	EXPECT_EQ(sign_extend32(0x17f, 7), 127);
	EXPECT_EQ(sign_extend64(1ULL << 40, 40), -(1LL << 40));
	EXPECT_EQ(swab16(0x1234), 0x3412);
	EXPECT_EQ(swab32(0x12345678), 0x78563412u);
	EXPECT_EQ(swab64(0x0123456789abcdefULL), 0xefcdab8967452301ULL);
	EXPECT_EQ(be32_to_cpu(cpu_to_be32(0x12345678)), 0x12345678u);
	EXPECT_EQ(*(u8 *)&(u32){ cpu_to_be32(0x12345678) }, 0x12);
	EXPECT_EQ(*(u8 *)&(u32){ cpu_to_le32(0x12345678) }, 0x78);
	EXPECT_EQ(get_count_order(0), 0);
	for (count = 1; count < 100; count++) {
		int order = get_count_order(count);

		ASSERT_GE(1U << order, count);
		ASSERT_TRUE(order == 0 || (1U << (order - 1)) < count);
	}
}

/* Counters wrap like two's complement, and each operation answers what its name says. */
TEST(atomic_arithmetic)
{
	atomic_t v = ATOMIC_INIT(INT_MAX);

	atomic_inc(&v);
	EXPECT_EQ(atomic_read(&v), INT_MIN);
	atomic_dec(&v);
	EXPECT_EQ(atomic_read(&v), INT_MAX);
	atomic_set(&v, 10);
	atomic_add(5, &v);
	atomic_sub(7, &v);
	EXPECT_EQ(atomic_read(&v), 8);
	EXPECT_EQ(atomic_add_return(2, &v), 10);
	EXPECT_EQ(atomic_sub_return(20, &v), -10);
	EXPECT_EQ(atomic_inc_return(&v), -9);
	EXPECT_EQ(atomic_dec_return(&v), -10);
	EXPECT_EQ(atomic_fetch_add(11, &v), -10);
	EXPECT_EQ(atomic_fetch_sub(2, &v), 1);
	EXPECT_EQ(atomic_fetch_inc(&v), -1);
	EXPECT_EQ(atomic_fetch_dec(&v), 0);
	EXPECT_EQ(atomic_read(&v), -1);
	EXPECT_EQ(atomic_fetch_sub(INT_MIN, &v), -1);
	EXPECT_EQ(atomic_read(&v), INT_MAX);
}

/* Bit operations on counters. */
TEST(atomic_logic)
{
	atomic_t v = ATOMIC_INIT(0x0ff0);

	atomic_and(0x00ff, &v);
	EXPECT_EQ(atomic_read(&v), 0x00f0);
	atomic_or(0x0f00, &v);
	EXPECT_EQ(atomic_read(&v), 0x0ff0);
	atomic_xor(0xffff, &v);
	EXPECT_EQ(atomic_read(&v), 0xf00f);
	atomic_andnot(0x000f, &v);
	EXPECT_EQ(atomic_read(&v), 0xf000);
	EXPECT_EQ(atomic_fetch_or(0x1, &v), 0xf000);
	EXPECT_EQ(atomic_fetch_and(0x3001, &v), 0xf001);
	EXPECT_EQ(atomic_fetch_xor(0x3, &v), 0x3001);
	EXPECT_EQ(atomic_fetch_andnot(0x2, &v), 0x3002);
	EXPECT_EQ(atomic_read(&v), 0x3000);
}

/* The questions are about the value after the operation. */
TEST(atomic_questions)
{
	atomic_t v = ATOMIC_INIT(2);

	EXPECT_FALSE(atomic_dec_and_test(&v));
	EXPECT_TRUE(atomic_dec_and_test(&v));
	EXPECT_FALSE(atomic_dec_and_test(&v));
	EXPECT_TRUE(atomic_inc_and_test(&v));
	EXPECT_FALSE(atomic_inc_and_test(&v));
	EXPECT_TRUE(atomic_sub_and_test(1, &v));
	EXPECT_FALSE(atomic_sub_and_test(1, &v));
	EXPECT_FALSE(atomic_add_negative(1, &v));
	EXPECT_TRUE(atomic_add_negative(-1, &v));
	EXPECT_TRUE(atomic_add_negative(-1, &v));
	EXPECT_EQ(atomic_read(&v), -2);
}

/* Conditional operations change the value only when their condition holds. */
TEST(atomic_conditional)
{
	atomic_t v = ATOMIC_INIT(5);
	int old = 4;

	EXPECT_EQ(atomic_cmpxchg(&v, 4, 9), 5);
	EXPECT_EQ(atomic_cmpxchg(&v, 5, 6), 5);
	EXPECT_EQ(atomic_xchg(&v, 7), 6);
	EXPECT_FALSE(atomic_try_cmpxchg(&v, &old, 1));
	EXPECT_EQ(old, 7);
	EXPECT_TRUE(atomic_try_cmpxchg(&v, &old, 1));
	EXPECT_EQ(old, 7);
	EXPECT_EQ(atomic_read(&v), 1);
	EXPECT_FALSE(atomic_add_unless(&v, 1, 1));
	EXPECT_TRUE(atomic_add_unless(&v, 1, 2));
	EXPECT_EQ(atomic_fetch_add_unless(&v, 1, 2), 2);
	EXPECT_TRUE(atomic_inc_not_zero(&v));
	EXPECT_EQ(atomic_dec_if_positive(&v), 2);
	EXPECT_EQ(atomic_dec_if_positive(&v), 1);
	EXPECT_EQ(atomic_dec_if_positive(&v), 0);
	EXPECT_EQ(atomic_dec_if_positive(&v), -1);
	EXPECT_EQ(atomic_read(&v), 0);
	EXPECT_FALSE(atomic_inc_not_zero(&v));
	EXPECT_TRUE(atomic_dec_unless_positive(&v));
	EXPECT_FALSE(atomic_inc_unless_negative(&v));
	EXPECT_EQ(atomic_read(&v), -1);
	atomic_set_release(&v, 1);
	EXPECT_FALSE(atomic_dec_unless_positive(&v));
	EXPECT_TRUE(atomic_inc_unless_negative(&v));
	EXPECT_EQ(atomic_read_acquire(&v), 2);
}

/* atomic_long_t: the same operations with results of type long. */
TEST(atomic_long_operations)
{
	atomic_long_t v = ATOMIC_LONG_INIT(1);
	long old = 0;

	atomic_long_inc(&v);
	atomic_long_add(3, &v);
	atomic_long_sub(1, &v);
	atomic_long_dec(&v);
	EXPECT_EQ(atomic_long_read(&v), 3L);
	EXPECT_EQ(atomic_long_add_return(4, &v), 7L);
	EXPECT_EQ(atomic_long_fetch_add(1, &v), 7L);
	EXPECT_EQ(atomic_long_xchg(&v, 1), 8L);
	EXPECT_TRUE(atomic_long_dec_and_test(&v));
	EXPECT_FALSE(atomic_long_try_cmpxchg(&v, (old = 1, &old), 5));
	EXPECT_EQ(old, 0L);
	EXPECT_EQ(atomic_long_cmpxchg(&v, 0, 5), 0L);
	EXPECT_TRUE(atomic_long_add_unless(&v, 1, 0));
	EXPECT_EQ(atomic_long_read(&v), 6L);
	EXPECT_TRUE(__same_type(atomic_long_read(&v), long));
}

/* atomic64_t: carries between the halves in both directions. */
TEST(atomic64_operations)
{
	atomic64_t v = ATOMIC64_INIT(0xffffffffLL);
	s64 old = 1;

	EXPECT_EQ(atomic64_inc_return(&v), 0x100000000LL);
	EXPECT_EQ(atomic64_dec_return(&v), 0xffffffffLL);
	EXPECT_EQ(atomic64_read(&v), 0xffffffffLL);
	atomic64_add(0x7fffffff00000000LL, &v);
	EXPECT_EQ(atomic64_read(&v), S64_MAX);
	EXPECT_EQ(atomic64_fetch_inc(&v), S64_MAX);
	EXPECT_EQ(atomic64_read(&v), S64_MIN);
	EXPECT_EQ(atomic64_fetch_dec(&v), S64_MIN);
	EXPECT_EQ(atomic64_xchg(&v, -5), S64_MAX);
	EXPECT_EQ(atomic64_cmpxchg(&v, -4, 1), -5LL);
	EXPECT_EQ(atomic64_cmpxchg(&v, -5, 0x200000001LL), -5LL);
	EXPECT_FALSE(atomic64_try_cmpxchg(&v, &old, 2));
	EXPECT_EQ(old, 0x200000001LL);
	EXPECT_TRUE(atomic64_try_cmpxchg(&v, &old, 2));
	EXPECT_FALSE(atomic64_add_unless(&v, 5, 2));
	EXPECT_TRUE(atomic64_inc_not_zero(&v));
	EXPECT_EQ(atomic64_sub_return(2, &v), 1LL);
	EXPECT_EQ(atomic64_dec_if_positive(&v), 0LL);
	EXPECT_EQ(atomic64_dec_if_positive(&v), -1LL);
	EXPECT_EQ(atomic64_read(&v), 0LL);
	EXPECT_TRUE(atomic64_add_negative(-1, &v));
	EXPECT_TRUE(atomic64_inc_and_test(&v));
	EXPECT_TRUE(atomic64_sub_and_test(0, &v));
	atomic64_or(0x00ff00000000ff00LL, &v);
	atomic64_and(0x000ffff000000ff0LL, &v);
	atomic64_xor(0x0000000000000f01LL, &v);
	EXPECT_EQ(atomic64_read(&v), 0x000f000000000001LL);
	atomic64_andnot(1, &v);
	EXPECT_EQ(atomic64_fetch_sub(1, &v), 0x000f000000000000LL);
	atomic64_set(&v, S64_MIN);
	EXPECT_EQ(atomic64_read(&v), S64_MIN);
}

/* Exchange and compare-and-exchange on objects of each size, without touching the neighbours. */
TEST(cmpxchg_every_size)
{
	struct {
		u8 before, byte, half_guard, after;
		u16 half, half_after;
		u32 word;
		void *pointer;
		u64 eight;
	} s = { 1, 2, 3, 4, 5, 6, 7, &s, 8 };
	u16 old16 = 9;
	u64 old64 = 9;

	EXPECT_EQ(xchg(&s.byte, 20), 2);
	EXPECT_EQ(cmpxchg(&s.byte, 19, 21), 20);
	EXPECT_EQ(cmpxchg(&s.byte, 20, 21), 20);
	EXPECT_EQ(s.byte, 21);
	EXPECT_EQ(s.before, 1);
	EXPECT_EQ(s.half_guard, 3);
	EXPECT_FALSE(try_cmpxchg(&s.half, &old16, 50));
	EXPECT_EQ(old16, 5);
	EXPECT_TRUE(try_cmpxchg(&s.half, &old16, 50));
	EXPECT_EQ(s.half, 50);
	EXPECT_EQ(s.half_after, 6);
	EXPECT_EQ(xadd(&s.word, 3), 7u);
	EXPECT_EQ(cmpxchg_local(&s.word, 9, 1), 10u);
	EXPECT_EQ(cmpxchg_local(&s.word, 10, 1), 10u);
	EXPECT_EQ(s.word, 1u);
	EXPECT_PTR_EQ(cmpxchg(&s.pointer, NULL, NULL), &s);
	EXPECT_PTR_EQ(xchg(&s.pointer, NULL), &s);
	EXPECT_NULL(s.pointer);
	EXPECT_EQ(cmpxchg64(&s.eight, 8, ~0ULL), 8ULL);
	EXPECT_FALSE(try_cmpxchg64(&s.eight, &old64, 1));
	EXPECT_EQ(old64, ~0ULL);
	EXPECT_TRUE(try_cmpxchg64(&s.eight, &old64, 1));
	EXPECT_EQ(s.eight, 1ULL);
}

/* Releasing stores and acquiring loads carry the value of any type. */
TEST(barrier_accesses)
{
	void *pointer = NULL;
	u8 byte = 0;
	int word = 0;

	smp_store_release(&pointer, &byte);
	EXPECT_PTR_EQ(smp_load_acquire(&pointer), &byte);
	smp_store_release(&byte, 7);
	EXPECT_EQ(smp_load_acquire(&byte), 7);
	smp_store_mb(word, 9);
	EXPECT_EQ(READ_ONCE(word), 9);
	WRITE_ONCE(word, 10);
	smp_mb();
	EXPECT_EQ(ACCESS_ONCE(word), 10);
}
