/* test_receipt_fields.c - every fact has the name, the kind and the value that fields.def says. */
#include "tests/support/check.h"

#include <string.h>

#include "cli/sample.h"
#include "plugin/regulars.h"
#include "receipts/dots/qr.h"
#include "receipts/fields.h"
#include "tests/support/sweep.h"

/* A made-up receipt with a row in every list, opened in English. */
struct bench {
	struct host host;
	struct sample sample;
	struct receipt_issued issued;
	struct words *words;
	struct fields *fields;
};

static void open_words(struct bench *bench, const char *language)
{
	const struct words_wish wish = { .member = language,
					 .currency = bench->sample.receipt.currency };
	struct rgl_why why = { 0 };

	assert_int_equal(words_open(&bench->host, &wish, &bench->words, &why), RGL_OK);
}

static void bench_make(struct bench *bench, const char *language)
{
	*bench = (struct bench) { 0 };
	host_init(&bench->host, NULL);
	sample_fill(&bench->sample, language, "", NULL, "");
	bench->issued = (struct receipt_issued) { .title = "Gift card",
						  .code = "RG27KQM2XWD9FABC3DE",
						  .is_money = true,
						  .amount = money_of(2500),
						  .has_end = true,
						  .end = { 2027, 5, 1, 0, 0, 0 } };
	bench->sample.receipt.issued = &bench->issued;
	bench->sample.receipt.issued_count = 1;
	open_words(bench, language);
}

static void bench_open(struct bench *bench)
{
	struct rgl_why why = { 0 };

	assert_int_equal(fields_open(&bench->host, &bench->sample.receipt, bench->words,
				     &bench->fields, &why),
			 RGL_OK);
}

static void bench_close(struct bench *bench)
{
	fields_close(bench->fields);
	words_close(bench->words);
}

static struct value value_of(const struct bench *bench, enum field_list list, const char *name)
{
	struct value value = { 0 };

	if (!fields_find(bench->fields, list, 0, name, &value))
		fail_msg("there is no field %s", name);
	return value;
}

static int64_t number(const struct bench *bench, enum field_list list, const char *name)
{
	return value_of(bench, list, name).number;
}

static const char *text(const struct bench *bench, enum field_list list, const char *name)
{
	return value_of(bench, list, name).text;
}

static const struct {
	enum field_list list;
	enum value_kind kind;
	const char *name;
} DECLARED[] = {
#define FIELD_LIST(list, name, what)
#define FIELD(list, name, kind, what) { FIELDS_##list, VALUE_##kind, name },
#include "receipts/fields.def"
#undef FIELD_LIST
#undef FIELD
};

/* What fields.def names is there, of its kind, text never NULL: the rows stand in its order. */
static void every_declared_field_is_there(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench, "en");
	bench_open(&bench);
	for (size_t i = 0; i < sizeof(DECLARED) / sizeof(DECLARED[0]); i++) {
		struct value value = value_of(&bench, DECLARED[i].list, DECLARED[i].name);

		assert_int_equal(fields_kind(DECLARED[i].list, DECLARED[i].name), DECLARED[i].kind);
		assert_int_equal(value.kind, DECLARED[i].kind);
		assert_true(value.kind != VALUE_TEXT || value.text != NULL);
	}
	bench_close(&bench);
}

static void lists_are_known_by_name(void **state)
{
	struct bench bench;
	struct value value = { 0 };

	(void)state;
	assert_int_equal(fields_list("lines"), FIELDS_LINES);
	assert_int_equal(fields_list("personal"), FIELDS_PERSONAL);
	assert_int_equal(fields_list("shop"), FIELDS_TOP);
	assert_int_equal(fields_list(""), FIELDS_TOP);
	assert_int_equal(fields_kind(FIELDS_TOP, "name"), 0);
	assert_int_equal(fields_kind(FIELDS_LINES, "shop"), VALUE_TEXT);
	bench_make(&bench, "en");
	bench_open(&bench);
	assert_int_equal(fields_count(bench.fields, FIELDS_TOP), 1);
	assert_int_equal(fields_count(bench.fields, FIELDS_LINES), SAMPLE_LINES);
	assert_int_equal(fields_count(bench.fields, FIELDS_TENDERS), 2);
	assert_false(fields_find(bench.fields, FIELDS_TOP, 0, "name", &value));
	assert_false(fields_find(bench.fields, FIELDS_LINES, 0, "nothing", &value));
	assert_int_equal(value.kind, 0);
	bench_close(&bench);
}

static void the_values_are_the_receipts(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench, "en");
	bench_open(&bench);
	assert_string_equal(text(&bench, FIELDS_TOP, "shop"), "The Corner");
	assert_string_equal(text(&bench, FIELDS_TOP, "currency"), "EUR");
	assert_int_equal(number(&bench, FIELDS_TOP, "total"), 3030);
	assert_int_equal(number(&bench, FIELDS_TOP, "saved"), 90);
	assert_int_equal(number(&bench, FIELDS_TOP, "goods"), 3120);
	assert_int_equal(number(&bench, FIELDS_TOP, "points"), 340);
	assert_int_equal(number(&bench, FIELDS_TOP, "earned"), 30);
	assert_int_equal(number(&bench, FIELDS_TOP, "taken_back"), 0);
	assert_int_equal(number(&bench, FIELDS_TOP, "to_reward"), 60);
	assert_int_equal(number(&bench, FIELDS_TOP, "reward_ready"), 0);
	assert_int_equal(number(&bench, FIELDS_TOP, "reward_near"), 1);
	assert_int_equal(number(&bench, FIELDS_TOP, "reward_said"), 1);
	assert_int_equal(value_of(&bench, FIELDS_TOP, "ending_day").at.day, 31);
	assert_string_equal(text(&bench, FIELDS_TOP, "code_spelled"), "RG1-7KQM-2XWD-9FAB-C3DE");
	assert_int_equal(number(&bench, FIELDS_LINES, "quantity"), 2000);
	assert_int_equal(number(&bench, FIELDS_LINES, "several"), 1);
	assert_int_equal(number(&bench, FIELDS_LINES, "unit"), 380);
	assert_string_equal(text(&bench, FIELDS_TAXES, "rate"), "10");
	assert_string_equal(text(&bench, FIELDS_TENDERS, "tender"), "Cash");
	assert_int_equal(number(&bench, FIELDS_PURSES, "balance"), 7);
	assert_int_equal(number(&bench, FIELDS_PURSES, "places"), 10);
	assert_int_equal(number(&bench, FIELDS_OFFERS, "cost"), 250);
	assert_int_equal(fields_count(bench.fields, FIELDS_PERSONAL), 3);
	bench_close(&bench);
}

/* Inside of a list its own fields come before the receipt's of the same name. */
static void an_items_fields_come_first(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench, "en");
	bench_open(&bench);
	assert_string_equal(text(&bench, FIELDS_TOP, "code"), "RG17KQM2XWD9FABC3DE");
	assert_string_equal(text(&bench, FIELDS_ISSUED, "code"), "RG27KQM2XWD9FABC3DE");
	assert_string_equal(text(&bench, FIELDS_ISSUED, "code_spelled"), "RG2-7KQM-2XWD-9FAB-C3DE");
	assert_string_equal(text(&bench, FIELDS_LINES, "code"), "RG17KQM2XWD9FABC3DE");
	assert_int_equal(number(&bench, FIELDS_PURSES, "earned"), 2);
	assert_int_equal(number(&bench, FIELDS_LINES, "earned"), 30);
	bench_close(&bench);
}

/* The shop's programme has stamp cards alone: "You have no points" would puzzle its customers. */
static void a_shop_without_points_speaks_of_none(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench, "en");
	bench.sample.receipt.without_points = true;
	bench_open(&bench);
	assert_int_equal(number(&bench, FIELDS_TOP, "has_points"), 0);
	assert_int_equal(number(&bench, FIELDS_TOP, "reward_near"), 0);
	assert_int_equal(number(&bench, FIELDS_TOP, "reward_said"), 0);
	bench_close(&bench);
}

/* Neither name, visit nor code: nobody is spoken to. */
static void a_stranger_is_no_member(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench, "en");
	bench.sample.receipt.member = NULL;
	bench.sample.receipt.qr = "";
	bench.sample.receipt.visit = 0;
	bench_open(&bench);
	assert_int_equal(number(&bench, FIELDS_TOP, "is_member"), 0);
	assert_int_equal(number(&bench, FIELDS_TOP, "has_points"), 0);
	assert_string_equal(text(&bench, FIELDS_TOP, "member"), "");
	assert_int_equal(fields_count(bench.fields, FIELDS_PERSONAL), 0);
	bench_close(&bench);
}

static void a_refund_gives_and_takes(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench, "en");
	bench.sample.receipt.is_refund = true;
	bench.sample.receipt.earned = points_of(-30);
	bench.sample.receipt.spent = points_of(-100);
	bench.sample.purse.earned = -2;
	bench_open(&bench);
	assert_int_equal(number(&bench, FIELDS_TOP, "earned"), 0);
	assert_int_equal(number(&bench, FIELDS_TOP, "taken_back"), 30);
	assert_int_equal(number(&bench, FIELDS_TOP, "spent"), 0);
	assert_int_equal(number(&bench, FIELDS_TOP, "given_back"), 100);
	assert_int_equal(number(&bench, FIELDS_PURSES, "taken_back"), 2);
	bench_close(&bench);
}

/* A code that cannot be drawn is not spelled either. */
static void a_code_too_long_is_left_out(void **state)
{
	char longest[QR_TEXT_MAX + 2];
	struct bench bench;

	(void)state;
	memset(longest, 'A', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	bench_make(&bench, "en");
	bench.sample.receipt.qr = longest;
	bench.sample.receipt.question_link = longest;
	bench_open(&bench);
	assert_string_equal(text(&bench, FIELDS_TOP, "code"), "");
	assert_string_equal(text(&bench, FIELDS_TOP, "code_spelled"), "");
	assert_string_equal(text(&bench, FIELDS_TOP, "question_link"), "");
	bench_close(&bench);
}

/* Credit counts money, and a balance that is not known says nothing. */
static void a_purse_of_money_is_written_as_money(void **state)
{
	struct bench bench;

	(void)state;
	bench_make(&bench, "en");
	bench.sample.purse.is_money = true;
	bench.sample.purse.has_balance = false;
	bench_open(&bench);
	assert_int_equal(value_of(&bench, FIELDS_PURSES, "earned").kind, VALUE_MONEY);
	assert_int_equal(value_of(&bench, FIELDS_PURSES, "balance").kind, VALUE_MONEY);
	assert_int_equal(number(&bench, FIELDS_PURSES, "balance"), 0);
	assert_int_equal(number(&bench, FIELDS_PURSES, "has_balance"), 0);
	bench_close(&bench);
}

/* Every way to pay has a word, one that is not known yet too, in each language. */
static void every_tender_has_a_word(void **state)
{
	struct bench bench;

	(void)state;
	for (const char *const *language = words_languages(); *language != NULL; language++) {
		for (int32_t kind = RGL_CASH; kind <= RGL_POINTS + 1; kind++) {
			bench_make(&bench, *language);
			bench.sample.tenders[0].kind = kind;
			bench_open(&bench);
			assert_true(text(&bench, FIELDS_TENDERS, "tender")[0] != '\0');
			bench_close(&bench);
		}
	}
}

/* Whichever allocation fails, it says so and nothing leaks. */
static void without_memory_it_says_so(void **state)
{
	struct rgl_why why = { 0 };
	struct bench bench;
	struct sweep sweep;
	struct host host;
	rgl_rc rc = RGL_E_MEMORY;
	long at;

	(void)state;
	bench_make(&bench, "en");
	for (at = 0; rc != RGL_OK && at < 100; at++) {
		sweep_init(&sweep, at);
		host_init(&host, &sweep.host);
		bench.fields = NULL;
		rc = fields_open(&host, &bench.sample.receipt, bench.words, &bench.fields, &why);
		assert_true(rc == RGL_OK || (rc == RGL_E_MEMORY && bench.fields == NULL));
		fields_close(bench.fields);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(at, 5);
	words_close(bench.words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_declared_field_is_there),
		cmocka_unit_test(lists_are_known_by_name),
		cmocka_unit_test(the_values_are_the_receipts),
		cmocka_unit_test(an_items_fields_come_first),
		cmocka_unit_test(a_shop_without_points_speaks_of_none),
		cmocka_unit_test(a_stranger_is_no_member),
		cmocka_unit_test(a_refund_gives_and_takes),
		cmocka_unit_test(a_code_too_long_is_left_out),
		cmocka_unit_test(a_purse_of_money_is_written_as_money),
		cmocka_unit_test(every_tender_has_a_word),
		cmocka_unit_test(without_memory_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
