/* scrub.h - what was taken out of the store goes out of its file too.
 *
 * SQLite leaves the bytes of a removed row where they lay, in the file and in its log, until
 * something else is written there. Every connection overwrites what a row was in its own page
 * (secure_delete = FAST); from scrub_begin on, pages that fall out of use too. What was copied
 * while pages were split stays in their unused parts, until the file is written anew.
 */
#pragma once

#include "plugin/store/store.h"

/* From now on what this connection removes or changes is overwritten in its place. */
MUST_USE rgl_rc scrub_begin(struct store *store);

/* Brings the log into the file and empties it: takes the turn for it. *ret_done false: a reader (a
 * report, a backup) still needs the log, or a transaction is open; later. */
MUST_USE rgl_rc scrub_log(struct store *store, bool *ret_done);

/* Whether the file is so small that scrub_file keeps no till waiting longer than it waits. */
bool scrub_is_quick(const struct store *store);

/* Writes the file anew, without its unused parts, and empties the log. Tills wait meanwhile,
 * the longer the larger the file is (half a GB: 4 seconds), and are refused with E_BUSY when that
 * is longer than they wait. Outside of a transaction. E_FULL: that takes twice the file's room on
 * the disk; nothing is lost then. */
MUST_USE rgl_rc scrub_file(struct store *store, bool *ret_done);
