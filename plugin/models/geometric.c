/* geometric.c - BG/NBD and MBG/NBD, with any k: how likely a history is, and who still is a
 * customer.
 *
 * Formulas: the papers that timing.h names, rewritten so that no power overflows; see
 * geometric_parts.h.
 */
#include "plugin/models/geometric_parts.h"

#include <math.h>

#include "plugin/models/special.h"

double geometric_first(enum timing_kind kind)
{
	return kind == TIMING_MBG ? 1 : 0;
}

struct geometric_standing geometric_standing(const struct timing_model *model,
					     const struct timing_history *history)
{
	double rate = model->alpha + history->T;

	return (struct geometric_standing) {
		.k = model->k,
		.shape = model->r + model->k * history->x,
		.rate = rate,
		.away = (history->T - history->t_x) / rate,
		.a = model->s,
		.b = model->beta + history->x + geometric_first(model->kind),
	};
}

/* The logarithm of the sum over the stages of (shape)_j / j! x away^j. */
static double log_stages(const struct geometric_standing *standing)
{
	double term = 1, sum = 1, shift = 0;
	int32_t j;

	if (standing->k == 1)
		return 0;
	for (j = 1; j < standing->k; j++) {
		term *= (standing->shape + j - 1) * standing->away / j;
		sum += term;
		if (sum > 1e200) {
			shift += log(sum);
			term /= sum;
			sum = 1;
		}
	}
	return shift + log(sum);
}

struct geometric_split geometric_split(const struct timing_model *model,
				       const struct timing_history *history)
{
	struct geometric_standing standing = geometric_standing(model, history);
	double since = (history->T - history->t_x) / (model->alpha + history->t_x);
	struct geometric_split split = {
		.log_stays = log_stages(&standing) - standing.shape * log1p(since),
	};

	if (history->x + geometric_first(model->kind) >= 1)
		split.leaves = model->s / (standing.b - 1);
	return split;
}

/* The logarithm of the factor that both parts of the split have. */
static double log_common(const struct timing_model *model, const struct timing_history *history)
{
	double steps = model->k * history->x;
	double stays = history->x + geometric_first(model->kind);
	double sum = geometric_log_rise(model->r, steps) -
		     model->r * log1p(history->t_x / model->alpha) -
		     steps * log(model->alpha + history->t_x);

	sum += geometric_log_rise(model->beta, stays) -
	       geometric_log_rise(model->s + model->beta, stays);
	if (model->k > 1)
		sum += (model->k - 1) * history->log_gaps -
		       history->x * special_log_gamma(model->k);
	return sum;
}

double geometric_log_likelihood(const struct timing_model *model,
				const struct timing_history *history)
{
	struct geometric_split split = geometric_split(model, history);
	double common = log_common(model, history);

	if (split.leaves <= 0)
		return common + split.log_stays;
	return common + special_log_sum(split.log_stays, log(split.leaves));
}

double geometric_alive(const struct timing_model *model, const struct timing_history *history)
{
	struct geometric_split split = geometric_split(model, history);

	return 1 / (1 + split.leaves * exp(-split.log_stays));
}

#define FAMILY(sum_of)                                                                             \
	{                                                                                          \
		.sum = (sum_of), .log_likelihood = geometric_log_likelihood,                       \
		.alive = geometric_alive, .if_alive = geometric_if_alive, .any = geometric_any,    \
		.variance = geometric_variance, .discounted = geometric_discounted,                \
		.new_expected = geometric_new_expected,                                            \
		.new_probability = geometric_new_probability, .expect_all = geometric_expect_all,  \
	}

const struct timing_family timing_bg = FAMILY(geometric_sum_bg);
const struct timing_family timing_mbg = FAMILY(geometric_sum_mbg);
