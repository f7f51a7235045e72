/* books.h - a new shop whose accounts are moved by hand: for the ledger, lots and holds.
 *
 * In:  a test shop; what is earned, and when it ends.
 * Out: balances and open lots as texts and numbers, and whether the books are right.
 * Not here: sales. Every call fails the test that makes it where something goes wrong.
 */
#pragma once

#include "plugin/loyalty/holds.h"
#include "tests/support/shop.h"

#define BOOKS_TEXT_ROOM 512
enum { BOOKS_POINTS = 1, BOOKS_CREDIT = 2, BOOKS_GIFT = 3 };

/* One member's account in a purse, and the shop's two of it. */
struct books {
	struct test_shop shop;
	int64_t account;
	int64_t shop_account;
	int64_t held_account;
};

/* In points, of the shop's member. */
void books_make(struct books *ret);
void books_make_in(struct books *ret, int64_t purse);
void books_remove(struct books *books);

/* One more member; with an account in points when `ret_account` is given. */
int64_t books_member(struct books *books, int64_t *ret_account);

void books_begin(struct books *books);
void books_end(struct books *books); /* commits */

/* In a transaction: an event, and an account's earning with its lot. */
int64_t books_event(struct books *books, enum event_kind kind);
int64_t books_earn_in(struct books *books, int64_t account, int64_t units, int64_t ends_ms);

/* The same in a transaction of its own; gives the event. */
int64_t books_earn(struct books *books, int64_t units, int64_t ends_ms);

/* Spends in a transaction of its own, lots and all. */
void books_spend(struct books *books, int64_t units);

int64_t books_balance(const struct books *books, int64_t account);

/* Open lots, the soonest to end first: "75@90 805@180", "" for none. */
void books_lots(const struct books *books, int64_t account, char *ret, size_t room);
void books_lots_are(const struct books *books, const char *expected);

/* A number of the statements that `regulars doctor` runs; and none of them finds anything. */
int64_t books_finding(const struct books *books, enum statement statement);
void books_are_right(const struct books *books);

/* A hold of one item of that many units of the member's account. */
struct hold books_hold(const struct books *books, int64_t units, int64_t ends_ms);

/* It is made, given back, or settled by a sale that takes so many units of each item, in a
 * transaction of its own. */
rgl_rc books_hold_make(struct books *books, struct hold *hold);
rgl_rc books_hold_give_back(struct books *books, struct hold *hold);
rgl_rc books_hold_settle(struct books *books, struct hold *hold, const int64_t *units);
void books_same_hold(const struct hold *a, const struct hold *b);

/* Two processes do it at the same time, each with the store open: how many were done. The others
 * were refused for too few points. */
int books_race(struct books *books, rgl_rc (*act)(struct books *books));
