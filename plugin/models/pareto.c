/* pareto.c - see timing_parts.h: Pareto/NBD, what to expect of one customer.
 *
 * Who is still a customer at T comes at a rate that is gamma (r + x, alpha + T) and leaves at one
 * that is gamma (s, beta + T): like somebody new, with these parameters.
 */
#include <math.h>

#include "plugin/models/pareto_parts.h"
#include "plugin/models/special.h"

static struct pareto_model new_customer(const struct timing_model *model)
{
	return (struct pareto_model) { model->r, model->alpha, model->s, model->beta };
}

/* --- of one's history */

/* Both parts of the likelihood (pareto_sum.c), as a share of A(t_x): those who have left, and those
 * who have not. */
struct parts {
	double log_last;
	double left;
	double here;
};

static struct parts parts_of(const struct timing_model *model, const struct timing_history *history)
{
	const struct pareto_model of = new_customer(model);
	struct pareto_time last = pareto_time_at(&of, history->t_x);
	struct pareto_time now = pareto_time_at(&of, history->T);
	double away = history->T - history->t_x;
	double p = of.r + history->x;
	double g_last[G_COUNT];
	double g_now[G_COUNT];
	struct parts ret = { .log_last = -p * last.log_a - of.s * last.log_b };

	pareto_fraction(p, of.s, (of.beta - of.alpha) * last.over_a, 0, g_last);
	pareto_fraction(p, of.s, (of.beta - of.alpha) * now.over_a, 0, g_now);
	ret.here = exp(-p * log1p(away * last.over_a) - of.s * log1p(away * last.over_b));
	ret.left = fmax(of.s * (g_last[G] - ret.here * g_now[G]), 0);
	return ret;
}

static double log_likelihood(const struct timing_model *model, const struct timing_history *history)
{
	struct parts parts;

	if (model->k > 1)
		return pareto_erlang_log_likelihood(model, history);
	parts = parts_of(model, history);
	return special_log_gamma(model->r + history->x) - special_log_gamma(model->r) +
	       model->r * log(model->alpha) + model->s * log(model->beta) + parts.log_last +
	       log(parts.here + parts.left);
}

static double alive(const struct timing_model *model, const struct timing_history *history)
{
	struct parts parts;

	if (model->k > 1)
		return pareto_erlang_alive(model, history);
	parts = parts_of(model, history);
	return parts.here > 0 ? parts.here / (parts.here + parts.left) : 0;
}

/* --- of one who is still a customer */

struct pareto_model pareto_standing(const struct timing_model *model,
				    const struct timing_history *history)
{
	return (struct pareto_model) {
		.r = model->r + history->x * model->k,
		.alpha = model->alpha + history->T,
		.s = model->s,
		.beta = model->beta + history->T,
	};
}

/* Integral of (1 + v)^-a, v from 0 to exp(log_end) - 1. */
static double power_integral(double a, double log_end)
{
	double exponent = (1 - a) * log_end;

	return fabs(exponent) < 1e-300 ? log_end : log_end * (expm1(exponent) / exponent);
}

double pareto_stay(const struct pareto_model *standing, double t)
{
	return standing->beta * power_integral(standing->s, log1p(t / standing->beta));
}

/* Twice the integral of v (1 + v)^-s, in units of beta; near 0 by its series. */
double pareto_stay_square(const struct pareto_model *standing, double t)
{
	double s = standing->s;
	double end = t / standing->beta;
	double log_end = log1p(end);
	double value;

	if (end * (s + 1) < 1e-3)
		value = end * end *
			(1 - end * s * (2.0 / 3 - end * (s + 1) * (0.25 - end * (s + 2) / 15)));
	else
		value = 2 * (power_integral(s - 1, log_end) - power_integral(s, log_end));
	return standing->beta * standing->beta * fmax(value, 0);
}

/* (1 + v)^-s exp(-rate beta v), v from 0: U(1, 2 - s, rate beta). */
double pareto_stay_discounted(const struct pareto_model *standing, double rate)
{
	return standing->beta * special_kummer_u(1, 2 - standing->s, rate * standing->beta);
}

/* The first step before leaving, and before t: A(0) (1 - u(0)) - A(t) (1 - u(t)). */
double pareto_any(const struct pareto_model *standing, double t)
{
	double d = standing->beta - standing->alpha;
	double share = exp(-standing->r * log1p(t / standing->alpha) -
			   standing->s * log1p(t / standing->beta));
	double first[G_COUNT];
	double last[G_COUNT];

	pareto_fraction(standing->r, standing->s, d / standing->alpha, 0, first);
	pareto_fraction(standing->r, standing->s, d / (standing->alpha + t), 0, last);
	return (1 - standing->s * first[G]) - share * (1 - standing->s * last[G]);
}

static double if_alive(const struct timing_model *model, const struct timing_history *history,
		       double t)
{
	struct pareto_model standing = pareto_standing(model, history);

	if (model->k > 1)
		return pareto_erlang_visits(model, history, t).mean;
	return standing.r / standing.alpha * pareto_stay(&standing, t);
}

static double any(const struct timing_model *model, const struct timing_history *history, double t)
{
	struct pareto_model standing = pareto_standing(model, history);

	if (model->k > 1)
		return alive(model, history) * pareto_erlang_visits(model, history, t).any;
	return alive(model, history) * pareto_any(&standing, t);
}

/* Visits while they stay are Poisson's: E X^2 = E X + E rate^2 E time^2. */
static double variance(const struct timing_model *model, const struct timing_history *history,
		       double t)
{
	struct pareto_model standing = pareto_standing(model, history);
	double here = alive(model, history);
	double rate = standing.r / standing.alpha;
	struct pareto_visits visits;

	if (model->k > 1) {
		visits = pareto_erlang_visits(model, history, t);
	} else {
		visits.mean = rate * pareto_stay(&standing, t);
		visits.square = visits.mean + rate * (standing.r + 1) / standing.alpha *
						      pareto_stay_square(&standing, t);
	}
	return here * (visits.square - here * visits.mean * visits.mean);
}

static double discounted(const struct timing_model *model, const struct timing_history *history,
			 double rate)
{
	struct pareto_model standing = pareto_standing(model, history);

	if (model->k > 1)
		return alive(model, history) * pareto_erlang_discounted(model, history, rate);
	return alive(model, history) * standing.r / standing.alpha *
	       pareto_stay_discounted(&standing, rate);
}

/* --- of one who is new */

static double new_expected(const struct timing_model *model, double t)
{
	const struct timing_history nothing = { 0 };

	return if_alive(model, &nothing, t);
}

/* n visits are k n to k n + k - 1 steps. */
static double new_probability(const struct timing_model *model, int64_t n, double t)
{
	const struct pareto_model new = new_customer(model);
	double sum = 0;

	for (int32_t j = 0; j < model->k; j++)
		sum += exp(pareto_log_steps(&new, (double)n * model->k + j, t));
	return sum;
}

/* --- of many */

static double shared_alive(const struct pareto_table *table, const struct pareto_model *of,
			   const struct timing_rows *rows, size_t i)
{
	const struct pareto_time *last = &table->at[table->last_time[i]];
	const struct pareto_time *now = &table->at[table->now_time[i]];
	double p = of->r + rows->rows[i].history.x;
	double here = exp(p * (last->log_a - now->log_a) + of->s * (last->log_b - now->log_b));
	double left = fmax(
		table->node[table->last_node[i]].u - here * table->node[table->now_node[i]].u, 0);

	return here > 0 ? here / (here + left) : 0;
}

static void row_expect(const struct timing_model *model, const struct timing_history *history,
		       double here, double length, size_t steps, double *ret)
{
	struct pareto_model standing = pareto_standing(model, history);
	double rate = here * standing.r / standing.alpha;

	for (size_t j = 0; j < steps; j++) {
		double t = (double)(j + 1) * length;

		ret[j] = model->k > 1 ? here * pareto_erlang_visits(model, history, t).mean
				      : rate * pareto_stay(&standing, t);
	}
}

static rgl_rc expect_all(const struct host *host, const struct timing_model *model,
			 const struct timing_rows *rows, double length, size_t steps,
			 double *expected, double *ret_alive)
{
	const struct pareto_model of = new_customer(model);
	void *prepared = NULL;
	rgl_rc rc = model->k == 1 ? pareto_prepare(host, rows, &prepared) : RGL_OK;

	if (rc != RGL_OK)
		return rc;
	if (prepared != NULL)
		pareto_fill(prepared, &of, 1);
	for (size_t i = 0; i < rows->count; i++) {
		const struct timing_history *history = &rows->rows[i].history;

		ret_alive[i] = prepared != NULL ? shared_alive(prepared, &of, rows, i)
						: alive(model, history);
		row_expect(model, history, ret_alive[i], length, steps, expected + i * steps);
	}
	host_free(host, prepared);
	return RGL_OK;
}

static bool sum(const struct timing_rows *rows, int32_t k, const double *logs, double *ret_value,
		double *ret_gradient, double *ret_hessian)
{
	return (k > 1 ? pareto_erlang_sum : pareto_sum)(rows, k, logs, ret_value, ret_gradient,
							ret_hessian);
}

const struct timing_family timing_pareto = {
	.prepare = pareto_prepare,
	.sum = sum,
	.log_likelihood = log_likelihood,
	.alive = alive,
	.if_alive = if_alive,
	.any = any,
	.variance = variance,
	.discounted = discounted,
	.new_expected = new_expected,
	.new_probability = new_probability,
	.expect_all = expect_all,
};
