/* test_page_figure.c - a page's numbers, as people and as programs read them. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/page/page_parts.h"

static const struct currency KRONER = { .code = "DKK", .exponent = 2 };
static const struct currency YEN = { .code = "JPY", .exponent = 0 };
static const struct currency DINAR = { .code = "KWD", .exponent = 3 };

struct figure {
	enum page_unit unit;
	int64_t value;
	const char *people;
	const char *data;
};

static void check(const struct figure *figures, size_t count, const struct currency *currency)
{
	char text[PAGE_FIGURE_ROOM];

	for (size_t i = 0; i < count; i++) {
		page_figure_write(figures[i].unit, figures[i].value, currency, text);
		assert_string_equal(text, figures[i].people);
		page_figure_data(figures[i].unit, figures[i].value, currency, text);
		assert_string_equal(text, figures[i].data);
	}
}

static void counts_and_money_keep_every_digit(void **state)
{
	static const struct figure FIGURES[] = {
		{ PAGE_COUNT, 12345, "12,345", "12345" },
		{ PAGE_COUNT, -1, "-1", "-1" },
		{ PAGE_COUNT, INT64_MIN, "-9,223,372,036,854,775,808", "-9223372036854775808" },
		{ PAGE_MONEY, 123405, "1,234.05", "1234.05" },
		{ PAGE_MONEY, -5, "-0.05", "-0.05" },
		{ PAGE_MONEY, INT64_MAX, "92,233,720,368,547,758.07", "92233720368547758.07" },
	};
	static const struct figure IN_YEN[] = { { PAGE_MONEY, 123405, "123,405", "123405" } };
	static const struct figure IN_DINAR[] = { { PAGE_MONEY, 123405, "123.405", "123.405" } };

	(void)state;
	check(FIGURES, sizeof(FIGURES) / sizeof(FIGURES[0]), &KRONER);
	check(IN_YEN, 1, &YEN);
	check(IN_DINAR, 1, &DINAR);
}

/* Nobody is told 0 % of what there is a little of, or 100 % of what is not all. */
static void shares_say_little_and_nearly_all(void **state)
{
	static const struct figure FIGURES[] = {
		{ PAGE_SHARE, 410000, "41 %", "0.41" },
		{ PAGE_SHARE, 0, "0 %", "0" },
		{ PAGE_SHARE, 1000000, "100 %", "1" },
		{ PAGE_SHARE, 1255000, "126 %", "1.255" },
		{ PAGE_SHARE, -55000, "-6 %", "-0.055" },
		{ PAGE_SHARE, 4000, "0.4 %", "0.004" },
		{ PAGE_SHARE, 499, "<0.1 %", "0.000499" },
		{ PAGE_SHARE, 1, "<0.1 %", "0.000001" },
		{ PAGE_SHARE, 996000, "99.6 %", "0.996" },
		{ PAGE_SHARE, 999999, ">99.9 %", "0.999999" },
		{ PAGE_SHARE, 10000, "1 %", "0.01" },
		{ PAGE_SHARE, 990000, "99 %", "0.99" },
		{ PAGE_SHARE, INT64_MAX, "922,337,203,685,478 %", "9223372036854.775807" },
	};

	(void)state;
	check(FIGURES, sizeof(FIGURES) / sizeof(FIGURES[0]), &KRONER);
}

static void spans_of_days_read_as_people_say_them(void **state)
{
	static const struct figure FIGURES[] = {
		{ PAGE_DAYS, 65, "6.5 days", "6.5" },	   { PAGE_DAYS, 10, "1 day", "1" },
		{ PAGE_DAYS, 0, "0 days", "0" },	   { PAGE_DAYS, 70, "7 days", "7" },
		{ PAGE_DAYS, 125, "13 days", "12.5" },	   { PAGE_DAYS, 140, "2 weeks", "14" },
		{ PAGE_DAYS, 210, "3 weeks", "21" },	   { PAGE_DAYS, 250, "25 days", "25" },
		{ PAGE_DAYS, 310, "4 weeks", "31" },	   { PAGE_DAYS, 1825, "6 months", "182.5" },
		{ PAGE_DAYS, 3652, "12 months", "365.2" }, { PAGE_DAYS, 7304, "2 years", "730.4" },
		{ PAGE_DAYS, 9130, "2.5 years", "913" },   { PAGE_DAYS, -30, "-3 days", "-3" },
	};

	(void)state;
	check(FIGURES, sizeof(FIGURES) / sizeof(FIGURES[0]), &KRONER);
}

static void other_numbers_are_short(void **state)
{
	static const struct figure FIGURES[] = {
		{ PAGE_MILLI, 12500, "12.5", "12.5" },
		{ PAGE_MILLI, 1234567, "1,234.6", "1234.567" },
		{ PAGE_MILLI, 350, "0.35", "0.35" },
		{ PAGE_MILLI, 0, "0.0", "0" },
		{ PAGE_ID, 23570, "23570", "23570" },
		{ PAGE_DAY, 20779, "22 Nov 2026", "2026-11-22" },
		{ PAGE_DAY, 0, "1 Jan 1970", "1970-01-01" },
		{ PAGE_DAY, -1, "31 Dec 1969", "1969-12-31" },
	};
	char text[PAGE_FIGURE_ROOM];

	(void)state;
	check(FIGURES, sizeof(FIGURES) / sizeof(FIGURES[0]), &KRONER);
	page_figure_write(PAGE_DAY, INT64_MAX, &KRONER, text);
	page_figure_data(PAGE_DAY, INT64_MIN, &KRONER, text);
	assert_true(strlen(text) > 0);
}

/* The warmest cell is the last step; what is not over, or no number, has none. */
static void heat_goes_from_nothing_to_the_most(void **state)
{
	const struct page_scale scale = { .low = 0, .high = 75, .has_any = true };
	const struct page_scale flat = { .low = 3, .high = 3, .has_any = true };
	const struct page_column warm = { .unit = PAGE_SHARE, .flags = PAGE_HEAT };
	const struct page_column cold = { .unit = PAGE_SHARE };
	struct page_cell cell = { .kind = CELL_NUMBER, .number = 75 };

	(void)state;
	assert_int_equal(page_heat_step(&scale, &warm, &cell, 7), 6);
	assert_int_equal(page_heat_step(&scale, &cold, &cell, 7), -1);
	cell.number = 40;
	assert_int_equal(page_heat_step(&scale, &warm, &cell, 7), 3);
	cell.number = 0;
	assert_int_equal(page_heat_step(&scale, &warm, &cell, 7), 0);
	cell.is_unfinished = true;
	assert_int_equal(page_heat_step(&scale, &warm, &cell, 7), -1);
	cell = (struct page_cell) { .kind = CELL_NUMBER, .number = 3 };
	assert_int_equal(page_heat_step(&flat, &warm, &cell, 7), 6);
	cell = (struct page_cell) { .kind = CELL_NOTHING };
	assert_int_equal(page_heat_step(&scale, &warm, &cell, 7), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_and_money_keep_every_digit),
		cmocka_unit_test(shares_say_little_and_nearly_all),
		cmocka_unit_test(spans_of_days_read_as_people_say_them),
		cmocka_unit_test(other_numbers_are_short),
		cmocka_unit_test(heat_goes_from_nothing_to_the_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
