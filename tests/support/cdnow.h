/* cdnow.h - the purchases of CDNOW's log, where the data lies at hand.
 *
 * In:  REGULARS_DATA in the environment, the folder that holds cdnow/cdnow_master.csv.
 * Out: each purchase, in the order of the file.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/money.h"

/* day: 19970118 */
struct cdnow_purchase {
	int64_t customer;
	int32_t day;
	struct money amount;
};

/* Calls `take` for each; false when REGULARS_DATA is not set. A file that cannot be read fails the
 * test that calls. */
bool cdnow_read(void (*take)(void *user, const struct cdnow_purchase *purchase), void *user);
