// SPDX-License-Identifier: MIT
/* The multiboot2 parser, on structures built here: whole, broken, truncated, flipped. */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <quarry/boot_info.h>
#include <quarry/test.h>

/* What all cases share; too large for the stack, and for a kernel that runs no tests. */
static struct fixture {
	struct boot_info bi;
	struct boot_error err;
	u32 len; /* bytes of mbi that are filled */
	u8 mbi[BOOT_MBI_MAX + 8];
} * fx;

static int suite_init(void)
{
	fx = alloc_pages_exact(sizeof(*fx), GFP_KERNEL);
	return fx ? 0 : -ENOMEM;
}

static void suite_exit(void)
{
	free_pages_exact(fx, sizeof(*fx));
}

TEST_SUITE(multiboot2, .init = suite_init, .exit = suite_exit);

/* ---- building structures ---- */

static void put_u32(u32 offset, u32 value)
{
	memcpy(fx->mbi + offset, &value, sizeof(value));
}

static void put_u64(u32 offset, u64 value)
{
	memcpy(fx->mbi + offset, &value, sizeof(value));
}

static void begin(void)
{
	memset(fx, 0, sizeof(*fx));
	fx->len = 8;
}

/* Adds a tag of @size bytes whose contents are @size - 8 bytes of @data (zeros without). */
static u32 add_tag(u32 type, u32 size, const void *data)
{
	u32 offset = fx->len;

	put_u32(offset, type);
	put_u32(offset + 4, size);
	if (data)
		memcpy(fx->mbi + offset + 8, data, size - 8);
	fx->len = (offset + size + 7) & ~7u;
	return offset;
}

static void add_string(u32 type, const char *text)
{
	add_tag(type, 8 + strlen(text) + 1, text);
}

static void add_module(u32 start, u32 end, const char *text)
{
	u32 offset = add_tag(3, 16 + strlen(text) + 1, NULL);

	put_u32(offset + 8, start);
	put_u32(offset + 12, end);
	memcpy(fx->mbi + offset + 16, text, strlen(text));
}

static void add_basic(u32 lower, u32 upper)
{
	u32 offset = add_tag(4, 16, NULL);

	put_u32(offset + 8, lower);
	put_u32(offset + 12, upper);
}

static u32 add_map(u32 nr, u32 entry_size)
{
	u32 offset = add_tag(6, 16 + nr * entry_size, NULL), i;

	put_u32(offset + 8, entry_size);
	for (i = 0; i < nr; i++) {
		put_u64(offset + 16 + i * entry_size, (u64)i << 20);
		put_u64(offset + 24 + i * entry_size, 0x1000 + i);
		put_u32(offset + 32 + i * entry_size, i % 5 + 1);
	}
	return offset;
}

static void finish(void)
{
	add_tag(0, 8, NULL);
	put_u32(0, fx->len);
}

static int parse(void)
{
	return multiboot2_parse(fx->mbi, fx->len, &fx->bi, &fx->err);
}

/* A structure with every tag that is taken, in no special order. */
static void build_full(void)
{
	static const u8 rgb[] = { 16, 8, 8, 8, 0, 8 };
	u32 offset;

	begin();
	add_string(1, "mem=64M test=*");
	add_string(2, "GRUB 2.06");
	add_module(0x200000, 0x200123, "memmap first");
	offset = add_tag(8, 38, NULL);
	put_u64(offset + 8, 0x1fd000000ull);
	put_u32(offset + 16, 4096);
	put_u32(offset + 20, 1024);
	put_u32(offset + 24, 768);
	fx->mbi[offset + 28] = 32;
	fx->mbi[offset + 29] = BOOT_FB_RGB;
	memcpy(fx->mbi + offset + 32, rgb, sizeof(rgb));
	add_basic(640, 64512);
	add_map(3, 24);
	add_module(0x300000, 0x300000, "");
	add_tag(14, 28, "RSD PTR v1..........");
	add_tag(15, 44, "RSD PTR v2..........................");
	put_u32(add_tag(11, 12, NULL) + 8, 0x7f00);
	put_u32(add_tag(19, 12, NULL) + 8, 0x7e00);
	add_tag(17, 16 + 40, NULL);
	add_tag(18, 8, NULL);
	put_u32(add_tag(21, 12, NULL) + 8, 0x100000);
	finish();
}

/* ---- judging results ---- */

static bool is_terminated(const char *text, u32 size)
{
	return memchr(text, 0, size) != NULL;
}

/* The invariants that any success promises. */
static bool result_is_sound(const struct boot_info *bi)
{
	u32 i;

	if (!is_terminated(bi->loader, sizeof(bi->loader)) ||
	    !is_terminated(bi->cmdline, sizeof(bi->cmdline)))
		return false;
	if (!bi->nr_map || bi->nr_map > BOOT_MAP_MAX || bi->nr_modules > BOOT_MODULES_MAX)
		return false;
	for (i = 0; i < bi->nr_modules; i++)
		if (bi->modules[i].end < bi->modules[i].start ||
		    !is_terminated(bi->modules[i].cmdline, BOOT_MODULE_CMDLINE))
			return false;
	return true;
}

/* After a failure there is a message and nothing else. */
static bool result_is_empty(const struct boot_info *bi, const struct boot_error *err)
{
	const u8 *bytes = (const u8 *)bi;
	u32 i;

	for (i = 0; i < offsetof(struct boot_info, map); i++)
		if (bytes[i])
			return false;
	return err->text[0] && is_terminated(err->text, sizeof(err->text));
}

static void expect_refused(int code, const char *text)
{
	EXPECT_EQ(parse(), code);
	EXPECT_TRUE(result_is_empty(&fx->bi, &fx->err));
	if (!strstr(fx->err.text, text))
		FAIL("\"%s\" does not say \"%s\"", fx->err.text, text);
}

/* ---- what is taken ---- */

/* Every field of every tag arrives where struct boot_info has it. */
TEST(parse_all_tags)
{
	const struct boot_info *bi = &fx->bi;

	build_full();
	ASSERT_EQ(parse(), 0);
	EXPECT_STREQ(bi->cmdline, "mem=64M test=*");
	EXPECT_STREQ(bi->loader, "GRUB 2.06");
	ASSERT_EQ(bi->nr_modules, 2u);
	EXPECT_EQ(bi->modules[0].start, 0x200000u);
	EXPECT_EQ(bi->modules[0].end, 0x200123u);
	EXPECT_STREQ(bi->modules[0].cmdline, "memmap first");
	EXPECT_STREQ(bi->modules[1].cmdline, "");
	EXPECT_EQ(bi->map_source, BOOT_MAP_FIRMWARE);
	ASSERT_EQ(bi->nr_map, 3u);
	EXPECT_EQ(bi->map[2].start, 0x200000ull);
	EXPECT_EQ(bi->map[2].end, 0x201002ull);
	EXPECT_EQ(bi->map[2].type, 3u);
	EXPECT_EQ(bi->mem_lower_kb, 640u);
	EXPECT_EQ(bi->mem_upper_kb, 64512u);
	EXPECT_EQ(bi->rsdp_v1_size, ACPI_RSDP_V1_SIZE);
	EXPECT_MEMEQ(bi->rsdp_v1, "RSD PTR v1..........", ACPI_RSDP_V1_SIZE);
	EXPECT_EQ(bi->rsdp_v2_size, ACPI_RSDP_V2_SIZE);
	EXPECT_MEMEQ(bi->rsdp_v2, "RSD PTR v2", 10);
	EXPECT_EQ(bi->efi_flags, BOOT_EFI_SYSTEM_TABLE_32 | BOOT_EFI_IMAGE_HANDLE_32 |
					 BOOT_EFI_MEMORY_MAP | BOOT_EFI_SERVICES_LIVE);
	EXPECT_EQ(bi->efi_system_table, 0x7f00ull);
	EXPECT_EQ(bi->efi_image_handle, 0x7e00ull);
	EXPECT_EQ(bi->load_base, 0x100000u);
	EXPECT_EQ(bi->nr_duplicates, 0u);
	EXPECT_EQ(bi->nr_skipped, 0u);
}

/* The framebuffer's colour fields are those of a direct-colour mode. */
TEST(parse_framebuffer_rgb)
{
	const struct boot_framebuffer *fb = &fx->bi.framebuffer;

	build_full();
	ASSERT_EQ(parse(), 0);
	EXPECT_TRUE(fb->present);
	EXPECT_EQ(fb->address, 0x1fd000000ull);
	EXPECT_EQ(fb->pitch, 4096u);
	EXPECT_EQ(fb->width, 1024u);
	EXPECT_EQ(fb->height, 768u);
	EXPECT_EQ(fb->bits_per_pixel, 32);
	EXPECT_EQ(fb->red_position, 16);
	EXPECT_EQ(fb->green_position, 8);
	EXPECT_EQ(fb->blue_position, 0);
	EXPECT_EQ(fb->blue_bits, 8);
}

/* A text console has no colour fields, and its tag is shorter; an RGB tag may not be. */
TEST(parse_framebuffer_short)
{
	u32 offset;

	begin();
	offset = add_tag(8, 32, NULL);
	fx->mbi[offset + 29] = BOOT_FB_TEXT;
	add_map(1, 24);
	finish();
	ASSERT_EQ(parse(), 0);
	EXPECT_TRUE(fx->bi.framebuffer.present);
	EXPECT_EQ(fx->bi.framebuffer.type, BOOT_FB_TEXT);
	fx->mbi[offset + 29] = BOOT_FB_RGB;
	expect_refused(-EINVAL, "RGB framebuffer tag of 32 bytes");
}

/* Tags of other kinds are passed over, however often they come. */
TEST(parse_unknown_tags)
{
	begin();
	add_tag(0x12345678, 11, NULL);
	add_tag(9, 20, NULL);
	add_tag(9, 8, NULL);
	add_map(1, 24);
	finish();
	EXPECT_EQ(parse(), 0);
	EXPECT_EQ(fx->bi.nr_skipped, 3u);
	EXPECT_EQ(fx->bi.nr_duplicates, 0u);
}

/* Of two tags of a kind the first counts, and the second is reported. */
TEST(parse_duplicate_tags)
{
	begin();
	add_string(1, "first");
	add_map(2, 24);
	add_string(1, "second");
	add_map(5, 24);
	finish();
	EXPECT_EQ(parse(), 0);
	EXPECT_STREQ(fx->bi.cmdline, "first");
	EXPECT_EQ(fx->bi.nr_map, 2u);
	EXPECT_EQ(fx->bi.nr_duplicates, 2u);
	EXPECT_EQ(fx->bi.duplicate_tags, 1u << 1 | 1u << 6);
}

/* Nothing is read through a pointer that would have to be aligned. */
TEST(parse_unaligned_buffer)
{
	build_full();
	memmove(fx->mbi + 1, fx->mbi, fx->len);
	EXPECT_EQ(multiboot2_parse(fx->mbi + 1, fx->len, &fx->bi, &fx->err), 0);
	EXPECT_EQ(fx->bi.nr_map, 3u);
}

/* ---- the memory map ---- */

/* Larger entries are stepped over by their own size. */
TEST(parse_map_entry_of_40_bytes)
{
	begin();
	add_map(4, 40);
	finish();
	ASSERT_EQ(parse(), 0);
	ASSERT_EQ(fx->bi.nr_map, 4u);
	EXPECT_EQ(fx->bi.map[3].start, 0x300000ull);
}

TEST(parse_map_entry_size_bad)
{
	static const u32 sizes[] = { 0, 8, 16, 20, 25, 28, 0xfffffff8 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		begin();
		put_u32(add_map(1, 24) + 8, sizes[i]);
		finish();
		expect_refused(-EINVAL, i == 6 ? "no multiple" : "memory map entries of");
	}
}

/* A map that ends inside an entry is not cut down silently. */
TEST(parse_map_partial_entry)
{
	u32 offset;

	begin();
	offset = add_map(2, 24);
	put_u32(offset + 4, 16 + 47);
	finish();
	expect_refused(-EINVAL, "memory map of 47 bytes");
}

/* The largest structure that can be copied fits, entry for entry. */
TEST(parse_map_largest)
{
	begin();
	add_map(BOOT_MAP_MAX, 24);
	finish();
	ASSERT_LE(fx->len, BOOT_MBI_MAX);
	ASSERT_GT(fx->len + 24, BOOT_MBI_MAX);
	ASSERT_EQ(parse(), 0);
	ASSERT_EQ(fx->bi.nr_map, BOOT_MAP_MAX);
	EXPECT_EQ(fx->bi.map[BOOT_MAP_MAX - 1].start, (u64)(BOOT_MAP_MAX - 1) << 20);
}

/* Without a map, or with an empty one, the two basic numbers make one. */
TEST(parse_map_from_basic)
{
	u32 empty;

	for (empty = 0; empty < 2; empty++) {
		begin();
		add_basic(639, 0xffffffff);
		if (empty)
			add_map(0, 24);
		finish();
		ASSERT_EQ(parse(), 0);
		EXPECT_EQ(fx->bi.map_source, BOOT_MAP_BASIC);
		ASSERT_EQ(fx->bi.nr_map, 2u);
		EXPECT_EQ(fx->bi.map[0].end, 639ull << 10);
		EXPECT_EQ(fx->bi.map[1].start, 1ull << 20);
		EXPECT_EQ(fx->bi.map[1].end, (1ull << 20) + (0xffffffffull << 10));
	}
}

TEST(parse_no_map_at_all)
{
	begin();
	add_string(1, "quiet");
	finish();
	expect_refused(-EINVAL, "neither a memory map nor basic");
}

/* ---- what is refused ---- */

TEST(parse_size_too_short)
{
	build_full();
	put_u32(0, 15);
	expect_refused(-EINVAL, "15 bytes is too short");
	put_u32(0, 0);
	expect_refused(-EINVAL, "0 bytes is too short");
}

/* A structure that was not copied whole is refused, with both sizes. */
TEST(parse_size_beyond_copy)
{
	build_full();
	put_u32(0, fx->len + 8);
	expect_refused(-E2BIG, "bytes, only");
	begin();
	put_u32(0, BOOT_MBI_MAX + 8);
	fx->len = BOOT_MBI_MAX + 8;
	expect_refused(-E2BIG, "structure of 65544 bytes, only 65536");
}

TEST(parse_end_tag_missing)
{
	begin();
	add_map(1, 24);
	put_u32(0, fx->len);
	expect_refused(-EINVAL, "no end tag");
}

/* A tag's size covers its own header and stays inside the structure. */
TEST(parse_tag_size_bad)
{
	u32 offset;

	begin();
	add_map(1, 24);
	offset = add_tag(99, 16, NULL);
	finish();
	put_u32(offset + 4, 7);
	expect_refused(-EINVAL, "tag 99 at offset 48 has size 7, 24 are left");
	put_u32(offset + 4, 25);
	expect_refused(-EINVAL, "tag 99 at offset 48 has size 25, 24 are left");
	put_u32(offset + 4, 0xfffffff9);
	expect_refused(-EINVAL, "has size 4294967289");
}

/* Each known tag has a least size. */
TEST(parse_tag_fields_missing)
{
	static const u8 sizes[][2] = { { 1, 8 },   { 2, 8 },   { 3, 16 },  { 4, 15 },  { 6, 15 },
				       { 8, 31 },  { 11, 11 }, { 12, 15 }, { 14, 27 }, { 15, 43 },
				       { 17, 15 }, { 19, 11 }, { 20, 15 }, { 21, 11 } };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		begin();
		add_tag(sizes[i][0], sizes[i][1], NULL);
		add_map(1, 24);
		finish();
		expect_refused(-EINVAL, "bytes, want");
	}
}

/* A string must end inside its tag; bytes behind the tag do not count. */
TEST(parse_string_without_end)
{
	static const u8 types[] = { 1, 2, 3 };
	u32 i, offset;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		begin();
		offset = add_tag(types[i], 8 + 24, NULL);
		memset(fx->mbi + offset + 8, 'x', 24);
		if (types[i] == 3)
			put_u64(offset + 8, 0);
		add_map(1, 24);
		finish();
		expect_refused(-EINVAL, "has no end");
	}
}

/* The longest command line fits; one byte more is refused with its length. */
TEST(parse_cmdline_longest)
{
	u32 offset;

	begin();
	offset = add_tag(1, 8 + BOOT_CMDLINE_MAX, NULL);
	memset(fx->mbi + offset + 8, 'c', BOOT_CMDLINE_MAX - 1);
	add_map(1, 24);
	finish();
	ASSERT_EQ(parse(), 0);
	EXPECT_EQ(strlen(fx->bi.cmdline), (size_t)BOOT_CMDLINE_MAX - 1);
	begin();
	offset = add_tag(1, 8 + BOOT_CMDLINE_MAX + 1, NULL);
	memset(fx->mbi + offset + 8, 'c', BOOT_CMDLINE_MAX);
	add_map(1, 24);
	finish();
	expect_refused(-E2BIG, "command line of 4096 bytes");
}

/* A loader's name is only printed, so a long one is cut. */
TEST(parse_loader_name_long)
{
	u32 offset;

	begin();
	offset = add_tag(2, 8 + 100, NULL);
	memset(fx->mbi + offset + 8, 'L', 99);
	add_map(1, 24);
	finish();
	ASSERT_EQ(parse(), 0);
	EXPECT_EQ(strlen(fx->bi.loader), (size_t)BOOT_LOADER_MAX - 1);
}

TEST(parse_module_string_long)
{
	char text[BOOT_MODULE_CMDLINE + 1];

	memset(text, 'm', sizeof(text));
	text[BOOT_MODULE_CMDLINE - 1] = '\0';
	begin();
	add_module(0, 1, text);
	add_map(1, 24);
	finish();
	EXPECT_EQ(parse(), 0);
	text[BOOT_MODULE_CMDLINE - 1] = 'm';
	text[BOOT_MODULE_CMDLINE] = '\0';
	begin();
	add_module(0, 1, text);
	add_map(1, 24);
	finish();
	expect_refused(-E2BIG, "string of module 0 has 128 bytes");
}

TEST(parse_modules_too_many)
{
	u32 i;

	begin();
	add_map(1, 24);
	for (i = 0; i < BOOT_MODULES_MAX; i++)
		add_module(i, i + 1, "m");
	finish();
	EXPECT_EQ(parse(), 0);
	EXPECT_EQ(fx->bi.nr_modules, (u32)BOOT_MODULES_MAX);
	fx->len -= 8;
	add_module(0, 1, "straw");
	finish();
	expect_refused(-E2BIG, "more than 32 modules, next: \"straw\"");
}

TEST(parse_module_ends_before_start)
{
	begin();
	add_module(0x2000, 0x1fff, "upside");
	add_map(1, 24);
	finish();
	expect_refused(-EINVAL, "module \"upside\" ends at 0x1fff, before its start 0x2000");
}

/* ---- every truncation, every flipped bit ---- */

/* A copy that lacks bytes is refused, at every length. */
TEST(parse_truncated_copy)
{
	u32 len, whole;

	build_full();
	whole = fx->len;
	for (len = 0; len < whole; len++) {
		ASSERT_NE(multiboot2_parse(fx->mbi, len, &fx->bi, &fx->err), 0);
		ASSERT_TRUE(result_is_empty(&fx->bi, &fx->err));
	}
}

/* So is a structure that claims to be shorter than it is: its end tag is cut off. */
TEST(parse_truncated_total)
{
	u32 len, whole;

	build_full();
	whole = fx->len;
	for (len = 0; len < whole; len++) {
		put_u32(0, len);
		ASSERT_NE(multiboot2_parse(fx->mbi, len, &fx->bi, &fx->err), 0);
		ASSERT_TRUE(result_is_empty(&fx->bi, &fx->err));
	}
}

/* One wrong bit anywhere gives a sound result or a message, never both or neither. */
TEST(parse_flipped_bits)
{
	u32 bit, whole, refused = 0;

	build_full();
	whole = fx->len;
	for (bit = 0; bit < whole * 8; bit++) {
		fx->mbi[bit / 8] ^= 1u << bit % 8;
		if (parse()) {
			refused++;
			ASSERT_TRUE(result_is_empty(&fx->bi, &fx->err));
		} else {
			ASSERT_TRUE(result_is_sound(&fx->bi));
		}
		fx->mbi[bit / 8] ^= 1u << bit % 8;
	}
	EXPECT_GT(refused, 0u);
	EXPECT_LT(refused, whole * 8);
}

/* Noise behind a plausible header: the same promise. */
TEST(parse_noise)
{
	u32 round, i, ret;

	for (round = 0; round < 500; round++) {
		begin();
		fx->len = 16 + test_rand_below(256);
		for (i = 8; i < fx->len; i++)
			fx->mbi[i] = i % 8 < 2 || i % 8 == 4 ? test_rand_below(24) : 0;
		put_u32(0, fx->len);
		ret = parse();
		ASSERT_TRUE(ret ? result_is_empty(&fx->bi, &fx->err) : result_is_sound(&fx->bi));
	}
}
