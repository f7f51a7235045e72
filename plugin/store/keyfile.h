/* keyfile.h - the file with the shop's secret key, readable by its owner alone. */
#pragma once

#include "plugin/base/keys.h"

/* Reads it. E_KEY: missing, readable by others, or not a key file; says what to do. */
MUST_USE rgl_rc keyfile_read(const char *path, uint8_t ret[KEY_BYTES], struct rgl_why *refusal);

/* Makes a new key by chance and writes it, with mode 0600, durably. E_TAKEN: the file exists.
 * E_READ_ONLY, E_FULL, E_INPUT_OUTPUT; nothing is left behind then. */
MUST_USE rgl_rc keyfile_create(const char *path, uint8_t ret[KEY_BYTES], struct rgl_why *refusal);
