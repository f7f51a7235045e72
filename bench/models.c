/* SPDX-License-Identifier: Apache-2.0 */
/* models.c - how long the models of customers take: fits, and what is expected of a million.
 *
 * usage: models [--quick]
 * In:  REGULARS_DATA, a folder that may have cdnow/cdnow_sample.csv and cdnow_master.csv.
 * Out: lines of the bench's table (bench/measure.h). Seconds are of the CPU, from the histories in
 *      memory to the parameters; those of the peer, `lifetimes`, were measured once, elsewhere.
 *
 * A measurement is a function that begins with measure_.
 */
#include <math.h>

#include "bench/measure.h"
#include "plugin/models/worth.h"
#include "tests/support/simulate.h"

#define TIMES 7		    /* a measurement of less than a second is taken so often */
#define CALIBRATION_DAY 272 /* 30 September 1997; 1 January is 0 */
#define YEAR_MONTHS 12

struct shop {
	const char *name;
	struct timing_history *histories;
	size_t count;
};

static double cpu_seconds(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* --- shops */

/* 19970118 as days since the first of 1997, for 1997 and 1998. */
static int day_of(long date)
{
	static const int before[12] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };

	return (int)((date / 10000 - 1997) * 365 + before[(date / 100 - 1) % 100] + date % 100 - 1);
}

/* A purchase; those of one customer come one after the other, by day. In weeks, as the published
 * figures are. */
static void shop_add(struct shop *shop, long customer, long *last, int *start, int day)
{
	struct timing_history *history;

	if (customer != *last) {
		*last = customer;
		*start = day;
		shop->histories[shop->count++].T = (CALIBRATION_DAY - day) / 7.0;
		return;
	}
	history = &shop->histories[shop->count - 1];
	if (day > CALIBRATION_DAY || (day - *start) / 7.0 <= history->t_x)
		return;
	history->log_gaps += log((day - *start) / 7.0 - history->t_x);
	history->t_x = (day - *start) / 7.0;
	history->x++;
}

/* False: there is no such file. In the sample the customer's own number is the second word. */
static bool shop_read(const char *file_name, bool is_sample, struct shop *ret)
{
	const char *folder = getenv("REGULARS_DATA");
	char path[512], line[256];
	long last = -1;
	int start = 0;
	FILE *file;

	if (folder == NULL)
		return false;
	(void)snprintf(path, sizeof(path), "%s/cdnow/%s", folder, file_name);
	file = fopen(path, "r");
	if (file == NULL)
		return false;
	ret->histories = measure_room(100000, sizeof(*ret->histories));
	while (fgets(line, sizeof(line), file) != NULL) {
		long customer, date;

		if (sscanf(line, is_sample ? "%*d,%ld,%ld" : "%ld,%ld", &customer, &date) == 2)
			shop_add(ret, customer, &last, &start, day_of(date));
	}
	(void)fclose(file);
	return ret->count > 0;
}

/* Customers of the first twelve weeks, known for 39, as CDNOW's are; on whole days. */
static void shop_simulate(size_t count, struct shop *ret)
{
	const struct simulate_wish wish = {
		.seed = 20250712,
		.timing = { TIMING_BG, 1, .2426, 4.4136 * 7, .7929, 2.4259 },
		.starts = 84,
		.horizon = CALIBRATION_DAY,
		.is_daily = true,
	};

	ret->histories = measure_room(count, sizeof(*ret->histories));
	ret->count = count;
	simulate_histories(&wish, count, ret->histories);
}

/* --- fits */

static struct timing_fit fit(const struct shop *shop, enum timing_kind kind)
{
	struct timing_fit fit;
	struct host host;

	host_init(&host, NULL);
	measure_need(timing_fit(&host, kind, 1, FIT_ML, shop->histories, shop->count, &fit, NULL) ==
			     RGL_OK,
		     "a model could not be fitted");
	measure_need(fit.gradient < 1e-6, "a fit did not come to its end");
	return fit;
}

/* peer: seconds of lifetimes; 0: it was not measured. */
static void measure_fit(const struct shop *shop, const char *name, enum timing_kind kind,
			double peer)
{
	double seconds[TIMES];
	char what[MEASURE_TEXT], ours[MEASURE_TEXT], theirs[MEASURE_TEXT] = "-";
	size_t count = 0;

	while (count < TIMES && (count == 0 || seconds[0] < 1)) {
		double before = cpu_seconds();

		(void)fit(shop, kind);
		seconds[count++] = cpu_seconds() - before;
	}
	(void)snprintf(what, sizeof(what), "fit: %s, %s", name, shop->name);
	(void)snprintf(ours, sizeof(ours), "%.4f s", measure_at(seconds, count, 0.5));
	if (peer > 0)
		(void)snprintf(theirs, sizeof(theirs), "lifetimes %.2f s", peer);
	measure_line(what, ours, theirs, peer / measure_at(seconds, count, 0.5),
		     peer > 0 ? "at least 25" : "-");
}

static void measure_fits(const struct shop *shop, double bg, double pareto)
{
	measure_fit(shop, "BG/NBD", TIMING_BG, bg);
	measure_fit(shop, "MBG/NBD", TIMING_MBG, 0);
	measure_fit(shop, "Pareto/NBD", TIMING_PARETO, pareto);
}

/* --- what is expected */

/* Until the end of each month of a year, and of 39 weeks at once; and who still is a customer. */
static void measure_expect(const struct shop *shop, const char *name,
			   const struct timing_model *model, size_t steps, double length,
			   double peer)
{
	double *expected = measure_room(shop->count * steps, sizeof(*expected));
	double *alive = measure_room(shop->count, sizeof(*alive));
	char what[MEASURE_TEXT], ours[MEASURE_TEXT], theirs[MEASURE_TEXT] = "-";
	double before = cpu_seconds(), seconds;
	struct host host;

	host_init(&host, NULL);
	measure_need(timing_expect_all(&host, model, shop->histories, shop->count, length, steps,
				       expected, alive, NULL) == RGL_OK,
		     "what to expect could not be computed");
	seconds = cpu_seconds() - before;
	(void)snprintf(what, sizeof(what), "expect: %s, %s, %s", name,
		       steps > 1 ? "12 months" : "39 weeks", shop->name);
	(void)snprintf(ours, sizeof(ours), "%.3f s", seconds);
	if (peer > 0)
		(void)snprintf(theirs, sizeof(theirs), "lifetimes %.2f s", peer);
	measure_line(what, ours, theirs, peer / seconds, "under 1 s");
	free(expected);
	free(alive);
}

static void measure_expects(const struct shop *shop)
{
	const struct timing_model bg = { TIMING_BG, 1, .2426, 4.4136 * 7, .7929, 2.4259 };
	const struct timing_model mbg = { TIMING_MBG, 1, .5248, 6.183 * 7, .8914, 1.614 };
	const struct timing_model erlang = { TIMING_MBG, 2, 1.0, 12 * 7, .8914, 1.614 };
	const struct timing_model pareto = { TIMING_PARETO, 1, .5533, 10.578 * 7, .606, 11.66 * 7 };
	const double month = 365.25 / YEAR_MONTHS;

	measure_expect(shop, "BG/NBD", &bg, 1, 273, .58);
	measure_expect(shop, "BG/NBD", &bg, YEAR_MONTHS, month, 13.2);
	measure_expect(shop, "MBG/NBD", &mbg, YEAR_MONTHS, month, 0);
	measure_expect(shop, "MBG/CNBD-2", &erlang, YEAR_MONTHS, month, 0);
	measure_expect(shop, "Pareto/NBD", &pareto, 1, 273, 0);
	measure_expect(shop, "Pareto/NBD", &pareto, YEAR_MONTHS, month, 0);
}

/* --- what they are worth */

static rgl_rc worths(const struct host *host, const struct worth_wish *wish,
		     const struct shop *shop, const struct spend_history *spends, bool has_bounds,
		     struct worth *ret)
{
	if (has_bounds)
		return worth_all(host, wish, shop->histories, spends, shop->count, ret, NULL);
	return worth_values(host, wish, shop->histories, spends, shop->count, ret, NULL);
}

/* Visits of twelve months and their discounted value; with bounds, what a refresh asks for too. */
static void measure_worth(const struct shop *shop, const char *name, enum timing_kind kind,
			  bool has_bounds)
{
	const struct timing_fit timing = fit(shop, kind);
	const struct spend_fit spend = { .model = { .p = 6.25, .q = 3.74, .v = 15.4 } };
	const struct worth_wish wish = { .timing = &timing,
					 .spend = &spend,
					 .months = YEAR_MONTHS,
					 .month_days = 365.0 / YEAR_MONTHS,
					 .rate = .008 };
	struct spend_history *spends = measure_room(shop->count, sizeof(*spends));
	struct worth *ret = measure_room(shop->count, sizeof(*ret));
	char what[MEASURE_TEXT], ours[MEASURE_TEXT];
	struct host host;
	double before;

	host_init(&host, NULL);
	for (size_t i = 0; i < shop->count; i++)
		spends[i] = (struct spend_history) { .x = shop->histories[i].x + 1,
						     .mean = 20 + (double)(i % 64) };
	before = cpu_seconds();
	measure_need(worths(&host, &wish, shop, spends, has_bounds, ret) == RGL_OK,
		     "nobody's worth could be computed");
	before = cpu_seconds() - before;
	(void)snprintf(what, sizeof(what), "worth%s: %s, 12 months, %s",
		       has_bounds ? ", with bounds" : "", name, shop->name);
	(void)snprintf(ours, sizeof(ours), "%.3f s", before);
	measure_line(what, ours, "-", 0, has_bounds ? "-" : "under 1 s");
	free(spends);
	free(ret);
}

static void measure_worths(const struct shop *shop)
{
	measure_worth(shop, "MBG/NBD", TIMING_MBG, false);
	measure_worth(shop, "MBG/NBD", TIMING_MBG, true);
	measure_worth(shop, "Pareto/NBD", TIMING_PARETO, false);
	measure_worth(shop, "Pareto/NBD", TIMING_PARETO, true);
}

int main(int argc, char **argv)
{
	bool is_quick = argc > 1 && strcmp(argv[1], "--quick") == 0;
	struct shop sample = { .name = "CDNOW's sample" }, whole = { .name = "CDNOW" };
	struct shop many = { .name = is_quick ? "100,000 customers" : "1,000,000 customers" };

	if (shop_read("cdnow_sample.csv", true, &sample))
		measure_fits(&sample, .08, .34);
	if (shop_read("cdnow_master.csv", false, &whole))
		measure_fits(&whole, .32, 2.4);
	shop_simulate(is_quick ? 100000 : 1000000, &many);
	measure_fits(&many, is_quick ? 0 : 14.8, is_quick ? 0 : 121);
	measure_expects(&many);
	measure_worths(&many);
	free(sample.histories);
	free(whole.histories);
	free(many.histories);
	return 0;
}
