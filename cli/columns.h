/* columns.h - which column of a file means what.
 *
 * In:  the header's names and what --map says, "member=customer_id,date=day".
 * Out: for each meaning the place of its column.
 * Not here: reading the rows (csv.h), what is in them.
 */
#pragma once

#include "cli/csv.h"

/* X(NAME, flag, names): how --map calls the meaning, and the header names that are taken for it.
 * Capitals, spaces, underscores and dashes do not count; a '*' at the end stands for anything. */
#define COLUMN_MEANINGS(X)                                                                         \
	X(DATE, "date", "date time at datetime day timestamp")                                     \
	X(TOTAL, "total", "total amount dollarvalue value gross")                                  \
	X(MEMBER, "member", "member memberid customer customerid client clientid")                 \
	X(NAME, "name", "name membername customername clientname")                                 \
	X(SALE, "sale_id", "saleid sale id receipt receiptid orderid order ref")                   \
	X(STORE, "store", "store storeid shop branch")                                             \
	X(TILL, "till", "till tillid register terminal")                                           \
	X(CASHIER, "cashier", "cashier cashierid staff employee")                                  \
	X(CHANNEL, "channel", "channel saleschannel")                                              \
	X(ITEM, "item", "item sku product")                                                        \
	X(CATEGORY, "category", "category")                                                        \
	X(QUANTITY, "quantity", "quantity qty units numberof*")                                    \
	X(TAX, "tax", "tax vat")                                                                   \
	X(COST, "cost", "cost")

enum column {
#define COLUMN_ENUM(name, flag, names) COLUMN_##name,
	COLUMN_MEANINGS(COLUMN_ENUM)
#undef COLUMN_ENUM
		COLUMN_COUNT
};

/* -1: the file has no such column. */
struct columns {
	int32_t at[COLUMN_COUNT];
};

/* Finds all meanings. `map` may be NULL; what it names is taken before any name is guessed, and a
 * column that it names means nothing else. `name` is the file's, for the message.
 * E_FIELD, in one line that names the flag to use: two columns could mean the same, a date or a
 * total is missing, or --map names a meaning or a column that does not exist, or one twice. */
MUST_USE rgl_rc columns_find(const struct csv_row *header, const char *map, const char *name,
			     struct columns *ret, struct rgl_why *refusal);

/* The field of a row; NULL when the file has no such column. */
const struct csv_field *columns_field(const struct columns *columns, const struct csv_row *row,
				      enum column column);
