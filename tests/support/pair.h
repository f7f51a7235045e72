/* pair.h - two members of a shop that are one person, to be merged and taken apart.
 *
 * Every call fails the test that makes it where something goes wrong that the call is not about.
 */
#pragma once

#include "tests/support/shop.h"

#define PAIR_DAY_MS INT64_C(86400000)
#define PAIR_BEN_PHONE "+4520304099"
#define PAIR_BEN_CARD "KLUB-778"

/* Asha stays, Ben is the same person twice; Cleo was brought by Ben. now_ms: the clock. */
struct pair {
	struct test_shop shop;
	int64_t asha;
	int64_t ben;
	int64_t cleo;
	int64_t merge;
	int64_t now_ms;
};

/* Gives so much, to end then (0: never). */
void pair_earn(struct pair *pair, int64_t member, int64_t purse, int64_t units, int64_t ends_ms);

/* Spends so many points. */
void pair_spend(struct pair *pair, int64_t member, int64_t units);

/* A balance of points, and what of it is in lots. */
int64_t pair_points(const struct pair *pair, int64_t member);
int64_t pair_in_lots(const struct pair *pair, int64_t member);

/* A number out of the store, about a member whose number ends the question. */
int64_t pair_number(const struct pair *pair, const char *format, int64_t member);

/* A sale (or a refund, or a void) as the till would have recorded it, with what a rule gave for it
 * and, where somebody brought the buyer, what that one got. how: "is_refund, voided", as "0, 0". */
void pair_sell(struct pair *pair, int64_t member, int64_t minor, const char *how, int64_t friend);

/* A gift card bought by, and a coupon bound to a member. */
void pair_add_vouchers(struct pair *pair, int64_t member);

/* A shop with the three, who have nothing; fill gives Asha and Ben some of everything. It stays
 * where it is. close looks whether all is sound. */
void pair_open(struct pair *pair);
void pair_fill(struct pair *pair);
void pair_close(struct pair *pair);

/* Merges Ben into Asha, and undoes that: how much is missing. */
void pair_merge(struct pair *pair);
int64_t pair_undo(struct pair *pair);

/* All that the store says of who has what, as one text; the caller's to free. */
char *pair_snapshot(const struct pair *pair);
