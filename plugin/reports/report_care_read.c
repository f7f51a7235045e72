/* report_care_read.c - see report_care_parts.h: the figures, each out of one statement. */
#include <stdio.h>
#include <string.h>

#include "plugin/insight/last_day.h"
#include "plugin/insight/period.h"
#include "plugin/insight/scores.h"
#include "plugin/reports/report_care_parts.h"
#include "plugin/store/query.h"

enum { LAST_YEAR = 365 };

static struct query ask(const struct care_read *care, enum statement statement)
{
	struct query q = query(care->store, statement);

	query_bind_int(&q, care->from_ms);
	query_bind_int(&q, care->until_ms);
	return q;
}

static rgl_rc read_bounds(const struct report *report, struct care_read *care)
{
	struct last_day last = { 0 };
	rgl_rc rc = last_day_read(care->store, &last);
	int32_t end;

	if (rc < 0)
		return rc;
	care->today = last.day;
	care->now_ms = host_now_ms(care->store->host);
	care->from_ms = report->wish.from_ms;
	care->until_ms = report->wish.until_ms;
	care->is_last_year = care->from_ms == INT64_MIN;
	end = care->until_ms == INT64_MAX ? last.day
					  : period_day(care->store->zone, care->until_ms - 1);
	if (care->is_last_year)
		care->from_ms = period_day_ms(care->store->zone, end - LAST_YEAR);
	return RGL_OK;
}

/* ---- What people said ---- */

static int question_of(const char *question)
{
	static const char *const QUESTIONS[CARE_QUESTIONS] = { "nps", "csat", "mood" };

	for (int i = 0; i < CARE_QUESTIONS; i++)
		if (strcmp(question, QUESTIONS[i]) == 0)
			return i;
	return CARE_QUESTIONS;
}

static rgl_rc read_answers(struct care_read *care)
{
	struct query q = ask(care, STATEMENT_CARE_ANSWERS);
	char question[64];

	while (query_row(&q)) {
		int64_t mood;
		int kind;

		query_text(&q, question, sizeof(question));
		kind = question_of(question);
		if (kind == CARE_QUESTIONS)
			continue;
		care->asked[kind].asked++;
		mood = query_int(&q);
		if (!query_is_null(&q))
			opinion_count(&care->asked[kind], query_int(&q));
		else if (kind == CARE_MOOD && mood > 0)
			opinion_count(&care->asked[kind], mood);
	}
	return query_end(&q);
}

static void count_month(struct care_read *care, int64_t at_ms, int64_t mood)
{
	const int32_t month = period_of_day(GRAIN_MONTH, period_day(care->store->zone, at_ms));
	char word[PERIOD_ROOM];

	if (month <= period_of_day(GRAIN_MONTH, care->today) - CARE_MONTHS_MAX)
		return;
	period_write(GRAIN_MONTH, month, word);
	moods_count(&care->months, word, mood);
}

/* In the order of a visit, which words have not by themselves. */
static const char *stage_word(int64_t stage)
{
	static const char *const STAGES[] = { "4 not said", "1 before", "2 during", "3 after" };

	return STAGES[stage >= 0 && stage <= 3 ? stage : 0];
}

static rgl_rc read_moods(struct care_read *care)
{
	struct query q = ask(care, STATEMENT_CARE_MOODS);
	struct mood_groups all = { .count = 0 };
	char word[RGL_TEXT_MAX + 1];

	while (query_row(&q)) {
		const int64_t at_ms = query_int(&q);
		const int64_t mood = query_int(&q);
		int64_t stage;

		moods_count(&all, "", mood);
		count_month(care, at_ms, mood);
		query_text(&q, word, sizeof(word));
		moods_count(&care->reasons, word, mood);
		stage = query_int(&q);
		moods_count(&care->stages, stage_word(stage), mood);
		query_text(&q, word, sizeof(word));
		if (word[0] != '\0')
			moods_count(&care->cashiers, word, mood);
	}
	care->moods = all.at[0];
	moods_order(&care->reasons);
	moods_hide_few(&care->cashiers, CARE_FEW);
	moods_hide_few(&care->months, 0);
	moods_hide_few(&care->stages, 0);
	return query_end(&q);
}

/* ---- What was done ---- */

static rgl_rc read_complaints(struct care_read *care)
{
	const int64_t season_ms = CARE_SEASON_DAYS * MS_A_DAY;
	struct query q = ask(care, STATEMENT_CARE_COMPLAINTS);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, season_ms);
	while (rc == RGL_OK && query_row(&q)) {
		struct care_complaint one = { 0 };

		query_skip(&q);
		one.has_member = query_int(&q) != 0;
		one.at_ms = query_int(&q);
		query_skip(&q);
		one.state = query_int(&q);
		one.until_ms = query_int(&q);
		one.answered_ms = query_int(&q);
		one.steps = query_int(&q);
		one.gestures = query_int(&q);
		one.worth = query_money(&q);
		one.came_back = query_int(&q) != 0;
		one.is_over =
			one.at_ms + season_ms <= period_day_ms(care->store->zone, care->today + 1);
		rc = complaints_count(&care->complaints, &one, care->now_ms);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

static rgl_rc add_gestures(struct care_gestures *sums, const struct care_gestures *more)
{
	sums->count += more->count;
	sums->allowed += more->allowed;
	sums->over += more->over;
	sums->for_complaints += more->for_complaints;
	return money_add(sums->worth, more->worth, &sums->worth);
}

static rgl_rc read_gestures(struct care_read *care)
{
	struct query q = ask(care, STATEMENT_CARE_GESTURES);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc == RGL_OK && query_row(&q)) {
		const int64_t kind = query_int(&q);
		struct care_gestures one = { .count = query_int(&q) };

		one.worth = query_money(&q);
		one.allowed = query_int(&q);
		one.over = query_int(&q);
		one.for_complaints = query_int(&q);
		if (kind >= 1 && kind < GESTURE_KINDS)
			care->gestures[kind] = one;
		rc = add_gestures(&care->gestures[0], &one);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

static rgl_rc read_surprises_of(const struct care_read *care, int64_t from, int64_t until,
				struct care_surprises *ret)
{
	struct query q = query(care->store, STATEMENT_CARE_SURPRISES);

	query_bind_int(&q, from);
	query_bind_int(&q, until);
	if (query_row(&q)) {
		ret->given = query_int(&q);
		ret->worth = query_money(&q);
		ret->members = query_int(&q);
		ret->first = query_int(&q);
	}
	return query_end(&q);
}

static rgl_rc read_surprises(struct care_read *care)
{
	struct zone *zone = care->store->zone;
	const int32_t month = period_of_day(GRAIN_MONTH, care->today);
	const int64_t from = period_day(zone, care->from_ms);
	const int64_t until =
		care->until_ms == INT64_MAX ? INT32_MAX : period_day(zone, care->until_ms - 1) + 1;
	struct care_surprises this_month = { 0 };
	struct query q;
	rgl_rc rc = read_surprises_of(care, from, until, &care->surprises);

	if (rc == RGL_OK)
		rc = read_surprises_of(care, period_first_day(GRAIN_MONTH, month),
				       period_first_day(GRAIN_MONTH, month + 1), &this_month);
	if (rc < 0)
		return rc;
	care->surprises.month = this_month.worth;
	q = query(care->store, STATEMENT_CARE_SURPRISE_WAIT);
	query_bind_int(&q, from);
	query_bind_int(&q, until);
	if (query_row(&q))
		care->surprises.longest_wait = query_int(&q);
	return query_end(&q);
}

static rgl_rc read_friends(struct care_read *care)
{
	struct query q = ask(care, STATEMENT_CARE_FRIENDS);

	if (query_row(&q)) {
		care->friends = query_int(&q);
		care->friends_by = query_int(&q);
	}
	return query_end(&q);
}

/* ---- Who says nothing ---- */

static rgl_rc read_contacts(struct care_read *care)
{
	const int64_t season_ms = CONTACT_SEASON_DAYS * MS_A_DAY;
	const int64_t end_ms = period_day_ms(care->store->zone, care->today + 1);
	struct query q = ask(care, STATEMENT_CONTACT_CAME);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, season_ms);
	while (rc == RGL_OK && query_row(&q)) {
		struct contact_came one = { .held_out = query_int(&q) != 0 };

		one.was_reached = query_int(&q) != 0;
		one.is_over = query_int(&q) + season_ms <= end_ms;
		one.came = query_int(&q) != 0;
		one.net = query_money(&q);
		rc = contacts_count(&care->contacts, &one);
	}
	ended = query_end(&q);
	contacts_effect(&care->contacts, &care->effect);
	return rc < 0 ? rc : ended;
}

static rgl_rc read_silent(struct care_read *care)
{
	struct scores_state *state = host_new(care->store->host, sizeof(*state));
	struct silent_list silent = { 0 };
	rgl_rc rc = state == NULL ? RGL_E_MEMORY : scores_state(care->store, state);

	if (rc == RGL_OK)
		care->has_scores = state->as_of_ms != 0;
	host_free(care->store->host, state);
	if (rc == RGL_OK)
		rc = silent_read(care->store, &care->policy, &silent);
	care->overdue = (int64_t)silent.count;
	care->never_spoke = silent.never_spoke;
	silent_free(&silent);
	return rc;
}

rgl_rc report_care_read(struct store *store, const struct report *report, struct care_read *ret)
{
	struct care_read *care = ret;
	rgl_rc rc;

	memset(care, 0, sizeof(*care));
	care->store = store;
	care->top = report->top;
	care->is_for_programs = report->format == VIEW_CSV || report->format == VIEW_JSON;
	rc = policy_read(store, &care->policy);
	if (rc == RGL_OK)
		rc = read_bounds(report, care);
	if (rc == RGL_OK)
		rc = complaint_count(store, care->now_ms, &care->open);
	if (rc == RGL_OK)
		rc = read_answers(care);
	if (rc == RGL_OK)
		rc = read_moods(care);
	if (rc == RGL_OK)
		rc = read_complaints(care);
	if (rc == RGL_OK && care->complaints.count > 0)
		rc = complaint_outcome_read(store, care->from_ms, care->until_ms, care->now_ms,
					    CARE_SEASON_DAYS, &care->outcome);
	if (rc == RGL_OK)
		rc = read_gestures(care);
	if (rc == RGL_OK)
		rc = read_surprises(care);
	if (rc == RGL_OK)
		rc = read_friends(care);
	if (rc == RGL_OK)
		rc = read_contacts(care);
	if (rc == RGL_OK)
		rc = read_silent(care);
	if (rc == RGL_E_RANGE)
		refuse(&store->refusal, rc, "amounts add up to more than can be counted");
	return rc;
}
