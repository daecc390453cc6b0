// SPDX-License-Identifier: MIT
/*
 * The command line.
 *
 *	loglevel=4 quiet mymodule.size=0x100 mymodule.name="two words"
 *
 * Words are separated by blanks; double quotes keep blanks in a word and are removed. The first
 * '=' ends the name. A name is looked up among the kernel's own words (KERNEL_PARAM), then, if
 * it has a dot, as `file.parameter` (module_param). What nobody knows or what its owner refuses
 * is reported by name, and the boot goes on.
 *
 * The words are cut in place in a copy that lives for ever, so owners may keep pointers.
 *
 * Context: boot, one CPU, no allocator.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <quarry/params.h>

extern const struct kparam __kparam_start[], __kparam_end[];

static char command_line[COMMAND_LINE_MAX];

/** parameq - whether two names are the same; '-' and '_' are */
bool parameq(const char *a, const char *b)
{
	for (;; a++, b++) {
		char x = *a == '-' ? '_' : *a;
		char y = *b == '-' ? '_' : *b;

		if (x != y)
			return false;
		if (!x)
			return true;
	}
}

struct word {
	char *name;
	char *val; /* NULL without '=' */
	bool open_quote;
};

/* Cuts the next word; returns where the one after it may start, NULL if there is none. */
static char *next_word(char *p, struct word *word)
{
	bool quoted = false;
	char *out, *rest;

	p = skip_spaces(p);
	if (!*p)
		return NULL;
	*word = (struct word){ .name = p };
	for (out = p; *p && (quoted || !isspace(*p)); p++) {
		if (*p == '"') {
			quoted = !quoted;
		} else if (*p == '=' && !word->val) {
			*out++ = '\0';
			word->val = out;
		} else {
			*out++ = *p;
		}
	}
	rest = *p ? p + 1 : p;
	*out = '\0';
	word->open_quote = quoted;
	return rest;
}

static const struct kparam *find_kparam(const char *name)
{
	const struct kparam *kp;

	for (kp = __kparam_start; kp < __kparam_end; kp++)
		if (parameq(kp->name, name))
			return kp;
	return NULL;
}

/* Gives a word to its owner: 0, -ENOENT for no owner, or the owner's error. */
static int set_word(struct word *word)
{
	const struct kparam *kp = find_kparam(word->name);
	char *dot;
	int err;

	if (kp)
		return kp->set ? kp->set(word->val) : 0;
	dot = strchr(word->name, '.');
	if (!dot)
		return -ENOENT;
	*dot = '\0';
	err = module_param_set(word->name, dot + 1, word->val);
	*dot = '.';
	return err;
}

static void report_word(const struct word *word, int err)
{
	const char *equals = word->val ? "=" : "";
	const char *val = word->val ?: "";

	switch (err) {
	case -ENOENT:
		pr_notice("unknown parameter: %s%s%s\n", word->name, equals, val);
		break;
	case -ERANGE:
		pr_warn("parameter out of range: %s%s%s\n", word->name, equals, val);
		break;
	case -ENOSPC:
		pr_warn("parameter too long: %s%s%s\n", word->name, equals, val);
		break;
	default:
		pr_warn("malformed parameter: %s%s%s\n", word->name, equals, val);
	}
}

/**
 * parse_param_words - sets the parameters that a text names
 * @words: the text; it is cut up, and must live as long as what it sets
 */
void parse_param_words(char *words)
{
	struct word word;

	while ((words = next_word(words, &word))) {
		int err;

		if (word.open_quote)
			pr_warn("unbalanced quote in parameter: %s\n", word.name);
		err = *word.name ? set_word(&word) : -EINVAL;
		if (err)
			report_word(&word, err);
	}
}

/**
 * parse_params - sets the parameters of the command line
 * @cmdline: the command line; copied, cut after COMMAND_LINE_MAX - 1 bytes with a report
 */
void parse_params(const char *cmdline)
{
	if (strscpy(command_line, cmdline, sizeof(command_line)) < 0)
		pr_warn("command line cut after %zu bytes\n", sizeof(command_line) - 1);
	parse_param_words(command_line);
}
