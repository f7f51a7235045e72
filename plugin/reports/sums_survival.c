/* sums_survival.c - see sums_survival.h. */
#include "plugin/reports/sums_survival.h"

#include <math.h>

/* The 0.975 quantile of the normal distribution; and what adding up many quotients may be off. */
static const double NORMAL_975 = 1.959963984540054;
static const double NEARLY = 1e-12;

struct survival survival_of(const struct host *host)
{
	return (struct survival) { .host = host };
}

void survival_free(struct survival *survival)
{
	host_free(survival->host, survival->days);
	survival->days = NULL;
	survival->room = 0;
	survival->count = 0;
}

static rgl_rc make_room(struct survival *survival, int32_t day)
{
	int32_t room = survival->room == 0 ? 128 : survival->room;
	struct survival_day *days;

	while (room <= day)
		room *= 2;
	if (room == survival->room)
		return RGL_OK;
	days = host_resize(survival->host, survival->days, (size_t)room * sizeof(*days));
	if (days == NULL)
		return RGL_E_MEMORY;
	for (int32_t i = survival->room; i < room; i++)
		days[i] = (struct survival_day) { 0 };
	survival->days = days;
	survival->room = room;
	return RGL_OK;
}

rgl_rc survival_add(struct survival *survival, int32_t day, bool happened)
{
	rgl_rc rc;

	if (day < 0 || day > SURVIVAL_DAYS_MAX)
		return RGL_E_RANGE;
	rc = make_room(survival, day);
	if (rc < 0)
		return rc;
	survival->days[day].happened += happened;
	survival->days[day].left += !happened;
	survival->count++;
	return RGL_OK;
}

struct survival_point survival_begin(const struct survival *survival)
{
	return (struct survival_point) {
		.day = -1, .at_risk = survival->count, .still = 1, .low = 1, .high = 1
	};
}

/* Greenwood's sum has no end where all went; then both bounds are the estimate. */
static void set_interval(struct survival_point *point)
{
	double root = sqrt(point->greenwood);

	point->error = point->still * root;
	point->low = point->still * exp(-NORMAL_975 * root);
	point->high = fmin(1, point->still * exp(NORMAL_975 * root));
}

bool survival_next(const struct survival *survival, struct survival_point *point)
{
	const struct survival_day *day;
	double at_risk;

	if (point->day + 1 >= survival->room || survival->count - point->gone <= 0)
		return false;
	point->day++;
	day = &survival->days[point->day];
	point->at_risk = survival->count - point->gone;
	point->happened = day->happened;
	point->gone += day->happened + day->left;
	if (day->happened == 0)
		return true;
	at_risk = (double)point->at_risk;
	point->still *= (at_risk - (double)day->happened) / at_risk;
	if (day->happened < point->at_risk)
		point->greenwood +=
			(double)day->happened / (at_risk * (at_risk - (double)day->happened));
	set_interval(point);
	return true;
}

struct survival_point survival_at(const struct survival *survival, int32_t day)
{
	struct survival_point point = survival_begin(survival);

	while (point.day < day && survival_next(survival, &point))
		continue;
	return point;
}

struct survival_quantile survival_quantile(const struct survival *survival, double gone)
{
	struct survival_quantile quantile = { -1, -1, -1 };
	struct survival_point point = survival_begin(survival);
	const double limit = 1 - gone + NEARLY;

	while (survival_next(survival, &point)) {
		if (point.low <= limit && quantile.low < 0)
			quantile.low = point.day;
		if (point.still <= limit && quantile.day < 0)
			quantile.day = point.day;
		if (point.high <= limit && quantile.high < 0)
			quantile.high = point.day;
	}
	return quantile;
}

int32_t survival_horizon(const struct survival *survival, int64_t watched)
{
	struct survival_point point = survival_begin(survival);
	int32_t horizon = -1;

	while (survival_next(survival, &point) && point.at_risk >= watched)
		horizon = point.day;
	return horizon;
}
