/* test_checkout_programme.c - programmes that change, answers that are asked for again, and what
 * comes late: yesterday's sale by yesterday's rules, and nothing that today's gave is lost by it.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/loyalty/issue.h"
#include "tests/support/peer.h"

#define ONE_A_EURO "'earn':[{'id':'e','give':{'points':1,'per':'amount','amount':100}}]"
#define CARD                                                                                       \
	"'stamp_cards':[{'id':'cups','title':'Cups','stamps':10}],'earn':[{'id':'cup','give':{'stamps'" \
	":1,'card':'cups','per':'unit'}}]"

static void fill(struct peer *peer, const char *id, int64_t qty, int64_t minor)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, "GOODS", qty, minor);
}

static const struct purse_outcome *purse_of(const struct peer *peer, const char *id)
{
	for (size_t i = 0; i < peer->outcome.purse_count; i++)
		if (strcmp(peer->outcome.purses[i].id, id) == 0)
			return &peer->outcome.purses[i];
	fail_msg("the answer has no purse %s", id);
	return NULL;
}

/* --- tiers */

/* A level of today's programme that is never lost is not lost to a refund of last year's sale. */
static void a_refund_of_an_older_programmes_sale_keeps_the_tier(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'tiers':{'by':'visits','levels':[{'id':'old','title':'Old','from':0}]}");
	peer_sell_one(&peer, "S-1", "GOODS", 1000);
	assert_string_equal(peer.outcome.tier, "old");
	peer.now_ms += PEER_DAY_MS;
	peer_apply(&peer, "'tiers':{'by':'spend','window':'year','down':'never','levels':[{'id':"
			  "'bronze','title':'Bronze','from':0},{'id':'gold','title':'Gold','from':"
			  "5000}]}");
	peer_sell_one(&peer, "S-2", "GOODS", 9000);
	assert_string_equal(peer.outcome.tier, "gold");
	peer.now_ms += 400 * PEER_DAY_MS; /* another year: the figure begins anew */
	peer_refund(&peer, "R-1", "S-1", 1000);
	assert_string_equal(peer.outcome.tier, "gold");
	peer_sell_one(&peer, "S-3", "GOODS", 100);
	assert_string_equal(peer.outcome.tier, "gold");
	peer_close(&peer);
}

/* --- the same answer */

static void check_again(struct peer *peer, rgl_rc (*again)(struct peer *peer))
{
	struct outcome first = peer->outcome;

	memset(&peer->outcome, 0, sizeof(peer->outcome));
	assert_int_equal(again(peer), RGL_EXISTS);
	assert_int_equal(peer->outcome.points.count, first.points.count);
	assert_int_equal(peer->outcome.spent.count, first.spent.count);
	assert_int_equal(peer->outcome.balance.count, first.balance.count);
	assert_int_equal(peer->outcome.purse_count, first.purse_count);
	for (size_t i = 0; i < first.purse_count; i++) {
		assert_string_equal(peer->outcome.purses[i].id, first.purses[i].id);
		assert_int_equal(peer->outcome.purses[i].earned, first.purses[i].earned);
		assert_int_equal(peer->outcome.purses[i].spent, first.purses[i].spent);
		assert_int_equal(peer->outcome.purses[i].balance, first.purses[i].balance);
	}
	assert_string_equal(peer->outcome.tier, first.tier);
}

static rgl_rc refund_again(struct peer *peer)
{
	return peer_try_refund(peer, "R-1", "S-1", 500);
}

/* Also when another programme came in between, which has no such card any more. */
static void what_is_sent_again_hears_of_the_same_stamps_and_credit(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, CARD);
	peer_give_in(&peer, "credit", 1000);
	fill(&peer, "S-1", 4, 1000);
	peer.ticket.at_ms = 0;
	peer_pay(&peer, RGL_CREDIT, 600, NULL);
	peer_pay(&peer, RGL_CASH, 400, NULL);
	peer_sell(&peer);
	assert_int_equal(purse_of(&peer, "credit")->spent, 600);
	assert_int_equal(purse_of(&peer, "cups")->earned, 4);
	check_again(&peer, peer_try_sell);
	peer.now_ms += PEER_DAY_MS;
	peer_apply(&peer, ONE_A_EURO);
	check_again(&peer, peer_try_sell);
	peer_refund(&peer, "R-1", "S-1", 500);
	assert_int_equal(purse_of(&peer, "cups")->earned, -2);
	check_again(&peer, refund_again);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refund_of_an_older_programmes_sale_keeps_the_tier),
		cmocka_unit_test(what_is_sent_again_hears_of_the_same_stamps_and_credit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
