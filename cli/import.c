/* import.c - regulars import sales: a file of past sales, row by row, in transactions of many rows.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/import_log.h"
#include "cli/import_row.h"
#include "cli/import_run.h"

#define ERRORS_SHOWN 20

struct import {
	struct import_run run;
	const char *path;
	struct csv *csv;
	struct columns columns;
	struct import_row rows;
	int64_t refused; /* rows, of a dry run */
	int64_t kept;	 /* sales in the store when the last transaction was committed */
};

static rgl_rc commit(struct import *import)
{
	rgl_rc rc = import_run_commit(&import->run);

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
	return refuse(&import->run.cli->refusal, rc,
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
	struct rgl_why why = import->run.cli->refusal;
	size_t length = strlen(why.text);

	if (length > 0 && why.text[length - 1] == '.')
		why.text[length - 1] = '\0';
	return stop_at(import, "", why.text, rc);
}

static rgl_rc stop_here(struct import *import)
{
	char kept[COUNT_ROOM];
	rgl_rc rc = commit(import);

	if (rc < 0)
		return command_refused(import->run.cli, import->run.store, rc);
	if (import->run.dry_run)
		return refuse(&import->run.cli->refusal, RGL_E_BUSY,
			      "stopped. Dry run: nothing was kept");
	command_count(import->kept, "sale", kept);
	return refuse(&import->run.cli->refusal, RGL_E_BUSY,
		      "stopped; %s %s in. The same command again goes on from there", kept,
		      import->kept == 1 ? "is" : "are");
}

/* A dry run says what is wrong with each row and goes on. */
static void tell_row(struct import *import, const struct csv_row *row)
{
	import->refused++;
	progress_end(&import->run.progress);
	if (import->refused <= ERRORS_SHOWN)
		(void)printf("%s:%lld: %s\n", import->path, (long long)row->line,
			     import->rows.store->refusal.text);
}

static rgl_rc take_row(struct import *import, const struct csv_row *row)
{
	rgl_rc rc = import_row(&import->rows, row);
	bool is_committed = false;

	if (rc < 0 && !import->run.dry_run)
		return stop_at_row(import, row, rc);
	if (rc < 0)
		tell_row(import, row);
	import_run_step(&import->run, csv_offset(import->csv), import->rows.counts.rows);
	rc = import_run_rest(&import->run, 1, &is_committed);
	if (is_committed)
		import->kept = import->rows.counts.rows;
	return import->run.interrupt.came ? stop_here(import) : rc;
}

/* The rows behind the header. What csv_next refuses ends the file there, as a row would. */
static rgl_rc take_all(struct import *import)
{
	struct cli *cli = import->run.cli;
	const struct csv_row *row = NULL;
	rgl_rc rc;

	for (;;) {
		rc = csv_next(import->csv, &row, &cli->refusal);
		if (rc < 0 || row == NULL)
			break;
		rc = take_row(import, row);
		if (rc < 0)
			return rc;
	}
	if (rc < 0 && import->run.dry_run)
		return rc;
	if (rc < 0)
		return stop_at_csv(import, rc);
	return command_refused(cli, import->run.store, commit(import));
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
		     import->run.dry_run ? "Would be new" : "New", added, members, there,
		     counts->there == 1 ? "was" : "were");
	if (import->run.dry_run)
		(void)puts("Dry run: nothing was kept.");
}

static rgl_rc read_header(struct import *import)
{
	const char *map = arguments_value(&import->run.cli->arguments, "map");
	const struct csv_row *header = NULL;
	rgl_rc rc = csv_next(import->csv, &header, &import->run.cli->refusal);

	if (rc == RGL_OK && header == NULL)
		rc = refuse(&import->run.cli->refusal, RGL_E_FIELD,
			    "%s is empty; its first line should name the columns", import->path);
	if (rc == RGL_OK)
		rc = columns_find(header, map, import->path, &import->columns,
				  &import->run.cli->refusal);
	return rc;
}

static rgl_rc open_all(struct import *import, FILE *file)
{
	struct cli *cli = import->run.cli;
	struct stat status = { 0 };
	rgl_rc rc;

	(void)fstat(fileno(file), &status);
	import_run_show(&import->run, "rows", status.st_size);
	rc = csv_open(&cli->host, file, import->path, &import->csv, &cli->refusal);
	if (rc == RGL_OK)
		rc = read_header(import);
	if (rc == RGL_OK && row_ids_open(&cli->host, &import->rows.ids) < 0)
		rc = refuse(&cli->refusal, RGL_E_MEMORY, "there is not enough memory");
	if (rc == RGL_OK)
		rc = import_run_open(&import->run);
	import->rows.store = import->run.store;
	import->rows.desk = import->run.desk;
	return rc;
}

static rgl_rc run(struct import *import, FILE *file)
{
	struct cli *cli = import->run.cli;
	rgl_rc rc = open_all(import, file);

	if (rc == RGL_OK) {
		rgl_rc counted;

		rc = take_all(import);
		counted = import_run_count_figures(&import->run);
		rc = rc < 0 ? rc : counted;
	}
	progress_end(&import->run.progress);
	if (rc == RGL_OK)
		summarise(import);
	if (rc == RGL_OK && import->refused > 0)
		rc = refuse(&cli->refusal, RGL_E_FIELD, "%lld %s", (long long)import->refused,
			    import->refused == 1 ? "line would be refused; mend it"
						 : "lines would be refused; mend them");
	row_ids_close(import->rows.ids);
	import_run_close(&import->run);
	csv_close(import->csv);
	return rc;
}

static rgl_rc import_sales(struct cli *cli)
{
	struct import import = { .run = import_run_of(cli) };
	FILE *file;
	rgl_rc rc;

	import.rows.columns = &import.columns;
	import.rows.earns = import.run.earns;
	rc = command_word(cli, 1, "the file", &import.path);
	if (rc == RGL_OK && cli->arguments.word_count > 2)
		rc = refuse(&cli->refusal, RGL_E_ARGUMENT,
			    "\"%.60s\" is one word too many: sales come from one file",
			    cli->arguments.words[2]);
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

rgl_rc command_import(struct cli *cli)
{
	const struct log_format *format;
	const char *what = NULL;
	rgl_rc rc = command_word(
		cli, 0, "what to import (sales, poslog, square, shopify, loyverse)", &what);

	if (rc < 0)
		return rc;
	if (strcmp(what, "sales") == 0)
		return import_sales(cli);
	format = log_format_find(what);
	if (format != NULL)
		return import_log(cli, format);
	return refuse(&cli->refusal, RGL_E_ARGUMENT,
		      "\"%.40s\" cannot be imported; there is: sales, poslog, square, shopify, "
		      "loyverse",
		      what);
}
