/* worth_doubt.c - see worth_doubt.h. */
#include "plugin/models/worth_doubt.h"

#include <math.h>

#define STEP 1e-4 /* of a logarithm: large beside rounding, small beside what bends */

enum { TIMING_PARTS = 4, SPEND_PARTS = WORTH_PARTS - TIMING_PARTS };

static size_t parts_that_count(const struct timing_fit *fit)
{
	return fit->verdict == FIT_NO_CHURN ? 2 : TIMING_PARTS;
}

static struct timing_model moved(const struct timing_model *model, size_t part, double by)
{
	struct timing_model ret = *model;
	double *const parts[TIMING_PARTS] = { &ret.r, &ret.alpha, &ret.s, &ret.beta };

	*parts[part] *= exp(by);
	return ret;
}

static double slope_of(double up, double down)
{
	double slope = up > 0 && down > 0 ? (log(up) - log(down)) / (2 * STEP) : 0;

	return isfinite(slope) ? slope : 0;
}

static void spend_slopes(const struct spend_model *model, const struct spend_history *history,
			 double *ret)
{
	for (size_t part = 0; part < SPEND_PARTS; part++) {
		struct spend_model up = *model;
		struct spend_model down = *model;
		double *const ups[] = { &up.p, &up.q, &up.v };
		double *const downs[] = { &down.p, &down.q, &down.v };

		*ups[part] *= exp(STEP);
		*downs[part] *= exp(-STEP);
		ret[part] = slope_of(spend_expected(&up, history), spend_expected(&down, history));
	}
}

static rgl_rc timing_slopes(const struct host *host, const struct worth_wish *wish, size_t part,
			    const struct timing_history *histories, size_t count, double *both,
			    double *ret, struct rgl_why *refusal)
{
	const struct timing_model up = moved(&wish->timing->model, part, STEP);
	const struct timing_model down = moved(&wish->timing->model, part, -STEP);
	double length = wish->month_days * (double)wish->months;
	rgl_rc rc = timing_expect_all(host, &up, histories, count, length, 1, both, NULL, refusal);

	if (rc == RGL_OK)
		rc = timing_expect_all(host, &down, histories, count, length, 1, both + count, NULL,
				       refusal);
	for (size_t i = 0; rc == RGL_OK && i < count; i++)
		ret[i * WORTH_PARTS + part] = slope_of(both[i], both[count + i]);
	return rc;
}

rgl_rc worth_slopes(const struct host *host, const struct worth_wish *wish,
		    const struct timing_history *histories, const struct spend_history *spends,
		    size_t count, double *ret, struct rgl_why *refusal)
{
	double *both = host_new(host, 2 * count * sizeof(*both));
	rgl_rc rc = RGL_OK;

	if (both == NULL)
		return refuse(refusal, RGL_E_MEMORY, "there is not enough memory for the models");
	for (size_t i = 0; i < count * WORTH_PARTS; i++)
		ret[i] = 0;
	for (size_t part = 0; rc == RGL_OK && part < parts_that_count(wish->timing); part++)
		rc = timing_slopes(host, wish, part, histories, count, both, ret, refusal);
	for (size_t i = 0; !wish->spend->model.is_pooled && i < count; i++)
		spend_slopes(&wish->spend->model, &spends[i], ret + i * WORTH_PARTS + TIMING_PARTS);
	host_free(host, both);
	return rc;
}

static double form(const double *covariance, size_t side, const double *slopes)
{
	double sum = 0;

	for (size_t i = 0; i < side; i++)
		for (size_t j = 0; j < side; j++)
			sum += slopes[i] * covariance[i * side + j] * slopes[j];
	return isfinite(sum) && sum > 0 ? sum : 0;
}

double worth_doubt(const struct worth_wish *wish, const double slopes[WORTH_PARTS])
{
	return form(wish->timing->covariance, TIMING_PARTS, slopes) +
	       form(wish->spend->covariance, SPEND_PARTS, slopes + TIMING_PARTS);
}
