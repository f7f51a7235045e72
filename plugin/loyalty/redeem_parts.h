/* redeem_parts.h - what the files behind redeem.h share; not for others.
 *
 * A reward is first tried (redeem_try: what would it come to), then given (redeem_give). Until it
 * is given nothing of it stands anywhere but in scratch, so that one that is refused, or that is
 * not the best of its group, leaves no trace.
 */
#pragma once

#include "plugin/loyalty/redeem.h"

#define REDEEM_PERCENT_WHOLE 100000 /* 100 %, in thousandths of a per cent */
#define REDEEM_UNIT 1000	    /* one piece, in thousandths */
#define REDEEM_TIMES_MAX 1000	    /* uses of one reward in one sale */

/* What was given to redeem(). waiting: the wishes, while those of them that are points as money are
 * still to come. work->nets, taxes and free_milli are as the claims so far left them;
 * fulls, weights and parts are scratch. */
struct redeeming {
	const struct programme *programme;
	const struct sale *sale;
	const struct standing *standing;
	const int64_t *spendable;
	struct basis_work *work;
	struct redemption *ret;
	const struct wanted *waiting;
	size_t waiting_count;
	bool is_paid; /* its bill stands: coupons alone come by themselves */
};

/* One reward tried. times and points: as asked for, then as can be had. After redeem_try
 * work->fulls is what the lines' nets would be. */
struct trial {
	const struct reward *reward;
	size_t index;
	int64_t times;
	int64_t points;
	struct money discount;
	int64_t given_milli; /* units in the cart */
	int64_t added_milli; /* units of its product, to be added */
	int64_t may_add_milli;
	int64_t cost;
	int64_t spare_milli; /* so many of what is bought, too, may be given */
	bool is_cut;	     /* a part of its units is paid */
};

/* redeem_nets.c: fills nets, taxes and free_milli as if the sale had no lines of rewards. E_RANGE.
 */
MUST_USE rgl_rc redeem_begin(const struct redeeming *run);

/* redeem_check.c: whether the reward may be had, before it is tried; the words go into *claim. */
MUST_USE rgl_rc redeem_check(const struct redeeming *run, const struct wanted *wanted,
			     struct claim *claim);
bool redeem_is_used_up(const struct reward *reward, const struct use *use, int64_t times);
/* Sets why, and gives rc back. */
PRINTF(3, 4)
rgl_rc redeem_refuse(struct claim *claim, rgl_rc rc, const char *format, ...);
const char *redeem_title(const struct reward *reward);

/* redeem_discount.c. E_FIELD: it would take nothing off, and says why; E_POINTS; E_RANGE. */
MUST_USE rgl_rc redeem_try(const struct redeeming *run, struct trial *trial, struct claim *claim);
/* Puts what each line has left into work->weights, of the reward's lines or of all. */
MUST_USE rgl_rc redeem_weigh(const struct redeeming *run, const struct scope *scope,
			     struct money *ret_sum);
/* Takes `amount`, at most `sum`, off work->fulls, in proportion to work->weights, whose sum that
 * is; adds it to the trial's discount. The weights are less by it then. */
MUST_USE rgl_rc redeem_take(const struct redeeming *run, struct money amount, struct money sum,
			    struct trial *trial);

/* redeem_points.c: REWARD_MONEY. */
MUST_USE rgl_rc redeem_try_points(const struct redeeming *run, struct trial *trial,
				  struct claim *claim);
/* What may still be spent of a purse, never below zero; and that it is too little, in words. */
int64_t redeem_purse_left(const struct redeeming *run, size_t purse);
MUST_USE rgl_rc redeem_refuse_points(const struct redeeming *run, const struct reward *reward,
				     int64_t needed, struct claim *claim);

/* redeem_units.c: REWARD_FREE, REWARD_BUY_GET, and whatever is on the cheapest unit. */
MUST_USE rgl_rc redeem_try_free(const struct redeeming *run, struct trial *trial,
				struct claim *claim);
MUST_USE rgl_rc redeem_try_buy_get(const struct redeeming *run, struct trial *trial,
				   struct claim *claim);
MUST_USE rgl_rc redeem_try_cheapest(const struct redeeming *run, struct trial *trial);
bool redeem_is_of_units(const struct reward *reward);
/* The units of a reward, line by line, the cheapest first: redeem_price fills work->parts, then
 * redeem_next says the line after `last` (line_count: the first), line_count when there is none. */
MUST_USE rgl_rc redeem_price(const struct redeeming *run, const struct reward *reward);
size_t redeem_next(const struct redeeming *run, size_t last);
int64_t redeem_units_left(const struct redeeming *run, size_t line);
/* Of that line, what the trial gives when *wanted_milli are still to be given; both are less then.
 * Begins with the trial's spare_milli. */
int64_t redeem_units_taken(const struct redeeming *run, const struct trial *trial, size_t line,
			   int64_t *wanted_milli, int64_t *spare_milli);

/* redeem_lines.c: writes the trial's discount lines for the claim that comes next, and takes it off
 * the sale. E_LIMIT: there is no room for its lines, and nothing was done. */
MUST_USE rgl_rc redeem_give(const struct redeeming *run, const struct trial *trial,
			    struct claim *claim);

/* redeem_amount.c: the arithmetic that opens money. Parts and amounts are not below zero. */
/* amount x part / of; half a minor unit up, or down to a whole one. E_RANGE. */
MUST_USE rgl_rc redeem_nearest(struct money amount, int64_t part, int64_t of, struct money *ret);
MUST_USE rgl_rc redeem_floor(struct money amount, int64_t part, int64_t of, struct money *ret);
/* How many of `each` make up the amount, the last one begun counted. E_RANGE. */
MUST_USE rgl_rc redeem_count(struct money amount, struct money each, int64_t *ret);
/* The fewest points that are worth the amount, and what points are worth (down). E_RANGE. */
MUST_USE rgl_rc redeem_points_for(const struct programme *programme, struct money amount,
				  int64_t *ret);
MUST_USE rgl_rc redeem_worth_of(const struct programme *programme, int64_t points,
				struct money *ret);
/* The tax of `part` of a line that is worth `net`, in whole minor units: what is less than one, to
 * a thousandth, is carried on to the next line. All of the net has all of the tax. E_RANGE. */
MUST_USE rgl_rc redeem_tax_of(struct money tax, struct money part, struct money net,
			      int64_t *carry_milli, struct money *ret);
struct money redeem_lesser(struct money a, struct money b);
/* At most the reward's max for each use, where it has one. */
MUST_USE rgl_rc redeem_cap(const struct reward *reward, int64_t times, struct money *amount);
