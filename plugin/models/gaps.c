/* gaps.c - see gaps.h. */
#include "plugin/models/gaps.h"

#include <math.h>

#include "plugin/models/special.h"

/* The gamma distribution of one customer's rate of coming. */
struct rate {
	double shape;
	double rate;
	double k;
};

static struct rate rate_of(const struct timing_model *model, double regularity,
			   const struct timing_history *history)
{
	double steps = (double)model->k;
	double k = regularity > 0 ? fmin(fmax(regularity, 0.5), 10) : steps;

	return (struct rate) {
		.shape = model->r + k * history->x,
		.rate = model->alpha * steps + k * history->t_x,
		.k = k,
	};
}

/* The median of a gamma distribution, nearly: its first terms for a large shape (Berg, Pedersen,
 * Methods and Applications of Analysis 13 (2006) 51-68); below a shape of 1/2 what they become. */
static double median_of(double shape)
{
	return shape < 0.5 ? shape * 0.455 : shape - 1.0 / 3 + 8 / (405 * shape);
}

double gaps_usual(const struct timing_model *model, double regularity,
		  const struct timing_history *history)
{
	struct rate rate = rate_of(model, regularity, history);

	return rate.rate / median_of(rate.shape);
}

double gaps_overdue(const struct timing_model *model, double regularity,
		    const struct timing_history *history)
{
	struct rate rate = rate_of(model, regularity, history);
	double running = rate.k * (history->T - history->t_x);
	double chance;

	if (!(running > 0))
		return 0;
	chance = special_beta_i(rate.k, rate.shape, running / (running + rate.rate));
	return isfinite(chance) ? fmin(fmax(chance, 0), 1) : 0;
}
