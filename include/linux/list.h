/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LIST_H
#define _LINUX_LIST_H

/*
 * Circular doubly linked lists. The head is a node itself, so no operation has a special case; an
 * empty head points to itself. The nodes are members of the caller's structures. hlist, whose
 * heads are one pointer, is in <linux/hlist.h>. Nothing here locks.
 */
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/types.h>

/* What a removed node points to in debug builds: addresses that nothing is mapped at. */
#define LIST_POISON1 ((void *)0x100)
#define LIST_POISON2 ((void *)0x122)

#define LIST_HEAD_INIT(name)                                                                       \
	{                                                                                          \
		&(name), &(name)                                                                   \
	}
#define LIST_HEAD(name) struct list_head name = LIST_HEAD_INIT(name)

/* Debug builds check the neighbours of every change, see lib/list_debug.c. */
bool list_add_valid(const struct list_head *node, const struct list_head *prev,
		    const struct list_head *next);
bool list_del_valid(const struct list_head *node);

static __always_inline void INIT_LIST_HEAD(struct list_head *head)
{
	WRITE_ONCE(head->next, head);
	head->prev = head;
}

static __always_inline void __list_add(struct list_head *node, struct list_head *prev,
				       struct list_head *next)
{
	if (IS_ENABLED(CONFIG_DEBUG) && !list_add_valid(node, prev, next))
		return;
	next->prev = node;
	node->next = next;
	node->prev = prev;
	WRITE_ONCE(prev->next, node);
}

static __always_inline void list_add(struct list_head *node, struct list_head *head)
{
	__list_add(node, head, head->next);
}

static __always_inline void list_add_tail(struct list_head *node, struct list_head *head)
{
	__list_add(node, head->prev, head);
}

static __always_inline void __list_del(struct list_head *prev, struct list_head *next)
{
	next->prev = prev;
	WRITE_ONCE(prev->next, next);
}

static __always_inline void __list_del_entry(struct list_head *node)
{
	if (IS_ENABLED(CONFIG_DEBUG) && !list_del_valid(node))
		return;
	__list_del(node->prev, node->next);
}

static __always_inline void list_del(struct list_head *node)
{
	if (IS_ENABLED(CONFIG_DEBUG) && !list_del_valid(node))
		return;
	__list_del(node->prev, node->next);
	if (IS_ENABLED(CONFIG_DEBUG)) {
		node->next = LIST_POISON1;
		node->prev = LIST_POISON2;
	}
}

static __always_inline void list_del_init(struct list_head *node)
{
	__list_del_entry(node);
	INIT_LIST_HEAD(node);
}

static __always_inline bool list_empty(const struct list_head *head)
{
	return READ_ONCE(head->next) == head;
}

static __always_inline bool list_empty_careful(const struct list_head *head)
{
	return list_empty(head) && READ_ONCE(head->prev) == head;
}

static __always_inline bool list_is_first(const struct list_head *node,
					  const struct list_head *head)
{
	return node->prev == head;
}

static __always_inline bool list_is_last(const struct list_head *node, const struct list_head *head)
{
	return node->next == head;
}

static __always_inline bool list_is_head(const struct list_head *node, const struct list_head *head)
{
	return node == head;
}

static __always_inline bool list_is_singular(const struct list_head *head)
{
	return !list_empty(head) && head->next == head->prev;
}

/* `node` takes the place of `old`, which is left as it is. */
static inline void list_replace(struct list_head *old, struct list_head *node)
{
	node->next = old->next;
	node->next->prev = node;
	node->prev = old->prev;
	node->prev->next = node;
}

static inline void list_replace_init(struct list_head *old, struct list_head *node)
{
	list_replace(old, node);
	INIT_LIST_HEAD(old);
}

static inline void list_swap(struct list_head *a, struct list_head *b)
{
	struct list_head mark;

	list_replace(a, &mark);
	list_replace(b, a);
	list_replace(&mark, b);
}

static inline void list_move(struct list_head *node, struct list_head *head)
{
	__list_del_entry(node);
	list_add(node, head);
}

static inline void list_move_tail(struct list_head *node, struct list_head *head)
{
	__list_del_entry(node);
	list_add_tail(node, head);
}

static inline size_t list_count_nodes(const struct list_head *head)
{
	const struct list_head *pos;
	size_t count = 0;

	for (pos = head->next; pos != head; pos = pos->next)
		count++;
	return count;
}

#include <linux/list_iter.h>
#include <linux/list_splice.h>
#include <linux/hlist.h>

#endif
