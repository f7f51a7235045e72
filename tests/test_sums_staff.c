/* test_sums_staff.c - Fisher's test against R's examples, Holm's correction by hand, a trend. */
#include "tests/support/check.h"

#include <math.h>

#include "plugin/reports/sums_returning.h"
#include "plugin/reports/sums_staff.h"

/* The examples of R's fisher.test: the lady tasting tea (3 of 4 and 1 of 4: 0.4857) and Fisher's
 * own of convicts' twins (2 of 17 and 10 of 13: 0.0005367). */
static void fishers_examples_are_as_published(void **state)
{
	(void)state;
	assert_true(fabs(chance_of_shares(3, 4, 1, 4) - 34.0 / 70) < 1e-12);
	assert_true(fabs(chance_of_shares(2, 17, 10, 13) - .0005367) < 5e-8);
	assert_true(fabs(chance_of_shares(10, 13, 2, 17) - .0005367) < 5e-8);
}

/* All tables of small margins, each by the plain sum of binomials. */
static double choose(int64_t of, int64_t take)
{
	double ways = 1;

	for (int64_t i = 1; i <= take; i++)
		ways = ways * (double)(of - take + i) / (double)i;
	return ways;
}

static double plain_chance(int64_t came_a, int64_t all_a, int64_t came_b, int64_t all_b)
{
	int64_t came = came_a + came_b;
	double ours = choose(all_a, came_a) * choose(all_b, came_b);
	double far = 0;

	for (int64_t hits = 0; hits <= all_a && hits <= came; hits++) {
		double ways =
			came - hits > all_b ? 0 : choose(all_a, hits) * choose(all_b, came - hits);

		far += ways <= ours * (1 + 1e-7) ? ways : 0;
	}
	return far / choose(all_a + all_b, came);
}

static void all_small_tables_agree_with_a_plain_count(void **state)
{
	(void)state;
	for (int64_t all_a = 1; all_a <= 9; all_a++)
		for (int64_t all_b = 1; all_b <= 9; all_b++)
			for (int64_t cell = 0; cell <= all_a * 10 + all_b; cell++) {
				int64_t came_a = cell / 10;
				int64_t came_b = cell % 10;
				double chance;

				if (came_b > all_b)
					continue;
				chance = chance_of_shares(came_a, all_a, came_b, all_b);
				assert_true(fabs(chance - plain_chance(came_a, all_a, came_b,
								       all_b)) < 1e-10);
			}
}

/* A large shop's figures are a number between 0 and 1, whatever is compared with what. */
static void large_tables_stay_within_bounds(void **state)
{
	(void)state;
	assert_true(chance_of_shares(0, 1000000, 1000000, 1000000) >= 0);
	assert_true(chance_of_shares(0, 1000000, 1000000, 1000000) < 1e-300);
	assert_true(chance_of_shares(500000, 1000000, 500100, 1000000) > .8);
	assert_true(chance_of_shares(500000, 1000000, 500100, 1000000) <= 1);
	assert_true(chance_of_shares(300000, 1000000, 400000, 1000000) < 1e-100);
	assert_true(chance_of_shares(0, 1000000, 0, 1000000) == 1);
	assert_true(chance_of_shares(1000000, 1000000, 7, 7) == 1);
	assert_true(chance_of_shares(0, 0, 3, 7) == 1);
	assert_true(chance_of_shares(3, 7, 0, 0) == 1);
}

/* 0.01 x 4, 0.02 x 3, 0.03 x 2, 0.04: each no less than the one before, the order kept. */
static void many_chances_are_held_for_all_together(void **state)
{
	double chances[] = { .03, .01, .04, .02 };
	double sure[] = { .6, .5 };
	size_t order[4];

	(void)state;
	chance_of_many(chances, 4, order);
	assert_true(fabs(chances[1] - .04) < 1e-15 && fabs(chances[3] - .06) < 1e-15);
	assert_true(fabs(chances[0] - .06) < 1e-15 && fabs(chances[2] - .06) < 1e-15);
	chance_of_many(sure, 2, order);
	assert_true(sure[0] == 1 && sure[1] == 1);
	chance_of_many(NULL, 0, NULL);
}

/* Among twenty alike, one in twenty looks special by itself; all together seldom do. */
static void chance_alone_is_seldom_called_a_difference(void **state)
{
	uint64_t number = 20261122;
	int called = 0;

	(void)state;
	for (int shop = 0; shop < 400; shop++) {
		int64_t came[10] = { 0 };
		double chances[10];
		size_t order[10];
		int64_t all = 0;
		int found = 0;

		for (int i = 0; i < 400; i++) {
			bool back = next_number(&number) % 100 < 35;

			came[i % 10] += back;
			all += back;
		}
		for (int i = 0; i < 10; i++)
			chances[i] = chance_of_shares(came[i], 40, all - came[i], 360);
		chance_of_many(chances, 10, order);
		for (int i = 0; i < 10; i++)
			found += chances[i] <= .05;
		called += found > 0;
	}
	assert_in_range(called, 0, 24);
}

/* Of 5 numbers 10 pairs rise; equal ones count for neither. */
static void a_trend_counts_pairs(void **state)
{
	const double rises[] = { 1, 2, 3, 4, 5 };
	const double falls[] = { 5, 4, 3, 2, 1 };
	const double flat[] = { 2, 2, 2, 2, 2, 2 };
	const double three[] = { 1, 2, 3 };
	const double tied[] = { 23, 24, 29, 6, 29, 24, 34, 43, 34, 24 };

	(void)state;
	assert_int_equal(trend_of(rises, 5).rise, 10);
	assert_int_equal(trend_of(falls, 5).rise, -10);
	/* (10 - 1) / sqrt(50 / 3) = 2.2045, two-sided 0.02749 */
	assert_true(fabs(trend_of(rises, 5).chance - .0274863) < 1e-6);
	assert_true(fabs(trend_of(falls, 5).chance - .0274863) < 1e-6);
	assert_int_equal(trend_of(flat, 6).rise, 0);
	assert_true(trend_of(flat, 6).chance == 1);
	assert_true(trend_of(three, 3).chance == 1);
	assert_true(trend_of(NULL, 0).chance == 1);
	/* Ties: 24 three times, 29 and 34 twice: variance (10*9*25 - 3*2*11 - 2*2*1*9) / 18. */
	assert_int_equal(trend_of(tied, 10).rise, 18);
	assert_true(fabs(trend_of(tied, 10).chance - erfc(17 / sqrt(2148.0 / 18) / sqrt(2))) <
		    1e-12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fishers_examples_are_as_published),
		cmocka_unit_test(all_small_tables_agree_with_a_plain_count),
		cmocka_unit_test(large_tables_stay_within_bounds),
		cmocka_unit_test(many_chances_are_held_for_all_together),
		cmocka_unit_test(chance_alone_is_seldom_called_a_difference),
		cmocka_unit_test(a_trend_counts_pairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
