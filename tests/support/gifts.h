/* gifts.h - gift cards and coupons of a shop, made, found and paid with.
 *
 * Every call but gifts_pay fails the test that makes it where something goes wrong.
 */
#pragma once

#include "plugin/loyalty/vouchers.h"
#include "tests/support/shop.h"

/* A new event, in the running transaction. */
int64_t gifts_event(struct test_shop *shop);

/* A gift card of the shop's member with so much on it; code NULL: one of ours. It is as it was
 * made, without the money: find it to see that. */
struct voucher gifts_make(struct test_shop *shop, const char *code, int64_t minor);

/* A coupon for "coffee". */
struct voucher gifts_coupon(struct test_shop *shop, const char *code, int64_t member,
			    int64_t from_ms, int64_t until_ms);

struct voucher gifts_find(struct test_shop *shop, const char *code);

/* Takes so much off a gift card, in a transaction. */
rgl_rc gifts_pay(struct store *store, int64_t account, int64_t minor);
