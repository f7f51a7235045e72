/* test_sums_value.c - worth added up: totals, the middle, tenths, quarters, against figures made by
 * hand. */
#include "tests/support/check.h"

#include <math.h>

#include "plugin/reports/sums_money.h"
#include "plugin/reports/sums_value.h"
#include "tests/support/sweep.h"

#define MEMBERS 25

static void make_members(struct person list[MEMBERS])
{
	for (int32_t i = 0; i < MEMBERS; i++)
		list[i] = (struct person) {
			.member = i + 1,
			.visits = i < 10 ? 1 : 3,
			.days = i < 10 ? 1 : 3,
			.net = money_of((i + 1) * 1000),
			.worth = money_of((i + 1) * 100),
			.first_day = i * 10, /* from 1 January 1970 */
			.last_day = i * 10 + 5,
			.is_scored = i % 2 == 0,
			.value = money_of(i % 2 == 0 ? 500 : 0),
			.spread = money_of(i % 2 == 0 ? 300 : 0),
		};
}

/* 1 to 25, each a hundred: 32,500 in all, 13 in the middle; a tenth begins at 2.5, 5, 7.5 ... */
static void sums_are_those_made_by_hand(void **state)
{
	struct person list[MEMBERS];
	struct value_sums sums;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	make_members(list);
	assert_int_equal(value_sum(&host, list, MEMBERS, &sums), RGL_OK);
	assert_int_equal(sums.all.members, 25);
	assert_int_equal(sums.all.repeaters, 15);
	assert_int_equal(sums.all.visits, 10 + 45);
	assert_int_equal(sums.all.scored, 13);
	assert_int_equal(sums_minor(sums.all.worth), 32500);
	assert_int_equal(sums_minor(sums.all.expected), 13 * 500);
	assert_int_equal(sums_minor(sums.repeat_worth), (11 + 25) * 15 / 2 * 100);
	assert_int_equal(sums_minor(sums.mean), 1300);
	assert_int_equal(sums_minor(sums.median), 1300);
	assert_int_equal(sums_minor(sums.ticket), 325000 / 55);
	assert_int_equal(sums.tenths[0].members, 2);
	assert_int_equal(sums_minor(sums.tenths[0].worth), 2500 + 2400);
	assert_int_equal(sums.tenths[1].members, 3);
	assert_int_equal(sums_minor(sums.tenths[9].worth), 300 + 200 + 100);
	assert_int_equal(sums.by_worth.at[0]->member, 25);
	assert_true(fabs(sums.deviation - 300 * sqrt(13)) < 1e-6);
	value_sums_free(&sums);
}

/* 1970's first three quarters: days 0 to 89, 90 to 180, 181 on. */
static void quarters_are_those_of_first_visits(void **state)
{
	struct person list[MEMBERS];
	struct value_sums sums;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	make_members(list);
	assert_int_equal(value_sum(&host, list, MEMBERS, &sums), RGL_OK);
	assert_int_equal(sums.first_quarter, 0);
	assert_int_equal(sums.quarter_count, 3);
	assert_int_equal(sums.quarters[0].members, 9);
	assert_int_equal(sums.quarters[1].members, 10);
	assert_int_equal(sums.quarters[2].members, 6);
	value_sums_free(&sums);
}

/* Nobody, and one: no figure is made up, and the one is the middle. */
static void nobody_and_one_are_shops_too(void **state)
{
	const struct person one = { .member = 7, .visits = 1, .days = 1, .worth = money_of(-30) };
	struct value_sums sums;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(value_sum(&host, NULL, 0, &sums), RGL_OK);
	assert_int_equal(sums.all.members, 0);
	assert_int_equal(sums_minor(sums.mean), 0);
	assert_int_equal(sums.quarter_count, 0);
	value_sums_free(&sums);
	assert_int_equal(value_sum(&host, &one, 1, &sums), RGL_OK);
	assert_int_equal(sums_minor(sums.median), -30);
	assert_int_equal(sums.tenths[9].members, 1);
	assert_int_equal(sums.quarter_count, 1);
	value_sums_free(&sums);
}

/* Chance alone, the model's miss alone, both; never below nothing. */
static void the_interval_holds_chance_and_the_models_miss(void **state)
{
	struct money low;
	struct money high;

	(void)state;
	value_interval(money_of(100000), 1000, 0, &low, &high);
	assert_int_equal(sums_minor(low), 100000 - 1282);
	assert_int_equal(sums_minor(high), 100000 + 1282);
	value_interval(money_of(100000), 3000, 0.04, &low, &high);
	assert_int_equal(sums_minor(high), 100000 + 6408);
	value_interval(money_of(100000), 0, 2, &low, &high);
	assert_int_equal(sums_minor(low), 0);
	value_interval(money_of(0), 0, 0.25, &low, &high);
	assert_int_equal(sums_minor(high), 0);
}

static void what_does_not_fit_is_refused(void **state)
{
	const struct person list[] = { { .member = 1, .visits = 1, .worth = money_of(INT64_MAX) },
				       { .member = 2, .visits = 1, .worth = money_of(1) } };
	struct value_sums sums;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(value_sum(&host, list, 2, &sums), RGL_E_RANGE);
	value_sums_free(&sums);
}

static void memory_that_runs_out_is_said(void **state)
{
	struct person list[MEMBERS];
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	make_members(list);
	for (long fail_at = 0; rc == RGL_E_MEMORY; fail_at++) {
		struct value_sums sums;
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, fail_at);
		host_init(&host, &sweep.host);
		rc = value_sum(&host, list, MEMBERS, &sums);
		value_sums_free(&sums);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_are_those_made_by_hand),
		cmocka_unit_test(quarters_are_those_of_first_visits),
		cmocka_unit_test(nobody_and_one_are_shops_too),
		cmocka_unit_test(the_interval_holds_chance_and_the_models_miss),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(memory_that_runs_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
