/* due.h - what a sweep (lots_sweep) would end, and when it is over; for showing. Writes nothing.
 *
 * Reads every open lot that ends by then: for the owner, not for a till.
 */
#pragma once

#include "plugin/loyalty/lots.h"

/* Lots of one purse with one end, less what an open quote holds. units: points, stamps, or minor
 * units of money. */
struct due {
	char purse[PROGRAMME_ID_MAX + 1];
	bool is_money;
	int64_t ends_ms;
	int64_t lots;
	int64_t units;
};

/* Takes one; what it refuses ends the reading. It is the reader's. */
typedef rgl_rc due_taker(void *user, const struct due *due);

/* What would be over at `until_ms`, by purse, then the soonest first; *ret_holds: quotes left open
 * that would have ended by then. In a transaction of the caller's both are of one moment. */
MUST_USE rgl_rc due_read(struct store *store, int64_t until_ms, due_taker *take, void *user,
			 int64_t *ret_holds);
