/* people.h - all members who bought, with what is expected of each: for reports of their worth.
 *
 * In:  a store open for reading.
 * Out: struct person for each, by number; what the scores rest on.
 * Not here: the arithmetic (sums_*.h), visits one by one (cells.h).
 */
#pragma once

#include "plugin/insight/scores.h"
#include "plugin/reports/sums_person.h"

/* never: members without a visit. all: the members' figures together. basis: of their worth.
 * scored: how many have a score. state: what the scores rest on. today: as of which all is
 * (last_day.h). now: by the host's clock. */
struct people {
	const struct host *host;
	struct person *list;
	size_t count;
	size_t room;
	int64_t never;
	int64_t scored;
	struct figures all;
	enum worth_basis basis;
	int32_t today;
	int32_t now;
	struct scores_state state;
};

/* E_MEMORY, E_RANGE (a sum does not fit), and the store's. Free it with people_free, whatever it
 * returned. Some 180 bytes a member. */
MUST_USE rgl_rc people_read(struct store *store, struct people *ret);
void people_free(struct people *people);

/* By their number; NULL: not among them. */
struct person *people_find(const struct people *people, int64_t member);

/* Days since the scores were made; -1: they never were. */
int32_t people_scores_age(struct store *store, const struct people *people);
