// SPDX-License-Identifier: MIT
/*
 * The multiboot2 structure -> struct boot_info.
 *
 *   0     total_size  reserved
 *   8     type  size  contents ...        a tag; size counts these 8 bytes too
 *         type  size  contents ...        the next, at the next multiple of 8
 *         0     8                         the end tag
 *
 * Nothing in it is believed: a tag must lie inside total_size, total_size inside what was
 * copied, fixed fields inside their tag, and a string must end inside it. The first of several
 * tags of a kind counts (modules apart), later ones are counted and named by type.
 *
 * Invariants of the result, on success:
 *   I1  every string is terminated
 *   I2  nr_map is 1 .. BOOT_MAP_MAX, nr_modules is 0 .. BOOT_MODULES_MAX
 *   I3  a module's end is not below its start
 *
 * Context: any; no state, no allocation. The buffer needs no alignment.
 * Failure: a message, and a boot_info without any content.
 * Not done: check sums and meaning of ACPI tables; VBE, APM, ELF, SMBIOS and network tags.
 */
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <quarry/boot_info.h>
#include <quarry/init_or_test.h>

#define MBI_HEADER 8
#define TAG_HEADER 8
#define MAP_HEADER 16 /* tag header, entry_size, entry_version */
#define MAP_ENTRY  24 /* base, length, type, reserved */

/* GRUB keeps two reserved bytes after the type, so the colour fields are at 32. */
#define FB_FIXED  32
#define FB_COLOUR 6

enum {
	TAG_END = 0,
	TAG_CMDLINE = 1,
	TAG_LOADER = 2,
	TAG_MODULE = 3,
	TAG_BASIC_MEMORY = 4,
	TAG_MEMORY_MAP = 6,
	TAG_FRAMEBUFFER = 8,
	TAG_EFI_TABLE_32 = 11,
	TAG_EFI_TABLE_64 = 12,
	TAG_RSDP_V1 = 14,
	TAG_RSDP_V2 = 15,
	TAG_EFI_MAP = 17,
	TAG_EFI_SERVICES = 18,
	TAG_EFI_IMAGE_32 = 19,
	TAG_EFI_IMAGE_64 = 20,
	TAG_LOAD_BASE = 21,
	TAG_KNOWN_MAX
};

struct tag {
	u32 type;
	u32 size;       /* bytes, header included; the handler's minimum is there */
	const u8 *data; /* the tag's first byte */
};

typedef int (*tag_handler_t)(const struct tag *tag, struct boot_info *bi, struct boot_error *err);

static_assert(BOOT_MAP_MAX == 2729, "entries of 24 bytes in 65504");
static_assert(MBI_HEADER + MAP_HEADER + (BOOT_MAP_MAX + 1) * MAP_ENTRY + TAG_HEADER > BOOT_MBI_MAX,
	      "a map with one entry more would fit into the largest structure");
static_assert(TAG_KNOWN_MAX <= 32, "duplicate_tags has 32 bits");

static u32 __init_or_test read_u32(const u8 *p)
{
	u32 value;

	memcpy(&value, p, sizeof(value));
	return value;
}

static u64 __init_or_test read_u64(const u8 *p)
{
	u64 value;

	memcpy(&value, p, sizeof(value));
	return value;
}

/* Finds the string at @offset of a tag. Return: its length, or an error if it does not end. */
static int __init_or_test tag_string(const struct tag *tag, u32 offset, const char **text,
				     struct boot_error *err)
{
	const u8 *nul = memchr(tag->data + offset, 0, tag->size - offset);

	if (!nul)
		return boot_error_set(err, -EINVAL,
				      "multiboot2: the string of tag %u (%u bytes) has no end",
				      tag->type, tag->size);
	*text = (const char *)tag->data + offset;
	return nul - (tag->data + offset);
}

static int __init_or_test take_cmdline(const struct tag *tag, struct boot_info *bi,
				       struct boot_error *err)
{
	const char *text = NULL;
	int len = tag_string(tag, TAG_HEADER, &text, err);

	if (len < 0)
		return len;
	if (len >= BOOT_CMDLINE_MAX)
		return boot_error_set(err, -E2BIG,
				      "multiboot2: command line of %d bytes, at most %d are taken",
				      len, BOOT_CMDLINE_MAX - 1);
	memcpy(bi->cmdline, text, len + 1);
	return 0;
}

static int __init_or_test take_loader(const struct tag *tag, struct boot_info *bi,
				      struct boot_error *err)
{
	const char *text = NULL;
	int len = tag_string(tag, TAG_HEADER, &text, err);

	if (len < 0)
		return len;
	if (len >= BOOT_LOADER_MAX)
		len = BOOT_LOADER_MAX - 1;
	memcpy(bi->loader, text, len);
	bi->loader[len] = '\0';
	return 0;
}

static int __init_or_test take_module(const struct tag *tag, struct boot_info *bi,
				      struct boot_error *err)
{
	u32 start = read_u32(tag->data + 8), end = read_u32(tag->data + 12);
	struct boot_module *module = &bi->modules[bi->nr_modules];
	const char *text = NULL;
	int len = tag_string(tag, 16, &text, err);

	if (len < 0)
		return len;
	if (bi->nr_modules == BOOT_MODULES_MAX)
		return boot_error_set(err, -E2BIG,
				      "multiboot2: more than %d modules, next: \"%.*s\"",
				      BOOT_MODULES_MAX, BOOT_ERROR_QUOTE, text);
	if (end < start)
		return boot_error_set(
			err, -EINVAL,
			"multiboot2: module \"%.*s\" ends at %#x, before its start %#x",
			BOOT_ERROR_QUOTE, text, end, start);
	if (len >= BOOT_MODULE_CMDLINE)
		return boot_error_set(
			err, -E2BIG,
			"multiboot2: string of module %u has %d bytes, at most %d are taken",
			bi->nr_modules, len, BOOT_MODULE_CMDLINE - 1);
	module->start = start;
	module->end = end;
	memcpy(module->cmdline, text, len + 1);
	bi->nr_modules++;
	return 0;
}

static int __init_or_test take_basic_memory(const struct tag *tag, struct boot_info *bi,
					    struct boot_error *err)
{
	bi->mem_lower_kb = read_u32(tag->data + 8);
	bi->mem_upper_kb = read_u32(tag->data + 12);
	return 0;
}

static int __init_or_test take_memory_map(const struct tag *tag, struct boot_info *bi,
					  struct boot_error *err)
{
	u32 entry_size = read_u32(tag->data + 8);
	u32 bytes = tag->size - MAP_HEADER, offset;

	if (entry_size < MAP_ENTRY || entry_size % 8)
		return boot_error_set(
			err, -EINVAL,
			"multiboot2: memory map entries of %u bytes, want 24, 32, ...", entry_size);
	if (bytes % entry_size)
		return boot_error_set(
			err, -EINVAL,
			"multiboot2: memory map of %u bytes is no multiple of its entries' %u",
			bytes, entry_size);
	if (bytes / entry_size > BOOT_MAP_MAX)
		return boot_error_set(err, -E2BIG, "multiboot2: memory map of %u entries",
				      bytes / entry_size);
	for (offset = MAP_HEADER; offset < tag->size; offset += entry_size) {
		const u8 *entry = tag->data + offset;
		struct mem_range *range = &bi->map[bi->nr_map++];

		range->start = read_u64(entry);
		range->end = range->start + read_u64(entry + 8);
		range->type = read_u32(entry + 16);
	}
	return 0;
}

static int __init_or_test take_framebuffer(const struct tag *tag, struct boot_info *bi,
					   struct boot_error *err)
{
	struct boot_framebuffer *fb = &bi->framebuffer;
	const u8 *data = tag->data;

	fb->address = read_u64(data + 8);
	fb->pitch = read_u32(data + 16);
	fb->width = read_u32(data + 20);
	fb->height = read_u32(data + 24);
	fb->bits_per_pixel = data[28];
	fb->type = data[29];
	if (fb->type == BOOT_FB_RGB) {
		if (tag->size < FB_FIXED + FB_COLOUR)
			return boot_error_set(
				err, -EINVAL,
				"multiboot2: RGB framebuffer tag of %u bytes, want %d", tag->size,
				FB_FIXED + FB_COLOUR);
		fb->red_position = data[32];
		fb->red_bits = data[33];
		fb->green_position = data[34];
		fb->green_bits = data[35];
		fb->blue_position = data[36];
		fb->blue_bits = data[37];
	}
	fb->present = true;
	return 0;
}

static int __init_or_test take_rsdp(const struct tag *tag, struct boot_info *bi,
				    struct boot_error *err)
{
	if (tag->type == TAG_RSDP_V1) {
		memcpy(bi->rsdp_v1, tag->data + TAG_HEADER, ACPI_RSDP_V1_SIZE);
		bi->rsdp_v1_size = ACPI_RSDP_V1_SIZE;
	} else {
		memcpy(bi->rsdp_v2, tag->data + TAG_HEADER, ACPI_RSDP_V2_SIZE);
		bi->rsdp_v2_size = ACPI_RSDP_V2_SIZE;
	}
	return 0;
}

/* A machine has one width of firmware; if both widths are there, the 64-bit values stay. */
static int __init_or_test take_efi(const struct tag *tag, struct boot_info *bi,
				   struct boot_error *err)
{
	switch (tag->type) {
	case TAG_EFI_TABLE_32:
		bi->efi_flags |= BOOT_EFI_SYSTEM_TABLE_32;
		if (!(bi->efi_flags & BOOT_EFI_SYSTEM_TABLE_64))
			bi->efi_system_table = read_u32(tag->data + 8);
		break;
	case TAG_EFI_TABLE_64:
		bi->efi_flags |= BOOT_EFI_SYSTEM_TABLE_64;
		bi->efi_system_table = read_u64(tag->data + 8);
		break;
	case TAG_EFI_IMAGE_32:
		bi->efi_flags |= BOOT_EFI_IMAGE_HANDLE_32;
		if (!(bi->efi_flags & BOOT_EFI_IMAGE_HANDLE_64))
			bi->efi_image_handle = read_u32(tag->data + 8);
		break;
	case TAG_EFI_IMAGE_64:
		bi->efi_flags |= BOOT_EFI_IMAGE_HANDLE_64;
		bi->efi_image_handle = read_u64(tag->data + 8);
		break;
	case TAG_EFI_MAP:
		bi->efi_flags |= BOOT_EFI_MEMORY_MAP;
		break;
	case TAG_EFI_SERVICES:
		bi->efi_flags |= BOOT_EFI_SERVICES_LIVE;
		break;
	}
	return 0;
}

static int __init_or_test take_load_base(const struct tag *tag, struct boot_info *bi,
					 struct boot_error *err)
{
	bi->load_base = read_u32(tag->data + 8);
	return 0;
}

/* Per type: the smallest legal size, and who takes it. Types without a taker are skipped. */
static const struct {
	u8 min_size;
	tag_handler_t take;
} handlers[TAG_KNOWN_MAX] = {
	[TAG_CMDLINE] = { 9, take_cmdline },
	[TAG_LOADER] = { 9, take_loader },
	[TAG_MODULE] = { 17, take_module },
	[TAG_BASIC_MEMORY] = { 16, take_basic_memory },
	[TAG_MEMORY_MAP] = { MAP_HEADER, take_memory_map },
	[TAG_FRAMEBUFFER] = { FB_FIXED, take_framebuffer },
	[TAG_EFI_TABLE_32] = { 12, take_efi },
	[TAG_EFI_TABLE_64] = { 16, take_efi },
	[TAG_RSDP_V1] = { TAG_HEADER + ACPI_RSDP_V1_SIZE, take_rsdp },
	[TAG_RSDP_V2] = { TAG_HEADER + ACPI_RSDP_V2_SIZE, take_rsdp },
	[TAG_EFI_MAP] = { 16, take_efi },
	[TAG_EFI_SERVICES] = { 8, take_efi },
	[TAG_EFI_IMAGE_32] = { 12, take_efi },
	[TAG_EFI_IMAGE_64] = { 16, take_efi },
	[TAG_LOAD_BASE] = { 12, take_load_base },
};

static int __init_or_test take_tag(const struct tag *tag, u32 *seen, struct boot_info *bi,
				   struct boot_error *err)
{
	tag_handler_t take = tag->type < TAG_KNOWN_MAX ? handlers[tag->type].take : NULL;
	u32 bit;

	if (!take) {
		bi->nr_skipped++;
		return 0;
	}
	if (tag->size < handlers[tag->type].min_size)
		return boot_error_set(err, -EINVAL, "multiboot2: tag %u has %u bytes, want %u",
				      tag->type, tag->size, handlers[tag->type].min_size);
	bit = 1u << tag->type;
	if (*seen & bit && tag->type != TAG_MODULE) {
		bi->nr_duplicates++;
		bi->duplicate_tags |= bit;
		return 0;
	}
	*seen |= bit;
	return take(tag, bi, err);
}

/* Walks the tags from offset 8 to the end tag. */
static int __init_or_test walk_tags(const u8 *mbi, u32 total, struct boot_info *bi,
				    struct boot_error *err)
{
	u32 offset = MBI_HEADER, seen = 0;

	/* total is at most BOOT_MBI_MAX, so no sum here wraps. */
	while (offset <= total && total - offset >= TAG_HEADER) {
		struct tag tag = {
			.type = read_u32(mbi + offset),
			.size = read_u32(mbi + offset + 4),
			.data = mbi + offset,
		};
		int ret;

		if (tag.size < TAG_HEADER || tag.size > total - offset)
			return boot_error_set(
				err, -EINVAL,
				"multiboot2: tag %u at offset %u has size %u, %u are left",
				tag.type, offset, tag.size, total - offset);
		if (tag.type == TAG_END)
			return 0;
		ret = take_tag(&tag, &seen, bi, err);
		if (ret)
			return ret;
		offset = (offset + tag.size + 7) & ~7u;
	}
	return boot_error_set(err, -EINVAL, "multiboot2: no end tag in %u bytes", total);
}

/* A firmware without a map still says how much there is below 640 KB and above 1 MB. */
static int __init_or_test map_from_basic(struct boot_info *bi, struct boot_error *err)
{
	if (bi->nr_map)
		return 0;
	if (!bi->mem_lower_kb && !bi->mem_upper_kb)
		return boot_error_set(err, -EINVAL,
				      "multiboot2: neither a memory map nor basic memory sizes");
	bi->map_source = BOOT_MAP_BASIC;
	bi->map[0] = (struct mem_range){ 0, (u64)bi->mem_lower_kb << 10, MEM_USABLE };
	bi->map[1] = (struct mem_range){ 1u << 20, (1u << 20) + ((u64)bi->mem_upper_kb << 10),
					 MEM_USABLE };
	bi->nr_map = 2;
	return 0;
}

/**
 * multiboot2_parse - read the loader's structure
 * @mbi: the structure, or the copy of its first bytes
 * @size: how many bytes are there, at most BOOT_MBI_MAX are looked at
 * @bi: gets the content; need not be cleared
 * @err: message on failure
 *
 * Context: any.
 * Return: 0; -EINVAL for a broken structure; -E2BIG for one that holds more than is taken
 * (its own size, command line, modules). Then @bi is empty.
 */
int __init_or_test multiboot2_parse(const void *mbi, u32 size, struct boot_info *bi,
				    struct boot_error *err)
{
	u32 total = size >= MBI_HEADER ? read_u32(mbi) : 0;
	int ret;

	/* The map is the last and largest member; nr_map says how much of it means something. */
	memset(bi, 0, offsetof(struct boot_info, map));
	if (size > BOOT_MBI_MAX)
		size = BOOT_MBI_MAX;
	if (total < MBI_HEADER + TAG_HEADER)
		return boot_error_set(err, -EINVAL,
				      "multiboot2: structure of %u bytes is too short", total);
	if (total > size)
		return boot_error_set(err, -E2BIG,
				      "multiboot2: structure of %u bytes, only %u were copied",
				      total, size);
	ret = walk_tags(mbi, total, bi, err);
	if (!ret)
		ret = map_from_basic(bi, err);
	if (ret)
		memset(bi, 0, offsetof(struct boot_info, map));
	return ret;
}
