/* worth.c - see worth.h. */
#include "plugin/models/worth.h"

#include <math.h>

#include "plugin/models/quantile.h"
#include "plugin/models/worth_doubt.h"

/* Four times of five: what is left out lies half below and half above; where low is 0, above. */
#define OUTSIDE 0.2

/* Customers whose slopes are in memory at once. */
enum { BLOCK = 16384 };

static double sane(double number)
{
	return isfinite(number) && number > 0 ? number : 0;
}

static rgl_rc no_memory(struct rgl_why *refusal)
{
	return refuse(refusal, RGL_E_MEMORY, "there is not enough memory for the models");
}

/* expected: visits within the first, the first two, ... months; not falling. */
static void add_up(const struct worth_wish *wish, const double *expected, double ticket,
		   struct worth *ret)
{
	double before = 0;
	double counted = 0;
	double discount = 1;

	for (size_t month = 0; month < wish->months; month++) {
		double until = sane(expected[month]);

		discount /= 1 + wish->rate;
		counted += sane(until - before) * discount;
		before = until;
	}
	*ret = (struct worth) { .visits = before, .value = sane(counted * ticket) };
}

rgl_rc worth_values(const struct host *host, const struct worth_wish *wish,
		    const struct timing_history *histories, const struct spend_history *spends,
		    size_t count, struct worth *ret, struct rgl_why *refusal)
{
	size_t months = wish->months;
	double *expected = host_new(host, (count * months + 1) * sizeof(*expected));
	rgl_rc rc;

	if (expected == NULL)
		return no_memory(refusal);
	rc = timing_expect_all(host, &wish->timing->model, histories, count, wish->month_days,
			       months, expected, NULL, refusal);
	for (size_t i = 0; rc == RGL_OK && i < count; i++)
		add_up(wish, expected + i * months,
		       sane(spend_expected(&wish->spend->model, &spends[i])), &ret[i]);
	host_free(host, expected);
	return rc;
}

/* Of one visit's amount: how it varies for one customer, and how unsure that one's mean is. With
 * the Gamma-Gamma model a customer's own rate nu is gamma distributed after what is known of them:
 * shape q + p x, rate v + p x mean. */
static void spread_of(const struct spend_model *model, const struct spend_history *history,
		      double ticket, double *ret_within, double *ret_between)
{
	double known = history->x > 0 && history->mean > 0 ? model->p * history->x : 0;
	double shape = model->q + known;

	if (model->is_pooled) {
		*ret_within = sane(spend_variance(model, history));
		*ret_between = 0;
		return;
	}
	/* Near 2 the second moment has no end: a quarter keeps it finite. */
	*ret_between = ticket * ticket / fmax(shape - 2, 0.25);
	*ret_within = (ticket * ticket + *ret_between) / model->p;
}

/* value = discount x sum of `visits` amounts; visits and amounts are independent. */
static double variance_of(const struct worth_wish *wish, const struct timing_history *history,
			  const struct spend_history *spend, const struct worth *worth)
{
	double days = wish->month_days * (double)wish->months;
	double ticket = sane(spend_expected(&wish->spend->model, spend));
	double visits = worth->visits;
	double discount = visits > 0 && ticket > 0 ? worth->value / (visits * ticket) : 1;
	double varying = sane(timing_variance(&wish->timing->model, history, days));
	double within;
	double between;

	spread_of(&wish->spend->model, spend, ticket, &within, &between);
	return sane(discount * discount *
		    (visits * within + varying * ticket * ticket +
		     (varying + visits * visits) * between));
}

/* A share of `none` comes not at all; the value of the others is taken for gamma distributed. */
static void bound(struct worth *worth)
{
	double variance = worth->variance + worth->doubt;
	double none = fmin(fmax(worth->none, 0), 1 - 1e-9);
	double come = 1 - none;
	double mean = worth->value / come;
	double rest = sane((variance + worth->value * worth->value) / come - mean * mean);
	double high = none < OUTSIDE / 2 ? 1 - OUTSIDE / 2 : 1 - OUTSIDE;

	worth->low = quantile_gamma(mean, rest, (OUTSIDE / 2 - none) / come);
	worth->high = quantile_gamma(mean, rest, (high - none) / come);
	worth->low = fmin(sane(worth->low), worth->value);
	worth->high = fmax(sane(worth->high), worth->value);
}

static void doubt_each(const struct worth_wish *wish, const double *slopes, size_t count,
		       struct worth *worths)
{
	for (size_t i = 0; i < count; i++) {
		double doubt = slopes == NULL ? 0 : worth_doubt(wish, slopes + i * WORTH_PARTS);

		worths[i].doubt = sane(worths[i].value * worths[i].value * doubt);
		bound(&worths[i]);
	}
}

rgl_rc worth_all(const struct host *host, const struct worth_wish *wish,
		 const struct timing_history *histories, const struct spend_history *spends,
		 size_t count, struct worth *ret, struct rgl_why *refusal)
{
	bool is_doubted = wish->timing->customers <= WORTH_DOUBT_MAX;
	double days = wish->month_days * (double)wish->months;
	double *slopes = NULL;
	rgl_rc rc = RGL_OK;

	if (count == 0)
		return RGL_OK;
	if (is_doubted) {
		slopes = host_new(host, count * WORTH_PARTS * sizeof(*slopes));
		if (slopes == NULL)
			return no_memory(refusal);
		rc = worth_slopes(host, wish, histories, spends, count, slopes, refusal);
	}
	if (rc == RGL_OK)
		rc = worth_values(host, wish, histories, spends, count, ret, refusal);
	for (size_t i = 0; rc == RGL_OK && i < count; i++) {
		ret[i].none =
			1 - fmin(sane(timing_any(&wish->timing->model, &histories[i], days)), 1);
		ret[i].variance = variance_of(wish, &histories[i], &spends[i], &ret[i]);
	}
	if (rc == RGL_OK)
		doubt_each(wish, slopes, count, ret);
	host_free(host, slopes);
	return rc;
}

static void add_worth(struct worth *sum, const struct worth *worth)
{
	sum->visits += worth->visits;
	sum->value += worth->value;
	sum->variance += worth->variance;
	sum->none *= worth->none;
}

static void add_slopes(const struct worth *worths, const double *slopes, size_t count,
		       double *together)
{
	for (size_t i = 0; i < count; i++)
		for (size_t part = 0; part < WORTH_PARTS; part++)
			together[part] += worths[i].value * slopes[i * WORTH_PARTS + part];
}

rgl_rc worth_sum(const struct host *host, const struct worth_wish *wish,
		 const struct timing_history *histories, const struct spend_history *spends,
		 const struct worth *worths, size_t count, struct worth *ret,
		 struct rgl_why *refusal)
{
	struct worth sum = { .none = 1 };
	double together[WORTH_PARTS] = { 0 };
	double *slopes = host_new(host, (size_t)BLOCK * WORTH_PARTS * sizeof(*slopes));
	rgl_rc rc = RGL_OK;

	if (slopes == NULL)
		return no_memory(refusal);
	for (size_t i = 0; i < count; i++)
		add_worth(&sum, &worths[i]);
	for (size_t i = 0; rc == RGL_OK && i < count; i += BLOCK) {
		size_t here = count - i < BLOCK ? count - i : BLOCK;

		rc = worth_slopes(host, wish, histories + i, spends + i, here, slopes, refusal);
		if (rc == RGL_OK)
			add_slopes(worths + i, slopes, here, together);
	}
	host_free(host, slopes);
	if (rc < 0)
		return rc;
	sum.doubt = sane(worth_doubt(wish, together));
	bound(&sum);
	*ret = sum;
	return RGL_OK;
}
