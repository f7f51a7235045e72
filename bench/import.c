/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - how long `regulars import sales` takes, beside SQLite alone writing the same rows.
 *
 * In:  the command, a folder to work in, a file of sales, what to call it, how many rounds.
 * Out: a line of the table. The two take turns; each starts with a store that was just made.
 *
 * The import is measured from the start of its process to its end: reading the file, checking it,
 * looking up who and what is there already, counting visits. Its peer (bench/peer.h) has the rows
 * in memory, members with their last figures, and is measured from opening to closing its file.
 */
#include "bench/command.h"
#include "bench/peer.h"

enum { ROUNDS_MAX = 25, PATH_ROOM = 4096, SALES_A_TRANSACTION = 5000 };

struct import {
	const char *command;
	const char *file;
	char store[PATH_ROOM];
	char peer_store[PATH_ROOM];
	struct peer peer;
};

/* Milliseconds. */
static double import_once(struct import *import)
{
	double start_us;

	command_make_store(import->command, import->store);
	start_us = measure_now_us();
	(void)command_run((const char *[]) { import->command, "import", "sales", import->file,
					     "--store", import->store, NULL });
	return (measure_now_us() - start_us) / 1000;
}

static double peer_once(struct import *import)
{
	const struct peer_table *events = &import->peer.tables[PEER_EVENTS];
	size_t sales = 0;
	double start_us;

	command_make_store(import->command, import->peer_store);
	start_us = measure_now_us();
	peer_open(&import->peer, import->peer_store);
	peer_run(import->peer.db, "BEGIN IMMEDIATE");
	for (size_t i = 0; i < events->count; i++) {
		size_t before = import->peer.tables[PEER_SALES].at;

		peer_write(&import->peer, events->rows[i].event);
		sales += import->peer.tables[PEER_SALES].at - before;
		if (sales == SALES_A_TRANSACTION) {
			peer_run(import->peer.db, "COMMIT; BEGIN IMMEDIATE");
			sales = 0;
		}
	}
	peer_run(import->peer.db, "COMMIT");
	peer_close(&import->peer);
	return (measure_now_us() - start_us) / 1000;
}

/* Beside a store that is as empty as the one that the peer begins with. */
static void read_rows(struct import *import)
{
	command_make_store(import->command, import->peer_store);
	peer_look(&import->peer, import->store, import->peer_store);
	peer_read(&import->peer);
	peer_look_away(&import->peer);
}

static void tell(const struct import *import, const char *name, double import_ms, double peer_ms)
{
	const struct peer_table *sales = &import->peer.tables[PEER_SALES];
	char what[MEASURE_TEXT];
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];

	(void)snprintf(what, sizeof(what), "import of %zu sales (%.24s)", sales->count, name);
	(void)snprintf(measured, sizeof(measured), "%.0f ms", import_ms);
	(void)snprintf(against, sizeof(against), "%.0f ms, SQLite alone", peer_ms);
	measure_line(what, measured, against, import_ms / peer_ms, "2.00");
}

int main(int count, char **texts)
{
	struct import import = { 0 };
	double import_ms[ROUNDS_MAX];
	double peer_ms[ROUNDS_MAX];
	size_t rounds;

	measure_need(count == 6, "usage: import COMMAND FOLDER FILE NAME ROUNDS");
	import.command = texts[1];
	import.file = texts[3];
	rounds = measure_count(texts[5], ROUNDS_MAX);
	(void)snprintf(import.store, sizeof(import.store), "%s/import.db", texts[2]);
	(void)snprintf(import.peer_store, sizeof(import.peer_store), "%s/peer.db", texts[2]);
	for (size_t i = 0; i < rounds; i++) {
		import_ms[i] = import_once(&import);
		if (i == 0)
			read_rows(&import);
		peer_ms[i] = peer_once(&import);
		if (i == 0)
			peer_check_same(import.store, import.peer_store);
	}
	tell(&import, texts[4], measure_at(import_ms, rounds, 0.5),
	     measure_at(peer_ms, rounds, 0.5));
	return 0;
}
