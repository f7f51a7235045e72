/* report_economics.c - see reports.h: what keeping customers is worth here. */
#include "plugin/reports/report_economics.h"

#include <math.h>

#include "plugin/reports/report_parts.h"
#include "plugin/reports/reports.h"

enum { YEAR_DAYS = 365, YEAR_MONTHS = 12 };

/* A member's days, in major units; grows with who came most often. */
struct gathering {
	const struct people *people;
	const struct currency *currency;
	struct economics *economics;
	struct economics_visit *visits;
	size_t room;
};

static rgl_rc make_room(struct gathering *gathering, size_t count)
{
	struct economics_visit *visits;

	if (count <= gathering->room)
		return RGL_OK;
	visits = host_resize(gathering->people->host, gathering->visits,
			     2 * count * sizeof(*visits));
	if (visits == NULL)
		return RGL_E_MEMORY;
	gathering->visits = visits;
	gathering->room = 2 * count;
	return RGL_OK;
}

static rgl_rc take_member(void *user, int64_t member, const struct visit_day *days, size_t count)
{
	struct gathering *gathering = user;
	const struct person *person = people_find(gathering->people, member);
	rgl_rc rc = make_room(gathering, count);

	if (rc < 0 || person == NULL)
		return rc;
	for (size_t i = 0; i < count; i++) {
		struct money worth = days[i].net;

		if (gathering->people->basis == BASIS_MARGIN)
			rc = money_sub(days[i].net, days[i].cost, &worth);
		if (rc < 0)
			return rc;
		gathering->visits[i].day = days[i].day;
		gathering->visits[i].worth = money_major(worth, gathering->currency);
	}
	economics_add(gathering->economics, person->referred_by != 0, gathering->visits, count);
	return RGL_OK;
}

static int32_t first_day(const struct people *people)
{
	int32_t first = people->today;

	for (size_t i = 0; i < people->count; i++)
		if (people->list[i].first_day < first)
			first = people->list[i].first_day;
	return first;
}

static rgl_rc gather(struct store *store, const struct people *people, struct economics *economics)
{
	struct gathering gathering = { .people = people,
				       .currency = &store->shop.currency,
				       .economics = economics };
	rgl_rc rc = economics_open(store->host, first_day(people), people->today, economics);

	if (rc == RGL_OK)
		rc = visits_read(store, INT64_MAX, take_member, &gathering);
	host_free(store->host, gathering.visits);
	return rc;
}

static rgl_rc add_up(struct store *store, struct economics_said *said)
{
	const struct cells_wish wish = { .grain = GRAIN_MONTH,
					 .from_ms = INT64_MIN,
					 .until_ms = INT64_MAX };
	const struct people *people = said->people;
	struct cells cells;
	rgl_rc rc = RGL_OK;

	for (size_t i = 0; rc == RGL_OK && i < people->count; i++) {
		rc = value_group_add(&said->members, &people->list[i]);
		if (rc == RGL_OK && people->list[i].days >= 2)
			rc = value_group_add(&said->repeaters, &people->list[i]);
	}
	if (rc == RGL_OK)
		rc = cells_read(store, &wish, &cells);
	if (rc < 0)
		return rc;
	said->shop = cells.all.net;
	cells_free(&cells);
	return RGL_OK;
}

/* Visits after the first within a year, each discounted to the end of its month, so that a year
 * never is more than the life it is part of. */
static double visits_in_a_year(const struct timing_model *model)
{
	const double month_days = (double)YEAR_DAYS / YEAR_MONTHS;
	double before = 0;
	double counted = 0;

	for (int month = 1; month <= YEAR_MONTHS; month++) {
		double until = timing_new_expected(model, month * month_days);

		counted += (until - before) * pow(1 + ECONOMICS_RATE, -month / (double)YEAR_MONTHS);
		before = until;
	}
	return counted;
}

/* What the model expects of somebody whose first visit is today. */
static void ask_model(struct economics_said *said)
{
	const struct choice_model *model = report_model(said->people);
	const struct timing_history fresh = { 0 };
	const struct spend_history nothing = { 0 };
	double rate = log(1 + ECONOMICS_RATE) / YEAR_DAYS;
	struct estimate first = economics_first(said->economics);
	double visit;

	if (model == NULL || !first.is_known || model->fit.verdict == FIT_TOO_LITTLE ||
	    said->people->state.basis != said->people->basis)
		return;
	visit = spend_expected(&said->people->state.choice.spend.model, &nothing);
	said->model_year = first.value + visit * visits_in_a_year(&model->fit.model);
	said->model_life = first.value + visit * timing_discounted(&model->fit.model, &fresh, rate);
	said->has_model = isfinite(said->model_year) && isfinite(said->model_life);
}

static rgl_rc make_page(struct store *store, const struct report *report,
			struct economics_said *said, struct page *page)
{
	rgl_rc rc = add_up(store, said);

	if (rc == RGL_OK)
		rc = report_economics_chains(store, said);
	if (rc < 0)
		return rc;
	said->has_cost = report->has_cost;
	if (report->has_cost)
		said->cost = money_major(report->cost, said->currency);
	ask_model(said);
	page_subtitle(page, "in %s, net of refunds",
		      said->people->count == 0 ? "money" : worth_basis_name(said->people->basis));
	report_economics_say(said, page);
	report_economics_tables(said, page);
	return RGL_OK;
}

rgl_rc report_economics(struct store *store, const struct report *report, struct page *page)
{
	struct people people;
	struct economics economics = { 0 };
	struct economics_said said = { .store = store,
				       .people = &people,
				       .economics = &economics,
				       .currency = &store->shop.currency };
	rgl_rc rc = report_is_of_all(report, &store->refusal);

	if (rc < 0)
		return rc;
	rc = people_read(store, &people);
	if (rc == RGL_OK)
		rc = gather(store, &people, &economics);
	if (rc == RGL_OK)
		rc = make_page(store, report, &said, page);
	economics_free(&economics);
	people_free(&people);
	return rc;
}
