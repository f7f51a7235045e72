/* geometric_count.c - the number of visits to come; see geometric_parts.h. */
#include "plugin/models/geometric_parts.h"

#include <math.h>

#include "plugin/models/special.h"

/* Above so many times the rate the far part of the sum is an integral, from this visit on. */
#define LONG_TIME 1000.0
#define FAR_VISIT 2048
#define NEGLIGIBLE 1e-17

double geometric_log_rise(double z, double d)
{
	double end = z + d;

	if (z < 20)
		return special_log_gamma(end) - special_log_gamma(z);
	/* Stirling's series of both, their large parts taken from each other first */
	return (end - 0.5) * log1p(d / z) + d * (log(z) - 1) - d / (12 * z * end) +
	       (1 / (z * z * z) - 1 / (end * end * end)) / 360 -
	       (1 / pow(z, 5) - 1 / pow(end, 5)) / 1260 + (1 / pow(z, 7) - 1 / pow(end, 7)) / 1680;
}

double geometric_tail(double shape, double n, double y)
{
	if (n <= 0)
		return 1;
	if (!(y > 0))
		return 0;
	if (n <= 1)
		return -expm1(-shape * log1p(y));
	if (n > shape * y)
		return special_beta_i(n, shape, y / (1 + y));
	return 1 - special_beta_i(shape, n, 1 / (1 + y));
}

/* How far the sum over visits has come: `mean` and `square` of the first `visits` of them; `stays`
 * is the chance that the next one would find them still a customer. */
struct partial {
	double visits;
	double stays;
	double mean;
	double square;
};

static void add_visit(const struct geometric_standing *standing, struct partial *partial)
{
	partial->mean += partial->stays;
	partial->square += (2 * partial->visits + 1) * partial->stays;
	partial->stays *=
		(standing->b + partial->visits) / (standing->a + standing->b + partial->visits);
	partial->visits++;
}

static double visits_of(const struct geometric_standing *standing, int32_t stage, double steps)
{
	return floor((steps + stage) / standing->k);
}

/* The sum over the number of steps n of its chance times the visits that it makes. Chances are
 * told from one another by their ratio, from that at the mode on, and made to sum to 1 at the end.
 */
static struct geometric_count near_count(const struct geometric_standing *standing, int32_t stage,
					 double y)
{
	double shape = standing->shape + stage, z = y / (1 + y);
	double mode = fmax(floor((shape - 1) * y), 0), n = mode, chance = 1;
	struct partial partial = { .stays = 1 };
	double total = 0, mean = 0, square = 0, ratio;

	while (n > 0 && chance > NEGLIGIBLE) {
		chance *= n / ((shape + n - 1) * z);
		n--;
	}
	do {
		while (partial.visits < visits_of(standing, stage, n))
			add_visit(standing, &partial);
		total += chance;
		mean += chance * partial.mean;
		square += chance * partial.square;
		ratio = z * (shape + n) / (n + 1);
		chance *= ratio;
		n++;
		/* what is to come is below a geometric sum, of a count that grows by 1 a step */
	} while (n <= mode + standing->k || ratio >= 1 ||
		 chance / (1 - ratio) * (partial.mean + 1 + 1 / (1 - ratio)) > NEGLIGIBLE * mean ||
		 chance > NEGLIGIBLE * total);
	return (struct geometric_count) { mean / total, square / total };
}

/* What visit number i gives: the chance that they still are a customer then and have done its
 * steps. */
static double far_term(const struct geometric_standing *standing, int32_t stage, double y, double i)
{
	double stays = geometric_log_rise(standing->b, standing->a) -
		       geometric_log_rise(standing->b + i - 1, standing->a);

	return exp(stays) * geometric_tail(standing->shape + stage, standing->k * i - stage, y);
}

/* Gauss and Legendre's points and weights, 16 of them, the half above 0. */
static const double points[8][2] = {
	{ 0.0950125098376374, 0.1894506104550685 }, { 0.2816035507792589, 0.1826034150449236 },
	{ 0.4580167776572274, 0.1691565193950025 }, { 0.6178762444026438, 0.1495959888165767 },
	{ 0.7554044083550030, 0.1246289712555339 }, { 0.8656312023878318, 0.0951585116824928 },
	{ 0.9445750230732326, 0.0622535239386479 }, { 0.9894009349916499, 0.0271524594117541 },
};

static struct geometric_count far_panel(const struct geometric_standing *standing, int32_t stage,
					double y, double low, double high)
{
	double middle = (low + high) / 2, half = (high - low) / 2;
	struct geometric_count count = { 0, 0 };
	int point;

	for (point = 0; point < 16; point++) {
		double place = points[point / 2][0] * (point % 2 == 0 ? 1 : -1);
		double i = middle + half * place;
		double part = half * points[point / 2][1] * far_term(standing, stage, y, i);

		count.mean += part;
		count.square += (2 * i - 1) * part;
	}
	return count;
}

/* The first visits one by one; then the sum of a function that changes little from one visit to
 * the next is its integral from half a step before, and a 24th of its slope there (Euler,
 * Maclaurin). */
static struct geometric_count far_count(const struct geometric_standing *standing, int32_t stage,
					double y)
{
	double shape = standing->shape + stage, low = FAR_VISIT + 0.5;
	double widen = 1 + fmin(0.4, 4 / sqrt(shape));
	struct geometric_count count = { 0, 0 }, panel;
	double slope =
		far_term(standing, stage, y, low + 0.5) - far_term(standing, stage, y, low - 0.5);
	struct partial partial = { .stays = 1 };

	while (partial.visits < FAR_VISIT) {
		double stays = partial.stays, i = partial.visits + 1;
		double tail = geometric_tail(shape, standing->k * i - stage, y);

		count.mean += stays * tail;
		count.square += (2 * i - 1) * stays * tail;
		add_visit(standing, &partial);
	}
	count.mean += slope / 24;
	count.square += ((2 * low - 1) * slope + 2 * far_term(standing, stage, y, low)) / 24;
	do {
		panel = far_panel(standing, stage, y, low, low * widen);
		count.mean += panel.mean;
		count.square += panel.square;
		low *= widen;
	} while (panel.square > NEGLIGIBLE * count.square && low < 1e300);
	return count;
}

struct geometric_count geometric_count(const struct geometric_standing *standing, int32_t stage,
				       double y)
{
	if (!(y > 0))
		return (struct geometric_count) { 0, 0 };
	if (y > LONG_TIME)
		return far_count(standing, stage, fmin(y, 1e290));
	return near_count(standing, stage, y);
}
