/* report_parts.h - what the reports of members' worth say alike: amounts, names, the scores' age.
 *
 * In:  people (people.h), a page.
 * Not here: what each report says of its own.
 */
#pragma once

#include "plugin/page/page.h"
#include "plugin/reports/people.h"
#include "plugin/reports/read.h"

/* These reports look at all there is: E_FIELD when a time was asked for. */
MUST_USE rgl_rc report_is_of_all(const struct report *report, struct rgl_why *refusal);

/* "1,234.05 DKK" */
#define AMOUNT_ROOM 48
const char *amount_say(const struct currency *currency, struct money amount, char ret[AMOUNT_ROOM]);

/* "1 member", "1,240 members" */
#define COUNT_ROOM 64
const char *count_say(int64_t count, const char *one, const char *many, char ret[COUNT_ROOM]);

/* part of whole in millionths, kept within 0 and 1000000. */
int64_t share_of(int64_t part, int64_t whole);

/* A cell of a column of shares; nothing where the whole is not above 0. */
void page_share_of(struct page *page, struct money part, struct money whole);

void page_fact_money(struct page *page, const char *key, const char *title, struct money amount);

/* A member's name for a report. E_UNKNOWN never: who is gone is "member 12". */
#define LABEL_ROOM 96
MUST_USE rgl_rc report_label(struct store *store, int64_t member, char ret[LABEL_ROOM]);

/* What is said of the scores. NEVER: nobody ran `regulars refresh`. NONE: it ran, and there were
 * too few members for a model. OLD: more than SCORES_OLD_DAYS ago. */
#define SCORES_OLD_DAYS 8
enum scores_age { SCORES_NEVER, SCORES_NONE, SCORES_OLD, SCORES_FRESH };
enum scores_age report_scores_age(struct store *store, const struct people *people);

/* The chosen model; NULL when there is none. */
const struct choice_model *report_model(const struct people *people);

/* How far off what is expected of all together may be, as a share; the doubt of scores.h. */
double report_miss(const struct people *people);

/* Sentences: which model, how old, how it did on weeks it had not seen; or that there is none, and
 * what to do. */
void report_say_model(struct store *store, const struct people *people, struct page *page);

/* A note where sales ended before today. */
void report_note_end(const struct people *people, struct page *page);

/* A note: what worth is here, and of how many sales the cost is not known. */
void report_note_basis(const struct people *people, struct page *page);
