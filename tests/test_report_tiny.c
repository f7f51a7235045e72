/* test_report_tiny.c - odd small shops by chance: each report, each way it can be asked, without a
 * failure or a figure that is none. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/report_page.h"

static int at_most(uint64_t *number, int most)
{
	return (int)(next_number(number) % (uint64_t)(most + 1));
}

/* Up to twelve members, refunds, sales to nobody, days over three years; sometimes costs. */
static void fill_by_chance(struct report_page *page, uint64_t *number)
{
	static const char *const CASHIERS[] = { NULL, "anna", "bo" };
	int members = at_most(number, 12);
	int sales = at_most(number, 40);
	bool has_costs = at_most(number, 1) == 0;

	for (int i = 0; i <= sales; i++) {
		char day[24];
		char name[16] = "";
		struct page_sale sale = { .day = day, .member = name, .cost = -1 };

		(void)snprintf(day, sizeof(day), "%d-%02d-%02dT%02d:15", 2023 + at_most(number, 2),
			       1 + at_most(number, 11), 1 + at_most(number, 27),
			       at_most(number, 23));
		if (at_most(number, 4) > 0)
			(void)snprintf(name, sizeof(name), "K%d", at_most(number, members));
		sale.minor =
			at_most(number, 3) == 0 ? -at_most(number, 3000) : at_most(number, 3000);
		sale.cost = has_costs && sale.minor > 0 ? at_most(number, 900) : -1;
		sale.cashier = CASHIERS[at_most(number, 2)];
		report_page_add(page, &sale);
	}
	report_page_import(page);
}

static void assert_sane(const char *text)
{
	assert_null(strstr(text, "nan"));
	assert_null(strstr(text, "-nan"));
	assert_null(strstr(text, "inf"));
	assert_null(strstr(text, "\"share\":-"));
	assert_true(strlen(text) > 50);
}

static void ask_all(struct report_page *page)
{
	static const struct {
		const char *name;
		enum grain grain;
		enum cut cut;
		const char *measure;
	} ASKED[] = {
		{ "cohorts", GRAIN_MONTH, CUT_NONE, NULL },
		{ "cohorts", GRAIN_WEEK, CUT_NONE, "value" },
		{ "cohorts", GRAIN_QUARTER, CUT_CASHIER, NULL },
		{ "cohorts", GRAIN_MONTH, CUT_NONE, "ticket" },
		{ "cohorts", GRAIN_MONTH, CUT_NONE, "margin" },
		{ "new-vs-returning", GRAIN_MONTH, CUT_NONE, NULL },
		{ "new-vs-returning", GRAIN_WEEK, CUT_CASHIER, NULL },
		{ "rhythm", GRAIN_MONTH, CUT_NONE, NULL },
		{ "staff", GRAIN_MONTH, CUT_NONE, NULL },
	};

	for (size_t i = 0; i < sizeof(ASKED) / sizeof(ASKED[0]); i++) {
		page->report.wish.grain = ASKED[i].grain;
		page->report.wish.cut = ASKED[i].cut;
		page->report.measure = ASKED[i].measure;
		for (int format = VIEW_TABLE; format <= VIEW_JSON; format++) {
			if (format == VIEW_CSV)
				continue;
			page->report.format = (enum view_format)format;
			assert_sane(report_page_make(page, ASKED[i].name));
		}
	}
}

static void odd_shops_never_break_a_report(void **state)
{
	uint64_t number = 20261122;

	(void)state;
	for (int shop = 0; shop < 30; shop++) {
		struct report_page page;

		report_page_open(&page);
		fill_by_chance(&page, &number);
		ask_all(&page);
		page.report.wish.grain = GRAIN_MONTH;
		assert_int_equal(
			report_bounds(page.shop.store, "2024-02-10", "2025-03-20", &page.report),
			RGL_OK);
		ask_all(&page);
		report_page_close(&page);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(odd_shops_never_break_a_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
