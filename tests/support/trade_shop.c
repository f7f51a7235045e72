/* trade_shop.c - the shop of a trade, its programme, and its owner's sweep. See trade.h and
 * trade_parts.h. */
#include "tests/support/trade_parts.h"

#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/loyalty/book.h"
#include "plugin/loyalty/lots.h"
#include "tests/support/shop.h"

/* Everything ends, is paid with, given for and counted that can be: each step writes as much as a
 * sale may. Debts are allowed; nothing else refuses. The welcome is trade_parts.h's. */
static const char PROGRAMME[] =
	"{\"programme\":1,\"name\":\"Trade\",\"rounding\":\"down\",\"points\":{"
	"\"worth\":{\"points\":100,\"money\":100},\"expiry\":{\"kind\":\"fixed\",\"months\":12}},"
	"\"credit\":{\"expiry\":{\"kind\":\"sliding\",\"months\":18}},"
	"\"gift_cards\":{\"title\":\"Gift card\",\"months\":36},"
	"\"stamp_cards\":[{\"id\":\"tea\",\"title\":\"Tea\",\"stamps\":10,"
	"\"expiry\":{\"kind\":\"sliding\",\"months\":6}}],"
	"\"tiers\":{\"by\":\"visits\",\"window\":\"ever\",\"levels\":["
	"{\"id\":\"new\",\"title\":\"New\",\"from\":0},"
	"{\"id\":\"known\",\"title\":\"Known\",\"from\":4}]},\"earn\":["
	"{\"id\":\"base\",\"give\":{\"points\":1,\"per\":\"amount\",\"amount\":100}},"
	"{\"id\":\"known\",\"give\":{\"multiply\":\"1.5\"},\"when\":{\"tiers\":[\"known\"]}},"
	"{\"id\":\"piece\",\"give\":{\"stamps\":1,\"card\":\"tea\",\"per\":\"unit\"},"
	"\"when\":{\"items\":{\"categories\":[\"cakes\",\"tea\"]}}},"
	"{\"id\":\"back\",\"give\":{\"credit\":5,\"per\":\"amount\",\"amount\":300}},"
	"{\"id\":\"welcome\",\"on\":\"enrolment\",\"give\":{\"points\":400}},"
	"{\"id\":\"welcome-tea\",\"on\":\"enrolment\","
	"\"give\":{\"stamps\":20,\"card\":\"tea\"}}],\"rewards\":["
	"{\"id\":\"three-off\",\"title\":\"3.00 off\",\"cost\":{\"points\":50},"
	"\"give\":{\"amount\":300,\"on\":\"order\"}},"
	"{\"id\":\"free-tea\",\"title\":\"Free tea\",\"cost\":{\"stamps\":5,\"card\":\"tea\"},"
	"\"give\":{\"free\":{\"items\":{\"categories\":[\"tea\"]}}},\"uses\":{\"total\":1000000}},"
	"{\"id\":\"tenth-off\",\"title\":\"A tenth off\",\"coupon_only\":true,"
	"\"give\":{\"percent\":\"10\",\"on\":\"order\"}},"
	"{\"id\":\"next-time\",\"title\":\"A coupon\",\"automatic\":true,"
	"\"give\":{\"coupon\":\"tenth-off\",\"days\":60},\"when\":{\"min_amount\":4000}}],"
	"\"redeem\":{\"over\":\"refuse\",\"hold_minutes\":15},"
	"\"refunds\":{\"clawback\":\"negative\",\"spent\":\"returned\"},"
	"\"limits\":{\"member_sales\":{\"max\":5,\"policy\":\"flag\"},"
	"\"adjustments\":{\"max\":1,\"policy\":\"flag\"},\"discount\":{\"policy\":\"flag\"}}}";

/* A programme counts from the day on which it is applied; a till may have been away since long. */
static int64_t years_ago_ms(void *user)
{
	(void)user;
	return SHOP_NOW_MS - INT64_C(4) * 365 * 86400000;
}

void trade_make_shop(struct test_shop *ret, struct shop *owner)
{
	struct book *book = NULL;
	int64_t version = 0;

	*owner = shop_owner();
	(void)snprintf(owner->card_ranges, sizeof(owner->card_ranges), "29");
	shop_make_as(ret, owner);
	ret->host.lent.now_ms = years_ago_ms;
	assert_int_equal(book_open(ret->store, &book), RGL_OK);
	assert_int_equal(store_begin(ret->store), RGL_OK);
	if (book_apply(book, PROGRAMME, strlen(PROGRAMME), &version) < 0)
		fail_msg("%s", ret->store->refusal.text);
	assert_int_equal(store_end(ret->store, RGL_OK), RGL_OK);
	book_close(book);
	ret->host.lent.now_ms = shop_now_ms;
}

void trade_sweep(const struct trade *trade, char ret[TRADE_TEXT_ROOM])
{
	struct store *store = NULL;
	struct swept swept = { 0 };
	struct rgl_why why = { .size = sizeof(why) };
	struct host host;
	rgl_rc rc;

	host_init(&host, &trade->host);
	rc = store_open(&host, trade->options.store, NULL, "office", STORE_WRITE, &store, &why);
	if (rc == RGL_OK)
		rc = lots_sweep(store, host_now_ms(&host), 2, &swept);
	if (rc < 0 && store != NULL)
		why = store->refusal;
	store_close(store);
	(void)snprintf(ret, TRADE_TEXT_ROOM, "{\"ok\":%s,\"code\":\"%s\",\"error\":\"%s\"}",
		       rc == RGL_OK ? "true" : "false", result_name(rc), why.text);
}
