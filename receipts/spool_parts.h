/* spool_parts.h - the printing thread's own things; of spool*.c alone.
 *
 * What stands behind `woken` is guarded by the store being taken; what stands behind `printer` is
 * the thread's, and so is the job while is_trying.
 */
#pragma once

#include "plugin/base/bytes.h"
#include "receipts/printer/printer.h"
#include "receipts/spool.h"
#include "receipts/spool_jobs.h"

struct spool {
	struct store *store;
	struct desk *desk;
	const struct host *host;
	pthread_t thread;
	atomic_bool stop;
	pthread_cond_t woken;
	bool has_new;
	bool is_mine;
	bool is_trying; /* the store is not taken, the printer is worked at */
	bool is_unsaid; /* the job came out, and the store does not know it yet */
	int64_t pause_ms;
	int64_t next_ms; /* when it is tried again; by the clock that only goes forward */
	struct spool_job job;
	struct spool_state state;
	struct printer *printer;
	struct slip_parts *parts;
	struct fonts *fonts;
	struct spool_follower follower;	   /* who used the job's printer since; of recover() */
	bool is_in_step;		   /* nothing half sent is in it */
	int32_t unheard;		   /* how often a printer that counted did not say */
	char silent[PRINTER_NAME_ROOM];	   /* a printer that should count cuts, and did not say */
	char name[PRINTER_NAME_ROOM];	   /* that the job came out on */
	char hint[PRINTER_NAME_ROOM + 64]; /* for the cashier though all is well, "" for none */
};

/* One try at spool->job, with the printer entered and left again: journalled, sent, and waited for.
 * RGL_OK: it came out, and is_unsaid is set. The store is not taken. Below zero the job stands in
 * the store as the next try has to find it; `why` is a line for the cashier. */
MUST_USE rgl_rc spool_try(struct spool *spool, struct rgl_why *why);

/* What the job says on this printer, added to `out`; with a tag also how often it is cut. The store
 * is not taken. slip_read's refusals, and slip_render's. */
MUST_USE rgl_rc spool_render(struct spool *spool, bool is_copy, const char *tag, struct bytes *out,
			     int64_t *ret_cuts, struct rgl_why *why);
