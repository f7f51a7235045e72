/* report_value_tables.c - see report_value.h. */
#include <stdio.h>

#include "plugin/reports/report_parts.h"
#include "plugin/reports/report_value.h"
#include "plugin/reports/sums_money.h"

void report_value_columns(const struct value_said *said, struct page *page)
{
	page_column(page, "members", "members", PAGE_COUNT);
	page_column(page, "worth", "worth so far", PAGE_MONEY | PAGE_BAR);
	page_column(page, "worth_share", "of all", PAGE_SHARE | PAGE_SECONDARY);
	page_column(page, "worth_each", "a member", PAGE_MONEY);
	if (said->people->scored == 0)
		return;
	page_column(page, "expected", "12 months to come", PAGE_MONEY | PAGE_SECONDARY);
	page_column(page, "expected_each", "to come, a member", PAGE_MONEY);
}

void report_value_cells(const struct value_said *said, const struct value_group *group,
			struct page *page)
{
	page_number(page, group->members);
	page_money(page, group->worth);
	page_share_of(page, group->worth, said->sums->all.worth);
	page_money(page, sums_per(group->worth, group->members));
	if (said->people->scored == 0)
		return;
	if (group->scored == 0) {
		page_nothing(page);
		page_nothing(page);
		return;
	}
	page_money(page, group->expected);
	page_money(page, sums_per(group->expected, group->scored));
}

static void add_tenths(const struct value_said *said, struct page *page)
{
	if (said->sums->all.members < VALUE_TENTHS)
		return;
	page_table(page, "tenths", "Tenths of the members, those worth most first");
	page_column(page, "tenth", "tenth", PAGE_COUNT);
	report_value_columns(said, page);
	for (size_t d = 0; d < VALUE_TENTHS; d++) {
		page_row(page);
		page_number(page, (int64_t)d + 1);
		report_value_cells(said, &said->sums->tenths[d], page);
	}
}

static void add_quarters(const struct value_said *said, struct page *page)
{
	const struct value_sums *sums = said->sums;
	char name[PERIOD_ROOM];

	page_table(page, "cohorts", "By quarter of first visit");
	page_column(page, "cohort", "first visit", PAGE_TEXT);
	report_value_columns(said, page);
	for (int32_t i = 0; i < sums->quarter_count; i++) {
		if (sums->quarters[i].members == 0)
			continue;
		period_write(GRAIN_QUARTER, sums->first_quarter + i, name);
		page_row(page);
		page_text(page, name);
		report_value_cells(said, &sums->quarters[i], page);
	}
}

static void add_chart(const struct value_said *said, struct page *page)
{
	const struct value_sums *sums = said->sums;
	char name[PERIOD_ROOM];

	if (sums->quarter_count < 2)
		return;
	page_chart(page, PAGE_STACKED, "a_member", "What a member was worth, and will be",
		   "quarter of first visit");
	for (int32_t i = 0; i < sums->quarter_count; i++) {
		period_write(GRAIN_QUARTER, sums->first_quarter + i, name);
		if (sums->quarters[i].members > 0)
			page_label(page, name);
	}
	page_series(page, "worth_each", "worth so far", PAGE_MONEY);
	for (int32_t i = 0; i < sums->quarter_count; i++)
		if (sums->quarters[i].members > 0)
			page_money(page,
				   sums_per(sums->quarters[i].worth, sums->quarters[i].members));
	if (said->people->scored == 0)
		return;
	page_series(page, "expected_each", "12 months to come", PAGE_MONEY);
	for (int32_t i = 0; i < sums->quarter_count; i++)
		if (sums->quarters[i].members > 0)
			page_money(page,
				   sums_per(sums->quarters[i].expected, sums->quarters[i].scored));
}

static void add_segments(const struct value_said *said, struct page *page)
{
	page_table(page, "segments", "By segment (regulars report segments says who is in each)");
	page_column(page, "segment", "segment", PAGE_TEXT);
	report_value_columns(said, page);
	for (enum segment segment = SEGMENT_BEST; segment < SEGMENTS; segment++) {
		if (said->segments[segment].members == 0)
			continue;
		page_row(page);
		page_text(page, segment_name(segment, said->people->count < SEGMENTS_SMALL));
		report_value_cells(said, &said->segments[segment], page);
	}
}

void report_value_tables(const struct value_said *said, struct page *page)
{
	if (said->people->count == 0)
		return;
	add_chart(said, page);
	add_tenths(said, page);
	add_quarters(said, page);
	add_segments(said, page);
}
