/* weigh.h - what is worth knowing of a member who stands at the till, the heaviest first.
 *
 * In:  plain facts of the member.
 * Out: kinds of things, each with what it is about; no words. Pure: no store, no clock.
 * Not here: what was said before (things.h), the words (till_* of receipts/words).
 *
 * In this order: a complaint of theirs whose time is over; one that is open; an apology owed (the
 * complaint says it, where both are about the same); strikes, from two on; the first visit after a
 * complaint was closed; the first after a contact; a birthday, from the day before to two days
 * after; a friend of theirs who bought for the first time; the first visit after long, by their own
 * rhythm; a reward that is ready; points that end soon; a reward or a tier that is near (no more is
 * missing than is there; a fifth at most); a round visit.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "plugin/base/civil.h"

/* As `told` of schema/sqlite counts them; a number is never given to another kind. */
enum thing_kind {
	THING_OVERDUE = 1,
	THING_COMPLAINT = 2,
	THING_APOLOGY = 3,
	THING_STRIKES = 4,
	THING_SETTLED = 5,
	THING_CONTACT = 6,
	THING_BIRTHDAY = 7,
	THING_FRIEND = 8,
	THING_RETURN = 9,
	THING_REWARD = 10,
	THING_ENDING = 11,
	THING_NEAR = 12,
	THING_TIER = 13,
	THING_VISIT = 14,
	THING_PRINTED = 15 /* an apology on a receipt; never said at a till */
};

#define THINGS_FOUND_MAX 14
#define THINGS_STRIKES_LEAST 2

/* about: a moment, a complaint, a contact, a friend; a birthday's year; of what is of this visit
 * alone, how many there were before. number: strikes, points, a visit, days since the birthday;
 * 1 of a complaint that was answered and waits for the member's word. at_ms: the day that it speaks
 * of, 0: none. */
struct thing {
	enum thing_kind kind;
	int64_t about;
	int64_t number;
	int64_t at_ms;
};

/* Zeros are nothing known. until_ms: 0 when the complaint was answered. complaint_moment: that the
 * open complaint came from, or its own number. sorry, strikes: 0 when they are too old to count.
 * settled_ms, contact_ms: when it was closed, when they were contacted. friend_ms: when that friend
 * bought first. */
struct weigh_facts {
	int64_t now_ms;
	struct civil now;
	int64_t complaint;
	int64_t complaint_moment;
	int64_t complaint_ms;
	int64_t until_ms;
	int64_t sorry;
	int64_t sorry_ms;
	int64_t strikes;
	int64_t bad;
	int64_t settled;
	int64_t settled_ms;
	int64_t contact;
	int64_t contact_ms;
	int64_t friend_id;
	int64_t friend_ms;
	int64_t visits;
	int64_t last_visit_ms;
	int64_t usual_gap_ms;
	int64_t points;
	int64_t to_reward;
	int64_t ending_points;
	int64_t ending_ms;
	int64_t to_tier;
	int64_t tier_figure; /* what there is of it already */
	int32_t birth_month;
	int32_t birth_day;
	bool has_reward;
	bool has_next_tier;
};

/* Everything that holds, the heaviest first; how many. */
size_t weigh(const struct weigh_facts *facts, struct thing ret[THINGS_FOUND_MAX]);

/* The word for a kind, as a till reads it, and the kind of a word; 0: there is none. */
const char *weigh_word(enum thing_kind kind);
enum thing_kind weigh_kind(const char *word);
