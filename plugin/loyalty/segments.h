/* segments.h - the shop's own words for groups of members: "staff", "student", "vip". */
#pragma once

#include "plugin/store/store.h"

/* All of a member's segments, a space between two, in place of those before; "" for none.
 * RGL_EXISTS: they are so already. E_UNKNOWN: no such member, or one that was merged into another.
 * E_FIELD: NULL, or spaces other than one between two words. E_TEXT, E_PAYMENT_CARD. Opens and ends
 * its own transaction. */
MUST_USE rgl_rc segments_set(struct store *store, int64_t member, const char *segments);
