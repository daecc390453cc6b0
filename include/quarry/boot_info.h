/* SPDX-License-Identifier: MIT */
/*
 * Everything the boot loader told us, in storage of our own. The multiboot2 structure itself is
 * not looked at again once multiboot2_parse() has returned.
 */
#ifndef QUARRY_BOOT_INFO_H
#define QUARRY_BOOT_INFO_H

#include <linux/types.h>
#include <quarry/boot_error.h>
#include <quarry/memmap.h>

/* What EAX holds at entry when a multiboot2 loader started us. */
#define MULTIBOOT2_BOOTLOADER_MAGIC 0x36d76289u

/* The entry code copies at most this much, so no structure that is parsed is longer. */
#define BOOT_MBI_MAX 65536u

/*
 * A structure of BOOT_MBI_MAX bytes has a header of 8, a map tag with a header of 16, and an end
 * tag of 8; a map entry takes 24 bytes or more. So this many entries always suffice.
 */
#define BOOT_MAP_MAX ((BOOT_MBI_MAX - 8 - 16 - 8) / 24)

#define BOOT_CMDLINE_MAX    4096 /* bytes, with the final NUL */
#define BOOT_LOADER_MAX     64   /* a longer name is cut: it is only ever printed */
#define BOOT_MODULES_MAX    32
#define BOOT_MODULE_CMDLINE 128 /* bytes, with the final NUL */

#define ACPI_RSDP_V1_SIZE 20
#define ACPI_RSDP_V2_SIZE 36

struct boot_module {
	u32 start;                         /* physical address of the first byte */
	u32 end;                           /* physical address after the last byte */
	char cmdline[BOOT_MODULE_CMDLINE]; /* first word: what the module is (`memmap`, ...) */
};

enum boot_map_source {
	BOOT_MAP_FIRMWARE, /* the firmware's list (tag 6) */
	BOOT_MAP_BASIC,    /* made up from the two numbers of the basic memory tag (tag 4) */
};

enum boot_fb_type {
	BOOT_FB_INDEXED = 0,
	BOOT_FB_RGB = 1,
	BOOT_FB_TEXT = 2,
};

struct boot_framebuffer {
	bool present;
	u8 type; /* enum boot_fb_type; other values are passed on unchanged */
	u8 bits_per_pixel;
	u32 pitch;                 /* bytes from one line to the next */
	u32 width, height;         /* pixels, or characters for BOOT_FB_TEXT */
	u64 address;               /* physical */
	u8 red_position, red_bits; /* the six colour fields: BOOT_FB_RGB only */
	u8 green_position, green_bits;
	u8 blue_position, blue_bits;
};

/* Facts about an EFI start, as bits of boot_info.efi_flags. */
#define BOOT_EFI_SYSTEM_TABLE_32 0x01 /* efi_system_table is that of 32-bit firmware */
#define BOOT_EFI_SYSTEM_TABLE_64 0x02
#define BOOT_EFI_IMAGE_HANDLE_32 0x04 /* efi_image_handle is valid */
#define BOOT_EFI_IMAGE_HANDLE_64 0x08
#define BOOT_EFI_MEMORY_MAP      0x10 /* the loader passed the EFI map too (we use tag 6) */
#define BOOT_EFI_SERVICES_LIVE   0x20 /* boot services were not ended */

struct boot_info {
	char loader[BOOT_LOADER_MAX];   /* empty when the loader did not say */
	char cmdline[BOOT_CMDLINE_MAX]; /* empty when there is none */

	u32 nr_modules;
	struct boot_module modules[BOOT_MODULES_MAX];

	enum boot_map_source map_source;
	u32 mem_lower_kb, mem_upper_kb; /* the basic memory tag; 0, 0 without it */
	u8 rsdp_v1_size;                /* 0, or ACPI_RSDP_V1_SIZE */
	u8 rsdp_v2_size;                /* 0, or ACPI_RSDP_V2_SIZE */
	u8 rsdp_v1[ACPI_RSDP_V1_SIZE];
	u8 rsdp_v2[ACPI_RSDP_V2_SIZE];

	struct boot_framebuffer framebuffer;

	u32 efi_flags; /* BOOT_EFI_ */
	u64 efi_system_table;
	u64 efi_image_handle;

	u32 load_base;      /* where a relocating loader put us; 0 when it did not say */
	u32 nr_duplicates;  /* tags that came a second time and were not used */
	u32 duplicate_tags; /* their types, as bits */
	u32 nr_skipped;     /* tags that nothing here needs */

	u32 nr_map;
	struct mem_range map[BOOT_MAP_MAX]; /* as reported: unsorted, may overlap or wrap */
};

/* What is kept for the life of the kernel: everything before `map`. Set when boot has it. */
extern const struct boot_info *boot_info;

int multiboot2_parse(const void *mbi, u32 size, struct boot_info *bi, struct boot_error *err);

#endif /* QUARRY_BOOT_INFO_H */
