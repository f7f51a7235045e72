/* special_parts.h - what the special functions share; for plugin/models alone.
 *
 * Pure, no state, any thread.
 */
#pragma once

#include "plugin/models/special.h"

/* What Stirling's formula leaves of log Gamma: log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2,
 * for x >= 10. */
double special_stirling(double x);

/* log of the integral of exp(exponent(user, y)) over all y, to 1e-13. The exponent has one peak,
 * at `mode`, about `width` wide (1 at most is used: wider ones have tails that fall at least as
 * exp(-c |y|)). The trapezoidal rule under y = mode + width sinh(u), halved until two agree:
 * Takahasi and Mori, Publications RIMS 9 (1974) 721-741. */
double special_log_integral(double (*exponent)(const void *user, double y), const void *user,
			    double mode, double width);
