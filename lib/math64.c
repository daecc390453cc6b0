// SPDX-License-Identifier: MIT
/*
 * Division of 64 by 64 bits, and products that need more than 64 bits on the way.
 *
 * A divisor d of 32 + k bits, k > 0: dividing n >> k by the upper 32 bits of d, which are D, gives
 * the quotient or one more. The bits that d loses are at most 1 - 2^-k of 2^k, n / d is below
 * 2^min(32, 33 - k) and D at least 2^31, so the estimate exceeds n / d by less than
 * 2^min(32, 33 - k) * (1 - 2^-k) / 2^31 <= 1.
 *
 * Context: any. A divisor of 0 raises the CPU's divide error.
 */
#include <linux/bitops.h>
#include <linux/math64.h>

/**
 * div64_u64_rem() - divide, with remainder
 * @dividend: what is divided
 * @divisor: by what
 * @remainder: where the remainder goes
 *
 * Return: the quotient.
 */
u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder)
{
	u32 rem32;
	unsigned int shift;
	u64 quotient;

	if (!(divisor >> 32)) {
		quotient = div_u64_rem(dividend, (u32)divisor, &rem32);
		*remainder = rem32;
		return quotient;
	}

	/*
	 * The estimate is lowered by one first: too small by at most one then, so that its product
	 * cannot exceed the dividend and the remainder tells.
	 */
	shift = (unsigned int)fls((u32)(divisor >> 32));
	quotient = div_u64(dividend >> shift, (u32)(divisor >> shift));
	quotient -= quotient != 0;
	*remainder = dividend - quotient * divisor;
	if (*remainder >= divisor) {
		*remainder -= divisor;
		quotient++;
	}
	return quotient;
}

/** div64_u64() - as div64_u64_rem(), without remainder */
u64 div64_u64(u64 dividend, u64 divisor)
{
	u64 remainder;

	return div64_u64_rem(dividend, divisor, &remainder);
}

static inline u64 magnitude(s64 value)
{
	return value < 0 ? -(u64)value : (u64)value;
}

/** div64_s64() - signed division, towards zero */
s64 div64_s64(s64 dividend, s64 divisor)
{
	u64 quotient = div64_u64(magnitude(dividend), magnitude(divisor));

	return (s64)((dividend < 0) != (divisor < 0) ? -quotient : quotient);
}

/**
 * div_s64_rem() - signed division of 64 by 32 bits, towards zero
 * @dividend: what is divided
 * @divisor: by what
 * @remainder: where the remainder goes; it has the sign of @dividend
 *
 * Return: the quotient.
 */
s64 div_s64_rem(s64 dividend, s32 divisor, s32 *remainder)
{
	u32 rem;
	u64 quotient = div_u64_rem(magnitude(dividend), (u32)magnitude(divisor), &rem);

	*remainder = (s32)(dividend < 0 ? -rem : rem);
	return (s64)((dividend < 0) != (divisor < 0) ? -quotient : quotient);
}

/* A number of 128 bits. */
struct u128_halves {
	u64 high;
	u64 low;
};

static struct u128_halves multiply(u64 a, u64 b)
{
	u64 low = mul_u32_u32((u32)a, (u32)b);
	u64 mid1 = mul_u32_u32((u32)(a >> 32), (u32)b);
	u64 mid2 = mul_u32_u32((u32)a, (u32)(b >> 32));
	u64 mid = (low >> 32) + (u32)mid1 + (u32)mid2;
	struct u128_halves product;

	product.low = mid << 32 | (u32)low;
	product.high = mul_u32_u32((u32)(a >> 32), (u32)(b >> 32)) + (mid1 >> 32) + (mid2 >> 32) +
		       (mid >> 32);
	return product;
}

/**
 * mul_u64_u64_shr() - the bits of a product from a place on
 * @a: one factor
 * @b: the other
 * @shift: how many low bits to drop, below 128
 *
 * Return: (@a * @b) >> @shift, its low 64 bits.
 */
u64 mul_u64_u64_shr(u64 a, u64 b, unsigned int shift)
{
	struct u128_halves product = multiply(a, b);

	if (shift == 0)
		return product.low;
	if (shift < 64)
		return product.low >> shift | product.high << (64 - shift);
	return product.high >> (shift - 64);
}

/** mul_u64_u32_shr() - as mul_u64_u64_shr(), for a factor of 32 bits: clocks use it */
u64 mul_u64_u32_shr(u64 a, u32 mul, unsigned int shift)
{
	return mul_u64_u64_shr(a, mul, shift);
}

/**
 * mul_u64_u64_div_u64() - multiply and divide without losing the product's upper half
 * @a: one factor
 * @b: the other
 * @divisor: what the product is divided by
 *
 * Long division, a bit at a time: exact, and slow.
 *
 * Return: @a * @b / @divisor, or all ones when that has more than 64 bits.
 */
u64 mul_u64_u64_div_u64(u64 a, u64 b, u64 divisor)
{
	struct u128_halves product = multiply(a, b);
	u64 remainder = product.high;
	unsigned int bit;

	if (!remainder)
		return div64_u64(product.low, divisor);
	if (remainder >= divisor)
		return ~0ULL;
	for (bit = 0; bit < 64; bit++) {
		bool carry = remainder >> 63;

		remainder = remainder << 1 | product.low >> 63;
		product.low <<= 1;
		if (carry || remainder >= divisor) {
			remainder -= divisor;
			product.low |= 1;
		}
	}
	return product.low;
}

/** mul_u64_u32_div() - as mul_u64_u64_div_u64(), for a factor and a divisor of 32 bits */
u64 mul_u64_u32_div(u64 a, u32 mul, u32 divisor)
{
	return mul_u64_u64_div_u64(a, mul, divisor);
}
