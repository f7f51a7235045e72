/* test_show.c - what a till is shown of a member: tier, rewards, coupons, what ends, what it has.
 */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/loyalty/book.h"
#include "plugin/loyalty/vouchers.h"
#include "plugin/show.h"
#include "tests/support/shop.h"

/* EXPIRY stands where a purse's expiry may. */
#define PROGRAMME(expiry)                                                                          \
	"{\"programme\": 1, \"name\": \"Shown\", \"points\": {\"title\": \"Points\"," expiry       \
	" \"worth\": {\"points\": 100, \"money\": 200}},"                                          \
	" \"tiers\": {\"by\": \"spend\", \"window\": \"ever\", \"down\": \"at_once\", "            \
	"\"levels\": ["                                                                            \
	"{\"id\": \"green\", \"title\": \"Green\", \"from\": 0},"                                  \
	"{\"id\": \"gold\", \"title\": \"Gold\", \"from\": 10000}]},"                              \
	" \"earn\": [{\"id\": \"base\", \"title\": \"Base\","                                      \
	" \"give\": {\"points\": 1, \"per\": \"amount\", \"amount\": 100}},"                       \
	"{\"id\": \"back\", \"title\": \"Back\", \"give\": {\"credit\": 150, \"per\": "            \
	"\"sale\"}}],"                                                                             \
	" \"rewards\": ["                                                                          \
	"{\"id\": \"coffee\", \"title\": \"Coffee\", \"cost\": {\"points\": 50},"                  \
	" \"give\": {\"amount\": 300, \"on\": \"order\"}, \"uses\": {\"max\": 1, \"days\": 30}},"  \
	"{\"id\": \"cake\", \"title\": \"Cake\", \"cost\": {\"points\": 200},"                     \
	" \"give\": {\"amount\": 500, \"on\": \"order\"}},"                                        \
	"{\"id\": \"off\", \"title\": \"Not now\", \"cost\": {\"points\": 10},"                    \
	" \"give\": {\"amount\": 500, \"on\": \"order\"}, \"enabled\": false},"                    \
	"{\"id\": \"by-itself\", \"title\": \"By itself\", \"automatic\": true,"                   \
	" \"give\": {\"percent\": \"5\", \"on\": \"order\"},"                                      \
	" \"when\": {\"min_amount\": 900000}},"                                                    \
	"{\"id\": \"letter\", \"title\": \"By letter\", \"coupon_only\": true,"                    \
	" \"give\": {\"amount\": 100, \"on\": \"order\"}}]}"

#define NEVER PROGRAMME("")
#define SOON PROGRAMME(" \"expiry\": {\"kind\": \"fixed\", \"months\": 1, \"warn_days\": 60},")

static void apply(struct test_shop *shop, const char *text)
{
	int64_t version = 0;

	assert_int_equal(store_begin(shop->store), RGL_OK);
	if (store_end(shop->store,
		      book_apply(desk_book(shop->desk), text, strlen(text), &version)) < 0)
		fail_msg("%s", shop->store->refusal.text);
}

static void make(struct test_shop *shop, const char *programme)
{
	shop_make(shop);
	apply(shop, programme);
}

static struct rgl_member shown(struct test_shop *shop)
{
	struct rgl_member member = { 0 };

	if (show_scan(shop->desk, shop->token, strlen(shop->token), &member) < 0)
		fail_msg("%s", shop->store->refusal.text);
	assert_int_equal(member.id, shop->member);
	return member;
}

/* By its id; a coupon's when `coupon`. NULL: it is not offered. */
static const struct rgl_offer *offer(const struct rgl_member *member, const char *id)
{
	for (uint32_t i = 0; i < member->offer_count; i++)
		if (strcmp(member->offers[i].id, id) == 0)
			return &member->offers[i];
	return NULL;
}

/* The cashier says "40.00 to Gold": it must be the figure that the tier goes by. */
static void a_tier_is_shown_with_what_the_next_one_takes(void **state)
{
	struct test_shop shop;
	struct rgl_member member;

	(void)state;
	make(&shop, NEVER);
	assert_int_equal(shop_sell(&shop, "A", 6000, NULL), RGL_OK);
	member = shown(&shop);
	assert_string_equal(member.tier, "green");
	assert_string_equal(member.tier_title, "Green");
	assert_string_equal(member.next_tier_title, "Gold");
	assert_int_equal(member.to_tier, 4000);
	assert_int_equal(shop_sell(&shop, "B", 4000, NULL), RGL_OK);
	member = shown(&shop);
	assert_string_equal(member.tier, "gold");
	assert_string_equal(member.next_tier_title, "");
	assert_int_equal(member.to_tier, 0);
	/* What came back was not spent: the tier falls at once, as the programme says.
	 */
	assert_int_equal(shop_take_back(&shop, "R", "B", 4000, NULL), RGL_OK);
	member = shown(&shop);
	assert_string_equal(member.tier, "green");
	assert_int_equal(member.to_tier, 4000);
	shop_remove(&shop);
}

/* Points, their worth by the programme and not by init, credit and visits. */
static void what_a_member_has_is_shown(void **state)
{
	struct test_shop shop;
	struct rgl_member member;

	(void)state;
	make(&shop, NEVER);
	assert_int_equal(shop_sell(&shop, "A", 3000, NULL), RGL_OK);
	assert_int_equal(shop_sell(&shop, "B", 3000, NULL), RGL_OK);
	member = shown(&shop);
	assert_string_equal(member.name, "Asha");
	assert_string_equal(member.qr, shop.token);
	assert_int_equal(member.points, 60);
	assert_int_equal(member.points_value_minor, 120);
	assert_int_equal(member.credit_minor, 300);
	assert_int_equal(member.visits, 2);
	assert_int_equal(member.last_visit_ms, SHOP_NOW_MS);
	shop_remove(&shop);
}

/* What is offered is what one can choose: nothing that is off, comes by itself or by a coupon. */
static void rewards_are_offered_with_what_is_missing(void **state)
{
	struct test_shop shop;
	struct rgl_member member;

	(void)state;
	make(&shop, NEVER);
	assert_int_equal(shop_sell(&shop, "A", 3000, NULL), RGL_OK);
	member = shown(&shop);
	assert_int_equal(member.offer_count, 2);
	assert_int_equal(offer(&member, "coffee")->cost, 50);
	assert_int_equal(offer(&member, "coffee")->missing, 20);
	assert_int_equal(offer(&member, "cake")->missing, 170);
	assert_string_equal(member.reward, "Coffee");
	assert_int_equal(member.to_reward, 20);
	assert_int_equal(shop_sell(&shop, "B", 3000, NULL), RGL_OK);
	member = shown(&shop);
	assert_int_equal(offer(&member, "coffee")->missing, 0);
	assert_string_equal(member.reward, "Cake");
	assert_int_equal(member.to_reward, 140);
	shop_remove(&shop);
}

/* One a month, and it was had: a till that offered it would be refused at the sale. */
static void a_reward_that_is_used_up_is_not_offered(void **state)
{
	struct test_shop shop;
	struct rgl_member member;
	struct sale_line lines[2];
	struct outcome outcome;
	struct sale sale;

	(void)state;
	make(&shop, NEVER);
	assert_int_equal(shop_sell(&shop, "A", 15000, NULL), RGL_OK);
	member = shown(&shop);
	assert_non_null(offer(&member, "coffee"));
	sale = shop_sale(&shop, "B", 1000, &lines[0]);
	lines[1] = (struct sale_line) { .reward = "coffee",
					.qty_milli = 1000,
					.total = money_of(-100) };
	sale.lines = lines;
	sale.line_count = 2;
	sale.total = money_of(900);
	assert_int_equal(checkout(shop.desk, &sale, true, &outcome), RGL_OK);
	assert_int_equal(outcome.spent.count, 50);
	member = shown(&shop);
	assert_null(offer(&member, "coffee"));
	assert_non_null(offer(&member, "cake"));
	shop_remove(&shop);
}

/* A coupon is the member's until it is used; the reward behind it is offered no other way. */
static void a_coupon_is_offered_until_it_is_used(void **state)
{
	struct test_shop shop;
	struct voucher voucher = { 0 };
	struct voucher_source made = { .code = "LETTER-1" };
	struct rgl_member member;

	(void)state;
	make(&shop, NEVER);
	member = shown(&shop);
	assert_null(offer(&member, "letter"));
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(store_event(shop.store, EVENT_VOUCHER, &made.event), RGL_OK);
	assert_int_equal(
		vouchers_make_coupon(shop.store, &made, "letter", shop.member, 0, 0, &voucher),
		RGL_OK);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_OK);
	member = shown(&shop);
	assert_int_equal(offer(&member, "letter")->coupon, voucher.id);
	assert_int_equal(offer(&member, "coffee")->coupon, 0);
	assert_int_equal(store_begin(shop.store), RGL_OK);
	assert_int_equal(vouchers_use(shop.store, voucher.id, made.event), RGL_OK);
	assert_int_equal(store_end(shop.store, RGL_OK), RGL_OK);
	member = shown(&shop);
	assert_null(offer(&member, "letter"));
	shop_remove(&shop);
}

/* Within the programme's warning, and from when: else the customer hears of it too late. */
static void points_that_end_soon_are_told(void **state)
{
	struct test_shop shop;
	struct rgl_member member;

	(void)state;
	make(&shop, SOON);
	assert_int_equal(shop_sell(&shop, "A", 3000, NULL), RGL_OK);
	member = shown(&shop);
	assert_int_equal(member.points, 30);
	assert_int_equal(member.ending_points, 30);
	assert_int_equal(member.ending_ms, shop_number(&shop, "SELECT ends_ms FROM lot"));
	/* Far away is not soon. */
	assert_int_equal(shop_run(&shop, "UPDATE lot SET ends_ms = ends_ms + 60 * 86400000"), 0);
	member = shown(&shop);
	assert_int_equal(member.ending_points, 0);
	assert_int_equal(member.ending_ms, 0);
	assert_int_equal(member.points, 30);
	shop_remove(&shop);
}

/* They are over, written down or not; what is over is no longer "soon". To the millisecond. */
static void points_that_ended_are_not_shown(void **state)
{
	struct test_shop shop;
	struct rgl_member member;
	char sql[96];

	(void)state;
	make(&shop, SOON);
	assert_int_equal(shop_sell(&shop, "A", 3000, NULL), RGL_OK);
	assert_int_equal(shop_sell(&shop, "B", 1000, NULL), RGL_OK);
	(void)snprintf(sql, sizeof(sql), "UPDATE lot SET ends_ms = %lld WHERE amount = 30",
		       (long long)SHOP_NOW_MS);
	assert_int_equal(shop_run(&shop, sql), 0);
	member = shown(&shop);
	assert_int_equal(member.points, 10);
	assert_int_equal(member.ending_points, 10);
	assert_int_equal(offer(&member, "coffee")->missing, 40);
	shop_remove(&shop);
}

/* A promise of a programme that is over: its points still end on their day. */
static void points_of_an_older_programme_end_as_it_said(void **state)
{
	struct test_shop shop;
	struct rgl_member member;
	char sql[96];

	(void)state;
	make(&shop, SOON);
	assert_int_equal(shop_sell(&shop, "A", 3000, NULL), RGL_OK);
	apply(&shop, NEVER);
	member = shown(&shop);
	assert_int_equal(member.points, 30);
	(void)snprintf(sql, sizeof(sql), "UPDATE lot SET ends_ms = %lld",
		       (long long)SHOP_NOW_MS - 1);
	assert_int_equal(shop_run(&shop, sql), 0);
	member = shown(&shop);
	assert_int_equal(member.points, 0);
	shop_remove(&shop);
}

/* Without a programme the settings of init are one. */
static void the_settings_of_init_are_a_programme(void **state)
{
	struct test_shop shop;
	struct rgl_member member;

	(void)state;
	shop_make(&shop);
	assert_int_equal(shop_sell(&shop, "A", 10000, NULL), RGL_OK);
	member = shown(&shop);
	assert_int_equal(member.points, 100);
	assert_int_equal(member.points_value_minor, 100);
	assert_string_equal(member.reward, "a free coffee");
	assert_int_equal(member.to_reward, 300);
	assert_string_equal(member.tier, "");
	shop_remove(&shop);
}

/* The last of several versions that began at the same moment is the one in effect. */
static void the_newest_programme_is_in_effect(void **state)
{
	struct test_shop shop;
	struct rgl_member member;

	(void)state;
	make(&shop, SOON);
	apply(&shop, NEVER);
	assert_int_equal(shop_sell(&shop, "A", 3000, NULL), RGL_OK);
	member = shown(&shop);
	assert_int_equal(member.ending_points, 0);
	apply(&shop, SOON);
	assert_int_equal(shop_sell(&shop, "B", 2000, NULL), RGL_OK);
	member = shown(&shop);
	assert_int_equal(member.ending_points, 20);
	shop_remove(&shop);
}

/* A refusal leaves the till's struct as it was, and the store free for the next call. */
static void nobody_is_not_shown(void **state)
{
	struct test_shop shop;
	struct rgl_member member = { .id = 77 };

	(void)state;
	make(&shop, NEVER);
	assert_int_equal(show_member(shop.desk, 4711, "", &member), RGL_E_UNKNOWN);
	assert_int_equal(show_scan(shop.desk, "+4599887766", 11, &member), RGL_E_UNKNOWN);
	assert_int_equal(member.id, 77);
	assert_int_equal(show_member(shop.desk, shop.member, "1234", &member), RGL_OK);
	assert_int_equal(member.id, shop.member);
	assert_string_equal(member.card, "1234");
	assert_int_equal(shop_sell(&shop, "A", 3000, NULL), RGL_OK);
	shop_remove(&shop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tier_is_shown_with_what_the_next_one_takes),
		cmocka_unit_test(what_a_member_has_is_shown),
		cmocka_unit_test(rewards_are_offered_with_what_is_missing),
		cmocka_unit_test(a_reward_that_is_used_up_is_not_offered),
		cmocka_unit_test(a_coupon_is_offered_until_it_is_used),
		cmocka_unit_test(points_that_end_soon_are_told),
		cmocka_unit_test(points_that_ended_are_not_shown),
		cmocka_unit_test(points_of_an_older_programme_end_as_it_said),
		cmocka_unit_test(the_settings_of_init_are_a_programme),
		cmocka_unit_test(the_newest_programme_is_in_effect),
		cmocka_unit_test(nobody_is_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
