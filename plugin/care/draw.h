/* draw.h - who is surprised, on which visit: a draw by the shop's key, and the chance it must be
 * below.
 *
 * In:  a member, a day, what is known of both.
 * Out: millionths.
 * Not here: budgets, promises and what is given (surprise.h).
 *
 * The draw of a member and a day is a keyed hash: the same however often it is asked, and nothing
 * without the key tells it. A day has one draw, however many receipts.
 *
 * The chance is made so that of a hundred visits as many bring a surprise as the owner asked for,
 * which is a matter of how many visits pass from one surprise to the next: every = 100 / percent.
 * - W of those pass while nobody is surprised twice (wait_days at this member's own pace), so the
 *   surprise has to come within R = every - W visits after that, on average; but R is at least a
 *   quarter of `every`, or who comes daily could count the days. Such members get less than asked.
 * - Were the visit equally likely to be any of L, the chance would rise as 1 / (L - j) with each
 *   visit j that brought none: who waited longest is next. So that it never is certain it stays
 *   where it is from two thirds of L on. The mean of that is 5/9 L + 1/3 visits, so
 *   L = 1.8 (R - 1/3), and the chance goes from about half the percent to 1.7 times of it.
 *   Whoever never was surprised has all visits since the first behind them, and no wait.
 * - Who is at risk, and worth it, has up to twice that: risk is how sure the models are that this
 *   member was gone, or how surely overdue, whichever is more; worth it is what they are expected
 * to leave in a year against ten surprises. Everybody else has a twentieth less, which pays for it
 *   where those who are at risk make about a twentieth of all visits: more and less than that move
 *   the mean by as much (a tenth of visits at full risk: five in a hundred more).
 * tests/test_draw.c holds the mean over members to within a tenth of what was asked.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/keys.h"

#define DRAW_ALL 1000000 /* millionths */

/* What the key says of a member and a day (since 1970): 0 to DRAW_ALL - 1. */
int64_t draw_of(const struct keys *keys, int64_t member, int64_t day);

/* surprised_days: since the last surprise, below 0: never. visits: before this one, on span_days
 * from the first to the last of them. alive, overdue: millionths, as of the last refresh; has_score
 * false: nothing is known. value_minor: of a year; worth_minor: of the surprise. */
struct draw_facts {
	int64_t percent;
	int64_t wait_days;
	int64_t surprised_days;
	int64_t visits;
	int64_t span_days;
	int64_t alive;
	int64_t overdue;
	int64_t value_minor;
	int64_t worth_minor;
	bool has_score;
};

/* The draw must be below it; 0: not today. */
int64_t draw_chance(const struct draw_facts *facts);
