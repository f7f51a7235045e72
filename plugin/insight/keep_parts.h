/* keep_parts.h - for keep.c, keep_count.c, keep_rebuild.c and keep_check.c alone. */
#pragma once

#include "plugin/insight/keep.h"
#include "plugin/insight/sums_cells.h"
#include "plugin/insight/sums_row.h"

#define KEEP_ALL INT64_MAX

/* Up to which member, and up to which of nobody's sales, the figures are kept. */
struct keep_reach {
	int64_t members;
	int64_t sales;
};
MUST_USE rgl_rc keep_read_reach(struct store *store, struct keep_reach *ret);

/* A member's figures to this day, and what of the first visit is kept. Rows, or 0. */
struct keep_member {
	int64_t member;
	int64_t first_ms;
	int64_t second_ms;
	int64_t last_ms;
	int64_t first_sale; /* of two at one instant the one that was recorded first */
	int64_t first_scene;
	int64_t first_product;
	struct figures figures;
};

/* Nothing is kept any more, until all is counted anew. */
MUST_USE rgl_rc keep_forget(struct store *store);

/* The periods of an instant, by grain. */
enum { KEEP_GRAINS = GRAIN_QUARTER + 1 };
struct keep_periods {
	int32_t of[KEEP_GRAINS];
};
struct keep_periods keep_periods_of(struct zone *zone, int64_t at_ms);

/* One cell of a count. What it refuses ends the count. */
typedef rgl_rc keep_taker(void *user, enum grain grain, int32_t cohort, int32_t period,
			  const struct figures *figures);

/* Counts a member's sales, all but one (0: all), cell by cell; first_product stays 0. */
MUST_USE rgl_rc keep_count(struct store *store, int64_t member, int64_t but, keep_taker *take,
			   void *user, struct keep_member *ret);

/* What was bought for the most money in a sale: its row of `product`, made when `makes`; 0: there
 * is none, or the sale is 0. */
MUST_USE rgl_rc keep_product(struct store *store, int64_t sale, bool makes, int64_t *ret);

/* Takes a member's cells and months out, counted without one sale (0: with all); puts them in, the
 * member's row too. Whether they are kept is the caller's question. */
MUST_USE rgl_rc keep_take_out(struct store *store, int64_t member, int64_t but);
MUST_USE rgl_rc keep_put_in(struct store *store, int64_t member);

/* As keep_put_in, but the cells are gathered, to be written by the caller. E_MEMORY. */
MUST_USE rgl_rc keep_gather(struct store *store, int64_t member, struct sums_cells *cells);

/* Adds to one cell, or to each grain's cell of nobody; takes off it, and removes it when nothing is
 * left. */
MUST_USE rgl_rc keep_add_cell(struct store *store, enum grain grain, int32_t cohort, int32_t period,
			      const struct figures *figures);
MUST_USE rgl_rc keep_add_nobody(struct store *store, int64_t at_ms, const struct figures *figures);
MUST_USE rgl_rc keep_take_cell(struct store *store, enum grain grain, int32_t cohort,
			       int32_t period, const struct figures *figures);
MUST_USE rgl_rc keep_take_nobody(struct store *store, int64_t at_ms, const struct figures *figures);
MUST_USE rgl_rc keep_add_month(struct store *store, int64_t member, int32_t month,
			       const struct figures *figures);

/* A visit that is not the member's last: whether another that counts falls in its week, month and
 * quarter; ret has KEEP_GRAINS places. */
struct keep_visit {
	int64_t member;
	int64_t sale;
	int64_t at_ms;
};
MUST_USE rgl_rc keep_find_others(struct store *store, const struct keep_visit *visit, bool *ret);

/* What was the second visit is a later one now. */
MUST_USE rgl_rc keep_not_second(struct store *store, int64_t first_ms, int64_t second_ms);

/* Reads the columns is_refund, total, tax, stored, cost, discount, returned. */
void keep_read_row(struct query *q, struct sums_row *ret);

/* Binds, or reads, visits, net, cost, costless, refund, discount. */
void keep_bind_sums(struct query *q, const struct figures *figures);
void keep_read_sums(struct query *q, struct figures *ret);
