/* cells_clock.c - see cells_clock.h.
 *
 * Two tables by day, filled as days are asked for: the offset that holds for all of a day of UTC,
 * and the period of a day of the shop. Sales of a member lie years apart, so one stretch that is
 * kept would be left at every third sale.
 */
#include "plugin/insight/cells_clock.h"

/* 1 January 1900 to 31 December 2999: what civil_read lets in. */
#define FIRST_DAY (-25567)
#define DAYS 401768

/* An entry is the answer and one more; 0: not asked yet. A day that the offset changes on. */
#define CHANGES INT32_MIN

struct clock {
	const struct host *host;
	struct zone *zone;
	enum grain grain;
	int32_t offsets[DAYS];
	int32_t periods[DAYS];
};

rgl_rc clock_open(const struct host *host, struct zone *zone, struct clock **ret)
{
	struct clock *clock = host_new(host, sizeof(*clock));

	if (clock == NULL)
		return RGL_E_MEMORY;
	clock->host = host;
	clock->zone = zone;
	*ret = clock;
	return RGL_OK;
}

void clock_close(struct clock *clock)
{
	if (clock != NULL)
		host_free(clock->host, clock);
}

int32_t clock_day(int64_t local_ms)
{
	return (int32_t)(local_ms / MS_A_DAY - (local_ms % MS_A_DAY < 0));
}

/* Zones change at most once a day. */
static int32_t offset_of_day(struct clock *clock, int32_t day)
{
	int64_t begin = zone_offset_ms(clock->zone, (int64_t)day * MS_A_DAY);
	int64_t end = zone_offset_ms(clock->zone, ((int64_t)day + 1) * MS_A_DAY - 1);

	return begin == end ? (int32_t)begin + 1 : CHANGES;
}

int64_t clock_local_ms(struct clock *clock, int64_t at_ms)
{
	int32_t day = clock_day(at_ms);
	uint32_t at = (uint32_t)(day - FIRST_DAY);

	if (at >= DAYS)
		return at_ms + zone_offset_ms(clock->zone, at_ms);
	if (clock->offsets[at] == 0)
		clock->offsets[at] = offset_of_day(clock, day);
	if (clock->offsets[at] == CHANGES)
		return at_ms + zone_offset_ms(clock->zone, at_ms);
	return at_ms + clock->offsets[at] - 1;
}

/* Periods are well below this either way. */
#define PERIODS_FROM 100000

int32_t clock_period(struct clock *clock, enum grain grain, int32_t day)
{
	uint32_t at = (uint32_t)(day - FIRST_DAY);

	if (at >= DAYS)
		return period_of_day(grain, day);
	if (clock->grain != grain) {
		for (size_t i = 0; i < DAYS; i++)
			clock->periods[i] = 0;
		clock->grain = grain;
	}
	if (clock->periods[at] == 0)
		clock->periods[at] = period_of_day(grain, day) + PERIODS_FROM;
	return clock->periods[at] - PERIODS_FROM;
}
