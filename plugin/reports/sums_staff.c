/* sums_staff.c - see sums_staff.h. */
#include "plugin/reports/sums_staff.h"

#include <math.h>

/* Tables that are as likely as ours but for rounding count as much, as R's fisher.test has it. */
static const double NEARLY = 1e-7;

/* The two-by-two tables with the margins of ours. all_a and all_b in two groups, `came` of them in
 * all. */
struct tables {
	double all_a;
	double all_b;
	double came;
};

/* How much likelier the table with one hit more is. */
static double step(const struct tables *tables, double hits)
{
	return (tables->all_a - hits) * (tables->came - hits) /
	       ((hits + 1) * (tables->all_b - tables->came + hits + 1));
}

/* Adds the weights of the tables from ours on, away from it, until they no longer count. Ours has
 * weight 1. Of those that are no likelier than ours, also to *far. */
static void add_side(const struct tables *tables, double ours, double last, double *far,
		     double *all)
{
	double by = last < ours ? -1 : 1;
	double weight = 1;
	double hits = ours;

	while (hits != last && weight >= 1e-300) {
		weight *= by > 0 ? step(tables, hits) : 1 / step(tables, hits - 1);
		*all += weight;
		if (weight <= 1 + NEARLY)
			*far += weight;
		hits += by;
	}
}

double chance_of_shares(int64_t came_a, int64_t all_a, int64_t came_b, int64_t all_b)
{
	const struct tables tables = {
		.all_a = (double)all_a,
		.all_b = (double)all_b,
		.came = (double)came_a + (double)came_b,
	};
	double least = fmax(0, tables.came - tables.all_b);
	double most = fmin(tables.came, tables.all_a);
	double far = 1;
	double all = 1;

	if (all_a <= 0 || all_b <= 0)
		return 1;
	add_side(&tables, (double)came_a, least, &far, &all);
	add_side(&tables, (double)came_a, most, &far, &all);
	/* Tables so much likelier that their weights have no number: ours is no chance at all. */
	return isfinite(all) ? fmin(1, far / all) : 0;
}

void chance_of_many(double *chances, size_t count, size_t *order)
{
	double least = 0;

	for (size_t i = 0; i < count; i++) {
		size_t at = i;

		for (; at > 0 && chances[order[at - 1]] > chances[i]; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	for (size_t i = 0; i < count; i++) {
		double chance = fmin(1, chances[order[i]] * (double)(count - i));

		least = fmax(least, chance);
		chances[order[i]] = least;
	}
}
