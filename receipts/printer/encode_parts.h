/* encode_parts.h - what encode.c and encode_resync.c share. */
#pragma once

#include "receipts/printer/encode.h"

/* Adds a canvas as a receipt of its own: initialised, printed, cut. */
void encode_canvas(const struct profile *profile, const struct canvas *canvas, struct bytes *out);

/* Adds what fills up anything that a printer may wait for. */
void encode_wake(const struct profile *profile, struct bytes *out);
