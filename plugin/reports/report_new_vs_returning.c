/* report_new_vs_returning.c - who the sales went to: new members, returning ones, others; see
 * reports.h. */
#include "plugin/reports/report_returning_parts.h"
#include "plugin/reports/reports.h"
#include "plugin/reports/sums_money.h"
#include "plugin/reports/sums_returning.h"

#define PERIODS_SHOWN 36 /* to a person; programs get all */

/* A kind's columns: how many members, then purchases, net sales, their share of all, a purchase. */
enum { COLUMNS = 5 };
static const struct {
	const char *key;
	const char *title;
	int unit;
} TITLES[RETURNING_KINDS][COLUMNS] = {
	[NEW_MEMBERS] = { { "new_members", "new", PAGE_COUNT },
			  { "new_purchases", "purchases of new", PAGE_COUNT | PAGE_SECONDARY },
			  { "new_net", "net to new", PAGE_MONEY },
			  { "new_share", "new, share", PAGE_SHARE },
			  { "new_ticket", "ticket of new", PAGE_MONEY | PAGE_SECONDARY } },
	[RETURNING_MEMBERS] = { { "returning_members", "returning", PAGE_COUNT },
				{ "returning_purchases", "purchases of returning",
				  PAGE_COUNT | PAGE_SECONDARY },
				{ "returning_net", "net to returning", PAGE_MONEY },
				{ "returning_share", "returning, share", PAGE_SHARE },
				{ "returning_ticket", "ticket of returning",
				  PAGE_MONEY | PAGE_SECONDARY } },
	[NO_MEMBER] = { { NULL, NULL, 0 },
			{ "nobody_purchases", "purchases without", PAGE_COUNT | PAGE_SECONDARY },
			{ "nobody_net", "net without", PAGE_MONEY },
			{ "nobody_share", "without, share", PAGE_SHARE },
			{ "nobody_ticket", "ticket without", PAGE_MONEY | PAGE_SECONDARY } },
};

rgl_rc returning_total(const struct returning_sums *sums, struct figures *ret)
{
	struct figures total = sums->of[0];
	rgl_rc rc = RGL_OK;

	for (size_t kind = 1; rc == RGL_OK && kind < RETURNING_KINDS; kind++)
		rc = figures_add(&total, &sums->of[kind]);
	if (rc == RGL_OK)
		*ret = total;
	return rc;
}

bool returning_share(const struct returning_sums *sums, enum returning_kind kind, int64_t *ret)
{
	struct figures total = { 0 };

	if (returning_total(sums, &total) < 0 || money_sign(total.net) <= 0)
		return false;
	for (size_t i = 0; i < RETURNING_KINDS; i++)
		if (money_sign(sums->of[i].net) < 0)
			return false;
	*ret = sums_share(sums_minor(sums->of[kind].net), sums_minor(total.net));
	return true;
}

static rgl_rc add_sums(struct returning_sums *into, const struct returning_sums *more)
{
	rgl_rc rc = RGL_OK;

	for (size_t kind = 0; rc == RGL_OK && kind < RETURNING_KINDS; kind++)
		rc = figures_add(&into->of[kind], &more->of[kind]);
	return rc;
}

static rgl_rc sum_group(struct returning *returning, size_t group)
{
	const struct triangle *triangle = &returning->triangles.of[group];
	rgl_rc rc = RGL_OK;

	for (int32_t i = 0; rc == RGL_OK && i < returning->count; i++) {
		struct returning_sums sums = { 0 };

		rc = returning_sum(triangle, returning->begin + i, &sums.of[NEW_MEMBERS],
				   &sums.of[RETURNING_MEMBERS]);
		if (rc == RGL_OK)
			rc = add_sums(&returning->groups[group], &sums);
		if (rc == RGL_OK)
			rc = add_sums(&returning->by_period[i], &sums);
	}
	return rc;
}

static rgl_rc sum_all(struct returning *returning)
{
	rgl_rc rc = RGL_OK;

	for (size_t group = 0; rc == RGL_OK && group < returning->triangles.cells.group_count;
	     group++)
		rc = sum_group(returning, group);
	for (int32_t i = 0; rc == RGL_OK && i < returning->count; i++) {
		returning->by_period[i].of[NO_MEMBER] =
			*triangles_nobody(&returning->triangles, returning->begin + i);
		rc = add_sums(&returning->all, &returning->by_period[i]);
	}
	return rc;
}

static void add_columns(size_t kinds, struct page *page)
{
	for (size_t kind = 0; kind < kinds; kind++)
		for (size_t i = 0; i < COLUMNS; i++)
			if (TITLES[kind][i].key != NULL)
				page_column(page, TITLES[kind][i].key, TITLES[kind][i].title,
					    TITLES[kind][i].unit);
}

static void add_kind(const struct returning_sums *sums, enum returning_kind kind, bool is_over,
		     struct page *page)
{
	const struct figures *figures = &sums->of[kind];
	int64_t share = 0;

	if (kind != NO_MEMBER) {
		page_number(page, figures->members);
		if (!is_over)
			page_unfinished(page);
	}
	page_number(page, figures->visits);
	page_money(page, figures->net);
	if (!is_over)
		page_unfinished(page);
	if (returning_share(sums, kind, &share))
		page_number(page, share);
	else
		page_nothing(page);
	if (figures->visits > 0)
		page_money(page, sums_per(figures->net, figures->visits));
	else
		page_nothing(page);
}

static void add_periods(const struct returning *returning, struct page *page)
{
	const struct report *report = returning->report;
	bool is_for_people = report->format == VIEW_TABLE || report->format == VIEW_HTML;
	int32_t from = 0;
	char name[PERIOD_ROOM];

	if (is_for_people && returning->count > PERIODS_SHOWN)
		from = returning->count - PERIODS_SHOWN;
	page_table(page, "periods", "Who the sales went to");
	page_column(page, "period", period_name(report->wish.grain), PAGE_TEXT);
	add_columns(RETURNING_KINDS, page);
	for (int32_t i = from; i < returning->count; i++) {
		period_write(report->wish.grain, returning->triangles.first + returning->begin + i,
			     name);
		page_row(page);
		page_text(page, name);
		for (size_t kind = 0; kind < RETURNING_KINDS; kind++)
			add_kind(&returning->by_period[i], (enum returning_kind)kind,
				 i < returning->over, page);
	}
	if (from > 0)
		page_note(page, "Not shown: %d older %ss; --format csv has all.", from,
			  period_name(report->wish.grain));
}

static void add_chart(const struct returning *returning, struct page *page)
{
	static const char *const NAMES[RETURNING_KINDS][2] = {
		{ "new", "to new members" },
		{ "returning", "to returning members" },
		{ "nobody", "without a member" },
	};
	const enum grain grain = returning->report->wish.grain;
	int32_t from = returning->count > PERIODS_SHOWN ? returning->count - PERIODS_SHOWN : 0;
	char name[PERIOD_ROOM];

	if (returning->count < 2)
		return;
	page_chart(page, PAGE_STACKED, "sales", "Net sales", period_name(grain));
	for (int32_t i = from; i < returning->count; i++) {
		period_write(grain, returning->triangles.first + returning->begin + i, name);
		page_label(page, name);
	}
	for (size_t kind = 0; kind < RETURNING_KINDS; kind++) {
		page_series(page, NAMES[kind][0], NAMES[kind][1], PAGE_MONEY);
		for (int32_t i = from; i < returning->count; i++) {
			page_money(page, returning->by_period[i].of[kind].net);
			if (i >= returning->over)
				page_unfinished(page);
		}
	}
}

/* Sales without a member are in no group, so shares are of what went to members. Members of a group
 * would count once a period there: they are left out, but for new ones, who are new once. */
static void add_groups(const struct returning *returning, struct page *page)
{
	page_table(page, "groups", "By what members began with");
	page_column(page, "group", cut_name(returning->report->wish.cut), PAGE_TEXT);
	page_column(page, "new_members", "new", PAGE_COUNT);
	page_column(page, "new_net", "net to new", PAGE_MONEY);
	page_column(page, "returning_net", "net to returning", PAGE_MONEY);
	page_column(page, "returning_share", "returning, of both", PAGE_SHARE | PAGE_BAR);
	for (size_t i = 0; i < returning->triangles.cells.group_count; i++) {
		const char *name = returning->triangles.cells.groups[i].name;
		const struct returning_sums *sums = &returning->groups[i];
		int64_t share = 0;

		page_row(page);
		page_text(page, name);
		page_number(page, sums->of[NEW_MEMBERS].members);
		page_money(page, sums->of[NEW_MEMBERS].net);
		page_money(page, sums->of[RETURNING_MEMBERS].net);
		if (returning_share(sums, RETURNING_MEMBERS, &share))
			page_number(page, share);
		else
			page_nothing(page);
	}
}

static rgl_rc make(struct returning *returning, struct page *page)
{
	const struct host *host = returning->triangles.host;
	const struct triangles *triangles = &returning->triangles;
	rgl_rc rc = RGL_E_MEMORY;

	returning->begin = triangles->begin;
	returning->count = triangles->count - triangles->begin;
	returning->by_period =
		host_new(host, ((size_t)returning->count + 1) * sizeof(struct returning_sums));
	returning->groups =
		host_new(host, (triangles->cells.group_count + 1) * sizeof(struct returning_sums));
	if (returning->by_period == NULL || returning->groups == NULL)
		goto out;
	rc = sum_all(returning);
	if (rc < 0)
		goto out;
	page_subtitle(page, "net of refunds; new: members whose first visit was in that %s",
		      period_name(returning->report->wish.grain));
	if (returning->all.of[NO_MEMBER].visits + returning->all.of[NEW_MEMBERS].visits +
		    returning->all.of[RETURNING_MEMBERS].visits >
	    0) {
		if (returning->report->wish.cut != CUT_NONE)
			add_groups(returning, page);
		add_periods(returning, page);
		add_chart(returning, page);
	}
	returning_say(returning, page);
out:
	host_free(host, returning->by_period);
	host_free(host, returning->groups);
	return rc;
}

rgl_rc report_new_vs_returning(struct store *store, const struct report *report, struct page *page)
{
	struct returning returning = { .report = report, .shop = &store->shop };
	rgl_rc rc = triangles_read(store, &report->wish, &returning.triangles);

	if (rc < 0)
		return rc;
	returning.over = returning.triangles.over - returning.triangles.begin;
	rc = make(&returning, page);
	triangles_free(&returning.triangles);
	return rc;
}
