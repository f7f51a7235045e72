/* test_peer_redeem.c - what peers' own tests and their users' complaints expect of rewards, S043 to
 * S053 and S068 to S073 of their list. Points that pay are in test_peer_redeem_pay.c.
 *
 * See test_peer_earn.c. A point is a tenth or a hundredth of the peer's where it holds such parts.
 */
#include "tests/support/check.h"

#include <string.h>

#include "tests/support/peer.h"

#define A_POINT_A_UNIT "'earn':[{'id':'spend','give':{'points':1,'per':'amount','amount':100}}]"
#define A_POINT_A_SALE "'earn':[{'id':'visit','give':{'points':1,'per':'sale'}}]"
#define REWARDS(rewards) "'rewards':[" rewards "]"

/* The cost of free things goes by how many are given, begun ones counted: ceil(5 / 2) x 3. */
static void s043_the_cost_goes_by_the_units_given(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, REWARDS("{'id':'gift','title':'Five free','cost':{'points':3,'each':2},"
				 "'give':{'free':{'items':{'products':['a']},'qty':5}}}"));
	peer_give(&peer, 50);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 5, 5000);
	(void)peer_wish(&peer, "gift", 1);
	peer_quote(&peer);
	peer_rewards_are(&peer, "gift -5000x5");
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 9, 41);
	peer_balance_is(&peer, 41);
	peer_close(&peer);
}

static const char FIVE_OFF[] = A_POINT_A_UNIT
	"," REWARDS("{'id':'half','title':'0.50 off','cost':{'points':5},'give':{'amount':50}}");

/* over-redeem=refuse: nothing of the sale is kept, and the quote says so before. */
static void s044_a_sale_with_a_reward_that_is_not_covered_is_refused(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, FIVE_OFF);
	peer_give(&peer, 3);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 100);
	(void)peer_wish(&peer, "half", 1);
	peer_quote(&peer);
	assert_int_equal(peer_claim(&peer, 0)->rc, RGL_E_POINTS);
	peer_due_is(&peer, 100);
	peer_line(&peer, "", 1, -50)->reward = "half";
	assert_int_equal(peer_try_sell(&peer), RGL_E_POINTS);
	assert_int_equal(shop_count(&peer.shop, "S-1"), 0);
	peer_balance_is(&peer, 3);
	peer_close(&peer);
}

/* What the order earns may be spent in it: 10 and 25, less 5. */
static void s047_available_is_the_balance_and_the_order_less_its_reward(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'earn':[{'id':'visit','give':{'points':25,'per':'sale'}}]," REWARDS(
				 "{'id':'half','title':'0.50 off','cost':{'points':5},"
				 "'give':{'amount':50}}"));
	peer_give(&peer, 10);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 1000);
	(void)peer_wish(&peer, "half", 1);
	peer_quote(&peer);
	assert_int_equal(peer.would_leave, 30);
	peer_sell(&peer);
	peer_outcome_is(&peer, 25, 5, 30);
	peer_close(&peer);
}

/* The quote of the changed cart has no reward any more, and gives back what was set aside. */
static void s049_a_reward_goes_with_the_last_item_that_is_paid(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, REWARDS("{'id':'gift','title':'A free pen','cost':{'points':4},"
				 "'give':{'free':{'product':'pen'}},"
				 "'when':{'items':{'products':['organizer']},'min_qty':1}}"));
	peer_give(&peer, 4);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "organizer", 1, 510);
	(void)peer_wish(&peer, "gift", 1);
	peer_quote(&peer);
	peer_rewards_are(&peer, "gift 0");
	assert_int_equal(peer.would_spend, 4);
	peer_balance_is(&peer, 0);
	peer.lines[0].qty_milli = 0;
	peer.lines[0].total = money_of(0);
	peer_quote(&peer);
	peer_rewards_are(&peer, "");
	peer_due_is(&peer, 0);
	assert_int_equal(peer.would_spend, 0);
	peer_balance_is(&peer, 4);
	peer_close(&peer);
}

static void s050_one_pen_is_paid_and_one_is_free(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, A_POINT_A_SALE
		  "," REWARDS("{'id':'gift','title':'A free pen','cost':{'points':4},"
			      "'give':{'free':{'items':{'products':['pen']}}}}"));
	peer_give(&peer, 4);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "pen", 1, 320);
	(void)peer_line(&peer, "pen", 1, 320);
	(void)peer_wish(&peer, "gift", 1);
	peer_quote(&peer);
	peer_due_is(&peer, 320);
	peer_sell(&peer);
	peer_outcome_is(&peer, 1, 4, 1);
	peer_close(&peer);
}

/* In tenths: 102 earned, 50 for a thing whose price is nothing anyway. */
static void s052_a_free_item_of_no_price_is_paid_for_in_points(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'earn':[{'id':'spend','give':{'points':10,'per':'amount','amount':100}}]"
			 "," REWARDS("{'id':'gift','title':'A gift','cost':{'points':50},"
				     "'give':{'free':{'items':{'products':['gift']}}}}"));
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "organizer", 2, 1020);
	(void)peer_line(&peer, "gift", 1, 0);
	(void)peer_wish(&peer, "gift", 1);
	peer_quote(&peer);
	peer_rewards_are(&peer, "gift 0");
	peer_due_is(&peer, 1020);
	peer_sell(&peer);
	peer_outcome_is(&peer, 102, 50, 52);
	peer_close(&peer);
}

static void s053_two_discounts_come_off_one_after_the_other(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'earn':[{'id':'two','give':{'points':10,'per':'sale'},"
			 "'when':{'min_qty':2}}]," REWARDS(
				 "{'id':'ten','title':'10.00 off','cost':{'points':2},"
				 "'give':{'amount':1000,'items':{'products':['a','b']}}},"
				 "{'id':'thirty','title':'30.00 off','cost':{'points':5},"
				 "'give':{'amount':3000,'items':{'products':['a','b']}}}"));
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 4000);
	(void)peer_line(&peer, "b", 1, 4000);
	peer_quote(&peer);
	peer_due_is(&peer, 8000);
	(void)peer_wish(&peer, "ten", 1);
	peer_quote(&peer);
	peer_due_is(&peer, 7000);
	(void)peer_wish(&peer, "thirty", 1);
	peer_quote(&peer);
	peer_due_is(&peer, 4000);
	peer_sell(&peer);
	peer_outcome_is(&peer, 10, 7, 3);
	peer_close(&peer);
}

/* An order with the reward on its bill, confirmed. */
static rgl_rc confirm(struct peer *peer, const char *id, int64_t hold)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, "a", 1, 5000);
	peer_line(peer, "", 1, -1000)->reward = "ten";
	peer->ticket.hold = hold;
	return peer_try_sell(peer);
}

/* The first order's quote sets the points aside; the second's says that they are gone, and to
 * confirm it all the same is refused. */
static void s068_two_open_orders_do_not_spend_the_same_points(void **state)
{
	struct peer peer;
	int64_t hold;

	(void)state;
	peer_open(&peer, REWARDS("{'id':'ten','title':'10.00 off','cost':{'points':100},"
				 "'give':{'amount':1000}}"));
	peer_give(&peer, 100);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 5000);
	(void)peer_wish(&peer, "ten", 1);
	peer_quote(&peer);
	peer_due_is(&peer, 4000);
	hold = peer.ticket.hold;
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "a", 1, 5000);
	(void)peer_wish(&peer, "ten", 1);
	peer_quote(&peer);
	peer_due_is(&peer, 5000);
	assert_int_equal(peer_claim(&peer, 0)->rc, RGL_E_POINTS);
	assert_int_equal(confirm(&peer, "S-2", 0), RGL_E_POINTS);
	assert_int_equal(confirm(&peer, "S-1", hold), RGL_OK);
	peer_outcome_is(&peer, 0, 100, 0);
	assert_int_equal(confirm(&peer, "S-2", 0), RGL_E_POINTS);
	assert_int_equal(shop_count(&peer.shop, "S-2"), 0);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* In hundredths: 267.39 and 0.89 are 268.28, by whole numbers. */
static void s071_parts_of_points_add_up_exactly(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'earn':[{'id':'spend','give':{'points':1,'per':'amount','amount':1}}]");
	peer_give(&peer, 26739);
	peer_sell_one(&peer, "S-1", "a", 89);
	peer_outcome_is(&peer, 89, 0, 26828);
	peer_balance_is(&peer, 26828);
	peer_close(&peer);
}

static void s073_two_rewards_of_one_order_both_cost(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer,
		  A_POINT_A_SALE "," REWARDS("{'id':'ten','title':'10 % off','cost':{'points':1},"
					     "'give':{'percent':10}},"
					     "{'id':'gift','title':'A free b','cost':{'points':2},"
					     "'give':{'free':{'items':{'products':['b']}}}}"));
	peer_give(&peer, 4);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 10000);
	(void)peer_line(&peer, "b", 1, 1000);
	(void)peer_wish(&peer, "ten", 1);
	(void)peer_wish(&peer, "gift", 1);
	peer_quote(&peer);
	peer_sell(&peer);
	peer_outcome_is(&peer, 1, 3, 2);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s043_the_cost_goes_by_the_units_given),
		cmocka_unit_test(s044_a_sale_with_a_reward_that_is_not_covered_is_refused),
		cmocka_unit_test(s047_available_is_the_balance_and_the_order_less_its_reward),
		cmocka_unit_test(s049_a_reward_goes_with_the_last_item_that_is_paid),
		cmocka_unit_test(s050_one_pen_is_paid_and_one_is_free),
		cmocka_unit_test(s052_a_free_item_of_no_price_is_paid_for_in_points),
		cmocka_unit_test(s053_two_discounts_come_off_one_after_the_other),
		cmocka_unit_test(s068_two_open_orders_do_not_spend_the_same_points),
		cmocka_unit_test(s071_parts_of_points_add_up_exactly),
		cmocka_unit_test(s073_two_rewards_of_one_order_both_cost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
