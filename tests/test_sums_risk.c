/* test_sums_risk.c - who is overdue, whose second visit is late, and in which segment they are. */
#include "tests/support/check.h"

#include "plugin/reports/sums_money.h"
#include "plugin/reports/sums_risk.h"
#include "plugin/reports/sums_segments.h"
#include "tests/support/sweep.h"

#define TODAY 20000

/* A regular: four days, a week apart, last so many days ago. */
static struct person regular(int64_t member, int32_t ago, int64_t loss)
{
	return (struct person) {
		.member = member,
		.visits = 4,
		.days = 4,
		.first_day = TODAY - ago - 21,
		.second_day = TODAY - ago - 14,
		.last_day = TODAY - ago,
		.worth = money_of(1000 * member),
		.is_scored = true,
		.usual_days = 70,
		.overdue = 950000,
		.alive = 400000,
		.loss = money_of(loss),
	};
}

static struct person once(int64_t member, int32_t ago)
{
	return (struct person) { .member = member,
				 .visits = 1,
				 .days = 1,
				 .first_day = TODAY - ago,
				 .last_day = TODAY - ago,
				 .worth = money_of(100),
				 .is_scored = true,
				 .alive = 1000000,
				 .overdue = 1000000 };
}

/* BG/NBD calls everybody who came once alive for sure, other models dead: neither is a rhythm. */
static void who_came_once_is_never_overdue(void **state)
{
	struct person person = once(1, 300);

	(void)state;
	assert_false(risk_is_overdue(&person, TODAY));
	person.alive = 0;
	person.usual_days = 70;
	assert_false(risk_is_overdue(&person, TODAY));
}

static void overdue_is_against_their_own_rhythm(void **state)
{
	struct person person = regular(1, 30, 100);

	(void)state;
	assert_true(risk_is_overdue(&person, TODAY));
	assert_int_equal(risk_days_over(&person, TODAY), 300 - 70);
	person.overdue = RISK_OVERDUE - 1;
	assert_false(risk_is_overdue(&person, TODAY));
	person = regular(1, 30, 100);
	person.has_come_since = true;
	assert_false(risk_is_overdue(&person, TODAY));
	person = regular(1, 30, 100);
	person.is_scored = false;
	assert_false(risk_is_overdue(&person, TODAY));
	person = regular(1, 61, 100);
	assert_false(risk_is_overdue(&person, TODAY));
	person = regular(1, 5, 100);
	assert_false(risk_is_overdue(&person, TODAY));
}

/* 500, 300, 150, 50: two hold four fifths of the 1,000. */
static void the_dearest_come_first_and_are_enough(void **state)
{
	const struct person list[] = { regular(1, 30, 150),  regular(2, 30, 500),
				       regular(3, 30, 50),   regular(4, 30, 300),
				       regular(5, 61, 9999), once(6, 100) };
	struct risk_sums sums;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(risk_sum(&host, list, 6, TODAY, &sums), RGL_OK);
	assert_int_equal(sums.overdue.count, 4);
	assert_int_equal(sums.overdue.at[0]->member, 2);
	assert_int_equal(sums.overdue.at[3]->member, 3);
	assert_int_equal(sums_minor(sums.loss), 1000);
	assert_int_equal(sums.enough, 2);
	assert_int_equal(sums_minor(sums.edge), 300);
	assert_int_equal(sums.gone, 1);
	assert_int_equal(sums.once_all, 1);
	assert_int_equal(sums.late.seen, 5);
	assert_int_equal(sums.late.days, LATE_ASSUMED);
	assert_int_equal(sums.once.count, 1);
	risk_sums_free(&sums);
}

/* Ten came again after 1 to 10 days: four of five had by the eighth. */
static void late_is_when_four_of_five_others_had_come(void **state)
{
	struct person list[12];
	struct late late;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	for (int32_t i = 0; i < 10; i++) {
		list[i] = regular(i + 1, 10, 0);
		list[i].second_day = list[i].first_day + i + 1;
	}
	list[10] = once(11, 8);
	list[11] = once(12, 9);
	assert_int_equal(late_find(&host, list, 12, TODAY, &late), RGL_OK);
	assert_int_equal(late.days, 8);
	assert_int_equal(late.seen, 10);
	assert_false(late_is(&late, &list[10], TODAY));
	assert_true(late_is(&late, &list[11], TODAY));
	assert_false(late_is(&late, &list[0], TODAY));
}

/* Of those who came first a year ago all who come again have had the time to; they go before. */
static void those_of_a_year_ago_tell_when_one_is_late(void **state)
{
	struct person list[30];
	struct late late;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	for (int32_t i = 0; i < 30; i++) {
		list[i] = regular(i + 1, i < 10 ? 400 : 10, 0);
		list[i].second_day = list[i].first_day + (i < 10 ? 20 : 2);
	}
	assert_int_equal(late_find(&host, list, 30, TODAY, &late), RGL_OK);
	assert_int_equal(late.days, 20);
	assert_int_equal(late.seen, 10);
}

/* Sixty members, one of each kind among many loyal ones. */
static void each_is_in_the_segment_that_its_words_say(void **state)
{
	struct person list[60];
	struct segment_rules rules;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	for (int32_t i = 0; i < 60; i++)
		list[i] = regular(i + 1, 3, 0);
	list[0].last_day = TODAY - 22; /* three weeks and a day, of a week each */
	list[1].last_day = TODAY - 61;
	list[2] = once(3, 5);
	list[3] = once(4, 300);
	list[4].days = 2;
	list[5].last_day = TODAY - 21;
	assert_int_equal(segment_rules_make(&host, list, 60, TODAY, &rules), RGL_OK);
	assert_false(rules.is_small);
	assert_int_equal(segment_of(&rules, &list[0]), SEGMENT_DRIFTING);
	assert_int_equal(segment_of(&rules, &list[1]), SEGMENT_LOST);
	assert_int_equal(segment_of(&rules, &list[2]), SEGMENT_NEW);
	assert_int_equal(segment_of(&rules, &list[3]), SEGMENT_ONCE);
	assert_int_equal(segment_of(&rules, &list[4]), SEGMENT_PROMISING);
	assert_int_equal(segment_of(&rules, &list[5]), SEGMENT_LOYAL);
	assert_int_equal(segment_of(&rules, &list[47]), SEGMENT_LOYAL);
	assert_int_equal(segment_of(&rules, &list[48]), SEGMENT_BEST);
	assert_int_equal(segment_of(&rules, &list[59]), SEGMENT_BEST);
}

/* A guest of every day who stays out a weekend, and one whose own gap is a year. */
static void nobody_drifts_who_only_keeps_their_rhythm(void **state)
{
	struct person list[2] = { regular(1, 4, 0), regular(2, 700, 0) };
	struct segment_rules rules;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	list[0].usual_days = 10;
	list[1].usual_days = 3650;
	assert_int_equal(segment_rules_make(&host, list, 2, TODAY, &rules), RGL_OK);
	assert_true(rules.is_small);
	assert_int_equal(segment_of(&rules, &list[0]), SEGMENT_LOYAL);
	assert_int_equal(segment_of(&rules, &list[1]), SEGMENT_LOYAL);
	assert_string_equal(segment_name(SEGMENT_LOYAL, true), "regulars");
	assert_string_equal(segment_name(SEGMENT_LOYAL, false), "loyal");
}

/* Without a score: (21 days of theirs + one gap of the shop's, 7) / 4. */
static void without_a_score_the_own_gaps_count(void **state)
{
	struct person list[1] = { regular(1, 4, 0) };
	struct segment_rules rules;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	list[0].is_scored = false;
	assert_int_equal(segment_rules_make(&host, list, 1, TODAY, &rules), RGL_OK);
	assert_int_equal(rules.usual, 70);
	assert_int_equal(segment_usual(&rules, &list[0]), (210 + 70) / 4);
}

static void each_segment_has_words(void **state)
{
	(void)state;
	for (enum segment segment = SEGMENT_BEST; segment < SEGMENTS; segment++)
		for (int small = 0; small < 2; small++) {
			assert_true(segment_name(segment, small)[0] != '\0');
			assert_true(segment_who(segment, small)[0] != '\0');
			assert_true(segment_what_to_do(segment, small)[0] != '\0');
		}
}

static void nobody_is_a_shop_too(void **state)
{
	struct risk_sums sums;
	struct segment_rules rules;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(risk_sum(&host, NULL, 0, TODAY, &sums), RGL_OK);
	assert_int_equal(sums.overdue.count + sums.once.count, 0);
	risk_sums_free(&sums);
	assert_int_equal(segment_rules_make(&host, NULL, 0, TODAY, &rules), RGL_OK);
	assert_true(rules.is_small);
}

static void a_loss_that_does_not_fit_is_refused(void **state)
{
	const struct person list[] = { regular(1, 30, INT64_MAX), regular(2, 30, 1) };
	struct risk_sums sums;
	struct host host;

	(void)state;
	host_init(&host, NULL);
	assert_int_equal(risk_sum(&host, list, 2, TODAY, &sums), RGL_E_RANGE);
	risk_sums_free(&sums);
}

static rgl_rc both(const struct host *host)
{
	const struct person list[] = { regular(1, 30, 150), once(2, 100) };
	struct segment_rules rules;
	struct risk_sums sums;
	rgl_rc rc = risk_sum(host, list, 2, TODAY, &sums);

	risk_sums_free(&sums);
	return rc < 0 ? rc : segment_rules_make(host, list, 2, TODAY, &rules);
}

static void memory_that_runs_out_is_said(void **state)
{
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	for (long fail_at = 0; rc == RGL_E_MEMORY; fail_at++) {
		struct sweep sweep;
		struct host host;

		sweep_init(&sweep, fail_at);
		host_init(&host, &sweep.host);
		rc = both(&host);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_came_once_is_never_overdue),
		cmocka_unit_test(overdue_is_against_their_own_rhythm),
		cmocka_unit_test(the_dearest_come_first_and_are_enough),
		cmocka_unit_test(late_is_when_four_of_five_others_had_come),
		cmocka_unit_test(those_of_a_year_ago_tell_when_one_is_late),
		cmocka_unit_test(each_is_in_the_segment_that_its_words_say),
		cmocka_unit_test(nobody_drifts_who_only_keeps_their_rhythm),
		cmocka_unit_test(without_a_score_the_own_gaps_count),
		cmocka_unit_test(each_segment_has_words),
		cmocka_unit_test(nobody_is_a_shop_too),
		cmocka_unit_test(a_loss_that_does_not_fit_is_refused),
		cmocka_unit_test(memory_that_runs_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
