/* spool_list.h - the receipts that wait, of all tills, as a person looks at them; and what a person
 * can do about one.
 *
 * In:  the journal in the store.
 * Out: rows; jobs that are tried again, or given up.
 * Not here: printing (spool.h). The store is taken for each call, when threads share it.
 */
#pragma once

#include "receipts/spool_jobs.h"

/* Jobs shown that are over. */
#define SPOOL_RECENT 20

/* done_ms: when it was printed or cancelled. why: what the cashier was told last, "" for nothing.
 */
struct spool_row {
	int64_t id;
	char till[RGL_TEXT_MAX + 1];
	char sale[RGL_TEXT_MAX + 1];
	enum spool_job_state state;
	bool is_copy;
	int64_t created_ms;
	int64_t done_ms;
	int64_t tries;
	char printer[SPOOL_IDENTITY_ROOM];
	char why[SPOOL_WHY_ROOM];
};

/* "waiting", "at the printer", "printed", "cancelled"; and as the gateway has them, "at_printer".
 */
const char *spool_state_words(enum spool_job_state state);
const char *spool_state_name(enum spool_job_state state);

/* The open jobs, the oldest first; or with is_over the last that are over, the newest first. No
 * more than `limit`. */
MUST_USE rgl_rc spool_list(struct store *store, bool is_over, int64_t limit,
			   void (*tell)(void *user, const struct spool_row *row), void *user);

/* E_UNKNOWN: there is no such job. */
MUST_USE rgl_rc spool_find(struct store *store, int64_t id, struct spool_row *ret);

/* Tried at once, by its till if that runs; id 0: all that are open. One that was cancelled waits
 * again, as a copy when some of it may be on paper. EXISTS: it was printed. E_UNKNOWN. */
MUST_USE rgl_rc spool_retry(struct store *store, int64_t id);

/* Given up. may_begun: also when it was begun, which only who prints for its till may say. EXISTS:
 * it was over already. E_PRINTER: it is at the printer. E_UNKNOWN. */
MUST_USE rgl_rc spool_cancel(struct store *store, int64_t id, bool may_begun);
