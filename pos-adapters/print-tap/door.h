/* door.h - the plugin, as the reader uses it: who is this, what would the sale earn, here it is.
 *
 * Not here: what waits to be posted (waiting.h). The plugin may be missing, slow, of another
 * version, or answer errors: each is an answer here, and none of them stops the reader for good.
 */
#pragma once

#include "plugin/regulars.h"
#include "pos-adapters/print-tap/sale.h"
#include "pos-adapters/print-tap/settings.h"

enum { DOOR_TEXT_ROOM = 400 };

enum door_answer {
	DOOR_DONE,    /* it is in the store, now or since before */
	DOOR_LATER,   /* not now: the plugin or the store cannot be had */
	DOOR_DIFFERS, /* another sale has this id */
	DOOR_NO	      /* never: what was asked is refused for good */
};

struct door {
	const struct settings *settings;
	void *library;
	const struct rgl_api *api;
	struct rgl *rgl;
	struct rgl_shop shop;
	int64_t slow_until_ms; /* nobody is asked who it is until then */
	int64_t closed_until_ms;
	bool has_fault;
	char says[DOOR_TEXT_ROOM]; /* what was last wrong, in words */
	struct rgl_line lines[PATTERN_ITEMS_MAX];
	char answer[RGL_ANSWER_ROOM + 1];
};

/* What the thank-you part says. */
struct door_greeting {
	bool is_member;
	bool has_points; /* points and balance are what the sale will lead to */
	int64_t id;
	int64_t points;
	int64_t balance;
	int64_t to_reward;
	char name[256];
	char reward[128];
};

/* Opens what is not open; false when it cannot be had now. Tries at most every few seconds. */
bool door_ready(struct door *door);

void door_close(struct door *door);

/* Who a scan is, and what the slip would earn them. False when there is no answer now. */
bool door_greet(struct door *door, const char *scan, const struct slip *slip, const char *id,
		struct door_greeting *ret);

/* Posts a request, ended by a NUL; what it leaves open is filled in (SALE_CURRENCY_OPEN). */
enum door_answer door_post(struct door *door, char *request);

/* Milliseconds of a clock that is not set back. */
int64_t door_clock_ms(void);
