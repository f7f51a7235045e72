/* report_rhythm.c - how long until the second visit, and between visits; see reports.h.
 *
 * Two passes over the sales of members: their days (visits_read), and the hours of their sales.
 */
#include "plugin/insight/cells_clock.h"
#include "plugin/insight/sheaf.h"
#include "plugin/reports/report_end.h"
#include "plugin/reports/report_rhythm_parts.h"
#include "plugin/reports/reports.h"

#define MS_AN_HOUR INT64_C(3600000)

struct reading {
	struct rhythm *rhythm;
	struct report_days days;
};

static rgl_rc take_days(void *user, int64_t member, const struct visit_day *days, size_t count)
{
	const struct reading *reading = user;
	struct rhythm *rhythm = reading->rhythm;
	rgl_rc rc = RGL_OK;

	(void)member;
	if (days[0].day < reading->days.first)
		return RGL_OK;
	for (size_t i = 0; rc == RGL_OK && i < count; i++)
		rc = rhythm_visit(rhythm, days[i].day);
	return rc < 0 ? rc : rhythm_member(rhythm);
}

static void count_hour(struct clock *clock, int64_t at_ms, struct rhythm_page *page)
{
	int64_t local_ms = clock_local_ms(clock, at_ms);
	int32_t day = clock_day(local_ms);
	int64_t hour = (local_ms - (int64_t)day * MS_A_DAY) / MS_AN_HOUR;

	if (hour >= 0 && hour < 24)
		page->hours[((day + 3) % 7 + 7) % 7][hour]++;
}

/* Sales come by member, then time: the first tells whether the member is one of those asked for. */
static rgl_rc read_hours(struct store *store, const struct report_days *days,
			 struct rhythm_page *page)
{
	struct clock *clock = NULL;
	struct scan_sale sale;
	struct sheaf_scan scan;
	int64_t member = 0;
	bool counts = false;
	rgl_rc rc = clock_open(store->host, store->zone, &clock);

	if (rc < 0)
		return rc;
	scan = sheaf_scan_all(store);
	while (sheaf_scan_next(&scan, &sale)) {
		if (sale.is_refund || sale.at_ms >= days->until_ms)
			continue;
		if (sale.member != member)
			counts = sale.at_ms >= days->from_ms;
		member = sale.member;
		if (counts)
			count_hour(clock, sale.at_ms, page);
	}
	rc = sheaf_scan_end(&scan);
	clock_close(clock);
	return rc;
}

/* The day after which most of those who come again have come, of what can be told. */
static void find_day(struct rhythm_page *page)
{
	const struct survival *second = &page->rhythm->second;
	int64_t again = 0;

	page->remind = -1;
	page->horizon = survival_horizon(second, RHYTHM_FEW);
	if (page->horizon < 0)
		return;
	for (int32_t day = 0; day < second->room; day++)
		again += second->days[day].happened;
	page->come = 1 - survival_at(second, page->horizon).still;
	if (again >= RHYTHM_FEW && page->come > 0)
		page->remind = survival_quantile(second, RHYTHM_MOST * page->come).day;
}

/* The longer window, once it is over for enough. */
static size_t choose_window(const struct rhythm *rhythm)
{
	size_t window = RHYTHM_WINDOWS - 1;

	while (window > 0 && rhythm->had[window][0] < RHYTHM_FEW)
		window--;
	return window;
}

static rgl_rc count(struct store *store, const struct report_days *days, struct rhythm *rhythm,
		    struct rhythm_page *page)
{
	struct reading reading = { .rhythm = rhythm, .days = *days };
	rgl_rc rc = visits_read(store, days->until_ms, take_days, &reading);

	if (rc == RGL_OK)
		rc = read_hours(store, days, page);
	if (rc == RGL_E_RANGE)
		return refuse(&store->refusal, rc,
			      "sales of a member lie more than a hundred years apart; look for a "
			      "wrong date");
	return rc;
}

rgl_rc report_rhythm(struct store *store, const struct report *report, struct page *page)
{
	struct rhythm rhythm;
	struct rhythm_page rhythm_page = { .rhythm = &rhythm };
	struct report_days days;
	rgl_rc rc = report_days(store, &report->wish, &days);

	if (rc < 0)
		return rc;
	rhythm_init(&rhythm, store->host, days.last);
	rc = count(store, &days, &rhythm, &rhythm_page);
	if (rc == RGL_OK) {
		find_day(&rhythm_page);
		rhythm_page.window = choose_window(&rhythm);
		rhythm_say(&rhythm_page, page);
		report_days_note(&days, page);
	}
	if (rc == RGL_OK && rhythm.members > 0) {
		rhythm_add_tables(&rhythm_page, page);
		rhythm_add_clock(&rhythm_page, page);
	}
	rhythm_free(&rhythm);
	return rc;
}
