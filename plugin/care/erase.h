/* erase.h - a member's personal data go, their figures stay.
 *
 * In:  the member, who did it, why.
 * Out: no name, birthday, phone, e-mail, card that finds them, code, word of theirs or about them;
 *      also of the members that were merged into this one. Their open complaints are closed: nobody
 *      is left to answer. A row of `erasure`.
 * Not here: members who did not come for long (retain.h); older backups, which are the owner's.
 *
 * What stays, under a number that nobody stands behind: sales, points, figures, moods and scores,
 * what was given, who brought whom, the language and the tier (reports are cut by them), that
 * there was consent. So every total and every cohort is what it was. Cards of ours are blocked and
 * not removed, because a number that is free again would be the next member's.
 */
#pragma once

#include "plugin/store/store.h"

struct erase_asked {
	int64_t member;
	const char *who;
	const char *why;
};

/* members: with those merged into this one. is_clear: the log was emptied; what may be left in
 * unused parts of the file goes with erase_clear. */
struct erased {
	int64_t members;
	bool is_clear;
};

/* In one transaction of its own. RGL_EXISTS: done before. E_UNKNOWN: no such member, or one that
 * was merged into another; E_FIELD: who or why is missing, or why names the member;
 * E_TEXT, E_PAYMENT_CARD. Open quotes of
 * the member are let go. */
MUST_USE rgl_rc erase_member(struct store *store, const struct erase_asked *asked,
			     struct erased *ret);

/* The same in the running transaction, after scrub_begin(). */
MUST_USE rgl_rc erase_within(struct store *store, const struct erase_asked *asked,
			     int64_t *ret_members);

/* Writes the file anew when something was erased since that was done last (scrub.h: tills wait).
 * *ret false: a reader still needs the log, or nothing can be done within a transaction; later. */
MUST_USE rgl_rc erase_clear(struct store *store, bool *ret);

/* How many erasures wait for erase_clear. */
MUST_USE rgl_rc erase_left(struct store *store, int64_t *ret);
