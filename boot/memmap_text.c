// SPDX-License-Identifier: MIT
/*
 * Memory maps as text: the files of tests/data/memmaps, and boot modules named `memmap`.
 *
 *   # anything up to the end of the line
 *   <start> <end> <type>
 *
 * Start and end (exclusive) are hexadecimal, with or without 0x, up to 2^64; the type is one of
 * usable, reserved, acpi-data, acpi-nvs, unusable, or a number. Order is kept, nothing is merged:
 * that is memmap_from_raw()'s work. Lines end with LF or CR LF; the last one may lack it.
 *
 * Context: any. Failure: a message with the line number; entries read so far are of no use.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/init_or_test.h>
#include <quarry/memmap.h>

struct text {
	const char *pos;
	const char *end; /* of this line */
	u32 line;        /* counted from 1 */
};

struct word {
	const char *start;
	u32 len;
};

static bool __init_or_test is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool __init_or_test next_word(struct text *t, struct word *word)
{
	while (t->pos < t->end && is_blank(*t->pos))
		t->pos++;
	word->start = t->pos;
	while (t->pos < t->end && !is_blank(*t->pos) && *t->pos != '#')
		t->pos++;
	word->len = t->pos - word->start;
	return word->len > 0;
}

static bool __init_or_test word_is(const struct word *word, const char *text)
{
	return strlen(text) == word->len && !memcmp(word->start, text, word->len);
}

/* Refuses the line because of @word. */
static int __init_or_test refuse(const struct text *t, const char *why, const struct word *word,
				 struct boot_error *err)
{
	u32 len = word->len < BOOT_ERROR_QUOTE ? word->len : BOOT_ERROR_QUOTE;

	return boot_error_set(err, -EINVAL, "line %u: %s: \"%.*s\"", t->line, why, (int)len,
			      word->start);
}

static int __init_or_test digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* An address in hexadecimal. 2^64 becomes 2^64 - 1, the largest end that a map can hold. */
static int __init_or_test parse_address(const struct text *t, const struct word *word, u64 *addr,
					struct boot_error *err)
{
	bool prefix = word->len > 2 && word->start[0] == '0' && (word->start[1] | 0x20) == 'x';
	u32 i = prefix ? 2 : 0;
	bool top = false;
	u64 value = 0;

	for (; i < word->len; i++) {
		int d = digit(word->start[i]);

		if (d < 0)
			return refuse(t, "not a hexadecimal address", word, err);
		if (top || (value >> 60 && (value != 1ull << 60 || d)))
			return refuse(t, "address above 2^64", word, err);
		top = value >> 60;
		value = (value << 4) + d;
	}
	*addr = top ? ~0ull : value;
	return 0;
}

static int __init_or_test parse_type(const struct text *t, const struct word *word, u32 *type,
				     struct boot_error *err)
{
	static const struct {
		char word[10];
		u8 type;
	} words[] = {
		{ "usable", MEM_USABLE },       { "reserved", MEM_RESERVED },
		{ "acpi-data", MEM_ACPI_DATA }, { "acpi-nvs", MEM_ACPI_NVS },
		{ "unusable", MEM_UNUSABLE },
	};
	u64 value = 0;
	u32 i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (word_is(word, words[i].word)) {
			*type = words[i].type;
			return 0;
		}
	}
	for (i = 0; i < word->len; i++) {
		if (word->start[i] < '0' || word->start[i] > '9')
			return refuse(t, "unknown type", word, err);
		value = value * 10 + (word->start[i] - '0');
		if (value > 0xffffffffu)
			return refuse(t, "type number too large", word, err);
	}
	*type = value;
	return 0;
}

/* One line; *@found says whether it holds an entry. */
static int __init_or_test parse_line(struct text *t, struct mem_range *entry, bool *found,
				     struct boot_error *err)
{
	struct word start, end, type, rest;
	int ret;

	*found = next_word(t, &start);
	if (!*found) {
		*found = false;
		return 0;
	}
	if (!next_word(t, &end) || !next_word(t, &type))
		return boot_error_set(err, -EINVAL,
				      "line %u: want `start end type`, the line ends early",
				      t->line);
	if (next_word(t, &rest))
		return refuse(t, "text after the type", &rest, err);
	ret = parse_address(t, &start, &entry->start, err);
	if (!ret)
		ret = parse_address(t, &end, &entry->end, err);
	if (!ret)
		ret = parse_type(t, &type, &entry->type, err);
	if (!ret && entry->end < entry->start)
		ret = boot_error_set(err, -EINVAL, "line %u: end %#llx is below start %#llx",
				     t->line, entry->end, entry->start);
	return ret;
}

/**
 * memmap_parse_text - read a map in text form
 * @text: the text, not NUL-terminated
 * @len: its length in bytes
 * @raw: initialised list; gets the entries in the order of the text, unsorted
 * @err: message with the line number on failure
 *
 * Context: any.
 * Return: 0; -EINVAL for a text that breaks the format or holds no entry; -ENOSPC for more
 * entries than @raw has room for.
 */
int __init_or_test memmap_parse_text(const char *text, size_t len, struct memmap *raw,
				     struct boot_error *err)
{
	const char *stop = text + len;
	struct text t = { .end = text };

	raw->nr = 0;
	for (; text < stop; text = t.end + 1) {
		const char *newline = memchr(text, '\n', stop - text);
		struct mem_range entry;
		bool found;
		int ret;

		t.pos = text;
		t.end = newline ? newline : stop;
		t.line++;
		ret = parse_line(&t, &entry, &found, err);
		if (ret)
			return ret;
		if (!found)
			continue;
		if (raw->nr == raw->capacity)
			return boot_error_set(err, -ENOSPC, "line %u: more than %u entries", t.line,
					      raw->capacity);
		raw->range[raw->nr++] = entry;
	}
	if (!raw->nr)
		return boot_error_set(err, -EINVAL, "line %u: the text ends without any entry",
				      t.line);
	return 0;
}
