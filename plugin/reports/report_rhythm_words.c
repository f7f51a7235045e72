/* report_rhythm_words.c - what the rhythm says, in sentences; see report_rhythm_parts.h.
 *
 * Shares are of those who could have come by then, as Kaplan and Meier count them: who came only
 * yesterday has not stayed away for a month.
 */
#include <math.h>
#include <stdio.h>

#include "plugin/page/table.h"
#include "plugin/reports/report_rhythm_parts.h"

static long long of_100(double share)
{
	return llround(share * 100);
}

static int64_t returned(const struct rhythm *rhythm)
{
	int64_t again = 0;

	for (int32_t day = 0; day < rhythm->second.room; day++)
		again += rhythm->second.days[day].happened;
	return again;
}

/* The interval of a median, as far as it is known. */
static void say_median(const struct rhythm *rhythm, struct page *page)
{
	struct survival_quantile median = survival_quantile(&rhythm->second, 0.5);

	if (median.day < 0)
		return;
	if (median.high < 0)
		page_say(page,
			 "Half of all newcomers have come again after %d days (95 %% interval: %d "
			 "or "
			 "more).",
			 median.day, median.low);
	else
		page_say(
			page,
			"Half of all newcomers have come again after %d days (95 %% interval %d to "
			"%d).",
			median.day, median.low, median.high);
}

static void say_second(const struct rhythm_page *rhythm, struct page *page)
{
	int64_t again = returned(rhythm->rhythm);
	struct survival_point end;
	char members[DECIMAL_ROOM];
	char came[DECIMAL_ROOM];

	table_count(rhythm->rhythm->members, members);
	table_count(again, came);
	if (rhythm->rhythm->members < RHYTHM_FEW || rhythm->horizon < RHYTHM_DAYS_MIN) {
		page_say(page,
			 "Of %s %s %s came on a second day so far: too few to speak of a rhythm.",
			 members, rhythm->rhythm->members == 1 ? "member" : "members", came);
		return;
	}
	if (again == 0) {
		page_say(page, "None of %s members came on a second day so far.", members);
		return;
	}
	end = survival_at(&rhythm->rhythm->second, rhythm->horizon);
	page_say(page,
		 "%s of %s members came on a second day so far; of those who had %d days to do so, "
		 "about %lld of 100 (95 %% interval %lld to %lld).",
		 came, members, rhythm->horizon, of_100(1 - end.still), of_100(1 - end.high),
		 of_100(1 - end.low));
	say_median(rhythm->rhythm, page);
}

static void say_stays(const struct rhythm_page *rhythm, struct page *page)
{
	const int64_t *had = rhythm->rhythm->had[rhythm->window];
	const int64_t *again = rhythm->rhythm->again[rhythm->window];
	int days = RHYTHM_WINDOW_DAYS[rhythm->window];
	char came[DECIMAL_ROOM];
	char of[DECIMAL_ROOM];

	if (had[0] < RHYTHM_FEW || had[1] < RHYTHM_FEW)
		return;
	table_count(again[1], came);
	table_count(had[1], of);
	page_say(page,
		 "After the first visit %lld of 100 come again within %d days, after the second "
		 "%lld (%s of %s).",
		 (long long)table_share(again[0], had[0], 100), days,
		 (long long)table_share(again[1], had[1], 100), came, of);
	if (had[2] < RHYTHM_FEW)
		return;
	table_count(again[2], came);
	table_count(had[2], of);
	page_say(page,
		 "Who has come a third time comes again within %d days %lld times of 100 (%s of "
		 "%s).",
		 days, (long long)table_share(again[2], had[2], 100), came, of);
}

static void say_gaps(const struct rhythm *rhythm, struct page *page)
{
	if (rhythm->all.count < RHYTHM_FEW)
		return;
	page_say(page,
		 "Between two visits lie %d days in the middle; half of the gaps have %d to %d.",
		 gaps_quantile(&rhythm->all, 0.5), gaps_quantile(&rhythm->all, 0.25),
		 gaps_quantile(&rhythm->all, 0.75));
}

static void say_tomorrow(const struct rhythm_page *rhythm, struct page *page)
{
	struct survival_point day;
	double later;

	if (rhythm->remind < 0) {
		page_tomorrow(page,
			      "Tell each newcomer what waits for them at the next visit; when to "
			      "remind them shows once some have come again.");
		return;
	}
	day = survival_at(&rhythm->rhythm->second, rhythm->remind);
	later = day.still > 0 ? fmax(0, (day.still - (1 - rhythm->come)) / day.still) : 0;
	page_tomorrow(page,
		      "Remind a newcomer after %d days: three in four of those who come again have "
		      "come by then, and of those who have not, %lld of 100 still do without it.",
		      rhythm->remind, of_100(later));
}

void rhythm_say(const struct rhythm_page *rhythm, struct page *page)
{
	char end[PERIOD_ROOM];

	period_write_day(rhythm->rhythm->end, end);
	page_subtitle(page, "members' days, several purchases of a day are one visit · up to %s",
		      end);
	if (rhythm->rhythm->members == 0) {
		page_say(page, "Nothing yet; no member has bought anything.");
		page_tomorrow(page, "Scan a member's card with each sale.");
		return;
	}
	say_second(rhythm, page);
	say_stays(rhythm, page);
	say_gaps(rhythm->rhythm, page);
	say_tomorrow(rhythm, page);
}
