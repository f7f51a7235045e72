/* decimal.h - decimal text, read exactly: "27.00000000", "-8.63", "1e3" is refused.
 *
 * In:  text from a file or a till (decimal_read_number alone takes the exponent).
 * Out: a whole number of units of 10^-digits. No float comes near it.
 */
#pragma once

#include "plugin/base/result.h"

/* How a digit too many is handled. HALF_AWAY: half a unit goes away from zero. */
enum rounding { ROUNDING_REFUSED, ROUNDING_HALF_AWAY };

/* Reads all of `text` (length bytes): sign, digits, at most one '.', nothing else.
 * E_FIELD: it is not a number. E_RANGE: too large for 64 bits, or digits were lost that
 * `rounding` refuses. The caller adds the words. */
MUST_USE rgl_rc decimal_read(const char *text, size_t length, uint32_t digits,
			     enum rounding rounding, int64_t *ret);

/* The same with an exponent allowed behind it, as programs write numbers that are small or large:
 * "8.881784197001252e-16". At most 64 bytes: E_FIELD. */
MUST_USE rgl_rc decimal_read_number(const char *text, size_t length, uint32_t digits,
				    enum rounding rounding, int64_t *ret);

/* "-12.05", "1500" for digits 0; never cut: `ret` has room for any, with up to 18 digits. */
#define DECIMAL_ROOM 32
void decimal_write(int64_t units, uint32_t digits, char ret[DECIMAL_ROOM]);

/* The same for people, thousands set apart: "-1,234.05". */
void decimal_write_grouped(int64_t units, uint32_t digits, char ret[DECIMAL_ROOM]);
