/* pareto_erlang.c - see pareto_parts.h: Pareto with Erlang-k gaps, one customer's figures.
 *
 * Visits lie k steps apart. Who was last seen at t_x has done j of the next k steps since, j below
 * k, with odds (p)_j / j! w^j, p = r + k x, w = (T - t_x) / (alpha + T). N more steps are
 * floor((j + N) / k) visits; how many of those there are in a time follows exactly from the steps'
 * generating function at the k-th roots of one. What is left is one integral over the time that
 * they stay.
 */
#include <complex.h>
#include <math.h>
#include <string.h>

#include "plugin/models/pareto_parts.h"
#include "plugin/models/special_parts.h"

#define STAGES_MAX 64
#define STEP 0.1
#define NODES_MAX 120
#define NEGLIGIBLE 1e-18

/* --- the likelihood */

struct parts {
	double log_here;
	double log_left;
};

/* Without what the gaps themselves give. */
static struct parts parts_of(const struct timing_model *model, const struct timing_history *history)
{
	double p = model->r + history->x * model->k;
	double away = history->T - history->t_x;
	double a = model->alpha + history->t_x;
	double b = model->beta + history->t_x;
	double log_here = 0;
	double log_share = away > 0 ? log(away / (a + away)) : -INFINITY;
	struct parts ret = { -INFINITY, -INFINITY };

	for (int32_t j = 0; j < model->k; j++) {
		double log_ways = j > 0 ? -log(j) - special_log_beta(p, j) : 0;

		log_here = log_ways + (j > 0 ? j * log_share : 0);
		ret.log_here = special_log_sum(ret.log_here, log_here);
		ret.log_left = special_log_sum(
			ret.log_left,
			log_ways + pareto_log_moment(j, p + j, model->s + 1, a, b, away));
	}
	ret.log_here -= p * log(a + away) + model->s * log(b + away);
	ret.log_left += log(model->s);
	return ret;
}

double pareto_erlang_log_likelihood(const struct timing_model *model,
				    const struct timing_history *history)
{
	struct parts parts = parts_of(model, history);
	double p = model->r + history->x * model->k;

	return special_log_gamma(p) - special_log_gamma(model->r) + model->r * log(model->alpha) +
	       model->s * log(model->beta) + special_log_sum(parts.log_here, parts.log_left) +
	       (model->k - 1) * history->log_gaps - history->x * special_log_gamma(model->k);
}

double pareto_erlang_alive(const struct timing_model *model, const struct timing_history *history)
{
	struct parts parts = parts_of(model, history);

	return exp(parts.log_here - special_log_sum(parts.log_here, parts.log_left));
}

/* --- visits to come */

/* One who is still a customer; odds: of each stage; root: the k-th roots of one. */
struct standing {
	struct pareto_model of;
	int32_t k;
	double odds[STAGES_MAX];
	double complex root[STAGES_MAX];
};

static struct standing standing_of(const struct timing_model *model,
				   const struct timing_history *history)
{
	struct standing ret = { .of = pareto_standing(model, history), .k = model->k };
	double share = (history->T - history->t_x) / ret.of.alpha;
	double sum = 1;

	ret.odds[0] = 1;
	for (int32_t j = 1; j < ret.k; j++) {
		ret.odds[j] = ret.odds[j - 1] * (ret.of.r + j - 1) / j * share;
		sum += ret.odds[j];
	}
	for (int32_t j = 0; j < ret.k; j++) {
		ret.odds[j] /= sum;
		ret.root[j] = cexp(2 * M_PI * I * j / ret.k);
	}
	return ret;
}

/* Mean and mean square of the visits within v, of one who stays so long and begins at stage j.
 * With M = j + N = k visits + R, R below k: the chance of R = i, and the mean of N where it is, are
 * Fourier sums over the roots z of one of E z^M = z^j (1 + (1 - z) v / alpha)^-r. */
static struct pareto_visits stage_visits(const struct standing *standing, int32_t j, double v)
{
	double r = standing->of.r + j;
	double y = v / standing->of.alpha;
	double k = standing->k;
	struct pareto_visits ret = { (j + r * y) / k, 0, 0 };

	ret.square = (j * j + 2 * j * r * y + r * y * (1 + y + r * y)) / (k * k);
	for (int32_t l = 0; l < standing->k; l++) {
		double complex base = 1 + (1 - standing->root[l]) * y;
		double complex power =
			standing->root[l * j % standing->k] * cexp(-r * clog(base)) / k;
		double complex slope = power * standing->root[l] * r * y / base;

		for (int32_t i = 1; i < standing->k; i++) {
			double complex turn = conj(standing->root[l * i % standing->k]);
			double chance = creal(power * turn);

			ret.mean -= i * chance / k;
			ret.square +=
				i * ((i - 2 * j) * chance - 2 * creal(slope * turn)) / (k * k);
		}
	}
	return ret;
}

static struct pareto_visits visits_within(const struct standing *standing, double v)
{
	struct pareto_visits ret = { 0 };

	for (int32_t j = 0; j < standing->k; j++) {
		struct pareto_visits stage = stage_visits(standing, j, v);

		ret.mean += standing->odds[j] * fmax(stage.mean, 0);
		ret.square += standing->odds[j] * fmax(stage.square, 0);
	}
	return ret;
}

/* The chance of any in t: of k - j steps. */
static double any_of(const struct standing *standing, double t)
{
	double sum = 0;

	for (int32_t j = 0; j < standing->k; j++) {
		struct pareto_model of = standing->of;
		double none = 0;

		of.r += j;
		for (int32_t i = 0; i < standing->k - j; i++)
			none += exp(pareto_log_steps(&of, i, t));
		sum += standing->odds[j] * fmax(1 - none, 0);
	}
	return sum;
}

/* --- the integral over the time that they stay */

/* v = t / (1 + exp(-y)), or with t 0, without end, exp(y). rate: of discount. */
struct stay {
	const struct standing *standing;
	double t;
	double rate;
	double middle;
};

/* Visits by v, times the density of leaving at v, or of being discounted away. */
static void stay_add(const struct stay *stay, double u, struct pareto_visits *sum, double *size)
{
	const struct pareto_model *of = &stay->standing->of;
	double y = stay->middle + sinh(u);
	double share = stay->t > 0 ? 1 / (1 + exp(-y)) : 0;
	double v = stay->t > 0 ? stay->t * share : exp(y);
	double left = stay->t > 0 ? 1 / (1 + exp(y)) : 1;
	double weight = exp(-of->s * log1p(v / of->beta) - stay->rate * v) *
			(stay->rate + of->s / (of->beta + v)) * v * left * cosh(u) * STEP;
	struct pareto_visits visits;

	*size = 0;
	if (!(weight > 0) || !isfinite(weight))
		return;
	visits = visits_within(stay->standing, v);
	sum->mean += weight * visits.mean;
	sum->square += weight * visits.square;
	*size = weight * (visits.mean + visits.square);
}

static struct pareto_visits stay_integral(const struct stay *stay)
{
	struct pareto_visits sum = { 0 };
	double size;

	stay_add(stay, 0, &sum, &size);
	for (int side = -1; side <= 1; side += 2) {
		for (int i = 1; i < NODES_MAX; i++) {
			stay_add(stay, side * i * STEP, &sum, &size);
			if (size <= NEGLIGIBLE * (sum.mean + sum.square))
				break;
		}
	}
	return sum;
}

struct pareto_visits pareto_erlang_visits(const struct timing_model *model,
					  const struct timing_history *history, double t)
{
	struct standing standing = standing_of(model, history);
	double usual = fmin(0.5, standing.of.beta / (standing.of.s + 1) / t);
	struct stay stay = { &standing, t, 0, log(usual / (1 - usual)) };
	struct pareto_visits ret = stay_integral(&stay);
	struct pareto_visits whole = visits_within(&standing, t);
	double stays = exp(-standing.of.s * log1p(t / standing.of.beta));

	ret.mean += stays * whole.mean;
	ret.square += stays * whole.square;
	ret.any = any_of(&standing, t);
	return ret;
}

double pareto_erlang_discounted(const struct timing_model *model,
				const struct timing_history *history, double rate)
{
	struct standing standing = standing_of(model, history);
	double usual = 1 / (rate + standing.of.s / standing.of.beta);
	struct stay stay = { &standing, 0, rate, log(usual) };

	return stay_integral(&stay).mean;
}
