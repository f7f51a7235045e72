/* report_staff_words.c - what the report staff says and shows; see report_staff_parts.h. */
#include <math.h>
#include <stdio.h>

#include "plugin/page/table.h"
#include "plugin/reports/render_interval.h"
#include "plugin/reports/report_staff_parts.h"
#include "plugin/reports/sums_money.h"

const char *staff_name(const struct staff *staff)
{
	return staff->name[0] == '\0' ? "(nobody named)" : staff->name;
}

static void say_shop(const struct staff_room *staff, struct page *page)
{
	char could[DECIMAL_ROOM];
	char came[DECIMAL_ROOM];

	table_count(staff->could, could);
	table_count(staff->came, came);
	if (staff->could < STAFF_FEW)
		page_say(page, "Of %s %s whose %d days are over %s came back within them.", could,
			 staff->could == 1 ? "newcomer" : "newcomers", (int)STAFF_DAYS, came);
	else
		page_say(page,
			 "Of %s newcomers whose %d days are over %s came back within them (%lld of "
			 "100).",
			 could, (int)STAFF_DAYS, came,
			 (long long)table_share(staff->came, staff->could, 100));
}

/* Whether more or fewer came back than of all others together. */
static bool is_above(const struct staff_room *staff, const struct staff *one)
{
	double own = (double)one->came / (double)one->could;
	double rest = (double)(staff->came - one->came) / (double)(staff->could - one->could);

	return own > rest;
}

static void say_one(const struct staff_room *staff, const struct staff *one, struct page *page)
{
	int64_t came = staff->came - one->came;
	int64_t could = staff->could - one->could;

	page_say(page,
		 "Of newcomers whom %s served %lld of %lld came back (%lld of 100), of all others' "
		 "%lld of %lld (%lld of 100): %s than chance alone would do, with %zu compared.",
		 staff_name(one), (long long)one->came, (long long)one->could,
		 (long long)table_share(one->came, one->could, 100), (long long)came,
		 (long long)could, (long long)table_share(came, could, 100),
		 is_above(staff, one) ? "more" : "fewer", staff->compared);
}

/* Who differs is named by name's order; the first above is who others may learn from. */
static void say_differences(const struct staff_room *staff, struct page *page)
{
	const struct staff *above = NULL;
	size_t differ = 0;

	for (size_t i = 0; i < staff->count; i++) {
		const struct staff *one = &staff->staff[i];

		if (one->chance > STAFF_CHANCE)
			continue;
		differ++;
		say_one(staff, one, page);
		if (above == NULL && is_above(staff, one))
			above = one;
	}
	if (differ == 0)
		page_say(page,
			 "Nobody of the %zu compared differs from the others by more than chance "
			 "would.",
			 staff->compared);
	if (above != NULL)
		page_tomorrow(page,
			      "Ask %s what they say to a newcomer; the others may like to hear it.",
			      staff_name(above));
	else if (differ > 0)
		page_tomorrow(page,
			      "Look first at the hours: who works when fewer strangers come by "
			      "meets others than who works on Saturdays.");
	else
		page_tomorrow(page,
			      "Nothing to do about anyone here; see when newcomers come again: "
			      "regulars report rhythm");
	if (differ > 0)
		page_note(page,
			  "It does not say why: who works at other hours meets other people.");
}

static void say_too_early(const struct staff_room *staff, struct page *page)
{
	if (staff->newcomers == 0) {
		page_say(page, "Nothing yet; no member has bought anything.");
		page_tomorrow(page, "Scan a member's card with each sale.");
		return;
	}
	page_say(page, "Too early to tell: of %lld %s the %d days are not over yet.",
		 (long long)staff->newcomers, staff->newcomers == 1 ? "newcomer" : "newcomers",
		 (int)STAFF_DAYS);
	page_tomorrow(page, "Have the till send who serves with each sale; this fills by itself.");
}

void staff_say(const struct staff_room *staff, int32_t end, struct page *page)
{
	char day[PERIOD_ROOM];

	period_write_day(end, day);
	page_subtitle(page, "by who served a member's first visit: back within %d days · up to %s",
		      (int)STAFF_DAYS, day);
	if (staff->could == 0) {
		say_too_early(staff, page);
		return;
	}
	say_shop(staff, page);
	if (staff->compared >= 2) {
		say_differences(staff, page);
		return;
	}
	page_say(page, "Nobody can be compared yet: it takes two with %d such newcomers each.",
		 (int)STAFF_FEW);
	page_tomorrow(page, "Have the till send who serves with each sale; this fills by itself.");
}

static const char *verdict(const struct staff *one)
{
	if (one->chance <= STAFF_CHANCE)
		return "differs";
	if (one->chance <= 1)
		return "chance";
	return one->could < STAFF_FEW ? "too few" : "not compared";
}

static void add_row(const struct staff *one, struct page *page)
{
	struct interval interval;

	page_row(page);
	page_text(page, staff_name(one));
	page_number(page, one->newcomers);
	page_number(page, one->could);
	page_number(page, one->came);
	if (one->could >= STAFF_FEW && interval_share(one->came, one->could, &interval) == RGL_OK) {
		page_number(page, sums_share(one->came, one->could));
		page_number(page, llround(interval.low * 1000000));
		page_number(page, llround(interval.high * 1000000));
	} else {
		for (size_t i = 0; i < 3; i++)
			page_nothing(page);
	}
	page_text(page, verdict(one));
	page_number(page, one->members);
	page_number(page, one->visits);
	if (one->visits > 0)
		page_money(page, sums_per(one->net, one->visits));
	else
		page_nothing(page);
}

/* How many served more members than this one: who is among the first `top` is shown. */
static bool is_shown(const struct staff_room *staff, size_t at, int64_t top)
{
	int64_t before = 0;

	for (size_t i = 0; i < staff->count; i++) {
		const struct staff *other = &staff->staff[i];

		before += other->members > staff->staff[at].members ||
			  (other->members == staff->staff[at].members && i < at);
	}
	return top <= 0 || before < top;
}

static bool is_in_chart(const struct staff *one)
{
	return one->name[0] != '\0' && one->could >= STAFF_FEW;
}

/* Those of whom a share is given, beside the shop's own. */
void staff_add_chart(const struct staff_room *staff, struct page *page)
{
	if (staff->compared < 2 || staff->compared > STAFF_CHART)
		return;
	page_chart(page, PAGE_BARS, "came_back", "Of their newcomers, how many came back",
		   "served by");
	for (size_t i = 0; i < staff->count; i++)
		if (is_in_chart(&staff->staff[i]))
			page_label(page, staff->staff[i].name);
	page_series(page, "share", "came back within 60 days", PAGE_SHARE);
	for (size_t i = 0; i < staff->count; i++)
		if (is_in_chart(&staff->staff[i]))
			page_number(page, table_share(staff->staff[i].came, staff->staff[i].could,
						      1000000));
	page_series(page, "shop", "of all the shop's", PAGE_SHARE);
	for (size_t i = 0; i < staff->count; i++)
		if (is_in_chart(&staff->staff[i]))
			page_number(page, table_share(staff->came, staff->could, 1000000));
}

void staff_add_table(const struct staff_room *staff, int64_t top, struct page *page)
{
	size_t not_shown = 0;

	if (staff->newcomers == 0)
		return;
	page_table(page, "staff", "Who served, and who came back (by name: no ranking)");
	page_column(page, "cashier", "served by", PAGE_TEXT);
	page_column(page, "newcomers", "newcomers", PAGE_COUNT);
	page_column(page, "could", "60 days over", PAGE_COUNT);
	page_column(page, "came", "came back", PAGE_COUNT);
	page_column(page, "share", "share", PAGE_SHARE);
	page_column(page, "low", "at least", PAGE_SHARE | PAGE_SECONDARY);
	page_column(page, "high", "at most", PAGE_SHARE | PAGE_SECONDARY);
	page_column(page, "against_others", "against others", PAGE_TEXT);
	page_column(page, "members", "members served", PAGE_COUNT | PAGE_SECONDARY);
	page_column(page, "visits", "visits", PAGE_COUNT | PAGE_SECONDARY);
	page_column(page, "ticket", "a visit", PAGE_MONEY | PAGE_SECONDARY);
	for (size_t i = 0; i < staff->count; i++) {
		bool shown = is_shown(staff, i, top);

		not_shown += !shown;
		if (shown)
			add_row(&staff->staff[i], page);
	}
	if (not_shown > 0)
		page_note(page, "Not shown: %zu who served fewer members; --top shows more.",
			  not_shown);
	page_note(page,
		  "Share: between at least and at most with 95 %% certainty; no share is given of "
		  "fewer "
		  "than %d newcomers.",
		  (int)STAFF_FEW);
}
