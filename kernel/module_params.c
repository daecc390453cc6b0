// SPDX-License-Identifier: MIT
/*
 * The variables that module_param() registers, and the types they can have.
 *
 * A set function gets a text that may be cut in place and lives for ever, or NULL for a word
 * without '='; only types with KERNEL_PARAM_OPS_FL_NOARG see that NULL. It writes its variable
 * only when it succeeds; an array may keep the elements before the one that failed.
 *
 * Context: boot; the functions neither allocate nor sleep.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/moduleparam.h>
#include <linux/string.h>
#include <quarry/params.h>

extern const struct kernel_param __param_start[], __param_end[];

/**
 * module_param_set - sets a parameter by name
 * @module: the name of its file
 * @name:   its name
 * @val:    the value, NULL if none was given
 *
 * Where several files have that name, all that know the parameter are set.
 * Return: 0; -ENOENT: there is no such parameter; -EINVAL, -ERANGE or -ENOSPC: a bad value.
 */
int module_param_set(const char *module, const char *name, char *val)
{
	const struct kernel_param *kp;
	int result = -ENOENT;

	for (kp = __param_start; kp < __param_end; kp++) {
		if (!parameq(kp->mod->name, module) || !parameq(kp->name, name))
			continue;
		if (!val && !(kp->ops->flags & KERNEL_PARAM_OPS_FL_NOARG))
			return -EINVAL;
		result = kp->ops->set(val, kp);
		if (result)
			return result;
	}
	return result;
}

#define INTEGER_TYPE(name, type, convert, format)                                                  \
	int param_set_##name(const char *val, const struct kernel_param *kp)                       \
	{                                                                                          \
		return convert(val, 0, (type *)kp->arg);                                           \
	}                                                                                          \
	int param_get_##name(char *buffer, const struct kernel_param *kp)                          \
	{                                                                                          \
		return scnprintf(buffer, PARAM_MAX_TEXT, format, *(type *)kp->arg);                \
	}                                                                                          \
	const struct kernel_param_ops param_ops_##name = {                                         \
		.set = param_set_##name,                                                           \
		.get = param_get_##name,                                                           \
	}

INTEGER_TYPE(byte, u8, kstrtou8, "%u");
INTEGER_TYPE(short, s16, kstrtos16, "%d");
INTEGER_TYPE(ushort, u16, kstrtou16, "%u");
INTEGER_TYPE(int, int, kstrtoint, "%d");
INTEGER_TYPE(uint, unsigned int, kstrtouint, "%u");
INTEGER_TYPE(long, long, kstrtol, "%ld");
INTEGER_TYPE(ulong, unsigned long, kstrtoul, "%lu");
INTEGER_TYPE(ullong, unsigned long long, kstrtoull, "%llu");
INTEGER_TYPE(hexint, unsigned int, kstrtouint, "0x%08x");

/** param_set_bool, param_get_bool - sets a bool from a text, writes it as Y or N */
int param_set_bool(const char *val, const struct kernel_param *kp)
{
	return kstrtobool(val ?: "1", kp->arg);
}

int param_get_bool(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PARAM_MAX_TEXT, "%c", *(bool *)kp->arg ? 'Y' : 'N');
}

const struct kernel_param_ops param_ops_bool = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bool,
	.get = param_get_bool,
};

/** param_set_invbool, param_get_invbool - as bool; the variable holds the opposite */
int param_set_invbool(const char *val, const struct kernel_param *kp)
{
	bool on;
	int err = kstrtobool(val ?: "1", &on);

	if (!err)
		*(bool *)kp->arg = !on;
	return err;
}

int param_get_invbool(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PARAM_MAX_TEXT, "%c", *(bool *)kp->arg ? 'N' : 'Y');
}

const struct kernel_param_ops param_ops_invbool = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_invbool,
	.get = param_get_invbool,
};

/** param_set_charp, param_get_charp - keeps a pointer to the text, which lives for ever */
int param_set_charp(const char *val, const struct kernel_param *kp)
{
	*(char **)kp->arg = (char *)val;
	return 0;
}

int param_get_charp(char *buffer, const struct kernel_param *kp)
{
	const char *text = *(char **)kp->arg;

	return scnprintf(buffer, PARAM_MAX_TEXT, "%s", text ?: "");
}

const struct kernel_param_ops param_ops_charp = {
	.set = param_set_charp,
	.get = param_get_charp,
};

static int set_string(const char *val, const struct kernel_param *kp)
{
	size_t len = strlen(val);

	if (len >= kp->str->maxlen)
		return -ENOSPC;
	memcpy(kp->str->string, val, len + 1);
	return 0;
}

static int get_string(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PARAM_MAX_TEXT, "%s", kp->str->string);
}

const struct kernel_param_ops param_ops_string = {
	.set = set_string,
	.get = get_string,
};

static struct kernel_param element(const struct kernel_param *kp, unsigned int n)
{
	struct kernel_param one = *kp;

	one.ops = kp->arr->ops;
	one.arg = (char *)kp->arr->elem + n * kp->arr->elemsize;
	return one;
}

/* Commas separate the elements; the text is cut at them. */
/* The commas that were cut away from val come back, so that the whole value can be reported. */
static void restore_commas(char *val, const char *end)
{
	for (; val < end; val++) {
		if (!*val)
			*val = ',';
	}
}

static int set_array(const char *val, const struct kernel_param *kp)
{
	const struct kparam_array *array = kp->arr;
	char *rest = (char *)val;
	const char *end = val + strlen(val);
	unsigned int n = 0;
	int err = 0;
	char *text;

	while (!err && (text = strsep(&rest, ","))) {
		struct kernel_param one;

		if (n == array->max) {
			err = -ENOSPC;
			break;
		}
		one = element(kp, n++);
		err = array->ops->set(text, &one);
	}
	if (err) {
		restore_commas((char *)val, end);
		return err;
	}
	if (array->num)
		*array->num = n;
	return 0;
}

static int get_array(char *buffer, const struct kernel_param *kp)
{
	const struct kparam_array *array = kp->arr;
	unsigned int count = array->num ? *array->num : array->max;
	char text[PARAM_MAX_TEXT];
	unsigned int n;
	int len = 0;

	buffer[0] = '\0';
	for (n = 0; n < count; n++) {
		struct kernel_param one = element(kp, n);

		array->ops->get(text, &one);
		len += scnprintf(buffer + len, PARAM_MAX_TEXT - len, "%s%s", n ? "," : "", text);
	}
	return len;
}

const struct kernel_param_ops param_array_ops = {
	.set = set_array,
	.get = get_array,
};
