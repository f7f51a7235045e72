/* audit.c - see audit.h. */
#include "tests/support/audit.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/* Of the purse of a name. */
#define UNITS                                                                                      \
	"SELECT coalesce(sum(a.balance), 0) + (SELECT coalesce(sum(t.amount), 0) FROM transfer t"  \
	" JOIN account e ON e.id = t.debit WHERE t.kind = 5 AND e.purse = a.purse) FROM account a" \
	" JOIN purse p ON p.id = a.purse WHERE a.kind >= 2 AND p.name = ?"

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
	{ "sales undone without the row that undoes them, or twice",
	  "SELECT count(*) FROM sale s LEFT JOIN (SELECT undoes, count(*) AS n FROM sale WHERE"
	  " undoes IS NOT NULL GROUP BY undoes) u ON u.undoes = s.id WHERE s.voided <>"
	  " coalesce(u.n, 0)" },
	{ "sales edited without a new one, or twice",
	  "SELECT count(*) FROM sale s LEFT JOIN (SELECT replaces, count(*) AS n FROM sale WHERE"
	  " replaces IS NOT NULL GROUP BY replaces) r ON r.replaces = s.id WHERE"
	  " (s.ref GLOB 'regulars:edited:*') <> coalesce(r.n, 0)" },
	{ "holds that ended without an event, or go on with one",
	  "SELECT count(*) FROM hold WHERE (state = 1) <> (ended_by IS NULL)" },
	{ "coupons that a hold has which is over",
	  "SELECT count(*) FROM voucher v JOIN hold h ON h.id = v.used_by WHERE h.state <> 1" },
	{ "coupons that a sale has which was undone",
	  "SELECT count(*) FROM voucher v JOIN sale s ON s.id = v.used_by WHERE s.voided = 1" },
	/* By a programme in which all ends, each unit is in a lot, but for debts. */
	{ "accounts whose lots are not what is in them",
	  "SELECT count(*) FROM account a WHERE a.kind = 3 AND a.member > 1 AND EXISTS (SELECT 1"
	  " FROM programme) AND max(0, a.balance + (SELECT coalesce(sum(i.amount), 0) FROM hold h"
	  " JOIN hold_item i ON i.hold = h.id WHERE h.member = a.member AND h.state = 1 AND"
	  " i.account = a.id)) <> (SELECT coalesce(sum(remaining), 0) FROM lot WHERE"
	  " account = a.id AND remaining > 0)" },
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

static bool read_units(sqlite3 *db, struct units *ret)
{
	static const char *const NAMES[TRADE_PURSES] = { "points", "credit", "gift", "tea" };
	bool known = true;

	for (int i = 0; known && i < TRADE_PURSES; i++)
		known = number_of(db, UNITS, NAMES[i], &ret->of[i]);
	return known;
}

/* Of what has an id of the till's own and is there once. */
static bool has_order(sqlite3 *db, const struct order *order, char *wrong)
{
	static const char BY_ID[] = "SELECT (SELECT count(*) FROM sale WHERE ref = ?1) + (SELECT"
				    " count(*) FROM adjustment WHERE ref = ?1) + (SELECT count(*)"
				    " FROM issue WHERE ref = ?1)";
	int64_t count = 0;

	if (order->id[0] == '\0' || !order->acknowledged ||
	    (order->again != AGAIN_EXISTS && (order->again != AGAIN_TODAY || order->replaces)))
		return true;
	if (number_of(db, BY_ID, order->id, &count) && count == 1)
		return true;
	(void)snprintf(wrong, AUDIT_ROOM, "%s is there %lld times", order->id, (long long)count);
	return false;
}

static bool has_orders(sqlite3 *db, const struct trade *trade, const struct units *before,
		       char *wrong)
{
	const struct units moved = trade_units(trade);
	struct units now = { { 0 } };

	for (int i = 0; i < trade->order_count; i++)
		if (!has_order(db, &trade->orders[i], wrong))
			return false;
	if (!read_units(db, &now)) {
		(void)snprintf(wrong, AUDIT_ROOM, "the accounts: %s", sqlite3_errmsg(db));
		return false;
	}
	for (int i = 0; i < TRADE_PURSES; i++) {
		int64_t wanted = before->of[i] + moved.of[i];

		if (now.of[i] == wanted)
			continue;
		(void)snprintf(wrong, AUDIT_ROOM, "of purse %d there are %lld and not %lld", i,
			       (long long)now.of[i], (long long)wanted);
		return false;
	}
	return true;
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

bool audit_trade(const char *path, const struct trade *trade, const struct units *before,
		 char wrong[AUDIT_ROOM])
{
	sqlite3 *db = look(path);
	bool good = db != NULL;

	wrong[0] = '\0';
	if (good)
		good = is_sound(db, wrong) && has_orders(db, trade, before, wrong);
	else
		(void)snprintf(wrong, AUDIT_ROOM, "the store does not open");
	(void)sqlite3_close(db);
	return good;
}

bool audit_units(const char *path, struct units *ret)
{
	sqlite3 *db = look(path);
	struct units units = { { 0 } };
	bool known = db != NULL && read_units(db, &units);

	(void)sqlite3_close(db);
	if (known)
		*ret = units;
	return known;
}
