// SPDX-License-Identifier: MIT
/*
 * The ring that keeps the last lines of the log.
 *
 * A record is a header and its text, padded to 4 bytes. Records lie one behind the other and
 * are never split: when one does not fit before the end of the buffer, a filler takes the rest
 * and the record starts at offset 0. A new record pushes out as many of the oldest as it needs.
 *
 *        0         tail                          head          size
 *        | newest  |oldest |      |       |      | filler      |
 *        '- wrapped                              '- or free
 *
 * I1. Walking from `tail` over next_seq - first_seq records (fillers not counted) ends at `head`.
 * I2. No record crosses the end of the buffer; header and text lie inside it.
 * I3. An empty ring has head == tail == 0; a ring with records never has them meet by writing.
 *
 * Context: no lock of its own; the log's lock protects it. Nothing here prints or allocates.
 */
#include <linux/align.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/log_ring.h>

struct header {
	u32 time_lo, time_hi;
	u16 len;
	u8 level;
	u8 filler; /* the rest of the buffer is unused */
};

_Static_assert(sizeof(struct header) == 12, "a record costs 12 bytes beside its text");

static struct header *header_at(const struct log_ring *ring, u32 offset)
{
	return (struct header *)(ring->buf + offset);
}

static u32 record_size(u32 len)
{
	return ALIGN(sizeof(struct header) + len, 4);
}

/* Whether records end here and go on at offset 0: a filler, or no room even for its header. */
static bool at_filler(const struct log_ring *ring, u32 offset)
{
	return ring->size - offset < sizeof(struct header) || header_at(ring, offset)->filler;
}

static u32 record_after(const struct log_ring *ring, u32 offset)
{
	return offset + record_size(header_at(ring, offset)->len);
}

/**
 * log_ring_init - makes an empty ring
 * @ring: the ring
 * @buf:  its memory, aligned to 4 bytes
 * @size: bytes of it, a multiple of 4
 */
void log_ring_init(struct log_ring *ring, void *buf, u32 size)
{
	*ring = (struct log_ring){ .buf = buf, .size = size };
}

static bool is_empty(const struct log_ring *ring)
{
	return ring->first_seq == ring->next_seq;
}

static void drop_oldest(struct log_ring *ring)
{
	ring->tail = record_after(ring, ring->tail);
	ring->first_seq++;
	if (is_empty(ring))
		ring->head = ring->tail = 0;
	else if (at_filler(ring, ring->tail))
		ring->tail = 0;
}

/* Finds room for a record by dropping old ones; returns its offset. */
static u32 make_room(struct log_ring *ring, u32 need)
{
	for (;;) {
		u32 to_end = ring->size - ring->head;

		if (is_empty(ring))
			return 0;
		if (ring->tail >= ring->head) {
			/* Old records stand in front; head may not reach tail, see I3. */
			if (ring->tail - ring->head > need)
				return ring->head;
		} else if (to_end >= need) {
			return ring->head;
		} else {
			if (to_end >= sizeof(struct header))
				*header_at(ring, ring->head) = (struct header){ .filler = 1 };
			ring->head = 0;
			continue;
		}
		drop_oldest(ring);
	}
}

/**
 * log_ring_put - adds a record, dropping the oldest where room is needed
 * @ring:    the ring
 * @level:   0 to 7
 * @time_ns: the record's time
 * @text:    its text
 * @len:     bytes of text
 *
 * Return: false if the record is larger than the whole ring; then nothing changed.
 */
bool log_ring_put(struct log_ring *ring, int level, u64 time_ns, const char *text, u32 len)
{
	u32 need = record_size(len);
	u32 offset;

	if (len > U16_MAX || need > ring->size)
		return false;
	offset = make_room(ring, need);
	*header_at(ring, offset) = (struct header){
		.time_lo = (u32)time_ns,
		.time_hi = (u32)(time_ns >> 32),
		.len = len,
		.level = level,
	};
	memcpy(ring->buf + offset + sizeof(struct header), text, len);
	ring->head = offset + need;
	ring->next_seq++;
	return true;
}

/** log_ring_oldest - puts a cursor on the oldest record; what it has lost starts at 0 */
void log_ring_oldest(const struct log_ring *ring, struct log_cursor *cursor)
{
	*cursor = (struct log_cursor){ .seq = ring->first_seq, .offset = ring->tail };
}

/**
 * log_ring_next - reads the record at a cursor and moves it on
 * @ring:   the ring
 * @cursor: the reader's place. If its record has been overwritten it moves to the oldest one
 *          and adds what it missed to @cursor->lost.
 * @rec:    the record; its text points into the ring
 *
 * Return: false when there is no further record.
 */
bool log_ring_next(const struct log_ring *ring, struct log_cursor *cursor, struct log_record *rec)
{
	const struct header *h;

	if ((s32)(cursor->seq - ring->first_seq) < 0) {
		cursor->lost += ring->first_seq - cursor->seq;
		cursor->seq = ring->first_seq;
	}
	if (cursor->seq == ring->next_seq)
		return false;
	if (cursor->seq == ring->first_seq)
		cursor->offset = ring->tail;
	if (at_filler(ring, cursor->offset))
		cursor->offset = 0;
	h = header_at(ring, cursor->offset);
	*rec = (struct log_record){
		.time_ns = (u64)h->time_hi << 32 | h->time_lo,
		.len = h->len,
		.level = h->level,
		.text = (const char *)(h + 1),
	};
	cursor->offset = record_after(ring, cursor->offset);
	cursor->seq++;
	return true;
}

/**
 * log_ring_valid - checks I1 to I3
 * @ring: the ring
 *
 * Return: whether they hold.
 */
bool log_ring_valid(const struct log_ring *ring)
{
	u32 offset = ring->tail;
	u32 seq;

	if (is_empty(ring))
		return ring->head == 0 && ring->tail == 0;
	if (ring->head > ring->size || ring->tail >= ring->size)
		return false;
	for (seq = ring->first_seq; seq != ring->next_seq; seq++) {
		if (at_filler(ring, offset))
			offset = 0;
		if (header_at(ring, offset)->level > 7)
			return false;
		offset = record_after(ring, offset);
		if (offset > ring->size)
			return false;
	}
	return offset == ring->head;
}
