/* test_sums_rhythm.c - when members come again, counted by hand. */
#include "tests/support/check.h"

#include "plugin/reports/sums_rhythm.h"
#include "tests/support/sweep.h"

static void comes(struct rhythm *rhythm, const int32_t *days, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_int_equal(rhythm_visit(rhythm, days[i]), RGL_OK);
	assert_int_equal(rhythm_member(rhythm), RGL_OK);
}
#define COMES(rhythm, ...)                                                                         \
	comes(rhythm, (const int32_t[]) { __VA_ARGS__ },                                           \
	      sizeof((const int32_t[]) { __VA_ARGS__ }) / sizeof(int32_t))

/* Day 100 is the last. One came again after 5 days, one after 40, one never in 100, one only
 * yesterday: of the last nothing is held against the shop. */
static void who_came_lately_is_not_counted_as_lost(void **state)
{
	struct rhythm rhythm;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	rhythm_init(&rhythm, &host, 100);
	COMES(&rhythm, 10, 15);
	COMES(&rhythm, 20, 60, 75);
	COMES(&rhythm, 0);
	COMES(&rhythm, 99);
	assert_int_equal(rhythm.members, 4);
	assert_int_equal(rhythm.visits, 7);
	assert_int_equal(rhythm.could[0], 4);
	assert_int_equal(rhythm.could[1], 3);
	assert_int_equal(rhythm.came[1], 0);
	assert_int_equal(rhythm.came[2], 1);  /* within 7 */
	assert_int_equal(rhythm.came[4], 1);  /* within 30 */
	assert_int_equal(rhythm.came[5], 2);  /* within 60 */
	assert_int_equal(rhythm.could[6], 2); /* 90 days ago: the first and the third */
	assert_int_equal(rhythm.came[6], 1);
	assert_int_equal(rhythm.second.count, 4);
	/* At day 5 three are watched, at day 40 two: 2/3 x 1/2. */
	assert_true(survival_at(&rhythm.second, 5).still > .6666 &&
		    survival_at(&rhythm.second, 5).still < .6667);
	assert_true(survival_at(&rhythm.second, 40).still > .3333 &&
		    survival_at(&rhythm.second, 40).still < .3334);
	rhythm_free(&rhythm);
}

/* After each visit: those whose 30 or 90 days are over, and who of them came within these. */
static void each_further_visit_has_its_chance(void **state)
{
	struct rhythm rhythm;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	rhythm_init(&rhythm, &host, 100);
	COMES(&rhythm, 0, 20, 60);
	COMES(&rhythm, 0, 95);
	COMES(&rhythm, 80);
	assert_int_equal(rhythm.had[0][0], 2);
	assert_int_equal(rhythm.again[0][0], 1);
	assert_int_equal(rhythm.had[0][1], 1);
	assert_int_equal(rhythm.again[0][1], 0); /* forty days: more than thirty */
	assert_int_equal(rhythm.had[0][2], 1);
	assert_int_equal(rhythm.again[0][2], 0);
	assert_int_equal(rhythm.had[1][0], 2);
	assert_int_equal(rhythm.again[1][0], 1);
	assert_int_equal(rhythm.had[1][1], 0);
	rhythm_free(&rhythm);
}

static void more_visits_than_are_told_are_counted_once(void **state)
{
	struct rhythm rhythm;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	rhythm_init(&rhythm, &host, 1000);
	for (int32_t day = 0; day < 100; day++)
		assert_int_equal(rhythm_visit(&rhythm, day * 7), RGL_OK);
	assert_int_equal(rhythm_member(&rhythm), RGL_OK);
	assert_int_equal(rhythm.had[1][RHYTHM_VISITS - 1], 1);
	assert_int_equal(rhythm.all.count, 99);
	assert_int_equal(gaps_quantile(&rhythm.all, .5), 7);
	assert_int_equal(rhythm.usual[REGULAR].count, 1);
	/* 1 January 1970 was a Thursday. */
	assert_int_equal(rhythm.weekdays[3], 100);
	rhythm_free(&rhythm);
}

/* Gaps 10, 10, 10; 4, 12, 20 (spread 8 of 12); 1, 1, 31 (17.3 of 11). */
static void regularity_is_told_by_the_spread(void **state)
{
	struct rhythm rhythm;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	rhythm_init(&rhythm, &host, 100);
	COMES(&rhythm, 0, 10, 20, 30);
	COMES(&rhythm, 0, 4, 16, 36);
	COMES(&rhythm, 0, 1, 2, 33);
	COMES(&rhythm, 0, 1, 2);
	COMES(&rhythm, 5);
	assert_int_equal(rhythm.usual[REGULAR].count, 1);
	assert_int_equal(gaps_quantile(&rhythm.usual[REGULAR], .5), 10);
	assert_int_equal(rhythm.usual[LOOSE].count, 1);
	assert_int_equal(gaps_quantile(&rhythm.usual[LOOSE], .5), 12);
	assert_int_equal(rhythm.usual[IRREGULAR].count, 1);
	assert_int_equal(gaps_quantile(&rhythm.usual[IRREGULAR], .5), 11);
	assert_int_equal(rhythm.too_few, 1);
	rhythm_free(&rhythm);
}

static void quantiles_are_days_that_there_were(void **state)
{
	struct rhythm rhythm;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	rhythm_init(&rhythm, &host, 1000);
	assert_int_equal(gaps_quantile(&rhythm.all, .5), 0);
	COMES(&rhythm, 0, 1, 3, 6, 10); /* gaps 1, 2, 3, 4 */
	assert_int_equal(gaps_quantile(&rhythm.all, .25), 1);
	assert_int_equal(gaps_quantile(&rhythm.all, .5), 2);
	assert_int_equal(gaps_quantile(&rhythm.all, .75), 3);
	assert_int_equal(gaps_quantile(&rhythm.all, 1), 4);
	rhythm_free(&rhythm);
}

/* What a clock that ran ahead put after the end is left out, the member too if that is all. */
static void days_after_the_end_are_left_out(void **state)
{
	struct rhythm rhythm;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	rhythm_init(&rhythm, &host, 100);
	COMES(&rhythm, 101);
	COMES(&rhythm, 100, 120);
	assert_int_equal(rhythm.members, 1);
	assert_int_equal(rhythm.all.count, 0);
	assert_int_equal(rhythm.could[0], 0);
	rhythm_free(&rhythm);
}

static void days_a_hundred_years_apart_are_refused(void **state)
{
	struct rhythm rhythm;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	rhythm_init(&rhythm, &host, 2 * SURVIVAL_DAYS_MAX);
	assert_int_equal(rhythm_visit(&rhythm, 0), RGL_OK);
	assert_int_equal(rhythm_visit(&rhythm, SURVIVAL_DAYS_MAX + 1), RGL_E_RANGE);
	rhythm_free(&rhythm);
}

static void every_failed_allocation_is_told(void **state)
{
	static const int32_t DAYS[] = { 0, 200, 500, 1000 };
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	for (; rc != RGL_OK && n < 20; n++) {
		struct rhythm rhythm;
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		rhythm_init(&rhythm, &host, 2000);
		rc = RGL_OK;
		for (size_t i = 0; rc == RGL_OK && i < 4; i++)
			rc = rhythm_visit(&rhythm, DAYS[i]);
		if (rc == RGL_OK)
			rc = rhythm_member(&rhythm);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		rhythm_free(&rhythm);
		assert_int_equal(sweep.held, 0);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(n > 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_came_lately_is_not_counted_as_lost),
		cmocka_unit_test(each_further_visit_has_its_chance),
		cmocka_unit_test(more_visits_than_are_told_are_counted_once),
		cmocka_unit_test(regularity_is_told_by_the_spread),
		cmocka_unit_test(quantiles_are_days_that_there_were),
		cmocka_unit_test(days_after_the_end_are_left_out),
		cmocka_unit_test(days_a_hundred_years_apart_are_refused),
		cmocka_unit_test(every_failed_allocation_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
