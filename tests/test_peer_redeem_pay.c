/* test_peer_redeem_pay.c - what peers expect of points as money, S046 and S055 to S070: limits,
 * clamps, and that no discount is had without the points going.
 *
 * See test_peer_earn.c.
 */
#include "tests/support/check.h"

#include <string.h>

#include "tests/support/peer.h"

#define A_POINT_A_UNIT "'earn':[{'id':'spend','give':{'points':1,'per':'amount','amount':100}}]"
#define WORTH(points, money) "'points':{'worth':{'points':" points ",'money':" money "}}"
#define PAY(fields)                                                                                \
	"'rewards':[{'id':'pay','title':'Points pay','give':{'points_as_money':{" fields "}}}]"

/* A ticket of one thing for which so many points (0: as many as may) are to go, quoted. */
static void quote_points(struct peer *peer, int64_t total, int64_t points)
{
	peer_ticket(peer, "S-1");
	(void)peer_line(peer, "a", 1, total);
	peer_wish(peer, "pay", 1)->points = points;
	peer_quote(peer);
}

/* earn-net-of-redemption=off is paid_rewards=earn. In tenths: 26.5 won, 100 spent as was asked for,
 * 26.5 left. */
static void s046_what_points_paid_may_earn_too(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, WORTH("10", "100") ",'basis':{'paid_rewards':'earn'}," A_POINT_A_UNIT
					    "," PAY("'least':1000"));
	peer_give(&peer, 1000);
	quote_points(&peer, 26500, 1000);
	peer_rewards_are(&peer, "pay -10000");
	peer_due_is(&peer, 16500);
	peer_sell(&peer);
	peer_outcome_is(&peer, 265, 1000, 265);
	peer_close(&peer);
}

#define LIMITED WORTH("1", "1") "," PAY("'least':500,'share':50")

/* over-redeem=clamp: of 1000 asked for the 700 that are there. */
static void s055_a_wish_for_more_may_be_cut_to_the_balance(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, LIMITED ",'redeem':{'over':'clamp'}");
	peer_give(&peer, 700);
	quote_points(&peer, 10000, 1000);
	peer_rewards_are(&peer, "pay -700");
	assert_int_equal(peer.would_spend, 700);
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 700, 0);
	peer_close(&peer);
}

static void s056_points_pay_half_of_the_order_at_most(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, LIMITED);
	peer_give(&peer, 10000);
	quote_points(&peer, 10000, 10000);
	peer_rewards_are(&peer, "pay -5000");
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 5000, 5000);
	peer_close(&peer);
}

static void s058_fewer_points_than_the_least_do_not_go(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, LIMITED);
	peer_give(&peer, 10000);
	quote_points(&peer, 10000, 400);
	peer_rewards_are(&peer, "");
	assert_int_equal(peer_claim(&peer, 0)->rc, RGL_E_FIELD);
	assert_int_equal(peer.would_spend, 0);
	peer_due_is(&peer, 10000);
	peer_balance_is(&peer, 10000);
	peer_close(&peer);
}

/* Points that are worth nothing, or that no one gave a worth, are no programme: it is refused
 * before a till could divide by it. */
static void s059_points_without_a_worth_pay_nothing(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	assert_true(peer_try_apply(&peer, WORTH("0", "1") "," PAY("'least':500")) < 0);
	assert_true(peer_try_apply(&peer, WORTH("1", "0") "," PAY("'least':500")) < 0);
	assert_true(peer_try_apply(&peer, PAY("'least':500")) < 0);
	peer_give(&peer, 10000);
	quote_points(&peer, 10000, 1000);
	peer_rewards_are(&peer, "");
	peer_due_is(&peer, 10000);
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "a", 1, 10000);
	peer_pay(&peer, RGL_POINTS, 10000, NULL);
	assert_int_equal(peer_try_sell(&peer), RGL_E_FIELD);
	assert_int_equal(shop_count(&peer.shop, "S-2"), 0);
	peer_close(&peer);
}

/* over-redeem=clamp at the checkout: the sale was paid, 200 of 500 are there. */
static void s061_a_paid_reward_takes_what_there_is_when_told_to(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'redeem':{'over':'clamp'},'rewards':[{'id':'five','title':'5.00 off',"
			 "'cost':{'points':500},'give':{'amount':500}}]");
	peer_give(&peer, 200);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 1000);
	peer_line(&peer, "", 1, -500)->reward = "five";
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 200, 0);
	assert_int_equal(peer_rows_of(&peer, "S-1"), 1);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

static void s062_the_last_point_can_be_spent(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, WORTH("1", "100"));
	peer_give(&peer, 40);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 4000);
	peer_pay(&peer, RGL_POINTS, 4000, NULL);
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 40, 0);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* over-redeem=refuse: the sale as a whole. */
static void s064_a_sale_paid_with_points_that_are_not_there_is_not_kept(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, WORTH("1", "100"));
	peer_give(&peer, 20);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 6000);
	peer_pay(&peer, RGL_POINTS, 4000, NULL);
	peer_pay(&peer, RGL_CASH, 2000, NULL);
	assert_int_equal(peer_try_sell(&peer), RGL_E_POINTS);
	assert_int_equal(shop_count(&peer.shop, "S-1"), 0);
	peer_balance_is(&peer, 20);
	peer_close(&peer);
}

/* cash-rounding=on: 100.60 is rounded to 101, and points pay all of that and no more. */
static void s065_points_pay_the_rounded_total(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, WORTH("1", "10"));
	peer_give(&peer, 10000);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 10060);
	peer_line(&peer, "rounding", 1, 40)->kind = LINE_ROUNDING;
	peer_pay(&peer, RGL_POINTS, 10110, NULL);
	assert_int_equal(peer_try_sell(&peer), RGL_E_SUM);
	peer.tenders[0].amount = money_of(10100);
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 1010, 8990);
	peer_close(&peer);
}

/* Two kinds of document are two ways into the one checkout: what one earned, the other spends, and
 * a discount is never there without its row. */
static void s067_a_discount_goes_with_the_points_it_costs(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, WORTH("1", "100") "," A_POINT_A_UNIT "," PAY("'least':1"));
	peer_sell_one(&peer, "INVOICE-1", "a", 10600);
	peer_outcome_is(&peer, 106, 0, 106);
	quote_points(&peer, 10600, 50);
	peer.ticket.till = "2";
	peer_rewards_are(&peer, "pay -5000");
	peer_sell(&peer);
	peer_outcome_is(&peer, 56, 50, 112);
	assert_int_equal(shop_number(&peer.shop, "SELECT sum(amount) FROM transfer WHERE kind = 2"),
			 50);
	peer_balance_is(&peer, 112);
	peer_close(&peer);
}

/* 3030 points at 0.03 take 90.90 off, and 3030 go. */
static void s070_all_the_points_go_and_no_part_of_one_is_left(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, WORTH("1", "3") "," PAY("'least':1"));
	peer_give(&peer, 3030);
	quote_points(&peer, 300000, 0);
	peer_rewards_are(&peer, "pay -9090");
	peer_due_is(&peer, 290910);
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 3030, 0);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* Where more is cut to what there is, the bill's own payment stands, and the reward costs what is
 * left: what was set aside for the reward is there for both. */
static void credit_that_pays_comes_before_what_a_reward_costs(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'redeem':{'over':'clamp','earned':'later'},'rewards':[{'id':'five',"
			 "'title':'Five','give':{'amount':100},'cost':{'credit':5}}]");
	peer_give_in(&peer, "credit", 50);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 1000);
	(void)peer_wish(&peer, "five", 1);
	peer_quote(&peer);
	assert_int_equal(peer_balance_in(&peer, "credit"), 45);
	peer_pay(&peer, RGL_CREDIT, 50, NULL);
	peer_pay(&peer, RGL_CASH, 850, NULL);
	peer_sell(&peer);
	assert_int_equal(peer_balance_in(&peer, "credit"), 0);
	assert_int_equal(peer.outcome.purses[0].spent, 50);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s046_what_points_paid_may_earn_too),
		cmocka_unit_test(s055_a_wish_for_more_may_be_cut_to_the_balance),
		cmocka_unit_test(s056_points_pay_half_of_the_order_at_most),
		cmocka_unit_test(s058_fewer_points_than_the_least_do_not_go),
		cmocka_unit_test(s059_points_without_a_worth_pay_nothing),
		cmocka_unit_test(s061_a_paid_reward_takes_what_there_is_when_told_to),
		cmocka_unit_test(s062_the_last_point_can_be_spent),
		cmocka_unit_test(s064_a_sale_paid_with_points_that_are_not_there_is_not_kept),
		cmocka_unit_test(s065_points_pay_the_rounded_total),
		cmocka_unit_test(s067_a_discount_goes_with_the_points_it_costs),
		cmocka_unit_test(s070_all_the_points_go_and_no_part_of_one_is_left),
		cmocka_unit_test(credit_that_pays_comes_before_what_a_reward_costs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
