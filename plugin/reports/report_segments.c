/* report_segments.c - see reports.h: who is best, loyal, promising, new, drifting, lost. */
#include "plugin/reports/report_segments.h"

#include "plugin/reports/report_parts.h"
#include "plugin/reports/reports.h"

static void add_columns(const struct segments_said *said, struct page *page)
{
	page_table(page, "members", "Who is in which (all of them: --format csv --table members)");
	page_column(page, "member", "number", PAGE_ID | PAGE_SECONDARY);
	page_column(page, "name", "member", PAGE_TEXT);
	page_column(page, "segment", "segment", PAGE_TEXT);
	page_column(page, "purchases", "purchases", PAGE_COUNT);
	page_column(page, "last", "last visit", PAGE_DAY);
	page_column(page, "usual", "usual gap", PAGE_DAYS | PAGE_SECONDARY);
	page_column(page, "worth", "worth so far", PAGE_MONEY);
	if (said->people->scored > 0)
		page_column(page, "expected", "12 months to come", PAGE_MONEY);
}

static rgl_rc add_member(const struct segments_said *said, const struct person *person,
			 struct page *page)
{
	char name[LABEL_ROOM];
	rgl_rc rc = report_label(said->store, person->member, name);

	if (rc < 0)
		return rc;
	page_row(page);
	page_number(page, person->member);
	page_text(page, name);
	page_text(page, segment_name(segment_of(said->rules, person), said->rules->is_small));
	page_number(page, person->visits);
	page_number(page, person->last_day);
	if (person->days < 2)
		page_nothing(page);
	else
		page_number(page, segment_usual(said->rules, person));
	page_money(page, person->worth);
	if (said->people->scored == 0)
		return RGL_OK;
	if (person->is_scored)
		page_money(page, person->value);
	else
		page_nothing(page);
	return RGL_OK;
}

/* CSV has everybody who may be named; a person reads the first few, those worth most. */
static rgl_rc add_members(const struct segments_said *said, const struct report *report,
			  struct page *page)
{
	const struct person_list *list = &said->sums->by_worth;
	int64_t left = report->format == VIEW_CSV ? INT64_MAX : report->top;
	rgl_rc rc = RGL_OK;

	if (list->count == 0)
		return RGL_OK;
	add_columns(said, page);
	for (size_t i = 0; rc == RGL_OK && i < list->count && left > 0; i++) {
		if (list->at[i]->is_not_named)
			continue;
		rc = add_member(said, list->at[i], page);
		left--;
	}
	return rc;
}

static rgl_rc make_page(struct segments_said *said, const struct report *report, struct page *page)
{
	const struct people *people = said->people;
	struct segment_rules *rules = said->rules;
	rgl_rc rc =
		segment_rules_make(people->host, people->list, people->count, people->today, rules);

	for (size_t i = 0; rc == RGL_OK && i < people->count; i++)
		rc = value_group_add(&said->groups[segment_of(rules, &people->list[i])],
				     &people->list[i]);
	if (rc < 0)
		return rc;
	page_subtitle(page, "by how members come, against their own rhythm; net of refunds");
	report_segments_say(said, page);
	return add_members(said, report, page);
}

rgl_rc report_segments(struct store *store, const struct report *report, struct page *page)
{
	struct people people;
	struct value_sums sums = { 0 };
	struct segment_rules rules;
	struct value_group groups[SEGMENTS] = { 0 };
	struct segments_said said = { .store = store,
				      .people = &people,
				      .sums = &sums,
				      .rules = &rules,
				      .groups = groups,
				      .currency = &store->shop.currency };
	rgl_rc rc = report_is_of_all(report, &store->refusal);

	if (rc < 0)
		return rc;
	rc = people_read(store, &people);
	if (rc == RGL_OK)
		rc = value_sum(store->host, people.list, people.count, &sums);
	if (rc == RGL_OK)
		rc = make_page(&said, report, page);
	value_sums_free(&sums);
	people_free(&people);
	return rc;
}
