/* test_spool_verdict.c - what follows from the journal and the printer's counter after a break. */
#include "tests/support/check.h"

#include <string.h>

#include "receipts/spool_verdict.h"

#define HERE "04b8:0e2e:J1"
#define NOT_SAID (-1)

/* journal: counter before (NOT_SAID: none), cuts, tag. printer: which one is there, what it
 * counted. */
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
};

static const struct row ROWS[] = {
	{ "cut once more: it came out", HERE, 7, 1, "000a", HERE, 8, false, SPOOL_CAME_OUT },
	{ "not cut: not out", HERE, 7, 1, "000a", HERE, 7, false, SPOOL_VOID },
	{ "first receipt of a printer's life", HERE, 0, 1, "000a", HERE, 0, false, SPOOL_VOID },
	{ "as often as the receipt is", HERE, 7, 3, "000a", HERE, 10, false, SPOOL_CAME_OUT },
	{ "its first part only", HERE, 7, 3, "000a", HERE, 8, false, SPOOL_DOUBT },
	{ "somebody else cut too", HERE, 7, 1, "000a", HERE, 9, false, SPOOL_DOUBT },
	{ "it went back: exchanged within", HERE, 7, 1, "000a", HERE, 6, false, SPOOL_DOUBT },
	{ "another printer", HERE, 7, 1, "000a", "04b8:0e2e:J2", 8, false, SPOOL_DOUBT },
	{ "one that is like many", "", 7, 1, "000a", "", 8, false, SPOOL_DOUBT },
	{ "it does not count", HERE, NOT_SAID, 1, "000a", HERE, NOT_SAID, false, SPOOL_DOUBT },
	{ "it began to count", HERE, NOT_SAID, 1, "000a", HERE, 8, false, SPOOL_DOUBT },
	{ "it says nothing now", HERE, 7, 1, "000a", HERE, NOT_SAID, false, SPOOL_DOUBT },
	{ "another till read 8 first", HERE, 7, 1, "000a", HERE, 8, true, SPOOL_CAME_OUT },
	{ "another till read 7 first", HERE, 7, 1, "000a", HERE, 7, true, SPOOL_AGAIN },
	{ "void not cut yet", HERE, 7, 1, "", HERE, 7, false, SPOOL_VOID },
	{ "void is cut: never taken for the receipt", HERE, 7, 1, "", HERE, 8, false, SPOOL_AGAIN },
	{ "void, and another till went on", HERE, 7, 1, "", HERE, 7, true, SPOOL_AGAIN },
	{ "void, then another printer", HERE, 7, 1, "", "04b8:0e2e:J2", 7, false, SPOOL_AGAIN },
	{ "void, and it says nothing now", HERE, 7, 1, "", HERE, NOT_SAID, false, SPOOL_AGAIN },
};

static enum spool_verdict verdict_of(const struct row *row)
{
	struct spool_begun begun = { .has_counter = row->before != NOT_SAID,
				     .counter = row->before,
				     .cuts = row->cuts };
	struct spool_found found = { .printer = row->there,
				     .has_counter = row->now != NOT_SAID,
				     .counter = row->now,
				     .has_followers = row->has_followers };

	memcpy(begun.printer, row->printer, strlen(row->printer) + 1);
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
		struct row row = { "", HERE, before, cuts, "000a", HERE, now, false, SPOOL_DOUBT };
		enum spool_verdict verdict = verdict_of(&row);

		assert_int_equal(verdict == SPOOL_CAME_OUT, now - before == cuts);
		assert_int_equal(verdict == SPOOL_VOID, now == before);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_has_its_verdict),
		cmocka_unit_test(nothing_counts_as_out_without_its_cuts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
