/* test_timing.c - histories that cannot be, names, regularity, and many customers at once. */
#include "tests/support/check.h"

#include <math.h>
#include <string.h>

#include "plugin/models/timing_parts.h"
#include "tests/support/simulate.h"
#include "tests/support/sweep.h"

static const enum timing_kind KINDS[] = { TIMING_PARETO, TIMING_BG, TIMING_MBG };

static const struct timing_model MODEL = { TIMING_PARETO, 1, 0.55, 10.58, 0.61, 11.67 };

/* Each is wrong in one way; the words say which history it is and what is wrong. */
static void a_history_that_cannot_be_is_refused_in_words(void **state)
{
	static const struct {
		struct timing_history history;
		const char *words;
	} CASES[] = {
		{ { NAN, 1, 2, 0 }, "number of visits" },
		{ { -1, 1, 2, 0 }, "number of visits" },
		{ { INFINITY, 1, 2, 0 }, "number of visits" },
		{ { 1, NAN, 2, 0 }, "times are not" },
		{ { 1, -1, 2, 0 }, "times are not" },
		{ { 1, 1, NAN, 0 }, "times are not" },
		{ { 0, 0, -1, 0 }, "times are not" },
		{ { 1, 1, INFINITY, 0 }, "times are not" },
		{ { 1, 3, 2, 0 }, "after its end" },
		{ { 1, 0, 2, 0 }, "without" },
		{ { 0, 1, 2, 0 }, "without" },
		{ { 1, 1, 2, NAN }, "logarithms" },
	};
	struct host host;

	(void)state;
	host_init(&host, NULL);
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct timing_history histories[2] = { { 1, 1, 2, 0 }, CASES[i].history };
		struct timing_fit fit = { .steps = 77 };
		struct rgl_why why = { .size = sizeof(why) };
		double expected[2] = { 77, 77 };

		assert_int_equal(
			timing_fit(&host, TIMING_PARETO, 1, FIT_MAP, histories, 2, &fit, &why),
			RGL_E_ARGUMENT);
		assert_non_null(strstr(why.text, "history 2"));
		assert_non_null(strstr(why.text, CASES[i].words));
		assert_int_equal(fit.steps, 77);
		assert_int_equal(
			timing_expect_all(&host, &MODEL, histories, 2, 1, 1, expected, NULL, &why),
			RGL_E_ARGUMENT);
		assert_true(expected[0] == 77);
	}
}

static void steps_and_lengths_that_make_no_sense_are_refused(void **state)
{
	const struct timing_history history = { 1, 1, 2, 0 };
	struct timing_fit fit;
	struct rgl_why why = { .size = sizeof(why) };
	struct host host;
	double expected[1];

	(void)state;
	host_init(&host, NULL);
	for (int32_t k = -1; k <= 1000; k += 1001) {
		assert_int_equal(timing_fit(&host, TIMING_MBG, k == -1 ? 0 : k, FIT_MAP, &history,
					    1, &fit, &why),
				 RGL_E_ARGUMENT);
		assert_non_null(strstr(why.text, "1 to 64"));
	}
	assert_int_equal(timing_expect_all(&host, &MODEL, &history, 1, 0, 1, expected, NULL, &why),
			 RGL_E_ARGUMENT);
	assert_int_equal(
		timing_expect_all(&host, &MODEL, &history, 1, NAN, 1, expected, NULL, &why),
		RGL_E_ARGUMENT);
	assert_int_equal(timing_expect_all(&host, &MODEL, &history, 1, 1, 0, expected, NULL, &why),
			 RGL_E_ARGUMENT);
}

static void names_are_those_of_the_papers(void **state)
{
	static const struct {
		enum timing_kind kind;
		int32_t k;
		const char *name;
	} CASES[] = {
		{ TIMING_PARETO, 1, "pareto/nbd" },    { TIMING_BG, 1, "bg/nbd" },
		{ TIMING_MBG, 1, "mbg/nbd" },	       { TIMING_MBG, 2, "mbg/cnbd-2" },
		{ TIMING_PARETO, 3, "pareto/cnbd-3" }, { TIMING_BG, 64, "bg/cnbd-64" },
	};
	char name[TIMING_NAME_ROOM];

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		const struct timing_model model = { CASES[i].kind, CASES[i].k, 1, 1, 1, 1 };

		timing_name(&model, name);
		assert_string_equal(name, CASES[i].name);
	}
}

/* --- regularity */

#define PAIRS 20000

/* Gaps of k exponential steps have regularity k. */
static void regularity_is_the_number_of_steps_in_a_gap(void **state)
{
	static double pairs[PAIRS][2];

	(void)state;
	for (int k = 1; k <= 5; k++) {
		uint64_t seed = 11;
		double ours = 0;

		for (int i = 0; i < PAIRS * 2; i++) {
			double gap = 0;

			for (int j = 0; j < k; j++)
				gap -= log(((double)(next_number(&seed) >> 11) + 0.5) * 0x1p-53);
			pairs[i / 2][i % 2] = gap;
		}
		assert_int_equal(timing_regularity((const double(*)[2])pairs, PAIRS, &ours),
				 RGL_OK);
		assert_true(fabs(ours - k) < 0.06 * k);
	}
}

/* All alike would be infinitely regular, all or nothing not at all. */
static void regularity_is_kept_within_what_makes_sense(void **state)
{
	double pairs[12][2];
	double ours = 0;

	(void)state;
	for (int i = 0; i < 12; i++)
		pairs[i][0] = pairs[i][1] = 7;
	assert_int_equal(timing_regularity((const double(*)[2])pairs, 12, &ours), RGL_OK);
	assert_true(ours == 20);
	for (int i = 0; i < 12; i++)
		pairs[i][i % 2] = 1e-9;
	assert_int_equal(timing_regularity((const double(*)[2])pairs, 12, &ours), RGL_OK);
	assert_true(ours == 0.1);
}

static void too_few_pairs_and_gaps_of_nothing_are_refused(void **state)
{
	double pairs[12][2];
	double ours = 77;

	(void)state;
	for (int i = 0; i < 12; i++)
		pairs[i][0] = pairs[i][1] = 7 + i;
	assert_int_equal(timing_regularity((const double(*)[2])pairs, 9, &ours), RGL_E_ARGUMENT);
	pairs[4][1] = 0;
	assert_int_equal(timing_regularity((const double(*)[2])pairs, 12, &ours), RGL_E_ARGUMENT);
	pairs[4][1] = NAN;
	assert_int_equal(timing_regularity((const double(*)[2])pairs, 12, &ours), RGL_E_ARGUMENT);
	assert_true(ours == 77);
}

/* --- equal histories */

/* Whatever the order they come in: each once, in order, with its customers and the mean of their
 * gaps. */
static void equal_histories_are_one_row(void **state)
{
	struct timing_history histories[2000];
	uint32_t of[2000];
	struct timing_rows rows;
	struct host host;
	uint64_t seed = 3;
	double customers = 0;

	(void)state;
	host_init(&host, NULL);
	for (int i = 0; i < 2000; i++) {
		double x = (double)(next_number(&seed) % 6);
		double t_x = x > 0 ? (double)(next_number(&seed) % 5 + 1) : -0.0;

		histories[i] =
			(struct timing_history) { x, t_x, 5 + (double)(next_number(&seed) % 3),
						  x * (i % 2) };
	}
	assert_int_equal(timing_rows_make(&host, histories, 2000, 2, of, &rows), RGL_OK);
	assert_int_equal(rows.count, 5 * 5 * 3 + 3);
	for (size_t i = 0; i < rows.count; i++) {
		const struct timing_history *here = &rows.rows[i].history;
		const struct timing_history *before = &rows.rows[i > 0 ? i - 1 : 0].history;

		customers += rows.rows[i].count;
		assert_true(i == 0 || here->x > before->x ||
			    (here->x == before->x &&
			     (here->t_x > before->t_x ||
			      (here->t_x == before->t_x && here->T > before->T))));
		assert_true(here->log_gaps >= -here->x * M_LN2 - 1e-12 &&
			    here->log_gaps <= here->x * (1 - M_LN2) + 1e-12);
	}
	assert_true(customers == 2000 && rows.customers == 2000);
	for (int i = 0; i < 2000; i++) {
		const struct timing_history *row = &rows.rows[of[i]].history;

		assert_true(row->x == histories[i].x && row->t_x == histories[i].t_x / 2 &&
			    row->T == histories[i].T / 2);
	}
	timing_rows_free(&host, &rows);
}

/* --- memory that runs out */

static rgl_rc fit_and_expect(const struct host *host, enum timing_kind kind)
{
	const struct simulate_wish wish = {
		.seed = 9, .timing = MODEL, .starts = 20, .horizon = 60, .is_daily = true
	};
	struct timing_history histories[1500];
	double expected[1500 * 2];
	struct timing_fit fit;
	rgl_rc rc;

	simulate_histories(&wish, 1500, histories);
	rc = timing_fit(host, kind, 1, FIT_MAP, histories, 1500, &fit, NULL);
	if (rc == RGL_OK)
		rc = timing_expect_all(host, &fit.model, histories, 1500, 7, 2, expected, NULL,
				       NULL);
	return rc;
}

static void without_memory_a_fit_says_so_and_leaves_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
		bool is_done = false;

		for (long n = 0; !is_done; n++) {
			static struct sweep sweep;
			struct host host;
			rgl_rc rc;

			sweep_init(&sweep, n);
			host_init(&host, &sweep.host);
			rc = fit_and_expect(&host, KINDS[i]);
			is_done = !sweep.ran_out;
			assert_int_equal(rc, is_done ? RGL_OK : RGL_E_MEMORY);
			assert_int_equal(sweep.held, 0);
			assert_false(sweep.misused);
			assert_true(n < 100);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_history_that_cannot_be_is_refused_in_words),
		cmocka_unit_test(steps_and_lengths_that_make_no_sense_are_refused),
		cmocka_unit_test(names_are_those_of_the_papers),
		cmocka_unit_test(regularity_is_the_number_of_steps_in_a_gap),
		cmocka_unit_test(regularity_is_kept_within_what_makes_sense),
		cmocka_unit_test(too_few_pairs_and_gaps_of_nothing_are_refused),
		cmocka_unit_test(equal_histories_are_one_row),
		cmocka_unit_test(without_memory_a_fit_says_so_and_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
