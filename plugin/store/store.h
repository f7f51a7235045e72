/* store.h - the shop's one SQLite file: open, take a turn, commit or undo.
 *
 * In:  a path.
 * Out: a connection that is set up right, one writer at a time.
 * Not here: what the tables mean (schema/sqlite), the statements' use (query.h and the stages).
 *
 * One connection in a process writes and checkpoints, and only while it holds the turn, a lock of
 * ours beside SQLite: the SQLite of Debian 12 can damage a file when two connections write or
 * checkpoint at once (fixed in 3.51.3). Readers in other processes open read-only and never
 * checkpoint. A store is used by one thread at a time: several that share one take it first, and
 * their transactions then share commits.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <time.h>

#include "plugin/base/host.h"
#include "plugin/base/keys.h"
#include "plugin/base/money.h"
#include "plugin/base/zone.h"
#include "plugin/store/turnstile.h"

#define STORE_APPLICATION 0x52474C52 /* "RGLR", in the file's header */

enum statement {
#define STATEMENT(name, walks, sql) STATEMENT_##name,
#include "plugin/store/statements.def"
#undef STATEMENT
	STATEMENT_COUNT
};

enum store_mode { STORE_WRITE, STORE_READ };

/* What the owner set up. */
struct shop {
	char name[RGL_TEXT_MAX + 1];
	char language[16];
	char zone_name[64];
	char reward_name[128];
	char card_ranges[256];
	char calling_code[8];
	struct currency currency;
	struct points earn_points; /* earned for each whole earn_per */
	struct money earn_per;
	struct money worth;
	struct points worth_of;
	struct points reward_points;
};

/* Where the numbers of events stood: what an undone transaction goes back to. */
struct store_mark {
	int64_t epoch;
	int64_t sequence;
};

struct store {
	const struct host *host;
	struct sqlite3 *db;
	struct sqlite3_stmt *statements[STATEMENT_COUNT]; /* NULL: not needed yet */
	enum store_mode mode;
	int turn; /* descriptor of the turn file, -1 for readers */
	int64_t patience_ms;
	int depth;
	int changes;	/* as SQLite counted them when the inner begin came */
	rgl_rc doomed;	/* why the running transaction can only be undone */
	rgl_rc latched; /* why nothing more is acknowledged until the store is opened anew */
	int wal_pages;
	char path[4096];
	char key_path[4104];
	char full_path[4096];
	char full_key_path[4104];
	char till_name[RGL_TEXT_MAX + 1];
	int64_t till;
	int64_t epoch; /* 0 until the first turn: a till that writes nothing leaves no trace */
	int64_t sequence;
	struct store_mark whole; /* before the running transaction */
	struct store_mark part;	 /* before the running thread's part of it */
	struct turnstile turnstile;
	bool shares; /* the thread inside took the store to write */
	struct shop shop;
	struct keys keys;
	struct zone *zone;
	struct rgl_why refusal; /* why the last call on this store was refused */
};

/* Opens what init made. `till` names who writes; `key_path` NULL: path + ".key".
 * E_NO_STORE, E_KEY, E_NEWER, E_FOREIGN, E_DAMAGED, E_READ_ONLY, E_BUSY, E_FULL, E_MEMORY,
 * E_INPUT_OUTPUT; E_TEXT: the till's name; E_FIELD: the system does not know the shop's time zone.
 * `refusal` says why. */
MUST_USE rgl_rc store_open(const struct host *host, const char *path, const char *key_path,
			   const char *till, enum store_mode mode, struct store **ret,
			   struct rgl_why *refusal);

/* How long a store waits for another program that writes, when nobody says otherwise. */
#define STORE_PATIENCE_MS 2000

/* As store_open, for a till that waits `patience_ms` at most, now and at each transaction. */
MUST_USE rgl_rc store_open_within(const struct host *host, const char *path, const char *key_path,
				  const char *till, enum store_mode mode, int64_t patience_ms,
				  struct store **ret, struct rgl_why *refusal);

/* NULL and half-open stores are allowed. */
void store_close(struct store *store);

/* Makes a new store and its key, both for their owner alone (0600); nothing is left when it fails.
 * E_TAKEN: there is a file already. E_FIELD: no such time zone. E_READ_ONLY, E_FULL, E_MEMORY,
 * E_INPUT_OUTPUT. */
MUST_USE rgl_rc store_create(const struct host *host, const char *path, const char *key_path,
			     const struct shop *shop, struct rgl_why *refusal);

/* Threads that share a store take it before each use and give it back after; never fails. Who takes
 * it to read sees committed rows only, and each of its transactions is a commit. Who takes it to
 * write reads and writes inside transactions alone; store_end may wait there for a commit of
 * several, and lets other threads in meanwhile: nothing but the caller's own memory is as it was
 * then. */
enum store_use { STORE_TO_READ, STORE_TO_WRITE };
void store_take(struct store *store, enum store_use use);
void store_give(struct store *store);

/* Of one who took it to read: gives it back until `woken`, or the time has come (false). */
bool store_sleep(struct store *store, pthread_cond_t *woken, const struct timespec *until);

/* One transaction. begin takes the turn (waits patience_ms at most: E_BUSY); end commits for rc >=
 * 0, undoes below, and returns the worse of the two: what it accepts is on the disk, also when
 * several threads shared the commit, and so is what a refusal rests on. A pair inside another pair
 * joins it, one level deep: an inner refusal that came before its first write leaves the outer one
 * whole; one that came after dooms it. So does one for which SQLite undid the whole transaction by
 * itself; then no more inner pairs begin. */
MUST_USE rgl_rc store_begin(struct store *store);

/* As store_begin, but waits `limit_ms` at most for the turn: for work that can come back later. */
MUST_USE rgl_rc store_begin_within(struct store *store, int64_t limit_ms);

/* Several reads as of one moment, for the price of one: looked() comes after look() in any case.
 * Within a transaction both do nothing. */
MUST_USE rgl_rc store_look(struct store *store);
void store_looked(struct store *store);

/* Whether all that is read now is as of one moment, by a look or a transaction. */
bool store_is_looking(const struct store *store);

/* Claims the printing of this till's receipts, as long as the store is open; false when another
 * context or program of the same till has it. Asked again it says the same. */
bool store_claim_printing(struct store *store);

/* Lets another print; only for who does not print itself. */
void store_disclaim_printing(struct store *store);
MUST_USE rgl_rc store_end(struct store *store, rgl_rc rc);

/* Whether another program waits to write: time for a long work to end its transaction. */
bool store_is_wanted(const struct store *store);

/* Writes down that this till writes, once; in a transaction. store->till is known from then on. */
MUST_USE rgl_rc store_enter(struct store *store);

/* What happened now, by whom: a new row of `event`. kind as in schema/sqlite. */
enum event_kind {
	EVENT_ENROLMENT = 1,
	EVENT_CARD,
	EVENT_SALE,
	EVENT_REFUND,
	EVENT_PROGRAMME,
	EVENT_HOLD,
	EVENT_LET_GO,
	EVENT_VOID,
	EVENT_EDIT,
	EVENT_ADJUSTMENT,
	EVENT_MERGE,
	EVENT_MERGE_UNDONE,
	EVENT_EXPIRY,
	EVENT_VOUCHER,
	EVENT_MEMBER,
	EVENT_MOMENT,
	EVENT_ASKED,
	EVENT_COMPLAINT,
	EVENT_GESTURE,
	EVENT_SURPRISE,
	EVENT_CONTACT,
	EVENT_CONSENT,
	EVENT_ERASURE,
	EVENT_SHIFT,
	EVENT_TOLD
};
MUST_USE rgl_rc store_event(struct store *store, enum event_kind kind, int64_t *ret_id);

int64_t store_last_id(const struct store *store);

/* Empties the memory that SQLite keeps of pages; for a bench that measures cold. */
void store_forget(struct store *store);

/* Runs one PRAGMA that answers a row a finding ("ok": none). Hands each to `tell`. For doctor. */
MUST_USE rgl_rc store_check(struct store *store, const char *pragma,
			    void (*tell)(void *user, const char *line), void *user);

/* "3.40.1", and whether it is one that two writers at once can damage. */
const char *store_sqlite_version(void);
bool store_sqlite_needs_turns(void);
