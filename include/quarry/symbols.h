/* SPDX-License-Identifier: MIT */
/* The image's own symbol table: addresses to names and back. */
#ifndef _QUARRY_SYMBOLS_H
#define _QUARRY_SYMBOLS_H

#include <linux/types.h>

const char *symbol_lookup(unsigned long addr, unsigned long *offset, unsigned long *size);
unsigned long symbol_address(const char *name);

enum symbol_form {
	SYMBOL_NAME,   /* name                                                        %ps */
	SYMBOL_OFFSET, /* name+0x12/0x40                                              %pS */
	SYMBOL_CALLER, /* the same for a return address, which may be the first byte
			* behind a function that ends in a call                       %pB */
};

int symbol_format(char *buf, size_t size, unsigned long addr, enum symbol_form form);

unsigned int symbol_count(void);
const char *symbol_nth(unsigned int n, unsigned long *addr);

#endif
