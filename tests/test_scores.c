/* test_scores.c - what is expected of members: made, kept, made anew. */
#include "tests/support/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plugin/insight/scores.h"
#include "tests/support/crowd.h"

static const struct scores_wish PLAIN = { .method = FIT_MAP, .rate_ppm = SCORES_RATE_PPM };

static struct scores_done refresh(struct crowd_shop *crowd, const struct scores_wish *wish)
{
	struct scores_done done = { 0 };
	rgl_rc rc = scores_refresh(crowd->shop.store, wish, NULL, NULL, &done);

	if (rc < 0)
		fail_msg("no refresh: %s", crowd->shop.store->refusal.text);
	assert_false(done.stopped);
	return done;
}

static struct scores_state state_of(struct crowd_shop *crowd)
{
	struct scores_state state;

	assert_int_equal(scores_state(crowd->shop.store, &state), RGL_OK);
	return state;
}

static struct score score_now(struct crowd_shop *crowd, int64_t member)
{
	struct score score;

	assert_int_equal(score_of(crowd->shop.store, member, &score), RGL_OK);
	return score;
}

struct tally {
	const struct crowd_shop *crowd;
	int64_t count;
	int64_t last;
	struct scores_sum sum;
};

static rgl_rc look(void *user, const struct score *score)
{
	const struct currency euro = { "EUR", 2 };
	struct tally *tally = user;

	assert_true(score->member > tally->last);
	assert_in_range(score->alive, 0, 1000000);
	assert_in_range(score->again, 0, 1000000);
	assert_in_range(score->overdue, 0, 1000000);
	assert_true(score->again <= score->alive + 1);
	assert_true(score->days >= 1 && score->visits_milli >= 0);
	assert_int_equal(score->usual_days > 0, score->days > 1);
	assert_true(money_compare(score->low, score->value) <= 0);
	assert_true(money_compare(score->value, score->high) <= 0);
	assert_true(money_sign(score->low) >= 0 && money_sign(score->loss) >= 0);
	assert_int_equal(scores_sum_add(&euro, score, &tally->sum), RGL_OK);
	tally->last = score->member;
	tally->count++;
	return RGL_OK;
}

/* Every member with a visit has a score, and all of them together come to what the state says. */
static void every_member_with_a_visit_is_scored(void **state)
{
	const struct currency euro = { "EUR", 2 };
	struct crowd_shop crowd;
	struct scores_done done;
	struct scores_state scores;
	struct tally tally = { 0 };
	double together;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 400, 400, 5, false);
	done = refresh(&crowd, &PLAIN);
	assert_int_equal(done.members, 400);
	assert_int_equal(done.left, 0);
	assert_true(done.fitted);
	assert_int_equal(scores_read(crowd.shop.store, look, &tally), RGL_OK);
	assert_int_equal(tally.count, 400);
	scores = state_of(&crowd);
	assert_int_equal(scores.as_of_ms, crowd.now_ms);
	assert_int_equal(scores.members_scored, 400);
	assert_int_equal(scores.basis, BASIS_NET);
	together = money_major(scores.value, &euro);
	assert_true(fabs(money_major(tally.sum.value, &euro) - together) < 0.005 * 400);
	assert_int_equal(scores_sum_end(&euro, &scores, &tally.sum), RGL_OK);
	assert_true(fabs(money_major(tally.sum.low, &euro) - money_major(scores.low, &euro)) <
		    0.01 * together);
	assert_true(fabs(money_major(tally.sum.high, &euro) - money_major(scores.high, &euro)) <
		    0.01 * together);
	crowd_remove(&crowd);
}

/* The model that is kept is the one that was fitted, bit by bit, and it says how well it did. */
static void the_model_says_how_well_it_did(void **state)
{
	struct crowd_shop crowd;
	struct scores_state scores;
	const struct choice_model *model;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 600, 400, 9, false);
	(void)refresh(&crowd, &PLAIN);
	scores = state_of(&crowd);
	model = &scores.choice.models[scores.choice.chosen];
	assert_true(scores.choice.count >= 2);
	assert_int_equal(model->fit.verdict, FIT_GOOD);
	assert_int_equal(model->fit.customers, 600);
	assert_true(model->holdout.customers > 300);
	assert_true(model->holdout.days > 100 && model->holdout.days <= 182);
	assert_true(model->holdout.auroc > 0.65);
	assert_true(model->holdout.root_mean_square_error < model->holdout.naive_error);
	assert_true(scores.choice.regularity > 0.5 && scores.choice.regularity < 2);
	crowd_remove(&crowd);
}

/* A night's refresh writes those who moved; a week's all; and the same day again nobody. */
static void a_refresh_writes_those_who_moved(void **state)
{
	struct crowd_shop crowd;
	struct scores_done done;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 300, 400, 3, false);
	(void)refresh(&crowd, &PLAIN);
	done = refresh(&crowd, &PLAIN);
	assert_int_equal(done.members, 0);
	assert_int_equal(done.left, 300);
	assert_false(done.fitted);
	crowd.now_ms += MS_A_DAY;
	done = refresh(&crowd, &PLAIN);
	assert_false(done.fitted);
	assert_in_range(done.members, 1, 290);
	crowd.now_ms += 8 * MS_A_DAY;
	done = refresh(&crowd, &PLAIN);
	assert_true(done.fitted);
	assert_int_equal(done.members, 300);
	assert_int_equal(state_of(&crowd).as_of_ms, crowd.now_ms);
	crowd_remove(&crowd);
}

/* Who came since is scored anew, without a new fit; a tenth more visits are a reason for one. */
static void a_new_visit_makes_a_new_score(void **state)
{
	struct crowd_shop crowd;
	struct score before;
	struct score after;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 300, 400, 4, false);
	(void)refresh(&crowd, &PLAIN);
	before = score_now(&crowd, 1005);
	crowd_visit(&crowd, 1005, 0, 900);
	assert_false(refresh(&crowd, &PLAIN).fitted);
	after = score_now(&crowd, 1005);
	assert_int_equal(after.days, before.days + 1);
	assert_true(after.alive > before.alive);
	assert_true(after.overdue < before.overdue || before.overdue == 0);
	for (int64_t member = 1001; member <= 1300; member++)
		for (int i = 0; i < 2; i++)
			crowd_visit(&crowd, member, 3 + 5 * i, 800);
	assert_true(refresh(&crowd, &PLAIN).fitted);
	crowd_remove(&crowd);
}

/* Another wish is another fit: by name, by maximum likelihood, at another discount. */
static void another_wish_is_another_fit(void **state)
{
	struct scores_wish wish = PLAIN;
	struct scores_wish kept;
	char name[TIMING_NAME_ROOM];
	struct crowd_shop crowd;
	struct money value;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 200, 400, 6, false);
	(void)refresh(&crowd, &PLAIN);
	value = state_of(&crowd).value;
	wish.rate_ppm = 500000;
	assert_true(refresh(&crowd, &wish).fitted);
	assert_true(money_compare(state_of(&crowd).value, value) < 0);
	wish.model = "mbg/nbd";
	wish.method = FIT_ML;
	assert_true(refresh(&crowd, &wish).fitted);
	assert_string_equal(state_of(&crowd).choice.models[0].name, "mbg/nbd");
	assert_int_equal(state_of(&crowd).choice.models[0].fit.method, FIT_ML);
	assert_false(refresh(&crowd, &wish).fitted);
	assert_int_equal(scores_wish_kept(crowd.shop.store, name, &kept), RGL_OK);
	assert_string_equal(kept.model, "mbg/nbd");
	assert_int_equal(kept.method, FIT_ML);
	assert_int_equal(kept.rate_ppm, 500000);
	wish.whole = true;
	assert_int_equal(refresh(&crowd, &wish).members, 200);
	crowd_remove(&crowd);
}

static void a_model_that_there_is_not_is_refused(void **state)
{
	struct scores_wish wish = PLAIN;
	struct scores_done done = { .members = 7 };
	struct crowd_shop crowd;

	(void)state;
	crowd_make(&crowd);
	wish.model = "weather";
	assert_int_equal(scores_refresh(crowd.shop.store, &wish, NULL, NULL, &done), RGL_E_FIELD);
	assert_non_null(strstr(crowd.shop.store->refusal.text, "pareto/nbd"));
	assert_int_equal(done.members, 7);
	crowd_remove(&crowd);
}

/* Where every cost is known worth is margin; one sale without makes it net sales again. */
static void worth_is_margin_where_every_cost_is_known(void **state)
{
	struct crowd_shop crowd;
	struct money margin;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 200, 400, 8, true);
	(void)refresh(&crowd, &PLAIN);
	assert_int_equal(state_of(&crowd).basis, BASIS_MARGIN);
	assert_int_equal(score_now(&crowd, 1003).basis, BASIS_MARGIN);
	margin = state_of(&crowd).value;
	crowd_visit(&crowd, 1003, 1, 500);
	assert_true(refresh(&crowd, &PLAIN).fitted);
	assert_int_equal(state_of(&crowd).basis, BASIS_NET);
	assert_true(money_compare(state_of(&crowd).value, margin) > 0);
	crowd_remove(&crowd);
}

/* Nobody came yet: there is nothing to expect, and that is no error. */
static void a_shop_without_visits_has_no_scores(void **state)
{
	struct crowd_shop crowd;
	struct scores_state scores;

	(void)state;
	crowd_make(&crowd);
	assert_int_equal(refresh(&crowd, &PLAIN).members, 0);
	scores = state_of(&crowd);
	assert_int_equal(scores.as_of_ms, crowd.now_ms);
	assert_int_equal(scores.fit_ms, 0);
	assert_int_equal(scores.choice.count, 0);
	assert_int_equal(score_now(&crowd, crowd.shop.member).member, 0);
	crowd_remove(&crowd);
}

/* One customer, once, today: what shops are like in general, said so, and finite. */
static void one_customer_is_scored_by_what_shops_are_like(void **state)
{
	struct crowd_shop crowd;
	struct scores_state scores;
	struct score score;

	(void)state;
	crowd_make(&crowd);
	assert_int_equal(shop_sell(&crowd.shop, "S-1", 450, NULL), RGL_OK);
	assert_int_equal(refresh(&crowd, &PLAIN).members, 1);
	scores = state_of(&crowd);
	assert_int_equal(scores.choice.models[scores.choice.chosen].fit.verdict, FIT_TOO_LITTLE);
	assert_non_null(strstr(scores.choice.why, "too little"));
	score = score_now(&crowd, crowd.shop.member);
	assert_int_equal(score.days, 1);
	assert_int_equal(score.usual_days, 0);
	assert_true(score.visits_milli > 0 && score.alive > 0);
	crowd_remove(&crowd);
}

/* Whose only visit was undone is no customer any more. */
static void a_member_without_visits_loses_the_score(void **state)
{
	struct crowd_shop crowd;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 50, 200, 2, false);
	crowd_visit(&crowd, crowd.shop.member, 20, 400);
	(void)refresh(&crowd, &PLAIN);
	assert_int_equal(score_now(&crowd, crowd.shop.member).member, crowd.shop.member);
	assert_int_equal(shop_run(&crowd.shop, "UPDATE sale SET voided = 1 WHERE member = 1"), 0);
	(void)refresh(&crowd, &PLAIN);
	assert_int_equal(score_now(&crowd, crowd.shop.member).member, 0);
	assert_int_equal(state_of(&crowd).members_scored, 50);
	crowd_remove(&crowd);
}

/* What was kept of a model and cannot be read is said; a refresh makes it anew. */
static void a_damaged_model_is_made_anew(void **state)
{
	static const char *const BAD[] = {
		"UPDATE model SET words = '{}' WHERE kind = 1",
		"UPDATE model SET words = replace(words, '\"chosen\":', '\"chosen\":7')"
		" WHERE kind = 1",
		"UPDATE model SET words = replace(words, '\"parameters\":[', "
		"'\"parameters\":[x')",
		"UPDATE model SET words = substr(words, 1, 200) WHERE kind = 1",
		"UPDATE model SET words = '{\"basis\":9}' WHERE kind = 2",
	};
	struct scores_state scores;
	struct crowd_shop crowd;

	(void)state;
	crowd_make(&crowd);
	crowd_fill(&crowd, 50, 200, 2, false);
	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
		(void)refresh(&crowd, &PLAIN);
		assert_int_equal(shop_run(&crowd.shop, BAD[i]), 0);
		assert_int_equal(scores_state(crowd.shop.store, &scores), RGL_E_DAMAGED);
		assert_non_null(strstr(crowd.shop.store->refusal.text, "--whole"));
		assert_true(refresh(&crowd, &PLAIN).fitted);
		assert_int_equal(state_of(&crowd).choice.count > 0, 1);
	}
	crowd_remove(&crowd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_member_with_a_visit_is_scored),
		cmocka_unit_test(the_model_says_how_well_it_did),
		cmocka_unit_test(a_refresh_writes_those_who_moved),
		cmocka_unit_test(a_new_visit_makes_a_new_score),
		cmocka_unit_test(another_wish_is_another_fit),
		cmocka_unit_test(a_model_that_there_is_not_is_refused),
		cmocka_unit_test(worth_is_margin_where_every_cost_is_known),
		cmocka_unit_test(a_shop_without_visits_has_no_scores),
		cmocka_unit_test(one_customer_is_scored_by_what_shops_are_like),
		cmocka_unit_test(a_member_without_visits_loses_the_score),
		cmocka_unit_test(a_damaged_model_is_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
