/* scores_gather.c - every member's history, read in one pass. */
#include <math.h>
#include <string.h>

#include "plugin/insight/last_day.h"
#include "plugin/insight/scores_parts.h"
#include "plugin/store/query.h"

enum {
	LOOK_EVERY = 4096,
	TAIL_DAYS_MAX = 182, /* 26 weeks */
	TAIL_SHARE = 3,
	TAIL_DAYS_MIN = 14
};

struct gathering {
	struct scores_crowd *crowd;
	struct store *store;
	bool (*goes_on)(void *, int64_t);
	void *user;
	bool stopped;
	size_t scored; /* how far the kept scores were gone through */
};

static rgl_rc no_memory(struct store *store)
{
	return refuse(&store->refusal, RGL_E_MEMORY,
		      "there is not enough memory for so many members");
}

/* Room for one more of `size` bytes; *room is in items. */
static void *grown(const struct host *host, void *items, size_t count, size_t size, size_t *room)
{
	size_t more = count < 1024 ? 1024 : count * 2;
	void *moved;

	if (count < *room)
		return items;
	moved = host_resize(host, items, more * size);
	if (moved != NULL)
		*room = more;
	return moved;
}

static void add_spend(struct spend_history *spend, double amount)
{
	if (!(amount > 0))
		return;
	spend->mean = (spend->mean * spend->x + amount) / (spend->x + 1);
	spend->x += 1;
}

static double margin_of(const struct visit_day *day, const struct currency *currency)
{
	struct money margin;

	if (money_sub(day->net, day->cost, &margin) < 0)
		return 0;
	return money_major(margin, currency);
}

static void add_day(const struct scores_crowd *crowd, const struct visit_day *days, size_t i,
		    struct scores_member *member)
{
	int32_t gap = days[i].day - days[i - 1].day;

	if (i <= 2)
		member->gaps[i - 1] = gap;
	member->x++;
	member->last = days[i].day - days[0].day;
	member->log_gaps += log((double)gap);
	if (days[i].day >= crowd->tail_day)
		return;
	member->tail_x = member->x;
	member->tail_last = member->last;
	member->tail_log_gaps = member->log_gaps;
}

static struct scores_member member_of(struct scores_crowd *crowd, const struct currency *currency,
				      int64_t id, const struct visit_day *days, size_t count)
{
	struct scores_member member = { .member = id,
					.first_day = days[0].day,
					.is_known = days[0].day < crowd->tail_day };

	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			add_day(crowd, days, i, &member);
		add_spend(&member.net, money_major(days[i].net, currency));
		add_spend(&member.margin, margin_of(&days[i], currency));
		crowd->cost_known = crowd->cost_known && days[i].cost_known;
	}
	return member;
}

static rgl_rc take_visits(void *user, int64_t id, const struct visit_day *days, size_t count)
{
	struct gathering *gathering = user;
	struct scores_crowd *crowd = gathering->crowd;
	struct scores_member *members;

	if (crowd->count % LOOK_EVERY == 0 && gathering->goes_on != NULL &&
	    !gathering->goes_on(gathering->user, (int64_t)crowd->count)) {
		gathering->stopped = true;
		return RGL_E_BUSY; /* ends the reading; nobody is told */
	}
	members = grown(crowd->host, crowd->members, crowd->count, sizeof(*members), &crowd->room);
	if (members == NULL)
		return no_memory(gathering->store);
	crowd->members = members;
	members[crowd->count++] =
		member_of(crowd, &gathering->store->shop.currency, id, days, count);
	crowd->visits += (int64_t)count;
	return RGL_OK;
}

static void keep_score(const struct score *score, struct scores_member *member)
{
	member->scored_ms = score->as_of_ms;
	member->scored_days = score->days;
	member->scored_alive = score->alive;
	member->scored_overdue = score->overdue;
	member->scored_value = score->value;
}

/* Both are in the order of members. */
static rgl_rc take_score(void *user, const struct score *score)
{
	struct gathering *gathering = user;
	struct scores_crowd *crowd = gathering->crowd;
	int64_t *gone;

	while (gathering->scored < crowd->count &&
	       crowd->members[gathering->scored].member < score->member)
		gathering->scored++;
	if (gathering->scored < crowd->count &&
	    crowd->members[gathering->scored].member == score->member) {
		keep_score(score, &crowd->members[gathering->scored]);
		return RGL_OK;
	}
	gone = grown(crowd->host, crowd->gone, crowd->gone_count, sizeof(*gone), &crowd->gone_room);
	if (gone == NULL)
		return no_memory(gathering->store);
	crowd->gone = gone;
	gone[crowd->gone_count++] = score->member;
	return RGL_OK;
}

static rgl_rc read_number(struct store *store, enum statement statement, int64_t *ret)
{
	struct query q = query(store, statement);

	if (query_row(&q))
		*ret = query_int(&q);
	return query_end(&q);
}

/* The last third of the time, at most half a year. */
static rgl_rc place_tail(struct store *store, struct scores_crowd *crowd)
{
	int64_t first_ms = 0;
	int32_t span;
	rgl_rc rc = read_number(store, STATEMENT_SCORE_FIRST, &first_ms);

	span = crowd->today - period_day(store->zone, first_ms);
	crowd->tail_day = INT32_MAX;
	if (rc == RGL_OK && span / TAIL_SHARE >= TAIL_DAYS_MIN)
		crowd->tail_day =
			crowd->today + 1 -
			(span / TAIL_SHARE < TAIL_DAYS_MAX ? span / TAIL_SHARE : TAIL_DAYS_MAX);
	return rc;
}

static rgl_rc gather(struct gathering *gathering)
{
	struct store *store = gathering->store;
	struct scores_crowd *crowd = gathering->crowd;
	struct last_day last = { 0 };
	rgl_rc rc = read_number(store, STATEMENT_EVENT_LAST, &crowd->last_event);

	if (rc == RGL_OK)
		rc = last_day_read(store, &last);
	crowd->today = last.day;
	crowd->now_day = last.now;
	if (rc == RGL_OK)
		rc = place_tail(store, crowd);
	if (rc == RGL_OK)
		rc = visits_read(store, crowd->now_ms + 1, take_visits, gathering);
	if (rc == RGL_OK)
		rc = scores_read(store, take_score, gathering);
	return rc;
}

rgl_rc scores_gather(struct store *store, bool (*goes_on)(void *, int64_t), void *user,
		     struct scores_crowd *ret, bool *ret_stopped)
{
	struct gathering gathering = {
		.crowd = ret, .store = store, .goes_on = goes_on, .user = user
	};
	rgl_rc rc;

	*ret = (struct scores_crowd) { .host = store->host,
				       .now_ms = host_now_ms(store->host),
				       .cost_known = true };
	rc = store_look(store);
	if (rc < 0)
		return rc;
	rc = gather(&gathering);
	store_looked(store);
	*ret_stopped = gathering.stopped;
	return gathering.stopped ? RGL_OK : rc;
}

void scores_crowd_free(struct scores_crowd *crowd)
{
	host_free(crowd->host, crowd->members);
	host_free(crowd->host, crowd->gone);
	crowd->members = NULL;
	crowd->gone = NULL;
}

struct timing_history scores_history(const struct scores_crowd *crowd,
				     const struct scores_member *member)
{
	int32_t known = crowd->today - member->first_day;

	return (struct timing_history) {
		.x = (double)member->x,
		.t_x = (double)member->last,
		.T = (double)(known > member->last ? known : member->last),
		.log_gaps = member->log_gaps,
	};
}
