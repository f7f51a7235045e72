/* test_surprise.c - a small thank-you: what a quote promised is given, never more than the month's
 * budget, undone with its sale, and every draw can be played again. */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "plugin/care/recount.h"
#include "plugin/care/surprise.h"
#include "plugin/loyalty/watch.h"
#include "plugin/slip_settings.h"
#include "tests/support/peer.h"

#define POINTS                                                                                     \
	"'points':{'worth':{'points':100,'money':100}},"                                           \
	"'rewards':[{'id':'bun','title':'A bun','coupon_only':true,'give':{'thing':true}},"        \
	"{'id':'next','title':'Next time','give':{'coupon':'bun','days':30}}],"                    \
	"'earn':[{'id':'base','give':{'points':1,'per':'amount','amount':100}}]"

static void set(struct peer *peer, const char *name, const char *value)
{
	assert_int_equal(settings_write(peer->shop.store, name, value), RGL_OK);
}

/* Every visit brings one, as far as the days of waiting and the budget go. */
static void open_always(struct peer *peer)
{
	peer_open(peer, POINTS);
	set(peer, "surprise_percent", "100");
}

static int64_t number(const struct peer *peer, const char *sql)
{
	return shop_number(&peer->shop, sql);
}

static int64_t rows(const struct peer *peer, int state)
{
	char sql[80];

	(void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM surprise WHERE state = %d", state);
	return number(peer, sql);
}

static void ticket(struct peer *peer, const char *id)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, "GOODS", 1, 1000);
}

static void sell(struct peer *peer, const char *id)
{
	ticket(peer, id);
	peer_sell(peer);
}

static int64_t surprised_ms(const struct peer *peer)
{
	return number(peer, "SELECT coalesce(max(surprised_ms), 0) FROM member_care");
}

/* The customer was told: asking again, and buying, is the same one. */
static void a_quote_promises_what_the_sale_gives(void **state)
{
	struct peer peer;

	(void)state;
	open_always(&peer);
	ticket(&peer, "S-1");
	for (int i = 0; i < 3; i++) {
		peer_quote(&peer);
		assert_int_equal(peer.would_earn, 60);
		assert_int_equal(rows(&peer, SURPRISE_PROMISED), 1);
	}
	set(&peer, "surprise_points", "7"); /* the owner thinks better of it: a promise stands */
	peer_quote(&peer);
	assert_int_equal(peer.would_earn, 60);
	peer_sell(&peer);
	peer_outcome_is(&peer, 60, 0, 60);
	assert_int_equal(peer.outcome.surprise.points, 50);
	assert_string_equal(peer.outcome.surprise.text, "50 Points");
	assert_int_equal(rows(&peer, SURPRISE_GIVEN), 1);
	assert_int_equal(number(&peer, "SELECT sum(amount) FROM applied WHERE name = '(surprise)'"),
			 50);
	assert_int_equal(surprised_ms(&peer), peer.now_ms);
	assert_int_equal(peer_try_sell(&peer), RGL_EXISTS);
	assert_int_equal(peer.outcome.surprise.points, 50);
	peer_close(&peer);
}

/* Whoever asks a hundred times learns what the first answer said, and leaves no trace. */
static void asking_changes_nothing(void **state)
{
	struct peer peer;
	int64_t events;
	int64_t earned;

	(void)state;
	peer_open(&peer, POINTS);
	set(&peer, "surprise_percent", "1");
	ticket(&peer, "S-1");
	peer_quote(&peer);
	while (peer.would_earn != 10) { /* a day on which there is none */
		peer.now_ms += PEER_DAY_MS;
		peer_quote(&peer);
	}
	events = number(&peer, "SELECT count(*) FROM event");
	for (int i = 0; i < 100; i++) {
		peer_quote(&peer);
		assert_int_equal(peer.would_earn, 10);
	}
	/* Nor of a day that has not come. */
	peer.ticket.at_ms = peer.now_ms + PEER_DAY_MS / 2;
	set(&peer, "surprise_percent", "100");
	peer.ticket.at_ms = peer.now_ms + PEER_DAY_MS - 1;
	peer_quote(&peer);
	earned = peer.would_earn;
	assert_int_equal(earned, 10);
	assert_int_equal(number(&peer, "SELECT count(*) FROM event"), events);
	peer_close(&peer);
}

/* One of a day, none within the days of waiting, then again. */
static void nobody_gets_two_too_soon(void **state)
{
	struct peer peer;
	char id[32];
	int64_t first = 0;

	(void)state;
	open_always(&peer);
	for (int day = 0; day < 70; day++) {
		for (int n = 0; n < 2; n++) {
			(void)snprintf(id, sizeof(id), "S-%d-%d", day, n);
			sell(&peer, id);
		}
		first = rows(&peer, SURPRISE_GIVEN);
		assert_int_equal(first, day < 60 ? 1 : 2);
		peer.now_ms += PEER_DAY_MS;
	}
	peer_close(&peer);
}

/* What is promised is taken from the budget until its day is over; a month has its own. */
static void a_month_costs_no_more_than_its_budget(void **state)
{
	struct money spent = money_of(0);
	struct peer peer;
	int64_t members[4];

	(void)state;
	open_always(&peer);
	set(&peer, "surprise_month", "1.00");
	members[0] = peer.member;
	for (int i = 1; i < 4; i++)
		members[i] = peer_enrol(&peer, "Bo", NULL);
	sell(&peer, "S-0");
	peer.member = members[1];
	ticket(&peer, "S-1");
	peer_quote(&peer);
	assert_int_equal(peer.would_earn, 60);
	assert_int_equal(surprise_spent(peer.shop.store, peer.now_ms, &spent), RGL_OK);
	assert_int_equal(spent.minor, 100);
	peer.member = members[2];
	ticket(&peer, "S-2");
	peer_quote(&peer);
	assert_int_equal(peer.would_earn, 10);
	peer_sell(&peer);
	assert_string_equal(peer.outcome.surprise.text, "");
	peer.now_ms += PEER_DAY_MS; /* the promise is over */
	peer.member = members[3];
	sell(&peer, "S-3");
	assert_int_equal(peer.outcome.surprise.points, 50);
	/* It comes after all, of its own day: there is nothing left for it. */
	peer.member = members[1];
	ticket(&peer, "S-4");
	peer.ticket.at_ms = peer.now_ms - PEER_DAY_MS;
	peer_sell(&peer);
	assert_int_equal(peer.outcome.surprise.points, 0);
	peer.now_ms += 30 * PEER_DAY_MS; /* February */
	peer.member = members[2];
	sell(&peer, "S-5");
	assert_int_equal(peer.outcome.surprise.points, 50);
	assert_int_equal(rows(&peer, SURPRISE_GIVEN), 3);
	set(&peer, "surprise_month", "0");
	peer.member = members[1];
	sell(&peer, "S-6");
	assert_int_equal(rows(&peer, SURPRISE_GIVEN), 3);
	peer_close(&peer);
}

/* A till that was offline over midnight: the customer was told, and the budget lasts. */
static void a_promise_is_kept_when_its_sale_comes_late(void **state)
{
	struct peer peer;

	(void)state;
	open_always(&peer);
	ticket(&peer, "S-1");
	peer_quote(&peer);
	peer.now_ms += PEER_DAY_MS;
	peer.ticket.at_ms = peer.now_ms - PEER_DAY_MS;
	peer_sell(&peer);
	assert_int_equal(peer.outcome.surprise.points, 50);
	assert_int_equal(rows(&peer, SURPRISE_GIVEN), 1);
	peer_close(&peer);
}

/* Points and wait go with the sale; the sale that stands in for it that day has it again. */
static void what_is_undone_is_taken_back_and_an_edit_keeps_it(void **state)
{
	struct peer peer;

	(void)state;
	open_always(&peer);
	sell(&peer, "S-1");
	peer_void(&peer, "S-1");
	peer_balance_is(&peer, 0);
	assert_int_equal(rows(&peer, SURPRISE_TAKEN_BACK), 1);
	assert_int_equal(surprised_ms(&peer), 0);
	sell(&peer, "S-2");
	assert_int_equal(peer.outcome.surprise.points, 50);
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "GOODS", 1, 1200);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	peer_outcome_is(&peer, 62, 0, 62);
	assert_int_equal(rows(&peer, SURPRISE_GIVEN), 1);
	peer_refund(&peer, "R-1", "S-2", 600);
	peer_balance_is(&peer, 31);
	assert_int_equal(rows(&peer, SURPRISE_GIVEN), 1);
	peer_refund(&peer, "R-2", "S-2", 600);
	peer_balance_is(&peer, 0);
	assert_int_equal(rows(&peer, SURPRISE_TAKEN_BACK), 1);
	assert_int_equal(number(&peer, "SELECT count(*) FROM surprise"), 1);
	peer_close(&peer);
}

/* A reward comes as a coupon like any other; void takes it, an edit leaves the one in the hand. */
static void a_reward_comes_as_a_coupon(void **state)
{
	struct peer peer;
	char code[VOUCHER_CODE_ROOM];

	(void)state;
	open_always(&peer);
	set(&peer, "surprise_reward", "bun");
	sell(&peer, "S-1");
	peer_outcome_is(&peer, 10, 0, 10);
	assert_string_equal(peer.outcome.surprise.text, "A bun");
	assert_string_equal(peer.outcome.surprise.reward, "bun");
	assert_int_equal(peer.outcome.issued_count, 1);
	assert_string_equal(peer.outcome.issued[0].reward, "bun");
	assert_int_equal(peer.outcome.issued[0].until_ms, 0);
	memcpy(code, peer.outcome.issued[0].code, sizeof(code));
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 1200);
	assert_int_equal(peer_try_edit(&peer), RGL_OK);
	assert_string_equal(peer.outcome.issued[0].code, code);
	assert_int_equal(number(&peer, "SELECT worth_minor FROM surprise"), 300);
	peer_void(&peer, "S-1");
	assert_int_equal(number(&peer, "SELECT count(*) FROM voucher WHERE blocked = 0"), 0);
	peer_close(&peer);
}

/* One that the programme gives for a number of days ends after them; one it does not have is none.
 */
static void a_reward_is_the_programme_s(void **state)
{
	struct peer peer;

	(void)state;
	open_always(&peer);
	set(&peer, "surprise_reward", "cake");
	sell(&peer, "S-1");
	assert_string_equal(peer.outcome.surprise.text, "");
	assert_int_equal(number(&peer, "SELECT count(*) FROM surprise"), 0);
	peer.now_ms += PEER_DAY_MS;
	set(&peer, "surprise_reward", "next");
	sell(&peer, "S-2");
	assert_int_equal(peer.outcome.issued_count, 1);
	assert_string_equal(peer.outcome.issued[0].reward, "bun");
	assert_true(peer.outcome.issued[0].until_ms > peer.now_ms + 29 * PEER_DAY_MS);
	peer_close(&peer);
}

/* None for a free thing, for the cashier's own card, for nobody, for who earns nothing. */
static void there_are_sales_that_bring_none(void **state)
{
	struct peer peer;

	(void)state;
	open_always(&peer);
	peer_sell_one(&peer, "S-1", "GOODS", 0);
	assert_int_equal(number(&peer, "SELECT count(*) FROM surprise"), 0);
	peer.now_ms += PEER_DAY_MS;
	assert_int_equal(watch_staff(peer.shop.store, "Asha", peer.member), RGL_OK);
	ticket(&peer, "S-2");
	peer.ticket.cashier = "Asha";
	peer_sell(&peer);
	assert_int_equal(number(&peer, "SELECT count(*) FROM surprise"), 0);
	peer.member = 0;
	sell(&peer, "S-3");
	assert_int_equal(number(&peer, "SELECT count(*) FROM surprise"), 0);
	peer_close(&peer);
}

/* Two who become one were surprised whenever either was, also after one of it is undone. */
static void members_that_are_merged_wait_as_one(void **state)
{
	struct peer peer;
	int64_t merged = 0;
	int64_t asha;
	int64_t bo;

	(void)state;
	open_always(&peer);
	asha = peer.member;
	bo = peer_enrol(&peer, "Bo", NULL);
	peer.member = bo;
	sell(&peer, "S-1");
	peer.now_ms += PEER_DAY_MS;
	peer.member = asha;
	sell(&peer, "S-2");
	assert_int_equal(care_merge(peer.shop.store, asha, bo, "Owner", "test", &merged), RGL_OK);
	peer_void(&peer, "S-2");
	assert_int_equal(number(&peer, "SELECT surprised_ms FROM member_care WHERE member = 1"),
			 SHOP_NOW_MS);
	peer.now_ms += PEER_DAY_MS;
	sell(&peer, "S-3");
	assert_int_equal(rows(&peer, SURPRISE_GIVEN), 1);
	peer_close(&peer);
}

struct heard {
	int64_t rows;
	int64_t not_drawn;
	int64_t not_sealed;
	int64_t not_won;
};

static rgl_rc hear(void *user, const struct surprise_played *played)
{
	struct heard *heard = user;

	heard->rows++;
	heard->not_drawn += !played->is_drawn;
	heard->not_sealed += !played->is_sealed;
	heard->not_won += !played->is_won;
	return RGL_OK;
}

static struct heard replay(struct peer *peer)
{
	struct heard heard = { 0 };

	assert_int_equal(surprise_replay(peer->shop.store, INT64_MIN, INT64_MAX, hear, &heard),
			 RGL_OK);
	return heard;
}

/* Who writes a surprise for a friend into the store, or makes one larger, is found. */
static void what_the_key_did_not_draw_is_found(void **state)
{
	struct peer peer;
	char id[16];

	(void)state;
	open_always(&peer);
	for (int i = 0; i < 5; i++) {
		peer.member = peer_enrol(&peer, "Bo", NULL);
		(void)snprintf(id, sizeof(id), "S-%d", i);
		sell(&peer, id);
	}
	assert_int_equal(replay(&peer).rows, 5);
	assert_int_equal(replay(&peer).not_sealed, 0);
	assert_int_equal(shop_run(&peer.shop, "UPDATE surprise SET draw = (draw + 1) % 1000000"
					      " WHERE rowid = (SELECT min(id) FROM surprise)"),
			 SQLITE_OK);
	assert_int_equal(replay(&peer).not_drawn, 1);
	assert_int_equal(shop_run(&peer.shop, "UPDATE surprise SET units = 5000"
					      " WHERE id = (SELECT max(id) FROM surprise)"),
			 SQLITE_OK);
	assert_int_equal(replay(&peer).not_sealed, 2);
	assert_int_equal(shop_run(&peer.shop, "UPDATE surprise SET chance = draw"
					      " WHERE id = (SELECT max(id) FROM surprise)"),
			 SQLITE_OK);
	assert_int_equal(replay(&peer).not_won, 1);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quote_promises_what_the_sale_gives),
		cmocka_unit_test(asking_changes_nothing),
		cmocka_unit_test(nobody_gets_two_too_soon),
		cmocka_unit_test(a_month_costs_no_more_than_its_budget),
		cmocka_unit_test(a_promise_is_kept_when_its_sale_comes_late),
		cmocka_unit_test(what_is_undone_is_taken_back_and_an_edit_keeps_it),
		cmocka_unit_test(a_reward_comes_as_a_coupon),
		cmocka_unit_test(a_reward_is_the_programme_s),
		cmocka_unit_test(there_are_sales_that_bring_none),
		cmocka_unit_test(members_that_are_merged_wait_as_one),
		cmocka_unit_test(what_the_key_did_not_draw_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
