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
				    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
				    "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096;"
				    "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 1000";

/* A table; `rows` gives each row from event ?1 on, its event first. */
struct peer_form {
	const char *table;
	const char *rows;
};

static const struct peer_form PEER_FORMS[] = {
	{ "till", "SELECT 0, * FROM till WHERE ?1 = 0" },
	{ "event", "SELECT id, * FROM event WHERE id >= ?1 ORDER BY 1" },
	{ "member", "SELECT event, * FROM member WHERE event >= ?1 ORDER BY 1" },
	{ "account", "SELECT m.event, a.* FROM account a JOIN member m ON m.id = a.member"
		     " WHERE m.event >= ?1 ORDER BY 1" },
	{ "card", "SELECT event, * FROM card WHERE event >= ?1 ORDER BY 1, id" },
	{ "sale", "SELECT id, * FROM sale WHERE id >= ?1 ORDER BY 1" },
	{ "sale_line", "SELECT sale, * FROM sale_line WHERE sale >= ?1 ORDER BY 1, n" },
	{ "tender", "SELECT sale, * FROM tender WHERE sale >= ?1 ORDER BY 1, n" },
	{ "transfer", "SELECT event, * FROM transfer WHERE event >= ?1 ORDER BY 1, id" },
	{ "print_job", "SELECT sale, * FROM print_job WHERE sale >= ?1 ORDER BY 1, id" },
};

enum { PEER_TABLES = sizeof(PEER_FORMS) / sizeof(PEER_FORMS[0]), PEER_EVENTS = 1, PEER_SALES = 5 };

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
	sqlite3_stmt *insert;
};

struct peer {
	sqlite3 *db;
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

static inline void peer_read_table(struct peer_table *table, sqlite3 *from, const char *rows,
				   int64_t event)
{
	sqlite3_stmt *statement = peer_prepare(from, rows);

	for (size_t i = 0; i < table->count; i++)
		free(table->rows[i].cells);
	table->count = 0;
	table->at = 0;
	table->columns = sqlite3_column_count(statement) - 1;
	peer_check(from, sqlite3_bind_int64(statement, 1, event));
	while (sqlite3_step(statement) == SQLITE_ROW) {
		if (table->count == table->room) {
			table->room = table->room * 2 + 16;
			table->rows = realloc(table->rows, table->room * sizeof(*table->rows));
			measure_need(table->rows != NULL, "there is not enough memory");
		}
		table->rows[table->count++] = peer_row_of(statement);
	}
	peer_check(from, sqlite3_finalize(statement));
}

/* Keeps the rows of every event from `event` on instead of those that were kept before. */
static inline void peer_read(struct peer *peer, sqlite3 *from, int64_t event)
{
	for (int i = 0; i < PEER_TABLES; i++)
		peer_read_table(&peer->tables[i], from, PEER_FORMS[i].rows, event);
}

/* Opens the file to write into, a store that `regulars init` made, and takes its triggers away. */
static inline void peer_open(struct peer *peer, const char *path)
{
	static const char *const TRIGGERS[] = {
		"transfer_moves",	  "transfer_is_never_changed", "transfer_is_never_removed",
		"event_is_never_changed", "event_is_never_removed",    "sale_is_never_removed"
	};
	char sql[256];

	peer->db = peer_connect(path);
	for (size_t i = 0; i < sizeof(TRIGGERS) / sizeof(TRIGGERS[0]); i++) {
		(void)snprintf(sql, sizeof(sql), "DROP TRIGGER %s", TRIGGERS[i]);
		peer_run(peer->db, sql);
	}
	for (int i = 0; i < PEER_TABLES; i++) {
		int length =
			snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES (?", PEER_FORMS[i].table);

		for (int column = 1; column < peer->tables[i].columns; column++)
			length += snprintf(sql + length, sizeof(sql) - (size_t)length, ", ?");
		(void)snprintf(sql + length, sizeof(sql) - (size_t)length, ")");
		peer->tables[i].insert = peer_prepare(peer->db, sql);
		peer->tables[i].at = 0;
	}
}

static inline void peer_close(struct peer *peer)
{
	for (int i = 0; i < PEER_TABLES; i++)
		(void)sqlite3_finalize(peer->tables[i].insert);
	peer_check(peer->db, sqlite3_close(peer->db));
}

static inline void peer_insert(struct peer *peer, const struct peer_table *table,
			       const struct peer_row *row)
{
	for (int i = 0; i < table->columns; i++) {
		const struct peer_cell *cell = &row->cells[i];

		if (cell->type == SQLITE_INTEGER)
			(void)sqlite3_bind_int64(table->insert, i + 1, cell->number);
		else if (cell->type == SQLITE_TEXT)
			(void)sqlite3_bind_text(table->insert, i + 1, cell->data, cell->bytes,
						SQLITE_STATIC);
		else if (cell->type == SQLITE_BLOB)
			(void)sqlite3_bind_blob(table->insert, i + 1, cell->data, cell->bytes,
						SQLITE_STATIC);
		else
			(void)sqlite3_bind_null(table->insert, i + 1);
	}
	peer_check(peer->db, sqlite3_step(table->insert));
	peer_check(peer->db, sqlite3_reset(table->insert));
}

/* Writes all rows of one event; transactions are the caller's. */
static inline void peer_write(struct peer *peer, int64_t event)
{
	for (int i = 0; i < PEER_TABLES; i++) {
		struct peer_table *table = &peer->tables[i];

		while (table->at < table->count && table->rows[table->at].event <= event)
			peer_insert(peer, table, &table->rows[table->at++]);
	}
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
		sqlite3_stmt *statement;

		(void)snprintf(sql, sizeof(sql),
			       "SELECT EXISTS (SELECT * FROM main.%s EXCEPT SELECT * FROM peer.%s)"
			       " OR (SELECT count(*) FROM main.%s) <>"
			       " (SELECT count(*) FROM peer.%s)",
			       table, table, table, table);
		statement = peer_prepare(db, sql);
		peer_check(db, sqlite3_step(statement));
		measure_need(sqlite3_column_int(statement, 0) == 0,
			     "the peer's store is not the same as the plugin's");
		(void)sqlite3_finalize(statement);
	}
	peer_check(db, sqlite3_close(db));
}
