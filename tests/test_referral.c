/* test_referral.c - word of mouth: a friend counts once, at the first purchase, both are thanked by
 * the programme's rule, and nobody can be thanked for themselves. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/care/recount.h"
#include "plugin/care/referral.h"
#include "plugin/identify/enrol.h"
#include "plugin/loyalty/watch.h"
#include "plugin/slip_settings.h"
#include "tests/support/peer.h"

#define THANKS                                                                                     \
	"'points':{'worth':{'points':100,'money':100}},"                                           \
	"'earn':[{'id':'base','give':{'points':1,'per':'amount','amount':100}},"                   \
	"{'id':'friend','on':'referral','give':{'points':50,'referrer':100}}]"

static int64_t number(const struct peer *peer, const char *sql)
{
	return shop_number(&peer->shop, sql);
}

static rgl_rc try_bring(struct peer *peer, int64_t by, const char *email, int64_t *ret)
{
	const struct enrolment said = { .name = "Friend", .email = email, .referred_by = by };
	rgl_rc rc = store_begin(peer->shop.store);

	assert_int_equal(rc, RGL_OK);
	return store_end(peer->shop.store, checkout_enrol(peer->shop.desk, &said, ret));
}

static int64_t bring(struct peer *peer, int64_t by)
{
	int64_t member = 0;

	assert_int_equal(try_bring(peer, by, NULL, &member), RGL_OK);
	return member;
}

static int64_t points_of_member(struct peer *peer, int64_t member)
{
	int64_t account = 0;
	int64_t balance = 0;

	assert_int_equal(ledger_find(peer->shop.store, member, 1, &account, &balance), RGL_OK);
	return balance;
}

static int64_t state_of(const struct peer *peer, int64_t member)
{
	char sql[96];

	(void)snprintf(sql, sizeof(sql), "SELECT state FROM referral WHERE member = %lld",
		       (long long)member);
	return number(peer, sql);
}

static void buy(struct peer *peer, int64_t member, const char *id, int64_t minor)
{
	peer->member = member;
	peer_sell_one(peer, id, "GOODS", minor);
}

static void set(struct peer *peer, const char *name, const char *value)
{
	assert_int_equal(settings_write(peer->shop.store, name, value), RGL_OK);
}

static void merge(struct peer *peer, int64_t into, int64_t from)
{
	int64_t merge = 0;

	assert_int_equal(care_merge(peer->shop.store, into, from, "Owner", "test", &merge), RGL_OK);
}

/* What the programme promises, once: the second purchase is one like any other. */
static void both_are_thanked_at_the_first_purchase_and_never_again(void **state)
{
	struct peer peer;
	int64_t asha;
	int64_t bo;

	(void)state;
	peer_open(&peer, THANKS);
	asha = peer.member;
	bo = bring(&peer, asha);
	assert_int_equal(state_of(&peer, bo), REFERRAL_JOINED);
	buy(&peer, bo, "S-1", 1000);
	peer_outcome_is(&peer, 60, 0, 60);
	assert_int_equal(points_of_member(&peer, asha), 100);
	assert_int_equal(state_of(&peer, bo), REFERRAL_COUNTED);
	assert_int_equal(number(&peer,
				"SELECT count(*) FROM referral r JOIN sale s ON s.id = r.sale"
				" WHERE s.ref = 'S-1' AND r.counted_ms = s.at_ms"),
			 1);
	buy(&peer, bo, "S-2", 1000);
	peer_outcome_is(&peer, 10, 0, 70);
	assert_int_equal(points_of_member(&peer, asha), 100);
	peer_close(&peer);
}

/* Nothing was bought: a free thing, or money put on a gift card, is no first purchase. */
static void a_friend_counts_when_goods_are_paid_for(void **state)
{
	struct peer peer;
	int64_t asha;
	int64_t bo;

	(void)state;
	peer_open(&peer, THANKS);
	asha = peer.member;
	bo = bring(&peer, asha);
	buy(&peer, bo, "S-1", 0);
	assert_int_equal(state_of(&peer, bo), REFERRAL_JOINED);
	peer_ticket(&peer, "S-2");
	peer_line(&peer, "CARD", 1, 2000)->kind = LINE_GIFT_CARD;
	peer_sell(&peer);
	assert_int_equal(state_of(&peer, bo), REFERRAL_JOINED);
	assert_int_equal(points_of_member(&peer, asha), 0);
	buy(&peer, bo, "S-3", 300);
	peer_outcome_is(&peer, 53, 0, 53);
	assert_int_equal(points_of_member(&peer, asha), 100);
	peer_close(&peer);
}

/* Undone, or given back in as many parts as one likes: what both got is gone. The friend who comes
 * back in earnest counts. */
static void what_comes_back_takes_the_thanks_along_and_a_real_purchase_counts(void **state)
{
	struct peer peer;
	int64_t asha;
	int64_t bo;

	(void)state;
	peer_open(&peer, THANKS);
	asha = peer.member;
	bo = bring(&peer, asha);
	buy(&peer, bo, "S-1", 1000);
	peer_void(&peer, "S-1");
	assert_int_equal(points_of_member(&peer, asha), 0);
	peer_balance_is(&peer, 0);
	assert_int_equal(state_of(&peer, bo), REFERRAL_UNDONE);
	buy(&peer, bo, "S-2", 2000);
	peer_outcome_is(&peer, 70, 0, 70);
	assert_int_equal(points_of_member(&peer, asha), 100);
	peer_refund(&peer, "R-1", "S-2", 500);
	assert_int_equal(state_of(&peer, bo), REFERRAL_COUNTED);
	peer_refund(&peer, "R-2", "S-2", 1500);
	assert_int_equal(state_of(&peer, bo), REFERRAL_UNDONE);
	assert_int_equal(points_of_member(&peer, asha), 0);
	peer_balance_is(&peer, 0);
	buy(&peer, bo, "S-3", 100);
	peer_outcome_is(&peer, 51, 0, 51);
	assert_int_equal(points_of_member(&peer, asha), 100);
	peer_close(&peer);
}

/* Buying and giving back by turns would be a pump: what was spent was the thanks. */
static void who_spent_the_thanks_is_not_thanked_twice(void **state)
{
	struct peer peer;
	int64_t asha;
	int64_t bo;
	char id[16];

	(void)state;
	peer_open(&peer, THANKS);
	asha = peer.member;
	bo = bring(&peer, asha);
	buy(&peer, bo, "S-0", 1000);
	peer.member = asha;
	peer_give(&peer, -100);
	for (int i = 1; i < 4; i++) {
		(void)snprintf(id, sizeof(id), "S-%d", i - 1);
		peer_void(&peer, id);
		(void)snprintf(id, sizeof(id), "S-%d", i);
		buy(&peer, bo, id, 1000);
		peer_outcome_is(&peer, 60, 0, 60);
		assert_int_equal(points_of_member(&peer, asha), 0);
		assert_int_equal(state_of(&peer, bo), REFERRAL_COUNTED);
	}
	peer_close(&peer);
}

/* The other way round: the friend spent theirs, the one who brought them has the thanks taken back,
 * and given again. */
static void the_friend_who_spent_it_keeps_that_alone(void **state)
{
	struct peer peer;
	int64_t asha;
	int64_t bo;

	(void)state;
	peer_open(&peer, THANKS);
	asha = peer.member;
	bo = bring(&peer, asha);
	buy(&peer, bo, "S-1", 1000);
	peer_give(&peer, -60);
	peer_void(&peer, "S-1");
	assert_int_equal(points_of_member(&peer, asha), 0);
	buy(&peer, bo, "S-2", 1000);
	peer_outcome_is(&peer, 10, 0, 10);
	assert_int_equal(points_of_member(&peer, asha), 100);
	peer_close(&peer);
}

/* A tip that is added afterwards changes nothing of who was thanked. */
static void an_edit_of_the_first_purchase_thanks_the_same(void **state)
{
	struct peer peer;
	int64_t asha;
	int64_t bo;

	(void)state;
	peer_open(&peer, THANKS);
	asha = peer.member;
	bo = bring(&peer, asha);
	buy(&peer, bo, "S-1", 1000);
	for (int spent = 0; spent < 2; spent++) {
		peer_ticket(&peer, "S-1");
		(void)peer_line(&peer, "GOODS", 1, 1100 + 100 * spent);
		assert_int_equal(peer_try_edit(&peer), RGL_OK);
		peer_outcome_is(&peer, 61 + spent, 0, 61 + spent);
		assert_int_equal(points_of_member(&peer, asha), spent == 0 ? 100 : 0);
		assert_int_equal(state_of(&peer, bo), REFERRAL_COUNTED);
		peer.member = asha;
		if (spent == 0)
			peer_give(&peer, -100);
		peer.member = bo;
	}
	peer_close(&peer);
}

/* More friends than the owner lets count in a year are welcome, and nobody is paid for them. */
static void the_cap_of_a_year_holds(void **state)
{
	struct peer peer;
	int64_t asha;
	int64_t friends[4];
	char id[16];

	(void)state;
	peer_open(&peer, THANKS);
	set(&peer, "referral_year", "2");
	asha = peer.member;
	for (int i = 0; i < 4; i++) {
		friends[i] = bring(&peer, asha);
		if (i == 3)
			peer.now_ms += 366 * PEER_DAY_MS;
		(void)snprintf(id, sizeof(id), "S-%d", i);
		buy(&peer, friends[i], id, 1000);
		peer_outcome_is(&peer, i == 2 ? 10 : 60, 0, i == 2 ? 10 : 60);
	}
	assert_int_equal(points_of_member(&peer, asha), 300);
	assert_int_equal(state_of(&peer, friends[2]), REFERRAL_NOTHING);
	assert_int_equal(state_of(&peer, friends[3]), REFERRAL_COUNTED);
	/* It was one too many then: bought again, it is not now. */
	peer_void(&peer, "S-2");
	buy(&peer, friends[2], "S-9", 1000);
	assert_int_equal(state_of(&peer, friends[2]), REFERRAL_COUNTED);
	peer_close(&peer);
}

/* A cashier who gives their own code to the whole queue brings nobody. */
static void who_serves_brings_nobody_to_their_own_till(void **state)
{
	struct peer peer;
	int64_t asha;
	int64_t bo;

	(void)state;
	peer_open(&peer, THANKS);
	asha = peer.member;
	assert_int_equal(watch_staff(peer.shop.store, "Asha", asha), RGL_OK);
	bo = bring(&peer, asha);
	peer.member = bo;
	peer_ticket(&peer, "S-1");
	peer.ticket.cashier = "Asha";
	(void)peer_line(&peer, "GOODS", 1, 1000);
	peer_sell(&peer);
	peer_outcome_is(&peer, 10, 0, 10);
	assert_int_equal(points_of_member(&peer, asha), 0);
	assert_int_equal(state_of(&peer, bo), REFERRAL_NOTHING);
	peer_close(&peer);
}

/* One person with two cards, by whatever says so: refused where somebody can still say otherwise,
 * and not paid where it comes out later. */
static void nobody_brings_themselves(void **state)
{
	struct peer peer;
	int64_t asha;
	int64_t bo;
	int64_t other = 0;

	(void)state;
	peer_open(&peer, THANKS);
	asha = peer.member;
	assert_int_equal(try_bring(&peer, 0, "bo@kaffe.example", &bo), RGL_OK);
	assert_true(try_bring(&peer, bo, "BO@Kaffe.example", &other) < 0);
	assert_int_equal(number(&peer, "SELECT count(*) FROM referral"), 0);
	bo = bring(&peer, asha);
	other = bring(&peer, bo);
	merge(&peer, asha, other); /* whom Bo brought is who brought Bo */
	buy(&peer, bo, "S-1", 1000);
	peer_outcome_is(&peer, 10, 0, 10);
	assert_int_equal(state_of(&peer, bo), REFERRAL_NOTHING);
	peer_close(&peer);
}

/* Two become one, and the thanks go to whoever that is; both halves share one cap. */
static void the_thanks_go_to_whoever_the_bringer_is_by_now(void **state)
{
	struct peer peer;
	int64_t asha;
	int64_t cleo;
	int64_t bo;
	int64_t dora;

	(void)state;
	peer_open(&peer, THANKS);
	set(&peer, "referral_year", "1");
	asha = peer.member;
	cleo = peer_enrol(&peer, "Cleo", NULL);
	bo = bring(&peer, cleo);
	dora = bring(&peer, asha);
	merge(&peer, asha, cleo);
	buy(&peer, bo, "S-1", 1000);
	assert_int_equal(points_of_member(&peer, asha), 100);
	buy(&peer, dora, "S-2", 1000);
	assert_int_equal(points_of_member(&peer, asha), 100);
	assert_int_equal(state_of(&peer, dora), REFERRAL_NOTHING);
	peer_close(&peer);
}

/* A history that is brought in thanks nobody, then or later. */
static void a_sale_of_the_past_counts_and_thanks_nobody(void **state)
{
	struct outcome outcome = { 0 };
	struct sale_line line;
	struct peer peer;
	struct sale sale;
	int64_t asha;
	int64_t bo;

	(void)state;
	peer_open(&peer, THANKS);
	asha = peer.member;
	bo = bring(&peer, asha);
	sale = shop_sale(&peer.shop, "OLD-1", 1000, &line);
	sale.member = bo;
	assert_int_equal(checkout(peer.shop.desk, &sale, false, &outcome), RGL_OK);
	assert_int_equal(state_of(&peer, bo), REFERRAL_COUNTED);
	buy(&peer, bo, "S-1", 1000);
	peer_outcome_is(&peer, 10, 0, 10);
	assert_int_equal(points_of_member(&peer, asha), 0);
	peer_close(&peer);
}

/* What a quote says before the first purchase is what the sale does, and a quote counts nobody. */
static void a_quote_says_the_thanks_and_counts_nobody(void **state)
{
	struct peer peer;
	int64_t bo;

	(void)state;
	peer_open(&peer, THANKS);
	bo = bring(&peer, peer.member);
	peer.member = bo;
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 1000);
	peer_quote(&peer);
	assert_int_equal(peer.would_earn, 60);
	assert_int_equal(state_of(&peer, bo), REFERRAL_JOINED);
	peer_sell(&peer);
	peer_outcome_is(&peer, 60, 0, 60);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_are_thanked_at_the_first_purchase_and_never_again),
		cmocka_unit_test(a_friend_counts_when_goods_are_paid_for),
		cmocka_unit_test(what_comes_back_takes_the_thanks_along_and_a_real_purchase_counts),
		cmocka_unit_test(who_spent_the_thanks_is_not_thanked_twice),
		cmocka_unit_test(the_friend_who_spent_it_keeps_that_alone),
		cmocka_unit_test(an_edit_of_the_first_purchase_thanks_the_same),
		cmocka_unit_test(the_cap_of_a_year_holds),
		cmocka_unit_test(who_serves_brings_nobody_to_their_own_till),
		cmocka_unit_test(nobody_brings_themselves),
		cmocka_unit_test(the_thanks_go_to_whoever_the_bringer_is_by_now),
		cmocka_unit_test(a_sale_of_the_past_counts_and_thanks_nobody),
		cmocka_unit_test(a_quote_says_the_thanks_and_counts_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
