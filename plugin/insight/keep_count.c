/* keep_count.c - see keep_parts.h: a member's sales counted, taken out and put in. */
#include "plugin/insight/keep_parts.h"

struct keep_periods keep_periods_of(struct zone *zone, int64_t at_ms)
{
	struct keep_periods periods = { { 0 } };
	int32_t day = period_day(zone, at_ms);

	for (enum grain grain = GRAIN_WEEK; grain <= GRAIN_QUARTER; grain++)
		periods.of[grain] = period_of_day(grain, day);
	return periods;
}

void keep_read_row(struct query *q, struct sums_row *ret)
{
	ret->is_refund = query_int(q) != 0;
	ret->total = query_money(q);
	ret->tax = query_money(q);
	ret->stored = query_money(q);
	ret->has_cost = !query_is_null(q);
	ret->cost = query_money(q);
	ret->discount = query_money(q);
	ret->returned = query_money(q);
}

rgl_rc keep_product(struct store *store, int64_t sale, bool makes, int64_t *ret)
{
	struct query q;
	int64_t product = 0;
	bool has_line = false;
	rgl_rc rc;

	if (sale == 0) {
		*ret = 0;
		return RGL_OK;
	}
	q = query(store, STATEMENT_KEEP_PRODUCT);
	query_bind_int(&q, sale);
	if (query_row(&q)) {
		product = query_int(&q);
		has_line = true;
	}
	rc = query_end(&q);
	if (rc == RGL_OK && has_line && product == 0 && makes) {
		q = query(store, STATEMENT_KEEP_PRODUCT_ADD);
		query_bind_int(&q, sale);
		rc = query_run(&q);
		product = store_last_id(store);
	}
	if (rc == RGL_OK)
		*ret = product;
	return rc;
}

/* --- counting */

/* The periods that run, with what fell in them until now. */
struct count {
	struct store *store;
	keep_taker *take;
	void *user;
	struct keep_member member;
	struct keep_periods cohort;
	struct keep_periods running;
	struct figures sums[KEEP_GRAINS];
	bool has_any;
};

static rgl_rc find_first(struct store *store, int64_t member, int64_t but, int64_t *ret_ms)
{
	struct query q = query(store, STATEMENT_KEEP_FIRST);
	bool found = false;
	int64_t first_ms = 0;
	rgl_rc rc;

	query_bind_int(&q, member);
	query_bind_int(&q, but);
	if (query_row(&q)) {
		first_ms = query_int(&q);
		found = true;
	}
	rc = query_end(&q);
	if (rc == RGL_OK && found)
		*ret_ms = first_ms;
	return rc < 0 ? rc : found ? RGL_EXISTS : RGL_OK;
}

static rgl_rc end_period(struct count *count, enum grain grain)
{
	static const struct figures NONE;
	rgl_rc rc = RGL_OK;

	if (count->has_any)
		rc = count->take(count->user, grain, count->cohort.of[grain],
				 count->running.of[grain], &count->sums[grain]);
	count->sums[grain] = NONE;
	return rc;
}

/* Of two visits at one instant the first is the one that was recorded first. */
static bool note_visit(struct count *count, int64_t sale, int64_t at_ms, int64_t scene)
{
	struct keep_member *member = &count->member;
	int64_t visits = member->figures.visits;

	if (visits == 0 || (at_ms == member->first_ms && sale < member->first_sale)) {
		member->first_sale = sale;
		member->first_ms = at_ms;
		member->first_scene = scene;
	}
	if (visits == 1)
		member->second_ms = at_ms;
	member->last_ms = at_ms;
	return visits == 1;
}

static rgl_rc add_row(struct count *count, struct query *q)
{
	int64_t sale = query_int(q);
	int64_t at_ms = query_int(q);
	int64_t scene = query_int(q);
	struct keep_periods at = keep_periods_of(count->store->zone, at_ms);
	struct figures figures = { 0 };
	struct sums_row row;
	bool is_second = false;
	rgl_rc rc;

	keep_read_row(q, &row);
	rc = sums_row_figures(&row, &figures);
	if (rc == RGL_OK && !row.is_refund)
		is_second = note_visit(count, sale, at_ms, scene);
	for (enum grain grain = GRAIN_WEEK; rc == RGL_OK && grain <= GRAIN_QUARTER; grain++) {
		struct figures *sums = &count->sums[grain];

		if (count->running.of[grain] != at.of[grain])
			rc = end_period(count, grain);
		if (rc == RGL_OK)
			rc = figures_add(sums, &figures);
		sums->members = sums->visits > 0;
		sums->returned += is_second;
	}
	count->running = at;
	count->has_any = true;
	return rc < 0 ? rc : figures_add(&count->member.figures, &figures);
}

static rgl_rc count_rows(struct count *count, int64_t but)
{
	struct query q = query(count->store, STATEMENT_KEEP_SALES);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, count->member.member);
	query_bind_int(&q, but);
	while (rc == RGL_OK && query_row(&q))
		rc = add_row(count, &q);
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

rgl_rc keep_count(struct store *store, int64_t member, int64_t but, keep_taker *take, void *user,
		  struct keep_member *ret)
{
	struct count count = { .store = store,
			       .take = take,
			       .user = user,
			       .member = { .member = member },
			       .cohort = { { KEEP_NEVER, KEEP_NEVER, KEEP_NEVER, KEEP_NEVER } } };
	int64_t first_ms = 0;
	rgl_rc rc = find_first(store, member, but, &first_ms);

	if (rc == RGL_EXISTS)
		count.cohort = keep_periods_of(store->zone, first_ms);
	if (rc >= 0)
		rc = count_rows(&count, but);
	for (enum grain grain = GRAIN_WEEK; rc == RGL_OK && grain <= GRAIN_QUARTER; grain++)
		rc = end_period(&count, grain);
	count.member.figures.members = count.member.figures.visits > 0;
	count.member.figures.returned = count.member.figures.visits > 1;
	if (rc == RGL_OK)
		*ret = count.member;
	return rc;
}
