// SPDX-License-Identifier: MIT
/*
 * The start-up, in the order in which it happens: this file is the table of contents.
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <quarry/boot_info.h>
#include <quarry/boot_main.h>
#include <quarry/context.h>
#include <quarry/mm_init.h>
#include <quarry/module.h>
#include <quarry/params.h>
#include <quarry/power.h>
#include <quarry/selftest.h>
#include <quarry/uart.h>
#include <quarry/vga_text.h>
#include <asm/cpu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/tsc.h>

static_assert(MBI_COPY_MAX == BOOT_MBI_MAX);

/* What the boot loader said, whole for as long as the start-up lasts, and what is kept of it. */
static __initbss struct boot_info early_info;
const struct boot_info *boot_info;

static void __init show_banner(void)
{
	pr_notice("Quarry (" QUARRY_VARIANT "), %s\n",
		  early_info.loader[0] ? early_info.loader : "unnamed boot loader");
	pr_info("cpu: %s family %u model %u stepping %u, %u physical bits, %s\n", boot_cpu.vendor,
		boot_cpu.family, boot_cpu.model, boot_cpu.stepping, boot_cpu.phys_bits,
		boot_cpu.model_name);
	if (early_info.cmdline[0])
		pr_info("command line: %s\n", early_info.cmdline);
	if (early_info.nr_duplicates)
		pr_warn("multiboot2: %u tags came twice, the first ones count\n",
			early_info.nr_duplicates);
}

/* What GRUB left in memory becomes boot_info; without it there is nothing to go on with. */
static void __init read_boot_info(void)
{
	struct boot_error err;

	if (mbi_magic != MULTIBOOT2_BOOTLOADER_MAGIC)
		panic("boot: started with %#x in EAX; a multiboot2 loader passes %#x", mbi_magic,
		      MULTIBOOT2_BOOTLOADER_MAGIC);
	if (mbi_size > BOOT_MBI_MAX)
		panic("boot: the multiboot2 structure has %u bytes, %u is the limit", mbi_size,
		      BOOT_MBI_MAX);
	if (multiboot2_parse(mbi_copy, mbi_size, &early_info, &err))
		panic("boot: %s", err.text);
}

/* All but the raw memory map, of which the sorted one is kept (mm_memmap()). */
static void __init keep_boot_info(void)
{
	size_t size = offsetof(struct boot_info, map);

	boot_info =
		memcpy(boot_alloc(size, SMP_CACHE_BYTES, "boot information"), &early_info, size);
}

static void __init show_memory_ready(u64 ticks)
{
	show_memmap();
	show_zoneinfo();
	show_buddyinfo();
	pr_notice("memory ready: %lu KB free of %lu KB, %llu ticks since entry\n",
		  nr_free_pages() << (PAGE_SHIFT - 10), totalram_pages() << (PAGE_SHIFT - 10),
		  ticks);
}

static void __init start(void)
{
	u64 ticks;

	uart_early_init(); /* from here on messages are seen */
	trap_init();       /* from here on exceptions are reported */
	cpu_identify();
	read_boot_info(); /* what the boot loader says */
	vga_text_init(&early_info.framebuffer);
	parse_params(early_info.cmdline);
	show_banner();

	mm_read_map(&early_info); /* firmware's map -> boot allocator */
	mm_init_paging();         /* final page tables */
	keep_boot_info();
	mm_init_zones(); /* struct page, zones, free lists */
	ticks = tsc_since_entry();

	tsc_calibrate();
	pic_disable();
	local_irq_enable();
	system_state = SYSTEM_RUNNING;
	show_memory_ready(ticks);
	run_initcalls(); /* facilities, drivers, foreign files */
}

/**
 * kernel_main - C entry, on the start-up stack with paging on
 */
void kernel_main(void)
{
	start();
	free_initmem(); /* __init code and data end here */
	if (selftest_wanted())
		machine_finish(!selftest_main());
	if (batch_mode())
		machine_finish(false);
	pr_notice("boot is complete; the machine is halted\n");
	arch_halt();
}
