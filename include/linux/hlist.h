/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HLIST_H
#define _LINUX_HLIST_H

/*
 * Lists whose heads are one pointer, for hash tables. A node knows the pointer that points to it,
 * in the head or in the node before, so it can be removed without knowing the head; there is no
 * way back, and no tail. Included by <linux/list.h>.
 */
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/types.h>

#define HLIST_HEAD_INIT                                                                            \
	{                                                                                          \
		.first = NULL                                                                      \
	}
#define HLIST_HEAD(name)     struct hlist_head name = HLIST_HEAD_INIT
#define INIT_HLIST_HEAD(ptr) ((ptr)->first = NULL)

static __always_inline void INIT_HLIST_NODE(struct hlist_node *node)
{
	node->next = NULL;
	node->pprev = NULL;
}

/* True for a node that is initialised and on no list. */
static __always_inline bool hlist_unhashed(const struct hlist_node *node)
{
	return !READ_ONCE(node->pprev);
}

static __always_inline bool hlist_empty(const struct hlist_head *head)
{
	return !READ_ONCE(head->first);
}

static __always_inline void __hlist_del(struct hlist_node *node)
{
	struct hlist_node *next = node->next;

	WRITE_ONCE(*node->pprev, next);
	if (next)
		next->pprev = node->pprev;
}

static __always_inline void hlist_del(struct hlist_node *node)
{
	__hlist_del(node);
	if (IS_ENABLED(CONFIG_DEBUG)) {
		node->next = LIST_POISON1;
		node->pprev = LIST_POISON2;
	}
}

static __always_inline void hlist_del_init(struct hlist_node *node)
{
	if (!hlist_unhashed(node)) {
		__hlist_del(node);
		INIT_HLIST_NODE(node);
	}
}

static __always_inline void hlist_add_head(struct hlist_node *node, struct hlist_head *head)
{
	struct hlist_node *first = head->first;

	node->next = first;
	if (first)
		first->pprev = &node->next;
	node->pprev = &head->first;
	WRITE_ONCE(head->first, node);
}

static __always_inline void hlist_add_before(struct hlist_node *node, struct hlist_node *next)
{
	node->pprev = next->pprev;
	node->next = next;
	next->pprev = &node->next;
	WRITE_ONCE(*node->pprev, node);
}

static __always_inline void hlist_add_behind(struct hlist_node *node, struct hlist_node *prev)
{
	node->next = prev->next;
	node->pprev = &prev->next;
	WRITE_ONCE(prev->next, node);
	if (node->next)
		node->next->pprev = &node->next;
}

/* Gives a node that is on no list the look of one that is; hlist_del() of it then does nothing. */
static inline void hlist_add_fake(struct hlist_node *node)
{
	node->pprev = &node->next;
}

static inline bool hlist_fake(const struct hlist_node *node)
{
	return node->pprev == (struct hlist_node **)&node->next;
}

static inline bool hlist_is_singular_node(const struct hlist_node *node,
					  const struct hlist_head *head)
{
	return !node->next && node->pprev == (struct hlist_node **)&head->first;
}

static inline void hlist_move_list(struct hlist_head *old, struct hlist_head *head)
{
	head->first = old->first;
	if (head->first)
		head->first->pprev = &head->first;
	old->first = NULL;
}

#define hlist_entry(ptr, type, member) container_of(ptr, type, member)
#define hlist_entry_safe(ptr, type, member)                                                        \
	({                                                                                         \
		typeof(ptr) __he_ptr = (ptr);                                                      \
		__he_ptr ? hlist_entry(__he_ptr, type, member) : NULL;                             \
	})

#define hlist_for_each(pos, head) for ((pos) = (head)->first; (pos); (pos) = (pos)->next)
#define hlist_for_each_safe(pos, n, head)                                                          \
	for ((pos) = (head)->first; (pos) && ({                                                    \
					    (n) = (pos)->next;                                     \
					    1;                                                     \
				    });                                                            \
	     (pos) = (n))
#define hlist_for_each_entry(pos, head, member)                                                    \
	for ((pos) = hlist_entry_safe((head)->first, typeof(*(pos)), member); (pos);               \
	     (pos) = hlist_entry_safe((pos)->member.next, typeof(*(pos)), member))
#define hlist_for_each_entry_continue(pos, member)                                                 \
	for ((pos) = hlist_entry_safe((pos)->member.next, typeof(*(pos)), member); (pos);          \
	     (pos) = hlist_entry_safe((pos)->member.next, typeof(*(pos)), member))
#define hlist_for_each_entry_from(pos, member)                                                     \
	for (; (pos); (pos) = hlist_entry_safe((pos)->member.next, typeof(*(pos)), member))
#define hlist_for_each_entry_safe(pos, n, head, member)                                            \
	for ((pos) = hlist_entry_safe((head)->first, typeof(*(pos)), member);                      \
	     (pos) && ({                                                                           \
		     (n) = (pos)->member.next;                                                     \
		     1;                                                                            \
	     });                                                                                   \
	     (pos) = hlist_entry_safe((n), typeof(*(pos)), member))

#endif
