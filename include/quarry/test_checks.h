/* SPDX-License-Identifier: MIT */
/*
 * The checks of a test case. EXPECT_x notes a failure and goes on; ASSERT_x also returns from
 * the function that it stands in. Each evaluates its arguments once, and a failure shows the
 * expressions and their values.
 *
 *   EQ NE LT LE GT GE   integers of any type and width
 *   PTR_EQ PTR_NE NULL NOT_NULL
 *   TRUE FALSE
 *   STREQ               strings; NULL equals only NULL
 *   MEMEQ               bytes
 */
#ifndef _QUARRY_TEST_CHECKS_H
#define _QUARRY_TEST_CHECKS_H

#include <linux/compiler.h>
#include <linux/types.h>

/* What a check says of itself when it fails. */
struct test_site {
	const char *file;
	unsigned int line;
	const char *check; /* EQ, STREQ, ... */
	const char *left;  /* the expressions as written */
	const char *right;
};

struct test_value {
	u64 bits;
	bool is_signed;
};

extern unsigned int test_checks;

void test_fail_values(const struct test_site *site, const struct test_value *left,
		      const struct test_value *right) __cold;
void test_fail_condition(const struct test_site *site) __cold;
void test_fail_strings(const struct test_site *site, const char *left, const char *right) __cold;
void test_fail_memory(const struct test_site *site, const void *left, const void *right,
		      size_t len) __cold;
void test_fail_text(const char *file, unsigned int line, const char *fmt, ...) __cold
	__printf(3, 4);
void test_skip(const char *fmt, ...) __cold __printf(1, 2);
bool test_strings_equal(const char *left, const char *right);

#define __TEST_SITE(name, what, l, r)                                                              \
	static const struct test_site name = { __FILE__, __LINE__, what, l, r }

#define __TEST_VALUE(v)                                                                            \
	{                                                                                          \
		.bits = (u64)(v), .is_signed = (__typeof__(v))-1 < (__typeof__(v))1                \
	}

#define __TEST_COMPARE(what, op, left, right, leave)                                               \
	do {                                                                                       \
		const __typeof__((left) + 0) __l = (left);                                         \
		const __typeof__((right) + 0) __r = (right);                                       \
                                                                                                   \
		test_checks++;                                                                     \
		if (unlikely(!(__l op __r))) {                                                     \
			__TEST_SITE(__site, what, #left, #right);                                  \
			struct test_value __lv = __TEST_VALUE(__l);                                \
			struct test_value __rv = __TEST_VALUE(__r);                                \
                                                                                                   \
			test_fail_values(&__site, &__lv, &__rv);                                   \
			leave;                                                                     \
		}                                                                                  \
	} while (0)

#define __TEST_PTR(what, cond, left, right, lname, rname, leave)                                   \
	do {                                                                                       \
		const volatile void *__l = (left);                                                 \
		const volatile void *__r = (right);                                                \
                                                                                                   \
		test_checks++;                                                                     \
		if (unlikely(!(cond))) {                                                           \
			__TEST_SITE(__site, what, lname, rname);                                   \
			struct test_value __lv = { .bits = (unsigned long)__l };                   \
			struct test_value __rv = { .bits = (unsigned long)__r };                   \
                                                                                                   \
			test_fail_values(&__site, &__lv, &__rv);                                   \
			leave;                                                                     \
		}                                                                                  \
	} while (0)

#define __TEST_CONDITION(what, cond, text, leave)                                                  \
	do {                                                                                       \
		test_checks++;                                                                     \
		if (unlikely(!(cond))) {                                                           \
			__TEST_SITE(__site, what, text, NULL);                                     \
			test_fail_condition(&__site);                                              \
			leave;                                                                     \
		}                                                                                  \
	} while (0)

#define __TEST_STRINGS(left, right, leave)                                                         \
	do {                                                                                       \
		const char *__l = (left);                                                          \
		const char *__r = (right);                                                         \
                                                                                                   \
		test_checks++;                                                                     \
		if (unlikely(!test_strings_equal(__l, __r))) {                                     \
			__TEST_SITE(__site, "STREQ", #left, #right);                               \
			test_fail_strings(&__site, __l, __r);                                      \
			leave;                                                                     \
		}                                                                                  \
	} while (0)

#define __TEST_MEMORY(left, right, len, leave)                                                     \
	do {                                                                                       \
		const void *__l = (left);                                                          \
		const void *__r = (right);                                                         \
		size_t __n = (len);                                                                \
                                                                                                   \
		test_checks++;                                                                     \
		if (unlikely(__builtin_memcmp(__l, __r, __n) != 0)) {                              \
			__TEST_SITE(__site, "MEMEQ", #left, #right);                               \
			test_fail_memory(&__site, __l, __r, __n);                                  \
			leave;                                                                     \
		}                                                                                  \
	} while (0)

#define EXPECT_EQ(a, b)       __TEST_COMPARE("EQ", ==, a, b, )
#define EXPECT_NE(a, b)       __TEST_COMPARE("NE", !=, a, b, )
#define EXPECT_LT(a, b)       __TEST_COMPARE("LT", <, a, b, )
#define EXPECT_LE(a, b)       __TEST_COMPARE("LE", <=, a, b, )
#define EXPECT_GT(a, b)       __TEST_COMPARE("GT", >, a, b, )
#define EXPECT_GE(a, b)       __TEST_COMPARE("GE", >=, a, b, )
#define EXPECT_TRUE(x)        __TEST_CONDITION("TRUE", x, #x, )
#define EXPECT_FALSE(x)       __TEST_CONDITION("FALSE", !(x), #x, )
#define EXPECT_NULL(p)        __TEST_PTR("NULL", __l == __r, p, NULL, #p, NULL, )
#define EXPECT_NOT_NULL(p)    __TEST_PTR("NOT_NULL", __l != __r, p, NULL, #p, NULL, )
#define EXPECT_PTR_EQ(a, b)   __TEST_PTR("PTR_EQ", __l == __r, a, b, #a, #b, )
#define EXPECT_PTR_NE(a, b)   __TEST_PTR("PTR_NE", __l != __r, a, b, #a, #b, )
#define EXPECT_STREQ(a, b)    __TEST_STRINGS(a, b, )
#define EXPECT_MEMEQ(a, b, n) __TEST_MEMORY(a, b, n, )

#define ASSERT_EQ(a, b)       __TEST_COMPARE("EQ", ==, a, b, return )
#define ASSERT_NE(a, b)       __TEST_COMPARE("NE", !=, a, b, return )
#define ASSERT_LT(a, b)       __TEST_COMPARE("LT", <, a, b, return )
#define ASSERT_LE(a, b)       __TEST_COMPARE("LE", <=, a, b, return )
#define ASSERT_GT(a, b)       __TEST_COMPARE("GT", >, a, b, return )
#define ASSERT_GE(a, b)       __TEST_COMPARE("GE", >=, a, b, return )
#define ASSERT_TRUE(x)        __TEST_CONDITION("TRUE", x, #x, return )
#define ASSERT_FALSE(x)       __TEST_CONDITION("FALSE", !(x), #x, return )
#define ASSERT_NULL(p)        __TEST_PTR("NULL", __l == __r, p, NULL, #p, NULL, return )
#define ASSERT_NOT_NULL(p)    __TEST_PTR("NOT_NULL", __l != __r, p, NULL, #p, NULL, return )
#define ASSERT_PTR_EQ(a, b)   __TEST_PTR("PTR_EQ", __l == __r, a, b, #a, #b, return )
#define ASSERT_PTR_NE(a, b)   __TEST_PTR("PTR_NE", __l != __r, a, b, #a, #b, return )
#define ASSERT_STREQ(a, b)    __TEST_STRINGS(a, b, return )
#define ASSERT_MEMEQ(a, b, n) __TEST_MEMORY(a, b, n, return )

/* Failure with a text of its own; the case goes on. Counts as a check. */
#define FAIL(fmt, ...)                                                                             \
	do {                                                                                       \
		test_checks++;                                                                     \
		test_fail_text(__FILE__, __LINE__, fmt, ##__VA_ARGS__);                            \
	} while (0)

/* Leaves the case: this machine cannot show what it is about. */
#define SKIP(fmt, ...)                                                                             \
	do {                                                                                       \
		test_skip(fmt, ##__VA_ARGS__);                                                     \
		return;                                                                            \
	} while (0)

#endif
