/* sums_care.c - see sums_care.h: moods by a word, complaints. */
#include "plugin/reports/sums_care.h"

#include <stdio.h>
#include <string.h>

static void add_mood(struct mood_group *group, int64_t mood)
{
	group->unhappy += mood <= 2;
	group->middling += mood == 3;
	group->happy += mood >= 4;
}

static void add_group(struct mood_group *sums, const struct mood_group *more)
{
	sums->unhappy += more->unhappy;
	sums->middling += more->middling;
	sums->happy += more->happy;
}

/* The group of a word, with a new one where there is room; else the rest. */
static struct mood_group *group_of(struct mood_groups *groups, const char *word)
{
	char cut[CARE_GROUP_ROOM];
	struct mood_group *added;

	(void)snprintf(cut, sizeof(cut), "%s", word);
	for (size_t i = 0; i < groups->count; i++)
		if (strcmp(groups->at[i].word, cut) == 0)
			return &groups->at[i];
	if (groups->count == CARE_GROUPS_MAX)
		return &groups->rest;
	added = &groups->at[groups->count++];
	*added = (struct mood_group) { .unhappy = 0 };
	memcpy(added->word, cut, sizeof(cut));
	return added;
}

void moods_count(struct mood_groups *groups, const char *word, int64_t mood)
{
	add_mood(group_of(groups, word), mood);
}

int64_t moods_all(const struct mood_group *group)
{
	return group->unhappy + group->middling + group->happy;
}

static void hide(struct mood_groups *groups, size_t place)
{
	add_group(&groups->rest, &groups->at[place]);
	groups->count--;
	memmove(&groups->at[place], &groups->at[place + 1],
		(groups->count - place) * sizeof(groups->at[0]));
}

static size_t smallest(const struct mood_groups *groups)
{
	size_t place = 0;

	for (size_t i = 1; i < groups->count; i++)
		if (moods_all(&groups->at[i]) < moods_all(&groups->at[place]))
			place = i;
	return place;
}

static int compare_words(const struct mood_group *a, const struct mood_group *b)
{
	return strcmp(a->word, b->word);
}

static int compare_unhappy(const struct mood_group *a, const struct mood_group *b)
{
	if (a->unhappy != b->unhappy)
		return a->unhappy > b->unhappy ? -1 : 1;
	return strcmp(a->word, b->word);
}

static void order(struct mood_groups *groups,
		  int (*compare)(const struct mood_group *a, const struct mood_group *b))
{
	for (size_t i = 1; i < groups->count; i++) {
		struct mood_group one = groups->at[i];
		size_t at = i;

		for (; at > 0 && compare(&groups->at[at - 1], &one) > 0; at--)
			groups->at[at] = groups->at[at - 1];
		groups->at[at] = one;
	}
}

void moods_hide_few(struct mood_groups *groups, int64_t least)
{
	for (size_t i = 0; i < groups->count;) {
		if (moods_all(&groups->at[i]) < least)
			hide(groups, i);
		else
			i++;
	}
	if (groups->count > 0 && moods_all(&groups->rest) > 0 && moods_all(&groups->rest) < least)
		hide(groups, smallest(groups));
	order(groups, compare_words);
}

void moods_order(struct mood_groups *groups)
{
	order(groups, compare_unhappy);
}

/* ---- Complaints ---- */

static enum care_end end_of(int64_t state)
{
	if (state == 4)
		return CARE_BY_WORD;
	return state == 5 ? CARE_WITHOUT : CARE_STILL_OPEN;
}

rgl_rc complaints_count(struct care_complaints *sums, const struct care_complaint *one,
			int64_t now_ms)
{
	struct care_outcome *outcome = &sums->by_end[end_of(one->state)];
	const bool is_answered = one->answered_ms > 0;
	const int64_t stood_ms = is_answered ? one->answered_ms : now_ms;
	const bool ran_out = one->until_ms > 0 && stood_ms > one->until_ms;
	rgl_rc rc = money_add(outcome->worth, one->worth, &outcome->worth);

	if (rc < 0)
		return rc;
	sums->count++;
	sums->late += ran_out;
	sums->in_time += is_answered && !ran_out;
	sums->running += !is_answered && !ran_out;
	for (int step = 1; step < CARE_STEPS; step++)
		sums->step[step] += (one->steps >> step) & 1;
	outcome->count++;
	outcome->with_gesture += one->gestures > 0;
	outcome->could += one->has_member && one->is_over;
	outcome->came += one->has_member && one->is_over && one->came_back;
	return RGL_OK;
}
