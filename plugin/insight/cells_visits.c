/* cells_visits.c - see cells.h: the days on which each member came. */
#include "plugin/insight/cells.h"
#include "plugin/insight/cells_clock.h"
#include "plugin/insight/sheaf.h"

/* The days of the member that is being read; room grows to the busiest member's and stays. */
struct visits {
	struct store *store;
	struct clock *clock;
	int64_t until_ms;
	visits_taker *take;
	void *user;
	int64_t member;
	struct visit_day *days;
	size_t count;
	size_t room;
};

static rgl_rc reach(struct visits *visits)
{
	size_t room = visits->room == 0 ? 64 : visits->room * 2;
	struct visit_day *days;

	if (visits->days != NULL && visits->count < visits->room)
		return RGL_OK;
	days = host_resize(visits->store->host, visits->days, room * sizeof(*days));
	if (days == NULL)
		return refuse(&visits->store->refusal, RGL_E_MEMORY,
			      "there is not enough memory to read all visits");
	visits->days = days;
	visits->room = room;
	return RGL_OK;
}

static rgl_rc add_sums(struct visits *visits, struct visit_day *day, const struct scan_sale *sale)
{
	rgl_rc rc = money_add(day->net, money_of(scan_net_minor(sale)), &day->net);

	if (rc == RGL_OK && sale->has_cost)
		rc = money_add(day->cost, money_of(sale->cost_minor), &day->cost);
	day->cost_known = day->cost_known && sale->has_cost;
	if (rc < 0)
		return refuse(&visits->store->refusal, rc,
			      "the sales of member %lld add up to too much",
			      (long long)sale->member);
	return RGL_OK;
}

/* In the order of time; a clock that was set back for an hour makes no day of its own. A refund
 * before the first visit has nothing to be taken off. */
static rgl_rc add_sale(struct visits *visits, const struct scan_sale *sale)
{
	int32_t day = clock_day(clock_local_ms(visits->clock, sale->at_ms));
	struct visit_day *last = visits->count == 0 ? NULL : &visits->days[visits->count - 1];
	rgl_rc rc;

	if (sale->is_refund)
		return last == NULL ? RGL_OK : add_sums(visits, last, sale);
	if (last == NULL || day > last->day) {
		rc = reach(visits);
		if (rc != RGL_OK)
			return rc;
		last = &visits->days[visits->count++];
		*last = (struct visit_day) { .day = day, .scene = sale->scene, .cost_known = true };
	}
	last->sales++;
	return add_sums(visits, last, sale);
}

static rgl_rc hand_over(struct visits *visits)
{
	rgl_rc rc = RGL_OK;

	if (visits->count > 0)
		rc = visits->take(visits->user, visits->member, visits->days, visits->count);
	visits->count = 0;
	return rc;
}

static rgl_rc read_all(struct visits *visits)
{
	struct sheaf_scan scan = sheaf_scan_all(visits->store);
	struct scan_sale sale;
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc >= 0 && sheaf_scan_next(&scan, &sale)) {
		if (sale.member != visits->member)
			rc = hand_over(visits);
		visits->member = sale.member;
		if (rc >= 0 && sale.at_ms < visits->until_ms)
			rc = add_sale(visits, &sale);
	}
	ended = sheaf_scan_end(&scan);
	if (rc >= 0 && ended == RGL_OK)
		rc = hand_over(visits);
	return rc < 0 ? rc : ended;
}

rgl_rc visits_read(struct store *store, int64_t until_ms, visits_taker *take, void *user)
{
	struct visits visits = { .store = store, .until_ms = until_ms, .take = take, .user = user };
	rgl_rc rc = clock_open(store->host, store->zone, &visits.clock);

	if (rc < 0)
		return refuse(&store->refusal, rc, "there is not enough memory to read all visits");
	rc = read_all(&visits);
	host_free(store->host, visits.days);
	clock_close(visits.clock);
	return rc;
}
