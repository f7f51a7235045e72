/* manager.h - managers, whose code allows what is over a cashier's budget.
 *
 * In:  a name, a code (a PIN or a word) that only that manager knows.
 * Out: whether the two belong together; attempts are limited.
 * Not here: budgets (gesture.h), when a code is looked at (plugin_allow.h).
 *
 * A code is kept as Argon2id makes it (RFC 9106, by libsodium), with 19 MiB and two passes: what
 * OWASP's password storage page asks for at least, and little for a till. That takes tens of
 * milliseconds, so it never runs while the store's turn is held: an attempt is counted first, in a
 * transaction of its own, as if the code were wrong; then the code is looked at; then, when it is
 * right, the count goes back to none. So a kill in between helps nobody who guesses. Neither names
 * nor codes are ever logged.
 */
#pragma once

#include "plugin/store/store.h"

#define MANAGER_CODE_LEAST 4
#define MANAGER_CODE_MOST 127
#define MANAGER_WRONG_MOST 5		      /* in a row, then the manager is locked */
#define MANAGER_LOCK_MS (INT64_C(15) * 60000) /* doubled with each five more */
#define MANAGER_HASH_ROOM 128

/* What became of a code that came with a gesture. */
enum manager_verdict {
	MANAGER_NOT_ASKED, /* no manager was named, or nothing had to be looked at */
	MANAGER_RIGHT,
	MANAGER_WRONG,
	MANAGER_UNKNOWN, /* there is no manager of that name */
	MANAGER_LOCKED,	 /* too many wrong codes; not looked at */
	MANAGER_NOT_NOW	 /* no memory, or the attempt could not be counted */
};

/* "the code is not Mia's": what to tell the cashier, without the code; "" for RIGHT, NOT_ASKED. */
const char *manager_verdict_words(enum manager_verdict verdict);

/* One more. E_TAKEN: there is one of that name. E_FIELD: no name; a code that is too short or too
 * long. E_TEXT, E_PAYMENT_CARD: of the name. E_MEMORY. Slow, as above; opens and ends its own
 * transaction after that. */
MUST_USE rgl_rc manager_add(struct store *store, const char *name, const char *code);

/* E_UNKNOWN: there is none of that name. What that manager allowed stays. */
MUST_USE rgl_rc manager_remove(struct store *store, const char *name);

/* locked_ms: no code of theirs is looked at before then. */
struct manager {
	char name[RGL_TEXT_MAX + 1];
	int64_t failed;
	int64_t locked_ms;
};
typedef rgl_rc manager_taker(void *user, const struct manager *manager);

/* By name. Below zero ends the list. */
MUST_USE rgl_rc manager_list(struct store *store, manager_taker *take, void *user);

/* --- the three steps of looking at a code */

/* Counts the attempt as a wrong one, in a transaction of its own. verdict: UNKNOWN, LOCKED, or
 * WRONG with the hash to look at. */
struct manager_try {
	enum manager_verdict verdict;
	char hash[MANAGER_HASH_ROOM];
};
MUST_USE rgl_rc manager_try_begin(struct store *store, const char *name, struct manager_try *ret);

/* RIGHT, WRONG, or NOT_NOW for want of memory. Slow; no store is touched. */
enum manager_verdict manager_try_code(const struct manager_try *try, const char *code);

/* Takes the count back: of a right code all of it, of one that could not be looked at this one
 * attempt. In a transaction of its own. */
MUST_USE rgl_rc manager_try_end(struct store *store, const char *name,
				enum manager_verdict verdict);
