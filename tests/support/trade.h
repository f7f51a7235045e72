/* trade.h - a day of business that remembers what it was told, to be tried on a store that fails.
 *
 * In:  the table of calls, a store made as in shop.h with the card range 29.
 * Out: each request that was sent, whether it was acknowledged, and the first answer.
 * Not here: what the store holds (audit.h).
 *
 * A new operation is one more function in trade.c and its name in STEPS: it asks once, with an id
 * of its own, and says what the same request answers when it is sent again. Requests are the JSON
 * door's. Nothing here stops a test: what must not be is said in `wrong`, so that threads and child
 * processes can use it.
 */
#pragma once

#include <stdbool.h>

#include "plugin/regulars.h"

enum { TRADE_ORDERS = 640, TRADE_ID_ROOM = 40, TRADE_TEXT_ROOM = 768 };

/* What an order that was carried out answers when it is sent again. */
enum again {
	AGAIN_EXISTS, /* the first answer, with the code EXISTS */
	AGAIN_TAKEN   /* the refusal E_TAKEN */
};

struct order {
	char id[TRADE_ID_ROOM]; /* of the sale or refund; "" when it is neither */
	char request[TRADE_TEXT_ROOM];
	char answer[TRADE_TEXT_ROOM]; /* the last one, "" before there is one */
	enum again again;
	bool acknowledged;
};

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
	bool is_crowded; /* others write too: what is busy is sent again, 20 times at most */
	char wrong[3 * TRADE_TEXT_ROOM + 64]; /* what must not be; "" when all is as it should */
};

/* `host` is copied and may be NULL; the path stays the caller's. */
void trade_init(struct trade *ret, const struct rgl_api *api, const struct rgl_host *host,
		const char *store, int64_t day);

/* Opens and closes the context; open gives the table's code back. */
int32_t trade_open(struct trade *trade);
void trade_close(struct trade *trade);

/* The steps of the day, by number. True when the step was acknowledged. */
int trade_step_count(void);
bool trade_step(struct trade *trade, int step);

/* Sends every order again, on a store that is well: one that was acknowledged is there and answers
 * as the first time; one that was not is there wholly or gets there now; and then each exists. */
void trade_settle(struct trade *trade);
void trade_settle_order(struct trade *trade, struct order *order);

/* A field of an order's answer as text, without quotes; false when it has none of that name. */
bool trade_field(const struct order *order, const char *name, char *ret, size_t room);

/* Points that the orders moved, by their answers. */
int64_t trade_points(const struct trade *trade);
