/* test_peer_expiry.c - points that end, as peers' tests and their users' complaints settle it.
 *
 * In:  the cases S106 to S122 about expiry, by their numbers.
 * Out: what our checkout and our sweep make of each.
 *
 * Said otherwise with us: a lot is a row of points that end; what never ends is in no lot.
 */
#include "tests/support/check.h"

#include <stdio.h>

#include "plugin/loyalty/lots.h"
#include "plugin/show.h"
#include "tests/support/peer.h"

#define A_POINT_A_UNIT "'earn':[{'id':'e','give':{'points':1,'per':'amount','amount':100}}]"
#define FIVE_POINTS_A_UNIT "'earn':[{'id':'e','give':{'points':5,'per':'amount','amount':100}}]"
#define MUG_FOR_500                                                                                \
	"'rewards':[{'id':'mug','title':'A mug','cost':{'points':500},'give':{'free':{'product':"  \
	"'MUG'}}}]"
#define THING_FOR_100                                                                              \
	"'rewards':[{'id':'bag','title':'A bag','cost':{'points':100},'give':{'thing':true}}]"
#define NINETY_DAYS "'points':{'expiry':{'kind':'fixed','days':90}},"
#define TO_THE_MONTH "'points':{'expiry':{'kind':'fixed','months':12,'end_of':'month'}},"
#define TO_THE_YEAR "'points':{'expiry':{'kind':'fixed','days':1,'end_of':'year'}},"

/* Midnights in Copenhagen, where the shop stands. */
#define DAY_2026_05_15 INT64_C(1778796000000)
#define DAY_2027_01_01 INT64_C(1798758000000)
#define DAY_2027_01_15 INT64_C(1799967600000)
#define DAY_2027_02_01 INT64_C(1801436400000)
#define DAY_2027_06_01 INT64_C(1811800800000)
#define DAY_2036_01_05 INT64_C(2083100400000)

static int64_t left_of_lot(const struct peer *peer, int number)
{
	char sql[128];

	(void)snprintf(sql, sizeof(sql), "SELECT remaining FROM lot ORDER BY id LIMIT 1 OFFSET %d",
		       number - 1);
	return shop_number(&peer->shop, sql);
}

static int64_t left_ending(const struct peer *peer, int64_t ends_ms)
{
	char sql[128];

	(void)snprintf(sql, sizeof(sql), "SELECT remaining FROM lot WHERE ends_ms = %lld",
		       (long long)ends_ms);
	return shop_number(&peer->shop, sql);
}

static int64_t lots_with_points(const struct peer *peer)
{
	return shop_number(&peer->shop, "SELECT count(*) FROM lot WHERE remaining > 0");
}

static int64_t rows_of_expiry(const struct peer *peer)
{
	return shop_number(&peer->shop, "SELECT count(*) FROM transfer WHERE kind = 5");
}

/* The nightly job, as of the shop's clock. */
static struct swept sweep_store(struct peer *peer)
{
	struct swept swept = { 0 };

	assert_int_equal(lots_sweep(peer->shop.store, peer->now_ms, 100, &swept), RGL_OK);
	return swept;
}

/* A sale with a thing and a reward for it. */
static void sell_with_reward(struct peer *peer, const char *id, int64_t minor, const char *reward)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, "GOODS", 1, minor);
	(void)peer_wish(peer, reward, 1);
	peer_quote(peer);
	assert_int_equal(peer_claim(peer, 0)->rc, RGL_OK);
	peer_sell(peer);
}

/* odoo, test_expire_loyalty_points, step 1. */
static void s106_what_a_sale_earns_and_spends_leaves_the_rest_in_its_lot(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, NINETY_DAYS FIVE_POINTS_A_UNIT "," MUG_FOR_500);
	sell_with_reward(&peer, "S-1", 11500, "mug");
	peer_outcome_is(&peer, 575, 500, 75);
	assert_int_equal(lots_with_points(&peer), 1);
	assert_int_equal(left_of_lot(&peer, 1), 75);
	peer_close(&peer);
}

/* odoo, the same test, step 2: first earned, first spent. */
static void s107_the_first_earned_points_are_spent_first(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, NINETY_DAYS FIVE_POINTS_A_UNIT "," MUG_FOR_500);
	sell_with_reward(&peer, "S-1", 11500, "mug");
	peer.now_ms += PEER_DAY_MS;
	sell_with_reward(&peer, "S-2", 16100, "mug");
	peer_outcome_is(&peer, 805, 500, 380);
	assert_int_equal(left_of_lot(&peer, 1), 0);
	assert_int_equal(left_of_lot(&peer, 2), 380);
	peer_close(&peer);
}

/* Setono, earliest_expiring_first: the lot that ends first was earned last. */
static void s109_the_points_that_end_first_are_spent_first(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	peer.now_ms = DAY_2026_05_15;
	peer_apply(&peer, TO_THE_MONTH A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-1", "GOODS", 10000);
	peer.now_ms += PEER_DAY_MS;
	peer_apply(&peer, TO_THE_YEAR A_POINT_A_UNIT "," THING_FOR_100);
	peer_sell_one(&peer, "S-2", "GOODS", 10000);
	assert_int_equal(left_ending(&peer, DAY_2027_06_01), 100);
	assert_int_equal(left_ending(&peer, DAY_2027_01_01), 100);
	peer.now_ms += PEER_DAY_MS;
	sell_with_reward(&peer, "S-3", 50, "bag");
	assert_int_equal(left_ending(&peer, DAY_2027_01_01), 0);
	assert_int_equal(left_ending(&peer, DAY_2027_06_01), 100);
	peer_balance_is(&peer, 100);
	peer_close(&peer);
}

/* Setono, never_expiring_last; what is left is there long after the other's end. */
static void s110_points_that_never_end_are_spent_last(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-1", "GOODS", 10000);
	peer.now_ms += PEER_DAY_MS;
	peer_apply(&peer, TO_THE_YEAR A_POINT_A_UNIT "," THING_FOR_100);
	peer_sell_one(&peer, "S-2", "GOODS", 10000);
	sell_with_reward(&peer, "S-3", 50, "bag");
	assert_int_equal(left_ending(&peer, DAY_2027_01_01), 0);
	peer_balance_is(&peer, 100);
	peer.now_ms = DAY_2036_01_05;
	assert_int_equal(sweep_store(&peer).units, 0);
	peer_balance_is(&peer, 100);
	peer_close(&peer);
}

static void check_deficit(const char *expiry, int64_t lots)
{
	struct peer peer;
	char programme[1024];

	(void)snprintf(programme, sizeof(programme),
		       "%s" A_POINT_A_UNIT ",'refunds':{'clawback':'negative'},'rewards':["
		       "{'id':'all','title':'A','cost':{'points':70},'give':{'thing':true}},"
		       "{'id':'more','title':'M','cost':{'points':71},'give':{'thing':true}}]",
		       expiry);
	peer_open(&peer, programme);
	peer_give(&peer, 50);
	peer_refund(&peer, "R-1", NULL, 8000);
	peer_balance_is(&peer, -30);
	peer_sell_one(&peer, "S-1", "GOODS", 10000);
	peer_balance_is(&peer, 70);
	assert_int_equal(lots_with_points(&peer), lots);
	if (lots > 0)
		assert_int_equal(shop_number(&peer.shop, "SELECT sum(remaining) FROM lot"), 70);
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "GOODS", 1, 50);
	(void)peer_wish(&peer, "more", 1);
	(void)peer_wish(&peer, "all", 1);
	peer_quote(&peer);
	assert_int_equal(peer_claim(&peer, 0)->rc, RGL_E_POINTS);
	assert_int_equal(peer_claim(&peer, 1)->rc, RGL_OK);
	peer_close(&peer);
}

/* Setono, deficit; clawback-policy=negative. The rows are +50, -80, +100: a debt is paid before
 * anything is a lot. Without an expiry there are no lots with us, so that "one open lot of 70" is
 * a balance of which 70 can be spent; with one it is the lot. */
static void s112_a_debt_is_paid_before_points_are_a_lot(void **state)
{
	(void)state;
	check_deficit("", 0);
	check_deficit(NINETY_DAYS, 1);
}

static void shown_ending_is(struct peer *peer, int64_t points, int64_t first_ms)
{
	struct rgl_member view = { 0 };

	assert_int_equal(show_member(peer->shop.desk, peer->member, "", &view), RGL_OK);
	assert_int_equal(view.points, 350);
	assert_int_equal(view.ending_points, points);
	assert_int_equal(view.ending_ms, first_ms);
}

/* Setono, points expiring. The question "by when" is the programme's warning: 45 days before
 * 1 March, 167 before 1 July. */
static void s113_points_that_end_soon_are_told(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, TO_THE_MONTH A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-1", "GOODS", 10000);
	peer.now_ms = DAY_2026_05_15;
	peer_sell_one(&peer, "S-2", "GOODS", 20000);
	assert_int_equal(left_ending(&peer, DAY_2027_02_01), 100);
	assert_int_equal(left_ending(&peer, DAY_2027_06_01), 200);
	peer.now_ms += PEER_DAY_MS;
	peer_apply(&peer, A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-3", "GOODS", 5000);
	peer.now_ms = DAY_2027_01_15;
	peer_apply(&peer, "'points':{'expiry':{'kind':'fixed','months':12,'warn_days':45}}");
	shown_ending_is(&peer, 100, DAY_2027_02_01);
	peer_apply(&peer, "'points':{'expiry':{'kind':'fixed','months':12,'warn_days':167}}");
	shown_ending_is(&peer, 300, DAY_2027_02_01);
	peer_close(&peer);
}

/* Setono, future. */
static void s115_what_ends_tomorrow_is_there_today(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, TO_THE_YEAR A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-1", "GOODS", 15000);
	peer.now_ms = DAY_2027_01_01 - PEER_DAY_MS;
	assert_int_equal(sweep_store(&peer).lots, 0);
	peer_balance_is(&peer, 150);
	assert_int_equal(rows_of_expiry(&peer), 0);
	peer_close(&peer);
}

/* Setono, boundary; expiry-boundary=inclusive: ours is the first moment at which points are over.
 * The millisecond before, they are there. */
static void s116_at_the_very_moment_of_the_end_points_are_over(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, TO_THE_YEAR A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-1", "GOODS", 15000);
	peer.now_ms = DAY_2027_01_01 - 1;
	assert_int_equal(sweep_store(&peer).units, 0);
	peer.now_ms = DAY_2027_01_01;
	assert_int_equal(sweep_store(&peer).units, 150);
	peer_balance_is(&peer, 0);
	assert_int_equal(shop_number(&peer.shop, "SELECT sum(amount) FROM transfer WHERE kind = 5"),
			 150);
	peer_close(&peer);
}

/* Setono, multiple. A second run finds nothing. */
static void s118_each_lot_that_ended_has_a_row_of_its_own(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, NINETY_DAYS A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-1", "GOODS", 10000);
	peer.now_ms += PEER_DAY_MS;
	peer_sell_one(&peer, "S-2", "GOODS", 6000);
	peer.now_ms += 100 * PEER_DAY_MS;
	assert_int_equal(sweep_store(&peer).lots, 2);
	assert_int_equal(rows_of_expiry(&peer), 2);
	peer_balance_is(&peer, 0);
	assert_int_equal(sweep_store(&peer).lots, 0);
	assert_int_equal(rows_of_expiry(&peer), 2);
	peer_close(&peer);
}

/* Setono, never. */
static void s119_points_without_an_end_are_there_ten_years_later(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, A_POINT_A_UNIT);
	peer_sell_one(&peer, "S-1", "GOODS", 15000);
	peer.now_ms = DAY_2036_01_05;
	assert_int_equal(sweep_store(&peer).lots, 0);
	peer_balance_is(&peer, 150);
	peer_close(&peer);
}

/* odoo, ExpiredEWalletProgramTour. Our wallet is store credit. What is there is said; nothing was
 * recorded, and the order can be paid otherwise. */
static void s121_a_wallet_that_ended_does_not_pay(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'credit':{'expiry':{'kind':'fixed','days':30}}");
	peer_ticket(&peer, "S-1");
	peer_line(&peer, "TOP-UP", 1, 5000)->kind = LINE_TOP_UP;
	peer_sell(&peer);
	assert_int_equal(peer_balance_in(&peer, "credit"), 5000);
	peer.now_ms += 32 * PEER_DAY_MS;
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "GOODS", 1, 1200);
	peer_pay(&peer, RGL_CREDIT, 1200, NULL);
	assert_int_equal(peer_try_sell(&peer), RGL_E_POINTS);
	peer_refused_with(&peer, "Store credit: only 0.00 there, 12.00 needed");
	assert_int_equal(shop_count(&peer.shop, "S-2"), 0);
	peer.tenders[0].kind = RGL_CASH;
	peer_sell(&peer);
	assert_int_equal(peer_balance_in(&peer, "credit"), 0);
	peer_close(&peer);
}

/* The same of a gift card, which says until when it was good. */
static void s121_a_gift_card_that_ended_does_not_pay(void **state)
{
	struct peer peer;
	char code[VOUCHER_CODE_ROOM];

	(void)state;
	peer_open(&peer, "'gift_cards':{'months':1}");
	peer_ticket(&peer, "G-1");
	peer_line(&peer, "GIFT", 1, 5000)->kind = LINE_GIFT_CARD;
	peer_sell(&peer);
	(void)snprintf(code, sizeof(code), "%s", peer.outcome.issued[0].code);
	peer.now_ms += 32 * PEER_DAY_MS;
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 1200);
	peer_pay(&peer, RGL_GIFT_CARD, 1200, code);
	assert_int_equal(peer_try_sell(&peer), RGL_E_FIELD);
	peer_refused_with(&peer, "was good until 2026-02-05; take another way to pay");
	peer_close(&peer);
}

/* odoo, an issue: an ended programme went on making cards. */
static void s122_a_programme_that_ended_gives_nothing(void **state)
{
	struct peer peer;
	int64_t accounts;

	(void)state;
	peer_open(&peer,
		  "'stamp_cards':[{'id':'tea','title':'Tea','stamps':5}],'earn':[{'id':'e','give':"
		  "{'points':1,'per':'sale'},'when':{'until':'2026-01-04'}},{'id':'s','give':"
		  "{'stamps':1,'card':'tea','per':'sale'},'when':{'until':'2026-01-04'}}]");
	accounts = shop_number(&peer.shop, "SELECT count(*) FROM account");
	peer_sell_one(&peer, "S-1", "GOODS", 10000);
	peer_outcome_is(&peer, 0, 0, 0);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM account"), accounts);
	assert_int_equal(peer_rows_of(&peer, "S-1"), 0);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s106_what_a_sale_earns_and_spends_leaves_the_rest_in_its_lot),
		cmocka_unit_test(s107_the_first_earned_points_are_spent_first),
		cmocka_unit_test(s109_the_points_that_end_first_are_spent_first),
		cmocka_unit_test(s110_points_that_never_end_are_spent_last),
		cmocka_unit_test(s112_a_debt_is_paid_before_points_are_a_lot),
		cmocka_unit_test(s113_points_that_end_soon_are_told),
		cmocka_unit_test(s115_what_ends_tomorrow_is_there_today),
		cmocka_unit_test(s116_at_the_very_moment_of_the_end_points_are_over),
		cmocka_unit_test(s118_each_lot_that_ended_has_a_row_of_its_own),
		cmocka_unit_test(s119_points_without_an_end_are_there_ten_years_later),
		cmocka_unit_test(s121_a_wallet_that_ended_does_not_pay),
		cmocka_unit_test(s121_a_gift_card_that_ended_does_not_pay),
		cmocka_unit_test(s122_a_programme_that_ended_gives_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
