/* test_peer_refund_paid.c - what peers expect when a sale on which points were spent is undone or
 * changed, S088 to S092.
 *
 * See test_peer_earn.c.
 */
#include "tests/support/check.h"

#include "tests/support/peer.h"

/* A point is worth 1.00 as a payment, and as a reward. Nothing is earned. */
static const char PAYING[] =
	"'points':{'worth':{'points':1,'money':100}},"
	"'rewards':[{'id':'pay','title':'Points pay','give':{'points_as_money':{'least':1}}}]";

/* One thing, paid with that. */
static void fill(struct peer *peer, int64_t minor, int32_t kind)
{
	peer_ticket(peer, "S-1");
	(void)peer_line(peer, "a", 1, minor);
	peer_pay(peer, kind, minor, NULL);
}

static void s088_what_a_cancelled_order_spent_comes_back_once(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, PAYING);
	peer_give(&peer, 1000);
	fill(&peer, 30000, RGL_POINTS);
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 300, 700);
	peer_void(&peer, "S-1");
	peer_outcome_is(&peer, 0, -300, 1000);
	assert_int_equal(peer_try_void(&peer, "S-1"), RGL_EXISTS);
	peer_balance_is(&peer, 1000);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM transfer WHERE kind = 4"),
			 1);
	peer_close(&peer);
}

/* refund-proration=by-amount is ours: half of the amount is half of the points, although the
 * thing itself had earned none of the 30. */
static void s089_a_refund_takes_by_amount_and_not_by_thing(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'earn':[{'id':'spend','give':{'points':1,'per':'amount','amount':100}},"
			 "{'id':'thing','give':{'points':30,'per':'unit'},"
			 "'when':{'items':{'products':['a']}}}]");
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 2000);
	(void)peer_line(&peer, "b", 1, 2000);
	peer_sell(&peer);
	peer_outcome_is(&peer, 70, 0, 70);
	peer_ticket(&peer, "R-1");
	peer.ticket.is_refund = true;
	peer.ticket.of = "S-1";
	(void)peer_line(&peer, "b", -1, -2000);
	peer_sell(&peer);
	peer_outcome_is(&peer, -35, 0, 35);
	peer_close(&peer);
}

/* A suspended sale is a quote that sets points aside; it is opened again, and given up. */
static void s091_a_suspended_sale_that_is_cancelled_gives_its_points_back(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, PAYING);
	peer_give(&peer, 50);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 4000);
	(void)peer_wish(&peer, "pay", 1);
	peer_quote(&peer);
	peer_due_is(&peer, 0);
	peer_balance_is(&peer, 10);
	peer_quote(&peer);
	peer_due_is(&peer, 0);
	peer_balance_is(&peer, 10);
	assert_int_equal(checkout_let_go(peer.shop.desk, peer.ticket.hold), RGL_OK);
	peer_balance_is(&peer, 50);
	assert_int_equal(shop_count(&peer.shop, "S-1"), 0);
	fill(&peer, 4000, RGL_POINTS);
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 40, 10);
	peer_void(&peer, "S-1");
	peer_balance_is(&peer, 50);
	peer_close(&peer);
}

/* The way it was paid is changed after the fact, there and back; then the sale is taken out. */
static void s092_a_changed_payment_moves_the_points_with_it(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, PAYING);
	peer_give(&peer, 50);
	fill(&peer, 4000, RGL_POINTS);
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 40, 10);
	fill(&peer, 4000, RGL_CASH);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_outcome_is(&peer, 0, 0, 50);
	peer_balance_is(&peer, 50);
	fill(&peer, 4000, RGL_POINTS);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_outcome_is(&peer, 0, 40, 10);
	peer_balance_is(&peer, 10);
	peer_void(&peer, "S-1");
	peer_outcome_is(&peer, 0, -40, 50);
	peer_balance_is(&peer, 50);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s088_what_a_cancelled_order_spent_comes_back_once),
		cmocka_unit_test(s089_a_refund_takes_by_amount_and_not_by_thing),
		cmocka_unit_test(s091_a_suspended_sale_that_is_cancelled_gives_its_points_back),
		cmocka_unit_test(s092_a_changed_payment_moves_the_points_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
