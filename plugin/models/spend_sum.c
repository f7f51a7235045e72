/* spend_sum.c - the Gamma-Gamma model's likelihood of all customers, its gradient and Hessian, by
 * the logarithms of p, q and v; see spend_parts.h.
 *
 * log Gamma and its derivatives depend on x alone; one logarithm of each customer is left.
 */
#include "plugin/models/spend_parts.h"

#include <math.h>

#include "plugin/models/special.h"

enum { P = SPEND_P, Q = SPEND_Q, V = SPEND_V, PARAMETERS = SPEND_PARAMETERS };

/* slope, bend (the upper half): by p, q, v themselves. */
struct sum {
	double at[PARAMETERS];
	bool bends;
	double value;
	double slope[PARAMETERS];
	double bend[PARAMETERS][PARAMETERS];
};

/* What log Gamma gives to `n` customers with x visits. */
static void add_same_x(struct sum *sum, double x, double n)
{
	double p = sum->at[P], q = sum->at[Q], v = sum->at[V], all = p * x + q, bend;
	double by_all = special_digamma(all);

	sum->value += n * (special_log_gamma(all) - special_log_gamma(p * x) -
			   special_log_gamma(q) + q * log(v) + p * x * log(x));
	sum->slope[P] += n * x * (by_all - special_digamma(p * x) + log(x));
	sum->slope[Q] += n * (by_all - special_digamma(q) + log(v));
	sum->slope[V] += n * q / v;
	if (!sum->bends)
		return;
	bend = special_trigamma(all);
	sum->bend[P][P] += n * x * x * (bend - special_trigamma(p * x));
	sum->bend[P][Q] += n * x * bend;
	sum->bend[Q][Q] += n * (bend - special_trigamma(q));
	sum->bend[Q][V] += n / v;
	sum->bend[V][V] -= n * q / (v * v);
}

static void add_entry(struct sum *sum, const struct spend_entry *entry)
{
	double shape = sum->at[P] * entry->x + sum->at[Q], rate = sum->at[V] + entry->total;
	double log_rate = log(rate), one = 1 / rate;

	sum->value += (sum->at[P] * entry->x - 1) * entry->log_mean - shape * log_rate;
	sum->slope[P] += entry->x * (entry->log_mean - log_rate);
	sum->slope[Q] -= log_rate;
	sum->slope[V] -= shape * one;
	sum->bend[P][V] -= entry->x * one;
	sum->bend[Q][V] -= one;
	sum->bend[V][V] += shape * one * one;
}

static void add_all(struct sum *sum, const struct spend_work *work)
{
	size_t i, from = 0;

	for (i = 0; i < work->count; i++) {
		if (work->entries[i].x != work->entries[from].x) {
			add_same_x(sum, work->entries[from].x, (double)(i - from));
			from = i;
		}
		add_entry(sum, &work->entries[i]);
	}
	add_same_x(sum, work->entries[from].x, (double)(work->count - from));
}

/* Log-normal round the median, of deviation 1: as a density of the logarithms. */
static void add_prior(const struct spend_work *work, const double *logs, double *value,
		      double *gradient, double *hessian)
{
	int i;

	for (i = 0; i < PARAMETERS; i++) {
		double away = logs[i] - work->prior[i];

		*value += away * away / 2;
		gradient[i] += away;
		if (hessian != NULL)
			hessian[i * PARAMETERS + i] += 1;
	}
}

bool spend_loss(void *user, const double *logs, double *ret_value, double *ret_gradient,
		double *ret_hessian)
{
	const struct spend_work *work = user;
	struct sum sum = { .bends = ret_hessian != NULL };
	int i, j;

	for (i = 0; i < PARAMETERS; i++)
		sum.at[i] = exp(logs[i]);
	add_all(&sum, work);
	if (!isfinite(sum.value))
		return false;
	*ret_value = -sum.value;
	for (i = 0; i < PARAMETERS; i++)
		ret_gradient[i] = -sum.slope[i] * sum.at[i];
	for (i = 0; ret_hessian != NULL && i < PARAMETERS; i++)
		for (j = 0; j < PARAMETERS; j++)
			ret_hessian[i * PARAMETERS + j] =
				-sum.bend[i < j ? i : j][i < j ? j : i] * (sum.at[i] * sum.at[j]) +
				(i == j ? ret_gradient[i] : 0);
	if (work->has_prior)
		add_prior(work, logs, ret_value, ret_gradient, ret_hessian);
	return true;
}
