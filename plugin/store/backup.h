/* backup.h - a whole copy of the store, made while tills write, and looked at before it counts. */
#pragma once

#include "plugin/store/store.h"

/* Copies an open store into a new file by SQLite's online backup, then opens the copy and checks
 * it: integrity, references, and as many rows as were there. Only then it gets its name. The copy
 * is one file, without the key. E_TAKEN: there is a file of that name. E_DAMAGED: the copy is not
 * whole; E_FULL, E_READ_ONLY, E_INPUT_OUTPUT; nothing is left then. */
MUST_USE rgl_rc backup_write(struct store *store, const char *path);
