/* scores.c - see scores.h: the refresh, from reading to writing. */
#include <math.h>

#include "plugin/insight/scores_parts.h"
#include "plugin/store/query.h"

enum {
	BATCH = 8192, /* scored at once */
	ROWS_A_TRANSACTION = 4000,
	ROWS_A_LOOK = 50, /* how often it is asked whether a till waits */
	WEEK_DAYS = 7,
	MOVED_PPM = 10000, /* of a chance */
	MOVED_SHARE = 50   /* of a value */
};

struct refresh {
	struct store *store;
	const struct scores_wish *wish;
	scores_progress *progress;
	void *user;
	struct scores_crowd crowd;
	struct scores_fit fit;
	struct scores_desk desk;
	struct scores_done done;
	struct worth sum;
	double doubt; /* standard error of the sum, by the model alone */
};

static bool goes_on(struct refresh *refresh, const char *doing, int64_t done, int64_t all)
{
	if (refresh->progress == NULL || refresh->progress(refresh->user, doing, done, all))
		return true;
	refresh->done.stopped = true;
	return false;
}

static bool reading_goes_on(void *user, int64_t done)
{
	return goes_on(user, "reading visits", done, 0);
}

/* ---- writing ---- */

static rgl_rc put(struct store *store, const struct score *score)
{
	struct query q = query(store, STATEMENT_SCORE_PUT);

	query_bind_int(&q, score->member);
	query_bind_int(&q, score->as_of_ms);
	query_bind_int(&q, score->days);
	query_bind_int(&q, score->usual_days);
	query_bind_int(&q, score->alive);
	query_bind_int(&q, score->again);
	query_bind_int(&q, score->overdue);
	query_bind_int(&q, score->visits_milli);
	query_bind_money(&q, score->value);
	query_bind_money(&q, score->low);
	query_bind_money(&q, score->high);
	query_bind_money(&q, score->spread);
	query_bind_money(&q, score->loss);
	query_bind_int(&q, score->basis);
	return query_run(&q);
}

static rgl_rc drop(struct store *store, int64_t member)
{
	struct query q = query(store, STATEMENT_SCORE_DROP);

	query_bind_int(&q, member);
	return query_run(&q);
}

static bool is_far(int64_t a, int64_t b, int64_t by)
{
	return a - b > by || b - a > by;
}

static bool has_moved(const struct store *store, const struct scores_member *member,
		      const struct score *score)
{
	const struct currency *currency = &store->shop.currency;
	double was = money_major(member->scored_value, currency);
	double is = money_major(score->value, currency);

	return is_far(member->scored_alive, score->alive, MOVED_PPM) ||
	       is_far(member->scored_overdue, score->overdue, MOVED_PPM) ||
	       fabs(is - was) * MOVED_SHARE > fmax(is, was);
}

/* Written by this fit, and today: it is as it would be. */
static bool is_fresh(const struct refresh *refresh, const struct scores_member *member)
{
	struct store *store = refresh->store;

	return !refresh->wish->whole && member->scored_ms >= refresh->fit.at_ms &&
	       member->scored_ms > 0 && member->scored_days == (int64_t)member->x + 1 &&
	       period_day(store->zone, member->scored_ms) == refresh->crowd.now_day;
}

static bool is_due(const struct refresh *refresh, const struct scores_member *member,
		   const struct score *score)
{
	int64_t age_ms = refresh->crowd.now_ms - member->scored_ms;

	if (is_fresh(refresh, member))
		return false;
	if (refresh->wish->whole || member->scored_ms < refresh->fit.at_ms ||
	    member->scored_days != score->days)
		return true;
	return age_ms < 0 || age_ms > WEEK_DAYS * MS_A_DAY ||
	       has_moved(refresh->store, member, score);
}

/* From row *at on, as many as one transaction takes. */
static rgl_rc write_some(struct refresh *refresh, size_t first, size_t count, size_t *at)
{
	struct store *store = refresh->store;
	int64_t written = 0;
	size_t i = *at;
	rgl_rc rc = store_begin(store);

	if (rc < 0)
		return rc;
	for (; rc == RGL_OK && i < count && written < ROWS_A_TRANSACTION; i++) {
		const struct score *score = &refresh->desk.scores[i];

		if (!is_due(refresh, &refresh->crowd.members[first + i], score))
			continue;
		rc = put(store, score);
		written++;
		if (written % ROWS_A_LOOK == 0 && store_is_wanted(store)) {
			i++;
			break;
		}
	}
	rc = store_end(store, rc);
	if (rc < 0)
		return rc;
	refresh->done.members += written;
	*at = i;
	return RGL_OK;
}

static size_t first_due(const struct refresh *refresh, size_t first, size_t count, size_t at)
{
	while (at < count &&
	       !is_due(refresh, &refresh->crowd.members[first + at], &refresh->desk.scores[at]))
		at++;
	return at;
}

static rgl_rc write_batch(struct refresh *refresh, size_t first, size_t count)
{
	size_t at = first_due(refresh, first, count, 0);
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && at < count) {
		if (!goes_on(refresh, "scoring members", (int64_t)(first + at),
			     (int64_t)refresh->crowd.count))
			break;
		rc = write_some(refresh, first, count, &at);
		at = first_due(refresh, first, count, at);
	}
	return rc;
}

/* ---- scoring ---- */

/* The sums of the batches: chance adds up, and the model's doubt is the same for all, so that its
 * standard errors do. */
static rgl_rc add_batch(struct refresh *refresh, const struct worth_wish *wish, size_t count)
{
	struct scores_desk *desk = &refresh->desk;
	struct worth sum = { 0 };
	rgl_rc rc = worth_sum(refresh->store->host, wish, desk->histories, desk->spends,
			      desk->worths, count, &sum, &refresh->store->refusal);

	if (rc < 0)
		return rc;
	refresh->sum.value += sum.value;
	refresh->sum.variance += sum.variance;
	refresh->doubt += sqrt(sum.doubt);
	return RGL_OK;
}

static rgl_rc score_all(struct refresh *refresh)
{
	struct scores_crowd *crowd = &refresh->crowd;
	struct worth_wish wish = scores_worth(&refresh->fit);
	rgl_rc rc = RGL_OK;

	for (size_t first = 0; rc == RGL_OK && first < crowd->count; first += BATCH) {
		size_t count = crowd->count - first < BATCH ? crowd->count - first : BATCH;

		if (!goes_on(refresh, "scoring members", (int64_t)first, (int64_t)crowd->count))
			break;
		rc = scores_rate(refresh->store, crowd, &refresh->fit, first, count,
				 &refresh->desk);
		if (rc == RGL_OK)
			rc = add_batch(refresh, &wish, count);
		if (rc == RGL_OK)
			rc = write_batch(refresh, first, count);
		if (refresh->done.stopped)
			break;
	}
	return rc;
}

/* Those who have no visit any more. Few: they were merged, or all of theirs was undone. */
static rgl_rc drop_gone(struct refresh *refresh)
{
	const struct scores_crowd *crowd = &refresh->crowd;
	rgl_rc rc = RGL_OK;

	for (size_t at = 0; rc == RGL_OK && at < crowd->gone_count; at += ROWS_A_LOOK) {
		rc = store_begin(refresh->store);
		if (rc < 0)
			return rc;
		for (size_t i = at; rc == RGL_OK && i < at + ROWS_A_LOOK && i < crowd->gone_count;
		     i++)
			rc = drop(refresh->store, crowd->gone[i]);
		rc = store_end(refresh->store, rc);
	}
	return rc;
}

/* A model of all tells nothing of what changes for all at once, as a season does: what it missed on
 * the weeks it had not seen, as a share, it may miss again. Not less than a twentieth; a quarter
 * where it could not be tried. */
static double missed(const struct choice *choice)
{
	const struct holdout *holdout;

	if (choice->chosen >= choice->count)
		return 0.25;
	holdout = &choice->models[choice->chosen].holdout;
	if (holdout->days <= 0 || holdout->expected <= 0)
		return 0.25;
	return fmax(0.05, fabs(holdout->actual / holdout->expected - 1));
}

static rgl_rc keep_state(struct refresh *refresh)
{
	const struct currency *currency = &refresh->store->shop.currency;
	const double value = refresh->sum.value;
	const double doubt = hypot(refresh->doubt, missed(&refresh->fit.choice) * value);
	const double half = 1.2815515655 * sqrt(refresh->sum.variance + doubt * doubt);
	struct query q;
	rgl_rc rc = store_begin(refresh->store);

	if (rc < 0)
		return rc;
	q = query(refresh->store, STATEMENT_SCORED_PUT);
	query_bind_int(&q, refresh->crowd.now_ms);
	query_bind_int(&q, refresh->crowd.last_event);
	query_bind_int(&q, (int64_t)refresh->crowd.count);
	query_bind_int(&q, refresh->fit.basis);
	query_bind_int(&q, refresh->fit.rate_ppm);
	query_bind_money(&q, scores_amount(value, currency));
	query_bind_money(&q, scores_amount(value - half, currency));
	query_bind_money(&q, scores_amount(value + half, currency));
	query_bind_int(&q, value > 0 ? llround(fmin(doubt / value, 1e6) * 1e6) : 0);
	return store_end(refresh->store, query_run(&q));
}

static rgl_rc write_all(struct refresh *refresh)
{
	rgl_rc rc = RGL_OK;

	if (refresh->fit.choice.count > 0)
		rc = score_all(refresh);
	if (rc == RGL_OK && !refresh->done.stopped)
		rc = drop_gone(refresh);
	if (rc == RGL_OK && !refresh->done.stopped)
		rc = keep_state(refresh);
	return rc;
}

/* ---- all of it ---- */

/* What cannot be read of an old fit does not stop a new one. */
static rgl_rc read_fit(struct refresh *refresh)
{
	rgl_rc rc = scores_fit_read(refresh->store, &refresh->fit);

	if (rc != RGL_E_DAMAGED)
		return rc;
	refresh->fit = (struct scores_fit) { 0 };
	return RGL_OK;
}

static rgl_rc fit(struct refresh *refresh)
{
	rgl_rc rc = read_fit(refresh);

	if (rc < 0 || !scores_fit_is_due(&refresh->fit, refresh->wish, &refresh->crowd))
		return rc;
	if (!goes_on(refresh, "fitting the models", 0, (int64_t)refresh->crowd.count))
		return RGL_OK;
	rc = scores_fit_make(refresh->store, refresh->wish, &refresh->crowd, &refresh->fit);
	refresh->done.fitted = rc == RGL_OK;
	return rc;
}

/* A model's name is looked at before anything is read. */
static rgl_rc check_wish(struct refresh *refresh)
{
	struct choice choice = { 0 };

	return choice_make(refresh->store->host, refresh->wish->method, refresh->wish->model, NULL,
			   0, 0, 0, &choice, &refresh->store->refusal);
}

static rgl_rc run(struct refresh *refresh)
{
	rgl_rc rc = check_wish(refresh);

	if (rc == RGL_OK)
		rc = scores_gather(refresh->store, reading_goes_on, refresh, &refresh->crowd,
				   &refresh->done.stopped);
	if (rc == RGL_OK && !refresh->done.stopped)
		rc = fit(refresh);
	if (rc == RGL_OK && !refresh->done.stopped)
		rc = write_all(refresh);
	return rc;
}

rgl_rc scores_refresh(struct store *store, const struct scores_wish *wish,
		      scores_progress *progress, void *user, struct scores_done *ret)
{
	struct refresh refresh = { .store = store,
				   .wish = wish,
				   .progress = progress,
				   .user = user,
				   .crowd = { .host = store->host } };
	rgl_rc rc = scores_desk_open(store->host, BATCH, &refresh.desk, &store->refusal);

	if (rc == RGL_OK)
		rc = run(&refresh);
	refresh.done.left = (int64_t)refresh.crowd.count - refresh.done.members;
	scores_desk_close(&refresh.desk);
	scores_crowd_free(&refresh.crowd);
	if (rc == RGL_E_MEMORY && (store->refusal.code != rc || store->refusal.text[0] == '\0'))
		refuse(&store->refusal, rc, "there is not enough memory to score all members");
	if (rc == RGL_OK)
		*ret = refresh.done;
	return rc;
}
