/* sums_row.h - what one row of `sale` leaves. Pure.
 *
 * The rules of the figures are here and nowhere else: schema/sqlite/0004_insight.sql says them.
 * Not here: voided sales, their voids and refunds, which leave nothing.
 */
#pragma once

#include "plugin/insight/figures.h"

/* As the row has it: a refund's amounts are below zero. returned: goods that an exchange brought
 * back, above zero. */
struct sums_row {
	bool is_refund;
	bool has_cost;
	struct money total;
	struct money tax;
	struct money stored;
	struct money cost;
	struct money discount;
	struct money returned;
};

/* Figures of that row alone; members and returned stay 0. E_RANGE. */
MUST_USE rgl_rc sums_row_figures(const struct sums_row *row, struct figures *ret);
