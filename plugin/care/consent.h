/* consent.h - what a member agreed to, purpose by purpose; or took back.
 *
 * In:  the purpose, yes or no, in which words, who wrote it down.
 * Out: rows of `consent`, never changed; the newest of a purpose holds, also over a merge.
 * Not here: enrolment, which writes the text that was agreed to as a row of purpose keep (enrol.h).
 *
 * The purposes: keep, that the shop keeps what is bought under a name; contact, that it may call or
 * write; analyse, that figures of this member's own are worked out. Who took back
 * analyse is in no list of members of a report, and in its sums. Of whom nothing was said, keep and
 * analyse hold, because the card was asked for; contact does not: nobody is called who never
 * said that they may be.
 */
#pragma once

#include "plugin/store/store.h"

/* ref: the till's own id, which makes sending it again harmless. at_ms 0: now. who may be NULL. */
struct consent_said {
	const char *ref;
	int64_t member;
	const char *purpose;
	bool is_given;
	int64_t at_ms;
	const char *text;
	const char *who;
};

/* Opens and ends its own transaction; or joins the running one. RGL_EXISTS: the same was said
 * under that ref. E_DIFFERS: something else was. E_FIELD: an unknown purpose, no ref; E_UNKNOWN:
 * no such member; E_TIME: a time that has not come; E_TEXT, E_PAYMENT_CARD: of the texts. */
MUST_USE rgl_rc consent_say(struct store *store, const struct consent_said *said);

/* Whether a purpose is agreed to now. Never of a member whose data were erased. E_FIELD. */
MUST_USE rgl_rc consent_has(struct store *store, int64_t member, const char *purpose, bool *ret);

/* The purpose at an index, NULL behind the last. */
const char *consent_purpose_at(size_t index);
