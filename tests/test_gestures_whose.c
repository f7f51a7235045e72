/* test_gestures_whose.c - gestures to somebody's own card, to nobody, and what can be no gesture.
 */
#include "tests/support/check.h"

#include "plugin/identify/enrol.h"
#include "plugin/loyalty/merge.h"
#include "plugin/loyalty/watch.h"
#include "tests/test_gesture_shop.h"

/* With or without a manager; and the owner hears of it. */
static void nobody_gives_to_a_card_of_their_own(void **state)
{
	struct sale_gesture gestures[] = { giving_points(10), giving_off(10) };
	struct outcome outcome;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(watch_staff(giving.shop.store, "Jonas", giving.shop.member), RGL_OK);
	gestures[0].manager = "Mia";
	gestures[0].verdict = MANAGER_RIGHT;
	assert_int_equal(giving_sells(&giving, "S-1", gestures, 2, &outcome), RGL_OK);
	assert_int_equal(outcome.gestures.points, 0);
	assert_true(outcome.gestures.items[1].given);
	is_noticed(&outcome, "gestures[0]", "the cashier's own card");
	is_noticed(&outcome, "gestures[1]", "the owner is told");
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM alert WHERE kind ="
						   " 'gesture' AND text LIKE '%own card%'"),
			 2);
	assert_int_equal(giving_gives(&giving, "G-1", gestures[0], NULL), RGL_E_TAKEN);
	assert_string_equal(giving.shop.store->refusal.field, "member");
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM alert"), 3);
	assert_int_equal(shop_points(&giving.shop), 5);
	giving_close(&giving);
}

/* A card that was merged into the cashier's is theirs. */
static void a_merged_card_is_the_cashiers_own_too(void **state)
{
	const struct enrolment guest = { .name = "Jonas" };
	int64_t other = 0;
	int64_t merge = 0;
	const struct sale_gesture gesture = giving_points(10);
	struct outcome outcome;
	struct giving giving;

	(void)state;
	giving_open(&giving);
	assert_int_equal(enrol(giving.shop.store, &guest, &other), RGL_OK);
	assert_int_equal(watch_staff(giving.shop.store, "Jonas", other), RGL_OK);
	assert_int_equal(merge_members(giving.shop.store, giving.shop.member, other, "Mia",
				       "one person", &merge),
			 RGL_OK);
	assert_int_equal(giving_sells(&giving, "S-1", &gesture, 1, &outcome), RGL_OK);
	assert_false(outcome.gestures.items[0].given);
	giving_close(&giving);
}

static void nobody_gets_no_points(void **state)
{
	const struct sale_gesture gestures[] = { giving_points(10), giving_off(100) };
	struct outcome outcome;
	struct sale_line line;
	struct giving giving;
	struct sale sale;

	(void)state;
	giving_open(&giving);
	sale = giving_sale(&giving, "S-1", &line, gestures, 2);
	sale.member = 0;
	assert_int_equal(checkout(giving.shop.desk, &sale, true, &outcome), RGL_OK);
	is_noticed(&outcome, "gestures[0]", "nobody was recognised");
	assert_true(outcome.gestures.items[1].given);
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM gesture WHERE member IS"
						   " NULL AND sale IS NOT NULL"),
			 1);
	giving_close(&giving);
}

static void refused(struct giving *giving, struct sale_gesture gesture, rgl_rc rc,
		    const char *field)
{
	assert_int_equal(giving_sells(giving, "S-1", &gesture, 1, NULL), rc);
	assert_string_equal(giving->shop.store->refusal.field, field);
}

/* What cannot be meant is a mistake of the till's, like any other field. */
static void what_cannot_be_a_gesture_is_refused(void **state)
{
	const struct sale_gesture fine = giving_points(1);
	struct sale_line line;
	struct giving giving;
	struct sale sale;

	(void)state;
	giving_open(&giving);
	refused(&giving, (struct sale_gesture) { .kind = 0 }, RGL_E_FIELD, "gestures[0].kind");
	refused(&giving, (struct sale_gesture) { .kind = 5 }, RGL_E_FIELD, "gestures[0].kind");
	refused(&giving, giving_points(0), RGL_E_RANGE, "gestures[0].points");
	refused(&giving, giving_points(-1), RGL_E_RANGE, "gestures[0].points");
	refused(&giving, giving_points(INT64_MAX), RGL_E_RANGE, "gestures[0].points");
	refused(&giving, giving_off(0), RGL_E_RANGE, "gestures[0].amount");
	refused(&giving, giving_off(-1), RGL_E_RANGE, "gestures[0].amount");
	refused(&giving, (struct sale_gesture) { .kind = RGL_GESTURE_NOTE, .amount = money_of(1) },
		RGL_E_RANGE, "gestures[0].amount");
	refused(&giving, (struct sale_gesture) { .kind = RGL_GESTURE_NOTE, .complaint = -1 },
		RGL_E_RANGE, "gestures[0].complaint");
	refused(&giving, (struct sale_gesture) { .kind = RGL_GESTURE_NOTE, .words = "\x01" },
		RGL_E_TEXT, "gestures[0].words");
	sale = giving_sale(&giving, "S-1", &line, &fine, 1);
	sale.cashier = NULL;
	assert_int_equal(checkout(giving.shop.desk, &sale, true, &(struct outcome) { 0 }),
			 RGL_E_FIELD);
	assert_string_equal(giving.shop.store->refusal.field, "cashier");
	sale.cashier = "Jonas";
	sale.gesture_count = SALE_GESTURES_MAX + 1;
	assert_int_equal(checkout(giving.shop.desk, &sale, true, &(struct outcome) { 0 }),
			 RGL_E_LIMIT);
	assert_int_equal(shop_count(&giving.shop, "S-1"), 0);
	giving_close(&giving);
}

/* A number of a payment card in the cashier's words is kept by nobody. */
static void a_card_number_in_words_is_masked(void **state)
{
	struct sale_gesture gesture = giving_points(1);
	struct giving giving;

	(void)state;
	giving_open(&giving);
	gesture.words = "paid with 4111 1111 1111 1111";
	gesture.sku = "4111111111111111";
	assert_int_equal(giving_sells(&giving, "S-1", &gesture, 1, NULL), RGL_OK);
	assert_int_equal(shop_number(&giving.shop, "SELECT count(*) FROM gesture WHERE"
						   " words LIKE '%4111%' OR sku LIKE '4111%'"),
			 0);
	giving_close(&giving);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_gives_to_a_card_of_their_own),
		cmocka_unit_test(a_merged_card_is_the_cashiers_own_too),
		cmocka_unit_test(nobody_gets_no_points),
		cmocka_unit_test(what_cannot_be_a_gesture_is_refused),
		cmocka_unit_test(a_card_number_in_words_is_masked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
