/* cards.h - the cards of a member: added, given anew, never two members'.
 *
 * Not here: whose card a scan is (identify.h), the member (enrol.h).
 */
#pragma once

#include "plugin/identify/scan.h"
#include "plugin/store/store.h"

/* E_TAKEN: the scan is a member's already, or is a code that only we make; says so about `field`.
 */
MUST_USE rgl_rc cards_check_free(struct store *store, const struct scan *scan, const char *field);

/* In the running transaction, of things that were checked to be free: a QR card of ours; a scan; a
 * value of a kind. `ending` is what may be shown of it. */
MUST_USE rgl_rc cards_add_own(struct store *store, int64_t member, int64_t event);
MUST_USE rgl_rc cards_add_scan(struct store *store, int64_t member, int64_t event,
			       const struct scan *scan);
MUST_USE rgl_rc cards_add(struct store *store, int64_t member, int64_t event, enum card_kind kind,
			  const char *value, size_t length, const char *ending);

/* One more card for a member, a raw scan, in a transaction. E_TAKEN, E_UNKNOWN, scan_read's. */
MUST_USE rgl_rc cards_link(struct store *store, int64_t member, const char *raw, size_t length);

/* A new QR card of ours; those the member had are blocked from now on. E_UNKNOWN. */
MUST_USE rgl_rc cards_renew(struct store *store, int64_t member);
