/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LIST_SPLICE_H
#define _LINUX_LIST_SPLICE_H

/* Moving several nodes of the lists of <linux/list.h>, which includes this, at once. */
/* The run first..last of one list goes to the end of another. */
static inline void list_bulk_move_tail(struct list_head *head, struct list_head *first,
				       struct list_head *last)
{
	__list_del(first->prev, last->next);
	first->prev = head->prev;
	head->prev->next = first;
	last->next = head;
	head->prev = last;
}

static inline void list_rotate_left(struct list_head *head)
{
	if (!list_empty(head))
		list_move_tail(head->next, head);
}

/* Makes `node` the first of the list. */
static inline void list_rotate_to_front(struct list_head *node, struct list_head *head)
{
	list_move_tail(head, node);
}

/* Moves head's first entries, up to and including `last`, to `front`, whose content is lost. */
static inline void list_cut_position(struct list_head *front, struct list_head *head,
				     struct list_head *last)
{
	INIT_LIST_HEAD(front);
	if (!list_empty(head) && last != head)
		list_bulk_move_tail(front, head->next, last);
}

/* As list_cut_position(), but the entries in front of `node`, which stays. */
static inline void list_cut_before(struct list_head *front, struct list_head *head,
				   struct list_head *node)
{
	list_cut_position(front, head, node->prev);
}

static inline void __list_splice(const struct list_head *list, struct list_head *prev,
				 struct list_head *next)
{
	list->next->prev = prev;
	prev->next = list->next;
	list->prev->next = next;
	next->prev = list->prev;
}

/* All of `list` goes to the front (or the end) of `head`; `list` itself is left stale. */
static inline void list_splice(const struct list_head *list, struct list_head *head)
{
	if (!list_empty(list))
		__list_splice(list, head, head->next);
}

static inline void list_splice_tail(const struct list_head *list, struct list_head *head)
{
	if (!list_empty(list))
		__list_splice(list, head->prev, head);
}

static inline void list_splice_init(struct list_head *list, struct list_head *head)
{
	list_splice(list, head);
	INIT_LIST_HEAD(list);
}

static inline void list_splice_tail_init(struct list_head *list, struct list_head *head)
{
	list_splice_tail(list, head);
	INIT_LIST_HEAD(list);
}

#endif
