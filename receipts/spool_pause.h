/* spool_pause.h - after a try that failed: how long until the next. */
#pragma once

#include "plugin/base/result.h"

/* pause_ms: between the last two tries, 0 when the one before went well. code: why this one failed.
 * E_BUSY: another program writes to the store just now, and soon no more. */
int64_t spool_pause(int64_t pause_ms, rgl_rc code);
