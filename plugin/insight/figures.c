/* figures.c - see figures.h. */
#include "plugin/insight/figures.h"

static bool sum(int64_t *into, int64_t more)
{
	return !__builtin_add_overflow(*into, more, into);
}

static rgl_rc add_counts(struct figures *sums, const struct figures *more, int64_t sign)
{
	if (!sum(&sums->members, sign * more->members) ||
	    !sum(&sums->returned, sign * more->returned) ||
	    !sum(&sums->visits, sign * more->visits) ||
	    !sum(&sums->costless, sign * more->costless))
		return RGL_E_RANGE;
	return RGL_OK;
}

rgl_rc figures_add(struct figures *sums, const struct figures *more)
{
	struct figures result = *sums;
	rgl_rc rc = add_counts(&result, more, 1);

	if (rc == RGL_OK)
		rc = money_add(result.net, more->net, &result.net);
	if (rc == RGL_OK)
		rc = money_add(result.cost, more->cost, &result.cost);
	if (rc == RGL_OK)
		rc = money_add(result.refund, more->refund, &result.refund);
	if (rc == RGL_OK)
		rc = money_add(result.discount, more->discount, &result.discount);
	if (rc == RGL_OK)
		*sums = result;
	return rc;
}

rgl_rc figures_sub(struct figures *sums, const struct figures *less)
{
	struct figures result = *sums;
	rgl_rc rc = add_counts(&result, less, -1);

	if (rc == RGL_OK)
		rc = money_sub(result.net, less->net, &result.net);
	if (rc == RGL_OK)
		rc = money_sub(result.cost, less->cost, &result.cost);
	if (rc == RGL_OK)
		rc = money_sub(result.refund, less->refund, &result.refund);
	if (rc == RGL_OK)
		rc = money_sub(result.discount, less->discount, &result.discount);
	if (rc == RGL_OK)
		*sums = result;
	return rc;
}

bool figures_are_zero(const struct figures *figures)
{
	return figures->members == 0 && figures->returned == 0 && figures->visits == 0 &&
	       figures->costless == 0 && money_sign(figures->net) == 0 &&
	       money_sign(figures->cost) == 0 && money_sign(figures->refund) == 0 &&
	       money_sign(figures->discount) == 0;
}

struct money figures_worth(const struct figures *figures, enum worth_basis basis)
{
	struct money worth = figures->net;

	if (basis == BASIS_MARGIN)
		(void)(money_sub(figures->net, figures->cost, &worth) == RGL_OK);
	return worth;
}

const char *worth_basis_name(enum worth_basis basis)
{
	return basis == BASIS_MARGIN ? "margin" : "net sales";
}
