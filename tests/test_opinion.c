/* test_opinion.c - scores and their intervals, against published figures, figures worked out in
 * another language, and what an interval of 95 % promises. */
#include "tests/support/check.h"

#include <math.h>

#include "plugin/care/opinion.h"

static void close_to(double value, double expected, double within)
{
	if (fabs(value - expected) > within)
		fail_msg("%.9f is not %.9f", value, expected);
}

static struct opinion nps_of(int64_t against, int64_t between, int64_t in_favour)
{
	const struct opinion_tally tally = {
		.counts = { [3] = against, [7] = between, [10] = in_favour }
	};

	return opinion_nps(&tally);
}

/* Worked out with Python's decimal module to 40 digits, by the formula of the header. */
static void a_net_promoter_score_is_what_another_language_makes_of_it(void **state)
{
	static const struct {
		int64_t against;
		int64_t between;
		int64_t in_favour;
		double value;
		double low;
		double high;
	} CASES[] = {
		{ 8, 13, 15, 19.444444444, -6.280259443, 42.177695341 },
		{ 200, 300, 500, 30.000000000, 25.077000275, 34.743538110 },
		{ 60, 30, 10, -50.000000000, -61.620786702, -35.466591939 },
		{ 1, 1, 1, 0.000000000, -61.112614338, 61.112614338 },
		{ 0, 5, 0, 0.000000000, -30.005697977, 30.005697977 },
		{ 2, 3, 40, 84.444444444, 64.210194447, 94.123138886 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		const struct opinion opinion =
			nps_of(CASES[i].against, CASES[i].between, CASES[i].in_favour);

		assert_true(opinion.has);
		assert_int_equal(opinion.answered,
				 CASES[i].against + CASES[i].between + CASES[i].in_favour);
		close_to(opinion.value, CASES[i].value, 1e-7);
		close_to(opinion.low, CASES[i].low, 1e-7);
		close_to(opinion.high, CASES[i].high, 1e-7);
	}
}

/* Each score stands on the right side: 0 to 6 against, 7 and 8 between, 9 and 10 in favour. */
static void each_score_has_its_side(void **state)
{
	(void)state;
	for (int64_t score = 0; score < OPINION_SCORES; score++) {
		struct opinion_tally tally = { .asked = 3 };
		struct opinion opinion;

		opinion_count(&tally, score);
		opinion = opinion_nps(&tally);
		assert_int_equal(opinion.asked, 3);
		assert_int_equal(opinion.answered, 1);
		close_to(opinion.value, score <= 6 ? -100 : score <= 8 ? 0 : 100, 0);
		assert_true(opinion.low <= opinion.value && opinion.value <= opinion.high);
		assert_true(opinion.low >= -100 && opinion.high <= 100);
	}
}

/* Nobody answered, or what is no score: no figure, however many were asked. */
static void without_answers_there_is_no_figure(void **state)
{
	struct opinion_tally tally = { .asked = 40 };

	(void)state;
	opinion_count(&tally, -1);
	opinion_count(&tally, OPINION_SCORES);
	opinion_count(&tally, INT64_MIN);
	assert_false(opinion_nps(&tally).has);
	assert_false(opinion_csat(&tally).has);
	assert_int_equal(opinion_nps(&tally).asked, 40);
	assert_int_equal(opinion_csat(&tally).answered, 0);
	/* An nps of 0 is no csat. */
	opinion_count(&tally, 0);
	assert_false(opinion_csat(&tally).has);
	assert_true(opinion_nps(&tally).has);
}

/* R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3: Wilson's interval. */
static void wilsons_interval_is_as_published(void **state)
{
	static const struct {
		int64_t part;
		int64_t whole;
		double low;
		double high;
	} CASES[] = { { 81, 263, 0.2553, 0.3662 },
		      { 15, 148, 0.0624, 0.1605 },
		      { 0, 20, 0.0000, 0.1611 },
		      { 1, 29, 0.0061, 0.1718 } };

	(void)state;
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		double low = -1;
		double high = -1;

		opinion_share_interval(CASES[i].part, CASES[i].whole, &low, &high);
		close_to(low, CASES[i].low, 0.00005);
		close_to(high, CASES[i].high, 0.00005);
		/* And mirrored. */
		opinion_share_interval(CASES[i].whole - CASES[i].part, CASES[i].whole, &low, &high);
		close_to(1 - high, CASES[i].low, 0.00005);
		close_to(1 - low, CASES[i].high, 0.00005);
	}
}

static void nothing_is_known_of_no_answers(void **state)
{
	double low = -1;
	double high = -1;

	(void)state;
	opinion_share_interval(0, 0, &low, &high);
	close_to(low, 0, 0);
	close_to(high, 1, 0);
}

/* 4 and 5 are content; the interval is that of the share. */
static void a_csat_is_the_share_of_four_and_five(void **state)
{
	const struct opinion_tally tally = { .asked = 300, .counts = { 0, 100, 50, 32, 40, 41 } };
	struct opinion opinion;

	(void)state;
	opinion = opinion_csat(&tally);
	assert_true(opinion.has);
	assert_int_equal(opinion.asked, 300);
	assert_int_equal(opinion.answered, 263);
	close_to(opinion.value, 81.0 / 263, 1e-12);
	close_to(opinion.low, 0.2553, 0.00005);
	close_to(opinion.high, 0.3662, 0.00005);
}

/* How likely a count is among n answers of shops where so many are against and in favour. */
static double chance_of(int n, int against, int in_favour, double d, double p)
{
	const int between = n - against - in_favour;

	return exp(lgamma(n + 1) - lgamma(against + 1) - lgamma(in_favour + 1) -
		   lgamma(between + 1) + against * log(d) + in_favour * log(p) +
		   between * log(1 - d - p));
}

/* What an interval promises: over all samples there can be, 95 of 100 hold the truth. */
static void the_interval_holds_the_truth_as_often_as_it_says(void **state)
{
	static const double SHOPS[][2] = { { 0.2, 0.5 }, { 0.1, 0.7 }, { 0.4, 0.2 }, { 0.3, 0.3 } };
	enum { ANSWERS = 60 };

	(void)state;
	for (size_t i = 0; i < sizeof(SHOPS) / sizeof(SHOPS[0]); i++) {
		const double truth = 100 * (SHOPS[i][1] - SHOPS[i][0]);
		double held = 0;

		for (int against = 0; against <= ANSWERS; against++) {
			for (int in_favour = 0; against + in_favour <= ANSWERS; in_favour++) {
				const struct opinion opinion =
					nps_of(against, ANSWERS - against - in_favour, in_favour);

				if (opinion.low <= truth && truth <= opinion.high)
					held += chance_of(ANSWERS, against, in_favour, SHOPS[i][0],
							  SHOPS[i][1]);
			}
		}
		if (held < 0.94 || held > 0.965)
			fail_msg("the truth is held %.4f of the time", held);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_net_promoter_score_is_what_another_language_makes_of_it),
		cmocka_unit_test(each_score_has_its_side),
		cmocka_unit_test(without_answers_there_is_no_figure),
		cmocka_unit_test(wilsons_interval_is_as_published),
		cmocka_unit_test(nothing_is_known_of_no_answers),
		cmocka_unit_test(a_csat_is_the_share_of_four_and_five),
		cmocka_unit_test(the_interval_holds_the_truth_as_often_as_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
