/* sums_forecast.c - see sums_forecast.h. */
#include "plugin/reports/sums_forecast.h"

#include <math.h>

#define FOUR_OF_FIVE 1.2815515655446004 /* the normal distribution's 90 % point */

/* curve[t]: visits after the first that a member is expected to make within t days of it. */
static rgl_rc make_curve(const struct host *host, const struct timing_model *model, size_t days,
			 double **ret, struct rgl_why *refusal)
{
	double *curve = host_new(host, (days + 1) * sizeof(*curve));

	if (curve == NULL)
		return refuse(refusal, RGL_E_MEMORY, "there is not enough memory for the report");
	for (size_t t = 1; t <= days; t++)
		curve[t] = timing_new_expected(model, (double)t);
	*ret = curve;
	return RGL_OK;
}

/* What a past week should have had: `end` days ago it was over (0: today was its last day). */
static double expect_week(const struct forecast_facts *facts, const double *curve, size_t end)
{
	size_t begin = end + FORECAST_WEEK; /* the day before it began */
	double sum = 0;

	for (size_t age = end; age < facts->days; age++) {
		double before = age > begin ? curve[age - begin] : 0;
		double first = age < begin ? 1 : 0;

		if (facts->births[age] != 0)
			sum += (double)facts->births[age] * (first + curve[age - end] - before);
	}
	return sum;
}

static void compare(const struct forecast_facts *facts, const double *curve, struct forecast *ret)
{
	size_t weeks = facts->days / FORECAST_WEEK;

	ret->back = weeks < FORECAST_BACK ? weeks : FORECAST_BACK;
	for (size_t i = FORECAST_BACK - ret->back; i < FORECAST_BACK; i++)
		ret->expected[i] =
			expect_week(facts, curve, (FORECAST_BACK - 1 - i) * FORECAST_WEEK);
}

/* The first of the weeks that tell how things are by now. */
static size_t lately(const struct forecast *forecast)
{
	return FORECAST_BACK - (forecast->back < FORECAST_AHEAD ? forecast->back : FORECAST_AHEAD);
}

static void find_rates(const struct forecast_facts *facts, struct forecast *ret)
{
	size_t from = lately(ret);
	double weeks = (double)(FORECAST_BACK - from);
	double visits = 0;
	double net = 0;
	double births = 0;

	for (size_t i = from; i < FORECAST_BACK; i++) {
		visits += facts->visits[i];
		net += facts->net[i];
	}
	for (size_t age = 0; age < (FORECAST_BACK - from) * FORECAST_WEEK; age++)
		births += (double)facts->births[age];
	ret->newcomers = weeks > 0 ? births / weeks : 0;
	ret->ticket = visits > 0 && net > 0 ? net / visits : 0;
}

/* As far as the past weeks were off; with too few of them, as far as chance alone puts them. */
static void find_error(const struct forecast_facts *facts, struct forecast *ret)
{
	double squares = 0;
	double actual = 0;
	double expected = 0;

	for (size_t i = FORECAST_BACK - ret->back; i < FORECAST_BACK; i++) {
		double off = facts->visits[i] - ret->expected[i];

		squares += ret->expected[i] > 0 ? off * off / ret->expected[i] : 0;
		if (i >= lately(ret)) {
			actual += facts->visits[i];
			expected += ret->expected[i];
		}
	}
	ret->is_measured = ret->back >= FORECAST_LEAST && expected > 0;
	ret->error = ret->is_measured ? sqrt(squares / (double)ret->back) : 1;
	if (ret->error < 1)
		ret->error = 1; /* luckier than chance is chance */
	ret->bias = ret->is_measured ? (actual - expected) / expected : 0;
}

/* How many will join is known from those who did, and falls by chance as that did: Poisson twice.
 */
static double joining_variance(const struct forecast *forecast)
{
	double weeks = (double)(FORECAST_BACK - lately(forecast));
	double joins = forecast->newcomers * FORECAST_AHEAD;
	double visits = 0;

	for (size_t i = 0; i < FORECAST_AHEAD; i++)
		visits += forecast->by_new[i];
	return joins > 0 && weeks > 0 ? visits * visits / joins * (1 + FORECAST_AHEAD / weeks) : 0;
}

static void look_ahead(const struct forecast_facts *facts, const double *curve,
		       struct forecast *ret)
{
	double variance = 0;
	double off;

	for (size_t i = 0; i < FORECAST_AHEAD; i++) {
		double sd;

		for (size_t born = 0; born <= i; born++) {
			size_t age = (i - born) * FORECAST_WEEK + FORECAST_WEEK / 2;
			size_t before = age > FORECAST_WEEK ? age - FORECAST_WEEK : 0;

			ret->by_new[i] +=
				ret->newcomers * (curve[age] - curve[before] + (born == i ? 1 : 0));
		}
		ret->visits[i] = facts->coming[i] + ret->by_new[i];
		sd = ret->error * sqrt(ret->visits[i]);
		ret->low[i] = fmax(0, ret->visits[i] - FOUR_OF_FIVE * sd);
		ret->high[i] = ret->visits[i] + FOUR_OF_FIVE * sd;
		ret->total += ret->visits[i];
		variance += sd * sd;
	}
	/* What was off all the same way, lately or when the model was tried, may be so again. */
	off = fmax(fabs(ret->bias), facts->doubt) * ret->total;
	variance += off * off;
	variance += joining_variance(ret);
	ret->total_low = fmax(0, ret->total - FOUR_OF_FIVE * sqrt(variance));
	ret->total_high = ret->total + FOUR_OF_FIVE * sqrt(variance);
}

rgl_rc forecast_make(const struct host *host, const struct timing_model *model,
		     const struct forecast_facts *facts, struct forecast *ret,
		     struct rgl_why *refusal)
{
	size_t ahead = (size_t)FORECAST_AHEAD * FORECAST_WEEK;
	struct forecast forecast = { 0 };
	double *curve = NULL;
	rgl_rc rc =
		make_curve(host, model, facts->days > ahead ? facts->days : ahead, &curve, refusal);

	if (rc < 0)
		return rc;
	compare(facts, curve, &forecast);
	find_rates(facts, &forecast);
	find_error(facts, &forecast);
	look_ahead(facts, curve, &forecast);
	host_free(host, curve);
	*ret = forecast;
	return RGL_OK;
}
