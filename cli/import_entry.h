/* import_entry.h - one transaction of a till's log made a sale, a refund or a void in the store.
 *
 * In:  an entry that a reader handed out (logs/log.h), in the running transaction.
 * Out: what became of it; why it is refused, or what is to be noted of it.
 * Not here: files and their order (import_log.c).
 */
#pragma once

#include "cli/import_run.h"
#include "cli/logs/log.h"

/* there: recorded before, the same. put_off: what it goes back to is not there, but may come later.
 * nothing: it had nothing to undo. */
enum entry_fate { ENTRY_ADDED, ENTRY_THERE, ENTRY_REFUSED, ENTRY_PUT_OFF, ENTRY_NOTHING };

struct entry_result {
	enum entry_fate fate;
	bool is_settled; /* a difference of the till's own rounding was put down */
	bool is_new_member;
	char note[400]; /* "" or a sentence */
};

/* is_last: nothing comes later; a refund whose sale is not there goes in without a link then, and
 * is noted. RGL_OK: see *ret; of what is refused the words are in the store's refusal. Below 0: the
 * store cannot go on, for the reason there. */
MUST_USE rgl_rc import_entry(struct import_run *run, struct log_entry *entry, bool is_last,
			     struct entry_result *ret);
