/* crowd.h - a new shop with many members who came as a model says, and a clock that can be set.
 *
 * Sales are put into the tables directly: thousands of checkouts would take minutes, and what is
 * tried here is what is made of the sales.
 */
#pragma once

#include "tests/support/shop.h"
#include "tests/support/simulate.h"

struct crowd_shop {
	struct test_shop shop;
	int64_t now_ms;
	int64_t sequence; /* of made-up events and sales */
};

/* A shop with Asha alone, who was never there. It stays where it is. */
void crowd_make(struct crowd_shop *ret);
void crowd_remove(struct crowd_shop *crowd);

/* Adds so many members, numbered from 1,001 on, who first came up to `days` ago and then as Pareto
 * customers of a cafe do; the same for the same seed. has_cost: what they bought cost a third. */
void crowd_fill(struct crowd_shop *crowd, int64_t members, double days, uint64_t seed,
		bool has_cost);

/* One more visit, days ago. */
void crowd_visit(struct crowd_shop *crowd, int64_t member, double days_ago, int64_t minor);
