/* test_report.c - the reports by name: what may be asked of each, and that each has an answer in
 * every format, of a shop with nothing in it, with one sale, and with a few. What they say is in
 * tests/test_report_*.c.
 */
#include "tests/support/check.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/report_page.h"
#include "tests/support/sweep.h"

enum { KINDS = 11 };

/* The names do not change once released; the help lists them all. */
static void reports_have_their_names(void **state)
{
	static const char *const NAMES[KINDS] = {
		"cohorts",   "value",	 "at-risk", "segments", "rhythm", "new-vs-returning",
		"economics", "forecast", "staff",   "alerts",	"care",
	};
	const struct report_kind *kind = NULL;

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		assert_string_equal(report_kind_at(i)->name, NAMES[i]);
		assert_true(strlen(report_kind_at(i)->title) > 10);
		assert_int_equal(report_kind_of(NAMES[i], &kind, NULL), RGL_OK);
		assert_ptr_equal(kind, report_kind_at(i));
	}
	assert_null(report_kind_at(KINDS));
}

static void a_report_that_is_not_there_is_refused_with_those_there_are(void **state)
{
	const struct report_kind *kind = NULL;
	struct rgl_why refusal = { 0 };

	(void)state;
	assert_int_equal(report_kind_of("weather", &kind, &refusal), RGL_E_FIELD);
	assert_null(kind);
	assert_string_equal(refusal.field, "name");
	assert_string_equal(
		refusal.text,
		"there is no report weather; there are: cohorts, value, at-risk, "
		"segments, rhythm, new-vs-returning, economics, forecast, staff, alerts, "
		"care");
}

static void formats_have_their_names(void **state)
{
	static const char *const NAMES[] = { "table", "csv", "json", "html" };
	enum view_format format = VIEW_TABLE;
	struct rgl_why refusal = { 0 };

	(void)state;
	for (int i = VIEW_TABLE; i <= VIEW_HTML; i++) {
		assert_int_equal(report_format_of(NAMES[i], &format, NULL), RGL_OK);
		assert_int_equal(format, i);
	}
	assert_int_equal(report_format_of("pdf", &format, &refusal), RGL_E_FIELD);
	assert_int_equal(format, VIEW_HTML);
	assert_string_equal(refusal.field, "format");
	assert_non_null(strstr(refusal.text, "table, csv, json, html"));
}

/* A question that a report has no answer to is refused, not passed over. */
static void what_a_report_does_not_take_is_refused(void **state)
{
	static const struct {
		const char *field;
		unsigned int bit;
	} WISHES[] = { { "by", REPORT_TAKES_CUT },
		       { "where", REPORT_TAKES_WHERE },
		       { "show", REPORT_TAKES_MEASURE },
		       { "cost", REPORT_TAKES_COST },
		       { "period", REPORT_TAKES_PERIOD } };
	struct report_page page;
	size_t refused = 0;

	(void)state;
	report_page_open(&page);
	for (size_t i = 0; i < KINDS * 5; i++) {
		const struct report_kind *kind = report_kind_at(i / 5);
		struct report plain = page.report;

		if ((kind->takes & WISHES[i % 5].bit) != 0)
			continue;
		page.report.wish.cut = i % 5 == 0 ? CUT_TIER : CUT_NONE;
		page.report.wish.where = i % 5 == 1 ? "total >= 10" : NULL;
		page.report.measure = i % 5 == 2 ? "net" : NULL;
		page.report.has_cost = i % 5 == 3;
		page.report.wish.grain = i % 5 == 4 ? GRAIN_WEEK : GRAIN_MONTH;
		assert_int_equal(report_page_refusal(&page, kind->name), RGL_E_FIELD);
		assert_string_equal(page.shop.store->refusal.field, WISHES[i % 5].field);
		assert_non_null(strstr(page.shop.store->refusal.text, "does not take"));
		page.report = plain;
		refused++;
	}
	assert_true(refused > 20);
	report_page_close(&page);
}

/* A day alone is the whole of it, in the shop's zone; an instant is itself. */
static void bounds_are_read_in_the_shops_zone(void **state)
{
	struct report_page page;
	struct report *report = &page.report;

	(void)state;
	report_page_open(&page);
	assert_int_equal(report_bounds(page.shop.store, NULL, "", report), RGL_OK);
	assert_true(report->wish.from_ms == INT64_MIN && report->wish.until_ms == INT64_MAX);
	assert_int_equal(report_bounds(page.shop.store, "2026-01-05", "2026-01-05", report),
			 RGL_OK);
	assert_int_equal(report->wish.from_ms, SHOP_NOW_MS - 11 * 3600000);
	assert_int_equal(report->wish.until_ms, SHOP_NOW_MS + 13 * 3600000);
	assert_int_equal(report_bounds(page.shop.store, "2026-01-05T10:00Z", NULL, report), RGL_OK);
	assert_int_equal(report->wish.from_ms, SHOP_NOW_MS);
	assert_int_equal(report_bounds(page.shop.store, NULL, "soon", report), RGL_E_TIME);
	assert_string_equal(page.shop.store->refusal.text,
			    "to is not a day; write it like 2026-11-21");
	assert_int_equal(report_bounds(page.shop.store, "2026-01-05", "2026-01-04", report),
			 RGL_E_FIELD);
	assert_string_equal(page.shop.store->refusal.field, "from");
	assert_int_equal(report->wish.from_ms, SHOP_NOW_MS);
	report_page_close(&page);
}

/* Nothing that is no number, or below nothing where there is no such thing. */
static void check_text(const char *name, int format, const char *text)
{
	static const char *const NEVER[] = { "nan",   "inf,", "inf\n", " inf ",
					     "-0.00", "-0 ",  "(null)" };
	cJSON *json;

	for (size_t i = 0; format != VIEW_HTML && i < sizeof(NEVER) / sizeof(NEVER[0]); i++)
		if (strstr(text, NEVER[i]) != NULL)
			fail_msg("%s says %s: %s", name, NEVER[i], text);
	assert_true(strlen(text) > 0);
	if (format != VIEW_JSON)
		return;
	json = cJSON_ParseWithOpts(text, NULL, 1);
	assert_non_null(json);
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(json, "report")), name);
	assert_true(cJSON_GetArraySize(cJSON_GetObjectItem(json, "says")) > 0);
	cJSON_Delete(json);
}

/* Every report in every format: each has at least a sentence. */
static void check_all(struct report_page *page)
{
	for (size_t i = 0; i < KINDS; i++)
		for (int format = VIEW_TABLE; format <= VIEW_HTML; format++) {
			const char *name = report_kind_at(i)->name;

			page->report.format = (enum view_format)format;
			check_text(name, format, report_page_make(page, name));
		}
}

static void a_shop_without_a_sale_gets_every_report(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	check_all(&page);
	report_page_close(&page);
}

static void a_shop_with_one_sale_gets_every_report(void **state)
{
	const struct page_sale sale = {
		.day = "2025-12-01", .member = "a", .minor = 1250, .cost = -1
	};
	struct report_page page;

	(void)state;
	report_page_open(&page);
	report_page_add(&page, &sale);
	report_page_import(&page);
	check_all(&page);
	report_page_close(&page);
}

/* A sale of nobody, one worth nothing, a refund before any sale, a day in the future. */
static void a_shop_with_odd_sales_gets_every_report(void **state)
{
	static const struct page_sale SALES[] = {
		{ .day = "2025-11-03", .minor = 900, .cost = -1 },
		{ .day = "2025-11-04", .member = "a", .minor = -500, .cost = -1 },
		{ .day = "2025-11-05", .member = "b", .minor = 0, .cost = 0 },
		{ .day = "2025-11-05", .member = "c", .minor = 1000, .cost = 2000 },
		{ .day = "2025-12-05", .member = "c", .minor = -1000, .cost = -1 },
	};
	struct report_page page;

	(void)state;
	report_page_open(&page);
	for (size_t i = 0; i < sizeof(SALES) / sizeof(SALES[0]); i++)
		report_page_add(&page, &SALES[i]);
	report_page_import(&page);
	check_all(&page);
	report_page_close(&page);
}

/* What looks at all sales there are says so when it is asked for some days. */
static void a_report_of_all_sales_takes_no_days(void **state)
{
	static const char *const NAMES[] = { "value", "at-risk", "segments", "economics",
					     "forecast" };
	struct report_page page;

	(void)state;
	report_page_open(&page);
	assert_int_equal(report_bounds(page.shop.store, NULL, "2026-01-05", &page.report), RGL_OK);
	for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
		assert_int_equal(report_page_refusal(&page, NAMES[i]), RGL_E_FIELD);
		assert_string_equal(page.shop.store->refusal.field, "to");
	}
	report_page_close(&page);
}

/* Tables and charts are asked for by their key; others are refused with those there are. */
static void a_table_is_asked_for_by_its_key(void **state)
{
	struct report_page page;

	(void)state;
	report_page_open(&page);
	page.report.format = VIEW_CSV;
	page.report.table = "alerts";
	assert_string_equal(report_page_make(&page, "alerts"),
			    "at,limit,refused,member,cashier,text\r\n");
	page.report.table = "facts";
	assert_string_equal(report_page_make(&page, "alerts"),
			    "fact,title,value,low,high\r\nalerts,found,0,,\r\n"
			    "refused,of them refused,0,,\r\n");
	page.report.table = "weather";
	assert_int_equal(report_page_refusal(&page, "alerts"), RGL_E_FIELD);
	assert_string_equal(page.shop.store->refusal.field, "table");
	report_page_close(&page);
}

/* What the limits found, in the shop's time, and to the owner's question of when. */
static void alerts_are_listed_between_their_bounds(void **state)
{
	struct report_page page;
	const char *text;

	(void)state;
	report_page_open(&page);
	assert_non_null(strstr(report_page_make(&page, "alerts"), "Nothing was found."));
	assert_int_equal(
		shop_run(&page.shop,
			 "INSERT INTO alert (event, at_ms, kind, refused, member, cashier, text) "
			 "SELECT max(id), 1767607200000, 'own_card', 1, 1, 'Bo', '=own card' "
			 "FROM event"),
		0);
	text = report_page_make(&page, "alerts");
	assert_non_null(strstr(text, "1 in all, 1 of them refused."));
	assert_non_null(strstr(text, "2026-01-05 11:00  own_card  yes      1       Bo       =own "
				     "card"));
	page.report.format = VIEW_CSV;
	assert_non_null(strstr(report_page_make(&page, "alerts"),
			       "\r\n2026-01-05 11:00,own_card,yes,1,Bo,'=own card\r\n"));
	page.report.wish.until_ms = SHOP_NOW_MS;
	assert_null(strstr(report_page_make(&page, "alerts"), "own_card"));
	report_page_close(&page);
}

/* The n-th allocation fails: the words are there, nothing is half written. */
static void every_failed_allocation_is_told_and_leaks_nothing(void **state)
{
	struct report_page page;
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	report_page_open(&page);
	for (; rc != RGL_OK && n < 300; n++) {
		struct sweep sweep;

		sweep_init(&sweep, n);
		page.report.format = (enum view_format)(n % (VIEW_HTML + 1));
		rc = report_page_sweep(&page, "alerts", &sweep.host);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
	report_page_close(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reports_have_their_names),
		cmocka_unit_test(a_report_that_is_not_there_is_refused_with_those_there_are),
		cmocka_unit_test(formats_have_their_names),
		cmocka_unit_test(what_a_report_does_not_take_is_refused),
		cmocka_unit_test(bounds_are_read_in_the_shops_zone),
		cmocka_unit_test(a_shop_without_a_sale_gets_every_report),
		cmocka_unit_test(a_shop_with_one_sale_gets_every_report),
		cmocka_unit_test(a_shop_with_odd_sales_gets_every_report),
		cmocka_unit_test(a_report_of_all_sales_takes_no_days),
		cmocka_unit_test(a_table_is_asked_for_by_its_key),
		cmocka_unit_test(alerts_are_listed_between_their_bounds),
		cmocka_unit_test(every_failed_allocation_is_told_and_leaks_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
