/* sums_row.c - see sums_row.h. */
#include "plugin/insight/sums_row.h"

rgl_rc sums_row_figures(const struct sums_row *row, struct figures *ret)
{
	struct figures figures = {
		.visits = !row->is_refund,
		.costless = !row->has_cost,
		.cost = row->has_cost ? row->cost : money_of(0),
		.discount = row->discount,
		.refund = row->returned,
	};
	rgl_rc rc = money_sub(row->total, row->tax, &figures.net);

	if (rc == RGL_OK)
		rc = money_sub(figures.net, row->stored, &figures.net);
	if (rc == RGL_OK && row->is_refund)
		rc = money_sub(figures.refund, row->total, &figures.refund);
	if (rc == RGL_OK)
		*ret = figures;
	return rc;
}
