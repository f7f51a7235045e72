/* test_vouchers_use.c - whether a gift card or a coupon is good now, for whom, and how often.
 * Numbers in the comments are the peers' scenarios. */
#include "tests/support/check.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "plugin/identify/enrol.h"
#include "plugin/loyalty/vouchers.h"
#include "tests/support/gifts.h"

#define DAY_MS INT64_C(86400000)

static void spend_as_another_till(const struct test_shop *shop, int64_t account, int start)
{
	struct store *store = NULL;
	char byte;
	rgl_rc rc;

	if (read(start, &byte, 1) != 0 ||
	    store_open(&shop->host, shop->path, NULL, "other", STORE_WRITE, &store, NULL) < 0)
		_exit(99);
	rc = gifts_pay(store, account, 6000);
	store_close(store);
	_exit(rc == RGL_OK ? 1 : rc == RGL_E_POINTS ? 2 : 98);
}

/* S104: 100.00 on a gift card, two processes take 60.00 at the same time: one does, 40.00 stay. */
static void of_two_tills_at_once_one_is_paid(void **state)
{
	struct test_shop shop;
	struct voucher gift;
	pid_t tills[2];
	int start[2];
	int paid = 0;
	int refused = 0;

	(void)state;
	shop_make(&shop);
	gift = gifts_make(&shop, "CARD-1000", 10000);
	shop_close(&shop);
	assert_int_equal(pipe(start), 0);
	for (size_t i = 0; i < 2; i++) {
		tills[i] = fork();
		if (tills[i] == 0) {
			(void)close(start[1]);
			spend_as_another_till(&shop, gift.account, start[0]);
		}
	}
	(void)close(start[1]); /* both read its end, and go */
	for (size_t i = 0; i < 2; i++) {
		int status = 0;

		assert_int_equal(waitpid(tills[i], &status, 0), tills[i]);
		assert_true(WIFEXITED(status));
		paid += WEXITSTATUS(status) == 1;
		refused += WEXITSTATUS(status) == 2;
	}
	(void)close(start[0]);
	shop_open(&shop);
	assert_int_equal(paid, 1);
	assert_int_equal(refused, 1);
	assert_int_equal(gifts_find(&shop, "CARD1000").balance, 4000);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* S121: over since yesterday, by the shop's calendar, in words that say so. */
static void a_card_that_is_over_says_since_when(void **state)
{
	struct test_shop shop;
	struct voucher gift;
	/* 2026-01-04T23:00Z is midnight in Copenhagen: the 4th was its last day. */
	const int64_t ended_ms = SHOP_NOW_MS - 11 * INT64_C(3600000);

	(void)state;
	shop_make(&shop);
	(void)gifts_make(&shop, "CARD-1", 5000);
	gift = gifts_find(&shop, "CARD1");
	gift.until_ms = ended_ms;
	assert_int_equal(vouchers_check(shop.store, &gift, 0, SHOP_NOW_MS), RGL_E_FIELD);
	assert_non_null(strstr(shop.store->refusal.text, "good until 2026-01-04"));
	assert_int_equal(vouchers_check(shop.store, &gift, 0, ended_ms - 1), RGL_OK);
	assert_int_equal(vouchers_check(shop.store, &gift, 0, ended_ms), RGL_E_FIELD);
	shop_remove(&shop);
}

/* S155: a coupon that is bound to a customer is no other's. */
static void a_bound_coupon_is_its_members_alone(void **state)
{
	const struct enrolment ben = { .name = "Ben" };
	struct test_shop shop;
	struct voucher coupon;
	int64_t other = 0;

	(void)state;
	shop_make(&shop);
	assert_int_equal(enrol(shop.store, &ben, &other), RGL_OK);
	(void)gifts_coupon(&shop, "FOR-ASHA", shop.member, 0, 0);
	coupon = gifts_find(&shop, "forasha");
	assert_int_equal(vouchers_check(shop.store, &coupon, shop.member, SHOP_NOW_MS), RGL_OK);
	assert_int_equal(vouchers_check(shop.store, &coupon, other, SHOP_NOW_MS), RGL_E_TAKEN);
	assert_int_equal(vouchers_check(shop.store, &coupon, 0, SHOP_NOW_MS), RGL_E_TAKEN);
	shop_remove(&shop);
}

/* S157: what is for a later order waits for it. */
static void a_coupon_waits_for_its_day(void **state)
{
	struct test_shop shop;
	struct voucher coupon;

	(void)state;
	shop_make(&shop);
	coupon = gifts_coupon(&shop, NULL, 0, SHOP_NOW_MS + DAY_MS, SHOP_NOW_MS + 2 * DAY_MS);
	assert_int_equal(vouchers_check(shop.store, &coupon, 0, SHOP_NOW_MS), RGL_E_FIELD);
	assert_non_null(strstr(shop.store->refusal.text, "from 2026-01-06"));
	assert_int_equal(vouchers_check(shop.store, &coupon, 0, SHOP_NOW_MS + DAY_MS), RGL_OK);
	assert_int_equal(vouchers_check(shop.store, &coupon, 0, SHOP_NOW_MS + 2 * DAY_MS),
			 RGL_E_FIELD);
	shop_remove(&shop);
}

/* S163: two cards of 100.00 on one order of 2,300.00; S169: what is used up is not shown as good.
 */
static void two_cards_pay_one_order_and_are_empty_then(void **state)
{
	struct test_shop shop;
	struct voucher first;
	struct voucher second;

	(void)state;
	shop_make(&shop);
	first = gifts_make(&shop, "CARD-1", 10000);
	second = gifts_make(&shop, NULL, 10000);
	assert_int_equal(gifts_find(&shop, "CARD1").balance + 10000, 230000 - 210000);
	assert_int_equal(gifts_pay(shop.store, first.account, 10000), RGL_OK);
	assert_int_equal(gifts_pay(shop.store, second.account, 10000), RGL_OK);
	first = gifts_find(&shop, "CARD1");
	assert_int_equal(first.balance, 0);
	assert_int_equal(vouchers_check(shop.store, &first, shop.member, SHOP_NOW_MS),
			 RGL_E_POINTS);
	assert_non_null(strstr(shop.store->refusal.text, "nothing is left"));
	assert_int_equal(gifts_pay(shop.store, first.account, 1), RGL_E_POINTS);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* S170: a card that was bought by a customer is listed as theirs, and anybody may pay with it. */
static void a_gift_card_belongs_to_who_bought_it(void **state)
{
	struct test_shop shop;
	struct voucher gift;
	struct voucher list[4];
	size_t count = 9;

	(void)state;
	shop_make(&shop);
	gift = gifts_make(&shop, NULL, 10000);
	assert_int_equal(gift.member, shop.member);
	assert_int_equal(vouchers_check(shop.store, &gift, 0, SHOP_NOW_MS), RGL_E_POINTS);
	assert_int_equal(vouchers_of_member(shop.store, shop.member, SHOP_NOW_MS, list, 4, &count),
			 RGL_OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].balance, 10000);
	assert_int_equal(vouchers_check(shop.store, &list[0], 0, SHOP_NOW_MS), RGL_OK);
	shop_remove(&shop);
}

/* S176: stored money is no coupon: it is not used up by being typed in as one. */
static void a_gift_card_is_not_used_as_a_coupon(void **state)
{
	struct test_shop shop;
	struct voucher gift;

	(void)state;
	shop_make(&shop);
	gift = gifts_make(&shop, "CARD-1", 10000);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(vouchers_use(shop.store, gift.id, gifts_event(&shop)), RGL_E_FIELD);
	assert_int_equal(vouchers_use(shop.store, 99, 0), RGL_E_FIELD);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_OK);
	assert_int_equal(gifts_find(&shop, "CARD1").used_by, 0);
	assert_int_equal(gifts_find(&shop, "CARD1").balance, 10000);
	shop_remove(&shop);
}

/* Used once; free again when its sale is taken back, and what that sale issued is blocked. */
static void a_coupon_is_used_once_and_given_back(void **state)
{
	struct test_shop shop;
	struct voucher coupon;
	struct voucher_source source = { .code = "ISSUED-9" };
	struct voucher issued;
	struct voucher list[4];
	size_t count = 9;

	(void)state;
	shop_make(&shop);
	coupon = gifts_coupon(&shop, "COUPON-1", 0, 0, 0);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	source.event = gifts_event(&shop);
	assert_int_equal(vouchers_use(shop.store, coupon.id, source.event), RGL_OK);
	assert_int_equal(vouchers_make_coupon(shop.store, &source, "coffee", 0, 0, 0, &issued),
			 RGL_OK);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_OK);
	coupon = gifts_find(&shop, "COUPON1");
	assert_int_equal(coupon.used_by, source.event);
	assert_int_equal(vouchers_check(shop.store, &coupon, 0, SHOP_NOW_MS), RGL_E_TAKEN);
	assert_int_equal(vouchers_of_event(shop.store, source.event, list, 4, &count), RGL_OK);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].id, issued.id);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(vouchers_undo(shop.store, source.event), RGL_OK);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_OK);
	coupon = gifts_find(&shop, "COUPON1");
	assert_int_equal(vouchers_check(shop.store, &coupon, 0, SHOP_NOW_MS), RGL_OK);
	issued = gifts_find(&shop, "ISSUED9");
	assert_int_equal(vouchers_check(shop.store, &issued, 0, SHOP_NOW_MS), RGL_E_BLOCKED);
	shop_is_sound(&shop);
	shop_remove(&shop);
}

/* Only what can be used now, the soonest to end first, as many as there is room for. */
static void a_members_vouchers_are_listed_soonest_first(void **state)
{
	struct test_shop shop;
	struct voucher list[8];
	size_t count = 9;

	(void)state;
	shop_make(&shop);
	(void)gifts_coupon(&shop, "ANY-OLD-TIME", shop.member, 0, 0);
	(void)gifts_coupon(&shop, "NEXT-WEEK", shop.member, 0, SHOP_NOW_MS + 7 * DAY_MS);
	(void)gifts_coupon(&shop, "TOMORROW", shop.member, 0, SHOP_NOW_MS + DAY_MS);
	(void)gifts_coupon(&shop, "OVER", shop.member, 0, SHOP_NOW_MS);
	(void)gifts_coupon(&shop, "LATER", shop.member, SHOP_NOW_MS + 1, 0);
	(void)gifts_coupon(&shop, "NOBODYS", 0, 0, 0);
	(void)gifts_make(&shop, "EMPTY", 0);
	assert_int_equal(vouchers_of_member(shop.store, shop.member, SHOP_NOW_MS, list, 8, &count),
			 RGL_OK);
	assert_int_equal(count, 3);
	assert_string_equal(list[0].ending, "RROW");
	assert_string_equal(list[1].ending, "WEEK");
	assert_string_equal(list[2].ending, "TIME");
	assert_int_equal(vouchers_of_member(shop.store, shop.member, SHOP_NOW_MS, list, 2, &count),
			 RGL_OK);
	assert_int_equal(count, 2);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_two_tills_at_once_one_is_paid),
		cmocka_unit_test(a_card_that_is_over_says_since_when),
		cmocka_unit_test(a_bound_coupon_is_its_members_alone),
		cmocka_unit_test(a_coupon_waits_for_its_day),
		cmocka_unit_test(two_cards_pay_one_order_and_are_empty_then),
		cmocka_unit_test(a_gift_card_belongs_to_who_bought_it),
		cmocka_unit_test(a_gift_card_is_not_used_as_a_coupon),
		cmocka_unit_test(a_coupon_is_used_once_and_given_back),
		cmocka_unit_test(a_members_vouchers_are_listed_soonest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
