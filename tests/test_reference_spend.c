/* test_reference_spend.c - Gamma-Gamma against what others have published about CDNOW:
 * reference.json, where it lies at hand.
 */
#include "tests/support/reference.h"

#include <math.h>
#include <stdlib.h>

/* The 946 customers of the sample who came again by the end of September 1997. */
static struct spend_fit fit_sample(enum fit_method method)
{
	struct reference_customer *customers;
	struct spend_history *spends;
	struct spend_fit ret;
	struct host host;
	size_t count, i;

	host_init(&host, NULL);
	customers = reference_customers("cdnow_sample.csv", 272, 545, &count);
	assert_non_null(customers);
	spends = calloc(count, sizeof(*spends));
	assert_non_null(spends);
	for (i = 0; i < count; i++)
		spends[i] = customers[i].spend;
	assert_int_equal(spend_fit(&host, method, spends, count, &ret, NULL), RGL_OK);
	free(spends);
	free(customers);
	return ret;
}

static void the_sample_gives_the_parameters_that_others_found(void **state)
{
	cJSON *all = reference_open();
	struct spend_fit fit;

	(void)state;
	if (all == NULL)
		skip();
	fit = fit_sample(FIT_ML);
	print_message("# Gamma-Gamma: p %.5f (%.5f), q %.5f (%.5f), v %.5f (%.5f), of %lld\n",
		      fit.model.p, fit.errors[0], fit.model.q, fit.errors[1], fit.model.v,
		      fit.errors[2], (long long)fit.customers);
	reference_check(reference_entry(all, "Gamma-Gamma", "p,q,gamma", 0),
			(const double[]) { fit.model.p, fit.model.q, fit.model.v }, 3);
	reference_check(reference_entry(all, "Gamma-Gamma", "log-likelihood", 0),
			&fit.log_likelihood, 1);
	assert_int_equal(fit.customers, 946);
	assert_int_equal(fit.verdict, FIT_GOOD);
	assert_false(fit.model.is_pooled);
	cJSON_Delete(all);
}

/* The prior weighs little against 946 customers: a quarter of a standard error. */
static void the_prior_gives_way_to_many_customers(void **state)
{
	FILE *file = reference_file("cdnow_sample.csv");
	struct spend_fit map, ml;
	int i;

	(void)state;
	if (file == NULL)
		skip();
	assert_int_equal(fclose(file), 0);
	map = fit_sample(FIT_MAP);
	ml = fit_sample(FIT_ML);
	for (i = 0; i < 3; i++)
		assert_true(map.errors[i] <= ml.errors[i] * 1.05);
	assert_true(fabs(map.model.p - ml.model.p) < ml.errors[0] / 4);
	assert_true(fabs(map.model.q - ml.model.q) < ml.errors[1] / 4);
	assert_true(fabs(map.model.v - ml.model.v) < ml.errors[2] / 4);
}

/* The list was made with parameters that were not rounded, and says so with its tolerance. */
static void the_first_ten_customers_are_expected_to_leave_what_is_published(void **state)
{
	const struct spend_model model = { 6.25, 3.74, 15.44, 0, false };
	cJSON *all = reference_open();
	struct reference_customer *customers;
	double ours[10];
	size_t count, i;

	(void)state;
	if (all == NULL)
		skip();
	customers = reference_customers("cdnow_sample.csv", 272, 545, &count);
	assert_non_null(customers);
	for (i = 0; i < 10; i++)
		ours[i] = spend_expected(&model, &customers[i].spend);
	reference_check(reference_entry(all, "Gamma-Gamma", "E[M|x,m]", 0), ours, 10);
	free(customers);
	cJSON_Delete(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sample_gives_the_parameters_that_others_found),
		cmocka_unit_test(the_prior_gives_way_to_many_customers),
		cmocka_unit_test(the_first_ten_customers_are_expected_to_leave_what_is_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
