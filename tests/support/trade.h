/* trade.h - a day of business that remembers what it was told, to be tried on a store that fails.
 *
 * In:  the table of calls, a store made as trade_make_shop() makes it (of one without its programme
 *      the plain steps alone).
 * Out: each request that was sent, whether it was acknowledged, and the first answer.
 * Not here: what the store holds (audit.h).
 *
 * A new operation is one more function in a trade_*.c file and its name in STEPS: it asks once,
 * with an id of its own, says what the same request answers when it is sent again, and what it
 * moves that its answer does not say. Requests are the JSON door's. Nothing here stops a test but
 * making the shop: what must not be is said in `wrong`, so that threads and child processes can use
 * it.
 */
#pragma once

#include <stdbool.h>

#include "plugin/regulars.h"

struct shop;
struct test_shop;

enum { TRADE_ORDERS = 1280, TRADE_ID_ROOM = 40, TRADE_TEXT_ROOM = 1024 };

/* What is counted, each for itself. */
enum trade_purse { TRADE_POINTS, TRADE_CREDIT, TRADE_GIFT, TRADE_TEA, TRADE_PURSES };
struct units {
	int64_t of[TRADE_PURSES];
};

/* What an order that was carried out answers when it is sent again. */
enum again {
	AGAIN_EXISTS, /* the first answer, with the code EXISTS; of balances today's */
	AGAIN_TODAY,  /* the code EXISTS, with today's balance */
	AGAIN_TAKEN,  /* the refusal E_TAKEN: a phone or card that is somebody's */
	AGAIN_MERGED, /* the refusal E_UNKNOWN: merged before; not sent when it was undone since */
	AGAIN_NEVER,  /* it is not sent again: it would be another one */
	AGAIN_ALWAYS  /* the same once more: it does what is left to do */
};

/* Small enough to go through a pipe in one piece. */
struct order {
	char id[TRADE_ID_ROOM]; /* of what it records; "" when that has none */
	char request[TRADE_TEXT_ROOM];
	char answer[TRADE_TEXT_ROOM]; /* the last one, "" before there is one */
	struct units moved;	      /* beside what its answer says */
	enum again again;
	bool replaces; /* the order before it under its id: edits or undoes it */
	bool acknowledged;
};
_Static_assert(sizeof(struct order) <= 4096, "a pipe takes it in one piece");

struct trade {
	const struct rgl_api *api;
	struct rgl_host host;
	struct rgl_options options;
	struct rgl *rgl;
	int64_t day; /* makes the ids, phones and cards of the day: from 1 to 99,999 */
	struct order orders[TRADE_ORDERS];
	int order_count;
	void (*tell)(void *user, const struct order *order); /* before it is sent and after */
	void *user;
	bool is_plain;	 /* the store has no programme: joining gives nothing */
	bool is_crowded; /* others write too: what is busy is sent again, 20 times at most */
	char wrong[3 * TRADE_TEXT_ROOM + 64]; /* what must not be; "" when all is as it should */
};

/* A shop with the card range 29, by `owner`, and the programme of the trade: points, credit and
 * stamps that end, a level, rewards, coupons. It stays open. Fails the test that calls it. */
void trade_make_shop(struct test_shop *ret, struct shop *owner);

/* `host` is copied and may be NULL; the path stays the caller's. */
void trade_init(struct trade *ret, const struct rgl_api *api, const struct rgl_host *host,
		const char *store, int64_t day);

/* Opens and closes the context; open gives the table's code back. */
int32_t trade_open(struct trade *trade);
void trade_close(struct trade *trade);

/* The steps of the day, by number; the first of them need no programme. True when the step was
 * acknowledged. A step whose paper got lost before it (an id, a hold) asks for nothing. */
int trade_step_count(void);
int trade_plain_count(void);
bool trade_step(struct trade *trade, int step);

/* Sends every order again, on a store that is well: one that was acknowledged is there and answers
 * as the first time; one that was not is there wholly or gets there now; and then each exists. */
void trade_settle(struct trade *trade);
void trade_settle_order(struct trade *trade, struct order *order);

/* A field of an order's answer as text, without quotes; false when it has none of that name. */
bool trade_field(const struct order *order, const char *name, char *ret, size_t room);

/* What the orders moved, by their answers, once they are settled. */
struct units trade_units(const struct trade *trade);
