/* scratch.h - a folder for a second store that is thrown away: a dry run's copy, a trial's shop.
 *
 * In:  TMPDIR, else /tmp.
 */
#pragma once

#include "cli/command.h"

/* path: where the store goes; "" before there is a folder. */
struct scratch {
	char folder[3072];
	char path[3104];
};

/* Makes the folder, for the caller's user alone. `why` it is needed begins the refusal:
 * E_INPUT_OUTPUT. */
MUST_USE rgl_rc scratch_make(struct cli *cli, const char *why, struct scratch *ret);

/* Removes the store, what lies beside it, and the folder; after scratch_make failed, nothing. */
void scratch_remove(const struct scratch *scratch);
