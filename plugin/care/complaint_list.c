/* complaint_list.c - see complaint.h: how complaints stand, read and never written. */
#include <string.h>

#include "plugin/care/complaint_parts.h"
#include "plugin/store/query.h"

enum { USUAL_TOP = 20, MERGES_MAX = 64, MS_A_MINUTE = 60000 };

/* One list being read: its hours are read once. */
struct list {
	struct store *store;
	const struct complaint_wish *wish;
	struct hours hours;
	complaint_taker *take;
	void *user;
	int64_t left;
};

static void list_init(struct store *store, const struct complaint_wish *wish, struct list *ret)
{
	ret->store = store;
	ret->wish = wish;
	ret->left = wish->top > 0 ? wish->top : USUAL_TOP;
	complaint_hours(wish->policy, &ret->hours);
}

/* ---- A row ---- */

static void read_row(struct query *q, struct complaint *ret)
{
	ret->id = query_int(q);
	ret->member = query_int(q);
	ret->sale = query_int(q);
	ret->moment = query_int(q);
	ret->at_ms = query_int(q);
	ret->until_ms = query_int(q);
	ret->second_ms = query_int(q);
	ret->closed_ms = query_int(q);
	ret->state = (enum complaint_state)query_int(q);
	query_text(q, ret->reason, sizeof(ret->reason));
	query_text(q, ret->cashier, sizeof(ret->cashier));
	query_text(q, ret->owner, sizeof(ret->owner));
	query_text(q, ret->words, sizeof(ret->words));
	query_text(q, ret->sale_ref, sizeof(ret->sale_ref));
	ret->done = (uint32_t)query_int(q);
}

rgl_rc complaint_member_now(struct store *store, int64_t *member)
{
	int64_t into = *member;
	rgl_rc rc = RGL_OK;

	for (int i = 0; rc == RGL_OK && into != 0 && i < MERGES_MAX; i++) {
		struct query q = query(store, STATEMENT_MEMBER_MERGED);

		*member = into;
		query_bind_int(&q, into);
		into = query_row(&q) ? query_int(&q) : 0;
		rc = query_end(&q);
	}
	return rc;
}

static rgl_rc read_member(struct store *store, struct complaint *complaint)
{
	struct query q;
	rgl_rc rc;

	if (complaint->member == 0)
		return RGL_OK;
	rc = complaint_member_now(store, &complaint->member);
	if (rc < 0)
		return rc;
	q = query(store, STATEMENT_MEMBER_NAME);
	query_bind_int(&q, complaint->member);
	if (query_row(&q))
		query_text(&q, complaint->name, sizeof(complaint->name));
	return query_end(&q);
}

static bool has_done(const struct complaint *complaint, enum complaint_kind kind)
{
	return (complaint->done >> kind & 1U) != 0;
}

/* What is good practice, in its order. Who gave a remedy has listened. */
static enum complaint_kind next_of(const struct complaint *complaint)
{
	if (complaint->state >= COMPLAINT_CLOSED)
		return 0;
	if (complaint->owner[0] == '\0')
		return COMPLAINT_TAKE;
	if (!has_done(complaint, COMPLAINT_LISTEN) && !has_done(complaint, COMPLAINT_REMEDY))
		return COMPLAINT_LISTEN;
	if (!has_done(complaint, COMPLAINT_APOLOGISE))
		return COMPLAINT_APOLOGISE;
	if (has_done(complaint, COMPLAINT_REMEDY))
		return COMPLAINT_CLOSE_BY_WORD;
	return has_done(complaint, COMPLAINT_OFFER) ? COMPLAINT_REMEDY : COMPLAINT_OFFER;
}

/* By the clock: what nobody has written down yet is so all the same. */
static rgl_rc work_out(struct list *list, struct complaint *complaint)
{
	const struct policy *policy = list->wish->policy;
	const int64_t now_ms = list->wish->now_ms;
	struct zone *zone = list->store->zone;

	complaint->is_overdue =
		complaint->state < COMPLAINT_ANSWERED && complaint->until_ms <= now_ms;
	if (complaint->is_overdue && complaint->second_ms == 0 && policy->escalate_to[0] != '\0') {
		(void)memcpy(complaint->owner, policy->escalate_to, sizeof(policy->escalate_to));
		complaint->state = COMPLAINT_TAKEN;
		complaint->second_ms = hours_add(&list->hours, zone, complaint->until_ms,
						 policy->complaint_minutes);
	}
	if (complaint->is_overdue)
		complaint->late_minutes =
			hours_between(&list->hours, zone, complaint->until_ms, now_ms) /
			MS_A_MINUTE;
	complaint->is_again = complaint->is_overdue && complaint->second_ms != 0 &&
			      complaint->second_ms <= now_ms;
	complaint->next = next_of(complaint);
	return read_member(list->store, complaint);
}

/* ---- Lists ---- */

static rgl_rc tell(struct list *list, struct query *q)
{
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc >= 0 && list->left > 0 && query_row(q)) {
		struct complaint complaint = { .id = 0 };

		read_row(q, &complaint);
		rc = work_out(list, &complaint);
		if (rc == RGL_OK)
			rc = list->take(list->user, &complaint);
		list->left--;
	}
	ended = query_end(q);
	return rc < 0 ? rc : ended;
}

static rgl_rc tell_all(struct list *list, enum statement statement, int64_t until_ms)
{
	struct query q;

	if (list->left == 0)
		return RGL_OK;
	q = query(list->store, statement);
	query_bind_int(&q, until_ms);
	query_bind_int(&q, list->left);
	return tell(list, &q);
}

static rgl_rc tell_of_member(struct list *list)
{
	const struct complaint_wish *wish = list->wish;
	struct query q = query(list->store, STATEMENT_COMPLAINT_OF_MEMBER);

	query_bind_int(&q, wish->member);
	query_bind_int(&q, wish->overdue ? wish->now_ms : INT64_MAX);
	query_bind_int(&q, !wish->overdue);
	query_bind_int(&q, wish->all && !wish->overdue);
	query_bind_int(&q, list->left);
	return tell(list, &q);
}

rgl_rc complaint_list(struct store *store, const struct complaint_wish *wish, complaint_taker *take,
		      void *user)
{
	struct list list = { .take = take, .user = user };
	rgl_rc rc;

	list_init(store, wish, &list);
	if (wish->member != 0)
		return tell_of_member(&list);
	rc = tell_all(&list, STATEMENT_COMPLAINT_RUNNING, wish->overdue ? wish->now_ms : INT64_MAX);
	if (rc >= 0 && !wish->overdue)
		rc = tell_all(&list, STATEMENT_COMPLAINT_WAITING, INT64_MAX);
	if (rc >= 0 && !wish->overdue && wish->all)
		rc = tell_all(&list, STATEMENT_COMPLAINT_OVER, INT64_MAX);
	return rc;
}

rgl_rc complaint_read(struct store *store, const struct complaint_wish *wish, int64_t id,
		      struct complaint *ret)
{
	struct complaint complaint = { .id = 0 };
	struct list list = { .left = 0 };
	struct query q = query(store, STATEMENT_COMPLAINT_READ);
	bool is_there;
	rgl_rc rc;

	query_bind_int(&q, id);
	is_there = query_row(&q);
	if (is_there)
		read_row(&q, &complaint);
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	if (!is_there)
		return refuse_field(&store->refusal, RGL_E_UNKNOWN, "complaint",
				    "there is no complaint %lld", (long long)id);
	list_init(store, wish, &list);
	rc = work_out(&list, &complaint);
	if (rc == RGL_OK)
		*ret = complaint;
	return rc;
}

rgl_rc complaint_steps(struct store *store, int64_t complaint, complaint_step_taker *take,
		       void *user)
{
	struct query q = query(store, STATEMENT_COMPLAINT_STEPS);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, complaint);
	while (rc >= 0 && query_row(&q)) {
		struct complaint_done done = { .id = query_int(&q) };

		done.at_ms = query_int(&q);
		done.gesture = query_int(&q);
		done.kind = (enum complaint_kind)query_int(&q);
		query_text(&q, done.who, sizeof(done.who));
		query_text(&q, done.words, sizeof(done.words));
		rc = take(user, &done);
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

/* ---- Numbers ---- */

static rgl_rc read_two(struct query *q, int64_t *ret_first, int64_t *ret_second)
{
	int64_t first = 0;
	int64_t second = 0;
	rgl_rc rc;

	if (query_row(q)) {
		first = query_int(q);
		second = query_int(q);
	}
	rc = query_end(q);
	if (rc < 0)
		return rc;
	*ret_first = first;
	*ret_second = second;
	return RGL_OK;
}

rgl_rc complaint_count(struct store *store, int64_t now_ms, struct complaint_counts *ret)
{
	struct query q = query(store, STATEMENT_COMPLAINT_COUNT);

	query_bind_int(&q, now_ms);
	return read_two(&q, &ret->open, &ret->overdue);
}

rgl_rc complaint_standing(struct store *store, int64_t member, int64_t *ret_complaint,
			  int64_t *ret_until_ms)
{
	struct query q = query(store, STATEMENT_COMPLAINT_STANDING);

	query_bind_int(&q, member);
	return read_two(&q, ret_complaint, ret_until_ms);
}
