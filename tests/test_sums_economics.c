/* test_sums_economics.c - what keeping customers is worth, against figures reckoned apart from this
 * code and figures that others published. */
#include "tests/support/check.h"

#include <math.h>
#include <stdlib.h>

#include "plugin/reports/sums_economics.h"
#include "plugin/reports/sums_student.h"
#include "tests/support/sweep.h"

#define TODAY 800
#define MEMBERS 48

static int compare_days(const void *left, const void *right)
{
	const struct economics_visit *a = left;
	const struct economics_visit *b = right;

	return (a->day > b->day) - (a->day < b->day);
}

/* Member i: first on day 3 i, i mod 5 more visits 7 + i days apart, and some late ones. */
static size_t make_member(int32_t i, struct economics_visit visits[8])
{
	size_t count = 0;

	visits[count++] = (struct economics_visit) { i * 3, 10 + i % 7 };
	for (int32_t j = 1; j < 1 + i % 5; j++)
		visits[count++] =
			(struct economics_visit) { i * 3 + j * (7 + i), 12 + 2 * j + i % 3 };
	if (i % 2 == 0)
		visits[count++] = (struct economics_visit) { TODAY - 400 - i % 30, 20 + i % 4 };
	if (i % 3 == 0)
		visits[count++] = (struct economics_visit) { TODAY - 100 - i, 30 };
	qsort(visits, count, sizeof(*visits), compare_days);
	return count;
}

static rgl_rc make_shop(const struct host *host, struct economics *ret)
{
	struct economics_visit visits[8];
	rgl_rc rc = economics_open(host, 0, TODAY, ret);

	for (int32_t i = 0; rc == RGL_OK && i < MEMBERS; i++) {
		size_t count = make_member(i, visits);

		economics_add(ret, i % 4 == 0, visits, count);
	}
	return rc;
}

static void assert_near(struct estimate estimate, double value, double low, double high)
{
	assert_true(estimate.is_known);
	assert_true(estimate.is_sure);
	assert_true(fabs(estimate.value - value) < 1e-9 * fabs(value));
	assert_true(fabs(estimate.low - low) < 1e-9 * fabs(value));
	assert_true(fabs(estimate.high - high) < 1e-9 * fabs(value));
}

/* The figures were made in another language, straight from the definitions in the header. */
static void estimates_are_those_reckoned_apart(void **state)
{
	struct economics economics;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(make_shop(&host, &economics), RGL_OK);
	assert_int_equal(economics.stretch, 365);
	assert_near(economics_repeat(&economics), 1.4895209037085468, 1.413994178171354,
		    1.5650476292457396);
	assert_near(economics_worth(&economics, 12, true), 53.14860742088677, 44.14130996695606,
		    62.15590487481748);
	assert_near(economics_kept(&economics), 0.3333333333333333, 0.19331658641638233,
		    0.4733500802502843);
	assert_near(economics_life(&economics), 43.04347826086956, 35.245665897822434,
		    50.84129062391669);
	assert_near(economics_five_more(&economics, 0), 0.0697674418604651, 0.05625367038588134,
		    0.08328121333504887);
	assert_near(economics_five_more(&economics, 10), 0.09088127294981638, 0.0782698306885785,
		    0.10349271521105426);
	economics_free(&economics);
}

static void it_pays_back_in_the_month_that_reaches_the_cost(void **state)
{
	struct economics economics;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(make_shop(&host, &economics), RGL_OK);
	assert_int_equal(economics_months(&economics), 25);
	assert_true(fabs(economics_worth(&economics, 25, false).value - 67.27584670231728) < 1e-9);
	assert_int_equal(economics_payback(&economics, 0), 1);
	assert_int_equal(economics_payback(&economics, 21), 1);
	assert_int_equal(economics_payback(&economics, 21.1), 2);
	assert_int_equal(economics_payback(&economics, 50.6), 10);
	assert_int_equal(economics_payback(&economics, 68), 0);
	assert_false(economics_worth(&economics, 26, false).is_known);
	assert_false(economics_five_more(&economics, 1000).is_known);
	economics_free(&economics);
}

/* Days 0 to 89 are 1970's first quarter: 30 of the 48 members. */
static void a_cohort_is_told_as_far_as_its_youngest(void **state)
{
	struct economics economics;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(make_shop(&host, &economics), RGL_OK);
	assert_int_equal(economics.cohorts[0].members, 30);
	assert_int_equal(economics.cohorts[1].members, 18);
	assert_int_equal(economics.cohorts[0].over, (int)floor((TODAY - 87) / (365.25 / 12)));
	assert_int_equal(economics_cohort_payback(&economics.cohorts[0], 1), 1);
	assert_int_equal(economics_cohort_payback(&economics.cohorts[0], 1e9), -1);
	economics_free(&economics);
}

/* Kept at 80 of 100 and discounted by 10 %, five more are worth a fifth: (1 - .8 / 1.1) / (1 - .85
 * / 1.1) = 1.2. Twenty come each year for two years, sixteen of them in the second. */
static void five_more_kept_of_eighty_is_a_fifth_more(void **state)
{
	struct economics economics;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(economics_open(&host, 0, 729, &economics), RGL_OK);
	for (int32_t i = 0; i < 20; i++) {
		const struct economics_visit visits[] = { { i, 100 }, { 400 + i, 100 } };

		economics_add(&economics, false, visits, i < 16 ? 2 : 1);
	}
	assert_true(fabs(economics_kept(&economics).value - 0.8) < 1e-12);
	assert_true(fabs(economics_five_more(&economics, 0).value - 0.2) < 1e-12);
	assert_true(fabs(economics_life(&economics).value - 100 / (1 - 0.8 / 1.1)) < 1e-9);
	economics_free(&economics);
}

/* Student's sleep data (Biometrika 6 (1908) 20), as R's t.test() has them: 95 %, -3.3655 to
 * 0.2055. */
static void the_two_sides_differ_as_published(void **state)
{
	static const double FIRST[] = { 0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0 };
	static const double SECOND[] = { 1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4 };
	struct economics economics;
	struct estimate difference;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(economics_open(&host, 0, 40, &economics), RGL_OK);
	for (size_t i = 0; i < 10; i++) {
		const struct economics_visit brought = { 0, FIRST[i] };
		const struct economics_visit walked = { 0, SECOND[i] };

		if (i == 9)
			assert_int_equal(economics_compare(&economics, &difference), -1);
		economics_add(&economics, true, &brought, 1);
		economics_add(&economics, false, &walked, 1);
	}
	assert_int_equal(economics_ages[economics_compare(&economics, &difference)], 1);
	assert_true(fabs(difference.value + 1.58) < 1e-12);
	assert_true(fabs(difference.low + 3.3654832) < 1e-4);
	assert_true(fabs(difference.high - 0.2054832) < 1e-4);
	economics_free(&economics);
}

/* As any table of Student's t has them. */
static void quantiles_are_those_of_the_tables(void **state)
{
	(void)state;
	assert_true(fabs(student_975(1) - 12.7062) < 1e-4);
	assert_true(fabs(student_975(2) - 4.3027) < 1e-4);
	assert_true(fabs(student_975(3) - 3.1824) < 5e-3);
	assert_true(fabs(student_975(5) - 2.5706) < 1e-3);
	assert_true(fabs(student_975(9) - 2.2622) < 2e-4);
	assert_true(fabs(student_975(39) - 2.0227) < 1e-4);
	assert_true(fabs(student_975(1e9) - 1.9600) < 1e-4);
	assert_true(student_welch(0, 10, 0, 10) == 0);
}

/* A visit of tomorrow, by a clock that ran ahead, a member of the future, a shop of one day. */
static void the_future_and_the_first_day_are_no_trouble(void **state)
{
	const struct economics_visit ahead[] = { { 5, 10 }, { 90, 1000 } };
	const struct economics_visit unborn[] = { { 90, 1000 } };
	struct economics economics;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(economics_open(&host, 5, 5, &economics), RGL_OK);
	economics_add(&economics, false, ahead, 2);
	economics_add(&economics, false, unborn, 1);
	assert_int_equal(economics.members, 1);
	assert_true(economics_first(&economics).value == 10);
	assert_false(economics_first(&economics).is_sure);
	assert_false(economics_repeat(&economics).is_known);
	assert_false(economics_kept(&economics).is_known);
	assert_int_equal(economics_months(&economics), 0);
	assert_int_equal(economics_payback(&economics, 5), 0);
	economics_free(&economics);
}

/* From one member to two hundred, of any habits: finite, in order, shares within 0 and 1. */
static void no_shop_gives_nonsense(void **state)
{
	uint64_t seed = 20261122;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	for (int shop = 0; shop < 300; shop++) {
		struct economics economics;
		int32_t today = (int32_t)(next_number(&seed) % 1500);
		size_t members = 1 + next_number(&seed) % 200;
		struct estimate all[8];

		assert_int_equal(economics_open(&host, 0, today, &economics), RGL_OK);
		for (size_t i = 0; i < members; i++) {
			struct economics_visit visits[8];
			size_t count = 1 + next_number(&seed) % 8;

			for (size_t j = 0; j < count; j++)
				visits[j] = (struct economics_visit) {
					(int32_t)(next_number(&seed) % ((uint64_t)today + 2)),
					(double)(next_number(&seed) % 2000) - 500
				};
			qsort(visits, count, sizeof(*visits), compare_days);
			economics_add(&economics, i % 3 == 0, visits, count);
		}
		all[0] = economics_first(&economics);
		all[1] = economics_later(&economics);
		all[2] = economics_repeat(&economics);
		all[3] = economics_worth(&economics, economics_months(&economics), true);
		all[4] = economics_kept(&economics);
		all[5] = economics_a_stretch(&economics);
		all[6] = economics_life(&economics);
		all[7] = economics_five_more(&economics, 0);
		for (size_t i = 0; i < 8; i++) {
			assert_true(isfinite(all[i].value));
			assert_true(isfinite(all[i].low) && isfinite(all[i].high));
			assert_true(all[i].low <= all[i].high);
		}
		assert_true(all[4].value >= 0 && all[4].low >= 0 && all[4].high <= 1);
		economics_free(&economics);
	}
}

static void memory_that_runs_out_is_said(void **state)
{
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	for (long fail_at = 0; rc == RGL_E_MEMORY; fail_at++) {
		struct economics economics;
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, fail_at);
		host_init(&host, &sweep.host);
		rc = make_shop(&host, &economics);
		economics_free(&economics);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(estimates_are_those_reckoned_apart),
		cmocka_unit_test(it_pays_back_in_the_month_that_reaches_the_cost),
		cmocka_unit_test(a_cohort_is_told_as_far_as_its_youngest),
		cmocka_unit_test(five_more_kept_of_eighty_is_a_fifth_more),
		cmocka_unit_test(the_two_sides_differ_as_published),
		cmocka_unit_test(quantiles_are_those_of_the_tables),
		cmocka_unit_test(the_future_and_the_first_day_are_no_trouble),
		cmocka_unit_test(no_shop_gives_nonsense),
		cmocka_unit_test(memory_that_runs_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
