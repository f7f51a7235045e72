/* test_reference_customers.c - customers of CDNOW, each figure of BG/NBD, MBG/NBD and Gamma-Gamma
 * against a peer's in double precision, and against a computation with 40 digits; and the
 * parameters, where a peer's optimum was polished to the last digits.
 */
#include "tests/support/reference.h"

#include <math.h>
#include <stdlib.h>

#include "plugin/models/timing.h"

/* The relative difference, the worst of each column. */
struct worst {
	double palive;
	double expected;
	double exact;
	double mbg;
	double spend;
	double worth;
};

static void apart(double ours, double theirs, double *worst)
{
	assert_true(isfinite(ours));
	*worst = fmax(*worst, fabs(ours - theirs) / fmax(fabs(theirs), 1e-300));
}

static struct timing_model model_read(const struct reference_table *table, const char *name,
				      enum timing_kind kind)
{
	struct timing_model model = { .kind = kind, .k = 1 };
	double values[4];

	reference_parameters(table, name, 4, values);
	model.r = values[0];
	model.alpha = values[1];
	model.s = values[2];
	model.beta = values[3];
	return model;
}

/* Twelve months of 4.345 weeks, each discounted by a hundredth more: times what a visit leaves. */
static double worth(const struct timing_model *model, const struct timing_history *history,
		    double spend)
{
	double sum = 0, before = 0;
	int month;

	for (month = 1; month <= 12; month++) {
		double until = timing_expected(model, history, 4.345 * month);

		sum += (until - before) / pow(1.01, month);
		before = until;
	}
	return sum * spend;
}

static void compare(const struct reference_table *table, const struct timing_model *bg,
		    const struct timing_model *mbg, const struct spend_model *gg,
		    struct worst *worst)
{
	const struct timing_history history = { reference_cell(table, "frequency"),
						reference_cell(table, "recency"),
						reference_cell(table, "T"), 0 };
	const struct spend_history visits = { history.x, reference_cell(table, "monetary_value") };
	double coming = timing_expected(bg, &history, 39), alive = timing_alive(bg, &history);
	double leaves = spend_expected(gg, &visits);

	apart(alive, reference_cell(table, "bg_palive"), &worst->palive);
	apart(coming, reference_cell(table, "bg_ce39"), &worst->expected);
	apart(coming, reference_cell(table, "mp_bg_ce39"), &worst->exact);
	apart(alive, reference_cell(table, "mp_bg_palive"), &worst->exact);
	apart(timing_alive(mbg, &history), reference_cell(table, "mbg_palive"), &worst->mbg);
	apart(timing_expected(mbg, &history, 39), reference_cell(table, "mbg_ce39"), &worst->mbg);
	apart(leaves, reference_cell(table, "gg_e_spend"), &worst->spend);
	apart(worth(bg, &history, leaves), reference_cell(table, "clv_bg_12m_1pct"), &worst->worth);
}

static void two_hundred_customers_are_as_others_compute_them(void **state)
{
	struct reference_table table = { 0 };
	struct spend_model gg = { 0 };
	struct timing_model bg, mbg;
	struct worst worst = { 0 };
	double values[3];
	int rows = 0;

	(void)state;
	if (!reference_table_open(&table))
		skip();
	bg = model_read(&table, "BG r,", TIMING_BG);
	mbg = model_read(&table, "MBG r,", TIMING_MBG);
	reference_parameters(&table, "GG p,", 3, values);
	gg.p = values[0];
	gg.q = values[1];
	gg.v = values[2];
	for (; reference_table_next(&table); rows++)
		compare(&table, &bg, &mbg, &gg, &worst);
	print_message("# %d customers, worst relative difference: bg_palive %.1e, bg_ce39 %.1e, "
		      "mp_bg_* %.1e, mbg_* %.1e, gg_e_spend %.1e, clv_bg_12m_1pct %.1e\n",
		      rows, worst.palive, worst.expected, worst.exact, worst.mbg, worst.spend,
		      worst.worth);
	assert_int_equal(rows, 200);
	assert_true(worst.palive < 1e-6 && worst.expected < 1e-6 && worst.mbg < 1e-6);
	assert_true(worst.exact < 1e-9);
	assert_true(worst.spend < 1e-6 && worst.worth < 1e-6);
}

/* --- the summary whose times are rounded to two decimals, on which a peer went on with Newton's
 * steps until its gradient was 1e-14 */

#define SUMMARY_ROOM 3000

struct summary {
	struct timing_history histories[SUMMARY_ROOM];
	struct spend_history spends[SUMMARY_ROOM];
	size_t count;
};

static struct summary *summary_read(void)
{
	FILE *file = reference_file("lifetimes_cdnow_customers_summary_with_transactions.csv");
	struct summary *summary;
	char line[256];

	if (file == NULL)
		return NULL;
	summary = calloc(1, sizeof(*summary));
	assert_non_null(summary);
	while (fgets(line, sizeof(line), file) != NULL) {
		struct timing_history *history = &summary->histories[summary->count];
		double id, mean;

		if (sscanf(line, "%lf,%lf,%lf,%lf,%lf", &id, &history->x, &history->t_x,
			   &history->T, &mean) != 5)
			continue;
		summary->spends[summary->count++] = (struct spend_history) { history->x, mean };
		assert_true(summary->count < SUMMARY_ROOM);
	}
	assert_int_equal(fclose(file), 0);
	return summary;
}

static void is_polished(const cJSON *all, const char *model, const char *names[],
			const double *ours, int count)
{
	const cJSON *theirs = cJSON_GetObjectItem(cJSON_GetObjectItem(all, "raw"), model);
	int i;

	for (i = 0; i < count; i++) {
		double value = cJSON_GetNumberValue(cJSON_GetObjectItem(theirs, names[i]));

		print_message("# %s %s: polished %.10f, ours %.10f\n", model, names[i], value,
			      ours[i]);
		assert_true(fabs(ours[i] / value - 1) < 1e-6);
	}
}

static void is_polished_timing(const cJSON *all, const char *model, enum timing_kind kind,
			       const struct summary *summary)
{
	const char *names[] = { "r", "alpha", "a", "b" };
	struct timing_fit fit;
	struct host host;

	host_init(&host, NULL);
	assert_int_equal(
		timing_fit(&host, kind, 1, FIT_ML, summary->histories, summary->count, &fit, NULL),
		RGL_OK);
	is_polished(all, model, names,
		    (const double[]) { fit.model.r, fit.model.alpha, fit.model.s, fit.model.beta },
		    4);
}

static void the_optimum_is_the_one_that_a_peer_polished(void **state)
{
	const char *names[] = { "p", "q", "v" };
	struct summary *summary = summary_read();
	cJSON *all = reference_open();
	struct spend_fit spend;
	struct host host;

	(void)state;
	if (summary == NULL || all == NULL) {
		free(summary);
		cJSON_Delete(all);
		skip();
		return;
	}
	is_polished_timing(all, "bgnbd_params", TIMING_BG, summary);
	is_polished_timing(all, "mbgnbd_params", TIMING_MBG, summary);
	host_init(&host, NULL);
	assert_int_equal(spend_fit(&host, FIT_ML, summary->spends, summary->count, &spend, NULL),
			 RGL_OK);
	is_polished(all, "gg_params", names,
		    (const double[]) { spend.model.p, spend.model.q, spend.model.v }, 3);
	cJSON_Delete(all);
	free(summary);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_hundred_customers_are_as_others_compute_them),
		cmocka_unit_test(the_optimum_is_the_one_that_a_peer_polished),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
