/* page_sample.c - see page_sample.h. */
#include "tests/support/page_sample.h"

#include <stdio.h>

static void add_sentences(struct page *page)
{
	page_subtitle(page, "by month of first visit, net of refunds");
	page_say(page, "About 4 in ten new members come again the month after (%d of %d).", 268,
		 653);
	page_say(page,
		 "Newcomers of %s did more often than those of %s (44 against 38 of 100); "
		 "that could still be chance: 95 %% interval -2 to +14.",
		 "2026-08", "2026-07");
	page_tomorrow(page, "Ring the five who are overdue and worth most: regulars report "
			    "at-risk");
	page_note(page, "Left out: 3 refunds of members of whom no sale is known, -125.00.");
	page_note(page, "The cost of 12 sales is not known, so worth is net sales, not margin.");
}

static void add_facts(struct page *page)
{
	page_fact(page, "members", "members who bought", PAGE_COUNT, 12345);
	page_fact_interval(page, "again", "come a second time", PAGE_SHARE, 410000, 385000, 436000);
	page_fact(page, "net", "net sales of members", PAGE_MONEY, 123456789);
	page_fact_interval(page, "value", "worth within a year", PAGE_MONEY, 98700, 80000, 120050);
	page_fact(page, "gap", "usual days between visits", PAGE_DAYS, 65);
	page_fact(page, "since", "first sale", PAGE_DAY, 20454);
	page_fact_text(page, "model", "model", "MBG/NBD, chosen by its held-out weeks");
}

static void add_cohort(struct page *page, int row)
{
	static const int SHARES[] = { 41, 33, 30, 29, 28, 27, 27, 26, 26, 26, 25 };
	char month[32];

	(void)snprintf(month, sizeof(month), "2026-%02d", row + 1);
	page_row(page);
	page_text(page, month);
	if (row == 11)
		page_unfinished(page);
	page_number(page, 1312 - row * 25);
	page_money(page, money_of(45600000 - row * 1234567));
	for (int later = 1; later < 12; later++) {
		if (row + later > 11) {
			page_nothing(page);
			continue;
		}
		page_number(page, (SHARES[later - 1] + row % 3) * 10000);
		if (row + later == 11)
			page_unfinished(page);
	}
}

static void add_cohorts(struct page *page)
{
	char key[32];
	char title[32];

	page_table(page, "cohorts", "Who came back, by month of first visit");
	page_column(page, "cohort", "first visit", PAGE_TEXT);
	page_column(page, "members", "new", PAGE_COUNT);
	page_column(page, "net", "net sales so far", PAGE_MONEY | PAGE_SECONDARY);
	for (int later = 1; later < 12; later++) {
		(void)snprintf(key, sizeof(key), "share_%d", later);
		(void)snprintf(title, sizeof(title), "+%d", later);
		page_column(page, key, title, PAGE_SHARE | PAGE_HEAT);
	}
	for (int row = 0; row < 12; row++)
		add_cohort(page, row);
}

static void add_member(struct page *page, const char *name, int64_t loss, int64_t last,
		       const char *story)
{
	page_row(page);
	page_text(page, name);
	page_money(page, money_of(loss));
	page_number(page, last);
	page_number(page, 65 + last % 100 * 10);
	page_number(page, 870000 - last % 7 * 90000);
	page_text(page, story);
}

static void add_at_risk(struct page *page)
{
	page_table(page, "at_risk", "Overdue, the dearest first");
	page_column(page, "name", "member", PAGE_TEXT);
	page_column(page, "loss", "expected loss within a year", PAGE_MONEY | PAGE_BAR);
	page_column(page, "last", "last visit", PAGE_DAY);
	page_column(page, "usual", "usually every", PAGE_DAYS | PAGE_SECONDARY);
	page_column(page, "alive", "still a customer", PAGE_SHARE);
	page_column(page, "story", "the last visit", PAGE_TEXT);
	add_member(page, "Asha Verma", 124050, 20770,
		   "two flat whites and a cinnamon roll, 76.00, served by Jonas in the morning");
	add_member(page, PAGE_SAMPLE_THIEF, 99000, 20751, "=1+1, \"quoted\" & <b>bold</b>");
	add_member(page, PAGE_SAMPLE_WIDE, 54000, 20699, "a refund of one bag of beans");
	add_member(page, "bad\xff\033[2Jbytes\xe2\x80\xae", 1205, 20688, "one\ttea\nonly");
}

static void add_tenths(struct page *page)
{
	char name[32];

	page_table(page, "tenths", "Worth by tenths of members");
	page_column(page, "tenth", "tenth", PAGE_TEXT);
	page_column(page, "worth", "net sales", PAGE_MONEY | PAGE_BAR);
	page_column(page, "visits", "visits a year", PAGE_MILLI);
	for (int i = 1; i <= 10; i++) {
		(void)snprintf(name, sizeof(name), "%d", i);
		page_row(page);
		page_text(page, name);
		page_number(page, 9900000 / i / i - 200000);
		page_number(page, 42350 / i / i);
	}
	page_table(page, "empty", "Members brought by members");
	page_column(page, "name", "name", PAGE_TEXT);
	page_column(page, "brought", "brought", PAGE_COUNT);
}

static void add_series(struct page *page, const char *key, const char *title, int flags, int scale)
{
	static const int SHAPE[] = { 50, 62, 58, 71, 80, 66, 74, 90, 84, 95, 101, 97 };

	page_series(page, key, title, flags);
	for (int i = 0; i < 12; i++) {
		if (i == 5 && (flags & PAGE_DASHED) == 0)
			page_nothing(page);
		else
			page_number(page, (int64_t)SHAPE[i] * scale + (scale % 7) * i * 100);
	}
	if ((flags & PAGE_DASHED) == 0)
		page_unfinished(page);
}

static void add_labels(struct page *page)
{
	char label[32];

	for (int i = 1; i <= 12; i++) {
		(void)snprintf(label, sizeof(label), "2026-W%02d", i);
		page_label(page, label);
	}
}

static void add_lines(struct page *page)
{
	page_chart(page, PAGE_LINES, "tracking", "Visits a week, as they were and as expected",
		   "week");
	add_labels(page);
	add_series(page, "actual", "visits", PAGE_COUNT, 10);
	add_series(page, "expected", "expected", PAGE_COUNT | PAGE_DASHED, 11);
	add_series(page, "low", "four times of five, low", PAGE_COUNT | PAGE_BAND_LOW | PAGE_DASHED,
		   9);
	add_series(page, "high", "four times of five, high",
		   PAGE_COUNT | PAGE_BAND_HIGH | PAGE_DASHED, 13);
}

static void add_stacked(struct page *page)
{
	page_chart(page, PAGE_STACKED, "sales", "Sales to new and returning members, and to others",
		   "week");
	add_labels(page);
	add_series(page, "new", "new members", PAGE_MONEY, 10000);
	add_series(page, "returning", "returning members", PAGE_MONEY, 22000);
	add_series(page, "others", "without a member", PAGE_MONEY, 6000);
}

static void add_bars(struct page *page)
{
	static const char *const NAMES[] = { "best", "loyal", "new", "drifting", "lost" };
	static const int64_t MEMBERS[] = { 120, 340, 210, 95, 410 };

	page_chart(page, PAGE_BARS, "segments", "Members by segment", "segment");
	for (int i = 0; i < 5; i++)
		page_label(page, NAMES[i]);
	page_series(page, "members", "members", PAGE_COUNT);
	for (int i = 0; i < 5; i++)
		page_number(page, MEMBERS[i]);
	page_chart(page, PAGE_LINES, "nothing", "A chart of nothing", "week");
}

struct page *page_sample(const struct host *host)
{
	struct page *page = NULL;

	if (page_open(host, "sample", "who keeps coming, by the month of their first visit", &page,
		      NULL) < 0)
		return NULL;
	add_sentences(page);
	add_facts(page);
	add_lines(page);
	add_cohorts(page);
	add_stacked(page);
	add_at_risk(page);
	add_bars(page);
	add_tenths(page);
	return page;
}

struct view page_sample_view(enum view_format format, size_t columns, bool colour)
{
	return (struct view) {
		.format = format,
		.colour = colour,
		.columns = columns,
		.shop = "Kaffe & Kage",
		.zone_name = "Europe/Copenhagen",
		.currency = { .code = "DKK", .exponent = 2 },
	};
}
