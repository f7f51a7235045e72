/* test_checkout_exchange.c - sales that bring something back: undone whole, and refunded in what
 * they sold. Nothing lost, nothing twice, of either sale.
 */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/sales/record.h"
#include "tests/support/peer.h"

#define EARNS                                                                                      \
	"'points':{'worth':{'points':1,'money':1}},'earn':[{'id':'one','give':{'points':1,'per':"  \
	"'amount','amount':100}}]"

/* S-1 was 50.00; of it 30.00 come back, 50.00 of other goods go: 20.00 are paid. */
static void exchange(struct peer *peer)
{
	peer_sell_one(peer, "S-1", "GOODS", 5000);
	peer_ticket(peer, "X-1");
	peer->ticket.of = "S-1";
	(void)peer_line(peer, "GOODS", -1, -3000);
	(void)peer_line(peer, "OTHER", 1, 5000);
}

static int64_t refunded_of(struct peer *peer, const char *ref)
{
	struct recorded recorded = { 0 };

	assert_int_equal(record_need(peer->shop.store, ref, "sale_id", &recorded), RGL_OK);
	return recorded.refunded.minor;
}

/* What it sold comes back, what it brought back is sold again; the other sale can be given back
 * whole afterwards, as if there had been no exchange. */
static void an_exchange_is_undone_both_ways(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARNS);
	exchange(&peer);
	peer_sell(&peer);
	peer_outcome_is(&peer, 20, 0, 70);
	assert_int_equal(refunded_of(&peer, "S-1"), 3000);
	peer_void(&peer, "X-1");
	peer_outcome_is(&peer, -20, 0, 50);
	peer_balance_is(&peer, 50);
	assert_int_equal(refunded_of(&peer, "S-1"), 0);
	assert_int_equal(peer_try_void(&peer, "X-1"), RGL_EXISTS);
	peer_outcome_is(&peer, -20, 0, 50);
	peer_balance_is(&peer, 50);
	peer_refund(&peer, "R-1", "S-1", 2500);
	peer_balance_is(&peer, 25);
	peer_refund(&peer, "R-2", "S-1", 2500);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* Points that the first sale was paid with came back with its goods: they pay for them again. And
 * what paid for the exchange is there once more. */
static void a_void_of_an_exchange_puts_back_what_paid(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'points':{'worth':{'points':1,'money':1}}");
	peer_give(&peer, 7000);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 5000);
	peer_pay(&peer, RGL_POINTS, 5000, NULL);
	peer_sell(&peer);
	peer_ticket(&peer, "X-1");
	peer.ticket.of = "S-1";
	(void)peer_line(&peer, "GOODS", -1, -3000);
	(void)peer_line(&peer, "OTHER", 1, 5000);
	peer_pay(&peer, RGL_POINTS, 2000, NULL);
	peer_sell(&peer);
	peer_balance_is(&peer, 3000); /* 7000 - 5000 + 3000 - 2000 */
	peer_void(&peer, "X-1");
	peer_balance_is(&peer, 2000);
	peer_refund(&peer, "R-1", "S-1", 5000);
	peer_balance_is(&peer, 7000);
	peer_close(&peer);
}

/* Points that came back and were spent since are not there to be taken again: they count as given
 * back for good, and are not given a second time. */
static void what_was_spent_since_is_not_given_back_twice(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'points':{'worth':{'points':1,'money':1}}");
	peer_give(&peer, 5000);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 5000);
	peer_pay(&peer, RGL_POINTS, 5000, NULL);
	peer_sell(&peer);
	peer_ticket(&peer, "X-1");
	peer.ticket.of = "S-1";
	(void)peer_line(&peer, "GOODS", -1, -3000);
	(void)peer_line(&peer, "OTHER", 1, 3000);
	peer_sell(&peer);
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "GOODS", 1, 2000);
	peer_pay(&peer, RGL_POINTS, 2000, NULL);
	peer_sell(&peer);
	peer_void(&peer, "X-1");
	peer_outcome_is(&peer, 0, 1000, 0);
	peer_refund(&peer, "R-1", "S-1", 5000);
	peer_balance_is(&peer, 3000); /* 5000 in all, 2000 are spent */
	peer_close(&peer);
}

/* An exchange without a receipt took what such goods earn: that is given again. */
static void an_unlinked_exchange_is_undone_both_ways(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARNS);
	peer_sell_one(&peer, "S-1", "GOODS", 8000);
	peer_ticket(&peer, "X-1");
	(void)peer_line(&peer, "GOODS", -1, -5000);
	(void)peer_line(&peer, "OTHER", 1, 6000);
	peer_sell(&peer);
	peer_outcome_is(&peer, 10, 0, 90);
	peer_void(&peer, "X-1");
	peer_balance_is(&peer, 80);
	peer_close(&peer);
}

/* Goods that were paid for with other goods are worth as much as those paid for with money: all of
 * what was sold can be given back, in parts, and not a cent more. */
static void all_that_an_exchange_sold_can_be_refunded(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARNS);
	exchange(&peer);
	peer_sell(&peer);
	peer_refund(&peer, "R-1", "X-1", 2500);
	peer_outcome_is(&peer, -25, 0, 45);
	assert_int_equal(peer_try_refund(&peer, "R-2", "X-1", 2501), RGL_E_REFUND);
	peer_refund(&peer, "R-3", "X-1", 2500);
	peer_outcome_is(&peer, -25, 0, 20);
	assert_int_equal(peer_try_refund(&peer, "R-4", "X-1", 1), RGL_E_REFUND);
	assert_int_equal(refunded_of(&peer, "X-1"), 5000);
	/* More went back than the 20.00 that were paid: there is no such thing to undo. */
	assert_int_equal(peer_try_void(&peer, "X-1"), RGL_E_REFUND);
	peer_refused_with(&peer, "more of X-1 was refunded");
	peer_close(&peer);
}

/* The store holds it too: no more is written down as refunded than was sold. */
static void the_store_refuses_more_than_was_sold(void **state)
{
	struct peer peer;
	struct query q;

	(void)state;
	peer_open(&peer, EARNS);
	exchange(&peer);
	peer_sell(&peer);
	assert_int_equal(store_begin(peer.shop.store), RGL_OK);
	q = query(peer.shop.store, STATEMENT_SALE_REFUNDED);
	query_bind_int(&q, 5001);
	query_bind_int(&q, peer.outcome.sale);
	assert_true(query_run(&q) < 0);
	assert_true(store_end(peer.shop.store, RGL_E_REFUND) < 0);
	assert_int_equal(refunded_of(&peer, "X-1"), 0);
	peer_close(&peer);
}

/* Part of an exchange is given back, then the rest is undone: each thing once. */
static void the_rest_of_an_exchange_is_undone(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARNS);
	exchange(&peer);
	peer_sell(&peer);
	peer_refund(&peer, "R-1", "X-1", 1000);
	peer_balance_is(&peer, 60);
	peer_void(&peer, "X-1");
	peer_balance_is(&peer, 50);
	assert_int_equal(refunded_of(&peer, "S-1"), 0);
	peer_close(&peer);
}

/* What an undone sale sold cannot be sold again by undoing the exchange that brought it back. */
static void an_exchange_of_an_undone_sale_is_not_undone(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARNS);
	exchange(&peer);
	peer_sell(&peer);
	peer_void(&peer, "S-1");
	peer_balance_is(&peer, 50);
	assert_int_equal(peer_try_void(&peer, "X-1"), RGL_E_REFUND);
	peer_refused_with(&peer, "was undone since");
	peer_refund(&peer, "R-1", "X-1", 5000);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* A gift card that was brought back is good again when that is undone. */
static void a_void_makes_a_returned_gift_card_good_again(void **state)
{
	struct sale_line *line;
	struct voucher voucher = { 0 };
	struct peer peer;

	(void)state;
	peer_open(&peer, EARNS);
	peer_ticket(&peer, "G-1");
	line = peer_line(&peer, "GIFT", 1, 2000);
	line->kind = LINE_GIFT_CARD;
	line->code = "GIFT-1001";
	peer_sell(&peer);
	peer_ticket(&peer, "X-1");
	(void)peer_line(&peer, "GOODS", 1, 5000);
	line = peer_line(&peer, "GIFT", -1, -2000);
	line->kind = LINE_GIFT_CARD;
	line->code = "GIFT-1001";
	peer_sell(&peer);
	assert_int_equal(vouchers_find(peer.shop.store, "GIFT-1001", &voucher), RGL_OK);
	assert_int_equal(voucher.balance, 0);
	peer_void(&peer, "X-1");
	assert_int_equal(vouchers_find(peer.shop.store, "GIFT-1001", &voucher), RGL_OK);
	assert_int_equal(voucher.balance, 2000);
	peer_close(&peer);
}

/* An edit would have to sell and bring back at once; it is said what to do. */
static void an_exchange_is_not_edited(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARNS);
	exchange(&peer);
	peer_sell(&peer);
	peer_line(&peer, "TIP", 1, 200)->kind = LINE_TIP;
	assert_int_equal(peer_try_edit(&peer), RGL_E_REFUND);
	peer_refused_with(&peer, "undo it and send it under a new id");
	peer_close(&peer);
}

#define STAMPS                                                                                     \
	"'stamp_cards':[{'id':'cups','title':'Cups','stamps':9}],'earn':[{'id':'cup','give':{"     \
	"'stamps':2,'card':'cups','per':'amount','amount':1000}}]"

/* A shop that changes its programme has other cards by then. What was earned with the goods goes
 * back with them all the same, as it does with a refund, and is there again when that is undone. */
static void a_card_that_there_is_no_more_is_taken_back(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, STAMPS);
	peer_sell_one(&peer, "S-0", "GOODS", 1000);
	peer_sell_one(&peer, "S-1", "GOODS", 5000);
	assert_int_equal(peer_balance_in(&peer, "cups"), 12);
	peer_apply(&peer, EARNS);
	peer_ticket(&peer, "X-1");
	peer.ticket.of = "S-1";
	(void)peer_line(&peer, "GOODS", -1, -3000);
	(void)peer_line(&peer, "OTHER", 1, 5000);
	peer_sell(&peer);
	peer_outcome_is(&peer, 50, 0, 50);
	assert_int_equal(peer_balance_in(&peer, "cups"), 6);
	peer_void(&peer, "X-1");
	assert_int_equal(peer_balance_in(&peer, "cups"), 12);
	peer_refund(&peer, "R-1", "S-1", 5000);
	assert_int_equal(peer_balance_in(&peer, "cups"), 2);
	peer_close(&peer);
}

/* What a quote had set aside that is over by now is there again: whoever brings the goods back, it
 * is taken with them. */
static void what_an_ended_quote_held_is_taken_back(void **state)
{
	struct peer peer;
	int64_t asha;

	(void)state;
	peer_open(&peer, EARNS ",'rewards':[{'id':'mug','title':'Mug','give':{'thing':true},"
			       "'cost':{'points':50}}]");
	asha = peer.member;
	peer_sell_one(&peer, "S-1", "GOODS", 5000);
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "GOODS", 1, 100);
	(void)peer_wish(&peer, "mug", 1);
	peer_quote(&peer);
	peer_balance_is(&peer, 0);
	peer.now_ms += PEER_DAY_MS;
	peer.member = 0;
	peer_ticket(&peer, "X-1");
	peer.ticket.of = "S-1";
	(void)peer_line(&peer, "GOODS", -1, -3000);
	(void)peer_line(&peer, "OTHER", 1, 5000);
	peer_sell(&peer);
	peer.member = asha;
	peer_balance_is(&peer, 20);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_exchange_is_undone_both_ways),
		cmocka_unit_test(a_void_of_an_exchange_puts_back_what_paid),
		cmocka_unit_test(what_was_spent_since_is_not_given_back_twice),
		cmocka_unit_test(an_unlinked_exchange_is_undone_both_ways),
		cmocka_unit_test(all_that_an_exchange_sold_can_be_refunded),
		cmocka_unit_test(the_store_refuses_more_than_was_sold),
		cmocka_unit_test(the_rest_of_an_exchange_is_undone),
		cmocka_unit_test(an_exchange_of_an_undone_sale_is_not_undone),
		cmocka_unit_test(a_void_makes_a_returned_gift_card_good_again),
		cmocka_unit_test(an_exchange_is_not_edited),
		cmocka_unit_test(a_card_that_there_is_no_more_is_taken_back),
		cmocka_unit_test(what_an_ended_quote_held_is_taken_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
