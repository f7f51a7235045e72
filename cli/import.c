/* import.c - regulars import sales: a file of past sales, row by row, in transactions of many rows.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/import_row.h"
#include "cli/progress.h"
#include "cli/scratch.h"
#include "plugin/insight/keep.h"
#include "plugin/store/backup.h"

#define ROWS_A_TRANSACTION 5000
#define ROWS_A_LOOK 50 /* how often it is asked whether a till waits */
#define ERRORS_SHOWN 20

struct import {
	struct cli *cli;
	const char *path;
	struct csv *csv;
	struct columns columns;
	struct import_row rows;
	struct progress progress;
	bool dry_run;
	int64_t refused; /* rows, of a dry run */
	int64_t kept;	 /* sales in the store when the last transaction was committed */
	int64_t in_transaction;
	struct scratch scratch; /* of a dry run's copy */
};

static int64_t monotonic_ms(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static rgl_rc begin(struct import *import)
{
	import->in_transaction = 0;
	return store_begin(import->rows.store);
}

static rgl_rc commit(struct import *import)
{
	rgl_rc rc = store_end(import->rows.store, RGL_OK);

	if (rc == RGL_OK)
		import->kept = import->rows.counts.rows;
	return rc;
}

/* Keeps what came before a line that cannot be, nothing of it; `where` is the file and the line. */
static rgl_rc stop_at(struct import *import, const char *where, const char *what, rgl_rc rc)
{
	char kept[COUNT_ROOM];
	rgl_rc committed = commit(import);

	if (committed < 0) {
		what = import->rows.store->refusal.text;
		rc = committed;
	}
	command_count(import->kept, "sale", kept);
	return refuse(&import->cli->refusal, rc,
		      "%s%.150s. Nothing from this line on was kept; %s %s in. Mend the line "
		      "and run the same command again.",
		      where, what, kept, import->kept == 1 ? "is" : "are");
}

static rgl_rc stop_at_row(struct import *import, const struct csv_row *row, rgl_rc rc)
{
	struct rgl_why why = import->rows.store->refusal;
	char where[160];

	(void)snprintf(where, sizeof(where), "%.120s:%lld: ", import->path, (long long)row->line);
	return stop_at(import, where, why.text, rc);
}

/* The reader's refusals say where it is themselves, and end in a full stop. */
static rgl_rc stop_at_csv(struct import *import, rgl_rc rc)
{
	struct rgl_why why = import->cli->refusal;
	size_t length = strlen(why.text);

	if (length > 0 && why.text[length - 1] == '.')
		why.text[length - 1] = '\0';
	return stop_at(import, "", why.text, rc);
}

/* A dry run says what is wrong with each row and goes on. */
static void tell_row(struct import *import, const struct csv_row *row)
{
	import->refused++;
	progress_end(&import->progress);
	if (import->refused <= ERRORS_SHOWN)
		(void)printf("%s:%lld: %s\n", import->path, (long long)row->line,
			     import->rows.store->refusal.text);
}

/* Many rows a transaction; but a till never waits for more than a few of them. */
static bool is_time_to_commit(const struct import *import)
{
	return import->in_transaction >= ROWS_A_TRANSACTION ||
	       (import->in_transaction % ROWS_A_LOOK == 0 && store_is_wanted(import->rows.store));
}

static rgl_rc take_row(struct import *import, const struct csv_row *row)
{
	rgl_rc rc = import_row(&import->rows, row);

	if (rc < 0 && !import->dry_run)
		return stop_at_row(import, row, rc);
	if (rc < 0)
		tell_row(import, row);
	progress_step(&import->progress, csv_offset(import->csv), import->rows.counts.rows,
		      monotonic_ms());
	import->in_transaction++;
	if (!is_time_to_commit(import))
		return RGL_OK;
	rc = commit(import);
	if (rc == RGL_OK)
		rc = begin(import);
	return command_refused(import->cli, import->rows.store, rc);
}

/* The rows behind the header. What csv_next refuses ends the file there, as a row would. */
static rgl_rc take_all(struct import *import)
{
	const struct csv_row *row = NULL;
	struct rgl_why *refusal = &import->cli->refusal;
	rgl_rc rc;

	rc = begin(import);
	if (rc == RGL_OK)
		rc = keep_put_off(import->rows.store);
	rc = command_refused(import->cli, import->rows.store, rc);
	if (rc < 0)
		return rc;
	for (;;) {
		rc = csv_next(import->csv, &row, refusal);
		if (rc < 0 || row == NULL)
			break;
		rc = take_row(import, row);
		if (rc < 0)
			return rc;
	}
	if (rc < 0 && import->dry_run)
		return rc;
	if (rc < 0)
		return stop_at_csv(import, rc);
	return command_refused(import->cli, import->rows.store, commit(import));
}

static void summarise(struct import *import)
{
	const struct import_counts *counts = &import->rows.counts;
	char nothing[DECIMAL_ROOM];
	char total[DECIMAL_ROOM];
	char members[COUNT_ROOM];
	char rows[COUNT_ROOM];
	char added[COUNT_ROOM];
	char there[COUNT_ROOM];

	command_count(counts->rows, "sale", rows);
	command_count(counts->added, "sale", added);
	command_count(counts->there, "sale", there);
	command_count(counts->members_added, "member", members);
	decimal_write_grouped(counts->worthless, 0, nothing);
	money_write(counts->total, &import->rows.store->shop.currency, total);
	(void)printf("%s: %s, %s %s in all (%s of them worth nothing).\n", import->path, rows,
		     total, import->rows.store->shop.currency.code, nothing);
	(void)printf("%s: %s and %s; %s %s there before.\n",
		     import->dry_run ? "Would be new" : "New", added, members, there,
		     counts->there == 1 ? "was" : "were");
	if (import->dry_run)
		(void)puts("Dry run: nothing was kept.");
}

/* A dry run works on a copy, so that no till waits for it and nothing of it stays. */
static rgl_rc make_copy(struct import *import)
{
	struct cli *cli = import->cli;
	struct store *store = NULL;
	rgl_rc rc;

	rc = scratch_make(cli, "a dry run needs room for a copy of the store", &import->scratch);
	if (rc < 0)
		return rc;
	rc = command_open(cli, STORE_READ, &store);
	if (rc < 0)
		return rc;
	rc = command_refused(cli, store, backup_write(store, import->scratch.path));
	if (rc == RGL_OK)
		rc = store_open(&cli->host, import->scratch.path, store->full_key_path,
				COMMAND_TILL, STORE_WRITE, &import->rows.store, &cli->refusal);
	store_close(store);
	return rc;
}

static rgl_rc read_header(struct import *import)
{
	const char *map = arguments_value(&import->cli->arguments, "map");
	const struct csv_row *header = NULL;
	rgl_rc rc = csv_next(import->csv, &header, &import->cli->refusal);

	if (rc == RGL_OK && header == NULL)
		rc = refuse(&import->cli->refusal, RGL_E_FIELD,
			    "%s is empty; its first line should name the columns", import->path);
	if (rc == RGL_OK)
		rc = columns_find(header, map, import->path, &import->columns,
				  &import->cli->refusal);
	return rc;
}

/* Figures of reports that were put off are counted now, also of a file that ended early. */
static rgl_rc count_figures(struct import *import)
{
	struct store *store = import->rows.store;
	bool is_counted = true;
	rgl_rc rc;

	if (import->dry_run)
		return RGL_OK;
	rc = keep_is_counted(store, &is_counted);
	if (rc == RGL_OK && !is_counted)
		rc = keep_rebuild(store, NULL, NULL);
	return command_refused(import->cli, store, rc);
}

static rgl_rc run(struct import *import, FILE *file)
{
	struct cli *cli = import->cli;
	struct stat status = { 0 };
	rgl_rc rc;

	(void)fstat(fileno(file), &status);
	import->progress =
		progress_of(stderr, isatty(STDERR_FILENO) == 1, status.st_size, monotonic_ms());
	rc = csv_open(&cli->host, file, import->path, &import->csv, &cli->refusal);
	if (rc == RGL_OK)
		rc = read_header(import);
	if (rc == RGL_OK)
		rc = import->dry_run ? make_copy(import)
				     : command_open(cli, STORE_WRITE, &import->rows.store);
	if (rc == RGL_OK)
		rc = command_refused(cli, import->rows.store,
				     desk_open(import->rows.store, &import->rows.desk));
	if (rc == RGL_OK && row_ids_open(&cli->host, &import->rows.ids) < 0)
		rc = refuse(&cli->refusal, RGL_E_MEMORY, "there is not enough memory");
	if (rc == RGL_OK) {
		rgl_rc counted;

		rc = take_all(import);
		counted = count_figures(import);
		rc = rc < 0 ? rc : counted;
	}
	progress_end(&import->progress);
	if (rc == RGL_OK)
		summarise(import);
	if (rc == RGL_OK && import->refused > 0)
		rc = refuse(&cli->refusal, RGL_E_FIELD, "%lld %s", (long long)import->refused,
			    import->refused == 1 ? "line would be refused; mend it"
						 : "lines would be refused; mend them");
	row_ids_close(import->rows.ids);
	desk_close(import->rows.desk);
	store_close(import->rows.store);
	scratch_remove(&import->scratch);
	csv_close(import->csv);
	return rc;
}

rgl_rc command_import(struct cli *cli)
{
	struct import import = {
		.cli = cli,
		.dry_run = arguments_has(&cli->arguments, "dry-run"),
		.rows = { .earns = arguments_has(&cli->arguments, "points") },
	};
	const char *what = NULL;
	FILE *file;
	rgl_rc rc;

	import.rows.columns = &import.columns;
	rc = command_word(cli, 0, "what to import (sales)", &what);
	if (rc == RGL_OK && strcmp(what, "sales") != 0)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT,
			    "\"%.40s\" cannot be imported; there is: sales", what);
	if (rc == RGL_OK)
		rc = command_word(cli, 1, "the file", &import.path);
	if (rc < 0)
		return rc;
	file = fopen(import.path, "rbe");
	if (file == NULL)
		return refuse(&cli->refusal, RGL_E_INPUT_OUTPUT, "%s: %s", import.path,
			      strerror(errno));
	rc = run(&import, file);
	(void)fclose(file);
	return rc;
}
