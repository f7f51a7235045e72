/* report_rhythm_tables.c - the rhythm in figures; see report_rhythm_parts.h. */
#include <math.h>
#include <stdio.h>

#include "plugin/page/table.h"
#include "plugin/reports/render_interval.h"
#include "plugin/reports/report_rhythm_parts.h"

#define CURVE_DAYS 91 /* of the chart: three months */

const char *const RHYTHM_WEEKDAYS[7] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

static int64_t millionths(double share)
{
	return llround(share * 1000000);
}

static void add_second_row(const struct rhythm *rhythm, size_t mark, struct page *page)
{
	struct survival_point point = survival_at(&rhythm->second, RHYTHM_MARK_DAYS[mark]);
	struct interval interval;

	page_row(page);
	page_number(page, RHYTHM_MARK_DAYS[mark]);
	page_number(page, rhythm->could[mark]);
	page_number(page, rhythm->came[mark]);
	if (rhythm->could[mark] < RHYTHM_FEW) {
		for (size_t i = 0; i < 3; i++)
			page_nothing(page);
		return;
	}
	page_number(page, millionths(1 - point.still));
	/* Where all did alike, Greenwood's error is nothing, though the doubt is not. */
	if ((point.still <= 0 || point.still >= 1) &&
	    interval_share(rhythm->came[mark], rhythm->could[mark], &interval) == RGL_OK) {
		page_number(page, millionths(interval.low));
		page_number(page, millionths(interval.high));
		return;
	}
	page_number(page, millionths(1 - point.high));
	page_number(page, millionths(1 - point.low));
}

static void add_second(const struct rhythm *rhythm, struct page *page)
{
	page_table(page, "second_visit", "From the first visit to the second");
	page_column(page, "within_days", "within days", PAGE_COUNT);
	page_column(page, "could", "had the time", PAGE_COUNT);
	page_column(page, "came", "came", PAGE_COUNT);
	page_column(page, "share", "share", PAGE_SHARE | PAGE_BAR);
	page_column(page, "low", "at least", PAGE_SHARE | PAGE_SECONDARY);
	page_column(page, "high", "at most", PAGE_SHARE | PAGE_SECONDARY);
	for (size_t mark = 0; mark < RHYTHM_MARKS; mark++)
		add_second_row(rhythm, mark, page);
	page_note(page,
		  "Second visit: shares count each newcomer for as long as they could have come "
		  "(Kaplan-Meier), so they may differ from \"came\" of \"had the time\"; at "
		  "least and at most are a 95 %% interval.");
}

enum curve { CURVE_LOW, CURVE_SHARE, CURVE_HIGH };

static void add_curve(const struct rhythm_page *rhythm, int32_t days, enum curve curve,
		      struct page *page)
{
	for (int32_t day = 0; day < days; day++) {
		struct survival_point point = survival_at(&rhythm->rhythm->second, day);

		page_number(page, millionths(1 - (curve == CURVE_LOW	 ? point.high
						  : curve == CURVE_SHARE ? point.still
									 : point.low)));
	}
}

/* As far as enough newcomers were watched. */
static void add_chart(const struct rhythm_page *rhythm, struct page *page)
{
	int32_t days = rhythm->horizon + 1 < CURVE_DAYS ? rhythm->horizon + 1 : CURVE_DAYS;
	char label[16];

	if (days < 8 || rhythm->come <= 0)
		return;
	page_chart(page, PAGE_LINES, "second_visit_curve", "Newcomers who have come again",
		   "days after the first visit");
	for (int32_t day = 0; day < days; day++) {
		(void)snprintf(label, sizeof(label), "%d", day);
		page_label(page, label);
	}
	page_series(page, "low", "at least", PAGE_SHARE | PAGE_BAND_LOW);
	add_curve(rhythm, days, CURVE_LOW, page);
	page_series(page, "share", "have come again", PAGE_SHARE);
	add_curve(rhythm, days, CURVE_SHARE, page);
	page_series(page, "high", "at most", PAGE_SHARE | PAGE_BAND_HIGH);
	add_curve(rhythm, days, CURVE_HIGH, page);
}

static void add_next(const struct rhythm_page *rhythm, struct page *page)
{
	const int64_t *had = rhythm->rhythm->had[rhythm->window];
	const int64_t *again = rhythm->rhythm->again[rhythm->window];
	char title[80];

	(void)snprintf(title, sizeof(title), "Who comes again within %d days",
		       (int)RHYTHM_WINDOW_DAYS[rhythm->window]);
	page_table(page, "next_visit", title);
	page_column(page, "after", "after visit", PAGE_COUNT);
	page_column(page, "had", "members", PAGE_COUNT);
	page_column(page, "again", "came again", PAGE_COUNT);
	page_column(page, "share", "share", PAGE_SHARE | PAGE_BAR);
	page_column(page, "low", "at least", PAGE_SHARE | PAGE_SECONDARY);
	page_column(page, "high", "at most", PAGE_SHARE | PAGE_SECONDARY);
	for (int32_t visit = 0; visit < RHYTHM_VISITS && had[visit] > 0; visit++) {
		struct interval interval;

		page_row(page);
		page_number(page, visit + 1);
		page_number(page, had[visit]);
		page_number(page, again[visit]);
		if (had[visit] < RHYTHM_FEW ||
		    interval_share(again[visit], had[visit], &interval) < 0)
			continue;
		page_number(page, table_share(again[visit], had[visit], 1000000));
		page_number(page, millionths(interval.low));
		page_number(page, millionths(interval.high));
	}
}

static void add_gap_row(const char *name, const struct gaps *gaps, struct page *page)
{
	static const double QUARTERS[] = { 0.25, 0.5, 0.75 };

	page_row(page);
	page_text(page, name);
	page_number(page, gaps->count);
	for (size_t i = 0; gaps->count > 0 && i < 3; i++)
		page_number(page, gaps_quantile(gaps, QUARTERS[i]));
}

static void add_gaps(const struct rhythm *rhythm, struct page *page)
{
	char too_few[DECIMAL_ROOM];

	table_count(rhythm->too_few, too_few);
	page_table(page, "gaps", "Days between visits");
	page_column(page, "what", "", PAGE_TEXT);
	page_column(page, "count", "how many", PAGE_COUNT);
	page_column(page, "quarter_days", "a quarter up to", PAGE_COUNT);
	page_column(page, "median_days", "half up to", PAGE_COUNT);
	page_column(page, "three_quarters_days", "three quarters up to", PAGE_COUNT);
	add_gap_row("all gaps", &rhythm->all, page);
	add_gap_row("usual gap of regular members", &rhythm->usual[REGULAR], page);
	add_gap_row("usual gap of loose ones", &rhythm->usual[LOOSE], page);
	add_gap_row("usual gap of irregular ones", &rhythm->usual[IRREGULAR], page);
	page_note(page,
		  "Gaps: a member's gaps are regular where they spread by less than half of their "
		  "mean, irregular above nine tenths (as pure chance would). Of %s members with "
		  "two to three visits no rhythm is known.",
		  too_few);
}

void rhythm_add_tables(const struct rhythm_page *rhythm, struct page *page)
{
	add_second(rhythm->rhythm, page);
	add_chart(rhythm, page);
	add_next(rhythm, page);
	add_gaps(rhythm->rhythm, page);
}
