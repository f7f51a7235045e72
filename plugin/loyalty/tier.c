/* tier.c - see tier.h. */
#include "plugin/loyalty/tier.h"

size_t tier_reached(const struct tiers *tiers, int64_t figure)
{
	size_t reached = PROGRAMME_NONE;

	for (size_t i = 0; i < tiers->level_count; i++)
		if (figure >= tiers->levels[i].from)
			reached = i;
	return reached;
}

static int64_t months_from(struct zone *zone, int64_t at_ms, int64_t months)
{
	struct civil civil = zone_civil(zone, at_ms);
	int64_t month = (int64_t)civil.year * 12 + civil.month - 1 + months;
	int64_t days;

	civil.year = (int32_t)(month / 12);
	civil.month = (int32_t)(month % 12) + 1;
	/* The 31st of a shorter month is its last day: a day that is there is looked for. */
	days = civil_days(civil.year, civil.month, 1) + civil.day - 1;
	while (civil_of(days * MS_A_DAY).month != civil.month)
		days--;
	return zone_instant_ms(zone, days * MS_A_DAY);
}

int64_t tier_window_ms(const struct tiers *tiers, struct zone *zone, int64_t at_ms)
{
	if (tiers->window == TIER_EVER)
		return 0;
	if (tiers->window == TIER_ROLLING)
		return months_from(zone, at_ms, -tiers->window_months);
	return zone_instant_ms(zone, civil_days(zone_civil(zone, at_ms).year, 1, 1) * MS_A_DAY);
}

static bool is_below(size_t level, size_t other)
{
	return other != PROGRAMME_NONE && (level == PROGRAMME_NONE || level < other);
}

size_t tier_after(const struct tiers *tiers, struct zone *zone, size_t stored, int64_t figure,
		  int64_t at_ms, int64_t *since_ms)
{
	size_t reached = tier_reached(tiers, figure);

	if (!is_below(reached, stored)) {
		*since_ms = at_ms;
		return reached;
	}
	if (tiers->down == TIER_DOWN_NEVER)
		return stored;
	if (tiers->down == TIER_DOWN_AFTER &&
	    at_ms < months_from(zone, *since_ms, tiers->down_months))
		return stored;
	*since_ms = at_ms;
	return reached;
}

int64_t tier_missing(const struct tiers *tiers, size_t level, int64_t figure, size_t *ret_next)
{
	size_t next = level == PROGRAMME_NONE ? 0 : level + 1;

	if (next >= tiers->level_count) {
		*ret_next = PROGRAMME_NONE;
		return 0;
	}
	*ret_next = next;
	return tiers->levels[next].from > figure ? tiers->levels[next].from - figure : 0;
}
