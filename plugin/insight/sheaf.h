/* sheaf.h - a packed copy of members' sales, for counts that read them all.
 *
 * In:  a store; with sales of members enough that a copy is worth its room.
 * Out: the copy in the tables of schema/sqlite/0006_sheaf.sql; the sales that count, read from it
 *      and from what was sold since.
 * Not here: how sales become bytes (sheaf_pack.h), the index (cells_scan.h).
 *
 * The copy can be dropped at any time. What keeps it right while tills sell:
 *
 *	- a row is written in one transaction with the reading of what it holds: it holds all sales
 *	  of its members up to its reach, which is the last event there was;
 *	- a sale that comes later has a larger number than that, and is added by who reads;
 *	- a change of a sale that was there takes the row away (the trigger of 0006_sheaf.sql), and
 *	  who reads takes the index for those members;
 *	- the reach of all (sheaves.reach) is moved at the end of a refresh, to the last event that
 *	  there was before it looked whose members bought something: by then each row that is there
 *	  was found to miss nothing up to it, or was written since.
 *
 * So a refresh may end anywhere, and several may run at once.
 */
#pragma once

#include "plugin/insight/cells_scan.h"
#include "plugin/insight/sheaf_pack.h"

/* How far a refresh is: of `total` steps so many. What it refuses (below 0) ends the refresh, and
 * is returned; what was packed stays. */
typedef rgl_rc sheaf_progress(void *user, int64_t done, int64_t total);

/* Packs what is not packed, was sold since, or is damaged; `whole`: everything. Nothing in a store
 * with few sales. Not in a transaction: it takes many short ones and lets others through.
 * `progress` may be NULL. E_MEMORY, E_BUSY and the store's. */
MUST_USE rgl_rc sheaf_refresh(struct store *store, bool whole, sheaf_progress *progress,
			      void *user);

/* The same with another idea of many, for tests: from so many sales of members on. */
MUST_USE rgl_rc sheaf_refresh_from(struct store *store, int64_t many, bool whole,
				   sheaf_progress *progress, void *user);

/* What `regulars doctor` finds: rows, and how many of them are not what the sales say. */
struct sheaf_verdict {
	int64_t rows;
	int64_t wrong;
};
MUST_USE rgl_rc sheaf_check(struct store *store, struct sheaf_verdict *ret);

/* What all scans of one moment share: the sales since the copy, by member and time. */
struct sheaves;

/* *ret NULL: there is no copy that is worth reading. The caller looks (store_look) until the last
 * scan with it has ended; connections that look at the same moment may share it, and so may
 * threads. E_MEMORY and the store's. Close it with sheaves_close. */
MUST_USE rgl_rc sheaves_open(struct store *store, struct sheaves **ret);
void sheaves_close(struct sheaves *sheaves);

/* A scan of members' sales. Same as scan_members gives them, but that of two at one instant the
 * order is that of sheaf_order. */
struct sheaf_scan {
	struct store *store;
	const struct sheaves *sheaves;
	struct sheaves *own;
	struct query rows; /* of the copy */
	struct scan index;
	struct sheaf_unpack unpack;
	struct bytes packed;
	struct sheaf_label label;
	const struct scan_sale *fresh; /* the next one that was sold since */
	const struct scan_sale *fresh_end;
	int64_t next; /* the first member of whom nothing was read */
	int64_t last;
	int from;
	bool more;
	bool looks;
	bool waits;	 /* a row was fetched, and the members before it are read first */
	bool has_packed; /* unpack.sale is to be handed out */
	rgl_rc rc;
};

/* The sales of members from `first` to `last`, by member, then time. `sheaves`: opened by the
 * caller, or NULL, all from the index. Not more: points and scene may be 0. */
struct sheaf_scan sheaf_scan(struct store *store, const struct sheaves *sheaves, int64_t first,
			     int64_t last, bool more);

/* The same of all members, with sheaves of its own. */
struct sheaf_scan sheaf_scan_all(struct store *store);

/* The next; false when there is none left, or something failed. */
bool sheaf_scan_next(struct sheaf_scan *scan, struct scan_sale *ret);

/* Ends it: the first failure, or RGL_OK. E_DAMAGED: a row is not what was written. */
MUST_USE rgl_rc sheaf_scan_end(struct sheaf_scan *scan);

/* By member, time, total, stored, points, refunds last, number: below 0 when `one` comes first. */
int sheaf_order(const struct scan_sale *one, const struct scan_sale *other);
