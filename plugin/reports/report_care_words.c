/* report_care_words.c - see report_care_parts.h: what the report care says, the heaviest first. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plugin/page/table.h"
#include "plugin/reports/report_care_parts.h"
#include "plugin/reports/report_parts.h"

enum { FEW_ANSWERS = 10 };

/* A person needs no list of what there is none of; a program does. */
static void add_fact(const struct care_read *care, struct page *page, const char *key,
		     const char *title, int64_t value)
{
	if (value != 0 || care->is_for_programs)
		page_fact(page, key, title, PAGE_COUNT, value);
}

/* ---- Complaints that wait ---- */

static void say_open(const struct care_read *care, struct page *page)
{
	char overdue[COUNT_ROOM];
	char open[COUNT_ROOM];

	page_fact(page, "overdue_complaints", "complaints overdue", PAGE_COUNT, care->open.overdue);
	page_fact(page, "open_complaints", "complaints open", PAGE_COUNT, care->open.open);
	count_say(care->open.open, "complaint is", "complaints are", open);
	if (care->open.overdue > 0)
		page_say(page,
			 "%s overdue: the time for an answer is over, and somebody waits. %s open "
			 "in "
			 "all.",
			 count_say(care->open.overdue, "complaint is", "complaints are", overdue),
			 open);
	else if (care->open.open > 0)
		page_say(page, "%s open, none of them overdue.", open);
	else
		page_say(page, "No complaint is open.");
}

/* ---- What people say when they are asked ---- */

int64_t report_care_hundredths(double share)
{
	return table_share(llround(share * 1e6), 10000, 1);
}

static void add_nps(const struct care_read *care, struct page *page)
{
	const struct opinion nps = opinion_nps(&care->asked[CARE_NPS]);

	if (!nps.has)
		return;
	page_fact_interval(page, "nps", "NPS, 95 % interval", PAGE_COUNT, llround(nps.value),
			   llround(nps.low), llround(nps.high));
	page_say(page,
		 "Would they tell a friend? NPS %+lld (95 %% interval %+lld to %+lld); %lld "
		 "answered of %lld asked%s.",
		 llround(nps.value), llround(nps.low), llround(nps.high), (long long)nps.answered,
		 (long long)nps.asked, nps.answered < FEW_ANSWERS ? ", too few to tell" : "");
}

static void add_csat(const struct care_read *care, struct page *page)
{
	const struct opinion csat = opinion_csat(&care->asked[CARE_CSAT]);

	if (!csat.has)
		return;
	page_fact_interval(page, "csat", "satisfied, 95 % interval", PAGE_SHARE,
			   llround(csat.value * 1e6), llround(csat.low * 1e6),
			   llround(csat.high * 1e6));
	page_say(page,
		 "Satisfied: %lld of 100 (95 %% interval %lld to %lld); %lld answered of %lld "
		 "asked%s.",
		 (long long)report_care_hundredths(csat.value),
		 (long long)report_care_hundredths(csat.low),
		 (long long)report_care_hundredths(csat.high), (long long)csat.answered,
		 (long long)csat.asked, csat.answered < FEW_ANSWERS ? ", too few to tell" : "");
}

static void say_asked(const struct care_read *care, struct page *page)
{
	int64_t asked = 0;
	int64_t answered = 0;
	char count[COUNT_ROOM];

	for (int i = 0; i < CARE_QUESTIONS; i++) {
		const struct opinion opinion = opinion_csat(&care->asked[i]);

		asked += care->asked[i].asked;
		answered +=
			i == CARE_NPS ? opinion_nps(&care->asked[i]).answered : opinion.answered;
	}
	add_fact(care, page, "asked", "questions asked", asked);
	add_fact(care, page, "answered", "answered", answered);
	if (asked > 0 && answered == 0)
		page_say(page, "%s out on receipts, and none was answered yet.",
			 count_say(asked, "question went", "questions went", count));
}

/* ---- Moods ---- */

const char *report_care_reason(const char *reason)
{
	static const char *const REASONS[][2] = {
		{ "", "not said" },
		{ "staff", "treatment by staff" },
		{ "product", "the product" },
		{ "contact", "lack of contact" },
		{ "whole", "the whole experience" },
	};

	for (size_t i = 0; i < sizeof(REASONS) / sizeof(REASONS[0]); i++)
		if (strcmp(reason, REASONS[i][0]) == 0)
			return REASONS[i][1];
	return reason;
}

/* The reason that most were unhappy with, of those that were said. */
static const struct mood_group *worst_reason(const struct care_read *care)
{
	for (size_t i = 0; i < care->reasons.count; i++)
		if (care->reasons.at[i].word[0] != '\0')
			return care->reasons.at[i].unhappy > 0 ? &care->reasons.at[i] : NULL;
	return NULL;
}

static void say_moods(const struct care_read *care, struct page *page)
{
	const struct mood_group *moods = &care->moods;
	const struct mood_group *worst = worst_reason(care);
	char count[COUNT_ROOM];
	char unhappy[DECIMAL_ROOM];
	char most[DECIMAL_ROOM];

	add_fact(care, page, "moods", "moods", moods_all(moods));
	if (moods_all(moods) == 0)
		return;
	page_fact(page, "unhappy", "of them unhappy", PAGE_COUNT, moods->unhappy);
	count_say(moods_all(moods), "mood was", "moods were", count);
	table_count(moods->unhappy, unhappy);
	table_count(worst == NULL ? 0 : worst->unhappy, most);
	if (moods->unhappy == 0)
		page_say(page, "%s noted, and nobody was unhappy.", count);
	else if (worst == NULL)
		page_say(page, "%s noted; %s of them unhappy, and no reason was said.", count,
			 unhappy);
	else
		page_say(page, "%s noted; %s of them unhappy, most often over %s (%s).", count,
			 unhappy, report_care_reason(worst->word), most);
}

static void say_strikes(const struct care_read *care, struct page *page)
{
	char members[COUNT_ROOM];

	add_fact(care, page, "strikes", "two bad visits in a row", care->strikes);
	if (care->strikes > 0)
		page_say(page,
			 "%s two bad visits in a row or more: the next is the last chance with "
			 "many.",
			 count_say(care->strikes, "member has had", "members have had", members));
}

/* ---- Complaints ---- */

static void say_complaints(const struct care_read *care, struct page *page)
{
	const struct care_complaints *sums = &care->complaints;
	const int64_t ended = sums->in_time + sums->late;
	char count[COUNT_ROOM];
	double low;
	double high;

	add_fact(care, page, "complaints", "complaints", sums->count);
	if (sums->count == 0)
		return;
	count_say(sums->count, "complaint", "complaints", count);
	if (ended == 0) {
		page_say(page, "%s, and still in time for an answer.", count);
		return;
	}
	opinion_share_interval(sums->in_time, ended, &low, &high);
	page_fact_interval(page, "in_time", "answered in time, 95 % interval", PAGE_SHARE,
			   share_of(sums->in_time, ended), llround(low * 1e6), llround(high * 1e6));
	page_say(page,
		 "%s in all: %lld answered in time, %lld late or not at all; %lld closed by the "
		 "customer's word.",
		 count, (long long)sums->in_time, (long long)sums->late,
		 (long long)sums->by_end[CARE_BY_WORD].count);
}

/* Against members like them who never complained (complaint_outcome.h). */
static void say_outcome(const struct care_read *care, struct page *page)
{
	const struct complaint_outcome *outcome = &care->outcome;
	const struct interval *interval = &outcome->interval;
	const bool is_chance = interval->low <= 0 && interval->high >= 0;
	char members[COUNT_ROOM];

	if (outcome->complained.members == 0)
		return;
	if (!outcome->has_difference || outcome->matched < CARE_ARM_LEAST) {
		page_say(page,
			 "Of %s who complained %lld came back within %d days: too few to hold "
			 "against the others.",
			 count_say(outcome->complained.members, "member", "members", members),
			 (long long)outcome->complained.came, CARE_SEASON_DAYS);
		return;
	}
	page_say(page,
		 "Of %s who complained %lld of 100 came back within %d days; of members like them "
		 "who never did %lld of 100 (difference %+lld, 95 %% interval %+lld to %+lld%s).",
		 count_say(outcome->complained.members, "member", "members", members),
		 (long long)report_care_hundredths(outcome->complained.share), CARE_SEASON_DAYS,
		 (long long)report_care_hundredths(outcome->others.share),
		 (long long)report_care_hundredths(outcome->difference),
		 (long long)report_care_hundredths(interval->low),
		 (long long)report_care_hundredths(interval->high),
		 is_chance ? ": that could still be chance" : "");
}

static void say_in_time(const struct care_read *care, struct page *page)
{
	const struct complaint_group *in_time = &care->outcome.in_time;
	const struct complaint_group *late = &care->outcome.late;

	if (in_time->members < CARE_ARM_LEAST || late->members < CARE_ARM_LEAST)
		return;
	page_say(page,
		 "Answered in time, %lld of 100 of them came back; answered late, %lld of 100.",
		 (long long)report_care_hundredths(in_time->share),
		 (long long)report_care_hundredths(late->share));
}

/* ---- What was given ---- */

static void say_gestures(const struct care_read *care, struct page *page)
{
	const struct care_gestures *all = &care->gestures[0];
	const struct currency *currency = &care->store->shop.currency;
	char count[COUNT_ROOM];
	char worth[AMOUNT_ROOM];

	add_fact(care, page, "gestures", "gestures", all->count);
	if (all->count == 0)
		return;
	page_fact_money(page, "gestures_worth", "worth of gestures", all->worth);
	page_say(page,
		 "%s worth %s to put things right, %lld of them for a complaint; %lld allowed by a "
		 "manager, %lld over the budget.",
		 count_say(all->count, "gesture", "gestures", count),
		 amount_say(currency, all->worth, worth), (long long)all->for_complaints,
		 (long long)all->allowed, (long long)all->over);
}

static void say_surprises(const struct care_read *care, struct page *page)
{
	const struct care_surprises *surprises = &care->surprises;
	const struct currency *currency = &care->store->shop.currency;
	char count[COUNT_ROOM];
	char worth[AMOUNT_ROOM];
	char month[AMOUNT_ROOM];
	char budget[AMOUNT_ROOM];
	char wait[COUNT_ROOM] = "";

	if (surprises->given == 0)
		return;
	page_fact(page, "surprises", "surprises", PAGE_COUNT, surprises->given);
	page_fact_money(page, "surprises_worth", "worth of surprises", surprises->worth);
	if (surprises->longest_wait > 0)
		(void)snprintf(wait, sizeof(wait), "; the longest wait for another was %lld days",
			       (long long)surprises->longest_wait);
	page_say(page, "%s worth %s, %lld to somebody who never had one%s. This month: %s of %s.",
		 count_say(surprises->given, "small surprise", "small surprises", count),
		 amount_say(currency, surprises->worth, worth), (long long)surprises->first, wait,
		 amount_say(currency, surprises->month, month),
		 amount_say(currency, care->policy.surprise_month, budget));
}

static void say_friends(const struct care_read *care, struct page *page)
{
	char friends[COUNT_ROOM];
	char members[COUNT_ROOM];

	if (care->friends == 0)
		return;
	page_fact(page, "friends", "came by word of mouth", PAGE_COUNT, care->friends);
	page_say(page, "%s first on the word of %s; what they are worth: regulars report economics",
		 count_say(care->friends, "friend bought for the", "friends bought for the",
			   friends),
		 count_say(care->friends_by, "member", "members", members));
}

/* ---- Tomorrow ---- */

static bool has_anything(const struct care_read *care)
{
	int64_t asked = 0;

	for (int i = 0; i < CARE_QUESTIONS; i++)
		asked += care->asked[i].asked;
	return asked + moods_all(&care->moods) + care->complaints.count + care->gestures[0].count +
		       care->open.open + care->strikes + care->surprises.given >
	       0;
}

static void say_complaint(const struct complaint *first, struct page *page)
{
	char name[COUNT_ROOM] = "";
	char over[COUNT_ROOM] = "";

	if (first->name[0] != '\0')
		(void)snprintf(name, sizeof(name), " of %.50s", first->name);
	if (first->reason[0] != '\0')
		(void)snprintf(over, sizeof(over), ", over %.50s",
			       report_care_reason(first->reason));
	page_tomorrow(page,
		      "First of all, answer complaint %lld%s%s; what was done so far: regulars "
		      "complaints show %lld",
		      (long long)first->id, name, over, (long long)first->id);
}

static void say_tomorrow(const struct care_read *care, const struct complaint *first,
			 struct page *page)
{
	if (first != NULL)
		say_complaint(first, page);
	else if (care->open.open > 0)
		page_tomorrow(page, "Answer the open complaints while they are in time: regulars "
				    "complaints");
	else if (care->strikes > 0)
		page_tomorrow(page, "Look after those with two bad visits yourself when they come: "
				    "the till says so at the scan.");
	else if (care->never_spoke > 0)
		page_tomorrow(page, "Contact some of those who are late and never said why: "
				    "regulars contacts");
	else if (!has_anything(care))
		page_tomorrow(page, "Note one mood at the till, one key a customer; and let "
				    "receipts ask: regulars set question_link ...");
	else
		page_tomorrow(page, "Nothing burns. Tell the staff what went well.");
}

void report_care_say(const struct care_read *care, const struct complaint *first, struct page *page)
{
	page_subtitle(page, "what was said and done; the heaviest first");
	say_open(care, page);
	add_nps(care, page);
	add_csat(care, page);
	say_asked(care, page);
	say_moods(care, page);
	say_strikes(care, page);
	say_complaints(care, page);
	say_outcome(care, page);
	say_in_time(care, page);
	say_gestures(care, page);
	say_surprises(care, page);
	say_friends(care, page);
	report_care_say_contacts(care, page);
	say_tomorrow(care, first, page);
	if (care->is_last_year)
		page_note(page,
			  "Of the last 12 months; --from and --to look at other days. What is "
			  "open, overdue or in a row is as of now.");
	if (moods_all(&care->moods) > 0)
		page_note(page, "Unhappy: a mood of 1 or 2 of 5; happy: 4 or 5. Most who are "
				"unhappy say nothing: these are those who were heard.");
}
