/* complaint_outcome.c - see complaint_outcome.h. */
#include "plugin/care/complaint_outcome.h"

#include <math.h>
#include <stdlib.h>

#include "plugin/insight/period.h"
#include "plugin/store/query.h"

enum { BANDS = 4, LOOKED_AT = 20000, NEVER = 0 };

/* Members of one month with as many visits before. */
struct cell {
	int64_t complained;
	int64_t complained_came;
	int64_t others;
	int64_t others_came;
};

/* One counting. others_on: of each cell, how many of the others came back after so many days. */
struct work {
	struct store *store;
	struct complaint_outcome outcome;
	struct cell cells[OUTCOME_MONTHS_MAX * BANDS];
	int64_t came_in_time[OUTCOME_SEASON_MAX + 1];
	int64_t came_late[OUTCOME_SEASON_MAX + 1];
	uint32_t *others_on;
	int32_t first_month;
	int32_t months;
	int32_t today;
	int32_t season;
};

/* A member's purchases as days, seen from one of them. */
struct visits {
	int32_t since; /* the day from which coming back is counted */
	int32_t last;
	int64_t before; /* days, with that one */
	int32_t next;	/* NEVER: none later */
};

/* ---- One member ---- */

/* 1, 2 to 4, 5 to 9, more. */
static int32_t band_of(int64_t before)
{
	if (before <= 1)
		return 0;
	if (before < 5)
		return 1;
	return before < 10 ? 2 : 3;
}

/* Days come in order. */
static void add_day(struct visits *visits, int32_t day)
{
	if (day == visits->last)
		return;
	visits->last = day;
	if (day <= visits->since)
		visits->before++;
	else if (visits->next == NEVER)
		visits->next = day;
}

/* How many days later, 0 for not within the season. */
static int32_t came_after(const struct work *work, const struct visits *visits)
{
	const int32_t days = visits->next == NEVER ? 0 : visits->next - visits->since;

	return days <= work->season ? days : 0;
}

static int32_t month_of(const struct work *work, int32_t day)
{
	return period_of_day(GRAIN_MONTH, day) - work->first_month;
}

/* ---- Those who complained ---- */

struct complainer {
	int64_t member;
	int32_t day;
	bool in_time;
};

static void count_complainer(struct work *work, const struct complainer *one,
			     const struct visits *visits)
{
	struct complaint_outcome *outcome = &work->outcome;
	struct complaint_group *group = one->in_time ? &outcome->in_time : &outcome->late;
	struct cell *cell =
		&work->cells[month_of(work, one->day) * BANDS + band_of(visits->before)];
	const int32_t days = came_after(work, visits);

	group->members++;
	cell->complained++;
	if (days == 0)
		return;
	group->came++;
	cell->complained_came++;
	if (one->in_time)
		work->came_in_time[days]++;
	else
		work->came_late[days]++;
}

static rgl_rc look_at_complainer(struct work *work, const struct complainer *one)
{
	struct visits visits = { .since = one->day, .last = INT32_MIN };
	struct query q;
	rgl_rc rc;

	if (one->day + work->season > work->today) {
		work->outcome.waiting++;
		return RGL_OK;
	}
	q = query(work->store, STATEMENT_OUTCOME_VISITS);
	query_bind_int(&q, one->member);
	while (query_row(&q))
		add_day(&visits, period_day(work->store->zone, query_int(&q)));
	rc = query_end(&q);
	if (rc == RGL_OK)
		count_complainer(work, one, &visits);
	return rc;
}

/* By member, then by time: the first of each. */
static rgl_rc count_complained(struct work *work, int64_t from_ms, int64_t until_ms, int64_t now_ms)
{
	struct query q = query(work->store, STATEMENT_OUTCOME_COMPLAINED);
	struct complainer one = { .member = 0 };
	int64_t member_before = 0;
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	query_bind_int(&q, from_ms);
	query_bind_int(&q, until_ms);
	query_bind_int(&q, now_ms);
	while (rc == RGL_OK && query_row(&q)) {
		one.member = query_int(&q);
		one.day = period_day(work->store->zone, query_int(&q));
		one.in_time = query_int(&q) != 0;
		if (one.member != member_before)
			rc = look_at_complainer(work, &one);
		member_before = one.member;
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

/* ---- The others ---- */

/* One of them as the walk comes along: the month that is being seen, waiting for the day after. */
struct other {
	int64_t member;
	int64_t before;
	int32_t last;
	int32_t open_day;  /* the first of a month, whose next visit is still to come */
	int32_t open_cell; /* -1: none is */
};

static void close_open(struct work *work, struct other *other, int32_t next_day)
{
	const int32_t cell = other->open_cell;
	const int32_t days = next_day - other->open_day;

	work->cells[cell].others++;
	if (next_day != NEVER && days <= work->season) {
		work->cells[cell].others_came++;
		work->others_on[cell * (work->season + 1) + days]++;
	}
	other->open_cell = -1;
}

static void end_other(struct work *work, struct other *other)
{
	if (other->member != 0 && other->open_cell >= 0)
		close_open(work, other, NEVER);
	other->open_cell = -1;
}

/* The first day of each month is one to look from; the next day that comes is the return. */
static void see_day(struct work *work, struct other *other, int32_t day)
{
	const int32_t month = month_of(work, day);
	const bool is_first = other->before == 0 || month_of(work, other->last) != month;
	int32_t cell;

	if (other->before > 0 && day == other->last)
		return;
	if (other->open_cell >= 0)
		close_open(work, other, day);
	other->before++;
	other->last = day;
	if (!is_first || month < 0 || month >= work->months || day + work->season > work->today)
		return;
	cell = month * BANDS + band_of(other->before);
	if (work->cells[cell].complained == 0)
		return;
	other->open_cell = cell;
	other->open_day = day;
}

static rgl_rc count_others(struct work *work)
{
	struct query q = query(work->store, STATEMENT_MEMBER_LAST);
	struct other other = { .open_cell = -1 };
	int64_t last = 0;
	rgl_rc rc;

	if (query_row(&q))
		last = query_int(&q);
	rc = query_end(&q);
	if (rc < 0)
		return rc;
	q = query(work->store, STATEMENT_OUTCOME_OTHERS);
	query_bind_int(&q, last / LOOKED_AT + 1);
	while (query_row(&q)) {
		const int64_t member = query_int(&q);
		const int32_t day = period_day(work->store->zone, query_int(&q));

		if (member != other.member) {
			end_other(work, &other);
			other = (struct other) { .member = member, .open_cell = -1 };
		}
		see_day(work, &other, day);
	}
	end_other(work, &other);
	return query_end(&q);
}

/* ---- Sums ---- */

/* The day by which half of the weight is there. */
static int64_t median_of(const double *on, int32_t season)
{
	double all = 0;
	double sum = 0;

	for (int32_t day = 1; day <= season; day++)
		all += on[day];
	for (int32_t day = 1; day <= season; day++) {
		sum += on[day];
		if (sum * 2 >= all)
			return day;
	}
	return season;
}

static rgl_rc end_group(const struct work *work, const int64_t *first, const int64_t *second,
			struct complaint_group *group)
{
	double on[OUTCOME_SEASON_MAX + 1] = { 0 };

	if (group->members == 0)
		return RGL_OK;
	for (int32_t day = 1; day <= work->season; day++)
		on[day] = (double)first[day] + (second == NULL ? 0 : (double)second[day]);
	group->share = (double)group->came / (double)group->members;
	if (group->came > 0)
		group->days = median_of(on, work->season);
	return interval_share(group->came, group->members, &group->interval);
}

/* What the cells with somebody on both sides come to. */
struct standard {
	int64_t complained;
	int64_t came;
	double share;  /* of the others */
	double square; /* 1 / the members that they count for */
	double on[OUTCOME_SEASON_MAX + 1];
};

static void add_cell(const struct work *work, int32_t place, struct standard *sums)
{
	const struct cell *cell = &work->cells[place];
	const double weight = (double)cell->complained / (double)sums->complained;
	const uint32_t *on = work->others_on + place * (work->season + 1);

	if (cell->complained == 0 || cell->others == 0)
		return;
	sums->share += weight * (double)cell->others_came / (double)cell->others;
	sums->square += weight * weight / (double)cell->others;
	for (int32_t day = 1; day <= work->season; day++)
		sums->on[day] += weight * (double)on[day] / (double)cell->others;
}

static rgl_rc end_others(struct work *work)
{
	struct complaint_outcome *outcome = &work->outcome;
	struct complaint_group *others = &outcome->others;
	struct standard sums = { .complained = 0 };
	rgl_rc rc;

	for (int32_t i = 0; i < work->months * BANDS; i++) {
		sums.complained += work->cells[i].others == 0 ? 0 : work->cells[i].complained;
		sums.came += work->cells[i].others == 0 ? 0 : work->cells[i].complained_came;
	}
	outcome->matched = sums.complained;
	if (sums.complained == 0)
		return RGL_OK;
	for (int32_t i = 0; i < work->months * BANDS; i++)
		add_cell(work, i, &sums);
	others->members = llround(1 / sums.square);
	others->came = llround(sums.share * (double)others->members);
	others->share = sums.share;
	if (others->came > 0)
		others->days = median_of(sums.on, work->season);
	outcome->has_difference = true;
	outcome->difference = (double)sums.came / (double)sums.complained - sums.share;
	rc = interval_share(others->came, others->members, &others->interval);
	if (rc == RGL_OK)
		rc = interval_difference(sums.came, sums.complained, others->came, others->members,
					 &outcome->interval);
	return rc;
}

static rgl_rc end_all(struct work *work)
{
	struct complaint_outcome *outcome = &work->outcome;
	rgl_rc rc;

	outcome->complained.members = outcome->in_time.members + outcome->late.members;
	outcome->complained.came = outcome->in_time.came + outcome->late.came;
	rc = end_group(work, work->came_in_time, NULL, &outcome->in_time);
	if (rc == RGL_OK)
		rc = end_group(work, work->came_late, NULL, &outcome->late);
	if (rc == RGL_OK)
		rc = end_group(work, work->came_in_time, work->came_late, &outcome->complained);
	return rc < 0 ? rc : end_others(work);
}

/* ---- The whole ---- */

static rgl_rc count(struct work *work, int64_t from_ms, int64_t until_ms, int64_t now_ms)
{
	rgl_rc rc = count_complained(work, from_ms, until_ms, now_ms);

	if (rc == RGL_OK && work->outcome.in_time.members + work->outcome.late.members > 0)
		rc = count_others(work);
	return rc < 0 ? rc : end_all(work);
}

/* The time's months, the last ones when they are too many. */
static int64_t set_months(struct work *work, int64_t from_ms, int64_t until_ms)
{
	const int32_t first = period_of_day(GRAIN_MONTH, period_day(work->store->zone, from_ms));
	const int32_t last =
		period_of_day(GRAIN_MONTH, period_day(work->store->zone, until_ms - 1));

	work->first_month = first;
	if (last - first >= OUTCOME_MONTHS_MAX)
		work->first_month = last - OUTCOME_MONTHS_MAX + 1;
	work->months = last - work->first_month + 1;
	if (work->first_month == first)
		return from_ms;
	return period_day_ms(work->store->zone, period_first_day(GRAIN_MONTH, work->first_month));
}

rgl_rc complaint_outcome_read(struct store *store, int64_t from_ms, int64_t until_ms,
			      int64_t now_ms, int64_t season_days, struct complaint_outcome *ret)
{
	struct work *work;
	rgl_rc rc = RGL_E_MEMORY;

	if (season_days < 1 || season_days > OUTCOME_SEASON_MAX)
		return refuse(&store->refusal, RGL_E_RANGE, "a season has 1 to %d days",
			      OUTCOME_SEASON_MAX);
	until_ms = until_ms > now_ms ? now_ms : until_ms;
	if (from_ms >= until_ms) {
		*ret = (struct complaint_outcome) { .matched = 0 };
		return RGL_OK;
	}
	work = host_new(store->host, sizeof(*work));
	if (work == NULL)
		return refuse(&store->refusal, RGL_E_MEMORY, "there is not enough memory");
	work->store = store;
	work->season = (int32_t)season_days;
	work->today = period_day(store->zone, now_ms);
	from_ms = set_months(work, from_ms, until_ms);
	work->others_on =
		host_new(store->host, (size_t)work->months * BANDS * (size_t)(work->season + 1) *
					      sizeof(*work->others_on));
	if (work->others_on == NULL)
		refuse(&store->refusal, rc, "there is not enough memory");
	else
		rc = count(work, from_ms, until_ms, now_ms);
	if (rc == RGL_OK)
		*ret = work->outcome;
	host_free(store->host, work->others_on);
	host_free(store->host, work);
	return rc;
}
