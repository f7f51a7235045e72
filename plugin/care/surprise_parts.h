/* surprise_parts.h - what surprise_write.c and surprise_replay.c share. */
#pragma once

#include "plugin/care/surprise.h"

/* A keyed hash of what a row says for good: all but its state and sale. */
void surprise_seal(const struct store *store, const struct surprise *surprise,
		   uint8_t ret[HASH_BYTES]);
