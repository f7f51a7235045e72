/* test_peer_identify.c - who the customer is, what their receipt says, and a register with many of
 * them, as peers' tests and their users' complaints settle it.
 *
 * In:  the cases S178 to S190, by their numbers.
 * Out: whose points they are, the receipt's figures, and the pages that opening a store reads.
 */
#include "tests/support/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "plugin/identify/enrol.h"
#include "plugin/identify/member.h"
#include "plugin/show.h"
#include "plugin/slip.h"
#include "tests/support/peer.h"
#include "tests/test_receipt_facts.h"

#define A_POINT_A_PEN                                                                              \
	"'earn':[{'id':'pen','title':'Pens','give':{'points':1,'per':'unit'},'when':{'items':"     \
	"{'products':['PEN']}}}]"
#define A_POINT_A_UNIT "'earn':[{'id':'e','give':{'points':1,'per':'amount','amount':100}}]"

static int64_t enrol_with(struct peer *peer, const struct enrolment *enrolment)
{
	int64_t member = 0;

	assert_int_equal(store_begin(peer->shop.store), RGL_OK);
	assert_int_equal(
		store_end(peer->shop.store, checkout_enrol(peer->shop.desk, enrolment, &member)),
		RGL_OK);
	return member;
}

static int64_t points_of_member(struct peer *peer, int64_t member)
{
	struct rgl_member view = { 0 };

	assert_int_equal(show_member(peer->shop.desk, member, "", &view), RGL_OK);
	return view.points;
}

/* A sale of pens to whoever a scan is. */
static void sell_to_scan(struct peer *peer, const char *id, const char *scan)
{
	peer_ticket(peer, id);
	peer->ticket.member = 0;
	peer->ticket.scan = scan;
	peer->ticket.scan_length = strlen(scan);
	(void)peer_line(peer, "PEN", 1, 320);
	peer_sell(peer);
}

/* --- who it is */

/* odoo, test_scan_loyalty_card_select_customer. */
static void s178_a_scanned_card_selects_its_owner(void **state)
{
	const struct enrolment aaa = { .name = "AAA", .card = "0444-e050-4548" };
	struct rgl_member view = { 0 };
	struct peer peer;
	int64_t member;

	(void)state;
	peer_open(&peer, A_POINT_A_PEN);
	member = enrol_with(&peer, &aaa);
	assert_int_equal(show_scan(peer.shop.desk, aaa.card, strlen(aaa.card), &view), RGL_OK);
	assert_string_equal(view.name, "AAA");
	sell_to_scan(&peer, "S-1", aaa.card);
	assert_int_equal(peer.outcome.member, member);
	assert_int_equal(points_of_member(&peer, member), 1);
	peer_close(&peer);
}

/* odoo, an issue: a register that had five customers at hand called the others' cards invalid. Ours
 * has none at hand; each is looked up. */
static void s179_every_owner_is_found_not_only_the_last_few(void **state)
{
	enum { MEMBERS = 40 };
	char tokens[MEMBERS][32];
	int64_t members[MEMBERS];
	struct peer peer;
	char id[16];

	(void)state;
	peer_open(&peer, A_POINT_A_PEN);
	for (int i = 0; i < MEMBERS; i++) {
		members[i] = peer_enrol(&peer, "AAA", NULL);
		assert_int_equal(member_token(peer.shop.store, members[i], tokens[i]), RGL_OK);
	}
	shop_close(&peer.shop);
	shop_open(&peer.shop);
	for (int i = 0; i < MEMBERS; i++) {
		(void)snprintf(id, sizeof(id), "S-%d", i);
		sell_to_scan(&peer, id, tokens[i]);
		assert_int_equal(peer.outcome.member, members[i]);
	}
	peer_close(&peer);
}

/* Pens on a ticket of one customer, that goes to another before it is paid. */
static void sell_switched(struct peer *peer, const char *id, int64_t pens, int64_t first,
			  int64_t second)
{
	peer->member = first;
	peer_ticket(peer, id);
	(void)peer_line(peer, "PEN", pens, pens * 320);
	peer_quote(peer);
	peer->ticket.member = second;
	peer_quote(peer);
	assert_int_equal(peer->would_earn, pens);
	peer_sell(peer);
}

/* odoo, test_loyalty_free_product_loyalty_program, part 2. */
static void s181_points_go_to_who_is_selected_when_it_is_paid(void **state)
{
	struct peer peer;
	int64_t bbb;
	int64_t ccc;

	(void)state;
	peer_open(&peer, A_POINT_A_PEN);
	bbb = peer_enrol(&peer, "BBB", NULL);
	ccc = peer_enrol(&peer, "CCC", NULL);
	sell_switched(&peer, "S-1", 4, bbb, ccc);
	sell_switched(&peer, "S-2", 3, ccc, bbb);
	assert_int_equal(points_of_member(&peer, ccc), 4);
	assert_int_equal(points_of_member(&peer, bbb), 3);
	peer_close(&peer);
}

/* odoo, PosLoyaltyLoyaltyProgram2, order 4: nobody's sale has no reward of a member's. */
static void s182_a_reward_goes_when_its_customer_is_removed(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, A_POINT_A_PEN ",'rewards':[{'id':'free','title':'A pen','cost':{'points':"
				       "4},'give':{'free':{'items':{'products':['PEN']}}}}]");
	peer_give(&peer, 4);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "PEN", 2, 640);
	(void)peer_wish(&peer, "free", 1);
	peer_quote(&peer);
	peer_due_is(&peer, 320);
	peer.ticket.member = 0;
	assert_int_equal(peer_try_sell(&peer), RGL_E_FIELD); /* the hold is the member's */
	peer_quote(&peer);
	peer_due_is(&peer, 640);
	peer_rewards_are(&peer, "");
	assert_int_equal(peer_claim(&peer, 0)->rc, RGL_E_POINTS);
	peer_forget_rewards(&peer);
	peer_sell(&peer);
	assert_int_equal(peer.outcome.member, 0);
	assert_int_equal(peer_rows_of(&peer, "S-1"), 0);
	peer_balance_is(&peer, 4);
	peer_close(&peer);
}

/* odoo, an issue: the web shop's order and the register's sale made a card each. Here the one says
 * who it is by the phone, the other by the QR. */
static void s184_a_new_customer_of_two_channels_has_one_card(void **state)
{
	const struct enrolment dora = { .name = "Dora", .phone = "+4530405060" };
	struct peer peer;
	char token[32];
	char sql[160];
	int64_t member;

	(void)state;
	peer_open(&peer, A_POINT_A_PEN);
	member = enrol_with(&peer, &dora);
	assert_int_equal(member_token(peer.shop.store, member, token), RGL_OK);
	sell_to_scan(&peer, "WEB-1", dora.phone);
	sell_to_scan(&peer, "S-1", token);
	peer_outcome_is(&peer, 1, 0, 2);
	(void)snprintf(sql, sizeof(sql),
		       "SELECT (SELECT count(*) FROM account WHERE member = %lld AND purse = 1)"
		       " * 10 + (SELECT count(*) FROM card WHERE member = %lld AND kind = 1)",
		       (long long)member, (long long)member);
	assert_int_equal(shop_number(&peer.shop, sql), 11);
	peer_close(&peer);
}

static bool is_offered(struct peer *peer, int64_t member, const char *reward)
{
	struct rgl_member view = { 0 };

	assert_int_equal(show_member(peer->shop.desk, member, "", &view), RGL_OK);
	for (uint32_t i = 0; i < view.offer_count; i++)
		if (strcmp(view.offers[i].id, reward) == 0)
			return true;
	return false;
}

/* odoo, test_max_usage_partner_with_point. */
static void s185_a_reward_used_up_is_not_offered(void **state)
{
	struct peer peer;
	int64_t bbb;

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'one','title':'Only one','cost':{'points':10},'give':"
			 "{'amount':100},'uses':{'total':1}}]");
	bbb = peer_enrol(&peer, "BBB", NULL);
	peer_give(&peer, 100);
	assert_true(is_offered(&peer, peer.member, "one"));
	peer.member = bbb;
	peer_give(&peer, 10);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "PEN", 1, 320);
	(void)peer_wish(&peer, "one", 1);
	peer_quote(&peer);
	peer_sell(&peer);
	peer.member = peer.shop.member;
	assert_false(is_offered(&peer, peer.member, "one"));
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "PEN", 1, 320);
	(void)peer_wish(&peer, "one", 1);
	peer_quote(&peer);
	assert_int_equal(peer_claim(&peer, 0)->rc, RGL_E_FIELD);
	peer_due_is(&peer, 320);
	peer_balance_is(&peer, 100);
	peer_close(&peer);
}

/* --- what the receipt says */

/* The receipt of that sale says this among its lines. */
static void receipt_says(struct peer *peer, const char *id, bool is_copy, const char *line)
{
	struct rgl_why why = { 0 };
	struct slip *slip = NULL;
	struct paper paper = paper_of(&peer->shop.host);
	bool said = false;

	assert_int_equal(slip_read(peer->shop.desk, id, is_copy, &slip), RGL_OK);
	assert_int_equal(facts_fill(slip_receipt(slip), &paper, &why), RGL_OK);
	for (size_t i = 0; i < paper.count; i++)
		said = said || strcmp(paper_at(&paper, i).texts[0], line) == 0;
	paper_free(&paper);
	slip_free(slip);
	if (!said)
		fail_msg("the receipt of %s does not say: %s", id, line);
}

static void sell_and_spend(struct peer *peer)
{
	peer_open(peer, A_POINT_A_UNIT ",'rewards':[{'id':'bag','title':'A bag','cost':{'points':"
				       "30},'give':{'thing':true}}]");
	peer_give(peer, 100);
	peer_ticket(peer, "S-1");
	(void)peer_line(peer, "GOODS", 1, 2500);
	(void)peer_wish(peer, "bag", 1);
	peer_quote(peer);
	peer_sell(peer);
	peer_outcome_is(peer, 25, 30, 95);
}

static void check_receipt(struct peer *peer, bool is_copy)
{
	receipt_says(peer, "S-1", is_copy, "You earned 25 points.");
	receipt_says(peer, "S-1", is_copy, "You used 30 points.");
	receipt_says(peer, "S-1", is_copy, "You now have 95 points.");
}

/* odoo, test_receipt_data_pos_loyalty: also when it is printed again, after more was bought. */
static void s187_a_receipt_says_what_was_won_spent_and_is_left(void **state)
{
	struct peer peer;

	(void)state;
	sell_and_spend(&peer);
	check_receipt(&peer, false);
	peer.now_ms += PEER_DAY_MS;
	peer_sell_one(&peer, "S-2", "GOODS", 10000);
	peer_balance_is(&peer, 195);
	check_receipt(&peer, true);
	peer_close(&peer);
}

/* odoo, an issue: the till asks again, after a restart as well. */
static void s188_what_is_asked_again_says_the_same_points(void **state)
{
	struct peer peer;

	(void)state;
	sell_and_spend(&peer);
	peer.outcome = (struct outcome) { 0 };
	assert_int_equal(peer_try_sell(&peer), RGL_EXISTS);
	peer_outcome_is(&peer, 25, 30, 95);
	shop_close(&peer.shop);
	shop_open(&peer.shop);
	check_receipt(&peer, false);
	peer.outcome = (struct outcome) { 0 };
	assert_int_equal(peer_try_sell(&peer), RGL_EXISTS);
	peer_outcome_is(&peer, 25, 30, 95);
	peer_balance_is(&peer, 95);
	peer_close(&peer);
}

/* --- many of them */

static void add_members(struct peer *peer, int members)
{
	char sql[1024];

	(void)snprintf(sql, sizeof(sql),
		       "BEGIN;"
		       "INSERT INTO member (event, name, language, birthday, consent)"
		       " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
		       " WHERE i < %d) SELECT (SELECT min(id) FROM event), 'Member ' || i, 'en',"
		       " '', '' FROM n;"
		       "INSERT INTO card (member, event, kind, hash, ending)"
		       " SELECT id, event, 2, randomblob(16), '4711' FROM member WHERE id > 1;"
		       "INSERT INTO account (id, purse, kind, member)"
		       " SELECT id * 4096 + 1, 1, 3, id FROM member WHERE id > 1;"
		       "COMMIT",
		       members);
	assert_int_equal(shop_run(&peer->shop, sql), SQLITE_OK);
}

/* Pages that the store's connection read so far. */
static int pages_read(const struct peer *peer)
{
	int pages = 0;
	int highest = 0;

	assert_int_equal(sqlite3_db_status(peer->shop.store->db, SQLITE_DBSTATUS_CACHE_MISS, &pages,
					   &highest, 0),
			 SQLITE_OK);
	return pages;
}

/* Pages that a register reads to open the store, and then to know one customer by their card. */
static void open_and_scan(struct peer *peer, int *ret_opened, int *ret_scanned)
{
	struct rgl_member view = { 0 };

	shop_close(&peer->shop);
	shop_open(&peer->shop);
	*ret_opened = pages_read(peer);
	assert_int_equal(
		show_scan(peer->shop.desk, peer->shop.token, strlen(peer->shop.token), &view),
		RGL_OK);
	assert_string_equal(view.name, "Asha");
	*ret_scanned = pages_read(peer) - *ret_opened;
}

/* odoo, an issue; performance-target. Of 100,000 cards none is loaded: as many pages are read as
 * with one card, but for a level or two more of each tree that one customer is looked up in. */
static void s190_opening_a_register_loads_no_cards(void **state)
{
	enum { LEVELS = 16 };
	struct peer peer;
	int few_opened = 0;
	int few_scanned = 0;
	int opened = 0;
	int scanned = 0;

	(void)state;
	peer_open(&peer, A_POINT_A_UNIT);
	open_and_scan(&peer, &few_opened, &few_scanned);
	add_members(&peer, 100000);
	open_and_scan(&peer, &opened, &scanned);
	assert_true(shop_number(&peer.shop, "SELECT count(*) FROM card") > 100000);
	assert_true(shop_number(&peer.shop, "PRAGMA page_count") > 2000);
	assert_in_range(opened, 1, few_opened);
	assert_in_range(scanned, 1, few_scanned + LEVELS);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s178_a_scanned_card_selects_its_owner),
		cmocka_unit_test(s179_every_owner_is_found_not_only_the_last_few),
		cmocka_unit_test(s181_points_go_to_who_is_selected_when_it_is_paid),
		cmocka_unit_test(s182_a_reward_goes_when_its_customer_is_removed),
		cmocka_unit_test(s184_a_new_customer_of_two_channels_has_one_card),
		cmocka_unit_test(s185_a_reward_used_up_is_not_offered),
		cmocka_unit_test(s187_a_receipt_says_what_was_won_spent_and_is_left),
		cmocka_unit_test(s188_what_is_asked_again_says_the_same_points),
		cmocka_unit_test(s190_opening_a_register_loads_no_cards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
