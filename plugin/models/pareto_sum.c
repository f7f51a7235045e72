/* pareto_sum.c - see pareto_parts.h and timing_parts.h: the log likelihood of all customers.
 *
 * Of one, with A(t) = (alpha + t)^-p (beta + t)^-s, p = r + x, u = s g (pareto_parts.h):
 *
 *	L = Gamma(p) / Gamma(r) alpha^r beta^s [A(T) (1 - u(x, T)) + A(t_x) u(x, t_x)]
 *
 * Nothing cancels: both parts are above 0, and 1 - u(x, T) loses no more than u(x, t_x) brings.
 * Fader, Hardie, "A note on deriving the Pareto/NBD model" (2005), (18), in another form.
 */
#include <math.h>
#include <string.h>

#include "plugin/models/pareto_parts.h"
#include "plugin/models/special.h"

/* Derivatives by r, alpha, s, beta. */
struct sums {
	double value;
	double first[4];
	double second[PARETO_PAIRS];
};

/* What a row needs of its two nodes. */
struct ends {
	double x;
	double count;
	const struct pareto_time *last;
	const struct pareto_time *now;
	const struct pareto_node *last_node;
	const struct pareto_node *now_node;
	const struct pareto_bend *last_bend;
	const struct pareto_bend *now_bend;
};

/* -log A, by the parameters: (log_a, p over_a, log_b, s over_b); second: the derivatives of A as a
 * share of it. */
static void density_bend(const double slope[4], const struct pareto_time *at, double p, double s,
			 double ret[PARETO_PAIRS])
{
	int pair = 0;

	for (int i = 0; i < 4; i++)
		for (int j = 0; j <= i; j++, pair++)
			ret[pair] = slope[i] * slope[j];
	ret[1] -= at->over_a;
	ret[2] += p * at->over_a * at->over_a;
	ret[8] -= at->over_b;
	ret[9] += s * at->over_b * at->over_b;
}

static void row_add(const struct pareto_model *model, const struct ends *ends, int order,
		    struct sums *sums)
{
	double p = model->r + ends->x;
	const struct pareto_time *now = ends->now;
	const double slope[4] = { now->log_a, p * now->over_a, now->log_b, model->s * now->over_b };
	double log_last = -p * ends->last->log_a - model->s * ends->last->log_b;
	double log_share = -p * now->log_a - model->s * now->log_b - log_last;
	double share = exp(fmin(log_share, 0)); /* A(T) / A(t_x) */
	double sum = ends->last_node->u + share * (1 - ends->now_node->u);
	double of_last = ends->count / sum;
	double of_now = ends->count * share / sum;
	double first[4];
	double bend[PARETO_PAIRS];
	int pair = 0;

	sums->value += ends->count * (log_last + log(sum));
	for (int i = 0; i < 4; i++) {
		first[i] = of_last * ends->last_node->first[i] -
			   of_now * (slope[i] + ends->now_node->first[i]);
		sums->first[i] += first[i];
	}
	if (order < 2)
		return;
	density_bend(slope, now, p, model->s, bend);
	for (int i = 0; i < 4; i++)
		for (int j = 0; j <= i; j++, pair++)
			sums->second[pair] += of_last * ends->last_bend->second[pair] +
					      of_now * (bend[pair] - ends->now_bend->second[pair]) -
					      first[i] * first[j] / ends->count;
}

/* The gamma functions of x, and the powers of alpha and beta. */
static void gammas_add(const struct timing_rows *rows, const struct pareto_model *model,
		       struct sums *sums)
{
	double log_gamma = special_log_gamma(model->r);
	double digamma = special_digamma(model->r);
	double trigamma = special_trigamma(model->r);
	double of_alpha = rows->customers / model->alpha;
	double of_beta = rows->customers / model->beta;
	size_t next;

	for (size_t i = 0; i < rows->count; i = next) {
		double x = rows->rows[i].history.x;
		double count = 0;

		for (next = i; next < rows->count && rows->rows[next].history.x == x; next++)
			count += rows->rows[next].count;
		if (!(x > 0))
			continue;
		sums->value += count * (special_log_gamma(model->r + x) - log_gamma);
		sums->first[0] += count * (special_digamma(model->r + x) - digamma);
		sums->second[0] += count * (special_trigamma(model->r + x) - trigamma);
	}
	sums->value +=
		rows->customers * (model->r * log(model->alpha) + model->s * log(model->beta));
	sums->first[0] += rows->customers * log(model->alpha);
	sums->first[1] += model->r * of_alpha;
	sums->first[2] += rows->customers * log(model->beta);
	sums->first[3] += model->s * of_beta;
	sums->second[1] += of_alpha;
	sums->second[2] -= model->r * of_alpha / model->alpha;
	sums->second[8] += of_beta;
	sums->second[9] -= model->s * of_beta / model->beta;
}

static void shared_add(const struct timing_rows *rows, const struct pareto_model *model, int order,
		       struct sums *sums)
{
	struct pareto_table *table = rows->prepared;

	pareto_fill(table, model, order);
	for (size_t i = 0; i < rows->count; i++) {
		struct ends ends = {
			.x = rows->rows[i].history.x,
			.count = rows->rows[i].count,
			.last = &table->at[table->last_time[i]],
			.now = &table->at[table->now_time[i]],
			.last_node = &table->node[table->last_node[i]],
			.now_node = &table->node[table->now_node[i]],
			.last_bend = &table->bend[table->last_node[i]],
			.now_bend = &table->bend[table->now_node[i]],
		};

		row_add(model, &ends, order, sums);
	}
}

static void single_add(const struct timing_rows *rows, const struct pareto_model *model, int order,
		       struct sums *sums)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct timing_history *history = &rows->rows[i].history;
		struct pareto_time last = pareto_time_at(model, history->t_x);
		struct pareto_time now = pareto_time_at(model, history->T);
		struct pareto_node nodes[2];
		struct pareto_bend bends[2];
		struct ends ends = { history->x, rows->rows[i].count, &last,	 &now,
				     &nodes[0],	 &nodes[1],	      &bends[0], &bends[1] };

		pareto_node_at(model, &last, history->x, &nodes[0], order == 2 ? &bends[0] : NULL);
		pareto_node_at(model, &now, history->x, &nodes[1], order == 2 ? &bends[1] : NULL);
		row_add(model, &ends, order, sums);
	}
}

/* By the logarithms: d/dlog q = q d/dq. */
static void to_logs(const double of[4], const struct sums *sums, double *ret_gradient,
		    double *ret_hessian)
{
	int pair = 0;

	for (int i = 0; i < 4; i++)
		ret_gradient[i] = of[i] * sums->first[i];
	for (int i = 0; i < 4 && ret_hessian != NULL; i++) {
		for (int j = 0; j <= i; j++, pair++) {
			double value =
				of[i] * of[j] * sums->second[pair] + (i == j ? ret_gradient[i] : 0);

			ret_hessian[i * 4 + j] = value;
			ret_hessian[j * 4 + i] = value;
		}
	}
}

bool pareto_sum(const struct timing_rows *rows, int32_t k, const double *logs, double *ret_value,
		double *ret_gradient, double *ret_hessian)
{
	const double of[4] = { exp(logs[0]), exp(logs[1]), exp(logs[2]), exp(logs[3]) };
	const struct pareto_model model = { of[0], of[1], of[2], of[3] };
	int order = ret_hessian != NULL ? 2 : 1;
	struct sums sums = { 0 };

	(void)k;
	gammas_add(rows, &model, &sums);
	if (rows->prepared != NULL)
		shared_add(rows, &model, order, &sums);
	else
		single_add(rows, &model, order, &sums);
	*ret_value = sums.value;
	to_logs(of, &sums, ret_gradient, ret_hessian);
	return isfinite(sums.value);
}
