/* value.c - see value.h. */
#include "plugin/insight/value.h"

#include <stdlib.h>
#include <string.h>

struct value {
	const struct host *host;
	struct value_member *members; /* the member's id is its place, until value_finish */
	size_t room;
	bool finished;
	int64_t added;
	int64_t costless;
	int64_t nobody_sales;
	struct money nobody_net;
};

rgl_rc value_open(const struct host *host, struct value **ret, struct rgl_why *refusal)
{
	struct value *value = host_new(host, sizeof(*value));

	if (value == NULL)
		return refuse(refusal, RGL_E_MEMORY, "There is not enough memory for the report.");
	value->host = host;
	*ret = value;
	return RGL_OK;
}

void value_close(struct value *value)
{
	if (value == NULL)
		return;
	host_free(value->host, value->members);
	host_free(value->host, value);
}

static rgl_rc reach(struct value *value, int64_t member)
{
	size_t room = (size_t)member + 1 + value->room;
	struct value_member *members;

	if ((size_t)member < value->room)
		return RGL_OK;
	members = host_resize(value->host, value->members, room * sizeof(*members));
	if (members == NULL)
		return RGL_E_MEMORY;
	memset(members + value->room, 0, (room - value->room) * sizeof(*members));
	value->members = members;
	value->room = room;
	return RGL_OK;
}

static rgl_rc check(const struct value_sale *sale, struct rgl_why *refusal)
{
	if (sale->member < 0 || sale->member > VALUE_MEMBERS_MAX)
		return refuse(
			refusal, RGL_E_RANGE,
			"Member %lld is outside 1 to %d, which is what this report can count.",
			(long long)sale->member, VALUE_MEMBERS_MAX);
	if (!money_is_sane(sale->net) || !money_is_sane(sale->cost))
		return refuse(refusal, RGL_E_RANGE,
			      "A sale of member %lld is too large to be counted: correct it.",
			      (long long)sale->member);
	if (!sale->visit && money_sign(sale->net) > 0)
		return refuse(refusal, RGL_E_ARGUMENT,
			      "A refund to member %lld is above zero: a refund gives money back.",
			      (long long)sale->member);
	return RGL_OK;
}

static void note_visit(struct value_member *member, int64_t at_ms)
{
	if (member->visits == 0 || at_ms < member->first_ms)
		member->first_ms = at_ms;
	if (member->visits == 0 || at_ms > member->last_ms)
		member->last_ms = at_ms;
	member->visits++;
}

static rgl_rc add_to_member(struct value_member *member, const struct value_sale *sale)
{
	struct money net;
	rgl_rc rc;

	rc = money_add(member->net, sale->net, &net);
	if (rc >= 0)
		rc = money_add(member->cost, sale->cost, &member->cost);
	if (rc < 0)
		return rc;
	member->net = net;
	member->id = sale->member;
	if (sale->visit)
		note_visit(member, sale->at_ms);
	return RGL_OK;
}

rgl_rc value_add(struct value *value, const struct value_sale *sale, struct rgl_why *refusal)
{
	rgl_rc rc;

	RGL_ASSERT(!value->finished);
	rc = check(sale, refusal);
	if (rc < 0)
		return rc;
	rc = reach(value, sale->member);
	if (rc < 0)
		return refuse(refusal, rc, "There is not enough memory for the report.");
	if (sale->member == 0)
		rc = money_add(value->nobody_net, sale->net, &value->nobody_net);
	else
		rc = add_to_member(&value->members[sale->member], sale);
	if (rc < 0)
		return refuse(refusal, rc, "The sales of member %lld add up to too much.",
			      (long long)sale->member);
	value->nobody_sales += sale->member == 0 && sale->visit;
	value->costless += !sale->cost_known;
	value->added++;
	return RGL_OK;
}

static int compare_worth(const void *left, const void *right)
{
	const struct value_member *a = left;
	const struct value_member *b = right;
	int by_worth = money_compare(b->worth, a->worth);

	return by_worth != 0 ? by_worth : (a->id > b->id) - (a->id < b->id);
}

struct money value_mean(struct money amount, int64_t count)
{
	int64_t whole = amount.minor / count;
	int64_t rest = amount.minor % count;
	int64_t rest_size = rest < 0 ? -rest : rest;

	if (rest_size >= count - rest_size)
		whole += rest < 0 ? -1 : 1;
	return money_of(whole);
}

/* Moves those who ever came to the front, with their worth; sums up the others. */
static rgl_rc keep_buyers(struct value *value, struct value_report *report)
{
	for (size_t i = 1; i < value->room; i++) {
		struct value_member *member = &value->members[i];
		rgl_rc rc = RGL_OK;

		if (member->id == 0)
			continue;
		if (member->visits == 0) {
			report->refund_only_members++;
			rc = money_add(report->refund_only_net, member->net,
				       &report->refund_only_net);
		} else {
			member->worth = member->net;
			if (report->basis == VALUE_MARGIN)
				rc = money_sub(member->net, member->cost, &member->worth);
			value->members[report->members++] = *member;
		}
		if (rc < 0)
			return rc;
	}
	return RGL_OK;
}

static rgl_rc total_members(struct value_report *report)
{
	for (int64_t i = 0; i < report->members; i++) {
		const struct value_member *member = &report->list[i];
		rgl_rc rc;

		report->visits += member->visits;
		rc = money_add(report->member_net, member->net, &report->member_net);
		if (rc >= 0)
			rc = money_add(report->worth, member->worth, &report->worth);
		if (rc >= 0 && member->visits >= 2) {
			report->repeat_members++;
			rc = money_add(report->repeat_worth, member->worth, &report->repeat_worth);
		}
		if (rc < 0)
			return rc;
	}
	return RGL_OK;
}

static rgl_rc total_tenths(struct value_report *report)
{
	for (int64_t d = 0; d < VALUE_TENTHS; d++) {
		struct value_tenth *tenth = &report->tenths[d];
		int64_t end = (d + 1) * report->members / VALUE_TENTHS;
		rgl_rc rc = RGL_OK;

		for (int64_t i = d * report->members / VALUE_TENTHS; rc >= 0 && i < end; i++) {
			rc = money_add(tenth->worth, report->list[i].worth, &tenth->worth);
			tenth->members++;
		}
		if (rc < 0)
			return rc;
	}
	return RGL_OK;
}

static rgl_rc middle(const struct value_report *report, struct money *ret)
{
	struct money both;
	rgl_rc rc;

	rc = money_add(report->list[(report->members - 1) / 2].worth,
		       report->list[report->members / 2].worth, &both);
	if (rc >= 0)
		*ret = value_mean(both, 2);
	return rc;
}

static rgl_rc add_up(struct value *value, struct value_report *report)
{
	rgl_rc rc;

	rc = keep_buyers(value, report);
	if (rc < 0)
		return rc;
	report->list = value->members;
	if (report->members > 0) {
		qsort(value->members, (size_t)report->members, sizeof(*value->members),
		      compare_worth);
		rc = total_members(report);
		if (rc >= 0)
			rc = total_tenths(report);
		if (rc >= 0)
			rc = middle(report, &report->median);
		if (rc < 0)
			return rc;
		report->mean = value_mean(report->worth, report->members);
		report->mean_ticket = value_mean(report->member_net, report->visits);
	}
	rc = money_add(report->member_net, report->nobody_net, &report->net);
	if (rc >= 0)
		rc = money_add(report->net, report->refund_only_net, &report->net);
	return rc;
}

rgl_rc value_finish(struct value *value, struct value_report *ret, struct rgl_why *refusal)
{
	struct value_report report = {
		.basis = value->costless == 0 && value->added > 0 ? VALUE_MARGIN : VALUE_NET_SALES,
		.costless = value->costless,
		.nobody_sales = value->nobody_sales,
		.nobody_net = value->nobody_net,
	};
	rgl_rc rc;

	RGL_ASSERT(!value->finished);
	value->finished = true;
	rc = add_up(value, &report);
	if (rc < 0)
		return refuse(refusal, rc, "The sales add up to more than can be counted.");
	*ret = report;
	return RGL_OK;
}
