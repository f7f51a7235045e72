/* worth.h - what a customer will be worth: visits to come, times what a visit leaves, discounted.
 *
 * Visits by timing.h, what each leaves by spend.h; the two are taken for independent of each other,
 * as the Gamma-Gamma model has it (Fader, Hardie, Lee, J. Marketing Research 42 (2005) 415-430).
 *
 * Pure; memory only while a call runs; any thread.
 */
#pragma once

#include "plugin/models/spend.h"

/* months: of month_days days each, from now. rate: a month; what is left in month 1 counts 1 / (1 +
 * rate), in month 2 1 / (1 + rate)^2. */
struct worth_wish {
	const struct timing_fit *timing;
	const struct spend_fit *spend;
	size_t months;
	double month_days;
	double rate;
};

/* value: of the months to come, discounted, in major units; low, high: it falls between them four
 * times of five, by how visits and amounts vary and by how sure the model is. Where nobody may come
 * at all more often than once in ten, low is 0 and high what is passed once in five. variance: by
 * chance alone, as if the model were the truth; doubt: what the model's own doubt adds to that;
 * none: the chance of no visit. All are finite and not below 0. */
struct worth {
	double visits;
	double value;
	double low;
	double high;
	double variance;
	double doubt;
	double none;
};

/* visits and value of each customer; the rest is 0. For many at once: a million in less than a
 * second. E_MEMORY. */
MUST_USE rgl_rc worth_values(const struct host *host, const struct worth_wish *wish,
			     const struct timing_history *histories,
			     const struct spend_history *spends, size_t count, struct worth *ret,
			     struct rgl_why *refusal);

/* All of each customer. Above WORTH_DOUBT_MAX customers that the model was fitted to, its own doubt
 * is less than a hundredth of what chance does to one customer, and is left out. E_MEMORY. */
#define WORTH_DOUBT_MAX 20000
MUST_USE rgl_rc worth_all(const struct host *host, const struct worth_wish *wish,
			  const struct timing_history *histories,
			  const struct spend_history *spends, size_t count, struct worth *ret,
			  struct rgl_why *refusal);

/* Of all those together, a shop or a cohort: the sum, and between what it falls four times of five.
 * What chance does to each adds up; the model's doubt is the same for all, by the fits' covariances
 * and the derivatives of the sum. `worths`: as worth_all gave them. E_MEMORY. */
MUST_USE rgl_rc worth_sum(const struct host *host, const struct worth_wish *wish,
			  const struct timing_history *histories,
			  const struct spend_history *spends, const struct worth *worths,
			  size_t count, struct worth *ret, struct rgl_why *refusal);
