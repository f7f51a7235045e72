/* test_peer_giftcard.c - gift cards and wallets, as peers' tests and their users' complaints settle
 * them.
 *
 * In:  the cases S104 (two tills at once) and S163 to S176, by their numbers.
 * Out: what cards and store credit pay, and what is left on them.
 *
 * A peer's e-wallet is store credit with us: a purse of the member's, that pays as a tender.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/peer.h"

/* A sale of a gift card, and the code that was made for it. */
static void buy_card(struct peer *peer, const char *id, int64_t minor, char ret[VOUCHER_CODE_ROOM])
{
	peer_ticket(peer, id);
	peer_line(peer, "GIFT", 1, minor)->kind = LINE_GIFT_CARD;
	peer_sell(peer);
	assert_int_equal(peer->outcome.issued_count, 1);
	(void)snprintf(ret, VOUCHER_CODE_ROOM, "%s", peer->outcome.issued[0].code);
}

static struct voucher card_of(const struct peer *peer, const char *code)
{
	struct voucher voucher = { 0 };

	assert_int_equal(vouchers_find(peer->shop.store, code, &voucher), RGL_OK);
	assert_int_equal(voucher.kind, VOUCHER_GIFT);
	return voucher;
}

/* --- two tills at once */

/* A till in a process of its own; says its result when the gate opens. */
static void take_as(struct peer *peer, int till, const char *code, const int gate[2])
{
	struct test_shop *shop = &peer->shop;
	char name[24];
	char byte;
	rgl_rc rc;

	(void)snprintf(name, sizeof(name), "till %d", till);
	(void)close(gate[1]);
	if (store_open(&shop->host, shop->path, NULL, name, STORE_WRITE, &shop->store, NULL) < 0 ||
	    desk_open(shop->store, &shop->desk) < 0 || read(gate[0], &byte, 1) != 0)
		_exit(99);
	peer_ticket(peer, name);
	(void)peer_line(peer, "GOODS", 1, 6000);
	peer_pay(peer, RGL_GIFT_CARD, 6000, code);
	rc = peer_try_sell(peer);
	desk_close(shop->desk);
	store_close(shop->store);
	_exit(-rc);
}

/* opensourcepos, testDecrementGiftcardValueConcurrentDecrementsOneWins. */
static void s104_two_tills_cannot_both_take_what_is_there_for_one(void **state)
{
	struct peer peer;
	char code[VOUCHER_CODE_ROOM];
	pid_t children[2];
	int gate[2];
	int won = 0;
	int lost = 0;

	(void)state;
	peer_open(&peer, "");
	buy_card(&peer, "G-1", 10000, code);
	shop_close(&peer.shop);
	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < 2; i++) {
		children[i] = fork();
		if (children[i] == 0)
			take_as(&peer, i, code, gate);
	}
	(void)close(gate[0]);
	(void)close(gate[1]); /* and both go */
	for (int i = 0; i < 2; i++) {
		int status = 0;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status));
		won += WEXITSTATUS(status) == RGL_OK;
		lost += WEXITSTATUS(status) == -RGL_E_POINTS;
	}
	shop_open(&peer.shop);
	assert_int_equal(won, 1);
	assert_int_equal(lost, 1);
	assert_int_equal(card_of(&peer, code).balance, 4000);
	peer_close(&peer);
}

/* --- gift cards */

/* odoo, test_paying_with_multiple_gift_card: the two alone are not enough, 2,100.00 more are. */
static void s163_two_cards_pay_for_one_order(void **state)
{
	struct peer peer;
	char codes[2][VOUCHER_CODE_ROOM];

	(void)state;
	peer_open(&peer, "");
	buy_card(&peer, "G-1", 10000, codes[0]);
	buy_card(&peer, "G-2", 10000, codes[1]);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 230000);
	peer_pay(&peer, RGL_GIFT_CARD, 10000, codes[0]);
	peer_pay(&peer, RGL_GIFT_CARD, 10000, codes[1]);
	assert_int_equal(peer_try_sell(&peer), RGL_E_SUM);
	peer_pay(&peer, RGL_CASH, 210000, NULL);
	peer_sell(&peer);
	assert_int_equal(card_of(&peer, codes[0]).balance, 0);
	assert_int_equal(card_of(&peer, codes[1]).balance, 0);
	peer_close(&peer);
}

/* odoo, test_paying_with_gift_card_and_discount: the card was scanned before the code. */
static void s164_a_discount_comes_first_and_stored_value_last(void **state)
{
	struct peer peer;
	char code[VOUCHER_CODE_ROOM];

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'ten','title':'10 %','give':{'percent':10},'automatic':"
			 "true,'when':{'codes':['TEN']}}]");
	buy_card(&peer, "G-1", 5000, code);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 10000);
	peer_pay(&peer, RGL_GIFT_CARD, 5000, code);
	peer_code(&peer, "TEN");
	peer_quote(&peer);
	peer_rewards_are(&peer, "ten -1000");
	peer_pay(&peer, RGL_CASH, 4000, NULL);
	peer_sell(&peer);
	assert_int_equal(card_of(&peer, code).balance, 0);
	peer_close(&peer);
}

/* odoo, GiftCardWithRefundtTour. */
static void s166_what_is_brought_back_can_go_on_a_card(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	peer_sell_one(&peer, "S-1", "BOARD", 198);
	peer_ticket(&peer, "S-2");
	peer.ticket.of = "S-1";
	(void)peer_line(&peer, "BOARD", -1, -198);
	peer_line(&peer, "GIFT", 1, 198)->kind = LINE_GIFT_CARD;
	peer_quote(&peer);
	peer_due_is(&peer, 0);
	peer_sell(&peer);
	assert_int_equal(peer.outcome.issued_count, 1);
	assert_int_equal(peer.outcome.issued[0].amount, 198);
	assert_int_equal(card_of(&peer, peer.outcome.issued[0].code).balance, 198);
	peer_close(&peer);
}

/* odoo, GiftCardProgramPriceNoTaxTour. The tax that a till has on its article "gift card" takes
 * nothing off what is on the card, nor does the card's value bear the goods' tax. */
static void s167_stored_value_bears_no_tax(void **state)
{
	struct peer peer;
	struct sale_line *line;
	char code[VOUCHER_CODE_ROOM];

	(void)state;
	peer_open(&peer, "");
	peer_ticket(&peer, "G-1");
	line = peer_line(&peer, "GIFT", 1, 100);
	line->kind = LINE_GIFT_CARD;
	line->has_rate = true;
	line->rate_milli = 15000;
	peer_sell(&peer);
	(void)snprintf(code, sizeof(code), "%s", peer.outcome.issued[0].code);
	assert_int_equal(card_of(&peer, code).balance, 100);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "BOARD", 1, 198);
	peer_pay(&peer, RGL_GIFT_CARD, 100, code);
	peer_pay(&peer, RGL_CASH, 98, NULL);
	peer_sell(&peer);
	assert_int_equal(card_of(&peer, code).balance, 0);
	peer_close(&peer);
}

/* odoo, an issue: it was shown as valid. */
static void s169_a_card_with_nothing_left_is_refused(void **state)
{
	struct peer peer;
	char code[VOUCHER_CODE_ROOM];

	(void)state;
	peer_open(&peer, "");
	buy_card(&peer, "G-1", 500, code);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 500);
	peer_pay(&peer, RGL_GIFT_CARD, 500, code);
	peer_sell(&peer);
	peer.ticket.id = "S-2";
	assert_int_equal(peer_try_sell(&peer), RGL_E_POINTS);
	peer_refused_with(&peer, "nothing is left on this gift card");
	assert_int_equal(shop_count(&peer.shop, "S-2"), 0);
	peer_close(&peer);
}

/* odoo, test_gift_card_partner. */
static void s170_a_card_belongs_to_who_bought_it(void **state)
{
	struct peer peer;
	char code[VOUCHER_CODE_ROOM];
	int64_t carla;

	(void)state;
	peer_open(&peer, "");
	carla = peer_enrol(&peer, "Carla", NULL);
	peer.member = carla;
	buy_card(&peer, "G-1", 5000, code);
	assert_int_equal(card_of(&peer, code).member, carla);
	peer_close(&peer);
}

/* --- wallets */

/* odoo, EWalletProgramTour2. */
static void s172_a_wallet_pays_what_it_has(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	peer_give_in(&peer, "credit", 1000);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 3600);
	peer_pay(&peer, RGL_CREDIT, 1000, NULL);
	peer_pay(&peer, RGL_CASH, 2600, NULL);
	peer_sell(&peer);
	assert_int_equal(peer_balance_in(&peer, "credit"), 0);
	peer_close(&peer);
}

/* odoo, the same tour, as a tender: it is the customer's of the moment. */
static void s173_a_wallet_pays_for_its_own_customer_alone(void **state)
{
	struct peer peer;
	int64_t bea;

	(void)state;
	peer_open(&peer, "");
	bea = peer_enrol(&peer, "Bea", NULL);
	peer_give_in(&peer, "credit", 3800);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 3800);
	peer_pay(&peer, RGL_CREDIT, 3800, NULL);
	peer.ticket.member = bea;
	assert_int_equal(peer_try_sell(&peer), RGL_E_POINTS);
	assert_int_equal(peer_balance_in(&peer, "credit"), 3800);
	peer.ticket.member = peer.member;
	peer_sell(&peer);
	assert_int_equal(peer_balance_in(&peer, "credit"), 0);
	peer_close(&peer);
}

/* The same as a reward, points as money: the line goes with the customer, and comes back. */
static void s173_points_that_pay_go_with_their_customer(void **state)
{
	struct peer peer;
	int64_t bea;

	(void)state;
	peer_open(&peer, "'points':{'worth':{'points':1,'money':1}},'rewards':[{'id':'pay','title':"
			 "'Points','give':{'points_as_money':{}}}]");
	bea = peer_enrol(&peer, "Bea", NULL);
	peer_give(&peer, 3800);
	peer_ticket(&peer, "S-1");
	(void)peer_line(&peer, "GOODS", 1, 3800);
	(void)peer_wish(&peer, "pay", 1);
	peer_quote(&peer);
	peer_due_is(&peer, 0);
	peer.ticket.member = bea;
	peer_quote(&peer);
	peer_due_is(&peer, 3800);
	peer_rewards_are(&peer, "");
	peer.ticket.member = peer.member;
	peer_quote(&peer);
	peer_due_is(&peer, 0);
	peer_sell(&peer);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

static void pay_hundred_and_fifty(struct peer *peer, const char *id, int64_t by_credit)
{
	peer_ticket(peer, id);
	(void)peer_line(peer, "GOODS", 1, 10000);
	peer_line(peer, "TOP-UP", 1, 5000)->kind = LINE_TOP_UP;
	peer_pay(peer, RGL_CREDIT, by_credit, NULL);
	peer_pay(peer, RGL_CASH, 15000 - by_credit, NULL);
}

/* odoo, test_ewallet_applied_ewallet_topup_in_order: what is paid in does not pay for itself. */
static void s175_a_top_up_is_not_spent_in_its_own_sale(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	peer_give_in(&peer, "credit", 1000);
	pay_hundred_and_fifty(&peer, "S-1", 1001);
	assert_int_equal(peer_try_sell(&peer), RGL_E_POINTS);
	pay_hundred_and_fifty(&peer, "S-1", 1000);
	peer_sell(&peer);
	assert_int_equal(peer_balance_in(&peer, "credit"), 5000);
	peer_close(&peer);
}

static void check_no_promotion(struct peer *peer, const char *code, rgl_rc expected)
{
	peer_ticket(peer, "S-1");
	(void)peer_line(peer, "GOODS", 1, 10000);
	peer_wish(peer, NULL, 1)->code = code;
	peer_quote(peer);
	assert_true(peer_claim(peer, 0)->rc < 0);
	peer_due_is(peer, 10000);
	assert_int_equal(peer_try_sell(peer), expected);
	peer_forget_rewards(peer);
	peer_code(peer, code);
	peer_quote(peer);
	peer_due_is(peer, 10000);
}

/* odoo, test_ewallet_code_use_restriction. A wallet of ours has no code but its member's card; a
 * gift card has one. Neither is a promotion. */
static void s176_stored_value_is_no_promotion(void **state)
{
	struct peer peer;
	char code[VOUCHER_CODE_ROOM];

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'ten','title':'10 %','give':{'percent':10},'automatic':"
			 "true,'when':{'codes':['TEN']}}]");
	buy_card(&peer, "G-1", 5000, code);
	check_no_promotion(&peer, code, RGL_E_FIELD);
	check_no_promotion(&peer, peer.shop.token, RGL_E_UNKNOWN);
	assert_int_equal(card_of(&peer, code).balance, 5000);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s104_two_tills_cannot_both_take_what_is_there_for_one),
		cmocka_unit_test(s163_two_cards_pay_for_one_order),
		cmocka_unit_test(s164_a_discount_comes_first_and_stored_value_last),
		cmocka_unit_test(s166_what_is_brought_back_can_go_on_a_card),
		cmocka_unit_test(s167_stored_value_bears_no_tax),
		cmocka_unit_test(s169_a_card_with_nothing_left_is_refused),
		cmocka_unit_test(s170_a_card_belongs_to_who_bought_it),
		cmocka_unit_test(s172_a_wallet_pays_what_it_has),
		cmocka_unit_test(s173_a_wallet_pays_for_its_own_customer_alone),
		cmocka_unit_test(s173_points_that_pay_go_with_their_customer),
		cmocka_unit_test(s175_a_top_up_is_not_spent_in_its_own_sale),
		cmocka_unit_test(s176_stored_value_is_no_promotion),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
