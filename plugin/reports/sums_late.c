/* sums_late.c - see sums_late.h. */
#include "plugin/reports/sums_late.h"

#include <stdlib.h>

enum { YEAR_DAYS = 365 };

static int compare_days(const void *left, const void *right)
{
	const int32_t *a = left;
	const int32_t *b = right;

	return (*a > *b) - (*a < *b);
}

/* Days to the second visit of those whose first is `age` days ago or more. */
static size_t gather(const struct person *list, size_t count, int32_t today, int32_t age,
		     int32_t *days)
{
	size_t seen = 0;

	for (size_t i = 0; i < count; i++)
		if (list[i].second_day > list[i].first_day && today - list[i].first_day >= age)
			days[seen++] = list[i].second_day - list[i].first_day;
	return seen;
}

rgl_rc late_find(const struct host *host, const struct person *list, size_t count, int32_t today,
		 struct late *ret)
{
	int32_t *days = host_new(host, (count + 1) * sizeof(*days));
	struct late late = { .days = LATE_ASSUMED };

	if (days == NULL)
		return RGL_E_MEMORY;
	late.seen = gather(list, count, today, YEAR_DAYS, days);
	if (late.seen < LATE_LEAST)
		late.seen = gather(list, count, today, INT32_MIN, days);
	if (late.seen >= LATE_LEAST) {
		qsort(days, late.seen, sizeof(*days), compare_days);
		late.days = days[(late.seen * 4 + 4) / 5 - 1];
	}
	host_free(host, days);
	*ret = late;
	return RGL_OK;
}

bool late_is(const struct late *late, const struct person *person, int32_t today)
{
	return person->days <= 1 && today - person->first_day > late->days;
}
