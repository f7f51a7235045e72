/* quantile.h - below what a normal or a gamma variable stays with a given chance.
 *
 * Pure, no state, any thread. For intervals that people read: four digits, not fourteen.
 */
#pragma once

/* Of the standard normal distribution, 0 < p < 1: Wichura, Applied Statistics 37 (1988) 477-484,
 * AS 241's PPND7; 1e-6. */
double quantile_normal(double p);

/* Of the gamma distribution of that mean and variance (above 0), by the cube root of Wilson and
 * Hilferty, Proc. Nat. Academy of Sciences 17 (1931) 684-688: within three per cent of the mean for
 * a shape of 1 and p from 0.05 on. p not above 0: 0. */
double quantile_gamma(double mean, double variance, double p);
