/* lots_parts.h - between lots.c and lots_end.c: one account's open lots, one after another. */
#pragma once

#include "plugin/loyalty/lots.h"

#define LOTS_ANY_EVENT 0

/* A place among an account's open lots, soonest to end first; id 0: past the last. */
struct lot {
	int64_t id;
	int64_t ends_ms;
	int64_t remaining;
};
#define LOTS_FIRST ((struct lot) { .ends_ms = INT64_MIN })

/* The lot after that one, of those of that event (or LOTS_ANY_EVENT) that end at `until_ms` or
 * before. */
MUST_USE rgl_rc lots_next(struct store *store, int64_t account, int64_t event, int64_t until_ms,
			  struct lot *lot);

/* Less of a lot remains. */
MUST_USE rgl_rc lots_take(struct store *store, const struct lot *lot, int64_t units);

/* What holds set aside of an account; of a gift card nothing. */
MUST_USE rgl_rc lots_held(struct store *store, int64_t account, int64_t *ret_units);

/* The same, of holds that have not ended by `at_ms`: those that did protect nothing any more. */
MUST_USE rgl_rc lots_standing(struct store *store, int64_t account, int64_t at_ms,
			      int64_t *ret_units);
