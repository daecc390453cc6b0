/* SPDX-License-Identifier: MIT */
/* Pages that may have no address of their own. */
#ifndef _LINUX_HIGHMEM_H
#define _LINUX_HIGHMEM_H

#include <linux/mm.h>

/* Fills a page, high or low, with zeroes. */
void clear_highpage(struct page *page);

/* Copies bytes from or to a page of any kind; offset + size stay inside the page. */
void memcpy_from_page(void *to, struct page *page, size_t offset, size_t size);
void memcpy_to_page(struct page *page, size_t offset, const void *from, size_t size);

#endif
