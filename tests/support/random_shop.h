/* random_shop.h - a shop with sales by chance, through the real checkout: refunds, voids, merges,
 * nobody's sales, several stores and channels, clocks that jump.
 *
 * The same seed makes the same shop.
 */
#pragma once

#include "tests/support/shop.h"

enum { RANDOM_MEMBERS = 9 };

struct random_shop {
	struct test_shop shop;
	uint64_t state;
	int64_t members[RANDOM_MEMBERS];
	int sales;
	int refunds;
	int done[5]; /* sales, refunds, voids, merges that went through, and what was refused */
};

/* So many things that happen. It stays where it is; shop_remove(&ret->shop) ends it. */
void random_shop_make(struct random_shop *ret, uint64_t seed, int steps);

/* So many more. */
void random_shop_go_on(struct random_shop *shop, int steps);

/* A number below `below`. */
int random_shop_draw(struct random_shop *shop, int below);
