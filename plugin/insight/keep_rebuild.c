/* keep_rebuild.c - see keep.h: all figures counted anew, a piece at a time.
 *
 * First the sales in the order in which they were recorded: nobody's are counted, and what was
 * recorded before there were scenes gets its scene and discount. Then the members by number. Each
 * piece is a transaction, at the end of which `keeping` says how far it is: what is behind that is
 * kept by whoever sells meanwhile, what is before it will be counted as it is then.
 */
#include "plugin/insight/keep_parts.h"

/* A piece ends with these, or earlier when a till waits. */
enum { SALES_A_STEP = 500, STEPS_A_PIECE = 10, MEMBERS_A_PIECE = 500 };

struct rebuild {
	struct store *store;
	struct keep_reach reach;
	int64_t last_member;
	int64_t last_sale;
};

static rgl_rc run(struct store *store, enum statement statement)
{
	struct query q = query(store, statement);

	return query_run(&q);
}

static rgl_rc go_on(struct rebuild *rebuild)
{
	struct query q = query(rebuild->store, STATEMENT_KEEP_GO_ON);

	query_bind_int(&q, rebuild->reach.members);
	query_bind_int(&q, rebuild->reach.sales);
	return query_run(&q);
}

static rgl_rc read_last(struct rebuild *rebuild)
{
	struct query q = query(rebuild->store, STATEMENT_KEEP_LAST);

	if (query_row(&q)) {
		rebuild->last_member = query_int(&q);
		rebuild->last_sale = query_int(&q);
	}
	return query_end(&q);
}

rgl_rc keep_put_off(struct store *store)
{
	struct rebuild rebuild = { .store = store };
	rgl_rc rc = read_last(&rebuild);

	return rc < 0 || rebuild.last_sale > 0 ? rc : keep_forget(store);
}

/* --- the beginning */

static rgl_rc clear(struct rebuild *rebuild)
{
	struct query q = query(rebuild->store, STATEMENT_KEEP_MOVE);
	rgl_rc rc;

	query_bind_text(&q, rebuild->store->shop.zone_name);
	rc = query_run(&q);
	if (rc == RGL_OK)
		rc = run(rebuild->store, STATEMENT_KEEP_CLEAR_CELLS);
	if (rc == RGL_OK)
		rc = run(rebuild->store, STATEMENT_KEEP_CLEAR_MONTHS);
	rebuild->reach = (struct keep_reach) { 0 };
	return rc;
}

/* One that is not whole, and not at its beginning, goes on where it was. */
static rgl_rc begin(struct rebuild *rebuild, bool may_clear)
{
	const struct keep_reach *reach = &rebuild->reach;
	rgl_rc rc = keep_read_reach(rebuild->store, &rebuild->reach);

	if (rc == RGL_OK && ((reach->members == 0 && reach->sales == 0) ||
			     (may_clear && reach->members == KEEP_ALL && reach->sales == KEEP_ALL)))
		rc = clear(rebuild);
	return rc < 0 ? rc : read_last(rebuild);
}

/* --- sales */

static rgl_rc fill(struct store *store, enum statement statement, int64_t after, int64_t until)
{
	struct query q = query(store, statement);

	query_bind_int(&q, after);
	query_bind_int(&q, until);
	return query_run(&q);
}

static rgl_rc count_nobody(struct store *store, int64_t after, int64_t until)
{
	struct query q = query(store, STATEMENT_KEEP_NOBODY);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, after);
	query_bind_int(&q, until);
	while (rc == RGL_OK && query_row(&q)) {
		struct figures figures = { 0 };
		struct sums_row row;
		int64_t at_ms = query_int(&q);

		keep_read_row(&q, &row);
		rc = sums_row_figures(&row, &figures);
		if (rc == RGL_OK)
			rc = keep_add_nobody(store, at_ms, &figures);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

static rgl_rc count_sales(struct rebuild *rebuild)
{
	struct store *store = rebuild->store;
	int64_t *sales = &rebuild->reach.sales;
	rgl_rc rc = RGL_OK;

	for (int step = 0; rc == RGL_OK && step < STEPS_A_PIECE && *sales < rebuild->last_sale;
	     step++) {
		int64_t until = rebuild->last_sale - *sales < SALES_A_STEP ? rebuild->last_sale
									   : *sales + SALES_A_STEP;

		rc = fill(store, STATEMENT_KEEP_SCENES, *sales, until);
		if (rc == RGL_OK)
			rc = fill(store, STATEMENT_KEEP_FILL, *sales, until);
		if (rc == RGL_OK)
			rc = count_nobody(store, *sales, until);
		*sales = until;
		if (store_is_wanted(store))
			break;
	}
	if (*sales >= rebuild->last_sale)
		*sales = KEEP_ALL;
	return rc;
}

/* --- members */

static rgl_rc next_member(struct rebuild *rebuild, int64_t *ret)
{
	struct query q = query(rebuild->store, STATEMENT_KEEP_MEMBER_NEXT);
	int64_t member = KEEP_ALL;
	rgl_rc rc;

	query_bind_int(&q, rebuild->reach.members);
	if (query_row(&q))
		member = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = member;
	return rc;
}

static rgl_rc write_gathered(struct store *store, const struct sums_cells *cells)
{
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < cells->room; i++) {
		const struct sums_cell *cell = &cells->places[i];

		if (cell->grain != 0)
			rc = keep_add_cell(store, cell->grain, cell->cohort, cell->period,
					   &cell->figures);
	}
	return rc;
}

/* Members of a piece share most of their cells, which are written once for all of them. */
static rgl_rc count_members(struct rebuild *rebuild)
{
	struct sums_cells cells = { .host = rebuild->store->host };
	rgl_rc rc = RGL_OK;

	for (int i = 0; rc == RGL_OK && i < MEMBERS_A_PIECE && rebuild->reach.members != KEEP_ALL;
	     i++) {
		int64_t member = 0;

		rc = next_member(rebuild, &member);
		if (rc == RGL_OK && member != KEEP_ALL)
			rc = keep_gather(rebuild->store, member, &cells);
		rebuild->reach.members = member;
		if (store_is_wanted(rebuild->store))
			break;
	}
	if (rc == RGL_OK)
		rc = write_gathered(rebuild->store, &cells);
	sums_cells_free(&cells);
	return rc;
}

/* --- all of it */

/* One piece, from its begin to its end. Another's rebuild may have gone on meanwhile. */
static rgl_rc count_piece(struct rebuild *rebuild, bool is_first)
{
	rgl_rc rc = begin(rebuild, is_first);

	if (rc == RGL_OK && rebuild->reach.sales != KEEP_ALL)
		rc = count_sales(rebuild);
	else if (rc == RGL_OK)
		rc = count_members(rebuild);
	return rc < 0 ? rc : go_on(rebuild);
}

static int64_t lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

rgl_rc keep_rebuild(struct store *store, keep_progress *progress, void *user)
{
	struct rebuild rebuild = { .store = store };
	bool is_first = true;
	bool is_whole = false;
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && !is_whole) {
		const struct keep_reach *reach = &rebuild.reach;

		rc = store_begin(store);
		if (rc < 0)
			return rc;
		rc = store_end(store, count_piece(&rebuild, is_first));
		is_first = false;
		is_whole = reach->members == KEEP_ALL && reach->sales == KEEP_ALL;
		if (rc == RGL_OK && progress != NULL)
			rc = progress(user,
				      lesser(reach->sales, rebuild.last_sale) +
					      lesser(reach->members, rebuild.last_member),
				      rebuild.last_sale + rebuild.last_member);
	}
	return rc;
}
