/* test_sums_care.c - moods by a word, complaints in time, and what contacting did. */
#include "tests/support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plugin/reports/sums_care.h"
#include "plugin/reports/sums_money.h"

static void count_moods(struct mood_groups *groups, const char *word, int64_t mood, int times)
{
	for (int i = 0; i < times; i++)
		moods_count(groups, word, mood);
}

static void moods_are_counted_by_their_word(void **state)
{
	struct mood_groups groups = { .count = 0 };

	(void)state;
	count_moods(&groups, "product", 1, 2);
	count_moods(&groups, "product", 5, 1);
	count_moods(&groups, "staff", 2, 3);
	count_moods(&groups, "staff", 3, 1);
	count_moods(&groups, "", 4, 2);
	moods_order(&groups);
	assert_int_equal(groups.count, 3);
	assert_string_equal(groups.at[0].word, "staff");
	assert_int_equal(groups.at[0].unhappy, 3);
	assert_int_equal(groups.at[0].middling, 1);
	assert_string_equal(groups.at[1].word, "product");
	assert_int_equal(groups.at[1].unhappy, 2);
	assert_int_equal(groups.at[1].happy, 1);
	assert_int_equal(moods_all(&groups.at[2]), 2);
}

/* More words than there is room for: none is lost from the sum. */
static void what_has_no_room_is_counted_together(void **state)
{
	struct mood_groups groups = { .count = 0 };

	(void)state;
	for (int i = 0; i < 2 * CARE_GROUPS_MAX; i++) {
		char word[16];

		(void)snprintf(word, sizeof(word), "w%d", i);
		moods_count(&groups, word, 5);
	}
	assert_int_equal(groups.count, CARE_GROUPS_MAX);
	assert_int_equal(moods_all(&groups.rest), CARE_GROUPS_MAX);
}

/* One cashier of few moods alone in the rest could be told from the sum of all: so the smallest of
 * the named goes there too. */
static void few_are_never_told_apart(void **state)
{
	struct mood_groups groups = { .count = 0 };

	(void)state;
	count_moods(&groups, "jonas", 5, 30);
	count_moods(&groups, "anna", 5, 8);
	count_moods(&groups, "bo", 1, 2);
	moods_hide_few(&groups, CARE_FEW);
	assert_int_equal(groups.count, 1);
	assert_string_equal(groups.at[0].word, "jonas");
	assert_int_equal(groups.rest.unhappy, 2);
	assert_int_equal(moods_all(&groups.rest), 10);
}

static void enough_are_named_in_order_of_names(void **state)
{
	struct mood_groups groups = { .count = 0 };

	(void)state;
	count_moods(&groups, "jonas", 1, CARE_FEW);
	count_moods(&groups, "anna", 5, CARE_FEW);
	moods_hide_few(&groups, CARE_FEW);
	assert_int_equal(groups.count, 2);
	assert_string_equal(groups.at[0].word, "anna");
	assert_int_equal(moods_all(&groups.rest), 0);
}

/* Answered before the clock ran out; after it; not at all and it ran out; not yet. */
static void complaints_are_in_time_or_late(void **state)
{
	const struct care_complaint four[] = {
		{ .at_ms = 0, .until_ms = 100, .answered_ms = 100, .state = 4, .steps = 1 << 6 },
		{ .at_ms = 0, .until_ms = 100, .answered_ms = 101, .state = 5, .steps = 1 << 8 },
		{ .at_ms = 0, .until_ms = 100, .state = 1, .steps = 1 << 1 },
		{ .at_ms = 0, .until_ms = 300, .state = 2, .steps = 1 << 1 | 1 << 2 },
	};
	struct care_complaints sums = { 0 };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(complaints_count(&sums, &four[i], 200), RGL_OK);
	assert_int_equal(sums.count, 4);
	assert_int_equal(sums.in_time, 1);
	assert_int_equal(sums.late, 2);
	assert_int_equal(sums.running, 1);
	assert_int_equal(sums.step[6], 1);
	assert_int_equal(sums.step[1], 2);
	assert_int_equal(sums.step[2], 1);
	assert_int_equal(sums.by_end[CARE_BY_WORD].count, 1);
	assert_int_equal(sums.by_end[CARE_WITHOUT].count, 1);
	assert_int_equal(sums.by_end[CARE_STILL_OPEN].count, 2);
}

/* Who came back is counted of those whose season is over, and who are known. */
static void only_a_season_that_is_over_counts(void **state)
{
	struct care_complaint one = { .state = 4, .has_member = true, .came_back = true };
	struct care_complaints sums = { 0 };

	(void)state;
	one.worth = money_of(300);
	one.gestures = 1;
	assert_int_equal(complaints_count(&sums, &one, 1), RGL_OK);
	one.is_over = true;
	assert_int_equal(complaints_count(&sums, &one, 1), RGL_OK);
	one.has_member = false;
	assert_int_equal(complaints_count(&sums, &one, 1), RGL_OK);
	assert_int_equal(sums.by_end[CARE_BY_WORD].could, 1);
	assert_int_equal(sums.by_end[CARE_BY_WORD].came, 1);
	assert_int_equal(sums.by_end[CARE_BY_WORD].with_gesture, 3);
	assert_int_equal(sums_minor(sums.by_end[CARE_BY_WORD].worth), 900);
	one.worth = money_of(INT64_MAX);
	assert_int_equal(complaints_count(&sums, &one, 1), RGL_E_RANGE);
}

static void count_arm(struct contact_sums *sums, bool held_out, int64_t came, int64_t listed,
		      int64_t net)
{
	for (int64_t i = 0; i < listed; i++) {
		const struct contact_came one = {
			.held_out = held_out,
			.was_reached = !held_out && i % 2 == 0,
			.came = i < came,
			.is_over = true,
			.net = money_of(i < came ? net : 0),
		};

		assert_int_equal(contacts_count(sums, &one), RGL_OK);
	}
}

/* Newcombe 1998, table II, method 10: 56/70 against 48/80, .0524 to .3339. */
static void newcombes_example_is_an_effect(void **state)
{
	struct contact_sums sums = { 0 };
	struct contact_effect effect;

	(void)state;
	count_arm(&sums, false, 56, 70, 1000);
	count_arm(&sums, true, 48, 80, 1000);
	contacts_effect(&sums, &effect);
	assert_int_equal(effect.verdict, CARE_HELPS);
	assert_true(fabs(effect.difference - 0.2) < 1e-12);
	assert_true(fabs(effect.interval.low - 0.0524) < 5e-5);
	assert_true(fabs(effect.interval.high - 0.3339) < 5e-5);
	assert_int_equal(sums.over[ARM_CONTACTED].reached, 35);
	assert_int_equal(sums.over[ARM_LEFT_ALONE].reached, 0);
}

static void the_same_the_other_way_round_harms(void **state)
{
	struct contact_sums sums = { 0 };
	struct contact_effect effect;

	(void)state;
	count_arm(&sums, false, 48, 80, 1000);
	count_arm(&sums, true, 56, 70, 1000);
	contacts_effect(&sums, &effect);
	assert_int_equal(effect.verdict, CARE_HARMS);
	assert_true(fabs(effect.interval.high + 0.0524) < 5e-5);
}

/* Newcombe's second example, 9/10 against 3/10 (.1705 to .8090), has ten a side: enough by the
 * rule. One fewer is too few, however far apart they are. */
static void nine_a_side_are_too_few(void **state)
{
	struct contact_sums sums = { 0 };
	struct contact_effect effect;

	(void)state;
	count_arm(&sums, false, 9, 10, 1000);
	count_arm(&sums, true, 3, 10, 1000);
	contacts_effect(&sums, &effect);
	assert_int_equal(effect.verdict, CARE_HELPS);
	assert_true(fabs(effect.interval.low - 0.1705) < 5e-5);
	assert_true(fabs(effect.interval.high - 0.8090) < 5e-5);
	sums = (struct contact_sums) { 0 };
	count_arm(&sums, false, 9, 9, 1000);
	count_arm(&sums, true, 0, 9, 1000);
	contacts_effect(&sums, &effect);
	assert_int_equal(effect.verdict, CARE_TOO_FEW);
}

/* Half of 20 against half of 20: an interval of some 58 points says nothing. Of 500 it does: there
 * is little between them. */
static void a_wide_interval_is_too_few_and_a_narrow_one_is_chance(void **state)
{
	struct contact_sums sums = { 0 };
	struct contact_effect effect;

	(void)state;
	count_arm(&sums, false, 10, 20, 1000);
	count_arm(&sums, true, 10, 20, 1000);
	contacts_effect(&sums, &effect);
	assert_int_equal(effect.verdict, CARE_TOO_FEW);
	sums = (struct contact_sums) { 0 };
	count_arm(&sums, false, 250, 500, 1000);
	count_arm(&sums, true, 250, 500, 1000);
	contacts_effect(&sums, &effect);
	assert_int_equal(effect.verdict, CARE_CHANCE);
}

/* Nobody at all, or one arm alone: no figure that is none. */
static void of_nobody_nothing_is_said(void **state)
{
	struct contact_sums sums = { 0 };
	struct contact_effect effect;

	(void)state;
	contacts_effect(&sums, &effect);
	assert_int_equal(effect.verdict, CARE_TOO_FEW);
	assert_false(effect.has_money);
	assert_true(effect.difference == 0);
	count_arm(&sums, false, 3, 5, 1000);
	contacts_effect(&sums, &effect);
	assert_int_equal(effect.verdict, CARE_TOO_FEW);
	assert_false(effect.has_money);
	assert_true(effect.share[ARM_CONTACTED] > 0.59 && effect.share[ARM_CONTACTED] < 0.61);
}

/* Means 6 and 2, variances by hand: 0 and 10 of five, three tens and two zeros (30) against 10 at
 * one of five (20); half is t(0.975, 7.69) times the root of 30/5 + 20/5. */
static void money_has_welchs_interval(void **state)
{
	struct contact_sums sums = { 0 };
	struct contact_effect effect;
	double half;

	(void)state;
	count_arm(&sums, false, 3, 5, 10);
	count_arm(&sums, true, 1, 5, 10);
	contacts_effect(&sums, &effect);
	assert_true(effect.has_money);
	assert_true(fabs(effect.each - 4) < 1e-9);
	half = (effect.each_interval.high - effect.each_interval.low) / 2;
	assert_true(fabs(half / sqrt(10) - 2.3221) < 0.003);
}

/* Those whose season runs are told apart. */
static void a_running_season_is_not_measured(void **state)
{
	const struct contact_came one = { .came = true, .net = money_of(500) };
	struct contact_sums sums = { 0 };

	(void)state;
	assert_int_equal(contacts_count(&sums, &one), RGL_OK);
	assert_int_equal(sums.running[ARM_CONTACTED], 1);
	assert_int_equal(sums.came_so_far[ARM_CONTACTED], 1);
	assert_int_equal(sums.over[ARM_CONTACTED].listed, 0);
}

static void more_money_than_can_be_counted_is_refused(void **state)
{
	const struct contact_came one = { .is_over = true, .net = money_of(INT64_MAX) };
	struct contact_sums sums = { 0 };

	(void)state;
	assert_int_equal(contacts_count(&sums, &one), RGL_OK);
	assert_int_equal(contacts_count(&sums, &one), RGL_E_RANGE);
	assert_int_equal(sums.over[ARM_CONTACTED].listed, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moods_are_counted_by_their_word),
		cmocka_unit_test(what_has_no_room_is_counted_together),
		cmocka_unit_test(few_are_never_told_apart),
		cmocka_unit_test(enough_are_named_in_order_of_names),
		cmocka_unit_test(complaints_are_in_time_or_late),
		cmocka_unit_test(only_a_season_that_is_over_counts),
		cmocka_unit_test(newcombes_example_is_an_effect),
		cmocka_unit_test(the_same_the_other_way_round_harms),
		cmocka_unit_test(nine_a_side_are_too_few),
		cmocka_unit_test(a_wide_interval_is_too_few_and_a_narrow_one_is_chance),
		cmocka_unit_test(of_nobody_nothing_is_said),
		cmocka_unit_test(money_has_welchs_interval),
		cmocka_unit_test(a_running_season_is_not_measured),
		cmocka_unit_test(more_money_than_can_be_counted_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
