/* timing.c - see timing.h: checks, names, one customer's figures by their model's family. */
#include "plugin/models/timing.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "plugin/models/timing_parts.h"

#define PAIRS_MIN 10

const struct timing_family *timing_family_of(enum timing_kind kind)
{
	switch (kind) {
	case TIMING_BG:
		return &timing_bg;
	case TIMING_MBG:
		return &timing_mbg;
	case TIMING_PARETO:
		break;
	}
	return &timing_pareto;
}

/* Comparisons are written so that NaN fails them. */
static const char *fault_of(const struct timing_history *history)
{
	if (!(history->x >= 0) || isinf(history->x))
		return "its number of visits is not a number from 0 up";
	if (!(history->t_x >= 0) || !(history->T >= 0) || isinf(history->T))
		return "its times are not numbers from 0 up";
	if (history->t_x > history->T)
		return "its last visit lies after its end";
	if ((history->x > 0) != (history->t_x > 0))
		return "it has a last visit without visits, or visits without a last one";
	if (!isfinite(history->log_gaps))
		return "the sum of its gaps' logarithms is not a number";
	return NULL;
}

rgl_rc timing_check(const struct timing_history *histories, size_t count, struct rgl_why *refusal)
{
	for (size_t i = 0; i < count; i++) {
		const char *fault = fault_of(&histories[i]);

		if (fault != NULL)
			return refuse(refusal, RGL_E_ARGUMENT,
				      "history %zu cannot be: %s; correct it.", i + 1, fault);
	}
	return RGL_OK;
}

rgl_rc timing_regularity(const double (*pairs)[2], size_t count, double *ret)
{
	double mean = 0;
	double squares = 0;
	double variance;

	if (count < PAIRS_MIN)
		return RGL_E_ARGUMENT;
	for (size_t i = 0; i < count; i++) {
		double first = pairs[i][0];
		double share = first / (first + pairs[i][1]);
		double off = share - mean;

		if (!(first > 0) || !(pairs[i][1] > 0) || !isfinite(share))
			return RGL_E_ARGUMENT;
		mean += off / (double)(i + 1);
		squares += off * (share - mean);
	}
	variance = squares / (double)(count - 1);
	*ret = fmin(fmax((1 - 4 * variance) / (8 * variance), 0.1), 20);
	return RGL_OK;
}

void timing_name(const struct timing_model *model, char ret[TIMING_NAME_ROOM])
{
	const char *family = model->kind == TIMING_PARETO ? "pareto"
			     : model->kind == TIMING_BG	  ? "bg"
							  : "mbg";

	if (model->k > 1)
		(void)snprintf(ret, TIMING_NAME_ROOM, "%s/cnbd-%" PRId32, family, model->k);
	else
		(void)snprintf(ret, TIMING_NAME_ROOM, "%s/nbd", family);
}

/* --- of one customer */

static double not_negative(double value)
{
	return value > 0 ? fmin(value, 1e300) : 0;
}

static double chance(double value)
{
	return fmin(not_negative(value), 1);
}

double timing_log_likelihood(const struct timing_model *model, const struct timing_history *history)
{
	return timing_family_of(model->kind)->log_likelihood(model, history);
}

double timing_alive(const struct timing_model *model, const struct timing_history *history)
{
	return chance(timing_family_of(model->kind)->alive(model, history));
}

double timing_expected_if_alive(const struct timing_model *model,
				const struct timing_history *history, double t)
{
	if (!(t > 0))
		return 0;
	return not_negative(timing_family_of(model->kind)->if_alive(model, history, t));
}

double timing_expected(const struct timing_model *model, const struct timing_history *history,
		       double t)
{
	return timing_alive(model, history) * timing_expected_if_alive(model, history, t);
}

double timing_any(const struct timing_model *model, const struct timing_history *history, double t)
{
	if (!(t > 0))
		return 0;
	return chance(timing_family_of(model->kind)->any(model, history, t));
}

double timing_variance(const struct timing_model *model, const struct timing_history *history,
		       double t)
{
	if (!(t > 0))
		return 0;
	return not_negative(timing_family_of(model->kind)->variance(model, history, t));
}

double timing_discounted(const struct timing_model *model, const struct timing_history *history,
			 double rate)
{
	return not_negative(timing_family_of(model->kind)->discounted(model, history, rate));
}

double timing_new_expected(const struct timing_model *model, double t)
{
	return t > 0 ? not_negative(timing_family_of(model->kind)->new_expected(model, t)) : 0;
}

double timing_new_probability(const struct timing_model *model, int64_t n, double t)
{
	if (n < 0)
		return 0;
	if (!(t > 0))
		return n == 0 ? 1 : 0;
	return chance(timing_family_of(model->kind)->new_probability(model, n, t));
}

/* --- of many */

/* Gives every customer what their row has. */
static void spread(const uint32_t *of, size_t count, size_t steps, const double *row_expected,
		   const double *row_alive, double *expected, double *alive)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < steps; j++)
			expected[i * steps + j] = not_negative(row_expected[of[i] * steps + j]);
		if (alive != NULL)
			alive[i] = chance(row_alive[of[i]]);
	}
}

static rgl_rc expect_rows(const struct host *host, const struct timing_model *model,
			  const struct timing_history *histories, size_t count, double length,
			  size_t steps, double *expected, double *alive)
{
	struct timing_rows rows = { 0 };
	double *row_expected = NULL;
	double *row_alive = NULL;
	uint32_t *of = host_new(host, count * sizeof(*of) + 1);
	rgl_rc rc = RGL_E_MEMORY;

	if (of == NULL)
		goto out;
	rc = timing_rows_make(host, histories, count, 1, of, &rows);
	if (rc != RGL_OK)
		goto out;
	row_expected = host_new(host, rows.count * steps * sizeof(*row_expected) + 1);
	row_alive = host_new(host, rows.count * sizeof(*row_alive) + 1);
	rc = RGL_E_MEMORY;
	if (row_expected == NULL || row_alive == NULL)
		goto out;
	rc = timing_family_of(model->kind)
		     ->expect_all(host, model, &rows, length, steps, row_expected, row_alive);
	if (rc == RGL_OK)
		spread(of, count, steps, row_expected, row_alive, expected, alive);
out:
	host_free(host, row_alive);
	host_free(host, row_expected);
	timing_rows_free(host, &rows);
	host_free(host, of);
	return rc;
}

rgl_rc timing_expect_all(const struct host *host, const struct timing_model *model,
			 const struct timing_history *histories, size_t count, double length,
			 size_t steps, double *expected, double *alive, struct rgl_why *refusal)
{
	rgl_rc rc = timing_check(histories, count, refusal);

	if (rc != RGL_OK)
		return rc;
	if (!(length > 0) || isinf(length) || steps == 0 ||
	    steps > SIZE_MAX / sizeof(double) / (count + 1))
		return refuse(refusal, RGL_E_ARGUMENT,
			      "nothing can be expected in no time; give a length above 0.");
	rc = expect_rows(host, model, histories, count, length, steps, expected, alive);
	if (rc == RGL_E_MEMORY)
		return refuse(refusal, rc, "there is not enough memory for %zu customers.", count);
	return rc;
}
