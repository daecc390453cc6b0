/* SPDX-License-Identifier: MIT */
/* The last lines of the log, in a fixed buffer. kernel/log_ring.c has the theory. */
#ifndef _QUARRY_LOG_RING_H
#define _QUARRY_LOG_RING_H

#include <linux/types.h>

struct log_ring {
	char *buf;
	u32 size;      /* bytes, a multiple of 4 */
	u32 head;      /* offset of the next record to be written */
	u32 tail;      /* offset of the oldest record */
	u32 first_seq; /* number of the oldest record */
	u32 next_seq;  /* number of the next record */
};

/* The place of a reader. It stays usable when the writer overtakes it. */
struct log_cursor {
	u32 seq;
	u32 offset;
	u32 lost; /* records that were overwritten before this reader got to them */
};

struct log_record {
	u64 time_ns;
	u16 len; /* bytes of text, no NUL */
	u8 level;
	const char *text;
};

void log_ring_init(struct log_ring *ring, void *buf, u32 size);
bool log_ring_put(struct log_ring *ring, int level, u64 time_ns, const char *text, u32 len);
void log_ring_oldest(const struct log_ring *ring, struct log_cursor *cursor);
bool log_ring_next(const struct log_ring *ring, struct log_cursor *cursor, struct log_record *rec);
bool log_ring_valid(const struct log_ring *ring);

#endif
