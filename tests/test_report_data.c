/* test_report_data.c - the reports as a spreadsheet and a program read them. */
#include "tests/support/check.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "tests/support/report_shop.h"

/* One line a cell and one for the header, each with eight fields. */
static void csv_holds_every_cell(void **state)
{
	static const char EXPECTED[] =
		"first_month,months_later,month,new_members,active_members,net,currency,month_over"
		"\r\n"
		"2026-06,0,2026-06,10,10,5500.00,DKK,yes\r\n"
		"2026-06,1,2026-07,10,4,200.00,DKK,yes\r\n"
		"2026-06,2,2026-08,10,1,6.00,DKK,no\r\n"
		"2026-07,0,2026-07,4,4,4938.24,DKK,yes\r\n"
		"2026-07,1,2026-08,4,3,3.00,DKK,no\r\n"
		"2026-08,0,2026-08,1,1,0.00,DKK,no\r\n";
	struct report_shop shop;

	(void)state;
	report_shop_open(&shop);
	report_shop_fill(&shop);
	shop.view.format = VIEW_CSV;
	assert_string_equal(report_shop_cohorts(&shop), EXPECTED);
	report_shop_close(&shop);
}

/* A member may be called what she likes; no spreadsheet computes it. */
static void names_in_csv_are_no_formulas(void **state)
{
	static const char *const NAMES[] = { "=1+1", "Verma, \"Asha\"", NULL };
	struct report_shop shop;
	const char *text;

	(void)state;
	report_shop_open(&shop);
	report_shop_fill(&shop);
	shop.view.format = VIEW_CSV;
	text = report_shop_value(&shop, NAMES, 3);
	assert_non_null(strstr(text, "\r\n1,11,'=1+1,2,2026-07-01T12:00:00+00:00,"
				     "2026-07-31T12:00:00+00:00,617.78,1235.56,1235.56,net sales,"
				     "DKK\r\n"));
	assert_non_null(strstr(text, "\r\n2,12,\"Verma, \"\"Asha\"\"\",2,"));
	assert_non_null(strstr(text, "\r\n3,13,,2,"));
	report_shop_close(&shop);
}

static double number(const cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	assert_true(cJSON_IsNumber(item));
	return cJSON_GetNumberValue(item);
}

/* Read back by a parser that is not ours. */
static void cohorts_in_json_are_what_was_counted(void **state)
{
	struct report_shop shop;
	const cJSON *rows;
	const cJSON *months;
	cJSON *json;

	(void)state;
	report_shop_open(&shop);
	report_shop_fill(&shop);
	shop.view.format = VIEW_JSON;
	shop.view.shop = "Kaffe \"&\" \\ Kage\t\x01 \xff";
	json = cJSON_Parse(report_shop_cohorts(&shop));
	assert_non_null(json);
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(json, "shop")),
			    "Kaffe \"&\" \\ Kage\t\x01 \xef\xbf\xbd");
	assert_true(number(json, "exponent") == 2);
	assert_true(number(json, "net_minor") == 1064724);
	rows = cJSON_GetObjectItem(json, "cohorts");
	assert_int_equal(cJSON_GetArraySize(rows), 3);
	months = cJSON_GetObjectItem(cJSON_GetArrayItem(rows, 0), "months");
	assert_int_equal(cJSON_GetArraySize(months), 3);
	assert_true(number(cJSON_GetArrayItem(months, 1), "active_members") == 4);
	assert_true(number(cJSON_GetArrayItem(months, 2), "net_minor") == 600);
	assert_true(cJSON_IsFalse(cJSON_GetObjectItem(cJSON_GetArrayItem(months, 2), "over")));
	cJSON_Delete(json);
	report_shop_close(&shop);
}

static void worth_in_json_is_what_was_added_up(void **state)
{
	static const char *const NAMES[] = { "Asha \"A\" Verma", NULL };
	struct report_shop shop;
	const cJSON *top;
	cJSON *json;

	(void)state;
	report_shop_open(&shop);
	report_shop_fill(&shop);
	shop.view.format = VIEW_JSON;
	json = cJSON_Parse(report_shop_value(&shop, NAMES, 2));
	assert_non_null(json);
	assert_true(number(json, "members") == 15);
	assert_true(number(json, "repeat_permille") == 533);
	assert_true(number(json, "worth_minor") == 1064724);
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(json, "tenths")), 10);
	top = cJSON_GetObjectItem(json, "top");
	assert_int_equal(cJSON_GetArraySize(top), 2);
	top = cJSON_GetArrayItem(top, 0);
	assert_true(number(top, "member") == 11);
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(top, "name")), NAMES[0]);
	cJSON_Delete(json);
	report_shop_close(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_holds_every_cell),
		cmocka_unit_test(names_in_csv_are_no_formulas),
		cmocka_unit_test(cohorts_in_json_are_what_was_counted),
		cmocka_unit_test(worth_in_json_is_what_was_added_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
