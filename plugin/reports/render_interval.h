/* render_interval.h - how sure a difference of two shares is.
 *
 * Floating point is allowed here: shares, never money.
 * Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions:
 * comparison of eleven methods", Statistics in Medicine 17 (1998) 873-890, method 10, which joins
 * the score intervals of E. B. Wilson (1927); 95 %, no continuity correction.
 */
#pragma once

#include <stdint.h>

#include "plugin/base/result.h"

struct interval {
	double low;
	double high;
};

/* Wilson's interval of hits/tries. E_ARGUMENT: not 0 <= hits <= tries, or tries is 0. */
MUST_USE rgl_rc interval_share(int64_t hits, int64_t tries, struct interval *ret);

/* Newcombe's interval of hits_a/tries_a - hits_b/tries_b. E_ARGUMENT as above. */
MUST_USE rgl_rc interval_difference(int64_t hits_a, int64_t tries_a, int64_t hits_b,
				    int64_t tries_b, struct interval *ret);
