/* backend.h - the tap as a backend of CUPS. */
#pragma once

#include "pos-adapters/print-tap/settings.h"

/* What CUPS takes a backend's end for. */
enum backend_end {
	BACKEND_OK = 0,
	BACKEND_FAILED = 1,
	BACKEND_STOP = 4,
	BACKEND_CANCEL = 5,
	BACKEND_RETRY = 6
};

#define BACKEND_SCHEME "regulars-tap"

/* Lists itself, as CUPS asks a backend without arguments to. */
int backend_list(void);

/* argv: device-uri job user title copies options [file]. The printer is what DEVICE_URI names
 * behind "regulars-tap:". */
int backend_run(const struct settings *settings, int argc, char **argv);
