/* people.c - see people.h. */
#include "plugin/reports/people.h"

#include "plugin/care/consent.h"
#include "plugin/insight/last_day.h"
#include "plugin/store/query.h"

struct reading {
	struct store *store;
	struct people *people;
	size_t at; /* where the scores have got to */
};

static rgl_rc make_room(struct reading *reading)
{
	struct people *people = reading->people;
	size_t room = people->room == 0 ? 64 : people->room * 2;
	struct person *list;

	if (people->count < people->room)
		return RGL_OK;
	list = host_resize(people->host, people->list, room * sizeof(*list));
	if (list == NULL)
		return refuse(&reading->store->refusal, RGL_E_MEMORY,
			      "there is not enough memory for the report");
	people->list = list;
	people->room = room;
	return RGL_OK;
}

static int64_t days_of(const struct person *person)
{
	return person->first_day == person->last_day ? 1 : person->visits;
}

/* The worth is set when the basis is known. */
static rgl_rc take_member(void *user, const struct member_row *row)
{
	struct reading *reading = user;
	struct zone *zone = reading->store->zone;
	struct people *people = reading->people;
	struct person *person;
	rgl_rc rc;

	if (row->figures.visits <= 0) {
		people->never++;
		return RGL_OK;
	}
	rc = make_room(reading);
	if (rc == RGL_OK)
		rc = figures_add(&people->all, &row->figures);
	if (rc < 0)
		return rc;
	person = &people->list[people->count++];
	*person = (struct person) {
		.member = row->member,
		.visits = row->figures.visits,
		.referred_by = row->referred_by,
		.net = row->figures.net,
		.worth = row->figures.cost,
		.first_day = period_day(zone, row->first_ms),
		.last_day = period_day(zone, row->last_ms),
		.second_day = row->second_ms == 0 ? 0 : period_day(zone, row->second_ms),
	};
	person->days = days_of(person);
	return RGL_OK;
}

static rgl_rc set_worths(struct people *people)
{
	rgl_rc rc = RGL_OK;

	people->basis = figures_basis(&people->all);
	for (size_t i = 0; rc == RGL_OK && i < people->count; i++) {
		struct person *person = &people->list[i];

		if (people->basis == BASIS_MARGIN)
			rc = money_sub(person->net, person->worth, &person->worth);
		else
			person->worth = person->net;
	}
	return rc;
}

/* Scores come by member, as the list is. */
static rgl_rc take_score(void *user, const struct score *score)
{
	struct reading *reading = user;
	struct people *people = reading->people;
	struct person *person;

	while (reading->at < people->count && people->list[reading->at].member < score->member)
		reading->at++;
	if (reading->at == people->count || people->list[reading->at].member != score->member)
		return RGL_OK;
	person = &people->list[reading->at];
	people->scored++;
	person->is_scored = true;
	person->has_come_since =
		person->last_day > period_day(reading->store->zone, score->as_of_ms);
	person->days = score->days + (person->has_come_since ? 1 : 0);
	person->usual_days = score->usual_days;
	person->alive = score->alive;
	person->again = score->again;
	person->overdue = score->overdue;
	person->visits_milli = score->visits_milli;
	person->value = score->value;
	person->low = score->low;
	person->high = score->high;
	person->spread = score->spread;
	person->loss = score->loss;
	return RGL_OK;
}

static rgl_rc read_days(struct store *store, struct people *people)
{
	struct last_day last;
	rgl_rc rc = last_day_read(store, &last);

	if (rc < 0)
		return rc;
	people->now = last.now;
	people->today = last.day;
	return RGL_OK;
}

/* Those whom it may be about: few. Whether they agree is said by consent.h alone. */
static rgl_rc leave_out(struct store *store, const struct people *people)
{
	struct query q = query(store, STATEMENT_PEOPLE_ASKED);
	rgl_rc rc = RGL_OK;
	rgl_rc ended;

	while (rc == RGL_OK && query_row(&q)) {
		struct person *person = people_find(people, query_int(&q));
		bool agrees = true;

		if (person == NULL)
			continue;
		rc = consent_has(store, person->member, "analyse", &agrees);
		person->is_not_named = !agrees;
	}
	ended = query_end(&q);
	return rc < 0 ? rc : ended;
}

rgl_rc people_read(struct store *store, struct people *ret)
{
	struct reading reading = { .store = store, .people = ret };
	rgl_rc rc;

	*ret = (struct people) { .host = store->host };
	rc = read_days(store, ret);
	if (rc == RGL_OK)
		rc = members_read(store, take_member, &reading);
	if (rc == RGL_OK)
		rc = leave_out(store, ret);
	if (rc == RGL_OK)
		rc = set_worths(ret);
	if (rc == RGL_OK)
		rc = scores_state(store, &ret->state);
	if (rc == RGL_OK && ret->state.as_of_ms != 0)
		rc = scores_read(store, take_score, &reading);
	if (rc == RGL_E_RANGE)
		refuse(&store->refusal, rc,
		       "the members' sales add up to more than can be counted");
	return rc;
}

void people_free(struct people *people)
{
	host_free(people->host, people->list);
	people->list = NULL;
	people->count = 0;
}

struct person *people_find(const struct people *people, int64_t member)
{
	size_t low = 0;
	size_t high = people->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (people->list[middle].member < member)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == people->count || people->list[low].member != member)
		return NULL;
	return &people->list[low];
}

int32_t people_scores_age(struct store *store, const struct people *people)
{
	int32_t age;

	if (people->state.as_of_ms == 0)
		return -1;
	age = people->now - period_day(store->zone, people->state.as_of_ms);
	return age < 0 ? 0 : age;
}
