/* checkout_parts.h - the parts of a checkout, in the order in which a sale passes them.
 *
 *	checkout.c         the flow, sale and refund; quote, void, edit in files of their own
 *	checkout_answer.c  what it answers
 *	checkout_past.c    sales that are brought in and earn nothing
 *	checkout_plan.c    who it is, by which programme, what it earns, what its rewards cost
 *	checkout_wanted.c  which rewards it means
 *	checkout_notices.c what of it came to nothing
 *	checkout_returns.c which sale comes back, and how much of it may
 *	checkout_pay.c     stored value that pays: gift cards, store credit and points
 *	checkout_stored.c  stored value that is sold, and undone
 *	checkout_back.c    what a refund, an exchange or a void takes and gives back
 *	checkout_write.c   the transfers, lots and `applied` rows of what it earns and spends
 *	checkout_write_back.c and of what came back
 *	checkout_coupons.c coupons for next time
 *	checkout_late.c    what of a late sale is over already
 *	checkout_care.c    how the member was treated, and what the sale changes of that
 *	checkout_thanks.c  who was brought by a friend, and buys for the first time
 *	checkout_surprise.c a small thank-you that nobody expected
 *	checkout_gestures.c what staff give to put something right
 */
#pragma once

#include "plugin/care/gesture.h"
#include "plugin/care/policy.h"
#include "plugin/care/referral.h"
#include "plugin/care/state.h"
#include "plugin/care/surprise.h"
#include "plugin/checkout.h"
#include "plugin/loyalty/earn.h"
#include "plugin/loyalty/holds.h"
#include "plugin/loyalty/profile.h"
#include "plugin/loyalty/watch.h"
#include "plugin/sales/record.h"

/* A reward that was used: by its place in the programme; what it costs, and the coupon it took. */
struct used {
	size_t reward;
	int64_t times;
	int64_t points;
	int64_t voucher;
	int64_t cost; /* units of its purse */
	struct money discount;
};

/* A tender of ours. units: of the account's purse, above zero: paid with, below: paid back. */
struct payment {
	int64_t account;
	int64_t units;
	size_t purse;
};

/* What one sale has coming back: all of a member and purse. earned, spent: at the sale; taken,
 * given: back before; take, give: now. again: 0, or the sale that an exchange had brought back,
 * which is sold again: give is what was taken of it then, take what was given. */
struct back {
	int64_t member;
	int64_t purse; /* its row */
	int64_t again;
	int64_t earned;
	int64_t spent;
	int64_t taken;
	int64_t given;
	int64_t take;
	int64_t give;
};
enum { BACKS_MAX = 6 * PROGRAMME_PURSES_MAX };

struct plan {
	const struct book_entry *entry;
	const struct book_entry *today; /* whose tiers there are; both are of the book's newest */
	int64_t at_ms;
	bool is_ahead; /* the till said a time that has not come; at_ms is now */
	int64_t payee; /* who brings something back that nobody had bought */
	struct profile profile;
	struct findings findings;
	struct watched watched;
	struct used used[SALE_WISHES_MAX + 1];
	size_t used_count;
	struct hold hold; /* id 0: none */
	struct payment payments[RGL_TENDERS_MAX];
	int64_t tender_accounts[RGL_TENDERS_MAX];
	struct recorded original; /* of a refund or an exchange; id 0: none */
	struct money returned;	  /* of it, at or above zero */
	struct back backs[BACKS_MAX];
	size_t back_count;
	int64_t earned[PROGRAMME_PURSES_MAX];
	int64_t spent[PROGRAMME_PURSES_MAX];
	int64_t settled[PROGRAMME_PURSES_MAX]; /* of that, what the hold had set aside */
	struct care_state care;		       /* of the member, as it is after this sale */
	int64_t asked;			       /* the question on the receipt, 0: none */
	struct gesture_judged gestures[SALE_GESTURES_MAX]; /* by their places in the sale */
	size_t gesture_count;
	struct gesture_left gesture_left; /* of the cashier's budget, after them */
	int64_t gesture_points;		  /* of what is earned */
	int64_t event;
	int64_t applied;		 /* rows written of the event */
	bool has_earning;		 /* desk->earning is of this sale */
	struct referral_verdict brought; /* by a friend */
	struct surprise surprise;	 /* state 0: none */
	/* An edit: what of the sale it stands in for comes back is set off against what the new
	 * one earns and spends, so that one that changes neither moves nothing. carries_to: while
	 * the old one is undone, the new one's programme, by whose places it is carried; or NULL.
	 */
	const struct book_entry *carries_to;
	int64_t replaces; /* the sale it stands in for */
	bool keeps_told;  /* while the old one is undone: it stays the same member's */
	int64_t carried_of;
	int64_t carried_take[PROGRAMME_PURSES_MAX];
	int64_t carried_give[PROGRAMME_PURSES_MAX];
};

struct desk {
	struct store *store;
	struct book *book;
	struct plan plan;
	struct standing standing;
	struct earning earning;
	struct redemption redemption;
	struct basis_work work;
	struct sale_line *lines; /* RGL_LINES_MAX and REDEEM_LINES_MAX more */
	struct sale sale;	 /* over those lines */
	const char *codes[SALE_CODES_MAX + SALE_WISHES_MAX];
	struct wanted wanted[SALE_WISHES_MAX];
	int64_t vouchers[SALE_WISHES_MAX];     /* of the wanted */
	struct rgl_why unmet[SALE_WISHES_MAX]; /* why its code was not taken; code 0: it was */
	void *room;			       /* of work's arrays */
	struct policy policy;
	int64_t policy_changes;	  /* of the settings when it was read; below 0: never */
	struct slip_words *words; /* what cashiers read; NULL: not needed yet */
	char language[16];	  /* the cashiers'; "": the shop's */
};

/* --- checkout_plan.c */

/* A sum of units; one that 64 bits do not hold is the most that they do: more than there is, and
 * what the ledger refuses. */
static inline int64_t plan_sum(int64_t a, int64_t b)
{
	int64_t sum;

	if (!__builtin_add_overflow(a, b, &sum))
		return sum;
	return a < 0 ? INT64_MIN : INT64_MAX;
}

/* Whom it is for, by which programme, as of now; what ended is written down first. The programme is
 * that of the sale's time, or of the sale that comes back (original; NULL: none). */
MUST_USE rgl_rc plan_begin(struct desk *desk, const struct sale *sale, int64_t member,
			   const struct recorded *original);

/* The same for a look: nothing is written. `writes`: a quote that sets things aside. */
MUST_USE rgl_rc plan_quote(struct desk *desk, const struct sale *sale, int64_t member, bool writes);

/* The same for one that was recorded before, by the programme of then. */
MUST_USE rgl_rc plan_again(struct desk *desk, const struct sale *sale,
			   const struct recorded *before);

/* The programme by which a new sale is counted. */
MUST_USE rgl_rc plan_programme(struct desk *desk, const struct sale *sale,
			       const struct book_entry **ret);

/* The member's level for this sale: with it, unless the owner said the next. */
void plan_level(struct desk *desk, const struct sale *sale);

/* When a voucher counts as shown: at the sale, which may come late; a till's clock that is behind
 * does not forestall one made just now. */
int64_t plan_voucher_ms(const struct desk *desk, const struct voucher *voucher);

/* What the used rewards of a paid sale cost. E_POINTS, or cut to what there is by policy. */
MUST_USE rgl_rc plan_costs(struct desk *desk, const struct sale *sale);

/* --- checkout_quote.c */

/* A coupon that a quote set aside, maybe for another member, is free again once that hold is over;
 * it is given back then. */
MUST_USE rgl_rc quote_free_coupon(struct desk *desk, struct voucher *voucher);

/* Alerts of the discounts of a paid sale that are larger than its rewards give. */
MUST_USE rgl_rc plan_discounts(struct desk *desk, const struct sale *sale);

/* --- checkout_wanted.c */

/* Fills wanted from a sale's hold, wishes or reward lines, and codes from both. A wish's code may
 * be a coupon's or a promotion's. E_UNKNOWN, E_TAKEN, E_FIELD: what vouchers_check says. `strict`
 * false: a wish that cannot be met stays with reward PROGRAMME_NONE. */
MUST_USE rgl_rc plan_wanted(struct desk *desk, const struct sale *sale, bool strict,
			    size_t *ret_count);

/* Adds to a sale's codes those that stand with its wishes: a promotion's is entered by wishing. Of
 * a sale that has a hold (NULL: none) and no wishes, one of each reward that was set aside, unless
 * the sale has one of its codes. They are the desk's. */
void plan_codes(struct desk *desk, const struct hold *hold, struct sale *ret);

/* --- checkout_notices.c */

/* Of a sale that is said again after it was undone. */
void notice_of_void(const struct sale *sale, struct notices *ret);

/* Codes that were entered and are none of the planned programme's. */
void notices_of_codes(const struct desk *desk, const struct sale *sale, struct notices *ret);

/* Wishes of a paid sale whose rewards are not on its bill; a quote's are claims that say why. The
 * wishes were looked up before. */
MUST_USE rgl_rc notices_of_wishes(struct desk *desk, const struct sale *sale, struct notices *ret);

/* --- checkout_returns.c */

/* The sale that a refund or an exchange brings back; id 0 when the till gave no link. E_NO_SALE;
 * E_REFUND: `amount` is more than is left of it. */
MUST_USE rgl_rc returns_find(struct store *store, const struct sale *sale, struct money amount,
			     struct recorded *ret);

/* What was put on gift cards and credit comes back with their own lines, which take it off again;
 * money for it without them would be there twice. goods: what comes back beside it. E_REFUND. */
MUST_USE rgl_rc returns_check(struct desk *desk, const struct recorded *original,
			      struct money goods);

/* Lines below zero bring something back, of a sale that is named or of none. */
MUST_USE rgl_rc returns_plan(struct desk *desk, const struct sale *sale);

/* An exchange without a link takes what such things would earn; that overwrites desk->earning, so
 * it comes before the sale's own. */
MUST_USE rgl_rc returns_unlinked(struct desk *desk, const struct sale *sale);

/* --- checkout_pay.c */

/* Whose the tenders of ours are. E_POINTS, E_UNKNOWN, E_FIELD. */
MUST_USE rgl_rc pay_plan(struct desk *desk, const struct sale *sale);

/* Moves them, but for points, which write_spent moves with those that rewards cost. */
MUST_USE rgl_rc pay_write(struct desk *desk, const struct sale *sale);

/* The member's account in a purse; `field` says what it is for. E_UNKNOWN: nobody is known. */
MUST_USE rgl_rc pay_account(struct desk *desk, size_t purse, const char *field, int64_t *ret);

/* Puts units on an account. */
MUST_USE rgl_rc pay_in(struct desk *desk, size_t purse, int64_t account, int64_t units);

/* --- checkout_stored.c */

/* What is put on gift cards and credit, or comes back off them. */
MUST_USE rgl_rc stored_write(struct desk *desk, const struct sale *sale);

/* What of a sale's gift cards and credit paid in was not brought back yet. */
MUST_USE rgl_rc stored_left(struct desk *desk, int64_t sale, struct money *ret);

/* Undoes both, payments too, for a sale that is undone whole. E_REFUND. */
MUST_USE rgl_rc stored_undo(struct desk *desk, const struct recorded *sale);

/* --- checkout_back.c */

/* What comes back of plan->original when plan->returned more of it is: pro rata, rounded down, both
 * ways, less what came back before; all of it when all is returned. */
MUST_USE rgl_rc back_plan(struct desk *desk, bool everything);

/* What plan->original, an exchange that is undone, did of what it had brought back, the other way.
 */
MUST_USE rgl_rc back_again(struct desk *desk);

/* What an unlinked return takes: what such a sale would earn, by amount and by unit, now. */
MUST_USE rgl_rc back_unlinked(struct desk *desk, const struct sale *sale);

/* --- checkout_write.c */

MUST_USE rgl_rc write_earned(struct desk *desk);

/* Takes from the hold what the rewards cost, and lets the rest go: it is there for what pays. */
MUST_USE rgl_rc write_settled(struct desk *desk);

/* What the hold did not pay of the costs, and points that pay. */
MUST_USE rgl_rc write_spent(struct desk *desk);

/* What the sale that this one stands in for had earned and this one did not; last, when all that
 * comes back is there. */
MUST_USE rgl_rc write_carried(struct desk *desk);

/* A row of `applied`, whose kinds the schema says. times 0: once. lost: what a factor below one
 * took off it again. */
struct applied {
	int kind;
	const char *name;
	int64_t member;
	int64_t purse; /* its row */
	int64_t units;
	int64_t lost;
	int64_t times;
	struct money discount;
	int64_t of;
};
MUST_USE rgl_rc write_applied(struct desk *desk, const struct applied *applied);

/* --- checkout_write_back.c */

MUST_USE rgl_rc write_backs(struct desk *desk);

/* Takes units off an account: of that sale's lot first. shop: the shop's account of the purse. */
MUST_USE rgl_rc write_taken(struct desk *desk, int64_t shop, int64_t account, int64_t units,
			    int64_t lots_of);

/* When units given by this sale are over in a purse; 0: never. */
int64_t write_ends_ms(const struct desk *desk, size_t purse);

/* --- checkout_coupons.c */

/* Adds to the used rewards the coupons that the bill brings by itself. */
MUST_USE rgl_rc plan_coupons(struct desk *desk, const struct sale *sale);
MUST_USE rgl_rc write_coupons(struct desk *desk);

/* --- checkout_late.c */

/* What a sale that came late earned, or a refund gave back, may be over by now: it could be spent
 * in that sale, and ends after it. Comes when all else is written. */
MUST_USE rgl_rc write_late(struct desk *desk, struct effect *effect);

/* --- checkout_care.c */

/* The owner's policy as of now; read anew when a setting changed. It is the desk's. */
MUST_USE rgl_rc care_policy(struct desk *desk);

/* What the sale brings beside what the rules give, into plan->earned and the plan: comes when all
 * else is planned and nothing is written. */
MUST_USE rgl_rc care_plan(struct desk *desk, const struct sale *sale);

/* Writes that down, and what the sale changes of the member's state; plan->event is there. */
MUST_USE rgl_rc care_write(struct desk *desk, const struct sale *sale);

/* Of a sale (its row) that is undone, or was given back whole: nothing of it counts any more. */
MUST_USE rgl_rc care_undo(struct desk *desk, int64_t sale);

/* --- checkout_gestures.c; each does nothing for a sale without gestures */

/* Which are given, by the cashier's budget, and their points into plan->earned. */
MUST_USE rgl_rc gestures_plan(struct desk *desk, const struct sale *sale);
MUST_USE rgl_rc gestures_write(struct desk *desk, const struct sale *sale);

/* Of a sale (its row): the budget has back what they took. */
MUST_USE rgl_rc gestures_undo(struct desk *desk, int64_t sale);

/* The plan of a sale that was recorded before, plan->event: what became of them then, and what is
 * left of the budget by now. */
MUST_USE rgl_rc gestures_again(struct desk *desk, const struct sale *sale);

/* What is answered of them. */
void gestures_show(const struct desk *desk, struct gestures_told *ret);
void notices_of_gestures(const struct desk *desk, const struct sale *sale, struct notices *ret);

/* --- checkout_thanks.c */

/* Whether goods are paid for: what a friend counts for, and what may bring a surprise. */
bool thanks_is_purchase(const struct sale *sale);

/* Whether the programme's rules for a friend's first purchase look at this one, into the standing
 * and plan->brought. Of who was not brought nothing is looked up. */
MUST_USE rgl_rc thanks_standing(struct desk *desk, const struct sale *sale);

/* Takes out of desk->earning what one of the two is not to be thanked with. */
void thanks_sort_out(struct desk *desk);
MUST_USE rgl_rc thanks_write(struct desk *desk);

/* Of a sale of the past, which thanks nobody: the friend counts from then on. */
MUST_USE rgl_rc thanks_past(struct desk *desk, const struct sale *sale, int64_t member,
			    int64_t event, int64_t at_ms);

/* --- checkout_surprise.c */

/* The surprise that the sale brings, into the plan and what it earns. */
MUST_USE rgl_rc surprise_plan(struct desk *desk, const struct sale *sale);
MUST_USE rgl_rc surprise_write(struct desk *desk);

/* The one that a quote shows; *ret is untouched where there is none. id 0: it has to be promised.
 */
MUST_USE rgl_rc surprise_quote(struct desk *desk, const struct sale *sale, struct surprise *ret);

/* The planned one for the answer, and that of a sale of before into the plan. */
MUST_USE rgl_rc surprise_tell(struct desk *desk, struct surprised *ret);
MUST_USE rgl_rc surprise_again(struct desk *desk, int64_t sale);
