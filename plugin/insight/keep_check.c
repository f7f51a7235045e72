/* keep_check.c - see keep.h: the figures beside a count of the sales. Reads alone. */
#include "plugin/insight/keep_parts.h"
#include "plugin/insight/sums_cells.h"

/* What the sales say so far, and the member who is being counted. */
struct check {
	struct store *store;
	struct sums_cells cells;
	int64_t member;
	int64_t months; /* of that member, that say something */
	struct keep_verdict verdict;
};

static bool is_same(const struct figures *a, const struct figures *b)
{
	struct figures rest = *a;

	return figures_sub(&rest, b) == RGL_OK && figures_are_zero(&rest);
}

/* --- a member */

/* member_month has no members and returned. */
static rgl_rc check_month(struct check *check, int32_t month, const struct figures *figures)
{
	struct query q = query(check->store, STATEMENT_KEEP_MONTH);
	struct figures counted = *figures;
	struct figures kept = { 0 };
	rgl_rc rc;

	counted.members = 0;
	counted.returned = 0;
	query_bind_int(&q, check->member);
	query_bind_int(&q, month);
	if (query_row(&q))
		keep_read_sums(&q, &kept);
	rc = query_end(&q);
	check->months += !figures_are_zero(&counted);
	check->verdict.months += rc == RGL_OK && !is_same(&counted, &kept);
	return rc;
}

static rgl_rc take(void *user, enum grain grain, int32_t cohort, int32_t period,
		   const struct figures *figures)
{
	struct check *check = user;
	rgl_rc rc = sums_cells_add(&check->cells, grain, cohort, period, figures);

	if (rc == RGL_E_MEMORY)
		rc = refuse(&check->store->refusal, rc, "there is not enough memory for the count");
	if (rc == RGL_OK && grain == GRAIN_MONTH)
		rc = check_month(check, period, figures);
	return rc;
}

static rgl_rc check_month_count(struct check *check)
{
	struct query q = query(check->store, STATEMENT_KEEP_MONTH_COUNT);
	int64_t months = check->months;
	rgl_rc rc;

	query_bind_int(&q, check->member);
	if (query_row(&q))
		months = query_int(&q);
	rc = query_end(&q);
	check->verdict.months += rc == RGL_OK && months > check->months;
	return rc;
}

static rgl_rc check_member(struct check *check, const struct keep_member *kept)
{
	struct keep_member counted = { 0 };
	bool is_right;
	rgl_rc rc;

	check->member = kept->member;
	check->months = 0;
	rc = keep_count(check->store, kept->member, 0, take, check, &counted);
	if (rc == RGL_OK)
		rc = keep_product(check->store, counted.first_sale, false, &counted.first_product);
	if (rc == RGL_OK)
		rc = check_month_count(check);
	if (rc < 0)
		return rc;
	counted.figures.members = 0;
	counted.figures.returned = 0;
	is_right = is_same(&counted.figures, &kept->figures) &&
		   counted.first_ms == kept->first_ms && counted.second_ms == kept->second_ms &&
		   counted.last_ms == kept->last_ms && counted.first_scene == kept->first_scene &&
		   counted.first_product == kept->first_product;
	check->verdict.members += !is_right;
	return RGL_OK;
}

static rgl_rc check_members(struct check *check)
{
	struct query q = query(check->store, STATEMENT_KEEP_MEMBERS);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc == RGL_OK && query_row(&q)) {
		struct keep_member kept = { 0 };

		kept.member = query_int(&q);
		kept.first_ms = query_int(&q);
		kept.second_ms = query_int(&q);
		kept.last_ms = query_int(&q);
		kept.first_scene = query_int(&q);
		kept.first_product = query_int(&q);
		keep_read_sums(&q, &kept.figures);
		rc = check_member(check, &kept);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

/* --- cells */

static rgl_rc count_nobody(struct check *check)
{
	struct query q = query(check->store, STATEMENT_KEEP_NOBODY);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, INT64_MIN);
	query_bind_int(&q, INT64_MAX);
	while (rc == RGL_OK && query_row(&q)) {
		struct figures figures = { 0 };
		int64_t at_ms = query_int(&q);
		struct keep_periods at = keep_periods_of(check->store->zone, at_ms);
		struct sums_row row;

		keep_read_row(&q, &row);
		rc = sums_row_figures(&row, &figures);
		for (enum grain grain = GRAIN_WEEK; rc == RGL_OK && grain <= GRAIN_QUARTER; grain++)
			rc = sums_cells_add(&check->cells, grain, KEEP_NOBODY, at.of[grain],
					    &figures);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

/* Each that is kept is right, and as many are kept as there are. */
static rgl_rc check_cells(struct check *check)
{
	static const struct figures NONE;
	struct query q = query(check->store, STATEMENT_KEEP_CELLS);
	int64_t found = 0;
	rgl_rc rc;

	while (query_row(&q)) {
		struct figures kept = { 0 };
		const struct figures *counted;
		enum grain grain = (enum grain)query_int(&q);
		int32_t cohort = (int32_t)query_int(&q);
		int32_t period = (int32_t)query_int(&q);

		kept.members = query_int(&q);
		kept.returned = query_int(&q);
		keep_read_sums(&q, &kept);
		counted = sums_cells_find(&check->cells, grain, cohort, period);
		counted = counted == NULL ? &NONE : counted;
		found += !figures_are_zero(counted);
		check->verdict.cells += !is_same(&kept, counted);
	}
	rc = query_end(&q);
	check->verdict.cells += sums_cells_filled(&check->cells) - found;
	return rc;
}

/* --- all of it */

static rgl_rc check_all(struct check *check)
{
	rgl_rc rc = keep_is_counted(check->store, &check->verdict.is_counted);

	if (rc < 0 || !check->verdict.is_counted)
		return rc;
	rc = count_nobody(check);
	if (rc == RGL_OK)
		rc = check_members(check);
	return rc < 0 ? rc : check_cells(check);
}

rgl_rc keep_check(struct store *store, struct keep_verdict *ret)
{
	struct check check = { .store = store, .cells = { .host = store->host } };
	rgl_rc rc = store_look(store);

	if (rc == RGL_OK)
		rc = check_all(&check);
	store_looked(store);
	sums_cells_free(&check.cells);
	if (rc == RGL_OK)
		*ret = check.verdict;
	return rc;
}
