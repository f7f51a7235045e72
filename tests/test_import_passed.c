/* test_import_passed.c - why transactions were passed over, summed over files and told. */
#include "tests/support/check.h"

#include <string.h>

#include "cli/import_passed.h"

/* A reader that passed over what a table says; a reason of NULL ends it. */
struct table {
	const char *reason;
	int64_t count;
};

static const char *reason_of(const void *reader, size_t i, int64_t *ret_count)
{
	const struct table *table = reader;

	if (table[i].reason != NULL)
		*ret_count = table[i].count;
	return table[i].reason;
}

static const struct log_format FORMAT = { .name = "table", .passed_reason = reason_of };

static void expect(const struct import_passed *passed, const char *expected)
{
	char words[PASSED_ROOM];

	import_passed_words(passed, words);
	assert_string_equal(words, expected);
}

static void reasons_are_summed_over_files(void **state)
{
	static const struct table FIRST[] = { { "open", 1200 }, { "drafts", 1 }, { NULL, 0 } };
	static const struct table SECOND[] = { { "cancelled", 2 }, { "open", 34 }, { NULL, 0 } };
	struct import_passed passed = { 0 };

	(void)state;
	expect(&passed, "");
	import_passed_add(&passed, &FORMAT, FIRST);
	import_passed_add(&passed, &FORMAT, SECOND);
	expect(&passed, " (1,234 open, 1 drafts, 2 cancelled)");
}

/* POSLog counts, and gives no reasons. */
static void a_format_without_reasons_adds_none(void **state)
{
	static const struct log_format SILENT = { .name = "silent" };
	struct import_passed passed = { 0 };

	(void)state;
	import_passed_add(&passed, &SILENT, NULL);
	expect(&passed, "");
}

/* More or longer reasons than there is room for end early, still closed. */
static void too_many_words_end_early(void **state)
{
	static char texts[PASSED_REASONS + 4][64];
	struct table many[PASSED_REASONS + 5] = { 0 };
	struct import_passed passed = { 0 };
	char words[PASSED_ROOM];

	(void)state;
	for (size_t i = 0; i < PASSED_REASONS + 4; i++) {
		memset(texts[i], 'a' + (int)i, 60);
		many[i] = (struct table) { texts[i], 1 };
	}
	import_passed_add(&passed, &FORMAT, many);
	import_passed_words(&passed, words);
	assert_in_range(strlen(words), 300, PASSED_ROOM - 1);
	assert_int_equal(words[strlen(words) - 1], ')');
	assert_memory_equal(words, " (1 aaa", 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reasons_are_summed_over_files),
		cmocka_unit_test(a_format_without_reasons_adds_none),
		cmocka_unit_test(too_many_words_end_early),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
