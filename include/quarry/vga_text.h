/* SPDX-License-Identifier: MIT */
#ifndef _QUARRY_VGA_TEXT_H
#define _QUARRY_VGA_TEXT_H

#include <linux/types.h>

struct boot_framebuffer;

bool vga_text_init(const struct boot_framebuffer *fb);
bool vga_text_present(void);

#endif
