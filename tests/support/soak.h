/* soak.h - the same test for an hour: how long, from which seed, and what came of it.
 *
 * In:  SOAK_SECONDS (none: one round, as in every build), SOAK_SEED (none: by the clock when there
 *      are seconds, else 1).
 * Out: a line on standard output that tests/soak adds up, only when there are seconds.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct soak {
	int64_t end_ms;
	bool is_long;
	uint64_t seed; /* of this round */
	int64_t rounds;
	int64_t runs;
	int64_t faults;
	int64_t cuts;
};

/* `share` of the seconds, of 100. Says the seed. */
void soak_begin(struct soak *ret, int share);

/* Whether there is one more round; the first there always is. Each has a seed of its own. */
bool soak_goes_on(struct soak *soak);

void soak_report(const struct soak *soak, const char *name);
