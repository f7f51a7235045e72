/* SPDX-License-Identifier: Apache-2.0 */
/* peer.h - the same rows written by SQLite alone: what a store holds, read into memory first and
 * then written into another file by prepared INSERTs, event by event, as the plugin did.
 *
 * The same: tables, indexes, CHECKs, foreign keys, pragmas, rows, their order, and when they are
 * committed. Not there: triggers, look-ups, and whatever is counted or checked outside SQLite.
 */
#pragma once

#include <sqlite3.h>

#include "bench/measure.h"

/* As the plugin sets its own connection up, but for who takes the log into the file. */
static const char PEER_SETTINGS[] = "PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON;"
				    "PRAGMA trusted_schema = OFF;"
				    "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -1024;"
				    "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 1000";

/* What the peer has not yet of a table whose rows are numbered as they come. */
#define NEWER_THAN(table) " > (SELECT coalesce(max(id), 0) FROM peer." table ")"

/* Accounts that points moved in or out of since. */
#define MOVED                                                                                      \
	"(SELECT debit FROM main.transfer WHERE id" NEWER_THAN(                                    \
		"transfer") " UNION"                                                               \
			    " SELECT credit FROM main.transfer WHERE id" NEWER_THAN(               \
				    "transfer") ")"

/* A table, and the rows of it that the peer has to write, each with its event first. `change` NULL:
 * new ones; else the UPDATE that makes an old one what it is now. `rows` is run with the plugin's
 * file as main and the peer's attached as peer; the order is that of references. */
struct peer_form {
	const char *table;
	const char *change;
	const char *rows;
};

static const struct peer_form PEER_FORMS[] = {
	{ "till", NULL, "SELECT 0, * FROM main.till WHERE id" NEWER_THAN("till") },
	{ "event", NULL,
	  "SELECT id, * FROM main.event WHERE id" NEWER_THAN("event") " ORDER BY 1" },
	{ "scene", NULL, "SELECT 0, * FROM main.scene WHERE id" NEWER_THAN("scene") },
	{ "product", NULL, "SELECT 0, * FROM main.product WHERE id" NEWER_THAN("product") },
	{ "member", NULL,
	  "SELECT event, * FROM main.member WHERE id" NEWER_THAN("member") " ORDER BY 1" },
	{ "account", NULL,
	  "SELECT m.event, a.* FROM main.account a JOIN main.member m ON m.id = a.member"
	  " WHERE NOT EXISTS (SELECT 1 FROM peer.account p WHERE p.id = a.id) ORDER BY 1, a.id" },
	{ "card", NULL,
	  "SELECT event, * FROM main.card WHERE id" NEWER_THAN("card") " ORDER BY 1, id" },
	{ "hold", NULL, "SELECT id, * FROM main.hold WHERE id" NEWER_THAN("hold") " ORDER BY 1" },
	{ "hold_item", NULL,
	  "SELECT hold, * FROM main.hold_item WHERE hold" NEWER_THAN("hold") " ORDER BY 1, n" },
	{ "sale", NULL, "SELECT id, * FROM main.sale WHERE id" NEWER_THAN("sale") " ORDER BY 1" },
	{ "sale_line", NULL,
	  "SELECT sale, * FROM main.sale_line WHERE sale" NEWER_THAN("sale") " ORDER BY 1, n" },
	{ "tender", NULL,
	  "SELECT sale, * FROM main.tender WHERE sale" NEWER_THAN("sale") " ORDER BY 1, n" },
	{ "transfer", NULL,
	  "SELECT event, * FROM main.transfer WHERE id" NEWER_THAN("transfer") " ORDER BY 1, id" },
	{ "applied", NULL,
	  "SELECT event, * FROM main.applied WHERE event" NEWER_THAN("event") " ORDER BY 1, n" },
	{ "lot", NULL,
	  "SELECT event, * FROM main.lot WHERE id" NEWER_THAN("lot") " ORDER BY 1, id" },
	{ "print_job", NULL,
	  "SELECT sale, * FROM main.print_job WHERE id" NEWER_THAN("print_job") " ORDER BY 1, id" },
	{ "member_month", NULL,
	  "SELECT m.event, x.* FROM main.member_month x JOIN main.member m ON m.id = x.member"
	  " WHERE NOT EXISTS (SELECT 1 FROM peer.member_month p WHERE p.member = x.member"
	  " AND p.month = x.month) ORDER BY 1, x.member, x.month" },
	{ "cohort_cell", NULL,
	  "SELECT 0, x.* FROM main.cohort_cell x WHERE NOT EXISTS (SELECT 1 FROM peer.cohort_cell p"
	  " WHERE p.grain = x.grain AND p.period = x.period AND p.cohort = x.cohort)" },
	{ "member_month",
	  "UPDATE member_month SET visits = ?3, net_minor = ?4, cost_minor = ?5, costless = ?6,"
	  " refund_minor = ?7, discount_minor = ?8 WHERE member = ?1 AND month = ?2",
	  "SELECT 0, x.* FROM main.member_month x JOIN peer.member_month p ON p.member = x.member"
	  " AND p.month = x.month WHERE (p.visits, p.net_minor, p.cost_minor, p.costless,"
	  " p.refund_minor, p.discount_minor) <> (x.visits, x.net_minor, x.cost_minor, x.costless,"
	  " x.refund_minor, x.discount_minor)" },
	{ "cohort_cell",
	  "UPDATE cohort_cell SET members = ?4, returned = ?5, visits = ?6, net_minor = ?7,"
	  " cost_minor = ?8, costless = ?9, refund_minor = ?10, discount_minor = ?11"
	  " WHERE grain = ?1 AND cohort = ?2 AND period = ?3",
	  "SELECT 0, x.* FROM main.cohort_cell x JOIN peer.cohort_cell p ON p.grain = x.grain"
	  " AND p.period = x.period AND p.cohort = x.cohort WHERE (p.members, p.returned, p.visits,"
	  " p.net_minor, p.cost_minor, p.costless, p.refund_minor, p.discount_minor) <> (x.members,"
	  " x.returned, x.visits, x.net_minor, x.cost_minor, x.costless, x.refund_minor,"
	  " x.discount_minor)" },
	{ "till", "UPDATE till SET epoch = ?2 WHERE id = ?1",
	  "SELECT 0, t.id, t.epoch FROM main.till t JOIN peer.till p ON p.id = t.id"
	  " WHERE t.epoch <> p.epoch" },
	{ "account", "UPDATE account SET balance = ?2, ends_ms = ?3 WHERE id = ?1",
	  "SELECT 0, a.id, a.balance, a.ends_ms FROM main.account a JOIN peer.account p ON p.id = "
	  "a.id"
	  " WHERE a.id IN " MOVED " AND (a.balance <> p.balance OR a.ends_ms IS NOT p.ends_ms)" },
	{ "member",
	  "UPDATE member SET visits = ?2, first_visit_ms = ?3, last_visit_ms = ?4,"
	  " spent_minor = ?5, tier = ?6, tier_since_ms = ?7, second_visit_ms = ?8,"
	  " first_scene = ?9, first_product = ?10, net_minor = ?11, cost_minor = ?12,"
	  " costless = ?13, refund_minor = ?14, discount_minor = ?15 WHERE id = ?1",
	  "SELECT 0, m.id, m.visits, m.first_visit_ms, m.last_visit_ms, m.spent_minor, m.tier,"
	  " m.tier_since_ms, m.second_visit_ms, m.first_scene, m.first_product, m.net_minor,"
	  " m.cost_minor, m.costless, m.refund_minor, m.discount_minor FROM main.member m JOIN "
	  "peer.member p ON p.id = m.id WHERE m.id IN"
	  " (SELECT member FROM main.sale WHERE id" NEWER_THAN("sale") ")" },
	{ "lot", "UPDATE lot SET remaining = ?2, ends_ms = ?3 WHERE id = ?1",
	  "SELECT 0, l.id, l.remaining, l.ends_ms FROM peer.lot p CROSS JOIN main.lot l"
	  " ON l.id = p.id WHERE p.remaining > 0 AND p.account IN " MOVED
	  " AND (l.remaining <> p.remaining OR l.ends_ms <> p.ends_ms)" },
	{ "hold", "UPDATE hold SET state = ?2, ended_by = ?3 WHERE id = ?1",
	  "SELECT 0, h.id, h.state, h.ended_by FROM peer.hold p CROSS JOIN main.hold h"
	  " ON h.id = p.id WHERE p.state = 1 AND h.state <> 1" },
};

/* Tables that the peer does not write: the plugin may have left nothing in them either. */
static const char *const PEER_UNUSED[] = { "alert", "voucher", "adjustment", "reward_total" };

enum { PEER_TABLES = sizeof(PEER_FORMS) / sizeof(PEER_FORMS[0]), PEER_EVENTS = 1, PEER_SALES = 9 };

struct peer_cell {
	int type;
	int bytes;
	int64_t number;
	const char *data;
};

/* What the cells point at lies behind them, in the same piece of memory. */
struct peer_row {
	int64_t event;
	struct peer_cell *cells;
};

struct peer_table {
	struct peer_row *rows;
	size_t count;
	size_t room;
	size_t at; /* the next to be written */
	int columns;
	sqlite3_stmt *read;
	sqlite3_stmt *write;
};

struct peer {
	sqlite3 *db;
	sqlite3 *rows; /* looks at what the plugin wrote */
	struct peer_table tables[PEER_TABLES];
};

static inline void peer_check(sqlite3 *db, int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE)
		return;
	(void)fprintf(stderr, "bench: SQLite: %s\n", sqlite3_errmsg(db));
	exit(1);
}

static inline void peer_run(sqlite3 *db, const char *sql)
{
	peer_check(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static inline sqlite3 *peer_connect(const char *path)
{
	sqlite3 *db = NULL;

	peer_check(db,
		   sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL));
	peer_run(db, PEER_SETTINGS);
	return db;
}

static inline sqlite3_stmt *peer_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	peer_check(db,
		   sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
	return statement;
}

static inline struct peer_row peer_row_of(sqlite3_stmt *statement)
{
	int columns = sqlite3_column_count(statement) - 1;
	size_t bytes = (size_t)columns * sizeof(struct peer_cell);
	struct peer_row row = { .event = sqlite3_column_int64(statement, 0) };
	char *at;

	for (int i = 1; i <= columns; i++)
		if (sqlite3_column_type(statement, i) >= SQLITE_TEXT)
			bytes += (size_t)sqlite3_column_bytes(statement, i);
	row.cells = measure_room(1, bytes);
	at = (char *)(row.cells + columns);
	for (int i = 0; i < columns; i++) {
		struct peer_cell *cell = &row.cells[i];

		cell->type = sqlite3_column_type(statement, i + 1);
		cell->number = sqlite3_column_int64(statement, i + 1);
		if (cell->type != SQLITE_TEXT && cell->type != SQLITE_BLOB)
			continue;
		cell->bytes = sqlite3_column_bytes(statement, i + 1);
		cell->data = memcpy(at,
				    sqlite3_column_blob(statement, i + 1) == NULL
					    ? ""
					    : sqlite3_column_blob(statement, i + 1),
				    (size_t)cell->bytes);
		at += cell->bytes;
	}
	return row;
}

static inline void peer_read_table(struct peer_table *table, sqlite3 *from)
{
	for (size_t i = 0; i < table->count; i++)
		free(table->rows[i].cells);
	table->count = 0;
	table->at = 0;
	while (sqlite3_step(table->read) == SQLITE_ROW) {
		if (table->count == table->room) {
			table->room = table->room * 2 + 16;
			table->rows = realloc(table->rows, table->room * sizeof(*table->rows));
			measure_need(table->rows != NULL, "there is not enough memory");
		}
		table->rows[table->count++] = peer_row_of(table->read);
	}
	peer_check(from, sqlite3_reset(table->read));
}

/* Looks at the plugin's file beside the peer's, which is there already. */
static inline void peer_look(struct peer *peer, const char *path, const char *peer_path)
{
	char sql[4200];

	peer->rows = peer_connect(path);
	(void)snprintf(sql, sizeof(sql), "ATTACH '%s' AS peer", peer_path);
	peer_run(peer->rows, sql);
	for (int i = 0; i < PEER_TABLES; i++) {
		struct peer_table *table = &peer->tables[i];

		table->read = peer_prepare(peer->rows, PEER_FORMS[i].rows);
		table->columns = sqlite3_column_count(table->read) - 1;
	}
}

static inline void peer_look_away(struct peer *peer)
{
	for (int i = 0; i < PEER_TABLES; i++)
		(void)sqlite3_finalize(peer->tables[i].read);
	peer_check(peer->rows, sqlite3_close(peer->rows));
}

/* Keeps the rows that the peer lacks instead of those that were kept before. */
static inline void peer_read(struct peer *peer)
{
	for (int i = 0; i < PEER_TABLES; i++)
		peer_read_table(&peer->tables[i], peer->rows);
}

static inline void peer_drop_triggers(sqlite3 *db)
{
	sqlite3_stmt *names = peer_prepare(db, "SELECT group_concat('DROP TRIGGER ' || name, ';')"
					       " FROM sqlite_schema WHERE type = 'trigger'");
	char sql[2048];

	peer_check(db, sqlite3_step(names));
	(void)snprintf(sql, sizeof(sql), "%s", (const char *)sqlite3_column_text(names, 0));
	peer_check(db, sqlite3_finalize(names));
	peer_run(db, sql);
}

static inline void peer_prepare_write(struct peer *peer, int form)
{
	struct peer_table *table = &peer->tables[form];
	char sql[256];
	int length = snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES (?", PEER_FORMS[form].table);

	for (int column = 1; column < table->columns; column++)
		length += snprintf(sql + length, sizeof(sql) - (size_t)length, ", ?");
	(void)snprintf(sql + length, sizeof(sql) - (size_t)length, ")");
	table->write = peer_prepare(
		peer->db, PEER_FORMS[form].change == NULL ? sql : PEER_FORMS[form].change);
	table->at = 0;
}

/* Opens the file to write into, after peer_look: a store as `regulars init` made it or as it was
 * copied, and takes its triggers away. */
static inline void peer_open(struct peer *peer, const char *path)
{
	peer->db = peer_connect(path);
	peer_drop_triggers(peer->db);
	for (int i = 0; i < PEER_TABLES; i++)
		peer_prepare_write(peer, i);
}

static inline void peer_close(struct peer *peer)
{
	for (int i = 0; i < PEER_TABLES; i++)
		(void)sqlite3_finalize(peer->tables[i].write);
	peer_check(peer->db, sqlite3_close(peer->db));
}

static inline void peer_write_row(struct peer *peer, const struct peer_table *table,
				  const struct peer_row *row)
{
	for (int i = 0; i < table->columns; i++) {
		const struct peer_cell *cell = &row->cells[i];

		if (cell->type == SQLITE_INTEGER)
			(void)sqlite3_bind_int64(table->write, i + 1, cell->number);
		else if (cell->type == SQLITE_TEXT)
			(void)sqlite3_bind_text(table->write, i + 1, cell->data, cell->bytes,
						SQLITE_STATIC);
		else if (cell->type == SQLITE_BLOB)
			(void)sqlite3_bind_blob(table->write, i + 1, cell->data, cell->bytes,
						SQLITE_STATIC);
		else
			(void)sqlite3_bind_null(table->write, i + 1);
	}
	peer_check(peer->db, sqlite3_step(table->write));
	peer_check(peer->db, sqlite3_reset(table->write));
}

/* Writes all rows of one event; transactions are the caller's. */
static inline void peer_write(struct peer *peer, int64_t event)
{
	for (int i = 0; i < PEER_TABLES; i++) {
		struct peer_table *table = &peer->tables[i];

		while (table->at < table->count && table->rows[table->at].event <= event)
			peer_write_row(peer, table, &table->rows[table->at++]);
	}
}

static inline void peer_need_none(sqlite3 *db, const char *sql, const char *what)
{
	sqlite3_stmt *statement = peer_prepare(db, sql);

	peer_check(db, sqlite3_step(statement));
	measure_need(sqlite3_column_int(statement, 0) == 0, what);
	(void)sqlite3_finalize(statement);
}

/* The peer counts only when it wrote the very same: every row of every table. */
static inline void peer_check_same(const char *path, const char *peer_path)
{
	sqlite3 *db = peer_connect(path);
	char sql[4200];

	(void)snprintf(sql, sizeof(sql), "ATTACH '%s' AS peer", peer_path);
	peer_run(db, sql);
	for (int i = 0; i < PEER_TABLES; i++) {
		const char *table = PEER_FORMS[i].table;

		(void)snprintf(sql, sizeof(sql),
			       "SELECT EXISTS (SELECT * FROM main.%s EXCEPT SELECT * FROM peer.%s)"
			       " OR (SELECT count(*) FROM main.%s) <>"
			       " (SELECT count(*) FROM peer.%s)",
			       table, table, table, table);
		peer_need_none(db, sql, "the peer's store is not the same as the plugin's");
	}
	for (size_t i = 0; i < sizeof(PEER_UNUSED) / sizeof(PEER_UNUSED[0]); i++) {
		(void)snprintf(sql, sizeof(sql), "SELECT EXISTS (SELECT 1 FROM main.%s)",
			       PEER_UNUSED[i]);
		peer_need_none(db, sql, "the plugin wrote rows that its peer does not");
	}
	peer_check(db, sqlite3_close(db));
}
