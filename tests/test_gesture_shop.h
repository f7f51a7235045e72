/* test_gesture_shop.h - a shop whose staff give: 100 points are a euro, five gestures a shift, five
 * euros each and twenty together; a clock that the test moves.
 *
 * In:  gestures, in few words.
 * Out: what the checkout made of them.
 */
#pragma once

#include <stdio.h>
#include <string.h>

#include "plugin/care/gesture.h"
#include "plugin/slip_settings.h"
#include "tests/support/shop.h"

#define HOUR_MS INT64_C(3600000)

struct giving {
	struct test_shop shop;
	int64_t now_ms;
};

static inline int64_t giving_clock(void *user)
{
	return ((const struct giving *)user)->now_ms;
}

static inline void giving_open(struct giving *ret)
{
	struct shop owner = shop_owner();

	owner.worth = money_of(100);
	owner.worth_of = points_of(100);
	shop_make_as(&ret->shop, &owner);
	ret->now_ms = SHOP_NOW_MS;
	ret->shop.host.lent.user = ret;
	ret->shop.host.lent.now_ms = giving_clock;
}

static inline void giving_close(struct giving *giving)
{
	shop_is_sound(&giving->shop);
	shop_remove(&giving->shop);
}

/* A coffee of 5 euros by Jonas, with gestures. */
static inline struct sale giving_sale(const struct giving *giving, const char *id,
				      struct sale_line *line, const struct sale_gesture *gestures,
				      size_t count)
{
	struct sale sale = shop_sale(&giving->shop, id, 500, line);

	sale.at_ms = giving->now_ms;
	sale.gestures = gestures;
	sale.gesture_count = count;
	return sale;
}

static inline rgl_rc giving_sells(struct giving *giving, const char *id,
				  const struct sale_gesture *gestures, size_t count,
				  struct outcome *ret)
{
	struct sale_line line;
	struct outcome outcome = { 0 };
	const struct sale sale = giving_sale(giving, id, &line, gestures, count);
	rgl_rc rc = checkout(giving->shop.desk, &sale, true, &outcome);

	if (ret != NULL)
		*ret = outcome;
	return rc;
}

static inline struct sale_gesture giving_points(int64_t points)
{
	return (struct sale_gesture) { .kind = RGL_GESTURE_POINTS, .points = points };
}

static inline struct sale_gesture giving_off(int64_t minor)
{
	return (struct sale_gesture) { .kind = RGL_GESTURE_MONEY, .amount = money_of(minor) };
}

/* Apart from a sale, by Jonas, to the shop's member. */
static inline rgl_rc giving_gives(struct giving *giving, const char *ref, struct sale_gesture asked,
				  struct gesture_done *ret)
{
	struct gesture_done done = { 0 };
	const struct gesture_new new = {
		.ref = ref, .cashier = "Jonas", .member = giving->shop.member, .asked = asked
	};
	rgl_rc rc = gesture_give(giving->shop.store, desk_book(giving->shop.desk), &new, &done);

	if (ret != NULL)
		*ret = done;
	return rc;
}

/* A notice about that field says so. */
static inline void is_noticed(const struct outcome *outcome, const char *field, const char *words)
{
	for (size_t i = 0; i < outcome->notices.count; i++)
		if (strcmp(outcome->notices.items[i].field, field) == 0 &&
		    strstr(outcome->notices.items[i].text, words) != NULL)
			return;
	fail_msg("no notice of %s that says: %s", field, words);
}
