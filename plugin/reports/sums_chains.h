/* sums_chains.h - word of mouth as chains: who brought whom, who was brought by whom before.
 *
 * In:  a link a friend, by member.
 * Out: how many friends at each length.
 * Not here: reading links (report_economics_chains.c).
 *
 * The length of a link is how many it takes from a member whom nobody brought: 1 for that one's own
 * friends, 2 for theirs. A circle, which merges can make of what was none, has no beginning and is
 * left out. Pure.
 */
#pragma once

#include <stdbool.h>

#include "plugin/base/host.h"

#define CHAINS_LENGTHS 5 /* the last is of that length or more */

/* counts: the friend bought, and it was not undone. */
struct chain_link {
	int64_t member;
	int64_t by;
	bool counts;
};

/* starters: members whom nobody brought, and who brought somebody. friends, bought: links, and
 * those of them that count, by length from 1 on. */
struct chains {
	int64_t starters;
	int64_t longest;
	int64_t friends[CHAINS_LENGTHS];
	int64_t bought[CHAINS_LENGTHS];
};

/* links: in order of members, each once. E_MEMORY. */
MUST_USE rgl_rc chains_count(const struct host *host, const struct chain_link *links, size_t count,
			     struct chains *ret);

/* All friends, and those of them that count. */
int64_t chains_friends(const struct chains *chains);
int64_t chains_bought(const struct chains *chains);
