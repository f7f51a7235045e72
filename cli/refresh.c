/* refresh.c - regulars refresh: the models are fitted, members are scored. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/refresh.h"
#include "plugin/care/recount.h"
#include "plugin/identify/emails.h"
#include "plugin/insight/keep.h"
#include "plugin/insight/last_day.h"
#include "plugin/insight/sheaf.h"
#include "plugin/page/table.h"

#define PERCENT_PPM 10000
#define RATE_MOST_PPM 10000000 /* a thousand per cent a year: a slip of the pen */

struct watch {
	struct progress progress;
	struct interrupt interrupt;
};

static int64_t monotonic_ms(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void watch_begin(struct watch *ret)
{
	*ret = (struct watch) {
		.progress = progress_of(stderr, isatty(STDERR_FILENO) == 1, 0, monotonic_ms()),
	};
	ret->progress.what = "members";
	interrupt_hold(&ret->interrupt);
}

static bool watch_step(struct watch *watch, int64_t done, int64_t all)
{
	watch->progress.whole_bytes = all;
	progress_step(&watch->progress, done, done, monotonic_ms());
	return !interrupt_came(&watch->interrupt);
}

static void watch_end(struct watch *watch)
{
	progress_end(&watch->progress);
	interrupt_release(&watch->interrupt);
}

static bool step_scores(void *user, const char *doing, int64_t done, int64_t all)
{
	(void)doing;
	return watch_step(user, done, all);
}

static rgl_rc step_rebuild(void *user, int64_t done, int64_t total)
{
	return watch_step(user, done, total) ? RGL_OK : RGL_E_BUSY;
}

rgl_rc refresh_scores(struct cli *cli, struct store *store, const struct scores_wish *wish,
		      struct scores_done *ret)
{
	struct watch watch;
	rgl_rc rc;

	watch_begin(&watch);
	rc = scores_refresh(store, wish, step_scores, &watch, ret);
	watch_end(&watch);
	return command_refused(cli, store, rc);
}

static rgl_rc step_sheaf(void *user, int64_t done, int64_t total)
{
	return watch_step(user, done, total) ? RGL_OK : RGL_E_BUSY;
}

/* The copy of sales that questions read; in small stores there is none. */
static rgl_rc pack_sales(struct cli *cli, struct store *store, bool whole)
{
	struct watch watch;
	rgl_rc rc;

	watch_begin(&watch);
	rc = sheaf_refresh(store, whole, step_sheaf, &watch);
	watch_end(&watch);
	if (rc < 0 && watch.interrupt.came)
		return refuse(&cli->refusal, rc,
			      "stopped; what was written is kept. The same command goes on from "
			      "there");
	return command_refused(cli, store, rc);
}

static rgl_rc rebuild(struct cli *cli, struct store *store)
{
	struct care_verdict care = { 0 };
	struct watch watch;
	rgl_rc rc;

	watch_begin(&watch);
	rc = keep_rebuild(store, step_rebuild, &watch);
	watch_end(&watch);
	if (rc < 0 && watch.interrupt.came)
		return refuse(&cli->refusal, rc,
			      "stopped; what was counted so far is kept. The same command goes on "
			      "from there");
	if (rc == RGL_OK)
		(void)puts("The figures of all reports were counted anew from the sales.");
	if (rc == RGL_OK)
		rc = care_recount_all(store, true, &care);
	if (rc == RGL_OK && care.wrong > 0)
		(void)printf("How %lld members were treated was counted anew from what was said.\n",
			     (long long)care.wrong);
	return command_refused(cli, store, rc);
}

/* ---- before a report ---- */

static bool are_old(const struct scores_state *state, int64_t now_ms)
{
	return state->as_of_ms == 0 || now_ms - state->as_of_ms > MS_A_DAY;
}

static rgl_rc refresh_old(struct cli *cli, struct store *store)
{
	char name[TIMING_NAME_ROOM];
	struct scores_wish wish;
	struct scores_done done;
	struct scores_state state = { 0 };
	rgl_rc rc = scores_wish_kept(store, name, &wish);

	if (rc == RGL_OK)
		rc = scores_state(store, &state);
	if (rc == RGL_E_DAMAGED)
		wish.whole = true;
	else if (rc < 0)
		return command_refused(cli, store, rc);
	if (!wish.whole && !are_old(&state, host_now_ms(&cli->host)))
		return RGL_OK;
	rc = pack_sales(cli, store, false);
	if (rc == RGL_OK)
		rc = refresh_scores(cli, store, &wish, &done);
	if (rc == RGL_OK && done.stopped)
		rc = refuse(&cli->refusal, RGL_E_BUSY, "stopped");
	return rc;
}

void refresh_if_old(struct cli *cli)
{
	const struct rgl_why before = cli->refusal;
	struct store *store = NULL;
	rgl_rc rc = command_open(cli, STORE_WRITE, &store);

	if (rc == RGL_OK)
		rc = refresh_old(cli, store);
	if (rc < 0)
		(void)fprintf(stderr,
			      "regulars: what is expected of members was not refreshed (%s); the "
			      "report goes by what there is.\n",
			      cli->refusal.text);
	store_close(store);
	cli->refusal = before;
}

/* ---- what was done, in words ---- */

static void print_members(const struct scores_done *done)
{
	char scored[COUNT_ROOM];
	char left[DECIMAL_ROOM];

	command_count(done->members, "member", scored);
	table_count(done->left, left);
	(void)printf("Scored %s", scored);
	if (done->left > 0)
		(void)printf("; %s more %s as good as new", left, done->left == 1 ? "is" : "are");
	(void)puts(".");
}

static void print_day(const struct last_day *last)
{
	char day[PERIOD_ROOM];

	if (last_day_is_past(last))
		(void)printf("As of %s, the last day with a sale: there are none after it.\n",
			     period_say_day(last->day, day));
}

static void print_model(const struct scores_state *state, bool fitted)
{
	const struct choice *choice = &state->choice;
	const struct choice_model *model = &choice->models[choice->chosen];
	char members[COUNT_ROOM];

	command_count(model->fit.customers, "member", members);
	(void)printf("When members come: %s, %s %s. %s\n", model->name,
		     fitted ? "fitted now to" : "as it was fitted to", members, choice->why);
	(void)printf("What they leave: %s of %s.\n",
		     choice->spend.model.is_pooled ? "the same for all, the mean" : "Gamma-Gamma",
		     worth_basis_name(state->basis));
}

static void print_holdout(const struct holdout *holdout)
{
	char expected[DECIMAL_ROOM];
	char actual[DECIMAL_ROOM];

	if (holdout->customers == 0)
		return;
	table_count(llround(holdout->expected), expected);
	table_count(llround(holdout->actual), actual);
	(void)printf("Tried on the last %.0f days, which it had not seen: %s visits expected, %s "
		     "came.\n",
		     holdout->days, expected, actual);
	if (holdout->actual > 0)
		(void)printf(
			"Of one who came and one who did not it told which %.0f times of 100. ",
			100 * holdout->auroc);
	(void)printf(
		"Its error was %.2f visits a member\n(root mean square); to say that all go on "
		"as before, %.2f.\n",
		holdout->root_mean_square_error, holdout->naive_error);
}

static void print_verdict(const struct choice_model *model, enum fit_method asked)
{
	if (model->fit.verdict == FIT_NO_CHURN)
		(void)puts("No measurable churn: nobody was seen to stay away for good. Who is a "
			   "customer counts as one\nuntil the sales say otherwise; treat "
			   "\"at risk\" with care.");
	if (model->fit.verdict == FIT_TOO_LITTLE)
		(void)puts("Too little data: this is what shops are like in general, hardly yours. "
			   "It gets better by itself;\nlook again when some dozens of members "
			   "came twice.");
	if (asked == FIT_ML && model->fit.method == FIT_MAP)
		(void)puts("Maximum likelihood has no answer for so few; what shops are like in "
			   "general helped (map).");
}

static void print_worth(const struct store *store, const struct scores_state *state)
{
	const struct currency *currency = &store->shop.currency;
	char value[DECIMAL_ROOM];
	char low[DECIMAL_ROOM];
	char high[DECIMAL_ROOM];

	money_write(state->value, currency, value);
	money_write(state->low, currency, low);
	money_write(state->high, currency, high);
	(void)printf("All of them together are worth %s %s of %s in the next 12 months (four times "
		     "of five between\n%s and %s), what comes later discounted by %g %% a "
		     "year.\n",
		     value, currency->code, worth_basis_name(state->basis), low, high,
		     (double)state->rate_ppm / PERCENT_PPM);
}

static rgl_rc print_state(struct cli *cli, struct store *store, const struct scores_wish *wish,
			  const struct scores_done *done)
{
	struct scores_state state;
	struct last_day last = { 0 };
	rgl_rc rc = scores_state(store, &state);

	if (rc == RGL_OK)
		rc = last_day_read(store, &last);
	if (rc < 0)
		return command_refused(cli, store, rc);
	if (state.fit_ms == 0) {
		(void)puts("No member has a visit yet: there is nothing to expect. Sales that name "
			   "a member change that.");
		return RGL_OK;
	}
	print_members(done);
	print_day(&last);
	print_model(&state, done->fitted);
	print_holdout(&state.choice.models[state.choice.chosen].holdout);
	print_verdict(&state.choice.models[state.choice.chosen], wish->method);
	print_worth(store, &state);
	(void)puts("Next: regulars report at-risk");
	return RGL_OK;
}

/* ---- the command ---- */

static rgl_rc read_method(struct cli *cli, struct scores_wish *wish)
{
	const char *method = arguments_value(&cli->arguments, "method");

	if (method == NULL)
		return RGL_OK;
	if (strcmp(method, "map") != 0 && strcmp(method, "ml") != 0)
		return refuse(&cli->refusal, RGL_E_ARGUMENT, "--method is map or ml");
	wish->method = strcmp(method, "ml") == 0 ? FIT_ML : FIT_MAP;
	return RGL_OK;
}

static rgl_rc read_discount(struct cli *cli, struct scores_wish *wish)
{
	const char *discount = arguments_value(&cli->arguments, "discount");
	int64_t ppm = 0;

	if (discount == NULL)
		return RGL_OK;
	if (decimal_read(discount, strlen(discount), 4, ROUNDING_REFUSED, &ppm) < 0 || ppm < 0 ||
	    ppm > RATE_MOST_PPM)
		return refuse(&cli->refusal, RGL_E_ARGUMENT,
			      "--discount takes per cent a year, as 10 or 7.5");
	wish->rate_ppm = ppm;
	return RGL_OK;
}

/* What is not said is as it was the last time; "best" is the way back from a model by name. */
static rgl_rc read_wish(struct cli *cli, struct store *store, char name[TIMING_NAME_ROOM],
			struct scores_wish *ret)
{
	const char *model = arguments_value(&cli->arguments, "model");
	rgl_rc rc = command_refused(cli, store, scores_wish_kept(store, name, ret));

	if (rc == RGL_OK)
		rc = read_method(cli, ret);
	if (rc == RGL_OK)
		rc = read_discount(cli, ret);
	if (rc < 0)
		return rc;
	if (model != NULL)
		ret->model = strcmp(model, "best") == 0 ? NULL : model;
	ret->whole = arguments_has(&cli->arguments, "whole");
	return RGL_OK;
}

static rgl_rc refresh(struct cli *cli, struct store *store, const struct scores_wish *wish)
{
	struct scores_done done = { 0 };
	char scored[COUNT_ROOM];
	rgl_rc rc = refresh_scores(cli, store, wish, &done);

	if (rc < 0)
		return rc;
	command_count(done.members, "member", scored);
	if (done.stopped)
		return refuse(
			&cli->refusal, RGL_E_BUSY,
			"stopped after %s; what was written is kept. The same command goes on "
			"from there",
			scored);
	return print_state(cli, store, wish, &done);
}

rgl_rc command_refresh(struct cli *cli)
{
	char name[TIMING_NAME_ROOM];
	struct scores_wish wish;
	struct store *store = NULL;
	int64_t found = 0;
	rgl_rc rc = command_open(cli, STORE_WRITE, &store);

	if (rc < 0)
		return rc;
	rc = read_wish(cli, store, name, &wish);
	if (rc == RGL_OK)
		rc = command_refused(cli, store, emails_find(store, &found));
	if (rc == RGL_OK && arguments_has(&cli->arguments, "rebuild"))
		rc = rebuild(cli, store);
	if (rc == RGL_OK)
		rc = pack_sales(cli, store, arguments_has(&cli->arguments, "rebuild"));
	if (rc == RGL_OK)
		rc = refresh(cli, store, &wish);
	store_close(store);
	return rc == RGL_E_FIELD ? RGL_E_ARGUMENT : rc;
}
