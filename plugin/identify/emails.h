/* emails.h - members of a store that was made before e-mail addresses were found by. */
#pragma once

#include "plugin/store/store.h"

/* Gives each address that is sealed with a member its keyed hash, so that it is found; goes on
 * where it stopped, in short transactions, and is done once. An address that is another member's
 * already stays as it is: the first one is found. *ret_count: how many can be found now that could
 * not before. E_DAMAGED: one cannot be read with this key. */
MUST_USE rgl_rc emails_find(struct store *store, int64_t *ret_count);
