/* test_sums_cohorts.c - triangles added up by hand: measures, curves, new and returning members. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/reports/sums_cohorts.h"
#include "plugin/reports/sums_money.h"
#include "plugin/reports/sums_returning.h"

static struct figures came(int64_t members, int64_t visits, int64_t net, int64_t cost)
{
	return (struct figures) {
		.members = members, .visits = visits, .net = money_of(net), .cost = money_of(cost)
	};
}

/* Three cohorts of 10, none and 4; the third period is not over. Row after row. */
static const int64_t NEWCOMERS[] = { 10, 0, 4 };

static struct triangle triangle_by_hand(struct figures *cells)
{
	cells[0] = came(10, 12, 10000, 4000);
	cells[1] = came(4, 5, 3000, 1000);
	cells[2] = came(1, 1, -500, -100);
	cells[3] = (struct figures) { 0 };
	cells[4] = (struct figures) { 0 };
	cells[5] = came(4, 4, 2400, 800);
	cells[0].refund = money_of(70);
	cells[0].discount = money_of(90);
	cells[1].returned = 3;
	return (struct triangle) { .cells = cells,
				   .newcomers = NEWCOMERS,
				   .stride = 3,
				   .count = 3,
				   .over = 2,
				   .basis = BASIS_NET };
}

static int64_t number_of(const struct triangle *triangle, enum measure measure, int32_t row,
			 int32_t age)
{
	struct figures so_far = { 0 };
	int64_t number = -1;

	for (int32_t i = 0; i <= age; i++)
		assert_int_equal(figures_add(&so_far, triangle_at(triangle, row, i)), RGL_OK);
	assert_true(measure_number(measure, triangle->basis, triangle->newcomers[row],
				   triangle_at(triangle, row, age), &so_far, &number));
	return number;
}

static void each_measure_is_as_counted_by_hand(void **state)
{
	struct figures cells[6];
	struct triangle triangle = triangle_by_hand(cells);

	(void)state;
	assert_int_equal(number_of(&triangle, MEASURE_SHARE, 0, 1), 400000);
	assert_int_equal(number_of(&triangle, MEASURE_MEMBERS, 0, 1), 4);
	assert_int_equal(number_of(&triangle, MEASURE_NET, 0, 2), -500);
	assert_int_equal(number_of(&triangle, MEASURE_MARGIN, 0, 1), 2000);
	assert_int_equal(number_of(&triangle, MEASURE_REFUNDS, 0, 0), 70);
	assert_int_equal(number_of(&triangle, MEASURE_DISCOUNTS, 0, 0), 90);
	assert_int_equal(number_of(&triangle, MEASURE_TICKET, 0, 0), 833);
	assert_int_equal(number_of(&triangle, MEASURE_VALUE, 0, 1), 1300);
	assert_int_equal(number_of(&triangle, MEASURE_VALUE, 0, 2), 1250);
	triangle.basis = BASIS_MARGIN;
	assert_int_equal(number_of(&triangle, MEASURE_VALUE, 0, 2), 760);
	assert_int_equal(number_of(&triangle, MEASURE_VALUE, 2, 0), 400);
}

/* A share of nobody, a ticket without a purchase: no number, rather than a zero or a NaN. */
static void what_has_no_number_has_none(void **state)
{
	const struct figures nothing = { 0 };
	int64_t number = 7;

	(void)state;
	for (size_t i = 0; i < MEASURES; i++)
		assert_false(
			measure_number((enum measure)i, BASIS_NET, 0, &nothing, &nothing, &number));
	assert_false(measure_number(MEASURE_TICKET, BASIS_NET, 5, &nothing, &nothing, &number));
	assert_int_equal(number, 7);
	assert_true(measure_number(MEASURE_SHARE, BASIS_NET, 5, &nothing, &nothing, &number));
	assert_int_equal(number, 0);
}

static void measures_are_found_by_name(void **state)
{
	struct rgl_why why = { .size = sizeof(why) };
	enum measure measure = MEASURES;

	(void)state;
	for (size_t i = 0; i < MEASURES; i++) {
		assert_int_equal(measure_of(measure_name((enum measure)i), &measure, &why), RGL_OK);
		assert_int_equal(measure, i);
	}
	assert_int_equal(measure_of(NULL, &measure, &why), RGL_OK);
	assert_int_equal(measure, MEASURE_SHARE);
	assert_int_equal(measure_of("profit", &measure, &why), RGL_E_FIELD);
	assert_non_null(strstr(why.text, "there is no profit to show; there are: share,"));
}

/* Only periods that are over, only cohorts with somebody; worth is added up age by age. */
static void the_curve_is_of_all_that_could_come(void **state)
{
	struct figures cells[6];
	struct triangle triangle = triangle_by_hand(cells);
	struct curve_point curve[3];

	(void)state;
	assert_int_equal(triangle_curve(&triangle, 3, curve), RGL_OK);
	assert_int_equal(curve[0].of, 10);
	assert_int_equal(curve[0].came, 10);
	assert_int_equal(curve[0].worth_milli, 1000000);
	assert_int_equal(curve[1].of, 10);
	assert_int_equal(curve[1].came, 4);
	assert_int_equal(curve[1].worth_milli, 1300000);
	assert_int_equal(curve[2].of, 0);
	assert_int_equal(curve[2].worth_milli, 1300000);
	triangle.over = 3;
	assert_int_equal(triangle_curve(&triangle, 3, curve), RGL_OK);
	assert_int_equal(curve[0].of, 14);
	assert_int_equal(curve[0].worth_milli, 885714); /* 12400 / 14 */
	assert_int_equal(curve[1].worth_milli, 1185714);
	assert_int_equal(curve[2].worth_milli, 1135714);
	triangle.begin = 2;
	assert_int_equal(triangle_curve(&triangle, 1, curve), RGL_OK);
	assert_int_equal(curve[0].of, 4);
}

static void sums_are_of_all_cells(void **state)
{
	struct figures cells[6];
	struct triangle triangle = triangle_by_hand(cells);
	struct figures sum;
	int64_t newcomers;

	(void)state;
	assert_int_equal(triangle_row_sum(&triangle, 0, &sum), RGL_OK);
	assert_int_equal(sum.visits, 18);
	assert_int_equal(sum.returned, 3);
	assert_true(money_equal(sum.net, money_of(12500)));
	assert_int_equal(triangle_sum(&triangle, &sum, &newcomers), RGL_OK);
	assert_int_equal(newcomers, 14);
	assert_true(money_equal(sum.net, money_of(14900)));
	triangle.begin = 1;
	assert_int_equal(triangle_sum(&triangle, &sum, &newcomers), RGL_OK);
	assert_int_equal(newcomers, 4);
	assert_int_equal(triangle_newest(&triangle, 3), -1);
	triangle.begin = 0;
	assert_int_equal(triangle_newest(&triangle, 3), 0);
	assert_int_equal(triangle_newest(&triangle, 0), -1);
}

/* A question's sales may begin later and end earlier than the shop's: outside them nothing came. */
static void what_lies_outside_the_cells_is_nothing(void **state)
{
	struct figures cells[1] = { came(2, 2, 500, 0) };
	const struct triangle triangle = { .cells = cells,
					   .newcomers = NEWCOMERS,
					   .stride = 1,
					   .shift = 1,
					   .count = 3,
					   .over = 3 };

	(void)state;
	assert_true(figures_are_zero(triangle_at(&triangle, 0, 0)));
	assert_true(figures_are_zero(triangle_at(&triangle, 0, 2)));
	assert_int_equal(triangle_at(&triangle, 1, 0)->members, 2);
	assert_true(figures_are_zero(triangle_at(&triangle, 1, 1)));
	assert_true(figures_are_zero(triangle_at(&triangle, 2, 0)));
}

static void sums_that_do_not_fit_are_refused(void **state)
{
	struct figures cells[6];
	struct triangle triangle = triangle_by_hand(cells);
	struct curve_point curve[3];
	struct figures sum;
	struct figures back;
	int64_t newcomers;

	(void)state;
	cells[1].net = money_of(INT64_MAX);
	assert_int_equal(triangle_row_sum(&triangle, 0, &sum), RGL_E_RANGE);
	assert_int_equal(triangle_sum(&triangle, &sum, &newcomers), RGL_E_RANGE);
	assert_int_equal(triangle_curve(&triangle, 3, curve), RGL_E_RANGE);
	cells[2].visits = INT64_MAX;
	cells[4].visits = INT64_MAX;
	assert_int_equal(returning_sum(&triangle, 2, &sum, &back), RGL_E_RANGE);
}

static void new_and_returning_are_told_apart(void **state)
{
	struct figures cells[6];
	struct triangle triangle = triangle_by_hand(cells);
	struct figures fresh;
	struct figures back;

	(void)state;
	assert_int_equal(returning_sum(&triangle, 0, &fresh, &back), RGL_OK);
	assert_int_equal(fresh.members, 10);
	assert_true(figures_are_zero(&back));
	assert_int_equal(returning_sum(&triangle, 2, &fresh, &back), RGL_OK);
	assert_int_equal(fresh.members, 4);
	assert_true(money_equal(fresh.net, money_of(2400)));
	assert_int_equal(back.members, 1);
	assert_true(money_equal(back.net, money_of(-500)));
}

static void amounts_are_divided_half_away_from_zero(void **state)
{
	(void)state;
	assert_true(money_equal(sums_per(money_of(25), 10), money_of(3)));
	assert_true(money_equal(sums_per(money_of(-25), 10), money_of(-3)));
	assert_true(money_equal(sums_per(money_of(25), 0), money_of(0)));
	assert_int_equal(sums_per_milli(money_of(10), 3), 3333);
	assert_true(money_equal(sums_of_milli(3500), money_of(4)));
	assert_int_equal(sums_share(1, 3), 333333);
	assert_int_equal(sums_share(1, 0), 0);
	assert_int_equal(sums_minor(money_of(-7)), -7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_measure_is_as_counted_by_hand),
		cmocka_unit_test(what_has_no_number_has_none),
		cmocka_unit_test(measures_are_found_by_name),
		cmocka_unit_test(the_curve_is_of_all_that_could_come),
		cmocka_unit_test(sums_are_of_all_cells),
		cmocka_unit_test(what_lies_outside_the_cells_is_nothing),
		cmocka_unit_test(sums_that_do_not_fit_are_refused),
		cmocka_unit_test(new_and_returning_are_told_apart),
		cmocka_unit_test(amounts_are_divided_half_away_from_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
