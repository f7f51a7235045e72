/* slip.h - the facts of a sale's receipt, out of the store.
 *
 * In:  the till's id of a sale.
 * Out: struct receipt with everything it points to; it needs the store no more.
 * Not here: words and layout (receipts/).
 */
#pragma once

#include "plugin/store/store.h"
#include "receipts/receipt.h"

struct slip;

/* E_NO_SALE, E_MEMORY, and the store's. Free it with slip_free. */
MUST_USE rgl_rc slip_read(struct store *store, const char *ref, bool is_copy, struct slip **ret);
const struct receipt *slip_receipt(const struct slip *slip);
void slip_free(struct slip *slip);
