/* scores.h - what the models expect of members: made, kept, read.
 *
 * In:  the store's visits (cells.h), the models (plugin/models).
 * Out: the tables `model` and `score` (schema/sqlite/0005_scores.sql).
 * Not here: the models' arithmetic (plugin/models), what reports say of it.
 */
#pragma once

#include "plugin/insight/cells.h"
#include "plugin/models/choice.h"

#define SCORES_YEAR_DAYS 365 /* what "within a year" is */

/* method: as an owner asked (--method map|ml). models: one by name, NULL: chosen. rate_ppm:
 * discount a year, in millionths (100000: ten per cent). whole: fit and score all anew, even what
 * has not changed. */
struct scores_wish {
	enum fit_method method;
	const char *model;
	int64_t rate_ppm;
	bool whole;
};

#define SCORES_RATE_PPM 100000 /* where nothing else was asked */

/* What the last fit was asked for, to ask the same again; else MAP, chosen, ten per cent. The
 * model's name is in `name`. What cannot be read any more counts as none. */
MUST_USE rgl_rc scores_wish_kept(struct store *store, char name[TIMING_NAME_ROOM],
				 struct scores_wish *ret);

/* Told now and then, never within a transaction that writes; done of `all` steps, 0: not known.
 * False: stop; what was written so far is whole, and the next refresh goes on from there. */
typedef bool scores_progress(void *user, const char *doing, int64_t done, int64_t all);

struct scores_done {
	int64_t members; /* written now */
	int64_t left;	 /* as good as they were, or not reached */
	bool fitted;	 /* the models were fitted anew */
	bool stopped;
};

/* Fits when there is no fit, the last is older than a week, has missed a tenth of the visits or was
 * made for another wish. Then scores all, and writes those that are new or came again, those whose
 * score moved (alive or overdue by a hundredth, value by a fiftieth) and those that were not
 * written for a week: time passes for all, but a night's refresh writes a few of them. What was
 * written since the fit and today is not looked at again, so one that was stopped goes on. A few
 * thousand rows a transaction; it ends early when a till waits. Reading is done before, while
 * nothing is locked. `store` is open for writing, `progress` may be NULL. E_FIELD: there is no such
 * model; E_BUSY, E_FULL, E_MEMORY, and the store's. */
MUST_USE rgl_rc scores_refresh(struct store *store, const struct scores_wish *wish,
			       scores_progress *progress, void *user, struct scores_done *ret);

/* A member's score; member 0: there is none. spread: of value, its standard deviation by chance. */
struct score {
	int64_t member;
	int64_t as_of_ms;
	int64_t days;
	int64_t usual_days; /* tenths */
	int64_t alive;	    /* millionths */
	int64_t again;
	int64_t overdue;
	int64_t visits_milli;
	struct money value;
	struct money low;
	struct money high;
	struct money spread;
	struct money loss;
	enum worth_basis basis;
};
MUST_USE rgl_rc score_of(struct store *store, int64_t member, struct score *ret);

typedef rgl_rc score_taker(void *user, const struct score *score);
MUST_USE rgl_rc scores_read(struct store *store, score_taker *take, void *user); /* by member */

/* What the scores rest on. as_of_ms: of the last refresh that came to its end, 0: none did;
 * last_event: the newest it knew of; members_scored then. fit_ms 0: there is no model. choice: the
 * chosen models with parameters, as they were kept. value, low, high: of all members together in a
 * year; doubt: how far off a sum of many may be beside what chance does to each, in millionths of
 * it: by the model's own errors, and by what it missed on the weeks that were held out. */
struct scores_state {
	int64_t as_of_ms;
	int64_t members_scored;
	int64_t last_event;
	int64_t fit_ms;
	int64_t rate_ppm;
	int64_t doubt;
	struct choice choice; /* models/choice.h */
	struct money value;
	struct money low;
	struct money high;
	enum worth_basis basis;
};
MUST_USE rgl_rc scores_state(struct store *store, struct scores_state *ret);

/* The scores of some members together, as a cohort or a segment: add each, then end. low, high: the
 * value falls between them four times of five; chance adds up over members, and the model's doubt
 * (scores_state) is the same for all. Start with zeros. E_RANGE. */
struct scores_sum {
	int64_t members;
	int64_t visits_milli;
	struct money value;
	struct money loss;
	struct money low;
	struct money high;
	double variance; /* major units, squared */
};
MUST_USE rgl_rc scores_sum_add(const struct currency *currency, const struct score *score,
			       struct scores_sum *sum);
MUST_USE rgl_rc scores_sum_end(const struct currency *currency, const struct scores_state *state,
			       struct scores_sum *sum);
