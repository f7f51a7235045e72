/* test_sale.c - whether a sale can be true, before anything is written. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/sales/sale.h"

#define SANE_MAX INT64_C(1000000000000000)

static const struct currency EUR = { "EUR", 2 };

/* A sale that is right; each test makes one thing of it wrong. */
struct right {
	struct sale_line lines[2];
	struct sale_tender tenders[2];
	struct sale sale;
};

static void right_sale(struct right *ret)
{
	*ret = (struct right) {
		.lines = { { .name = "Coffee",
			     .qty_milli = 2000,
			     .has_unit = true,
			     .unit = money_of(450),
			     .discount = money_of(100),
			     .total = money_of(800),
			     .tax = money_of(160) },
			   { .name = "Ham",
			     .qty_milli = 333,
			     .total = money_of(299),
			     .tax = money_of(60) } },
		.tenders = { { RGL_CASH, money_of(1200), NULL },
			     { RGL_CHANGE, money_of(-101), NULL } },
	};
	ret->sale = (struct sale) { .id = "S-1",
				    .currency = "EUR",
				    .lines = ret->lines,
				    .line_count = 2,
				    .tenders = ret->tenders,
				    .tender_count = 2,
				    .total = money_of(1099),
				    .tax = money_of(220) };
}

static void refused(const struct sale *sale, rgl_rc code, const char *field)
{
	struct rgl_why why = { 0 };

	assert_int_equal(sale_check(sale, &EUR, &why), code);
	assert_string_equal(why.field, field);
	assert_int_equal(why.code, code);
	assert_true(why.text[0] != '\0');
}

/* Sums that agree, with and without lines' taxes and tenders. */
static void a_sale_whose_sums_agree_is_taken(void **state)
{
	struct right right;

	(void)state;
	right_sale(&right);
	assert_int_equal(sale_check(&right.sale, &EUR, NULL), RGL_OK);
	right.sale.tender_count = 0;
	right.lines[0].tax = money_of(0);
	right.lines[1].tax = money_of(0);
	assert_int_equal(sale_check(&right.sale, &EUR, NULL), RGL_OK);
	right.sale = (struct sale) {
		.id = "R-1", .is_refund = true, .currency = "EUR", .total = money_of(-500)
	};
	assert_int_equal(sale_check(&right.sale, &EUR, NULL), RGL_OK);
}

/* Each sum by one minor unit either way. */
static void each_sum_that_does_not_agree_is_refused(void **state)
{
	struct right right;

	(void)state;
	for (int64_t off = -1; off <= 1; off += 2) {
		right_sale(&right);
		right.sale.total = money_of(1099 + off);
		refused(&right.sale, RGL_E_SUM, "total");
		right_sale(&right);
		right.sale.tax = money_of(220 + off);
		refused(&right.sale, RGL_E_SUM, "tax");
		right.sale.tax = money_of(0); /* left out */
		refused(&right.sale, RGL_E_SUM, "tax");
		right_sale(&right);
		right.tenders[0].amount = money_of(1200 + off);
		refused(&right.sale, RGL_E_SUM, "total");
		right_sale(&right);
		right.lines[0].total = money_of(800 + off);
		refused(&right.sale, RGL_E_SUM, "lines[0].total");
		right_sale(&right);
		right.lines[1].total = money_of(299 + off);
		refused(&right.sale, RGL_E_SUM, "total");
		right_sale(&right);
		right.lines[0].discount = money_of(100 + off);
		refused(&right.sale, RGL_E_SUM, "lines[0].total");
	}
	right_sale(&right);
	right.sale.total = money_of(-1);
	refused(&right.sale, RGL_E_SUM, "total");
	right.sale = (struct sale) {
		.id = "R-1", .is_refund = true, .currency = "EUR", .total = money_of(1)
	};
	refused(&right.sale, RGL_E_SUM, "total");
}

/* 0.333 kg at 8.99 are 2.99367: tills round it down or up, and no further. */
static void a_line_may_be_rounded_either_way(void **state)
{
	(void)state;
	for (int64_t total = 297; total <= 302; total++) {
		const struct sale_line line = { .qty_milli = 333,
						.has_unit = true,
						.unit = money_of(899),
						.total = money_of(total) };
		const struct sale sale = { .id = "S",
					   .currency = "EUR",
					   .lines = &line,
					   .line_count = 1,
					   .total = line.total };

		assert_int_equal(sale_check(&sale, &EUR, NULL),
				 total == 299 || total == 300 ? RGL_OK : RGL_E_SUM);
	}
}

/* Every amount of a sale, with every number that no sale has. */
static void amounts_beyond_any_sale_are_refused(void **state)
{
	static const int64_t AMOUNTS[] = { INT64_MAX, INT64_MIN, SANE_MAX + 1, -SANE_MAX - 1 };
	struct right right;
	struct money *const places[] = {
		&right.lines[0].unit, &right.lines[0].discount, &right.lines[0].total,
		&right.lines[0].tax,  &right.lines[0].cost,	&right.tenders[1].amount,
		&right.sale.total,    &right.sale.tax,
	};
	static const char *const FIELDS[] = {
		"lines[0].unit_price", "lines[0].discount", "lines[0].total", "lines[0].tax",
		"lines[0].cost",       "tenders[1].amount", "total",	      "total",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		for (size_t j = 0; j < sizeof(AMOUNTS) / sizeof(AMOUNTS[0]); j++) {
			right_sale(&right);
			*places[i] = money_of(AMOUNTS[j]);
			refused(&right.sale, RGL_E_RANGE, FIELDS[i]);
		}
	}
	for (size_t j = 0; j < sizeof(AMOUNTS) / sizeof(AMOUNTS[0]); j++) {
		right_sale(&right);
		right.lines[1].qty_milli = AMOUNTS[j];
		refused(&right.sale, RGL_E_RANGE, "lines[1].qty");
		right_sale(&right);
		right.sale.at_ms = AMOUNTS[j];
		refused(&right.sale, RGL_E_RANGE, "at");
	}
	right_sale(&right);
	right.lines[0].unit = money_of(SANE_MAX);
	right.lines[0].qty_milli = INT64_C(1000000000000);
	refused(&right.sale, RGL_E_RANGE, "lines[0].unit_price");
}

/* The shop has one currency, written one way. */
static void other_currencies_are_refused(void **state)
{
	static const char *const CODES[] = { "DKK", "eur", "", "EURO", "XAU", NULL };
	struct right right;

	(void)state;
	for (size_t i = 0; i < sizeof(CODES) / sizeof(CODES[0]); i++) {
		right_sale(&right);
		right.sale.currency = CODES[i];
		refused(&right.sale, RGL_E_CURRENCY, "currency");
	}
}

/* A text of 255 bytes is taken, one of 256 is not; nor what is no UTF-8 or writes backwards. */
static void each_text_is_held_to_the_same_rules(void **state)
{
	static const char *const BAD[] = { "a\nb", "a\x1b[31m",	    "\x7f",	     "a\xc2\x80",
					   "\xff", "a\xed\xa0\x80", "a\xe2\x80\256b" };
	struct right right;
	char text[RGL_TEXT_MAX + 2];
	const struct {
		const char **text;
		const char *field;
	} texts[] = { { &right.sale.id, "id" },
		      { &right.sale.of, "sale_id" },
		      { &right.sale.store, "store" },
		      { &right.sale.till, "till" },
		      { &right.sale.cashier, "cashier" },
		      { &right.lines[1].sku, "lines[1].sku" },
		      { &right.lines[1].name, "lines[1].name" },
		      { &right.lines[1].category, "lines[1].category" } };

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		right_sale(&right);
		*texts[i].text = text;
		text[RGL_TEXT_MAX + 1] = '\0';
		refused(&right.sale, RGL_E_TEXT, texts[i].field);
		text[RGL_TEXT_MAX] = '\0';
		assert_int_equal(sale_check(&right.sale, &EUR, NULL), RGL_OK);
		text[RGL_TEXT_MAX] = 'x';
		for (size_t j = 0; j < sizeof(BAD) / sizeof(BAD[0]); j++) {
			*texts[i].text = BAD[j];
			refused(&right.sale, RGL_E_TEXT, texts[i].field);
		}
	}
}

/* A sale has an id and a line; a tender is of a kind; nothing has too many. */
static void what_is_missing_or_too_much_is_refused(void **state)
{
	static struct sale_line many[RGL_LINES_MAX + 1];
	struct right right;

	(void)state;
	right_sale(&right);
	right.sale.id = NULL;
	refused(&right.sale, RGL_E_FIELD, "id");
	right.sale.id = "";
	refused(&right.sale, RGL_E_FIELD, "id");
	right_sale(&right);
	right.sale.line_count = 0;
	refused(&right.sale, RGL_E_LINES, "lines");
	for (int32_t kind = -1; kind <= 10; kind += 11) {
		right_sale(&right);
		right.tenders[1].kind = kind;
		refused(&right.sale, RGL_E_FIELD, "tenders[1].kind");
	}
	right_sale(&right);
	right.sale.lines = many;
	right.sale.line_count = RGL_LINES_MAX + 1;
	right.sale.total = money_of(0);
	right.sale.tax = money_of(0);
	right.sale.tender_count = 0;
	refused(&right.sale, RGL_E_LIMIT, "");
	right.sale.line_count = RGL_LINES_MAX;
	assert_int_equal(sale_check(&right.sale, &EUR, NULL), RGL_OK);
	right.sale.tender_count = RGL_TENDERS_MAX + 1;
	refused(&right.sale, RGL_E_LIMIT, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sale_whose_sums_agree_is_taken),
		cmocka_unit_test(each_sum_that_does_not_agree_is_refused),
		cmocka_unit_test(a_line_may_be_rounded_either_way),
		cmocka_unit_test(amounts_beyond_any_sale_are_refused),
		cmocka_unit_test(other_currencies_are_refused),
		cmocka_unit_test(each_text_is_held_to_the_same_rules),
		cmocka_unit_test(what_is_missing_or_too_much_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
