/* complaints.h - what the two files of `regulars complaints` share. */
#pragma once

#include "cli/command.h"
#include "plugin/care/complaint.h"

/* list and show: overdue ones first. What ran out is written down on the way, where the store can
 * be written; complaints_list.c. */
MUST_USE rgl_rc complaints_list(struct cli *cli);
MUST_USE rgl_rc complaints_show(struct cli *cli, int64_t id);

/* One line that says how it stands now. */
MUST_USE rgl_rc complaints_tell(struct cli *cli, struct store *store, const struct policy *policy,
				int64_t id);
