/* policy.h - what the owner decided about care: questions, complaints, gestures, surprises, word of
 * mouth, contacts, how long things are kept.
 *
 * In:  the table setting, which `regulars set` writes.
 * Out: every value, the usual one where none was set.
 * Not here: settings of receipts (slip_settings.h).
 */
#pragma once

#include "plugin/store/store.h"

#define POLICY_TOKEN_PLACE "{token}" /* in question_link: members are asked, one answer each */

/* Times are in the unit that ends the name; a money limit of nothing means that nothing is given.
 */
struct policy {
	char questions[128];		/* rotated, a space between two: nps csat mood */
	char reasons[256];		/* the shop's own reasons for a mood, a space between two */
	char opening_hours[256];	/* as hours.h reads it; "" is always open */
	char escalate_to[64];		/* whose a complaint is when its clock has run out */
	char staff_themes[256];		/* what staff can say they need, a space between two */
	char surprise_reward[64];	/* a reward of the programme, "" for points */
	int64_t question_season_days;	/* nobody is asked twice within */
	int64_t question_valid_days;	/* how long a receipt's question can be answered */
	int64_t strike_days;		/* bad visits before do not count as strikes any more */
	int64_t complaint_minutes;	/* of opening hours, until one must be answered */
	int64_t gestures_shift;		/* so many of a cashier in a shift without asking */
	struct money gesture_each;	/* worth of one, at most */
	struct money gesture_shift;	/* of a cashier in a shift */
	struct money gesture_complaint; /* for one complaint */
	int64_t surprise_percent;	/* of visits that bring one; 0 is never */
	int64_t surprise_wait_days;	/* nobody gets two within */
	int64_t surprise_points;
	struct money surprise_month; /* worth of all in a month of the calendar */
	struct money surprise_worth; /* of one that is a reward */
	int64_t referral_year;	     /* friends that count for one member in a year; 0 is any */
	int64_t held_out_percent;    /* of those that would be contacted, left alone */
	int64_t contact_wait_days;   /* nobody is listed again within */
	int64_t keep_words_days;     /* words of moments and complaints; 0 is for good */
	int64_t keep_members_months; /* who did not come for so long is erased; 0 is never */
	bool asks_by_token;	     /* question_link has the place of a question's token */
};

/* All of it as of now: one short read. */
MUST_USE rgl_rc policy_read(struct store *store, struct policy *ret);

/* A setting of the policy, and what it is for; NULL: the index is behind the last. */
struct policy_setting {
	const char *name;
	const char *what;
};
const struct policy_setting *policy_setting_at(size_t index);

/* What holds where nothing was set, as it would be written; "" for nothing. */
void policy_usual(const struct store *store, const char *name, char *ret, size_t room);

/* Whether a value is one for that setting. E_FIELD: says what one looks like; E_UNKNOWN: there is
 * no such setting. */
MUST_USE rgl_rc policy_check(struct store *store, const char *name, const char *value);
