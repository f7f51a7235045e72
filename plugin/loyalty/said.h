/* said.h - what a person must say who changes something by hand: who, why, and an id of their own.
 *
 * `field` is what it is called where it was sent: that is the refusal's field.
 */
#pragma once

#include "plugin/store/store.h"

/* E_FIELD: it is missing. E_TEXT, E_PAYMENT_CARD: it cannot be kept. */
MUST_USE rgl_rc said_check(struct store *store, const char *text, const char *field);

/* It may be missing. */
MUST_USE rgl_rc said_check_kept(struct store *store, const char *text, const char *field);

/* E_UNKNOWN: no such member, one that was merged into another, or whose data were erased. */
MUST_USE rgl_rc said_check_member(struct store *store, int64_t member, const char *field);

/* The same, but that what is left of an erased member may be asked for. */
MUST_USE rgl_rc said_check_number(struct store *store, int64_t member, const char *field);

/* E_UNKNOWN: the member's data were erased; nobody stands behind the number any more. */
MUST_USE rgl_rc said_check_not_erased(struct store *store, int64_t member, const char *field);
