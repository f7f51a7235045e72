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
	"'stamp_cards':[{'id':'cups','title':'Cups','stamps':10}],'earn':[{'id':'cup','give':{'"   \
	"stamps'"                                                                                  \
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

/* --- late, and by a till of before */

#define TEN_BY_COUPON                                                                              \
	"'rewards':[{'id':'ten','title':'10 %','coupon_only':true,'give':{'percent':10}}]"

static void make_coupon(struct peer *peer, const char *ref, int64_t member, int64_t until_ms,
			char ret[VOUCHER_CODE_ROOM])
{
	const struct issue asked = { .ref = ref,
				     .kind = VOUCHER_COUPON,
				     .reward = "ten",
				     .member = member,
				     .until_ms = until_ms,
				     .who = "Jonas",
				     .why = "to try" };
	struct issue_made made;

	assert_int_equal(issue(peer->shop.store, desk_book(peer->shop.desk), &asked, &made),
			 RGL_OK);
	(void)snprintf(ret, VOUCHER_CODE_ROOM, "%s", made.code);
}

/* A till without a line sends it the next day; the coupon was good when the customer stood there.
 */
static void a_coupon_that_was_good_at_a_late_sale_is_good(void **state)
{
	char code[VOUCHER_CODE_ROOM];
	struct peer peer;

	(void)state;
	peer_open(&peer, TEN_BY_COUPON);
	make_coupon(&peer, "I-1", 0, peer.now_ms + PEER_DAY_MS, code);
	fill(&peer, "S-1", 1, 1000);
	peer_line(&peer, "GOODS", 1, -100)->reward = "ten";
	peer_wish(&peer, NULL, 1)->code = code;
	peer.now_ms += 2 * PEER_DAY_MS;
	peer_sell(&peer);
	fill(&peer, "S-2", 1, 1000);
	peer_wish(&peer, NULL, 1)->code = code;
	assert_int_equal(peer_try_sell(&peer), RGL_E_FIELD);
	peer_close(&peer);
}

/* --- coupons */

/* One paper, one discount. */
static void a_coupon_shown_twice_counts_once(void **state)
{
	char code[VOUCHER_CODE_ROOM];
	struct peer peer;

	(void)state;
	peer_open(&peer, TEN_BY_COUPON);
	make_coupon(&peer, "I-1", 0, 0, code);
	fill(&peer, "S-1", 1, 1000);
	peer_wish(&peer, NULL, 1)->code = code;
	peer_wish(&peer, NULL, 1)->code = code;
	peer_quote(&peer);
	peer_due_is(&peer, 900);
	assert_int_equal(peer_claim(&peer, 0)->rc, RGL_OK);
	assert_int_equal(peer_claim(&peer, 1)->rc, RGL_E_TAKEN);
	assert_int_equal(peer_try_sell(&peer), RGL_E_TAKEN);
	assert_int_equal(shop_count(&peer.shop, "S-1"), 0);
	peer_close(&peer);
}

/* The customer changed their mind after the quote: the sale takes another reward. */
static void a_coupon_that_was_set_aside_and_not_used_stays_the_members(void **state)
{
	char code[VOUCHER_CODE_ROOM];
	struct peer peer;

	(void)state;
	peer_open(&peer, "'rewards':[{'id':'ten','title':'10 %','coupon_only':true,'give':{"
			 "'percent':10}},{'id':'mug','title':'A mug','give':{'thing':true}}]");
	make_coupon(&peer, "I-1", peer.member, 0, code);
	fill(&peer, "S-1", 1, 1000);
	(void)peer_wish(&peer, "ten", 1);
	peer_quote(&peer);
	peer_forget_rewards(&peer);
	(void)peer_wish(&peer, "mug", 1);
	peer_sell(&peer);
	fill(&peer, "S-2", 1, 1000);
	(void)peer_wish(&peer, "ten", 1);
	peer_quote(&peer);
	peer_due_is(&peer, 900);
	peer_sell(&peer); /* with its wish and its hold: that coupon is used */
	assert_int_equal(shop_number(&peer.shop,
				     "SELECT count(*) FROM voucher v JOIN sale s ON s.id"
				     " = v.used_by WHERE s.ref = 'S-2'"),
			 1);
	peer_close(&peer);
}

/* --- gift cards */

static rgl_rc sell_cards(struct peer *peer, const char *id, size_t count)
{
	peer_ticket(peer, id);
	for (size_t i = 0; i < count; i++)
		peer_line(peer, "GIFT", 1, 1000)->kind = LINE_GIFT_CARD;
	return peer_try_sell(peer);
}

/* The answer has room for so many codes; money on a card without a code would be lost. */
static void no_more_gift_cards_are_sold_than_the_answer_can_name(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	assert_int_equal(sell_cards(&peer, "S-1", RGL_ISSUED_MAX + 1), RGL_E_LIMIT);
	assert_int_equal(shop_count(&peer.shop, "S-1"), 0);
	assert_int_equal(sell_cards(&peer, "S-1", RGL_ISSUED_MAX), RGL_OK);
	assert_int_equal(peer.outcome.issued_count, RGL_ISSUED_MAX);
	peer_void(&peer, "S-1");
	peer_close(&peer);
}

static rgl_rc refund_to(struct peer *peer, const char *id, int64_t minor, const char *code)
{
	const struct sale_tender tender = { RGL_GIFT_CARD, money_of(-minor), code };
	const struct sale refund = { .id = id,
				     .is_refund = true,
				     .at_ms = peer->now_ms,
				     .currency = "EUR",
				     .total = money_of(-minor),
				     .tenders = &tender,
				     .tender_count = 1 };

	return checkout(peer->shop.desk, &refund, true, &peer->outcome);
}

/* Money on a card that no till takes any more would be lost; on an empty one it is not. */
static void nothing_is_paid_back_to_a_card_that_cannot_be_used(void **state)
{
	char code[VOUCHER_CODE_ROOM];
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	assert_int_equal(sell_cards(&peer, "S-1", 1), RGL_OK);
	(void)snprintf(code, sizeof(code), "%s", peer.outcome.issued[0].code);
	fill(&peer, "S-2", 1, 1000);
	peer_pay(&peer, RGL_GIFT_CARD, 1000, code);
	peer_sell(&peer);
	assert_int_equal(refund_to(&peer, "R-1", 1000, code), RGL_OK);
	peer_void(&peer, "S-1");
	assert_int_equal(refund_to(&peer, "R-2", 1000, code), RGL_E_BLOCKED);
	assert_int_equal(shop_count(&peer.shop, "R-2"), 0);
	peer_close(&peer);
}

/* Cash for a card that still has its money would be the same money twice. */
static void money_for_a_gift_card_comes_back_with_the_card_alone(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "");
	peer_ticket(&peer, "S-1");
	peer_line(&peer, "GIFT", 1, 5000)->kind = LINE_GIFT_CARD;
	(void)peer_line(&peer, "GOODS", 1, 2000);
	peer_sell(&peer);
	assert_int_equal(peer_try_refund(&peer, "R-1", "S-1", 2001), RGL_E_REFUND);
	peer_refused_with(&peer, "gift card");
	peer_refund(&peer, "R-1", "S-1", 2000);
	assert_int_equal(peer_try_refund(&peer, "R-2", "S-1", 1), RGL_E_REFUND);
	peer_ticket(&peer, "R-2");
	peer_line(&peer, "GIFT", -1, -5000)->kind = LINE_GIFT_CARD;
	peer.ticket.of = "S-1";
	peer.ticket.is_refund = true;
	peer_sell(&peer);
	assert_int_equal(shop_number(&peer.shop, "SELECT sum(balance) FROM account WHERE kind = 4"),
			 0);
	peer_close(&peer);
}

/* --- refunds in our own money */

static rgl_rc refund_by(struct peer *peer, const char *id, int64_t minor, int32_t kind)
{
	const struct sale_tender tender = { kind, money_of(-minor), NULL };
	const struct sale refund = { .id = id,
				     .of = "S-1",
				     .is_refund = true,
				     .member = peer->member,
				     .at_ms = peer->now_ms,
				     .currency = "EUR",
				     .total = money_of(-minor),
				     .tenders = &tender,
				     .tender_count = 1 };

	return checkout(peer->shop.desk, &refund, true, &peer->outcome);
}

/* Bought without a card, brought back with one: onto the member's credit, who earns nothing. */
static void nobodys_sale_comes_back_as_credit_of_who_brings_it(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, ONE_A_EURO);
	fill(&peer, "S-1", 1, 1000);
	peer.ticket.member = 0;
	peer_sell(&peer);
	assert_int_equal(refund_by(&peer, "R-1", 1000, RGL_CREDIT), RGL_OK);
	assert_int_equal(peer_balance_in(&peer, "credit"), 1000);
	peer_balance_is(&peer, 0);
	peer_close(&peer);
}

/* What rewards cost is kept by this shop; points that were money come back as money does, once. */
static void points_that_paid_come_back_though_spent_ones_are_kept(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'points':{'worth':{'points':1,'money':1}},'refunds':{'spent':'kept'}");
	peer_give(&peer, 1000);
	fill(&peer, "S-1", 1, 1000);
	peer_pay(&peer, RGL_POINTS, 1000, NULL);
	peer_sell(&peer);
	assert_int_equal(refund_by(&peer, "R-1", 400, RGL_POINTS), RGL_OK);
	peer_outcome_is(&peer, 0, -400, 400);
	peer_balance_is(&peer, 400);
	peer_void(&peer, "S-1");
	peer_balance_is(&peer, 1000);
	peer_close(&peer);
}

/* --- quotes */

/* A level is reached by what is paid, so a discount may keep it away. */
static void a_quote_promises_the_level_that_the_sale_reaches(void **state)
{
	struct peer peer;

	(void)state;
	peer_open(&peer, "'tiers':{'by':'spend','levels':[{'id':'no','title':'No','from':0},{'id':"
			 "'gold','title':'Gold','from':10000}]},'earn':[{'id':'e','give':{'points'"
			 ":1,'per':'amount','amount':100}},{'id':'g','give':{'points':50,'per':"
			 "'sale'},'when':{'tiers':['gold']}}],'rewards':[{'id':'ten','title':'10 "
			 "%','automatic':true,'give':{'percent':10}}]");
	fill(&peer, "S-1", 1, 10500);
	peer_quote(&peer);
	peer_sell(&peer);
	assert_int_equal(peer.outcome.points.count, 94);
	assert_int_equal(peer.would_earn, 94);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refund_of_an_older_programmes_sale_keeps_the_tier),
		cmocka_unit_test(what_is_sent_again_hears_of_the_same_stamps_and_credit),
		cmocka_unit_test(a_coupon_that_was_good_at_a_late_sale_is_good),
		cmocka_unit_test(a_coupon_shown_twice_counts_once),
		cmocka_unit_test(a_coupon_that_was_set_aside_and_not_used_stays_the_members),
		cmocka_unit_test(no_more_gift_cards_are_sold_than_the_answer_can_name),
		cmocka_unit_test(nothing_is_paid_back_to_a_card_that_cannot_be_used),
		cmocka_unit_test(money_for_a_gift_card_comes_back_with_the_card_alone),
		cmocka_unit_test(nobodys_sale_comes_back_as_credit_of_who_brings_it),
		cmocka_unit_test(points_that_paid_come_back_though_spent_ones_are_kept),
		cmocka_unit_test(a_quote_promises_the_level_that_the_sale_reaches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
