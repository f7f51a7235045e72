/* tier.h - which level a member is on. Pure, but for the shop's calendar. */
#pragma once

#include "plugin/base/zone.h"
#include "plugin/programme/programme.h"

/* The highest level whose `from` the figure reaches; PROGRAMME_NONE. */
size_t tier_reached(const struct tiers *tiers, int64_t figure);

/* From when on sales count for the figure: 0 for ever. */
int64_t tier_window_ms(const struct tiers *tiers, struct zone *zone, int64_t at_ms);

/* The level after a change: up at once, down by the owner's policy. `stored` was reached, or last
 * earned anew, at *since_ms, which is moved on when it is reached now. */
size_t tier_after(const struct tiers *tiers, struct zone *zone, size_t stored, int64_t figure,
		  int64_t at_ms, int64_t *since_ms);

/* What is missing to the level above; *ret_next PROGRAMME_NONE and 0 on the highest. */
int64_t tier_missing(const struct tiers *tiers, size_t level, int64_t figure, size_t *ret_next);
