/* test_peer_earn.c - what peers' own tests and their users' complaints expect of earning, S001 to
 * S041 of their list.
 *
 * Each test is one scenario, by its number; "peer" is the system that it comes from. Amounts are
 * minor units. Ours are whole points: where a peer holds tenths, the programme's point is a tenth.
 */
#include "tests/support/check.h"

#include <string.h>

#include "tests/support/peer.h"

#define A_POINT_A_UNIT "{'id':'spend','give':{'points':1,'per':'amount','amount':100}}"
#define EARN(rules) "'earn':[" rules "]"
#define FOOD_ALONE                                                                                 \
	"{'id':'spend','give':{'points':1,'per':'amount','amount':100},"                           \
	"'when':{'items':{'categories':['food']}}}"

/* The plainest case: a point for each unit spent, over all of a line. */
static void s001_two_of_fifty_earn_a_hundred(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN(A_POINT_A_UNIT));
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 2, 10000);
	peer_sell(&peer);
	peer_outcome_is(&peer, 100, 0, 100);
	peer_balance_is(&peer, 100);
	peer_close(&peer);
}

/* 0.1 point a unit: 26.5 of the peer's points are 265 tenths, none lost by rounding. */
static void s002_tenths_of_a_point_are_kept(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN(A_POINT_A_UNIT));
	peer_give(&peer, 1000);
	peer_sell_one(&peer, "S-1", "a", 26500);
	peer_outcome_is(&peer, 265, 0, 1265);
	peer_close(&peer);
}

static const char BY_CODE[] =
	EARN("{'id':'promo','give':{'points':10,'per':'sale'},'when':{'codes':['PROMO10']}}");

/* A rule that asks for a code is silent without it, and writes nothing. */
static void s004_without_the_code_nothing_is_earned_or_written(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, BY_CODE);
	peer_sell_one(&peer, "S-1", "a", 10000);
	peer_outcome_is(&peer, 0, 0, 0);
	assert_int_equal(peer_rows_of(&peer, "S-1"), 0);
	peer_close(&peer);
}

static void s005_with_the_code_the_rule_gives_its_ten(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, BY_CODE);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 10000);
	peer_code(&peer, "PROMO10");
	peer_sell(&peer);
	peer_outcome_is(&peer, 10, 0, 10);
	peer_close(&peer);
}

/* What else is in the cart neither prevents the rule nor adds to it. */
static void s007_a_rule_for_one_product_counts_the_order_once(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN("{'id':'p5','give':{'points':1,'per':'sale'},"
			      "'when':{'items':{'products':['P5']}}}"));
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "P1", 1, 1000);
	(void)peer_line(&peer, "P5", 1, 1000);
	peer_sell(&peer);
	peer_outcome_is(&peer, 1, 0, 1);
	peer_sell_one(&peer, "S-2", "P1", 1000);
	peer_outcome_is(&peer, 0, 0, 1);
	peer_close(&peer);
}

/* The reward's own line is no item: two units were bought, and pay for the discount at once. */
static void s008_the_line_of_a_reward_earns_nothing(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN("{'id':'unit','give':{'points':1,'per':'unit'},'when':{'min_qty':"
			      "2}}") ","
				     "'rewards':[{'id':'least','title':'The "
				     "cheapest','cost':{'points':2},"
				     "'give':{'percent':100,'on':'cheapest'}}]");
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "organizer", 1, 510);
	(void)peer_line(&peer, "pen", 1, 320);
	(void)peer_wish(&peer, "least", 1);
	peer_quote(&peer);
	peer_rewards_are(&peer, "least -320");
	peer_due_is(&peer, 510);
	peer_sell(&peer);
	peer_outcome_is(&peer, 2, 2, 0);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

static void s010_a_free_item_alone_earns_nothing(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer,
		  EARN("{'id':'five','give':{'points':10,'per':'amount','amount':100},"
		       "'when':{'min_qty':5}}") ","
						"'rewards':[{'id':'gift','title':'A free "
						"one','cost':{'points':50},"
						"'give':{'free':{'items':{'products':['a']}}}}]");
	peer_give(&peer, 50);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 1000);
	(void)peer_wish(&peer, "gift", 1);
	peer_quote(&peer);
	peer_due_is(&peer, 0);
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 50, 0);
	peer_close(&peer);
}

/* Points are earned on what is paid: after an automatic discount. */
static void s011_an_automatic_discount_lessens_what_is_earned(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN(A_POINT_A_UNIT) ",'rewards':[{'id':'ten','title':'10 % off',"
					      "'automatic':true,'give':{'percent':10}}]");
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 10000);
	peer_quote(&peer);
	peer_due_is(&peer, 9000);
	peer_sell(&peer);
	peer_outcome_is(&peer, 90, 0, 90);
	peer_close(&peer);
}

static void sell_food_with_a_code(struct peer *peer)
{
	peer_ticket(peer, "S-1");
	(void)peer_line(peer, "food", 1, 10000);
	(void)peer_line(peer, "other", 1, 5000);
	peer_code(peer, "TEN");
	(void)peer_wish(peer, "ten", 1);
	peer_quote(peer);
	peer_sell(peer);
}

/* discount-scope=outside-ignored is order_discounts=ignored. */
static void s013_a_discount_on_the_order_may_be_ignored_by_a_rule_for_some(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'basis':{'order_discounts':'ignored'}," EARN(
				 FOOD_ALONE) ",'rewards':[{'id':'ten','title':'10 % off',"
					     "'give':{'percent':10},'when':{'codes':['TEN']}}]");
	sell_food_with_a_code(&peer);
	peer_due_is(&peer, 13500);
	peer_outcome_is(&peer, 100, 0, 100);
	peer_close(&peer);
}

static void s014_a_discount_on_the_rules_own_items_counts(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN(FOOD_ALONE) ",'rewards':[{'id':'ten','title':'10 % off',"
					  "'give':{'percent':10,'on':'items',"
					  "'items':{'categories':['food']}},"
					  "'when':{'codes':['TEN']}}]");
	sell_food_with_a_code(&peer);
	peer_due_is(&peer, 14000);
	peer_outcome_is(&peer, 90, 0, 90);
	peer_close(&peer);
}

/* earn-on-stored-value=on is stored_value=earns: a gift card is money. */
static void s016_what_a_gift_card_pays_earns(void **state)
{
	struct peer peer;
	struct sale_line *card;

	(void)state;
	peer_open(&peer, "'basis':{'stored_value':'earns'}," EARN(A_POINT_A_UNIT));
	peer_ticket(&peer, "S-1");
	card = peer_line(&peer, "card", 1, 5000);
	card->kind = LINE_GIFT_CARD;
	card->code = "GIFT-0001";
	peer_sell(&peer);
	peer_outcome_is(&peer, 0, 0, 0);
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "a", 1, 10000);
	peer_pay(&peer, RGL_GIFT_CARD, 5000, "GIFT-0001");
	peer_pay(&peer, RGL_CASH, 5000, NULL);
	peer_sell(&peer);
	peer_outcome_is(&peer, 100, 0, 100);
	peer_close(&peer);
}

static void s017_a_point_for_each_thousand_is_ten_for_ten_thousand(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN("{'id':'spend','give':{'points':1,'per':'amount','amount':100000}}"));
	peer_sell_one(&peer, "S-1", "a", 1000000);
	peer_outcome_is(&peer, 10, 0, 10);
	peer_close(&peer);
}

static void s019_a_part_of_a_unit_earns_nothing(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN(A_POINT_A_UNIT));
	peer_sell_one(&peer, "S-1", "a", 1999);
	peer_outcome_is(&peer, 19, 0, 19);
	peer_close(&peer);
}

static void s020_three_points_a_unit_are_120_for_forty(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN("{'id':'spend','give':{'points':3,'per':'amount','amount':100}}"));
	peer_sell_one(&peer, "S-1", "a", 4000);
	peer_outcome_is(&peer, 120, 0, 120);
	peer_close(&peer);
}

static void s022_a_hundred_a_piece_are_300_for_three(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN("{'id':'piece','give':{'points':100,'per':'unit'}}"));
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 3, 999);
	peer_sell(&peer);
	peer_outcome_is(&peer, 300, 0, 300);
	peer_close(&peer);
}

/* Each of these is no programme; what was in effect before stays, and the sale earns nothing. */
static void refused_and_earns_nothing(const char *const *programmes, size_t count)
{
	struct peer peer;

	peer_open(&peer, "");
	for (size_t i = 0; i < count; i++) {
		rgl_rc rc = peer_try_apply(&peer, programmes[i]);

		if (rc != RGL_E_FIELD && rc != RGL_E_RANGE)
			fail_msg("%s: %s", programmes[i], result_name(rc));
	}
	peer_sell_one(&peer, "S-1", "a", 10000);
	peer_outcome_is(&peer, 0, 0, 0);
	assert_int_equal(peer_rows_of(&peer, "S-1"), 0);
	peer_close(&peer);
}

/* A rule that gives nothing is told when it is applied: nobody waits at a till for its points. */
static void s023_a_rule_without_points_earns_nothing(void **state)
{
	const char *const programmes[] = {
		EARN("{'id':'none','give':{'points':0,'per':'unit'}}"),
		EARN("{'id':'none','give':{'points':'many','per':'unit'}}")
	};

	(void)state;
	refused_and_earns_nothing(programmes, 2);
}

static void s025_an_exclusive_rule_stands_alone(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN(A_POINT_A_UNIT ",{'id':'fixed','exclusive':true,'priority':10,"
					     "'give':{'points':100,'per':'sale'}}"));
	peer_sell_one(&peer, "S-1", "a", 1999);
	peer_outcome_is(&peer, 100, 0, 100);
	peer_close(&peer);
}

static void s026_of_exclusive_rules_the_highest_priority_stands(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN("{'id':'low','exclusive':true,'priority':5,"
			      "'give':{'points':50,'per':'sale'}},"
			      "{'id':'high','exclusive':true,'priority':20,"
			      "'give':{'points':200,'per':'sale'}}"));
	peer_sell_one(&peer, "S-1", "a", 1999);
	peer_outcome_is(&peer, 200, 0, 200);
	peer_close(&peer);
}

/* 19 times 1.5 is 28.5. */
static void s028_a_multiplier_rounds_as_it_is_told(void **state)
{
	struct peer peer;

	(void)state;
#define TIMES(rounding)                                                                            \
	EARN(A_POINT_A_UNIT ",{'id':'half-more','rounding':'" rounding                             \
			    "','give':{'multiply':'1.5'}}")
	peer_open(&peer, TIMES("down"));
	peer_sell_one(&peer, "S-1", "a", 1999);
	peer_outcome_is(&peer, 28, 0, 28);
	peer_apply(&peer, TIMES("nearest"));
	peer_sell_one(&peer, "S-2", "a", 1999);
	peer_outcome_is(&peer, 29, 0, 57);
	peer_apply(&peer, TIMES("up"));
	peer_sell_one(&peer, "S-3", "a", 1999);
	peer_outcome_is(&peer, 29, 0, 86);
#undef TIMES
	peer_close(&peer);
}

static void s029_a_rule_that_waits_earns_nothing(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARN("{'id':'off','enabled':false,'give':{'points':5,'per':'sale'}},"
			      "{'id':'later','give':{'points':5,'per':'sale'},"
			      "'when':{'from':'2099-01-01'}}"));
	peer_sell_one(&peer, "S-1", "a", 1999);
	peer_outcome_is(&peer, 0, 0, 0);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s001_two_of_fifty_earn_a_hundred),
		cmocka_unit_test(s002_tenths_of_a_point_are_kept),
		cmocka_unit_test(s004_without_the_code_nothing_is_earned_or_written),
		cmocka_unit_test(s005_with_the_code_the_rule_gives_its_ten),
		cmocka_unit_test(s007_a_rule_for_one_product_counts_the_order_once),
		cmocka_unit_test(s008_the_line_of_a_reward_earns_nothing),
		cmocka_unit_test(s010_a_free_item_alone_earns_nothing),
		cmocka_unit_test(s011_an_automatic_discount_lessens_what_is_earned),
		cmocka_unit_test(s013_a_discount_on_the_order_may_be_ignored_by_a_rule_for_some),
		cmocka_unit_test(s014_a_discount_on_the_rules_own_items_counts),
		cmocka_unit_test(s016_what_a_gift_card_pays_earns),
		cmocka_unit_test(s017_a_point_for_each_thousand_is_ten_for_ten_thousand),
		cmocka_unit_test(s019_a_part_of_a_unit_earns_nothing),
		cmocka_unit_test(s020_three_points_a_unit_are_120_for_forty),
		cmocka_unit_test(s022_a_hundred_a_piece_are_300_for_three),
		cmocka_unit_test(s023_a_rule_without_points_earns_nothing),
		cmocka_unit_test(s025_an_exclusive_rule_stands_alone),
		cmocka_unit_test(s026_of_exclusive_rules_the_highest_priority_stands),
		cmocka_unit_test(s028_a_multiplier_rounds_as_it_is_told),
		cmocka_unit_test(s029_a_rule_that_waits_earns_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
