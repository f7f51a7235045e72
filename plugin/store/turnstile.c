/* turnstile.c - see turnstile.h. */
#include "plugin/store/turnstile.h"

#include <stddef.h>
#include <time.h>

/* A group grows no larger and waits no longer: a sale's answer is not held back for the next. */
#define GUESTS_MAX 15
#define WAIT_MS 5

static int64_t monotonic_ms(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void turnstile_init(struct turnstile *ret)
{
	(void)pthread_mutex_init(&ret->mutex, NULL);
	atomic_init(&ret->coming, 0);
	ret->count = 0;
	ret->since_ms = 0;
	ret->guests = NULL;
}

void turnstile_destroy(struct turnstile *turnstile)
{
	(void)pthread_mutex_destroy(&turnstile->mutex);
}

/* Whoever is inside and sees it coming knows that it will be inside after him. */
void turnstile_enter(struct turnstile *turnstile, bool writes)
{
	atomic_fetch_add(&turnstile->coming, writes);
	(void)pthread_mutex_lock(&turnstile->mutex);
	atomic_fetch_sub(&turnstile->coming, writes);
}

void turnstile_leave(struct turnstile *turnstile)
{
	(void)pthread_mutex_unlock(&turnstile->mutex);
}

bool turnstile_may_wait(const struct turnstile *turnstile)
{
	if (atomic_load(&turnstile->coming) == 0 || turnstile->count >= GUESTS_MAX)
		return false;
	return turnstile->count == 0 || monotonic_ms() - turnstile->since_ms < WAIT_MS;
}

void turnstile_join(struct turnstile *turnstile, struct turnstile_guest *ret)
{
	*ret = (struct turnstile_guest) { .next = turnstile->guests };
	(void)pthread_cond_init(&ret->woken, NULL);
	if (turnstile->count == 0)
		turnstile->since_ms = monotonic_ms();
	turnstile->guests = ret;
	turnstile->count++;
}

bool turnstile_wait(struct turnstile *turnstile, struct turnstile_guest *guest)
{
	int before = 0;

	/* A thread that the host cancels here would leave its guest behind on a stack that is gone.
	 */
	(void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
	while (!guest->is_told && !guest->is_called)
		(void)pthread_cond_wait(&guest->woken, &turnstile->mutex);
	(void)pthread_setcancelstate(before, NULL);
	atomic_fetch_sub(&turnstile->coming, 1);
	guest->is_called = false;
	if (guest->is_told)
		(void)pthread_cond_destroy(&guest->woken);
	return guest->is_told;
}

static void wake(struct turnstile *turnstile, struct turnstile_guest *guest)
{
	/* One that was called before is on its way already. */
	if (!guest->is_called)
		atomic_fetch_add(&turnstile->coming, 1);
	(void)pthread_cond_signal(&guest->woken);
}

void turnstile_call(struct turnstile *turnstile)
{
	struct turnstile_guest *guest = turnstile->guests;

	wake(turnstile, guest);
	guest->is_called = true;
}

void turnstile_settle(struct turnstile *turnstile, rgl_rc rc, const struct rgl_why *why)
{
	struct turnstile_guest *next = NULL;

	for (struct turnstile_guest *guest = turnstile->guests; guest != NULL; guest = next) {
		next = guest->next;
		guest->rc = rc;
		if (rc < 0)
			guest->why = *why;
		wake(turnstile, guest);
		guest->is_told = true;
	}
	turnstile->guests = NULL;
	turnstile->count = 0;
}
