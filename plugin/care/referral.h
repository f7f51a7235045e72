/* referral.h - word of mouth: who brought whom, and when that counts.
 *
 * In:  a member's code (RG4, identify/token.h), the friend's sales, the owner's policy.
 * Out: the table referral; what a sale needs to know to thank both.
 * Not here: what both are given, which the programme's rule says (loyalty/earn.h, on "referral").
 *
 * A friend counts once, at the first purchase: goods were paid for, whatever was paid with. Not
 * when that cannot be told from gaming: the same person twice (one member, merged ones, one phone
 * or e-mail), a circle (whom I brought cannot have brought me, over however many), the code of the
 * very cashier who serves, or more friends in a year than the policy lets count. Such a friend is
 * welcome all the same; the row says that it counts for nothing (state 4), and neither is thanked.
 *
 * A purchase that is undone, or given back whole, takes what it brought with it (state 3). When the
 * friend buys in earnest later, that is the first purchase and counts. But nobody is thanked twice
 * for one friend: what was spent meanwhile and so could not be taken back stays the thanks, and
 * that one gets none again.
 *
 * A friend who is merged into another member was known before: the row stands still. Whoever the
 * bringer was merged into is thanked.
 */
#pragma once

#include "plugin/care/policy.h"
#include "plugin/identify/token.h"
#include "plugin/programme/programme.h"

enum referral_state {
	REFERRAL_JOINED = 1,
	REFERRAL_COUNTED = 2,
	REFERRAL_UNDONE = 3,
	REFERRAL_NOTHING = 4
};

/* As schema/sqlite/0007_care.sql says; member 0: nobody brought this one. by: as it was said. */
struct referral {
	int64_t member;
	int64_t by;
	int64_t sale;
	int64_t at_ms;
	int64_t counted_ms;
	enum referral_state state;
	char ref[RGL_TEXT_MAX + 1];
};
MUST_USE rgl_rc referral_read(struct store *store, int64_t member, struct referral *ret);

/* --- the code */

/* What friends of a member join with. E_RANGE: there is no such number. */
MUST_USE rgl_rc referral_code(const struct store *store, int64_t member, char ret[TOKEN_ROOM]);

/* The same to be shown: "" where the programme has no rule that thanks for friends. */
MUST_USE rgl_rc referral_invite(const struct store *store, const struct programme *programme,
				int64_t member, char ret[TOKEN_ROOM]);

/* Whose it is, as that one is by now. E_FIELD: it is no such code; E_FORGED; E_UNKNOWN: whose it
 * was is no member any more. */
MUST_USE rgl_rc referral_by_code(struct store *store, const char *code, int64_t *ret_member);

/* --- joining */

/* Of a member who was enrolled in this transaction as brought by another: that it is no other card
 * of the same person. E_FIELD. */
MUST_USE rgl_rc referral_check_new(struct store *store, int64_t member);

/* Says afterwards who brought a member. ref: the till's own id. EXISTS: said before, the same.
 * E_DIFFERS: that id was for another; E_TAKEN: somebody else brought this member; E_FIELD: the
 * member has bought already, is the same person, or it would be a circle; E_UNKNOWN. A transaction
 * of its own. */
struct referral_new {
	const char *ref;
	const char *code;
	int64_t member;
	int64_t at_ms; /* 0: now */
};
MUST_USE rgl_rc referral_join(struct store *store, const struct referral_new *asked,
			      int64_t *ret_by);

/* --- counting */

/* A sale of a member, before it is written. by: who brought the member, by now. */
struct referral_sale {
	int64_t member;
	int64_t by;
	int64_t visits;
	int64_t at_ms;
	const char *cashier;
};

/* is_first: it is the purchase that counts; state: as what. thanks_friend, thanks_other: who is to
 * be thanked by rule; never with REFERRAL_NOTHING. */
struct referral_verdict {
	bool is_first;
	bool thanks_friend;
	bool thanks_other;
	enum referral_state state;
};
MUST_USE rgl_rc referral_judge(struct store *store, const struct policy *policy,
			       const struct referral_sale *sale, struct referral_verdict *ret);

/* Writes that down, in the sale's transaction. */
MUST_USE rgl_rc referral_count(struct store *store, int64_t member, enum referral_state state,
			       int64_t sale, int64_t at_ms);

/* Of a sale that is undone or was given back whole. */
MUST_USE rgl_rc referral_undo(struct store *store, int64_t sale);

/* Of one that an exchange had brought back, and that is sold again with that one undone. */
MUST_USE rgl_rc referral_redo(struct store *store, int64_t sale);

/* --- looking */

/* Friends of a member, and of those that were merged into it, the newest first; at most `room`. */
struct referral_friend {
	int64_t member;
	int64_t at_ms;
	int64_t counted_ms;
	enum referral_state state;
};
MUST_USE rgl_rc referral_friends(struct store *store, int64_t member, struct referral_friend *ret,
				 size_t room, size_t *ret_count);

/* How many friends counted within the year before a time. */
MUST_USE rgl_rc referral_counted(struct store *store, int64_t member, int64_t at_ms, int64_t *ret);

/* Whoever a member is by now, by name. E_UNKNOWN: there is none, or that one was erased. */
struct referral_person {
	int64_t member;
	int64_t visits;
	char name[RGL_TEXT_MAX + 1];
};
MUST_USE rgl_rc referral_person(struct store *store, int64_t member, const char *field,
				struct referral_person *ret);

/* "joined", "bought", "undone", "not counted". */
const char *referral_state_name(enum referral_state state);
