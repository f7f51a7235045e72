/* record.h - write a sale down once.
 *
 * In:  a sale that sale_check passed, and what came of it (points, visit).
 * Out: its row, lines and tenders; or the row it has already.
 * Not here: what it earns (accrue.h), moving points (ledger.h).
 */
#pragma once

#include "plugin/sales/sale.h"
#include "plugin/store/query.h"

/* A sale as the store has it. id 0: it has none. */
struct recorded {
	int64_t id;
	char ref[RGL_TEXT_MAX + 1]; /* as it is kept: without a card's number */
	int64_t refund_of;
	bool is_refund;
	int64_t member;
	int64_t at_ms;
	char cashier[RGL_TEXT_MAX + 1];
	struct money total;
	struct money tax;
	struct money sold;     /* the total, and what goods brought back paid for beside it */
	struct money refunded; /* of what was sold */
	struct money returned; /* goods that its lines below zero brought back */
	struct points points;
	struct points balance;
	int64_t visit;
	uint8_t digest[HASH_BYTES];
	struct points spent;
	int64_t programme; /* its row, 0: the settings of init */
	bool is_voided;
	int64_t exchange_of;	   /* whose goods it brought back; 0: no sale's that was named */
	bool exchanged_was_undone; /* that sale was, since */
};

/* By the till's own id; id 0 when it was never recorded. */
MUST_USE rgl_rc record_find(struct store *store, const char *ref, struct recorded *ret);

/* The same for one that must be there: E_NO_SALE says so about `field`. */
MUST_USE rgl_rc record_need(struct store *store, const char *ref, const char *field,
			    struct recorded *ret);

/* A sale's id as words may have it: short, and without a card's number. */
struct record_shown {
	char text[96];
};
struct record_shown record_shown(const char *ref);

/* A keyed digest of all that the till said, for telling the same from another. */
void record_digest(const struct store *store, const struct sale *sale, bool hide_scan,
		   uint8_t ret[HASH_BYTES]);

/* What goes beside what the till said. Rows, or 0. tender_accounts: by the sale's tenders, what
 * paid; NULL: none of ours. */
struct effect {
	int64_t member;
	int64_t refund_of;
	int64_t undoes;
	int64_t exchange_of;
	int64_t replaces;
	int64_t programme;
	int64_t at_ms;
	struct money stored; /* of the total: put on gift cards and credit */
	struct money returned;
	struct points points;
	struct points spent;
	struct points balance;
	int64_t visit;
	const int64_t *tender_accounts;
	uint8_t digest[HASH_BYTES];
};

/* Writes it, with a new event whose id is the sale's. Card numbers in texts are masked. */
MUST_USE rgl_rc record_write(struct store *store, const struct sale *sale,
			     const struct effect *effect, int64_t *ret_id);

/* What of a sale's total is put on gift cards and credit, and not spent yet. */
struct money record_stored(const struct sale *sale);

/* Adds to what of a sale was given back; below zero, takes off. */
MUST_USE rgl_rc record_refunded(struct store *store, int64_t sale, struct money amount);

/* Ids that only we give: no till's begins so. */
#define RECORD_OURS "regulars:"

/* Marks a sale as undone, and lets its id be given anew when it is edited. */
MUST_USE rgl_rc record_voided(struct store *store, int64_t sale);
MUST_USE rgl_rc record_move_aside(struct store *store, int64_t sale);

/* The job of printing a sale's receipt: made, or looked up (0: there is none). */
MUST_USE rgl_rc record_print(struct store *store, int64_t sale, bool is_copy, int64_t *ret_job);
MUST_USE rgl_rc record_print_of(struct store *store, int64_t sale, int64_t *ret_job);
