/* spool_jobs.h - the steps of a print job in the store, each a transaction of its own. */
#pragma once

#include "plugin/store/store.h"

/* id 0: nothing waits. */
struct spool_job {
	int64_t id;
	char sale[RGL_TEXT_MAX + 1];
	bool is_copy;
};

/* At the start: what was at the printer when the last run ended waits again, as a copy. */
MUST_USE rgl_rc spool_jobs_recover(struct store *store);

/* The first job of this till that waits, now at the printer. */
MUST_USE rgl_rc spool_jobs_take(struct store *store, struct spool_job *ret);

/* Printed, by that printer; or waiting again, as a copy when some of it may be on paper. */
MUST_USE rgl_rc spool_jobs_done(struct store *store, const struct spool_job *job, bool printed,
				bool begun, const char *printer);

/* How many of this till's jobs wait. */
MUST_USE rgl_rc spool_jobs_waiting(struct store *store, int64_t *ret);
