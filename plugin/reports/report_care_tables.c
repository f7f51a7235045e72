/* report_care_tables.c - see report_care_parts.h: the tables and the chart of the report care. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plugin/insight/period.h"
#include "plugin/page/table.h"
#include "plugin/reports/report_care_parts.h"
#include "plugin/reports/report_parts.h"
#include "plugin/store/query.h"

/* ---- Complaints that wait ---- */

struct overdue {
	struct page *page;
	struct complaint *first;
	int64_t count;
};

static void add_overdue_columns(struct page *page)
{
	page_table(page, "overdue", "Overdue complaints, the longest first");
	page_column(page, "complaint", "number", PAGE_ID);
	page_column(page, "name", "member", PAGE_TEXT);
	page_column(page, "reason", "over", PAGE_TEXT);
	page_column(page, "late", "late by", PAGE_TEXT);
	page_column(page, "owner", "whose", PAGE_TEXT);
	page_column(page, "next", "next step", PAGE_TEXT | PAGE_SECONDARY);
}

/* Opening minutes. */
static void add_late(struct page *page, int64_t minutes)
{
	char text[DECIMAL_ROOM];

	if (minutes < 120)
		(void)snprintf(text, sizeof(text), "%lld min", (long long)minutes);
	else
		(void)snprintf(text, sizeof(text), "%lld h", (long long)(minutes / 60));
	page_text(page, text);
}

/* A complaint_taker. */
static rgl_rc take_overdue(void *user, const struct complaint *complaint)
{
	struct overdue *overdue = user;
	struct page *page = overdue->page;

	if (overdue->count++ == 0) {
		*overdue->first = *complaint;
		add_overdue_columns(page);
	}
	page_row(page);
	page_number(page, complaint->id);
	page_text(page, complaint->name[0] != '\0' ? complaint->name
						   : (complaint->member != 0 ? "a member" : "-"));
	page_text(page, report_care_reason(complaint->reason));
	add_late(page, complaint->late_minutes);
	page_text(page, complaint->owner[0] != '\0' ? complaint->owner : "nobody's yet");
	page_text(page, complaint_kind_verb(complaint->next));
	return RGL_OK;
}

rgl_rc report_care_add_overdue(const struct care_read *care, struct page *page,
			       struct complaint *ret_first, bool *ret_any)
{
	const struct complaint_wish wish = {
		.policy = &care->policy,
		.now_ms = care->now_ms,
		.top = care->top,
		.overdue = true,
	};
	struct overdue overdue = { .page = page, .first = ret_first };
	rgl_rc rc = complaint_list(care->store, &wish, take_overdue, &overdue);

	if (rc < 0)
		return rc;
	if (overdue.count == 0 && care->is_for_programs)
		add_overdue_columns(page);
	*ret_any = overdue.count > 0;
	return RGL_OK;
}

/* ---- Two bad visits in a row ---- */

static rgl_rc add_strike(const struct care_read *care, struct query *q, struct page *page)
{
	const int64_t member = query_int(q);
	const int64_t strikes = query_int(q);
	const int64_t bad_ms = query_int(q);
	char reason[RGL_TEXT_MAX + 1];
	char name[LABEL_ROOM];
	rgl_rc rc = report_label(care->store, member, name);

	query_text(q, reason, sizeof(reason));
	if (rc < 0)
		return rc;
	page_row(page);
	page_number(page, member);
	page_text(page, name);
	page_number(page, strikes);
	page_number(page, period_day(care->store->zone, bad_ms));
	page_text(page, report_care_reason(reason));
	return RGL_OK;
}

rgl_rc report_care_add_strikes(struct care_read *care, struct page *page)
{
	struct query q = query(care->store, STATEMENT_CARE_STRIKES);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, care->now_ms - care->policy.strike_days * MS_A_DAY);
	while (rc == RGL_OK && query_row(&q)) {
		if (care->strikes++ == 0) {
			page_table(page, "strikes", "Two bad visits in a row or more");
			page_column(page, "member", "number", PAGE_ID);
			page_column(page, "name", "member", PAGE_TEXT);
			page_column(page, "strikes", "bad visits", PAGE_COUNT);
			page_column(page, "last", "the last", PAGE_DAY);
			page_column(page, "reason", "over", PAGE_TEXT);
		}
		if (care->strikes <= care->top)
			rc = add_strike(care, &q, page);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

/* ---- Questions ---- */

static void add_question(const struct care_read *care, int kind, const char *title,
			 struct page *page)
{
	const bool is_nps = kind == CARE_NPS;
	const struct opinion opinion =
		is_nps ? opinion_nps(&care->asked[kind]) : opinion_csat(&care->asked[kind]);
	const double scale = is_nps ? 1 : 100;

	if (opinion.asked == 0)
		return;
	page_row(page);
	page_text(page, title);
	page_number(page, opinion.asked);
	page_number(page, opinion.answered);
	page_number(page, share_of(opinion.answered, opinion.asked));
	if (!opinion.has) {
		page_nothing(page);
		page_nothing(page);
		page_nothing(page);
		return;
	}
	page_number(page, llround(opinion.value * scale));
	page_number(page, llround(opinion.low * scale));
	page_number(page, llround(opinion.high * scale));
}

void report_care_add_answers(const struct care_read *care, struct page *page)
{
	int64_t asked = 0;

	for (int i = 0; i < CARE_QUESTIONS; i++)
		asked += care->asked[i].asked;
	if (asked == 0)
		return;
	page_table(page, "answers", "Questions on receipts (NPS: -100 to 100; else of 100)");
	page_column(page, "question", "question", PAGE_TEXT);
	page_column(page, "asked", "asked", PAGE_COUNT);
	page_column(page, "answered", "answered", PAGE_COUNT);
	page_column(page, "share", "share", PAGE_SHARE);
	page_column(page, "value", "result", PAGE_COUNT);
	page_column(page, "low", "95 % from", PAGE_COUNT);
	page_column(page, "high", "to", PAGE_COUNT);
	add_question(care, CARE_NPS, "NPS: tell a friend?", page);
	add_question(care, CARE_CSAT, "satisfied?", page);
	add_question(care, CARE_MOOD, "how was it?", page);
}

/* ---- Moods ---- */

static void add_mood_row(const struct mood_group *group, const char *word, struct page *page)
{
	page_row(page);
	page_text(page, word);
	page_number(page, moods_all(group));
	page_number(page, group->happy);
	page_number(page, group->middling);
	page_number(page, group->unhappy);
	page_number(page, share_of(group->unhappy, moods_all(group)));
}

/* A stage's own word stands behind its place in the order. */
static const char *word_of(const char *key, const char *word)
{
	if (strcmp(key, "reasons") == 0)
		return report_care_reason(word);
	return strcmp(key, "stages") == 0 ? word + 2 : word;
}

static void add_mood_table(const struct mood_groups *groups, const char *key, const char *title,
			   const char *first, struct page *page)
{
	if (groups->count == 0)
		return;
	page_table(page, key, title);
	page_column(page, "word", first, PAGE_TEXT);
	page_column(page, "moods", "moods", PAGE_COUNT);
	page_column(page, "happy", "happy", PAGE_COUNT);
	page_column(page, "middling", "so-so", PAGE_COUNT);
	page_column(page, "unhappy", "unhappy", PAGE_COUNT);
	page_column(page, "share", "unhappy share", PAGE_SHARE | PAGE_BAR);
	for (size_t i = 0; i < groups->count; i++)
		add_mood_row(&groups->at[i], word_of(key, groups->at[i].word), page);
	if (moods_all(&groups->rest) > 0)
		add_mood_row(&groups->rest, "others together", page);
}

static void add_mood_chart(const struct care_read *care, struct page *page)
{
	static const char *const KEYS[] = { "happy", "middling", "unhappy" };
	static const char *const TITLES[] = { "happy", "so-so", "unhappy" };
	const struct mood_groups *months = &care->months;

	if (months->count < 2)
		return;
	page_chart(page, PAGE_STACKED, "moods", "Moods by month", "month");
	for (size_t i = 0; i < months->count; i++)
		page_label(page, months->at[i].word);
	for (int kind = 0; kind < 3; kind++) {
		page_series(page, KEYS[kind], TITLES[kind], PAGE_COUNT);
		for (size_t i = 0; i < months->count; i++) {
			const struct mood_group *month = &months->at[i];

			page_number(page, kind == 0   ? month->happy
					  : kind == 1 ? month->middling
						      : month->unhappy);
		}
	}
}

void report_care_add_moods(const struct care_read *care, struct page *page)
{
	add_mood_chart(care, page);
	add_mood_table(&care->reasons, "reasons", "Moods by what they were about", "about", page);
	add_mood_table(&care->stages, "stages", "Moods by when it was", "when", page);
	add_mood_table(&care->cashiers, "cashiers", "Moods by who served", "cashier", page);
	if (care->cashiers.count > 0)
		page_note(page,
			  "By who served: in order of names and not of moods, nobody with fewer "
			  "than %d; who serves the busy hour meets more who are unhappy.",
			  CARE_FEW);
}

/* ---- Complaints and what was given ---- */

static void add_ends(const struct care_complaints *sums, struct page *page)
{
	static const char *const ENDS[CARE_ENDS] = { "closed by the customer's word",
						     "closed without it", "still open" };

	page_table(page, "complaints", "Complaints, and whether they came back");
	page_column(page, "end", "complaint", PAGE_TEXT);
	page_column(page, "count", "count", PAGE_COUNT);
	page_column(page, "gestures", "with gesture", PAGE_COUNT);
	page_column(page, "worth", "given", PAGE_MONEY);
	page_column(page, "could", "90 days over", PAGE_COUNT | PAGE_SECONDARY);
	page_column(page, "came", "came back", PAGE_COUNT);
	page_column(page, "share", "share", PAGE_SHARE);
	for (int i = 0; i < CARE_ENDS; i++) {
		const struct care_outcome *outcome = &sums->by_end[i];

		if (outcome->count == 0)
			continue;
		page_row(page);
		page_text(page, ENDS[i]);
		page_number(page, outcome->count);
		page_number(page, outcome->with_gesture);
		page_money(page, outcome->worth);
		page_number(page, outcome->could);
		page_number(page, outcome->came);
		if (outcome->could == 0)
			page_nothing(page);
		else
			page_number(page, share_of(outcome->came, outcome->could));
	}
}

static void add_steps(const struct care_complaints *sums, struct page *page)
{
	static const struct {
		int step;
		const char *title;
	} STEPS[] = {
		{ COMPLAINT_TAKE, "taken by somebody" },
		{ COMPLAINT_LISTEN, "listened" },
		{ COMPLAINT_APOLOGISE, "apologised" },
		{ COMPLAINT_OFFER, "alternatives offered" },
		{ COMPLAINT_REMEDY, "a remedy was given" },
		{ COMPLAINT_CLOSE_BY_WORD, "closed by the customer's word" },
		{ COMPLAINT_ESCALATED, "the clock ran out" },
		{ COMPLAINT_REOPEN, "opened again" },
	};

	page_table(page, "steps", "What was done about them");
	page_column(page, "step", "step", PAGE_TEXT);
	page_column(page, "count", "complaints", PAGE_COUNT);
	page_column(page, "share", "of all", PAGE_SHARE | PAGE_BAR);
	for (size_t i = 0; i < sizeof(STEPS) / sizeof(STEPS[0]); i++) {
		page_row(page);
		page_text(page, STEPS[i].title);
		page_number(page, sums->step[STEPS[i].step]);
		page_number(page, share_of(sums->step[STEPS[i].step], sums->count));
	}
}

void report_care_add_complaints(const struct care_read *care, struct page *page)
{
	if (care->complaints.count == 0)
		return;
	add_ends(&care->complaints, page);
	add_steps(&care->complaints, page);
}

void report_care_add_gestures(const struct care_read *care, struct page *page)
{
	static const char *const KINDS[GESTURE_KINDS] = { "", "points", "a product", "money off",
							  "a note" };

	if (care->gestures[0].count == 0)
		return;
	page_table(page, "gestures", "Gestures");
	page_column(page, "kind", "gesture", PAGE_TEXT);
	page_column(page, "count", "count", PAGE_COUNT);
	page_column(page, "worth", "worth", PAGE_MONEY | PAGE_BAR);
	page_column(page, "complaints", "for complaints", PAGE_COUNT);
	page_column(page, "allowed", "by a manager", PAGE_COUNT);
	page_column(page, "over", "over budget", PAGE_COUNT);
	for (int i = 1; i < GESTURE_KINDS; i++) {
		const struct care_gestures *kind = &care->gestures[i];

		if (kind->count == 0)
			continue;
		page_row(page);
		page_text(page, KINDS[i]);
		page_number(page, kind->count);
		page_money(page, kind->worth);
		page_number(page, kind->for_complaints);
		page_number(page, kind->allowed);
		page_number(page, kind->over);
	}
}
