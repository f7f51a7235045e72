/* checkout.h - one sale, refund, quote, void or edit, end to end, each in one SQLite transaction.
 *
 * The flow is in checkout.c; checkout_parts.h says what the other checkout_*.c files do in it.
 */
#pragma once

#include "plugin/loyalty/redeem.h"
#include "plugin/loyalty/vouchers.h"
#include "plugin/sales/sale.h"
#include "plugin/store/store.h"

/* A store, its programmes, and the room that counting a sale needs, taken once. It ends before its
 * store does; it is used by one thread at a time, as the store is. */
struct desk;
MUST_USE rgl_rc desk_open(struct store *store, struct desk **ret);
void desk_close(struct desk *desk); /* NULL is allowed */
struct book *desk_book(struct desk *desk);
struct store *desk_store(struct desk *desk);

/* A purse at a sale: what it earned and spent there (below zero: taken and given back), and what is
 * in it. */
struct purse_outcome {
	char id[64];
	int64_t earned;
	int64_t spent;
	int64_t balance;
};

struct issued {
	int32_t kind; /* enum voucher_kind */
	char code[VOUCHER_CODE_ROOM];
	char reward[64];
	int64_t amount;
	int64_t until_ms;
};

/* What of it came to nothing, was put down as rounding or was undone since, and stopped nothing:
 * one line for a cashier. At most so many are said. */
struct notice {
	const char *field; /* "codes", "rewards", "lines", "id" */
	char text[168];
};
enum { NOTICES_MAX = 8 };
struct notices {
	struct notice items[NOTICES_MAX];
	size_t count;
};

/* What became of a sale's gestures, by their places there. points: of what it earned. left,
 * left_worth: what the cashier may still give without asking. */
struct gestures_told {
	struct {
		int64_t id; /* 0: not given, or only asked about */
		bool given;
	} items[SALE_GESTURES_MAX];
	size_t count;
	int64_t points;
	int64_t left;
	struct money left_worth;
};

/* A small thank-you that nobody expected: points, or a reward as a coupon. text: what it is, "" for
 * none; say: to the cashier, "" where there are no words for it. */
struct surprised {
	int64_t points;
	char reward[64];
	char text[128];
	char say[160];
};

/* What came of it. points is negative for what a refund took back, spent for what it gave back.
 * `unseen` is why the scan gave no member (code 0: it did, or there was none). purses: stamp cards
 * and store credit, those alone that the member has. */
struct outcome {
	int64_t sale;
	int64_t member;
	int64_t visit;
	struct points points;
	struct points spent;
	struct points balance;
	int64_t credit;
	int64_t print_job;
	char tier[64];
	char tier_title[128];
	struct purse_outcome purses[PROGRAMME_PURSES_MAX];
	size_t purse_count;
	struct issued issued[RGL_ISSUED_MAX];
	size_t issued_count;
	struct rgl_why unseen;
	struct notices notices;
	char question[32]; /* the token of what the receipt asks the member, "" for nothing */
	struct gestures_told gestures;
	struct surprised surprise;
};

/* RGL_OK: recorded now. RGL_EXISTS: recorded before, the same in every field: what it did is said
 * as the first time; store credit, other purses' balances and the tier are today's. One that was
 * undone since stays so, with a notice. A member given by number may have been another before a
 * merge. E_DIFFERS: that id stands for another sale; nothing is changed. sale_check's refusals,
 * E_UNKNOWN (member given by number), E_NO_SALE and E_REFUND for refunds, E_POINTS for rewards and
 * stored value that are not there, E_TAKEN and E_UNKNOWN for vouchers, and the store's. `earns`
 * false: an import of the past that earns nothing. */
MUST_USE rgl_rc checkout(struct desk *desk, const struct sale *sale, bool earns,
			 struct outcome *ret);

/* What a sale would come to. What it points to is the desk's; it is handed to `take` before the
 * transaction ends, and what `take` refuses is not held. */
struct quoted {
	int64_t member;
	int64_t hold;
	int64_t hold_ends_ms;
	struct money due;
	struct points points;
	struct points spent;
	struct points balance;
	const struct programme *programme;
	const struct redemption *redemption;
	const struct sale *sale; /* with the discount lines */
	struct surprised surprise;
	struct rgl_why unseen;
	struct notices notices;
	struct gestures_told gestures;
};
typedef rgl_rc quote_taker(void *user, const struct quoted *quoted);
MUST_USE rgl_rc checkout_quote(struct desk *desk, const struct sale *sale, quote_taker *take,
			       void *user);

/* Gives back what a quote set aside. RGL_EXISTS: given back or settled before. E_FIELD. */
MUST_USE rgl_rc checkout_let_go(struct desk *desk, int64_t hold);

/* Undoes a sale: what of it was not refunded, points both ways, stored value, its visit.
 * RGL_EXISTS: done before. E_NO_SALE, E_REFUND. */
MUST_USE rgl_rc checkout_undo(struct desk *desk, const char *ref, struct outcome *ret);

/* Undoes the sale of that id and records it as it is said now, under the same id. RGL_EXISTS: it
 * is as said. E_NO_SALE, E_REFUND (part of it was refunded), and as checkout(). */
MUST_USE rgl_rc checkout_edit(struct desk *desk, const struct sale *sale, struct outcome *ret);

/* A new member, with what the programme gives for that. In the caller's transaction. enrol's
 * refusals. */
struct enrolment;
MUST_USE rgl_rc checkout_enrol(struct desk *desk, const struct enrolment *enrolment,
			       int64_t *ret_member);
