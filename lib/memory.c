// SPDX-License-Identifier: MIT
/*
 * The mem functions.
 *
 * Bulk is moved by the string instructions of <asm/string.h>, and searched and compared in words.
 * Callers with small constant sizes never get here: <linux/string.h> lets the compiler expand
 * those. Unaligned words are read through the compiler, which knows what the machine allows.
 *
 * Context: any; nothing locks or sleeps.
 */
#include <asm/string.h>
#include <linux/string.h>

#undef memset
#undef memcpy
#undef memmove
#undef memcmp

static inline u32 load_word(const void *mem)
{
	u32 word;

	__builtin_memcpy(&word, mem, sizeof(word));
	return word;
}

/**
 * memset() - fill memory with one byte
 * @dst: where
 * @byte: its low 8 bits are stored
 * @size: bytes
 *
 * Return: @dst.
 */
void *memset(void *dst, int byte, size_t size)
{
	arch_memset(dst, (u8)byte * 0x01010101U, size);
	return dst;
}

/**
 * memset16() - fill an array with one value
 * @dst: the array
 * @value: what each element becomes
 * @count: elements
 *
 * Return: @dst.
 */
void *memset16(u16 *dst, u16 value, size_t count)
{
	arch_memset16(dst, value, count);
	return dst;
}

/** memset32() - as memset16(), for elements of 4 bytes */
void *memset32(u32 *dst, u32 value, size_t count)
{
	arch_memset32(dst, value, count);
	return dst;
}

/** memset64() - as memset16(), for elements of 8 bytes */
void *memset64(u64 *dst, u64 value, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		dst[i] = value;
	return dst;
}

/**
 * memcpy() - copy memory
 * @dst: to
 * @src: from; the two do not overlap
 * @size: bytes
 *
 * Return: @dst.
 */
void *memcpy(void *restrict dst, const void *restrict src, size_t size)
{
	arch_memcpy(dst, src, size);
	return dst;
}

/**
 * memmove() - copy memory that may overlap
 * @dst: to
 * @src: from
 * @size: bytes
 *
 * Copying upwards is wrong only when @dst starts inside the source; the unsigned difference is
 * below @size exactly then.
 *
 * Return: @dst.
 */
void *memmove(void *dst, const void *src, size_t size)
{
	if ((uintptr_t)dst - (uintptr_t)src >= size)
		arch_memcpy(dst, src, size);
	else
		arch_memcpy_backwards(dst, src, size);
	return dst;
}

/**
 * memcmp() - compare memory
 * @a: one block
 * @b: the other
 * @size: bytes
 *
 * Return: 0 when equal, else the sign of the first difference, as unsigned bytes.
 */
int memcmp(const void *a, const void *b, size_t size)
{
	const u8 *left = a;
	const u8 *right = b;

	while (size >= sizeof(u32) && load_word(left) == load_word(right)) {
		left += sizeof(u32);
		right += sizeof(u32);
		size -= sizeof(u32);
	}
	for (; size; size--, left++, right++) {
		if (*left != *right)
			return *left < *right ? -1 : 1;
	}
	return 0;
}

/** bcmp() - whether memory differs: what compilers make of memcmp() == 0 */
int bcmp(const void *a, const void *b, size_t size)
{
	return memcmp(a, b, size);
}

/**
 * memchr() - find a byte
 * @mem: where to look
 * @byte: what for
 * @size: bytes to look at
 *
 * Return: the first place, or NULL.
 */
void *memchr(const void *mem, int byte, size_t size)
{
	const u8 *pos = mem;

	for (; size; size--, pos++) {
		if (*pos == (u8)byte)
			return (void *)pos;
	}
	return NULL;
}

/**
 * memchr_inv() - find the first byte that is not the given one
 * @mem: where to look
 * @byte: what all bytes are expected to be
 * @size: bytes to look at
 *
 * Return: the first different byte, or NULL when all are as expected.
 */
void *memchr_inv(const void *mem, int byte, size_t size)
{
	const u32 expected = (u8)byte * 0x01010101U;
	const u8 *pos = mem;

	while (size >= sizeof(u32) && load_word(pos) == expected) {
		pos += sizeof(u32);
		size -= sizeof(u32);
	}
	for (; size; size--, pos++) {
		if (*pos != (u8)byte)
			return (void *)pos;
	}
	return NULL;
}

/** memscan() - as memchr(), but answers the end of the block when the byte is not there */
void *memscan(void *mem, int byte, size_t size)
{
	void *found = memchr(mem, byte, size);

	return found ? found : (u8 *)mem + size;
}

/** memzero_explicit() - clear memory, even when nobody reads it afterwards */
void memzero_explicit(void *mem, size_t size)
{
	memset(mem, 0, size);
	barrier_data(mem);
}

/**
 * memcpy_and_pad() - fill a buffer from a source of another size
 * @dst: the buffer
 * @dst_size: its size in bytes; all of it is written
 * @src: what goes to its start
 * @size: bytes at @src; what does not fit is left out
 * @pad: the byte for the rest
 */
void memcpy_and_pad(void *dst, size_t dst_size, const void *src, size_t size, int pad)
{
	if (size > dst_size)
		size = dst_size;
	memcpy(dst, src, size);
	memset((u8 *)dst + size, pad, dst_size - size);
}
