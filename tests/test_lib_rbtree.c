// SPDX-License-Identifier: MIT
/*
 * Red-black trees against a model: an array that says which keys are in. After every change
 * rb_validate() must hold, and both walks must name exactly the keys that are in, in order.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/rbtree.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(lib_rbtree);

#define KEYS 128

struct item {
	int key;
	int serial;
	struct rb_node node;
};

static struct item items[KEYS];
static bool present[KEYS];

static bool less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct item, node)->key < rb_entry(b, struct item, node)->key;
}

static int compare_nodes(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct item, node)->key - rb_entry(b, struct item, node)->key;
}

static int compare_key(const void *key, const struct rb_node *node)
{
	return *(const int *)key - rb_entry(node, struct item, node)->key;
}

static void reset(void)
{
	int i;

	memset(present, 0, sizeof(present));
	for (i = 0; i < KEYS; i++) {
		items[i].key = i;
		RB_CLEAR_NODE(&items[i].node);
	}
}

/* Whether the tree holds what the model says, from both ends. */
static bool agrees(const struct rb_root *root)
{
	struct rb_node *node = rb_first(root);
	size_t count, expected = 0;
	int i;

	for (i = 0; i < KEYS; i++) {
		if (!present[i])
			continue;
		expected++;
		if (!node || rb_entry(node, struct item, node) != &items[i])
			return false;
		node = rb_next(node);
	}
	if (node)
		return false;
	node = rb_last(root);
	for (i = KEYS; i-- > 0;) {
		if (!present[i])
			continue;
		if (!node || rb_entry(node, struct item, node) != &items[i])
			return false;
		node = rb_prev(node);
	}
	return !node && rb_validate(root, &count) && count == expected;
}

static void put(struct rb_root *root, int key)
{
	rb_add(&items[key].node, root, less);
	present[key] = true;
}

static void take(struct rb_root *root, int key)
{
	rb_erase(&items[key].node, root);
	present[key] = false;
}

static unsigned int depth_of(const struct rb_node *node)
{
	unsigned int depth = 0;

	for (; node; node = rb_parent(node))
		depth++;
	return depth;
}

/* An empty tree has no nodes and is valid. */
TEST(rb_first_empty)
{
	struct rb_root root = RB_ROOT;
	size_t count = 1;

	EXPECT_TRUE(RB_EMPTY_ROOT(&root));
	EXPECT_NULL(rb_first(&root));
	EXPECT_NULL(rb_last(&root));
	EXPECT_NULL(rb_first_postorder(&root));
	EXPECT_NULL(rb_next_postorder(NULL));
	EXPECT_TRUE(rb_validate(&root, &count));
	EXPECT_EQ(count, 0u);
}

/* A node that is in no tree has no neighbours. */
TEST(rb_next_of_cleared_node)
{
	reset();
	EXPECT_TRUE(RB_EMPTY_NODE(&items[0].node));
	EXPECT_NULL(rb_next(&items[0].node));
	EXPECT_NULL(rb_prev(&items[0].node));
}

/* Ascending, descending and outside-in insertion keep the height within 2 log2(n + 1). */
TEST(rb_insert_color_adversarial_orders)
{
	struct rb_root root;
	int order, i;

	for (order = 0; order < 3; order++) {
		reset();
		root = RB_ROOT;
		for (i = 0; i < KEYS; i++) {
			int key = i;

			if (order == 1)
				key = KEYS - 1 - i;
			if (order == 2)
				key = i % 2 ? KEYS - 1 - i / 2 : i / 2;
			put(&root, key);
			ASSERT_TRUE(agrees(&root));
		}
		for (i = 0; i < KEYS; i++)
			ASSERT_LE(depth_of(&items[i].node), 14u);
	}
}

/* Removal in ascending, descending and inside-out order, down to nothing. */
TEST(rb_erase_adversarial_orders)
{
	struct rb_root root;
	int order, i;

	for (order = 0; order < 3; order++) {
		reset();
		root = RB_ROOT;
		for (i = 0; i < KEYS; i++)
			put(&root, i);
		for (i = 0; i < KEYS; i++) {
			int key = i;

			if (order == 1)
				key = KEYS - 1 - i;
			if (order == 2)
				key = KEYS / 2 + (i % 2 ? i / 2 : -(i / 2) - 1);
			take(&root, key);
			ASSERT_TRUE(agrees(&root));
		}
		ASSERT_TRUE(RB_EMPTY_ROOT(&root));
	}
}

/* All trees of up to 6 nodes, made in every order, lose each of their nodes in turn. */
TEST(rb_erase_all_small_trees)
{
	static const unsigned int orders[] = { 1, 1, 2, 6, 24, 120, 720 };
	struct rb_root root;
	unsigned int order;
	int size, victim, i;

	for (size = 1; size <= 6; size++) {
		for (order = 0; order < orders[size] * (unsigned int)size; order++) {
			unsigned int code = order / (unsigned int)size;

			victim = (int)(order % (unsigned int)size);
			reset();
			root = RB_ROOT;
			/* The code is a number whose digits pick the next of the keys left. */
			for (i = size; i > 0; i--) {
				int skip = (int)(code % (unsigned int)i);
				int key = 0;

				code /= (unsigned int)i;
				while (present[key] || skip--)
					key++;
				put(&root, key);
			}
			ASSERT_TRUE(agrees(&root));
			take(&root, victim);
			ASSERT_TRUE(agrees(&root));
		}
	}
}

/* Random insertion and removal, at several fill levels. */
TEST(rb_random_against_model)
{
	struct rb_root root = RB_ROOT;
	unsigned int step;

	reset();
	for (step = 0; step < 3000; step++) {
		int key = (int)test_rand_below(KEYS);
		/* The share of insertions wanders, so that the tree grows and shrinks. */
		bool insert = test_rand_below(8) < (step / 500) % 8;

		if (present[key] && !insert)
			take(&root, key);
		else if (!present[key] && insert)
			put(&root, key);
		ASSERT_TRUE(agrees(&root));
	}
}

/* A replacement takes over place and neighbours, also that of the root. */
TEST(rb_replace_node_keeps_order)
{
	struct rb_root root = RB_ROOT;
	struct item other;
	struct rb_node *root_node;
	int i;

	reset();
	for (i = 0; i < 16; i++)
		put(&root, i);
	for (i = 0; i < 16; i++) {
		other = items[i];
		rb_replace_node(&items[i].node, &other.node, &root);
		ASSERT_FALSE(agrees(&root));
		ASSERT_TRUE(rb_validate(&root, NULL));
		rb_replace_node(&other.node, &items[i].node, &root);
		ASSERT_TRUE(agrees(&root));
	}
	root_node = root.rb_node;
	other = *rb_entry(root_node, struct item, node);
	rb_replace_node(root_node, &other.node, &root);
	EXPECT_PTR_EQ(root.rb_node, &other.node);
}

/* Keys are found, or not; with equals, the first of them. */
TEST(rb_find_keys)
{
	struct rb_root root = RB_ROOT;
	int i;

	reset();
	for (i = 0; i < KEYS; i++) {
		items[i].key = i / 4 * 2;
		items[i].serial = i;
		rb_add(&items[i].node, &root, less);
	}
	EXPECT_TRUE(rb_validate(&root, NULL));
	for (i = -1; i <= KEYS / 2; i++) {
		struct rb_node *any = rb_find(&i, &root, compare_key);
		struct rb_node *first = rb_find_first(&i, &root, compare_key);

		if (i < 0 || i % 2 || i >= KEYS / 2) {
			EXPECT_NULL(any);
			EXPECT_NULL(first);
			continue;
		}
		ASSERT_NOT_NULL(any);
		ASSERT_NOT_NULL(first);
		EXPECT_EQ(rb_entry(any, struct item, node)->key, i);
		EXPECT_EQ(rb_entry(first, struct item, node)->serial, i * 2);
	}
}

/* rb_find_add() inserts once only. */
TEST(rb_find_add_refuses_equal)
{
	struct rb_root root = RB_ROOT;
	size_t count;

	reset();
	items[1].key = 0;
	EXPECT_NULL(rb_find_add(&items[0].node, &root, compare_nodes));
	EXPECT_PTR_EQ(rb_find_add(&items[1].node, &root, compare_nodes), &items[0].node);
	EXPECT_NULL(rb_find_add(&items[2].node, &root, compare_nodes));
	EXPECT_TRUE(rb_validate(&root, &count));
	EXPECT_EQ(count, 2u);
}

/* The cached first node is the first after every change. */
TEST(rb_cached_first)
{
	struct rb_root_cached root = RB_ROOT_CACHED;
	unsigned int step;
	struct item other;

	reset();
	for (step = 0; step < 1000; step++) {
		int key = (int)test_rand_below(16);

		if (present[key])
			rb_erase_cached(&items[key].node, &root);
		else
			rb_add_cached(&items[key].node, &root, less);
		present[key] = !present[key];
		ASSERT_PTR_EQ(rb_first_cached(&root), rb_first(&root.rb_root));
		ASSERT_TRUE(agrees(&root.rb_root));
	}
	if (!present[0])
		rb_add_cached(&items[0].node, &root, less);
	other = items[0];
	rb_replace_node_cached(&items[0].node, &other.node, &root);
	EXPECT_PTR_EQ(rb_first_cached(&root), &other.node);
}

/* Children come before their parents, each node once, and each may be destroyed. */
TEST(rb_postorder_walk)
{
	struct rb_root root = RB_ROOT;
	struct item *pos, *n;
	int i, count = 0;

	reset();
	for (i = 0; i < KEYS; i++)
		put(&root, (i * 37) % KEYS);
	rbtree_postorder_for_each_entry_safe(pos, n, &root, node)
	{
		ASSERT_TRUE(present[pos->key]);
		if (pos->node.rb_left)
			ASSERT_FALSE(present[rb_entry(pos->node.rb_left, struct item, node)->key]);
		if (pos->node.rb_right)
			ASSERT_FALSE(present[rb_entry(pos->node.rb_right, struct item, node)->key]);
		present[pos->key] = false;
		pos->node.__rb_parent_color = 0xa5a5a5a5;
		count++;
	}
	EXPECT_EQ(count, KEYS);
}

/* rb_validate() sees each rule that is broken. */
TEST(rb_validate_detects)
{
	struct rb_root root = RB_ROOT;
	struct rb_node *left;
	unsigned long saved;
	int i;

	reset();
	put(&root, 0);
	root.rb_node->__rb_parent_color ^= 1;
	EXPECT_FALSE(rb_validate(&root, NULL));

	root = RB_ROOT;
	for (i = 0; i < 7; i++)
		put(&root, i);
	ASSERT_TRUE(rb_validate(&root, NULL));

	root.rb_node->__rb_parent_color ^= 1;
	EXPECT_FALSE(rb_validate(&root, NULL));
	root.rb_node->__rb_parent_color ^= 1;

	left = root.rb_node->rb_left;
	saved = left->__rb_parent_color;
	left->__rb_parent_color = (unsigned long)root.rb_node->rb_right | (saved & 1);
	EXPECT_FALSE(rb_validate(&root, NULL));
	left->__rb_parent_color = saved ^ 1;
	EXPECT_FALSE(rb_validate(&root, NULL));
	left->__rb_parent_color = saved;
	EXPECT_TRUE(rb_validate(&root, NULL));

	/* Two red nodes in a row, with equal black counts: below the last node, which is red. */
	ASSERT_FALSE(rb_last(&root)->__rb_parent_color & 1);
	rb_link_node(&items[7].node, rb_last(&root), &rb_last(&root)->rb_right);
	EXPECT_FALSE(rb_validate(&root, NULL));
}
