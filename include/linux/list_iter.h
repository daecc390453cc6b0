/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LIST_ITER_H
#define _LINUX_LIST_ITER_H

/*
 * Walks over the lists of <linux/list.h>, which includes this. The _safe forms keep the next node
 * in `n`, so that the body may remove `pos`. After a walk that was not left, the entry forms leave
 * a `pos` that is not an entry.
 */
#define list_entry(ptr, type, member)        container_of(ptr, type, member)
#define list_first_entry(head, type, member) list_entry((head)->next, type, member)
#define list_last_entry(head, type, member)  list_entry((head)->prev, type, member)
#define list_next_entry(pos, member)         list_entry((pos)->member.next, typeof(*(pos)), member)
#define list_prev_entry(pos, member)         list_entry((pos)->member.prev, typeof(*(pos)), member)
#define list_first_entry_or_null(head, type, member)                                               \
	({                                                                                         \
		struct list_head *__lf_head = (head);                                              \
		struct list_head *__lf_pos = READ_ONCE(__lf_head->next);                           \
		__lf_pos != __lf_head ? list_entry(__lf_pos, type, member) : NULL;                 \
	})
#define list_last_entry_or_null(head, type, member)                                                \
	({                                                                                         \
		struct list_head *__ll_head = (head);                                              \
		struct list_head *__ll_pos = READ_ONCE(__ll_head->prev);                           \
		__ll_pos != __ll_head ? list_entry(__ll_pos, type, member) : NULL;                 \
	})
#define list_entry_is_head(pos, head, member) (&(pos)->member == (head))

#define list_for_each(pos, head) for ((pos) = (head)->next; (pos) != (head); (pos) = (pos)->next)
#define list_for_each_prev(pos, head)                                                              \
	for ((pos) = (head)->prev; (pos) != (head); (pos) = (pos)->prev)
#define list_for_each_continue(pos, head)                                                          \
	for ((pos) = (pos)->next; (pos) != (head); (pos) = (pos)->next)
#define list_for_each_safe(pos, n, head)                                                           \
	for ((pos) = (head)->next, (n) = (pos)->next; (pos) != (head);                             \
	     (pos) = (n), (n) = (pos)->next)
#define list_for_each_prev_safe(pos, n, head)                                                      \
	for ((pos) = (head)->prev, (n) = (pos)->prev; (pos) != (head);                             \
	     (pos) = (n), (n) = (pos)->prev)

#define list_for_each_entry(pos, head, member)                                                     \
	for ((pos) = list_first_entry(head, typeof(*(pos)), member);                               \
	     !list_entry_is_head(pos, head, member); (pos) = list_next_entry(pos, member))
#define list_for_each_entry_reverse(pos, head, member)                                             \
	for ((pos) = list_last_entry(head, typeof(*(pos)), member);                                \
	     !list_entry_is_head(pos, head, member); (pos) = list_prev_entry(pos, member))
#define list_for_each_entry_continue(pos, head, member)                                            \
	for ((pos) = list_next_entry(pos, member); !list_entry_is_head(pos, head, member);         \
	     (pos) = list_next_entry(pos, member))
#define list_for_each_entry_continue_reverse(pos, head, member)                                    \
	for ((pos) = list_prev_entry(pos, member); !list_entry_is_head(pos, head, member);         \
	     (pos) = list_prev_entry(pos, member))
#define list_for_each_entry_from(pos, head, member)                                                \
	for (; !list_entry_is_head(pos, head, member); (pos) = list_next_entry(pos, member))
#define list_for_each_entry_from_reverse(pos, head, member)                                        \
	for (; !list_entry_is_head(pos, head, member); (pos) = list_prev_entry(pos, member))

#define list_for_each_entry_safe(pos, n, head, member)                                             \
	for ((pos) = list_first_entry(head, typeof(*(pos)), member),                               \
	    (n) = list_next_entry(pos, member);                                                    \
	     !list_entry_is_head(pos, head, member);                                               \
	     (pos) = (n), (n) = list_next_entry(n, member))
#define list_for_each_entry_safe_reverse(pos, n, head, member)                                     \
	for ((pos) = list_last_entry(head, typeof(*(pos)), member),                                \
	    (n) = list_prev_entry(pos, member);                                                    \
	     !list_entry_is_head(pos, head, member);                                               \
	     (pos) = (n), (n) = list_prev_entry(n, member))
#define list_for_each_entry_safe_continue(pos, n, head, member)                                    \
	for ((pos) = list_next_entry(pos, member), (n) = list_next_entry(pos, member);             \
	     !list_entry_is_head(pos, head, member);                                               \
	     (pos) = (n), (n) = list_next_entry(n, member))
#define list_for_each_entry_safe_from(pos, n, head, member)                                        \
	for ((n) = list_next_entry(pos, member); !list_entry_is_head(pos, head, member);           \
	     (pos) = (n), (n) = list_next_entry(n, member))

/* Refreshes `n` when the body has changed what follows `pos`. */
#define list_safe_reset_next(pos, n, member) ((n) = list_next_entry(pos, member))

/* Where list_for_each_entry_continue() goes on from: pos, or the head when pos is NULL. */
#define list_prepare_entry(pos, head, member)                                                      \
	({                                                                                         \
		typeof(pos) __lp_pos = (pos);                                                      \
		struct list_head *__lp_head = (head);                                              \
                                                                                                   \
		/* The entry that the head is not in must look like any other. */                  \
		OPTIMIZER_HIDE_VAR(__lp_head);                                                     \
		__lp_pos ? __lp_pos : list_entry(__lp_head, typeof(*__lp_pos), member);            \
	})

#endif
