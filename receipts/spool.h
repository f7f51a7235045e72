/* spool.h - the printing thread of one context: takes jobs out of the store, puts them on paper.
 *
 * In:  jobs that checkouts left in print_job, in the sale's own transaction.
 * Out: printed receipts; a line for the cashier when one waits.
 * Not here: what a receipt says (slip_parts.h), the cable (printer.h), the owner's view of all
 *           tills' jobs (spool_list.h).
 *
 * Jobs are printed in order; one that cannot be printed lets no later one pass. Each till prints
 * its own. A job goes waiting -> at the printer -> printed, each step committed before the next
 * begins, so that after any break it is known what may be on paper. Where the printer counts its
 * cuts it is asked, and each receipt comes out once as long as it was on all the time; what came
 * out by half is marked VOID. Any other receipt that may have come out comes again marked as a
 * copy, with the same codes: a second one says that it is. docs/printers.md says what is promised
 * for which printer.
 */
#pragma once

#include "plugin/checkout.h"

struct spool;

/* Starts the thread; it takes no signals. `printer` is as in printer_open. The store is taken by
 * the thread only while it reads or writes a job, never while it prints; it and its desk outlive
 * the thread. E_FIELD: no such kind of printer. E_MEMORY. Of several contexts or programs of one
 * till's name one prints; another takes over when it ends.
 */
MUST_USE rgl_rc spool_start(struct desk *desk, const char *printer, struct spool **ret,
			    struct rgl_why *refusal);

/* Ends the thread, at the latest when the printer's running transfer is over (a second); NULL is
 * allowed. The store must not be taken. */
void spool_stop(struct spool *spool);

/* There is a new job, or somebody wants it tried at once; the store must be taken. Never waits. */
void spool_wake(struct spool *spool);

/* Whether that job may be given up although it was begun: it is this context that prints for its
 * till, and not that job just now. The store must be taken. */
bool spool_may_drop(const struct spool *spool, int64_t job);

/* How it goes; the store must be taken. What stands behind `says` is of the job that is next, all 0
 * when there is none. */
struct spool_state {
	int64_t printed; /* since the start */
	rgl_rc code;	 /* RGL_OK, or why that job waits; OK and `says`: nothing stops for it */
	char says[352];
	int64_t job;
	int64_t since_ms;
	int64_t tries; /* how often it was begun */
	char sale[RGL_TEXT_MAX + 1];
};
void spool_state(struct spool *spool, struct spool_state *ret);
