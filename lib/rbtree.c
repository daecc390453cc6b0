// SPDX-License-Identifier: MIT
/*
 * Red-black trees.
 *
 * A node's parent pointer carries its colour in bit 0, which a pointer to an aligned structure
 * does not use. A missing child counts as black. The rules, which rb_validate() checks:
 *
 * I1. The parent pointer of a child points back to its parent; the root's is NULL.
 * I2. The root is black.
 * I3. A red node has no red child.
 * I4. Every way from a node down to a missing child has the same number of black nodes.
 *
 * So no way down is more than twice as long as another, and the height is at most 2 log2(n + 1).
 *
 * Both repairs work upwards and are written once for both sides: `left` says on which side of
 * its parent a node hangs, and child(node, left) names a child by side.
 *
 *          P                 S
 *         / \    rotate     / \
 *        n   S   ------>   P   b       a rotation to the left; order is kept: n P a S b
 *           / \           / \
 *          a   b         n   a
 *
 * Locking is the caller's. Context: any. Nothing allocates, nothing fails.
 */
#include <linux/rbtree.h>

enum { RB_RED = 0, RB_BLACK = 1 };

static inline bool is_red(const struct rb_node *node)
{
	return node && !(node->__rb_parent_color & RB_BLACK);
}

static inline void set_parent(struct rb_node *node, struct rb_node *parent)
{
	node->__rb_parent_color = (unsigned long)parent | (node->__rb_parent_color & RB_BLACK);
}

static inline void set_red(struct rb_node *node)
{
	node->__rb_parent_color &= ~(unsigned long)RB_BLACK;
}

static inline void set_black(struct rb_node *node)
{
	node->__rb_parent_color |= RB_BLACK;
}

static inline struct rb_node **child(struct rb_node *node, bool left)
{
	return left ? &node->rb_left : &node->rb_right;
}

/* What points to `node` from above: a child pointer of its parent, or the root. */
static inline void replace_child(struct rb_node *parent, struct rb_node *old, struct rb_node *node,
				 struct rb_root *root)
{
	if (!parent)
		WRITE_ONCE(root->rb_node, node);
	else if (parent->rb_left == old)
		WRITE_ONCE(parent->rb_left, node);
	else
		WRITE_ONCE(parent->rb_right, node);
}

/* `top` goes down to the given side; its child of the other side takes its place. */
static void rotate(struct rb_node *top, bool left, struct rb_root *root)
{
	struct rb_node *up = *child(top, !left);
	struct rb_node *middle = *child(up, left);
	struct rb_node *parent = rb_parent(top);

	WRITE_ONCE(*child(top, !left), middle);
	if (middle)
		set_parent(middle, top);
	WRITE_ONCE(*child(up, left), top);
	set_parent(up, parent);
	set_parent(top, up);
	replace_child(parent, top, up, root);
}

/**
 * rb_insert_color() - restore the balance after a node was linked
 * @node: the new node, red and without children, just linked by rb_link_node()
 * @root: its tree
 *
 * Only I2 or I3 can be broken, and only between @node and its parent. With a red uncle the colours
 * of the level above are swapped and the trouble moves up two levels; else at most two rotations
 * end it.
 */
void rb_insert_color(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *parent;

	while (is_red(parent = rb_parent(node))) {
		struct rb_node *grand = rb_parent(parent);
		bool left = grand->rb_left == parent;
		struct rb_node *uncle = *child(grand, !left);

		if (is_red(uncle)) {
			set_black(parent);
			set_black(uncle);
			set_red(grand);
			node = grand;
			continue;
		}
		if (*child(parent, !left) == node) {
			rotate(parent, left, root);
			parent = node;
		}
		set_black(parent);
		set_red(grand);
		rotate(grand, !left, root);
		break;
	}
	set_black(root->rb_node);
}

/*
 * The sibling has a red child, which pays for the missing black node: with one rotation when it
 * is the outer one, else with two.
 */
static void borrow_black(struct rb_node *parent, bool left, struct rb_root *root)
{
	struct rb_node *sibling = *child(parent, !left);

	if (!is_red(*child(sibling, !left))) {
		set_black(*child(sibling, left));
		rotate(sibling, !left, root);
		sibling = *child(parent, !left);
	}
	if (is_red(parent))
		set_red(sibling);
	set_black(parent);
	set_black(*child(sibling, !left));
	rotate(parent, left, root);
}

/*
 * The ways through the given side of `parent` lack one black node. A red sibling is rotated away
 * first. A sibling with black children becomes red: the sides are equal again, and the lack is
 * mended in a red parent or moves up.
 */
static void refill_black(struct rb_node *parent, bool left, struct rb_root *root)
{
	while (parent) {
		struct rb_node *sibling = *child(parent, !left);
		struct rb_node *up;

		if (is_red(sibling)) {
			set_black(sibling);
			set_red(parent);
			rotate(parent, left, root);
			sibling = *child(parent, !left);
		}
		if (is_red(sibling->rb_left) || is_red(sibling->rb_right)) {
			borrow_black(parent, left, root);
			return;
		}
		set_red(sibling);
		if (is_red(parent)) {
			set_black(parent);
			return;
		}
		up = rb_parent(parent);
		left = up && up->rb_left == parent;
		parent = up;
	}
}

/* The first node after `node`, which has a right child, takes its place and colour. */
static void swap_with_next(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *next = node->rb_right;
	struct rb_node *right, *parent;
	unsigned long next_color;

	while (next->rb_left)
		next = next->rb_left;

	right = next->rb_right;
	parent = rb_parent(next);
	next_color = next->__rb_parent_color & RB_BLACK;

	next->__rb_parent_color = node->__rb_parent_color;
	replace_child(rb_parent(node), node, next, root);
	next->rb_left = node->rb_left;
	set_parent(next->rb_left, next);
	if (parent == node) {
		parent = next;
		next->rb_right = node;
	} else {
		parent->rb_left = node;
		next->rb_right = node->rb_right;
		set_parent(next->rb_right, next);
	}
	node->__rb_parent_color = (unsigned long)parent | next_color;
	node->rb_left = NULL;
	node->rb_right = right;
	if (right)
		set_parent(right, node);
}

/**
 * rb_erase() - take a node out of its tree
 * @node: the node; its own fields are left as they happen to be
 * @root: its tree
 *
 * A node with two children first changes places with the next one, which has no left child. A
 * node with one child is black and the child a red leaf, which takes its place and colour.
 */
void rb_erase(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *parent, *only;
	bool left;

	if (node->rb_left && node->rb_right)
		swap_with_next(node, root);

	parent = rb_parent(node);
	only = node->rb_left ? node->rb_left : node->rb_right;
	left = parent && parent->rb_left == node;
	replace_child(parent, node, only, root);
	if (only) {
		set_parent(only, parent);
		set_black(only);
	} else if (!is_red(node)) {
		refill_black(parent, left, root);
	}
}

/**
 * rb_replace_node() - put another node in the place of one
 * @victim: the node in the tree; it is left as it is
 * @node: what takes its place; it must belong there in the caller's order
 * @root: the tree
 */
void rb_replace_node(struct rb_node *victim, struct rb_node *node, struct rb_root *root)
{
	*node = *victim;
	if (node->rb_left)
		set_parent(node->rb_left, node);
	if (node->rb_right)
		set_parent(node->rb_right, node);
	replace_child(rb_parent(victim), victim, node, root);
}

static struct rb_node *outermost(struct rb_node *node, bool left)
{
	while (node && *child(node, left))
		node = *child(node, left);
	return node;
}

/* The neighbour in order on the given side: down that side and back, or up to the first turn. */
static struct rb_node *neighbour(struct rb_node *node, bool left)
{
	struct rb_node *parent;

	if (RB_EMPTY_NODE(node))
		return NULL;
	if (*child(node, left))
		return outermost(*child(node, left), !left);
	while ((parent = rb_parent(node)) && node == *child(parent, left))
		node = parent;
	return parent;
}

/** rb_first() - the first node in order, or NULL */
struct rb_node *rb_first(const struct rb_root *root)
{
	return outermost(root->rb_node, true);
}

/** rb_last() - the last node in order, or NULL */
struct rb_node *rb_last(const struct rb_root *root)
{
	return outermost(root->rb_node, false);
}

/** rb_next() - the node after this one in order; NULL after the last and for one in no tree */
struct rb_node *rb_next(const struct rb_node *node)
{
	return neighbour((struct rb_node *)node, false);
}

/** rb_prev() - the node before this one in order; NULL before the first */
struct rb_node *rb_prev(const struct rb_node *node)
{
	return neighbour((struct rb_node *)node, true);
}

static struct rb_node *deepest_first(struct rb_node *node)
{
	while (node->rb_left || node->rb_right)
		node = node->rb_left ? node->rb_left : node->rb_right;
	return node;
}

/** rb_first_postorder() - where a walk begins that visits children before their parent, or NULL */
struct rb_node *rb_first_postorder(const struct rb_root *root)
{
	return root->rb_node ? deepest_first(root->rb_node) : NULL;
}

/** rb_next_postorder() - the next node of such a walk, or NULL */
struct rb_node *rb_next_postorder(const struct rb_node *node)
{
	struct rb_node *parent;

	if (!node)
		return NULL;
	parent = rb_parent(node);
	if (parent && node == parent->rb_left && parent->rb_right)
		return deepest_first(parent->rb_right);
	return parent;
}

/* Black nodes from `node` up to the root, both included. */
static unsigned int black_depth(const struct rb_node *node)
{
	unsigned int depth = 0;

	for (; node; node = rb_parent(node))
		depth += !is_red(node);
	return depth;
}

static bool valid_child(const struct rb_node *parent, const struct rb_node *node)
{
	if (!node)
		return true;
	return rb_parent(node) == parent && !(is_red(parent) && is_red(node));
}

/* The next node of a walk that visits a parent before its children. */
static const struct rb_node *next_preorder(const struct rb_node *node)
{
	const struct rb_node *parent;

	if (node->rb_left || node->rb_right)
		return node->rb_left ? node->rb_left : node->rb_right;
	while ((parent = rb_parent(node)) && (!parent->rb_right || node == parent->rb_right))
		node = parent;
	return parent ? parent->rb_right : NULL;
}

/**
 * rb_validate() - check I1 to I4
 * @root: the tree
 * @count: where its number of nodes goes, or NULL
 *
 * The walk enters a node only after its parent pointer was checked, so that it ends in a damaged
 * tree as well. Time is O(n log n).
 *
 * Return: whether all of them hold.
 */
bool rb_validate(const struct rb_root *root, size_t *count)
{
	const struct rb_node *node = root->rb_node;
	unsigned int leaf_depth = 0;
	size_t nodes = 0;

	if (node && (is_red(node) || rb_parent(node)))
		return false;
	for (; node; node = next_preorder(node)) {
		nodes++;
		if (!valid_child(node, node->rb_left) || !valid_child(node, node->rb_right))
			return false;
		if (node->rb_left && node->rb_right)
			continue;
		if (!leaf_depth)
			leaf_depth = black_depth(node);
		if (black_depth(node) != leaf_depth)
			return false;
	}
	if (count)
		*count = nodes;
	return true;
}
