/* refresh.h - scores of members made anew by a command: the bar, Ctrl-C, and when it is time. */
#pragma once

#include "cli/command.h"
#include "plugin/insight/scores.h"

/* scores_refresh with a bar on a terminal, from the second second on. Ctrl-C stops it between two
 * batches: ret->stopped. */
MUST_USE rgl_rc refresh_scores(struct cli *cli, struct store *store, const struct scores_wish *wish,
			       struct scores_done *ret);

/* Before a report that needs them: refreshes scores that are older than a day, if the store can be
 * written; if not, says so on standard error and the report goes by what there is. */
void refresh_if_old(struct cli *cli);
