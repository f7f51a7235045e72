/* surprise.h - a small thank-you that nobody expected: promised by a quote, given at a sale.
 *
 * In:  the draw (draw.h), the owner's policy, what the month's budget has left.
 * Out: the table surprise. At most one of a member and a day.
 * Not here: moving its points or making its coupon (checkout_surprise.c), its words.
 *
 * Nothing outside the key tells whether there will be one, and asking changes nothing: a quote that
 * draws none writes nothing, and one that does writes the promise, which a second quote of that day
 * and the sale then find. The day is that of the sale, on the shop's calendar; its first sale draws
 * for it, later ones of that day do not; nor does one that comes half a day late, of which nobody
 * would hear. One that was taken back with its sale is given again with the sale that stands in for
 * it that day: an edit takes nothing away.
 *
 * The budget of a calendar month holds, in the transaction, what was given and what is promised on
 * days that are not over; a promise of a day that is over counts no more, and is kept only as long
 * as the budget lasts. What does not fit is not given: nobody hears of it.
 */
#pragma once

#include "plugin/care/draw.h"
#include "plugin/care/policy.h"

#define SURPRISE_APPLIED "(surprise)" /* in `applied`: no rule can be called so */

enum surprise_state { SURPRISE_PROMISED = 1, SURPRISE_GIVEN = 2, SURPRISE_TAKEN_BACK = 3 };

/* As schema/sqlite/0007_care.sql says. id 0: it is not written down. */
struct surprise {
	int64_t id;
	int64_t member;
	int64_t day;
	int64_t sale;
	int64_t draw;
	int64_t chance;
	int64_t units;
	int64_t at_ms;
	struct money worth;
	enum surprise_state state; /* 0: there is none */
	char reward[64];
};

/* A sale, or a quote of one, of a member. surprised_ms, visits, first_ms, last_ms: as of before it.
 * worth: what the policy's surprise costs the shop. Where the policy names a reward, has_reward
 * says whether the programme has it. */
struct surprise_ask {
	int64_t member;
	int64_t at_ms;
	int64_t surprised_ms;
	int64_t visits;
	int64_t first_ms;
	int64_t last_ms;
	struct money worth;
	const char *cashier;
	bool has_reward;
	bool is_late; /* nobody would hear of it: only what was promised is given */
};

/* The surprise that the sale brings, to be written; state 0: none. Reads only. */
MUST_USE rgl_rc surprise_find(struct store *store, const struct policy *policy,
			      const struct surprise_ask *ask, struct surprise *ret);

/* In the running transaction: a promise, if it is not one already; given with a sale. */
MUST_USE rgl_rc surprise_promise(struct store *store, struct surprise *surprise);
MUST_USE rgl_rc surprise_give(struct store *store, struct surprise *surprise, int64_t sale);

/* Of a sale that is undone: it is taken back, and member_care knows of the one before. */
MUST_USE rgl_rc surprise_undo(struct store *store, int64_t sale);

/* What a sale brought; units 0 and reward "": nothing. */
MUST_USE rgl_rc surprise_of_sale(struct store *store, int64_t sale, struct surprise *ret);

/* --- played again */

/* is_drawn: the key gives that draw for that member and day; is_sealed: what it was to be below,
 * and what was given, is as it was written; is_won: the draw is below the chance. */
struct surprise_played {
	struct surprise surprise;
	char sale[RGL_TEXT_MAX + 1]; /* the till's id, "" for none */
	bool is_drawn;
	bool is_sealed;
	bool is_won;
};
typedef rgl_rc surprise_taker(void *user, const struct surprise_played *played);

/* Each row of those days (since 1970), in order. Reads only. */
MUST_USE rgl_rc surprise_replay(struct store *store, int64_t from_day, int64_t to_day,
				surprise_taker *take, void *user);

/* What of a month's budget is taken, the month of that time. */
MUST_USE rgl_rc surprise_spent(struct store *store, int64_t at_ms, struct money *ret);
