/* alerts.h - what the programme's limits found, read for the owner.
 *
 * Not here: finding it (loyalty/watch.h), its words and columns (render_alerts.h).
 */
#pragma once

#include "plugin/insight/render_alerts.h"
#include "plugin/store/store.h"

/* Takes one; what it refuses ends the reading. The alert is the reader's. */
typedef rgl_rc alert_taker(void *user, const struct alert *alert);

/* Those with from_ms <= at < until_ms, the oldest first. */
MUST_USE rgl_rc alerts_read(struct store *store, int64_t from_ms, int64_t until_ms,
			    alert_taker *take, void *user);
