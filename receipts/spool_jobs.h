/* spool_jobs.h - the steps of a print job in the store, each a transaction of its own.
 *
 * In:  a job, what is about to happen to it or has happened.
 * Out: the journal that says after any break what can have come out (spool_verdict.h).
 * Not here: the printer. The store is taken for each call; what fails leaves the job as it was.
 *
 *	waiting -> at the printer -> printed      and from the first two, by a person: cancelled
 *	           (void) ^
 */
#pragma once

#include "plugin/store/store.h"
#include "receipts/spool_verdict.h"

/* As the table has them. */
enum spool_job_state { SPOOL_WAITING = 1, SPOOL_AT_PRINTER, SPOOL_PRINTED, SPOOL_CANCELLED };

#define SPOOL_PRINTER_ROOM 128
#define SPOOL_WHY_ROOM 352

/* id 0: there is none. */
struct spool_job {
	int64_t id;
	char sale[RGL_TEXT_MAX + 1];
	bool is_copy;
	enum spool_job_state state;
	struct spool_begun begun;
	int64_t tries;
	int64_t asked;
	int64_t since_ms;
	char why[SPOOL_WHY_ROOM];
};

/* The job of this till that comes next: the one that was at the printer when it broke off, else the
 * first that waits. */
MUST_USE rgl_rc spool_jobs_next(struct store *store, struct spool_job *ret);

/* Before the first byte of a receipt: it is at the printer, as *begun says; as a copy from now on
 * with is_copy. Jobs that other tills left at that printer have their follower now. E_NO_SALE: it
 * was cancelled meanwhile. */
MUST_USE rgl_rc spool_jobs_begin(struct store *store, struct spool_job *job,
				 const struct spool_begun *begun, bool is_copy);

/* Nothing of the receipt came out; what did is about to be marked void. */
MUST_USE rgl_rc spool_jobs_void(struct store *store, struct spool_job *job);

/* The printer took nothing at all: it waits as if it had not begun. */
MUST_USE rgl_rc spool_jobs_back(struct store *store, struct spool_job *job);

/* It came out, on the printer of that name. */
MUST_USE rgl_rc spool_jobs_done(struct store *store, const struct spool_job *job,
				const char *printer);

/* What the cashier is told of it. Written when it is not what was told last. */
MUST_USE rgl_rc spool_jobs_told(struct store *store, struct spool_job *job, const char *why);

/* The till of the shop that began a receipt on the same printer first after this job was begun.
 * has_counter: the printer said what it had cut until then. */
struct spool_follower {
	bool is_there;
	bool has_counter;
	int64_t counter;
	char session[SPOOL_SESSION_ROOM];
};
MUST_USE rgl_rc spool_jobs_follower(struct store *store, const struct spool_job *job,
				    struct spool_follower *ret);

/* How many of this till's jobs wait or are at the printer. */
MUST_USE rgl_rc spool_jobs_waiting(struct store *store, int64_t *ret);
