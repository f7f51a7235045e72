/* SPDX-License-Identifier: Apache-2.0 */
/* cells.c - a report's figures over a large store, beside DuckDB's over the same purchases.
 *
 * usage: cells STORE FOLDER [MODULES]      the lines of the table
 *        cells one STORE KIND OUT          one measurement, in a process of its own
 *        cells pack STORE                  the packed copy of sales made, the same way
 * In:  a store that was filled (bench/fill), whose zone is UTC; a folder to work in; npm's modules
 * of bench/peers, when they could be fetched. Out: the monthly cohort matrix out of the standing
 * cells; a cut that nobody foresaw, by the cashier of the first visit, of purchases in the morning
 * from 20.00 on; and the most memory that either took. Figures that are not the peer's end the run.
 */
#include <sys/resource.h>
#include <unistd.h>

#include "bench/measure.h"
#include "bench/peer.h"
#include "plugin/insight/cells.h"
#include "plugin/insight/sheaf.h"

#define MORNING "hour between 7 and 11 and total >= 20"
enum { ROUNDS = 3, STANDING_CALLS = 200 };

static struct store *open_store(struct host *host, const char *path, enum store_mode mode)
{
	struct rgl_why why = { .size = sizeof(why) };
	struct store *store = NULL;

	host_init(host, NULL);
	if (store_open(host, path, NULL, "bench", mode, &store, &why) < 0) {
		(void)fprintf(stderr, "bench: %s\n", why.text);
		exit(1);
	}
	return store;
}

/* ---- One measurement ---- */

static void write_cells(const struct cells *cells, const char *path)
{
	FILE *file = fopen(path, "w");

	measure_need(file != NULL, "the figures could not be written");
	for (size_t group = 0; group < cells->group_count; group++)
		for (int32_t row = 0; row < cells->count; row++)
			for (int32_t later = 0; later < cells->count - row; later++) {
				const struct figures *cell = cells_at(cells, group, row, later);

				if (cell->visits == 0)
					continue;
				(void)fprintf(file, "%s|%d|%d|%lld|%lld|%lld\n",
					      cells->groups[group].name, (int)(cells->first + row),
					      (int)(cells->first + row + later),
					      (long long)cell->members, (long long)cell->visits,
					      (long long)cell->net.minor);
			}
	measure_need(fclose(file) == 0, "the figures could not be written");
}

/* The standing report is too quick for one call to be timed. */
static int measure_one(const char *path, const char *kind, const char *out)
{
	bool standing = strcmp(kind, "standing") == 0;
	struct cells_wish wish = { .grain = GRAIN_MONTH,
				   .cut = standing ? CUT_NONE : CUT_CASHIER,
				   .where = standing ? NULL : MORNING,
				   .from_ms = INT64_MIN,
				   .until_ms = INT64_MAX };
	enum cells_source expected = standing ? CELLS_FROM_CELLS : CELLS_FROM_SALES;
	double times[STANDING_CALLS];
	size_t calls = standing ? STANDING_CALLS : 1;
	struct rusage usage;
	struct host host;
	struct store *store = open_store(&host, path, STORE_READ);
	struct cells cells = { 0 };

	for (size_t i = 0; i < calls; i++) {
		enum cells_source source = CELLS_FROM_CHEAPEST;
		double began = measure_now_us();
		rgl_rc rc = cells_read_from(store, &wish, &source, &cells);

		times[i] = measure_now_us() - began;
		measure_need(rc == RGL_OK, "the figures could not be counted");
		measure_need(source == expected, "the figures came from elsewhere: is it filled?");
		if (i + 1 < calls)
			cells_free(&cells);
	}
	write_cells(&cells, out);
	cells_free(&cells);
	store_close(store);
	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("%.0f %ld\n", measure_at(times, calls, 0.5), usage.ru_maxrss);
	return 0;
}

/* Of the file and its log: the pages that are in use. */
static double bytes_of_store(const char *path)
{
	sqlite3 *db = peer_connect(path);
	sqlite3_stmt *size = peer_prepare(db, "SELECT (c.page_count - f.freelist_count)"
					      " * p.page_size FROM pragma_page_count c,"
					      " pragma_freelist_count f, pragma_page_size p");
	double bytes;

	measure_need(sqlite3_step(size) == SQLITE_ROW, "the size of the store");
	bytes = (double)sqlite3_column_int64(size, 0);
	peer_check(db, sqlite3_finalize(size));
	peer_check(db, sqlite3_close(db));
	return bytes;
}

/* The packed copy, made as `regulars refresh` makes it: its time, and what the file grew by. */
static int measure_pack(const char *path)
{
	struct rusage usage;
	struct host host;
	double before;
	double began;
	double took_us;
	struct store *store = open_store(&host, path, STORE_WRITE);

	store_close(store); /* its tables are there now */
	before = bytes_of_store(path);
	store = open_store(&host, path, STORE_WRITE);
	began = measure_now_us();
	measure_need(sheaf_refresh_from(store, 1, true, NULL, NULL) == RGL_OK,
		     "the sales could not be packed");
	took_us = measure_now_us() - began;
	store_close(store);
	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("%.0f %.0f %ld\n", took_us, bytes_of_store(path) - before, usage.ru_maxrss);
	return 0;
}

/* ---- The lines of the table ---- */

struct run {
	const char *self;
	const char *store;
	const char *folder;
	const char *modules;
	double ours_us[2];
	double peer_us[2];
	double pack_us;
	double pack_bytes;
	double most_kib;
};

static const char *const KINDS[] = { "standing", "unforeseen" };

/* The first words of a command's answer, as numbers. */
static void ask(const char *command, double *ret, size_t count)
{
	FILE *answer = popen(command, "r");
	bool whole = answer != NULL;

	for (size_t i = 0; whole && i < count; i++)
		whole = fscanf(answer, "%lf", &ret[i]) == 1;
	measure_need(answer != NULL && pclose(answer) == 0 && whole, command);
}

static void measure_ours(struct run *run)
{
	char command[4096];

	for (size_t kind = 0; kind < 2; kind++) {
		double times[ROUNDS];

		for (size_t i = 0; i < ROUNDS; i++) {
			double answer[2];

			(void)snprintf(command, sizeof(command), "'%s' one '%s' %s '%s/ours-%s'",
				       run->self, run->store, KINDS[kind], run->folder,
				       KINDS[kind]);
			ask(command, answer, 2);
			times[i] = answer[0];
			run->most_kib = answer[1] > run->most_kib ? answer[1] : run->most_kib;
		}
		run->ours_us[kind] = measure_at(times, ROUNDS, 0.5);
	}
}

static void measure_packing(struct run *run)
{
	char command[4096];
	double answer[3];

	(void)snprintf(command, sizeof(command), "'%s' pack '%s'", run->self, run->store);
	ask(command, answer, 3);
	run->pack_us = answer[0];
	run->pack_bytes = answer[1];
	run->most_kib = answer[2] > run->most_kib ? answer[2] : run->most_kib;
}

/* The rows as a file, for the peer to load into a table of its own. */
static void write_rows(const struct run *run)
{
	sqlite3 *db = peer_connect(run->store);
	sqlite3_stmt *rows = peer_prepare(
		db, "SELECT s.member, s.at_ms, s.total_minor, s.total_minor - s.tax_minor"
		    " - s.stored_minor, coalesce(c.cashier, '') FROM sale s LEFT JOIN scene c"
		    " ON c.id = s.scene WHERE s.member IS NOT NULL AND s.is_refund = 0"
		    " AND s.voided = 0 ORDER BY s.id");
	char path[4096];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/sales.csv", run->folder);
	file = fopen(path, "w");
	measure_need(file != NULL, "the rows could not be written");
	while (sqlite3_step(rows) == SQLITE_ROW) {
		for (int i = 0; i < 4; i++)
			(void)fprintf(file, "%lld,", (long long)sqlite3_column_int64(rows, i));
		(void)fprintf(file, "%s\n", (const char *)sqlite3_column_text(rows, 4));
	}
	peer_check(db, sqlite3_finalize(rows));
	peer_check(db, sqlite3_close(db));
	measure_need(fclose(file) == 0, "the rows could not be written");
}

static void measure_peer(struct run *run)
{
	char command[8192];
	double answer[2];

	write_rows(run);
	(void)snprintf(command, sizeof(command), "node bench/cells_peer.js '%s' '%s' %d",
		       run->modules, run->folder, ROUNDS);
	ask(command, answer, 2);
	for (size_t kind = 0; kind < 2; kind++) {
		run->peer_us[kind] = answer[kind];
		(void)snprintf(command, sizeof(command),
			       "LC_ALL=C sort '%s/ours-%s' >'%s/ours' &&"
			       " LC_ALL=C sort '%s/peer-%s' | cmp -s - '%s/ours' && echo 1",
			       run->folder, KINDS[kind], run->folder, run->folder, KINDS[kind],
			       run->folder);
		ask(command, answer, 1);
	}
}

static void say(const struct run *run, size_t kind, const char *what, const char *limit)
{
	char measured[MEASURE_TEXT];
	char against[MEASURE_TEXT] = "-";
	double ratio = 0;

	(void)snprintf(measured, sizeof(measured), "%.2f ms", run->ours_us[kind] / 1000);
	if (run->peer_us[kind] > 0) {
		(void)snprintf(against, sizeof(against), "DuckDB %.0f ms",
			       run->peer_us[kind] / 1000);
		ratio = kind == 0 ? run->peer_us[kind] / run->ours_us[kind]
				  : run->ours_us[kind] / run->peer_us[kind];
	}
	measure_line(what, measured, against, ratio, limit);
}

int main(int count, char **texts)
{
	struct run run = { .self = texts[0] };
	char measured[MEASURE_TEXT];

	if (count == 5 && strcmp(texts[1], "one") == 0)
		return measure_one(texts[2], texts[3], texts[4]);
	if (count == 3 && strcmp(texts[1], "pack") == 0)
		return measure_pack(texts[2]);
	measure_need(count == 3 || count == 4, "usage: cells STORE FOLDER [MODULES]");
	run.store = texts[1];
	run.folder = texts[2];
	run.modules = count == 4 ? texts[3] : NULL;
	measure_packing(&run);
	measure_ours(&run);
	if (run.modules != NULL)
		measure_peer(&run);
	say(&run, 0, "report: cohorts by month, times as fast", "at least 100");
	say(&run, 1, "report: a question by first cashier", "at most 1");
	(void)snprintf(measured, sizeof(measured), "%.1f s", run.pack_us / 1000000);
	measure_line("report: packing all sales anew", measured, "-", 0, "-");
	(void)snprintf(measured, sizeof(measured), "%.0f MiB", run.pack_bytes / (1024 * 1024));
	measure_line("report: what the packed sales add to the file", measured, "-", 0, "-");
	(void)snprintf(measured, sizeof(measured), "%.0f MiB", run.most_kib / 1024);
	measure_line("report: memory at its highest", measured, "-", 0, "300 MB");
	return 0;
}
