/* pareto_erlang_sum.c - see pareto_parts.h: the log likelihood of all, with Erlang-k gaps.
 *
 * Of one: Gamma(p) / Gamma(r) alpha^r beta^s [A(T) Q(w_T) + s integral of A(t) Q(w) / (beta + t),
 * t from t_x to T], p = r + k x, A(t) = (alpha + t)^-p (beta + t)^-s, w = (t - t_x) / (alpha + t),
 * Q(w) = sum over j < k of (p)_j / j! w^j. The integral and its derivatives are summed at the same
 * points; the Hessian is central differences of the gradient, whose 1e-12 at steps of 1e-4 leave
 * it with 1e-8.
 */
#include <math.h>
#include <string.h>

#include "plugin/models/pareto_parts.h"
#include "plugin/models/special.h"

#define STAGES_MAX 64
#define STEP 0.125
#define NODES_MAX 100
#define NEGLIGIBLE 1e-17
#define HALVINGS 40
#define LOGIT_MAX 300.0
#define DIFFERENCE 1e-4

/* of[j]: (p)_j / j!; by_p[j]: its derivative. */
struct stages {
	int32_t k;
	double of[STAGES_MAX];
	double by_p[STAGES_MAX];
};

struct erlang_row {
	struct pareto_model model;
	struct stages stages;
	double p;
	double a; /* alpha + t_x */
	double b;
	double away;
};

/* A value and its derivatives by r, alpha, s, beta. */
struct slope {
	double value;
	double by[4];
};

static void stages_read(double p, int32_t k, struct stages *ret)
{
	double by = 0; /* of the logarithm */

	ret->k = k;
	ret->of[0] = 1;
	ret->by_p[0] = 0;
	for (int32_t j = 1; j < k; j++) {
		by += 1 / (p + j - 1);
		ret->of[j] = ret->of[j - 1] * (p + j - 1) / j;
		ret->by_p[j] = ret->of[j] * by;
	}
}

/* Q, by w, by p. */
static void stages_sum(const struct stages *stages, double w, double ret[3])
{
	memset(ret, 0, sizeof(double) * 3);
	for (int32_t j = stages->k - 1; j >= 0; j--) {
		ret[1] = ret[1] * w + ret[0];
		ret[0] = ret[0] * w + stages->of[j];
		ret[2] = ret[2] * w + stages->by_p[j];
	}
}

/* A(t) Q(w) (beta + t)^-more at t = t_x + v, times exp(log_scale). */
static void density(const struct erlang_row *row, double v, double more, double log_scale,
		    struct slope *ret)
{
	double a = row->a + v;
	double b = row->b + v;
	double w = v / a;
	double power = row->model.s + more;
	double log_a = log(a);
	double log_b = log(b);
	double q[3];

	stages_sum(&row->stages, w, q);
	ret->value = exp(log_scale - row->p * log_a - power * log_b) * q[0];
	ret->by[0] = ret->value * (q[2] / q[0] - log_a);
	ret->by[1] = -ret->value / a * (row->p + w * q[1] / q[0]);
	ret->by[2] = -ret->value * log_b;
	ret->by[3] = -ret->value * power / b;
}

/* Where the integrand is highest, in the logit of v's share of the time. */
static double mode_of(const struct erlang_row *row)
{
	double low = -LOGIT_MAX;
	double high = LOGIT_MAX;

	for (int i = 0; i < HALVINGS; i++) {
		double y = (low + high) / 2;
		double v = row->away / (1 + exp(-y));
		double w = v / (row->a + v);
		double q[3];
		double slope;

		stages_sum(&row->stages, w, q);
		slope = 1 - exp(y) + w * q[1] / q[0] * (1 - w) - row->p * w -
			(row->model.s + 1) * v / (row->b + v);
		if (slope > 0)
			low = y;
		else
			high = y;
	}
	return low;
}

static double point_add(const struct erlang_row *row, double y, double cosh_u, double log_scale,
			struct slope *sum)
{
	double v = row->away / (1 + exp(-y));
	double weight = v / (1 + exp(y)) * cosh_u * STEP;
	struct slope at;

	if (!(weight > 0) || !isfinite(weight))
		return 0;
	density(row, v, 1, log_scale, &at);
	sum->value += weight * at.value;
	for (int i = 0; i < 4; i++)
		sum->by[i] += weight * at.by[i];
	return weight * at.value;
}

/* The rule of special_log_integral, with derivatives. */
static void left_sum(const struct erlang_row *row, double log_scale, struct slope *ret)
{
	double mode = mode_of(row);
	double width = 1 / sqrt(1 + 0.25 * fmin(row->p * row->away / row->a, row->p));

	memset(ret, 0, sizeof(*ret));
	(void)point_add(row, mode, width, log_scale, ret);
	for (int side = -1; side <= 1; side += 2) {
		for (int i = 1; i < NODES_MAX; i++) {
			double u = side * i * STEP;
			double value = point_add(row, mode + width * sinh(u), width * cosh(u),
						 log_scale, ret);

			if (value <= NEGLIGIBLE * ret->value)
				break;
		}
	}
}

static void row_add(const struct pareto_model *model, int32_t k, const struct timing_row *of,
		    struct slope *sum)
{
	const struct timing_history *history = &of->history;
	struct erlang_row row = {
		.model = *model,
		.p = model->r + history->x * k,
		.a = model->alpha + history->t_x,
		.b = model->beta + history->t_x,
		.away = history->T - history->t_x,
	};
	double log_scale = row.p * log(row.a) + model->s * log(row.b);
	struct slope here;
	struct slope left = { 0 };
	double value;

	stages_read(row.p, k, &row.stages);
	density(&row, row.away, 0, log_scale, &here);
	if (row.away > 0)
		left_sum(&row, log_scale, &left);
	value = here.value + model->s * left.value;
	sum->value += of->count * (log(value) - log_scale + (k - 1) * history->log_gaps -
				   history->x * special_log_gamma(k));
	for (int i = 0; i < 4; i++)
		sum->by[i] += of->count *
			      (here.by[i] + model->s * left.by[i] + (i == 2 ? left.value : 0)) /
			      value;
}

static void gammas_add(const struct timing_rows *rows, const struct pareto_model *model, int32_t k,
		       struct slope *sum)
{
	double log_gamma = special_log_gamma(model->r);
	double digamma = special_digamma(model->r);
	double p = 0;
	double value = 0;
	double by = 0;

	for (size_t i = 0; i < rows->count; i++) {
		double next = model->r + rows->rows[i].history.x * k;

		if (next != p) {
			p = next;
			value = special_log_gamma(p) - log_gamma;
			by = special_digamma(p) - digamma;
		}
		sum->value += rows->rows[i].count * value;
		sum->by[0] += rows->rows[i].count * by;
	}
	sum->value +=
		rows->customers * (model->r * log(model->alpha) + model->s * log(model->beta));
	sum->by[0] += rows->customers * log(model->alpha);
	sum->by[1] += rows->customers * model->r / model->alpha;
	sum->by[2] += rows->customers * log(model->beta);
	sum->by[3] += rows->customers * model->s / model->beta;
}

/* The value; its gradient by the logarithms. */
static double gradient_at(const struct timing_rows *rows, int32_t k, const double *logs,
			  double ret[4])
{
	const double of[4] = { exp(logs[0]), exp(logs[1]), exp(logs[2]), exp(logs[3]) };
	const struct pareto_model model = { of[0], of[1], of[2], of[3] };
	struct slope sum = { 0 };

	gammas_add(rows, &model, k, &sum);
	for (size_t i = 0; i < rows->count; i++)
		row_add(&model, k, &rows->rows[i], &sum);
	for (int i = 0; i < 4; i++)
		ret[i] = of[i] * sum.by[i];
	return sum.value;
}

bool pareto_erlang_sum(const struct timing_rows *rows, int32_t k, const double *logs,
		       double *ret_value, double *ret_gradient, double *ret_hessian)
{
	*ret_value = gradient_at(rows, k, logs, ret_gradient);
	for (int i = 0; i < 4 && ret_hessian != NULL; i++) {
		double up[4];
		double down[4];
		double moved[4];

		memcpy(moved, logs, sizeof(moved));
		moved[i] = logs[i] + DIFFERENCE;
		(void)gradient_at(rows, k, moved, up);
		moved[i] = logs[i] - DIFFERENCE;
		(void)gradient_at(rows, k, moved, down);
		for (int j = 0; j < 4; j++)
			ret_hessian[i * 4 + j] = (up[j] - down[j]) / (2 * DIFFERENCE);
	}
	for (int i = 0; i < 4 && ret_hessian != NULL; i++)
		for (int j = 0; j < i; j++) {
			double mean = (ret_hessian[i * 4 + j] + ret_hessian[j * 4 + i]) / 2;

			ret_hessian[i * 4 + j] = mean;
			ret_hessian[j * 4 + i] = mean;
		}
	return isfinite(*ret_value);
}
