/* geometric_sum.c - the likelihood of all customers, its gradient and Hessian, by the logarithms of
 * r, alpha, a, b; see geometric_parts.h.
 *
 * Rows come sorted by x: what depends on x alone (log Gamma and its derivatives) is computed once
 * for all rows of that x. The logarithms of alpha + t_x and alpha + T are remembered, for they are
 * those of few days. One exp, one log and a division are left to a row.
 *
 * With F for stays and K for leaves: log(F + K) has the derivatives share x F'/F + (1 - share) x
 * K'/K, where share = F / (F + K), and the Hessian is the mean of theirs, plus share x (1 - share)
 * times the square of the difference of their gradients.
 */
#include "plugin/models/geometric_parts.h"

#include <math.h>
#include <string.h>

#include "plugin/models/special.h"

enum { R, ALPHA, A, B, PARAMETERS };

/* log(alpha + time) and 1 / (alpha + time) of times met before. */
#define REMEMBERED 1024
struct remembered {
	double time;
	double log;
	double inverse;
};

/* slope, bend: by r, alpha, a, b themselves; bend holds the upper half. */
struct sum {
	const struct timing_rows *rows;
	int32_t k;
	double first;
	double at[PARAMETERS];
	bool bends;
	double value;
	double slope[PARAMETERS];
	double bend[PARAMETERS][PARAMETERS];
	struct remembered logs[REMEMBERED];
};

static const struct remembered *remember(struct sum *sum, double time)
{
	struct remembered *place;
	uint64_t bits;

	memcpy(&bits, &time, sizeof(bits));
	place = &sum->logs[(bits * UINT64_C(0x9E3779B97F4A7C15)) >> 54];
	if (place->time != time) {
		place->time = time;
		place->log = log(sum->at[ALPHA] + time);
		place->inverse = 1 / (sum->at[ALPHA] + time);
	}
	return place;
}

/* What all rows of one x share. log_leaves: -inf where nobody can have left. */
struct same_x {
	double shape;
	double common;
	double leaves;
	double leaves_by_a; /* slope of the logarithm of leaves, and its bend is -square */
	double leaves_by_b;
	double count; /* of customers, as rows are added */
};

static struct same_x same_x(const struct sum *sum, double x)
{
	double steps = sum->k * x, stays = x + sum->first;
	double a = sum->at[A], b = sum->at[B];
	struct same_x same = { .shape = sum->at[R] + steps };

	same.common = geometric_log_rise(sum->at[R], steps) + sum->at[R] * log(sum->at[ALPHA]) +
		      geometric_log_rise(b, stays) - geometric_log_rise(a + b, stays);
	if (sum->k > 1)
		same.common -= x * special_log_gamma(sum->k);
	if (stays < 1)
		return same;
	same.leaves = a / (b + stays - 1);
	same.leaves_by_a = 1 / a;
	same.leaves_by_b = -1 / (b + stays - 1);
	return same;
}

/* The derivatives of `common` by r, a and b, once for all of that x. */
static void add_common(struct sum *sum, const struct same_x *same, double x)
{
	double r = sum->at[R], a = sum->at[A], b = sum->at[B], n = same->count;
	double stays = x + sum->first;
	double both = special_digamma(a + b) - special_digamma(a + b + stays);
	double bend;

	sum->value += n * same->common;
	sum->slope[R] +=
		n * (special_digamma(same->shape) - special_digamma(r) + log(sum->at[ALPHA]));
	sum->slope[ALPHA] += n * r / sum->at[ALPHA];
	sum->slope[A] += n * both;
	sum->slope[B] += n * (both + special_digamma(b + stays) - special_digamma(b));
	if (!sum->bends)
		return;
	bend = special_trigamma(a + b) - special_trigamma(a + b + stays);
	sum->bend[R][R] += n * (special_trigamma(same->shape) - special_trigamma(r));
	sum->bend[R][ALPHA] += n / sum->at[ALPHA];
	sum->bend[ALPHA][ALPHA] -= n * r / (sum->at[ALPHA] * sum->at[ALPHA]);
	sum->bend[A][A] += n * bend;
	sum->bend[A][B] += n * bend;
	sum->bend[B][B] += n * (bend + special_trigamma(b + stays) - special_trigamma(b));
}

static void bend_row(struct sum *sum, const struct same_x *same,
		     const struct geometric_slopes *stays, const struct remembered *last,
		     double share, double n)
{
	double left = 1 - share, both = n * share * left;
	double inverse = last->inverse;
	double a = same->leaves_by_a, b = same->leaves_by_b;

	sum->bend[R][R] += n * share * stays->by_rr + both * stays->by_r * stays->by_r;
	sum->bend[R][ALPHA] +=
		n * (share * stays->by_ra - inverse) + both * stays->by_r * stays->by_alpha;
	sum->bend[ALPHA][ALPHA] += n * (share * stays->by_aa + same->shape * inverse * inverse) +
				   both * stays->by_alpha * stays->by_alpha;
	sum->bend[R][A] -= both * stays->by_r * a;
	sum->bend[R][B] -= both * stays->by_r * b;
	sum->bend[ALPHA][A] -= both * stays->by_alpha * a;
	sum->bend[ALPHA][B] -= both * stays->by_alpha * b;
	sum->bend[A][A] += (both - n * left) * a * a;
	sum->bend[A][B] += both * a * b;
	sum->bend[B][B] += (both + n * left) * b * b;
}

static void add_row(struct sum *sum, struct same_x *same, const struct timing_row *row,
		    const struct remembered *last)
{
	const struct timing_history *history = &row->history;
	struct remembered now = *remember(sum, history->T);
	double n = row->count, share = 1, value;
	struct geometric_slopes stays = {
		.log = -same->shape * (now.log - last->log),
		.by_r = last->log - now.log,
		.by_alpha = -same->shape * (now.inverse - last->inverse),
		.by_ra = last->inverse - now.inverse,
		.by_aa = same->shape * (now.inverse * now.inverse - last->inverse * last->inverse),
	};

	if (sum->k > 1)
		geometric_add_stages(&stays, sum->k, same->shape,
				     (history->T - history->t_x) * now.inverse, now.inverse);
	value = stays.log;
	if (same->leaves > 0) {
		double grown = exp(stays.log);

		value = log(grown + same->leaves);
		share = grown / (grown + same->leaves);
	}
	same->count += n;
	sum->value += n * (value - same->shape * last->log);
	if (sum->k > 1)
		sum->value += n * (sum->k - 1) * history->log_gaps;
	sum->slope[R] += n * (share * stays.by_r - last->log);
	sum->slope[ALPHA] += n * (share * stays.by_alpha - same->shape * last->inverse);
	sum->slope[A] += n * (1 - share) * same->leaves_by_a;
	sum->slope[B] += n * (1 - share) * same->leaves_by_b;
	if (sum->bends)
		bend_row(sum, same, &stays, last, share, n);
}

static void add_all(struct sum *sum)
{
	struct same_x same = { 0 };
	struct remembered last = { 0 };
	double x = -1;
	size_t i;

	for (i = 0; i < sum->rows->count; i++) {
		const struct timing_row *row = &sum->rows->rows[i];

		if (row->history.x != x) {
			if (x >= 0)
				add_common(sum, &same, x);
			x = row->history.x;
			same = same_x(sum, x);
		}
		if (i == 0 || row->history.t_x != last.time)
			last = *remember(sum, row->history.t_x);
		add_row(sum, &same, row, &last);
	}
	if (x >= 0)
		add_common(sum, &same, x);
}

/* From the parameters to their logarithms. */
static void to_logs(const struct sum *sum, double *ret_gradient, double *ret_hessian)
{
	int i, j;

	for (i = 0; i < PARAMETERS; i++)
		ret_gradient[i] = sum->slope[i] * sum->at[i];
	for (i = 0; ret_hessian != NULL && i < PARAMETERS; i++)
		for (j = 0; j < PARAMETERS; j++)
			ret_hessian[i * PARAMETERS + j] = sum->bend[i < j ? i : j][i < j ? j : i] *
								  (sum->at[i] * sum->at[j]) +
							  (i == j ? ret_gradient[i] : 0);
}

static bool is_finite(const double *values, int count)
{
	int i;

	for (i = 0; i < count; i++)
		if (!isfinite(values[i]))
			return false;
	return true;
}

static bool sum_of(enum timing_kind kind, const struct timing_rows *rows, int32_t k,
		   const double *logs, double *ret_value, double *ret_gradient, double *ret_hessian)
{
	struct sum sum = { .rows = rows, .k = k, .first = geometric_first(kind) };
	double gradient[PARAMETERS], hessian[PARAMETERS * PARAMETERS];
	int i;

	sum.bends = ret_hessian != NULL;
	for (i = 0; i < PARAMETERS; i++)
		sum.at[i] = exp(logs[i]);
	for (i = 0; i < REMEMBERED; i++)
		sum.logs[i].time = -1;
	if (!is_finite(sum.at, PARAMETERS))
		return false;
	add_all(&sum);
	to_logs(&sum, gradient, sum.bends ? hessian : NULL);
	if (!isfinite(sum.value) || !is_finite(gradient, PARAMETERS))
		return false;
	if (sum.bends && !is_finite(hessian, PARAMETERS * PARAMETERS))
		return false;
	*ret_value = sum.value;
	memcpy(ret_gradient, gradient, sizeof(gradient));
	if (sum.bends)
		memcpy(ret_hessian, hessian, sizeof(hessian));
	return true;
}

bool geometric_sum_bg(const struct timing_rows *rows, int32_t k, const double *logs,
		      double *ret_value, double *ret_gradient, double *ret_hessian)
{
	return sum_of(TIMING_BG, rows, k, logs, ret_value, ret_gradient, ret_hessian);
}

bool geometric_sum_mbg(const struct timing_rows *rows, int32_t k, const double *logs,
		       double *ret_value, double *ret_gradient, double *ret_hessian)
{
	return sum_of(TIMING_MBG, rows, k, logs, ret_value, ret_gradient, ret_hessian);
}
