/* SPDX-License-Identifier: Apache-2.0 */
/* chance.h - numbers drawn by chance, the same again for the same seed. Not for secrets.
 *
 * Source of the bits: splitmix64 (Steele, Lea and Flood, 2014).
 */
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TAU 6.28318530717958647692

struct chance {
	uint64_t state;
};

static inline uint64_t chance_bits(struct chance *chance)
{
	uint64_t bits = chance->state += UINT64_C(0x9E3779B97F4A7C15);

	bits = (bits ^ (bits >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	bits = (bits ^ (bits >> 27)) * UINT64_C(0x94D049BB133111EB);
	return bits ^ (bits >> 31);
}

/* Above 0, at most 1. */
static inline double chance_share(struct chance *chance)
{
	return (double)((chance_bits(chance) >> 11) + 1) * 0x1p-53;
}

static inline bool chance_is(struct chance *chance, double probability)
{
	return chance_share(chance) <= probability;
}

/* Box and Muller, 1958. */
static inline double chance_normal(struct chance *chance, double mean, double deviation)
{
	double radius = sqrt(-2 * log(chance_share(chance)));

	return mean + deviation * radius * cos(TAU * chance_share(chance));
}

static inline double chance_exponential(struct chance *chance, double mean)
{
	return -mean * log(chance_share(chance));
}

/* Marsaglia and Tsang, 2000, with their step for shapes below 1. */
static inline double chance_gamma(struct chance *chance, double shape, double mean)
{
	double d = shape + (shape < 1 ? 1 : 0) - 1.0 / 3, c = 1 / sqrt(9 * d);
	double boost = shape < 1 ? pow(chance_share(chance), 1 / shape) : 1;

	for (;;) {
		double x = chance_normal(chance, 0, 1);
		double v = (1 + c * x) * (1 + c * x) * (1 + c * x);

		if (v > 0 && log(chance_share(chance)) < x * x / 2 + d - d * v + d * log(v))
			return d * v * boost * mean / shape;
	}
}

/* One of `n` by weight. */
static inline size_t chance_pick(struct chance *chance, const double *weights, size_t n)
{
	double sum = 0, at;
	size_t i;

	for (i = 0; i < n; i++)
		sum += weights[i];
	at = chance_share(chance) * sum;
	for (i = 0; i + 1 < n && at > weights[i]; i++)
		at -= weights[i];
	return i;
}
