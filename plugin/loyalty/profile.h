/* profile.h - a member as a sale finds them: facts out of the store, as the pure rules want them.
 *
 * In:  a member's row, accounts and earlier sales.
 * Out: struct standing. What ended is not counted, written down or not.
 */
#pragma once

#include "plugin/loyalty/book.h"
#include "plugin/loyalty/standing.h"

struct account_of {
	int64_t id;	 /* 0: none yet */
	int64_t balance; /* less what ended */
	int64_t ended;
	int64_t ends_ms; /* of its first lot, INT64_MAX: it has none */
};

/* accounts: by the programme's places. figure: what tiers go by, before this sale. level: of the
 * tier now; stored_level, tier_since_ms: as it was written down last. */
struct profile {
	int64_t member;
	struct money spent;
	int64_t visits;
	int64_t first_visit_ms;
	int64_t last_visit_ms;
	int64_t referred_by;
	size_t stored_level;
	size_t level;
	int64_t tier_since_ms;
	int64_t figure;
	char name[RGL_TEXT_MAX + 1];
	char language[16];
	char birthday[16];
	char tier[64];
	char segments[256];
	bool has_vouchers; /* used ones among them */
	bool has_holds;	   /* open ones, ended or not */
	struct account_of accounts[PROGRAMME_PURSES_MAX];
};

/* E_UNKNOWN: no such member. Reads only; balances are as the accounts say, less what ended. */
MUST_USE rgl_rc profile_read(struct store *store, const struct book_entry *entry, int64_t member,
			     int64_t at_ms, struct profile *ret);

/* The same of nobody. */
void profile_nobody(struct profile *ret);

/* What earn.h and redeem.h look at; the uses of what the programme limits are read for it. */
MUST_USE rgl_rc profile_standing(struct store *store, const struct book_entry *entry,
				 const struct profile *profile, int64_t at_ms,
				 struct standing *ret);

/* The same of a member who is only shown: without the uses of rules, and of rewards those alone
 * that a person chooses. */
MUST_USE rgl_rc profile_outlook(struct store *store, const struct book_entry *entry,
				const struct profile *profile, int64_t at_ms, struct standing *ret);

/* Writes the tier that the figure comes to now; in the sale's transaction.
 */
MUST_USE rgl_rc profile_tier(struct store *store, const struct book_entry *entry,
			     struct profile *profile, int64_t at_ms);

/* When the local day of a time began. */
int64_t profile_day_ms(struct store *store, int64_t at_ms);
