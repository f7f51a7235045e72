/* standing.h - what must be known of a member, and of the day, to count a sale. Plain data.
 *
 * In:  the store (loyalty/profile.c reads it), or nothing: a sale of nobody.
 * Out: what earn.h, redeem.h and tier.h look at. They look nowhere else.
 */
#pragma once

#include "plugin/base/civil.h"
#include "plugin/programme/programme.h"

/* How often, or how much, one member had of a rule or a reward. Filled in only where the programme
 * sets a limit for it. */
struct use {
	int64_t uses;	/* in its days, or ever */
	int64_t today;	/* units earned since the local day began */
	int64_t period; /* units earned in its period */
	int64_t total;	/* uses by all members together */
};

struct standing {
	int64_t member; /* 0: nobody; earns nothing */
	int64_t at_ms;
	struct civil now;			/* of at_ms, by the shop's clock */
	int64_t visits;				/* before this sale */
	int64_t balances[PROGRAMME_PURSES_MAX]; /* that are free to be spent */
	bool has_birthday;
	int32_t birth_month;
	int32_t birth_day;
	size_t level;	      /* of the programme's tiers, for this sale; PROGRAMME_NONE */
	const char *segments; /* "staff student", never NULL */
	bool was_referred;
	bool buys_first; /* a friend who bought before, and that does not count (any more) */
	struct use rules[PROGRAMME_RULES_MAX];
	struct use rewards[PROGRAMME_REWARDS_MAX];
};
