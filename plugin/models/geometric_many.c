/* geometric_many.c - what is expected of all customers; see geometric_parts.h.
 *
 * Of all who came x times, visits to come divided by y (the time, in units of alpha + T) are one
 * smooth function of log(1 + y), at each stage: its singularities lie at imaginary parts of pi and
 * more. So it is computed at a few points, and a Chebyshev series through them gives the rest: as
 * long a series as brings its last terms below 1e-11 of its least value, else one by one.
 */
#include "plugin/models/geometric_parts.h"

#include <math.h>
#include <string.h>

#define CURVE_MAX 64
#define CURVE_ERROR 1e-11
#define LANES 6
#define PI 3.14159265358979323846

/* Between log(1 + y) low and high. terms 0: no series is good enough. */
struct curve {
	double low;
	double high;
	int terms;
	double weights[CURVE_MAX];
};

/* Rows of one x. standing: theirs, but for what T and t_x say. */
struct group {
	const struct timing_row *rows;
	size_t count;
	struct geometric_standing standing;
};

struct many {
	const struct timing_model *model;
	double length;
	size_t steps;
	struct curve *curves; /* k of them */
};

/* Takes the values at `terms` Chebyshev points for the weights of the series; false: they fall too
 * slowly. */
static bool series(const double *values, int terms, double *ret_weights)
{
	double cosines[4 * CURVE_MAX] = { 0 }, least = values[0], last = 0;
	int i, j;

	for (i = 0; i < 4 * terms; i++)
		cosines[i] = cos(PI * i / (2 * terms));
	for (j = 0; j < terms; j++) {
		double sum = 0;

		for (i = 0; i < terms; i++)
			sum += values[i] * cosines[(j * (2 * i + 1)) % (4 * terms)];
		ret_weights[j] = sum * (j == 0 ? 1 : 2) / terms;
	}
	for (i = 0; i < terms; i++)
		least = fmin(least, values[i]);
	for (j = terms - 4; j < terms; j++)
		last = fmax(last, fabs(ret_weights[j]));
	return last <= CURVE_ERROR * least;
}

static void curve_fit(const struct geometric_standing *standing, int32_t stage, double low,
		      double high, struct curve *ret)
{
	double values[CURVE_MAX];
	int terms, i;

	ret->low = low;
	ret->high = high;
	for (terms = 16; terms <= CURVE_MAX; terms *= 2) {
		for (i = 0; i < terms; i++) {
			double place = cos(PI * (2 * i + 1) / (2 * terms));
			double y = expm1((low + high) / 2 + (high - low) / 2 * place);

			values[i] = geometric_count(standing, stage, y).mean / y;
		}
		ret->terms = terms;
		if (series(values, terms, ret->weights))
			return;
	}
	ret->terms = 0;
}

/* Clenshaw's recurrence at LANES places, from -1 to 1, at once. */
static void curve_read(const struct curve *curve, const double *places, double *ret)
{
	double one[LANES] = { 0 }, two[LANES] = { 0 };
	int term, lane;

	for (term = curve->terms - 1; term > 0; term--)
		for (lane = 0; lane < LANES; lane++) {
			double next =
				2 * places[lane] * one[lane] - two[lane] + curve->weights[term];

			two[lane] = one[lane];
			one[lane] = next;
		}
	for (lane = 0; lane < LANES; lane++)
		ret[lane] = places[lane] * one[lane] - two[lane] + curve->weights[0];
}

/* Of one row, from step `first` on, as many as there are lanes. */
static void read_lanes(const struct many *many, const struct geometric_standing *standing,
		       size_t first, double ret[LANES])
{
	const struct curve *curve = many->curves;
	double places[LANES], part[LANES], share = 1, now = log(standing->rate);
	size_t lane;
	int32_t j;

	for (lane = 0; lane < LANES; lane++) {
		size_t step = first + lane < many->steps ? first + lane : many->steps - 1;
		double t = (double)(step + 1) * many->length;
		double at = log(standing->rate + t) - now;

		places[lane] = (2 * at - curve->low - curve->high) / (curve->high - curve->low);
	}
	curve_read(curve, places, ret);
	for (j = 1; j < standing->k; j++) {
		share = geometric_share(standing, j, share);
		curve_read(&many->curves[j], places, part);
		for (lane = 0; lane < LANES; lane++)
			ret[lane] += (part[lane] - ret[lane]) * share;
	}
	for (lane = 0; lane < LANES; lane++)
		ret[lane] *= (double)(first + lane + 1) * many->length / standing->rate;
}

static void read_row(const struct many *many, const struct geometric_standing *standing,
		     double alive, double *ret)
{
	double lanes[LANES];
	size_t step, lane;

	for (step = 0; step < many->steps; step += LANES) {
		read_lanes(many, standing, step, lanes);
		for (lane = 0; lane < LANES && step + lane < many->steps; lane++)
			ret[step + lane] = alive * fmax(lanes[lane], 0);
	}
}

static void row_one_by_one(const struct many *many, const struct timing_history *history,
			   double alive, double *ret)
{
	size_t step;

	for (step = 0; step < many->steps; step++)
		ret[step] = alive * geometric_if_alive(many->model, history,
						       (double)(step + 1) * many->length);
}

/* Whether a series serves these rows: there are enough of them, and it is exact enough. */
static bool fit_curves(const struct many *many, const struct group *group)
{
	double least = group->rows[0].history.T, most = least, low, high;
	size_t i;
	int32_t j;

	if (group->count * many->steps < CURVE_MAX)
		return false;
	for (i = 1; i < group->count; i++) {
		least = fmin(least, group->rows[i].history.T);
		most = fmax(most, group->rows[i].history.T);
	}
	low = log1p(many->length / (many->model->alpha + most));
	high = log1p(many->length * (double)many->steps / (many->model->alpha + least));
	if (!(high > low))
		return false;
	for (j = 0; j < many->model->k; j++) {
		curve_fit(&group->standing, j, low, high, &many->curves[j]);
		if (many->curves[j].terms == 0)
			return false;
	}
	return true;
}

static void expect_group(const struct many *many, const struct group *group, double *expected,
			 double *alive)
{
	bool is_curved = fit_curves(many, group);
	size_t i;

	for (i = 0; i < group->count; i++) {
		const struct timing_history *history = &group->rows[i].history;
		struct geometric_standing standing = geometric_standing(many->model, history);
		double chance = geometric_alive(many->model, history);

		if (alive != NULL)
			alive[i] = chance;
		if (is_curved)
			read_row(many, &standing, chance, &expected[i * many->steps]);
		else
			row_one_by_one(many, history, chance, &expected[i * many->steps]);
	}
}

rgl_rc geometric_expect_all(const struct host *host, const struct timing_model *model,
			    const struct timing_rows *rows, double length, size_t steps,
			    double *expected, double *alive)
{
	struct many many = { .model = model, .length = length, .steps = steps };
	size_t from, to;

	many.curves = host_new(host, (size_t)model->k * sizeof(*many.curves));
	if (many.curves == NULL)
		return RGL_E_MEMORY;
	for (from = 0; from < rows->count; from = to) {
		struct group group = { .rows = &rows->rows[from] };

		group.standing = geometric_standing(model, &group.rows[0].history);
		for (to = from + 1; to < rows->count; to++)
			if (rows->rows[to].history.x != group.rows[0].history.x)
				break;
		group.count = to - from;
		expect_group(&many, &group, &expected[from * steps],
			     alive == NULL ? NULL : &alive[from]);
	}
	host_free(host, many.curves);
	return RGL_OK;
}
