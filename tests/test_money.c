/* test_money.c - amounts, points and currencies: exact, or refused. */
#include "tests/support/check.h"

#include <math.h>
#include <string.h>

#include "plugin/base/money.h"

static void sums_and_differences_are_exact(void **state)
{
	struct money money;
	struct points points;

	(void)state;
	assert_int_equal(money_add(money_of(1299), money_of(-1300), &money), RGL_OK);
	assert_int_equal(money.minor, -1);
	assert_int_equal(money_sub(money_of(INT64_MIN), money_of(-1), &money), RGL_OK);
	assert_true(money.minor == INT64_MIN + 1);
	assert_int_equal(points_add(points_of(340), points_of(-12), &points), RGL_OK);
	assert_int_equal(points.count, 328);
}

/* What does not fit is refused, and the old value stays. */
static void what_64_bits_do_not_hold_is_refused(void **state)
{
	struct money money = money_of(42);
	struct points points = points_of(42);
	int64_t thousandths = 42;

	(void)state;
	assert_int_equal(money_add(money_of(INT64_MAX), money_of(1), &money), RGL_E_RANGE);
	assert_int_equal(money_sub(money_of(INT64_MIN), money_of(1), &money), RGL_E_RANGE);
	assert_int_equal(points_add(points_of(INT64_MIN), points_of(-1), &points), RGL_E_RANGE);
	assert_int_equal(money_times_milli(money_of(INT64_MAX), 2, &thousandths), RGL_E_RANGE);
	assert_int_equal(money.minor, 42);
	assert_int_equal(points.count, 42);
	assert_int_equal(thousandths, 42);
}

static void amounts_are_compared_by_size_and_sign(void **state)
{
	(void)state;
	assert_int_equal(money_compare(money_of(-5), money_of(3)), -1);
	assert_int_equal(money_compare(money_of(3), money_of(3)), 0);
	assert_int_equal(money_compare(money_of(INT64_MAX), money_of(INT64_MIN)), 1);
	assert_true(money_equal(money_of(7), money_of(7)));
	assert_false(money_equal(money_of(7), money_of(-7)));
	assert_int_equal(money_sign(money_of(INT64_MIN)), -1);
	assert_int_equal(money_sign(money_of(0)), 0);
	assert_int_equal(points_sign(points_of(9)), 1);
	assert_int_equal(points_sign(points_of(-9)), -1);
	assert_int_equal(money_negate(money_of(5)).minor, -5);
	assert_true(money_negate(money_of(INT64_MIN)).minor == INT64_MIN);
}

/* A thousand lines of the largest sane amount still fit 64 bits. */
static void sane_amounts_can_be_summed_without_looking(void **state)
{
	const int64_t most = 1000000000000000;

	(void)state;
	assert_true(money_is_sane(money_of(most)));
	assert_true(money_is_sane(money_of(-most)));
	assert_false(money_is_sane(money_of(most + 1)));
	assert_false(money_is_sane(money_of(-most - 1)));
	assert_false(money_is_sane(money_of(INT64_MIN)));
	assert_true(most <= INT64_MAX / RGL_LINES_MAX);
}

static void a_quantity_times_a_price_is_in_thousandths(void **state)
{
	int64_t thousandths = 0;

	(void)state;
	assert_int_equal(money_times_milli(money_of(3800), 2000, &thousandths), RGL_OK);
	assert_int_equal(thousandths, 7600000);
	assert_int_equal(money_times_milli(money_of(199), -1234, &thousandths), RGL_OK);
	assert_int_equal(thousandths, -245566);
}

/* Below zero too the ratio goes down, so that a refund takes back what the sale gave. */
static void a_ratio_goes_down_as_floor_does(void **state)
{
	(void)state;
	for (int64_t amount = -60; amount <= 60; amount++)
		for (int64_t numerator = -7; numerator <= 7; numerator++)
			for (int64_t denominator = 1; denominator <= 9; denominator++) {
				int64_t ratio = 42;

				assert_int_equal(
					ratio_floor(amount, numerator, denominator, &ratio),
					RGL_OK);
				assert_true((double)ratio == floor((double)(amount * numerator) /
								   (double)denominator));
			}
}

/* In between it may be wider than 64 bits. */
static void a_ratio_is_exact_in_between(void **state)
{
	int64_t ratio = 42;

	(void)state;
	assert_int_equal(ratio_floor(INT64_MAX, INT64_MAX, INT64_MAX, &ratio), RGL_OK);
	assert_true(ratio == INT64_MAX);
	assert_int_equal(ratio_floor(INT64_MIN, INT64_MAX, INT64_MAX, &ratio), RGL_OK);
	assert_true(ratio == INT64_MIN);
	assert_int_equal(ratio_floor(INT64_MIN, 1, INT64_MAX, &ratio), RGL_OK);
	assert_int_equal(ratio, -2);
	ratio = 42;
	assert_int_equal(ratio_floor(INT64_MAX, 2, 1, &ratio), RGL_E_RANGE);
	assert_int_equal(ratio_floor(INT64_MIN, 3, 2, &ratio), RGL_E_RANGE);
	assert_int_equal(ratio_floor(INT64_MIN, -1, 1, &ratio), RGL_E_RANGE);
	assert_int_equal(ratio, 42);
}

/* By ISO 4217's list one. */
static void currencies_have_the_digits_of_iso_4217(void **state)
{
	static const struct currency KNOWN[] = {
		{ "EUR", 2 }, { "AED", 2 }, { "ZWG", 2 }, { "ALL", 2 }, { "DKK", 2 },
		{ "INR", 2 }, { "VND", 0 }, { "JPY", 0 }, { "BIF", 0 }, { "XPF", 0 },
		{ "KWD", 3 }, { "TND", 3 }, { "BHD", 3 }, { "CLF", 4 }, { "UYW", 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(KNOWN) / sizeof(KNOWN[0]); i++) {
		struct currency currency = { "", 42 };

		assert_int_equal(currency_of(KNOWN[i].code, &currency), RGL_OK);
		assert_string_equal(currency.code, KNOWN[i].code);
		assert_int_equal(currency.exponent, KNOWN[i].exponent);
	}
}

static void what_is_no_currency_is_refused(void **state)
{
	static const char *const CODES[] = { "",    "E",   "EU",  "EURO", "eur", "XXQ",
					     "UR ", "R G", " EU", "E\0R", NULL };
	struct currency currency = { "old", 42 };

	(void)state;
	for (size_t i = 0; i < sizeof(CODES) / sizeof(CODES[0]); i++)
		assert_int_equal(currency_of(CODES[i], &currency), RGL_E_CURRENCY);
	assert_string_equal(currency.code, "old");
	assert_int_equal(currency.exponent, 42);
}

static void money_is_written_in_its_currencys_digits_and_points_whole(void **state)
{
	const struct currency euro = { "EUR", 2 };
	const struct currency yen = { "JPY", 0 };
	char text[DECIMAL_ROOM];

	(void)state;
	money_write(money_of(-123405), &euro, text);
	assert_string_equal(text, "-1,234.05");
	money_write(money_of(1500), &yen, text);
	assert_string_equal(text, "1,500");
	points_write(points_of(-1340), text);
	assert_string_equal(text, "-1,340");
}

/* A model speaks in major units; what comes back is the amount that it meant, and nothing that is
 * no amount comes back at all. */
static void an_amount_becomes_a_number_and_one_again(void **state)
{
	const struct currency euro = { "EUR", 2 };
	const struct currency yen = { "JPY", 0 };
	struct money amount = money_of(7);

	(void)state;
	assert_true(money_major(money_of(-123405), &euro) == -1234.05);
	assert_true(money_major(money_of(1500), &yen) == 1500);
	assert_int_equal(money_of_major(-1234.05, &euro, &amount), RGL_OK);
	assert_int_equal(amount.minor, -123405);
	assert_int_equal(money_of_major(0.125, &euro, &amount), RGL_OK);
	assert_int_equal(amount.minor, 13);
	assert_int_equal(money_of_major(-0.5, &yen, &amount), RGL_OK);
	assert_int_equal(amount.minor, -1);
	assert_int_equal(money_of_major(NAN, &euro, &amount), RGL_E_RANGE);
	assert_int_equal(money_of_major(INFINITY, &euro, &amount), RGL_E_RANGE);
	assert_int_equal(money_of_major(1e14, &euro, &amount), RGL_E_RANGE);
	assert_int_equal(amount.minor, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_and_differences_are_exact),
		cmocka_unit_test(what_64_bits_do_not_hold_is_refused),
		cmocka_unit_test(amounts_are_compared_by_size_and_sign),
		cmocka_unit_test(sane_amounts_can_be_summed_without_looking),
		cmocka_unit_test(a_quantity_times_a_price_is_in_thousandths),
		cmocka_unit_test(a_ratio_goes_down_as_floor_does),
		cmocka_unit_test(a_ratio_is_exact_in_between),
		cmocka_unit_test(currencies_have_the_digits_of_iso_4217),
		cmocka_unit_test(what_is_no_currency_is_refused),
		cmocka_unit_test(money_is_written_in_its_currencys_digits_and_points_whole),
		cmocka_unit_test(an_amount_becomes_a_number_and_one_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
