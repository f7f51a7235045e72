/* slip.h - the facts of a sale's receipt, out of the store.
 *
 * In:  the till's id of a sale.
 * Out: struct receipt with everything it points to; it needs the store no more. Points are as the
 *      first receipt said them, and the next reward is counted from there: a copy says the same.
 * Not here: words and layout (receipts/).
 */
#pragma once

#include "plugin/checkout.h"
#include "receipts/receipt.h"

struct slip;

/* E_NO_SALE, E_MEMORY, and the store's. Free it with slip_free. */
MUST_USE rgl_rc slip_read(struct desk *desk, const char *ref, bool is_copy, struct slip **ret);
const struct receipt *slip_receipt(const struct slip *slip);
void slip_free(struct slip *slip);
