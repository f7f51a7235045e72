/* import_run.c - see import_run.h. */
#include "cli/import_run.h"

#include <time.h>
#include <unistd.h>

#include "plugin/insight/keep.h"
#include "plugin/store/backup.h"

#define LINES_A_TRANSACTION 5000
#define LINES_A_LOOK 50 /* how often it is asked whether a till waits */

static int64_t monotonic_ms(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct import_run import_run_of(struct cli *cli)
{
	return (struct import_run) {
		.cli = cli,
		.dry_run = arguments_has(&cli->arguments, "dry-run"),
		.earns = arguments_has(&cli->arguments, "points"),
	};
}

void import_run_show(struct import_run *run, const char *what, int64_t bytes)
{
	run->progress = progress_of(stderr, isatty(STDERR_FILENO) == 1, bytes, monotonic_ms());
	run->progress.what = what;
}

void import_run_step(struct import_run *run, int64_t bytes, int64_t count)
{
	progress_step(&run->progress, bytes, count, monotonic_ms());
}

static rgl_rc make_copy(struct import_run *run)
{
	struct cli *cli = run->cli;
	struct store *store = NULL;
	rgl_rc rc;

	rc = scratch_make(cli, "a dry run needs room for a copy of the store", &run->scratch);
	if (rc < 0)
		return rc;
	rc = command_open(cli, STORE_READ, &store);
	if (rc < 0)
		return rc;
	rc = command_refused(cli, store, backup_write(store, run->scratch.path));
	if (rc == RGL_OK)
		rc = store_open(&cli->host, run->scratch.path, store->full_key_path, COMMAND_TILL,
				STORE_WRITE, &run->store, &cli->refusal);
	store_close(store);
	return rc;
}

static rgl_rc begin(struct import_run *run)
{
	rgl_rc rc = store_begin(run->store);

	run->in_transaction = 0;
	run->since_look = 0;
	run->is_begun = rc == RGL_OK;
	return rc;
}

rgl_rc import_run_open(struct import_run *run)
{
	struct cli *cli = run->cli;
	rgl_rc rc = run->dry_run ? make_copy(run) : command_open(cli, STORE_WRITE, &run->store);

	if (rc < 0)
		return rc;
	interrupt_hold(&run->interrupt);
	rc = desk_open(run->store, &run->desk);
	if (rc == RGL_OK)
		rc = begin(run);
	if (rc == RGL_OK)
		rc = keep_put_off(run->store);
	return command_refused(cli, run->store, rc);
}

rgl_rc import_run_commit(struct import_run *run)
{
	if (!run->is_begun)
		return RGL_OK;
	run->is_begun = false;
	return store_end(run->store, RGL_OK);
}

/* Many lines a transaction; but a till never waits for more than a few of them. */
static bool is_time_to_commit(struct import_run *run)
{
	if (run->in_transaction >= LINES_A_TRANSACTION)
		return true;
	if (run->since_look < LINES_A_LOOK)
		return false;
	run->since_look = 0;
	return store_is_wanted(run->store);
}

rgl_rc import_run_rest(struct import_run *run, int64_t lines, bool *ret_committed)
{
	rgl_rc rc;

	run->in_transaction += lines;
	run->since_look += lines;
	if (interrupt_came(&run->interrupt))
		return refuse(&run->cli->refusal, RGL_E_BUSY, "stopped");
	if (!is_time_to_commit(run))
		return RGL_OK;
	rc = import_run_commit(run);
	if (rc < 0)
		return command_refused(run->cli, run->store, rc);
	*ret_committed = true;
	return command_refused(run->cli, run->store, begin(run));
}

rgl_rc import_run_count_figures(struct import_run *run)
{
	bool is_counted = true;
	rgl_rc rc;

	if (run->dry_run)
		return RGL_OK;
	rc = keep_is_counted(run->store, &is_counted);
	if (rc == RGL_OK && !is_counted)
		rc = keep_rebuild(run->store, NULL, NULL);
	return command_refused(run->cli, run->store, rc);
}

void import_run_close(struct import_run *run)
{
	progress_end(&run->progress);
	desk_close(run->desk);
	store_close(run->store);
	scratch_remove(&run->scratch);
	interrupt_release(&run->interrupt);
}

rgl_rc import_check_time(struct store *store, const char *shown, int64_t *at_ms)
{
	if (*at_ms == 0)
		*at_ms = 1; /* 0 stands for "now" inside */
	if (*at_ms > host_now_ms(store->host) + MS_A_DAY)
		return refuse_field(&store->refusal, RGL_E_TIME, "date",
				    "the date %.40s has not come yet", shown);
	return RGL_OK;
}
