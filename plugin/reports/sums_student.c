/* sums_student.c - see sums_student.h. */
#include "plugin/reports/sums_student.h"

#include <math.h>

/* The 0.975 quantile of the normal distribution. */
static const double NORMAL = 1.959963984540054;

/* The first terms of the quantile's expansion round the normal one (Abramowitz, Stegun, Handbook
 * of Mathematical Functions, 26.7.5). */
double student_975(double freedom)
{
	const double x = NORMAL;
	const double x3 = x * x * x;
	const double x5 = x3 * x * x;
	const double x7 = x5 * x * x;
	const double x9 = x7 * x * x;

	if (freedom < 1.5)
		return 12.706204736432095;
	if (freedom < 2.5)
		return 4.302652729911275;
	return x + (x3 + x) / (4 * freedom) +
	       (5 * x5 + 16 * x3 + 3 * x) / (96 * freedom * freedom) +
	       (3 * x7 + 19 * x5 + 17 * x3 - 15 * x) / (384 * pow(freedom, 3)) +
	       (79 * x9 + 776 * x7 + 1482 * x5 - 1920 * x3 - 945 * x) / (92160 * pow(freedom, 4));
}

double student_welch(double error_a, int64_t count_a, double error_b, int64_t count_b)
{
	double both = error_a + error_b;
	double below = error_a * error_a / (double)(count_a - 1) +
		       error_b * error_b / (double)(count_b - 1);

	if (below <= 0)
		return 0;
	return student_975(fmax(1, both * both / below)) * sqrt(both);
}
