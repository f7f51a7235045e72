/* test_choice.c - which model suits: names, the held-out tail, the area under the curve. */
#include "tests/support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/models/holdout.h"
#include "tests/support/sweep.h"

static const struct host *plain_host(void)
{
	static struct host host;

	host_init(&host, NULL);
	return &host;
}

/* A shop of `count` customers that come by a generator of its own: rates differ, some leave. */
static void fill(struct choice_customer *customers, size_t count, double held)
{
	uint64_t state = 88172645463325252u;

	for (size_t i = 0; i < count; i++) {
		double T = 100 + (double)(next_number(&state) % 200);
		double gap = 3 + (double)(next_number(&state) % 60);
		double end = next_number(&state) % 3 == 0 ? T : T / 4;
		struct timing_history whole = { .T = T };
		struct timing_history before = { .T = T - held };
		double after = 0;
		double at = gap;

		while (at <= end) {
			whole.x++;
			whole.log_gaps += log(at - whole.t_x);
			whole.t_x = at;
			if (at <= T - held)
				before = (struct timing_history) { whole.x, whole.t_x, T - held,
								   whole.log_gaps };
			else
				after++;
			at += gap + (double)(next_number(&state) % 7);
		}
		customers[i] = (struct choice_customer) { whole, before, after, T >= held };
	}
}

/* The area is the share of pairs, one who came and one who did not, that are in order; ties count
 * half. Counted pair by pair it is the same to the last digit. */
static void the_area_under_the_curve_counts_ties_half(void **state)
{
	struct holdout_case cases[60];
	struct holdout holdout;
	uint64_t seed = 4711;
	double pairs = 0;
	double in_order = 0;

	(void)state;
	for (size_t i = 0; i < 60; i++)
		cases[i] = (struct holdout_case) {
			.any = (double)(next_number(&seed) % 8) / 8,
			.after = next_number(&seed) % 3 == 0 ? 2 : 0,
		};
	for (size_t i = 0; i < 60; i++)
		for (size_t j = 0; j < 60; j++) {
			if (cases[i].after <= 0 || cases[j].after > 0)
				continue;
			pairs++;
			in_order += cases[i].any > cases[j].any	  ? 1
				    : cases[i].any < cases[j].any ? 0
								  : 0.5;
		}
	holdout_measure(cases, 60, 30, &holdout);
	assert_true(fabs(holdout.auroc - in_order / pairs) < 1e-14);
}

/* Nobody came, or all did: there is no pair, and chance is all that can be said. */
static void without_a_pair_the_area_is_a_half(void **state)
{
	struct holdout_case cases[3] = { { .any = 0.1 }, { .any = 0.9 }, { .any = 0.5 } };
	struct holdout holdout;

	(void)state;
	holdout_measure(cases, 3, 7, &holdout);
	assert_true(holdout.auroc == 0.5);
	assert_true(holdout.correlation == 0);
	holdout_measure(cases, 0, 7, &holdout);
	assert_true(holdout.auroc == 0.5 && holdout.mean_absolute_error == 0);
}

/* Figures small enough to be done by hand. */
static void errors_are_what_a_hand_finds(void **state)
{
	struct holdout_case cases[] = {
		{ .expected = 1, .any = 0.6, .after = 2, .naive = 2 },
		{ .expected = 3, .any = 0.9, .after = 3, .naive = 1 },
		{ .expected = 0, .any = 0.1, .after = 1, .naive = 1 },
	};
	struct holdout holdout;

	(void)state;
	holdout_measure(cases, 3, 10, &holdout);
	assert_true(holdout.expected == 4 && holdout.actual == 6);
	assert_true(fabs(holdout.mean_absolute_error - 2.0 / 3) < 1e-15);
	assert_true(fabs(holdout.root_mean_square_error - sqrt(2.0 / 3)) < 1e-15);
	assert_true(fabs(holdout.naive_error - sqrt(4.0 / 3)) < 1e-15);
	assert_true(fabs(holdout.correlation - 3 / sqrt((14.0 / 3) * 2)) < 1e-12);
}

/* Without a name both families are tried, with Erlang gaps where visits are regular; the one that
 * was chosen is no worse on the tail than any other by more than the tie. */
static void the_chosen_model_is_none_of_the_worse_ones(void **state)
{
	static struct choice_customer customers[400];
	struct choice choice = { 0 };
	double least = INFINITY;

	(void)state;
	fill(customers, 400, 50);
	assert_int_equal(
		choice_make(plain_host(), FIT_MAP, NULL, customers, 400, 50, 3.2, &choice, NULL),
		RGL_OK);
	assert_int_equal(choice.count, 3);
	assert_string_equal(choice.models[0].name, "pareto/nbd");
	assert_string_equal(choice.models[1].name, "mbg/nbd");
	assert_string_equal(choice.models[2].name, "mbg/cnbd-3");
	for (size_t i = 0; i < choice.count; i++)
		least = fmin(least, choice.models[i].holdout.root_mean_square_error);
	assert_true(choice.models[choice.chosen].holdout.root_mean_square_error <= least * 1.01);
	assert_int_equal(choice.models[choice.chosen].holdout.customers, 400);
	assert_true(strlen(choice.why) > 20 && strchr(choice.why, '"') == NULL);
	assert_true(choice.models[choice.chosen].holdout.auroc > 0.6);
}

/* With nothing held out the likelier one is taken. */
static void without_a_tail_the_likelier_model_is_taken(void **state)
{
	static struct choice_customer customers[200];
	struct choice choice = { 0 };

	(void)state;
	fill(customers, 200, 20);
	assert_int_equal(
		choice_make(plain_host(), FIT_MAP, NULL, customers, 200, 0, 0, &choice, NULL),
		RGL_OK);
	assert_int_equal(choice.count, 2);
	assert_true(choice.models[choice.chosen].fit.log_likelihood >=
		    choice.models[1 - choice.chosen].fit.log_likelihood);
	assert_true(choice.models[0].holdout.days == 0);
}

/* A name is taken at its word, and one that there is not is refused with those there are. */
static void a_model_can_be_asked_for_by_name(void **state)
{
	static struct choice_customer customers[100];
	struct rgl_why why = { .size = sizeof(why) };
	struct choice choice = { 0 };

	(void)state;
	fill(customers, 100, 20);
	assert_int_equal(
		choice_make(plain_host(), FIT_MAP, "bg/nbd", customers, 100, 20, 0, &choice, &why),
		RGL_OK);
	assert_int_equal(choice.count, 1);
	assert_string_equal(choice.models[0].name, "bg/nbd");
	assert_int_equal(
		choice_make(plain_host(), FIT_MAP, "prophet", customers, 100, 20, 0, &choice, &why),
		RGL_E_FIELD);
	assert_non_null(strstr(why.text, "mbg/nbd"));
}

/* Nobody: no model, and the sentence says so. */
static void nobody_needs_no_model(void **state)
{
	struct choice choice = { .spend = { .customers = 7 } };

	(void)state;
	assert_int_equal(choice_make(plain_host(), FIT_MAP, NULL, NULL, 0, 0, 0, &choice, NULL),
			 RGL_OK);
	assert_int_equal(choice.count, 0);
	assert_non_null(strstr(choice.why, "too few"));
	assert_int_equal(choice.spend.customers, 7);
}

/* By maximum likelihood five customers have no model; by MAP they have. */
static void maximum_likelihood_has_none_for_a_handful(void **state)
{
	struct choice_customer customers[5];
	struct choice choice = { 0 };

	(void)state;
	fill(customers, 5, 20);
	assert_int_equal(
		choice_make(plain_host(), FIT_ML, NULL, customers, 5, 20, 0, &choice, NULL),
		RGL_OK);
	assert_int_equal(choice.count, 0);
	assert_int_equal(
		choice_make(plain_host(), FIT_MAP, NULL, customers, 5, 20, 0, &choice, NULL),
		RGL_OK);
	assert_int_equal(choice.count, 2);
}

/* A history that cannot be is said, not fitted. */
static void what_cannot_be_is_refused(void **state)
{
	struct choice_customer customer = { .whole = { .x = 1, .t_x = 9, .T = 5 } };
	struct choice choice = { 0 };

	(void)state;
	assert_int_equal(
		choice_make(plain_host(), FIT_MAP, NULL, &customer, 1, 0, 0, &choice, NULL),
		RGL_E_ARGUMENT);
}

/* Each allocation fails in turn: refused, nothing kept, what was there stays. */
static void no_memory_is_said(void **state)
{
	static struct choice_customer customers[60];
	static struct sweep sweep;
	struct choice choice = { .count = 99 };
	rgl_rc rc = RGL_E_MEMORY;

	(void)state;
	fill(customers, 60, 20);
	for (long at = 0; rc == RGL_E_MEMORY; at++) {
		struct host host;

		sweep_init(&sweep, at);
		host_init(&host, &sweep.host);
		assert_int_equal(choice.count, 99);
		rc = choice_make(&host, FIT_MAP, "mbg/nbd", customers, 60, 20, 0, &choice, NULL);
		assert_int_equal(sweep.held, 0);
		assert_false(sweep.misused);
	}
	assert_int_equal(rc, RGL_OK);
	assert_int_equal(choice.count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_area_under_the_curve_counts_ties_half),
		cmocka_unit_test(without_a_pair_the_area_is_a_half),
		cmocka_unit_test(errors_are_what_a_hand_finds),
		cmocka_unit_test(the_chosen_model_is_none_of_the_worse_ones),
		cmocka_unit_test(without_a_tail_the_likelier_model_is_taken),
		cmocka_unit_test(a_model_can_be_asked_for_by_name),
		cmocka_unit_test(nobody_needs_no_model),
		cmocka_unit_test(maximum_likelihood_has_none_for_a_handful),
		cmocka_unit_test(what_cannot_be_is_refused),
		cmocka_unit_test(no_memory_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
