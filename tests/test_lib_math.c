// SPDX-License-Identifier: MIT
/*
 * 64-bit division against long division by shift and subtraction, and the arithmetic macros. The
 * operands are drawn with random lengths, so that all combinations of sizes come up.
 */
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/overflow.h>
#include <linux/sizes.h>
#include <quarry/test.h>

TEST_SUITE(lib_math);

#define ROUNDS 2000

/* Schoolbook division in base 2. */
static u64 model_divide(u64 dividend, u64 divisor, u64 *remainder)
{
	u64 quotient = 0, rest = 0;
	int bit;

	for (bit = 63; bit >= 0; bit--) {
		bool carry = rest >> 63;

		rest = rest << 1 | ((dividend >> bit) & 1);
		if (carry || rest >= divisor) {
			rest -= divisor;
			quotient |= 1ULL << bit;
		}
	}
	*remainder = rest;
	return quotient;
}

/* A number of random length, not 0, often next to a power of two, where carries happen. */
static u64 random_u64(void)
{
	unsigned int bits = test_rand_below(64) + 1;
	u64 number;

	switch (test_rand_below(4)) {
	case 0:
		return 1ULL << (bits - 1);
	case 1:
		return ~0ULL >> (64 - bits);
	default:
		number = ((u64)test_rand() << 32 | test_rand()) >> (64 - bits);
		return number ? number : 1;
	}
}

/* 64 by 32 bits: quotient, remainder, and do_div() in place. */
TEST(div_u64_against_long_division)
{
	unsigned int i;

	for (i = 0; i < ROUNDS; i++) {
		u64 dividend = random_u64();
		u32 divisor = (u32)random_u64();
		u64 quotient, rest, n = dividend;
		u32 remainder;

		divisor += divisor == 0;
		quotient = model_divide(dividend, divisor, &rest);
		ASSERT_EQ(div_u64_rem(dividend, divisor, &remainder), quotient);
		ASSERT_EQ(remainder, rest);
		ASSERT_EQ(div_u64(dividend, divisor), quotient);
		ASSERT_EQ(do_div(n, divisor), rest);
		ASSERT_EQ(n, quotient);
	}
}

/* Constant divisors take other code: powers of two and others. */
TEST(div_u64_constant_divisors)
{
	unsigned int i;

	for (i = 0; i < ROUNDS / 4; i++) {
		u64 dividend = random_u64();
		u64 rest;
		u32 remainder;

		ASSERT_EQ(div_u64(dividend, 1), dividend);
		ASSERT_EQ(div_u64_rem(dividend, 4096, &remainder), dividend >> 12);
		ASSERT_EQ(remainder, dividend & 4095);
		ASSERT_EQ(div_u64(dividend, 0x80000000U), dividend >> 31);
		ASSERT_EQ(div_u64(dividend, 1000), model_divide(dividend, 1000, &rest));
		ASSERT_EQ(div_u64(dividend, U32_MAX), model_divide(dividend, U32_MAX, &rest));
	}
}

/* 64 by 64 bits. */
TEST(div64_u64_against_long_division)
{
	unsigned int i;

	for (i = 0; i < ROUNDS; i++) {
		u64 dividend = random_u64();
		u64 divisor = random_u64();
		u64 quotient, rest, remainder;

		/* Close relatives as well: quotients of exactly 1, 2 and just below. */
		if (i % 8 == 0)
			dividend = divisor * (1 + test_rand_below(3)) - test_rand_below(2);
		quotient = model_divide(dividend, divisor, &rest);
		ASSERT_EQ(div64_u64_rem(dividend, divisor, &remainder), quotient);
		ASSERT_EQ(remainder, rest);
		ASSERT_EQ(div64_u64(dividend, divisor), quotient);
	}
	EXPECT_EQ(div64_u64(U64_MAX, U64_MAX), 1ULL);
	EXPECT_EQ(div64_u64(U64_MAX - 1, U64_MAX), 0ULL);
	EXPECT_EQ(div64_u64(U64_MAX, 1ULL << 63), 1ULL);
	EXPECT_EQ(div64_u64(U64_MAX, (1ULL << 32) + 1), (1ULL << 32) - 1);
}

/* Signed quotients go towards zero, and remainders have the sign of the dividend. */
TEST(div_s64_signs)
{
	s32 remainder;
	unsigned int i;

	EXPECT_EQ(div_s64_rem(7, 2, &remainder), 3LL);
	EXPECT_EQ(remainder, 1);
	EXPECT_EQ(div_s64_rem(-7, 2, &remainder), -3LL);
	EXPECT_EQ(remainder, -1);
	EXPECT_EQ(div_s64_rem(7, -2, &remainder), -3LL);
	EXPECT_EQ(remainder, 1);
	EXPECT_EQ(div_s64_rem(-7, -2, &remainder), 3LL);
	EXPECT_EQ(remainder, -1);
	EXPECT_EQ(div_s64(S64_MIN, 1), S64_MIN);
	EXPECT_EQ(div_s64(S64_MIN, INT_MIN), 1LL << 32);
	EXPECT_EQ(div64_s64(S64_MIN, S64_MAX), -1LL);
	EXPECT_EQ(div64_s64(S64_MIN, S64_MIN), 1LL);
	EXPECT_EQ(div64_s64(-1, S64_MIN), 0LL);
	for (i = 0; i < ROUNDS / 4; i++) {
		s64 dividend = (s64)random_u64();
		s64 divisor = (s64)random_u64();
		s64 quotient = div64_s64(dividend, divisor);
		s64 rest = dividend - quotient * divisor;

		ASSERT_TRUE(rest == 0 || (rest < 0) == (dividend < 0));
		ASSERT_LT(rest < 0 ? -(u64)rest : (u64)rest,
			  divisor < 0 ? -(u64)divisor : (u64)divisor);
	}
}

/* Products of more than 64 bits keep their upper part. */
TEST(mul_u64_wide_products)
{
	unsigned int i;

	EXPECT_EQ(mul_u64_u64_shr(U64_MAX, U64_MAX, 64), U64_MAX - 1);
	EXPECT_EQ(mul_u64_u64_shr(U64_MAX, U64_MAX, 0), 1ULL);
	EXPECT_EQ(mul_u64_u64_shr(1ULL << 63, 1ULL << 63, 100), 1ULL << 26);
	EXPECT_EQ(mul_u64_u64_div_u64(1ULL << 63, 4, 2), U64_MAX);
	EXPECT_EQ(mul_u64_u32_shr(1ULL << 63, 8, 32), 1ULL << 34);
	EXPECT_EQ(mul_u64_u64_div_u64(U64_MAX, U64_MAX, U64_MAX), U64_MAX);
	EXPECT_EQ(mul_u64_u64_div_u64(U64_MAX, 2, 1), U64_MAX);
	EXPECT_EQ(mul_u64_u32_div(1ULL << 40, 1000000000, 1 << 30), 1000000000ULL << 10);
	EXPECT_EQ(mul_u32_u32(U32_MAX, U32_MAX), 0xfffffffe00000001ULL);
	for (i = 0; i < ROUNDS / 4; i++) {
		u64 a = random_u64();
		u64 b = random_u64();
		u64 c = random_u64();
		unsigned int shift = test_rand_below(64);
		u64 quotient;

		/* (a * b) / b is a, whatever the size of the product. */
		ASSERT_EQ(mul_u64_u64_div_u64(a, b, b), a);
		/* Shifting is dividing by a power of two. */
		quotient = mul_u64_u64_div_u64(a, b >> 32, 1ULL << shift);
		if (quotient != U64_MAX)
			ASSERT_EQ(mul_u64_u64_shr(a, b >> 32, shift), quotient);
		/* a * b is q * c + r with r below c, modulo 2^64. */
		quotient = mul_u64_u64_div_u64(a, b, c);
		if (quotient != U64_MAX)
			ASSERT_LT(a * b - quotient * c, c);
	}
}

/* Square roots are right at every square and just below the next one. */
TEST(int_sqrt_at_squares)
{
	unsigned long root;
	unsigned int i;

	for (root = 0; root < 300; root++) {
		ASSERT_EQ(int_sqrt(root * root), root);
		ASSERT_EQ(int_sqrt(root * root + 2 * root), root);
	}
	for (i = 0; i < ROUNDS / 4; i++) {
		u64 big = test_rand();

		ASSERT_EQ(int_sqrt64(big * big), big);
		if (big)
			ASSERT_EQ(int_sqrt64(big * big - 1), big - 1);
	}
	EXPECT_EQ(int_sqrt(ULONG_MAX), 65535ul);
	EXPECT_EQ(int_sqrt64(U64_MAX), U32_MAX);
}

/* Divisors and multiples. */
TEST(gcd_and_lcm)
{
	EXPECT_EQ(gcd(12, 18), 6ul);
	EXPECT_EQ(gcd(18, 12), 6ul);
	EXPECT_EQ(gcd(0, 5), 5ul);
	EXPECT_EQ(gcd(5, 0), 5ul);
	EXPECT_EQ(gcd(17, 31), 1ul);
	EXPECT_EQ(lcm(4, 6), 12ul);
	EXPECT_EQ(lcm(0, 6), 0ul);
	EXPECT_EQ(lcm(6, 0), 0ul);
	EXPECT_EQ(lcm(0, 0), 0ul);
	EXPECT_EQ(lcm(65536, 65535), 65536ul * 65535);
}

/* ilog2() and the powers of two, constant and not, at every border. */
TEST(log2_every_border)
{
	static const char folded[ilog2(4096)] = { 0 };
	unsigned int bit;

	EXPECT_EQ(sizeof(folded), 12u);
	EXPECT_EQ(ilog2(1), 0);
	EXPECT_EQ(ilog2(0x80000000UL), 31);
	EXPECT_EQ(ilog2(1ULL << 63), 63);
	EXPECT_EQ(roundup_pow_of_two(1), 1ul);
	EXPECT_EQ(roundup_pow_of_two(5), 8ul);
	EXPECT_EQ(rounddown_pow_of_two(7), 4ul);
	EXPECT_EQ(order_base_2(0), 0);
	EXPECT_EQ(order_base_2(9), 4);
	EXPECT_EQ(bits_per(0), 1);
	EXPECT_FALSE(is_power_of_2(0));
	for (bit = 0; bit < 32; bit++) {
		unsigned long power = 1UL << bit;
		u64 wide = (u64)power << 32;

		OPTIMIZER_HIDE_VAR(power);
		ASSERT_EQ(ilog2(power), bit);
		ASSERT_EQ(ilog2(wide), bit + 32);
		ASSERT_TRUE(is_power_of_2(power));
		ASSERT_EQ(roundup_pow_of_two(power), power);
		ASSERT_EQ(rounddown_pow_of_two(power), power);
		ASSERT_EQ(order_base_2(power), bit);
		ASSERT_EQ(bits_per(power), bit + 1);
		if (bit < 2)
			continue;
		ASSERT_FALSE(is_power_of_2(power - 1));
		ASSERT_EQ(ilog2(power - 1), bit - 1);
		ASSERT_EQ(roundup_pow_of_two(power - 1), power);
		ASSERT_EQ(rounddown_pow_of_two(power - 1), power / 2);
		ASSERT_EQ(order_base_2(power - 1), bit);
	}
}

/* Rounding in both directions, to powers of two and to anything. */
TEST(rounding_macros)
{
	EXPECT_EQ(ALIGN(13, 8), 16);
	EXPECT_EQ(ALIGN(16, 8), 16);
	EXPECT_EQ(ALIGN_DOWN(15, 8), 8);
	EXPECT_EQ(ALIGN(0x100000001ULL, 4096), 0x100001000ULL);
	EXPECT_TRUE(IS_ALIGNED(24, 8));
	EXPECT_FALSE(IS_ALIGNED(25, 8));
	EXPECT_PTR_EQ(PTR_ALIGN((char *)0x1001, 16), (char *)0x1010);
	EXPECT_EQ(round_up(0x1001UL, 0x1000), 0x2000ul);
	EXPECT_EQ(round_down(0x1fffUL, 0x1000), 0x1000ul);
	EXPECT_EQ(roundup(13, 5), 15);
	EXPECT_EQ(rounddown(13, 5), 10);
	EXPECT_EQ(DIV_ROUND_UP(13, 5), 3);
	EXPECT_EQ(DIV_ROUND_UP(15, 5), 3);
	EXPECT_EQ(DIV_ROUND_CLOSEST(7, 2), 4);
	EXPECT_EQ(DIV_ROUND_CLOSEST(-7, 2), -4);
	EXPECT_EQ(DIV_ROUND_CLOSEST(-5, 4), -1);
	EXPECT_EQ(DIV_ROUND_CLOSEST(7U, 4U), 2u);
	EXPECT_EQ(DIV_ROUND_UP_ULL(0x100000001ULL, 2), 0x80000001ULL);
	EXPECT_EQ(DIV_ROUND_DOWN_ULL(0x100000001ULL, 2), 0x80000000ULL);
	EXPECT_EQ(DIV_ROUND_CLOSEST_ULL(0x100000001ULL, 2), 0x80000001ULL);
	EXPECT_EQ(DIV64_U64_ROUND_UP(1ULL << 40, 3ULL << 32), 86ULL);
	EXPECT_EQ(DIV64_U64_ROUND_CLOSEST(1ULL << 40, 3ULL << 32), 85ULL);
	EXPECT_EQ(DIV_U64_ROUND_CLOSEST(10, 4), 3ULL);
	EXPECT_EQ(mult_frac(0x80000000U, 3U, 4U), 0x60000000u);
	EXPECT_EQ(abs(-5), 5);
	EXPECT_EQ(abs(-5LL), 5LL);
	EXPECT_EQ(abs((short)-5), 5);
	EXPECT_EQ(abs_diff(3u, 5u), 2u);
	EXPECT_EQ(reciprocal_scale(0x80000000, 10), 5u);
	EXPECT_EQ(upper_32_bits(0x123456789abcdef0ULL), 0x12345678u);
	EXPECT_EQ(lower_32_bits(0x123456789abcdef0ULL), 0x9abcdef0u);
	EXPECT_EQ(upper_32_bits(0x9abcdef0U), 0u);
}

static int evaluations;

static int counted(int value)
{
	evaluations++;
	return value;
}

/* min(), max() and the rest evaluate each argument once and compare in the right type. */
TEST(minmax_macros)
{
	unsigned int u = 5;
	unsigned long ul = 7;
	int a = 3, b = -2;

	evaluations = 0;
	EXPECT_EQ(min(counted(3), counted(-2)), -2);
	EXPECT_EQ(max(counted(3), counted(-2)), 3);
	EXPECT_EQ(evaluations, 4);
	EXPECT_EQ(min(u, ul), 5ul);
	EXPECT_EQ(min(u, 3), 3u);
	EXPECT_EQ(min_t(int, b, u), -2);
	EXPECT_EQ(max_t(unsigned int, b, u), (unsigned int)-2);
	EXPECT_EQ(min3(a, b, 1), -2);
	EXPECT_EQ(max3(a, b, 1), 3);
	EXPECT_EQ(clamp(counted(7), 1, 5), 5);
	EXPECT_EQ(clamp(-7, 1, 5), 1);
	EXPECT_EQ(clamp_t(u8, u + 0x105, 1, 200), 10);
	EXPECT_EQ(clamp_val(u, 6, 9), 6u);
	EXPECT_EQ(evaluations, 5);
	EXPECT_EQ(min_not_zero(0u, u), 5u);
	EXPECT_EQ(min_not_zero(u, 0u), 5u);
	EXPECT_EQ(min_not_zero(2u, u), 2u);
	swap(a, b);
	EXPECT_EQ(a, -2);
	EXPECT_EQ(b, 3);
}

/* Overflow is seen at the border, and the wrapped result is there. */
TEST(check_overflow_borders)
{
	u32 u;
	s32 s;
	u64 u64_result;
	s64 s64_result;
	u8 byte;

	EXPECT_FALSE(check_add_overflow(U32_MAX, 0U, &u));
	EXPECT_TRUE(check_add_overflow(U32_MAX, 2U, &u));
	EXPECT_EQ(u, 1u);
	EXPECT_TRUE(check_sub_overflow(1U, 2U, &u));
	EXPECT_EQ(u, U32_MAX);
	EXPECT_FALSE(check_mul_overflow(65535U, 65537U, &u));
	EXPECT_TRUE(check_mul_overflow(65536U, 65536U, &u));
	EXPECT_TRUE(check_add_overflow(S32_MAX, 1, &s));
	EXPECT_EQ(s, S32_MIN);
	EXPECT_TRUE(check_sub_overflow(S32_MIN, 1, &s));
	EXPECT_TRUE(check_mul_overflow(S32_MIN, -1, &s));
	EXPECT_TRUE(check_add_overflow(200, 56, &byte));
	EXPECT_EQ(byte, 0);
	EXPECT_FALSE(check_mul_overflow(1ULL << 32, (1ULL << 32) - 1, &u64_result));
	EXPECT_TRUE(check_mul_overflow(1ULL << 32, 1ULL << 32, &u64_result));
	EXPECT_TRUE(check_mul_overflow(S64_MIN, -1LL, &s64_result));
	EXPECT_FALSE(check_mul_overflow(1LL << 31, -(1LL << 32), &s64_result));
	EXPECT_EQ(s64_result, S64_MIN);
	EXPECT_FALSE(check_shl_overflow(1, 30, &s));
	EXPECT_EQ(s, 1 << 30);
	EXPECT_TRUE(check_shl_overflow(1, 31, &s));
	EXPECT_TRUE(check_shl_overflow(1, 32, &s));
	EXPECT_TRUE(check_shl_overflow(-1, 1, &s));
	EXPECT_TRUE(check_shl_overflow(3U, 31, &u));
	EXPECT_FALSE(check_shl_overflow(1U, 31, &u));
}

/* Sizes stick at SIZE_MAX, through further arithmetic as well. */
TEST(size_arithmetic_saturates)
{
	struct flexible {
		u32 count;
		u16 items[];
	} *f = NULL;

	EXPECT_EQ(size_add(1, 2), 3u);
	EXPECT_EQ(size_add(SIZE_MAX, 1), SIZE_MAX);
	EXPECT_EQ(size_mul(65536, 65535), 65536u * 65535);
	EXPECT_EQ(size_mul(65536, 65536), SIZE_MAX);
	EXPECT_EQ(size_sub(5, 3), 2u);
	EXPECT_EQ(size_sub(3, 5), SIZE_MAX);
	EXPECT_EQ(size_sub(SIZE_MAX, 1), SIZE_MAX);
	EXPECT_EQ(array_size(3, 4), 12u);
	EXPECT_EQ(array3_size(65536, 65536, 0), 0u);
	EXPECT_EQ(struct_size(f, items, 3), 10u);
	EXPECT_EQ(struct_size(f, items, SIZE_MAX / 2), SIZE_MAX);
	EXPECT_EQ(struct_size_t(struct flexible, items, 0), 4u);
	EXPECT_EQ(type_max(u8), 255);
	EXPECT_EQ(type_max(s64), S64_MAX);
	EXPECT_EQ(type_min(s32), S32_MIN);
	EXPECT_EQ(SZ_64G, 64ULL << 30);
}
