/* test_question.c - questions about sales: what they mean, and what is said of those with an error.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/base/civil.h"
#include "plugin/insight/question.h"

static const struct currency EUR = { "EUR", 2 };
static const struct currency YEN = { "JPY", 0 };

/* Saturday, 14 March 2026, 10:30; 24.00 in all. */
static struct question_sale saturday(void)
{
	const struct civil civil = { 2026, 3, 14, 10, 30, 0 };

	return (struct question_sale) { .total_minor = 2400,
					.net_minor = 2000,
					.discount_minor = 100,
					.cost_minor = 800,
					.points = 24,
					.local_ms = civil_ms(&civil),
					.has_cost = true };
}

static bool asks(const char *text, const struct question_sale *sale)
{
	struct question question;
	struct rgl_why why = { .size = sizeof(why) };

	if (question_read(text, &EUR, &question, &why) < 0)
		fail_msg("%s: %s", text, why.text);
	return question_holds(&question, question_sale_bits(&question, sale));
}

static void holds(const char *text)
{
	const struct question_sale sale = saturday();

	if (!asks(text, &sale))
		fail_msg("%s does not hold", text);
}

static void holds_not(const char *text)
{
	const struct question_sale sale = saturday();

	if (asks(text, &sale))
		fail_msg("%s holds", text);
}

/* Each comparison, on either side of the number that it is about. */
static void numbers_are_compared(void **state)
{
	(void)state;
	holds("total = 24");
	holds("total == 24.00");
	holds("total != 24.01");
	holds("total <> 23.99");
	holds("total < 24.01");
	holds_not("total < 24");
	holds("total <= 24");
	holds_not("total <= 23.99");
	holds("total > 23.99");
	holds_not("total > 24");
	holds("total >= 24");
	holds_not("total >= 24.01");
	holds("total between 20 and 24");
	holds_not("total not between 20 and 24");
	holds_not("total between 24.01 and 30");
	holds("net = 20 and discount = 1 and cost = 8 and margin = 12 and points = 24");
	holds("total in (1, 24, 3)");
	holds_not("total not in (1, 24, 3)");
	holds("total > -5");
}

/* Days, parts of the year and of the day. */
static void times_are_compared(void **state)
{
	(void)state;
	holds("date = 2026-03-14");
	holds("date = '2026-03-14'");
	holds("date = 2026-03");
	holds("date = 2026");
	holds("date >= 2026-03-14 and date < 2026-03-15");
	holds_not("date > 2026-03");
	holds("date >= 2026-03");
	holds("date between 2026-02 and 2026-03");
	holds("month = mar");
	holds("month in (March, 4)");
	holds("month = 2026-03");
	holds("month in (2026-02, 2026-03)");
	holds_not("month = 2025-03");
	holds("month between feb and apr");
	holds("weekday = sat");
	holds("weekday in (sat, sun)");
	holds("weekday = 6");
	holds("weekday >= FRIDAY");
	holds_not("weekday between mon and fri");
	holds("hour = 10");
	holds("hour between 10 and 11");
	holds_not("hour < 10");
}

/* `and` binds more than `or`, `not` most; brackets as one reads them. */
static void conditions_are_joined(void **state)
{
	(void)state;
	holds("total = 1 and total = 2 or total = 24");
	holds("total = 24 or total = 1 and total = 2");
	holds_not("(total = 24 or total = 1) and total = 2");
	holds("not total = 1 and total = 24");
	holds_not("not (total = 1 or total = 24)");
	holds("not not total = 24");
	holds("not (not (total = 24))");
	holds("((((total = 24))))");
	holds("NOT total = 1 AND total = 24");
	holds("not refund");
	holds("refund = no");
	holds_not("refund or refund = yes");
	holds("refund in (yes, no)");
}

/* Before 1970 the day, the weekday and the hour go on backwards. */
static void times_before_1970_are_right(void **state)
{
	struct question_sale sale = saturday();
	const struct civil civil = { 1969, 12, 31, 23, 15, 0 };

	(void)state;
	sale.local_ms = civil_ms(&civil);
	assert_true(
		asks("date = 1969-12-31 and weekday = wed and hour = 23 and month = dec", &sale));
}

/* What a thing cost is not known: neither below nor above. */
static void an_unknown_cost_meets_no_condition(void **state)
{
	struct question_sale sale = saturday();

	(void)state;
	sale.has_cost = false;
	assert_false(asks("cost < 100", &sale));
	assert_false(asks("cost >= 0", &sale));
	assert_false(asks("margin != 3", &sale));
	assert_true(asks("not cost >= 0", &sale));
	assert_true(asks("total = 24", &sale));
}

static bool text_holds(const char *question_text, const char *text)
{
	struct question question;

	assert_int_equal(question_read(question_text, &EUR, &question, NULL), RGL_OK);
	return question_text_holds(&question, 0, text);
}

/* A star is any text; letters of ASCII are the same large and small; a star of one's own has to be
 * asked for with =. */
static void texts_are_compared(void **state)
{
	struct question question;

	(void)state;
	assert_true(text_holds("cashier = 'Jonas'", "jonas"));
	assert_true(text_holds("cashier = Jonas", "Jonas"));
	assert_false(text_holds("cashier != Jonas", "Jonas"));
	assert_true(text_holds("cashier in ('Jo', \"Ann's\")", "Ann's"));
	assert_true(text_holds("cashier = 'Ann''s'", "Ann's"));
	assert_true(text_holds("store = ''", ""));
	assert_true(text_holds("product like '*coffee*'", "Iced coffee, large"));
	assert_true(text_holds("product like flat*", "Flat white"));
	assert_true(text_holds("product like '*a*a*b'", "aaaaaaab"));
	assert_false(text_holds("product like '*a*a*c'", "aaaaaaab"));
	assert_true(text_holds("product like '*'", ""));
	assert_false(text_holds("product like 'coffee'", "coffees"));
	assert_false(text_holds("product not like 'cof*'", "coffees"));
	assert_false(text_holds("product = 'c*'", "coffee"));
	assert_true(text_holds("product = 'c*'", "C*"));
	assert_int_equal(question_read("tag = vegan", &EUR, &question, NULL), RGL_OK);
	assert_true(question_words_hold(&question, 0, "sweet  vegan"));
	assert_false(question_words_hold(&question, 0, "vegans sweet"));
	assert_false(question_words_hold(&question, 0, ""));
	assert_int_equal(question_read("tag = ''", &EUR, &question, NULL), RGL_OK);
	assert_true(question_words_hold(&question, 0, ""));
}

static void refused(const char *text, const char *words)
{
	struct question question;
	struct rgl_why why = { .size = sizeof(why) };
	rgl_rc rc = question_read(text, &EUR, &question, &why);

	if (rc != RGL_E_FIELD || strstr(why.text, words) == NULL)
		fail_msg("%s: %d %s", text, (int)rc, why.text);
	assert_string_equal(why.field, "where");
}

/* An error names the place, and what was expected there. */
static void each_error_says_where_and_what(void **state)
{
	(void)state;
	refused("foo = 3", "where: at 'foo': there is no such field; there are: total, net, ");
	refused("foo = 3", "birthday, consent");
	refused("", "where: at the end: a condition was expected, as total >= 20");
	refused("and total = 1", "where: at 'and': a condition was expected");
	refused("total", "where: at the end: what is said of total was expected: = != <");
	refused("total >=", "where: at the end: an amount in EUR was expected, as 20 or 12.50");
	refused("total = 12.505", "where: at '12.505': an amount in EUR was expected");
	refused("total = 12,50", "where: at ',': and, or, or the end was expected");
	refused("total = 12 13", "where: at '13': and, or, or the end was expected");
	refused("total = 1 and", "where: at the end: a condition was expected");
	refused("(total = 1", "where: at the end: ) was expected");
	refused("total = 1)", "where: at ')': there is no ( that it closes");
	refused("total in 1", "where: at '1': ( was expected, as in (sat, sun)");
	refused("total in (1 2)", "where: at '2': , or ) was expected");
	refused("total in ()", "where: at ')': an amount in EUR was expected");
	refused("total between 1, 2", "where: at ',': and was expected, as in between 10 and 20");
	refused("total like 1", "where: at 'like': total is no text; like compares texts");
	refused("store < 'a'", "where: at '<': store is compared with = != in or like");
	refused("refund > 1", "where: at '>': refund is compared with = != in");
	refused("refund = maybe", "where: at 'maybe': yes or no was expected");
	refused("date = friday", "where: at 'friday': a day was expected, as 2026-03-14");
	refused("date = 2026-02-30", "a day was expected");
	refused("date = 2026-13", "a day was expected");
	refused("month = 13",
		"where: at '13': a month was expected, as mar, march or 3 (or 2026-03)");
	refused("month in (mar, 2026-04)", "where: at '2026-04': a month was expected");
	refused("month in (2026-04, mar)", "where: at 'mar': a month was expected, as 2026-03");
	refused("birthday = 2026-04", "where: at '2026-04': a month was expected, as mar");
	refused("weekday = so", "where: at 'so': a weekday was expected: mon, tue");
	refused("hour = 24", "where: at '24': an hour from 0 to 23 was expected");
	refused("points = 1.5", "where: at '1.5': a whole number was expected");
	refused("tender = money", "where: at 'money': what was paid with was expected: cash");
	refused("member = Asha", "where: at 'Asha': yes, no or a member's number was expected");
	refused("member in (3, yes)", "where: at 'yes': a member's number was expected");
	refused("cashier = ", "where: at the end: a text was expected, as 'Jonas'");
	refused("cashier = 'Jo", "where: at ''Jo': a text was expected");
	refused("total ! 3", "where: at '!': what is said of total was expected");
	refused("total = \1", "where: it is longer than 2000 bytes, or not text");
	refused("total = \xff", "where: it is longer than 2000 bytes, or not text");
}

/* A place that is long is cut between letters; a currency without small coins has no example of
 * one. */
static void an_error_fits_into_its_line(void **state)
{
	struct question question;
	struct rgl_why why = { .size = sizeof(why) };

	(void)state;
	refused("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xa9\xc3\xa9 = 1",
		"where: at 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': there is no such field");
	assert_int_equal(question_read("total = 1.5", &YEN, &question, &why), RGL_E_FIELD);
	assert_string_equal(why.text, "where: at '1.5': an amount in JPY was expected, as 20");
}

/* What is more than a person asks is refused, and no array overflows. */
static void questions_have_limits(void **state)
{
	char text[QUESTION_TEXT_MAX + 16];
	size_t length = 0;

	(void)state;
	memset(text, '(', sizeof(text));
	text[QUESTION_TEXT_MAX] = '\0';
	refused(text, "the question has too many parts");
	text[QUESTION_TEXT_MAX] = '(';
	text[QUESTION_TEXT_MAX + 1] = '\0';
	refused(text, "it is longer than 2000 bytes");
	for (int i = 0; i <= QUESTION_CONDITIONS_MAX; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%shour=%d",
					   i > 0 ? " or " : "", i % 24);
	refused(text, "that are more than 64 conditions");
	length = (size_t)snprintf(text, sizeof(text), "hour in (1");
	for (int i = 0; i <= QUESTION_VALUES_MAX; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, ",1");
	(void)snprintf(text + length, sizeof(text) - length, ")");
	refused(text, "that are more than 256 values");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_compared),
		cmocka_unit_test(times_are_compared),
		cmocka_unit_test(conditions_are_joined),
		cmocka_unit_test(times_before_1970_are_right),
		cmocka_unit_test(an_unknown_cost_meets_no_condition),
		cmocka_unit_test(texts_are_compared),
		cmocka_unit_test(each_error_says_where_and_what),
		cmocka_unit_test(an_error_fits_into_its_line),
		cmocka_unit_test(questions_have_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
