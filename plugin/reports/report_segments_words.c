/* report_segments_words.c - see report_segments.h. */
#include "plugin/reports/report_segments.h"

#include <stdio.h>

#include "plugin/page/table.h"
#include "plugin/reports/report_parts.h"
#include "plugin/reports/sums_money.h"

static int64_t on_time(const struct segments_said *said)
{
	return said->groups[SEGMENT_BEST].members + said->groups[SEGMENT_LOYAL].members +
	       said->groups[SEGMENT_PROMISING].members;
}

static void say_on_time(const struct segments_said *said, struct page *page)
{
	const struct value_group *groups = said->groups;
	int64_t worth = sums_minor(groups[SEGMENT_BEST].worth) +
			sums_minor(groups[SEGMENT_LOYAL].worth) +
			sums_minor(groups[SEGMENT_PROMISING].worth);
	char members[COUNT_ROOM];
	char regulars[COUNT_ROOM];

	count_say(said->sums->all.members, "member", "members", members);
	count_say(on_time(said), "comes", "come", regulars);
	if (on_time(said) == 0)
		page_say(page, "Of %s nobody comes again and again on time.", members);
	else if (said->sums->all.members == 1)
		page_say(page, "The one member comes again and again, and on time.");
	else if (money_sign(said->sums->all.worth) > 0)
		page_say(page,
			 "Of %s, %s again and again, and on time; they brought %lld of every 100 "
			 "that members brought.",
			 members, regulars,
			 (long long)table_share(worth, sums_minor(said->sums->all.worth), 100));
	else
		page_say(page, "Of %s, %s again and again, and on time.", members, regulars);
}

static void say_drifting(const struct segments_said *said, struct page *page)
{
	const struct value_group *drifting = &said->groups[SEGMENT_DRIFTING];
	char members[COUNT_ROOM];
	char worth[AMOUNT_ROOM];

	if (drifting->members == 0) {
		page_say(page, "Nobody drifts away just now.");
		page_tomorrow(page, "Look at who came once: regulars report rhythm");
		return;
	}
	count_say(drifting->members, "member is", "members are", members);
	amount_say(said->currency, drifting->worth, worth);
	page_say(page, "%s drifting: late against their own rhythm, worth %s so far.", members,
		 worth);
	page_tomorrow(page, "Ask the drifting what happened, before they are lost: regulars report "
			    "at-risk");
}

static void say_once(const struct segments_said *said, struct page *page)
{
	const struct late *late = &said->rules->late;
	const struct value_group *once = &said->groups[SEGMENT_ONCE];
	char members[COUNT_ROOM];

	if (once->members == 0)
		return;
	count_say(once->members, "member", "members", members);
	page_say(page, "%s came once and are late for a second visit.", members);
	if (late->seen >= LATE_LEAST)
		page_note(page,
			  "Late for a second visit: more than %d days after the first. Of every "
			  "five who came again, four had done so by then.",
			  (int)late->days);
}

static void add_segments(const struct segments_said *said, struct page *page)
{
	bool is_scored = said->people->scored > 0;

	page_table(page, "segments", "The segments");
	page_column(page, "segment", "segment", PAGE_TEXT);
	page_column(page, "members", "members", PAGE_COUNT | PAGE_BAR);
	page_column(page, "share", "of all", PAGE_SHARE);
	page_column(page, "purchases", "purchases", PAGE_COUNT | PAGE_SECONDARY);
	page_column(page, "worth", "worth so far", PAGE_MONEY);
	page_column(page, "worth_share", "of worth", PAGE_SHARE);
	if (is_scored)
		page_column(page, "expected", "12 months to come", PAGE_MONEY);
	for (enum segment segment = SEGMENT_BEST; segment < SEGMENTS; segment++) {
		const struct value_group *group = &said->groups[segment];

		if (group->members == 0)
			continue;
		page_row(page);
		page_text(page, segment_name(segment, said->rules->is_small));
		page_number(page, group->members);
		page_number(page, share_of(group->members, said->sums->all.members));
		page_number(page, group->visits);
		page_money(page, group->worth);
		page_share_of(page, group->worth, said->sums->all.worth);
		if (is_scored && group->scored > 0)
			page_money(page, group->expected);
		else if (is_scored)
			page_nothing(page);
	}
}

/* A table of the segments that there are, with a sentence for each. */
static void add_sentences(const struct segments_said *said, const char *key, const char *title,
			  const char *column, const char *(*sentence)(enum segment, bool),
			  struct page *page)
{
	bool is_small = said->rules->is_small;

	page_table(page, key, title);
	page_column(page, "segment", "segment", PAGE_TEXT);
	page_column(page, key, column, PAGE_TEXT);
	for (enum segment segment = SEGMENT_BEST; segment < SEGMENTS; segment++) {
		if (said->groups[segment].members == 0)
			continue;
		page_row(page);
		page_text(page, segment_name(segment, is_small));
		page_text(page, sentence(segment, is_small));
	}
}

static void add_chart(const struct segments_said *said, struct page *page)
{
	page_chart(page, PAGE_BARS, "worth", "Members, and what they were worth", "segment");
	for (enum segment segment = SEGMENT_BEST; segment < SEGMENTS; segment++)
		if (said->groups[segment].members > 0)
			page_label(page, segment_name(segment, said->rules->is_small));
	page_series(page, "share", "of the members", PAGE_SHARE);
	for (enum segment segment = SEGMENT_BEST; segment < SEGMENTS; segment++)
		if (said->groups[segment].members > 0)
			page_number(page, share_of(said->groups[segment].members,
						   said->sums->all.members));
	if (money_sign(said->sums->all.worth) <= 0)
		return;
	page_series(page, "worth_share", "of what they were worth", PAGE_SHARE);
	for (enum segment segment = SEGMENT_BEST; segment < SEGMENTS; segment++)
		if (said->groups[segment].members > 0)
			page_share_of(page, said->groups[segment].worth, said->sums->all.worth);
}

static void add_notes(const struct segments_said *said, struct page *page)
{
	page_note(page, "On time: away for no more than three of one's own usual gaps (or a week). "
			"The usual gap is the mean of a member's own, held towards the shop's "
			"while they are few.");
	if (said->rules->is_small)
		page_note(page, "With fewer than %d members there are four segments and not seven.",
			  SEGMENTS_SMALL);
	report_note_basis(said->people, page);
	if (report_scores_age(said->store, said->people) == SCORES_NEVER)
		page_note(page, "What they will be worth is known after: regulars refresh");
	if (report_scores_age(said->store, said->people) == SCORES_OLD)
		page_note(page, "What is expected is %d days old: regulars refresh",
			  (int)people_scores_age(said->store, said->people));
}

void report_segments_say(const struct segments_said *said, struct page *page)
{
	if (said->people->count == 0) {
		page_say(page, "Nothing yet: no member has bought anything.");
		page_tomorrow(page, "Scan a member's card with each sale.");
		return;
	}
	say_on_time(said, page);
	say_drifting(said, page);
	say_once(said, page);
	add_segments(said, page);
	add_sentences(said, "who", "Who is in each", "members who", segment_who, page);
	add_sentences(said, "what_to_do", "What to do for each", "what to do", segment_what_to_do,
		      page);
	add_chart(said, page);
	add_notes(said, page);
}
