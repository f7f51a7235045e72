/* import_put_off.h - entries of logs that wait for what they go back to, for a second pass.
 *
 * In:  places of entries in their files, in order.
 * Out: the same, one after another. An entry itself is never kept: 16 bytes each.
 */
#pragma once

#include "cli/command.h"

struct put_off_place {
	int32_t file;  /* by its place among the words */
	int64_t place; /* of the entry, from 1 */
};

struct import_put_off {
	struct put_off_place *places;
	size_t count;
	size_t room;
	size_t at; /* of the second pass: those before it are done */
};

/* E_LIMIT beyond a million; E_MEMORY. In the command's refusal. */
MUST_USE rgl_rc import_put_off_add(struct cli *cli, struct import_put_off *put_off, int32_t file,
				   int64_t place);

/* Of a second pass: the next of this file; 0: there is none. */
int64_t import_put_off_next(struct import_put_off *put_off, int32_t file);

void import_put_off_free(struct cli *cli, struct import_put_off *put_off);
