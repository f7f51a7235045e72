/* spool_pause.c - see spool_pause.h. */
#include "receipts/spool_pause.h"

#define BUSY_MS 250

/* Doubled from the first to the last. */
#define FIRST_MS 1000
#define LAST_MS 60000

int64_t spool_pause(int64_t pause_ms, rgl_rc code)
{
	if (code == RGL_E_BUSY)
		return BUSY_MS;
	if (pause_ms < FIRST_MS)
		return FIRST_MS;
	return pause_ms > LAST_MS / 2 ? LAST_MS : pause_ms * 2;
}
