/* import_log.h - regulars import poslog|square|shopify|loyverse FILE... */
#pragma once

#include "cli/command.h"
#include "cli/logs/log.h"

/* Reads each file once; those that hold refunds or voids whose sale came later a second time, for
 * those alone. What is refused is told in a report, the rest goes in. A file that is broken ends it
 * there; what came before it is in. */
MUST_USE rgl_rc import_log(struct cli *cli, const struct log_format *format);
