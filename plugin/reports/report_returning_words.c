/* report_returning_words.c - what new-vs-returning says, in sentences; see
 * report_returning_parts.h.
 *
 * A trend is spoken of only over periods that are over, and only where chance would seldom make it.
 */
#include <stdio.h>

#include "plugin/reports/report_returning_parts.h"
#include "plugin/reports/sums_money.h"
#include "plugin/reports/sums_returning.h"

enum { TREND_PERIODS = 24, TREND_PERIODS_MIN = 6 };
static const double CHANCE = 0.05;

static int64_t percent(int64_t millionths)
{
	return (millionths + 5000) / 10000;
}

/* Of 100 together: rounded down, and what is left of 100 to those who lost most by that. */
static void round_to_hundred(int64_t shares[RETURNING_KINDS])
{
	int64_t left = 100;
	bool has_more[RETURNING_KINDS] = { false };

	for (size_t kind = 0; kind < RETURNING_KINDS; kind++)
		left -= shares[kind] / 10000;
	while (left-- > 0) {
		size_t most = RETURNING_KINDS;

		for (size_t kind = 0; kind < RETURNING_KINDS; kind++)
			if (!has_more[kind] && (most == RETURNING_KINDS ||
						shares[kind] % 10000 > shares[most] % 10000))
				most = kind;
		if (most == RETURNING_KINDS)
			break;
		has_more[most] = true;
	}
	for (size_t kind = 0; kind < RETURNING_KINDS; kind++)
		shares[kind] = shares[kind] / 10000 + (has_more[kind] ? 1 : 0);
}

static bool gave_back(const struct returning *returning)
{
	for (size_t kind = 0; kind < RETURNING_KINDS; kind++)
		if (money_sign(returning->all.of[kind].net) < 0)
			return true;
	return false;
}

static void say_split(const struct returning *returning, struct page *page)
{
	int64_t shares[RETURNING_KINDS];

	for (size_t kind = 0; kind < RETURNING_KINDS; kind++) {
		if (returning_share(&returning->all, (enum returning_kind)kind, &shares[kind]))
			continue;
		page_say(page, gave_back(returning)
				       ? "More was given back than sold: shares would mean nothing."
				       : "These sales left nothing: there are no shares to tell.");
		return;
	}
	round_to_hundred(shares);
	page_say(page,
		 "Of 100 %s of net sales %lld came from returning members, %lld from new ones and "
		 "%lld without a member's card.",
		 returning->shop->currency.code, (long long)shares[RETURNING_MEMBERS],
		 (long long)shares[NEW_MEMBERS], (long long)shares[NO_MEMBER]);
}

static void say_ticket(const struct returning *returning, struct page *page)
{
	const struct figures *back = &returning->all.of[RETURNING_MEMBERS];
	const struct figures *fresh = &returning->all.of[NEW_MEMBERS];
	char texts[2][DECIMAL_ROOM];

	if (back->visits == 0 || fresh->visits == 0)
		return;
	money_write(sums_per(back->net, back->visits), &returning->shop->currency, texts[0]);
	money_write(sums_per(fresh->net, fresh->visits), &returning->shop->currency, texts[1]);
	page_say(page, "A purchase of a returning member leaves %s %s, one of a new member %s.",
		 texts[0], returning->shop->currency.code, texts[1]);
}

/* The share of returning members, by period that is over, from the oldest; of the newest ones. */
static size_t shares_over_time(const struct returning *returning, double *ret)
{
	int32_t over = returning->over < returning->count ? returning->over : returning->count;
	int32_t from = over > TREND_PERIODS ? over - TREND_PERIODS : 0;
	size_t count = 0;

	for (int32_t i = from; i < over; i++) {
		int64_t share = 0;

		if (returning_share(&returning->by_period[i], RETURNING_MEMBERS, &share))
			ret[count++] = (double)share;
	}
	return count;
}

/* Whether the trend looks back to the first periods that there are: nobody can return then. */
static bool from_the_start(const struct returning *returning)
{
	int32_t over = returning->over < returning->count ? returning->over : returning->count;

	return returning->report->wish.from_ms == INT64_MIN && over <= TREND_PERIODS;
}

static void say_trend(const struct returning *returning, struct page *page)
{
	const char *period = period_name(returning->report->wish.grain);
	double shares[TREND_PERIODS];
	size_t count = shares_over_time(returning, shares);
	struct trend trend = trend_of(shares, count);

	if (count < TREND_PERIODS_MIN)
		page_say(page, "Too few %ss are over to speak of a trend (%zu; it takes %d).",
			 period, count, (int)TREND_PERIODS_MIN);
	else if (trend.chance > CHANCE)
		page_say(
			page,
			"Over the last %zu %ss the share of returning members goes up and down, no "
			"more than chance makes it.",
			count, period);
	else
		page_say(page,
			 "Over the last %zu %ss the share of returning members %s, from %lld to "
			 "%lld of 100; %s.",
			 count, period, trend.rise > 0 ? "rose" : "fell",
			 (long long)percent((int64_t)shares[0]),
			 (long long)percent((int64_t)shares[count - 1]),
			 trend.rise > 0 && from_the_start(returning)
				 ? "some of that comes by itself, since at first all are new"
				 : "chance alone would seldom do that");
}

static void say_tomorrow(const struct returning *returning, struct page *page)
{
	int64_t nobody = 0;
	int64_t fresh = 0;
	int64_t back = 0;

	if (!returning_share(&returning->all, NO_MEMBER, &nobody) ||
	    !returning_share(&returning->all, NEW_MEMBERS, &fresh) ||
	    !returning_share(&returning->all, RETURNING_MEMBERS, &back))
		page_tomorrow(page, gave_back(returning)
					    ? "Look what was given back, and why."
					    : "Check what the till sends as the total of a sale.");
	else if (nobody > fresh && nobody > back)
		page_tomorrow(
			page,
			"Ask at the counter for the card each time: most sales are nobody's.");
	else if (fresh > back)
		page_tomorrow(page, "Bring new members back: when to remind them says: regulars "
				    "report rhythm");
	else
		page_tomorrow(page, "Look after those who return: who of them is overdue says: "
				    "regulars report at-risk");
}

static void say_notes(const struct returning *returning, struct page *page)
{
	const struct figures *outside = &returning->triangles.cells.outside;
	const struct report *report = returning->report;
	char text[DECIMAL_ROOM];

	if (report->wish.where != NULL)
		page_note(page,
			  "Only sales with %s are counted; a member is new in the %s of the first "
			  "visit they ever made.",
			  report->wish.where, period_name(report->wish.grain));
	if (report->wish.from_ms != INT64_MIN)
		page_note(page, "Only %ss that began in the time asked for are shown.",
			  period_name(report->wish.grain));
	if (report->wish.cut != CUT_NONE)
		page_note(page, "Sales without a member are in no group.");
	if (money_sign(outside->net) != 0) {
		money_write(outside->refund, &returning->shop->currency, text);
		page_note(page,
			  "Not counted: %s %s of refunds to members before their first visit.",
			  text, returning->shop->currency.code);
	}
}

void returning_say(const struct returning *returning, struct page *page)
{
	const struct returning_sums *all = &returning->all;
	int64_t of_members = all->of[NEW_MEMBERS].visits + all->of[RETURNING_MEMBERS].visits;

	if (of_members + all->of[NO_MEMBER].visits == 0) {
		page_say(page, returning->triangles.is_part ? "There is no such sale."
							    : "Nothing was sold yet.");
		page_tomorrow(page, returning->triangles.is_part
					    ? "Ask more widely: leave --where, --from or --to out."
					    : "Scan a member's card with each sale.");
		return;
	}
	if (of_members == 0 && returning->report->wish.where != NULL) {
		page_say(page, "None of these sales is a member's.");
		page_tomorrow(page, "See the same for all sales: regulars report new-vs-returning");
		say_notes(returning, page);
		return;
	}
	if (of_members == 0) {
		page_say(page, "Nobody was recognised: all sales are without a member.");
		page_tomorrow(page, "Ask at the counter for the card, and enrol who has none.");
		say_notes(returning, page);
		return;
	}
	say_split(returning, page);
	say_ticket(returning, page);
	say_trend(returning, page);
	say_tomorrow(returning, page);
	say_notes(returning, page);
}
