/* geometric_stages.c - the likelihood's derivatives by the steps since the last visit, for k above
 * 1; see geometric_parts.h.
 *
 * A mean over the stages, each weighed by how likely it is. harmonic, squares: the sums of
 * 1 / (shape + i) and of its square, i below the stage, which are the derivatives of log (shape)_j.
 */
#include "plugin/models/geometric_parts.h"

#include <math.h>

void geometric_add_stages(struct geometric_slopes *stays, int32_t k, double shape, double away,
			  double inverse)
{
	double weight = 1, total = 1, harmonic = 0, squares = 0;
	double sums[6] = {
		0
	}; /* of harmonic, stage, squares, harmonic^2, harmonic stage, stage^2 */
	int32_t j;

	for (j = 1; j < k; j++) {
		double one = 1 / (shape + j - 1);

		weight *= away * (shape + j - 1) / j;
		harmonic += one;
		squares += one * one;
		total += weight;
		sums[0] += weight * harmonic;
		sums[1] += weight * j;
		sums[2] += weight * squares;
		sums[3] += weight * harmonic * harmonic;
		sums[4] += weight * harmonic * j;
		sums[5] += weight * j * j;
	}
	for (j = 0; j < 6; j++)
		sums[j] /= total;
	stays->log += log(total);
	stays->by_r += sums[0];
	stays->by_alpha -= sums[1] * inverse;
	stays->by_rr += sums[3] - sums[0] * sums[0] - sums[2];
	stays->by_ra -= (sums[4] - sums[0] * sums[1]) * inverse;
	stays->by_aa += (sums[1] + sums[5] - sums[1] * sums[1]) * inverse * inverse;
}
