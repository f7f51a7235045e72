/* test_peer_coupon.c - coupons and codes, as peers' tests and their users' complaints settle them.
 *
 * In:  the cases S155 to S161, by their numbers.
 * Out: which codes are taken, which are refused, and what is due.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/loyalty/issue.h"
#include "tests/support/peer.h"

#define TEN_BY_COUPON                                                                              \
	"'rewards':[{'id':'ten','title':'10 % off','give':{'percent':10},'coupon_only':true},"     \
	"{'id':'next','title':'A coupon','give':{'coupon':'ten'},'automatic':true,'when':"         \
	"{'min_amount':5000}}]"

/* A coupon or a gift card made by hand; its code into ret, unless it has one of its own. */
static rgl_rc try_issue(struct peer *peer, const struct issue *asked, char ret[VOUCHER_CODE_ROOM])
{
	struct issue_made made = { 0 };
	rgl_rc rc = issue(peer->shop.store, desk_book(peer->shop.desk), asked, &made);

	if (rc == RGL_OK && ret != NULL)
		(void)snprintf(ret, VOUCHER_CODE_ROOM, "%s", made.code);
	return rc;
}

static void make_coupon(struct peer *peer, const char *ref, int64_t member,
			char ret[VOUCHER_CODE_ROOM])
{
	const struct issue asked = { .ref = ref,
				     .kind = VOUCHER_COUPON,
				     .reward = "ten",
				     .member = member,
				     .who = "Jonas",
				     .why = "to try" };

	assert_int_equal(try_issue(peer, &asked, ret), RGL_OK);
}

/* A ticket of 100.00 on which a coupon's code is entered. */
static void enter_coupon(struct peer *peer, const char *id, const char *code)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, "GOODS", 1, 10000);
	peer_wish(peer, NULL, 1)->code = code;
}

static int64_t coupons_unused(const struct peer *peer)
{
	return shop_number(&peer->shop, "SELECT count(*) FROM voucher WHERE used_by IS NULL AND"
					" blocked = 0 AND kind = 2");
}

/* odoo, test_program_basic_operation_coupon_code. */
static void s155_a_coupon_of_another_member_is_refused(void **state)
{
	struct peer peer;
	char code[VOUCHER_CODE_ROOM];

	(void)state;
	peer_open(&peer, TEN_BY_COUPON);
	make_coupon(&peer, "I-1", peer_enrol(&peer, "Bea", NULL), code);
	enter_coupon(&peer, "S-1", code);
	peer_quote(&peer);
	assert_int_equal(peer_claim(&peer, 0)->rc, RGL_E_TAKEN);
	assert_non_null(strstr(peer_claim(&peer, 0)->why, "is another member's"));
	peer_due_is(&peer, 10000);
	assert_int_equal(peer_try_sell(&peer), RGL_E_TAKEN);
	peer_refused_with(&peer, "is another member's");
	assert_int_equal(coupons_unused(&peer), 1);
	peer_close(&peer);
}

/* odoo, test_on_next_order_reward_promotion_program_with_requirements. With us there is no code
 * before the order is paid: not at a quote, and what is undone takes its coupon along. */
static void s157_a_coupon_for_the_next_order_is_none_before_this_one_is_paid(void **state)
{
	struct peer peer;
	char code[VOUCHER_CODE_ROOM];

	(void)state;
	peer_open(&peer, TEN_BY_COUPON);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 10000);
	peer_quote(&peer);
	assert_int_equal(coupons_unused(&peer), 0);
	peer_forget_rewards(&peer);
	(void)peer_wish(&peer, "ten", 1);
	peer_quote(&peer);
	assert_int_equal(peer_claim(&peer, 0)->rc, RGL_E_FIELD);
	peer_forget_rewards(&peer);
	peer_sell(&peer);
	assert_int_equal(peer.outcome.issued_count, 1);
	(void)snprintf(code, sizeof(code), "%s", peer.outcome.issued[0].code);
	peer_void(&peer, "S-1");
	enter_coupon(&peer, "S-2", code);
	assert_int_equal(peer_try_sell(&peer), RGL_E_BLOCKED);
	peer_sell_one(&peer, "S-3", "GOODS", 10000);
	(void)snprintf(code, sizeof(code), "%s", peer.outcome.issued[0].code);
	enter_coupon(&peer, "S-4", code);
	peer_quote(&peer);
	peer_due_is(&peer, 9000);
	peer_sell(&peer);
	peer_close(&peer);
}

/* odoo, test_coupon_code_with_pricelist. A till says a lower price as a line's own discount, or as
 * a line of its own below zero. */
static void s158_a_coupon_comes_off_the_price_that_is_left(void **state)
{
	struct peer peer;
	struct sale_line *line;
	char code[VOUCHER_CODE_ROOM];

	(void)state;
	peer_open(&peer, TEN_BY_COUPON);
	make_coupon(&peer, "I-1", 0, code);
	peer_ticket(&peer, "S-1");
	line = peer_line(&peer, "GOODS", 1, 9000);
	line->has_unit = true;
	line->unit = money_of(10000);
	line->discount = money_of(1000);
	peer_wish(&peer, NULL, 1)->code = code;
	peer_quote(&peer);
	peer_due_is(&peer, 8100);
	peer_sell(&peer);
	make_coupon(&peer, "I-2", 0, code);
	enter_coupon(&peer, "S-2", code);
	(void)peer_line(&peer, "", 1, -1000);
	peer_quote(&peer);
	peer_due_is(&peer, 8100);
	peer_sell(&peer);
	peer_close(&peer);
}

/* odoo, test_pos_loyalty_tour_basic. A coupon of a peer's has points; ours is used or not, and a
 * quote that is never paid sets it aside for as long as a hold lasts. Then it is anybody's. */
static void s160_a_coupon_on_a_sale_never_paid_is_not_used(void **state)
{
	struct peer peer;
	char first[VOUCHER_CODE_ROOM];
	char second[VOUCHER_CODE_ROOM];

	(void)state;
	peer_open(&peer, TEN_BY_COUPON);
	make_coupon(&peer, "I-1", 0, first);
	make_coupon(&peer, "I-2", 0, second);
	enter_coupon(&peer, "S-1", first);
	peer_quote(&peer);
	peer_sell(&peer);
	assert_int_equal(coupons_unused(&peer), 2); /* the second, and one for next time */
	enter_coupon(&peer, "S-2", second);
	peer_quote(&peer);
	assert_int_equal(coupons_unused(&peer), 1);
	enter_coupon(&peer, "S-3", first);
	assert_int_equal(peer_try_sell(&peer), RGL_E_TAKEN);
	peer.now_ms += PEER_DAY_MS;
	peer.member = peer_enrol(&peer, "Bea", NULL);
	enter_coupon(&peer, "S-4", second);
	peer_quote(&peer);
	peer_due_is(&peer, 9000);
	peer_sell(&peer);
	peer_close(&peer);
}

/* The same with 4.50 on gift cards: 0.00 and 4.50 are left. */
static void s160_a_gift_card_on_a_sale_never_paid_is_not_used(void **state)
{
	static const struct issue asked = {
		.kind = VOUCHER_GIFT, .amount_minor = 450, .who = "Jonas", .why = "to try"
	};
	struct peer peer;
	char codes[2][VOUCHER_CODE_ROOM];
	int64_t left[2];

	(void)state;
	peer_open(&peer, "");
	for (int i = 0; i < 2; i++) {
		struct issue one = asked;

		one.ref = i == 0 ? "I-1" : "I-2";
		assert_int_equal(try_issue(&peer, &one, codes[i]), RGL_OK);
		peer_ticket(&peer, i == 0 ? "S-1" : "S-2");
		(void)peer_line(&peer, "GOODS", 1, 450);
		peer_pay(&peer, RGL_GIFT_CARD, 450, codes[i]);
		peer_quote(&peer);
		if (i == 0)
			peer_sell(&peer);
	}
	for (int i = 0; i < 2; i++) {
		struct voucher card = { 0 };

		assert_int_equal(vouchers_find(peer.shop.store, codes[i], &card), RGL_OK);
		left[i] = card.balance;
	}
	assert_int_equal(left[0], 0);
	assert_int_equal(left[1], 450);
	peer_close(&peer);
}

static void sell_card_with_code(struct peer *peer, const char *id, const char *code,
				rgl_rc expected)
{
	struct sale_line *line;

	peer_ticket(peer, id);
	line = peer_line(peer, "GIFT", 1, 5000);
	line->kind = LINE_GIFT_CARD;
	line->code = code;
	assert_int_equal(peer_try_sell(peer), expected);
}

/* odoo, _constrains_code. Capitals and dashes make no other code. */
static void s161_a_code_stands_for_one_thing(void **state)
{
	const struct issue coupon = { .ref = "I-1",
				      .kind = VOUCHER_COUPON,
				      .reward = "ten",
				      .code = "GIFT-4711",
				      .who = "Jonas",
				      .why = "to try" };
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'ten','title':'10 %','give':{'percent':10},'when':"
			 "{'codes':['SPRING']}}]");
	sell_card_with_code(&peer, "S-1", "spring", RGL_E_TAKEN);
	sell_card_with_code(&peer, "S-2", "GIFT-4711", RGL_OK);
	sell_card_with_code(&peer, "S-3", "gift4711", RGL_E_TAKEN);
	assert_int_equal(try_issue(&peer, &coupon, NULL), RGL_E_TAKEN);
	peer.now_ms += PEER_DAY_MS;
	assert_int_equal(peer_try_apply(&peer,
					"'rewards':[{'id':'ten','title':'10 %','give':{'percent':"
					"10},'when':{'codes':['GIFT4711']}}]"),
			 RGL_E_TAKEN);
	assert_int_equal(peer_try_apply(&peer,
					"'rewards':[{'id':'ten','title':'10 %','give':{'percent':"
					"10},'when':{'codes':['SPRING']}},{'id':'five','title':"
					"'5 %','give':{'percent':5},'when':{'codes':['spring']}}]"),
			 RGL_E_FIELD);
	peer_close(&peer);
}

#define NEXT_TIME                                                                                  \
	"{'id':'next','title':'A coupon','automatic':true,'give':{'coupon':'ten'},'when':"         \
	"{'min_amount':1000}}"

/* What the till did not take off leaves the bill as it is: the better of a group, a discount that
 * would have come first. */
static void a_bill_brings_its_coupon_by_what_stands_there(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'ten','title':'10 %','give':{'percent':10}},{'id':"
			 "'half','title':'Half','automatic':true,'priority':1,'give':{'percent':"
			 "50}}," NEXT_TIME "]");
	peer_sell_one(&peer, "S-1", "a", 1500);
	assert_int_equal(peer.outcome.issued_count, 1);
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "a", 1, 1500);
	peer_quote(&peer);
	peer_sell(&peer);
	assert_int_equal(peer.outcome.issued_count, 0);
	peer_close(&peer);
}

/* It was paid for in points, and earns; but what the customer bought came to less. */
static void a_bill_brings_no_coupon_by_what_points_took_off(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'basis':{'paid_rewards':'earn'},'rewards':[{'id':'ten','title':'10 %',"
			 "'give':{'percent':10},'cost':{'points':5}}," NEXT_TIME "]");
	peer_give(&peer, 5);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 1050);
	(void)peer_wish(&peer, "ten", 1);
	peer_quote(&peer);
	peer_due_is(&peer, 945);
	peer_sell(&peer);
	assert_int_equal(peer.outcome.issued_count, 0);
	peer_close(&peer);
}

/* A wish that came to nothing is no reward beside which none may stand. */
static void a_wish_that_is_not_on_the_bill_keeps_no_coupon_away(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'ten','title':'10 %','alone':true,'give':{'percent':"
			 "10}}," NEXT_TIME "]");
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "a", 1, 1500);
	(void)peer_wish(&peer, "ten", 1);
	peer_sell(&peer);
	assert_int_equal(peer.outcome.issued_count, 1);
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "a", 1, 1500);
	(void)peer_wish(&peer, "ten", 1);
	peer_quote(&peer);
	peer_sell(&peer);
	assert_int_equal(peer.outcome.issued_count, 0);
	peer_close(&peer);
}

/* A reward that was set aside was had by one of its codes; by which, the till says, or it was the
 * first. */
static void a_held_rewards_code_is_the_one_that_was_entered(void **state)
{
	for (int says = 0; says < 2; says++) {
		struct peer peer;

		(void)state;
		peer_open(&peer, "'earn':[{'id':'e','give':{'points':7,'per':'sale'},'when':{"
				 "'codes':['SPRING']}}],'rewards':[{'id':'ten','title':'10 %',"
				 "'give':{'percent':10},'cost':{'points':5},'when':{'codes':["
				 "'SPRING','FRIEND']}}]");
		peer_give(&peer, 5);
		peer_ticket(&peer, "S-1");
		(void)peer_line(&peer, "a", 1, 1000);
		peer_wish(&peer, NULL, 1)->code = "friend";
		peer_quote(&peer);
		peer_due_is(&peer, 900);
		peer.ticket.wish_count = 0;
		if (says == 1)
			peer_code(&peer, "friend");
		peer_sell(&peer);
		peer_outcome_is(&peer, says == 1 ? 0 : 7, 5, says == 1 ? 0 : 7);
		peer_close(&peer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s155_a_coupon_of_another_member_is_refused),
		cmocka_unit_test(s157_a_coupon_for_the_next_order_is_none_before_this_one_is_paid),
		cmocka_unit_test(s158_a_coupon_comes_off_the_price_that_is_left),
		cmocka_unit_test(s160_a_coupon_on_a_sale_never_paid_is_not_used),
		cmocka_unit_test(s160_a_gift_card_on_a_sale_never_paid_is_not_used),
		cmocka_unit_test(s161_a_code_stands_for_one_thing),
		cmocka_unit_test(a_bill_brings_its_coupon_by_what_stands_there),
		cmocka_unit_test(a_bill_brings_no_coupon_by_what_points_took_off),
		cmocka_unit_test(a_wish_that_is_not_on_the_bill_keeps_no_coupon_away),
		cmocka_unit_test(a_held_rewards_code_is_the_one_that_was_entered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
