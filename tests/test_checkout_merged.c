/* test_checkout_merged.c - nothing is taken twice and no answer changes when members are merged and
 * taken apart, a sale comes late, or is changed after the fact. Found by tests/model.
 */
#include "tests/support/check.h"

#include "plugin/loyalty/merge.h"
#include "tests/support/peer.h"

#define EARNS "'earn':[{'id':'e','give':{'points':1,'per':'amount','amount':100}}]"
#define ENDS "'points':{'expiry':{'kind':'fixed','days':5}},"
#define CREDITS "'earn':[{'id':'e','give':{'credit':1,'per':'amount','amount':100}}]"
#define CAPPED                                                                                     \
	"'earn':[{'id':'e','give':{'points':1,'per':'amount','amount':100},'caps':{'day':10}},{"   \
	"'id':'half','give':{'multiply':'0.5'}}]"
#define REWARDS                                                                                    \
	EARNS ",'rewards':[{'id':'ten','title':'Ten','give':{'percent':10},'cost':{'points':20}}]"

static int64_t merge(struct peer *peer, int64_t into, int64_t from)
{
	int64_t number = 0;

	assert_int_equal(merge_members(peer->shop.store, into, from, "Mia", "x", &number), RGL_OK);
	return number;
}

/* Half was taken back of the one that it had become: the other half is all that is left to take. */
static void a_refund_after_an_unmerge_takes_only_the_rest(void **state)
{
	struct peer peer;
	int64_t missing = 0;
	int64_t number;
	int64_t asha;

	(void)state;
	peer_open(&peer, EARNS);
	asha = peer.member;
	peer.member = peer_enrol(&peer, "Ben", NULL);
	peer_sell_one(&peer, "S-1", "GOODS", 1000);
	number = merge(&peer, asha, peer.member);
	peer_refund(&peer, "R-1", "S-1", 500);
	peer_outcome_is(&peer, -5, 0, 5);
	assert_int_equal(merge_undo(peer.shop.store, number, "Mia", &missing), RGL_OK);
	assert_int_equal(missing, 5);
	peer_balance_is(&peer, 5);
	peer_give(&peer, 20);
	peer_refund(&peer, "R-2", "S-1", 500);
	peer_outcome_is(&peer, -5, 0, 20);
	peer.member = asha;
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* The one who brought the other had a part of the sale too: then who gave what cannot be told, but
 * together they give no more than they got. */
static void a_void_after_an_unmerge_takes_no_more_than_both_got(void **state)
{
	struct peer peer;
	int64_t missing = 0;
	int64_t number;
	int64_t asha;

	(void)state;
	peer_open(&peer, "'earn':[{'id':'e','on':'referral','give':{'points':10,'referrer':10}}]");
	asha = peer.member;
	peer.member = peer_enrol(&peer, "Ben", NULL);
	assert_int_equal(shop_run(&peer.shop, "UPDATE member SET referred_by = 1 WHERE id = 2"), 0);
	peer_sell_one(&peer, "S-1", "GOODS", 1000);
	peer_outcome_is(&peer, 10, 0, 10);
	number = merge(&peer, asha, peer.member);
	peer_refund(&peer, "R-1", "S-1", 800);
	assert_int_equal(merge_undo(peer.shop.store, number, "Mia", &missing), RGL_OK);
	peer_give(&peer, 50);
	peer_void(&peer, "S-1");
	peer_balance_is(&peer, 50);
	peer_close(&peer);
}

/* What it took of the other was none of its own, though both are one by now. */
static void a_sale_said_again_after_a_merge_answers_the_same(void **state)
{
	struct peer peer;
	int64_t asha;
	int64_t ben;

	(void)state;
	peer_open(&peer, CREDITS);
	asha = peer.member;
	ben = peer_enrol(&peer, "Ben", NULL);
	peer.member = ben;
	peer_sell_one(&peer, "S-1", "GOODS", 1000);
	peer.member = asha;
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "GOODS", 1, 3000);
	(void)peer_line(&peer, "GOODS", -1, -1000);
	peer.ticket.of = "S-1";
	peer_sell(&peer);
	assert_int_equal(peer.outcome.purses[0].earned, 30);
	(void)merge(&peer, asha, ben);
	assert_int_equal(peer_try_sell(&peer), RGL_EXISTS);
	assert_int_equal(peer.outcome.purses[0].earned, 30);
	peer_close(&peer);
}

/* The one that it became has no account of credit; what the sale did with some is said all the
 * same. */
static void a_purse_that_the_other_never_had_is_shown_after_a_merge(void **state)
{
	struct peer peer;
	int64_t asha;

	(void)state;
	peer_open(&peer, CREDITS);
	asha = peer.member;
	peer.member = peer_enrol(&peer, "Ben", NULL);
	peer_sell_one(&peer, "S-1", "GOODS", 1000);
	peer_void(&peer, "S-1");
	(void)merge(&peer, asha, peer.member);
	assert_int_equal(peer_try_sell(&peer), RGL_EXISTS);
	assert_int_equal(peer.outcome.purse_count, 1);
	assert_int_equal(peer.outcome.purses[0].earned, 10);
	assert_int_equal(peer.outcome.purses[0].balance, 0);
	assert_int_equal(peer_try_void(&peer, "S-1"), RGL_EXISTS);
	assert_int_equal(peer.outcome.purse_count, 1);
	assert_int_equal(peer.outcome.purses[0].earned, -10);
	peer_close(&peer);
}

/* Its answer, and the one that is given again, count nothing that the next look will not find. */
static void what_comes_too_late_is_over_at_once(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, ENDS EARNS);
	peer.now_ms += 20 * PEER_DAY_MS;
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 1000);
	peer.ticket.at_ms = peer.now_ms - 10 * PEER_DAY_MS;
	peer_sell(&peer);
	peer_outcome_is(&peer, 10, 0, 0);
	assert_int_equal(peer_try_sell(&peer), RGL_EXISTS);
	peer_outcome_is(&peer, 10, 0, 0);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* Ten a day and half of it is five a day, in however many sales. */
static void a_limit_counts_what_a_factor_took_off(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, CAPPED);
	peer_sell_one(&peer, "S-1", "GOODS", 2000);
	peer_outcome_is(&peer, 5, 0, 5);
	peer_sell_one(&peer, "S-2", "GOODS", 2000);
	peer_outcome_is(&peer, 0, 0, 5);
	peer_close(&peer);
}

static void fill(struct peer *peer)
{
	peer_ticket(peer, "S-1");
	(void)peer_line(peer, "GOODS", 1, 2000);
	(void)peer_line(peer, "OTHER", -1, -500);
}

/* What was brought back could take nothing then; what the sale itself earned is not there for it
 * now. */
static void a_tip_on_an_exchange_changes_no_points(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, EARNS);
	fill(&peer);
	peer_sell(&peer);
	peer_outcome_is(&peer, 20, 0, 20);
	fill(&peer);
	peer_line(&peer, "TIP", 1, 100)->kind = LINE_TIP;
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_outcome_is(&peer, 20, 0, 20);
	peer_balance_is(&peer, 20);
	peer_close(&peer);
}

/* Nothing is there but what the old sale had spent, and that covers what it had earned. */
static void an_edit_gives_before_it_takes(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, REWARDS);
	peer_give(&peer, 20);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 300);
	(void)peer_wish(&peer, "ten", 1);
	peer_quote(&peer);
	peer_sell(&peer);
	peer_outcome_is(&peer, 2, 20, 2);
	peer_give(&peer, -2);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 50);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_balance_is(&peer, 18);
	peer_close(&peer);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(a_refund_after_an_unmerge_takes_only_the_rest),
		cmocka_unit_test(a_void_after_an_unmerge_takes_no_more_than_both_got),
		cmocka_unit_test(a_sale_said_again_after_a_merge_answers_the_same),
		cmocka_unit_test(a_purse_that_the_other_never_had_is_shown_after_a_merge),
		cmocka_unit_test(what_comes_too_late_is_over_at_once),
		cmocka_unit_test(a_limit_counts_what_a_factor_took_off),
		cmocka_unit_test(a_tip_on_an_exchange_changes_no_points),
		cmocka_unit_test(an_edit_gives_before_it_takes),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
