/* test_sums_survival.c - the estimate of Kaplan and Meier, against the figures that textbooks
 * print.
 */
#include "tests/support/check.h"

#include <math.h>

#include "plugin/reports/sums_survival.h"
#include "tests/support/sweep.h"

/* Weeks of remission under 6-mercaptopurine; below zero: still in remission when last seen.
 * E. J. Freireich and others, Blood 21 (1963) 699-716. */
static const int32_t TREATED[] = { 6,	6,   6,	  7,   10,  13,	 16,  22,  23,	-6, -9,
				   -10, -11, -17, -19, -20, -25, -32, -32, -34, -35 };
/* The same trial without it: nobody was lost sight of. */
static const int32_t UNTREATED[] = { 1, 1, 2,  2,  3,  4,  4,  5,  5,  8, 8,
				     8, 8, 11, 11, 12, 12, 15, 17, 22, 23 };

static struct survival survival_with(const struct host *host, const int32_t *weeks, size_t count)
{
	struct survival survival = survival_of(host);

	for (size_t i = 0; i < count; i++)
		assert_int_equal(
			survival_add(&survival, weeks[i] < 0 ? -weeks[i] : weeks[i], weeks[i] > 0),
			RGL_OK);
	return survival;
}

/* What R's summary(survfit(Surv(time, status) ~ 1)) prints of it, to three digits. */
static void remission_is_as_published(void **state)
{
	static const struct {
		int32_t week;
		int64_t at_risk;
		int64_t happened;
		double still;
		double error;
		double low;
		double high;
	} TABLE[] = {
		{ 6, 21, 3, .857, .0764, .720, 1.000 }, { 7, 17, 1, .807, .0869, .653, .996 },
		{ 10, 15, 1, .753, .0963, .586, .968 }, { 13, 12, 1, .690, .1068, .510, .935 },
		{ 16, 11, 1, .627, .1141, .439, .896 }, { 22, 7, 1, .538, .1282, .337, .858 },
		{ 23, 6, 1, .448, .1346, .249, .807 },
	};
	struct survival survival;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	survival = survival_with(&host, TREATED, 21);
	for (size_t i = 0; i < sizeof(TABLE) / sizeof(TABLE[0]); i++) {
		struct survival_point point = survival_at(&survival, TABLE[i].week);

		assert_int_equal(point.day, TABLE[i].week);
		assert_int_equal(point.at_risk, TABLE[i].at_risk);
		assert_int_equal(point.happened, TABLE[i].happened);
		assert_true(fabs(point.still - TABLE[i].still) < .0005);
		assert_true(fabs(point.error - TABLE[i].error) < .00005);
		assert_true(fabs(point.low - TABLE[i].low) < .0005);
		assert_true(fabs(point.high - TABLE[i].high) < .0005);
	}
	survival_free(&survival);
}

/* Medians of 23 weeks (from 16, no end known) and 8 (4 to 12), as R prints them. */
static void medians_are_as_published(void **state)
{
	struct survival survival;
	struct survival_quantile median;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	survival = survival_with(&host, TREATED, 21);
	median = survival_quantile(&survival, .5);
	assert_int_equal(median.day, 23);
	assert_int_equal(median.low, 16);
	assert_int_equal(median.high, -1);
	assert_int_equal(survival_quantile(&survival, .9).day, -1);
	survival_free(&survival);
	survival = survival_with(&host, UNTREATED, 21);
	median = survival_quantile(&survival, .5);
	assert_int_equal(median.day, 8);
	assert_int_equal(median.low, 4);
	assert_int_equal(median.high, 12);
	survival_free(&survival);
}

/* Nobody lost sight of: the estimate is the plain share, and ends at nobody, without a NaN. */
static void without_loss_it_is_the_plain_share(void **state)
{
	struct survival survival;
	struct survival_point point;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	survival = survival_with(&host, UNTREATED, 21);
	for (int32_t week = 0; week <= 22; week++) {
		int64_t gone = 0;

		for (size_t i = 0; i < 21; i++)
			gone += UNTREATED[i] <= week;
		point = survival_at(&survival, week);
		assert_true(fabs(point.still - (double)(21 - gone) / 21) < 1e-12);
	}
	point = survival_at(&survival, 1000);
	assert_int_equal(point.day, 23);
	assert_true(point.still == 0 && point.error == 0 && point.low == 0 && point.high == 0);
	survival_free(&survival);
}

/* Of nobody nothing is known; of one, one day. */
static void nobody_and_one(void **state)
{
	struct survival survival;
	struct survival_point point;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	survival = survival_of(&host);
	point = survival_at(&survival, 90);
	assert_int_equal(point.day, -1);
	assert_true(point.still == 1 && point.low == 1 && point.high == 1);
	assert_int_equal(survival_quantile(&survival, .5).day, -1);
	assert_int_equal(survival_horizon(&survival, 1), -1);
	assert_int_equal(survival_add(&survival, 0, false), RGL_OK);
	assert_int_equal(survival_at(&survival, 90).day, 0);
	assert_true(survival_at(&survival, 90).still == 1);
	assert_int_equal(survival_horizon(&survival, 1), 0);
	survival_free(&survival);
	survival_free(&survival);
}

static void the_horizon_is_the_last_day_with_enough(void **state)
{
	struct survival survival;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	survival = survival_with(&host, TREATED, 21);
	assert_int_equal(survival_horizon(&survival, 6), 23);
	assert_int_equal(survival_horizon(&survival, 7), 22);
	assert_int_equal(survival_horizon(&survival, 21), 6);
	assert_int_equal(survival_horizon(&survival, 22), -1);
	survival_free(&survival);
}

static void days_that_cannot_be_are_refused(void **state)
{
	struct survival survival;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	survival = survival_of(&host);
	assert_int_equal(survival_add(&survival, -1, true), RGL_E_RANGE);
	assert_int_equal(survival_add(&survival, SURVIVAL_DAYS_MAX + 1, true), RGL_E_RANGE);
	assert_int_equal(survival_add(&survival, SURVIVAL_DAYS_MAX, true), RGL_OK);
	assert_int_equal(survival.count, 1);
	survival_free(&survival);
}

static void every_failed_allocation_is_told(void **state)
{
	rgl_rc rc = RGL_E_MEMORY;
	long n = 0;

	(void)state;
	for (; rc != RGL_OK && n < 20; n++) {
		struct survival survival;
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, n);
		host_init(&host, &sweep.host);
		survival = survival_of(&host);
		rc = survival_add(&survival, 5, true);
		if (rc == RGL_OK)
			rc = survival_add(&survival, 5000, false);
		assert_int_equal(rc, sweep.ran_out ? RGL_E_MEMORY : RGL_OK);
		survival_free(&survival);
		assert_int_equal(sweep.held, 0);
	}
	assert_int_equal(rc, RGL_OK);
	assert_true(n > 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(remission_is_as_published),
		cmocka_unit_test(medians_are_as_published),
		cmocka_unit_test(without_loss_it_is_the_plain_share),
		cmocka_unit_test(nobody_and_one),
		cmocka_unit_test(the_horizon_is_the_last_day_with_enough),
		cmocka_unit_test(days_that_cannot_be_are_refused),
		cmocka_unit_test(every_failed_allocation_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
