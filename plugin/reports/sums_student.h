/* sums_student.h - Student's t, for intervals of 95 %.
 *
 * Pure.
 */
#pragma once

#include <stdint.h>

/* The 0.975 quantile with so many degrees of freedom, 1 or more, by the expansion round the
 * normal one (Abramowitz, Stegun, Handbook of Mathematical Functions, 26.7.5): to 0.005 from 3 on,
 * exact for 1 and 2. */
double student_975(double freedom);

/* Half the interval of a difference of two means, by B. L. Welch, Biometrika 34 (1947) 28-35:
 * squares of their standard errors, and how many each is the mean of (2 or more). */
double student_welch(double error_a, int64_t count_a, double error_b, int64_t count_b);
