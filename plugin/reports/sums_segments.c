/* sums_segments.c - see sums_segments.h. */
#include "plugin/reports/sums_segments.h"

#include <stdlib.h>

#include "plugin/reports/sums_money.h"

enum { USUAL_ASSUMED = 300 }; /* tenths of days, where nobody ever came again */

static int compare_numbers(const void *left, const void *right)
{
	const int64_t *a = left;
	const int64_t *b = right;

	return (*a > *b) - (*a < *b);
}

/* Tenths of days between two visits, on average; 0: there is no gap. */
static int64_t mean_gap(const struct person *person)
{
	if (person->days < 2 || person->last_day <= person->first_day)
		return 0;
	return ((int64_t)person->last_day - person->first_day) * 10 / (person->days - 1);
}

static int64_t middle_gap(const struct person *list, size_t count, int64_t *room)
{
	size_t seen = 0;

	for (size_t i = 0; i < count; i++)
		if (mean_gap(&list[i]) > 0)
			room[seen++] = mean_gap(&list[i]);
	if (seen == 0)
		return USUAL_ASSUMED;
	qsort(room, seen, sizeof(*room), compare_numbers);
	return room[seen / 2];
}

/* The least worth among the fifth (rounded up) that is worth most. */
static struct money fifth_from(const struct person *list, size_t count, int64_t *room)
{
	for (size_t i = 0; i < count; i++)
		room[i] = sums_minor(list[i].worth);
	qsort(room, count, sizeof(*room), compare_numbers);
	return money_of(count == 0 ? 0 : room[count - (count + 4) / 5]);
}

rgl_rc segment_rules_make(const struct host *host, const struct person *list, size_t count,
			  int32_t today, struct segment_rules *ret)
{
	int64_t *room = host_new(host, (count + 1) * sizeof(*room));
	struct segment_rules rules = { .is_small = count < SEGMENTS_SMALL, .today = today };
	rgl_rc rc;

	if (room == NULL)
		return RGL_E_MEMORY;
	rules.usual = middle_gap(list, count, room);
	rules.best_from = fifth_from(list, count, room);
	host_free(host, room);
	rc = late_find(host, list, count, today, &rules.late);
	if (rc == RGL_OK)
		*ret = rules;
	return rc;
}

int64_t segment_usual(const struct segment_rules *rules, const struct person *person)
{
	int64_t span = ((int64_t)person->last_day - person->first_day) * 10;

	if (person->is_scored && person->usual_days > 0)
		return person->usual_days;
	return person->days < 2 ? rules->usual : (span + rules->usual) / person->days;
}

/* Whether somebody is away for more than `gaps` of `usual`, and `least` days. */
static bool is_away(int64_t usual, const struct person *person, int32_t today, int64_t gaps,
		    int64_t least)
{
	int64_t away = (int64_t)today - person->last_day;

	return away > least && away * 10 > usual * gaps;
}

bool segment_is_lost(int64_t usual, const struct person *person, int32_t today)
{
	return today - person->last_day > SEGMENTS_LOST_MOST ||
	       is_away(usual, person, today, SEGMENTS_LOST, SEGMENTS_LOST_LEAST);
}

static enum segment segment_by_rhythm(const struct segment_rules *rules,
				      const struct person *person)
{
	int64_t usual = segment_usual(rules, person);

	if (segment_is_lost(usual, person, rules->today))
		return SEGMENT_LOST;
	if (is_away(usual, person, rules->today, SEGMENTS_DRIFTING, SEGMENTS_DRIFTING_LEAST))
		return SEGMENT_DRIFTING;
	if (rules->is_small)
		return SEGMENT_LOYAL;
	if (person->days < 3)
		return SEGMENT_PROMISING;
	return money_compare(person->worth, rules->best_from) >= 0 ? SEGMENT_BEST : SEGMENT_LOYAL;
}

enum segment segment_of(const struct segment_rules *rules, const struct person *person)
{
	if (person->days >= 2)
		return segment_by_rhythm(rules, person);
	if (!late_is(&rules->late, person, rules->today))
		return SEGMENT_NEW;
	return rules->is_small ? SEGMENT_LOST : SEGMENT_ONCE;
}
