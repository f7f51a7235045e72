/* geometric_future.c - what is expected of one customer; see geometric_parts.h.
 *
 *	variance    of the mixture of those who left and those who stayed, from the second moment
 *	discounted  the integral of rate x exp(-rate t) times the visits expected until t, which is
 *	            that of exp(-rate t) times their derivative; over log t, where the trapezium
 *	            rule gains digits with each halving of its step
 */
#include "plugin/models/geometric_parts.h"

#include <math.h>

#include "plugin/models/special.h"

#define MOST 1e300 /* what would be infinite */
#define DISCOUNT_STEPS 88

static double time_in_rates(const struct geometric_standing *standing, double t)
{
	return t > 0 ? fmin(t / standing->rate, 1e290) : 0;
}

double geometric_share(const struct geometric_standing *standing, int32_t stage, double share)
{
	double weight = share * (standing->shape + stage - 1) * standing->away / stage;

	return weight / (1 + weight);
}

/* Weighed by how likely each stage is. */
static struct geometric_count all_stages(const struct geometric_standing *standing, double t)
{
	double y = time_in_rates(standing, t), share = 1;
	struct geometric_count sum = geometric_count(standing, 0, y), part;
	int32_t j;

	for (j = 1; j < standing->k; j++) {
		share = geometric_share(standing, j, share);
		part = geometric_count(standing, j, y);
		sum.mean += (part.mean - sum.mean) * share;
		sum.square += (part.square - sum.square) * share;
	}
	return sum;
}

double geometric_if_alive(const struct timing_model *model, const struct timing_history *history,
			  double t)
{
	struct geometric_standing standing = geometric_standing(model, history);

	return all_stages(&standing, t).mean;
}

/* Of one who still is a customer. */
static double any_if_alive(const struct geometric_standing *standing, double t)
{
	double y = time_in_rates(standing, t), share = 1;
	double sum = geometric_tail(standing->shape, standing->k, y);
	int32_t j;

	for (j = 1; j < standing->k; j++) {
		share = geometric_share(standing, j, share);
		sum += (geometric_tail(standing->shape + j, standing->k - j, y) - sum) * share;
	}
	return sum;
}

double geometric_any(const struct timing_model *model, const struct timing_history *history,
		     double t)
{
	struct geometric_standing standing = geometric_standing(model, history);

	return geometric_alive(model, history) * any_if_alive(&standing, t);
}

double geometric_variance(const struct timing_model *model, const struct timing_history *history,
			  double t)
{
	struct geometric_standing standing = geometric_standing(model, history);
	struct geometric_count count = all_stages(&standing, t);
	double alive = geometric_alive(model, history);

	return fmin(fmax(alive * (count.square - alive * count.mean * count.mean), 0), MOST);
}

double geometric_discounted(const struct timing_model *model, const struct timing_history *history,
			    double rate)
{
	struct geometric_standing standing = geometric_standing(model, history);
	const double step = 0.25;
	double sum = 0;

	for (int i = 0; i < DISCOUNT_STEPS; i++) {
		double at = -18 + i * step;

		sum += exp(at - exp(at)) * all_stages(&standing, exp(at) / rate).mean;
	}
	return geometric_alive(model, history) * sum * step;
}

double geometric_new_expected(const struct timing_model *model, double t)
{
	const struct timing_history nothing = { 0 };

	return geometric_alive(model, &nothing) * geometric_if_alive(model, &nothing, t);
}

/* The chance of not having left after n visits that one may leave after, and then to leave or not
 * at the last of them. */
static double stays_after(const struct timing_model *model, double visits)
{
	return exp(geometric_log_rise(model->beta, visits) -
		   geometric_log_rise(model->s + model->beta, visits));
}

static double leaves_after(const struct timing_model *model, double visits)
{
	if (visits < 1)
		return 0;
	return stays_after(model, visits - 1) * model->s / (model->s + model->beta + visits - 1);
}

/* The chance of n steps to n + k - 1 of them. */
static double steps_between(const struct timing_model *model, double n, double y)
{
	double z = y / (1 + y), chance, sum = 0;
	int32_t j;

	chance = exp(geometric_log_rise(model->r, n) - special_log_gamma(n + 1) -
		     model->r * log1p(y) + (n > 0 ? n * log(z) : 0));
	for (j = 0; j < model->k; j++) {
		sum += chance;
		chance *= (model->r + n + j) / (n + j + 1) * z;
	}
	return sum;
}

double geometric_new_probability(const struct timing_model *model, int64_t n, double t)
{
	double y = t > 0 ? fmin(t / model->alpha, 1e290) : 0;
	double steps = (double)n * model->k;
	double visits = (double)n + geometric_first(model->kind);

	if (n < 0 || (n > 0 && !(y > 0)))
		return 0;
	return stays_after(model, visits) * steps_between(model, steps, y) +
	       leaves_after(model, visits) * geometric_tail(model->r, steps, y);
}
