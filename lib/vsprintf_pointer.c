// SPDX-License-Identifier: MIT
/*
 * What vsnprintf() makes of %p. The letters and digits right behind the p select the form:
 *
 *   %p %px %pK   the address, 8 digits: c0104a20. Nothing is hidden: the reader owns the machine
 *   %pS %pF  function+0x1c/0x80;   %pB the same for a return address;   %ps %pf  function
 *   %pa %pap     phys_addr_t by reference, all digits: 0x00000000fee00000;   %pad  dma_addr_t
 *   %pGg         gfp_t by reference, by names: GFP_KERNEL|__GFP_ZERO
 *   %pGp         page flags (an unsigned long) by reference, by names
 *   %pe          ERR_PTR(-ENOMEM) as -ENOMEM; any other pointer as %p
 *   %pV          struct va_format: a format and its arguments, in place
 *   %*ph         as many bytes as the width says, at most 64, in hex: "de ad be ef";
 *                %*phC de:ad   %*phD de-ad   %*phN dead
 *   %*pbl        the bitmap of as many bits as the width says, as ranges: 0-3,8;   %*pb  in hex
 *
 * Other letters print the address. `#` puts 0x before an address. The width pads addresses,
 * symbols and errors. By reference, since such values do not fit a pointer, and since the compiler
 * checks that %p gets one.
 *
 * A reference in the first page of memory, or in the last, prints "(null)" or "(bad pointer)".
 * Context: any.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/flag_names.h>
#include <quarry/symbols.h>

#include "vsprintf.h"

#define SYMBOL_TEXT_MAX 128 /* names longer than this are cut */
#define HEX_BYTES_MAX   64  /* what %*ph prints at most: one line */

static void format_address(struct sink *sink, struct conversion *conv, const void *ptr)
{
	struct conversion digits = {
		.base = 16,
		.precision = 2 * sizeof(ptr),
		.width = conv->width,
		.flags = conv->flags & (CONV_LEFT | CONV_ALTERNATE),
	};

	format_number(sink, &digits, (unsigned long)ptr, false);
}

static void format_symbol(struct sink *sink, struct conversion *conv, const void *ptr,
			  enum symbol_form form)
{
	char text[SYMBOL_TEXT_MAX];

	symbol_format(text, sizeof(text), (unsigned long)ptr, form);
	format_string(sink, conv, text);
}

/* Always 0x and all digits, so that columns line up and 0 looks like an address. */
static void format_phys(struct sink *sink, struct conversion *conv, const void *ptr)
{
	struct conversion digits = { .base = 16, .precision = 2 * sizeof(phys_addr_t) };
	int len = digits.precision + 2;

	BUILD_BUG_ON(sizeof(dma_addr_t) != sizeof(phys_addr_t));
	if (!(conv->flags & CONV_LEFT))
		sink_pad(sink, ' ', conv->width - len);
	sink_write(sink, "0x", 2);
	format_number(sink, &digits, *(const phys_addr_t *)ptr, false);
	if (conv->flags & CONV_LEFT)
		sink_pad(sink, ' ', conv->width - len);
}

/* name|name|0x..., the last for bits without a name; "none" when no bit is set. */
static void format_flags(struct sink *sink, unsigned long flags, const struct flag_name *names)
{
	struct conversion hex = { .base = 16, .precision = -1, .flags = CONV_ALTERNATE };
	const char *separator = "";

	if (!flags)
		sink_write(sink, "none", 4);
	for (; flags && names->name; names++) {
		if (!names->mask || (flags & names->mask) != names->mask)
			continue;
		sink_write(sink, separator, strlen(separator));
		sink_write(sink, names->name, strlen(names->name));
		flags &= ~names->mask;
		separator = "|";
	}
	if (flags) {
		sink_write(sink, separator, strlen(separator));
		format_number(sink, &hex, flags, false);
	}
}

static const char *const errno_names[] = {
#define NAMED(e) [e] = "-" #e
	NAMED(EPERM),     NAMED(ENOENT),    NAMED(ESRCH),     NAMED(EINTR),
	NAMED(EIO),       NAMED(ENXIO),     NAMED(E2BIG),     NAMED(ENOEXEC),
	NAMED(EBADF),     NAMED(ECHILD),    NAMED(EAGAIN),    NAMED(ENOMEM),
	NAMED(EACCES),    NAMED(EFAULT),    NAMED(ENOTBLK),   NAMED(EBUSY),
	NAMED(EEXIST),    NAMED(EXDEV),     NAMED(ENODEV),    NAMED(ENOTDIR),
	NAMED(EISDIR),    NAMED(EINVAL),    NAMED(ENFILE),    NAMED(EMFILE),
	NAMED(ENOTTY),    NAMED(ETXTBSY),   NAMED(EFBIG),     NAMED(ENOSPC),
	NAMED(ESPIPE),    NAMED(EROFS),     NAMED(EMLINK),    NAMED(EPIPE),
	NAMED(EDOM),      NAMED(ERANGE),    NAMED(EDEADLK),   NAMED(ENAMETOOLONG),
	NAMED(ENOLCK),    NAMED(ENOSYS),    NAMED(ENOTEMPTY), NAMED(ELOOP),
	NAMED(ENODATA),   NAMED(ETIME),     NAMED(EPROTO),    NAMED(EBADMSG),
	NAMED(EOVERFLOW), NAMED(EILSEQ),    NAMED(EMSGSIZE),  NAMED(EOPNOTSUPP),
	NAMED(ENOBUFS),   NAMED(ETIMEDOUT), NAMED(EALREADY),  NAMED(EINPROGRESS),
	NAMED(ESTALE),    NAMED(ECANCELED),
#undef NAMED
};

static void format_error(struct sink *sink, struct conversion *conv, const void *ptr)
{
	unsigned long error = (unsigned long)-PTR_ERR(ptr);

	if (!IS_ERR(ptr))
		format_address(sink, conv, ptr);
	else if (error < ARRAY_SIZE(errno_names) && errno_names[error])
		format_string(sink, conv, errno_names[error]);
	else
		format_number(sink, conv, error, true);
}

static void format_hex_bytes(struct sink *sink, int count, char form, const u8 *bytes)
{
	struct conversion two = { .base = 16, .precision = 2 };
	char separator = form == 'C' ? ':' : (form == 'D' ? '-' : ' ');
	int i;

	/* Without a width there is one byte at least to show. */
	count = clamp(count, 1, HEX_BYTES_MAX);
	for (i = 0; i < count; i++) {
		if (i && form != 'N')
			sink_pad(sink, separator, 1);
		format_number(sink, &two, bytes[i], false);
	}
}

static void format_bit_ranges(struct sink *sink, int nbits, const unsigned long *map)
{
	struct conversion decimal = { .base = 10, .precision = -1 };
	unsigned long size = (unsigned long)nbits;
	unsigned long first, end;
	bool any = false;

	for (first = find_first_bit(map, size); first < size;
	     first = find_next_bit(map, size, end)) {
		end = find_next_zero_bit(map, size, first);
		if (any)
			sink_pad(sink, ',', 1);
		any = true;
		format_number(sink, &decimal, first, false);
		if (end - first > 1) {
			sink_pad(sink, '-', 1);
			format_number(sink, &decimal, end - 1, false);
		}
	}
}

/* Groups of 32 bits, the highest first, each with all its digits. */
static void format_bit_words(struct sink *sink, int nbits, const unsigned long *map)
{
	struct conversion hex = { .base = 16 };
	int w;

	for (w = (int)BITS_TO_LONGS(nbits) - 1; w >= 0; w--) {
		int bits = min(nbits - w * BITS_PER_LONG, BITS_PER_LONG);

		hex.precision = DIV_ROUND_UP(bits, 4);
		format_number(sink, &hex, map[w] & BITMAP_LAST_WORD_MASK((unsigned int)bits),
			      false);
		if (w)
			sink_pad(sink, ',', 1);
	}
}

static void format_nested(struct sink *sink, const struct va_format *nested)
{
	va_list copy;

	va_copy(copy, *nested->va);
	format_all(sink, nested->fmt, &copy);
	va_end(copy);
}

/* The forms whose argument is the place of the value. False when the form is none of them. */
static bool format_reference(struct sink *sink, struct conversion *conv, const char *form,
			     const void *ptr)
{
	bool bad = (unsigned long)ptr < 4096 || IS_ERR(ptr);

	if (!strchr("aGVhb", form[0]) || (form[0] == 'G' && form[1] != 'g' && form[1] != 'p'))
		return false;
	if (bad) {
		conv->precision = -1;
		conv->width = strchr("hb", form[0]) ? 0 : conv->width;
		format_string(sink, conv, ptr ? "(bad pointer)" : NULL);
		return true;
	}
	if (form[0] == 'a')
		format_phys(sink, conv, ptr);
	else if (form[0] == 'V')
		format_nested(sink, ptr);
	else if (form[0] == 'h')
		format_hex_bytes(sink, conv->width, form[1], ptr);
	else if (form[0] == 'b' && form[1] == 'l')
		format_bit_ranges(sink, conv->width, ptr);
	else if (form[0] == 'b')
		format_bit_words(sink, conv->width, ptr);
	else if (form[1] == 'g')
		format_flags(sink, *(const gfp_t *)ptr, gfp_flag_names);
	else
		format_flags(sink, *(const unsigned long *)ptr, pageflag_names);
	return true;
}

/**
 * format_pointer() - print what %p stands for
 * @sink: where to
 * @conv: the conversion
 * @fmt: points behind the p, and is moved behind the letters and digits that select the form
 * @ptr: the argument
 */
void format_pointer(struct sink *sink, struct conversion *conv, const char **fmt, void *ptr)
{
	const char *form = *fmt;

	while (isalnum(**fmt))
		(*fmt)++;

	switch (*form) {
	case 'S':
	case 'F':
		format_symbol(sink, conv, ptr, SYMBOL_OFFSET);
		break;
	case 'B':
		format_symbol(sink, conv, ptr, SYMBOL_CALLER);
		break;
	case 's':
	case 'f':
		format_symbol(sink, conv, ptr, SYMBOL_NAME);
		break;
	case 'e':
		format_error(sink, conv, ptr);
		break;
	default:
		if (!*form || !format_reference(sink, conv, form, ptr))
			format_address(sink, conv, ptr);
		break;
	}
}
