/* test_peer_refund.c - what peers' own tests and their users' complaints expect of refunds, voids
 * and edits, S074 to S092 of their list.
 *
 * See test_peer_earn.c.
 */
#include "tests/support/check.h"

#include <stdio.h>

#include "plugin/loyalty/vouchers.h"
#include "tests/support/peer.h"

#define A_POINT_A_UNIT "'earn':[{'id':'spend','give':{'points':1,'per':'amount','amount':100}}]"

static void s074_half_of_a_sale_takes_half_of_its_points(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, A_POINT_A_UNIT);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 2, 10000);
	peer_sell(&peer);
	peer_outcome_is(&peer, 100, 0, 100);
	peer_refund(&peer, "R-1", "S-1", 5000);
	peer_outcome_is(&peer, -50, 0, 50);
	assert_int_equal(peer_rows_of(&peer, "R-1"), 1);
	peer_balance_is(&peer, 50);
	peer_close(&peer);
}

/* return-spent-points=on is refunds.spent=returned: 35 of 70 go, 75 of 150 come. */
static void s076_half_of_a_sale_gives_back_half_of_what_was_spent(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'refunds':{'spent':'returned'},"
			 "'earn':[{'id':'unit','give':{'points':35,'per':'unit'}}],"
			 "'rewards':[{'id':'mug','title':'A mug','cost':{'points':150},"
			 "'give':{'thing':true}}]");
	peer_give(&peer, 200);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 2, 10000);
	(void)peer_wish(&peer, "mug", 1);
	peer_quote(&peer);
	peer_sell(&peer);
	peer_outcome_is(&peer, 70, 150, 120);
	peer_refund(&peer, "R-1", "S-1", 5000);
	peer_outcome_is(&peer, -35, -75, 160);
	peer_balance_is(&peer, 160);
	peer_close(&peer);
}

static void sell_gift_card(struct peer *peer, const char *id, const char *code)
{
	struct sale_line *line;

	peer_ticket(peer, id);
	line = peer_line(peer, "card", 1, 5000);
	line->kind = LINE_GIFT_CARD;
	line->code = code;
	peer_sell(peer);
}

static void gift_card_has(const struct peer *peer, const char *code, int64_t minor)
{
	struct voucher voucher;

	assert_int_equal(vouchers_find(peer->shop.store, code, &voucher), RGL_OK);
	assert_int_equal(voucher.balance, minor);
}

/* Brought back by its line, or undone as a whole: nothing is left on it. */
static void s077_a_gift_card_that_comes_back_is_empty(void **state)
{
	struct peer peer;
	struct sale_line *line;

	(void)state;
	peer_open(&peer, A_POINT_A_UNIT);
	sell_gift_card(&peer, "S-1", "GIFT-0001");
	gift_card_has(&peer, "GIFT-0001", 5000);
	peer_ticket(&peer, "R-1");
	peer.ticket.is_refund = true;
	peer.ticket.of = "S-1";
	line = peer_line(&peer, "card", -1, -5000);
	line->kind = LINE_GIFT_CARD;
	line->code = "GIFT-0001";
	peer_sell(&peer);
	gift_card_has(&peer, "GIFT-0001", 0);
	sell_gift_card(&peer, "S-2", "GIFT-0002");
	peer_void(&peer, "S-2");
	gift_card_has(&peer, "GIFT-0002", 0);
	peer_close(&peer);
}

static void buy_with_a_mug(struct peer *peer, const char *refunds)
{
	char programme[512];

	(void)snprintf(programme, sizeof(programme),
		       "'refunds':{'spent':'%s'}," A_POINT_A_UNIT
		       ",'rewards':[{'id':'mug','title':'A mug','cost':{'points':40},"
		       "'give':{'thing':true}}]",
		       refunds);
	peer_open(peer, programme);
	peer_give(peer, 100);
	peer_ticket(peer, "S-1");
	(void)peer_line(peer, "a", 1, 5000);
	(void)peer_wish(peer, "mug", 1);
	peer_quote(peer);
	peer_sell(peer);
	peer_outcome_is(peer, 50, 40, 110);
	peer_ticket(peer, "R-1");
	peer->ticket.is_refund = true;
	peer->ticket.of = "S-1";
	(void)peer_line(peer, "a", -1, -5000);
	peer_sell(peer);
}

/* The mug stays with the customer, and its 40 points go once: as `kept` says; or come back. */
static void s079_a_refund_of_the_items_spends_nothing_again(void **state)
{
	struct peer peer;

	(void)state;
	buy_with_a_mug(&peer, "kept");
	peer_outcome_is(&peer, -50, 0, 60);
	peer_close(&peer);
	buy_with_a_mug(&peer, "returned");
	peer_outcome_is(&peer, -50, -40, 100);
	peer_close(&peer);
}

/* What is brought back is not set off against what is bought: a third one would be free, and is. */
static void s080_what_comes_back_does_not_cancel_a_reward_for_new_things(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'third','title':'Buy 2, get 1',"
			 "'give':{'buy':{'items':{'products':['a']},'qty':2},"
			 "'get':{'items':{'products':['a']},'qty':1}}}]");
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 2, 2000);
	peer_sell(&peer);
	peer_ticket(&peer, "S-2");
	peer.ticket.of = "S-1";
	(void)peer_line(&peer, "a", -2, -2000);
	(void)peer_line(&peer, "a", 2, 2000);
	(void)peer_wish(&peer, "third", 1);
	peer_quote(&peer);
	assert_int_equal(peer_claim(&peer, 0)->may_add_milli, 1000);
	(void)peer_line(&peer, "a", 1, 1000);
	peer_quote(&peer);
	peer_rewards_are(&peer, "third -1000");
	peer_due_is(&peer, 0);
	peer_sell(&peer);
	peer_close(&peer);
}

/* Ours is a ledger: the entry stays, and another takes it back whole. */
static void s082_a_cancelled_sale_leaves_the_balance_as_before(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, A_POINT_A_UNIT);
	peer_give(&peer, 30);
	peer_sell_one(&peer, "S-1", "a", 10000);
	peer_outcome_is(&peer, 100, 0, 130);
	peer_void(&peer, "S-1");
	peer_outcome_is(&peer, -100, 0, 30);
	peer_balance_is(&peer, 30);
	peer_close(&peer);
}

static void s083_a_reversed_sale_takes_all_it_gave(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-1", "a", 15000);
	peer_outcome_is(&peer, 150, 0, 150);
	peer_refund(&peer, "R-1", "S-1", 15000);
	peer_outcome_is(&peer, -150, 0, 0);
	assert_int_equal(peer_rows_of(&peer, "R-1"), 1);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* clawback-policy=negative: what was spent meanwhile is owed. */
static void s085_a_clawback_may_leave_a_debt(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'points':{'worth':{'points':1,'money':100}},"
			 "'basis':{'stored_value':'excluded'},"
			 "'refunds':{'clawback':'negative'}," A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-1", "a", 15000);
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "b", 1, 10000);
	peer_pay(&peer, RGL_POINTS, 10000, NULL);
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 100, 50);
	peer_refund(&peer, "R-1", "S-1", 15000);
	peer_outcome_is(&peer, -150, 0, -100);
	assert_int_equal(peer_rows_of(&peer, "R-1"), 1);
	peer_balance_is(&peer, -100);
	peer_close(&peer);
}

/* By the refund's id, by another refund, by a void sent again. */
static void s086_a_sale_is_reversed_once(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-1", "a", 15000);
	peer_refund(&peer, "R-1", "S-1", 15000);
	assert_int_equal(peer_try_refund(&peer, "R-1", "S-1", 15000), RGL_EXISTS);
	assert_int_equal(peer_try_refund(&peer, "R-2", "S-1", 15000), RGL_E_REFUND);
	peer_balance_is(&peer, 0);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM transfer WHERE kind = 3"),
			 1);
	peer_sell_one(&peer, "S-2", "a", 15000);
	peer_void(&peer, "S-2");
	assert_int_equal(peer_try_void(&peer, "S-2"), RGL_EXISTS);
	peer_balance_is(&peer, 0);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM transfer WHERE kind = 3"),
			 2);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s074_half_of_a_sale_takes_half_of_its_points),
		cmocka_unit_test(s076_half_of_a_sale_gives_back_half_of_what_was_spent),
		cmocka_unit_test(s077_a_gift_card_that_comes_back_is_empty),
		cmocka_unit_test(s079_a_refund_of_the_items_spends_nothing_again),
		cmocka_unit_test(s080_what_comes_back_does_not_cancel_a_reward_for_new_things),
		cmocka_unit_test(s082_a_cancelled_sale_leaves_the_balance_as_before),
		cmocka_unit_test(s083_a_reversed_sale_takes_all_it_gave),
		cmocka_unit_test(s085_a_clawback_may_leave_a_debt),
		cmocka_unit_test(s086_a_sale_is_reversed_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
