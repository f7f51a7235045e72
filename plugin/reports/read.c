/* read.c - see read.h. */
#include "plugin/reports/read.h"

#include <stdio.h>
#include <string.h>

#include "plugin/page/page.h"
#include "plugin/reports/reports.h"

static const struct report_kind KINDS[] = {
	{ "cohorts", "who keeps coming, by when they came first", report_cohorts,
	  REPORT_TAKES_PERIOD | REPORT_TAKES_CUT | REPORT_TAKES_WHERE | REPORT_TAKES_MEASURE },
	{ "value", "what members were worth, and will be", report_value,
	  REPORT_TAKES_TOP | REPORT_TAKES_CUT | REPORT_NEEDS_SCORES },
	{ "at-risk", "who is overdue, the dearest first", report_at_risk,
	  REPORT_TAKES_TOP | REPORT_NEEDS_SCORES },
	{ "segments", "best, loyal, new, drifting, lost: how many, and what they leave",
	  report_segments, REPORT_TAKES_TOP },
	{ "rhythm", "how long until the second visit, and between visits", report_rhythm, 0 },
	{ "new-vs-returning", "sales to new members, to returning ones and to others",
	  report_new_vs_returning, REPORT_TAKES_PERIOD | REPORT_TAKES_CUT | REPORT_TAKES_WHERE },
	{ "economics", "what keeping customers is worth here", report_economics,
	  REPORT_NEEDS_SCORES | REPORT_TAKES_COST },
	{ "forecast", "visits and sales of the next weeks", report_forecast, REPORT_NEEDS_SCORES },
	{ "staff", "how many of those served come back", report_staff, REPORT_TAKES_TOP },
	{ "alerts", "what the programme's limits found", report_alerts, 0 },
	{ "care", "how people are treated: complaints, moods, gestures, silent churn", report_care,
	  REPORT_TAKES_TOP | REPORT_NEEDS_SCORES },
};

#define KIND_COUNT (sizeof(KINDS) / sizeof(KINDS[0]))

const struct report_kind *report_kind_at(size_t i)
{
	return i < KIND_COUNT ? &KINDS[i] : NULL;
}

static void list_kinds(char *ret, size_t room)
{
	size_t length = 0;

	ret[0] = '\0';
	for (size_t i = 0; i < KIND_COUNT && length < room; i++)
		length += (size_t)snprintf(ret + length, room - length, "%s%s", i > 0 ? ", " : "",
					   KINDS[i].name);
}

rgl_rc report_kind_of(const char *name, const struct report_kind **ret, struct rgl_why *refusal)
{
	char names[200];

	for (size_t i = 0; i < KIND_COUNT; i++) {
		if (strcmp(name, KINDS[i].name) != 0)
			continue;
		*ret = &KINDS[i];
		return RGL_OK;
	}
	list_kinds(names, sizeof(names));
	return refuse_field(refusal, RGL_E_FIELD, "name", "there is no report %.40s; there are: %s",
			    name, names);
}

rgl_rc report_format_of(const char *name, enum view_format *ret, struct rgl_why *refusal)
{
	static const char *const FORMATS[] = { "table", "csv", "json", "html" };

	for (size_t i = 0; i < sizeof(FORMATS) / sizeof(FORMATS[0]); i++) {
		if (strcmp(name, FORMATS[i]) != 0)
			continue;
		*ret = (enum view_format)i;
		return RGL_OK;
	}
	return refuse_field(refusal, RGL_E_FIELD, "format",
			    "there is no format %.40s; there are: table, csv, json, html", name);
}

/* A bound; a day alone is its midnight, or the midnight after it. */
static rgl_rc read_bound(struct store *store, const char *text, const char *field, bool after,
			 int64_t *ret_ms)
{
	struct civil civil;
	enum written written;
	int64_t offset_ms;
	int64_t part_ms;
	size_t length;
	rgl_rc rc;

	if (text == NULL || text[0] == '\0')
		return RGL_OK;
	length = strlen(text);
	rc = civil_read(text, length, &civil, &part_ms, &offset_ms, &written);
	if (rc == RGL_OK && written == WRITTEN_DAY) {
		*ret_ms = zone_instant_ms(store->zone, civil_ms(&civil) + (after ? MS_A_DAY : 0));
		return RGL_OK;
	}
	rc = zone_read(store->zone, text, length, field, ret_ms, &store->refusal);
	return rc >= 0 ? RGL_OK
		       : refuse_field(&store->refusal, rc, field,
				      "%s is not a day; write it like 2026-11-21", field);
}

rgl_rc report_bounds(struct store *store, const char *from, const char *to, struct report *ret)
{
	int64_t from_ms = INT64_MIN;
	int64_t until_ms = INT64_MAX;
	rgl_rc rc;

	rc = read_bound(store, from, "from", false, &from_ms);
	if (rc == RGL_OK)
		rc = read_bound(store, to, "to", true, &until_ms);
	if (rc == RGL_OK && from_ms >= until_ms)
		rc = refuse_field(&store->refusal, RGL_E_FIELD, "from",
				  "from lies after to; the other way round there are days between");
	if (rc < 0)
		return rc;
	ret->wish.from_ms = from_ms;
	ret->wish.until_ms = until_ms;
	return RGL_OK;
}

struct view report_view(struct store *store, const struct report *report)
{
	return (struct view) {
		.format = report->format,
		.colour = report->colour,
		.columns = report->columns,
		.shop = store->shop.name,
		.zone_name = store->shop.zone_name,
		.zone = store->zone,
		.currency = store->shop.currency,
	};
}

/* What this report was asked for and has no answer to. */
static rgl_rc check_wish(const struct report *report, struct rgl_why *refusal)
{
	const struct report_kind *kind = report->kind;
	const struct {
		bool is_asked;
		unsigned int bit;
		const char *field;
	} asked[] = {
		{ report->wish.cut != CUT_NONE, REPORT_TAKES_CUT, "by" },
		{ report->wish.where != NULL, REPORT_TAKES_WHERE, "where" },
		{ report->measure != NULL, REPORT_TAKES_MEASURE, "show" },
		{ report->has_cost, REPORT_TAKES_COST, "cost" },
		{ report->wish.grain != GRAIN_MONTH, REPORT_TAKES_PERIOD, "period" },
	};

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		if (asked[i].is_asked && (kind->takes & asked[i].bit) == 0)
			return refuse_field(refusal, RGL_E_FIELD, asked[i].field,
					    "the report %s does not take %s; leave it out",
					    kind->name, asked[i].field);
	return RGL_OK;
}

rgl_rc report_write(struct store *store, const struct report *report, struct bytes *out)
{
	struct view view = report_view(store, report);
	struct page *page = NULL;
	rgl_rc rc = check_wish(report, &store->refusal);

	if (rc == RGL_OK)
		rc = page_open(store->host, report->kind->name, report->kind->title, &page,
			       &store->refusal);
	if (rc < 0)
		return rc;
	/* All that it reads is as of one moment, whatever tills sell meanwhile. */
	rc = store_look(store);
	if (rc == RGL_OK)
		rc = report->kind->make(store, report, page);
	store_looked(store);
	if (rc == RGL_OK)
		rc = page_render(page, &view, report->table, out, &store->refusal);
	page_close(page);
	if (rc == RGL_E_MEMORY && store->refusal.code != rc)
		refuse(&store->refusal, rc, "there is not enough memory for this report");
	return rc;
}
