/* test_checkout_factor.c - what comes back of a sale is what it gave: also after a factor below
 * one, and of the lots that it made. Found by tests/model.
 */
#include "tests/support/check.h"

#include "tests/support/peer.h"

#define HALF                                                                                       \
	"'earn':[{'id':'e','give':{'points':2,'per':'amount','amount':100}},{'id':'half','give':{" \
	"'multiply':'0.5'}}]"

/* What the rules counted before the factor was taken back, twice of what the member had got. */
static void a_void_takes_no_more_than_a_factor_below_one_left(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, HALF);
	peer_give(&peer, 50);
	peer_sell_one(&peer, "S-1", "GOODS", 1000);
	assert_int_equal(peer.outcome.points.count, 10);
	assert_int_equal(peer_try_void(&peer, "S-1"), RGL_OK);
	assert_int_equal(peer.outcome.points.count, -10);
	assert_int_equal(peer.outcome.balance.count, 50);
	peer_close(&peer);
}

static void a_half_refund_takes_half_of_it(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, HALF);
	peer_give(&peer, 50);
	peer_sell_one(&peer, "S-1", "GOODS", 1000);
	peer_refund(&peer, "R-1", "S-1", 500);
	assert_int_equal(peer.outcome.points.count, -5);
	peer_close(&peer);
}

/* A bill that was changed by hand: the discount of then is less than the free thing costs now. What
 * was paid of it earns; by the unit it was given away. */
static void what_was_paid_of_a_free_thing_earns(void **state)
{
	struct sale_line *line;
	struct peer peer;

	(void)state;
	peer_open(&peer, "'earn':[{'id':'e','give':{'points':1,'per':'amount','amount':100}}],"
			 "'rewards':[{'id':'cup','title':'Cup','give':{'free':{'items':{"
			 "'products':['CUP']}}}}]");
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "CUP", 1, 500);
	(void)peer_line(&peer, "GOODS", 1, 1000);
	line = peer_line(&peer, "", 1, -200);
	line->reward = "cup";
	peer_sell(&peer);
	assert_int_equal(peer.outcome.points.count, 13);
	peer_close(&peer);
}

static void pay_in(struct peer *peer, const char *id)
{
	peer_ticket(peer, id);
	peer_line(peer, "CREDIT", 1, 500)->kind = LINE_TOP_UP;
	peer_sell(peer);
}

/* The lot of the later one went on, and with it money that should have ended. */
static void credit_that_is_undone_leaves_the_older_its_end(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'credit':{'expiry':{'kind':'fixed','days':10}}");
	pay_in(&peer, "S-1");
	peer.now_ms += 5 * PEER_DAY_MS;
	pay_in(&peer, "S-2");
	assert_int_equal(peer_try_void(&peer, "S-2"), RGL_OK);
	assert_int_equal(peer.outcome.credit, 500);
	peer.now_ms += 7 * PEER_DAY_MS;
	peer_sell_one(&peer, "S-3", "GOODS", 1000);
	assert_int_equal(peer.outcome.credit, 0);
	peer_close(&peer);
}

int main(void)
{
	static const struct CMUnitTest TESTS[] = {
		cmocka_unit_test(a_void_takes_no_more_than_a_factor_below_one_left),
		cmocka_unit_test(a_half_refund_takes_half_of_it),
		cmocka_unit_test(what_was_paid_of_a_free_thing_earns),
		cmocka_unit_test(credit_that_is_undone_leaves_the_older_its_end),
	};

	return cmocka_run_group_tests(TESTS, NULL, NULL);
}
