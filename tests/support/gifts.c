/* gifts.c - see gifts.h. */
#include "tests/support/gifts.h"
#include "tests/support/check.h"

#define GIFT_SHOP 3 /* the shop's own account of gift cards, by 0002_programme.sql */

int64_t gifts_event(struct test_shop *shop)
{
	int64_t event = 0;

	assert_int_equal(store_event(shop->store, EVENT_VOUCHER, &event), RGL_OK);
	return event;
}

struct voucher gifts_make(struct test_shop *shop, const char *code, int64_t minor)
{
	struct voucher_source source = { .code = code };
	struct voucher gift = { 0 };

	assert_int_equal(store_begin(shop->store), RGL_OK);
	source.event = gifts_event(shop);
	assert_int_equal(vouchers_make_gift(shop->store, &source, shop->member, 0, &gift), RGL_OK);
	if (minor > 0)
		assert_int_equal(ledger_move(shop->store, source.event, TRANSFER_PAID_IN, GIFT_SHOP,
					     gift.account, minor),
				 RGL_OK);
	assert_int_equal(store_end(shop->store, RGL_OK), RGL_OK);
	return gift;
}

struct voucher gifts_coupon(struct test_shop *shop, const char *code, int64_t member,
			    int64_t from_ms, int64_t until_ms)
{
	struct voucher_source source = { .code = code };
	struct voucher coupon = { 0 };

	assert_int_equal(store_begin(shop->store), RGL_OK);
	source.event = gifts_event(shop);
	assert_int_equal(vouchers_make_coupon(shop->store, &source, "coffee", member, from_ms,
					      until_ms, &coupon),
			 RGL_OK);
	assert_int_equal(store_end(shop->store, RGL_OK), RGL_OK);
	return coupon;
}

struct voucher gifts_find(struct test_shop *shop, const char *code)
{
	struct voucher voucher = { 0 };

	if (vouchers_find(shop->store, code, &voucher) != RGL_OK)
		fail_msg("%s: %s", code, shop->store->refusal.text);
	return voucher;
}

rgl_rc gifts_pay(struct store *store, int64_t account, int64_t minor)
{
	int64_t event = 0;
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	rc = store_event(store, EVENT_SALE, &event);
	if (rc == RGL_OK)
		rc = ledger_move(store, event, TRANSFER_PAID_WITH, account, GIFT_SHOP, minor);
	return store_end(store, rc);
}
