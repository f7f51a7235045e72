/* sums_rhythm.c - see sums_rhythm.h. */
#include "plugin/reports/sums_rhythm.h"

#include <math.h>

const int32_t RHYTHM_MARK_DAYS[RHYTHM_MARKS] = { 1, 3, 7, 14, 30, 60, 90 };
const int32_t RHYTHM_WINDOW_DAYS[RHYTHM_WINDOWS] = { 30, 90 };

/* Spread over mean; see sums_rhythm.h. */
static const double SPREAD_REGULAR = 0.5;
static const double SPREAD_LOOSE = 0.9;

void rhythm_init(struct rhythm *ret, const struct host *host, int32_t end)
{
	*ret = (struct rhythm) { .host = host, .end = end, .second = survival_of(host) };
}

void rhythm_free(struct rhythm *rhythm)
{
	survival_free(&rhythm->second);
	host_free(rhythm->host, rhythm->all.days);
	for (size_t i = 0; i < REGULARITIES; i++)
		host_free(rhythm->host, rhythm->usual[i].days);
	*rhythm = (struct rhythm) { .host = rhythm->host };
}

static rgl_rc gaps_add(const struct host *host, struct gaps *gaps, int32_t day)
{
	int32_t room = gaps->room == 0 ? 128 : gaps->room;
	int64_t *days;

	if (day < 0 || day > SURVIVAL_DAYS_MAX)
		return RGL_E_RANGE;
	while (room <= day)
		room *= 2;
	if (room > gaps->room) {
		days = host_resize(host, gaps->days, (size_t)room * sizeof(*days));
		if (days == NULL)
			return RGL_E_MEMORY;
		for (int32_t i = gaps->room; i < room; i++)
			days[i] = 0;
		gaps->days = days;
		gaps->room = room;
	}
	gaps->days[day]++;
	gaps->count++;
	return RGL_OK;
}

int32_t gaps_quantile(const struct gaps *gaps, double share)
{
	int64_t wanted = (int64_t)ceil(share * (double)gaps->count - 1e-9);
	int64_t passed = 0;

	for (int32_t day = 0; day < gaps->room; day++) {
		passed += gaps->days[day];
		if (passed > 0 && passed >= wanted)
			return day;
	}
	return 0;
}

/* What follows a visit on day `from`: a gap, or -1 while there is none. */
static void count_window(struct rhythm *rhythm, int32_t from, int32_t gap)
{
	int32_t visit = rhythm->now.visits - 1;

	if (visit >= RHYTHM_VISITS)
		return;
	for (size_t i = 0; i < RHYTHM_WINDOWS; i++) {
		if (rhythm->end - from < RHYTHM_WINDOW_DAYS[i])
			continue;
		rhythm->had[i][visit]++;
		rhythm->again[i][visit] += gap >= 0 && gap <= RHYTHM_WINDOW_DAYS[i];
	}
}

static rgl_rc count_second(struct rhythm *rhythm, int32_t gap)
{
	int32_t seen = rhythm->end - rhythm->now.first;

	for (size_t i = 0; i < RHYTHM_MARKS; i++) {
		if (seen < RHYTHM_MARK_DAYS[i])
			continue;
		rhythm->could[i]++;
		rhythm->came[i] += gap >= 0 && gap <= RHYTHM_MARK_DAYS[i];
	}
	return survival_add(&rhythm->second, gap >= 0 ? gap : seen, gap >= 0);
}

static rgl_rc count_gap(struct rhythm *rhythm, int32_t gap)
{
	rgl_rc rc = gaps_add(rhythm->host, &rhythm->all, gap);

	if (rc == RGL_OK && rhythm->now.visits == 1)
		rc = count_second(rhythm, gap);
	count_window(rhythm, rhythm->now.last, gap);
	rhythm->now.sum += gap;
	rhythm->now.squares += (double)gap * gap;
	return rc;
}

rgl_rc rhythm_visit(struct rhythm *rhythm, int32_t day)
{
	rgl_rc rc = RGL_OK;

	if (day > rhythm->end)
		return RGL_OK;
	if (rhythm->now.visits == 0)
		rhythm->now.first = day;
	else
		rc = count_gap(rhythm, day - rhythm->now.last);
	rhythm->now.last = day;
	rhythm->now.visits++;
	rhythm->visits++;
	rhythm->weekdays[((day + 3) % 7 + 7) % 7]++;
	return rc;
}

/* Spread: the standard deviation of the gaps, with one less than their number below. */
static enum regularity regularity_of(const struct rhythm *rhythm, double mean)
{
	double n = rhythm->now.visits - 1;
	double variance = fmax(0, (rhythm->now.squares - n * mean * mean) / (n - 1));
	double spread = sqrt(variance) / mean;

	if (spread < SPREAD_REGULAR)
		return REGULAR;
	return spread <= SPREAD_LOOSE ? LOOSE : IRREGULAR;
}

static rgl_rc count_usual(struct rhythm *rhythm)
{
	int32_t gaps = rhythm->now.visits - 1;
	double mean;

	if (gaps < RHYTHM_GAPS_MIN) {
		rhythm->too_few += gaps > 0;
		return RGL_OK;
	}
	mean = rhythm->now.sum / gaps;
	return gaps_add(rhythm->host, &rhythm->usual[regularity_of(rhythm, mean)],
			(int32_t)lround(mean));
}

rgl_rc rhythm_member(struct rhythm *rhythm)
{
	rgl_rc rc = RGL_OK;

	if (rhythm->now.visits == 0)
		return RGL_OK;
	rhythm->members++;
	count_window(rhythm, rhythm->now.last, -1);
	if (rhythm->now.visits == 1)
		rc = count_second(rhythm, -1);
	if (rc == RGL_OK)
		rc = count_usual(rhythm);
	rhythm->now.visits = 0;
	rhythm->now.sum = 0;
	rhythm->now.squares = 0;
	return rc;
}
