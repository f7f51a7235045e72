/* kept.c - see kept.h. */
#include "tests/support/kept.h"

#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "plugin/insight/keep.h"

/* What counts, and the visits in their order. */
#define COUNTED                                                                                    \
	"WITH s AS MATERIALIZED (SELECT s.*, s.total_minor - s.tax_minor - s.stored_minor AS net," \
	" s.returned_minor - iif(s.is_refund = 1, s.total_minor, 0) AS back FROM sale s"           \
	" WHERE s.voided = 0 AND s.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM sale o"            \
	" WHERE o.id = s.refund_of AND o.voided = 1)),"                                            \
	" v AS MATERIALIZED (SELECT id, member, at_ms, scene, row_number() OVER"                   \
	" (PARTITION BY member ORDER BY at_ms, id) AS nth FROM s WHERE is_refund = 0"              \
	" AND member IS NOT NULL)"

#define SUMS                                                                                       \
	" coalesce(sum(s.is_refund = 0), 0) AS visits, coalesce(sum(s.net), 0) AS net,"            \
	" coalesce(sum(s.cost_minor), 0) AS cost, count(s.id) - count(s.cost_minor) AS costless,"  \
	" coalesce(sum(s.back), 0) AS back, coalesce(sum(s.discount_minor), 0) AS discount"

static const char MEMBERS[] = COUNTED
	", counted AS (SELECT m.id, coalesce((SELECT at_ms FROM v WHERE member = m.id"
	" AND nth = 1), 0) AS first, coalesce((SELECT at_ms FROM v WHERE member = m.id"
	" AND nth = 2), 0) AS second, coalesce((SELECT max(at_ms) FROM v WHERE member = m.id),"
	" 0) AS last, (SELECT scene FROM v WHERE member = m.id AND nth = 1) AS scene,"
	" (SELECT p.id FROM v JOIN sale_line l ON l.sale = v.id JOIN product p"
	" ON p.sku = l.sku AND p.name = l.name AND p.category = l.category"
	" WHERE v.member = m.id AND v.nth = 1 AND l.kind = 0 AND l.reward = ''"
	" AND l.total_minor >= 0 AND l.qty_milli >= 0 ORDER BY l.total_minor DESC, l.n"
	" LIMIT 1) AS product," SUMS " FROM member m LEFT JOIN s ON s.member = m.id"
	" GROUP BY m.id), kept AS (SELECT id, first_visit_ms, second_visit_ms, last_visit_ms,"
	" first_scene, first_product, visits, net_minor, cost_minor, costless, refund_minor,"
	" discount_minor FROM member) ";
static const char MONTHS[] = COUNTED
	", counted AS (SELECT member, period(2, at_ms)," SUMS " FROM s"
	" WHERE member IS NOT NULL GROUP BY 1, 2 HAVING visits <> 0 OR net <> 0 OR cost <> 0"
	" OR costless <> 0 OR back <> 0 OR discount <> 0), kept AS (SELECT * FROM member_month"
	" WHERE visits <> 0 OR net_minor <> 0 OR cost_minor <> 0 OR costless <> 0"
	" OR refund_minor <> 0 OR discount_minor <> 0) ";
static const char CELLS[] = COUNTED
	", g (grain) AS (VALUES (1), (2), (3)), counted AS (SELECT g.grain, iif(s.member IS"
	" NULL, -1000000, coalesce((SELECT period(g.grain, v.at_ms) FROM v"
	" WHERE v.member = s.member AND v.nth = 1), -1000001)) AS cohort,"
	" period(g.grain, s.at_ms) AS period, count(DISTINCT iif(is_refund = 0, member, NULL))"
	" AS members, sum(EXISTS (SELECT 1 FROM v WHERE v.id = s.id AND v.nth = 2))"
	" AS returned," SUMS " FROM g CROSS JOIN s GROUP BY 1, 2, 3 HAVING visits <> 0"
	" OR net <> 0 OR cost <> 0 OR costless <> 0 OR back <> 0 OR discount <> 0),"
	" kept AS (SELECT grain, cohort, period, members, returned, visits, net_minor,"
	" cost_minor, costless, refund_minor, discount_minor FROM cohort_cell"
	" WHERE members <> 0 OR returned <> 0 OR visits <> 0 OR net_minor <> 0"
	" OR cost_minor <> 0 OR costless <> 0 OR refund_minor <> 0 OR discount_minor <> 0) ";
static const char DIFFERENCES[] =
	"SELECT '-' AS side, * FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted)"
	" UNION ALL SELECT '+', * FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept)";

static int64_t floor_div(int64_t number, int64_t by)
{
	return number / by - (number % by < 0);
}

/* By the C library's own calendar and zones. */
static int64_t period_of(int grain, int64_t at_ms)
{
	time_t seconds = (time_t)floor_div(at_ms, 1000);
	struct tm local = { 0 };
	int64_t months;

	assert_non_null(localtime_r(&seconds, &local));
	months = ((int64_t)local.tm_year - 70) * 12 + local.tm_mon;
	local.tm_hour = 0;
	local.tm_min = 0;
	local.tm_sec = 0;
	if (grain == 1)
		return floor_div(floor_div((int64_t)timegm(&local), 86400) + 3, 7);
	return grain == 2 ? months : floor_div(months, 3);
}

static void period(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	sqlite3_result_int64(
		context, period_of(sqlite3_value_int(values[0]), sqlite3_value_int64(values[1])));
}

static int64_t tell_differences(sqlite3 *db, const char *what, const char *counted)
{
	sqlite3_stmt *rows = NULL;
	int64_t found = 0;
	char sql[4096];

	(void)snprintf(sql, sizeof(sql), "%s%s", counted, DIFFERENCES);
	if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
		fail_msg("%s: %s", what, sqlite3_errmsg(db));
	while (sqlite3_step(rows) == SQLITE_ROW) {
		char line[400] = "";
		size_t length = 0;

		for (int i = 0; i < sqlite3_column_count(rows) && length < 360; i++)
			length += (size_t)snprintf(
				line + length, sizeof(line) - length, " %.24s",
				sqlite3_column_type(rows, i) == SQLITE_NULL
					? "none"
					: (const char *)sqlite3_column_text(rows, i));
		if (found++ < 4)
			print_message("# %s%s\n", what, line);
	}
	(void)sqlite3_finalize(rows);
	return found;
}

int64_t kept_wrong(const struct test_shop *shop)
{
	sqlite3 *db = NULL;
	int64_t wrong;

	assert_int_equal(setenv("TZ", shop->store->shop.zone_name, 1), 0);
	tzset();
	assert_int_equal(sqlite3_open_v2(shop->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(
		sqlite3_create_function(db, "period", 2, SQLITE_UTF8, NULL, period, NULL, NULL),
		SQLITE_OK);
	wrong = tell_differences(db, "member", MEMBERS);
	wrong += tell_differences(db, "month", MONTHS);
	wrong += tell_differences(db, "cell", CELLS);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return wrong;
}

void kept_is_right(const struct test_shop *shop)
{
	struct keep_verdict verdict = { 0 };

	assert_int_equal(kept_wrong(shop), 0);
	assert_int_equal(keep_check(shop->store, &verdict), RGL_OK);
	assert_true(verdict.is_counted);
	assert_int_equal(verdict.members + verdict.months + verdict.cells, 0);
}
