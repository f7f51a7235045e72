/* praise.h - what guests liked about those who served them, for the start of their next shift.
 *
 * In:  moments of mood 4 and 5 at visits that a cashier served.
 * Out: the newest of them that came since that cashier's shift before; also those of this shift,
 * each time it is asked. Words that are older than the shop keeps them are not shown, though nobody
 * ran `regulars expire` yet.
 */
#pragma once

#include "plugin/store/store.h"

#define PRAISE_MAX 10
#define PRAISE_WORDS_ROOM 1024 /* with the NUL; as a moment has it */

/* name, words: "" where there are none. */
struct praise {
	int64_t moment;
	int64_t at_ms;
	int64_t mood;
	char name[RGL_TEXT_MAX + 1];
	char words[PRAISE_WORDS_ROOM];
};
typedef rgl_rc praise_taker(void *user, const struct praise *praise);

/* shift: the one that runs, 0: none; the newest first, PRAISE_MAX at most. What `take` refuses ends
 * it. */
MUST_USE rgl_rc praise_read(struct store *store, const char *cashier, int64_t shift,
			    praise_taker *take, void *user);

/* A shift begins with all praise that there is by now: the next one with what comes after. In the
 * running transaction. */
MUST_USE rgl_rc praise_hear(struct store *store, int64_t shift);
