/* sums_chains.c - see sums_chains.h. Each link's length is found once, by going up to the first
 * that is known. */
#include "plugin/reports/sums_chains.h"

#include <stdlib.h>

enum { UNKNOWN = 0, ON_THE_WAY = -1, IN_A_CIRCLE = -2 };

struct walk {
	const struct chain_link *links;
	size_t count;
	int64_t *lengths;
	size_t *path;
};

/* The link of a member; count: nobody brought that one. */
static size_t find(const struct walk *walk, int64_t member)
{
	size_t from = 0;
	size_t to = walk->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (walk->links[middle].member < member)
			from = middle + 1;
		else
			to = middle;
	}
	return from < walk->count && walk->links[from].member == member ? from : walk->count;
}

/* Up from a link as far as nothing is known, then back down. */
static void measure(const struct walk *walk, size_t at)
{
	size_t steps = 0;
	int64_t length;

	while (at != walk->count && walk->lengths[at] == UNKNOWN) {
		walk->lengths[at] = ON_THE_WAY;
		walk->path[steps++] = at;
		at = find(walk, walk->links[at].by);
	}
	length = at == walk->count ? 0 : walk->lengths[at];
	if (length == ON_THE_WAY)
		length = IN_A_CIRCLE;
	while (steps > 0) {
		length += length >= 0;
		walk->lengths[walk->path[--steps]] = length;
	}
}

static int by_member(const void *a, const void *b)
{
	const int64_t one = *(const int64_t *)a;
	const int64_t other = *(const int64_t *)b;

	return (one > other) - (one < other);
}

/* Who brought a link of length 1, each once. */
static int64_t count_starters(const struct walk *walk, int64_t *members)
{
	size_t count = 0;
	int64_t starters = 0;

	for (size_t i = 0; i < walk->count; i++)
		if (walk->lengths[i] == 1)
			members[count++] = walk->links[i].by;
	qsort(members, count, sizeof(*members), by_member);
	for (size_t i = 0; i < count; i++)
		starters += i == 0 || members[i] != members[i - 1];
	return starters;
}

static void add(const struct walk *walk, struct chains *chains)
{
	for (size_t i = 0; i < walk->count; i++) {
		const int64_t length = walk->lengths[i];
		const size_t place =
			length > CHAINS_LENGTHS ? CHAINS_LENGTHS - 1 : (size_t)(length - 1);

		if (length < 1)
			continue;
		chains->friends[place]++;
		chains->bought[place] += walk->links[i].counts;
		chains->longest = length > chains->longest ? length : chains->longest;
	}
}

rgl_rc chains_count(const struct host *host, const struct chain_link *links, size_t count,
		    struct chains *ret)
{
	struct walk walk = { .links = links, .count = count };
	int64_t *members = host_new(host, (count + 1) * sizeof(*members));
	struct chains chains = { 0 };
	rgl_rc rc = RGL_OK;

	walk.lengths = host_new(host, (count + 1) * sizeof(*walk.lengths));
	walk.path = host_new(host, (count + 1) * sizeof(*walk.path));
	if (members == NULL || walk.lengths == NULL || walk.path == NULL) {
		rc = RGL_E_MEMORY;
		goto out;
	}
	for (size_t i = 0; i < count; i++)
		measure(&walk, i);
	add(&walk, &chains);
	chains.starters = count_starters(&walk, members);
	*ret = chains;
out:
	host_free(host, members);
	host_free(host, walk.lengths);
	host_free(host, walk.path);
	return rc;
}

static int64_t sum(const int64_t *counts)
{
	int64_t all = 0;

	for (size_t i = 0; i < CHAINS_LENGTHS; i++)
		all += counts[i];
	return all;
}

int64_t chains_friends(const struct chains *chains)
{
	return sum(chains->friends);
}

int64_t chains_bought(const struct chains *chains)
{
	return sum(chains->bought);
}
