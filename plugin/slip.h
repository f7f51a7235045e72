/* slip.h - the facts of a sale's receipt, out of the store.
 *
 * In:  the till's id of a sale.
 * Out: struct receipt with everything it points to; it needs the store no more. Points are as the
 *      first receipt said them, and the next reward, the tier and the visit are counted from there:
 *      a copy says the same. What the store does not have of then (what was on a stamp card long
 *      ago, points that ended since) is left out.
 * Not here: words and layout (receipts/), the shop's own template (slip_parts.h).
 */
#pragma once

#include "plugin/checkout.h"
#include "receipts/receipt.h"

struct slip;

/* E_NO_SALE, E_MEMORY, and the store's. Free it with slip_free. */
MUST_USE rgl_rc slip_read(struct desk *desk, const char *ref, bool is_copy, struct slip **ret);
const struct receipt *slip_receipt(const struct slip *slip);
void slip_free(struct slip *slip);
