/* contact_silent.c - see contact.h: who is overdue, read in one pass over the scores. */
#include <stdlib.h>

#include "plugin/care/contact.h"
#include "plugin/insight/last_day.h"
#include "plugin/reports/sums_risk.h"
#include "plugin/store/query.h"

/* As of when, and whom it leaves out. */
struct silent_days {
	int32_t today;
	int64_t listed_after_ms;
	int64_t round;
};

static rgl_rc read_days(struct store *store, const struct policy *policy, struct silent_days *ret)
{
	const int64_t now_ms = host_now_ms(store->host);
	struct last_day last = { 0 };
	rgl_rc rc = last_day_read(store, &last);

	if (rc == RGL_OK)
		*ret = (struct silent_days) {
			.today = last.day,
			.listed_after_ms = now_ms - policy->contact_wait_days * MS_A_DAY,
			.round = period_of_day(GRAIN_QUARTER, last.now),
		};
	return rc;
}

static rgl_rc make_room(struct silent_list *list)
{
	size_t room = list->room == 0 ? 64 : list->room * 2;
	struct silent *bigger;

	if (list->count < list->room)
		return RGL_OK;
	bigger = host_resize(list->host, list->at, room * sizeof(*bigger));
	if (bigger == NULL)
		return RGL_E_MEMORY;
	list->at = bigger;
	list->room = room;
	return RGL_OK;
}

/* Who is overdue is said by sums_risk.h alone. */
static bool read_one(struct store *store, struct query *q, int32_t today, struct silent *ret)
{
	struct person person = { .is_scored = true };
	struct silent silent = { 0 };
	int64_t as_of_ms;

	person.member = query_int(q);
	as_of_ms = query_int(q);
	person.days = query_int(q);
	person.usual_days = query_int(q);
	person.overdue = query_int(q);
	person.loss = query_money(q);
	person.last_day = period_day(store->zone, query_int(q));
	person.has_come_since = person.last_day > period_day(store->zone, as_of_ms);
	silent.has_spoken = query_int(q) > 0;
	silent.may_contact = query_int(q) != 0;
	silent.may_contact = query_int(q) != 0 && silent.may_contact;
	silent.was_listed = query_int(q) != 0;
	silent.member = person.member;
	silent.usual_days = person.usual_days;
	silent.loss = person.loss;
	silent.last_day = person.last_day;
	*ret = silent;
	return risk_is_overdue(&person, today);
}

static int compare(const void *left, const void *right)
{
	const struct silent *a = left;
	const struct silent *b = right;
	int by_loss = money_compare(b->loss, a->loss);

	return by_loss != 0 ? by_loss : (a->member > b->member) - (a->member < b->member);
}

rgl_rc silent_read(struct store *store, const struct policy *policy, struct silent_list *ret)
{
	struct silent_days days = { 0 };
	struct silent silent = { 0 };
	struct query q;
	rgl_rc ended;
	rgl_rc rc;

	*ret = (struct silent_list) { .host = store->host };
	rc = read_days(store, policy, &days);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_SILENT_LIST);
	query_bind_int(&q, RISK_OVERDUE);
	query_bind_int(&q, days.listed_after_ms);
	query_bind_int(&q, days.round);
	while (rc == RGL_OK && query_row(&q)) {
		if (!read_one(store, &q, days.today, &silent))
			continue;
		rc = make_room(ret);
		if (rc == RGL_OK)
			ret->at[ret->count++] = silent;
		ret->never_spoke += !silent.has_spoken;
	}
	ended = query_end(&q);
	if (rc == RGL_E_MEMORY)
		return refuse(&store->refusal, rc, "there is not enough memory for the list");
	if (ended == RGL_OK && ret->count > 1)
		qsort(ret->at, ret->count, sizeof(*ret->at), compare);
	return ended;
}

void silent_free(struct silent_list *list)
{
	if (list->host == NULL)
		return;
	host_free(list->host, list->at);
	list->at = NULL;
	list->count = 0;
}
