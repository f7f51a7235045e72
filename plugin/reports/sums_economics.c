/* sums_economics.c - see sums_economics.h: what members leave is sorted into parts. */
#include "plugin/reports/sums_economics.h"

#include <math.h>

static const double MONTH_DAYS = 365.25 / 12;

const int32_t economics_ages[ECONOMICS_AGES] = { 12, 6, 3, 1 };

/* The longest of these of which the shop has two. */
static int32_t stretch_of(int32_t history)
{
	static const int32_t STRETCHES[] = { 365, 182, 91 };

	for (size_t i = 0; i < sizeof(STRETCHES) / sizeof(STRETCHES[0]); i++)
		if (history >= 2 * STRETCHES[i])
			return STRETCHES[i];
	return 0;
}

rgl_rc economics_open(const struct host *host, int32_t first_day, int32_t today,
		      struct economics *ret)
{
	int32_t quarter = period_of_day(GRAIN_QUARTER, first_day);
	int32_t last = period_of_day(GRAIN_QUARTER, today);

	*ret = (struct economics) { .host = host,
				    .today = today,
				    .stretch = stretch_of(today - first_day + 1),
				    .first_quarter = quarter,
				    .cohort_count = last < quarter ? 0 : last - quarter + 1 };
	ret->parts = host_new(host, ECONOMICS_GROUPS * sizeof(*ret->parts));
	ret->cohorts = host_new(host, ((size_t)ret->cohort_count + 1) * sizeof(*ret->cohorts));
	return ret->parts == NULL || ret->cohorts == NULL ? RGL_E_MEMORY : RGL_OK;
}

void economics_free(struct economics *economics)
{
	if (economics->host == NULL)
		return;
	host_free(economics->host, economics->parts);
	host_free(economics->host, economics->cohorts);
	economics->parts = NULL;
	economics->cohorts = NULL;
}

/* Months of a life that are over by the end of yesterday. */
static int32_t months_over(const struct economics *economics, int32_t first_day)
{
	double months = floor((economics->today - first_day) / MONTH_DAYS);

	return months > ECONOMICS_MONTHS ? ECONOMICS_MONTHS : (int32_t)months;
}

static int32_t month_of(int32_t first_day, int32_t day)
{
	return (int32_t)floor((day - first_day) / MONTH_DAYS);
}

static void add_first(struct economics_part *part, const struct economics_visit *visits,
		      size_t count)
{
	part->members += 1;
	part->first += visits[0].worth;
	for (size_t i = 1; i < count; i++) {
		part->later_visits += 1;
		part->later += visits[i].worth;
	}
}

static void add_kept(const struct economics *economics, struct economics_part *part,
		     const struct economics_visit *visits, size_t count)
{
	bool before = false;
	bool since = false;

	for (size_t i = 0; i < count; i++) {
		int32_t ago = economics->today - visits[i].day;

		if (ago < economics->stretch) {
			since = true;
			part->active_worth += visits[i].worth;
		} else if (ago < 2 * economics->stretch) {
			before = true;
		}
	}
	part->before += before;
	part->kept += before && since;
	part->active += since;
}

static void add_months(struct economics_part *part, struct economics_cohort *cohort, int32_t over,
		       const struct economics_visit *visits, size_t count)
{
	for (int32_t month = 0; month < over; month++)
		part->seen[month] += 1;
	for (size_t i = 0; i < count; i++) {
		int32_t month = month_of(visits[0].day, visits[i].day);

		if (month < over)
			part->came[month] += visits[i].worth;
		if (month < ECONOMICS_MONTHS)
			cohort->worth[month] += visits[i].worth;
	}
	cohort->over = cohort->members == 0 || over < cohort->over ? over : cohort->over;
	cohort->members++;
}

static void add_side(struct economics_side *side, int32_t months,
		     const struct economics_visit *visits, size_t count)
{
	double worth = 0;
	bool returned = false;

	for (size_t i = 0; i < count && month_of(visits[0].day, visits[i].day) < months; i++) {
		worth += visits[i].worth;
		returned = returned || i > 0;
	}
	side->members++;
	side->returned += returned;
	side->worth += worth;
	side->worth_squared += worth * worth;
}

void economics_add(struct economics *economics, bool is_referred,
		   const struct economics_visit *visits, size_t count)
{
	struct economics_part *part = &economics->parts[economics->members % ECONOMICS_GROUPS];
	struct economics_cohort *cohort;
	int32_t over;

	while (count > 0 && visits[count - 1].day > economics->today)
		count--;
	if (count == 0)
		return;
	over = months_over(economics, visits[0].day);
	cohort = &economics->cohorts[period_of_day(GRAIN_QUARTER, visits[0].day) -
				     economics->first_quarter];
	economics->members++;
	add_first(part, visits, count);
	add_kept(economics, part, visits, count);
	add_months(part, cohort, over, visits, count);
	for (size_t i = 0; i < ECONOMICS_AGES; i++)
		if (economics_ages[i] <= over)
			add_side(&economics->sides[is_referred][i], economics_ages[i], visits,
				 count);
}
