/* care.h - what members say, put into a test's shop; and its clock, which can be moved. */
#pragma once

#include "tests/support/shop.h"

#define CARE_DAY_MS INT64_C(86400000)

/* A clock that begins at SHOP_NOW_MS, for as long as the shop is there. */
struct care_clock {
	struct rgl_host lent;
	int64_t now_ms;
};
void care_clock_set(struct care_clock *clock, struct test_shop *shop);

/* What somebody said some days before SHOP_NOW_MS; reason "" is none, sale 0 none. Their numbers.
 */
int64_t care_mood(struct test_shop *shop, int64_t member, int mood, int64_t days_ago,
		  const char *reason, int64_t sale);

/* A complaint, open until so many minutes from SHOP_NOW_MS; of a moment, 0: none. */
int64_t care_complaint(struct test_shop *shop, int64_t member, int64_t days_ago, int64_t minutes,
		       int64_t moment);

/* A step of one (4: apologised), or that it was closed: 4 by the customer's word, 5 without it. */
void care_step(struct test_shop *shop, int64_t complaint, int kind);
void care_close(struct test_shop *shop, int64_t complaint, int state, int64_t days_ago);
