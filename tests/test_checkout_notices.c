/* test_checkout_notices.c - what of a sale came to nothing is said, and stops nothing; nor does a
 * till's clock that runs ahead. */
#include "tests/support/check.h"

#include <string.h>

#include "tests/support/peer.h"

#define SHOP                                                                                       \
	"'rewards':[{'id':'spring','title':'Spring','give':{'amount':100},'when':{'codes':"        \
	"['SPRING']}},{'id':'five','title':'5 off','give':{'amount':500}},{'id':'cup','title':"    \
	"'A cup','give':{'thing':true}}],'earn':[{'id':'one','give':{'points':1,'per':'sale'},"    \
	"'when':{'codes':['TWICE']}}]"

static void fill(struct peer *peer, const char *id)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, "GOODS", 1, 2000);
}

static void notice_is(const struct peer *peer, size_t at, const char *field, const char *text)
{
	assert_true(at < peer->outcome.notices.count);
	assert_string_equal(peer->outcome.notices.items[at].field, field);
	assert_string_equal(peer->outcome.notices.items[at].text, text);
}

/* A mistyped code: the customer is told why nothing was taken off, now and when it is asked again.
 * One that a rule or a reward has, in whatever capitals, is not spoken of. */
static void a_code_that_nobody_knows_is_said(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, SHOP);
	fill(&peer, "S-1");
	peer_code(&peer, "SUMMER");
	peer_code(&peer, "twice");
	peer_code(&peer, "Spring");
	peer_sell(&peer);
	assert_int_equal(peer.outcome.notices.count, 1);
	notice_is(&peer, 0, "codes", "SUMMER is not a code of this shop");
	peer_outcome_is(&peer, 1, 0, 1);
	memset(&peer.outcome, 0, sizeof(peer.outcome));
	assert_int_equal(peer_try_sell(&peer), RGL_EXISTS);
	assert_int_equal(peer.outcome.notices.count, 1);
	peer_close(&peer);
}

/* A card's number typed into the field of codes is not said aloud. */
static void a_card_number_is_not_repeated(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, SHOP);
	fill(&peer, "S-1");
	peer_code(&peer, "4111111111111111");
	peer_sell(&peer);
	assert_int_equal(peer.outcome.notices.count, 1);
	assert_null(strstr(peer.outcome.notices.items[0].text, "411111111111"));
	peer_close(&peer);
}

/* What was asked for and is not on the bill gave nothing; a thing to hand over has no need to be
 * there. */
static void a_reward_that_is_not_on_the_bill_is_said(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, SHOP);
	fill(&peer, "S-1");
	(void)peer_wish(&peer, "five", 1);
	(void)peer_wish(&peer, "cup", 1);
	(void)peer_wish(&peer, "gone", 1);
	(void)peer_wish(&peer, "", 1);
	peer_sell(&peer);
	assert_int_equal(peer.outcome.notices.count, 3);
	notice_is(&peer, 0, "rewards", "5 off: it is not on the bill, so nothing was given for it");
	notice_is(&peer, 1, "rewards", "there is no reward gone in the programme");
	notice_is(&peer, 2, "rewards", "a reward was asked for by no name and no code");
	fill(&peer, "S-2");
	(void)peer_wish(&peer, "five", 1);
	peer_line(&peer, "5 off", 1, -500)->reward = "five";
	peer_sell(&peer);
	assert_int_equal(peer.outcome.notices.count, 0);
	peer_close(&peer);
}

/* A line of nothing names a discount that nobody had: nobody pays for it. What is handed over for
 * nothing is had. */
static void a_discount_of_nothing_is_not_paid_for(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'five','title':'5 off','cost':{'points':50},'give':"
			 "{'amount':500}},{'id':'bun','title':'Bun','cost':{'points':20},'give':"
			 "{'free':{'product':'BUN'}}}]");
	peer_give(&peer, 100);
	fill(&peer, "S-1");
	(void)peer_wish(&peer, "five", 1);
	peer_line(&peer, "5 off", 1, 0)->reward = "five";
	peer_line(&peer, "BUN", 1, 0)->reward = "bun";
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 20, 80);
	assert_int_equal(peer.outcome.notices.count, 1);
	notice_is(&peer, 0, "rewards", "5 off: it is not on the bill, so nothing was given for it");
	peer_close(&peer);
}

#define SPRING                                                                                     \
	"'earn':[{'id':'one','give':{'points':7,'per':'sale'},'when':{'codes':['SPRING']}}],"      \
	"'rewards':[{'id':'five','title':'5 off','give':{'amount':500},'when':{'codes':["          \
	"'SPRING']}}],'limits':{'discount':{'policy':'flag'}}"

static int64_t alerts(struct peer *peer)
{
	return shop_number(&peer->shop, "SELECT count(*) FROM alert");
}

/* A promotion that was wished for by its code was entered, with the quote and with the sale: the
 * rule of that code gives its points, and what it takes off is no news for the owner. */
static void a_code_that_stands_with_a_wish_was_entered(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, SPRING);
	fill(&peer, "S-1");
	peer_wish(&peer, NULL, 1)->code = "spring";
	peer_quote(&peer);
	assert_int_equal(peer.would_earn, 7);
	peer_sell(&peer);
	peer_outcome_is(&peer, 7, 0, 7);
	assert_int_equal(alerts(&peer), 0);
	fill(&peer, "S-2");
	peer_line(&peer, "5 off", 1, -500)->reward = "five";
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 0, 7);
	assert_int_equal(alerts(&peer), 1);
	peer_close(&peer);
}

/* Many wrong codes are still one answer that fits. */
static void only_so_many_are_said(void **state)
{
	const char *codes[NOTICES_MAX + 1];
	struct peer peer;

	(void)state;
	peer_open(&peer, SHOP);
	fill(&peer, "S-1");
	for (size_t i = 0; i < NOTICES_MAX + 1; i++)
		codes[i] = "NONE";
	peer.ticket.codes = codes;
	peer.ticket.code_count = NOTICES_MAX + 1;
	peer_sell(&peer);
	assert_int_equal(peer.outcome.notices.count, NOTICES_MAX);
	peer_close(&peer);
}

/* --- clocks */

/* A till whose clock is a month ahead: the sale is recorded as of now, the owner is told, and what
 * ends a year after the last visit ends a year from now. */
static void a_sale_from_the_future_counts_as_of_now(void **state)
{
	const int64_t day_ms = INT64_C(86400000);
	struct peer peer;

	(void)state;
	peer_open(&peer, "'points':{'expiry':{'kind':'sliding','days':30}},'earn':[{'id':'one',"
			 "'give':{'points':1,'per':'sale'}}]");
	fill(&peer, "S-1");
	peer.ticket.at_ms = peer.now_ms + 40 * day_ms;
	peer.ticket.till = "bar";
	peer_sell(&peer);
	peer_outcome_is(&peer, 1, 0, 1);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM alert WHERE kind = 'clock'"
						 " AND refused = 0 AND text LIKE '%of bar'"),
			 1);
	assert_true(shop_number(&peer.shop, "SELECT max(at_ms) FROM sale") <= peer.now_ms);
	assert_true(shop_number(&peer.shop, "SELECT max(last_visit_ms) FROM member") <=
		    peer.now_ms);
	assert_true(shop_number(&peer.shop, "SELECT max(ends_ms) FROM lot") <=
		    peer.now_ms + 32 * day_ms);
	assert_int_equal(peer_try_sell(&peer), RGL_EXISTS);
	peer_close(&peer);
}

/* Nobody's sale too; and a few hours, of another zone or of summer time, are nobody's fault. */
static void only_a_day_ahead_is_told(void **state)
{
	const int64_t hour_ms = INT64_C(3600000);
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	fill(&peer, "S-1");
	peer.ticket.at_ms = peer.now_ms + 24 * hour_ms;
	peer_sell(&peer);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM alert"), 0);
	assert_int_equal(shop_number(&peer.shop, "SELECT max(at_ms) FROM sale"),
			 peer.now_ms + 24 * hour_ms);
	fill(&peer, "S-2");
	peer.ticket.at_ms = peer.now_ms + 24 * hour_ms + 1;
	peer.ticket.member = 0;
	peer_sell(&peer);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM alert"), 1);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_that_nobody_knows_is_said),
		cmocka_unit_test(a_card_number_is_not_repeated),
		cmocka_unit_test(a_reward_that_is_not_on_the_bill_is_said),
		cmocka_unit_test(a_discount_of_nothing_is_not_paid_for),
		cmocka_unit_test(a_code_that_stands_with_a_wish_was_entered),
		cmocka_unit_test(only_so_many_are_said),
		cmocka_unit_test(a_sale_from_the_future_counts_as_of_now),
		cmocka_unit_test(only_a_day_ahead_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
