/* report_care_parts.h - what the parts of the report care share. */
#pragma once

#include "plugin/care/complaint.h"
#include "plugin/care/complaint_outcome.h"
#include "plugin/care/contact.h"
#include "plugin/care/opinion.h"
#include "plugin/page/page.h"
#include "plugin/reports/read.h"
#include "plugin/reports/sums_care.h"

#define CARE_SEASON_DAYS CONTACT_SEASON_DAYS /* within which who complained came back */
#define CARE_MONTHS_MAX 36		     /* of a chart */
#define CARE_NAMED_MAX 10		     /* overdue complaints that are named */

enum { GESTURE_KINDS = 5 }; /* as the table has them, from 1 on */

/* asked, answered with a score or a mood, by question. */
enum { CARE_NPS, CARE_CSAT, CARE_MOOD, CARE_QUESTIONS };

struct care_gestures {
	int64_t count;
	int64_t allowed; /* by a manager's code */
	int64_t over;	 /* on the bill already when the budget was gone */
	int64_t for_complaints;
	struct money worth;
};

struct care_surprises {
	int64_t given;
	int64_t members;
	int64_t first; /* to who never had one */
	int64_t longest_wait;
	struct money worth;
	struct money month; /* this month's */
};

/* All that the page says. from_ms <= at < until_ms, today and now as of which. */
struct care_read {
	struct store *store;
	struct policy policy;
	int64_t from_ms;
	int64_t until_ms;
	int64_t now_ms;
	int32_t today;
	bool is_last_year; /* nobody asked for other days */
	bool is_for_programs;
	int64_t top;
	struct complaint_counts open;
	struct opinion_tally asked[CARE_QUESTIONS];
	struct mood_groups reasons;
	struct mood_groups stages;
	struct mood_groups cashiers;
	struct mood_groups months; /* the word is "2026-06" */
	struct mood_group moods;
	struct care_complaints complaints;
	struct complaint_outcome outcome;
	struct care_gestures gestures[GESTURE_KINDS]; /* 0: all together */
	struct care_surprises surprises;
	int64_t friends;
	int64_t friends_by;
	int64_t strikes; /* members with two bad visits in a row or more */
	int64_t overdue;
	int64_t never_spoke;
	bool has_scores;
	struct contact_sums contacts;
	struct contact_effect effect;
};

/* report_care_read.c: everything but the lists, which go to the page as they are read. */
MUST_USE rgl_rc report_care_read(struct store *store, const struct report *report,
				 struct care_read *ret);

/* report_care_words.c: sentences, facts, notes; report_care_people.c: of contacts and staff. The
 * first overdue complaint, NULL none, is what is to be done tomorrow. */
void report_care_say(const struct care_read *care, const struct complaint *first,
		     struct page *page);
const char *report_care_reason(const char *reason);

/* Of a hundred, for a sentence: rounded as the page rounds its figures, half away from zero. */
int64_t report_care_hundredths(double share);
void report_care_say_contacts(const struct care_read *care, struct page *page);
MUST_USE rgl_rc report_care_say_staff(const struct care_read *care, struct page *page);

/* report_care_tables.c */
MUST_USE rgl_rc report_care_add_overdue(const struct care_read *care, struct page *page,
					struct complaint *ret_first, bool *ret_any);
MUST_USE rgl_rc report_care_add_strikes(struct care_read *care, struct page *page);
void report_care_add_answers(const struct care_read *care, struct page *page);
void report_care_add_moods(const struct care_read *care, struct page *page);
void report_care_add_complaints(const struct care_read *care, struct page *page);
void report_care_add_gestures(const struct care_read *care, struct page *page);
void report_care_add_contacts(const struct care_read *care, struct page *page);
MUST_USE rgl_rc report_care_add_staff(const struct care_read *care, struct page *page);
