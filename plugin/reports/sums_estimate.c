/* sums_estimate.c - see sums_economics.h: what the parts say together, and how sure that is. */
#include "plugin/reports/sums_economics.h"

#include <math.h>

#include "plugin/reports/sums_student.h"

/* What is asked of the parts: months of a life, or a cost. */
struct asked {
	int32_t months;
	double rate;
	double cost;
	int32_t stretch;
};

/* NAN: it cannot be told. */
typedef double statistic(const struct economics_part *sum, const struct asked *asked);

static void add_part(struct economics_part *sum, const struct economics_part *part, double sign)
{
	sum->members += sign * part->members;
	sum->first += sign * part->first;
	sum->later_visits += sign * part->later_visits;
	sum->later += sign * part->later;
	sum->before += sign * part->before;
	sum->kept += sign * part->kept;
	sum->active += sign * part->active;
	sum->active_worth += sign * part->active_worth;
	for (size_t i = 0; i < ECONOMICS_MONTHS; i++) {
		sum->came[i] += sign * part->came[i];
		sum->seen[i] += sign * part->seen[i];
	}
}

static struct economics_part sum_of(const struct economics *economics)
{
	struct economics_part sum = { 0 };

	for (size_t i = 0; i < ECONOMICS_GROUPS; i++)
		add_part(&sum, &economics->parts[i], 1);
	return sum;
}

/* Leaves out one group after the other. */
static bool find_interval(const struct economics *economics, const struct economics_part *sum,
			  statistic *tell, const struct asked *asked, struct estimate *estimate)
{
	double squares = 0;
	double half;
	int groups = 0;

	for (size_t i = 0; i < ECONOMICS_GROUPS; i++) {
		struct economics_part rest = *sum;
		double without;

		if (economics->parts[i].members <= 0)
			continue;
		add_part(&rest, &economics->parts[i], -1);
		without = tell(&rest, asked);
		if (!isfinite(without))
			return false;
		squares += (without - estimate->value) * (without - estimate->value);
		groups++;
	}
	if (groups < ECONOMICS_LEAST)
		return false;
	half = student_975(groups - 1) * sqrt(squares * (groups - 1) / groups);
	estimate->low = estimate->value - half;
	estimate->high = estimate->value + half;
	return isfinite(half);
}

static struct estimate estimate_of(const struct economics *economics, statistic *tell,
				   const struct asked *asked)
{
	const struct economics_part sum = sum_of(economics);
	struct estimate estimate = { 0 };
	double value = tell(&sum, asked);

	if (!isfinite(value))
		return estimate;
	estimate = (struct estimate) { value, value, value, true, false };
	estimate.is_sure = find_interval(economics, &sum, tell, asked, &estimate);
	return estimate;
}

static double ratio(double part, double whole)
{
	return whole > 0 ? part / whole : NAN;
}

static double first_visit(const struct economics_part *sum, const struct asked *asked)
{
	(void)asked;
	return ratio(sum->first, sum->members);
}

static double later_visit(const struct economics_part *sum, const struct asked *asked)
{
	(void)asked;
	return ratio(sum->later, sum->later_visits);
}

static double repeat_to_first(const struct economics_part *sum, const struct asked *asked)
{
	return ratio(later_visit(sum, asked), first_visit(sum, asked));
}

static double worth_within(const struct economics_part *sum, const struct asked *asked)
{
	double worth = 0;

	for (int32_t month = 0; month < asked->months; month++)
		worth += ratio(sum->came[month], sum->seen[month]) *
			 pow(1 + asked->rate, -month / 12.0);
	return asked->months > 0 ? worth : NAN;
}

static double kept(const struct economics_part *sum, const struct asked *asked)
{
	(void)asked;
	return ratio(sum->kept, sum->before);
}

static double a_stretch(const struct economics_part *sum, const struct asked *asked)
{
	(void)asked;
	return ratio(sum->active_worth, sum->active);
}

/* m / (1 - p d), m and p as they are, or p with so much more. */
static double life(const struct economics_part *sum, const struct asked *asked, double more)
{
	double d = pow(1 + ECONOMICS_RATE, -asked->stretch / 365.0);
	double p = fmin(1, kept(sum, asked) + more);

	return a_stretch(sum, asked) / (1 - p * d);
}

static double life_now(const struct economics_part *sum, const struct asked *asked)
{
	return life(sum, asked, 0);
}

static double five_more(const struct economics_part *sum, const struct asked *asked)
{
	double now = life(sum, asked, 0);

	return ratio(life(sum, asked, 0.05) - now, now - asked->cost);
}

struct estimate economics_first(const struct economics *economics)
{
	return estimate_of(economics, first_visit, &(struct asked) { 0 });
}

struct estimate economics_later(const struct economics *economics)
{
	return estimate_of(economics, later_visit, &(struct asked) { 0 });
}

struct estimate economics_repeat(const struct economics *economics)
{
	return estimate_of(economics, repeat_to_first, &(struct asked) { 0 });
}

struct estimate economics_worth(const struct economics *economics, int32_t months,
				bool is_discounted)
{
	const struct asked asked = { .months = months, .rate = is_discounted ? ECONOMICS_RATE : 0 };

	if (months > economics_months(economics))
		return (struct estimate) { 0 };
	return estimate_of(economics, worth_within, &asked);
}

/* Of the stretches: nothing where they are too short, or too few came in the one before. */
static struct estimate of_stretches(const struct economics *economics, statistic *tell, double cost)
{
	const struct economics_part sum = sum_of(economics);
	const struct asked asked = { .stretch = economics->stretch, .cost = cost };

	if (economics->stretch == 0 || sum.before < ECONOMICS_KEPT_LEAST)
		return (struct estimate) { 0 };
	return estimate_of(economics, tell, &asked);
}

struct estimate economics_kept(const struct economics *economics)
{
	struct estimate estimate = of_stretches(economics, kept, 0);

	estimate.low = fmax(0, estimate.low);
	estimate.high = fmin(1, estimate.high);
	return estimate;
}

struct estimate economics_a_stretch(const struct economics *economics)
{
	return of_stretches(economics, a_stretch, 0);
}

struct estimate economics_five_more(const struct economics *economics, double cost)
{
	return of_stretches(economics, five_more, cost);
}

struct estimate economics_life(const struct economics *economics)
{
	return of_stretches(economics, life_now, 0);
}

int32_t economics_months(const struct economics *economics)
{
	const struct economics_part sum = sum_of(economics);
	int32_t months = 0;

	while (months < ECONOMICS_MONTHS && sum.seen[months] >= ECONOMICS_LEAST)
		months++;
	return months;
}

int32_t economics_payback(const struct economics *economics, double cost)
{
	const struct economics_part sum = sum_of(economics);
	int32_t months = economics_months(economics);
	double worth = 0;

	for (int32_t month = 0; month < months; month++) {
		worth += sum.came[month] / sum.seen[month];
		if (worth >= cost)
			return month + 1;
	}
	return 0;
}

int32_t economics_cohort_payback(const struct economics_cohort *cohort, double cost)
{
	double worth = 0;

	for (int32_t month = 0; month < cohort->over; month++) {
		worth += cohort->worth[month] / (double)cohort->members;
		if (worth >= cost)
			return month + 1;
	}
	return -1;
}

/* The mean of a side, and the square of its standard error. */
static double mean_of(const struct economics_side *side, double *ret_error)
{
	double n = (double)side->members;
	double mean = side->worth / n;
	double variance = fmax(0, side->worth_squared - n * mean * mean) / (n - 1);

	*ret_error = variance / n;
	return mean;
}

int economics_compare(const struct economics *economics, struct estimate *ret_difference)
{
	for (int i = 0; i < ECONOMICS_AGES; i++) {
		const struct economics_side *walked = &economics->sides[0][i];
		const struct economics_side *brought = &economics->sides[1][i];
		double a;
		double b;
		double value;
		double half;

		if (walked->members < ECONOMICS_LEAST || brought->members < ECONOMICS_LEAST)
			continue;
		value = mean_of(brought, &a) - mean_of(walked, &b);
		half = student_welch(a, brought->members, b, walked->members);
		*ret_difference =
			(struct estimate) { value, value - half, value + half, true, true };
		return i;
	}
	return -1;
}
