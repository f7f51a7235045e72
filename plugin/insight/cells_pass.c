/* cells_pass.c - see cells_parts.h: one pass over the sales, a member at a time.
 *
 * Sales come by member and time: the first of a member is the cohort, and what is kept of one is a
 * few numbers, however many there are. A large store is shared out, a span of members at a time,
 * between this thread and one more with a connection of its own; both see the store as it was after
 * the same event, or this thread does all of it alone.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "plugin/base/signals.h"
#include "plugin/insight/cells_parts.h"
#include "plugin/insight/sheaf.h"

/* Fewer members are not worth a thread. A span takes some milliseconds. */
#define MEMBERS_FOR_TWO 20000
#define SPAN_MEMBERS (32 * SHEAF_MEMBERS)

/* One thread's: where it counts, and the member that it is at. */
struct pass {
	const struct count *count;
	struct store *store;
	struct clock *clock;
	struct sheet *sheet;
	const struct sheaves *sheaves;
	int64_t member;
	int64_t visits; /* ever, and of those that were asked for */
	int64_t picked;
	int32_t cohort;
	int32_t period;
	bool has_any;
	bool is_second; /* the second visit ever is in this period, and was asked for */
	struct scan_sums sums;
};

static rgl_rc end_period(struct pass *pass)
{
	struct figures figures = scan_figures(&pass->sums);
	size_t group = 0;

	if (!pass->sums.fits)
		return refuse(&pass->store->refusal, RGL_E_RANGE,
			      "the sales of member %lld add up to too much",
			      (long long)pass->member);
	figures.members = figures.visits > 0;
	figures.returned = pass->is_second;
	pass->sums = SCAN_NOTHING;
	pass->is_second = false;
	pass->has_any = false;
	if (pass->visits == 0)
		return sheet_add_outside(pass->sheet, &figures);
	if (pass->count->roster != NULL)
		group = roster_group(pass->count->roster, pass->member);
	return sheet_add(pass->sheet, group, pass->cohort, pass->period, &figures);
}

static rgl_rc end_member(struct pass *pass)
{
	size_t group = 0;
	rgl_rc rc = RGL_OK;

	if (pass->has_any)
		rc = end_period(pass);
	if (pass->picked > 0) {
		if (pass->count->roster != NULL)
			group = roster_group(pass->count->roster, pass->member);
		pass->sheet->members[group]++;
		pass->sheet->repeaters[group] += pass->picked > 1;
	}
	pass->visits = 0;
	pass->picked = 0;
	return rc;
}

static bool is_asked(const struct pass *pass, const struct scan_sale *sale, int64_t local_ms)
{
	const struct cells_wish *wish = pass->count->wish;

	return sale->at_ms >= wish->from_ms && sale->at_ms < wish->until_ms &&
	       (pass->count->pick == NULL || pick_holds(pass->count->pick, sale, local_ms));
}

static rgl_rc add_sale(struct pass *pass, const struct scan_sale *sale)
{
	int64_t local_ms = clock_local_ms(pass->clock, sale->at_ms);
	bool asked = is_asked(pass, sale, local_ms);
	int32_t period;
	rgl_rc rc = RGL_OK;

	if (!asked && (sale->is_refund || pass->visits > 0)) {
		pass->visits += !sale->is_refund;
		return RGL_OK;
	}
	period = clock_period(pass->clock, pass->count->wish->grain, clock_day(local_ms));
	if (pass->has_any && period != pass->period)
		rc = end_period(pass);
	if (!sale->is_refund && ++pass->visits == 1)
		pass->cohort = period;
	if (rc < 0 || !asked)
		return rc;
	pass->period = period;
	pass->has_any = true;
	pass->picked += !sale->is_refund;
	pass->is_second = pass->is_second || (!sale->is_refund && pass->visits == 2);
	scan_count(&pass->sums, sale);
	return RGL_OK;
}

static rgl_rc pass_span(struct pass *pass, int64_t first, int64_t last)
{
	bool more = pass->count->pick != NULL && pick_asks_more(pass->count->pick);
	struct sheaf_scan scan = sheaf_scan(pass->store, pass->sheaves, first, last, more);
	struct scan_sale sale;
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc == RGL_OK && sheaf_scan_next(&scan, &sale)) {
		if (sale.member != pass->member)
			rc = end_member(pass);
		pass->member = sale.member;
		if (rc == RGL_OK)
			rc = add_sale(pass, &sale);
	}
	ended = sheaf_scan_end(&scan);
	if (rc == RGL_OK && ended == RGL_OK)
		rc = end_member(pass);
	return rc < 0 ? rc : ended;
}

/* ---- Nobody's sales ---- */

static rgl_rc end_nobody(struct pass *pass)
{
	struct figures figures = scan_figures(&pass->sums);

	if (!pass->sums.fits)
		return refuse(&pass->store->refusal, RGL_E_RANGE,
			      "the sales without a member add up to too much");
	pass->sums = SCAN_NOTHING;
	return pass->has_any ? sheet_add_nobody(pass->sheet, pass->period, &figures) : RGL_OK;
}

static rgl_rc pass_nobody(struct pass *pass)
{
	struct scan scan = scan_nobody(pass->store);
	struct scan_sale sale;
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc == RGL_OK && scan_next(&scan, &sale)) {
		int64_t local_ms = clock_local_ms(pass->clock, sale.at_ms);
		int32_t period;

		if (!is_asked(pass, &sale, local_ms))
			continue;
		period = clock_period(pass->clock, pass->count->wish->grain, clock_day(local_ms));
		if (period != pass->period)
			rc = end_nobody(pass);
		pass->period = period;
		pass->has_any = true;
		scan_count(&pass->sums, &sale);
	}
	ended = scan_end(&scan);
	if (rc == RGL_OK && ended == RGL_OK)
		rc = end_nobody(pass);
	pass->has_any = false;
	return rc < 0 ? rc : ended;
}

/* ---- Spans, shared out ---- */

/* next: the first member that nobody has taken yet. stop: one of the two failed. */
struct shares {
	int64_t last;
	atomic_llong next;
	atomic_bool stop;
};

static rgl_rc pass_shares(struct pass *pass, struct shares *shares)
{
	rgl_rc rc = RGL_OK;

	while (rc == RGL_OK && !atomic_load(&shares->stop)) {
		int64_t first = atomic_fetch_add(&shares->next, SPAN_MEMBERS);

		if (first > shares->last)
			break;
		rc = pass_span(pass, first, first + SPAN_MEMBERS - 1);
	}
	if (rc < 0)
		atomic_store(&shares->stop, true);
	return rc;
}

struct helper {
	struct pass pass;
	struct shares *shares;
	struct store *store;
	struct sheet sheet;
	pthread_t thread;
	bool runs;
	rgl_rc rc;
};

static void *help(void *user)
{
	struct helper *helper = user;

	helper->rc = pass_shares(&helper->pass, helper->shares);
	return NULL;
}

static rgl_rc last_event(struct store *store, int64_t *ret)
{
	struct query q = query(store, STATEMENT_EVENT_LAST);
	int64_t event = 0;
	rgl_rc rc;

	if (query_row(&q))
		event = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = event;
	return rc;
}

/* Every change of a sale, or of whose it is, writes an event: with the same last one both
 * connections see the same sales. The caller has begun to look already. */
static bool sees_the_same(struct store *store, struct store *other)
{
	int64_t mine = -1;
	int64_t theirs = -2;

	return store_look(other) == RGL_OK && last_event(store, &mine) == RGL_OK &&
	       last_event(other, &theirs) == RGL_OK && mine == theirs;
}

/* A thread of ours takes no signal that is the host's. */
static bool start(struct helper *helper)
{
	sigset_t all;
	sigset_t before;
	bool runs;

	signals_of_host(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return false;
	runs = pthread_create(&helper->thread, NULL, help, helper) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return runs;
}

/* That there is no helper is no failure: it takes longer. */
static void begin_help(struct helper *helper, const struct pass *pass, struct shares *shares)
{
	struct store *store = pass->store;

	*helper = (struct helper) { .shares = shares };
	helper->sheet = sheet_of(store->host, pass->sheet->group_count, NULL);
	if (shares->last < MEMBERS_FOR_TWO ||
	    store_open(store->host, store->full_path, store->full_key_path, store->till_name,
		       STORE_READ, &helper->store, NULL) < 0)
		return;
	helper->pass = (struct pass) { .count = pass->count,
				       .store = helper->store,
				       .sheet = &helper->sheet,
				       .sheaves = pass->sheaves,
				       .sums = SCAN_NOTHING };
	if (sees_the_same(store, helper->store) &&
	    clock_open(store->host, helper->store->zone, &helper->pass.clock) == RGL_OK) {
		helper->sheet.refusal = &helper->store->refusal;
		helper->runs = start(helper);
	}
}

/* `rc`: of the pass beside it, whose words stand when both failed. */
static rgl_rc end_help(struct helper *helper, struct pass *pass, rgl_rc rc)
{
	if (helper->runs)
		(void)pthread_join(helper->thread, NULL);
	if (helper->runs && rc == RGL_OK) {
		rc = helper->rc;
		if (rc < 0)
			refuse(&pass->store->refusal, rc, "%s", helper->store->refusal.text);
		else
			rc = sheet_merge(pass->sheet, &helper->sheet);
	}
	if (helper->store != NULL)
		store_looked(helper->store);
	sheet_free(&helper->sheet);
	clock_close(helper->pass.clock);
	store_close(helper->store);
	return rc;
}

static rgl_rc read_last_member(struct store *store, int64_t *ret)
{
	struct query q = query(store, STATEMENT_MEMBER_LAST);
	int64_t last = 0;
	rgl_rc rc;

	if (query_row(&q))
		last = query_int(&q);
	rc = query_end(&q);
	if (rc == RGL_OK)
		*ret = last;
	return rc;
}

rgl_rc pass_sales(const struct count *count, struct sheet *sheet)
{
	struct pass pass = { .count = count,
			     .store = count->store,
			     .clock = count->clock,
			     .sheet = sheet,
			     .sums = SCAN_NOTHING };
	struct shares shares = { 0 };
	struct sheaves *sheaves = NULL;
	struct helper helper;
	rgl_rc rc = read_last_member(count->store, &shares.last);

	if (rc == RGL_OK)
		rc = sheaves_open(count->store, &sheaves);
	if (rc < 0)
		return rc;
	pass.sheaves = sheaves;
	begin_help(&helper, &pass, &shares);
	rc = pass_shares(&pass, &shares);
	if (rc == RGL_OK)
		rc = pass_nobody(&pass);
	if (rc < 0)
		atomic_store(&shares.stop, true);
	rc = end_help(&helper, &pass, rc);
	sheaves_close(sheaves);
	return rc;
}
