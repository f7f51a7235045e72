/* retain.h - what was kept for as long as the owner decided, and no longer.
 *
 * In:  keep_words_days and keep_members_months of the policy; 0 keeps for good.
 * Out: words of moments, complaints, their steps and gestures gone; members who did not come for so
 *      long erased (erase.h).
 * Not here: points that end (loyalty/lots).
 *
 * Words go once they are older than so many days, whatever became of the complaint; but not while
 * it is open. A member's months count from the last visit, or from the enrolment of one who never
 * came; whoever has a complaint open, or said anything, came, was contacted or was given something
 * by hand since, is not gone. So it is with who was merged into them.
 */
#pragma once

#include "plugin/store/store.h"

/* words: rows whose words would go, or went. members: with those that were merged into them. */
struct retained {
	int64_t words;
	int64_t members;
};

/* Words from before then are over; 0: none are. */
MUST_USE rgl_rc retain_words_since(struct store *store, int64_t *ret_ms);

/* What would go now; reads only. */
MUST_USE rgl_rc retain_look(struct store *store, struct retained *ret);

/* Takes it out, in short transactions: a till waits for 100 rows or one member. *ret says how far
 * it came, also when it failed. What is left in unused parts of the file goes with erase_clear. */
MUST_USE rgl_rc retain_apply(struct store *store, struct retained *ret);
