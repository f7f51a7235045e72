/* test_json_line.c - the line of a field, in a text that an owner wrote by hand. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/json/json_line.h"

static const char TEXT[] = "{\n"
			   "\"a\": 1, \"b\":\n"
			   "[ 1,\n"
			   " {\"c\": \"x\\\"}y\",\n"
			   "  \"d.e\": {},\n"
			   "  \"f\"\n"
			   "  : [[1, 2],\n"
			   "     [3,\n"
			   "      4]] },\n"
			   " \"s\",\n"
			   " true],\n"
			   "\"a\": 2,\n"
			   "\"z\": {\"y\": {\"x\": null}}\n"
			   "}\n";

static void expect_line(const char *path, size_t line)
{
	size_t found = json_line_of(TEXT, sizeof(TEXT) - 1, path);

	if (found != line)
		fail_msg("%s: line %zu", path, found);
}

/* Names, elements, lists in lists, texts with marks in them. */
static void a_field_is_found_on_its_line(void **state)
{
	(void)state;
	expect_line("a", 2);
	expect_line("b", 2);
	expect_line("b[0]", 3);
	expect_line("b[1]", 4);
	expect_line("b[1].c", 4);
	expect_line("b[1].d.e", 5);
	expect_line("b[1].f", 6);
	expect_line("b[1].f[0]", 7);
	expect_line("b[1].f[1][1]", 9);
	expect_line("b[2]", 10);
	expect_line("b[3]", 11);
	expect_line("z.y.x", 13);
}

/* A field that lacks stands nowhere: the object that lacks it does. */
static void a_field_that_lacks_is_on_the_line_of_its_object(void **state)
{
	(void)state;
	expect_line("", 1);
	expect_line("q", 1);
	expect_line("b[1].q", 4);
	expect_line("b[1].f[7]", 6);
	expect_line("z.y.q.r", 13);
	expect_line("zz.y", 1);
}

/* A refusal cuts a path at 63 bytes; the field is found by what is left. */
static void a_path_that_was_cut_is_found(void **state)
{
	static const char LONG[] =
		"{\"x\":1,\n"
		"\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnop\":2}";

	(void)state;
	assert_int_equal(
		json_line_of(LONG, sizeof(LONG) - 1,
			     "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefgh"),
		2);
}

/* What is no JSON at all ends the search, whatever it is. */
static void anything_can_be_searched(void **state)
{
	uint64_t seed = 7;
	char text[64];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t length = next_number(&seed) % sizeof(text);

		for (size_t at = 0; at < length; at++)
			text[at] = "{}[]\",:\\\n a1\0\xff"[next_number(&seed) % 14];
		assert_in_range(json_line_of(text, length, "a.a[1].1"), 1, length + 1);
	}
}

/* For what is not JSON: the line of a byte, and of the first that is not UTF-8. */
static void lines_are_counted_from_one(void **state)
{
	(void)state;
	assert_int_equal(json_line_at("a\nb\n", 0), 1);
	assert_int_equal(json_line_at("a\nb\n", 1), 1);
	assert_int_equal(json_line_at("a\nb\n", 2), 2);
	assert_int_equal(json_line_at("a\nb\n", 4), 3);
	assert_int_equal(json_line_not_utf8("a\n\xc3\xa6\n", 5), 0);
	assert_int_equal(json_line_not_utf8("a\n\xc3\n\xa6", 5), 2);
	assert_int_equal(json_line_not_utf8("", 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_field_is_found_on_its_line),
		cmocka_unit_test(a_field_that_lacks_is_on_the_line_of_its_object),
		cmocka_unit_test(a_path_that_was_cut_is_found),
		cmocka_unit_test(anything_can_be_searched),
		cmocka_unit_test(lines_are_counted_from_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
