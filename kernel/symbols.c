// SPDX-License-Identifier: MIT
/*
 * The image's symbol table, made by tools/gensyms.py from the linked image itself.
 *
 *	ksyms_addresses   u32[count]       sorted, each address once
 *	ksyms_names       char[]           the names in the same order, each with its NUL
 *	ksyms_index       u32[]            where in ksyms_names every 16th name starts
 *
 * A symbol reaches to the next one. An empty name says that what was before ends here, and
 * nothing known follows; the last entry is of this kind or has no size. The first link of a
 * build has an empty table: then every address is unknown.
 *
 * Context: any; the table never changes.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/symbols.h>

#define INDEX_STEP 16 /* also in tools/gensyms.py */

extern const u32 ksyms_count;
extern const u32 ksyms_addresses[];
extern const u32 ksyms_index[];
extern const char ksyms_names[];

static const char *nth_name(u32 n)
{
	const char *name = ksyms_names + ksyms_index[n / INDEX_STEP];
	u32 skip;

	for (skip = n % INDEX_STEP; skip; skip--)
		name += strlen(name) + 1;
	return name;
}

/**
 * symbol_lookup - finds the symbol that an address belongs to
 * @addr:   the address
 * @offset: gets the distance from the symbol's start in bytes; may be NULL
 * @size:   gets the symbol's size in bytes, padding included; may be NULL
 *
 * Return: its name, or NULL if the address belongs to none.
 */
const char *symbol_lookup(unsigned long addr, unsigned long *offset, unsigned long *size)
{
	u32 low = 0, high = ksyms_count;
	const char *name;

	/* The last symbol at or before addr is in [low, high). */
	if (!high || addr < ksyms_addresses[0] || addr >= ksyms_addresses[high - 1])
		return NULL;
	while (high - low > 1) {
		u32 middle = low + (high - low) / 2;

		if (ksyms_addresses[middle] <= addr)
			low = middle;
		else
			high = middle;
	}
	if (offset)
		*offset = addr - ksyms_addresses[low];
	if (size)
		*size = ksyms_addresses[low + 1] - ksyms_addresses[low];
	name = nth_name(low);
	return *name ? name : NULL;
}

/**
 * symbol_address - finds the address of a symbol
 * @name: its name
 *
 * Of several symbols with this name (static functions of different files) the lowest counts.
 * Return: the address, 0 if there is none.
 */
unsigned long symbol_address(const char *name)
{
	const char *p = ksyms_names;
	u32 n;

	if (!*name)
		return 0;
	for (n = 0; n < ksyms_count; n++, p += strlen(p) + 1)
		if (!strcmp(p, name))
			return ksyms_addresses[n];
	return 0;
}

/** symbol_count - how many entries the table has, ends of something included */
unsigned int symbol_count(void)
{
	return ksyms_count;
}

/**
 * symbol_nth - the symbols by number, in the order of their addresses
 * @n:    0 to symbol_count() - 1
 * @addr: gets the address
 *
 * Return: the name, empty for the end of something; NULL if there is no such number.
 */
const char *symbol_nth(unsigned int n, unsigned long *addr)
{
	if (n >= ksyms_count)
		return NULL;
	*addr = ksyms_addresses[n];
	return nth_name(n);
}

/**
 * symbol_format - writes an address the way a person reads it
 * @buf:  gets the text; `0xc0101234` for an address that belongs to no symbol
 * @size: bytes of @buf
 * @addr: the address
 * @form: what to write
 *
 * Return: the length that the text has, like snprintf().
 */
int symbol_format(char *buf, size_t size, unsigned long addr, enum symbol_form form)
{
	unsigned long back = form == SYMBOL_CALLER;
	unsigned long offset, length;
	const char *name = symbol_lookup(addr - back, &offset, &length);

	if (!name)
		return snprintf(buf, size, "0x%lx", addr);
	if (form == SYMBOL_NAME)
		return snprintf(buf, size, "%s", name);
	return snprintf(buf, size, "%s+0x%lx/0x%lx", name, offset + back, length);
}
