/* scores_parts.h - what the files of scores.h share; nobody else includes it.
 *
 *	scores.c         the refresh, from reading to writing
 *	scores_gather.c  histories of all members, read in one pass
 *	scores_fit.c     the models: fit, keep, read again
 *	scores_words.c   a fit as JSON and back
 *	scores_rate.c    members' scores by the models
 *	scores_read.c    what was kept
 */
#pragma once

#include "plugin/insight/scores.h"
#include "plugin/models/worth.h"

/* A member with a visit, days counted from their first one. The tail: what came after the day from
 * which it is held out; is_known: they had come before. gaps: their first two, 0: not so many.
 * scored_*: as it was kept, scored_ms 0: not yet. */
struct scores_member {
	int64_t member;
	int32_t first_day;
	int32_t last; /* t_x */
	int32_t x;
	int32_t tail_last;
	int32_t tail_x; /* before the tail */
	int32_t gaps[2];
	bool is_known;
	double log_gaps;
	double tail_log_gaps;
	struct spend_history net;
	struct spend_history margin;
	int64_t scored_ms;
	int64_t scored_days;
	int64_t scored_alive;
	int64_t scored_overdue;
	struct money scored_value;
};

/* visits: days with a visit, of all. gone: members that have a score and no visit any more. */
struct scores_crowd {
	const struct host *host;
	struct scores_member *members;
	size_t count;
	size_t room;
	int64_t *gone;
	size_t gone_count;
	size_t gone_room;
	int64_t visits;
	int64_t last_event;
	int64_t now_ms; /* by the host's clock: how fresh scores are */
	int32_t now_day;
	int32_t today;	  /* as of which they are (last_day.h) */
	int32_t tail_day; /* the first that is held out; past today: none is */
	bool cost_known;  /* of every sale */
};

/* Everything that is known of members now, as of one moment. `goes_on` is asked now and then; when
 * it says no, *ret_stopped, and nothing is kept. E_MEMORY, and the store's. Free it in any case. */
MUST_USE rgl_rc scores_gather(struct store *store, bool (*goes_on)(void *, int64_t), void *user,
			      struct scores_crowd *ret, bool *ret_stopped);
void scores_crowd_free(struct scores_crowd *crowd);

/* The member's history up to today, and up to the tail. */
struct timing_history scores_history(const struct scores_crowd *crowd,
				     const struct scores_member *member);

/* The models in use: choice.count 0, there is none. asked: the model that was wished by name. */
struct scores_fit {
	struct choice choice;
	enum worth_basis basis;
	int64_t at_ms;
	int64_t last_event;
	int64_t visits;
	int64_t rate_ppm;
	enum fit_method method; /* wished */
	char asked[TIMING_NAME_ROOM];
};

/* As it was kept; at_ms 0: none was. E_DAMAGED. */
MUST_USE rgl_rc scores_fit_read(struct store *store, struct scores_fit *ret);

/* Whether it is too old, or for another wish. */
bool scores_fit_is_due(const struct scores_fit *fit, const struct scores_wish *wish,
		       const struct scores_crowd *crowd);

/* Fits, and keeps it. E_FIELD, E_MEMORY, and the store's. */
MUST_USE rgl_rc scores_fit_make(struct store *store, const struct scores_wish *wish,
				const struct scores_crowd *crowd, struct scores_fit *ret);

/* One JSON object each; numbers with 17 digits, so that they come back as they were, whatever the
 * process's locale. E_MEMORY sticks in the bytes. Reading: false when it is not ours. */
void scores_words_timing(const struct scores_fit *fit, struct bytes *bytes);
void scores_words_spend(const struct scores_fit *fit, struct bytes *bytes);
bool scores_words_read_timing(const char *text, struct scores_fit *ret);
bool scores_words_read_spend(const char *text, struct scores_fit *ret);

/* What worth is asked for: a year, by the fit, which outlives it. */
struct worth_wish scores_worth(const struct scores_fit *fit);

/* As money, not below 0; what no shop has is cut at what an amount may be. */
struct money scores_amount(double major, const struct currency *currency);

/* Room for the scores of so many at once. */
struct scores_desk {
	const struct host *host;
	struct timing_history *histories;
	struct spend_history *spends;
	struct worth *worths;
	struct score *scores;
};
MUST_USE rgl_rc scores_desk_open(const struct host *host, size_t count, struct scores_desk *ret,
				 struct rgl_why *refusal);
void scores_desk_close(struct scores_desk *desk);

/* Scores members first to first + count - 1 into the desk. E_MEMORY. */
MUST_USE rgl_rc scores_rate(struct store *store, const struct scores_crowd *crowd,
			    const struct scores_fit *fit, size_t first, size_t count,
			    struct scores_desk *desk);
