/* keep_write.c - see keep_parts.h: the rows of figures, read and written. */
#include "plugin/insight/keep_parts.h"

void keep_bind_sums(struct query *q, const struct figures *figures)
{
	query_bind_int(q, figures->visits);
	query_bind_money(q, figures->net);
	query_bind_money(q, figures->cost);
	query_bind_int(q, figures->costless);
	query_bind_money(q, figures->refund);
	query_bind_money(q, figures->discount);
}

void keep_read_sums(struct query *q, struct figures *ret)
{
	ret->visits = query_int(q);
	ret->net = query_money(q);
	ret->cost = query_money(q);
	ret->costless = query_int(q);
	ret->refund = query_money(q);
	ret->discount = query_money(q);
}

rgl_rc keep_read_reach(struct store *store, struct keep_reach *ret)
{
	struct query q = query(store, STATEMENT_KEEP_REACH);
	struct keep_reach reach = { 0 };
	rgl_rc rc;

	query_bind_text(&q, store->shop.zone_name);
	if (query_row(&q)) {
		reach.members = query_int(&q);
		reach.sales = query_int(&q);
	}
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = reach;
	return rc;
}

rgl_rc keep_is_counted(struct store *store, bool *ret)
{
	struct keep_reach reach = { 0 };
	rgl_rc rc = keep_read_reach(store, &reach);

	if (rc == RGL_OK)
		*ret = reach.members == KEEP_ALL && reach.sales == KEEP_ALL;
	return rc;
}

/* --- cells */

static struct query query_cell(struct store *store, enum statement statement, enum grain grain,
			       int32_t cohort, int32_t period)
{
	struct query q = query(store, statement);

	query_bind_int(&q, grain);
	query_bind_int(&q, period);
	query_bind_int(&q, cohort);
	return q;
}

rgl_rc keep_add_cell(struct store *store, enum grain grain, int32_t cohort, int32_t period,
		     const struct figures *figures)
{
	struct query q = query_cell(store, STATEMENT_KEEP_CELL_ADD, grain, cohort, period);

	query_bind_int(&q, figures->members);
	query_bind_int(&q, figures->returned);
	keep_bind_sums(&q, figures);
	return query_run(&q);
}

rgl_rc keep_add_nobody(struct store *store, int64_t at_ms, const struct figures *figures)
{
	struct keep_periods at = keep_periods_of(store->zone, at_ms);
	rgl_rc rc = RGL_OK;

	for (enum grain grain = GRAIN_WEEK; rc == RGL_OK && grain <= GRAIN_QUARTER; grain++)
		rc = keep_add_cell(store, grain, KEEP_NOBODY, at.of[grain], figures);
	return rc;
}

rgl_rc keep_take_nobody(struct store *store, int64_t at_ms, const struct figures *figures)
{
	struct keep_periods at = keep_periods_of(store->zone, at_ms);
	rgl_rc rc = RGL_OK;

	for (enum grain grain = GRAIN_WEEK; rc == RGL_OK && grain <= GRAIN_QUARTER; grain++)
		rc = keep_take_cell(store, grain, KEEP_NOBODY, at.of[grain], figures);
	return rc;
}

rgl_rc keep_forget(struct store *store)
{
	struct query q = query(store, STATEMENT_KEEP_FORGET);

	return query_run(&q);
}

/* A cell in which nothing is left goes: a report would begin or end with it. Where less is kept
 * than there must be, something else wrote there: no till stands still for that, the reports count
 * the sales until all is counted anew. */
rgl_rc keep_take_cell(struct store *store, enum grain grain, int32_t cohort, int32_t period,
		      const struct figures *figures)
{
	struct query q;
	bool was_there;
	rgl_rc rc;

	if (figures_are_zero(figures))
		return RGL_OK;
	q = query_cell(store, STATEMENT_KEEP_CELL_TAKE, grain, cohort, period);
	query_bind_int(&q, figures->members);
	query_bind_int(&q, figures->returned);
	keep_bind_sums(&q, figures);
	was_there = query_row(&q);
	rc = query_end(&q);
	if (rc == RGL_OK && !was_there)
		return keep_forget(store);
	if (rc < 0)
		return rc;
	q = query_cell(store, STATEMENT_KEEP_CELL_DROP, grain, cohort, period);
	return query_run(&q);
}

/* --- months and members */

rgl_rc keep_add_month(struct store *store, int64_t member, int32_t month,
		      const struct figures *figures)
{
	struct query q = query(store, STATEMENT_KEEP_MONTH_ADD);

	query_bind_int(&q, member);
	query_bind_int(&q, month);
	keep_bind_sums(&q, figures);
	return query_run(&q);
}

static rgl_rc drop_months(struct store *store, int64_t member)
{
	struct query q = query(store, STATEMENT_KEEP_MONTHS_DROP);

	query_bind_int(&q, member);
	return query_run(&q);
}

static rgl_rc set_member(struct store *store, const struct keep_member *member)
{
	struct query q = query(store, STATEMENT_KEEP_MEMBER_SET);

	query_bind_int(&q, member->member);
	query_bind_int(&q, member->first_ms);
	query_bind_int(&q, member->second_ms);
	query_bind_int(&q, member->last_ms);
	query_bind_reference(&q, member->first_scene);
	query_bind_reference(&q, member->first_product);
	keep_bind_sums(&q, &member->figures);
	return query_run(&q);
}

/* --- a member's cells out and in */

static rgl_rc take_cell(void *user, enum grain grain, int32_t cohort, int32_t period,
			const struct figures *figures)
{
	return keep_take_cell(user, grain, cohort, period, figures);
}

rgl_rc keep_take_out(struct store *store, int64_t member, int64_t but)
{
	struct keep_member unused;
	rgl_rc rc = keep_count(store, member, but, take_cell, store, &unused);

	return rc < 0 ? rc : drop_months(store, member);
}

/* cells: NULL, they are written one by one. */
struct putting {
	struct store *store;
	int64_t member;
	struct sums_cells *cells;
};

static rgl_rc put_cell(void *user, enum grain grain, int32_t cohort, int32_t period,
		       const struct figures *figures)
{
	const struct putting *putting = user;
	rgl_rc rc;

	if (putting->cells != NULL)
		rc = sums_cells_add(putting->cells, grain, cohort, period, figures);
	else
		rc = keep_add_cell(putting->store, grain, cohort, period, figures);
	if (rc == RGL_OK && grain == GRAIN_MONTH)
		rc = keep_add_month(putting->store, putting->member, period, figures);
	return rc;
}

rgl_rc keep_put_in(struct store *store, int64_t member)
{
	return keep_gather(store, member, NULL);
}

rgl_rc keep_gather(struct store *store, int64_t member, struct sums_cells *cells)
{
	struct putting putting = { store, member, cells };
	struct keep_member counted;
	rgl_rc rc = keep_count(store, member, 0, put_cell, &putting, &counted);

	if (rc == RGL_OK)
		rc = keep_product(store, counted.first_sale, true, &counted.first_product);
	return rc < 0 ? rc : set_member(store, &counted);
}
