/* audit.h - who saw or changed what of whom by hand: a trail that cannot be edited unnoticed.
 *
 * In:  who it was, one word for what they did, the member it was about.
 * Out: rows of `audit`, each with a keyed hash over itself and the hash before it, and the end of
 *      the chain in audit_end, hashed too; what doctor finds wrong with them.
 * Not here: what a till does by itself; a sale writes nothing here.
 *
 * The texts name no member but by number and hold no words of a customer: the trail stays when a
 * member is erased.
 *
 * What it can show: a row that was changed, taken out, put in, or cut off at the end, by whoever
 * can write to the file but has not the key beside it. Who has the key can make any trail. Who kept
 * a copy of the whole trail as it once was can put that back; that is found when something that is
 * always written down was done since (an adjustment, a voucher, a merge, an erasure).
 */
#pragma once

#include "plugin/store/store.h"

/* In the running transaction: adds a row, about the newest event. who: a person's name as staff
 * call them, NULL or "": the till's; what: a word or two, "adjust"; member: 0 for none;
 * detail: "50 points", a number, never a name. Longer texts than RGL_TEXT_MAX are cut. */
MUST_USE rgl_rc audit_add(struct store *store, const char *who, const char *what, int64_t member,
			  const char *detail);

/* The same, in a transaction of its own. */
MUST_USE rgl_rc audit_note(struct store *store, const char *who, const char *what, int64_t member,
			   const char *detail);

/* A row. member 0: about nobody. event: the newest when it was written, 0 none. */
struct audit_row {
	int64_t id;
	int64_t at_ms;
	int64_t member;
	int64_t event;
	char who[RGL_TEXT_MAX + 1];
	char what[RGL_TEXT_MAX + 1];
	char detail[RGL_TEXT_MAX + 1];
};

/* member 0: of all. to_ms: before then; INT64_MAX for no end. */
struct audit_wish {
	int64_t member;
	int64_t from_ms;
	int64_t to_ms;
};
typedef rgl_rc audit_taker(void *user, const struct audit_row *row);

/* Hands over each row that is wished for, in order; a failure of `take` ends it. */
MUST_USE rgl_rc audit_list(struct store *store, const struct audit_wish *wish, audit_taker *take,
			   void *user);

/* What a walk over the whole trail came to. */
struct audit_verdict {
	int64_t rows;
	int64_t wrong; /* the first row that does not fit the one before, 0 none */
	bool is_cut;   /* the end is not where audit_end says, or audit_end itself was changed */
	int64_t unwritten; /* an event by hand that no row tells of, 0 none */
};
MUST_USE rgl_rc audit_check(struct store *store, struct audit_verdict *ret);
