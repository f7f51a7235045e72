/* test_peer_sync.c - what peers' own tests and their users' complaints expect when a sale is sent
 * twice, or two want the same points, S094 to S103 of their list.
 *
 * See test_peer_earn.c.
 */
#include "tests/support/check.h"

#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/peer.h"

static const char POINTS[] =
	"'points':{'worth':{'points':1,'money':100}},'basis':{'stored_value':'excluded'},"
	"'earn':[{'id':'spend','give':{'points':1,'per':'amount','amount':100}}]";

/* Sent, and sent again as it was. */
static void sell_twice(struct peer *peer)
{
	peer_sell(peer);
	assert_int_equal(peer_try_sell(peer), RGL_EXISTS);
}

static void s094_a_sale_confirmed_twice_earns_once(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, POINTS);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 5000);
	sell_twice(&peer);
	peer_outcome_is(&peer, 50, 0, 50);
	peer_balance_is(&peer, 50);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM transfer"), 1);
	peer_close(&peer);
}

static void s095_a_second_sale_confirmed_twice_spends_once(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, POINTS);
	peer_sell_one(&peer, "S-1", "a", 5000);
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "a", 1, 1000);
	peer_pay(&peer, RGL_POINTS, 1000, NULL);
	sell_twice(&peer);
	peer_outcome_is(&peer, 0, 10, 40);
	peer_balance_is(&peer, 40);
	assert_int_equal(shop_number(&peer.shop, "SELECT count(*) FROM transfer"), 2);
	peer_close(&peer);
}

static void s097_points_are_redeemed_once_an_order(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, POINTS);
	peer_give(&peer, 1000);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 30000);
	peer_pay(&peer, RGL_POINTS, 30000, NULL);
	sell_twice(&peer);
	peer_balance_is(&peer, 700);
	assert_int_equal(peer_rows_of(&peer, "S-1"), 1);
	peer_close(&peer);
}

/* The first attempt breaks off when half of it is written: at the member's points. */
static void s098_an_attempt_that_broke_off_leaves_nothing_behind(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, POINTS);
	assert_int_equal(shop_run(&peer.shop, "CREATE TEMP TRIGGER cut BEFORE INSERT ON transfer"
					      " BEGIN SELECT RAISE(ABORT, 'cut'); END"),
			 0);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 5000);
	assert_true(peer_try_sell(&peer) < 0);
	assert_int_equal(shop_count(&peer.shop, "S-1"), 0);
	assert_int_equal(shop_run(&peer.shop, "DROP TRIGGER cut"), 0);
	peer_sell(&peer);
	peer_outcome_is(&peer, 50, 0, 50);
	peer_balance_is(&peer, 50);
	peer_close(&peer);
}

/* The answer was lost; the till was even started anew in between. */
static void s100_a_repeat_after_a_lost_answer_counts_nothing(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, POINTS);
	peer_sell_one(&peer, "S-1", "a", 5000);
	shop_close(&peer.shop);
	shop_open(&peer.shop);
	assert_int_equal(peer_try_sell(&peer), RGL_EXISTS);
	peer_outcome_is(&peer, 50, 0, 50);
	peer_balance_is(&peer, 50);
	assert_int_equal(peer_rows_of(&peer, "S-1"), 1);
	peer_close(&peer);
}

/* The open order is quoted on one register and on another, with stores opened by each; it is sold
 * on the second, and what the first then sends of it is refused. */
static void s101_an_order_on_a_second_register_shows_its_points_once(void **state)
{
	struct peer peer;
	struct test_shop first;

	(void)state;
	peer_open(&peer, POINTS);
	peer_give(&peer, 50);
	first = peer.shop;
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 10000);
	peer_quote(&peer);
	assert_int_equal(peer.would_leave, 150);
	shop_open(&peer.shop);
	peer.ticket.till = "2";
	peer_quote(&peer);
	assert_int_equal(peer.would_earn, 100);
	assert_int_equal(peer.would_leave, 150);
	peer_sell(&peer);
	peer_outcome_is(&peer, 100, 0, 150);
	shop_close(&peer.shop);
	peer.shop = first;
	peer.ticket.till = "1";
	assert_int_equal(peer_try_sell(&peer), RGL_E_DIFFERS);
	peer_balance_is(&peer, 150);
	peer_close(&peer);
}

/* In a process of its own, when it is told to go: spends 60. Ends with 0, or 1 for too few. */
static void spend_in_a_process(struct peer *peer, const char *id, int go)
{
	char word = 0;
	rgl_rc rc = RGL_E_INTERNAL;

	shop_open(&peer->shop);
	peer_ticket(peer, id);
	(void)peer_line(peer, "a", 1, 6000);
	peer_pay(peer, RGL_POINTS, 6000, NULL);
	if (read(go, &word, 1) == 1)
		rc = peer_try_sell(peer);
	shop_close(&peer->shop);
	_exit(rc == RGL_OK ? 0 : rc == RGL_E_POINTS ? 1 : 2);
}

/* Two processes that each opened the store; which of them is refused is chance. */
static void s103_of_two_that_spend_the_same_points_one_succeeds(void **state)
{
	static const char *const IDS[] = { "S-1", "S-2" };
	struct peer peer;
	pid_t children[2];
	int go[2];
	int done = 0;

	(void)state;
	peer_open(&peer, POINTS);
	peer_give(&peer, 100);
	shop_close(&peer.shop);
	assert_int_equal(pipe(go), 0);
	for (int i = 0; i < 2; i++) {
		children[i] = fork();
		if (children[i] == 0)
			spend_in_a_process(&peer, IDS[i], go[0]);
		assert_true(children[i] > 0);
	}
	assert_int_equal(write(go[1], "gg", 2), 2);
	for (int i = 0; i < 2; i++) {
		int status = 0;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 1);
		done += WEXITSTATUS(status) == 0;
	}
	(void)close(go[0]);
	(void)close(go[1]);
	shop_open(&peer.shop);
	assert_int_equal(done, 1);
	peer_balance_is(&peer, 40);
	assert_int_equal(shop_count(&peer.shop, "S-1") + shop_count(&peer.shop, "S-2"), 1);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s094_a_sale_confirmed_twice_earns_once),
		cmocka_unit_test(s095_a_second_sale_confirmed_twice_spends_once),
		cmocka_unit_test(s097_points_are_redeemed_once_an_order),
		cmocka_unit_test(s098_an_attempt_that_broke_off_leaves_nothing_behind),
		cmocka_unit_test(s100_a_repeat_after_a_lost_answer_counts_nothing),
		cmocka_unit_test(s101_an_order_on_a_second_register_shows_its_points_once),
		cmocka_unit_test(s103_of_two_that_spend_the_same_points_one_succeeds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
