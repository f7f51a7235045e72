/* test_slip_then.c - a receipt that is printed again later says the facts of then. */
#include "tests/support/check.h"

#include <string.h>

#include "plugin/slip.h"
#include "tests/support/peer.h"

/* The receipt of a sale; the slip goes with the next call, and with the peer. */
static const struct receipt *receipt_of(struct peer *peer, const char *id, struct slip **slip)
{
	slip_free(*slip);
	*slip = NULL;
	assert_int_equal(slip_read(peer->shop.desk, id, true, slip), RGL_OK);
	return slip_receipt(*slip);
}

/* What a gift card was sold with, not what is left on it. */
static void a_gift_card_says_what_was_paid_for_it(void **state)
{
	const struct receipt *receipt;
	struct slip *slip = NULL;
	struct peer peer;
	char code[VOUCHER_CODE_ROOM];

	(void)state;
	peer_open(&peer, "'rewards':[]");
	peer_ticket(&peer, "S-1");
	peer_line(&peer, "GIFT", 1, 5000)->kind = LINE_GIFT_CARD;
	peer_sell(&peer);
	memcpy(code, peer.outcome.issued[0].code, sizeof(code));
	peer_ticket(&peer, "S-2");
	(void)peer_line(&peer, "PEN", 1, 2000);
	peer_pay(&peer, RGL_GIFT_CARD, 2000, code);
	peer_sell(&peer);
	receipt = receipt_of(&peer, "S-1", &slip);
	assert_int_equal(receipt->issued_count, 1);
	assert_true(receipt->issued[0].is_money);
	assert_true(money_equal(receipt->issued[0].amount, money_of(5000)));
	assert_string_equal(receipt->issued[0].code, code);
	slip_free(slip);
	peer_close(&peer);
}

/* The stamps of then, also after more came and went. */
static void a_stamp_card_says_what_was_on_it_then(void **state)
{
	const struct receipt *receipt;
	struct slip *slip = NULL;
	struct peer peer;

	(void)state;
	peer_open(&peer, "'stamp_cards':[{'id':'coffee','title':'Coffee card','stamps':10}],"
			 "'earn':[{'id':'cup','give':{'stamps':1,'card':'coffee','per':'unit',"
			 "'qty':'1'}}]");
	peer_sell_one(&peer, "S-1", "CUP", 300);
	peer_sell_one(&peer, "S-2", "CUP", 300);
	peer_sell_one(&peer, "S-3", "CUP", 300);
	receipt = receipt_of(&peer, "S-2", &slip);
	assert_int_equal(receipt->purse_count, 1);
	assert_string_equal(receipt->purses[0].title, "Coffee card");
	assert_int_equal(receipt->purses[0].earned, 1);
	assert_true(receipt->purses[0].has_balance);
	assert_int_equal(receipt->purses[0].balance, 2);
	assert_int_equal(receipt->purses[0].places, 10);
	slip_free(slip);
	peer_close(&peer);
}

/* The tier of then, and that this very sale reached it; a later receipt does not say it again. */
static void a_tier_is_new_on_one_receipt_alone(void **state)
{
	const struct receipt *receipt;
	struct slip *slip = NULL;
	struct peer peer;

	(void)state;
	peer_open(&peer, "'tiers':{'by':'spend','levels':[{'id':'silver','title':'Silver','from':"
			 "1000},{'id':'gold','title':'Gold','from':5000}]}");
	peer_sell_one(&peer, "S-1", "PEN", 500);
	peer.now_ms += PEER_DAY_MS;
	peer_sell_one(&peer, "S-2", "PEN", 600);
	peer.now_ms += PEER_DAY_MS;
	peer_sell_one(&peer, "S-3", "PEN", 600);
	peer.now_ms += PEER_DAY_MS;
	peer_sell_one(&peer, "S-4", "PEN", 9000);
	receipt = receipt_of(&peer, "S-1", &slip);
	assert_string_equal(receipt->tier, "");
	assert_string_equal(receipt->next_tier, "Silver");
	assert_false(receipt->person.is_tier_new);
	receipt = receipt_of(&peer, "S-2", &slip);
	assert_string_equal(receipt->tier, "Silver");
	assert_string_equal(receipt->next_tier, "Gold");
	assert_true(receipt->person.is_tier_new);
	receipt = receipt_of(&peer, "S-3", &slip);
	assert_string_equal(receipt->tier, "Silver");
	assert_false(receipt->person.is_tier_new);
	receipt = receipt_of(&peer, "S-4", &slip);
	assert_string_equal(receipt->tier, "Gold");
	assert_true(receipt->person.is_tier_new);
	slip_free(slip);
	peer_close(&peer);
}

/* The gap before that visit and what was usual until then, whatever came after. */
static void the_visit_before_is_the_one_before_it(void **state)
{
	const struct receipt *receipt;
	struct slip *slip = NULL;
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[]");
	peer_sell_one(&peer, "S-1", "PEN", 500);
	peer.now_ms += 4 * PEER_DAY_MS;
	peer_sell_one(&peer, "S-2", "PEN", 500);
	peer.now_ms += 50 * PEER_DAY_MS;
	peer_sell_one(&peer, "S-3", "PEN", 500);
	peer.now_ms += 1 * PEER_DAY_MS;
	peer_sell_one(&peer, "S-4", "PEN", 500);
	receipt = receipt_of(&peer, "S-1", &slip);
	assert_int_equal(receipt->visit, 1);
	assert_int_equal(receipt->person.gap_days, -1);
	receipt = receipt_of(&peer, "S-2", &slip);
	assert_int_equal(receipt->person.gap_days, 4);
	assert_int_equal(receipt->person.usual_days, 0);
	receipt = receipt_of(&peer, "S-3", &slip);
	assert_int_equal(receipt->person.gap_days, 50);
	assert_int_equal(receipt->person.usual_days, 4);
	slip_free(slip);
	peer_close(&peer);
}

/* A birthday is the member's; a stranger has none. */
static void a_birthday_is_known(void **state)
{
	const struct receipt *receipt;
	struct slip *slip = NULL;
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[]");
	peer.member = peer_enrol(&peer, "BBB", "1990-01-31");
	peer_sell_one(&peer, "S-1", "PEN", 500);
	receipt = receipt_of(&peer, "S-1", &slip);
	assert_int_equal(receipt->person.birth_month, 1);
	assert_int_equal(receipt->person.birth_day, 31);
	assert_string_equal(receipt->member, "BBB");
	peer.member = 0;
	peer_sell_one(&peer, "S-2", "PEN", 500);
	receipt = receipt_of(&peer, "S-2", &slip);
	assert_int_equal(receipt->person.birth_month, 0);
	slip_free(slip);
	peer_close(&peer);
}

/* Rates, discounts and how it was paid come out of the sale's lines and tenders. */
static void lines_tell_of_taxes_and_savings(void **state)
{
	const struct receipt *receipt;
	struct slip *slip = NULL;
	struct sale_line *line;
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[]");
	peer_ticket(&peer, "S-1");
	line = peer_line(&peer, "BOOK", 1, 1000);
	line->has_unit = true;
	line->unit = money_of(1200);
	line->discount = money_of(200);
	line->has_rate = true;
	line->rate_milli = 5000;
	line->tax = money_of(48);
	line = peer_line(&peer, "PEN", 2, 600);
	line->has_rate = true;
	line->rate_milli = 25000;
	line->tax = money_of(120);
	peer.ticket.tax = money_of(168);
	peer_pay(&peer, RGL_CASH, 2000, NULL);
	peer_pay(&peer, RGL_CHANGE, -400, NULL);
	peer_sell(&peer);
	receipt = receipt_of(&peer, "S-1", &slip);
	assert_true(money_equal(receipt->saved, money_of(200)));
	assert_true(money_equal(receipt->lines[0].discount, money_of(200)));
	assert_int_equal(receipt->tax_count, 2);
	assert_int_equal(receipt->taxes[0].rate_milli, 5000);
	assert_true(money_equal(receipt->taxes[0].tax, money_of(48)));
	assert_true(money_equal(receipt->taxes[1].amount, money_of(600)));
	assert_int_equal(receipt->tender_count, 2);
	assert_int_equal(receipt->tenders[1].kind, RGL_CHANGE);
	assert_true(money_equal(receipt->tenders[1].amount, money_of(-400)));
	slip_free(slip);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gift_card_says_what_was_paid_for_it),
		cmocka_unit_test(a_stamp_card_says_what_was_on_it_then),
		cmocka_unit_test(a_tier_is_new_on_one_receipt_alone),
		cmocka_unit_test(the_visit_before_is_the_one_before_it),
		cmocka_unit_test(a_birthday_is_known),
		cmocka_unit_test(lines_tell_of_taxes_and_savings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
