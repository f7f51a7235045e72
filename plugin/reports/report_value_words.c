/* report_value_words.c - see report_value.h. */
#include "plugin/reports/report_value.h"

#include <math.h>
#include <stdio.h>

#include "plugin/page/table.h"
#include "plugin/reports/report_parts.h"
#include "plugin/reports/sums_money.h"

/* Of fewer members a tenth is one or two of them, and no share is spoken of. */
enum { VALUE_FEW = 30 };

static bool is_expected(const struct value_said *said)
{
	enum scores_age age = report_scores_age(said->store, said->people);

	return age == SCORES_FRESH || age == SCORES_OLD;
}

static void say_past(const struct value_said *said, struct page *page)
{
	const struct value_sums *sums = said->sums;
	char members[COUNT_ROOM];
	char purchases[COUNT_ROOM];
	char worth[AMOUNT_ROOM];
	char middle[AMOUNT_ROOM];

	count_say(sums->all.members, "member", "members", members);
	count_say(sums->all.visits, "time", "times", purchases);
	amount_say(said->currency, sums->all.worth, worth);
	amount_say(said->currency, sums->median, middle);
	if (sums->all.members == 1)
		page_say(page, "One member so far: bought %s, and was worth %s (%s).",
			 sums->all.visits == 1 ? "once" : purchases, worth,
			 worth_basis_name(said->people->basis));
	else
		page_say(page, "%s bought %s and were worth %s (%s); half of them %s or more each.",
			 members, purchases, worth, worth_basis_name(said->people->basis), middle);
}

static void say_spread(const struct value_said *said, struct page *page)
{
	const struct value_sums *sums = said->sums;
	int64_t worth = sums_minor(sums->all.worth);

	if (worth <= 0) {
		page_say(page, worth < 0 ? "More was given back or spent than was taken: shares "
					   "would mean nothing."
					 : "Nothing was left by them: shares would mean nothing.");
		return;
	}
	if (sums->all.members < VALUE_FEW) {
		page_say(page, "These are too few members to say on whom the shop lives.");
		return;
	}
	page_say(page,
		 "The tenth who are worth most bring %lld of every 100 that members bring; those "
		 "who "
		 "came again, %lld of 100 members, bring %lld.",
		 (long long)table_share(sums_minor(sums->tenths[0].worth), worth, 100),
		 (long long)table_share(sums->all.repeaters, sums->all.members, 100),
		 (long long)table_share(sums_minor(sums->repeat_worth), worth, 100));
}

static void say_expected(const struct value_said *said, struct page *page)
{
	const struct value_sums *sums = said->sums;
	struct money low;
	struct money high;
	char expected[AMOUNT_ROOM];
	char from[AMOUNT_ROOM];
	char to[AMOUNT_ROOM];

	value_interval(sums->all.expected, sums->deviation, report_miss(said->people), &low, &high);
	page_say(
		page,
		"In the next 12 months they are expected to bring %s more (%s), four times of five "
		"between %s and %s.",
		amount_say(said->currency, sums->all.expected, expected),
		worth_basis_name(said->people->state.basis), amount_say(said->currency, low, from),
		amount_say(said->currency, high, to));
	page_fact_interval(page, "expected", "expected in 12 months", PAGE_MONEY,
			   sums_minor(sums->all.expected), sums_minor(low), sums_minor(high));
}

static void say_tomorrow(const struct value_said *said, struct page *page)
{
	const struct risk_sums *risk = said->risk;
	char members[COUNT_ROOM];
	char loss[AMOUNT_ROOM];

	if (risk->overdue.count > 0)
		page_tomorrow(
			page,
			"%s %s overdue against their own rhythm, with %s a year at stake: regulars "
			"report at-risk",
			count_say((int64_t)risk->overdue.count, "regular", "regulars", members),
			risk->overdue.count == 1 ? "is" : "are",
			amount_say(said->currency, risk->loss, loss));
	else
		page_tomorrow(page, "See which months' newcomers stay: regulars report cohorts");
}

static void add_facts(const struct value_said *said, struct page *page)
{
	const struct value_sums *sums = said->sums;

	page_fact(page, "members", "members who bought", PAGE_COUNT, sums->all.members);
	page_fact(page, "repeat_share", "came again", PAGE_SHARE,
		  share_of(sums->all.repeaters, sums->all.members));
	page_fact(page, "purchases", "their purchases", PAGE_COUNT, sums->all.visits);
	page_fact_money(page, "net", "their net sales", sums->all.net);
	if (said->people->basis == BASIS_MARGIN)
		page_fact_money(page, "worth", "their margin", sums->all.worth);
	page_fact_money(page, "ticket", "a purchase, mean", sums->ticket);
	page_fact_money(page, "mean", "a member, mean", sums->mean);
	page_fact_money(page, "median", "a member, middle", sums->median);
}

static void add_notes(const struct value_said *said, struct page *page)
{
	char never[COUNT_ROOM];

	report_note_basis(said->people, page);
	if (said->people->never > 0)
		page_note(page, "Not counted: %s who never bought.",
			  count_say(said->people->never, "member", "members", never));
	if (is_expected(said))
		page_note(page,
			  "Expected is what comes within 365 days, later months discounted. The "
			  "interval of all together holds what chance does to each, and that the "
			  "model itself may be off by %.0f in 100%s, %s.",
			  fmin(report_miss(said->people), 1) * 100,
			  report_miss(said->people) > 1 ? " or more" : "",
			  report_model(said->people)->holdout.days > 0
				  ? "as on the weeks that it was tried on (at least 5)"
				  : "a guess, since it could not be tried");
}

void report_value_say(const struct value_said *said, struct page *page)
{
	if (said->people->count == 0) {
		page_say(page, "Nothing yet: no member has bought anything.");
		page_tomorrow(page, "Scan a member's card with each sale.");
		return;
	}
	say_past(said, page);
	say_spread(said, page);
	add_facts(said, page);
	if (is_expected(said))
		say_expected(said, page);
	report_say_model(said->store, said->people, page);
	if (report_scores_age(said->store, said->people) != SCORES_NEVER)
		say_tomorrow(said, page);
	add_notes(said, page);
}
