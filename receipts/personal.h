/* personal.h - which lines are for this very person, by rule.
 *
 * In:  a receipt's facts.
 * Out: the names of a few sentences, the nearest to the heart first.
 * Not here: the sentences (words.h), where they stand (template.h).
 *
 * Of these the first two that hold, never two about the same (a visit, a reward), and then who
 * served: an apology that is owed; a birthday, from the day before it to two days after; a tier
 * that was reached by this sale; the first visit; one after more than three times the usual gap
 * and 30 days; the 5th, 10th, 25th, 50th and every 100th; a reward that is ready; one that is more
 * than half paid. A refund is no time for cheer: of these an apology alone.
 */
#pragma once

#include "receipts/receipt.h"

#define PERSONAL_MAX 3

/* *ret: keys of sentences, static texts. How many. Counts visits and points of members only. */
size_t personal_choose(const struct receipt *receipt, const char *ret[PERSONAL_MAX]);

/* Whether such a line speaks of the reward; whether that is within reach: no more is missing than
 * is there. */
bool personal_is_about_reward(const char *key);
bool personal_is_near(const struct receipt *receipt);

/* Whether a day is near a birthday: from the day before to two days after. year: that the birthday
 * is in; days_after: -1 to 2. A month of 0 is no birthday. */
struct personal_birthday {
	int64_t days_after;
	int32_t year;
};
bool personal_is_birthday(int32_t month, int32_t day, const struct civil *at,
			  struct personal_birthday *ret);

/* Whether a gap is a long one for who usually comes so often, and a visit is a round one. */
bool personal_is_long(int64_t gap_days, int64_t usual_days);
bool personal_is_round(int64_t visit);
