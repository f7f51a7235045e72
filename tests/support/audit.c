/* audit.c - see audit.h. */
#include "tests/support/audit.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define POINTS "SELECT coalesce(sum(balance), 0) FROM account WHERE member IS NOT NULL"

struct check {
	const char *name;
	const char *sql;
};

static const struct check STATEMENTS[] = {
#define STATEMENT(name, walks, sql) { #name, sql },
#include "plugin/store/statements.def"
#undef STATEMENT
};

/* What CHECKs of the schema hold (a balance below zero, more given back than was paid)
 * integrity_check reads again. */
static const struct check COUNTS[] = {
	{ "references that hang", "SELECT count(*) FROM pragma_foreign_key_check" },
	{ "sales without lines", "SELECT count(*) FROM sale s WHERE is_refund = 0 AND NOT EXISTS"
				 " (SELECT 1 FROM sale_line WHERE sale = s.id)" },
};

/* The number a statement answers; it takes one text or none. */
static bool number_of(sqlite3 *db, const char *sql, const char *text, int64_t *ret)
{
	sqlite3_stmt *statement = NULL;
	bool known = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK;

	if (known && text != NULL)
		known = sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC) == SQLITE_OK;
	known = known && sqlite3_step(statement) == SQLITE_ROW;
	if (known)
		*ret = sqlite3_column_int64(statement, 0);
	(void)sqlite3_finalize(statement);
	return known;
}

static bool is_zero(sqlite3 *db, const struct check *check, char *wrong)
{
	int64_t count = 0;

	if (!number_of(db, check->sql, NULL, &count))
		(void)snprintf(wrong, AUDIT_ROOM, "%s: %s", check->name, sqlite3_errmsg(db));
	else if (count != 0)
		(void)snprintf(wrong, AUDIT_ROOM, "%s: %lld", check->name, (long long)count);
	return wrong[0] == '\0';
}

static bool is_whole(sqlite3 *db, char *wrong)
{
	sqlite3_stmt *statement = NULL;
	const char *said = NULL;

	if (sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		said = (const char *)sqlite3_column_text(statement, 0);
	if (said == NULL)
		said = sqlite3_errmsg(db);
	if (strcmp(said, "ok") != 0)
		(void)snprintf(wrong, AUDIT_ROOM, "integrity_check: %s", said);
	(void)sqlite3_finalize(statement);
	return wrong[0] == '\0';
}

/* The doctor's statements that answer one number: how much is wrong. */
static bool is_finding(sqlite3 *db, const struct check *check)
{
	sqlite3_stmt *statement = NULL;
	bool is_one;

	if (strncmp(check->name, "DOCTOR_", 7) != 0)
		return false;
	is_one = sqlite3_prepare_v2(db, check->sql, -1, &statement, NULL) != SQLITE_OK ||
		 (sqlite3_column_count(statement) == 1 &&
		  sqlite3_bind_parameter_count(statement) == 0);
	(void)sqlite3_finalize(statement);
	return is_one;
}

static bool is_sound(sqlite3 *db, char *wrong)
{
	bool good = is_whole(db, wrong);

	for (size_t i = 0; good && i < sizeof(COUNTS) / sizeof(COUNTS[0]); i++)
		good = is_zero(db, &COUNTS[i], wrong);
	for (size_t i = 0; good && i < sizeof(STATEMENTS) / sizeof(STATEMENTS[0]); i++)
		if (is_finding(db, &STATEMENTS[i]))
			good = is_zero(db, &STATEMENTS[i], wrong);
	return good;
}

/* NULL when it does not open. Looks only: it never writes the log back. */
static sqlite3 *look(const char *path)
{
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
	    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) == SQLITE_OK &&
	    sqlite3_exec(db, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL) == SQLITE_OK)
		return db;
	(void)sqlite3_close(db);
	return NULL;
}

static bool has_orders(sqlite3 *db, const struct trade *trade, int64_t points_before, char *wrong)
{
	static const char BY_ID[] = "SELECT count(*) FROM sale WHERE ref = ?";
	int64_t wanted = points_before + trade_points(trade);
	int64_t count = 0;

	for (int i = 0; i < trade->order_count; i++) {
		const struct order *order = &trade->orders[i];

		if (order->id[0] == '\0' || !order->acknowledged)
			continue;
		if (!number_of(db, BY_ID, order->id, &count) || count != 1) {
			(void)snprintf(wrong, AUDIT_ROOM, "%s is there %lld times", order->id,
				       (long long)count);
			return false;
		}
	}
	if (number_of(db, POINTS, NULL, &count) && count == wanted)
		return true;
	(void)snprintf(wrong, AUDIT_ROOM, "the members have %lld points and not %lld",
		       (long long)count, (long long)wanted);
	return false;
}

bool audit_store(const char *path, char wrong[AUDIT_ROOM])
{
	sqlite3 *db = look(path);
	bool good = db != NULL;

	wrong[0] = '\0';
	if (good)
		good = is_sound(db, wrong);
	else
		(void)snprintf(wrong, AUDIT_ROOM, "the store does not open");
	(void)sqlite3_close(db);
	return good;
}

bool audit_trade(const char *path, const struct trade *trade, int64_t points_before,
		 char wrong[AUDIT_ROOM])
{
	sqlite3 *db = look(path);
	bool good = db != NULL;

	wrong[0] = '\0';
	if (good)
		good = is_sound(db, wrong) && has_orders(db, trade, points_before, wrong);
	else
		(void)snprintf(wrong, AUDIT_ROOM, "the store does not open");
	(void)sqlite3_close(db);
	return good;
}

int64_t audit_points(const char *path)
{
	sqlite3 *db = look(path);
	int64_t points = -1;

	if (db != NULL && !number_of(db, POINTS, NULL, &points))
		points = -1;
	(void)sqlite3_close(db);
	return points;
}
