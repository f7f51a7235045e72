/* test_checkout_care.c - sales that are changed, undone, late or early, and what was said, told and
 * given at them: nothing is said twice, and no budget is there twice.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/care/recount.h"
#include "plugin/care/told.h"
#include "plugin/slip_settings.h"
#include "tests/support/care.h"
#include "tests/support/peer.h"

#define POINTS                                                                                     \
	"'points':{'worth':{'points':100,'money':100}},"                                           \
	"'earn':[{'id':'base','give':{'points':1,'per':'amount','amount':100}}]"

static int64_t number(const struct peer *peer, const char *sql)
{
	return shop_number(&peer->shop, sql);
}

static void ticket(struct peer *peer, const char *id, int64_t at_ms)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, "GOODS", 1, 1000);
	peer->ticket.at_ms = at_ms;
	peer->ticket.wants_print = true;
}

static void sell(struct peer *peer, const char *id)
{
	ticket(peer, id, peer->now_ms);
	peer_sell(peer);
}

/* What doctor would say of every row. */
static void rows_are_right(struct peer *peer)
{
	struct care_verdict verdict = { 0 };

	assert_int_equal(care_recount_all(peer->shop.store, false, &verdict), RGL_OK);
	assert_int_equal(verdict.wrong, 0);
	assert_true(verdict.members > 0);
}

static int64_t sorry(const struct peer *peer)
{
	return number(peer, "SELECT sorry FROM member_care WHERE member = 1");
}

/* ---- Changed after the fact ---- */

/* A mood of a sale is of its day: where the sale turns out to be of another, so is the strike. */
static void a_mood_goes_with_the_sale_that_is_changed(void **state)
{
	const char *const bad = "SELECT bad_ms FROM member_care WHERE member = 1";
	struct peer peer;
	int64_t first_ms;

	(void)state;
	peer_open(&peer, POINTS);
	first_ms = peer.now_ms;
	sell(&peer, "S-1");
	(void)care_mood(&peer.shop, peer.member, 1, 0, "staff", peer.outcome.sale);
	assert_int_equal(number(&peer, bad), first_ms);
	peer.now_ms += 3 * PEER_DAY_MS;
	ticket(&peer, "S-1", first_ms - PEER_DAY_MS);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	assert_int_equal(number(&peer, bad), first_ms - PEER_DAY_MS);
	rows_are_right(&peer);
	peer_close(&peer);
}

/* It was the other one's sale: who was treated badly is still the one who said so. */
static void a_mood_stays_with_who_said_it(void **state)
{
	struct peer peer;
	int64_t first_ms;

	(void)state;
	peer_open(&peer, POINTS);
	first_ms = peer.now_ms;
	sell(&peer, "S-1");
	(void)care_mood(&peer.shop, peer.member, 2, 0, "staff", peer.outcome.sale);
	peer.member = peer_enrol(&peer, "Bo", NULL);
	peer.now_ms += PEER_DAY_MS;
	ticket(&peer, "S-1", first_ms - PEER_DAY_MS);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	assert_int_equal(number(&peer, "SELECT strikes FROM member_care WHERE member = 1"), 1);
	rows_are_right(&peer);
	peer_close(&peer);
}

/* The paper said sorry on Monday; that Thursday's bookkeeping corrects the bill unsays nothing. */
static void a_sale_that_is_changed_days_later_stays_said(void **state)
{
	struct peer peer;
	int64_t first_ms;

	(void)state;
	peer_open(&peer, POINTS);
	first_ms = peer.now_ms;
	(void)care_mood(&peer.shop, peer.member, 1, 3, "staff", 0);
	sell(&peer, "S-1");
	assert_int_equal(sorry(&peer), 0);
	peer.now_ms += 3 * PEER_DAY_MS;
	ticket(&peer, "S-1", first_ms);
	peer.ticket.channel = "web";
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	assert_int_equal(sorry(&peer), 0);
	assert_int_equal(number(&peer, "SELECT count(*) FROM told t JOIN sale s ON s.id = t.event"
				       " WHERE s.ref = 'S-1' AND t.kind IN (3, 15)"),
			 number(&peer, "SELECT count(*) FROM told WHERE kind IN (3, 15)"));
	rows_are_right(&peer);
	peer_void(&peer, "S-1");
	assert_int_not_equal(sorry(&peer), 0);
	assert_int_equal(number(&peer, "SELECT count(*) FROM told"), 0);
	peer_close(&peer);
}

/* What was told to the other was told in a sale that was not: it goes. */
static void what_was_told_to_another_is_taken_back(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, POINTS);
	(void)care_mood(&peer.shop, peer.member, 1, 3, "staff", 0);
	sell(&peer, "S-1");
	assert_int_equal(sorry(&peer), 0);
	peer.member = peer_enrol(&peer, "Bo", NULL);
	ticket(&peer, "S-1", peer.now_ms);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	assert_int_not_equal(sorry(&peer), 0);
	rows_are_right(&peer);
	peer_close(&peer);
}

/* Two cards turn out to be one person's, and then the sale is undone: it still owes the apology
 * that only its receipt had said. */
static void a_void_after_a_merge_takes_the_telling_back(void **state)
{
	struct peer peer;
	int64_t merge = 0;
	int64_t other;

	(void)state;
	peer_open(&peer, POINTS);
	other = peer_enrol(&peer, "Asha K", NULL);
	(void)care_mood(&peer.shop, other, 1, 3, "staff", 0);
	peer.member = other;
	sell(&peer, "S-1");
	assert_int_equal(care_merge(peer.shop.store, 1, other, "Mia", "one person", &merge),
			 RGL_OK);
	peer.member = 1;
	assert_int_equal(sorry(&peer), 0);
	peer_void(&peer, "S-1");
	assert_int_not_equal(sorry(&peer), 0);
	rows_are_right(&peer);
	peer_close(&peer);
}

/* ---- Early and late ---- */

/* A clock that runs ahead is no shift of its own, with a budget of its own. */
static void a_clock_that_is_ahead_opens_no_second_budget(void **state)
{
	const struct sale_gesture gesture = { .kind = RGL_GESTURE_POINTS, .points = 400 };
	struct peer peer;
	int64_t given = 0;

	(void)state;
	peer_open(&peer, POINTS);
	for (int i = 0; i < 8; i++) {
		char id[16];

		(void)snprintf(id, sizeof(id), "S-%d", i);
		ticket(&peer, id, peer.now_ms + (i < 5 ? 0 : PEER_DAY_MS - 1));
		peer.ticket.gestures = &gesture;
		peer.ticket.gesture_count = 1;
		peer_sell(&peer);
		given += peer.outcome.gestures.points;
	}
	assert_int_equal(given, 5 * 400);
	assert_int_equal(number(&peer, "SELECT count(*) FROM shift"), 1);
	peer_close(&peer);
}

/* What is brought in of last year surprises nobody any more, and costs nothing. */
static void the_past_brings_no_surprises(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, POINTS);
	assert_int_equal(settings_write(peer.shop.store, "surprise_percent", "100"), RGL_OK);
	ticket(&peer, "S-1", peer.now_ms - 200 * PEER_DAY_MS);
	peer_sell(&peer);
	peer_outcome_is(&peer, 10, 0, 10);
	assert_int_equal(peer.outcome.surprise.points, 0);
	assert_int_equal(number(&peer, "SELECT count(*) FROM surprise"), 0);
	sell(&peer, "S-2");
	assert_int_equal(peer.outcome.surprise.points, 50);
	peer_close(&peer);
}

/* ---- Names ---- */

/* An owner may call a rule as we call ours; what it may give is its own. */
static void a_rule_of_that_name_has_its_own_limit(void **state)
{
	const struct sale_gesture gesture = { .kind = RGL_GESTURE_POINTS, .points = 100 };
	struct peer peer;

	(void)state;
	peer_open(&peer, "'points':{'worth':{'points':100,'money':100}},'earn':["
			 "{'id':'surprise','give':{'points':7,'per':'sale'},'uses':{'max':2}},"
			 "{'id':'gesture','give':{'points':3,'per':'sale'},'uses':{'max':2}}]");
	assert_int_equal(settings_write(peer.shop.store, "surprise_percent", "100"), RGL_OK);
	ticket(&peer, "S-1", peer.now_ms);
	peer.ticket.gestures = &gesture;
	peer.ticket.gesture_count = 1;
	peer_sell(&peer);
	assert_int_equal(peer.outcome.points.count, 7 + 3 + 50 + 100);
	sell(&peer, "S-2");
	assert_int_equal(peer.outcome.points.count, 7 + 3);
	sell(&peer, "S-3");
	assert_int_equal(peer.outcome.points.count, 0);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mood_goes_with_the_sale_that_is_changed),
		cmocka_unit_test(a_mood_stays_with_who_said_it),
		cmocka_unit_test(a_sale_that_is_changed_days_later_stays_said),
		cmocka_unit_test(what_was_told_to_another_is_taken_back),
		cmocka_unit_test(a_void_after_a_merge_takes_the_telling_back),
		cmocka_unit_test(a_clock_that_is_ahead_opens_no_second_budget),
		cmocka_unit_test(the_past_brings_no_surprises),
		cmocka_unit_test(a_rule_of_that_name_has_its_own_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
