/* import_run.h - what every import does around its rows: a store, or a copy of one; transactions of
 * many rows that let tills in; the bar; the figures of reports at the end.
 *
 * Not here: files, and what a row is (import.c, import_log.c).
 */
#pragma once

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/scratch.h"
#include "plugin/checkout.h"

struct import_run {
	struct cli *cli;
	struct store *store;
	struct desk *desk;
	bool dry_run;
	bool earns;
	bool is_begun; /* a transaction is */
	struct progress progress;
	struct interrupt interrupt;
	int64_t in_transaction; /* lines of sales that it holds */
	int64_t since_look;
	struct scratch scratch; /* of a dry run's copy */
};

/* With --dry-run and --points as the command was given them. */
struct import_run import_run_of(struct cli *cli);

/* The bar: `what` is counted ("rows"), in files of `bytes` altogether. */
void import_run_show(struct import_run *run, const char *what, int64_t bytes);
void import_run_step(struct import_run *run, int64_t bytes, int64_t count);

/* Opens the store, or for a dry run a copy, so that no till waits for it and nothing of it stays;
 * from here on Ctrl-C is held; begins the first transaction, in which reports' figures are put off
 * where the store is empty. The refusal is the command's. */
MUST_USE rgl_rc import_run_open(struct import_run *run);

/* Ends the transaction and begins the next when it has become long, or a till waits: `lines` more
 * are in it. *ret_committed is set then. E_BUSY, "stopped": Ctrl-C came. */
MUST_USE rgl_rc import_run_rest(struct import_run *run, int64_t lines, bool *ret_committed);

/* The last, if one is begun; its refusal is the store's. */
MUST_USE rgl_rc import_run_commit(struct import_run *run);

/* Figures of reports that were put off are counted now, also of a file that ended early. */
MUST_USE rgl_rc import_run_count_figures(struct import_run *run);

/* Also of one that was never opened. */
void import_run_close(struct import_run *run);

/* A date of the future, or one that means "now" inside, made what can be recorded: E_TIME. */
MUST_USE rgl_rc import_check_time(struct store *store, const char *shown, int64_t *at_ms);
