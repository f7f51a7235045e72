/* turnstile.h - the threads of one store: one is inside at a time, others wait there for a commit
 * that they share.
 *
 * Not here: what is committed, and when (transaction.c).
 *
 * Nobody waits for a thread that does not come. A thread may wait only while another is on its way
 * in; that one leaves again, and the last to leave finds nobody on the way and calls one of those
 * who wait, so that it can go itself.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "plugin/base/result.h"

/* On the stack of the thread that waits. */
struct turnstile_guest {
	struct turnstile_guest *next;
	pthread_cond_t woken;
	bool is_called;
	bool is_told;
	rgl_rc rc; /* as it was told */
	struct rgl_why why;
};

/* All but `coming` is used inside. */
struct turnstile {
	pthread_mutex_t mutex;
	atomic_int coming; /* threads on their way in to write, and the woken ones */
	int count;	   /* threads that wait */
	int64_t since_ms;  /* since when the first of them does */
	struct turnstile_guest *guests;
};

void turnstile_init(struct turnstile *ret);
void turnstile_destroy(struct turnstile *turnstile);

/* Never fails; waits until nobody else is inside. A commit may wait for one who comes to write. */
void turnstile_enter(struct turnstile *turnstile, bool writes);
void turnstile_leave(struct turnstile *turnstile);

/* Whether those who wait may go on waiting, and the caller with them: somebody is on the way in,
 * and they are not many and not for long. */
bool turnstile_may_wait(const struct turnstile *turnstile);

/* The caller, who is inside, waits from now on; only after turnstile_may_wait said yes. */
void turnstile_join(struct turnstile *turnstile, struct turnstile_guest *ret);

/* Lets others in until one of them wakes the caller, who is inside again then. True when it was
 * told what came of it, and waits no longer; false when it was called to see to that itself. */
bool turnstile_wait(struct turnstile *turnstile, struct turnstile_guest *guest);

/* Calls one of those who wait, of which there are some. */
void turnstile_call(struct turnstile *turnstile);

/* Tells all who wait. `why` is read for rc < 0 only. */
void turnstile_settle(struct turnstile *turnstile, rgl_rc rc, const struct rgl_why *why);
