/* identify.h - whose card is this? */
#pragma once

#include "plugin/identify/scan.h"
#include "plugin/store/store.h"

/* member 0: nobody's. own: the QR text when it is a card of ours, else "". seen and ending are for
 * words and screens. */
struct found {
	int64_t member;
	char own[32];
	const char *seen;
	char ending[8];
};

/* Reads a raw scan and finds its member. E_UNKNOWN says what was seen, masked; E_BLOCKED;
 * E_FORGED without a look in the store; and scan_read's. */
MUST_USE rgl_rc identify_scan(struct store *store, const char *raw, size_t length,
			      struct found *ret);

/* Whether a card is known, by its kind and value; *ret_member 0 when it is not. */
MUST_USE rgl_rc identify_value(struct store *store, enum card_kind kind, const char *value,
			       size_t length, int64_t *ret_member);

/* Whose a scan is, blocked or not, as any of the kinds that it may be; *ret_member 0: nobody's. */
MUST_USE rgl_rc identify_owner(struct store *store, const struct scan *scan, int64_t *ret_member);

/* What scan_read needs to know of the shop. */
struct scan_rules identify_rules(const struct store *store);
