/* things.h - what is due to be said to a member: at most three things, the heaviest first.
 *
 * In:  member_care, the profile that a scan or a sale read, and as few looks as that takes.
 * Out: things without words. What was told is left out, but for an overdue complaint.
 * Not here: words (slip_till.h).
 *
 * A paid sale with a cashier says that the complaint, the apology, the strikes, the birthday and
 * the friend that were due stood before that cashier: they count as told. What is said of a visit
 * alone (a reward, a tier, points that end, a long while) needs no row: the next visit is another.
 * A receipt says the apology beside that, once.
 */
#pragma once

#include "plugin/care/policy.h"
#include "plugin/care/state.h"
#include "plugin/care/weigh.h"
#include "plugin/loyalty/profile.h"

/* The visit that a moment or a complaint is about. moment: its own number or, of a complaint that
 * came from one, that moment's. product: "" when no line was named. closed_ms: of a complaint. */
struct care_about {
	int64_t id; /* 0: there is no such thing */
	int64_t at_ms;
	int64_t moment;
	int64_t closed_ms;
	char reason[64];
	char product[96]; /* cut when it is longer */
};
MUST_USE rgl_rc care_about_read(struct store *store, int64_t id, struct care_about *ret);

/* complaint, sorry: what the things of that kind are about. */
struct things {
	struct thing due[RGL_THINGS_MAX];
	size_t count;
	struct care_about complaint;
	struct care_about sorry;
};

/* What of the facts a profile has, as of a time; the rest stays zero. */
void things_facts(const struct store *store, const struct profile *profile, int64_t now_ms,
		  struct weigh_facts *ret);

/* `facts`: of the profile and what the caller knows of points and tiers; the care in them is
 * filled in. Reads only. */
MUST_USE rgl_rc things_due(struct store *store, const struct policy *policy,
			   const struct care_state *state, struct weigh_facts *facts,
			   struct things *ret);

/* Of a paid sale, in its transaction: writes what counts as told from now on, and takes the apology
 * off the state, which the caller writes. Nothing of a sale that comes half a day late. */
struct things_sale {
	const struct profile *profile;
	int64_t event;
	int64_t at_ms;
	bool has_cashier;
	bool prints;
};
MUST_USE rgl_rc things_served(struct store *store, const struct policy *policy,
			      const struct things_sale *sale, struct care_state *state);
