/* report_economics_tables.c - see report_economics.h. */
#include <stdio.h>

#include "plugin/reports/report_economics.h"
#include "plugin/reports/report_parts.h"

static void add_chart(const struct economics_said *said, int32_t months, struct page *page)
{
	char label[16];

	if (months < 2)
		return;
	page_chart(page, PAGE_LINES, "cumulative", "What a member has left by month of life",
		   "months since the first visit");
	for (int32_t month = 1; month <= months; month++) {
		(void)snprintf(label, sizeof(label), "%d", (int)month);
		page_label(page, label);
	}
	page_series(page, "worth", "left so far", PAGE_MONEY);
	for (int32_t month = 1; month <= months; month++)
		page_money(page,
			   economics_money(said,
					   economics_worth(said->economics, month, false).value));
	page_series(page, "low", "95 %: from", PAGE_MONEY | PAGE_BAND_LOW);
	for (int32_t month = 1; month <= months; month++)
		page_money(page, economics_money(
					 said, economics_worth(said->economics, month, false).low));
	page_series(page, "high", "to", PAGE_MONEY | PAGE_BAND_HIGH);
	for (int32_t month = 1; month <= months; month++)
		page_money(
			page,
			economics_money(said, economics_worth(said->economics, month, false).high));
	if (!said->has_cost)
		return;
	page_series(page, "cost", "cost to win one", PAGE_MONEY | PAGE_DASHED);
	for (int32_t month = 1; month <= months; month++)
		page_money(page, economics_money(said, said->cost));
}

static double members_seen(const struct economics *economics, int32_t month)
{
	double seen = 0;

	for (size_t i = 0; i < ECONOMICS_GROUPS; i++)
		seen += economics->parts[i].seen[month];
	return seen;
}

static void add_payback(const struct economics_said *said, int32_t months, struct page *page)
{
	double before = 0;

	page_table(page, "payback", "By month of life: what a member left");
	page_column(page, "month", "month", PAGE_COUNT);
	page_column(page, "members", "members", PAGE_COUNT);
	page_column(page, "worth", "in the month", PAGE_MONEY);
	page_column(page, "so_far", "so far", PAGE_MONEY | PAGE_BAR);
	page_column(page, "low", "95 %: from", PAGE_MONEY | PAGE_SECONDARY);
	page_column(page, "high", "to", PAGE_MONEY | PAGE_SECONDARY);
	for (int32_t month = 1; month <= months; month++) {
		struct estimate so_far = economics_worth(said->economics, month, false);
		struct money in_month = money_of(0);

		page_row(page);
		page_number(page, month);
		page_number(page, (int64_t)members_seen(said->economics, month - 1));
		/* Below zero where more was given back than sold. */
		if (money_of_major(so_far.value - before, said->currency, &in_month) < 0)
			page_nothing(page);
		else
			page_money(page, in_month);
		page_money(page, economics_money(said, so_far.value));
		page_money(page, economics_money(said, so_far.low));
		page_money(page, economics_money(said, so_far.high));
		before = so_far.value;
	}
}

/* What a cohort's members left within `months` months each, where these are over for all. */
static void add_within(const struct economics_said *said, const struct economics_cohort *cohort,
		       int32_t months, struct page *page)
{
	double worth = 0;

	if (cohort->over < months) {
		page_nothing(page);
		return;
	}
	for (int32_t month = 0; month < months; month++)
		worth += cohort->worth[month];
	page_money(page, economics_money(said, worth / (double)cohort->members));
}

static void add_cohort(const struct economics_said *said, int32_t quarter, struct page *page)
{
	const struct economics_cohort *cohort = &said->economics->cohorts[quarter];
	char name[PERIOD_ROOM];
	int32_t month;

	if (cohort->members == 0)
		return;
	period_write(GRAIN_QUARTER, said->economics->first_quarter + quarter, name);
	page_row(page);
	page_text(page, name);
	page_number(page, cohort->members);
	add_within(said, cohort, 1, page);
	add_within(said, cohort, 3, page);
	add_within(said, cohort, 6, page);
	add_within(said, cohort, 12, page);
	if (!said->has_cost)
		return;
	month = economics_cohort_payback(cohort, said->cost);
	if (month < 0)
		page_nothing(page);
	else
		page_number(page, month);
}

static void add_cohorts(const struct economics_said *said, struct page *page)
{
	page_table(page, "cohorts", "What a member left, by quarter of first visit");
	page_column(page, "cohort", "first visit", PAGE_TEXT);
	page_column(page, "members", "members", PAGE_COUNT);
	page_column(page, "month_1", "month 1", PAGE_MONEY | PAGE_HEAT);
	page_column(page, "month_3", "in 3", PAGE_MONEY | PAGE_HEAT);
	page_column(page, "month_6", "in 6", PAGE_MONEY | PAGE_HEAT);
	page_column(page, "month_12", "in 12", PAGE_MONEY | PAGE_HEAT);
	if (said->has_cost)
		page_column(page, "payback", "paid back in month", PAGE_COUNT);
	for (int32_t quarter = 0; quarter < said->economics->cohort_count; quarter++)
		add_cohort(said, quarter, page);
}

static void add_side(const struct economics_said *said, int side, int age, const char *name,
		     struct page *page)
{
	const struct economics_side *sums = &said->economics->sides[side][age];

	page_row(page);
	page_text(page, name);
	page_number(page, economics_ages[age]);
	page_number(page, sums->members);
	page_number(page, share_of(sums->returned, sums->members));
	page_money(page, economics_money(said, sums->worth / (double)sums->members));
}

static void add_referred(const struct economics_said *said, struct page *page)
{
	struct estimate difference;
	int age = economics_compare(said->economics, &difference);

	if (age < 0)
		return;
	page_table(page, "referred", "Brought by a member, and walked in");
	page_column(page, "who", "who", PAGE_TEXT);
	page_column(page, "months", "months of life", PAGE_COUNT);
	page_column(page, "members", "members", PAGE_COUNT);
	page_column(page, "returned", "came again", PAGE_SHARE);
	page_column(page, "worth", "left, a member", PAGE_MONEY);
	add_side(said, 1, age, "brought by a member", page);
	add_side(said, 0, age, "walked in", page);
}

void report_economics_tables(const struct economics_said *said, struct page *page)
{
	int32_t months = economics_months(said->economics);

	if (said->people->count == 0)
		return;
	if (months > 0) {
		add_chart(said, months, page);
		add_payback(said, months, page);
	}
	if (months > 0)
		add_cohorts(said, page);
	add_referred(said, page);
	report_economics_chain_table(said, page);
}
