/* checkout.h - one sale or refund, end to end, in one SQLite transaction. */
#pragma once

#include "plugin/sales/sale.h"
#include "plugin/store/store.h"

/* What came of it. points is negative for what a refund took back. `unseen` is why the scan gave
 * no member (code 0: it did, or there was none). */
struct outcome {
	int64_t sale;
	int64_t member;
	int64_t visit;
	struct points points;
	struct points balance;
	int64_t print_job;
	struct rgl_why unseen;
};

/* RGL_OK: recorded now. RGL_EXISTS: recorded before, the same in every field; the first answer.
 * E_DIFFERS: that id stands for another sale; nothing is changed. sale_check's refusals, E_UNKNOWN
 * (member given by number), E_NO_SALE and E_REFUND for refunds, and the store's. `earns`
 * false: an import of the past that earns nothing. */
MUST_USE rgl_rc checkout(struct store *store, const struct sale *sale, bool earns,
			 struct outcome *ret);
