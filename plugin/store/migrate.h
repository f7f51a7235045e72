/* migrate.h - the numbered steps of schema/sqlite, and which of them a file has had. */
#pragma once

#include "plugin/store/store.h"

/* The steps' texts in order, ended by NULL; made from schema/sqlite at build time. */
extern const char *const schema_steps[];

/* How many steps this build knows. */
int64_t migrate_version(void);

/* Looks at an open file: E_FOREIGN for another program's, E_NEWER for one made by a later build. */
MUST_USE rgl_rc migrate_check(struct store *store, int64_t *ret_version);

/* Brings a file that migrate_check passed (or an empty one) up to date in one transaction: all
 * steps and the version, or nothing. The caller holds the turn; the store's keys are read. */
MUST_USE rgl_rc migrate_apply(struct store *store, int64_t version);
