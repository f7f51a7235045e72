/* import_row.h - one row of a file made one sale in the store.
 *
 * In:  a row, which column is what.
 * Out: the sale recorded (its member enrolled when he is new), or why not, about the column.
 * Not here: reading the file (csv.h), transactions (import.c).
 */
#pragma once

#include "cli/columns.h"
#include "cli/row_ids.h"
#include "plugin/checkout.h"
#include "plugin/store/store.h"

struct import_counts {
	int64_t rows;
	int64_t added;
	int64_t there; /* recorded before, the same */
	int64_t members_added;
	int64_t worthless; /* sales of 0.00 */
	struct money total;
};

struct import_row {
	struct store *store;
	struct desk *desk;
	const struct columns *columns;
	struct row_ids *ids;
	bool earns;
	struct import_counts counts;
};

/* E_TIME, E_FIELD, E_RANGE, checkout's and enrol's; the words are in the store's refusal. A row
 * that is refused counts as nothing. */
MUST_USE rgl_rc import_row(struct import_row *import, const struct csv_row *row);
