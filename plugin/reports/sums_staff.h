/* sums_staff.h - whether who served somebody made a difference, or chance did.
 *
 * Pure. Floating point: shares, never money.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* R. A. Fisher's exact test of two shares, came_a of all_a against came_b of all_b: how often
 * chance alone would part them as much or more, either way; 1 where one is of nobody. Counts are
 * not below zero, came not above all. */
double chance_of_shares(int64_t came_a, int64_t all_a, int64_t came_b, int64_t all_b);

/* S. Holm's correction (Scandinavian Journal of Statistics 6 (1979) 65-70): who looks at twenty
 * cashiers finds one in twenty by chance. Each becomes the chance that holds for all together; at
 * most 1. `order` is room for `count` numbers. */
void chance_of_many(double *chances, size_t count, size_t *order);
