/* test_page_data.c - a page as a spreadsheet and a program read it. */
#include "tests/support/check.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "tests/support/page_sample.h"
#include "tests/support/page_text.h"

/* Every line has as many fields as the first: counted outside of quotes. */
static void assert_even(const char *text)
{
	size_t fields = 0;
	size_t count = 1;
	bool is_quoted = false;

	for (; *text != '\0'; text++) {
		is_quoted = is_quoted != (*text == '"');
		count += *text == ',' && !is_quoted;
		if (*text != '\n' || is_quoted)
			continue;
		assert_int_equal(count, fields == 0 ? count : fields);
		fields = count;
		count = 1;
	}
	assert_true(fields > 0);
}

static void csv_has_one_table_even_and_whole(void **state)
{
	static const char *const TABLES[] = { "cohorts", "at_risk",  "tenths",
					      "empty",	 "tracking", "sales",
					      "facts",	 "nothing",  "segments" };
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	for (size_t i = 0; i < sizeof(TABLES) / sizeof(TABLES[0]); i++)
		assert_even(page_text_sample(&text, VIEW_CSV, 20, true, TABLES[i]));
	seen = page_text_sample(&text, VIEW_CSV, 0, false, NULL);
	assert_int_equal(
		strncmp(seen, "cohort,cohort_is_over,members,net,share_1,share_1_is_over,", 50), 0);
	assert_non_null(strstr(seen, "\r\n2026-11,yes,1062,332543.30,0.42,no,,,"));
	assert_non_null(strstr(seen, "\r\n2026-12,no,1037,320197.63,,,"));
	assert_non_null(strstr(seen, ",DKK\r\n"));
	page_text_close(&text);
}

/* A member may be called what she likes; no spreadsheet computes it. */
static void names_in_csv_are_no_formulas(void **state)
{
	struct page_text text;
	const char *seen;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_CSV, 0, false, "at_risk");
	assert_non_null(strstr(seen, ",\"'=1+1, \"\"quoted\"\" & <b>bold</b>\",DKK\r\n"));
	assert_non_null(
		strstr(seen, "\r\n\"<script>alert(\"\"1\"\")</script>\",990.00,2026-10-25,"));
	assert_null(strchr(seen, '\033'));
	page_text_close(&text);
}

/* Facts and charts are tables too; an empty page has its facts. */
static void facts_and_charts_come_as_tables(void **state)
{
	struct page_text text;
	struct page *page;
	struct view view = page_sample_view(VIEW_CSV, 0, false);

	(void)state;
	page_text_open(&text);
	assert_non_null(strstr(page_text_sample(&text, VIEW_CSV, 0, false, "facts"),
			       "fact,title,value,low,high\r\nmembers,members who bought,12345,,\r\n"
			       "again,come a second time,0.41,0.385,0.436\r\n"));
	assert_non_null(strstr(page_text_sample(&text, VIEW_CSV, 0, false, "tracking"),
			       "label,actual,actual_is_over,expected,low,high\r\n2026-W01,500,yes,"
			       "550,450,650\r\n"));
	page = page_text_new(&text);
	page_fact(page, "members", "members", PAGE_COUNT, 0);
	assert_string_equal(page_text_of(&text, page, &view, NULL),
			    "fact,title,value,low,high\r\nmembers,members,0,,\r\n");
	page_close(page);
	page_text_close(&text);
}

static void a_table_that_is_not_there_is_refused(void **state)
{
	struct page_text text;

	(void)state;
	page_text_open(&text);
	assert_string_equal(page_text_sample(&text, VIEW_CSV, 0, false, "weather"), "");
	assert_int_equal(text.refusal.code, RGL_E_FIELD);
	assert_string_equal(text.refusal.field, "table");
	assert_non_null(strstr(text.refusal.text, "no table weather; it has: facts, tracking, "
						  "cohorts, sales, at_risk, "));
	page_text_close(&text);
}

static const cJSON *inside(const cJSON *json, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);

	if (item == NULL)
		fail_msg("there is no %s", name);
	return item;
}

static double number(const cJSON *json, const char *name)
{
	assert_true(cJSON_IsNumber(inside(json, name)));
	return cJSON_GetNumberValue(inside(json, name));
}

static void assert_says(const cJSON *json, const char *name, const char *expected)
{
	assert_string_equal(cJSON_GetStringValue(inside(json, name)), expected);
}

/* Read back by a parser that is not ours; all of it is one line, for the gateway. */
static void json_says_all_in_one_object(void **state)
{
	struct page_text text;
	const char *seen;
	cJSON *json;

	(void)state;
	page_text_open(&text);
	seen = page_text_sample(&text, VIEW_JSON, 0, false, NULL);
	assert_ptr_equal(strchr(seen, '\n'), seen + strlen(seen) - 1);
	json = cJSON_ParseWithOpts(seen, NULL, 1);
	assert_non_null(json);
	assert_says(json, "report", "sample");
	assert_says(json, "shop", "Kaffe & Kage");
	assert_says(json, "zone", "Europe/Copenhagen");
	assert_says(json, "currency", "DKK");
	assert_true(number(json, "exponent") == 2);
	assert_int_equal(cJSON_GetArraySize(inside(json, "says")), 2);
	assert_int_equal(cJSON_GetArraySize(inside(json, "tomorrow")), 1);
	assert_int_equal(cJSON_GetArraySize(inside(json, "notes")), 2);
	assert_int_equal(cJSON_GetArraySize(inside(json, "tables")), 4);
	assert_int_equal(cJSON_GetArraySize(inside(json, "charts")), 4);
	assert_true(number(inside(json, "facts"), "net_minor") == 123456789);
	assert_true(number(inside(json, "facts"), "value_low_minor") == 80000);
	assert_true(number(inside(json, "facts"), "again_high") == 0.436);
	assert_says(inside(json, "facts"), "since", "2026-01-01");
	assert_says(inside(json, "facts"), "model", "MBG/NBD, chosen by its held-out weeks");
	cJSON_Delete(json);
	page_text_close(&text);
}

static void rows_and_points_in_json_have_their_units(void **state)
{
	struct page_text text;
	const cJSON *row;
	const cJSON *series;
	cJSON *json;

	(void)state;
	page_text_open(&text);
	json = cJSON_Parse(page_text_sample(&text, VIEW_JSON, 0, false, NULL));
	assert_non_null(json);
	row = cJSON_GetArrayItem(inside(inside(json, "tables"), "cohorts"), 10);
	assert_says(row, "cohort", "2026-11");
	assert_true(cJSON_IsTrue(inside(row, "cohort_is_over")));
	assert_true(number(row, "net_minor") == 33254330);
	assert_true(number(row, "share_1") == 0.42);
	assert_true(cJSON_IsFalse(inside(row, "share_1_is_over")));
	assert_true(cJSON_IsNull(inside(row, "share_2")));
	assert_true(cJSON_IsNull(inside(row, "share_2_is_over")));
	row = cJSON_GetArrayItem(inside(inside(json, "tables"), "at_risk"), 1);
	assert_says(row, "name", PAGE_SAMPLE_THIEF);
	assert_says(row, "last", "2026-10-25");
	assert_int_equal(cJSON_GetArraySize(inside(inside(json, "tables"), "empty")), 0);
	series = inside(inside(inside(inside(json, "charts"), "sales"), "series"), "new");
	assert_int_equal(cJSON_GetArraySize(inside(series, "points_minor")), 12);
	assert_true(cJSON_IsNull(cJSON_GetArrayItem(inside(series, "points_minor"), 5)));
	assert_true(cJSON_IsFalse(cJSON_GetArrayItem(inside(series, "is_over"), 11)));
	cJSON_Delete(json);
	page_text_close(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_has_one_table_even_and_whole),
		cmocka_unit_test(names_in_csv_are_no_formulas),
		cmocka_unit_test(facts_and_charts_come_as_tables),
		cmocka_unit_test(a_table_that_is_not_there_is_refused),
		cmocka_unit_test(json_says_all_in_one_object),
		cmocka_unit_test(rows_and_points_in_json_have_their_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
