/* money.h - amounts of the store's one currency, and points, as types of their own.
 *
 * Money is a whole number of minor units, points a whole number of points. The members of both
 * structs are read in a few files only (a check in CI names them); everywhere else these calls are
 * used.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/decimal.h"

struct money {
	int64_t minor;
};

struct points {
	int64_t count;
};

struct currency {
	char code[4];
	uint32_t exponent;
};

static inline struct money money_of(int64_t minor)
{
	return (struct money) { minor };
}

static inline struct points points_of(int64_t count)
{
	return (struct points) { count };
}

/* Sum and difference; E_RANGE when 64 bits do not hold it, *ret untouched. */
MUST_USE rgl_rc money_add(struct money a, struct money b, struct money *ret);
MUST_USE rgl_rc money_sub(struct money a, struct money b, struct money *ret);
MUST_USE rgl_rc points_add(struct points a, struct points b, struct points *ret);

static inline bool money_equal(struct money a, struct money b)
{
	return a.minor == b.minor;
}

static inline int money_sign(struct money a)
{
	return (a.minor > 0) - (a.minor < 0);
}

static inline int points_sign(struct points a)
{
	return (a.count > 0) - (a.count < 0);
}

/* -1, 0, 1 as a is less than, the same as or more than b. */
int money_compare(struct money a, struct money b);

/* INT64_MIN stays what it is: callers hold amounts that money_is_sane passed. */
struct money money_negate(struct money a);

/* Amounts up to 10^15 minor units either way: sums of a thousand lines cannot overflow. */
bool money_is_sane(struct money a);

/* quantity (thousandths) x unit price, in thousandths of a minor unit; E_RANGE. */
MUST_USE rgl_rc money_times_milli(struct money unit, int64_t qty_milli, int64_t *ret);

/* floor(amount x numerator / denominator), exact in between, for amounts of either sign;
 * the denominator is above 0. E_RANGE when the result does not fit. */
MUST_USE rgl_rc ratio_floor(int64_t amount, int64_t numerator, int64_t denominator, int64_t *ret);

/* ISO 4217's number of minor digits; E_CURRENCY for a code that ISO 4217 does not list. */
MUST_USE rgl_rc currency_of(const char *code, struct currency *ret);

/* As a number of major units, for models and charts; and back, half away from zero: E_RANGE when it
 * is not finite, or more than an amount may be. */
double money_major(struct money amount, const struct currency *currency);
MUST_USE rgl_rc money_of_major(double major, const struct currency *currency, struct money *ret);

/* "12.05" in the currency's digits. */
void money_write(struct money amount, const struct currency *currency, char ret[DECIMAL_ROOM]);

/* "1,340" */
void points_write(struct points points, char ret[DECIMAL_ROOM]);
