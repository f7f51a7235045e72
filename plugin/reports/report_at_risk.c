/* report_at_risk.c - see reports.h: who is overdue against their own rhythm, the dearest first. */
#include "plugin/reports/report_at_risk.h"

#include "plugin/reports/report_parts.h"
#include "plugin/reports/reports.h"
#include "plugin/store/query.h"

/* Who came once has a shorter list: there is less to say of them. */
enum { ONCE_TOP = 10 };

static rgl_rc read_sales(struct store *store, const struct person *person, struct last_visit *visit)
{
	struct query q = query(store, STATEMENT_LAST_VISIT);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;
	bool is_first = true;

	query_bind_int(&q, person->member);
	query_bind_int(&q, period_day_ms(store->zone, person->last_day));
	query_bind_int(&q, period_day_ms(store->zone, person->last_day + 1));
	while (rc == RGL_OK && query_row(&q)) {
		struct money paid;
		bool undone;

		paid = query_money(&q);
		undone = query_int(&q) != 0;
		visit->undone = visit->undone || undone;
		if (undone)
			continue;
		rc = money_add(visit->paid, paid, &visit->paid);
		if (is_first) {
			query_text(&q, visit->cashier, sizeof(visit->cashier));
			query_text(&q, visit->mostly, sizeof(visit->mostly));
		}
		is_first = false;
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

static rgl_rc read_refunds(struct store *store, const struct person *person,
			   struct last_visit *visit)
{
	struct query q = query(store, STATEMENT_LAST_VISIT_REFUNDS);

	query_bind_int(&q, person->member);
	query_bind_int(&q, period_day_ms(store->zone, person->last_day));
	if (query_row(&q)) {
		visit->refund = query_money(&q);
		visit->refund_day = period_day(store->zone, query_int(&q));
	}
	return query_end(&q);
}

static rgl_rc add_story(struct store *store, const struct person *person, struct page *page)
{
	struct last_visit visit = { .day = person->last_day };
	char story[STORY_ROOM];
	rgl_rc rc = read_sales(store, person, &visit);

	if (rc == RGL_OK)
		rc = read_refunds(store, person, &visit);
	if (rc < 0)
		return rc;
	last_visit_write(&visit, &store->shop.currency, story);
	page_text(page, story);
	return RGL_OK;
}

static rgl_rc add_name(struct store *store, const struct person *person, struct page *page)
{
	char name[LABEL_ROOM];
	rgl_rc rc = report_label(store, person->member, name);

	if (rc < 0)
		return rc;
	page_row(page);
	page_number(page, person->member);
	page_text(page, name);
	return RGL_OK;
}

static rgl_rc add_overdue(const struct risk_said *said, int64_t top, struct page *page)
{
	const struct person_list *list = &said->sums->overdue;
	rgl_rc rc = RGL_OK;

	page_table(page, "overdue", "Overdue against their own rhythm, the dearest first");
	page_column(page, "member", "number", PAGE_ID | PAGE_SECONDARY);
	page_column(page, "name", "member", PAGE_TEXT);
	page_column(page, "usual", "usual gap", PAGE_DAYS);
	page_column(page, "last", "last visit", PAGE_DAY | PAGE_SECONDARY);
	page_column(page, "over", "late by", PAGE_DAYS);
	page_column(page, "alive", "still a customer", PAGE_SHARE);
	page_column(page, "loss", "at stake", PAGE_MONEY | PAGE_BAR);
	page_column(page, "story", "the last visit", PAGE_TEXT);
	for (size_t i = 0; rc == RGL_OK && i < list->count && (int64_t)i < top; i++) {
		const struct person *person = list->at[i];

		rc = add_name(said->store, person, page);
		if (rc < 0)
			return rc;
		page_number(page, person->usual_days);
		page_number(page, person->last_day);
		page_number(page, risk_days_over(person, said->people->today));
		page_number(page, person->alive);
		page_money(page, person->loss);
		rc = add_story(said->store, person, page);
	}
	return rc;
}

/* What is at stake by how late they are: whether to hurry. */
static rgl_rc add_chart(const struct risk_said *said, struct page *page)
{
	static const char *const TITLES[] = { "a week", "two weeks", "four weeks", "eight weeks",
					      "longer" };
	static const int64_t UNTIL[] = { 70, 140, 280, 560 }; /* tenths of days */
	enum { STRETCHES = sizeof(TITLES) / sizeof(TITLES[0]) };
	const struct person_list *list = &said->sums->overdue;
	struct money sums[STRETCHES] = { { 0 } };
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < list->count; i++) {
		int64_t over = risk_days_over(list->at[i], said->people->today);
		size_t at = 0;

		while (at < STRETCHES - 1 && over > UNTIL[at])
			at++;
		rc = money_add(sums[at], list->at[i]->loss, &sums[at]);
	}
	if (rc < 0)
		return refuse(&said->store->refusal, rc,
			      "what is at stake adds up to more than can be counted");
	page_chart(page, PAGE_BARS, "late", "What is at stake, by how late they are",
		   "late by up to");
	for (size_t i = 0; i < STRETCHES; i++)
		page_label(page, TITLES[i]);
	page_series(page, "loss", "at stake", PAGE_MONEY);
	for (size_t i = 0; i < STRETCHES; i++)
		page_money(page, sums[i]);
	return RGL_OK;
}

static rgl_rc add_once(const struct risk_said *said, int64_t top, struct page *page)
{
	const struct person_list *list = &said->sums->once;
	rgl_rc rc = RGL_OK;

	page_table(page, "once", "Came once, and the second visit is late: those worth most");
	page_column(page, "member", "number", PAGE_ID | PAGE_SECONDARY);
	page_column(page, "name", "member", PAGE_TEXT);
	page_column(page, "since", "since the visit", PAGE_DAYS);
	page_column(page, "worth", "worth", PAGE_MONEY);
	page_column(page, "story", "the visit", PAGE_TEXT);
	for (size_t i = 0; rc == RGL_OK && i < list->count && (int64_t)i < top && i < ONCE_TOP;
	     i++) {
		const struct person *person = list->at[i];

		rc = add_name(said->store, person, page);
		if (rc < 0)
			return rc;
		page_number(page, ((int64_t)said->people->today - person->last_day) * 10);
		page_money(page, person->worth);
		rc = add_story(said->store, person, page);
	}
	return rc;
}

rgl_rc report_at_risk(struct store *store, const struct report *report, struct page *page)
{
	struct people people;
	struct risk_sums sums = { 0 };
	const struct risk_said said = { store, &people, &sums, &store->shop.currency,
					report->top < 0 ? 0 : (size_t)report->top };
	rgl_rc rc = report_is_of_all(report, &store->refusal);

	if (rc < 0)
		return rc;
	rc = people_read(store, &people);
	if (rc == RGL_OK)
		rc = risk_sum(store->host, people.list, people.count, people.today, &sums);
	if (rc == RGL_OK) {
		page_subtitle(page, "members who are late against their own rhythm, by what is at "
				    "stake with them");
		report_at_risk_say(&said, page);
	}
	if (rc == RGL_OK && sums.overdue.count > 0)
		rc = add_overdue(&said, report->top, page);
	if (rc == RGL_OK && sums.overdue.count > 1)
		rc = add_chart(&said, page);
	if (rc == RGL_OK && sums.once.count > 0)
		rc = add_once(&said, report->top, page);
	risk_sums_free(&sums);
	people_free(&people);
	return rc;
}
