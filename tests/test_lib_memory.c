// SPDX-License-Identifier: MIT
/*
 * The mem functions, for every alignment of both sides and every small length, against loops over
 * bytes. What lies before and behind is checked as well.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(lib_memory);

#define SPAN    96
#define LENGTHS 40 /* beyond several words, with every tail */

static u8 area[SPAN], model[SPAN], source[SPAN];

static void scramble(u8 *mem)
{
	unsigned int i;

	for (i = 0; i < SPAN; i++)
		mem[i] = (u8)test_rand();
}

/* Copies in the order that is safe for overlap, one byte at a time. */
static void model_move(unsigned int to, unsigned int from, unsigned int len)
{
	static u8 copy[SPAN];
	unsigned int i;

	for (i = 0; i < SPAN; i++)
		copy[i] = model[i];
	for (i = 0; i < len; i++)
		model[to + i] = copy[from + i];
}

/* memset() writes what it should and nothing else; only the low byte of the value counts. */
TEST(memset_every_alignment)
{
	unsigned int at, len, i;

	for (at = 0; at < 8; at++) {
		for (len = 0; len < LENGTHS; len++) {
			scramble(area);
			for (i = 0; i < SPAN; i++)
				model[i] = i >= 8 + at && i < 8 + at + len ? 0xc5 : area[i];
			ASSERT_PTR_EQ(memset(area + 8 + at, 0x1c5, len), area + 8 + at);
			ASSERT_MEMEQ(area, model, SPAN);
		}
	}
}

/* memcpy() for every alignment of source and destination. */
TEST(memcpy_every_alignment)
{
	unsigned int to, from, len, i;

	for (to = 0; to < 4; to++) {
		for (from = 0; from < 4; from++) {
			for (len = 0; len < LENGTHS; len++) {
				scramble(area);
				scramble(source);
				for (i = 0; i < SPAN; i++)
					model[i] = i >= to && i < to + len ? source[from + i - to]
									   : area[i];
				ASSERT_PTR_EQ(memcpy(area + to, source + from, len), area + to);
				ASSERT_MEMEQ(area, model, SPAN);
			}
		}
	}
}

/* memmove() for every overlap, in both directions and none. */
TEST(memmove_every_overlap)
{
	unsigned int to, from, len;

	for (to = 0; to < 24; to++) {
		for (from = 0; from < 24; from++) {
			for (len = 0; len < LENGTHS; len += 3) {
				scramble(area);
				memcpy(model, area, SPAN);
				model_move(to, from, len);
				ASSERT_PTR_EQ(memmove(area + to, area + from, len), area + to);
				ASSERT_MEMEQ(area, model, SPAN);
			}
		}
	}
}

/* After a move backwards, later copies still go forwards. */
TEST(memmove_restores_direction)
{
	scramble(area);
	memcpy(model, area, SPAN);
	memmove(area + 1, area, 60);
	memcpy(source, model, SPAN);
	EXPECT_MEMEQ(source, model, SPAN);
	EXPECT_MEMEQ(area + 1, model, 60);
}

/* memcmp() finds a difference at every place, and the first one decides. */
TEST(memcmp_every_place)
{
	unsigned int at, len, place;

	for (at = 0; at < 4; at++) {
		for (len = 1; len < LENGTHS; len++) {
			scramble(area);
			memcpy(source, area + at, len);
			ASSERT_EQ(memcmp(area + at, source, len), 0);
			place = test_rand_below(len);
			area[at + place] = 0x7f;
			source[place] = 0x80;
			/* A later difference of the other sign changes nothing. */
			if (place + 1 < len) {
				area[at + place + 1] = 0xff;
				source[place + 1] = 0;
			}
			ASSERT_LT(memcmp(area + at, source, len), 0);
			ASSERT_GT(memcmp(source, area + at, len), 0);
			ASSERT_EQ(memcmp(area + at, source, place), 0);
			ASSERT_NE(bcmp(area + at, source, len), 0);
		}
	}
}

/* memchr() and memscan() find the first; memchr_inv() the first other. */
TEST(memchr_every_place)
{
	unsigned int at, len, place;

	for (at = 0; at < 4; at++) {
		for (len = 0; len < LENGTHS; len++) {
			u8 *mem = area + at;

			memset(area, 0x6b, SPAN);
			ASSERT_NULL(memchr(mem, 0xa5, len));
			ASSERT_NULL(memchr_inv(mem, 0x16b, len));
			ASSERT_PTR_EQ(memscan(mem, 0xa5, len), mem + len);
			for (place = 0; place < len; place++) {
				mem[place] = 0xa5;
				mem[len - 1] = 0xa5;
				ASSERT_PTR_EQ(memchr(mem, 0x1a5, len), mem + place);
				ASSERT_PTR_EQ(memscan(mem, 0xa5, len), mem + place);
				ASSERT_PTR_EQ(memchr_inv(mem, 0x6b, len), mem + place);
				memset(area, 0x6b, SPAN);
			}
			/* One beyond the end is not looked at. */
			mem[len] = 0xa5;
			ASSERT_NULL(memchr_inv(mem, 0x6b, len));
			ASSERT_NULL(memchr(mem, 0xa5, len));
		}
	}
}

/* A word of other bytes is not taken for what is searched, whatever both are. */
TEST(memchr_inv_all_pairs)
{
	int byte, other;

	for (byte = 0; byte < 256; byte++) {
		for (other = 0; other < 256; other++) {
			memset(area, other, 8);
			ASSERT_PTR_EQ(memchr_inv(area, byte, 8), byte == other ? NULL : area);
		}
	}
}

/* Arrays of 2, 4 and 8 bytes are filled with the whole value, and no element more. */
TEST(memset_wide_elements)
{
	u64 eights[5];
	u32 *fours = (u32 *)eights;
	u16 *twos = (u16 *)eights;
	unsigned int i;

	memset(eights, 0, sizeof(eights));
	EXPECT_PTR_EQ(memset64(eights + 1, 0x0123456789abcdefULL, 3), eights + 1);
	EXPECT_EQ(eights[0], 0ULL);
	for (i = 1; i < 4; i++)
		EXPECT_EQ(eights[i], 0x0123456789abcdefULL);
	EXPECT_EQ(eights[4], 0ULL);

	memset32(fours + 1, 0xdeadbeef, 3);
	EXPECT_EQ(fours[0], 0u);
	EXPECT_EQ(fours[1], 0xdeadbeef);
	EXPECT_EQ(fours[3], 0xdeadbeef);
	EXPECT_NE(fours[4], 0xdeadbeef);

	memset16(twos + 1, 0xcafe, 3);
	EXPECT_EQ(twos[0], 0);
	EXPECT_EQ(twos[1], 0xcafe);
	EXPECT_EQ(twos[3], 0xcafe);
	EXPECT_NE(twos[4], 0xcafe);
}

/* A source that is shorter is padded, a longer one is cut. */
TEST(memcpy_and_pad_sizes)
{
	memset(area, '#', 8);
	memcpy_and_pad(area, 6, "abc", 3, '-');
	EXPECT_MEMEQ(area, "abc---##", 8);
	memcpy_and_pad(area, 2, "xyz", 3, '-');
	EXPECT_MEMEQ(area, "xyc---##", 8);
	memzero_explicit(area, 3);
	EXPECT_MEMEQ(area, "\0\0\0---##", 8);
}

/* memset_after() and memset_startat() find the member's place. */
TEST(memset_after_member)
{
	struct {
		u32 a, b, c;
	} s = { 1, 2, 3 };

	memset_after(&s, 0, a);
	EXPECT_EQ(s.a, 1u);
	EXPECT_EQ(s.b, 0u);
	EXPECT_EQ(s.c, 0u);
	s.b = 2;
	memset_startat(&s, 0xff, c);
	EXPECT_EQ(s.b, 2u);
	EXPECT_EQ(s.c, 0xffffffff);
}
