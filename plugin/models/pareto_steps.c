/* pareto_steps.c - see pareto_parts.h: how many steps somebody does in a time.
 *
 * n steps within t, at a rate that is gamma (r, alpha), by one who leaves at one that is gamma
 * (s, beta): either they stay, or they leave at some v before t, with n steps till then (Fader,
 * Hardie, "A note on an integral of the Pareto/NBD", 2005, in another form).
 */
#include <math.h>

#include "plugin/models/pareto_parts.h"
#include "plugin/models/special_parts.h"

#define LOGIT_MAX 700.0
#define HALVINGS 60

/* v = t / (1 + exp(-y)) */
struct moment {
	double j;
	double p;
	double q;
	double alpha;
	double beta;
	double t;
};

static double moment_exponent(const void *user, double y)
{
	const struct moment *moment = user;
	double log_share = y < 0 ? y - log1p(exp(y)) : -log1p(exp(-y));
	double v = moment->t * exp(log_share);

	return (moment->j + 1) * (log_share + log(moment->t)) + log_share - y -
	       moment->p * log(moment->alpha + v) - moment->q * log(moment->beta + v);
}

/* Where the exponent turns: its slope, over the share of t that is left, falls all the way. */
static double moment_mode(const struct moment *moment)
{
	double low = -LOGIT_MAX;
	double high = LOGIT_MAX;

	for (int i = 0; i < HALVINGS; i++) {
		double y = (low + high) / 2;
		double v = moment->t / (1 + exp(-y));
		double slope = moment->j + 1 - exp(y) - moment->p * v / (moment->alpha + v) -
			       moment->q * v / (moment->beta + v);

		if (slope > 0)
			low = y;
		else
			high = y;
	}
	return low;
}

double pareto_log_moment(double j, double p, double q, double alpha, double beta, double t)
{
	const struct moment moment = { j, p, q, alpha, beta, t };
	const double off = 0.01;
	double mode;
	double bend;

	if (!(t > 0))
		return -INFINITY;
	mode = moment_mode(&moment);
	bend = 2 * moment_exponent(&moment, mode) - moment_exponent(&moment, mode + off) -
	       moment_exponent(&moment, mode - off);
	return special_log_integral(moment_exponent, &moment, mode,
				    off / sqrt(fmax(bend, off * off / 4)));
}

double pareto_log_steps(const struct pareto_model *standing, double n, double t)
{
	const struct pareto_model *of = standing;
	double log_here = -of->r * log1p(t / of->alpha) - of->s * log1p(t / of->beta) +
			  (n > 0 ? n * log(t / (of->alpha + t)) : 0);
	double log_left = log(of->s) + of->r * log(of->alpha) + of->s * log(of->beta) +
			  pareto_log_moment(n, of->r + n, of->s + 1, of->alpha, of->beta, t);
	double log_ways = n > 0 ? -log(n) - special_log_beta(of->r, n) : 0;

	return log_ways + special_log_sum(log_here, log_left);
}
