/* contact.h - who is quietly going, and what is done about it: contacted, or left alone so that
 * there is something to hold it against.
 *
 * In:  the scores (overdue against their own rhythm), who ever said anything, consent.
 * Out: rows of contact; for who is to be contacted, what to say it with.
 * Not here: the words (slip_contact.h), what came of it (reports/report_care.h).
 *
 * Who is listed: overdue (sums_risk.h), never said anything, agreed to be contacted and left a
 * phone number or an address; not listed within contact_wait_days, nor in this round (a quarter of
 * the shop's calendar). Each is drawn as they are listed, by a keyed hash of member and round:
 * nobody chooses, asking again gives the same, and it is written down before anybody acts. Who did
 * not agree is shown as somebody to speak to at the till, and is not part of the measurement.
 *
 * Phone and e-mail are unsealed here alone; each look is in the audit trail.
 */
#pragma once

#include "plugin/care/policy.h"

#define CONTACT_TOP_MOST 1000
#define CONTACT_SEASON_DAYS 90 /* after which it is counted whether they came back */

/* A member who is overdue. loss: what is expected to be lost. usual_days: tenths. may_contact: they
 * agreed, and left a number or an address. was_listed: lately, or in this round. */
struct silent {
	int64_t member;
	int64_t usual_days;
	struct money loss;
	int32_t last_day;
	bool has_spoken;
	bool may_contact;
	bool was_listed;
};

/* All who are overdue, the greatest loss first; of them who never spoke. */
struct silent_list {
	const struct host *host;
	struct silent *at;
	size_t count;
	size_t room;
	int64_t never_spoke;
};

/* Reads alone, and walks the scores: on a connection of its own, or before a transaction. E_MEMORY
 * and the store's. Free it with silent_free, whatever it returned. */
MUST_USE rgl_rc silent_read(struct store *store, const struct policy *policy,
			    struct silent_list *ret);
void silent_free(struct silent_list *list);

/* One who is to be contacted, or spoken to at the till: id 0 then. item: what they usually buy, "".
 * usual_days: tenths. phone, email: "" where there is none, or no consent. */
struct contact {
	int64_t id;
	int64_t member;
	int64_t usual_days;
	int64_t listed_ms;
	struct money loss;
	int32_t last_day;
	char name[RGL_TEXT_MAX + 1];
	char language[16];
	char item[RGL_TEXT_MAX + 1];
	char phone[RGL_TEXT_MAX + 1];
	char email[RGL_TEXT_MAX + 1];
};

/* to_contact: of `count` the first; the rest only at the till. left_alone: held out and not back
 * yet; drawn: how many of all were listed now. */
struct contact_list {
	const struct host *host;
	struct contact *at;
	size_t count;
	size_t to_contact;
	int64_t left_alone;
	int64_t drawn;
};

/* Lists so many of the silent that `top` are open to be contacted (those that are already count),
 * and as many at most of those only at the till; `who` sees their numbers. A transaction of its
 * own, which reads what it shows. E_FIELD: top is not 1 to CONTACT_TOP_MOST. E_TEXT: who. E_MEMORY
 * and the store's. Free it with contact_list_free, whatever it returned. */
struct contact_wish {
	const struct policy *policy;
	const char *who;
	int64_t top;
};
MUST_USE rgl_rc contact_list_make(struct store *store, const struct silent_list *silent,
				  const struct contact_wish *wish, struct contact_list *ret);
void contact_list_free(struct contact_list *list); /* overwrites the numbers */

/* Lists one member by hand, or as it was at a time of the past (0: now), overdue or not; drawn as
 * all are. RGL_EXISTS: is listed already. E_UNKNOWN: no such member. E_FIELD: did not agree, or
 * left nothing to be reached by. E_TIME: a time that is not over. A transaction of its own. */
MUST_USE rgl_rc contact_add(struct store *store, const struct policy *policy, int64_t member,
			    int64_t at_ms, bool *ret_held_out);

/* how: phone, email, letter or till; NULL: phone. at_ms 0: now. */
struct contact_did {
	int64_t member;
	int64_t at_ms;
	const char *who;
	const char *how;
};

/* That somebody contacted a member who is listed. RGL_EXISTS: written down before, the same.
 * E_DIFFERS: by somebody else or otherwise. E_UNKNOWN: no such member, or not listed. E_FIELD: is
 * one of those left alone; who is missing; how is none of the four. E_TIME: before the listing, or
 * not over. E_TEXT, E_PAYMENT_CARD: who. A transaction of its own. */
MUST_USE rgl_rc contact_done(struct store *store, const struct contact_did *did);

/* Whether the key leaves this member alone in this round: always the same. */
bool contact_is_held_out(const struct store *store, int64_t member, int64_t round, int64_t percent);
