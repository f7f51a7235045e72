/* spend.c - see spend.h.
 *
 * A visit's amount is gamma (p, rate) with a rate of the customer's own, which is gamma (q, v). The
 * fit is in units of the pooled mean, so that no currency matters to it.
 */
#include "plugin/models/spend_parts.h"

#include <math.h>

#include "plugin/models/special.h"
#include "plugin/models/timing_parts.h"

enum { PARAMETERS = SPEND_PARAMETERS };

#define P_PRIOR 6.0
#define Q_PRIOR 4.0
#define LEAST 1e-3 /* bounds of p, q and v */
#define MOST 1e5

/* With q near 1 a few customers would be expected to leave fortunes: the mean of a new one's visit
 * is at most so many times what was seen. */
#define MEAN_MOST 4.0

static rgl_rc check(const struct spend_history *histories, size_t count, struct rgl_why *refusal)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!(histories[i].x >= 0) || !isfinite(histories[i].x) ||
		    !isfinite(histories[i].mean))
			return refuse(refusal, RGL_E_ARGUMENT,
				      "the spend of customer %zu is no number, or its count of "
				      "visits is below 0: leave that customer out",
				      i + 1);
	return RGL_OK;
}

static bool counts(const struct spend_history *history)
{
	return history->x > 0 && history->mean > 0;
}

/* The mean of everybody's visits; 0: nobody left anything. As a mean that grows, so that no sum
 * overflows. */
static double pooled_mean(const struct spend_history *histories, size_t count)
{
	double visits = 0, mean = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!counts(&histories[i]))
			continue;
		visits += histories[i].x;
		mean += (histories[i].mean - mean) * (histories[i].x / visits);
	}
	return mean;
}

/* Those that count, in the order of x. */
static rgl_rc take(const struct host *host, const struct spend_history *histories, size_t count,
		   struct spend_work *work)
{
	struct timing_key *keys = host_new(host, 2 * count * sizeof(*keys));
	rgl_rc rc = RGL_E_MEMORY;
	size_t i;

	work->entries = host_new(host, count * sizeof(*work->entries));
	if (keys == NULL || work->entries == NULL)
		goto out;
	for (i = 0; i < count; i++)
		if (counts(&histories[i]))
			keys[work->count++] = (struct timing_key) {
				.first = histories[i].x,
				.second = histories[i].mean / work->pooled,
			};
	timing_sort(keys, work->count, keys + count);
	for (i = 0; i < work->count; i++)
		work->entries[i] = (struct spend_entry) {
			.x = keys[i].first,
			.log_mean = log(keys[i].second),
			.total = keys[i].first * keys[i].second,
		};
	rc = RGL_OK;
out:
	host_free(host, keys);
	return rc;
}

/* Everybody is expected to leave the pooled mean; amounts vary as the priors' medians have it. */
static void pool(double pooled, struct spend_model *ret)
{
	*ret = (struct spend_model) {
		.p = P_PRIOR,
		.q = Q_PRIOR,
		.v = pooled * (Q_PRIOR - 1) / P_PRIOR,
		.pooled = pooled,
		.is_pooled = true,
	};
}

/* From the optimum in units of the pooled mean. Where the Hessian says nothing, a factor e either
 * way is all that is known. */
static void accept(const struct spend_work *work, const struct optimum *optimum,
		   struct spend_fit *fit)
{
	double scale[PARAMETERS] = { 1, 1, work->pooled };
	double *places[PARAMETERS] = { &fit->model.p, &fit->model.q, &fit->model.v };
	int i, j;

	for (i = 0; i < PARAMETERS; i++) {
		*places[i] = exp(optimum->x[i]) * scale[i];
		for (j = 0; j < PARAMETERS; j++)
			fit->covariance[i * PARAMETERS + j] =
				optimum->is_sure ? optimum->covariance[i * PARAMETERS + j]
				: i == j	 ? 1
						 : 0;
		fit->errors[i] = *places[i] * sqrt(fit->covariance[i * PARAMETERS + i]);
	}
	fit->model.pooled = work->pooled;
	fit->gradient = optimum->gradient;
	fit->steps = optimum->steps;
}

static bool is_usable(const struct spend_model *model)
{
	return model->q > 1 && model->p * model->v / (model->q - 1) < MEAN_MOST * model->pooled;
}

/* False: the likelihood is not defined where the search would begin. */
static bool fit_entries(struct spend_work *work, struct spend_fit *fit)
{
	const double medians[PARAMETERS] = { P_PRIOR, Q_PRIOR, (Q_PRIOR - 1) / P_PRIOR };
	struct optimise_wish wish = { .objective = spend_loss, .user = work, .count = PARAMETERS };
	struct optimum optimum = { 0 };
	int i;

	wish.tolerance = 1e-10 * (double)work->count;
	for (i = 0; i < PARAMETERS; i++) {
		wish.start[i] = work->prior[i] = log(medians[i]);
		wish.low[i] = log(LEAST);
		wish.high[i] = log(MOST);
	}
	if (optimise(&wish, &optimum) != RGL_OK)
		return false;
	accept(work, &optimum, fit);
	return true;
}

static double likelihood_of_all(const struct spend_model *model,
				const struct spend_history *histories, size_t count)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < count; i++)
		if (counts(&histories[i]))
			sum += spend_log_likelihood(model, &histories[i]);
	return sum;
}

static rgl_rc fit_all(const struct host *host, struct spend_work *work,
		      const struct spend_history *histories, size_t count, struct spend_fit *fit)
{
	rgl_rc rc = take(host, histories, count, work);

	if (rc != RGL_OK)
		goto out;
	fit->customers = (int64_t)work->count;
	if (work->count >= FIT_CUSTOMERS_MIN) {
		fit->verdict = FIT_GOOD;
		fit->model.is_pooled = false;
		if (!fit_entries(work, fit) || !is_usable(&fit->model))
			pool(work->pooled, &fit->model);
	}
	fit->log_likelihood = likelihood_of_all(&fit->model, histories, count);
out:
	host_free(host, work->entries);
	return rc;
}

rgl_rc spend_fit(const struct host *host, enum fit_method method,
		 const struct spend_history *histories, size_t count, struct spend_fit *ret,
		 struct rgl_why *refusal)
{
	struct spend_work work = { .has_prior = method == FIT_MAP };
	struct spend_fit fit = { .method = method, .verdict = FIT_TOO_LITTLE };
	rgl_rc rc = check(histories, count, refusal);

	if (rc != RGL_OK)
		return rc;
	work.pooled = pooled_mean(histories, count);
	pool(work.pooled, &fit.model);
	if (work.pooled > 0)
		rc = fit_all(host, &work, histories, count, &fit);
	if (rc != RGL_OK)
		return refuse(refusal, rc, "%s", result_words(rc));
	*ret = fit;
	return RGL_OK;
}

/* --- of one customer */

double spend_log_likelihood(const struct spend_model *model, const struct spend_history *history)
{
	double steps = model->p * history->x, total = history->x * history->mean;

	if (!counts(history) || !(model->v > 0))
		return 0;
	return special_log_gamma(steps + model->q) - special_log_gamma(steps) -
	       special_log_gamma(model->q) + model->q * log(model->v) +
	       (steps - 1) * log(history->mean) + steps * log(history->x) -
	       (steps + model->q) * log(model->v + total);
}

double spend_expected(const struct spend_model *model, const struct spend_history *history)
{
	if (model->is_pooled)
		return model->pooled;
	if (!counts(history))
		return model->p * model->v / (model->q - 1);
	return model->p * (model->v + history->x * history->mean) /
	       (model->p * history->x + model->q - 1);
}

/* With rate gamma (shape, total): p / (shape - 1) x total is the mean; where shape is 2 or less,
 * the variance is infinite, and a large one stands for it. */
double spend_variance(const struct spend_model *model, const struct spend_history *history)
{
	bool is_known = counts(history) && !model->is_pooled;
	double shape = model->q + (is_known ? model->p * history->x : 0);
	double total = model->v + (is_known ? history->x * history->mean : 0);
	double mean = total / (shape - 1);

	return model->p * mean * mean * (shape + model->p - 1) / fmax(shape - 2, 0.25);
}
