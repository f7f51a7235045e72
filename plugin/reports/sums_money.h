/* sums_money.h - amounts divided by counts, for reports.
 *
 * Pure. Here amounts become numbers, so that the reports themselves need not open them.
 */
#pragma once

#include "plugin/base/money.h"

/* amount / count, half away from zero; nothing when count is not above 0. */
struct money sums_per(struct money amount, int64_t count);

/* amount x 1000 / count, half away from zero, held within 64 bits: thousandths of a minor unit, for
 * what is added up before it is shown. */
int64_t sums_per_milli(struct money amount, int64_t count);

/* Thousandths of a minor unit as an amount, half away from zero. */
struct money sums_of_milli(int64_t milli);

/* The amount in minor units, for a page's numbers. */
int64_t sums_minor(struct money amount);

/* part / whole in millionths, as a page has shares; 0 when the whole is not above 0. */
int64_t sums_share(int64_t part, int64_t whole);
