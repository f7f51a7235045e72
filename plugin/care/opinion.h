/* opinion.h - what the answers to a question come to: an NPS and a CSAT, each with a 95 % interval.
 *
 * In:  how many gave each score, how many were asked.
 * Out: the figure and its interval; both are over who answered, which `asked` is there to judge.
 * Pure: no SQL, clock or I/O. [any]
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define OPINION_SCORES 11 /* 0 to 10 */

/* counts[s]: answers with the score s. asked: questions that went out, answered or not. */
struct opinion_tally {
	int64_t asked;
	int64_t counts[OPINION_SCORES];
};

/* One more answer; a score that there is not is left out. */
void opinion_count(struct opinion_tally *tally, int64_t score);

/* has: somebody answered; without, the three are 0. Of an NPS the three are points, -100 to 100; of
 * a CSAT shares, 0 to 1. */
struct opinion {
	int64_t asked;
	int64_t answered;
	double value;
	double low;
	double high;
	bool has;
};

/* The net promoter score: of a hundred answers, those with 9 and 10 less those with 0 to 6
 * (F. Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003).
 * Its interval is the adjusted Wald one with three answers more, spread 3/4, 3/2, 3/4 over those
 * against, between and for (B. Rocks, "Interval Estimation for the Net Promoter Score", The
 * American Statistician 70 (4), 2016), cut at -100 and 100. It is about its own, adjusted middle,
 * which of few answers lies nearer to 0 than the score itself; the score is always within. */
struct opinion opinion_nps(const struct opinion_tally *tally);

/* The share of 4 and 5 among scores of 1 to 5, with Wilson's interval (E. B. Wilson, "Probable
 * Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927; without continuity
 * correction). For csat and for moods alike. */
struct opinion opinion_csat(const struct opinion_tally *tally);

/* Wilson's interval of `part` out of `whole` by itself; whole 0: from 0 to 1. */
void opinion_share_interval(int64_t part, int64_t whole, double *ret_low, double *ret_high);
