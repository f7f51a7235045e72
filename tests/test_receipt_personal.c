/* test_receipt_personal.c - what is said to this very person, case by case. */
#include "tests/support/check.h"

#include <string.h>

#include "receipts/personal.h"

/* A receipt on which nothing in particular is to be said. */
static struct receipt plain(void)
{
	return (struct receipt) {
		.member = "Asha",
		.at = { 2026, 11, 21, 14, 5, 0 },
		.visit = 7,
		.currency = { "EUR", 2 },
		.balance = points_of(10),
		.to_reward = points_of(90),
		.reward = "a free coffee",
		.person = { .gap_days = 7, .usual_days = 7 },
	};
}

/* The keys without their "personal_", a space between two. */
static void says(const struct receipt *receipt, const char *expected)
{
	const char *keys[PERSONAL_MAX];
	const size_t count = personal_choose(receipt, keys);
	char said[128] = "";

	for (size_t i = 0; i < count; i++) {
		assert_memory_equal(keys[i], "personal_", 9);
		strncat(said, i == 0 ? "" : " ", sizeof(said) - strlen(said) - 1);
		strncat(said, keys[i] + 9, sizeof(said) - strlen(said) - 1);
	}
	assert_string_equal(said, expected);
}

static void an_ordinary_visit_needs_no_line(void **state)
{
	struct receipt receipt = plain();

	(void)state;
	says(&receipt, "");
	receipt.cashier = "Jonas";
	says(&receipt, "served");
}

/* A stranger is not told of visits and points, and not by whom: the head of the receipt says it. */
static void a_stranger_is_said_nothing(void **state)
{
	struct receipt receipt = plain();

	(void)state;
	receipt.member = "";
	receipt.visit = 0;
	receipt.cashier = "Jonas";
	receipt.person.apology = "the cold soup";
	says(&receipt, "");
}

static void visits_that_are_counted_out_loud(void **state)
{
	const struct {
		int64_t visit;
		const char *says;
	} cases[] = { { 0, "" },
		      { 1, "first" },
		      { 2, "" },
		      { 4, "" },
		      { 5, "visit_nth" },
		      { 6, "" },
		      { 10, "visit_nth" },
		      { 15, "" },
		      { 20, "" },
		      { 25, "visit_nth" },
		      { 50, "visit_nth" },
		      { 75, "" },
		      { 99, "" },
		      { 100, "visit_nth" },
		      { 101, "" },
		      { 150, "" },
		      { 200, "visit_nth" },
		      { 250, "" },
		      { 1000, "visit_nth" } };
	struct receipt receipt = plain();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		receipt.visit = cases[i].visit;
		says(&receipt, cases[i].says);
	}
}

/* More than three usual gaps, and more than 30 days: a weekly guest is missed sooner than a yearly
 * one, but nobody after a fortnight. */
static void who_was_away_for_long_is_welcomed_back(void **state)
{
	const struct {
		int64_t gap_days;
		int64_t usual_days;
		const char *says;
	} cases[] = { { 30, 2, "" },	   { 31, 2, "return" }, { 31, 10, "return" },
		      { 31, 11, "" },	   { 90, 30, "" },	{ 91, 30, "return" },
		      { 31, 0, "return" }, { 400, 365, "" },	{ -1, 0, "" } };
	struct receipt receipt = plain();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		receipt.person.gap_days = cases[i].gap_days;
		receipt.person.usual_days = cases[i].usual_days;
		says(&receipt, cases[i].says);
	}
}

/* From the day before to two days after, over months and years, and on 29 February. */
static void a_birthday_is_near_for_four_days(void **state)
{
	const struct {
		int32_t month;
		int32_t day;
		struct civil at;
		bool is_near;
	} cases[] = {
		{ 11, 21, { 2026, 11, 19, 0, 0, 0 }, false },
		{ 11, 21, { 2026, 11, 20, 0, 0, 0 }, true },
		{ 11, 21, { 2026, 11, 21, 0, 0, 0 }, true },
		{ 11, 21, { 2026, 11, 23, 23, 59, 59 }, true },
		{ 11, 21, { 2026, 11, 24, 0, 0, 0 }, false },
		{ 1, 1, { 2026, 12, 31, 0, 0, 0 }, true },
		{ 1, 1, { 2026, 12, 30, 0, 0, 0 }, false },
		{ 12, 31, { 2027, 1, 2, 0, 0, 0 }, true },
		{ 12, 31, { 2027, 1, 3, 0, 0, 0 }, false },
		{ 2, 29, { 2026, 2, 27, 0, 0, 0 }, true },
		{ 2, 29, { 2026, 3, 2, 0, 0, 0 }, true },
		{ 2, 29, { 2026, 3, 3, 0, 0, 0 }, false },
		{ 2, 29, { 2028, 2, 27, 0, 0, 0 }, false },
		{ 2, 29, { 2028, 3, 2, 0, 0, 0 }, true },
	};
	struct receipt receipt = plain();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		receipt.person.birth_month = cases[i].month;
		receipt.person.birth_day = cases[i].day;
		receipt.at = cases[i].at;
		says(&receipt, cases[i].is_near ? "birthday" : "");
	}
}

static void a_reward_is_spoken_of_from_half_way(void **state)
{
	const struct {
		int64_t balance;
		int64_t missing;
		const char *says;
	} cases[] = { { 0, 100, "" },
		      { 49, 51, "" },
		      { 50, 50, "reward_near" },
		      { 99, 1, "reward_near" },
		      { 100, 0, "reward_ready" },
		      { 0, 0, "" } };
	struct receipt receipt = plain();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		receipt.balance = points_of(cases[i].balance);
		receipt.to_reward = points_of(cases[i].missing);
		receipt.without_points = false;
		receipt.reward = "a free coffee";
		says(&receipt, cases[i].says);
		receipt.without_points = true;
		says(&receipt, "");
		receipt.without_points = false;
		receipt.reward = "";
		says(&receipt, "");
	}
}

static void a_tier_is_told_when_this_sale_reached_it(void **state)
{
	struct receipt receipt = plain();

	(void)state;
	receipt.tier = "Gold";
	says(&receipt, "");
	receipt.person.is_tier_new = true;
	says(&receipt, "tier_reached");
	receipt.tier = "";
	says(&receipt, "");
}

/* All at once: the nearest to the heart come first, two of them, and who served. */
static void the_nearest_come_first(void **state)
{
	struct receipt receipt = plain();

	(void)state;
	receipt.cashier = "Jonas";
	receipt.person = (struct receipt_person) { .gap_days = 400,
						   .birth_month = 11,
						   .birth_day = 21,
						   .is_tier_new = true,
						   .apology = "the cold soup" };
	receipt.tier = "Gold";
	receipt.visit = 100;
	receipt.to_reward = points_of(0);
	says(&receipt, "sorry birthday served");
	receipt.person.apology = "";
	says(&receipt, "birthday tier_reached served");
	receipt.person.birth_month = 0;
	says(&receipt, "tier_reached return served");
	receipt.person.is_tier_new = false;
	says(&receipt, "return reward_ready served");
	receipt.person.gap_days = 1;
	says(&receipt, "visit_nth reward_ready served");
	receipt.visit = 1;
	says(&receipt, "first reward_ready served");
}

/* Whoever brings something back is not congratulated; an apology is still owed. */
static void a_refund_is_no_time_for_cheer(void **state)
{
	struct receipt receipt = plain();

	(void)state;
	receipt.is_refund = true;
	receipt.cashier = "Jonas";
	receipt.person.birth_month = 11;
	receipt.person.birth_day = 21;
	receipt.visit = 100;
	says(&receipt, "");
	receipt.person.apology = "the cold soup";
	says(&receipt, "sorry");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ordinary_visit_needs_no_line),
		cmocka_unit_test(a_stranger_is_said_nothing),
		cmocka_unit_test(visits_that_are_counted_out_loud),
		cmocka_unit_test(who_was_away_for_long_is_welcomed_back),
		cmocka_unit_test(a_birthday_is_near_for_four_days),
		cmocka_unit_test(a_reward_is_spoken_of_from_half_way),
		cmocka_unit_test(a_tier_is_told_when_this_sale_reached_it),
		cmocka_unit_test(the_nearest_come_first),
		cmocka_unit_test(a_refund_is_no_time_for_cheer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
