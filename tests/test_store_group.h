/* test_store_group.h - threads that share a commit, one step after the other.
 *
 * How: whoever is on the way in keeps others waiting; the test itself is, for as long as it likes.
 * The limit of age is moved away, so that a slow machine does the same as a fast one.
 */
#pragma once

#include "tests/support/check.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/shop.h"

enum { CENTS = 1299, POINTS = 12 };

static const char GROUP_HOLES[] =
	"SELECT count(*) FROM (SELECT count(*) AS n, max(sequence) AS last,"
	" min(sequence) AS first FROM event GROUP BY till, epoch)"
	" WHERE n <> last OR first <> 1";

/* A thread of the till with one sale. */
struct seller {
	struct test_shop *shop;
	pthread_t thread;
	char id[32];
	rgl_rc rc;
	char words[320];
};

/* ---- Threads ---- */

static inline void *sell(void *user)
{
	struct seller *seller = user;
	struct store *store = seller->shop->store;

	store_take(store, STORE_TO_WRITE);
	seller->rc = shop_sell(seller->shop, seller->id, CENTS, NULL);
	if (seller->rc < 0)
		memcpy(seller->words, store->refusal.text, sizeof(seller->words));
	store_give(store);
	return NULL;
}

static inline int waiting(struct store *store)
{
	int count;

	assert_int_equal(pthread_mutex_lock(&store->turnstile.mutex), 0);
	count = store->turnstile.count;
	store->turnstile.since_ms = INT64_MAX / 2;
	assert_int_equal(pthread_mutex_unlock(&store->turnstile.mutex), 0);
	return count;
}

/* From here on the test is on its way in, and whoever sells waits. */
static inline void come(struct test_shop *shop)
{
	atomic_fetch_add(&shop->store->turnstile.coming, 1);
}

static inline void arrive(struct test_shop *shop, enum store_use use)
{
	store_take(shop->store, use);
	atomic_fetch_sub(&shop->store->turnstile.coming, 1);
}

/* Lets a thread sell until it waits for its commit. */
static inline void let_wait(struct test_shop *shop, struct seller *ret, const char *id)
{
	int before = waiting(shop->store);

	*ret = (struct seller) { .shop = shop };
	(void)snprintf(ret->id, sizeof(ret->id), "%s", id);
	assert_int_equal(pthread_create(&ret->thread, NULL, sell, ret), 0);
	while (waiting(shop->store) == before)
		(void)sched_yield();
}

static inline rgl_rc told(struct seller *seller)
{
	assert_int_equal(pthread_join(seller->thread, NULL), 0);
	return seller->rc;
}

static inline void finish(struct test_shop *shop)
{
	assert_int_equal(shop_number(shop, GROUP_HOLES), 0);
	shop_is_sound(shop);
	shop_remove(shop);
}

/* A shop that was opened just now: its till has no epoch yet. */
static inline void set_up(struct test_shop *ret)
{
	shop_make(ret);
	shop_close(ret);
	shop_open(ret);
	come(ret);
}
