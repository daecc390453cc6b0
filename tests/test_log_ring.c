// SPDX-License-Identifier: MIT
/* The ring that keeps the log. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/log_ring.h>
#include <quarry/test.h>

#define HEADER 12 /* bytes of a record beside its text, asserted in kernel/log_ring.c */

static char memory[1024] __aligned(4);
static struct log_ring ring;

static int make_ring(void)
{
	memset(memory, 0xaa, sizeof(memory));
	log_ring_init(&ring, memory, 256);
	return 0;
}

TEST_SUITE(log_ring, .case_init = make_ring);

static bool put(const char *text)
{
	return log_ring_put(&ring, 6, 0, text, strlen(text));
}

/* Reads one record into a string; NULL at the end. */
static const char *next(struct log_cursor *cursor)
{
	static char text[300];
	struct log_record rec;

	if (!log_ring_next(&ring, cursor, &rec))
		return NULL;
	scnprintf(text, sizeof(text), "%.*s", (int)rec.len, rec.text);
	return text;
}

/* A new ring has nothing to read. */
TEST(log_ring_next_empty)
{
	struct log_cursor cursor;

	log_ring_oldest(&ring, &cursor);
	EXPECT_NULL(next(&cursor));
	EXPECT_TRUE(log_ring_valid(&ring));
}

/* A record comes back with its level, time and text. */
TEST(log_ring_put_one)
{
	struct log_cursor cursor;
	struct log_record rec;

	EXPECT_TRUE(log_ring_put(&ring, 3, 0x123456789abcdefULL, "text", 4));
	log_ring_oldest(&ring, &cursor);
	ASSERT_TRUE(log_ring_next(&ring, &cursor, &rec));
	EXPECT_EQ(rec.level, 3);
	EXPECT_EQ(rec.time_ns, 0x123456789abcdefULL);
	EXPECT_EQ(rec.len, 4);
	EXPECT_MEMEQ(rec.text, "text", 4);
	EXPECT_FALSE(log_ring_next(&ring, &cursor, &rec));
}

/* Records come back in the order in which they were put, empty ones too. */
TEST(log_ring_next_order)
{
	struct log_cursor cursor;

	put("one");
	put("");
	put("three");
	log_ring_oldest(&ring, &cursor);
	EXPECT_STREQ(next(&cursor), "one");
	EXPECT_STREQ(next(&cursor), "");
	EXPECT_STREQ(next(&cursor), "three");
	EXPECT_NULL(next(&cursor));
}

/* A reader that has reached the end goes on when there is more. */
TEST(log_ring_next_after_end)
{
	struct log_cursor cursor;

	put("one");
	log_ring_oldest(&ring, &cursor);
	EXPECT_STREQ(next(&cursor), "one");
	EXPECT_NULL(next(&cursor));
	put("two");
	EXPECT_STREQ(next(&cursor), "two");
	EXPECT_NULL(next(&cursor));
}

/* A record that fills the ring exactly fits; one byte more does not, and changes nothing. */
TEST(log_ring_put_largest)
{
	struct log_cursor cursor;
	char big[256];

	memset(big, 'b', sizeof(big));
	put("small");
	EXPECT_FALSE(log_ring_put(&ring, 6, 0, big, 256 - HEADER + 1));
	log_ring_oldest(&ring, &cursor);
	EXPECT_STREQ(next(&cursor), "small");
	EXPECT_TRUE(log_ring_put(&ring, 6, 0, big, 256 - HEADER));
	EXPECT_EQ(ring.next_seq - ring.first_seq, 1);
	EXPECT_TRUE(log_ring_valid(&ring));
	EXPECT_TRUE(put("next"));
	log_ring_oldest(&ring, &cursor);
	EXPECT_STREQ(next(&cursor), "next");
	EXPECT_NULL(next(&cursor));
}

/* A full ring drops the oldest records, as many as the new one needs and no more. */
TEST(log_ring_put_drops_oldest)
{
	struct log_cursor cursor;
	char text[8];
	int i;

	/* 256 / (12 + 4) = 16 records fill the ring. */
	for (i = 0; i < 16; i++) {
		scnprintf(text, sizeof(text), "%04d", i);
		put(text);
	}
	EXPECT_EQ(ring.first_seq, 0);
	put("0016");
	EXPECT_EQ(ring.next_seq, 17);
	/* Head and tail must stay apart, so the record behind the one replaced goes too. */
	EXPECT_EQ(ring.first_seq, 2);
	log_ring_oldest(&ring, &cursor);
	EXPECT_STREQ(next(&cursor), "0002");
	EXPECT_TRUE(log_ring_valid(&ring));
}

/* A reader that is overtaken learns how many records it missed and goes on with the oldest. */
TEST(log_ring_next_overtaken)
{
	struct log_cursor cursor;
	char text[8];
	int i;

	put("0000");
	log_ring_oldest(&ring, &cursor);
	for (i = 1; i < 100; i++) {
		scnprintf(text, sizeof(text), "%04d", i);
		put(text);
	}
	scnprintf(text, sizeof(text), "%04u", ring.first_seq);
	EXPECT_STREQ(next(&cursor), text);
	EXPECT_EQ(cursor.lost, ring.first_seq);
	for (i = ring.first_seq + 1; i < 100; i++) {
		scnprintf(text, sizeof(text), "%04d", i);
		EXPECT_STREQ(next(&cursor), text);
	}
	EXPECT_NULL(next(&cursor));
}

/* Record n of the stress below: its length and bytes follow from n. */
static u32 fill(char *text, u32 n)
{
	u32 len = n * 2654435761U >> 16 & 127;

	memset(text, 'a' + n % 26, len);
	return len;
}

/*
 * Whatever lengths are put into rings of whatever size, the ring is valid after each, and a
 * reader that stops and goes on at random sees each record that is still there once, in order.
 */
TEST(log_ring_random_lengths)
{
	struct log_cursor cursor;
	struct log_record rec;
	char text[128];
	u32 n, seen = 0;

	log_ring_init(&ring, memory, 256 + 4 * test_rand_below(192));
	log_ring_oldest(&ring, &cursor);
	for (n = 0; n < 2000; n++) {
		u32 reads = test_rand_below(3);

		ASSERT_TRUE(log_ring_put(&ring, n % 8, n, text, fill(text, n)));
		ASSERT_TRUE(log_ring_valid(&ring));
		while (reads-- && log_ring_next(&ring, &cursor, &rec)) {
			ASSERT_EQ(rec.time_ns, seen + cursor.lost);
			ASSERT_EQ(rec.level, rec.time_ns % 8);
			ASSERT_EQ(rec.len, fill(text, rec.time_ns));
			ASSERT_MEMEQ(rec.text, text, rec.len);
			seen++;
		}
	}
	while (log_ring_next(&ring, &cursor, &rec))
		seen++;
	EXPECT_EQ(seen + cursor.lost, 2000);
}
