/* read.c - see read.h. */
#include "plugin/insight/read.h"

#include <string.h>

#include "plugin/insight/alerts.h"
#include "plugin/insight/cohorts.h"
#include "plugin/insight/render_cohorts.h"
#include "plugin/insight/render_value.h"
#include "plugin/insight/value.h"
#include "plugin/store/query.h"

rgl_rc report_kind_of(const char *name, enum report_kind *ret, struct rgl_why *refusal)
{
	if (strcmp(name, "cohorts") == 0)
		*ret = REPORT_COHORTS;
	else if (strcmp(name, "value") == 0)
		*ret = REPORT_VALUE;
	else if (strcmp(name, "alerts") == 0)
		*ret = REPORT_ALERTS;
	else
		return refuse_field(refusal, RGL_E_FIELD, "name",
				    "there is no report %.40s; there are: cohorts, value, alerts",
				    name);
	return RGL_OK;
}

rgl_rc report_format_of(const char *name, enum view_format *ret, struct rgl_why *refusal)
{
	if (strcmp(name, "table") == 0)
		*ret = VIEW_TABLE;
	else if (strcmp(name, "csv") == 0)
		*ret = VIEW_CSV;
	else if (strcmp(name, "json") == 0)
		*ret = VIEW_JSON;
	else
		return refuse_field(refusal, RGL_E_FIELD, "format",
				    "there is no format %.40s; there are: table, csv, json", name);
	return RGL_OK;
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

	if (text == NULL || text[0] == '\0')
		return RGL_OK;
	length = strlen(text);
	if (civil_read(text, length, &civil, &part_ms, &offset_ms, &written) < 0 ||
	    written != WRITTEN_DAY)
		return zone_read(store->zone, text, length, field, ret_ms, &store->refusal);
	*ret_ms = zone_instant_ms(store->zone, civil_ms(&civil) + (after ? MS_A_DAY : 0));
	return RGL_OK;
}

rgl_rc report_bounds(struct store *store, const char *from, const char *to, struct report *ret)
{
	int64_t from_ms = INT64_MIN;
	int64_t until_ms = INT64_MAX;
	rgl_rc rc;

	rc = read_bound(store, from, "from", false, &from_ms);
	if (rc == RGL_OK)
		rc = read_bound(store, to, "to", true, &until_ms);
	if (rc < 0)
		return rc;
	ret->from_ms = from_ms;
	ret->until_ms = until_ms;
	return RGL_OK;
}

static int32_t month_of(struct store *store, int64_t at_ms)
{
	struct civil civil = zone_civil(store->zone, at_ms);

	return (civil.year - 1970) * 12 + civil.month - 1;
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

static struct value_sale read_sale(struct query *q)
{
	struct value_sale sale = { 0 };

	sale.member = query_int(q);
	sale.at_ms = query_int(q);
	sale.net = query_money(q);
	sale.cost_known = !query_is_null(q);
	sale.cost = query_money(q);
	sale.visit = query_int(q) == 0;
	return sale;
}

/* Hands each sale to one of the two counters. */
static rgl_rc feed(struct store *store, const struct report *report, struct cohorts *cohorts,
		   struct value *value)
{
	struct query q = query(store, STATEMENT_REPORT_SALES);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, report->from_ms);
	query_bind_int(&q, report->until_ms);
	while (rc == RGL_OK && query_row(&q)) {
		struct value_sale sale = read_sale(&q);

		if (value != NULL)
			rc = value_add(value, &sale, &store->refusal);
		else if (sale.member != 0)
			rc = cohorts_add(cohorts, sale.member, month_of(store, sale.at_ms),
					 sale.net, sale.visit, &store->refusal);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

static rgl_rc write_cohorts(struct store *store, const struct report *report, struct bytes *out)
{
	struct view view = report_view(store, report);
	struct cohorts *cohorts = NULL;
	struct triangle triangle;
	rgl_rc rc;

	rc = cohorts_open(store->host, &cohorts, &store->refusal);
	if (rc < 0)
		return rc;
	rc = feed(store, report, cohorts, NULL);
	if (rc == RGL_OK)
		rc = cohorts_finish(cohorts, month_of(store, host_now_ms(store->host)), &triangle,
				    &store->refusal);
	if (rc == RGL_OK) {
		rc = render_cohorts(&triangle, &view, out);
		triangle_free(&triangle);
	}
	cohorts_close(cohorts);
	return rc;
}

static rgl_rc read_name(struct store *store, int64_t id, char ret[RGL_TEXT_MAX + 1])
{
	struct query q = query(store, STATEMENT_MEMBER_NAME);

	query_bind_int(&q, id);
	ret[0] = '\0';
	if (query_row(&q))
		query_text(&q, ret, RGL_TEXT_MAX + 1);
	return query_end(&q);
}

/* The names of the first members, in memory of ours: pointers first, then the texts. */
static rgl_rc write_named(struct store *store, const struct report *report,
			  const struct value_report *figures, struct bytes *out)
{
	struct view view = report_view(store, report);
	int64_t count = report->top < figures->members ? report->top : figures->members;
	const size_t room = RGL_TEXT_MAX + 1;
	const char **names;
	char *texts;
	rgl_rc rc = RGL_OK;

	names = host_new(store->host, (size_t)(count + 1) * (sizeof(*names) + room));
	if (names == NULL)
		return refuse(&store->refusal, RGL_E_MEMORY, "there is not enough memory");
	texts = (char *)(names + count + 1);
	for (int64_t i = 0; rc == RGL_OK && i < count; i++) {
		names[i] = texts + (size_t)i * room;
		rc = read_name(store, figures->list[i].id, texts + (size_t)i * room);
	}
	if (rc == RGL_OK)
		rc = render_value(figures, &(struct value_names) { names, count }, &view, out);
	host_free(store->host, names);
	return rc;
}

static rgl_rc write_value(struct store *store, const struct report *report, struct bytes *out)
{
	struct value_report figures;
	struct value *value = NULL;
	rgl_rc rc;

	rc = value_open(store->host, &value, &store->refusal);
	if (rc < 0)
		return rc;
	rc = feed(store, report, NULL, value);
	if (rc == RGL_OK)
		rc = value_finish(value, &figures, &store->refusal);
	if (rc == RGL_OK)
		rc = write_named(store, report, &figures, out);
	value_close(value);
	return rc;
}

struct alerts {
	struct view view;
	struct bytes *out;
	int64_t count;
	int64_t refused;
};

static rgl_rc take_alert(void *user, const struct alert *alert)
{
	struct alerts *alerts = user;

	render_alert(alert, alerts->count, &alerts->view, alerts->out);
	alerts->count++;
	alerts->refused += alert->refused;
	return bytes_rc(alerts->out);
}

static rgl_rc write_alerts(struct store *store, const struct report *report, struct bytes *out)
{
	struct alerts alerts = { .view = report_view(store, report), .out = out };
	rgl_rc rc;

	render_alerts_begin(&alerts.view, out);
	rc = alerts_read(store, report->from_ms, report->until_ms, take_alert, &alerts);
	if (rc < 0)
		return rc;
	render_alerts_end(alerts.count, alerts.refused, &alerts.view, out);
	return bytes_rc(out);
}

rgl_rc report_write(struct store *store, const struct report *report, struct bytes *out)
{
	rgl_rc rc = RGL_OK;

	switch (report->kind) {
	case REPORT_COHORTS:
		rc = write_cohorts(store, report, out);
		break;
	case REPORT_VALUE:
		rc = write_value(store, report, out);
		break;
	case REPORT_ALERTS:
		rc = write_alerts(store, report, out);
		break;
	}
	if (rc == RGL_E_MEMORY && store->refusal.code != rc)
		refuse(&store->refusal, rc, "there is not enough memory for this report");
	return rc;
}
