/* test_weigh.c - what is worth knowing of a member, and which of it comes first. */
#include "tests/support/check.h"

#include <stdio.h>
#include <string.h>

#include "plugin/care/weigh.h"

#define NOW_MS INT64_C(1767607200000) /* 2026-01-05T10:00Z */
#define DAY_MS INT64_C(86400000)

static struct weigh_facts ordinary(void)
{
	return (struct weigh_facts) { .now_ms = NOW_MS,
				      .now = { .year = 2026, .month = 1, .day = 5, .hour = 11 },
				      .visits = 6,
				      .last_visit_ms = NOW_MS - 6 * DAY_MS,
				      .usual_gap_ms = 6 * DAY_MS };
}

/* The kinds by their words, a space between two. */
static void weighs(const struct weigh_facts *facts, const char *expected)
{
	struct thing things[THINGS_FOUND_MAX];
	const size_t count = weigh(facts, things);
	char found[256] = "";

	for (size_t i = 0; i < count; i++)
		(void)snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s%s",
			       i == 0 ? "" : " ", weigh_word(things[i].kind));
	assert_string_equal(found, expected);
}

static struct thing first(const struct weigh_facts *facts)
{
	struct thing things[THINGS_FOUND_MAX];

	assert_true(weigh(facts, things) > 0);
	return things[0];
}

/* Nothing to read when there is nothing to do. */
static void an_ordinary_visit_needs_nothing(void **state)
{
	const struct weigh_facts facts = ordinary();
	const struct weigh_facts nobody = { .now_ms = NOW_MS };

	(void)state;
	weighs(&facts, "");
	weighs(&nobody, "");
}

/* The order, from the heaviest to the lightest. */
static void the_heaviest_comes_first(void **state)
{
	struct weigh_facts facts = ordinary();

	(void)state;
	facts.complaint = 7;
	facts.until_ms = NOW_MS;
	facts.sorry = 5;
	facts.bad = 5;
	facts.strikes = 2;
	facts.contact = 3;
	facts.contact_ms = NOW_MS - DAY_MS;
	facts.birth_month = 1;
	facts.birth_day = 5;
	facts.friend_id = 9;
	facts.friend_ms = NOW_MS - DAY_MS;
	facts.visits = 9;
	facts.last_visit_ms = NOW_MS - 50 * DAY_MS;
	facts.has_reward = true;
	facts.points = 10;
	facts.ending_points = 5;
	facts.ending_ms = NOW_MS + DAY_MS;
	facts.has_next_tier = true;
	facts.to_tier = 20;
	facts.tier_figure = 80;
	weighs(&facts, "overdue apology strikes contact birthday friend return reward ending tier "
		       "visit");
	facts.until_ms = NOW_MS + 1;
	facts.to_reward = 10;
	weighs(&facts, "complaint apology strikes contact birthday friend return ending near tier "
		       "visit");
}

/* One sentence for one bad coffee: whoever knows of the complaint says sorry for it. */
static void a_complaint_says_the_apology_for_the_same(void **state)
{
	struct weigh_facts facts = ordinary();

	(void)state;
	facts.sorry = 5;
	weighs(&facts, "apology");
	facts.complaint = 7;
	facts.complaint_moment = 5;
	weighs(&facts, "complaint");
	facts.complaint_moment = 4;
	weighs(&facts, "complaint apology");
	facts.sorry = 7;
	weighs(&facts, "complaint");
}

/* A complaint that was answered has no clock any more, and is not overdue. */
static void an_answered_complaint_is_not_overdue(void **state)
{
	struct weigh_facts facts = ordinary();

	(void)state;
	facts.complaint = 7;
	weighs(&facts, "complaint");
	assert_int_equal(first(&facts).number, 1);
	facts.until_ms = NOW_MS + 1;
	assert_int_equal(first(&facts).number, 0);
}

/* Shown before the third, and one is not a row. */
static void strikes_are_shown_from_two_on(void **state)
{
	struct weigh_facts facts = ordinary();

	(void)state;
	facts.bad = 4;
	facts.strikes = 1;
	weighs(&facts, "");
	facts.strikes = 2;
	weighs(&facts, "strikes");
	assert_int_equal(first(&facts).about, 4);
	assert_int_equal(first(&facts).number, 2);
}

static void has_birthday(struct weigh_facts *facts, int32_t year, int32_t month, int32_t day,
			 const char *expected)
{
	facts->now.year = year;
	facts->now.month = month;
	facts->now.day = day;
	weighs(facts, expected);
}

/* From the day before to two days after, also over the turn of the year; a child of 29 February has
 * it on the 28th of other years. */
static void a_birthday_has_four_days(void **state)
{
	struct weigh_facts facts = ordinary();

	(void)state;
	facts.birth_month = 12;
	facts.birth_day = 31;
	has_birthday(&facts, 2025, 12, 29, "");
	has_birthday(&facts, 2025, 12, 30, "birthday");
	assert_int_equal(first(&facts).number, -1);
	has_birthday(&facts, 2026, 1, 2, "birthday");
	assert_int_equal(first(&facts).number, 2);
	assert_int_equal(first(&facts).about, 2025);
	has_birthday(&facts, 2026, 1, 3, "");
	facts.birth_month = 2;
	facts.birth_day = 29;
	has_birthday(&facts, 2026, 2, 27, "birthday");
	has_birthday(&facts, 2026, 3, 3, "");
	has_birthday(&facts, 2028, 2, 27, "");
	has_birthday(&facts, 2028, 2, 29, "birthday");
}

/* Asked at the next visit, not while they still stand there; and only once they came. */
static void what_was_closed_is_asked_about_at_the_next_visit(void **state)
{
	struct weigh_facts facts = ordinary();

	(void)state;
	facts.settled = 8;
	facts.settled_ms = NOW_MS - 3600000;
	weighs(&facts, "");
	facts.settled_ms = NOW_MS - 2 * DAY_MS;
	weighs(&facts, "settled");
	facts.last_visit_ms = NOW_MS - DAY_MS;
	weighs(&facts, "");
	facts.last_visit_ms = NOW_MS - 200 * DAY_MS;
	facts.usual_gap_ms = 100 * DAY_MS;
	facts.settled_ms = NOW_MS - 91 * DAY_MS;
	weighs(&facts, "");
}

/* By their own rhythm: 19 days are long for nobody, 100 are not for who comes each month. */
static void a_long_while_is_by_their_own_rhythm(void **state)
{
	struct weigh_facts facts = ordinary();

	(void)state;
	facts.last_visit_ms = NOW_MS - 31 * DAY_MS;
	weighs(&facts, "return");
	facts.last_visit_ms = NOW_MS - 30 * DAY_MS;
	weighs(&facts, "");
	facts.usual_gap_ms = 40 * DAY_MS;
	facts.last_visit_ms = NOW_MS - 100 * DAY_MS;
	weighs(&facts, "");
	facts.visits = 1;
	facts.usual_gap_ms = 0;
	weighs(&facts, "");
}

/* No more is missing than is there; a fifth of a tier at most. */
static void near_is_near(void **state)
{
	struct weigh_facts facts = ordinary();

	(void)state;
	facts.has_reward = true;
	facts.points = 50;
	facts.to_reward = 51;
	weighs(&facts, "");
	facts.to_reward = 50;
	weighs(&facts, "near");
	facts.to_reward = 0;
	weighs(&facts, "reward");
	facts.points = 0;
	weighs(&facts, "");
	facts.has_next_tier = true;
	facts.to_tier = 21;
	facts.tier_figure = 79;
	weighs(&facts, "");
	facts.to_tier = 20;
	facts.tier_figure = 80;
	weighs(&facts, "tier");
}

/* What a till sends back is what it was given. */
static void a_word_stands_for_its_kind(void **state)
{
	(void)state;
	for (int kind = THING_OVERDUE; kind <= THING_VISIT; kind++)
		assert_int_equal(weigh_kind(weigh_word((enum thing_kind)kind)), kind);
	assert_string_equal(weigh_word(THING_PRINTED), "");
	assert_int_equal(weigh_kind("nothing"), 0);
	assert_int_equal(weigh_kind(""), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ordinary_visit_needs_nothing),
		cmocka_unit_test(the_heaviest_comes_first),
		cmocka_unit_test(a_complaint_says_the_apology_for_the_same),
		cmocka_unit_test(an_answered_complaint_is_not_overdue),
		cmocka_unit_test(strikes_are_shown_from_two_on),
		cmocka_unit_test(a_birthday_has_four_days),
		cmocka_unit_test(what_was_closed_is_asked_about_at_the_next_visit),
		cmocka_unit_test(a_long_while_is_by_their_own_rhythm),
		cmocka_unit_test(near_is_near),
		cmocka_unit_test(a_word_stands_for_its_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
