/* test_reference_pareto.c - Pareto/NBD against what others have published about CDNOW:
 * reference.json and reference_customers.csv, where they lie at hand.
 */
#include "tests/support/reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/models/timing.h"

#define CALIBRATION_END 272 /* 30 September 1997 */
#define HOLDOUT_END 545	    /* 30 June 1998 */
#define MODEL "Pareto/NBD"

struct shop {
	cJSON *all;
	struct reference_customer *customers;
	size_t count;
	struct timing_fit fit;
};

static struct timing_fit fit_of(const struct reference_customer *customers, size_t count)
{
	struct timing_history *histories = calloc(count, sizeof(*histories));
	struct timing_fit ret;
	struct host host;

	assert_non_null(histories);
	host_init(&host, NULL);
	for (size_t i = 0; i < count; i++)
		histories[i] = customers[i].until;
	assert_int_equal(timing_fit(&host, TIMING_PARETO, 1, FIT_ML, histories, count, &ret, NULL),
			 RGL_OK);
	free(histories);
	return ret;
}

static int open_shop(void **state)
{
	static struct shop shop;

	*state = &shop;
	shop.all = reference_open();
	if (shop.all == NULL)
		return 0;
	shop.customers =
		reference_customers("cdnow_sample.csv", CALIBRATION_END, HOLDOUT_END, &shop.count);
	assert_non_null(shop.customers);
	assert_int_equal(shop.count, 2357);
	shop.fit = fit_of(shop.customers, shop.count);
	return 0;
}

static int close_shop(void **state)
{
	struct shop *shop = *state;

	cJSON_Delete(shop->all);
	free(shop->customers);
	return 0;
}

static const struct shop *shop_of(void **state)
{
	const struct shop *shop = *state;

	if (shop->all == NULL)
		skip();
	return shop;
}

static void check(const struct shop *shop, const char *model, const char *quantity, int nth,
		  const double *ours, int count)
{
	reference_check(reference_entry(shop->all, model, quantity, nth), ours, count);
}

/* The paper's parameters, a peer's standard errors and likelihood. */
static void the_sample_gives_what_others_found(void **state)
{
	const struct shop *shop = shop_of(state);
	const struct timing_model *model = &shop->fit.model;
	const double of[] = { model->r, model->alpha, model->s, model->beta };

	assert_int_equal(shop->fit.verdict, FIT_GOOD);
	check(shop, MODEL, "r,alpha,s,beta", 0, of, 4);
	check(shop, MODEL, "standard errors", 0, shop->fit.errors, 4);
	check(shop, MODEL, "log-likelihood", 0, &shop->fit.log_likelihood, 1);
}

/* A new customer, the one who comes often (1516), and those who came often and stayed away. */
static void expectations_are_as_published(void **state)
{
	const struct shop *shop = shop_of(state);
	const struct timing_model *model = &shop->fit.model;
	const struct timing_history often = { 26, 216 / 7.0, 31, 0 };
	const double visits[] = { 10, 15, 20, 25 };
	double away[4];
	double one = timing_new_expected(model, 52);

	check(shop, MODEL, "E[X(52)] new customer", 0, &one, 1);
	one = timing_expected(model, &often, 52);
	check(shop, MODEL, "E[X(52)|cust 1516]", 0, &one, 1);
	one = timing_alive(model, &often);
	check(shop, MODEL, "P(alive) cust 1516", 0, &one, 1);
	for (int i = 0; i < 4; i++) {
		const struct timing_history history = { visits[i], 20, 39, 0 };

		away[i] = timing_expected(model, &history, 52);
	}
	check(shop, MODEL, "E[X(52)|x,20,39]", 0, away, 4);
}

/* With parameters that are given, to the last digits that others have. */
static void given_parameters_give_what_is_published(void **state)
{
	const struct shop *shop = shop_of(state);
	const struct timing_model new = { TIMING_PARETO, 1, .55, 10.56, .61, 11.64 };
	const struct timing_model many = { TIMING_PARETO, 1, .55, 10.58, .61, 11.67 };
	const struct timing_model discounted = { TIMING_PARETO, 1,	  .5629966,
						 12.559037,	.4081095, 10.5148048 };
	const struct timing_history seven = { 7, 35, 77.86, 0 };
	double ours[10];

	for (int i = 0; i < 10; i++)
		ours[i] = timing_new_expected(&new, i);
	check(shop, MODEL, "E[X(t)], t=0..9", 0, ours, 10);
	for (int i = 0; i < 2; i++) {
		const struct timing_history history = { 132 + i, 200, 200, 0 };

		ours[i] = timing_expected(&many, &history, 10);
	}
	check(shop, MODEL, "E[X(10)|132,200,200]", 0, ours, 2);
	ours[0] = timing_discounted(&discounted, &seven, .0027);
	check(shop, MODEL, "DERT(x=7", 0, ours, 1);
	for (int i = 0; i < 10; i++) {
		const struct timing_history history = { 1 + i, 30, 77.86, 0 };

		ours[i] = timing_discounted(&discounted, &history, .0027);
	}
	check(shop, MODEL, "DERT(x=1..10", 0, ours, 10);
}

/* All repeat visits of the sample until the end of each week. */
static void the_weeks_20_to_25_are_as_published(void **state)
{
	const struct shop *shop = shop_of(state);
	double ours[6] = { 0 };

	for (size_t i = 0; i < shop->count; i++)
		for (int w = 0; w < 6; w++)
			ours[w] += timing_new_expected(&shop->fit.model,
						       20 + w - shop->customers[i].start_day / 7.0);
	check(shop, MODEL, "cumulative repeat, weeks 20-25", 0, ours, 6);
}

/* What the held-out 39 weeks bring, by how often customers came before. */
static void the_held_out_means_are_as_published(void **state)
{
	const struct shop *shop = shop_of(state);
	double sum[8] = { 0 };
	double customers[8] = { 0 };

	for (size_t i = 0; i < shop->count; i++) {
		const struct timing_history *until = &shop->customers[i].until;
		size_t bin = until->x < 7 ? (size_t)until->x : 7;

		sum[bin] += timing_expected(&shop->fit.model, until, 39);
		customers[bin]++;
	}
	for (size_t i = 0; i < 8; i++)
		sum[i] /= customers[i];
	check(shop, MODEL, "holdout mean by calibration frequency", 0, sum, 8);
}

/* --- who comes again, of all 23,570 */

struct guess {
	double chance;
	bool came;
};

static int by_chance(const void *one, const void *other)
{
	const struct guess *a = one;
	const struct guess *b = other;

	return (a->chance > b->chance) - (a->chance < b->chance);
}

/* The chance that one who came was given more than one who did not; half for the same. Sorted. */
static double area(const struct guess *guesses, size_t count)
{
	double below = 0;
	double pairs = 0;
	double came = 0;
	size_t i;

	for (size_t from = 0; from < count; from = i) {
		double yes = 0;
		double no = 0;

		for (i = from; i < count && guesses[i].chance == guesses[from].chance; i++) {
			yes += guesses[i].came;
			no += !guesses[i].came;
		}
		pairs += yes * (below + no / 2);
		below += no;
		came += yes;
	}
	return pairs / (below * came);
}

/* Area under the curve, log loss and accuracy of the chance of any visit; then accuracy of the
 * chance that they still are a customer. */
static void guesses_judge(const struct reference_customer *customers, size_t count,
			  const struct timing_model *model, double ret[4])
{
	struct guess *guesses = calloc(count, sizeof(*guesses));

	assert_non_null(guesses);
	for (size_t i = 0; i < count; i++) {
		const struct timing_history *until = &customers[i].until;
		double chance = timing_any(model, until, (HOLDOUT_END - 364) / 7.0);
		bool came = customers[i].after > 0;

		guesses[i] = (struct guess) { chance, came };
		ret[1] -= log(came ? chance : 1 - chance) / (double)count;
		ret[2] += ((chance > 0.5) == came) * 100.0 / (double)count;
		ret[3] += ((timing_alive(model, until) > 0.5) == came) * 100.0 / (double)count;
	}
	qsort(guesses, count, sizeof(*guesses), by_chance);
	ret[0] = area(guesses, count);
	free(guesses);
}

/* Calibrated on 1997, held out until the end of June 1998. */
static void who_comes_again_is_told_as_well_as_published(void **state)
{
	const struct shop *shop = shop_of(state);
	double ours[4] = { 0 };
	struct reference_customer *customers;
	struct timing_fit fit;
	size_t count;

	customers = reference_customers("cdnow_master.csv", 364, HOLDOUT_END, &count);
	assert_non_null(customers);
	assert_int_equal(count, 23570);
	fit = fit_of(customers, count);
	guesses_judge(customers, count, &fit.model, ours);
	ours[2] = round(ours[2] * 100) / 100; /* as they are published */
	ours[3] = round(ours[3] * 100) / 100;
	check(shop, MODEL, "AUROC", 0, ours, 3);
	check(shop, MODEL, "accuracy of P(alive)>0.5", 0, &ours[3], 1);
	free(customers);
}

/* --- customer by customer */

static double apart(double ours, double theirs)
{
	return fabs(ours - theirs) / fmax(fabs(theirs), 1e-300);
}

/* Twelve months of 4.345 weeks, each discounted by a hundredth more: times what a visit leaves. */
static double worth(const struct timing_model *model, const struct timing_history *history,
		    double spend)
{
	double sum = 0;
	double before = 0;

	for (int month = 1; month <= 12; month++) {
		double until = timing_expected(model, history, 4.345 * month);

		sum += (until - before) / pow(1.01, month);
		before = until;
	}
	return sum * spend;
}

enum { FLOATS, EXACT, WORTH, WORSTS };

static void compare(const struct reference_table *table, const struct timing_model *model,
		    double worst[WORSTS])
{
	const struct timing_history history = { reference_cell(table, "frequency"),
						reference_cell(table, "recency"),
						reference_cell(table, "T"), 0 };
	double alive = timing_alive(model, &history);
	double visits = timing_expected(model, &history, 39);
	const double off[] = {
		apart(timing_log_likelihood(model, &history), reference_cell(table, "mp_pn_ll")),
		apart(alive, reference_cell(table, "mp_pn_palive")),
		apart(visits, reference_cell(table, "mp_pn_ce39")),
		apart(timing_discounted(model, &history, 0.0027),
		      reference_cell(table, "mp_pn_dert_0.0027")),
	};

	for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
		worst[EXACT] = fmax(worst[EXACT], off[i]);
	worst[FLOATS] = fmax(worst[FLOATS], apart(alive, reference_cell(table, "pn_palive")));
	worst[FLOATS] = fmax(worst[FLOATS], apart(visits, reference_cell(table, "pn_ce39")));
	worst[WORTH] = fmax(worst[WORTH],
			    apart(worth(model, &history, reference_cell(table, "gg_e_spend")),
				  reference_cell(table, "clv_pn_12m_1pct")));
}

/* Two hundred customers; the exact columns have forty digits. */
static void two_hundred_customers_agree_one_by_one(void **state)
{
	struct reference_table table;
	struct timing_model model = { .kind = TIMING_PARETO, .k = 1 };
	double of[4];
	double worst[WORSTS] = { 0 };
	int rows = 0;

	(void)shop_of(state);
	if (!reference_table_open(&table))
		skip();
	reference_parameters(&table, "Pareto r,alpha,s,beta", 4, of);
	model.r = of[0];
	model.alpha = of[1];
	model.s = of[2];
	model.beta = of[3];
	for (; reference_table_next(&table); rows++)
		compare(&table, &model, worst);
	print_message("# reference_customers.csv, Pareto/NBD, %d customers, worst relative error: "
		      "pn_ %.1e, mp_pn_ %.1e, clv_pn %.1e\n",
		      rows, worst[FLOATS], worst[EXACT], worst[WORTH]);
	assert_int_equal(rows, 200);
	assert_true(worst[FLOATS] < 1e-6);
	assert_true(worst[EXACT] < 1e-9);
	assert_true(worst[WORTH] < 1e-6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sample_gives_what_others_found),
		cmocka_unit_test(expectations_are_as_published),
		cmocka_unit_test(given_parameters_give_what_is_published),
		cmocka_unit_test(the_weeks_20_to_25_are_as_published),
		cmocka_unit_test(the_held_out_means_are_as_published),
		cmocka_unit_test(who_comes_again_is_told_as_well_as_published),
		cmocka_unit_test(two_hundred_customers_agree_one_by_one),
	};

	return cmocka_run_group_tests(tests, open_shop, close_shop);
}
