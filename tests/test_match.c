/* test_match.c - whether this is the moment for a rule or a reward: each condition, both ways. */
#include "tests/support/basket.h"
#include "tests/support/check.h"

static bool moment(const struct basket *basket, const struct conditions *when)
{
	return match_moment(when, &basket->programme, &basket->sale, &basket->standing);
}

/* As moment(), at a time of the shop's clock. */
static bool at(struct basket *basket, const struct conditions *when, struct civil now)
{
	basket->standing.now = now;
	return moment(basket, when);
}

static struct word_list words(const char *const *texts, size_t count)
{
	return (struct word_list) { texts, count };
}

/* S029: what starts in 2099 does not hold yet. Until is the first moment that is too late. */
static void a_time_begins_at_from_and_is_over_at_until(void **state)
{
	struct conditions when = { .from_ms = 1000, .until_ms = 2000 };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket.standing.at_ms = 999;
	assert_false(moment(&basket, &when));
	basket.standing.at_ms = 1000;
	assert_true(moment(&basket, &when));
	basket.standing.at_ms = 1999;
	assert_true(moment(&basket, &when));
	basket.standing.at_ms = 2000;
	assert_false(moment(&basket, &when));
	when = (struct conditions) { .from_ms = INT64_C(4070908800000) };
	assert_false(moment(&basket, &when));
}

/* S034: Thursday 2026-01-01; Thursday, Friday with Saturday, and no day at all. */
static void a_weekday_holds_on_that_day(void **state)
{
	struct conditions when = { .has_weekdays = true, .weekdays = 1U << 3 };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	assert_true(moment(&basket, &when));
	assert_false(at(&basket, &when, (struct civil) { 2026, 1, 2, 0, 0, 0 }));
	assert_true(at(&basket, &when, (struct civil) { 1969, 12, 25, 23, 59, 0 }));
	when.weekdays = 1U << 4 | 1U << 5;
	basket_open(&basket);
	assert_false(moment(&basket, &when));
	when.weekdays = 0;
	assert_false(moment(&basket, &when));
}

static void hours_hold_from_the_first_minute_to_before_the_last(void **state)
{
	struct conditions when = { .from_minute = 14 * 60, .until_minute = 16 * 60 };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	assert_false(at(&basket, &when, (struct civil) { 2026, 1, 1, 13, 59, 59 }));
	assert_true(at(&basket, &when, (struct civil) { 2026, 1, 1, 14, 0, 0 }));
	assert_true(at(&basket, &when, (struct civil) { 2026, 1, 1, 15, 59, 59 }));
	assert_false(at(&basket, &when, (struct civil) { 2026, 1, 1, 16, 0, 0 }));
	when.until_minute = when.from_minute;
	assert_true(at(&basket, &when, (struct civil) { 2026, 1, 1, 3, 0, 0 }));
}

/* Friday night from 22 to 2: one o'clock on Saturday is still Friday's, on Friday it is not. */
static void hours_over_midnight_belong_to_the_evening_they_began(void **state)
{
	struct conditions when = { .from_minute = 22 * 60,
				   .until_minute = 2 * 60,
				   .has_weekdays = true,
				   .weekdays = 1U << 4 };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	assert_true(at(&basket, &when, (struct civil) { 2026, 1, 2, 22, 0, 0 }));
	assert_true(at(&basket, &when, (struct civil) { 2026, 1, 3, 1, 59, 59 }));
	assert_false(at(&basket, &when, (struct civil) { 2026, 1, 3, 2, 0, 0 }));
	assert_false(at(&basket, &when, (struct civil) { 2026, 1, 2, 1, 0, 0 }));
	assert_false(at(&basket, &when, (struct civil) { 2026, 1, 2, 12, 0, 0 }));
	assert_false(at(&basket, &when, (struct civil) { 2026, 1, 3, 23, 0, 0 }));
}

static void visits_are_counted_with_the_one_that_is_now(void **state)
{
	const struct conditions first = { .first_purchase = true };
	const struct conditions fifth = { .visit = 5 };
	const struct conditions thirds = { .every_visit = 3 };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	for (int64_t visits = 0; visits < 12; visits++) {
		basket.standing.visits = visits;
		assert_int_equal(moment(&basket, &first), visits == 0);
		assert_int_equal(moment(&basket, &fifth), visits == 4);
		assert_int_equal(moment(&basket, &thirds), visits % 3 == 2);
	}
}

/* S037: on the day, and not when it is tomorrow. */
static void a_birthday_is_its_day_alone_unless_days_are_given(void **state)
{
	struct conditions when = { .birthday = true };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	assert_false(moment(&basket, &when));
	basket.standing.has_birthday = true;
	basket.standing.birth_month = 1;
	basket.standing.birth_day = 1;
	assert_true(moment(&basket, &when));
	basket.standing.birth_day = 2;
	assert_false(moment(&basket, &when));
	when.days_before = 1;
	assert_true(moment(&basket, &when));
}

static void birthday_days_reach_over_the_end_of_a_year(void **state)
{
	const struct conditions when = { .birthday = true, .days_before = 3, .days_after = 2 };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket.standing.has_birthday = true;
	basket.standing.birth_month = 1;
	basket.standing.birth_day = 2;
	assert_false(at(&basket, &when, (struct civil) { 2025, 12, 29, 9, 0, 0 }));
	assert_true(at(&basket, &when, (struct civil) { 2025, 12, 30, 9, 0, 0 }));
	assert_true(at(&basket, &when, (struct civil) { 2026, 1, 4, 9, 0, 0 }));
	assert_false(at(&basket, &when, (struct civil) { 2026, 1, 5, 9, 0, 0 }));
	basket.standing.birth_month = 12;
	basket.standing.birth_day = 31;
	assert_true(at(&basket, &when, (struct civil) { 2026, 1, 2, 9, 0, 0 }));
	assert_false(at(&basket, &when, (struct civil) { 2026, 1, 3, 9, 0, 0 }));
}

static void the_29th_of_february_is_kept_on_the_28th(void **state)
{
	const struct conditions when = { .birthday = true };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket.standing.has_birthday = true;
	basket.standing.birth_month = 2;
	basket.standing.birth_day = 29;
	assert_true(at(&basket, &when, (struct civil) { 2027, 2, 28, 9, 0, 0 }));
	assert_false(at(&basket, &when, (struct civil) { 2027, 3, 1, 9, 0, 0 }));
	assert_false(at(&basket, &when, (struct civil) { 2028, 2, 28, 9, 0, 0 }));
	assert_true(at(&basket, &when, (struct civil) { 2028, 2, 29, 9, 0, 0 }));
	assert_true(at(&basket, &when, (struct civil) { 2100, 2, 28, 9, 0, 0 }));
	assert_false(at(&basket, &when, (struct civil) { 2000, 2, 28, 9, 0, 0 }));
}

static void a_tier_is_one_of_those_named(void **state)
{
	const char *const names[] = { "silver", "gold" };
	const struct conditions when = { .tiers = words(names, 2) };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket.programme.tiers.level_count = 2;
	basket.programme.tiers.levels[0].id = "bronze";
	basket.programme.tiers.levels[1].id = "gold";
	assert_false(moment(&basket, &when));
	basket.standing.level = 0;
	assert_false(moment(&basket, &when));
	basket.standing.level = 1;
	assert_true(moment(&basket, &when));
}

static void a_segment_is_one_of_the_members_words(void **state)
{
	const char *const names[] = { "student", "senior" };
	const struct conditions when = { .segments = words(names, 2) };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	assert_false(moment(&basket, &when));
	basket.standing.segments = "staff student";
	assert_true(moment(&basket, &when));
	basket.standing.segments = "staff students";
	assert_false(moment(&basket, &when));
}

/* A cashier types what is on the flyer, in any capitals. */
static void a_code_is_one_that_was_entered(void **state)
{
	const char *const promotion[] = { "PROMO10" };
	const char *const entered[] = { "other", "promo10" };
	const struct conditions when = { .codes = words(promotion, 1) };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	assert_false(moment(&basket, &when));
	basket.sale.codes = entered;
	basket.sale.code_count = 1;
	assert_false(moment(&basket, &when));
	basket.sale.code_count = 2;
	assert_true(moment(&basket, &when));
}

static void a_store_is_the_one_of_the_sale(void **state)
{
	const char *const names[] = { "harbour" };
	const struct conditions when = { .stores = words(names, 1) };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	assert_false(moment(&basket, &when));
	basket.sale.store = "market";
	assert_false(moment(&basket, &when));
	basket.sale.store = "harbour";
	assert_true(moment(&basket, &when));
}

/* At an enrolment there is no sale: no code was entered and no store is known. */
static void without_a_sale_codes_and_stores_do_not_hold(void **state)
{
	const char *const names[] = { "harbour" };
	const struct conditions none = { 0 };
	const struct conditions stores = { .stores = words(names, 1) };
	const struct conditions codes = { .codes = words(names, 1) };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	assert_true(match_moment(&none, &basket.programme, NULL, &basket.standing));
	assert_false(match_moment(&stores, &basket.programme, NULL, &basket.standing));
	assert_false(match_moment(&codes, &basket.programme, NULL, &basket.standing));
}

/* A stranger has no visits either, and is no new customer for that. */
static void what_is_asked_of_a_member_does_not_hold_for_nobody(void **state)
{
	const char *const names[] = { "student" };
	const struct conditions first = { .first_purchase = true };
	const struct conditions number = { .visit = 1 };
	const struct conditions every = { .every_visit = 1 };
	const struct conditions birthday = { .birthday = true };
	const struct conditions student = { .segments = words(names, 1) };
	const struct conditions *const asked[] = { &first, &number, &every, &birthday, &student };
	const struct conditions none = { 0 };
	struct basket basket;

	(void)state;
	basket_open(&basket);
	basket.standing.visits = 0;
	basket.standing.has_birthday = true;
	basket.standing.birth_month = 1;
	basket.standing.birth_day = 1;
	basket.standing.segments = "student";
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		basket.standing.member = 7;
		assert_true(moment(&basket, asked[i]));
		basket.standing.member = 0;
		assert_false(moment(&basket, asked[i]));
	}
	assert_true(moment(&basket, &none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_begins_at_from_and_is_over_at_until),
		cmocka_unit_test(a_weekday_holds_on_that_day),
		cmocka_unit_test(hours_hold_from_the_first_minute_to_before_the_last),
		cmocka_unit_test(hours_over_midnight_belong_to_the_evening_they_began),
		cmocka_unit_test(visits_are_counted_with_the_one_that_is_now),
		cmocka_unit_test(a_birthday_is_its_day_alone_unless_days_are_given),
		cmocka_unit_test(birthday_days_reach_over_the_end_of_a_year),
		cmocka_unit_test(the_29th_of_february_is_kept_on_the_28th),
		cmocka_unit_test(a_tier_is_one_of_those_named),
		cmocka_unit_test(a_segment_is_one_of_the_members_words),
		cmocka_unit_test(a_code_is_one_that_was_entered),
		cmocka_unit_test(a_store_is_the_one_of_the_sale),
		cmocka_unit_test(without_a_sale_codes_and_stores_do_not_hold),
		cmocka_unit_test(what_is_asked_of_a_member_does_not_hold_for_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
