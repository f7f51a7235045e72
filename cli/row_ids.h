/* row_ids.h - ids for rows of a file that has none, the same at every reading of it.
 *
 * An id is a keyed digest of what the row says, and the how-many-eth such row in this file it is:
 * two equal rows are two sales, and the same file read again gives the same ids, also with rows
 * added to it. Memory: 16 bytes a row.
 */
#pragma once

#include "plugin/base/host.h"
#include "plugin/base/keys.h"

#define ROW_ID_ROOM 64

struct row_ids;

MUST_USE rgl_rc row_ids_open(const struct host *host, struct row_ids **ret);
void row_ids_close(struct row_ids *ids);

/* "csv-0123456789abcdef0123456789abcdef-1". E_MEMORY. */
MUST_USE rgl_rc row_ids_next(struct row_ids *ids, const uint8_t digest[HASH_BYTES],
			     char ret[ROW_ID_ROOM]);
