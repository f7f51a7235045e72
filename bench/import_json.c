/* SPDX-License-Identifier: Apache-2.0 */
/* import_json.c - records a second of `regulars import square|shopify|loyverse`, beside cJSON alone
 * that reads the same file whole and does nothing with it; and the most memory that each takes.
 *
 * In:  the command, a folder to work in, the format, a file of it, how many records it has, how
 * many rounds. Out: lines of the table. Both take turns; each import starts with a store that was
 * just made.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "bench/command.h"

enum { ROUNDS_MAX = 25, PATH_ROOM = 4096 };

struct import {
	const char *command;
	const char *format;
	const char *file;
	char store[PATH_ROOM];
	size_t bytes;
	long memory_kib;
};

/* Its memory is asked for once, before this program takes more itself: a child's largest counts
 * what its parent had when it was started. */
static double import_once(struct import *import)
{
	double start_us;
	long memory_kib;

	command_make_store(import->command, import->store);
	start_us = measure_now_us();
	memory_kib = command_run((const char *[]) { import->command, "import", import->format,
						    import->file, "--store", import->store, NULL });
	if (import->memory_kib == 0)
		import->memory_kib = memory_kib;
	return (measure_now_us() - start_us) / 1000;
}

static double parse_once(const struct import *import)
{
	double start_us = measure_now_us();
	FILE *file = fopen(import->file, "rbe");
	char *text = malloc(import->bytes);
	cJSON *json;

	measure_need(file != NULL && text != NULL, "the export cannot be read");
	measure_need(fread(text, 1, import->bytes, file) == import->bytes,
		     "the export cannot be read");
	json = cJSON_ParseWithLength(text, import->bytes);
	measure_need(json != NULL, "the export is not JSON");
	cJSON_Delete(json);
	free(text);
	(void)fclose(file);
	return (measure_now_us() - start_us) / 1000;
}

static void tell(const struct import *import, size_t records, double import_ms, double parse_ms)
{
	char what[MEASURE_TEXT];
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT];

	(void)snprintf(what, sizeof(what), "import of %s, %zu records", import->format, records);
	(void)snprintf(measured, sizeof(measured), "%.0f/s", (double)records * 1000 / import_ms);
	(void)snprintf(against, sizeof(against), "%.0f/s, cJSON alone",
		       (double)records * 1000 / parse_ms);
	measure_line(what, measured, against, import_ms / parse_ms, "-");
	(void)snprintf(what, sizeof(what), "memory of importing %zu MB of %s",
		       import->bytes / 1000000, import->format);
	(void)snprintf(measured, sizeof(measured), "%.1f MiB", (double)import->memory_kib / 1024);
	measure_line(what, measured, "-", (double)import->memory_kib / 32768, "1.00, of 32 MiB");
}

int main(int count, char **texts)
{
	struct import import = { 0 };
	struct stat status = { 0 };
	double import_ms[ROUNDS_MAX];
	double parse_ms[ROUNDS_MAX];
	size_t records;
	size_t rounds;

	measure_need(count == 7, "usage: import_json COMMAND FOLDER FORMAT FILE RECORDS ROUNDS");
	import.command = texts[1];
	import.format = texts[3];
	import.file = texts[4];
	records = measure_count(texts[5], SIZE_MAX);
	rounds = measure_count(texts[6], ROUNDS_MAX);
	measure_need(stat(import.file, &status) == 0, "the export is not there");
	import.bytes = (size_t)status.st_size;
	(void)snprintf(import.store, sizeof(import.store), "%s/import.db", texts[2]);
	for (size_t i = 0; i < rounds; i++) {
		import_ms[i] = import_once(&import);
		parse_ms[i] = parse_once(&import);
	}
	tell(&import, records, measure_at(import_ms, rounds, 0.5),
	     measure_at(parse_ms, rounds, 0.5));
	return 0;
}
