/* test_peer_stamp.c - so many for so many, as peers' tests settle it.
 *
 * In:  the cases S151 to S154, by their numbers. Prices: organizer 5.10, board 1.98, pen 3.20.
 * Out: what is free, and what is due.
 *
 * A free thing is on the bill with us like every other, and a quote takes its price off: where a
 * peer adds "4 free" to 9, our till has 13 on the bill. A quote says how many more would be free.
 */
#include "tests/support/check.h"

#include "tests/support/peer.h"

#define ONE_OF_THREE                                                                               \
	"'rewards':[{'id':'third','title':'Buy 2 get 1','give':{'buy':{'items':{'products':"       \
	"['ORGANIZER']},'qty':2},'get':{'qty':1}}}]"

/* So many on the bill, quoted again; what the quote before had put there goes. */
static void set_organizers(struct peer *peer, int64_t pieces)
{
	peer->lines[0].qty_milli = pieces * 1000;
	peer->lines[0].total = money_of(pieces * 510);
	peer_quote(peer);
}

/* odoo, PosLoyaltyFreeProductTour. */
static void s151_of_nine_paid_four_more_are_free(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, ONE_OF_THREE);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "ORGANIZER", 2, 2 * 510);
	(void)peer_wish(&peer, "third", 1);
	peer_quote(&peer);
	assert_int_equal(peer_claim(&peer, 0)->may_add_milli, 1000);
	peer_due_is(&peer, 2 * 510);
	set_organizers(&peer, 2 + 1);
	peer_rewards_are(&peer, "third -510");
	peer_due_is(&peer, 2 * 510);
	set_organizers(&peer, 9 + 4);
	peer_rewards_are(&peer, "third -2040x4");
	peer_due_is(&peer, 9 * 510);
	peer_sell(&peer);
	peer_close(&peer);
}

/* odoo, the same tour: another thing is free. */
static void s152_six_boards_bring_two_pens(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'pen','title':'A pen','give':{'buy':{'items':"
			 "{'products':['BOARD']},'qty':3},'get':{'items':{'products':['PEN']},"
			 "'qty':1}},'automatic':true}]");
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "BOARD", 6, 6 * 198);
	peer_quote(&peer);
	assert_int_equal(peer.redemption.claims[0].may_add_milli, 2000);
	(void)peer_line(&peer, "PEN", 2, 2 * 320);
	peer_quote(&peer);
	peer_rewards_are(&peer, "pen -640x2");
	peer_due_is(&peer, 1188);
	peer_sell(&peer);
	peer_close(&peer);
}

/* odoo, the same tour. */
static void s154_a_reward_that_nobody_claimed_is_not_on_the_bill(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'pen','title':'A pen','cost':{'points':5},'give':"
			 "{'free':{'product':'PEN'}}}]");
	peer_give(&peer, 10);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "BOARD", 6, 6 * 198);
	peer_quote(&peer);
	peer_rewards_are(&peer, "");
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 0, 10);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM sale_line"), 1);
	assert_int_equal(peer_rows_of(&peer, "S-1"), 0);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s151_of_nine_paid_four_more_are_free),
		cmocka_unit_test(s152_six_boards_bring_two_pens),
		cmocka_unit_test(s154_a_reward_that_nobody_claimed_is_not_on_the_bill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
