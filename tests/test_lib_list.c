// SPDX-License-Identifier: MIT
/* Lists: after every operation both directions are walked and must name the same items. */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/string.h>
#include <quarry/test.h>

TEST_SUITE(lib_list);

struct item {
	char name;
	struct list_head link;
	struct hlist_node hash;
};

static struct item items[8];
static char text[16];

/* The names in order, or "broken" when the way back is not the way there. */
static const char *names(struct list_head *head)
{
	struct item *item;
	unsigned int n = 0, back = 0;

	list_for_each_entry(item, head, link) {
		if (n == ARRAY_SIZE(items) || item->link.prev->next != &item->link)
			return "broken";
		text[n++] = item->name;
	}
	text[n] = '\0';
	list_for_each_entry_reverse(item, head, link) {
		if (back == n || text[n - ++back] != item->name)
			return "broken";
	}
	return back == n ? text : "broken";
}

/* Makes a list of the first items, a, b, c... */
static void fill(struct list_head *head, unsigned int first, unsigned int count)
{
	unsigned int i;

	INIT_LIST_HEAD(head);
	for (i = first; i < first + count; i++) {
		items[i].name = (char)('a' + i);
		list_add_tail(&items[i].link, head);
	}
}

/* list_add() puts in front, list_add_tail() behind. */
TEST(list_add_both_ends)
{
	LIST_HEAD(head);

	EXPECT_TRUE(list_empty(&head));
	EXPECT_TRUE(list_empty_careful(&head));
	fill(&head, 0, 3);
	EXPECT_STREQ(names(&head), "abc");
	items[3].name = 'd';
	list_add(&items[3].link, &head);
	EXPECT_STREQ(names(&head), "dabc");
	items[4].name = 'e';
	list_add(&items[4].link, &items[0].link);
	EXPECT_STREQ(names(&head), "daebc");
	EXPECT_FALSE(list_empty(&head));
	EXPECT_TRUE(list_is_first(&items[3].link, &head));
	EXPECT_FALSE(list_is_first(&items[0].link, &head));
	EXPECT_TRUE(list_is_last(&items[2].link, &head));
	EXPECT_FALSE(list_is_last(&items[1].link, &head));
	EXPECT_TRUE(list_is_head(&head, &head));
	EXPECT_EQ(list_count_nodes(&head), 5u);
}

/* Removing leaves the others in order; the last one leaves an empty head. */
TEST(list_del_each)
{
	LIST_HEAD(head);

	fill(&head, 0, 4);
	list_del(&items[1].link);
	EXPECT_STREQ(names(&head), "acd");
	list_del(&items[0].link);
	EXPECT_STREQ(names(&head), "cd");
	list_del_init(&items[3].link);
	EXPECT_TRUE(list_empty(&items[3].link));
	EXPECT_STREQ(names(&head), "c");
	EXPECT_TRUE(list_is_singular(&head));
	list_del(&items[2].link);
	EXPECT_TRUE(list_empty(&head));
	EXPECT_FALSE(list_is_singular(&head));
}

/* Moving, replacing, exchanging and turning round. */
TEST(list_move_and_replace)
{
	LIST_HEAD(head);

	fill(&head, 0, 5);
	items[5].name = 'f';
	list_move(&items[3].link, &head);
	EXPECT_STREQ(names(&head), "dabce");
	list_move_tail(&items[3].link, &head);
	EXPECT_STREQ(names(&head), "abced");
	list_replace(&items[1].link, &items[5].link);
	EXPECT_STREQ(names(&head), "afced");
	list_replace_init(&items[5].link, &items[1].link);
	EXPECT_STREQ(names(&head), "abced");
	EXPECT_TRUE(list_empty(&items[5].link));
	list_swap(&items[0].link, &items[3].link);
	EXPECT_STREQ(names(&head), "dbcea");
	list_swap(&items[3].link, &items[1].link);
	EXPECT_STREQ(names(&head), "bdcea");
	list_swap(&items[3].link, &items[1].link);
	EXPECT_STREQ(names(&head), "dbcea");
	list_rotate_left(&head);
	EXPECT_STREQ(names(&head), "bcead");
	list_rotate_to_front(&items[4].link, &head);
	EXPECT_STREQ(names(&head), "eadbc");
	list_bulk_move_tail(&head, &items[0].link, &items[3].link);
	EXPECT_STREQ(names(&head), "ebcad");
}

/* Splicing puts all of one list at either end of another; an empty one changes nothing. */
TEST(list_splice_both_ends)
{
	LIST_HEAD(head);
	LIST_HEAD(more);

	fill(&head, 0, 2);
	fill(&more, 2, 2);
	list_splice_init(&more, &head);
	EXPECT_STREQ(names(&head), "cdab");
	EXPECT_TRUE(list_empty(&more));
	list_splice_tail_init(&more, &head);
	list_splice(&more, &head);
	EXPECT_STREQ(names(&head), "cdab");
	fill(&more, 4, 2);
	list_splice_tail(&more, &head);
	EXPECT_STREQ(names(&head), "cdabef");
	list_splice_tail_init(&head, &more);
	EXPECT_TRUE(list_empty(&head));
}

/* Cutting off the front: with the entry that is named, or up to it. */
TEST(list_cut_front)
{
	LIST_HEAD(head);
	LIST_HEAD(front);

	fill(&head, 0, 4);
	list_cut_position(&front, &head, &items[1].link);
	EXPECT_STREQ(names(&front), "ab");
	EXPECT_STREQ(names(&head), "cd");
	list_cut_before(&front, &head, &items[3].link);
	EXPECT_STREQ(names(&front), "c");
	EXPECT_STREQ(names(&head), "d");
	list_cut_before(&front, &head, &items[3].link);
	EXPECT_TRUE(list_empty(&front));
	EXPECT_STREQ(names(&head), "d");
	list_cut_position(&front, &head, &head);
	EXPECT_TRUE(list_empty(&front));
	list_cut_position(&front, &head, &items[3].link);
	EXPECT_STREQ(names(&front), "d");
	EXPECT_TRUE(list_empty(&head));
}

/* First and last entries, or NULL. */
TEST(list_entries_at_ends)
{
	LIST_HEAD(head);

	EXPECT_NULL(list_first_entry_or_null(&head, struct item, link));
	EXPECT_NULL(list_last_entry_or_null(&head, struct item, link));
	fill(&head, 0, 3);
	EXPECT_PTR_EQ(list_first_entry_or_null(&head, struct item, link), &items[0]);
	EXPECT_PTR_EQ(list_first_entry(&head, struct item, link), &items[0]);
	EXPECT_PTR_EQ(list_last_entry(&head, struct item, link), &items[2]);
	EXPECT_PTR_EQ(list_last_entry_or_null(&head, struct item, link), &items[2]);
	EXPECT_PTR_EQ(list_next_entry(&items[0], link), &items[1]);
	EXPECT_PTR_EQ(list_prev_entry(&items[1], link), &items[0]);
}

/* The plain and the safe walks over nodes, forwards and backwards. */
TEST(list_for_each_nodes)
{
	struct list_head *pos, *n;
	LIST_HEAD(head);
	unsigned int count = 0;

	fill(&head, 0, 4);
	list_for_each(pos, &head)
		EXPECT_PTR_EQ(pos, &items[count++].link);
	EXPECT_EQ(count, 4u);
	list_for_each_prev(pos, &head) EXPECT_PTR_EQ(pos, &items[--count].link);
	EXPECT_EQ(count, 0u);
	pos = &items[1].link;
	list_for_each_continue(pos, &head) count++;
	EXPECT_EQ(count, 2u);
	list_for_each_prev_safe(pos, n, &head)
	{
		if (pos == &items[2].link)
			list_del(pos);
	}
	EXPECT_STREQ(names(&head), "abd");
	list_for_each_safe(pos, n, &head)
		list_del(pos);
	EXPECT_TRUE(list_empty(&head));
}

/* The walks over entries that begin somewhere. */
TEST(list_for_each_entry_from_somewhere)
{
	struct item *pos, *n;
	LIST_HEAD(head);
	char seen[24];
	unsigned int i = 0;

	fill(&head, 0, 4);
	pos = &items[1];
	list_for_each_entry_continue(pos, &head, link) seen[i++] = pos->name;
	pos = &items[2];
	list_for_each_entry_continue_reverse(pos, &head, link) seen[i++] = pos->name;
	pos = &items[2];
	list_for_each_entry_from(pos, &head, link) seen[i++] = pos->name;
	pos = &items[1];
	list_for_each_entry_from_reverse(pos, &head, link) seen[i++] = pos->name;
	pos = list_prepare_entry((struct item *)NULL, &head, link);
	list_for_each_entry_continue(pos, &head, link) seen[i++] = pos->name;
	seen[i] = '\0';
	EXPECT_STREQ(seen, "cdbacdbaabcd");

	pos = &items[0];
	list_for_each_entry_safe_continue(pos, n, &head, link)
	{
		if (pos->name == 'b')
			list_del(&pos->link);
	}
	EXPECT_STREQ(names(&head), "acd");
	pos = &items[2];
	list_for_each_entry_safe_from(pos, n, &head, link) list_del(&pos->link);
	EXPECT_STREQ(names(&head), "a");
}

/* The safe walks over entries survive the removal of every one, in both directions. */
TEST(list_for_each_entry_safe_removes)
{
	struct item *pos, *n;
	LIST_HEAD(head);

	fill(&head, 0, 5);
	list_for_each_entry_safe(pos, n, &head, link) {
		list_del(&pos->link);
		memset(pos, 0xa5, sizeof(*pos));
	}
	EXPECT_TRUE(list_empty(&head));
	fill(&head, 0, 5);
	list_for_each_entry_safe_reverse(pos, n, &head, link)
	{
		list_del(&pos->link);
		memset(pos, 0xa5, sizeof(*pos));
	}
	EXPECT_TRUE(list_empty(&head));
	fill(&head, 0, 3);
	list_for_each_entry_safe(pos, n, &head, link) {
		if (pos->name == 'a') {
			list_del(&items[1].link);
			list_safe_reset_next(pos, n, link);
		}
	}
	EXPECT_STREQ(names(&head), "ac");
}

static const char *hash_names(struct hlist_head *head)
{
	struct item *item;
	unsigned int n = 0;

	hlist_for_each_entry(item, head, hash)
	{
		if (n == ARRAY_SIZE(items) || *item->hash.pprev != &item->hash)
			return "broken";
		text[n++] = item->name;
	}
	text[n] = '\0';
	return text;
}

/* hlist: adding in front, before and behind, and removing at each place. */
TEST(hlist_add_and_del)
{
	HLIST_HEAD(head);
	HLIST_HEAD(other);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(items); i++) {
		items[i].name = (char)('a' + i);
		INIT_HLIST_NODE(&items[i].hash);
	}
	EXPECT_TRUE(hlist_empty(&head));
	EXPECT_TRUE(hlist_unhashed(&items[0].hash));
	hlist_add_head(&items[0].hash, &head);
	EXPECT_TRUE(hlist_is_singular_node(&items[0].hash, &head));
	hlist_add_head(&items[1].hash, &head);
	EXPECT_FALSE(hlist_is_singular_node(&items[1].hash, &head));
	hlist_add_before(&items[2].hash, &items[0].hash);
	hlist_add_behind(&items[3].hash, &items[0].hash);
	hlist_add_behind(&items[4].hash, &items[0].hash);
	EXPECT_STREQ(hash_names(&head), "bcaed");
	hlist_del(&items[1].hash);
	hlist_del_init(&items[0].hash);
	hlist_del_init(&items[0].hash);
	EXPECT_TRUE(hlist_unhashed(&items[0].hash));
	EXPECT_STREQ(hash_names(&head), "ced");
	hlist_del(&items[3].hash);
	hlist_move_list(&head, &other);
	EXPECT_TRUE(hlist_empty(&head));
	EXPECT_STREQ(hash_names(&other), "ce");
	hlist_add_fake(&items[5].hash);
	EXPECT_TRUE(hlist_fake(&items[5].hash));
	EXPECT_FALSE(hlist_unhashed(&items[5].hash));
}

/* hlist: the walks, with removal and from the middle. */
TEST(hlist_walks)
{
	HLIST_HEAD(head);
	struct hlist_node *node, *next;
	struct item *item;
	unsigned int i, count = 0;

	for (i = 4; i-- > 0;)
		hlist_add_head(&items[i].hash, &head);
	hlist_for_each(node, &head) EXPECT_PTR_EQ(node, &items[count++].hash);
	item = &items[1];
	hlist_for_each_entry_continue(item, hash) count++;
	EXPECT_EQ(count, 6u);
	item = &items[1];
	hlist_for_each_entry_from(item, hash) count++;
	EXPECT_EQ(count, 9u);
	hlist_for_each_entry_safe(item, next, &head, hash)
	{
		if (item == &items[2])
			hlist_del(&item->hash);
	}
	hlist_for_each_safe(node, next, &head)
	{
		hlist_del(node);
		count++;
	}
	EXPECT_EQ(count, 12u);
	EXPECT_TRUE(hlist_empty(&head));
}

/* Debug builds report a node that is removed twice, and leave the list as it is. */
TEST(list_del_twice_is_reported)
{
	LIST_HEAD(head);

	if (!IS_ENABLED(CONFIG_DEBUG))
		SKIP("lists are checked in debug builds only");
	fill(&head, 0, 3);
	list_del(&items[1].link);
	test_capture_start();
	list_del(&items[1].link);
	test_capture_stop();
	EXPECT_EQ(test_captured("list_del: "), 1);
	EXPECT_STREQ(names(&head), "ac");
}

/* Debug builds report damaged neighbours and nodes that are on the list, and change nothing. */
TEST(list_corruption_is_reported)
{
	LIST_HEAD(head);
	struct list_head *saved;

	if (!IS_ENABLED(CONFIG_DEBUG))
		SKIP("lists are checked in debug builds only");
	fill(&head, 0, 3);
	items[3].name = 'd';
	saved = items[0].link.prev;
	items[0].link.prev = &items[2].link;
	test_capture_start();
	list_add(&items[3].link, &head);
	list_del(&items[0].link);
	test_capture_stop();
	EXPECT_EQ(test_captured("list_add corruption"), 1);
	EXPECT_EQ(test_captured("list_del corruption"), 1);
	items[0].link.prev = saved;
	EXPECT_STREQ(names(&head), "abc");

	test_capture_start();
	list_add(&items[0].link, &head);
	test_capture_stop();
	EXPECT_EQ(test_captured("list_add: "), 1);
	EXPECT_STREQ(names(&head), "abc");
}
