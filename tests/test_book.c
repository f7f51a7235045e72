/* test_book.c - a programme that is applied again, and what members hold that it does not know. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/programme/same.h"
#include "tests/support/office.h"
#include "tests/support/sweep.h"

#define TEA OFFICE_HEAD "}"

static rgl_rc apply(struct office *office, const char *text, int64_t *ret_version)
{
	struct store *store = office->shop.store;
	rgl_rc rc = store_begin(store);

	return rc < 0 ? rc
		      : store_end(store, book_apply(office->book, text, strlen(text), ret_version));
}

static bool is_same(const char *one, const char *other)
{
	return programme_is_same(one, strlen(one), other, strlen(other));
}

/* Blanks between words say nothing; in a text they do. */
static void files_are_the_same_but_for_blanks_between_words(void **state)
{
	(void)state;
	assert_true(is_same("{\"a\": [1, 2]}\n", "\t{\"a\":[1,2]}"));
	assert_true(is_same("", " \r\n"));
	assert_true(is_same("{\"a\\\"b \\\\\": 1}", "{\"a\\\"b \\\\\":1}"));
	assert_false(is_same("{\"a b\":1}", "{\"ab\":1}"));
	assert_false(is_same("{\"a\\\" b\":1}", "{\"a\\\"b\":1}"));
	assert_false(is_same("[1]", "[1]]"));
	assert_false(is_same("[1]]", "[1]"));
	assert_false(is_same("[1]", "[2]"));
}

/* An owner who applies a file twice has one programme; one that was changed and changed back has
 * three. */
static void the_same_again_makes_no_version(void **state)
{
	struct office office;
	int64_t version = 0;

	(void)state;
	office_open(&office, TEA);
	assert_int_equal(apply(&office, TEA "\n", &version), RGL_EXISTS);
	assert_int_equal(version, 1);
	assert_int_equal(shop_number(&office.shop, "SELECT count(*) FROM programme"), 1);
	assert_int_equal(apply(&office, OFFICE_HEAD ",\"rounding\":\"up\"}", &version), RGL_OK);
	assert_int_equal(version, 2);
	assert_int_equal(apply(&office, TEA, &version), RGL_OK);
	assert_int_equal(version, 3);
	office_close(&office);
}

/* A card whose id is another is another card: who holds what on the old one is told. */
static void stamps_on_a_card_that_is_gone_are_found(void **state)
{
	static const char RENAMED[] = "{\"programme\":1,\"name\":\"P\",\"stamp_cards\":[{\"id\":"
				      "\"black-tea\",\"title\":\"Tea\",\"stamps\":8}]}";
	const struct book_entry *entry = NULL;
	struct book_left left[2];
	struct adjustment asked;
	struct office office;
	int64_t version = 0;
	int64_t balance = 0;
	size_t count = 7;

	(void)state;
	office_open(&office, TEA);
	asked = office_ask(&office, "A-1", 5);
	asked.purse = "tea";
	assert_int_equal(office_change(&office, &asked, &balance), RGL_OK);
	assert_int_equal(book_at(office.book, office.now_ms, &entry), RGL_OK);
	assert_int_equal(book_left_behind(office.shop.store, entry->programme, left, 2, &count),
			 RGL_OK);
	assert_int_equal(count, 0);
	assert_int_equal(apply(&office, RENAMED, &version), RGL_OK);
	assert_int_equal(book_at(office.book, office.now_ms, &entry), RGL_OK);
	assert_int_equal(book_left_behind(office.shop.store, entry->programme, left, 2, &count),
			 RGL_OK);
	assert_int_equal(count, 1);
	assert_string_equal(left[0].card, "tea");
	assert_int_equal(left[0].members, 1);
	assert_int_equal(left[0].stamps, 5);
	assert_int_equal(book_left_behind(office.shop.store, entry->programme, left, 0, &count),
			 RGL_OK);
	assert_int_equal(count, 0);
	office_close(&office);
}

/* Memory that runs out is told, and leaves the programme as it was. */
static void every_allocation_may_fail(void **state)
{
	struct office office;
	struct sweep sweep;
	rgl_rc rc = RGL_OK;
	long at = 0;

	(void)state;
	office_open(&office, TEA);
	do {
		struct host *host = &office.shop.host;
		const struct host kept = *host;
		int64_t version = 77;

		sweep_init(&sweep, at++);
		host_init(host, &sweep.host);
		host->lent.user = &sweep;
		rc = apply(&office, TEA, &version);
		*host = kept;
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_EXISTS);
		assert_int_equal(version, sweep.ran_out ? 77 : 1);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	} while (sweep.ran_out && at < 500);
	assert_true(at > 2 && at < 500);
	office_close(&office);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_the_same_but_for_blanks_between_words),
		cmocka_unit_test(the_same_again_makes_no_version),
		cmocka_unit_test(stamps_on_a_card_that_is_gone_are_found),
		cmocka_unit_test(every_allocation_may_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
