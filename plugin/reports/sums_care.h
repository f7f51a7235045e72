/* sums_care.h - what was said and done of care, counted: moods, complaints, contacts.
 *
 * In:  one row of each at a time.
 * Out: counts, shares with intervals, and whether a difference is more than chance.
 * Not here: reading the store (report_care_*.c), what the report says, NPS and CSAT
 *      (care/opinion.h).
 *
 * Pure.
 */
#pragma once

#include "plugin/base/host.h"
#include "plugin/base/money.h"
#include "plugin/reports/render_interval.h"

/* ---- Moods, by a word: a reason, a stage, a cashier, a month ---- */

#define CARE_FEW 5	   /* moods of a cashier; of fewer nobody is named */
#define CARE_GROUPS_MAX 64 /* words of one kind; what comes after them is counted together */
#define CARE_GROUP_ROOM 64

struct mood_group {
	char word[CARE_GROUP_ROOM];
	int64_t unhappy; /* 1 and 2 */
	int64_t middling;
	int64_t happy; /* 4 and 5 */
};

/* rest: of words behind the last that there is room for. */
struct mood_groups {
	struct mood_group at[CARE_GROUPS_MAX];
	size_t count;
	struct mood_group rest;
};

void moods_count(struct mood_groups *groups, const char *word, int64_t mood);
int64_t moods_all(const struct mood_group *group);

/* Those with fewer than `least` go into `rest`; so does the smallest that is left when the rest
 * would have fewer than that: else it could be told from the sum who it is. Ordered by word. */
void moods_hide_few(struct mood_groups *groups, int64_t least);

/* Ordered by how many were unhappy, then by word. */
void moods_order(struct mood_groups *groups);

/* ---- Complaints ---- */

/* As complaint.state and complaint_step.kind have them. */
enum care_end { CARE_BY_WORD, CARE_WITHOUT, CARE_STILL_OPEN, CARE_ENDS };
enum { CARE_STEPS = 12 };

/* answered_ms: by a remedy or an end, 0 not yet. steps: a bit each. came_back: within the season;
 * is_over: that season is over. */
struct care_complaint {
	int64_t at_ms;
	int64_t until_ms;
	int64_t answered_ms;
	int64_t steps;
	int64_t state;
	int64_t gestures;
	struct money worth;
	bool has_member;
	bool came_back;
	bool is_over;
};

/* Of one end: how many, with a gesture, what those were worth; of members whose season is over
 * (could) who came back. */
struct care_outcome {
	int64_t count;
	int64_t with_gesture;
	int64_t could;
	int64_t came;
	struct money worth;
};

/* in_time, late: answered before or after the clock ran out, or not answered and it ran out;
 * running: neither. step: complaints that have that step. */
struct care_complaints {
	int64_t count;
	int64_t in_time;
	int64_t late;
	int64_t running;
	int64_t step[CARE_STEPS];
	struct care_outcome by_end[CARE_ENDS];
};

/* E_RANGE: the worths do not add up in 64 bits. */
MUST_USE rgl_rc complaints_count(struct care_complaints *sums, const struct care_complaint *one,
				 int64_t now_ms);

/* ---- Contacts ---- */

/* Those who were listed, whichever happened to them: all that were to be contacted against all that
 * were left alone, whether somebody called or not. Only so is it the lot alone that parts the two.
 * reached: contacted in fact. net: of the season, in minor units; square: of it, added up. */
struct contact_arm {
	int64_t listed;
	int64_t reached;
	int64_t came;
	struct money net;
	double square;
};

enum { ARM_CONTACTED, ARM_LEFT_ALONE, ARMS };

/* over: of those whose season is over; running, came_so_far: of the others. */
struct contact_sums {
	struct contact_arm over[ARMS];
	int64_t running[ARMS];
	int64_t came_so_far[ARMS];
};

struct contact_came {
	bool held_out;
	bool was_reached;
	bool came;
	bool is_over;
	struct money net;
};

/* E_RANGE. */
MUST_USE rgl_rc contacts_count(struct contact_sums *sums, const struct contact_came *one);

/* CARE_TOO_FEW: an arm has fewer than CARE_ARM_LEAST, or the interval is wider than it could tell
 * anything by. CARE_CHANCE: could be chance. */
#define CARE_ARM_LEAST 10
enum care_verdict_kind { CARE_TOO_FEW, CARE_CHANCE, CARE_HELPS, CARE_HARMS };

/* difference: of the shares that came back, contacted less left alone, with Newcombe's interval of
 * 95 % (render_interval.h). each: net sales more for each that was listed to be contacted, with
 * Welch's (sums_student.h); has_money: both arms have two or more. */
struct contact_effect {
	enum care_verdict_kind verdict;
	double share[ARMS];
	double difference;
	struct interval interval;
	bool has_money;
	double each;
	struct interval each_interval;
};
void contacts_effect(const struct contact_sums *sums, struct contact_effect *ret);
