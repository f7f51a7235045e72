/* test_spool_verdict.c - what follows from the journal and the printer's counter after a break. */
#include "tests/support/check.h"

#include <string.h>

#include "receipts/spool_verdict.h"

#define HERE "04b8:0e2e:J1"
#define SESSION "boot/001/005"
#define NOT_SAID (-1)

/* journal: counter before (NOT_SAID: none), cuts, tag. printer: which one is there, what it
 * counted; session: since when it is plugged in and on, NULL: since before the receipt. */
struct row {
	const char *why;
	const char *printer;
	int64_t before;
	int64_t cuts;
	const char *tag;
	const char *there;
	int64_t now;
	bool has_followers;
	enum spool_verdict verdict;
	const char *session;
};

static const struct row ROWS[] = {
	{ "cut once more: it came out", HERE, 7, 1, "000a", HERE, 8, false, SPOOL_CAME_OUT, NULL },
	{ "not cut: not out", HERE, 7, 1, "000a", HERE, 7, false, SPOOL_VOID, NULL },
	{ "first receipt of a printer's life", HERE, 0, 1, "000a", HERE, 0, false, SPOOL_VOID,
	  NULL },
	{ "as often as the receipt is", HERE, 7, 3, "000a", HERE, 10, false, SPOOL_CAME_OUT, NULL },
	{ "its first part only", HERE, 7, 3, "000a", HERE, 8, false, SPOOL_DOUBT, NULL },
	{ "somebody else cut too", HERE, 7, 1, "000a", HERE, 9, false, SPOOL_DOUBT, NULL },
	{ "it went back: exchanged within", HERE, 7, 1, "000a", HERE, 6, false, SPOOL_DOUBT, NULL },
	{ "another printer", HERE, 7, 1, "000a", "04b8:0e2e:J2", 8, false, SPOOL_DOUBT, NULL },
	{ "one that is like many", "", 7, 1, "000a", "", 8, false, SPOOL_DOUBT, NULL },
	{ "it does not count", HERE, NOT_SAID, 1, "000a", HERE, NOT_SAID, false, SPOOL_DOUBT,
	  NULL },
	{ "it began to count", HERE, NOT_SAID, 1, "000a", HERE, 8, false, SPOOL_DOUBT, NULL },
	{ "it says nothing now", HERE, 7, 1, "000a", HERE, NOT_SAID, false, SPOOL_DOUBT, NULL },
	{ "another till read 8 first", HERE, 7, 1, "000a", HERE, 8, true, SPOOL_CAME_OUT, NULL },
	{ "another till read 7 first", HERE, 7, 1, "000a", HERE, 7, true, SPOOL_AGAIN, NULL },
	{ "void not cut yet", HERE, 7, 1, "", HERE, 7, false, SPOOL_VOID, NULL },
	{ "void is cut: never taken for the receipt", HERE, 7, 1, "", HERE, 8, false, SPOOL_AGAIN,
	  NULL },
	{ "void, and another till went on", HERE, 7, 1, "", HERE, 7, true, SPOOL_AGAIN, NULL },
	{ "void, then another printer", HERE, 7, 1, "", "04b8:0e2e:J2", 7, false, SPOOL_AGAIN,
	  NULL },
	{ "void, and it says nothing now", HERE, 7, 1, "", HERE, NOT_SAID, false, SPOOL_AGAIN,
	  NULL },
	{ "it lost its power: the count may be old", HERE, 7, 1, "000a", HERE, 7, false,
	  SPOOL_DOUBT, "boot/001/006" },
	{ "so did the till", HERE, 7, 1, "000a", HERE, 7, false, SPOOL_DOUBT, "boot2/001/005" },
	{ "nobody knows whether it did", HERE, 7, 1, "000a", HERE, 7, false, SPOOL_DOUBT, "" },
	{ "it did, and counted one more", HERE, 7, 1, "000a", HERE, 8, false, SPOOL_CAME_OUT,
	  "boot/001/006" },
	{ "it did, then another till read 7", HERE, 7, 1, "000a", HERE, 7, true, SPOOL_DOUBT,
	  "boot/001/006" },
	{ "it did, then another till read 8", HERE, 7, 1, "000a", HERE, 8, true, SPOOL_CAME_OUT,
	  "boot/001/006" },
	{ "it did while the void was cut", HERE, 7, 1, "", HERE, 7, false, SPOOL_VOID,
	  "boot/001/006" },
};

static enum spool_verdict verdict_of(const struct row *row)
{
	struct spool_begun begun = { .has_counter = row->before != NOT_SAID,
				     .counter = row->before,
				     .cuts = row->cuts };
	struct spool_found found = { .printer = row->there,
				     .session = row->session != NULL ? row->session : SESSION,
				     .has_counter = row->now != NOT_SAID,
				     .counter = row->now,
				     .has_followers = row->has_followers };

	memcpy(begun.printer, row->printer, strlen(row->printer) + 1);
	memcpy(begun.session, SESSION, sizeof(SESSION));
	memcpy(begun.tag, row->tag, strlen(row->tag) + 1);
	return spool_verdict(&begun, &found);
}

/* Each row is a case that a shop can be in. */
static void every_case_has_its_verdict(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++)
		if (verdict_of(&ROWS[i]) != ROWS[i].verdict)
			fail_msg("%s: %d", ROWS[i].why, (int)verdict_of(&ROWS[i]));
}

/* Over all small numbers: nothing is taken for out unless it was cut as often as it is long, on the
 * printer that it was begun on; and what may be out is never printed again without saying so. */
static void nothing_counts_as_out_without_its_cuts(void **state)
{
	(void)state;
	for (int64_t i = 0; i < 3 * 5 * 12; i++) {
		int64_t cuts = 1 + i % 3, before = i / 3 % 5, now = i / 15;
		struct row row = { "",	 HERE, before, cuts,	    "000a",
				   HERE, now,  false,  SPOOL_DOUBT, NULL };
		enum spool_verdict verdict = verdict_of(&row);

		assert_int_equal(verdict == SPOOL_CAME_OUT, now - before == cuts);
		assert_int_equal(verdict == SPOOL_VOID, now == before);
	}
}

/* A printer writes its count down now and then: one that lost its power may have cut what it does
 * not know of. One that cannot be watched never proves by an equal count, not even to a till that
 * cannot be watched either. */
static void an_equal_count_proves_nothing_without_a_session(void **state)
{
	struct spool_begun begun = { HERE, "", true, 7, 1, "000a" };
	struct spool_found found = { HERE, "", true, 7, false };

	(void)state;
	assert_int_equal(spool_verdict(&begun, &found), SPOOL_DOUBT);
	found.has_followers = true;
	assert_int_equal(spool_verdict(&begun, &found), SPOOL_DOUBT);
	found.counter = 8;
	assert_int_equal(spool_verdict(&begun, &found), SPOOL_CAME_OUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_has_its_verdict),
		cmocka_unit_test(nothing_counts_as_out_without_its_cuts),
		cmocka_unit_test(an_equal_count_proves_nothing_without_a_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
