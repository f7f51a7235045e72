/* test_checkout_undo.c - voids and edits of sales that were paid with, or sold, stored value, and
 * of those that gave something for next time: nothing lost, nothing twice.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/peer.h"

#define EARNS                                                                                      \
	"'points':{'worth':{'points':1,'money':1}},'earn':[{'id':'one','give':{'points':1,'per':"  \
	"'amount','amount':100}}]"

static int64_t left_on(const struct peer *peer, const char *code)
{
	struct voucher voucher = { 0 };

	assert_int_equal(vouchers_find(peer->shop.store, code, &voucher), RGL_OK);
	return voucher.balance;
}

/* A gift card with a printed code, bought by nobody in particular. */
static void sell_card(struct peer *peer, const char *id, const char *code, int64_t minor)
{
	struct sale_line *line;

	peer_ticket(peer, id);
	line = peer_line(peer, "GIFT", 1, minor);
	line->kind = LINE_GIFT_CARD;
	line->code = code;
	peer_sell(peer);
}

static void fill(struct peer *peer, const char *id, int64_t minor)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, "GOODS", 1, minor);
}

/* --- voids */

/* A part that went back in cash does not come back on the card once more. */
static void a_void_gives_a_card_no_more_than_is_left_of_the_sale(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	sell_card(&peer, "G-1", "GIFT-1001", 5000);
	fill(&peer, "S-1", 2000);
	peer_pay(&peer, RGL_GIFT_CARD, 2000, "GIFT-1001");
	peer_sell(&peer);
	peer_refund(&peer, "R-1", "S-1", 500);
	peer_void(&peer, "S-1");
	assert_int_equal(left_on(&peer, "GIFT-1001"), 4500);
	peer_close(&peer);
}

static void refund_to(struct peer *peer, const char *id, const char *of, int64_t minor,
		      const char *code)
{
	const struct sale_tender tender = { RGL_GIFT_CARD, money_of(-minor), code };
	const struct sale refund = { .id = id,
				     .of = of,
				     .is_refund = true,
				     .at_ms = peer->now_ms,
				     .currency = "EUR",
				     .total = money_of(-minor),
				     .tenders = &tender,
				     .tender_count = 1 };

	assert_int_equal(checkout(peer->shop.desk, &refund, true, &peer->outcome), RGL_OK);
}

/* Swiped twice is one card: what came back of both is counted against both. */
static void a_card_that_paid_twice_gets_the_rest_of_both_back(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	sell_card(&peer, "G-1", "GIFT-1001", 2000);
	fill(&peer, "S-1", 2000);
	peer_pay(&peer, RGL_GIFT_CARD, 1000, "GIFT-1001");
	peer_pay(&peer, RGL_GIFT_CARD, 1000, "GIFT-1001");
	peer_sell(&peer);
	refund_to(&peer, "R-1", "S-1", 1500, "GIFT-1001");
	assert_int_equal(left_on(&peer, "GIFT-1001"), 1500);
	peer_void(&peer, "S-1");
	assert_int_equal(left_on(&peer, "GIFT-1001"), 2000);
	peer_close(&peer);
}

/* The till that lost the answer to a power cut asks again, and hears the same. */
static void a_void_said_again_answers_the_same(void **state)
{
	struct outcome first;
	struct peer peer;

	(void)state;
	peer_open(&peer, EARNS ",'stamp_cards':[{'id':'coffee','title':'Coffee','stamps':10}]"
			       ",'tiers':{'by':'visits','levels':[{'id':'one','title':'One','from':"
			       "0}]}");
	peer_give_in(&peer, "credit", 700);
	peer_sell_one(&peer, "S-1", "GOODS", 1000);
	peer_void(&peer, "S-1");
	first = peer.outcome;
	memset(&peer.outcome, 0, sizeof(peer.outcome));
	assert_int_equal(peer_try_void(&peer, "S-1"), RGL_EXISTS);
	assert_int_equal(peer.outcome.sale, first.sale);
	assert_int_equal(peer.outcome.points.count, first.points.count);
	assert_int_equal(peer.outcome.balance.count, first.balance.count);
	assert_int_equal(first.credit, 700);
	assert_int_equal(peer.outcome.credit, first.credit);
	assert_string_equal(peer.outcome.tier, first.tier);
	assert_int_equal(peer.outcome.purse_count, first.purse_count);
	peer_close(&peer);
}

/* A till that was down may repeat the sale hours after its void: it stays undone, and is told. */
static void a_sale_said_again_after_its_void_stays_undone(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARNS);
	peer_sell_one(&peer, "S-1", "GOODS", 1000);
	assert_int_equal(peer_try_sell(&peer), RGL_EXISTS);
	assert_int_equal(peer.outcome.notices.count, 0);
	peer_void(&peer, "S-1");
	memset(&peer.outcome, 0, sizeof(peer.outcome));
	assert_int_equal(peer_try_sell(&peer), RGL_EXISTS);
	assert_int_equal(peer.outcome.notices.count, 1);
	assert_string_equal(peer.outcome.notices.items[0].field, "id");
	assert_string_equal(peer.outcome.notices.items[0].text,
			    "S-1 was undone since, and stays so; if it took place after all, send "
			    "it under a new id");
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* --- edits */

/* Else one that comes late, or out of its turn, would count what was undone; with the same contents
 * as with others, and also of a sale that was worth nothing. */
static void an_edit_brings_no_voided_sale_back(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARNS);
	for (int64_t minor = 0; minor <= 1000; minor += 1000) {
		const char *id = minor == 0 ? "S-0" : "S-1";

		peer_sell_one(&peer, id, "GOODS", minor);
		peer_void(&peer, id);
		assert_int_equal(peer_try_edit(&peer), RGL_E_REFUND);
		peer_refused_with(&peer, "was undone; if it took place after all, send it under a "
					 "new id");
		(void)peer_line(&peer, "GOODS", 1, 200);
		assert_int_equal(peer_try_edit(&peer), RGL_E_REFUND);
		peer_refused_with(&peer, "was undone; if it took place");
	}
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM sale WHERE voided = 0 AND "
						 "is_refund = 0"),
			 0);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* A tip added to a sale that points paid: they are set off, and none need be there twice. */
static void an_edit_keeps_the_points_that_paid(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'points':{'worth':{'points':1,'money':1}}");
	peer_give(&peer, 1000);
	fill(&peer, "S-1", 1000);
	peer_pay(&peer, RGL_POINTS, 1000, NULL);
	peer_sell(&peer);
	peer_balance_is(&peer, 0);
	fill(&peer, "S-1", 1000);
	peer_line(&peer, "TIP", 1, 200)->kind = LINE_TIP;
	peer_pay(&peer, RGL_POINTS, 1000, NULL);
	peer_pay(&peer, RGL_CASH, 200, NULL);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_balance_is(&peer, 0);
	assert_int_equal(peer_rows_of(&peer, "S-1"), 0);
	peer_void(&peer, "S-1");
	peer_balance_is(&peer, 1000);
	peer_close(&peer);
}

/* Other points than before: the difference moves. */
static void an_edit_that_pays_less_in_points_gives_the_rest_back(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'points':{'worth':{'points':1,'money':1}}");
	peer_give(&peer, 1000);
	fill(&peer, "S-1", 1000);
	peer_pay(&peer, RGL_POINTS, 1000, NULL);
	peer_sell(&peer);
	fill(&peer, "S-1", 1000);
	peer_pay(&peer, RGL_POINTS, 400, NULL);
	peer_pay(&peer, RGL_CASH, 600, NULL);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_balance_is(&peer, 600);
	peer_outcome_is(&peer, 0, 400, 600);
	peer_void(&peer, "S-1");
	peer_balance_is(&peer, 1000);
	peer_close(&peer);
}

/* Where what a sale earns waits, its reward was paid out of older points, and still is. */
static void an_edit_takes_no_earned_points_from_those_that_paid(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer,
		  EARNS ",'redeem':{'earned':'later'},'rewards':[{'id':'five','title':'5 off',"
			"'cost':{'points':10},'give':{'amount':500}}]");
	peer_give(&peer, 10);
	fill(&peer, "S-1", 2000);
	(void)peer_wish(&peer, "five", 1);
	peer_quote(&peer);
	peer_sell(&peer);
	peer_outcome_is(&peer, 15, 10, 15);
	peer_give(&peer, -15);
	peer.ticket.hold = 0;
	peer_line(&peer, "TIP", 1, 200)->kind = LINE_TIP;
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* The customer went home with the printed card; a tip does not make another one of it. */
static void an_edit_leaves_the_card_that_it_sold(void **state)
{
	char code[VOUCHER_CODE_ROOM];
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	for (int printed = 0; printed < 2; printed++) {
		const char *id = printed ? "S-2" : "S-1";
		struct sale_line *line;

		sell_card(&peer, id, printed ? "GIFT-1001" : NULL, 5000);
		(void)snprintf(code, sizeof(code), "%s",
			       printed ? "GIFT-1001" : peer.outcome.issued[0].code);
		peer_ticket(&peer, id);
		line = peer_line(&peer, "GIFT", 1, 5000);
		line->kind = LINE_GIFT_CARD;
		line->code = printed ? "GIFT-1001" : NULL;
		peer_line(&peer, "TIP", 1, 200)->kind = LINE_TIP;
		assert_int_equal(peer_try_edit(&peer), RGL_OK);
		assert_int_equal(peer.outcome.issued_count, 1);
		if (!printed)
			assert_string_equal(peer.outcome.issued[0].code, code);
		assert_int_equal(left_on(&peer, code), 5000);
		fill(&peer, printed ? "S-4" : "S-3", 5000);
		peer_pay(&peer, RGL_GIFT_CARD, 5000, code);
		peer_sell(&peer);
	}
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM voucher"), 2);
	peer_close(&peer);
}

/* A coupon that was used in between would else be had again with each edit. */
static void an_edit_gives_no_second_coupon_for_next_time(void **state)
{
	char code[VOUCHER_CODE_ROOM];
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'next','title':'Next','automatic':true,'give':{'coupon':"
			 "'ten'}},{'id':'ten','title':'10 %','coupon_only':true,'give':{'percent':"
			 "10}}]");
	peer_sell_one(&peer, "S-1", "GOODS", 1000);
	assert_int_equal(peer.outcome.issued_count, 1);
	(void)snprintf(code, sizeof(code), "%s", peer.outcome.issued[0].code);
	fill(&peer, "S-1", 1000);
	peer_line(&peer, "TIP", 1, 200)->kind = LINE_TIP;
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	assert_int_equal(peer.outcome.issued_count, 1);
	assert_string_equal(peer.outcome.issued[0].code, code);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM voucher WHERE blocked = 0"),
			 1);
	peer_close(&peer);
}

/* The till sends the sale again as it was, with the number of the quote that it was paid by. */
static void an_edit_may_name_the_hold_that_its_sale_settled(void **state)
{
	struct peer peer;
	int64_t hold;

	(void)state;
	peer_open(&peer,
		  "'rewards':[{'id':'cake','title':'Cake','give':{'thing':true},'cost':{'points':"
		  "40}}]");
	peer_give(&peer, 100);
	fill(&peer, "S-1", 1000);
	(void)peer_wish(&peer, "cake", 1);
	peer_quote(&peer);
	hold = peer.ticket.hold;
	assert_true(hold > 0);
	fill(&peer, "S-1", 1000);
	peer.ticket.hold = hold;
	peer_sell(&peer);
	peer_balance_is(&peer, 60);
	fill(&peer, "S-1", 1000);
	peer_line(&peer, "TIP", 1, 200)->kind = LINE_TIP;
	peer.ticket.hold = hold;
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_balance_is(&peer, 60);
	fill(&peer, "S-2", 1000);
	peer.ticket.hold = hold;
	assert_int_equal(peer_try_sell(&peer), RGL_E_TAKEN);
	peer_close(&peer);
}

/* A limit for all members counts what nobody used as well, and no longer when that is undone. */
static void a_void_of_nobodys_sale_frees_what_all_may_have(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'off','title':'Off','give':{'amount':100},'uses':{"
			 "'total':1}}]");
	fill(&peer, "S-1", 1000);
	peer_line(&peer, "", 1, -100)->reward = "off";
	peer.ticket.member = 0;
	peer_sell(&peer);
	assert_int_equal(shop_number(&peer.shop, "SELECT uses FROM reward_total"), 1);
	peer_void(&peer, "S-1");
	assert_int_equal(shop_number(&peer.shop, "SELECT uses FROM reward_total"), 0);
	peer_close(&peer);
}

#define TEA "{'id':'tea','title':'Tea','stamps':9}"
#define CUPS "{'id':'cups','title':'Cups','stamps':9}"
#define STAMPS(cards)                                                                              \
	"'stamp_cards':[" cards "],'earn':[{'id':'tea','give':{'stamps':1,'card':'tea','per':"     \
	"'amount','amount':1000}}]"

/* A programme of since may name its cards in another order. What a sale had earned on one is set
 * off against what it earns on the same card, not against what stands in its place. */
static void an_edit_knows_a_card_by_its_name(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, STAMPS(TEA "," CUPS));
	peer_give_in(&peer, "cups", 7);
	fill(&peer, "S-1", 5000);
	peer_sell(&peer);
	assert_int_equal(peer_balance_in(&peer, "tea"), 5);
	peer_apply(&peer, STAMPS(CUPS "," TEA));
	fill(&peer, "S-1", 3000);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	assert_int_equal(peer_balance_in(&peer, "tea"), 3);
	assert_int_equal(peer_balance_in(&peer, "cups"), 7);
	peer_close(&peer);
}

/* Nor does a sale that is counted anew leave stamps on a card that there is no more. */
static void an_edit_takes_stamps_of_a_card_that_there_is_no_more(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, STAMPS(TEA));
	peer_give_in(&peer, "tea", 2);
	fill(&peer, "S-1", 5000);
	peer_sell(&peer);
	assert_int_equal(peer_balance_in(&peer, "tea"), 7);
	peer_apply(&peer, "'stamp_cards':[" CUPS "]," EARNS);
	fill(&peer, "S-1", 4000);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_outcome_is(&peer, 40, 0, 40);
	assert_int_equal(peer_balance_in(&peer, "tea"), 2);
	assert_int_equal(peer_balance_in(&peer, "cups"), 0);
	peer_void(&peer, "S-1");
	peer_balance_is(&peer, 0);
	assert_int_equal(peer_balance_in(&peer, "tea"), 2);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_void_gives_a_card_no_more_than_is_left_of_the_sale),
		cmocka_unit_test(a_card_that_paid_twice_gets_the_rest_of_both_back),
		cmocka_unit_test(a_void_said_again_answers_the_same),
		cmocka_unit_test(a_sale_said_again_after_its_void_stays_undone),
		cmocka_unit_test(an_edit_brings_no_voided_sale_back),
		cmocka_unit_test(an_edit_keeps_the_points_that_paid),
		cmocka_unit_test(an_edit_that_pays_less_in_points_gives_the_rest_back),
		cmocka_unit_test(an_edit_takes_no_earned_points_from_those_that_paid),
		cmocka_unit_test(an_edit_leaves_the_card_that_it_sold),
		cmocka_unit_test(an_edit_gives_no_second_coupon_for_next_time),
		cmocka_unit_test(an_edit_may_name_the_hold_that_its_sale_settled),
		cmocka_unit_test(a_void_of_nobodys_sale_frees_what_all_may_have),
		cmocka_unit_test(an_edit_knows_a_card_by_its_name),
		cmocka_unit_test(an_edit_takes_stamps_of_a_card_that_there_is_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
