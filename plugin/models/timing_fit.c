/* timing_fit.c - see timing.h: the fit of any family, its priors, verdicts and standard errors.
 *
 * What is minimised is the negative logarithm for each customer, by the logarithms of the
 * parameters, with time in units of the mean T. Leaving that the data cannot show sends its
 * parameters to where it is nothing, or anywhere along a ridge; so where the fit leaves it in
 * doubt, it is compared with the same model without leaving.
 */
#include <math.h>
#include <string.h>

#include "plugin/models/optimise.h"
#include "plugin/models/timing_parts.h"

#define K_MAX 64
#define TOLERANCE 1e-9 /* of the gradient, for each customer */
#define GRADIENT_FINE 1e-6
#define LEAVING_LEAST 1e-6 /* s or a, where nobody leaves */
#define LEAVING_CLEAR 0.25 /* such a share leaves within the mean time: no doubt */
#define ERROR_CLEAR 3.0	   /* of s or a, in the logarithm */
/* Half of 2.71: what leaving must add to the log likelihood to be seen at 5 %, at the edge of what
 * it can be (Self and Liang, J. American Statistical Association 82 (1987) 605-610). */
#define GAIN_SEEN 1.353
/* By how much no leaving must be likelier than the leaving that is usual. */
#define USUAL_REFUTED 3.0
#define GAIN_NONE 1e-3
#define SAME 1e-8 /* of the value: two starts came to the same */

struct fitting {
	const struct timing_family *family;
	const struct timing_rows *rows;
	int32_t k;
	bool has_prior;
	double medians[4]; /* logarithms */
	double logs[4];	   /* what is held, from `count` on */
	int count;
};

static const double LOWEST[4] = { 1e-5, 1e-9, LEAVING_LEAST, 1e-4 };
static const double HIGHEST[4] = { 1e4, 1e6, 1e2, 1e3 };

/* The prior's part: a normal distribution round each logarithm, deviation 1. */
static void prior_add(const struct fitting *fitting, const double *logs, double *value,
		      double *gradient, double *hessian)
{
	for (int i = 0; i < fitting->count; i++) {
		double off = logs[i] - fitting->medians[i];

		*value -= off * off / 2;
		gradient[i] -= off;
		if (hessian != NULL)
			hessian[i * 4 + i] -= 1;
	}
}

/* optimise.h's objective: of the first `count` parameters, the others held. */
static bool badness(void *user, const double *x, double *ret_value, double *ret_gradient,
		    double *ret_hessian)
{
	const struct fitting *fitting = user;
	double share = -1 / fitting->rows->customers;
	double logs[4];
	double gradient[4];
	double hessian[16];
	double value;
	int n = fitting->count;

	memcpy(logs, fitting->logs, sizeof(logs));
	memcpy(logs, x, sizeof(logs[0]) * (size_t)n);
	if (!fitting->family->sum(fitting->rows, fitting->k, logs, &value, gradient,
				  ret_hessian != NULL ? hessian : NULL))
		return false;
	if (fitting->has_prior)
		prior_add(fitting, logs, &value, gradient, ret_hessian != NULL ? hessian : NULL);
	*ret_value = value * share;
	for (int i = 0; i < n; i++)
		ret_gradient[i] = gradient[i] * share;
	for (int i = 0; i < n && ret_hessian != NULL; i++)
		for (int j = 0; j < n; j++)
			ret_hessian[i * n + j] = hessian[i * 4 + j] * share;
	return true;
}

static struct fitting fitting_of(enum timing_kind kind, int32_t k, enum fit_method method,
				 const struct timing_rows *rows)
{
	const double beta = kind == TIMING_PARETO ? 0.2 * 2.5 : 2.5;
	struct fitting fitting = { timing_family_of(kind), rows, k, method == FIT_MAP, .count = 4 };

	fitting.medians[0] = log(0.5);
	fitting.medians[1] = log(0.2);
	fitting.medians[2] = log(0.8);
	fitting.medians[3] = log(beta);
	memcpy(fitting.logs, fitting.medians, sizeof(fitting.logs));
	return fitting;
}

static double visits(const struct timing_rows *rows)
{
	double sum = 0;

	for (size_t i = 0; i < rows->count; i++)
		sum += rows->rows[i].count * rows->rows[i].history.x;
	return sum;
}

/* --- the optimum */

static rgl_rc optimise_from(struct fitting *fitting, const double start[4], struct optimum *ret)
{
	struct optimise_wish wish = {
		.objective = badness,
		.user = fitting,
		.count = fitting->count,
		.tolerance = TOLERANCE,
	};

	for (int i = 0; i < fitting->count; i++) {
		wish.start[i] = start[i];
		wish.low[i] = log(LOWEST[i]);
		wish.high[i] = log(HIGHEST[i]);
	}
	return optimise(&wish, ret);
}

static bool is_found(const struct optimum *optimum)
{
	return optimum->converged && optimum->is_sure && optimum->at_bound == 0;
}

/* From where the customers' own rates point; where that does not end in a clear optimum, from other
 * places too, until two agree, and the best is taken. False: not defined anywhere that was tried.
 */
static bool find(struct fitting *fitting, double rate, struct optimum *ret)
{
	/* How far from the first: of r and alpha, of s and beta, of beta alone. */
	static const double SHIFTS[][3] = {
		{ 0, 0, 0 }, { 1.5, 0, 0 }, { -1.5, 0, 0 }, { 0, -2, 0 },
		{ 0, 2, 2 }, { 1.5, 2, 0 }, { 3, 0, -2 },
	};
	bool is_any = false;

	for (size_t i = 0; i < sizeof(SHIFTS) / sizeof(SHIFTS[0]); i++) {
		double start[4];
		struct optimum optimum;
		bool is_again;

		memcpy(start, fitting->logs, sizeof(start));
		start[0] += SHIFTS[i][0];
		start[1] = start[0] - log(rate * fitting->k);
		start[2] += SHIFTS[i][1];
		start[3] += SHIFTS[i][2];
		if (optimise_from(fitting, start, &optimum) != RGL_OK)
			continue;
		is_again = is_any && fabs(optimum.value - ret->value) < SAME * fabs(ret->value);
		if (!is_any || optimum.value < ret->value)
			*ret = optimum;
		is_any = true;
		if (is_found(ret) || is_again)
			break;
	}
	return is_any;
}

/* --- is there any leaving? */

static double log_likelihood(const struct fitting *fitting, const struct optimum *optimum)
{
	double logs[4];
	double gradient[4];
	double value = -INFINITY;

	memcpy(logs, fitting->logs, sizeof(logs));
	memcpy(logs, optimum->x, sizeof(logs[0]) * (size_t)fitting->count);
	if (!fitting->family->sum(fitting->rows, fitting->k, logs, &value, gradient, NULL))
		return -INFINITY;
	return value;
}

/* The share that leaves: Pareto within the mean time, the others after a visit. */
static double leaving(enum timing_kind kind, const double *logs)
{
	double s = exp(logs[2]);
	double beta = exp(logs[3]);

	return kind == TIMING_PARETO ? -expm1(-s * log1p(1 / beta)) : s / (s + beta);
}

static bool is_doubtful(enum timing_kind kind, const struct fitting *fitting,
			const struct optimum *optimum)
{
	double error = sqrt(fmax(optimum->covariance[10], 0) / fitting->rows->customers);

	return !is_found(optimum) || error > ERROR_CLEAR ||
	       leaving(kind, optimum->x) < LEAVING_CLEAR;
}

/* Nobody leaves as far as the data show: leaving adds next to nothing, and as much of it as is
 * usual is refuted (or, without a prior, it ran to nothing by itself). ret: the model without. */
static bool nobody_leaves(const struct fitting *fitting, const struct optimum *optimum, double rate,
			  struct optimum *ret)
{
	struct fitting without = *fitting;
	struct fitting usual = *fitting;
	struct optimum at_usual;
	double gain;

	without.count = 2;
	without.logs[2] = log(LEAVING_LEAST);
	usual.count = 2;
	if (!find(&without, rate, ret))
		return false;
	gain = log_likelihood(fitting, optimum) - log_likelihood(&without, ret);
	if (gain > GAIN_SEEN)
		return false;
	if (!fitting->has_prior && gain < GAIN_NONE)
		return true;
	return find(&usual, rate, &at_usual) &&
	       log_likelihood(&without, ret) - log_likelihood(&usual, &at_usual) > USUAL_REFUTED;
}

/* --- the answer */

/* As little is known as the prior says. */
static void covariance_prior(double ret[16])
{
	for (int i = 0; i < 16; i++)
		ret[i] = i % 5 == 0 ? 1 : 0;
}

static void covariance_read(const struct fitting *fitting, const struct optimum *optimum,
			    double ret[16])
{
	int n = fitting->count;

	if (!optimum->is_sure) {
		covariance_prior(ret);
		return;
	}
	memset(ret, 0, sizeof(double) * 16);
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++)
			ret[i * 4 + j] = optimum->covariance[i * n + j] / fitting->rows->customers;
}

/* Back into the caller's unit of time; each gap's density has one over time in it. */
static void answer(const struct fitting *fitting, const struct optimum *optimum, double unit,
		   struct timing_fit *ret)
{
	double logs[4];
	double *of[4] = { &ret->model.r, &ret->model.alpha, &ret->model.s, &ret->model.beta };

	memcpy(logs, fitting->logs, sizeof(logs));
	memcpy(logs, optimum->x, sizeof(logs[0]) * (size_t)fitting->count);
	ret->log_likelihood = log_likelihood(fitting, optimum) - visits(fitting->rows) * log(unit);
	covariance_read(fitting, optimum, ret->covariance);
	for (int i = 0; i < 4; i++) {
		bool is_time = i == 1 || (i == 3 && ret->model.kind == TIMING_PARETO);

		*of[i] = exp(logs[i]) * (is_time ? unit : 1);
		ret->errors[i] = *of[i] * sqrt(fmax(ret->covariance[i * 5], 0));
	}
	ret->gradient = optimum->gradient;
	ret->steps = optimum->steps;
}

/* Nobody to learn from. */
static void answer_prior(const struct fitting *fitting, struct timing_fit *ret)
{
	struct optimum optimum = { .is_sure = false };

	memcpy(optimum.x, fitting->medians, sizeof(optimum.x));
	answer(fitting, &optimum, 1, ret);
	ret->log_likelihood = 0;
}

static rgl_rc fit_rows(struct fitting *fitting, double unit, struct timing_fit *ret)
{
	double rate = visits(fitting->rows) / fitting->rows->customers;
	struct optimum optimum;
	struct optimum without;

	ret->verdict = FIT_GOOD;
	if (fitting->rows->customers < FIT_CUSTOMERS_MIN || !(rate > 0)) {
		ret->verdict = FIT_TOO_LITTLE;
		fitting->has_prior = true;
	}
	if (!find(fitting, fmax(rate, 0.1 / fitting->rows->customers), &optimum))
		return RGL_E_INTERNAL;
	if (ret->verdict == FIT_GOOD && is_doubtful(ret->model.kind, fitting, &optimum) &&
	    nobody_leaves(fitting, &optimum, rate, &without)) {
		ret->verdict = FIT_NO_CHURN;
		fitting->count = 2;
		fitting->logs[2] = log(LEAVING_LEAST);
		optimum = without;
	}
	answer(fitting, &optimum, unit, ret);
	return RGL_OK;
}

/* What one unit is, of all: their mean T; 1 when nobody has any. */
static double unit_of(const struct timing_history *histories, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += histories[i].T / (double)count;
	return sum > 0 ? sum : 1;
}

rgl_rc timing_fit(const struct host *host, enum timing_kind kind, int32_t k, enum fit_method method,
		  const struct timing_history *histories, size_t count, struct timing_fit *ret,
		  struct rgl_why *refusal)
{
	struct timing_fit fit = { .model = { .kind = kind, .k = k }, .method = method };
	struct timing_rows rows = { 0 };
	struct fitting fitting = fitting_of(kind, k, method, &rows);
	double unit = unit_of(histories, count);
	rgl_rc rc = timing_check(histories, count, refusal);

	if (rc != RGL_OK)
		return rc;
	if (k < 1 || k > K_MAX)
		return refuse(refusal, RGL_E_ARGUMENT,
			      "gaps cannot have %d steps; give a number from 1 to %d.", (int)k,
			      K_MAX);
	fit.customers = (int64_t)count;
	if (count == 0) {
		fit.verdict = FIT_TOO_LITTLE;
		answer_prior(&fitting, &fit);
		*ret = fit;
		return RGL_OK;
	}
	rc = timing_rows_make(host, histories, count, unit, NULL, &rows);
	if (rc == RGL_OK && fitting.family->prepare != NULL)
		rc = fitting.family->prepare(host, &rows, &rows.prepared);
	if (rc == RGL_OK)
		rc = fit_rows(&fitting, unit, &fit);
	timing_rows_free(host, &rows);
	if (rc == RGL_E_MEMORY)
		return refuse(refusal, rc,
			      "there is not enough memory to learn from %zu customers.", count);
	if (rc == RGL_OK)
		*ret = fit;
	return rc;
}
