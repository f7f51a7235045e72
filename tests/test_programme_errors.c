/* test_programme_errors.c - what is wrong in a programme's file is said with its line and field. */
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/programme/programme.h"
#include "tests/support/programmes.h"

#define EXPECT_ALL(cases) programmes_refused_all(cases, sizeof(cases) / sizeof((cases)[0]))
#define RULE(more) "\"earn\":[\n{\"id\":\"a\",\n" more "}]"
#define SALE(more) RULE("\"give\":{\"points\":1,\"per\":\"sale\"},\n" more)
#define WHEN(more) SALE("\"when\":{\n" more "}")
#define REWARD(more) "\"rewards\":[\n{\"id\":\"a\",\"title\":\"A\",\n" more "}]"
#define THING(more) REWARD("\"give\":{\"thing\":true},\n" more)
#define LEVELS(more) "\"tiers\":{\"by\":\"spend\",\n\"levels\":[" more "]}"

/* The beginning of a file, and the file as a whole. */
static void a_file_that_is_none_is_told(void **state)
{
	static const struct {
		const char *text;
		struct wrong wrong;
	} CASES[] = {
		{ "", { NULL, RGL_E_JSON, 1, "", "not JSON" } },
		{ "[]", { NULL, RGL_E_JSON, 1, "", "one object" } },
		{ "{\n\"a\":1,\n\"b\" 2}", { NULL, RGL_E_JSON, 3, "", "not JSON" } },
		{ "{\n\n\"a\":01}", { NULL, RGL_E_JSON, 3, "", "not a number" } },
		{ "{\n\"a\":1,\n}", { NULL, RGL_E_JSON, 3, "", "not JSON" } },
		{ "{\n\"a\":\"b\nc\"}", { NULL, RGL_E_JSON, 2, "", "control character" } },
		{ "{\n\"a\":\"\xff\"}", { NULL, RGL_E_JSON, 2, "", "UTF-8" } },
		{ "{\n\"a\":1}}", { NULL, RGL_E_JSON, 2, "", "not JSON" } },
		{ "{\n}", { NULL, RGL_E_FIELD, 1, "programme", "is missing; write 1" } },
		{ "{\"programme\":2,\n\"name\":\"P\"}",
		  { NULL, RGL_E_RANGE, 1, "programme", "is 2; it can only be 1" } },
		{ "{\"programme\":1}", { NULL, RGL_E_FIELD, 1, "name", "missing" } },
		{ "\xef\xbb\xbf{\"programme\":1,\n\"name\":7}",
		  { NULL, RGL_E_FIELD, 2, "name", "quotes" } },
		{ "{\"programme\":1,\n\"name\":\"\"}", { NULL, RGL_E_FIELD, 2, "name", "empty" } },
		{ "{\"programme\":1,\n\"name\":null}",
		  { NULL, RGL_E_FIELD, 2, "name", "missing" } },
		{ "{\"programme\":1,\n\"name\":\"a\\u0007\"}",
		  { NULL, RGL_E_TEXT, 2, "name", "control character" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
		programmes_refused(CASES[i].text, &CASES[i].wrong);
}

/* Larger or deeper than a file is read. */
static void a_file_too_large_is_told(void **state)
{
	const struct wrong deep = { NULL, RGL_E_LIMIT, 2, "", "deeper" };
	const struct wrong large = { NULL, RGL_E_LIMIT, 1, "", "at most 262144" };
	char *text = calloc(1, PROGRAMME_TEXT_MAX + 2);

	(void)state;
	assert_non_null(text);
	memset(text, ' ', PROGRAMME_TEXT_MAX + 1);
	memcpy(text, "{}", 2);
	programmes_refused(text, &large);
	memcpy(text, "{\n\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 48);
	text[PROGRAMME_TEXT_MAX] = '\0';
	programmes_refused(text, &deep);
	free(text);
}

/* A misspelt field does not go unseen, at any depth: what is not known never holds by chance. */
static void an_unknown_field_is_told(void **state)
{
	static const struct wrong CASES[] = {
		{ "\"colour\":1", RGL_E_FIELD, 3, "colour", "not a field" },
		{ "\"points\":{\n\"colour\":1}", RGL_E_FIELD, 4, "points.colour", "not a field" },
		{ "\"stamp_cards\":[{\"id\":\"a\",\"title\":\"A\",\"stamps\":1,\n\"x\":1}]",
		  RGL_E_FIELD, 4, "stamp_cards[0].x", "not a field" },
		{ SALE("\"a_rather_long_name_that_nobody_knows\":1"), RGL_E_FIELD, 6,
		  "earn[0].a_rather_long_name_that_nobody_knows", "not a field" },
		{ WHEN("\"weather\":\"rain\""), RGL_E_FIELD, 7, "earn[0].when.weather",
		  "not a field" },
		{ WHEN("\"items\":{\"tags\":[\"a\"],\n\"brands\":[\"b\"]}"), RGL_E_FIELD, 8,
		  "earn[0].when.items.brands", "not a field" },
		{ RULE("\"give\":{\"points\":1,\"per\":\"sale\",\n\"amount\":5}"), RGL_E_FIELD, 6,
		  "earn[0].give.amount", "not a field" },
		{ RULE("\"give\":{\"points\":1,\n\"credit\":1,\"per\":\"sale\"}"), RGL_E_FIELD, 5,
		  "earn[0].give.points", "not a field" },
		{ THING("\"cots\":1"), RGL_E_FIELD, 6, "rewards[0].cots", "not a field" },
		{ REWARD("\"give\":{\"percent\":5,\n\"amount\":5}"), RGL_E_FIELD, 6,
		  "rewards[0].give.amount", "not a field" },
		{ "\"points\":{\"expiry\":{\"kind\":\"never\",\n\"months\":1}}", RGL_E_FIELD, 4,
		  "points.expiry.months", "not a field" },
		{ "\"limits\":{\"own_card\":{\"policy\":\"flag\",\n\"max\":1}}", RGL_E_FIELD, 4,
		  "limits.own_card.max", "not a field" },
		{ "\"points\":null", RGL_E_FIELD, 3, "points", "null" },
		{ "\"earn\":[],\n\"earn\":[]", RGL_E_FIELD, 3, "earn", "twice" },
	};

	(void)state;
	EXPECT_ALL(CASES);
}

/* Points, credit, stamp cards, tiers and the settings. */
static void wrong_settings_are_told(void **state)
{
	static const struct wrong CASES[] = {
		{ "\"currency\":\"DKK\"", RGL_E_CURRENCY, 3, "currency", "EUR" },
		{ "\"rounding\":\"sideways\"", RGL_E_FIELD, 3, "rounding", "down, nearest, up" },
		{ "\"points\":[]", RGL_E_FIELD, 3, "points", "object" },
		{ "\"points\":{\"worth\":{\n\"points\":0,\"money\":1}}", RGL_E_RANGE, 4,
		  "points.worth.points", "is 0" },
		{ "\"points\":{\"worth\":{\"points\":1}}", RGL_E_FIELD, 3, "points.worth.money",
		  "missing" },
		{ "\"points\":{\"expiry\":{}}", RGL_E_FIELD, 3, "points.expiry.kind",
		  "never, fixed, sliding" },
		{ "\"points\":{\"expiry\":{\"kind\":\"fixed\"}}", RGL_E_FIELD, 3,
		  "points.expiry.months", "missing" },
		{ "\"stamp_cards\":[\n{\"id\":\"points\",\"title\":\"P\",\"stamps\":1}]",
		  RGL_E_FIELD, 4, "stamp_cards[0].id", "taken" },
		{ "\"stamp_cards\":[{\"id\":\"a\",\"title\":\"P\",\"stamps\":1},\n"
		  "{\"id\":\"a\",\"title\":\"P\",\"stamps\":1}]",
		  RGL_E_FIELD, 4, "stamp_cards[1].id", "taken" },
		{ "\"stamp_cards\":[1]", RGL_E_FIELD, 3, "stamp_cards[0]", "object" },
		{ "\"stamp_cards\":[\n[1]]", RGL_E_FIELD, 4, "stamp_cards[0]", "object" },
		{ "\"stamp_cards\":[{\"id\":\"a b\",\"title\":\"P\",\"stamps\":1}]", RGL_E_FIELD, 3,
		  "stamp_cards[0].id", "a-z" },
		{ "\"stamp_cards\":[1,2,3,4,5,6]", RGL_E_LIMIT, 3, "stamp_cards", "at most 5" },
		{ "\"tiers\":{\"by\":\"luck\"}", RGL_E_FIELD, 3, "tiers.by", "spend" },
		{ "\"tiers\":{\"by\":\"spend\"}", RGL_E_FIELD, 3, "tiers.levels", "missing" },
		{ "\"tiers\":{\"by\":\"spend\",\n\"window\":\"rolling\"}", RGL_E_FIELD, 3,
		  "tiers.window_months", "missing" },
		{ "\"tiers\":{\"by\":\"spend\",\n\"down\":\"after\"}", RGL_E_FIELD, 3,
		  "tiers.down_months", "missing" },
		{ LEVELS("{\"id\":\"a\",\"title\":\"A\",\n\"from\":-1}"), RGL_E_RANGE, 5,
		  "tiers.levels[0].from", "is -1" },
		{ LEVELS("{\"id\":\"a\",\"title\":\"A\",\"from\":5},\n{\"id\":\"b\",\"title\":"
			 "\"B\",\"from\":5}"),
		  RGL_E_RANGE, 5, "tiers.levels[1].from", "low to high" },
		{ LEVELS("{\"id\":\"a\",\"title\":\"A\",\"from\":5},\n{\"id\":\"a\",\"title\":"
			 "\"B\",\"from\":6}"),
		  RGL_E_FIELD, 5, "tiers.levels[1].id", "taken" },
		{ LEVELS("1,2,3,4,5,6,7,8,9,10,11,12,13"), RGL_E_LIMIT, 4, "tiers.levels",
		  "at most 12" },
		{ "\"basis\":{\"tax\":\"half\"}", RGL_E_FIELD, 3, "basis.tax",
		  "included, excluded" },
		{ "\"redeem\":{\"hold_minutes\":0}", RGL_E_RANGE, 3, "redeem.hold_minutes",
		  "is 0" },
		{ "\"limits\":{\"own_card\":{}}", RGL_E_FIELD, 3, "limits.own_card.policy",
		  "flag, refuse" },
		{ "\"limits\":{\"discount\":{\n\"policy\":\"refuse\"}}", RGL_E_FIELD, 4,
		  "limits.discount.policy", "write flag" },
		{ "\"limits\":{\"member_sales\":{\"policy\":\"flag\"}}", RGL_E_FIELD, 3,
		  "limits.member_sales.max", "missing" },
	};

	(void)state;
	EXPECT_ALL(CASES);
}

/* More rules, rewards or texts than there is room for. */
static void too_many_are_told(void **state)
{
	static const struct {
		const char *start;
		int count;
		struct wrong wrong;
	} CASES[] = {
		{ "{\"programme\":1,\"name\":\"P\",\n\"earn\":[",
		  PROGRAMME_RULES_MAX + 1,
		  { NULL, RGL_E_LIMIT, 2, "earn", "at most 64" } },
		{ "{\"programme\":1,\"name\":\"P\",\n\"rewards\":[",
		  PROGRAMME_REWARDS_MAX + 1,
		  { NULL, RGL_E_LIMIT, 2, "rewards", "at most 64" } },
		{ "{\"programme\":1,\"name\":\"P\",\"earn\":[{\"id\":\"a\",\"give\":{\"points\":1,"
		  "\"per\":\"sale\"},\"when\":{\n\"stores\":[",
		  PROGRAMME_LIST_MAX + 1,
		  { NULL, RGL_E_LIMIT, 2, "earn[0].when.stores", "at most 256" } },
	};
	char text[4096];

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		(void)snprintf(text, sizeof(text), "%s", CASES[i].start);
		for (int n = 0; n < CASES[i].count; n++)
			(void)strcat(text, n == 0 ? "1" : ",1");
		(void)strcat(text, i < 2 ? "]}" : "]}}]}");
		programmes_refused(text, &CASES[i].wrong);
	}
}

/* As long as a text may be, and one byte longer. */
static void a_text_too_long_is_told(void **state)
{
	const struct wrong wrong = { NULL, RGL_E_TEXT, 2, "name", "longer than 255" };
	char text[400] = "{\"programme\":1,\n\"name\":\"";
	char *at = text + strlen(text);
	struct programme *programme;

	(void)state;
	memset(at, 'x', RGL_TEXT_MAX);
	memcpy(at + RGL_TEXT_MAX, "\"}", 3);
	programme = programmes_of(text);
	assert_int_equal(strlen(programme->name), RGL_TEXT_MAX);
	programme_free(programme);
	memcpy(at + RGL_TEXT_MAX, "x\"}", 4);
	programmes_refused(text, &wrong);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_that_is_none_is_told),
		cmocka_unit_test(a_file_too_large_is_told),
		cmocka_unit_test(an_unknown_field_is_told),
		cmocka_unit_test(wrong_settings_are_told),
		cmocka_unit_test(too_many_are_told),
		cmocka_unit_test(a_text_too_long_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
