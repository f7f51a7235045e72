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
