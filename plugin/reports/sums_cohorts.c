/* sums_cohorts.c - see sums_cohorts.h. */
#include "plugin/reports/sums_cohorts.h"

#include <string.h>

#include "plugin/page/table.h"
#include "plugin/reports/sums_money.h"

static const char *const NAMES[MEASURES] = {
	[MEASURE_SHARE] = "share",     [MEASURE_MEMBERS] = "members",
	[MEASURE_NET] = "net",	       [MEASURE_MARGIN] = "margin",
	[MEASURE_REFUNDS] = "refunds", [MEASURE_DISCOUNTS] = "discounts",
	[MEASURE_TICKET] = "ticket",   [MEASURE_VALUE] = "value",
};

const char *measure_name(enum measure measure)
{
	return NAMES[measure];
}

rgl_rc measure_of(const char *name, enum measure *ret, struct rgl_why *refusal)
{
	if (name == NULL) {
		*ret = MEASURE_SHARE;
		return RGL_OK;
	}
	for (size_t i = 0; i < MEASURES; i++) {
		if (strcmp(name, NAMES[i]) != 0)
			continue;
		*ret = (enum measure)i;
		return RGL_OK;
	}
	return refuse_field(refusal, RGL_E_FIELD, "show",
			    "there is no %.40s to show; there are: share, members, net, margin, "
			    "refunds, discounts, ticket, value",
			    name);
}

const struct figures *triangle_at(const struct triangle *triangle, int32_t row, int32_t age)
{
	static const struct figures NOTHING;
	size_t stride = (size_t)triangle->stride;
	size_t at = (size_t)row - (size_t)triangle->shift;

	if (row < triangle->shift || at + (size_t)age >= stride)
		return &NOTHING;
	return &triangle->cells[at * stride - at * (at - (at > 0)) / 2 + (size_t)age];
}

bool triangle_is_over(const struct triangle *triangle, int32_t row, int32_t age)
{
	return row >= 0 && age >= 0 && age < triangle->count - row && row + age < triangle->over &&
	       triangle->newcomers[row] > 0;
}

bool measure_number(enum measure measure, enum worth_basis basis, int64_t newcomers,
		    const struct figures *cell, const struct figures *so_far, int64_t *ret)
{
	if (newcomers <= 0 || (measure == MEASURE_TICKET && cell->visits <= 0))
		return false;
	switch (measure) {
	case MEASURE_SHARE:
		*ret = table_share(cell->members, newcomers, 1000000);
		return true;
	case MEASURE_MEMBERS:
		*ret = cell->members;
		return true;
	case MEASURE_NET:
		*ret = sums_minor(cell->net);
		return true;
	case MEASURE_MARGIN:
		*ret = sums_minor(figures_worth(cell, BASIS_MARGIN));
		return true;
	case MEASURE_REFUNDS:
		*ret = sums_minor(cell->refund);
		return true;
	case MEASURE_DISCOUNTS:
		*ret = sums_minor(cell->discount);
		return true;
	case MEASURE_TICKET:
		*ret = sums_minor(sums_per(cell->net, cell->visits));
		return true;
	case MEASURE_VALUE:
		*ret = sums_minor(sums_per(figures_worth(so_far, basis), newcomers));
		return true;
	case MEASURES:
		break;
	}
	return false;
}

rgl_rc triangle_row_sum(const struct triangle *triangle, int32_t row, struct figures *ret)
{
	struct figures sum = { 0 };
	rgl_rc rc = RGL_OK;

	for (int32_t age = 0; rc == RGL_OK && age < triangle->count - row; age++)
		rc = figures_add(&sum, triangle_at(triangle, row, age));
	if (rc == RGL_OK)
		*ret = sum;
	return rc;
}

rgl_rc triangle_sum(const struct triangle *triangle, struct figures *ret, int64_t *ret_newcomers)
{
	struct figures sum = { 0 };
	int64_t newcomers = 0;
	rgl_rc rc = RGL_OK;

	for (int32_t row = triangle->begin; rc == RGL_OK && row < triangle->count; row++) {
		struct figures of_row = { 0 };

		rc = triangle_row_sum(triangle, row, &of_row);
		if (rc == RGL_OK)
			rc = figures_add(&sum, &of_row);
		newcomers += triangle->newcomers[row];
	}
	if (rc < 0)
		return rc;
	*ret = sum;
	*ret_newcomers = newcomers;
	return RGL_OK;
}

static rgl_rc curve_point(const struct triangle *triangle, int32_t age, struct curve_point *ret)
{
	struct figures sum = { 0 };
	rgl_rc rc = RGL_OK;

	*ret = (struct curve_point) { 0 };
	for (int32_t row = triangle->begin; row < triangle->count - age; row++) {
		if (!triangle_is_over(triangle, row, age))
			continue;
		rc = figures_add(&sum, triangle_at(triangle, row, age));
		if (rc < 0)
			return rc;
		ret->of += triangle->newcomers[row];
	}
	ret->came = sum.members;
	ret->worth_milli = sums_per_milli(figures_worth(&sum, triangle->basis), ret->of);
	return RGL_OK;
}

rgl_rc triangle_curve(const struct triangle *triangle, int32_t ages, struct curve_point *ret)
{
	rgl_rc rc;

	for (int32_t age = 0; age < ages; age++) {
		rc = curve_point(triangle, age, &ret[age]);
		if (rc < 0)
			return rc;
		if (age > 0 &&
		    __builtin_add_overflow(ret[age].worth_milli, ret[age - 1].worth_milli,
					   &ret[age].worth_milli))
			return RGL_E_RANGE;
	}
	return RGL_OK;
}

int32_t triangle_newest(const struct triangle *triangle, int32_t before)
{
	int32_t row = before - 1;

	while (row >= triangle->begin && !triangle_is_over(triangle, row, 1))
		row--;
	return row >= triangle->begin ? row : -1;
}
