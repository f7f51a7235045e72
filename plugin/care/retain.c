/* retain.c - see retain.h. */
#include "plugin/care/retain.h"

#include "plugin/care/audit.h"
#include "plugin/care/erase.h"
#include "plugin/care/policy.h"
#include "plugin/store/query.h"
#include "plugin/store/scrub.h"

#define DAY_MS INT64_C(86400000)
#define MONTHS_A_YEAR 12
#define BATCH 100

/* What is older than this goes; 0: nothing does. */
struct limits {
	int64_t words_ms;
	int64_t members_ms;
};

static const char WHO[] = "retention";
static const char WHY[] = "did not come for as long as the shop keeps members";

/* The same day so many months ago; of a month without such a day its last. */
static int64_t months_ago(struct store *store, int64_t now_ms, int64_t months)
{
	struct civil day = zone_civil(store->zone, now_ms);
	const int64_t month = (int64_t)day.year * MONTHS_A_YEAR + day.month - 1 - months;
	const int32_t year = (int32_t)(month / MONTHS_A_YEAR);
	const int32_t of_year = (int32_t)(month % MONTHS_A_YEAR) + 1;
	const int64_t first = civil_days(year, of_year, 1);
	const int64_t next = of_year == MONTHS_A_YEAR ? civil_days(year + 1, 1, 1)
						      : civil_days(year, of_year + 1, 1);
	const int64_t wanted = first + day.day - 1;

	return zone_instant_ms(store->zone, (wanted < next ? wanted : next - 1) * DAY_MS);
}

static rgl_rc read_limits(struct store *store, struct limits *ret)
{
	const int64_t now_ms = host_now_ms(store->host);
	struct policy policy;
	rgl_rc rc = policy_read(store, &policy);

	if (rc < 0)
		return rc;
	ret->words_ms = policy.keep_words_days == 0 ? 0 : now_ms - policy.keep_words_days * DAY_MS;
	ret->members_ms = policy.keep_members_months == 0
				  ? 0
				  : months_ago(store, now_ms, policy.keep_members_months);
	return RGL_OK;
}

rgl_rc retain_words_since(struct store *store, int64_t *ret_ms)
{
	struct limits limits = { 0 };
	rgl_rc rc = read_limits(store, &limits);

	if (rc == RGL_OK)
		*ret_ms = limits.words_ms;
	return rc;
}

/* ---- Looking ---- */

static rgl_rc count(struct store *store, enum statement statement, int64_t before_ms, int64_t *ret)
{
	struct query q;

	if (before_ms <= 0)
		return RGL_OK;
	q = query(store, statement);
	query_bind_int(&q, before_ms);
	if (query_row(&q))
		*ret += query_int(&q);
	return query_end(&q);
}

rgl_rc retain_look(struct store *store, struct retained *ret)
{
	struct retained retained = { 0 };
	struct limits limits = { 0 };
	rgl_rc rc = read_limits(store, &limits);

	if (rc == RGL_OK)
		rc = count(store, STATEMENT_RETAIN_WORDS, limits.words_ms, &retained.words);
	if (rc == RGL_OK)
		rc = count(store, STATEMENT_RETAIN_MEMBERS, limits.members_ms, &retained.members);
	if (rc == RGL_OK)
		*ret = retained;
	return rc;
}

/* ---- Words ---- */

static rgl_rc take_batch(struct store *store, enum statement statement, int64_t before_ms,
			 int64_t *ret_rows)
{
	struct query q = query(store, statement);
	rgl_rc rc;

	query_bind_int(&q, before_ms);
	query_bind_int(&q, BATCH);
	while (query_row(&q))
		(*ret_rows)++;
	rc = query_end(&q);
	return rc;
}

/* All of one table, so many rows a transaction. */
static rgl_rc take_words(struct store *store, enum statement statement, int64_t before_ms,
			 int64_t *words)
{
	int64_t rows = BATCH;
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && rows == BATCH) {
		rows = 0;
		rc = store_begin(store);
		if (rc == RGL_OK)
			rc = store_end(store, take_batch(store, statement, before_ms, &rows));
		if (rc == RGL_OK)
			*words += rows;
	}
	return rc;
}

static rgl_rc take_all_words(struct store *store, int64_t before_ms, int64_t *words)
{
	static const enum statement TABLES[] = {
		STATEMENT_RETAIN_STEPS,
		STATEMENT_RETAIN_GESTURES,
		STATEMENT_RETAIN_COMPLAINTS,
		STATEMENT_RETAIN_MOMENTS,
	};
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < sizeof(TABLES) / sizeof(TABLES[0]); i++)
		rc = take_words(store, TABLES[i], before_ms, words);
	return rc;
}

/* ---- Members ---- */

static rgl_rc next_member(struct store *store, int64_t before_ms, int64_t *at)
{
	struct query q = query(store, STATEMENT_RETAIN_NEXT);

	query_bind_int(&q, before_ms);
	query_bind_int(&q, *at);
	*at = 0;
	if (query_row(&q))
		*at = query_int(&q);
	return query_end(&q);
}

/* Found and erased in one transaction: a sale between the two would be lost. */
static rgl_rc take_next(struct store *store, int64_t before_ms, int64_t *at, int64_t *ret_members)
{
	struct erase_asked asked = { .who = WHO, .why = WHY };
	rgl_rc rc = next_member(store, before_ms, at);

	if (rc < 0 || *at == 0)
		return rc;
	asked.member = *at;
	return erase_within(store, &asked, ret_members);
}

static rgl_rc take_members(struct store *store, int64_t before_ms, int64_t *members)
{
	int64_t at = 0;
	rgl_rc rc = RGL_OK;

	do {
		int64_t taken = 0;

		rc = store_begin(store);
		if (rc == RGL_OK)
			rc = store_end(store, take_next(store, before_ms, &at, &taken));
		if (rc >= 0)
			*members += taken;
	} while (rc >= 0 && at != 0);
	return rc < 0 ? rc : RGL_OK;
}

rgl_rc retain_apply(struct store *store, struct retained *ret)
{
	struct limits limits = { 0 };
	bool is_clear = false;
	rgl_rc rc = read_limits(store, &limits);

	*ret = (struct retained) { 0 };
	if (rc == RGL_OK)
		rc = scrub_begin(store);
	if (rc == RGL_OK && limits.words_ms > 0)
		rc = take_all_words(store, limits.words_ms, &ret->words);
	if (rc == RGL_OK && limits.members_ms > 0)
		rc = take_members(store, limits.members_ms, &ret->members);
	if (rc == RGL_OK && ret->words + ret->members > 0)
		rc = scrub_log(store, &is_clear);
	return rc;
}
