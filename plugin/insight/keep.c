/* keep.c - see keep.h: one sale more, and the ways around whatever is no increment. */
#include "plugin/insight/keep.h"

#include "plugin/insight/keep_parts.h"

/* A row of `sale`, and its member before it. */
struct row {
	int64_t sale;
	int64_t member;
	int64_t at_ms;
	int64_t scene;
	int64_t visits;
	int64_t first_ms;
	int64_t last_ms;
	int64_t second_ms;
	bool was_undone; /* it is a void, or a refund of what was voided */
	bool is_kept;
	bool is_elsewhere; /* the figures are of another zone */
	struct sums_row sums;
	struct figures figures;
};

static rgl_rc read_row(struct store *store, int64_t sale, struct row *ret)
{
	struct query q = query(store, STATEMENT_KEEP_SALE);
	struct row row = { .sale = sale };

	query_bind_int(&q, sale);
	query_bind_text(&q, store->shop.zone_name);
	if (query_row(&q)) {
		row.member = query_int(&q);
		row.at_ms = query_int(&q);
		row.scene = query_int(&q);
		row.was_undone = query_int(&q) != 0;
		row.is_kept = query_int(&q) != 0;
		row.is_elsewhere = query_int(&q) != 0;
		row.visits = query_int(&q);
		row.first_ms = query_int(&q);
		row.last_ms = query_int(&q);
		row.second_ms = query_int(&q);
		keep_read_row(&q, &row.sums);
	}
	*ret = row;
	return query_end(&q);
}

/* The second visit that there is, or one before what was the second. */
static bool is_second(const struct row *row)
{
	return !row->sums.is_refund &&
	       (row->visits == 1 || (row->visits > 1 && row->at_ms < row->second_ms));
}

/* --- the member's row */

static rgl_rc write_member(struct store *store, const struct row *row, int64_t product)
{
	static const struct figures NONE;
	bool is_counted = row->is_kept && !row->was_undone;
	const struct figures *figures = is_counted ? &row->figures : &NONE;
	bool is_first = is_counted && !row->sums.is_refund && row->visits == 0;
	struct query q = query(store, STATEMENT_MEMBER_VISITED);

	query_bind_int(&q, row->member);
	query_bind_int(&q, !row->sums.is_refund);
	query_bind_money(&q, row->sums.total);
	query_bind_int(&q, row->at_ms);
	query_bind_money(&q, figures->net);
	query_bind_money(&q, figures->cost);
	query_bind_int(&q, figures->costless);
	query_bind_money(&q, figures->refund);
	query_bind_money(&q, figures->discount);
	query_bind_int(&q, is_counted && is_second(row) ? row->at_ms : 0);
	query_bind_reference(&q, is_first ? row->scene : 0);
	query_bind_reference(&q, product);
	return query_run(&q);
}

/* --- what 64 bits do not hold */

/* Sums that are too large, or that something else wrote, are the reports' loss and not the till's:
 * the statement that failed changed nothing, and all is counted anew before it is read again. */
static rgl_rc forget_range(struct store *store, rgl_rc rc)
{
	return rc == RGL_E_RANGE ? keep_forget(store) : rc;
}

/* Without the figures when they are what does not fit; visits and spending are the member's own. */
static rgl_rc write_counted(struct store *store, const struct row *row, int64_t product)
{
	struct row bare = *row;
	rgl_rc rc = write_member(store, row, product);

	if (rc != RGL_E_RANGE)
		return rc;
	bare.is_kept = false;
	rc = keep_forget(store);
	return rc < 0 ? rc : write_member(store, &bare, 0);
}

/* --- by increments */

/* Whether a member without a visit has other sales: refunds, which change their cohort with it. */
static rgl_rc has_others(struct store *store, const struct row *row, bool *ret)
{
	struct query q = query(store, STATEMENT_KEEP_OTHERS);
	rgl_rc rc;
	bool has = false;

	query_bind_int(&q, row->member);
	query_bind_int(&q, row->sale);
	if (query_row(&q))
		has = query_int(&q) != 0;
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = has;
	return rc;
}

/* A refund never changes a cohort, wherever it falls; a visit does when it is before the first. */
static rgl_rc is_increment(struct store *store, const struct row *row, bool *ret)
{
	bool has = false;
	rgl_rc rc = RGL_OK;

	if (!row->sums.is_refund && row->visits == 0)
		rc = has_others(store, row, &has);
	if (rc == RGL_OK)
		*ret = row->sums.is_refund ||
		       (row->visits == 0 ? !has : row->at_ms >= row->first_ms);
	return rc;
}

/* Whether the member was in the periods of this visit before: when the last one fell in them. One
 * that comes late looks for others there. */
static rgl_rc find_back(struct store *store, const struct row *row, bool ret[KEEP_GRAINS])
{
	const struct keep_visit visit = { row->member, row->sale, row->at_ms };
	struct keep_periods at;
	struct keep_periods last;

	if (row->visits == 0 || row->sums.is_refund)
		return RGL_OK;
	if (row->at_ms < row->last_ms)
		return keep_find_others(store, &visit, ret);
	at = keep_periods_of(store->zone, row->at_ms);
	last = keep_periods_of(store->zone, row->last_ms);
	for (enum grain grain = GRAIN_WEEK; grain <= GRAIN_QUARTER; grain++)
		ret[grain] = last.of[grain] == at.of[grain];
	return RGL_OK;
}

static rgl_rc add_cells(struct store *store, const struct row *row)
{
	bool is_visit = !row->sums.is_refund;
	bool was_there = row->visits > 0;
	struct keep_periods at = keep_periods_of(store->zone, row->at_ms);
	struct keep_periods first = was_there ? keep_periods_of(store->zone, row->first_ms) : at;
	bool is_back[KEEP_GRAINS] = { false };
	rgl_rc rc = find_back(store, row, is_back);

	for (enum grain grain = GRAIN_WEEK; rc == RGL_OK && grain <= GRAIN_QUARTER; grain++) {
		struct figures cell = row->figures;

		cell.members = is_visit && !is_back[grain];
		cell.returned = is_second(row);
		rc = keep_add_cell(store, grain,
				   is_visit || was_there ? first.of[grain] : KEEP_NEVER,
				   at.of[grain], &cell);
	}
	if (rc == RGL_OK && is_second(row) && row->visits > 1)
		rc = keep_not_second(store, row->first_ms, row->second_ms);
	if (rc == RGL_OK)
		rc = keep_add_month(store, row->member, at.of[GRAIN_MONTH], &row->figures);
	return rc;
}

static rgl_rc add_increment(struct store *store, const struct row *row)
{
	int64_t product = 0;
	rgl_rc rc = RGL_OK;

	if (!row->sums.is_refund && row->visits == 0)
		rc = keep_product(store, row->sale, true, &product);
	if (rc == RGL_OK)
		rc = write_counted(store, row, product);
	return rc < 0 ? rc : forget_range(store, add_cells(store, row));
}

/* --- all of it */

/* Out and in again, when the member's row is written. */
static rgl_rc count_anew(struct store *store, const struct row *row)
{
	rgl_rc rc = keep_take_out(store, row->member, row->sale);

	if (rc == RGL_OK)
		rc = keep_put_in(store, row->member);
	return forget_range(store, rc);
}

static rgl_rc keep_nobody(struct store *store, const struct row *row)
{
	if (!row->is_kept || row->was_undone)
		return RGL_OK;
	return forget_range(store, keep_add_nobody(store, row->at_ms, &row->figures));
}

static rgl_rc keep_row(struct store *store, const struct row *row)
{
	bool is_simple = false;
	rgl_rc rc;

	if (row->member == 0)
		return keep_nobody(store, row);
	if (!row->is_kept || row->was_undone)
		return write_member(store, row, 0);
	rc = is_increment(store, row, &is_simple);
	if (rc < 0)
		return rc;
	if (is_simple)
		return add_increment(store, row);
	rc = write_counted(store, row, 0);
	return rc < 0 ? rc : count_anew(store, row);
}

rgl_rc keep_sale(struct store *store, int64_t sale)
{
	struct row row;
	rgl_rc rc = read_row(store, sale, &row);

	if (rc == RGL_OK)
		rc = sums_row_figures(&row.sums, &row.figures);
	/* A program that was running when the shop moved would keep by the zone of before. */
	if (rc == RGL_OK && row.is_elsewhere)
		rc = keep_forget(store);
	return rc < 0 ? rc : keep_row(store, &row);
}

/* A program that was running when the shop moved finds nothing of its own zone to take out. */
static rgl_rc forget_elsewhere(struct store *store)
{
	struct query q = query(store, STATEMENT_KEEP_FORGET_ELSEWHERE);

	query_bind_text(&q, store->shop.zone_name);
	return query_run(&q);
}

rgl_rc keep_before(struct store *store, int64_t member)
{
	struct keep_reach reach = { 0 };
	rgl_rc rc = forget_elsewhere(store);

	if (rc == RGL_OK)
		rc = keep_read_reach(store, &reach);
	if (rc < 0 || member > reach.members)
		return rc;
	return forget_range(store, keep_take_out(store, member, 0));
}

rgl_rc keep_after(struct store *store, int64_t member)
{
	struct keep_reach reach = { 0 };
	rgl_rc rc = keep_read_reach(store, &reach);

	if (rc < 0 || member > reach.members)
		return rc;
	return forget_range(store, keep_put_in(store, member));
}

/* --- around an undoing */

/* Nobody's sale and its refunds: each row for itself, as far as they are kept. */
static rgl_rc take_nobody(struct store *store, int64_t sale)
{
	struct keep_reach reach = { 0 };
	struct query q;
	rgl_rc rc = keep_read_reach(store, &reach);
	rgl_rc ended;

	q = query(store, STATEMENT_KEEP_NOBODY_OF);
	query_bind_int(&q, sale);
	query_bind_int(&q, reach.sales);
	while (rc == RGL_OK && query_row(&q)) {
		struct figures figures;
		struct sums_row sums;
		int64_t at_ms = query_int(&q);

		keep_read_row(&q, &sums);
		rc = sums_row_figures(&sums, &figures);
		if (rc == RGL_OK)
			rc = forget_range(store, keep_take_nobody(store, at_ms, &figures));
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

/* The next member whom the undoing of a sale concerns; 0: no more. */
static rgl_rc next_concerned(struct store *store, int64_t sale, int64_t *member)
{
	struct query q = query(store, STATEMENT_KEEP_CONCERNED);
	int64_t next = 0;
	rgl_rc rc;

	query_bind_int(&q, sale);
	query_bind_int(&q, *member);
	if (query_row(&q))
		next = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*member = next;
	return rc;
}

static rgl_rc around(struct store *store, int64_t sale,
		     rgl_rc (*keep)(struct store *store, int64_t member))
{
	int64_t member = 0;
	rgl_rc rc = next_concerned(store, sale, &member);

	while (rc == RGL_OK && member != 0) {
		rc = keep(store, member);
		if (rc == RGL_OK)
			rc = next_concerned(store, sale, &member);
	}
	return rc;
}

rgl_rc keep_before_undo(struct store *store, int64_t sale)
{
	rgl_rc rc = take_nobody(store, sale);

	return rc < 0 ? rc : around(store, sale, keep_before);
}

rgl_rc keep_after_undo(struct store *store, int64_t sale)
{
	return around(store, sale, keep_after);
}
