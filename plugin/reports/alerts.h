/* alerts.h - what the programme's limits found, read for the owner.
 *
 * Not here: finding it (loyalty/watch.h), its words and columns (report_alerts.c).
 */
#pragma once

#include "plugin/page/render_view.h"
#include "plugin/store/store.h"

/* kind: the limit's name in the programme. member 0: of nobody. */
struct alert {
	int64_t at_ms;
	int64_t member;
	bool refused;
	char kind[32];
	char cashier[RGL_TEXT_MAX + 1];
	char text[256];
};

/* Takes one; what it refuses ends the reading. The alert is the reader's. */
typedef rgl_rc alert_taker(void *user, const struct alert *alert);

/* Those with from_ms <= at < until_ms, the oldest first. */
MUST_USE rgl_rc alerts_read(struct store *store, int64_t from_ms, int64_t until_ms,
			    alert_taker *take, void *user);
