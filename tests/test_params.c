// SPDX-License-Identifier: MIT
/* The command line: words, quotes, the kernel's own parameters and those of modules. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/string.h>
#include <quarry/params.h>
#include <quarry/test.h>

/* ---- parameters to play with --------------------------------------------------------------- */

static const char *word_value;
static unsigned int word_calls;

static int set_test_word(const char *val)
{
	word_calls++;
	word_value = val;
	return val && !strcmp(val, "bad") ? -EINVAL : 0;
}
KERNEL_PARAM("quarry-test-word", set_test_word, "used by the tests of the command line");

static bool a_bool, an_invbool;
static unsigned char a_byte;
static short a_short;
static unsigned short a_ushort;
static int an_int;
static unsigned int a_uint, a_hexint;
static long a_long;
static unsigned long a_ulong;
static unsigned long long a_ullong;
static char *a_charp;
static char a_string[8];
static int an_array[3];
static unsigned int array_count;
static char *names[2];
static int renamed_variable;

module_param(a_bool, bool, 0);
module_param(an_invbool, invbool, 0);
module_param(a_byte, byte, 0);
module_param(a_short, short, 0);
module_param(a_ushort, ushort, 0);
module_param(an_int, int, 0644);
MODULE_PARM_DESC(an_int, "a number");
module_param(a_uint, uint, 0);
module_param(a_hexint, hexint, 0);
module_param(a_long, long, 0);
module_param(a_ulong, ulong, 0);
module_param(a_ullong, ullong, 0);
module_param(a_charp, charp, 0);
module_param_string(a_string, a_string, sizeof(a_string), 0);
module_param_array(an_array, int, &array_count, 0);
module_param_array(names, charp, NULL, 0);
module_param_named(new_name, renamed_variable, int, 0);

static int set_even(const char *val, const struct kernel_param *kp)
{
	int n, err = kstrtoint(val, 0, &n);

	if (err)
		return err;
	if (n % 2)
		return -ERANGE;
	*(int *)kp->arg = n;
	return 0;
}

static const struct kernel_param_ops even_ops = { .set = set_even, .get = param_get_int };
static int an_even;
module_param_cb(an_even, &even_ops, &an_even, 0);

static int forget_all(void)
{
	word_value = NULL;
	word_calls = 0;
	a_bool = an_invbool = false;
	an_int = a_short = 0;
	a_uint = 7;
	a_charp = NULL;
	a_string[0] = '\0';
	memset(an_array, 0, sizeof(an_array));
	array_count = 99;
	names[0] = names[1] = NULL;
	return 0;
}

TEST_SUITE(params, .case_init = forget_all);

/* Parses a line that lives on, as the command line does; returns how many lines were logged. */
static unsigned int parse(const char *line)
{
	static char copy[256];

	strscpy(copy, line, sizeof(copy));
	test_capture_start();
	parse_param_words(copy);
	return test_capture_stop();
}

/* ---- words --------------------------------------------------------------------------------- */

/* An empty line and blanks set nothing and say nothing. */
TEST(parse_params_empty)
{
	EXPECT_EQ(parse(""), 0);
	EXPECT_EQ(parse("   \t  "), 0);
	EXPECT_EQ(word_calls, 0);
}

/* The text behind the first '=' is the value. */
TEST(parse_params_value)
{
	EXPECT_EQ(parse("quarry-test-word=a=b,c"), 0);
	EXPECT_STREQ(word_value, "a=b,c");
	EXPECT_EQ(word_calls, 1);
}

/* A word without '=' has no value; one with nothing behind it has an empty one. */
TEST(parse_params_no_value)
{
	EXPECT_EQ(parse("quarry-test-word"), 0);
	EXPECT_EQ(word_calls, 1);
	EXPECT_NULL(word_value);
	EXPECT_EQ(parse("quarry-test-word="), 0);
	EXPECT_STREQ(word_value, "");
}

/* '-' and '_' are the same in a name. */
TEST(parse_params_dashes)
{
	EXPECT_EQ(parse("quarry_test-word=1 quarry_test_word=2"), 0);
	EXPECT_EQ(word_calls, 2);
	EXPECT_STREQ(word_value, "2");
}

/* Upper and lower case differ, and a name must match to its end. */
TEST(parse_params_similar_names)
{
	EXPECT_EQ(parse("Quarry-test-word quarry-test-wor quarry-test-words"), 3);
	EXPECT_EQ(word_calls, 0);
	EXPECT_EQ(test_captured("<5> unknown parameter: "), 3);
}

/* Quotes keep blanks in a value and are removed, wherever they stand. */
TEST(parse_params_quotes)
{
	EXPECT_EQ(parse("quarry-test-word=\"a  b\""), 0);
	EXPECT_STREQ(word_value, "a  b");
	EXPECT_EQ(parse("\"quarry-test-word=c d\""), 0);
	EXPECT_STREQ(word_value, "c d");
	EXPECT_EQ(parse("quarry-test-word=e\" \"f quarry-test-word=g"), 0);
	EXPECT_STREQ(word_value, "g");
	EXPECT_EQ(parse("quarry-test-word=\"\""), 0);
	EXPECT_STREQ(word_value, "");
}

/* A quote that is not closed is reported; the rest of the line is the value. */
TEST(parse_params_open_quote)
{
	EXPECT_EQ(parse("quarry-test-word=\"a b c"), 1);
	EXPECT_EQ(test_captured("unbalanced quote in parameter: quarry-test-word"), 1);
	EXPECT_STREQ(word_value, "a b c");
}

/* Many blanks between words count as one. */
TEST(parse_params_blanks)
{
	EXPECT_EQ(parse("  quarry-test-word=1 \t\n quarry-test-word=2   "), 0);
	EXPECT_EQ(word_calls, 2);
	EXPECT_STREQ(word_value, "2");
}

/* A value that its owner refuses is reported by name, and the next word is still read. */
TEST(parse_params_refused)
{
	EXPECT_EQ(parse("quarry-test-word=bad quarry-test-word=good"), 1);
	EXPECT_EQ(test_captured("<4> malformed parameter: quarry-test-word=bad"), 1);
	EXPECT_STREQ(word_value, "good");
}

/* A word that starts with '=' has no name. */
TEST(parse_params_no_name)
{
	EXPECT_EQ(parse("=value"), 1);
	EXPECT_EQ(test_captured("malformed parameter: =value"), 1);
}

/* Unknown words are reported by name with their value, in one line each. */
TEST(parse_params_unknown)
{
	EXPECT_EQ(parse("no-such-word other=1"), 2);
	EXPECT_EQ(test_captured("<5> unknown parameter: no-such-word"), 1);
	EXPECT_EQ(test_captured("<5> unknown parameter: other=1"), 1);
}

/* ---- parameters of modules ----------------------------------------------------------------- */

/* `file.name=value` sets the variable; dashes are underscores in both parts. */
TEST(module_param_int)
{
	EXPECT_EQ(parse("test_params.an_int=-5"), 0);
	EXPECT_EQ(an_int, -5);
	EXPECT_EQ(parse("test-params.an-int=0x10"), 0);
	EXPECT_EQ(an_int, 16);
}

/* Every integer type takes its largest and smallest value. */
TEST(module_param_limits)
{
	EXPECT_EQ(parse("test_params.a_byte=255 test_params.a_short=-32768 "
			"test_params.a_ushort=65535 test_params.an_int=2147483647 "
			"test_params.a_uint=4294967295"),
		  0);
	EXPECT_EQ(parse("test_params.a_long=-2147483648 test_params.a_ulong=0xffffffff "
			"test_params.a_ullong=18446744073709551615 "
			"test_params.a_hexint=0xdeadbeef"),
		  0);
	EXPECT_EQ(a_byte, 255);
	EXPECT_EQ(a_short, -32768);
	EXPECT_EQ(a_ushort, 65535);
	EXPECT_EQ(an_int, 2147483647);
	EXPECT_EQ(a_uint, 4294967295U);
	EXPECT_EQ(a_long, -2147483647L - 1);
	EXPECT_EQ(a_ulong, 0xffffffffUL);
	EXPECT_EQ(a_ullong, 18446744073709551615ULL);
	EXPECT_EQ(a_hexint, 0xdeadbeefU);
}

/* One more than the largest value is out of range, is reported so, and changes nothing. */
TEST(module_param_out_of_range)
{
	EXPECT_EQ(parse("test_params.a_uint=4294967296"), 1);
	EXPECT_EQ(test_captured("<4> parameter out of range: test_params.a_uint=4294967296"), 1);
	EXPECT_EQ(a_uint, 7);
	EXPECT_EQ(parse("test_params.a_byte=256 test_params.a_short=32768"), 2);
}

/* What is no number is malformed, and changes nothing. */
TEST(module_param_malformed)
{
	EXPECT_EQ(parse("test_params.a_uint=7x test_params.a_uint= test_params.a_uint=-1"), 3);
	EXPECT_EQ(test_captured("parameter: test_params.a_uint="), 3);
	EXPECT_EQ(a_uint, 7);
}

/* A number needs a value; a bool without one is true. */
TEST(module_param_no_value)
{
	EXPECT_EQ(parse("test_params.an_int"), 1);
	EXPECT_EQ(test_captured("malformed parameter: test_params.an_int"), 1);
	EXPECT_EQ(parse("test_params.a_bool test_params.an_invbool=1"), 0);
	EXPECT_TRUE(a_bool);
	EXPECT_FALSE(an_invbool);
	EXPECT_EQ(parse("test_params.a_charp"), 1);
	EXPECT_NULL(a_charp);
}

/* A bool takes 1, y, Y, 0, n, N; an invbool stores the opposite. */
TEST(module_param_bool)
{
	static const char *const off[] = { "0", "n", "N" }, *const on[] = { "1", "y", "Y" };
	char line[64];
	int i;

	for (i = 0; i < 3; i++) {
		scnprintf(line, sizeof(line), "test_params.a_bool=%s test_params.an_invbool=%s",
			  on[i], on[i]);
		EXPECT_EQ(parse(line), 0);
		EXPECT_TRUE(a_bool);
		EXPECT_FALSE(an_invbool);
		scnprintf(line, sizeof(line), "test_params.a_bool=%s test_params.an_invbool=%s",
			  off[i], off[i]);
		EXPECT_EQ(parse(line), 0);
		EXPECT_FALSE(a_bool);
		EXPECT_TRUE(an_invbool);
	}
	EXPECT_EQ(parse("test_params.a_bool=2"), 1);
	EXPECT_EQ(test_captured("malformed"), 1);
}

/* A charp keeps the text of the command line. */
TEST(module_param_charp)
{
	EXPECT_EQ(parse("test_params.a_charp=\"two words\" test_params.an_int=1"), 0);
	EXPECT_STREQ(a_charp, "two words");
}

/* A string is copied into its buffer; one that is too long is refused as a whole. */
TEST(module_param_string_too_long)
{
	EXPECT_EQ(parse("test_params.a_string=1234567"), 0);
	EXPECT_STREQ(a_string, "1234567");
	EXPECT_EQ(parse("test_params.a_string=12345678"), 1);
	EXPECT_EQ(test_captured("parameter too long: test_params.a_string=12345678"), 1);
	EXPECT_STREQ(a_string, "1234567");
}

/* An array takes up to its number of elements and counts them. */
TEST(module_param_array_counts)
{
	EXPECT_EQ(parse("test_params.an_array=1,-2,3"), 0);
	EXPECT_EQ(array_count, 3);
	EXPECT_EQ(an_array[0], 1);
	EXPECT_EQ(an_array[1], -2);
	EXPECT_EQ(an_array[2], 3);
	EXPECT_EQ(parse("test_params.an_array=9"), 0);
	EXPECT_EQ(array_count, 1);
	EXPECT_EQ(an_array[0], 9);
	EXPECT_EQ(an_array[1], -2);
}

/* Too many or bad elements are refused, and the count stays. */
TEST(module_param_array_refused)
{
	EXPECT_EQ(parse("test_params.an_array=1,2,3,4"), 1);
	EXPECT_EQ(test_captured("too long: test_params.an_array"), 1);
	EXPECT_EQ(parse("test_params.an_array=1,,3"), 1);
	EXPECT_EQ(test_captured("malformed parameter: test_params.an_array"), 1);
	EXPECT_EQ(array_count, 99);
}

/* An array of texts points at each of them. */
TEST(module_param_array_charp)
{
	EXPECT_EQ(parse("test_params.names=left,right"), 0);
	EXPECT_STREQ(names[0], "left");
	EXPECT_STREQ(names[1], "right");
}

/* module_param_named() goes by its own name, not by the variable's. */
TEST(module_param_named_variable)
{
	EXPECT_EQ(parse("test_params.new_name=3"), 0);
	EXPECT_EQ(renamed_variable, 3);
	EXPECT_EQ(parse("test_params.renamed_variable=4"), 1);
	EXPECT_EQ(test_captured("unknown parameter: test_params.renamed_variable=4"), 1);
	EXPECT_EQ(renamed_variable, 3);
}

/* module_param_cb() uses the file's own functions. */
TEST(module_param_cb_own_type)
{
	EXPECT_EQ(parse("test_params.an_even=4"), 0);
	EXPECT_EQ(an_even, 4);
	EXPECT_EQ(parse("test_params.an_even=5"), 1);
	EXPECT_EQ(test_captured("out of range"), 1);
	EXPECT_EQ(an_even, 4);
}

/* An unknown file and an unknown parameter are reported by name. */
TEST(module_param_unknown)
{
	EXPECT_EQ(parse("no_such_file.size=1 test_params.nothing test_params."), 3);
	EXPECT_EQ(test_captured("unknown parameter: no_such_file.size=1"), 1);
	EXPECT_EQ(test_captured("unknown parameter: test_params.nothing"), 1);
}

static void expect_text(const char *expected, int (*get)(char *, const struct kernel_param *),
			void *arg)
{
	struct kernel_param kp = { .arg = arg };
	char buf[PARAM_MAX_TEXT];

	EXPECT_EQ(get(buf, &kp), strlen(expected));
	EXPECT_STREQ(buf, expected);
}

/* The get functions write the value as text. */
TEST(param_get_text)
{
	a_bool = an_invbool = true;
	an_int = -12;
	a_hexint = 0xbeef;
	expect_text("Y", param_get_bool, &a_bool);
	expect_text("N", param_get_invbool, &an_invbool);
	expect_text("-12", param_get_int, &an_int);
	expect_text("0x0000beef", param_get_hexint, &a_hexint);
	expect_text("", param_get_charp, &a_charp);
}

/* An array's text has its elements with commas between them. */
TEST(param_get_array)
{
	struct kparam_array array = {
		.max = 3,
		.elemsize = sizeof(int),
		.num = &array_count,
		.ops = &param_ops_int,
		.elem = an_array,
	};
	struct kernel_param kp = { .arr = &array };
	char buf[PARAM_MAX_TEXT];

	parse("test_params.an_array=7,8");
	EXPECT_EQ(param_array_ops.get(buf, &kp), 3);
	EXPECT_STREQ(buf, "7,8");
}
