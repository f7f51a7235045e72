/* holdout.c - see holdout.h. */
#include "plugin/models/holdout.h"

#include <math.h>
#include <stdlib.h>

static int by_any(const void *a, const void *b)
{
	const struct holdout_case *left = a;
	const struct holdout_case *right = b;

	return (left->any > right->any) - (left->any < right->any);
}

/* The chance that one who came was given more than one who did not: Mann and Whitney's statistic,
 * by the ranks of those who came. Ties share the mean of their ranks. */
static double area_under_curve(const struct holdout_case *sorted, size_t count)
{
	double ranks = 0;
	double came = 0;

	for (size_t first = 0, next; first < count; first = next) {
		double here = 0;

		for (next = first; next < count && sorted[next].any <= sorted[first].any; next++)
			here += sorted[next].after > 0;
		ranks += here * ((double)(first + 1) + (double)next) / 2;
		came += here;
	}
	if (came <= 0 || came >= (double)count)
		return 0.5;
	return (ranks - came * (came + 1) / 2) / (came * ((double)count - came));
}

static double correlation(const struct holdout_case *cases, size_t count, double mean_expected,
			  double mean_after)
{
	double both = 0;
	double expected = 0;
	double after = 0;

	for (size_t i = 0; i < count; i++) {
		double a = cases[i].expected - mean_expected;
		double b = cases[i].after - mean_after;

		both += a * b;
		expected += a * a;
		after += b * b;
	}
	return expected > 0 && after > 0 ? both / sqrt(expected * after) : 0;
}

void holdout_measure(struct holdout_case *cases, size_t count, double days, struct holdout *ret)
{
	struct holdout sums = { .days = days, .customers = (int64_t)count, .auroc = 0.5 };
	double whole = (double)count;

	for (size_t i = 0; i < count; i++) {
		double error = cases[i].expected - cases[i].after;
		double naive = cases[i].naive - cases[i].after;

		sums.expected += cases[i].expected;
		sums.actual += cases[i].after;
		sums.mean_absolute_error += fabs(error);
		sums.root_mean_square_error += error * error;
		sums.naive_error += naive * naive;
	}
	if (count > 0) {
		sums.mean_absolute_error /= whole;
		sums.root_mean_square_error = sqrt(sums.root_mean_square_error / whole);
		sums.naive_error = sqrt(sums.naive_error / whole);
		sums.correlation =
			correlation(cases, count, sums.expected / whole, sums.actual / whole);
		qsort(cases, count, sizeof(*cases), by_any);
		sums.auroc = area_under_curve(cases, count);
	}
	*ret = sums;
}

static struct holdout_case case_of(const struct timing_model *model,
				   const struct choice_customer *customer, double days)
{
	const struct timing_history *before = &customer->before;

	return (struct holdout_case) {
		.expected = timing_expected(model, before, days),
		.any = timing_any(model, before, days),
		.after = customer->after,
		.naive = before->T > 0 ? before->x / before->T * days : 0,
	};
}

rgl_rc holdout_try(const struct host *host, const struct timing_model *model,
		   const struct choice_customer *customers, size_t count, double days,
		   struct holdout *ret, struct rgl_why *refusal)
{
	struct holdout_case *cases;
	size_t known = 0;

	if (count == 0 || days <= 0) {
		*ret = (struct holdout) { 0 };
		return RGL_OK;
	}
	cases = host_new(host, count * sizeof(*cases));
	if (cases == NULL)
		return refuse(refusal, RGL_E_MEMORY, "there is not enough memory for the models");
	for (size_t i = 0; i < count; i++)
		if (customers[i].is_known)
			cases[known++] = case_of(model, &customers[i], days);
	holdout_measure(cases, known, days, ret);
	host_free(host, cases);
	return RGL_OK;
}
