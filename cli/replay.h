/* replay.h - the sales of a store counted once more, in a shop of its own, by another programme.
 *
 * In:  a store that is only read; a programme's text.
 * Out: a new store in a folder of its own, with the same members and sales, counted by that
 *      programme, its clock at each sale's time. It goes away with replay_close.
 * Not here: what it came to (simulate.c).
 *
 * What differs from the past: rewards' discounts are taken as the till's own; gift cards, credit
 * and points that paid are not known as such; promotion codes are not kept and so not entered;
 * nobody joins, so what joining gives is not counted.
 */
#pragma once

#include "cli/scratch.h"
#include "plugin/checkout.h"

/* points: that the sales earned in fact, less what refunds took. left_out: could not be counted,
 * `why` is the first one's. */
struct replay_counts {
	int64_t sales;
	int64_t refunds;
	int64_t left_out;
	int64_t points;
	char why[200];
};

/* The lines of one sale, and their texts. */
struct replay_text {
	char sku[RGL_TEXT_MAX + 1];
	char name[RGL_TEXT_MAX + 1];
	char category[RGL_TEXT_MAX + 1];
	char tags[RGL_TEXT_MAX + 1];
};

struct replay {
	struct cli *cli;
	struct store *past;
	struct host host; /* with a clock of its own */
	int64_t now_ms;
	struct store *store;
	struct desk *desk;
	struct sale_line *lines;
	struct replay_text *texts;
	struct replay_counts counts;
	struct scratch scratch;
};

/* The shop and its members, by that programme from the beginning of time on. It stays where it is.
 * The command's refusal says why not. */
MUST_USE rgl_rc replay_open(struct cli *cli, struct store *past, const struct bytes *programme,
			    struct replay *ret);

/* Counts the sales of members with from_ms <= at < until_ms, the oldest first. */
MUST_USE rgl_rc replay_run(struct replay *replay, int64_t from_ms, int64_t until_ms);

void replay_close(struct replay *replay);
