// SPDX-License-Identifier: MIT
/*
 * The command line options that shape memory: mem=, memmap=, vmalloc=, highmem=.
 *
 *   mem=SIZE             no usable memory at or above address SIZE
 *   memmap=SIZE@START    usable, where nothing that outranks it is listed
 *   memmap=SIZE$START    reserved
 *   memmap=SIZE#START    ACPI data
 *   memmap=SIZE          as mem=SIZE
 *   memmap=exactmap      forget the map; what follows is the map
 *   memmap=A,B,...       one after the other
 *   vmalloc=SIZE         room for the vmalloc area; the last one counts, so for highmem=
 *   highmem=SIZE         HighMem is to be at least this large
 *
 * SIZE and START are decimal, or hexadecimal with 0x, with an optional suffix K, M, G or T.
 * Options act in the order in which they stand. A line with a malformed one changes nothing:
 * all of it is checked before any of it is applied, because half of an exactmap list is worse
 * than the firmware's own map.
 *
 * Words are separated by blanks; double quotes keep blanks inside a word, and are dropped when
 * they enclose the whole word or the whole value.
 *
 * Context: any; no state, no allocation.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/boot_options.h>
#include <quarry/init_or_test.h>

/* One part of a memmap= list, or a mem=. */
struct map_option {
	enum { OPT_LIMIT, OPT_EXACT, OPT_RANGE } kind;
	struct mem_range range; /* OPT_LIMIT uses start only */
};

static bool __init_or_test is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void __init_or_test drop_quotes(const char **text, u32 *len)
{
	if (*len >= 2 && (*text)[0] == '"' && (*text)[*len - 1] == '"') {
		*text += 1;
		*len -= 2;
	}
}

/**
 * boot_option_next - step through the words of a command line
 * @cursor: where to go on; moved behind the word
 * @opt: the word, split at its first `=`
 *
 * Context: any.
 * Return: false when there is no further word.
 */
bool __init_or_test boot_option_next(const char **cursor, struct boot_option *opt)
{
	const char *pos = *cursor, *equals;
	bool quoted = false;

	while (is_blank(*pos))
		pos++;
	opt->name = pos;
	for (; *pos && (quoted || !is_blank(*pos)); pos++)
		quoted ^= *pos == '"';
	*cursor = pos;
	opt->name_len = pos - opt->name;
	opt->value = NULL;
	opt->value_len = 0;
	if (!opt->name_len)
		return false;
	drop_quotes(&opt->name, &opt->name_len);
	equals = memchr(opt->name, '=', opt->name_len);
	if (equals) {
		opt->value = equals + 1;
		opt->value_len = opt->name + opt->name_len - opt->value;
		opt->name_len = equals - opt->name;
		drop_quotes(&opt->value, &opt->value_len);
	}
	return true;
}

/**
 * boot_option_is - does a word have this name
 * @opt: word of the command line
 * @name: name, without `=`
 *
 * Context: any.
 * Return: true if so.
 */
bool __init_or_test boot_option_is(const struct boot_option *opt, const char *name)
{
	return strlen(name) == opt->name_len && !memcmp(name, opt->name, opt->name_len);
}

static int __init_or_test digit(char c, u32 base)
{
	int value = -1;

	if (c >= '0' && c <= '9')
		value = c - '0';
	else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		value = (c | 0x20) - 'a' + 10;
	return value < (int)base ? value : -1;
}

static u32 __init_or_test suffix_shift(char c)
{
	switch (c | 0x20) {
	case 'k':
		return 10;
	case 'm':
		return 20;
	case 'g':
		return 30;
	case 't':
		return 40;
	default:
		return 0;
	}
}

/**
 * boot_parse_size - read a number of bytes with an optional suffix
 * @cursor: where it starts; moved behind it on success
 * @end: where the text ends
 * @bytes: the number
 *
 * Context: any.
 * Return: 0; -EINVAL without a digit; -ERANGE for 2^64 and more.
 */
int __init_or_test boot_parse_size(const char **cursor, const char *end, u64 *bytes)
{
	const char *pos = *cursor;
	u32 base = 10, shift;
	u64 value = 0;

	if (end - pos > 2 && pos[0] == '0' && (pos[1] | 0x20) == 'x') {
		base = 16;
		pos += 2;
	}
	if (pos == end || digit(*pos, base) < 0)
		return -EINVAL;
	for (; pos < end && digit(*pos, base) >= 0; pos++) {
		u32 d = digit(*pos, base);
		u64 high = (value >> 32) * base, low = (u32)value * (u64)base + d;

		if ((high + (low >> 32)) >> 32)
			return -ERANGE;
		value = (high << 32) + low;
	}
	shift = pos < end ? suffix_shift(*pos) : 0;
	if (shift) {
		if (value >> (64 - shift))
			return -ERANGE;
		value <<= shift;
		pos++;
	}
	*cursor = pos;
	*bytes = value;
	return 0;
}

/* Reads a whole value as a size above 0. */
static const char *__init_or_test parse_whole_size(const char *pos, const char *end, u64 *bytes)
{
	int ret = boot_parse_size(&pos, end, bytes);

	if (ret == -ERANGE)
		return "is 2^64 or more";
	if (ret || pos != end)
		return "is not a size";
	return *bytes ? NULL : "is zero";
}

/* Reads one part of a memmap= list. Return: NULL, or what is wrong with it. */
static const char *__init_or_test parse_map_option(const char *pos, const char *end,
						   struct map_option *opt)
{
	struct mem_range *range = &opt->range;
	const char *wrong;
	u64 size;
	int ret;

	opt->kind = OPT_EXACT;
	if (end - pos == 8 && !memcmp(pos, "exactmap", 8))
		return NULL;
	ret = boot_parse_size(&pos, end, &size);
	if (ret)
		return ret == -ERANGE ? "is 2^64 or more" : "does not start with a size";
	if (!size)
		return "has a size of zero";
	opt->kind = OPT_LIMIT;
	range->start = size;
	if (pos == end)
		return NULL;
	opt->kind = OPT_RANGE;
	if (*pos == '@')
		range->type = MEM_USABLE;
	else if (*pos == '$')
		range->type = MEM_RESERVED;
	else if (*pos == '#')
		range->type = MEM_ACPI_DATA;
	else
		return "wants @, $ or # behind the size";
	pos++;
	wrong = "has no start address";
	ret = boot_parse_size(&pos, end, &range->start);
	if (!ret)
		wrong = pos != end ? "has text behind the start address" : NULL;
	else if (ret == -ERANGE)
		wrong = "is 2^64 or more";
	range->end = range->start + size;
	if (!wrong && range->end < range->start)
		wrong = "ends above 2^64";
	return wrong;
}

static int __init_or_test apply_one(struct memmap *map, const struct map_option *opt,
				    struct memmap_changes *changes, struct boot_error *err)
{
	u64 before = memmap_usable_bytes(map), after, cut;
	int ret = 0;

	changes->applied++;
	switch (opt->kind) {
	case OPT_LIMIT:
		ret = memmap_limit(map, opt->range.start, &cut, err);
		changes->cut_by_mem += cut;
		return ret;
	case OPT_EXACT:
		changes->exactmap = true;
		map->nr = 0;
		break;
	case OPT_RANGE:
		ret = memmap_add(map, opt->range.start, opt->range.end, opt->range.type, err);
		break;
	}
	after = memmap_usable_bytes(map);
	if (after < before)
		changes->cut_by_memmap += before - after;
	else
		changes->added += after - before;
	return ret;
}

/* Checks one mem= or memmap=, and applies it unless @map is NULL. */
static int __init_or_test one_option(struct memmap *map, const struct boot_option *word,
				     struct memmap_changes *changes, struct boot_error *err)
{
	const char *pos = word->value, *stop;
	bool list = boot_option_is(word, "memmap");
	int ret = 0;

	if (!word->value || !word->value_len)
		return boot_error_set(err, -EINVAL, "%.*s: no value", (int)word->name_len,
				      word->name);
	stop = pos + word->value_len;
	while (!ret && pos <= stop) {
		const char *comma = list ? memchr(pos, ',', stop - pos) : NULL;
		const char *end = comma ? comma : stop;
		struct map_option opt = { .kind = OPT_LIMIT };
		const char *wrong;

		if (list)
			wrong = parse_map_option(pos, end, &opt);
		else
			wrong = parse_whole_size(pos, end, &opt.range.start);
		if (wrong) {
			u32 len = end - pos < BOOT_ERROR_QUOTE ? end - pos : BOOT_ERROR_QUOTE;

			return boot_error_set(err, -EINVAL, "%.*s: \"%.*s\" %s",
					      (int)word->name_len, word->name, (int)len, pos,
					      wrong);
		}
		if (map)
			ret = apply_one(map, &opt, changes, err);
		else
			changes->applied++;
		pos = end + 1;
	}
	return ret;
}

static int __init_or_test walk_options(struct memmap *map, const char *cmdline,
				       struct memmap_changes *changes, struct boot_error *err)
{
	struct boot_option word;
	int ret = 0;

	memset(changes, 0, sizeof(*changes));
	while (!ret && boot_option_next(&cmdline, &word))
		if (boot_option_is(&word, "mem") || boot_option_is(&word, "memmap"))
			ret = one_option(map, &word, changes, err);
	return ret;
}

/* How many addresses the ranges of a sorted map begin or end at. */
static u32 __init_or_test count_borders(const struct memmap *map)
{
	u32 i, borders = 0;

	for (i = 0; i < map->nr; i++)
		borders += i && map->range[i - 1].end == map->range[i].start ? 1 : 2;
	return borders;
}

/**
 * memmap_apply_options - apply the mem= and memmap= of a command line
 * @map: sorted map
 * @cmdline: NUL-terminated line; other options in it are skipped
 * @changes: what was done
 * @err: message that quotes the option
 *
 * Context: any.
 * Return: 0; -EINVAL for a malformed option, -ENOSPC when the map has no room for what is asked.
 * On failure the map is unchanged.
 */
int __init_or_test memmap_apply_options(struct memmap *map, const char *cmdline,
					struct memmap_changes *changes, struct boot_error *err)
{
	int ret = walk_options(NULL, cmdline, changes, err);

	if (ret) {
		memset(changes, 0, sizeof(*changes));
		return ret;
	}
	if (count_borders(map) + 2 * changes->applied > map->capacity) {
		ret = boot_error_set(err, -ENOSPC,
				     "memmap: no room for %u options beside %u ranges",
				     changes->applied, map->nr);
		memset(changes, 0, sizeof(*changes));
		return ret;
	}
	return walk_options(map, cmdline, changes, err);
}

/**
 * zone_params_parse - take vmalloc= and highmem= from a command line
 * @cmdline: NUL-terminated line; other options in it are skipped
 * @params: only the two fields that have an option are changed
 * @err: message that quotes the option
 *
 * Context: any.
 * Return: 0, or -EINVAL for a malformed one, with @params unchanged.
 */
int __init_or_test zone_params_parse(const char *cmdline, struct zone_params *params,
				     struct boot_error *err)
{
	struct zone_params found = *params;
	struct boot_option word;

	while (boot_option_next(&cmdline, &word)) {
		bool vmalloc = boot_option_is(&word, "vmalloc");
		const char *wrong = "has no value";
		u64 size = 0;
		u32 len;

		if (!vmalloc && !boot_option_is(&word, "highmem"))
			continue;
		if (word.value)
			wrong = parse_whole_size(word.value, word.value + word.value_len, &size);
		if (wrong) {
			len = word.value_len < BOOT_ERROR_QUOTE ? word.value_len : BOOT_ERROR_QUOTE;
			return boot_error_set(err, -EINVAL, "%s: \"%.*s\" %s",
					      vmalloc ? "vmalloc" : "highmem", (int)len,
					      word.value ? word.value : "", wrong);
		}
		if (vmalloc)
			found.vmalloc = size;
		else
			found.highmem = size;
	}
	*params = found;
	return 0;
}
