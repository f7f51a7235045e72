/* report_value.c - see reports.h: what members were worth, and are expected to be. */
#include "plugin/reports/report_value.h"

#include "plugin/reports/people_groups.h"
#include "plugin/reports/report_parts.h"
#include "plugin/reports/reports.h"

static void add_columns(const struct people *people, struct page *page)
{
	page_table(page, "members", "Who was worth most");
	page_column(page, "member", "number", PAGE_ID | PAGE_SECONDARY);
	page_column(page, "name", "member", PAGE_TEXT);
	page_column(page, "purchases", "purchases", PAGE_COUNT);
	page_column(page, "first", "first visit", PAGE_DAY | PAGE_SECONDARY);
	page_column(page, "last", "last visit", PAGE_DAY);
	page_column(page, "worth", "worth so far", PAGE_MONEY);
	if (people->scored == 0)
		return;
	page_column(page, "expected", "12 months to come", PAGE_MONEY);
	page_column(page, "expected_low", "from", PAGE_MONEY | PAGE_SECONDARY);
	page_column(page, "expected_high", "to", PAGE_MONEY | PAGE_SECONDARY);
	page_column(page, "alive", "still a customer", PAGE_SHARE);
	page_column(page, "again", "comes within a year", PAGE_SHARE | PAGE_SECONDARY);
}

static void add_expected(const struct person *person, struct page *page)
{
	if (!person->is_scored) {
		for (int i = 0; i < 5; i++)
			page_nothing(page);
		return;
	}
	page_money(page, person->value);
	page_money(page, person->low);
	page_money(page, person->high);
	page_number(page, person->alive);
	page_number(page, person->again);
}

static rgl_rc add_members(const struct value_said *said, int64_t top, struct page *page)
{
	const struct person_list *list = &said->sums->by_worth;
	char name[LABEL_ROOM];
	rgl_rc rc = RGL_OK;

	if (list->count == 0)
		return RGL_OK;
	add_columns(said->people, page);
	for (size_t i = 0; i < list->count && top > 0; i++) {
		const struct person *person = list->at[i];

		if (person->is_not_named)
			continue;
		top--;
		rc = report_label(said->store, person->member, name);
		if (rc < 0)
			return rc;
		page_row(page);
		page_number(page, person->member);
		page_text(page, name);
		page_number(page, person->visits);
		page_number(page, person->first_day);
		page_number(page, person->last_day);
		page_money(page, person->worth);
		if (said->people->scored > 0)
			add_expected(person, page);
	}
	return rc;
}

static rgl_rc add_up_segments(const struct people *people, struct value_group segments[SEGMENTS])
{
	struct segment_rules rules;
	rgl_rc rc = segment_rules_make(people->host, people->list, people->count, people->today,
				       &rules);

	for (size_t i = 0; rc == RGL_OK && i < people->count; i++)
		rc = value_group_add(&segments[segment_of(&rules, &people->list[i])],
				     &people->list[i]);
	return rc;
}

/* By the cut that was asked for: those worth most first. */
static rgl_rc add_groups(const struct value_said *said, enum cut cut, struct page *page)
{
	struct people_groups groups;
	rgl_rc rc;

	if (cut == CUT_NONE || said->people->count == 0)
		return RGL_OK;
	rc = people_groups_read(said->store, said->people, cut, &groups);
	if (rc == RGL_OK) {
		page_table(page, "groups", "By what was asked for");
		page_column(page, "group", cut_name(cut), PAGE_TEXT);
		report_value_columns(said, page);
	}
	for (size_t i = 0; rc == RGL_OK && i < groups.count; i++) {
		page_row(page);
		page_text(page, groups.names[i]);
		report_value_cells(said, &groups.sums[i], page);
	}
	people_groups_free(&groups);
	return rc;
}

static rgl_rc make_page(const struct value_said *said, const struct report *report,
			struct page *page)
{
	rgl_rc rc;

	page_subtitle(page, "in %s, net of refunds",
		      said->people->count == 0 ? "money" : worth_basis_name(said->people->basis));
	report_value_say(said, page);
	rc = add_members(said, report->top, page);
	if (rc == RGL_OK)
		rc = add_groups(said, report->wish.cut, page);
	if (rc == RGL_OK)
		report_value_tables(said, page);
	report_value_models(said->people, page);
	return rc;
}

rgl_rc report_value(struct store *store, const struct report *report, struct page *page)
{
	struct value_group segments[SEGMENTS] = { 0 };
	struct people people;
	struct value_sums sums = { 0 };
	struct risk_sums risk = { 0 };
	const struct value_said said = { .store = store,
					 .people = &people,
					 .sums = &sums,
					 .risk = &risk,
					 .segments = segments,
					 .currency = &store->shop.currency };
	rgl_rc rc = report_is_of_all(report, &store->refusal);

	if (rc < 0)
		return rc;
	rc = people_read(store, &people);
	if (rc == RGL_OK)
		rc = value_sum(store->host, people.list, people.count, &sums);
	if (rc == RGL_OK)
		rc = risk_sum(store->host, people.list, people.count, people.today, &risk);
	if (rc == RGL_OK)
		rc = add_up_segments(&people, segments);
	if (rc == RGL_OK)
		rc = make_page(&said, report, page);
	risk_sums_free(&risk);
	value_sums_free(&sums);
	people_free(&people);
	return rc;
}
