/* test_checkout_quote.c - what a quote set aside, in the sales that come of it: of a member that
 * was merged meanwhile, edited, exchanged, or with numbers that nobody has.
 */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/loyalty/merge.h"
#include "tests/support/peer.h"

#define FIVE_OFF                                                                                   \
	"'points':{'worth':{'points':1,'money':1}},'earn':[{'id':'e','give':{'points':1,'per':"    \
	"'amount','amount':100}}],'rewards':[{'id':'five','title':'5 off','cost':{'points':100},"  \
	"'give':{'amount':500}}]"

static void quote_five(struct peer *peer, const char *id, int64_t minor)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, "GOODS", 1, minor);
	(void)peer_wish(peer, "five", 1);
	peer_quote(peer);
	assert_true(peer->ticket.hold != 0);
}

/* The owner puts two cards of one person together while that person stands at the till. */
static void a_quote_of_a_member_who_was_merged_is_still_paid_for(void **state)
{
	struct peer peer;
	int64_t merge = 0;
	int64_t bea;

	(void)state;
	peer_open(&peer, FIVE_OFF);
	bea = peer_enrol(&peer, "Bea", NULL);
	peer_give(&peer, 100);
	quote_five(&peer, "S-1", 1000);
	assert_int_equal(
		merge_members(peer.shop.store, bea, peer.member, "Mia", "one person", &merge),
		RGL_OK);
	peer.ticket.member = bea;
	peer.member = bea;
	peer_sell(&peer);
	peer_outcome_is(&peer, 5, 100, 5);
	peer_balance_is(&peer, 5);
	peer_close(&peer);
}

/* A hold of one's own is not there twice, once held and once carried over. */
static void an_edit_with_a_new_quote_is_set_off_against_the_old_sale(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, FIVE_OFF);
	peer_sell_one(&peer, "S-1", "GOODS", 1000);
	peer_give(&peer, 100);
	quote_five(&peer, "S-1", 1000);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_outcome_is(&peer, 5, 100, 5);
	peer_balance_is(&peer, 5);
	peer_void(&peer, "S-1");
	peer_balance_is(&peer, 100);
	peer_close(&peer);
}

/* What the things that come back had earned is gone before the reward is paid for. */
static void an_exchange_spends_what_is_left_after_what_comes_back(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, FIVE_OFF ",'redeem':{'over':'clamp'}");
	peer_sell_one(&peer, "S-1", "GOODS", 10000);
	peer_balance_is(&peer, 100);
	peer_ticket(&peer, "S-2");
	peer.ticket.of = "S-1";
	(void)peer_line(&peer, "GOODS", -1, -5000);
	(void)peer_line(&peer, "OTHER", 1, 6500);
	peer_line(&peer, "5 off", 1, -500)->reward = "five";
	peer_sell(&peer);
	peer_outcome_is(&peer, 10, 100, 10);
	peer_balance_is(&peer, 10);
	peer_ticket(&peer, "S-3");
	peer.ticket.of = "S-1";
	(void)peer_line(&peer, "GOODS", -1, -5000);
	(void)peer_line(&peer, "OTHER", 1, 6500);
	peer_line(&peer, "5 off", 1, -500)->reward = "five";
	peer_sell(&peer); /* cut to what there is, and not refused */
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* Sums of such payments are larger than 64 bits. */
static void more_points_than_can_be_counted_do_not_pay(void **state)
{
	const int64_t most = INT64_C(1000000000000000);
	struct peer peer;

	(void)state;
	peer_open(&peer, "'points':{'worth':{'points':9000,'money':1}}");
	peer_give(&peer, 1000);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, most);
	peer_pay(&peer, RGL_POINTS, most, NULL);
	peer_pay(&peer, RGL_POINTS, most, NULL);
	peer_pay(&peer, RGL_CASH, -most, NULL);
	assert_int_equal(peer_try_sell(&peer), RGL_E_POINTS);
	assert_int_equal(shop_count(&peer.shop, "S-1"), 0);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quote_of_a_member_who_was_merged_is_still_paid_for),
		cmocka_unit_test(an_edit_with_a_new_quote_is_set_off_against_the_old_sale),
		cmocka_unit_test(an_exchange_spends_what_is_left_after_what_comes_back),
		cmocka_unit_test(more_points_than_can_be_counted_do_not_pay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
