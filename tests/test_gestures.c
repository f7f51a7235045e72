/* test_gestures.c - gestures at a sale: within the cashier's budget they are given, over it they
 * are not, or told; and undone with the sale.
 *
 * Not here: whose card it is, and what is no gesture
 *      (test_gestures_whose.c); undone with it (test_gestures_back.c); apart from a sale, shifts
 * (test_gesture_give.c); codes (test_manager.c); eight at once.
 */
#include "tests/support/check.h"

#include <sqlite3.h>

#include "tests/test_gesture_shop.h"

static int64_t standing(const struct giving *giving)
{
	return shop_number(&giving->shop, "SELECT count(*) FROM gesture WHERE undone_ms = 0");
}

/* Points that staff give are part of what the sale earned: one transfer, two reasons. */
static void points_are_part_of_what_the_sale_earned(void **state)
{
	const struct sale_gesture gestures[] = { giving_points(300) };
	struct outcome outcome;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 1, &outcome), RGL_OK);
	assert_int_equal(outcome.points.count, 305);
	assert_int_equal(outcome.gestures.points, 300);
	assert_int_equal(outcome.gestures.left, 4);
	assert_true(money_equal(outcome.gestures.left_worth, money_of(1700)));
	assert_true(outcome.gestures.items[0].given);
	assert_int_equal(outcome.notices.count, 0);
	assert_int_equal(shop_points(&giving.shop), 305);
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM transfer"), 1);
	assert_int_equal(shop_number(&giving.shop, "SELECT amount FROM applied WHERE kind = 1"
						   " AND name = '(gesture)'"),
			 300);
	giving_close(&giving);
}

/* The first answer again; what is left is as of now. */
static void the_same_sale_twice_gives_once(void **state)
{
	const struct sale_gesture gestures[] = { giving_points(300), giving_points(600),
						 giving_off(900) };
	struct outcome first;
	struct outcome again;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 3, &first), RGL_OK);
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 3, &again), RGL_EXISTS);
	assert_memory_equal(&again.gestures, &first.gestures, sizeof(first.gestures));
	assert_int_equal(again.notices.count, first.notices.count);
	for (size_t i = 0; i < first.notices.count; i++)
		assert_string_equal(again.notices.items[i].text, first.notices.items[i].text);
	assert_int_equal(standing(&giving), 2);
	assert_int_equal(shop_points(&giving.shop), 305);
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 2, &again), RGL_E_DIFFERS);
	assert_int_equal(giving_sells(&giving, "S-1", NULL, 0, &again), RGL_E_DIFFERS);
	giving_close(&giving);
}

/* Over a budget points and a note come to nothing, and the notice says what to do. */
static void what_is_over_the_budget_is_not_given(void **state)
{
	const struct sale_gesture gestures[] = { giving_points(501) };
	const struct sale_gesture note[] = { { .kind = RGL_GESTURE_NOTE, .words = "Thank you" } };
	struct outcome outcome;
	struct giving giving;
	char id[16];

	(void)state;
	giving_open(&giving);
	assert_int_equal(giving_sells(&giving, "S-0", gestures, 1, &outcome), RGL_OK);
	assert_int_equal(outcome.points.count, 5);
	assert_false(outcome.gestures.items[0].given);
	is_noticed(&outcome, "gestures[0]",
		   "501 points: not given: it is over the budget; a manager");
	for (int i = 1; i <= 6; i++) {
		(void)snprintf(id, sizeof(id), "S-%d", i);
		assert_int_equal(giving_sells(&giving, id, note, 1, &outcome), RGL_OK);
		assert_int_equal(outcome.gestures.items[0].given, i <= 5);
		assert_int_equal(outcome.gestures.left, i <= 5 ? 5 - i : 0);
	}
	is_noticed(&outcome, "gestures[0]", "the note: not given");
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM alert"), 0);
	giving_close(&giving);
}

/* Each takes of what the next one of the same sale has. */
static void the_gestures_of_one_sale_share_the_budget(void **state)
{
	struct sale_gesture gestures[SALE_GESTURES_MAX];
	struct outcome outcome;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	for (size_t i = 0; i < SALE_GESTURES_MAX; i++)
		gestures[i] = giving_points(450);
	assert_int_equal(giving_sells(&giving, "S-1", gestures, SALE_GESTURES_MAX, &outcome),
			 RGL_OK);
	assert_int_equal(outcome.gestures.points, 4 * 450);
	assert_true(money_equal(outcome.gestures.left_worth, money_of(200)));
	assert_int_equal(outcome.notices.count, 4);
	giving_close(&giving);
}

/* A part of a cent is a cent: else points could be given in parts that cost nothing. */
static void points_count_with_their_worth_rounded_up(void **state)
{
	const struct sale_gesture gestures[] = { giving_points(1) };
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(shop_run(&giving.shop, "UPDATE shop SET worth_points = 1000"), SQLITE_OK);
	shop_close(&giving.shop);
	shop_open(&giving.shop);
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 1, NULL), RGL_OK);
	assert_int_equal(shop_number(&giving.shop, "SELECT worth_minor FROM gesture"), 1);
	giving_close(&giving);
}

/* Points that the programme gives no worth have none to hold a budget against. */
static void points_without_a_worth_need_a_manager(void **state)
{
	struct sale_gesture gestures[] = { giving_points(10) };
	struct outcome outcome;
	struct giving giving;
	struct shop owner = shop_owner();

	(void)state;
	owner.worth = money_of(0);
	owner.worth_of = points_of(1);
	shop_make_as(&giving.shop, &owner);
	giving.now_ms = SHOP_NOW_MS;
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 1, &outcome), RGL_OK);
	assert_int_equal(outcome.gestures.points, 0);
	is_noticed(&outcome, "gestures[0]", "have no worth");
	gestures[0].manager = "Mia";
	gestures[0].verdict = MANAGER_RIGHT;
	assert_int_equal(giving_sells(&giving, "S-2", gestures, 1, &outcome), RGL_OK);
	assert_int_equal(outcome.gestures.points, 10);
	giving_close(&giving);
}

/* The customer has it already: it is written down, and the owner is told. */
static void what_stands_on_the_bill_is_told_when_it_is_over(void **state)
{
	const struct sale_gesture gestures[] = { giving_off(501) };
	struct outcome outcome;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 1, &outcome), RGL_OK);
	assert_true(outcome.gestures.items[0].given);
	is_noticed(&outcome, "gestures[0]", "on the bill already");
	assert_int_equal(shop_number(&giving.shop, "SELECT over FROM gesture"), 1);
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM alert WHERE kind ="
						   " 'gesture' AND refused = 0 AND text LIKE"
						   " 'Jonas: money off worth 5.01 EUR over%'"),
			 1);
	giving_close(&giving);
}

/* With a manager more is given, and it takes nothing of the cashier's budget. */
static void a_manager_allows_more(void **state)
{
	struct sale_gesture gestures[] = { giving_points(900), giving_off(900) };
	struct outcome outcome;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	for (size_t i = 0; i < 2; i++) {
		gestures[i].manager = "Mia";
		gestures[i].verdict = MANAGER_RIGHT;
	}
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 2, &outcome), RGL_OK);
	assert_int_equal(outcome.gestures.points, 900);
	assert_int_equal(outcome.gestures.left, 5);
	assert_int_equal(outcome.notices.count, 0);
	assert_int_equal(
		shop_number(&giving.shop,
			    "SELECT count(*) FROM gesture WHERE manager = 'Mia' AND over = 0"),
		2);
	/* Nobody had to be asked. */
	gestures[0].points = 100;
	assert_int_equal(giving_sells(&giving, "S-2", gestures, 1, &outcome), RGL_OK);
	assert_int_equal(
		shop_number(&giving.shop, "SELECT count(*) FROM gesture WHERE manager = ''"), 1);
	giving_close(&giving);
}

/* What was wrong with the code is said instead of the budget. */
static void a_wrong_code_gives_nothing_and_says_so(void **state)
{
	struct sale_gesture gesture = giving_points(900);
	struct outcome outcome;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	gesture.manager = "Mia";
	gesture.verdict = MANAGER_WRONG;
	assert_int_equal(giving_sells(&giving, "S-1", &gesture, 1, &outcome), RGL_OK);
	is_noticed(&outcome, "gestures[0]", "code is not right");
	gesture.verdict = MANAGER_LOCKED;
	assert_int_equal(giving_sells(&giving, "S-2", &gesture, 1, &outcome), RGL_OK);
	is_noticed(&outcome, "gestures[0]", "too many wrong codes");
	assert_int_equal(standing(&giving), 0);
	giving_close(&giving);
}

/* One complaint has a budget of its own, whoever gives; a complaint that is not there is no reason
 * to give nothing. */
static void a_complaint_has_a_budget(void **state)
{
	struct sale_gesture gestures[] = { giving_off(300), giving_off(300), giving_points(100) };
	struct outcome outcome;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(settings_write(giving.shop.store, "gesture_complaint", "5.00"), RGL_OK);
	assert_int_equal(shop_run(&giving.shop,
				  "INSERT INTO event SELECT 900, till, epoch, 900, 18, 1 FROM event"
				  " LIMIT 1; INSERT INTO complaint (id, ref, digest, member, at_ms,"
				  " reason, words, cashier, owner, state, until_ms) VALUES (900,"
				  " 'C', zeroblob(16), 1, 1, '', '', '', '', 1, 2)"),
			 SQLITE_OK);
	for (size_t i = 0; i < 3; i++)
		gestures[i].complaint = 900;
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 2, &outcome), RGL_OK);
	assert_int_equal(outcome.notices.count, 1);
	is_noticed(&outcome, "gestures[1]", "over the budget");
	assert_int_equal(giving_sells(&giving, "S-2", &gestures[2], 1, &outcome), RGL_OK);
	assert_false(outcome.gestures.items[0].given);
	gestures[2].complaint = 4711;
	assert_int_equal(giving_sells(&giving, "S-3", &gestures[2], 1, &outcome), RGL_OK);
	assert_true(outcome.gestures.items[0].given);
	is_noticed(&outcome, "gestures[0]", "no such complaint");
	giving_close(&giving);
}

struct seen {
	struct gestures_told told;
	struct notices notices;
	int64_t points;
};

static rgl_rc take(void *user, const struct quoted *quoted)
{
	struct seen *seen = user;

	seen->told = quoted->gestures;
	seen->notices = quoted->notices;
	seen->points = quoted->points.count;
	return RGL_OK;
}

/* Before the customer is told of it. */
static void a_quote_says_what_would_not_be_given(void **state)
{
	const struct sale_gesture gestures[] = { giving_points(300), giving_points(501) };
	struct seen seen = { .points = -1 };
	struct sale_line line;
	struct giving giving;
	struct sale sale;

	(void)state;
	giving_open(&giving);
	sale = giving_sale(&giving, "Q-1", &line, gestures, 2);
	assert_int_equal(checkout_quote(giving.shop.desk, &sale, take, &seen), RGL_OK);
	assert_int_equal(seen.points, 305);
	assert_true(seen.told.items[0].given);
	assert_false(seen.told.items[1].given);
	assert_int_equal(seen.told.left, 4);
	assert_int_equal(seen.notices.count, 1);
	assert_string_equal(seen.notices.items[0].field, "gestures[1]");
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM gesture"), 0);
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM shift"), 0);
	giving_close(&giving);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_are_part_of_what_the_sale_earned),
		cmocka_unit_test(the_same_sale_twice_gives_once),
		cmocka_unit_test(what_is_over_the_budget_is_not_given),
		cmocka_unit_test(the_gestures_of_one_sale_share_the_budget),
		cmocka_unit_test(points_count_with_their_worth_rounded_up),
		cmocka_unit_test(points_without_a_worth_need_a_manager),
		cmocka_unit_test(what_stands_on_the_bill_is_told_when_it_is_over),
		cmocka_unit_test(a_manager_allows_more),
		cmocka_unit_test(a_wrong_code_gives_nothing_and_says_so),
		cmocka_unit_test(a_complaint_has_a_budget),
		cmocka_unit_test(a_quote_says_what_would_not_be_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
