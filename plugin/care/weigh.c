/* weigh.c - see weigh.h. */
#include "plugin/care/weigh.h"

#include <string.h>

#include "receipts/personal.h"

#define AFTER_DAYS 90 /* what was longer ago nobody speaks of any more */
#define TIER_NEAR 5
#define SAME_VISIT_MS (MS_A_DAY / 2) /* what was closed at the till is not asked about there */

static int64_t day_ms(int64_t days)
{
	return days * MS_A_DAY;
}

static bool is_recent(const struct weigh_facts *facts, int64_t at_ms)
{
	return at_ms > 0 && facts->now_ms - at_ms <= day_ms(AFTER_DAYS);
}

static bool is_overdue(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->complaint;
	thing->at_ms = facts->complaint_ms;
	return facts->complaint != 0 && facts->until_ms > 0 && facts->until_ms <= facts->now_ms;
}

static bool is_open(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->complaint;
	thing->at_ms = facts->complaint_ms;
	thing->number = facts->until_ms == 0; /* it was answered */
	return facts->complaint != 0 && (facts->until_ms == 0 || facts->until_ms > facts->now_ms);
}

/* Who says that they know of the complaint says sorry for it. */
static bool is_owed(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->sorry;
	thing->at_ms = facts->sorry_ms;
	return facts->sorry != 0 &&
	       (facts->complaint == 0 ||
		(facts->sorry != facts->complaint && facts->sorry != facts->complaint_moment));
}

static bool has_strikes(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->bad;
	thing->number = facts->strikes;
	return facts->strikes >= THINGS_STRIKES_LEAST;
}

static bool is_settled(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->settled;
	thing->at_ms = facts->settled_ms;
	return facts->complaint == 0 && is_recent(facts, facts->settled_ms) &&
	       facts->now_ms - facts->settled_ms >= SAME_VISIT_MS &&
	       facts->last_visit_ms < facts->settled_ms + SAME_VISIT_MS;
}

static bool is_answered(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->contact;
	thing->at_ms = facts->contact_ms;
	return is_recent(facts, facts->contact_ms) && facts->last_visit_ms < facts->contact_ms;
}

static bool is_birthday(const struct weigh_facts *facts, struct thing *thing)
{
	struct personal_birthday birthday;

	if (!personal_is_birthday(facts->birth_month, facts->birth_day, &facts->now, &birthday))
		return false;
	thing->about = birthday.year;
	thing->number = birthday.days_after;
	thing->at_ms = facts->now_ms - day_ms(birthday.days_after);
	return true;
}

static bool has_friend(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->friend_id;
	return facts->friend_id != 0 && is_recent(facts, facts->friend_ms);
}

static bool is_return(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->visits;
	thing->at_ms = facts->last_visit_ms;
	return facts->visits >= 2 &&
	       personal_is_long((facts->now_ms - facts->last_visit_ms) / MS_A_DAY,
				facts->usual_gap_ms / MS_A_DAY);
}

static bool is_ready(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->visits;
	return facts->has_reward && facts->to_reward <= 0 && facts->points > 0;
}

static bool is_ending(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->ending_ms / MS_A_DAY;
	thing->number = facts->ending_points;
	thing->at_ms = facts->ending_ms - 1;
	return facts->ending_points > 0;
}

static bool is_near(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->visits;
	thing->number = facts->to_reward;
	return facts->has_reward && facts->to_reward > 0 && facts->to_reward <= facts->points;
}

static bool is_tier_near(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->visits;
	thing->number = facts->to_tier;
	return facts->has_next_tier && facts->to_tier > 0 &&
	       facts->to_tier <= (facts->tier_figure + facts->to_tier) / TIER_NEAR;
}

static bool is_round(const struct weigh_facts *facts, struct thing *thing)
{
	thing->about = facts->visits;
	thing->number = facts->visits + 1;
	return personal_is_round(facts->visits + 1);
}

struct candidate {
	enum thing_kind kind;
	const char *word;
	bool (*holds)(const struct weigh_facts *facts, struct thing *thing);
};

static const struct candidate CANDIDATES[] = {
	{ THING_OVERDUE, "overdue", is_overdue },    { THING_COMPLAINT, "complaint", is_open },
	{ THING_APOLOGY, "apology", is_owed },	     { THING_STRIKES, "strikes", has_strikes },
	{ THING_SETTLED, "settled", is_settled },    { THING_CONTACT, "contact", is_answered },
	{ THING_BIRTHDAY, "birthday", is_birthday }, { THING_FRIEND, "friend", has_friend },
	{ THING_RETURN, "return", is_return },	     { THING_REWARD, "reward", is_ready },
	{ THING_ENDING, "ending", is_ending },	     { THING_NEAR, "near", is_near },
	{ THING_TIER, "tier", is_tier_near },	     { THING_VISIT, "visit", is_round },
};
enum { CANDIDATE_COUNT = sizeof(CANDIDATES) / sizeof(CANDIDATES[0]) };
_Static_assert(CANDIDATE_COUNT == THINGS_FOUND_MAX, "each fits");

size_t weigh(const struct weigh_facts *facts, struct thing ret[THINGS_FOUND_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < CANDIDATE_COUNT; i++) {
		struct thing thing = { .kind = CANDIDATES[i].kind };

		if (CANDIDATES[i].holds(facts, &thing))
			ret[count++] = thing;
	}
	return count;
}

const char *weigh_word(enum thing_kind kind)
{
	for (size_t i = 0; i < CANDIDATE_COUNT; i++)
		if (CANDIDATES[i].kind == kind)
			return CANDIDATES[i].word;
	return "";
}

enum thing_kind weigh_kind(const char *word)
{
	for (size_t i = 0; i < CANDIDATE_COUNT; i++)
		if (strcmp(CANDIDATES[i].word, word) == 0)
			return CANDIDATES[i].kind;
	return (enum thing_kind)0;
}
