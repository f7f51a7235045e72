/* test_peer_earn_when.c - what peers expect of earning, S031 to S041: on what, when, and that it
 * is counted once. See test_peer_earn.c.
 */
#include "tests/support/check.h"

#include <string.h>

#include "tests/support/peer.h"

#define A_POINT_A_UNIT "'earn':[{'id':'spend','give':{'points':1,'per':'amount','amount':100}}]"

static void sell_with_tax(struct peer *peer, const char *id, int64_t total, int64_t tax)
{
	peer_ticket(peer, id);
	peer_line(peer, "a", 1, total)->tax = money_of(tax);
	peer->ticket.tax = money_of(tax);
	peer_sell(peer);
}

/* earn-basis=order; taxes in and out of it. */
static void s031_the_basis_is_with_tax_or_without(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'basis':{'tax':'included'}," A_POINT_A_UNIT);
	sell_with_tax(&peer, "S-1", 6000, 1000);
	peer_outcome_is(&peer, 60, 0, 60);
	peer_apply(&peer, "'basis':{'tax':'excluded'}," A_POINT_A_UNIT);
	sell_with_tax(&peer, "S-2", 6000, 1000);
	peer_outcome_is(&peer, 50, 0, 110);
	peer_close(&peer);
}

/* A threshold that is reached exactly holds: 50.00 of 50.00, of 49.99, not of 50.01. */
static void s032_a_threshold_that_is_just_reached_holds(void **state)
{
	struct peer peer;

	(void)state;
#define FROM(amount)                                                                               \
	"'earn':[{'id':'from','give':{'points':7,'per':'sale'},'when':{'min_amount':" amount "}}]"
	peer_open(&peer, FROM("5000"));
	peer_sell_one(&peer, "S-1", "a", 5000);
	peer_outcome_is(&peer, 7, 0, 7);
	peer_apply(&peer, FROM("4999"));
	peer_sell_one(&peer, "S-2", "a", 5000);
	peer_outcome_is(&peer, 7, 0, 14);
	peer_apply(&peer, FROM("5001"));
	peer_sell_one(&peer, "S-3", "a", 5000);
	peer_outcome_is(&peer, 0, 0, 14);
#undef FROM
	peer_close(&peer);
}

#define ON_DAYS(days)                                                                              \
	"'earn':[{'id':'day','give':{'points':7,'per':'sale'},'when':{'weekdays':[" days "]}}]"

/* A sale on Thursday 2026-01-01. A list of no days is refused, and the rule before it stays. */
static void s034_a_weekday_is_one_of_the_list(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	peer.now_ms = SHOP_NOW_MS - 4 * PEER_DAY_MS + 1;
	assert_int_equal(peer_try_apply(&peer, ON_DAYS("'thu'")), RGL_OK);
	peer_sell_one(&peer, "S-1", "a", 100);
	peer_outcome_is(&peer, 7, 0, 7);
	peer_apply(&peer, ON_DAYS("'fri','sat'"));
	peer_sell_one(&peer, "S-2", "a", 100);
	peer_outcome_is(&peer, 0, 0, 7);
	assert_int_equal(peer_try_apply(&peer, ON_DAYS("")), RGL_E_FIELD);
	peer_sell_one(&peer, "S-3", "a", 100);
	peer_outcome_is(&peer, 0, 0, 7);
	peer_close(&peer);
}

/* What a rule asks for and we do not know never holds by chance: the file is refused. */
static void s035_an_unknown_condition_never_holds(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	assert_int_equal(peer_try_apply(&peer,
					"'earn':[{'id':'odd','give':{'points':7,'per':'sale'},"
					"'when':{'weather':'rain'}}]"),
			 RGL_E_FIELD);
	assert_string_equal(peer.shop.store->refusal.field, "earn[0].when.weather");
	peer_sell_one(&peer, "S-1", "a", 100);
	peer_outcome_is(&peer, 0, 0, 0);
	peer_close(&peer);
}

/* The shop's day is 2026-01-05. */
static void s037_a_birthday_counts_on_its_day(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'earn':[{'id':'born','give':{'points':150,'per':'sale'},"
			 "'when':{'birthday':true}}]");
	peer.member = peer_enrol(&peer, "Bo", "1990-01-05");
	peer_sell_one(&peer, "S-1", "a", 100);
	peer_outcome_is(&peer, 150, 0, 150);
	peer.member = peer_enrol(&peer, "Eva", "1990-01-06");
	peer_sell_one(&peer, "S-2", "a", 100);
	peer_outcome_is(&peer, 0, 0, 0);
	peer_close(&peer);
}

/* A tip that is added to a paid sale moves no points, there and back neither. */
static void s038_a_tip_added_later_moves_no_points(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-1", "a", 10000);
	peer_outcome_is(&peer, 100, 0, 100);
	peer_line(&peer, "tip", 1, 1500)->kind = LINE_TIP;
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_outcome_is(&peer, 100, 0, 100);
	peer_balance_is(&peer, 100);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM transfer"), 1);
	peer_close(&peer);
}

/* What is put on an account earns when it is sold. Settling it sells nothing: a ticket without
 * things is refused, and the sale that says how it was paid in the end moves no points. */
static void s040_settling_an_account_earns_nothing(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, A_POINT_A_UNIT);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 10000);
	peer_pay(&peer, RGL_OTHER, 10000, NULL);
	peer_sell(&peer);
	peer_outcome_is(&peer, 100, 0, 100);
	peer_ticket(&peer, "S-2");
	peer_pay(&peer, RGL_CASH, 10000, NULL);
	peer_pay(&peer, RGL_OTHER, -10000, NULL);
	assert_int_equal(peer_try_sell(&peer), RGL_E_LINES);
	assert_int_equal(shop_count(&peer.shop, "S-2"), 0);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 10000);
	peer_pay(&peer, RGL_CASH, 10000, NULL);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_outcome_is(&peer, 100, 0, 100);
	peer_balance_is(&peer, 100);
	peer_close(&peer);
}

/* A draft is a quote: as often as it is opened it says the same, and nothing is written. */
static void s041_a_draft_says_what_it_would_earn_and_writes_nothing(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, A_POINT_A_UNIT);
	peer_give(&peer, 50);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 10000);
	for (int i = 0; i < 2; i++) {
		peer_quote(&peer);
		assert_int_equal(peer.would_earn, 100);
		assert_int_equal(peer.would_leave, 150);
		peer_balance_is(&peer, 50);
		assert_int_equal(shop_count(&peer.shop, "S-1"), 0);
	}
	peer_sell(&peer);
	peer_outcome_is(&peer, 100, 0, 150);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s031_the_basis_is_with_tax_or_without),
		cmocka_unit_test(s032_a_threshold_that_is_just_reached_holds),
		cmocka_unit_test(s034_a_weekday_is_one_of_the_list),
		cmocka_unit_test(s035_an_unknown_condition_never_holds),
		cmocka_unit_test(s037_a_birthday_counts_on_its_day),
		cmocka_unit_test(s038_a_tip_added_later_moves_no_points),
		cmocka_unit_test(s040_settling_an_account_earns_nothing),
		cmocka_unit_test(s041_a_draft_says_what_it_would_earn_and_writes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
