/* transaction.c - see store.h: begin and end, and how the threads of one store share a commit.
 *
 * A group is a transaction that was left open by threads which wait in the turnstile for its
 * commit; it is open as long as somebody waits. Whoever comes next adds a part of its own, in a
 * savepoint, so that it can be undone alone, and then waits too or commits for all. Nobody is told
 * of a success before that commit.
 */
#include "plugin/store/query.h"
#include "plugin/store/store_sqlite.h"
#include "plugin/store/turn.h"

#define CHECKPOINT_PAGES 1000

static rgl_rc run(struct store *store, enum statement statement)
{
	struct query q = query(store, statement);

	return query_run(&q);
}

static struct store_mark mark(const struct store *store)
{
	return (struct store_mark) { store->epoch, store->sequence };
}

static void go_back(struct store *store, struct store_mark before)
{
	store->epoch = before.epoch;
	store->sequence = before.sequence;
}

/* Short of memory or room SQLite undoes all of a transaction by itself. */
static bool is_undone(const struct store *store)
{
	return sqlite3_get_autocommit(store->db) != 0;
}

static bool has_group(const struct store *store)
{
	return store->turnstile.count > 0;
}

/* A till in another process that waits goes before one more part of ours. */
static bool may_stay_open(const struct store *store)
{
	return turnstile_may_wait(&store->turnstile) && !store_is_wanted(store);
}

static void undo(struct store *store)
{
	struct rgl_why kept = store->refusal;

	if (!is_undone(store) && run(store, STATEMENT_ROLLBACK) < 0)
		store->latched = RGL_E_INPUT_OUTPUT;
	store->refusal = kept;
	go_back(store, store->whole);
}

/* The write-ahead log goes into the file by our own hand and not SQLite's, which would keep a
 * failed fsync to itself. The sale was safe in the log before; only what comes after is refused. */
static void checkpoint(struct store *store)
{
	int sqlite_rc;

	if (store->wal_pages < CHECKPOINT_PAGES)
		return;
	store->wal_pages = 0;
	sqlite_rc =
		sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	if (sqlite_rc != SQLITE_OK && (sqlite_rc & 0xff) != SQLITE_BUSY &&
	    (sqlite_rc & 0xff) != SQLITE_LOCKED)
		store->latched = store_code(sqlite_rc);
}

/* Commits all that is open, or undoes it for rc < 0; whoever waits is told. */
static rgl_rc end_whole(struct store *store, rgl_rc rc)
{
	struct rgl_why why = { .size = sizeof(why) };

	if (rc >= 0) {
		rgl_rc committed = run(store, STATEMENT_COMMIT);

		rc = committed < 0 ? committed : rc;
	}
	if (rc < 0)
		undo(store);
	else
		checkpoint(store);
	turn_give(store->turn);
	if (rc < 0 && has_group(store))
		refuse(&why, rc, "%s: %s", store->path, store_advice(rc));
	turnstile_settle(&store->turnstile, rc, &why);
	return rc;
}

/* ---- Threads ---- */

static void settle(struct store *store)
{
	/* Its own members are told how it went; the caller has no part in it. */
	if (has_group(store))
		(void)end_whole(store, RGL_OK);
}

void store_take(struct store *store, enum store_use use)
{
	turnstile_enter(&store->turnstile, use == STORE_TO_WRITE);
	store->shares = use == STORE_TO_WRITE;
	if (!store->shares)
		settle(store);
}

void store_give(struct store *store)
{
	if (has_group(store) && !may_stay_open(store))
		turnstile_call(&store->turnstile);
	turnstile_leave(&store->turnstile);
}

bool store_sleep(struct store *store, pthread_cond_t *woken, const struct timespec *until)
{
	bool was_woken = pthread_cond_timedwait(woken, &store->turnstile.mutex, until) == 0;

	store->shares = false;
	settle(store);
	return was_woken;
}

/* Until somebody committed, or could not. */
static rgl_rc wait_for_commit(struct store *store, rgl_rc rc)
{
	struct turnstile_guest guest;

	turnstile_join(&store->turnstile, &guest);
	while (!turnstile_wait(&store->turnstile, &guest))
		if (!may_stay_open(store))
			settle(store);
	store->shares = true;
	if (guest.rc >= 0)
		return rc;
	store->refusal = guest.why;
	return guest.rc;
}

/* ---- Begin ---- */

static rgl_rc begin_whole(struct store *store, int64_t limit_ms)
{
	rgl_rc rc = turn_take(store->turn, limit_ms, &store->refusal);

	if (rc < 0)
		return rc;
	rc = run(store, STATEMENT_BEGIN);
	if (rc < 0)
		turn_give(store->turn);
	else
		store->whole = mark(store);
	return rc;
}

static rgl_rc begin_part(struct store *store)
{
	rgl_rc rc = run(store, STATEMENT_PART_BEGIN);

	return rc < 0 && is_undone(store) ? end_whole(store, rc) : rc;
}

static rgl_rc begin_outer(struct store *store, int64_t limit_ms)
{
	rgl_rc rc;

	if (store->mode != STORE_WRITE)
		return refuse(&store->refusal, RGL_E_READ_ONLY, "%s was opened to be read only",
			      store->path);
	if (store->latched < 0)
		return refuse(
			&store->refusal, store->latched,
			"the disk failed earlier; close Regulars, check the disk, open again");
	rc = has_group(store) ? begin_part(store) : begin_whole(store, limit_ms);
	if (rc < 0)
		return rc;
	store->depth = 1;
	store->doomed = RGL_OK;
	store->part = mark(store);
	return RGL_OK;
}

rgl_rc store_begin(struct store *store)
{
	return store_begin_within(store, store->patience_ms);
}

rgl_rc store_begin_within(struct store *store, int64_t limit_ms)
{
	RGL_ASSERT(store->depth <= 1);
	if (store->depth == 0)
		return begin_outer(store, limit_ms);
	if (store->doomed < 0 && is_undone(store))
		return refuse(&store->refusal, store->doomed, "%s: %s", store->path,
			      store_advice(store->doomed));
	store->depth = 2;
	store->changes = sqlite3_total_changes(store->db);
	return RGL_OK;
}

/* ---- End ---- */

static rgl_rc end_inner(struct store *store, rgl_rc rc)
{
	/* What came after SQLite undid all would be written for good, each statement on its own. */
	bool undone = is_undone(store);

	store->depth = 1;
	if (rc < 0 && (undone || sqlite3_total_changes(store->db) != store->changes))
		store->doomed = rc;
	return rc;
}

/* Below zero when the whole group is lost with it. */
static rgl_rc undo_part(struct store *store, rgl_rc cause)
{
	struct rgl_why kept = store->refusal;
	rgl_rc rc;

	if (is_undone(store))
		return cause;
	rc = run(store, STATEMENT_PART_UNDO);
	if (rc == RGL_OK)
		rc = run(store, STATEMENT_PART_END);
	store->refusal = kept;
	go_back(store, store->part);
	return rc;
}

static rgl_rc end_part(struct store *store, rgl_rc rc)
{
	rgl_rc parted = rc < 0 ? undo_part(store, rc) : run(store, STATEMENT_PART_END);
	struct rgl_why kept = store->refusal;
	rgl_rc whole;

	if (parted >= 0 && rc >= 0 && may_stay_open(store))
		return wait_for_commit(store, rc);
	/* Also for a refusal: it may rest on what others wrote, and counts when that does. */
	whole = end_whole(store, parted);
	if (rc < 0 && (parted < 0 || whole >= 0)) {
		store->refusal = kept;
		return rc;
	}
	return whole < 0 ? whole : rc;
}

rgl_rc store_end(struct store *store, rgl_rc rc)
{
	RGL_ASSERT(store->depth >= 1);
	if (store->depth == 2)
		return end_inner(store, rc);
	if (rc >= 0 && store->doomed < 0)
		rc = store->doomed;
	store->depth = 0;
	if (has_group(store))
		return end_part(store, rc);
	if (rc >= 0 && store->shares && may_stay_open(store))
		return wait_for_commit(store, rc);
	return end_whole(store, rc);
}

rgl_rc store_look(struct store *store)
{
	return is_undone(store) ? run(store, STATEMENT_LOOK) : RGL_OK;
}

bool store_is_looking(const struct store *store)
{
	return !is_undone(store);
}

/* Nothing was written: that the end of it fails tells nothing about what was read. */
void store_looked(struct store *store)
{
	struct rgl_why kept = store->refusal;

	if (store->depth == 0 && !is_undone(store) && run(store, STATEMENT_ROLLBACK) < 0)
		store->latched = RGL_E_INPUT_OUTPUT;
	store->refusal = kept;
}
