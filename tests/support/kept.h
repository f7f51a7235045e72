/* kept.h - the figures of reports, counted from the sales in plain SQL.
 *
 * In:  a shop whose clock and tables are a test's.
 * Out: a failed test where a kept figure is another, with the first that is.
 * Not here: the figures' own code; days and months are the C library's.
 */
#pragma once

#include "tests/support/shop.h"

/* Every member, month and cell is what the sales say, and keep_check finds the same. */
void kept_is_right(const struct test_shop *shop);

/* The same, but says how many differ by the count in SQL. */
int64_t kept_wrong(const struct test_shop *shop);
