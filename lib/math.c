// SPDX-License-Identifier: MIT
/*
 * Integer square roots, greatest common divisors and least common multiples.
 *
 * Context: any.
 */
#include <linux/bitops.h>
#include <linux/math.h>
#include <linux/minmax.h>

/**
 * int_sqrt64() - square root
 * @x: any number
 *
 * The root is found a bit at a time, from the highest one that it can have.
 *
 * Return: the largest number whose square is not above @x.
 */
u32 int_sqrt64(u64 x)
{
	u64 root = 0;
	int bit;

	/* (r + b)^2 - r^2 = (2r + b) * b: `root` is kept as 2r * b, so that it only shifts. */
	for (bit = (fls64(x) - 1) & ~1; bit >= 0; bit -= 2) {
		u64 step = root + (1ULL << bit);

		root >>= 1;
		if (x >= step) {
			x -= step;
			root += 1ULL << bit;
		}
	}
	return (u32)root;
}

/** int_sqrt() - as int_sqrt64() */
unsigned long int_sqrt(unsigned long x)
{
	return int_sqrt64(x);
}

/** gcd() - the greatest common divisor; that of 0 and n is n */
unsigned long gcd(unsigned long a, unsigned long b)
{
	while (b) {
		unsigned long rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/** lcm() - the least common multiple, which must fit; 0 when one number is 0 */
unsigned long lcm(unsigned long a, unsigned long b)
{
	return a && b ? a / gcd(a, b) * b : 0;
}
