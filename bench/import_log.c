/* SPDX-License-Identifier: Apache-2.0 */
/* import_log.c - transactions a second of `regulars import poslog`, beside expat reading the same
 * file into handlers that do nothing, beside SQLite alone writing the same rows, and beside the
 * two, one after the other, which is the least that an import has to do; and the most memory that
 * it takes.
 *
 * In:  the command, a folder to work in, a POSLog without refunds, how many rounds.
 * Out: lines of the table. All take turns; each import starts with a store that was just made.
 */
#include <expat.h>
#include <sys/stat.h>

#include "bench/command.h"
#include "bench/peer.h"

enum { ROUNDS_MAX = 25, PATH_ROOM = 4096, CHUNK_BYTES = 65536, SALES_A_TRANSACTION = 1000 };

struct import {
	const char *command;
	const char *file;
	char store[PATH_ROOM];
	char peer_store[PATH_ROOM];
	struct peer peer;
	long memory_kib;
};

static double import_once(struct import *import)
{
	double start_us;
	long memory_kib;

	command_make_store(import->command, import->store);
	start_us = measure_now_us();
	memory_kib = command_run((const char *[]) { import->command, "import", "poslog",
						    import->file, "--store", import->store, NULL });
	if (memory_kib > import->memory_kib)
		import->memory_kib = memory_kib;
	return (measure_now_us() - start_us) / 1000;
}

static void XMLCALL no_start(void *user, const char *name, const char **attributes)
{
	(void)user;
	(void)name;
	(void)attributes;
}

static void XMLCALL no_end(void *user, const char *name)
{
	(void)user;
	(void)name;
}

static void XMLCALL no_text(void *user, const char *text, int length)
{
	(void)user;
	(void)text;
	(void)length;
}

static double parse_once(const struct import *import)
{
	double start_us = measure_now_us();
	FILE *file = fopen(import->file, "rbe");
	XML_Parser parser = XML_ParserCreate(NULL);
	size_t length = CHUNK_BYTES;

	measure_need(file != NULL && parser != NULL, "the log cannot be read");
	XML_SetElementHandler(parser, no_start, no_end);
	XML_SetCharacterDataHandler(parser, no_text);
	while (length == CHUNK_BYTES) {
		void *buffer = XML_GetBuffer(parser, CHUNK_BYTES);

		measure_need(buffer != NULL, "there is not enough memory");
		length = fread(buffer, 1, CHUNK_BYTES, file);
		measure_need(XML_ParseBuffer(parser, (int)length, length < CHUNK_BYTES) ==
				     XML_STATUS_OK,
			     "the log is not XML");
	}
	XML_ParserFree(parser);
	(void)fclose(file);
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

static void read_rows(struct import *import)
{
	command_make_store(import->command, import->peer_store);
	peer_look(&import->peer, import->store, import->peer_store);
	peer_read(&import->peer);
	peer_look_away(&import->peer);
}

static void tell(size_t sales, double import_ms, double other_ms, const char *other,
		 const char *limit)
{
	char what[MEASURE_TEXT];
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];

	(void)snprintf(what, sizeof(what), "import of a POSLog, %zu transactions", sales);
	(void)snprintf(measured, sizeof(measured), "%.0f/s", (double)sales * 1000 / import_ms);
	(void)snprintf(against, sizeof(against), "%.0f/s, %s", (double)sales * 1000 / other_ms,
		       other);
	measure_line(what, measured, against, import_ms / other_ms, limit);
}

static void tell_memory(const struct import *import)
{
	struct stat status = { 0 };
	char what[MEASURE_TEXT];
	char measured[MEASURE_TEXT];

	measure_need(stat(import->file, &status) == 0, "the log is not there");
	(void)snprintf(what, sizeof(what), "memory of importing a POSLog of %lld MB",
		       (long long)status.st_size / 1000000);
	(void)snprintf(measured, sizeof(measured), "%.1f MiB", (double)import->memory_kib / 1024);
	measure_line(what, measured, "-", (double)import->memory_kib / 32768, "1.00, of 32 MiB");
}

int main(int count, char **texts)
{
	struct import import = { 0 };
	double import_ms[ROUNDS_MAX];
	double parse_ms[ROUNDS_MAX];
	double peer_ms[ROUNDS_MAX];
	double both_ms[ROUNDS_MAX];
	size_t rounds;
	size_t sales;
	bool is_large;

	measure_need(count == 5 || count == 6,
		     "usage: import_log COMMAND FOLDER FILE ROUNDS [memory]");
	is_large = count == 6;
	import.command = texts[1];
	import.file = texts[3];
	rounds = measure_count(texts[4], ROUNDS_MAX);
	(void)snprintf(import.store, sizeof(import.store), "%s/import.db", texts[2]);
	(void)snprintf(import.peer_store, sizeof(import.peer_store), "%s/peer.db", texts[2]);
	for (size_t i = 0; i < rounds; i++) {
		import_ms[i] = import_once(&import);
		/* The rows of a large one would fill the memory. */
		if (is_large)
			continue;
		parse_ms[i] = parse_once(&import);
		if (i == 0)
			read_rows(&import);
		peer_ms[i] = peer_once(&import);
		both_ms[i] = parse_ms[i] + peer_ms[i];
		if (i == 0)
			peer_check_same(import.store, import.peer_store);
	}
	if (is_large) {
		tell_memory(&import);
		return 0;
	}
	sales = import.peer.tables[PEER_SALES].count;
	tell(sales, measure_at(import_ms, rounds, 0.5), measure_at(parse_ms, rounds, 0.5),
	     "expat alone", "-");
	tell(sales, measure_at(import_ms, rounds, 0.5), measure_at(peer_ms, rounds, 0.5),
	     "SQLite alone", "-");
	tell(sales, measure_at(import_ms, rounds, 0.5), measure_at(both_ms, rounds, 0.5),
	     "expat, then SQLite", "2.50");
	return 0;
}
