/* spool.h - the printing thread of one context: takes jobs out of the store, puts them on paper.
 *
 * In:  jobs that checkouts left in print_job, in the sale's own transaction.
 * Out: printed receipts; a line for the cashier when one waits.
 * Not here: what a receipt says (compose.h), the cable (usb.h).
 *
 * A job goes waiting -> at the printer -> printed, each step committed before the next begins. One
 * that was at the printer when the power went is printed again, marked as a copy: never lost, and a
 * second one says that it is. Jobs are printed in order; each till prints its own.
 */
#pragma once

#include "plugin/checkout.h"

struct spool;

/* Starts the thread; it takes no signals. `printer` is as in rgl_options. The store is taken by the
 * thread only while it reads or writes a job, never while it prints; it and its desk outlive the
 * thread. E_FIELD: no such kind of printer. E_MEMORY.
 * Of several contexts or programs of one till's name one prints; another takes over when it ends.
 */
MUST_USE rgl_rc spool_start(struct desk *desk, const char *printer, struct spool **ret,
			    struct rgl_why *refusal);

/* Ends the thread, at the latest when the printer's running transfer is over (a second); NULL is
 * allowed. The store must not be taken. */
void spool_stop(struct spool *spool);

/* There is a new job; the store must be taken. Never waits. */
void spool_wake(struct spool *spool);

/* How it goes; the store must be taken. */
struct spool_state {
	int64_t printed; /* since the start */
	rgl_rc code;	 /* RGL_OK, or why the first job waits */
	char says[352];
};
void spool_state(struct spool *spool, struct spool_state *ret);
