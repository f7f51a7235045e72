/* test_reference_holdout.c - what the models say of CDNOW's customers for a time they did not see,
 * against what peers reach on the same data: no worse.
 *
 * In:  REGULARS_DATA, the folder with cdnow/ in it; without it the tests are skipped.
 * Out: a line for each figure: what, ours, theirs, the outcome.
 */
#include "tests/support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/base/civil.h"
#include "plugin/models/holdout.h"
#include "tests/support/cdnow.h"

enum { CUSTOMERS = 23571, HELD_WEEKS = 39 };

/* One customer: what came up to a day, and after it. Days with a purchase are visits, of whatever
 * worth; amounts of one day are one. */
struct buyer {
	int32_t first;
	int32_t last;
	int32_t x;
	int32_t after;
	int32_t day; /* the newest, its amount so far */
	double amount;
	double spent_after;
	struct spend_history repeats; /* of the visits after the first */
	struct spend_history all;
	bool is_in_sample;
};

struct log {
	struct buyer buyers[CUSTOMERS];
	int32_t split; /* the last day that is known */
};

struct known {
	struct choice_customer customers[CUSTOMERS];
	struct spend_history repeats[CUSTOMERS];
	struct spend_history all[CUSTOMERS];
	double spent_after[CUSTOMERS];
	size_t count;
	double days;
};

static int32_t day_of(int32_t written)
{
	return (int32_t)civil_days(written / 10000, written / 100 % 100, written % 100);
}

static void add_spend(struct spend_history *spend, double amount)
{
	if (!(amount > 0))
		return;
	spend->mean = (spend->mean * spend->x + amount) / (spend->x + 1);
	spend->x++;
}

/* The day before is over: what was left on it is one amount. */
static void end_day(struct log *log, struct buyer *buyer)
{
	if (buyer->day == 0)
		return;
	if (buyer->day > log->split) {
		buyer->spent_after += buyer->amount;
	} else {
		add_spend(&buyer->all, buyer->amount);
		if (buyer->day > buyer->first)
			add_spend(&buyer->repeats, buyer->amount);
	}
	buyer->amount = 0;
}

static void take(void *user, const struct cdnow_purchase *purchase)
{
	const struct currency dollars = { "USD", 2 };
	struct log *log = user;
	struct buyer *buyer = &log->buyers[purchase->customer];
	int32_t day = day_of(purchase->day);

	if (day != buyer->day) {
		end_day(log, buyer);
		if (buyer->first == 0)
			buyer->first = day;
		else if (day > log->split)
			buyer->after++;
		else
			buyer->x++;
		if (day <= log->split)
			buyer->last = day;
		buyer->day = day;
	}
	buyer->amount += money_major(purchase->amount, &dollars);
}

static bool read_log(struct log *log, int32_t split)
{
	memset(log, 0, sizeof(*log));
	log->split = day_of(split);
	if (!cdnow_read(take, log))
		return false;
	for (size_t i = 0; i < CUSTOMERS; i++)
		end_day(log, &log->buyers[i]);
	return true;
}

/* The sample's customers, by their numbers in the whole log. */
static void mark_sample(struct log *log)
{
	char path[512];
	char line[256];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/cdnow/cdnow_sample.csv", getenv("REGULARS_DATA"));
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	while (fgets(line, sizeof(line), file) != NULL) {
		long number = strtol(line, NULL, 10);

		assert_true(number > 0 && number < CUSTOMERS);
		log->buyers[number].is_in_sample = true;
	}
	assert_int_equal(fclose(file), 0);
}

static void pick(const struct log *log, bool sample, struct known *ret)
{
	ret->count = 0;
	ret->days = day_of(19980630) - log->split;
	for (size_t i = 0; i < CUSTOMERS; i++) {
		const struct buyer *buyer = &log->buyers[i];
		struct choice_customer *customer = &ret->customers[ret->count];

		if (buyer->first == 0 || (sample && !buyer->is_in_sample))
			continue;
		*customer = (struct choice_customer) { .is_known = true, .after = buyer->after };
		customer->before = (struct timing_history) {
			.x = buyer->x,
			.t_x = buyer->last - buyer->first,
			.T = log->split - buyer->first,
		};
		customer->whole = customer->before;
		ret->repeats[ret->count] = buyer->repeats;
		ret->all[ret->count] = buyer->all;
		ret->spent_after[ret->count++] = buyer->spent_after;
	}
}

static struct timing_fit fit(const struct host *host, const struct known *known,
			     enum timing_kind kind)
{
	struct timing_history *histories = calloc(known->count, sizeof(*histories));
	struct timing_fit ret = { 0 };

	assert_non_null(histories);
	for (size_t i = 0; i < known->count; i++)
		histories[i] = known->customers[i].before;
	assert_int_equal(timing_fit(host, kind, 1, FIT_ML, histories, known->count, &ret, NULL),
			 RGL_OK);
	free(histories);
	return ret;
}

/* True when ours is no worse; both to as many digits as the other was published with. */
static bool tell(const char *what, double ours, double theirs, double digit, bool more_is_better)
{
	double worse = more_is_better ? theirs - ours : ours - theirs;
	bool is_good = worse <= digit / 2 + 1e-12;

	print_message("# %-44s %9.4f  peers %8.4f  %s\n", what, ours, theirs,
		      is_good ? "no worse" : "WORSE");
	return is_good;
}

struct figures_of {
	const char *name;
	enum timing_kind kind;
	bool sample;
	double mean_absolute;
	double root_mean_square;
	double correlation;
};

static bool hold_up(const struct host *host, const struct known *known,
		    const struct figures_of *theirs)
{
	struct timing_fit model = fit(host, known, theirs->kind);
	struct holdout holdout;
	char what[64];
	bool good;

	assert_int_equal(holdout_try(host, &model.model, known->customers, known->count,
				     known->days, &holdout, NULL),
			 RGL_OK);
	(void)snprintf(what, sizeof(what), "%s, visits: mean absolute error", theirs->name);
	good = tell(what, holdout.mean_absolute_error, theirs->mean_absolute, 0.001, false);
	(void)snprintf(what, sizeof(what), "%s, visits: root mean square error", theirs->name);
	good &= tell(what, holdout.root_mean_square_error, theirs->root_mean_square, 0.001, false);
	(void)snprintf(what, sizeof(what), "%s, visits: correlation", theirs->name);
	return tell(what, holdout.correlation, theirs->correlation, 0.001, true) && good;
}

/* insight.md's table: 39 weeks known, 39 held out. */
static void expected_visits_are_no_worse_than_the_peers(void **state)
{
	static const struct figures_of THEIRS[] = {
		{ "Pareto/NBD, sample", TIMING_PARETO, true, 0.755, 1.603, 0.630 },
		{ "MBG/NBD, sample", TIMING_MBG, true, 0.765, 1.607, 0.627 },
		{ "BG/NBD, sample", TIMING_BG, true, 0.785, 1.608, 0.626 },
		{ "Pareto/NBD, all", TIMING_PARETO, false, 0.794, 1.726, 0.671 },
	};
	static struct log log;
	static struct known known;
	struct host host;
	bool good = true;

	(void)state;
	if (!read_log(&log, 19970930))
		skip();
	mark_sample(&log);
	host_init(&host, NULL);
	for (size_t i = 0; i < sizeof(THEIRS) / sizeof(THEIRS[0]); i++) {
		pick(&log, THEIRS[i].sample, &known);
		assert_int_equal(known.count, THEIRS[i].sample ? 2357 : 23570);
		good &= hold_up(&host, &known, &THEIRS[i]);
	}
	assert_true(good);
}

/* A year known, half a year held out: who will come at all. */
static void who_will_come_is_told_no_worse_than_by_the_peers(void **state)
{
	static struct log log;
	static struct known known;
	struct timing_fit model;
	struct holdout holdout;
	struct host host;

	(void)state;
	if (!read_log(&log, 19971231))
		skip();
	host_init(&host, NULL);
	pick(&log, false, &known);
	model = fit(&host, &known, TIMING_PARETO);
	assert_int_equal(holdout_try(&host, &model.model, known.customers, known.count, known.days,
				     &holdout, NULL),
			 RGL_OK);
	assert_true(tell("Pareto/NBD, who comes: AUROC", holdout.auroc, 0.7998, 0.0001, true));
}

/* What they leave: visits times the Gamma-Gamma mean, against what they left. */
static bool spend_holds_up(const struct host *host, const struct known *known,
			   const struct spend_history *spends, const char *name, bool is_held)
{
	struct timing_fit model = fit(host, known, TIMING_PARETO);
	struct holdout_case *cases = calloc(known->count, sizeof(*cases));
	struct spend_fit spend;
	struct holdout holdout;
	char what[64];
	bool good;

	assert_non_null(cases);
	assert_int_equal(spend_fit(host, FIT_MAP, spends, known->count, &spend, NULL), RGL_OK);
	for (size_t i = 0; i < known->count; i++)
		cases[i] = (struct holdout_case) {
			.expected = timing_expected(&model.model, &known->customers[i].before,
						    known->days) *
				    spend_expected(&spend.model, &spends[i]),
			.after = known->spent_after[i],
		};
	holdout_measure(cases, known->count, known->days, &holdout);
	free(cases);
	(void)snprintf(what, sizeof(what), "Pareto x Gamma-Gamma, %s: MAE", name);
	good = tell(what, holdout.mean_absolute_error, 32.0, 0.1, false);
	(void)snprintf(what, sizeof(what), "Pareto x Gamma-Gamma, %s: RMSE", name);
	good &= tell(what, holdout.root_mean_square_error, 92.9, 0.1, false);
	(void)snprintf(what, sizeof(what), "Pareto x Gamma-Gamma, %s: correlation", name);
	return (tell(what, holdout.correlation, 0.669, 0.001, true) && good) || !is_held;
}

static void expected_spend_is_no_worse_than_the_peers(void **state)
{
	static struct log log;
	static struct known known;
	struct host host;

	(void)state;
	if (!read_log(&log, 19970930))
		skip();
	host_init(&host, NULL);
	pick(&log, false, &known);
	assert_true(spend_holds_up(&host, &known, known.repeats, "repeats", true));
	assert_true(spend_holds_up(&host, &known, known.all, "all visits", true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expected_visits_are_no_worse_than_the_peers),
		cmocka_unit_test(who_will_come_is_told_no_worse_than_by_the_peers),
		cmocka_unit_test(expected_spend_is_no_worse_than_the_peers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
