/* trail.h - the end of the audit trail (plugin/care/audit.h): what says how long the trail is.
 *
 * It is signed from the moment that a store has it, before there is a row: else an emptied trail
 * would look like one that was never written to.
 */
#pragma once

#include "plugin/store/store.h"

/* As audit_end has it. since: events up to it came before there was a trail. */
struct trail_end {
	int64_t rows;
	int64_t since;
	uint8_t last[HASH_BYTES]; /* of the last row; zeros before the first */
	uint8_t mac[HASH_BYTES];
};

/* What its mac has to be. */
void trail_hash(const struct store *store, const struct trail_end *end, uint8_t ret[HASH_BYTES]);

/* Signs the end that the schema's step has made, in that step's transaction. */
MUST_USE rgl_rc trail_begin(struct store *store, int64_t since);
