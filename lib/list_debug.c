// SPDX-License-Identifier: MIT
/*
 * Checks of list operations, for debug builds. A change that would damage a list is reported and
 * not made: the list stays as it was.
 *
 * Context: any.
 */
#include <linux/bug.h>
#include <linux/list.h>

/**
 * list_add_valid() - check the place where a node is to go
 * @node: the new node
 * @prev: what it goes behind
 * @next: what it goes before
 *
 * Return: whether the two are neighbours and neither is the node itself.
 */
bool list_add_valid(const struct list_head *node, const struct list_head *prev,
		    const struct list_head *next)
{
	if (WARN(node == prev || node == next, "list_add: %px is on the list already\n", node))
		return false;
	return !WARN(prev->next != next || next->prev != prev,
		     "list_add corruption: %px->next is %px, %px->prev is %px\n", prev, prev->next,
		     next, next->prev);
}

/**
 * list_del_valid() - check a node that is to be removed
 * @node: the node
 *
 * Return: whether its neighbours know it. A node that was removed already has none.
 */
bool list_del_valid(const struct list_head *node)
{
	const struct list_head *prev = node->prev;
	const struct list_head *next = node->next;

	if (WARN(next == LIST_POISON1 || prev == LIST_POISON2,
		 "list_del: %px was removed already\n", node))
		return false;
	return !WARN(prev->next != node || next->prev != node,
		     "list_del corruption: %px has prev %px (->next %px), next %px (->prev %px)\n",
		     node, prev, prev->next, next, next->prev);
}
